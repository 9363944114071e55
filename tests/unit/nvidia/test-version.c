// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of releases: read, spelled and compared.
 */
#include "unit.h"
#include "nvidia/version.h"

/**
 * @brief What NVIDIA writes is read, and spelled the same again.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void releases_are_read_and_spelled(void **state)
{
	static const struct {
		const char *text;
		struct gvm_nv_version version;
		const char *spelled;
	} rows[] = {
		{ "580.95.05", { 580, 95, 5 }, "580.95.05" },
		{ "565.77", { 565, 77, 0 }, "565.77" },
		{ "525.147.05", { 525, 147, 5 }, "525.147.05" },
		{ "575.64.00", { 575, 64, 0 }, "575.64" },
		{ "580.5.5", { 580, 5, 5 }, "580.05.05" },
		{ "065535.65535.65535", { 65535, 65535, 65535 }, NULL },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct gvm_nv_version version = { 0 };
		char text[GVM_NV_VERSION_TEXT];

		assert_true(gvm_nv_version_parse(rows[i].text, &version));
		assert_int_equal(gvm_nv_version_compare(version,
							rows[i].version), 0);
		if (!rows[i].spelled)
			continue;
		gvm_nv_version_format(version, text);
		assert_string_equal(text, rows[i].spelled);
	}
}

/**
 * @brief Other text is refused, and what was there before stays.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void other_text_is_refused(void **state)
{
	static const char *const rows[] = {
		"", ".", "..", "580", "580.", ".95", "580..05", "580.95.",
		"580.95.05.01", "580.95.05 ", " 580.95", "580. 95", "+580.95",
		"-580.95", "580.-1", "0x244.95", "580.95a", "65536.1",
		"580.65536", "580.95.99999999999999999999", "580,95",
		"580.95.05\n",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct gvm_nv_version version = { 1, 2, 3 };

		if (gvm_nv_version_parse(rows[i], &version))
			fail_msg("'%s' was read", rows[i]);
		assert_int_equal(version.branch, 1);
		assert_int_equal(version.minor, 2);
		assert_int_equal(version.patch, 3);
	}
}

/**
 * @brief The longest release fits its buffer.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_longest_release_is_cut_at_the_end(void **state)
{
	struct gvm_nv_version version = { 65535, 65535, 65535 };
	char text[GVM_NV_VERSION_TEXT + 1];

	(void)state;
	text[GVM_NV_VERSION_TEXT] = '#';
	gvm_nv_version_format(version, text);
	assert_int_equal(text[GVM_NV_VERSION_TEXT], '#');
	assert_true(g_str_has_prefix("65535.65535.65535", text));
}

/**
 * @brief Numbers are compared as numbers, from left to right.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void numbers_are_compared_as_numbers(void **state)
{
	static const struct gvm_nv_version rows[] = {
		{ 525, 47, 4 }, { 525, 147, 5 }, { 550, 40, 7 },
		{ 550, 40, 85 }, { 550, 54, 14 }, { 550, 163, 1 },
		{ 565, 77, 0 }, { 565, 77, 1 }, { 570, 86, 15 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		for (size_t j = 0; j < G_N_ELEMENTS(rows); j++) {
			int order = gvm_nv_version_compare(rows[i], rows[j]);

			assert_int_equal((order > 0) - (order < 0),
					 (i > j) - (i < j));
		}
}

/**
 * @brief A range has its ends, and nothing outside.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_range_has_its_ends(void **state)
{
	static const struct gvm_nv_range range = {
		{ 535, 216, 1 }, { 550, 40, 85 },
	};
	static const struct {
		struct gvm_nv_version version;
		bool is_in;
	} rows[] = {
		{ { 535, 216, 1 }, true }, { { 550, 40, 85 }, true },
		{ { 545, 99, 99 }, true }, { { 535, 216, 0 }, false },
		{ { 535, 99, 99 }, false }, { { 550, 40, 86 }, false },
		{ { 560, 0, 0 }, false },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_int_equal(gvm_nv_range_has(&range, rows[i].version),
				 rows[i].is_in);
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
		cmocka_unit_test(releases_are_read_and_spelled),
		cmocka_unit_test(other_text_is_refused),
		cmocka_unit_test(the_longest_release_is_cut_at_the_end),
		cmocka_unit_test(numbers_are_compared_as_numbers),
		cmocka_unit_test(a_range_has_its_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
