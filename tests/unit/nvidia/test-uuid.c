// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of UUIDs as the driver holds them.
 */
#include "unit.h"
#include "nvidia/uuid.h"

/** @brief A UUID whose bytes are all different. */
#define TEXT "00112233-4455-6677-8899-aabbccddeeff"

/** @brief The same as the kernel keeps it, a GUID. */
static const uint8_t guid[GVM_NV_UUID_SIZE] = {
	0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66,
	0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff,
};

/**
 * @brief The first three groups are numbers in little endian.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_first_groups_are_numbers(void **state)
{
	uint8_t bytes[GVM_NV_UUID_SIZE] = { 0 };
	g_autofree char *text = gvm_nv_uuid_format(guid);

	(void)state;
	assert_string_equal(text, TEXT);
	assert_true(gvm_nv_uuid_parse("00112233-4455-6677-8899-AABBCCDDEEFF",
				      bytes));
	assert_memory_equal(bytes, guid, sizeof(guid));
}

/**
 * @brief All zeros stand for no UUID.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void zeros_are_no_uuid(void **state)
{
	static const uint8_t none[GVM_NV_UUID_SIZE];
	static const uint8_t one[GVM_NV_UUID_SIZE] = { [15] = 1 };
	g_autofree char *text = gvm_nv_uuid_format(one);

	(void)state;
	assert_null(gvm_nv_uuid_format(none));
	assert_string_equal(text, "00000000-0000-0000-0000-000000000001");
}

/**
 * @brief What is no UUID is refused and changes nothing.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void other_text_is_refused(void **state)
{
	static const char *const rows[] = {
		NULL, "", "x", TEXT "0", "0011223-34455-6677-8899-aabbccddeeff",
		"00112233-4455-6677-8899-aabbccddeefg",
	};
	uint8_t bytes[GVM_NV_UUID_SIZE] = { 1, 2, 3 };
	uint8_t before[GVM_NV_UUID_SIZE] = { 1, 2, 3 };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		assert_false(gvm_nv_uuid_parse(rows[i], bytes));
		assert_memory_equal(bytes, before, sizeof(before));
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
		cmocka_unit_test(the_first_groups_are_numbers),
		cmocka_unit_test(zeros_are_no_uuid),
		cmocka_unit_test(other_text_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
