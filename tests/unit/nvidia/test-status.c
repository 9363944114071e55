// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of statuses: named, and turned into sentences.
 */
#include "unit.h"
#include "nvidia/status.h"

/** @brief How many statuses the newest release has. */
#define STATUSES 151

/**
 * @brief Every measured status has its measured name.
 * @param state  Unused.
 * @restriction GVM_TEST_FACTS is the folder of the measured tables.
 * @nosideeffect
 * @failure Fails the test.
 */
static void statuses_have_their_measured_names(void **state)
{
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	unsigned int seen = 0;

	(void)state;
	assert_true(g_file_get_contents(GVM_TEST_FACTS "/status.csv", &text,
					NULL, NULL));
	lines = g_strsplit(text, "\n", -1);
	for (size_t i = 1; lines[i] && lines[i][0]; i++) {
		g_auto(GStrv) cells = g_strsplit(lines[i], ",", 3);
		uint32_t status = g_ascii_strtoull(cells[0], NULL, 0);
		const char *name = gvm_nv_status_name(status);

		assert_non_null(name);
		assert_string_equal(name, g_strchomp(cells[1]));
		seen++;
	}
	assert_int_equal(seen, STATUSES);
}

/**
 * @brief A number that no release has gets no name, in a sentence neither.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void other_numbers_have_no_name(void **state)
{
	static const uint32_t rows[] = { 0x8d, 0xfffe, 0x10000, 0xffffffff };
	g_autoptr(GError) err = NULL;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_null(gvm_nv_status_name(rows[i]));

	assert_false(gvm_nv_status_set(&err, 0xdead, "call %d", 5));
	assert_int_equal(err->code, GVM_ERROR_FAILED);
	assert_string_equal(err->message,
			    "call 5: status 0xdead of the driver");
}

/**
 * @brief Only two statuses are worth another try.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void only_two_are_worth_another_try(void **state)
{
	(void)state;
	for (uint32_t status = 0; status <= 0x10010; status++)
		assert_int_equal(gvm_nv_status_again(status),
				 status == 0x3 || status == 0x66);
}

/**
 * @brief Statuses that a client meets say what can be done, by their code.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_status_gets_its_code(void **state)
{
	static const struct {
		uint32_t status;
		enum gvm_error code;
	} rows[] = {
		{ 0x03, GVM_ERROR_BUSY },
		{ 0x0f, GVM_ERROR_FAILED },
		{ 0x1a, GVM_ERROR_NO_CAPACITY },
		{ 0x1b, GVM_ERROR_DENIED },
		{ 0x1f, GVM_ERROR_FAILED },
		{ 0x22, GVM_ERROR_UNSUPPORTED },
		{ 0x23, GVM_ERROR_FAILED },
		{ 0x28, GVM_ERROR_UNSUPPORTED },
		{ 0x33, GVM_ERROR_FAILED },
		{ 0x36, GVM_ERROR_UNSUPPORTED },
		{ 0x38, GVM_ERROR_FAILED },
		{ 0x3a, GVM_ERROR_UNSUPPORTED },
		{ 0x40, GVM_ERROR_BUSY },
		{ 0x51, GVM_ERROR_NO_CAPACITY },
		{ 0x56, GVM_ERROR_UNSUPPORTED },
		{ 0x57, GVM_ERROR_NOT_FOUND },
		{ 0x63, GVM_ERROR_BUSY },
		{ 0x65, GVM_ERROR_FAILED },
		{ 0x66, GVM_ERROR_BUSY },
		{ 0xffff, GVM_ERROR_FAILED },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) err = NULL;
		g_autofree char *start = NULL;

		start = g_strdup_printf("it: %s (",
					gvm_nv_status_name(rows[i].status));
		assert_false(gvm_nv_status_set(&err, rows[i].status, "it"));
		assert_int_equal(err->code, rows[i].code);
		assert_true(g_str_has_prefix(err->message, start));
		assert_true(g_str_has_suffix(err->message, ")"));
	}
}

/**
 * @brief A status that nobody expects is named all the same.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void others_are_only_named(void **state)
{
	g_autoptr(GError) err = NULL;

	(void)state;
	assert_false(gvm_nv_status_set(&err, 0x14, "reading %s", "it"));
	assert_int_equal(err->code, GVM_ERROR_FAILED);
	assert_string_equal(err->message, "reading it: NV_ERR_I2C_ERROR");
	assert_false(gvm_nv_status_set(NULL, 0x14, "it"));
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
		cmocka_unit_test(statuses_have_their_measured_names),
		cmocka_unit_test(other_numbers_have_no_name),
		cmocka_unit_test(only_two_are_worth_another_try),
		cmocka_unit_test(a_status_gets_its_code),
		cmocka_unit_test(others_are_only_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
