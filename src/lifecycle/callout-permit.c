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

	claims = policy ? gvm_claims_list(host, err) : NULL;
	if (!claims || (gvm_policy_counts(policy) &&
			!gvm_claims_read_all(host, claims, err)))
		return false;
	/* Its own claim may be there since a run that died. */
	itself = gvm_request_new(device->uuid);
	except = g_ptr_array_new();
	g_ptr_array_add(except, itself);
	held = gvm_policy_held(policy, claims, except);

	return gvm_policy_judge(policy, &wanted, held, err);
}
