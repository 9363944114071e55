// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of reading the policy.
 *
 * That all is refused which the schema refuses is another test; here it is
 * what is read, what the sentences say, and what no schema can say.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "refusal.h"
#include "xml/policy.h"

/** @brief Start of a policy. */
#define BEGIN "<policy xmlns='" GVM_POLICY_NS "'>\n"
/** @brief End of a policy. */
#define END "</policy>"

/**
 * @brief Read a policy and drop it.
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param err   Where to store the error, or NULL.
 * @return true when it was taken.
 * @norestriction
 * @nosideeffect
 * @failure What gvm_policy_parse() refuses.
 */
static bool take(const char *text, size_t len, GError **err)
{
	g_autoptr(gvm_policy) policy =
		gvm_policy_parse(text, len, REFUSAL_NAME, err);

	return policy;
}

/**
 * @brief Read a policy that is good.
 * @param text  The document.
 * @return The policy.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static struct gvm_policy *read_good(const char *text)
{
	g_autoptr(GError) err = NULL;
	struct gvm_policy *policy =
		gvm_policy_parse(text, strlen(text), REFUSAL_NAME, &err);

	if (!policy)
		fail_msg("%s", err->message);

	return policy;
}

/**
 * @brief All that a policy says is read, in its order.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void all_of_it_is_read(void **state)
{
	g_autoptr(gvm_policy) policy =
		read_good(BEGIN
			  "<allow domain='desk-*' types=' a  b?\n' per-domain='2' total='010'/>\n"
			  "<default placement='pack'/>\n"
			  "<deny domain='7A1C0D5E-93F4-4B52-8A6D-2F3F5A0E1B0A'/>\n"
			  END);
	const struct gvm_rule *rule = g_ptr_array_index(policy->rules, 0);

	(void)state;
	assert_string_equal(policy->file, REFUSAL_NAME);
	assert_true(policy->places);
	assert_int_equal(policy->placement, GVM_PLACEMENT_PACK);
	assert_int_equal(policy->rules->len, 2);
	assert_string_equal(rule->domain, "desk-*");
	assert_null(rule->uuid);
	assert_int_equal(g_strv_length(rule->types), 2);
	assert_string_equal(rule->types[0], "a");
	assert_string_equal(rule->types[1], "b?");
	assert_int_equal(rule->per_domain, 2);
	assert_int_equal(rule->total, 10);
	assert_int_equal(rule->line, 3);
	assert_false(rule->deny);
	rule = g_ptr_array_index(policy->rules, 1);
	assert_null(rule->domain);
	assert_string_equal(rule->uuid, "7a1c0d5e-93f4-4b52-8a6d-2f3f5a0e1b0a");
	assert_null(rule->types);
	assert_int_equal(rule->per_domain + rule->total, 0);
	assert_int_equal(rule->line, 5);
	assert_true(rule->deny);
}

/**
 * @brief A policy that says nothing has neither rules nor defaults.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nothing_is_made_up(void **state)
{
	g_autoptr(gvm_policy) policy = read_good(BEGIN END);

	(void)state;
	assert_false(policy->places);
	assert_int_equal(policy->rules->len, 0);
}

/**
 * @brief What is wrong is said with its line.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_wrong_is_said(void **state)
{
	static const struct refusal list[] = {
		{ "<policy/>",
		  "t.xml:1: this is no policy: its root must be policy of namespace " },
		{ BEGIN "<rule/>" END,
		  "t.xml:2: policy has the unknown element 'rule'" },
		{ BEGIN "<default/>" END,
		  "t.xml:2: default needs a placement" },
		{ BEGIN "<default placement='near'/>" END,
		  "t.xml:2: placement 'near' of default is none of spread, pack and numa" },
		{ BEGIN "<default placement='pack'/>\n<default placement='numa'/>" END,
		  "t.xml:3: default is there a second time" },
		{ BEGIN "<allow/>\n<deny total='1'/>" END,
		  "t.xml:3: deny has the unknown attribute 'total'" },
		{ BEGIN "<allow types='a b/c'/>" END,
		  "t.xml:2: 'b/c' in types of allow is not the id of a type" },
		{ BEGIN "<deny types=' '/>" END,
		  "t.xml:2: types of deny must be 1 to 64 ids with blanks between" },
		{ BEGIN "<allow domain=''/>" END,
		  "t.xml:2: domain of allow must be one line of 1 to 255 bytes" },
		{ BEGIN "<allow total='0'/>" END,
		  "t.xml:2: total '0' of allow is not a number from 1 to 9999" },
		{ "<!DOCTYPE policy>" BEGIN END,
		  "t.xml:1: a document type is not allowed" },
	};

	(void)state;
	refusal_check_all(take, list, G_N_ELEMENTS(list), "", "");
}

/**
 * @brief Check how often something may be there.
 * @param before  What stands before.
 * @param one     What is repeated.
 * @param after   What stands after.
 * @param most    How often it may be there.
 * @param said    What is said of one more.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void check_most(const char *before, const char *one, const char *after,
		       unsigned int most, const char *said)
{
	g_autoptr(GString) text = g_string_new(before);
	g_autofree char *good = NULL;

	for (unsigned int i = 0; i < most; i++)
		g_string_append(text, one);
	good = g_strconcat(text->str, after, NULL);
	gvm_policy_free(read_good(good));
	g_string_append(text, one);
	g_string_append(text, after);
	refusal_check(take, text->str, text->len, said);
}

/**
 * @brief The numbers of rules and of types in one are bounded.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void numbers_are_bounded(void **state)
{
	(void)state;
	check_most(BEGIN, "<deny/>", END, GVM_POLICY_RULES_MAX,
		   "t.xml:2: there are more than 1024 rules");
	check_most(BEGIN "<allow types='", "t ", "'/>" END, GVM_POLICY_TYPES_MAX,
		   "t.xml:2: types of allow must be 1 to 64 ids");
}

/**
 * @brief A policy that is cut off or damaged is refused, or read to its end.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void damage_is_survived(void **state)
{
	(void)state;
	refusal_check_cuts(take,
			   BEGIN "<default placement='pack'/><allow types='b' total='3'/>" END);
}

/**
 * @brief Run the tests.
 * @return 0 when all passed.
 * @norestriction
 * @nosideeffect
 * @failure Non-zero when one failed.
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_of_it_is_read),
		cmocka_unit_test(nothing_is_made_up),
		cmocka_unit_test(what_is_wrong_is_said),
		cmocka_unit_test(numbers_are_bounded),
		cmocka_unit_test(damage_is_survived),
	};

	return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
