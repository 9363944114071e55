// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Removing what a claim covers, and then the claim.
 */
#include "lifecycle/apply.h"

#include "backend/backend.h"
#include "lifecycle/claims.h"
#include "lifecycle/event.h"
#include "lifecycle/owner.h"
#include "util/error.h"

/**
 * @brief Remove a device that a claim covers.
 * @param host     The machine.
 * @param backend  Its back end.
 * @param claim    The claim.
 * @param vgpu     The device; learns from the claim who had it before.
 * @param err      Where to store the error, or NULL.
 * @return true when it is gone.
 * @restriction Hold the lock.
 * @sideeffect Removes the device.
 * @failure Those of the back end.
 */
static bool remove_claimed(struct gvm_host *host,
			   const struct gvm_backend *backend,
			   const struct gvm_claim *claim,
			   struct gvm_vgpu *vgpu, GError **err)
{
	vgpu->driver = g_strdup(claim->driver);

	return backend->remove(host, vgpu, err);
}

/**
 * @brief Mend what may be half made, where a device is not there.
 *
 * A process that dies between taking a function from its driver and binding
 * another one leaves something that is no vGPU, and no plain function either.
 *
 * @param host     The machine.
 * @param backend  The back end.
 * @param claim    The claim.
 * @param err      Where to store the error, or NULL.
 * @return true when nothing is half made.
 * @restriction Hold the lock.
 * @sideeffect May give a function back to its driver.
 * @failure Those of the back end.
 */
static bool mend(struct gvm_host *host, const struct gvm_backend *backend,
		 const struct gvm_claim *claim, GError **err)
{
	g_autoptr(gvm_vgpu) vgpu = NULL;

	if (!backend->gives_back)
		return true;
	vgpu = gvm_vgpu_new(claim->device, claim->parent, claim->type);
	vgpu->backend = backend->name;

	return remove_claimed(host, backend, claim, vgpu, err);
}

bool gvm_apply_forget(struct gvm_host *host, const struct gvm_claim *claim,
		      GError **err)
{
	const struct gvm_backend *backend = gvm_backend_find(claim->backend);
	g_autoptr(gvm_vgpu) vgpu = NULL;

	/* What is there was made by somebody else, in between. */
	if (backend->gives_back &&
	    (!backend->find(host, claim->device, &vgpu, err) ||
	     (!vgpu && !mend(host, backend, claim, err))))
		return false;

	return gvm_claims_drop(host, claim, err);
}

bool gvm_apply_release(struct gvm_host *host, const struct gvm_claim *claim,
		       GError **err)
{
	const struct gvm_backend *backend = gvm_backend_find(claim->backend);
	g_autoptr(gvm_vgpu) vgpu = NULL;
	int64_t began = g_get_monotonic_time();
	bool ours;

	if (!backend)
		return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
				     "vGPU %s was made by back end %s, which this version does not have",
				     claim->device, claim->backend);
	if (!backend->find(host, claim->device, &vgpu, err))
		return false;
	ours = vgpu && gvm_owner_covers(claim, vgpu);
	if (ours && !remove_claimed(host, backend, claim, vgpu, err))
		return false;
	if (!vgpu && !mend(host, backend, claim, err))
		return false;
	if (!gvm_claims_drop(host, claim, err))
		return false;
	if (ours)
		gvm_event_vgpu(host, G_LOG_LEVEL_INFO, "remove", claim, began,
			       NULL);
	else
		gvm_event_vgpu(host, G_LOG_LEVEL_INFO, "forget", claim, began,
			       vgpu ? "void-claim" : "leftover-claim");

	return true;
}
