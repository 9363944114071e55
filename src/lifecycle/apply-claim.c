// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The claim on a device that is about to be made.
 */
#include "lifecycle/apply-claim.h"

#include "backend/backend.h"
#include "lifecycle/claims.h"
#include "lifecycle/owner.h"

/**
 * @brief Tell which driver a function has to be given back to.
 * @param plan    The plan.
 * @param parent  The function, or any other parent.
 * @param device  The device that is to be made.
 * @return A new string, or NULL when there is nothing to give back.
 * @pure
 */
static char *driver_before(const struct gvm_plan *plan,
			   const struct gvm_parent *parent, const char *device)
{
	const struct gvm_claim *old;

	if (!gvm_backend_find(parent->backend)->gives_back)
		return NULL;
	/* What was half done when its maker died hides who had it. */
	old = gvm_claims_find(plan->inv->claims, device);

	return g_strdup(old ? old->driver : parent->driver);
}

struct gvm_claim *gvm_apply_claim(struct gvm_host *host,
				  const struct gvm_plan *plan,
				  const struct gvm_step *step,
				  const struct gvm_candidate *candidate)
{
	struct gvm_claim *claim = g_new0(struct gvm_claim, 1);

	claim->device = g_strdup(candidate->parent->by_address ?
				 candidate->parent->address : step->uuid);
	claim->owner = g_strdup(plan->client.owner);
	claim->domain = g_strdup(plan->client.domain);
	claim->backend = g_strdup(candidate->parent->backend);
	claim->parent = g_strdup(candidate->parent->address);
	claim->type = g_strdup(candidate->type->id);
	claim->driver = driver_before(plan, candidate->parent, claim->device);
	claim->plug = plan->client.plug;
	gvm_owner_stamp(host, claim);

	return claim;
}
