// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of what a profile of AppArmor lets a program execute.
 */
#include "unit.h"

#include "host/apparmor.h"

/** @brief Where the program is that nothing may run. */
#define LOCAL "/usr/local/bin/x"

/**
 * @brief A pattern stands for what AppArmor takes it for.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_pattern_means_what_it_means_to_apparmor(void **state)
{
	static const struct {
		const char *rules;
		const char *path;
		bool may;
	} rows[] = {
		{ "/usr/bin/x ix,", "/usr/bin/x", true },
		{ "/usr/bin/x ix,", "/usr/bin/xy", false },
		{ "/usr/bin/xy ix,", "/usr/bin/x", false },
		{ "/usr/bin/* PUx,", "/usr/bin/x", true },
		{ "/usr/* PUx,", "/usr/bin/x", false },
		{ "/usr/** PUx,", LOCAL, true },
		{ "/usr/**/x PUx,", LOCAL, true },
		{ "/usr/**/y PUx,", LOCAL, false },
		{ "/{usr/,}bin/x px,", "/bin/x", true },
		{ "/{usr/,}bin/x px,", "/usr/bin/x", true },
		{ "/{usr/,}bin/x px,", "/opt/bin/x", false },
		{ "/usr/{lib,lib{32,64}}/x px,", "/usr/lib64/x", true },
		{ "/usr/{lib,lib{32,64}}/x px,", "/usr/lib65/x", false },
		{ "/usr/bin/[a-c]* ix,", "/usr/bin/bash", true },
		{ "/usr/bin/[a-c]* ix,", "/usr/bin/dash", false },
		{ "/usr/bin/[^a-c]* ix,", "/usr/bin/dash", true },
		{ "/usr/[^a]bin ix,", "/usr//bin", false },
		{ "/usr/bin/[ab ix,", "/usr/bin/a", false },
		{ "/usr/bin/{a,b ix,", "/usr/bin/a", false },
		{ "/usr/bin/? ix,", "/usr/bin/x", true },
		{ "/usr?bin ix,", "/usr/bin", false },
		{ "/usr/bin/\\* ix,", "/usr/bin/*", true },
		{ "/usr/bin/\\* ix,", "/usr/bin/x", false },
		{ "@{bin}/x ix,", "/usr/bin/x", true },
		{ "\"/usr/bin/x\" ix,", "/usr/bin/x", true },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (gvm_apparmor_may_run(rows[i].rules, rows[i].path) !=
		    rows[i].may)
			fail_msg("'%s' %s %s", rows[i].rules, rows[i].may ?
				 "forbids" : "permits", rows[i].path);
}

/**
 * @brief Only file rules that are about executing count, and a denial most.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_rule_counts_for_what_it_says(void **state)
{
	static const struct {
		const char *rules;
		bool may;
	} rows[] = {
		{ "", false },
		{ LOCAL " rw,", false },
		{ LOCAL ",", false },
		{ LOCAL " ix", false },
		{ "# " LOCAL " ix,", false },
		{ LOCAL " ix, # so it is", true },
		{ "\t" LOCAL "   rix,\r", true },
		{ "audit " LOCAL " ix,", true },
		{ "owner file " LOCAL " ix,", true },
		{ "capability sys_admin,", false },
		{ "deny " LOCAL " x,\n" LOCAL " ix,", false },
		{ LOCAL " ix,\naudit deny /usr/local/** rwx,", false },
		{ LOCAL " ix,\ndeny /usr/local/** w,", true },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (gvm_apparmor_may_run(rows[i].rules, LOCAL) != rows[i].may)
			fail_msg("'%s' %s it", rows[i].rules, rows[i].may ?
				 "forbids" : "permits");
}

/**
 * @brief Run the tests of this file.
 * @return How many failed.
 * @norestriction
 * @sideeffect Prints the results.
 * @nofailure
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pattern_means_what_it_means_to_apparmor),
		cmocka_unit_test(a_rule_counts_for_what_it_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
