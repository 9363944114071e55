// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of removing one vGPU because a person says so.
 */
#include "scene.h"

#include <errno.h>

#include "lifecycle/destroy.h"

/** @brief Pid of a QEMU. */
#define QEMU_PID 900

/**
 * @brief Try to remove the first device, which must fail.
 * @param fake     The machine.
 * @param foreign  Also without a claim.
 * @param code     Code of the error.
 * @param part     What its sentence must contain.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test, also when the device is gone afterwards.
 */
static void refuse(struct fake_host *fake, bool foreign, enum gvm_error code,
		   const char *part)
{
	bool was_there = fake_mdev_exists(fake->root, FAKE_UUID_1);
	g_autoptr(GError) dry = NULL;
	g_autoptr(GError) err = NULL;

	assert_false(gvm_destroy_vgpu(&fake->host, FAKE_UUID_1, foreign, true,
				      &dry));
	unit_expect_error(dry, code, part);
	assert_false(gvm_destroy_vgpu(&fake->host, FAKE_UUID_1, foreign, false,
				      &err));
	unit_expect_error(err, code, part);
	assert_int_equal(fake_mdev_exists(fake->root, FAKE_UUID_1), was_there);
}

/**
 * @brief Remove the first device.
 * @param fake     The machine.
 * @param foreign  Also without a claim.
 * @norestriction
 * @sideeffect Removes the device and the claim.
 * @failure Fails the test, also when a dry run changes anything.
 */
static void destroy(struct fake_host *fake, bool foreign)
{
	g_autoptr(GError) err = NULL;

	unit_expect_success(gvm_destroy_vgpu(&fake->host, FAKE_UUID_1, foreign,
					     true, &err), err);
	assert_true(fake_mdev_exists(fake->root, FAKE_UUID_1));
	unit_expect_success(gvm_destroy_vgpu(&fake->host, FAKE_UUID_1, foreign,
					     false, &err), err);
	scene_expect_gone(fake, FAKE_UUID_1);
}

/**
 * @brief What does not exist cannot be removed.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_not_there_is_not_found(void **state)
{
	refuse(*state, true, GVM_ERROR_NOT_FOUND, FAKE_UUID_1);
}

/**
 * @brief What a person made goes, with its claim, and others stay.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_a_person_made_is_removed(void **state)
{
	struct fake_host *fake = *state;

	scene_make(fake, GVM_CLAIM_MANUAL, FAKE_UUID_1, SCENE_TYPE, NULL);
	scene_make(fake, GVM_CLAIM_MANUAL, FAKE_UUID_2, SCENE_TYPE, NULL);
	destroy(fake, false);
	scene_expect_owned(fake, FAKE_UUID_2, GVM_CLAIM_MANUAL);
	scene_expect_in_order(fake, NULL);
}

/**
 * @brief A foreign device goes only when the person insists.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_foreign_device_needs_insisting(void **state)
{
	struct fake_host *fake = *state;

	fake_gpu_vgpu(fake->root, SCENE_VF_1, SCENE_TYPE, FAKE_UUID_1);
	refuse(fake, false, GVM_ERROR_DENIED, "--foreign");
	destroy(fake, true);
	scene_expect_journal(fake, (const char *const[]) {
		"GVM_OPERATION=remove", FAKE_UUID_1, "foreign", NULL });
}

/**
 * @brief A claim that does not cover the device does not make it ours.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_void_claim_does_not_make_it_ours(void **state)
{
	struct fake_host *fake = *state;

	fake_gpu_vgpu(fake->root, SCENE_VF_1, SCENE_TYPE, FAKE_UUID_1);
	scene_put_claim(fake, FAKE_UUID_1, SCENE_ALPHA, SCENE_VF_2, SCENE_TYPE,
			0);
	refuse(fake, false, GVM_ERROR_DENIED, "--foreign");
}

/**
 * @brief A device in use is never removed, whoever insists.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_device_in_use_is_never_removed(void **state)
{
	struct fake_host *fake = *state;

	fake_gpu_vgpu(fake->root, SCENE_VF_1, SCENE_TYPE, FAKE_UUID_1);
	fake_mdev_hold(fake->root, FAKE_UUID_1);
	refuse(fake, true, GVM_ERROR_BUSY, "in use");
}

/**
 * @brief The device of a domain that is starting or running is not removed, nor
 * probed.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_device_of_a_living_domain_is_not_removed(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *log = NULL;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	refuse(fake, true, GVM_ERROR_BUSY, "domain alpha, which is starting");
	fake_machine_domain(fake->root, "alpha", SCENE_ALPHA, QEMU_PID);
	refuse(fake, true, GVM_ERROR_BUSY, "domain alpha, which is running");
	log = fake_kernel_log(fake->root);
	assert_null(strstr(log, "probe "));
	fake_machine_kill(fake->root, QEMU_PID);
	scene_kill_daemon(fake);
	destroy(fake, false);
}

/**
 * @brief What cannot be told from idle is not removed.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_unknown_state_is_not_removed(void **state)
{
	struct fake_host *fake = *state;

	scene_make(fake, GVM_CLAIM_MANUAL, FAKE_UUID_1, SCENE_TYPE, NULL);
	fake_script_fail(fake->root, "probe", "*", 0, FAKE_ALWAYS, EACCES);
	refuse(fake, false, GVM_ERROR_DENIED, "in use");
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
		SCENE_TEST(what_is_not_there_is_not_found),
		SCENE_TEST(what_a_person_made_is_removed),
		SCENE_TEST(a_foreign_device_needs_insisting),
		SCENE_TEST(a_void_claim_does_not_make_it_ours),
		SCENE_TEST(a_device_in_use_is_never_removed),
		SCENE_TEST(the_device_of_a_living_domain_is_not_removed),
		SCENE_TEST(an_unknown_state_is_not_removed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
