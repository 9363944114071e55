// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of reading a type's description.
 */
#include "unit.h"
#include "model/description.h"

/**
 * @brief NVIDIA's one line gives every number.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_line_of_nvidia_is_understood(void **state)
{
	struct gvm_description info;
	g_autofree char *text = NULL;

	(void)state;
	gvm_description_parse("num_heads=4, frl_config=45, framebuffer=2048M, max_resolution=5120x2880, max_instance=12",
			      &info);
	text = info.text;

	assert_int_equal(info.heads, 4);
	assert_int_equal(info.frame_rate, 45);
	assert_true(info.framebuffer == UINT64_C(2048) << 20);
	assert_int_equal(info.max_x, 5120);
	assert_int_equal(info.max_y, 2880);
	assert_int_equal(info.max_instances, 12);
	assert_true(g_str_has_prefix(info.text, "num_heads=4, "));
}

/**
 * @brief Intel's lines give the sum of both memories and the resolution.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_lines_of_intel_are_understood(void **state)
{
	struct gvm_description info;
	g_autofree char *text = NULL;

	(void)state;
	gvm_description_parse("low_gm_size: 128MB\nhigh_gm_size: 512MB\nfence: 4\nresolution: 1920x1200\nweight: 4\n",
			      &info);
	text = info.text;

	assert_true(info.framebuffer == UINT64_C(640) << 20);
	assert_int_equal(info.max_x, 1920);
	assert_int_equal(info.max_y, 1200);
	assert_int_equal(info.heads, 0);
}

/**
 * @brief A driver that tells nothing leaves every number at "not told".
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void no_description_gives_no_numbers(void **state)
{
	struct gvm_description info;

	(void)state;
	gvm_description_parse(NULL, &info);

	assert_null(info.text);
	assert_int_equal(info.framebuffer, 0);
	assert_int_equal(info.heads, 0);
}

/**
 * @brief Nonsense is kept as text and yields no number.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nonsense_gives_no_numbers(void **state)
{
	static const char *const rows[] = {
		"", "=", ":::", "framebuffer", "framebuffer=", "framebuffer=M",
		"framebuffer=-1M", "framebuffer=1G",
		"framebuffer=99999999999999999999M", "framebuffer=1M2",
		"num_heads=x", "num_heads=-4", "num_heads=4 4",
		"num_heads=4294967296", "max_resolution=1x", "max_resolution=x",
		"max_resolution=1x2x3", "max_resolution=ax2",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct gvm_description info;
		g_autofree char *text = NULL;

		gvm_description_parse(rows[i], &info);
		text = info.text;
		assert_string_equal(text, rows[i]);
		if (info.framebuffer || info.heads || info.max_x)
			fail_msg("'%s' gave a number", rows[i]);
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
		cmocka_unit_test(the_line_of_nvidia_is_understood),
		cmocka_unit_test(the_lines_of_intel_are_understood),
		cmocka_unit_test(no_description_gives_no_numbers),
		cmocka_unit_test(nonsense_gives_no_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
