// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Calls to the simulated driver that a test makes fail.
 */
#include <errno.h>

#include "calls.h"

/**
 * @brief The n-th call answers a status, and only that one.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_status(void **state)
{
	g_autoptr(rm_calls) calls = calls_new("535.183.01");
	uint32_t value = 0;
	uint8_t version[72] = { 0x32 };

	(void)state;
	calls->sim->faults[0] = (struct rmsim_fault) {
		.at = 2, .status = 0x66,
	};
	/* A call that has no status is not counted. */
	assert_int_equal(calls_ioctl(calls, calls->control,
				     RMSIM_CHECK_VERSION, sizeof(version),
				     version), 0);
	assert_int_equal(calls_control(calls, CALLS_DEVICE, 0x800288, &value,
				       4), OK);
	assert_int_equal(calls->sim->hits, 0);
	assert_int_equal(calls_drop(calls, CALLS_CONFIG), 0x66);
	assert_int_equal(calls->sim->hits, 1);
	/* It had no effect. */
	assert_int_equal(calls_drop(calls, CALLS_CONFIG), OK);
}

/**
 * @brief A fault may be for one control only, and may stay.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_chosen(void **state)
{
	g_autoptr(rm_calls) calls = calls_new("535.183.01");
	uint32_t value = 0;
	uint32_t mode = 0;

	(void)state;
	calls->sim->faults[0] = (struct rmsim_fault) {
		.at = 2, .cmd = 0x800289, .status = 0x3, .stays = true,
	};
	calls->sim->faults[1] = (struct rmsim_fault) {
		.at = 1, .nr = RMSIM_ALLOC, .status = 0x1a,
	};
	assert_int_equal(calls_control(calls, CALLS_DEVICE, 0x800289, &mode,
				       4), OK);
	assert_int_equal(calls_control(calls, CALLS_DEVICE, 0x800288, &value,
				       4), OK);
	for (int i = 0; i < 3; i++)
		assert_int_equal(calls_control(calls, CALLS_DEVICE, 0x800289,
					       &mode, 4), 0x3);
	assert_int_equal(calls_alloc(calls, CALLS_DEVICE, 0x50, 0x2080, NULL),
			 NO_RESOURCES);
	assert_int_equal(calls_alloc(calls, CALLS_DEVICE, 0x50, 0x2080, NULL),
			 OK);
	assert_int_equal(calls->sim->hits, 4);
}

/**
 * @brief A fault may be an errno, and may take the driver away.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_errno(void **state)
{
	g_autoptr(rm_calls) calls = calls_new("535.183.01");
	uint8_t version[72] = { 0x32 };

	(void)state;
	calls->sim->faults[0] = (struct rmsim_fault) {
		.at = 1, .error = EIO,
	};
	assert_int_equal(calls_ioctl(calls, calls->control,
				     RMSIM_CHECK_VERSION, sizeof(version),
				     version), -EIO);
	assert_int_equal(calls_ioctl(calls, calls->control,
				     RMSIM_CHECK_VERSION, sizeof(version),
				     version), 0);
	calls->sim->faults[0] = (struct rmsim_fault) {
		.at = 1, .unload = true,
	};
	for (int i = 0; i < 2; i++)
		assert_int_equal(calls_ioctl(calls, calls->control,
					     RMSIM_CHECK_VERSION,
					     sizeof(version), version),
				 -ENODEV);
	assert_int_equal(rmsim_open(calls->sim, RMSIM_CONTROL, 100), -ENXIO);
	/* What was open can still be closed. */
	rmsim_close(calls->sim, &calls->env, calls->control);
	rmsim_close(calls->sim, &calls->env, calls->node);
	assert_int_equal(rmsim_leaks(calls->sim), 0);
}

/**
 * @brief Run the tests.
 * @return 0 when all succeed.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_status),
		cmocka_unit_test(test_chosen),
		cmocka_unit_test(test_errno),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
