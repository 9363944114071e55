// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Whether the policy lets mdevctl make a device.
 *
 * mdevctl is an owner as any other. For which domain a device is meant is not
 * known, so rules for certain domains do not cover it.
 */
#include "lifecycle/callout-permit.h"

#include "lifecycle/claims.h"
#include "lifecycle/policy.h"
#include "model/claim.h"
#include "model/device.h"

/**
 * @brief Read the claims as far as the policy counts.
 * @param host    The machine.
 * @param policy  The policy.
 * @param err     Where to store the error, or NULL.
 * @return A new array of struct gvm_claim, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure Those of gvm_claims_list() and gvm_claims_read().
 */
static GPtrArray *read_claims(struct gvm_host *host,
			      const struct gvm_policy *policy, GError **err)
{
	g_autoptr(GPtrArray) claims = gvm_claims_list(host, err);

	if (!claims || !gvm_policy_counts(policy))
		return g_steal_pointer(&claims);
	for (guint i = 0; i < claims->len; i++)
		if (!gvm_claims_read(host, g_ptr_array_index(claims, i), err))
			return NULL;

	return g_steal_pointer(&claims);
}

bool gvm_callout_permit(struct gvm_host *host, const struct gvm_vgpu *device,
			GError **err)
{
	const struct gvm_holding wanted = {
		.owner = GVM_CLAIM_MDEVCTL,
		.type = device->type,
	};
	g_autoptr(gvm_policy) policy = gvm_policy_load(host, err);
	g_autoptr(gvm_request) itself = NULL;
	g_autoptr(GPtrArray) except = NULL;
	g_autoptr(GPtrArray) claims = NULL;
	g_autoptr(GArray) held = NULL;

	claims = policy ? read_claims(host, policy, err) : NULL;
	if (!claims)
		return false;
	/* Its own claim may be there since a run that died. */
	itself = gvm_request_new(device->uuid);
	except = g_ptr_array_new();
	g_ptr_array_add(except, itself);
	held = gvm_policy_held(policy, claims, except);

	return gvm_policy_judge(policy, &wanted, held, err);
}
