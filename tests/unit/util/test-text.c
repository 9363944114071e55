// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the checks on text from outside.
 */
#include "unit.h"
#include "util/text.h"

/**
 * @brief Plain names are accepted, in any script.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_plain_name_is_a_name(void **state)
{
	(void)state;
	assert_true(gvm_text_is_name("nvidia-588"));
	assert_true(gvm_text_is_name("0000:41:00.4"));
	assert_true(gvm_text_is_name("..."));
	assert_true(gvm_text_is_name("with blank"));
	assert_true(gvm_text_is_name("M\xc3\xbcnchen"));
}

/**
 * @brief Nothing that could leave a directory or break a line is a name.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_could_lead_elsewhere_is_no_name(void **state)
{
	static const char *const bad[] = {
		"", ".", "..", "/", "a/b", "../a", "a\n", "\ta", "a\x7f",
		"\x01", "a\xff", "\xc3",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		if (gvm_text_is_name(bad[i]))
			fail_msg("bad name %zu was accepted", i);
	assert_false(gvm_text_is_name(NULL));
}

/**
 * @brief The longest name is the kernel's.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_name_has_at_most_255_bytes(void **state)
{
	g_autofree char *most = g_strnfill(255, 'x');
	g_autofree char *more = g_strnfill(256, 'x');

	(void)state;
	assert_true(gvm_text_is_name(most));
	assert_false(gvm_text_is_name(more));
}

/**
 * @brief A line is not empty, not too long, and has no control characters.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_line_is_one_line(void **state)
{
	(void)state;
	assert_true(gvm_text_is_line("a", 1));
	assert_true(gvm_text_is_line("a b/../\xc3\xbc", 255));
	assert_false(gvm_text_is_line("ab", 1));
	assert_false(gvm_text_is_line("", 1));
	assert_false(gvm_text_is_line(NULL, 1));
	assert_false(gvm_text_is_line("a\nb", 255));
	assert_false(gvm_text_is_line("\t", 255));
	assert_false(gvm_text_is_line("a\x7f", 255));
}

/**
 * @brief Decimal and hexadecimal numbers are read up to the bound.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void numbers_are_read_up_to_the_bound(void **state)
{
	uint64_t value = 7;

	(void)state;
	assert_true(gvm_text_to_uint("0", 10, &value));
	assert_int_equal(value, 0);
	assert_true(gvm_text_to_uint("0x10de", 0xffff, &value));
	assert_int_equal(value, 0x10de);
	assert_true(gvm_text_to_uint("10", 10, &value));
	assert_false(gvm_text_to_uint("11", 10, &value));
	assert_int_equal(value, 10);
	assert_true(gvm_text_to_uint("18446744073709551615", UINT64_MAX,
				     &value));
	assert_true(value == UINT64_MAX);
	assert_false(gvm_text_to_uint("18446744073709551616", UINT64_MAX,
				      &value));
}

/**
 * @brief Signs, blanks and anything behind the digits make it no number.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_no_number_is_refused(void **state)
{
	static const char *const bad[] = {
		"", " 1", "1 ", "-1", "+1", "0x", "0x-1", "1.0", "1k", "ten",
		"f", "1\n", "0x0x1",
	};
	uint64_t value = 42;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		if (gvm_text_to_uint(bad[i], UINT64_MAX, &value))
			fail_msg("'%s' was read as a number", bad[i]);
	assert_false(gvm_text_to_uint(NULL, UINT64_MAX, &value));
	assert_int_equal(value, 42);
}

/**
 * @brief What goes to a terminal has no control character and is no longer
 * than allowed.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void printable_text_is_short_and_harmless(void **state)
{
	g_autofree char *plain = gvm_text_printable("a b", 10);
	g_autofree char *wild = gvm_text_printable("a\n\x1b[31m", 10);
	g_autofree char *cut = gvm_text_printable("0123456789", 8);
	g_autofree char *split = gvm_text_printable("abc\xc3\xbc\xc3\xbc", 7);
	g_autofree char *none = gvm_text_printable(NULL, 10);
	g_autofree char *broken = gvm_text_printable("\xff", 10);

	(void)state;
	assert_string_equal(plain, "a b");
	assert_string_equal(wild, "a??[31m");
	assert_string_equal(cut, "01234...");
	assert_string_equal(none, "(null)");
	assert_true(g_utf8_validate(broken, -1, NULL));
	assert_true(g_utf8_validate(split, -1, NULL));
	assert_string_equal(split, "abc\xc3\xbc\xc3\xbc");
}

/**
 * @brief A cut never splits a character.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void printable_text_is_cut_between_characters(void **state)
{
	g_autofree char *cut = gvm_text_printable("abc\xc3\xbc-defgh", 7);

	(void)state;
	assert_true(g_utf8_validate(cut, -1, NULL));
	assert_string_equal(cut, "abc...");
}

/**
 * @brief A UUID comes out in lower case, anything else not at all.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_uuid_is_made_canonical(void **state)
{
	g_autofree char *uuid =
		gvm_text_uuid("C2177883-F1BB-47F0-914D-32A22E3A8804");
	static const char *const bad[] = {
		"", "c2177883", "c2177883f1bb47f0914d32a22e3a8804",
		"{c2177883-f1bb-47f0-914d-32a22e3a8804}",
		"c2177883-f1bb-47f0-914d-32a22e3a8804\n",
		"c2177883-f1bb-47f0-914d-32a22e3a880g",
		" c2177883-f1bb-47f0-914d-32a22e3a880",
	};

	(void)state;
	assert_string_equal(uuid, "c2177883-f1bb-47f0-914d-32a22e3a8804");
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		assert_null(gvm_text_uuid(bad[i]));
	assert_null(gvm_text_uuid(NULL));
}

/**
 * @brief Only the kernel's own spelling of a PCI address is one.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_address_is_spelled_as_the_kernel_does(void **state)
{
	static const char *const bad[] = {
		"", "0000", "0000:41", "0000:41:00", "0000:41:00.", "41:00.4",
		"0000:41:00.A", "000:41:00.4", "0000:4:00.4", "0000:41:0.4",
		"0000:41:00.40", "0000:41:00.4 ", " 0000:41:00.4",
		"000000000:41:00.4", "0000.41.00.4", "0000:41:00.g",
		"c2177883-f1bb-47f0-914d-32a22e3a8801",
	};

	(void)state;
	assert_true(gvm_text_is_pci("0000:41:00.4"));
	assert_true(gvm_text_is_pci("10000:e1:1f.7"));
	assert_false(gvm_text_is_pci(NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		if (gvm_text_is_pci(bad[i]))
			fail_msg("'%s' is taken for an address", bad[i]);
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
		cmocka_unit_test(a_plain_name_is_a_name),
		cmocka_unit_test(what_could_lead_elsewhere_is_no_name),
		cmocka_unit_test(a_name_has_at_most_255_bytes),
		cmocka_unit_test(a_line_is_one_line),
		cmocka_unit_test(numbers_are_read_up_to_the_bound),
		cmocka_unit_test(what_is_no_number_is_refused),
		cmocka_unit_test(printable_text_is_short_and_harmless),
		cmocka_unit_test(printable_text_is_cut_between_characters),
		cmocka_unit_test(a_uuid_is_made_canonical),
		cmocka_unit_test(an_address_is_spelled_as_the_kernel_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
