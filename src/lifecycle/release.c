// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Removing the vGPUs of a domain that has stopped.
 */
#include "lifecycle/release.h"

#include "backend/backend.h"
#include "host/host.h"
#include "lifecycle/apply.h"
#include "lifecycle/claims.h"
#include "lifecycle/event.h"
#include "lifecycle/owner.h"
#include "util/cleanup.h"
#include "util/error.h"

/**
 * @brief Longest wait for devices that are still held, in milliseconds.
 *
 * QEMU is dead when libvirt releases a domain, but the kernel may still be
 * tearing its memory down.
 */
#define IDLE_TIMEOUT_MS 10000
/** @brief Pause between two looks, in milliseconds. */
#define IDLE_PAUSE_MS 50

/**
 * @brief List the claims of one owner.
 * @param host   The machine.
 * @param owner  The owner.
 * @param err    Where to store the error, or NULL.
 * @return A new array of struct gvm_claim, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure Those of gvm_claims_list().
 */
static GPtrArray *list_own(struct gvm_host *host, const char *owner,
			   GError **err)
{
	GPtrArray *claims = gvm_claims_list(host, err);

	for (guint i = claims ? claims->len : 0; i-- > 0;) {
		const struct gvm_claim *claim = g_ptr_array_index(claims, i);

		if (!g_str_equal(claim->owner, owner))
			g_ptr_array_remove_index(claims, i);
	}

	return claims;
}

/**
 * @brief Tell whether a program holds the device of a claim.
 * @param host   The machine.
 * @param claim  The claim; device is used.
 * @return true when it is held.
 * @norestriction
 * @sideeffect Probes the VFIO group.
 * @failure What cannot be found out counts as not held.
 */
static bool is_held(struct gvm_host *host, const struct gvm_claim *claim)
{
	g_autoptr(gvm_vgpu) vgpu = NULL;
	bool in_use = false;

	return gvm_backend_find_vgpu(host, claim->device, &vgpu, NULL) &&
		vgpu &&
		gvm_backend_find(vgpu->backend)->in_use(host, vgpu, &in_use,
							NULL) && in_use;
}

void gvm_release_wait(struct gvm_host *host, const GPtrArray *claims)
{
	unsigned int waited = 0;

	for (guint i = 0; i < claims->len; i++) {
		while (waited < IDLE_TIMEOUT_MS &&
		       is_held(host, g_ptr_array_index(claims, i))) {
			gvm_host_wait(host, IDLE_PAUSE_MS);
			waited += IDLE_PAUSE_MS;
		}
	}
}

/**
 * @brief Do something with every claim of an owner, under the lock.
 * @param host   The machine.
 * @param owner  The owner.
 * @param each   What to do with a complete claim.
 * @param err    Where to store the first error, or NULL.
 * @return true when it was done with all of them.
 * @norestriction
 * @sideeffect Takes the lock; those of @p each; a journal entry for each
 *             claim that it failed for.
 * @failure The first error; the other claims are treated all the same.
 */
static bool for_each(struct gvm_host *host, const char *owner,
		     bool (*each)(struct gvm_host *host,
				  struct gvm_claim *claim, GError **err),
		     GError **err)
{
	g_autoptr(GPtrArray) claims = NULL;
	g_autoptr(GError) first = NULL;
	gvm_autofd int lock = -1;

	if (!gvm_claims_lock(host, &lock, err))
		return false;
	claims = list_own(host, owner, err);
	if (!claims)
		return false;
	for (guint i = 0; i < claims->len; i++) {
		struct gvm_claim *claim = g_ptr_array_index(claims, i);
		g_autoptr(GError) cause = NULL;

		if (gvm_claims_read(host, claim, &cause) &&
		    each(host, claim, &cause))
			continue;
		gvm_event_vgpu(host, G_LOG_LEVEL_WARNING, "keep", claim, 0,
			       cause->message);
		if (!first)
			first = g_steal_pointer(&cause);
	}
	if (!first)
		return true;
	g_propagate_error(err, g_steal_pointer(&first));

	return false;
}

/**
 * @brief Remove the device of a claim.
 * @param host   The machine.
 * @param claim  The claim.
 * @param err    Where to store the error, or NULL.
 * @return true when device and claim are gone.
 * @restriction Hold the lock.
 * @sideeffect Those of gvm_apply_release().
 * @failure Those of gvm_apply_release().
 */
static bool release_one(struct gvm_host *host, struct gvm_claim *claim,
			GError **err)
{
	return gvm_apply_release(host, claim, err);
}

/**
 * @brief Renew a claim, unless its vGPU is on its way.
 * @param host   The machine.
 * @param claim  The claim.
 * @param err    Where to store the error, or NULL.
 * @return true when it is written.
 * @restriction Hold the lock.
 * @sideeffect Writes the claim.
 * @failure Those of gvm_claims_save().
 */
static bool renew_one(struct gvm_host *host, struct gvm_claim *claim,
		      GError **err)
{
	/* Whoever attaches it is another process than the daemon. */
	if (claim->plug)
		return true;
	gvm_owner_stamp(host, claim);

	return gvm_claims_save(host, claim, err);
}

bool gvm_release_domain(struct gvm_host *host, const char *owner, GError **err)
{
	g_autoptr(GPtrArray) claims = list_own(host, owner, err);

	if (!claims)
		return false;
	if (claims->len == 0)
		return true;
	gvm_release_wait(host, claims);

	return for_each(host, owner, release_one, err);
}

bool gvm_release_reconnect(struct gvm_host *host, const char *owner,
			   GError **err)
{
	g_autoptr(GPtrArray) claims = list_own(host, owner, err);

	if (!claims)
		return false;

	return claims->len == 0 || for_each(host, owner, renew_one, err);
}
