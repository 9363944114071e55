// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the UUIDs by which the vGPUs of pools are known.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/pool.h"

/**
 * @brief The UUIDs of a pool stay as they are: people have written them down.
 *
 * Behind the index is what "printf desktops | sha256sum" begins with, but for
 * the first two bits.
 *
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void uuids_never_change(void **state)
{
	g_autofree char *first = gvm_pool_uuid("desktops", 0);
	g_autofree char *third = gvm_pool_uuid("desktops", 3);
	g_autofree char *last = gvm_pool_uuid("desktops", GVM_POOL_INDEX_MAX);

	(void)state;
	assert_string_equal(first, "67766d63-746c-8000-8ee3-49d829a0af23");
	assert_string_equal(third, "67766d63-746c-8003-8ee3-49d829a0af23");
	assert_string_equal(last, "67766d63-746c-8fff-8ee3-49d829a0af23");
}

/**
 * @brief A UUID tells its index, and its pool among others.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_uuid_tells_pool_and_index(void **state)
{
	(void)state;
	for (unsigned int i = 0; i <= GVM_POOL_INDEX_MAX; i += 273) {
		g_autofree char *uuid = gvm_pool_uuid("a", i);

		assert_true(gvm_pool_is_own(uuid));
		assert_true(gvm_pool_has("a", uuid));
		assert_false(gvm_pool_has("b", uuid));
		assert_int_equal(gvm_pool_index(uuid), i);
	}
}

/**
 * @brief What somebody else has made up is nobody's.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void others_are_not_ours(void **state)
{
	static const char *const others[] = {
		NULL, "", "67766d63-746c-8", "0000:41:00.4",
		"c2177883-f1bb-47f0-914d-32a22e3a8804",
		/* Another version, another variant, another mark, too long. */
		"67766d63-746c-4000-8dfc-a8a2a3e6c5b4",
		"67766d63-746c-8000-0dfc-a8a2a3e6c5b4",
		"67766d63-746c-8000-cdfc-a8a2a3e6c5b4",
		"67766d63-746d-8000-8dfc-a8a2a3e6c5b4",
		"67766d63-746c-8000-8dfc-a8a2a3e6c5b4a",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		assert_false(gvm_pool_is_own(others[i]));
	assert_true(gvm_pool_is_own("67766d63-746c-8000-8dfc-a8a2a3e6c5b4"));
	assert_false(gvm_pool_has("desktops", others[4]));
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
		cmocka_unit_test(uuids_never_change),
		cmocka_unit_test(a_uuid_tells_pool_and_index),
		cmocka_unit_test(others_are_not_ours),
	};

	return cmocka_run_group_tests_name("pool", tests, NULL, NULL);
}
