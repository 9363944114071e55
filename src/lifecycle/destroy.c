// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Removing one vGPU because a person says so.
 */
#include "lifecycle/destroy.h"

#include "backend/backend.h"
#include "backend/sysfs.h"
#include "lifecycle/apply.h"
#include "lifecycle/claims.h"
#include "lifecycle/event.h"
#include "lifecycle/owner.h"
#include "util/cleanup.h"
#include "util/error.h"

/**
 * @brief Find a vGPU in any back end.
 * @param host  The machine.
 * @param uuid  Canonical UUID.
 * @param err   Where to store the error, or NULL.
 * @return A new vGPU, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_NOT_FOUND when there is none; those of the back ends.
 */
static struct gvm_vgpu *find(struct gvm_host *host, const char *uuid,
			     GError **err)
{
	struct gvm_vgpu *vgpu = NULL;

	if (gvm_backend_find_vgpu(host, uuid, &vgpu, err) && !vgpu)
		gvm_error_set(err, GVM_ERROR_NOT_FOUND,
			      "there is no vGPU %s; 'gvmctl list' shows what there is",
			      uuid);

	return vgpu;
}

/**
 * @brief Check that nobody needs a vGPU.
 * @param host   The machine.
 * @param vgpu   The vGPU.
 * @param claim  Our complete claim on it, or NULL.
 * @param err    Where to store the error, or NULL.
 * @return true when it may be removed.
 * @norestriction
 * @sideeffect Probes the VFIO group, unless its domain runs or starts.
 * @failure GVM_ERROR_BUSY.
 */
static bool check_idle(struct gvm_host *host, const struct gvm_vgpu *vgpu,
		       const struct gvm_claim *claim, GError **err)
{
	const struct gvm_backend *backend = gvm_backend_find(vgpu->backend);
	enum gvm_owner_state state = GVM_OWNER_GONE;
	bool in_use;

	if (claim)
		state = gvm_owner_look(host, claim, GVM_OWNER_GRACE);
	if (state == GVM_OWNER_RUNNING || state == GVM_OWNER_STARTING)
		return gvm_error_set(err, GVM_ERROR_BUSY,
				     "vGPU %s belongs to domain %s, which is %s: shut the domain down",
				     vgpu->uuid, claim->domain,
				     gvm_owner_state_name(state));
	if (!backend->in_use(host, vgpu, &in_use, err))
		return false;
	if (in_use)
		return gvm_sysfs_held(vgpu, err);

	return true;
}

/**
 * @brief Find our claim on a vGPU, as far as it covers the vGPU.
 * @param host    The machine.
 * @param claims  From gvm_claims_list().
 * @param vgpu    The vGPU.
 * @return The complete claim, owned by @p claims, or NULL.
 * @norestriction
 * @sideeffect Completes the claim.
 * @failure A claim that cannot be read counts as none.
 */
static struct gvm_claim *find_claim(struct gvm_host *host,
				    const GPtrArray *claims,
				    const struct gvm_vgpu *vgpu)
{
	struct gvm_claim *claim = gvm_claims_find(claims, vgpu->uuid);

	if (!claim || !gvm_claims_read(host, claim, NULL) ||
	    !gvm_owner_covers(claim, vgpu))
		return NULL;

	return claim;
}

/**
 * @brief Remove a vGPU that has no claim of ours.
 * @param host  The machine.
 * @param vgpu  The vGPU.
 * @param err   Where to store the error, or NULL.
 * @return true when it is gone.
 * @restriction Hold the lock.
 * @sideeffect Removes the device; a journal entry.
 * @failure Those of the back end.
 */
static bool remove_foreign(struct gvm_host *host, const struct gvm_vgpu *vgpu,
			   GError **err)
{
	const struct gvm_claim nobody = {
		.device = vgpu->uuid,
		.owner = (char *)(uintptr_t)"nobody",
		.parent = vgpu->parent,
		.type = vgpu->type,
	};
	int64_t began = g_get_monotonic_time();

	if (!gvm_backend_find(vgpu->backend)->remove(host, vgpu, err))
		return false;
	gvm_event_vgpu(host, G_LOG_LEVEL_INFO, "remove", &nobody, began,
		       "foreign, by order");

	return true;
}

bool gvm_destroy_vgpu(struct gvm_host *host, const char *uuid, bool foreign,
		      bool dry_run, GError **err)
{
	g_autoptr(GPtrArray) claims = NULL;
	g_autoptr(gvm_vgpu) vgpu = NULL;
	gvm_autofd int lock = -1;
	struct gvm_claim *claim;

	vgpu = find(host, uuid, err);
	if (!vgpu)
		return false;
	if (!dry_run) {
		g_clear_pointer(&vgpu, gvm_vgpu_free);
		if (!gvm_claims_lock(host, &lock, err))
			return false;
		/* While we waited it may have become another one. */
		vgpu = find(host, uuid, err);
		if (!vgpu)
			return false;
	}
	claims = gvm_claims_list(host, err);
	if (!claims)
		return false;
	claim = find_claim(host, claims, vgpu);
	if (!claim && !foreign)
		return gvm_error_set(err, GVM_ERROR_DENIED,
				     "vGPU %s was not made by gvmctl; 'gvmctl destroy --foreign %s' removes it all the same",
				     uuid, uuid);
	if (!check_idle(host, vgpu, claim, err))
		return false;
	if (dry_run)
		return true;

	return claim ? gvm_apply_release(host, claim, err) :
		remove_foreign(host, vgpu, err);
}
