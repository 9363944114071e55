// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Deciding which domains may have which vGPUs.
 *
 * Theory of operation. Each vGPU is covered by at most one rule, the first
 * that fits. So it is also clear what a rule counts: the vGPUs that it covers,
 * and no others.
 */
#include "model/policy.h"

#include "util/error.h"

struct gvm_policy *gvm_policy_new(const char *file)
{
	struct gvm_policy *policy = g_new0(struct gvm_policy, 1);

	policy->file = g_strdup(file);
	policy->rules = g_ptr_array_new_with_free_func((GDestroyNotify)gvm_rule_free);

	return policy;
}

void gvm_policy_free(struct gvm_policy *policy)
{
	if (!policy)
		return;

	g_free(policy->file);
	g_ptr_array_unref(policy->rules);
	g_free(policy);
}

void gvm_rule_free(struct gvm_rule *rule)
{
	if (!rule)
		return;

	g_free(rule->domain);
	g_free(rule->uuid);
	g_strfreev(rule->types);
	g_free(rule);
}

bool gvm_rule_covers_all(const struct gvm_rule *rule)
{
	return !rule->domain && !rule->uuid && !rule->types;
}

bool gvm_rule_counts(const struct gvm_rule *rule)
{
	return rule && (rule->per_domain || rule->total);
}

bool gvm_policy_counts(const struct gvm_policy *policy)
{
	for (guint i = 0; i < policy->rules->len; i++)
		if (gvm_rule_counts(g_ptr_array_index(policy->rules, i)))
			return true;

	return false;
}

/**
 * @brief Tell whether a rule is about the holder of a vGPU.
 * @param rule     The rule.
 * @param holding  The vGPU.
 * @return true when it is.
 * @pure
 */
static bool fits_holder(const struct gvm_rule *rule,
			const struct gvm_holding *holding)
{
	if (rule->uuid)
		return g_str_equal(rule->uuid, holding->owner);
	if (rule->domain)
		return holding->domain &&
			g_pattern_match_simple(rule->domain, holding->domain);

	return true;
}

/**
 * @brief Tell whether a rule is about a type.
 * @param rule  The rule.
 * @param type  Id of the type, or NULL.
 * @return true when it is.
 * @pure
 */
static bool fits_type(const struct gvm_rule *rule, const char *type)
{
	if (!rule->types)
		return true;
	for (unsigned int i = 0; type && rule->types[i]; i++)
		if (g_pattern_match_simple(rule->types[i], type))
			return true;

	return false;
}

const struct gvm_rule *gvm_policy_find(const struct gvm_policy *policy,
				       const struct gvm_holding *holding)
{
	for (guint i = 0; i < policy->rules->len; i++) {
		const struct gvm_rule *rule = g_ptr_array_index(policy->rules, i);

		if (fits_holder(rule, holding) &&
		    fits_type(rule, holding->type))
			return rule;
	}

	return NULL;
}

/**
 * @brief Count what a rule covers.
 * @param policy  The policy.
 * @param rule    The rule.
 * @param held    struct gvm_holding.
 * @param owner   Count only what this one has, or NULL.
 * @return How many there are.
 * @pure
 */
static unsigned int count(const struct gvm_policy *policy,
			  const struct gvm_rule *rule, const GArray *held,
			  const char *owner)
{
	unsigned int sum = 0;

	for (guint i = 0; i < held->len; i++) {
		const struct gvm_holding *one;

		one = &g_array_index(held, struct gvm_holding, i);
		sum += (!owner || g_str_equal(one->owner, owner)) &&
			gvm_policy_find(policy, one) == rule;
	}

	return sum;
}

bool gvm_policy_judge(const struct gvm_policy *policy,
		      const struct gvm_holding *wanted, const GArray *held,
		      GError **err)
{
	const struct gvm_rule *rule = gvm_policy_find(policy, wanted);
	const char *who = wanted->domain ? wanted->domain : wanted->owner;
	const char *what = wanted->domain ? "domain" : "owner";
	const char *type = wanted->type ? wanted->type : "-";

	if (!rule)
		return true;
	if (rule->deny)
		return gvm_error_set(err, GVM_ERROR_DENIED,
				     "%s %s may not have a vGPU of type %s: ask for another type, or change the rule at %s:%u",
				     what, who, type, policy->file, rule->line);
	if (rule->per_domain && wanted->domain &&
	    count(policy, rule, held, wanted->owner) >= rule->per_domain)
		return gvm_error_set(err, GVM_ERROR_DENIED,
				     "domain %s may not have another vGPU of type %s: the rule at %s:%u permits each domain %u",
				     who, type, policy->file, rule->line,
				     rule->per_domain);
	if (rule->total &&
	    count(policy, rule, held, NULL) >= rule->total)
		return gvm_error_set(err, GVM_ERROR_DENIED,
				     "%s %s may not have a vGPU of type %s now: the rule at %s:%u permits %u at a time, stop a domain that has one",
				     what, who, type, policy->file, rule->line,
				     rule->total);

	return true;
}
