// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of NVIDIA's own program for virtual functions.
 */
#include "unit.h"
#include "backend/vfs-manage.h"

#include <errno.h>

#include "backend/vfs-write.h"
#include "fake-pci.h"
#include "fake-sriov.h"

/** @brief The GPU of the machine. */
#define GPU "0000:41:00.0"

/**
 * @brief Give a test a machine whose driver takes no number.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	*state = fake_host_new("l40s-off");

	return 0;
}

/**
 * @brief Change the number of virtual functions.
 * @param fake    The machine.
 * @param number  How many there shall be.
 * @param err     Where to store the error.
 * @return What gvm_vfs_set() returns.
 * @norestriction
 * @sideeffect Those of gvm_vfs_set().
 * @failure Those of gvm_vfs_set().
 */
static bool set(struct fake_host *fake, unsigned int number, GError **err)
{
	g_autoptr(gvm_vfs) vfs = gvm_vfs_load(&fake->host, GPU, NULL);

	assert_non_null(vfs);

	return gvm_vfs_set(&fake->host, vfs, number, err);
}

/**
 * @brief Count the virtual functions.
 * @param fake  The machine.
 * @return How many there are.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static unsigned int count(struct fake_host *fake)
{
	g_autoptr(gvm_vfs) vfs = gvm_vfs_load(&fake->host, GPU, NULL);

	assert_non_null(vfs);

	return vfs->list->len;
}

/**
 * @brief Count the runs of the program.
 * @param fake  The machine.
 * @return How many there were.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static unsigned int count_runs(const struct fake_host *fake)
{
	g_autofree char *log = fake_kernel_log(fake->root);
	unsigned int runs = 0;

	for (const char *at = log; (at = strstr(at, "run ")); at++)
		runs++;

	return runs;
}

/**
 * @brief The program enables all and takes all away, where the driver refuses.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_program_is_run_where_the_driver_refuses(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) off = NULL;
	g_autoptr(GError) on = NULL;

	unit_expect_success(set(fake, 32, &on), on);
	assert_int_equal(count(fake), 32);
	unit_expect_success(set(fake, 0, &off), off);
	assert_int_equal(count(fake), 0);
	assert_int_equal(count_runs(fake), 2);
}

/**
 * @brief The program is not run where the driver takes the number, for another
 * driver, or for a reason that it could not mend.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_program_is_not_run_otherwise(void **state)
{
	static const int errnums[] = { ENOMEM, ENOSPC, EACCES, EBUSY,
		EINPROGRESS };
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(errnums); i++) {
		fake_script_fail(fake->root, "store", "*/sriov_numvfs", 0, 1,
				 errnums[i]);
		assert_false(set(fake, 32, NULL));
	}
	fake_tree_remove(fake->root, ".fake/pci/" GPU "/sriov/manual");
	unit_expect_success(set(fake, 4, &err), err);
	assert_int_equal(count(fake), 4);
	assert_int_equal(count_runs(fake), 0);
}

/**
 * @brief A number is refused before anything is run.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_number_is_refused(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	assert_false(set(fake, 31, &err));
	unit_expect_error(err, GVM_ERROR_UNSUPPORTED, "leave the number out");
	assert_int_equal(count_runs(fake), 0);
}

/**
 * @brief A program that fails for a while is run again.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_program_that_fails_is_run_again(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	/* With exit status 1, then with 0 and without having done anything. */
	fake_script_fail(fake->root, "run", "*", 0, 2, -1);
	fake_script_fail(fake->root, "run", "*", 0, 1, 0);

	unit_expect_success(set(fake, 32, &err), err);
	assert_int_equal(count(fake), 32);
	assert_int_equal(count_runs(fake), 4);
	assert_int_equal(gvm_host_now(&fake->host), FAKE_BOOT_TIME + 3);
}

/**
 * @brief One that always fails is run a few times, and its status is told.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_program_that_always_fails_is_told_of(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) idle = NULL;
	g_autoptr(GError) err = NULL;

	fake_script_fail(fake->root, "run", "*", 0, 10, -3);
	fake_script_fail(fake->root, "run", "*", 0, FAKE_ALWAYS, 0);
	assert_false(set(fake, 32, &err));
	unit_expect_error(err, GVM_ERROR_FAILED, "its exit status is 3");
	assert_int_equal(count_runs(fake), 10);
	assert_true(gvm_host_now(&fake->host) <= FAKE_BOOT_TIME + 30);

	assert_false(set(fake, 32, &idle));
	unit_expect_error(idle, GVM_ERROR_FAILED, "its exit status is 0");
}

/**
 * @brief Be a program that takes a while and fails.
 * @param host        The machine.
 * @param seconds     How long it takes.
 * @param timeout_ms  How long it may take.
 * @return Its exit status, or a negative errno.
 * @norestriction
 * @sideeffect Moves the clock.
 * @failure -ETIMEDOUT when it may not take that long.
 */
static int fail_after(const struct gvm_host *host, unsigned int seconds,
		      unsigned int timeout_ms)
{
	unsigned int had = MIN(timeout_ms / 1000, seconds);

	fake_kernel_pass(host->root, had);

	return had == seconds ? 1 : -ETIMEDOUT;
}

/**
 * @brief Be a program whose third run does not end in time.
 * @param host        The machine.
 * @param argv        Unused.
 * @param timeout_ms  How long it may take.
 * @return Its exit status, or a negative errno.
 * @norestriction
 * @sideeffect Moves the clock.
 * @failure -ETIMEDOUT when it may not take that long.
 */
static int fail_after_12(struct gvm_host *host, const char *const *argv,
			 unsigned int timeout_ms)
{
	(void)argv;

	return fail_after(host, 12, timeout_ms);
}

/**
 * @brief Be a program for whose third run no time is left.
 * @param host        The machine.
 * @param argv        Unused.
 * @param timeout_ms  How long it may take.
 * @return Its exit status, or a negative errno.
 * @norestriction
 * @sideeffect Moves the clock.
 * @failure -ETIMEDOUT when it may not take that long.
 */
static int fail_after_14(struct gvm_host *host, const char *const *argv,
			 unsigned int timeout_ms)
{
	(void)argv;

	return fail_after(host, 14, timeout_ms);
}

/**
 * @brief All runs together have one bound.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void all_runs_have_one_bound(void **state)
{
	struct gvm_host_ops ops = fake_kernel_ops;
	struct fake_host *fake = *state;
	g_autoptr(GError) killed = NULL;
	g_autoptr(GError) spent = NULL;

	fake->host.ops = &ops;
	ops.run = fail_after_12;
	assert_false(set(fake, 32, &killed));
	unit_expect_error(killed, GVM_ERROR_BUSY, "was killed after 30 s");
	assert_int_equal(gvm_host_now(&fake->host), FAKE_BOOT_TIME + 30);

	ops.run = fail_after_14;
	assert_false(set(fake, 32, &spent));
	unit_expect_error(spent, GVM_ERROR_FAILED, "its exit status is 1");
	assert_int_equal(gvm_host_now(&fake->host), FAKE_BOOT_TIME + 60);
}

/**
 * @brief A program that is missing, or does not end, is run once.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_no_second_run_mends_is_told_at_once(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) missing = NULL;
	g_autoptr(GError) killed = NULL;
	g_autoptr(GError) root = NULL;

	fake_script_fail(fake->root, "run", "*", 0, 1, ETIMEDOUT);
	assert_false(set(fake, 32, &killed));
	unit_expect_error(killed, GVM_ERROR_BUSY, "was killed after 30 s");
	fake_script_fail(fake->root, "run", "*", 0, 1, EXDEV);
	assert_false(set(fake, 32, &root));
	unit_expect_error(root, GVM_ERROR_FAILED, "cannot run /");
	fake_tree_remove(fake->root, GVM_VFS_MANAGE);
	assert_false(set(fake, 32, &missing));
	unit_expect_error(missing, GVM_ERROR_NOT_FOUND, "which is missing");
	assert_int_equal(count_runs(fake), 3);
}

/**
 * @brief What the program leaves half done is taken away by the program.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_part_is_taken_away_again(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_vfs) vfs = gvm_vfs_load(&fake->host, GPU, NULL);
	g_autofree char *log = NULL;

	/* It has five, whatever the program does. */
	assert_int_equal(fake_sriov_set(fake->root, GPU, 5), 0);
	fake_script_fail(fake->root, "store", "*/sriov_numvfs", 0, 1, EPERM);
	fake_script_fail(fake->root, "run", "*", 0, 10, -1);
	assert_false(gvm_vfs_set(&fake->host, vfs, 32, NULL));
	assert_int_equal(count(fake), 0);
	log = fake_kernel_log(fake->root);
	assert_non_null(strstr(log, "run " GVM_VFS_MANAGE " -d " GPU " = 0"));
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
		unit_row(the_program_is_run_where_the_driver_refuses, setup),
		unit_row(the_program_is_not_run_otherwise, setup),
		unit_row(a_number_is_refused, setup),
		unit_row(a_program_that_fails_is_run_again, setup),
		unit_row(a_program_that_always_fails_is_told_of, setup),
		unit_row(all_runs_have_one_bound, setup),
		unit_row(what_no_second_run_mends_is_told_at_once, setup),
		unit_row(a_part_is_taken_away_again, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
