// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of tables and JSON.
 */
#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "cmd/print.h"

/** @brief Columns of the tables of these tests. */
static const char *const header[] = { "A", "LONG TITLE", "END", NULL };

/**
 * @brief Catch what is printed from now on.
 * @return A descriptor of the old standard output.
 * @norestriction
 * @sideeffect Standard output goes to a file without a name.
 * @failure Fails the test.
 */
static int catch_output(void)
{
	int saved;
	int file;

	fflush(stdout);
	saved = dup(STDOUT_FILENO);
	file = open(g_get_tmp_dir(), O_RDWR | O_TMPFILE, 0600);
	assert_true(saved >= 0 && file >= 0);
	dup2(file, STDOUT_FILENO);
	close(file);

	return saved;
}

/**
 * @brief Read what was printed, and print as before.
 * @param saved  From catch_output(); closed.
 * @return A new string.
 * @norestriction
 * @sideeffect Restores standard output.
 * @failure Fails the test.
 */
static char *caught_output(int saved)
{
	char *text = g_new0(char, 4096);

	fflush(stdout);
	assert_true(pread(STDOUT_FILENO, text, 4095, 0) >= 0);
	dup2(saved, STDOUT_FILENO);
	close(saved);

	return text;
}

/**
 * @brief A column that nobody fills is left out, one that is always shown not.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void empty_columns_are_left_out(void **state)
{
	static const struct {
		const char *cells[2][3];
		unsigned int always;
		const char *expected;
	} rows[] = {
		{ { { "a", NULL, NULL }, { "b", "", NULL } }, 1,
		  "A\na\nb\n" },
		{ { { "a", NULL, NULL }, { "b", NULL, "e" } }, 1,
		  "A  END\na  -\nb  e\n" },
		{ { { "a", NULL, NULL }, { "b", NULL, NULL } }, 2,
		  "A  LONG TITLE\na  -\nb  -\n" },
		{ { { NULL, NULL, NULL }, { NULL, NULL, NULL } }, 3,
		  "A  LONG TITLE  END\n-  -           -\n"
		  "-  -           -\n" },
		{ { { "a", "x", "y" }, { "b", NULL, NULL } }, 0,
		  "A  LONG TITLE  END\na  x           y\n"
		  "b  -           -\n" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(gvm_print) table = gvm_print_new(header);
		g_autofree char *text = NULL;
		int saved = catch_output();

		gvm_print_always(table, rows[i].always);
		for (size_t j = 0; j < 2 * 3; j++)
			gvm_print_cell(table, rows[i].cells[j / 3][j % 3]);
		gvm_print_table(table);
		text = caught_output(saved);
		assert_string_equal(text, rows[i].expected);
	}
}

/**
 * @brief Columns are as wide as their widest cell, the last one as it is.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void columns_are_aligned(void **state)
{
	g_autoptr(gvm_print) table = gvm_print_new(header);
	g_autofree char *text = NULL;
	int saved = catch_output();

	(void)state;
	gvm_print_cell(table, "abc");
	gvm_print_number(table, 1234567890123456789ULL);
	gvm_print_cell(table, "x");
	gvm_print_cell(table, NULL);
	gvm_print_cell(table, "");
	gvm_print_cell(table, NULL);
	gvm_print_table(table);
	text = caught_output(saved);
	assert_string_equal(text,
			    "A    LONG TITLE           END\n"
			    "abc  1234567890123456789  x\n"
			    "-    -                    -\n");
}

/**
 * @brief Width is counted in characters, and nothing from outside can move the
 * cursor or break a line.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void cells_are_made_harmless(void **state)
{
	static const char *const two[] = { "A", "B", NULL };
	g_autoptr(gvm_print) table = gvm_print_new(two);
	g_autofree char *text = NULL;
	int saved = catch_output();

	(void)state;
	gvm_print_cell(table, "ä");
	gvm_print_cell(table, "1");
	gvm_print_cell(table, "\033[2J\n\xff");
	gvm_print_cell(table, "2");
	gvm_print_table(table);
	text = caught_output(saved);
	assert_null(strchr(text, '\033'));
	assert_int_equal(strspn(text, "A "), strcspn(text, "B"));
	assert_non_null(strstr(text, "\nä       1\n"));
}

/**
 * @brief JSON strings are valid whatever was read, and what is not known is
 * null.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void json_is_valid_whatever_was_read(void **state)
{
	struct json_object *object = json_object_new_object();
	struct json_object *member = NULL;

	(void)state;
	gvm_print_add_text(object, "bad", "a\377b\n\"");
	gvm_print_add_text(object, "none", NULL);
	gvm_print_add_number(object, "large", UINT64_MAX, true);
	gvm_print_add_number(object, "unknown", 1, false);
	assert_true(json_object_object_get_ex(object, "bad", &member));
	assert_true(g_utf8_validate(json_object_get_string(member), -1, NULL));
	assert_true(json_object_object_get_ex(object, "none", &member));
	assert_null(member);
	assert_true(json_object_object_get_ex(object, "large", &member));
	assert_int_equal(json_object_get_uint64(member), UINT64_MAX);
	assert_true(json_object_object_get_ex(object, "unknown", &member));
	assert_null(member);
	json_object_put(object);
}

/**
 * @brief A document has one key, and ends in a newline.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_document_has_one_key(void **state)
{
	struct json_object *list = json_object_new_array();
	g_autofree char *text = NULL;
	int saved = catch_output();

	(void)state;
	json_object_array_add(list, json_object_new_string("a/b"));
	gvm_print_json("things", list);
	text = caught_output(saved);
	assert_string_equal(text, "{\n  \"things\": [\n    \"a/b\"\n  ]\n}\n");
}

/**
 * @brief An output that is full is an error.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_full_output_is_told(void **state)
{
	g_autoptr(GError) err = NULL;
	bool good;
	int saved;
	int full;

	(void)state;
	assert_true(gvm_print_flush(NULL));
	fflush(stdout);
	saved = dup(STDOUT_FILENO);
	full = open("/dev/full", O_WRONLY | O_CLOEXEC);
	assert_true(full >= 0);
	dup2(full, STDOUT_FILENO);
	puts("lost");
	good = gvm_print_flush(&err);
	clearerr(stdout);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	close(full);
	assert_false(good);
	unit_expect_error(err, GVM_ERROR_FAILED, "standard output");
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
		cmocka_unit_test(columns_are_aligned),
		cmocka_unit_test(empty_columns_are_left_out),
		cmocka_unit_test(cells_are_made_harmless),
		cmocka_unit_test(json_is_valid_whatever_was_read),
		cmocka_unit_test(a_document_has_one_key),
		cmocka_unit_test(a_full_output_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
