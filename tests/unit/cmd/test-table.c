// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the table of commands, from which help is made.
 */
#include "unit.h"

#include "cmd/cmd.h"

/**
 * @brief Insist that options are sound, and that no two are the same.
 * @param list  The options.
 * @param seen  Names and letters so far; grows.
 * @norestriction
 * @sideeffect Grows @p seen.
 * @failure Fails the test.
 */
static void check_options(const struct gvm_option *list, GHashTable *seen)
{
	for (; list->name; list++) {
		assert_true(g_str_has_prefix(list->name, "--"));
		assert_true(g_hash_table_add(seen, (char *)(uintptr_t)
					     list->name));
		assert_non_null(list->help);
		assert_false(g_str_has_suffix(list->help, "."));
		if (!list->letter)
			continue;
		assert_int_equal(strlen(list->letter), 2);
		assert_true(g_hash_table_add(seen, (char *)(uintptr_t)
					     list->letter));
	}
}

/**
 * @brief Every command is found by its name, and by nothing shorter.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void commands_are_never_abbreviated(void **state)
{
	size_t n;
	const struct gvm_cmd *const *all = gvm_table_all(&n);

	(void)state;
	assert_true(n >= 10);
	for (size_t i = 0; i < n; i++) {
		g_autofree char *shorter = NULL;

		shorter = g_strndup(all[i]->name, strlen(all[i]->name) - 1);
		assert_ptr_equal(gvm_table_find(all[i]->name), all[i]);
		assert_null(gvm_table_find(shorter));
	}
	assert_null(gvm_table_find(""));
}

/**
 * @brief Every command has what help and dispatch need.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void every_command_is_complete(void **state)
{
	size_t n;
	const struct gvm_cmd *const *all = gvm_table_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		assert_non_null(all[i]->words);
		assert_non_null(all[i]->help);
		assert_false(g_str_has_suffix(all[i]->help, "."));
		assert_non_null(all[i]->run);
		assert_true(all[i]->min_words <= all[i]->max_words);
		assert_int_equal(*all[i]->words == '\0', all[i]->max_words == 0);
	}
}

/**
 * @brief No command has an option that all commands have, or one twice.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void no_option_hides_another(void **state)
{
	size_t n;
	const struct gvm_cmd *const *all = gvm_table_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		g_autoptr(GHashTable) seen = NULL;

		seen = g_hash_table_new(g_str_hash, g_str_equal);
		check_options(gvm_table_options(), seen);
		check_options(all[i]->options, seen);
	}
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
		cmocka_unit_test(commands_are_never_abbreviated),
		cmocka_unit_test(every_command_is_complete),
		cmocka_unit_test(no_option_hides_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
