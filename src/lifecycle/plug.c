// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief vGPUs that come into running domains, and leave them.
 */
#include "lifecycle/plug.h"

#include "lifecycle/apply.h"
#include "lifecycle/claims.h"
#include "lifecycle/owner.h"
#include "lifecycle/release.h"
#include "util/cleanup.h"

/**
 * @brief List the claim of a domain on a vGPU.
 * @param host    The machine.
 * @param owner   UUID of the domain.
 * @param device  UUID or address of the vGPU.
 * @param err     Where to store the error, or NULL.
 * @return A new array of at most one struct gvm_claim, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure Those of gvm_claims_list().
 */
static GPtrArray *list_one(struct gvm_host *host, const char *owner,
			   const char *device, GError **err)
{
	GPtrArray *claims = gvm_claims_list(host, err);

	for (guint i = claims ? claims->len : 0; i-- > 0;) {
		const struct gvm_claim *claim = g_ptr_array_index(claims, i);

		if (!g_str_equal(claim->owner, owner) ||
		    !g_str_equal(claim->device, device))
			g_ptr_array_remove_index(claims, i);
	}

	return claims;
}

bool gvm_plug_note(struct gvm_host *host, const char *owner,
		   const char *device, bool moving, GError **err)
{
	g_autoptr(GPtrArray) claims = NULL;
	gvm_autofd int lock = -1;
	struct gvm_claim *claim;

	if (!gvm_claims_lock(host, &lock, err))
		return false;
	claims = list_one(host, owner, device, err);
	if (!claims || claims->len == 0)
		return claims;
	claim = g_ptr_array_index(claims, 0);
	if (!gvm_claims_read(host, claim, err))
		return false;
	claim->plug = moving;
	gvm_owner_stamp(host, claim);
	/* No daemon is in the middle of a start for it. */
	if (!moving) {
		claim->daemon_pid = 0;
		claim->daemon_start = 0;
	}

	return gvm_claims_save(host, claim, err);
}

bool gvm_plug_remove(struct gvm_host *host, const char *owner,
		     const char *device, bool *ours, GError **err)
{
	g_autoptr(GPtrArray) claims = list_one(host, owner, device, err);
	gvm_autofd int lock = -1;
	struct gvm_claim *claim;

	*ours = claims && claims->len > 0;
	if (!*ours)
		return claims;
	gvm_release_wait(host, claims);
	g_clear_pointer(&claims, g_ptr_array_unref);
	if (!gvm_claims_lock(host, &lock, err))
		return false;
	claims = list_one(host, owner, device, err);
	if (!claims || claims->len == 0)
		return claims;
	claim = g_ptr_array_index(claims, 0);

	return gvm_claims_read(host, claim, err) &&
		gvm_apply_release(host, claim, err);
}
