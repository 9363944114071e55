// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Fuzz target: policies.
 */
#include "fuzz.h"

#include "util/text.h"
#include "xml/policy.h"
#include "xml/tree.h"

/**
 * @brief Insist on what holds for every rule that was taken.
 * @param rule  The rule.
 * @norestriction
 * @nosideeffect
 * @failure Aborts when something does not hold.
 */
static void check_rule(const struct gvm_rule *rule)
{
	g_assert_true(rule->line > 0);
	g_assert_true(!rule->domain || !rule->uuid);
	g_assert_true(!rule->domain ||
		      gvm_text_is_line(rule->domain, GVM_TREE_TEXT_MAX));
	g_assert_true(!rule->deny || !gvm_rule_counts(rule));
	g_assert_true(rule->per_domain <= GVM_POLICY_COUNT_MAX &&
		      rule->total <= GVM_POLICY_COUNT_MAX);
	if (!rule->types)
		return;
	g_assert_true(rule->types[0] &&
		      g_strv_length(rule->types) <= GVM_POLICY_TYPES_MAX);
	for (unsigned int i = 0; rule->types[i]; i++)
		g_assert_true(gvm_text_is_name(rule->types[i]) &&
			      !strpbrk(rule->types[i], " \t\r\n"));
}

void fuzz_policy(const uint8_t *data, size_t size)
{
	g_autoptr(GError) err = NULL;
	g_autoptr(gvm_policy) policy =
		gvm_policy_parse((const char *)data, size, "fuzz", &err);

	fuzz_check_error(policy, err);
	if (!policy)
		return;
	g_assert_cmpuint(policy->rules->len, <=, GVM_POLICY_RULES_MAX);
	g_assert_cmpuint(policy->placement, <, GVM_PLACEMENT_COUNT);
	for (unsigned int i = 0; i < policy->rules->len; i++)
		check_rule(g_ptr_array_index(policy->rules, i));
}
