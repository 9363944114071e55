// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of removing mediated devices.
 */
#include "unit.h"
#include "backend/mdev-remove.h"

#include <errno.h>

/** @brief Parent of the vGPU. */
#define PARENT "0000:41:00.4"
/** @brief One of its types. */
#define TYPE "nvidia-588"
/** @brief Its entry in the list of devices. */
#define ENTRY "sys/bus/mdev/devices/" FAKE_UUID_1
/** @brief Its own directory. */
#define DEVICE "sys/class/mdev_bus/" PARENT "/" FAKE_UUID_1

/**
 * @brief Give a test a machine with one vGPU.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	struct fake_host *fake = fake_host_new("a10-two");

	fake_gpu_vgpu(fake->root, PARENT, TYPE, FAKE_UUID_1);
	*state = fake;

	return 0;
}

/**
 * @brief Remove the vGPU.
 * @param fake  The machine.
 * @param err   Where to store the error.
 * @return What the back end says.
 * @norestriction
 * @sideeffect May remove the vGPU.
 * @failure As the back end.
 */
static bool remove_it(struct fake_host *fake, GError **err)
{
	g_autoptr(gvm_vgpu) vgpu = gvm_vgpu_new(FAKE_UUID_1, PARENT, TYPE);

	return gvm_mdev_remove(&fake->host, vgpu, err);
}

/**
 * @brief Tell how long the code under test has waited.
 * @param fake  The machine.
 * @return Milliseconds.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static int waited_ms(const struct fake_host *fake)
{
	return fake_tree_read_number(fake->root, ".fake/now",
				     FAKE_BOOT_TIME * 1000) -
		FAKE_BOOT_TIME * 1000;
}

/**
 * @brief An idle vGPU is removed, by one detached write, and its room is free.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_idle_vgpu_is_removed(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;
	g_autofree char *log = NULL;
	g_autofree char *left = NULL;

	unit_expect_success(remove_it(fake, &err), err);
	assert_false(fake_tree_exists(fake->root, DEVICE));
	log = fake_kernel_log(fake->root);
	assert_string_equal(log, "probe dev/vfio/1 = 0\n"
			    "store-detached " ENTRY "/remove 1 = 0");
	left = fake_tree_read(fake->root, "sys/class/mdev_bus/" PARENT
			      "/mdev_supported_types/" TYPE
			      "/available_instances");
	assert_string_equal(left, "1");
	assert_int_equal(waited_ms(fake), 0);
}

/**
 * @brief What is gone already is removed.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_vgpu_that_is_gone_is_removed(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	assert_true(remove_it(fake, NULL));
	unit_expect_success(remove_it(fake, &err), err);
}

/**
 * @brief A vGPU that vanishes between the look and the write is removed.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_vgpu_that_vanishes_is_removed(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	fake_script_vanish(fake->root, "store", "*/remove", 0, DEVICE);
	fake_script_vanish(fake->root, "store", "*/remove", 0, ENTRY);

	unit_expect_success(remove_it(fake, &err), err);
}

/**
 * @brief Success is told only when the device is really gone.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void removal_by_another_is_waited_for(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	fake_script_fail(fake->root, "store", "*/remove", 0, 1, 0);
	fake_script_vanish(fake->root, "wait", "*", 3, ENTRY);
	fake_script_vanish(fake->root, "wait", "*", 5, DEVICE);

	unit_expect_success(remove_it(fake, &err), err);
	assert_false(fake_tree_exists(fake->root, DEVICE));
	assert_true(waited_ms(fake) > 0);
}

/**
 * @brief A removal that somebody else has begun counts when it has ended.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_removal_under_way_is_waited_for(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	fake_tree_remove(fake->root, ENTRY);
	fake_script_vanish(fake->root, "wait", "*", 2, DEVICE);

	unit_expect_success(remove_it(fake, &err), err);
	assert_true(waited_ms(fake) > 0);
}

/**
 * @brief A removal that does not end is given up after ten seconds.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_removal_that_does_not_end_is_told(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	fake_script_fail(fake->root, "store", "*/remove", 0, FAKE_ALWAYS, 0);

	assert_false(remove_it(fake, &err));
	unit_expect_error(err, GVM_ERROR_BUSY, "still being removed");
	assert_int_equal(waited_ms(fake), 10000);
}

/**
 * @brief A domain that opens the vGPU between the look and the write hangs
 * nobody.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_lost_race_hangs_nobody(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;
	g_autofree char *blocked = NULL;

	fake_mdev_hold(fake->root, FAKE_UUID_1);
	fake_script_fail(fake->root, "probe", "*", 0, 1, 0);

	assert_false(remove_it(fake, &err));
	unit_expect_error(err, GVM_ERROR_BUSY, "still being removed");
	assert_int_equal(waited_ms(fake), 10000);
	blocked = fake_host_blocked(fake);
	assert_string_equal(blocked, FAKE_UUID_1);

	fake_mdev_let_go(fake->root, FAKE_UUID_1);
	assert_true(remove_it(fake, NULL));
}

/**
 * @brief A vGPU that is still being made is tried again.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_vgpu_in_the_making_is_tried_again(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	fake_script_fail(fake->root, "store", "*/remove", 0, 2, EAGAIN);

	unit_expect_success(remove_it(fake, &err), err);
	assert_false(fake_mdev_exists(fake->root, FAKE_UUID_1));
	assert_true(waited_ms(fake) > 0);
}

/**
 * @brief One that stays so is given up after ten seconds.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_vgpu_that_stays_in_the_making_is_told(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	fake_script_fail(fake->root, "store", "*/remove", 0, FAKE_ALWAYS,
			 EAGAIN);

	assert_false(remove_it(fake, &err));
	unit_expect_error(err, GVM_ERROR_BUSY, "10 s");
	assert_int_equal(waited_ms(fake), 10000);
}

/**
 * @brief Each other errno has its code.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void each_errno_has_its_own_sentence(void **state)
{
	static const struct {
		int errnum;
		enum gvm_error code;
		const char *part;
	} rows[] = {
		{ EACCES, GVM_ERROR_DENIED, "EACCES" },
		{ EPERM, GVM_ERROR_DENIED, "run as root" },
		{ EROFS, GVM_ERROR_DENIED, "EROFS" },
		{ EBUSY, GVM_ERROR_BUSY, "refused to remove" },
		{ EINVAL, GVM_ERROR_FAILED, "kernel log" },
		{ EIO, GVM_ERROR_FAILED, "kernel log" },
	};
	struct fake_host *fake = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) err = NULL;

		fake_script_fail(fake->root, "store", "*/remove", 0, 1,
				 rows[i].errnum);
		assert_false(remove_it(fake, &err));
		unit_expect_error(err, rows[i].code, rows[i].part);
	}
	assert_true(fake_mdev_exists(fake->root, FAKE_UUID_1));
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
		unit_row(an_idle_vgpu_is_removed, setup),
		unit_row(a_vgpu_that_is_gone_is_removed, setup),
		unit_row(a_vgpu_that_vanishes_is_removed, setup),
		unit_row(removal_by_another_is_waited_for, setup),
		unit_row(a_removal_under_way_is_waited_for, setup),
		unit_row(a_removal_that_does_not_end_is_told, setup),
		unit_row(a_lost_race_hangs_nobody, setup),
		unit_row(a_vgpu_in_the_making_is_tried_again, setup),
		unit_row(a_vgpu_that_stays_in_the_making_is_told, setup),
		unit_row(each_errno_has_its_own_sentence, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
