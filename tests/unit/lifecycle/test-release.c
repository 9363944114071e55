// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of removing the vGPUs of a domain that has stopped.
 */
#include "watch.h"

#include <errno.h>
#include <unistd.h>

#include "lifecycle/claims.h"
#include "lifecycle/release.h"

/** @brief The "remove" of the first device. */
#define REMOVE_1 "sys/bus/mdev/devices/" FAKE_UUID_1 "/remove"

/**
 * @brief What the claims of the domain name is removed, and nothing else.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void only_what_the_claims_name_is_removed(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	scene_make(fake, SCENE_BETA, FAKE_UUID_2, SCENE_TYPE, NULL);
	scene_make(fake, SCENE_ALPHA, FAKE_UUID_3, SCENE_TYPE, NULL);
	fake_gpu_vgpu(fake->root, "0000:81:00.7", SCENE_TYPE, FAKE_UUID_4);
	unit_expect_success(gvm_release_domain(&fake->host, SCENE_ALPHA, &err),
			    err);
	scene_expect_gone(fake, FAKE_UUID_1);
	scene_expect_gone(fake, FAKE_UUID_3);
	scene_expect_owned(fake, FAKE_UUID_2, SCENE_BETA);
	scene_expect_in_order(fake, FAKE_UUID_4);
}

/**
 * @brief A domain that was refused because another one has the vGPU is released
 * too, and must not take it from under the other one.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_device_of_another_domain_survives(void **state)
{
	struct fake_host *fake = *state;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	fake_mdev_hold(fake->root, FAKE_UUID_1);
	scene_refuse(fake, SCENE_BETA,
		     scene_request(FAKE_UUID_1, SCENE_TYPE, NULL),
		     GVM_ERROR_BUSY, "alpha");
	assert_true(gvm_release_domain(&fake->host, SCENE_BETA, NULL));
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_ALPHA);
	scene_expect_in_order(fake, NULL);
}

/**
 * @brief Without a claim not even the lock is taken, nor a directory made.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nothing_claimed_costs_nothing(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *log = NULL;

	assert_true(gvm_release_domain(&fake->host, SCENE_ALPHA, NULL));
	assert_true(gvm_release_reconnect(&fake->host, SCENE_ALPHA, NULL));
	assert_false(fake_tree_exists(fake->root, "run/gvm"));
	log = fake_kernel_log(fake->root);
	assert_string_equal(log, "");
}

/**
 * @brief A device in use is waited for, ten seconds and no longer; it is never
 * written to, keeps its claim, and the others are removed all the same.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_device_in_use_keeps_its_claim(void **state)
{
	struct fake_host *fake = *state;
	uint64_t before = gvm_host_now(&fake->host);
	g_autoptr(GError) err = NULL;
	g_autofree char *log = NULL;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	scene_make(fake, SCENE_ALPHA, FAKE_UUID_2, SCENE_TYPE, NULL);
	fake_mdev_hold(fake->root, FAKE_UUID_1);
	assert_false(gvm_release_domain(&fake->host, SCENE_ALPHA, &err));
	unit_expect_error(err, GVM_ERROR_BUSY, FAKE_UUID_1);
	assert_in_range(gvm_host_now(&fake->host) - before, 9, 11);
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_ALPHA);
	scene_expect_gone(fake, FAKE_UUID_2);
	log = fake_kernel_log(fake->root);
	assert_null(strstr(log, REMOVE_1));
	scene_expect_journal(fake, (const char *const[]) {
		"PRIORITY=4", "GVM_OPERATION=keep", FAKE_UUID_1, NULL });
}

/**
 * @brief A device that is let go while we wait is removed.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_late_end_of_its_user_is_waited_for(void **state)
{
	struct fake_host *fake = *state;
	struct watch watch;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	fake_mdev_hold(fake->root, FAKE_UUID_1);
	watch_open(&watch, fake, watch_let_go);
	assert_true(gvm_release_domain(&watch.host, SCENE_ALPHA, NULL));
	watch_close(&watch);
	assert_int_equal(watch.until, 3);
	scene_expect_gone(fake, FAKE_UUID_1);
}

/**
 * @brief A device that is gone already, and one that others made anew, only
 * cost their claims.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_not_ours_any_more_is_left_alone(void **state)
{
	struct fake_host *fake = *state;

	scene_put_claim(fake, FAKE_UUID_1, SCENE_ALPHA, SCENE_VF_1, SCENE_TYPE,
			getppid());
	scene_put_claim(fake, FAKE_UUID_2, SCENE_ALPHA, SCENE_VF_1, SCENE_TYPE,
			getppid());
	fake_gpu_vgpu(fake->root, SCENE_VF_3, SCENE_TYPE, FAKE_UUID_2);
	assert_true(gvm_release_domain(&fake->host, SCENE_ALPHA, NULL));
	assert_int_equal(scene_count_claims(fake), 0);
	scene_expect_in_order(fake, FAKE_UUID_2);
}

/**
 * @brief A damaged claim is told, stays with its device, and hinders no other.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_damaged_claim_hinders_no_other(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	scene_make(fake, SCENE_ALPHA, FAKE_UUID_2, SCENE_TYPE, NULL);
	fake_tree_file(fake->root, GVM_CLAIMS_DIR "/" FAKE_UUID_1 "@"
		       SCENE_ALPHA, "[claim]\nversion=2\n");
	assert_false(gvm_release_domain(&fake->host, SCENE_ALPHA, &err));
	unit_expect_error(err, GVM_ERROR_INVALID, FAKE_UUID_1);
	assert_true(fake_mdev_exists(fake->root, FAKE_UUID_1));
	assert_int_equal(scene_count_claims(fake), 1);
	scene_expect_gone(fake, FAKE_UUID_2);
}

/**
 * @brief A device that the driver does not give up keeps its claim.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_refused_removal_keeps_the_claim(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	fake_script_fail(fake->root, "store", REMOVE_1, 0, FAKE_ALWAYS, EIO);
	assert_false(gvm_release_domain(&fake->host, SCENE_ALPHA, &err));
	unit_expect_error(err, GVM_ERROR_FAILED, FAKE_UUID_1);
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_ALPHA);
}

/**
 * @brief A new daemon puts its name on the claims of its domain, and on no
 * other.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_new_daemon_renews_the_claims(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_claim) ours = NULL;
	g_autoptr(gvm_claim) theirs = NULL;

	scene_put_claim(fake, FAKE_UUID_1, SCENE_ALPHA, SCENE_VF_1, SCENE_TYPE,
			SCENE_DEAD_PID);
	scene_put_claim(fake, FAKE_UUID_2, SCENE_BETA, SCENE_VF_1, SCENE_TYPE,
			SCENE_DEAD_PID);
	fake_kernel_pass(fake->root, 9);
	assert_true(gvm_release_reconnect(&fake->host, SCENE_ALPHA, NULL));
	ours = scene_claim(fake, FAKE_UUID_1, SCENE_ALPHA);
	theirs = scene_claim(fake, FAKE_UUID_2, SCENE_BETA);
	assert_int_equal(ours->daemon_pid, getppid());
	assert_int_equal(ours->made, FAKE_BOOT_TIME + 9);
	assert_string_equal(ours->domain, "alpha");
	assert_int_equal(theirs->daemon_pid, SCENE_DEAD_PID);
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
		SCENE_TEST(only_what_the_claims_name_is_removed),
		SCENE_TEST(the_device_of_another_domain_survives),
		SCENE_TEST(nothing_claimed_costs_nothing),
		SCENE_TEST(a_device_in_use_keeps_its_claim),
		SCENE_TEST(a_late_end_of_its_user_is_waited_for),
		SCENE_TEST(what_is_not_ours_any_more_is_left_alone),
		SCENE_TEST(a_damaged_claim_hinders_no_other),
		SCENE_TEST(a_refused_removal_keeps_the_claim),
		SCENE_TEST(a_new_daemon_renews_the_claims),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
