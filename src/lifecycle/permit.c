// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief A plan keeps to the policy.
 */
#include "lifecycle/permit.h"

#include "lifecycle/policy.h"

void gvm_permit_begin(struct gvm_plan *plan, const GPtrArray *requests)
{
	plan->held = gvm_policy_held(plan->inv->policy, plan->inv->claims,
				     requests);
}

/**
 * @brief Describe a vGPU that the client would have.
 * @param plan  The plan.
 * @param type  Id of its type, or NULL.
 * @return The vGPU; its strings are borrowed.
 * @pure
 */
static struct gvm_holding holding_of(const struct gvm_plan *plan,
				     const char *type)
{
	return (struct gvm_holding) {
		plan->client.owner, plan->client.domain, type
	};
}

bool gvm_permit_type(struct gvm_plan *plan, const char *type, GError **err)
{
	struct gvm_holding wanted = holding_of(plan, type);

	if (!gvm_policy_judge(plan->inv->policy, &wanted, plan->held, err))
		return false;
	g_array_append_val(plan->held, wanted);

	return true;
}

/**
 * @brief Tell whether a candidate may be made instead of the best one.
 * @param plan  The plan.
 * @param best  The best one.
 * @param type  Id of the candidate's type.
 * @return true when it is permitted, and whatever is counted stays the same.
 * @pure
 */
static bool may_stand_in(const struct gvm_plan *plan,
			 const struct gvm_holding *best, const char *type)
{
	const struct gvm_policy *policy = plan->inv->policy;
	struct gvm_holding wanted = holding_of(plan, type);
	const struct gvm_rule *rule = gvm_policy_find(policy, &wanted);

	return rule == gvm_policy_find(policy, best) ||
		(!gvm_rule_counts(rule) &&
		 gvm_policy_judge(policy, &wanted, plan->held, NULL));
}

bool gvm_permit_candidates(struct gvm_plan *plan, GArray *candidates,
			   GError **err)
{
	g_autoptr(GError) cause = NULL;
	struct gvm_holding best = { NULL };
	guint kept = 0;

	for (guint i = 0; i < candidates->len; i++) {
		const struct gvm_candidate *one;
		bool good;

		one = &g_array_index(candidates, struct gvm_candidate, i);
		if (kept > 0)
			good = may_stand_in(plan, &best, one->type->id);
		else
			good = gvm_permit_type(plan, one->type->id,
					       cause ? NULL : &cause);
		if (!good)
			continue;
		if (kept == 0)
			best = holding_of(plan, one->type->id);
		g_array_index(candidates, struct gvm_candidate, kept++) = *one;
	}
	g_array_set_size(candidates, kept);
	if (kept == 0)
		g_propagate_error(err, g_steal_pointer(&cause));

	return kept > 0;
}
