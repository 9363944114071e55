// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests that mdevctl may die at any moment, and the call-out with it.
 */
#include "caller.h"
#include "watch.h"

#include "lifecycle/reconcile.h"

/** @brief More moments than there are. */
#define MOMENTS_MAX 200
/** @brief The fewest there can be: each of the six steps has some. */
#define MOMENTS_MIN 12

/**
 * @brief Do what mdevctl does for a start and a stop.
 * @param host  The machine.
 * @return true on success.
 * @norestriction
 * @sideeffect Makes the device and removes it.
 * @failure Those of gvm_callout_run().
 */
static bool start_and_stop(struct gvm_host *host)
{
	static const struct {
		const char *event;
		const char *action;
		const char *state;
	} rows[] = {
		{ "pre", "start", "none" }, { "post", "start", "success" },
		{ "pre", "stop", "none" }, { "post", "stop", "success" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_auto(caller_answer) answer = { 0 };

		answer = caller_ask_about(host, rows[i].event, rows[i].action,
					  rows[i].state);
		if (!answer.go_on)
			return false;
		if (g_str_equal(rows[i].event, "pre") &&
		    !caller_write(host, g_str_equal(rows[i].action, "start")))
			return false;
	}

	return true;
}

/**
 * @brief Whenever a start or stop dies, a device has its claim, and reconcile
 * drops a claim only when the device is gone.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_run_may_die_at_any_moment(void **state)
{
	unsigned int moment = 0;
	bool done = false;

	(void)state;
	while (!done && moment < MOMENTS_MAX) {
		struct fake_host *fake = NULL;
		g_autoptr(GPtrArray) found = NULL;
		bool there;

		caller_setup((void **)&fake);
		done = watch_survives(fake, start_and_stop, ++moment);
		there = scene_exists(fake, FAKE_UUID_1);
		if (there)
			scene_expect_owned(fake, FAKE_UUID_1,
					   GVM_CLAIM_MDEVCTL);
		found = gvm_reconcile(&fake->host, 0, false, NULL);
		assert_non_null(found);
		assert_int_equal(scene_exists(fake, FAKE_UUID_1), there);
		scene_expect_in_order(fake, NULL);
		fake_host_free(fake);
	}
	assert_in_range(moment, MOMENTS_MIN, MOMENTS_MAX - 1);
}

/**
 * @brief Run the tests.
 * @return The number of tests that failed.
 * @norestriction
 * @sideeffect Prints to standard output.
 * @nofailure
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_run_may_die_at_any_moment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
