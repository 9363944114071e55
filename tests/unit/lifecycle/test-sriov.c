// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of enabling and disabling virtual functions.
 */
#include "watch.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>

#include "fake-pci.h"
#include "fake-sriov.h"
#include "lifecycle/claims.h"
#include "lifecycle/sriov.h"

/** @brief The physical function of the machine. */
#define PF "0000:03:00.0"
/** @brief Its directory. */
#define DIR "sys/bus/pci/devices/" PF

/**
 * @brief Give a test a machine with a GPU that can have virtual functions.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	*state = scene_new("arc-pro");

	return 0;
}

/**
 * @brief Insist on what the device of the machine is.
 * @param fake       The machine.
 * @param number     How many virtual functions it must have.
 * @param autoprobe  Whether drivers must be offered new ones.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_device(struct fake_host *fake, unsigned int number,
			  bool autoprobe)
{
	g_autoptr(gvm_vfs) vfs = gvm_vfs_load(&fake->host, PF, NULL);

	assert_non_null(vfs);
	assert_int_equal(vfs->list->len, number);
	assert_int_equal(vfs->autoprobe, autoprobe);
}

/**
 * @brief Enabling fails, and what was changed before is changed back.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_failure_is_undone(void **state)
{
	const struct gvm_sriov_wish wish = { 4, GVM_SRIOV_NO, false };
	struct fake_host *fake = *state;
	g_autofree char *journal = NULL;
	g_autoptr(GError) err = NULL;

	fake_script_fail(fake->root, "store", "*/sriov_numvfs", 0, 1, ENOMEM);
	assert_null(gvm_sriov_enable(&fake->host, PF, &wish, &err));
	unit_expect_error(err, GVM_ERROR_NO_CAPACITY, "no room for 4");
	expect_device(fake, 0, true);
	journal = fake_kernel_journal(fake->root);
	assert_string_equal(journal, "");
}

/**
 * @brief Nothing is undone behind a driver that is still at it.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nothing_is_undone_while_the_driver_is_at_it(void **state)
{
	const struct gvm_sriov_wish wish = { 4, GVM_SRIOV_NO, false };
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	fake_script_fail(fake->root, "store", "*/sriov_numvfs", 0, 1,
			 EINPROGRESS);
	assert_null(gvm_sriov_enable(&fake->host, PF, &wish, &err));
	unit_expect_error(err, GVM_ERROR_BUSY, "and goes on");
	expect_device(fake, 0, false);
}

/**
 * @brief What cannot be written first keeps the rest from being done.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_first_failure_ends_it(void **state)
{
	const struct gvm_sriov_wish wish = { 4, GVM_SRIOV_NO, false };
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	fake_script_fail(fake->root, "store", "*/sriov_drivers_autoprobe", 0, 1,
			 EACCES);
	assert_null(gvm_sriov_enable(&fake->host, PF, &wish, &err));
	unit_expect_error(err, GVM_ERROR_DENIED, "sriov_drivers_autoprobe");
	expect_device(fake, 0, true);
}

/**
 * @brief What is done is told in the result and in the journal.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_done_is_told(void **state)
{
	const struct gvm_sriov_wish wish = { 2, GVM_SRIOV_NO, false };
	struct fake_host *fake = *state;
	g_autoptr(gvm_sriov) again = NULL;
	g_autoptr(gvm_sriov) off = NULL;
	g_autoptr(gvm_sriov) on = NULL;
	g_autofree char *journal = NULL;
	const struct gvm_vf *vf;

	on = gvm_sriov_enable(&fake->host, PF, &wish, NULL);
	assert_non_null(on);
	assert_int_equal(on->steps->len, 2);
	assert_int_equal(on->vfs->list->len, 2);
	vf = g_ptr_array_index(on->vfs->list, 1);
	assert_string_equal(vf->address, "0000:03:00.2");
	assert_null(vf->driver);
	again = gvm_sriov_enable(&fake->host, PF, &wish, NULL);
	assert_int_equal(again->steps->len, 0);
	off = gvm_sriov_disable(&fake->host, PF, false, NULL);
	assert_non_null(off);
	expect_device(fake, 0, false);

	journal = fake_kernel_journal(fake->root);
	assert_non_null(strstr(journal,
			       "PRIORITY=6\tMESSAGE=enabled 2 virtual functions of " PF
			       "\tSYSLOG_IDENTIFIER=gvmctl\tGVM_OPERATION=enable\tGVM_PARENT=" PF
			       "\tGVM_DURATION_US="));
	assert_non_null(strstr(journal,
			       "MESSAGE=disabled 2 virtual functions of " PF
			       "\tSYSLOG_IDENTIFIER=gvmctl\tGVM_OPERATION=disable"));
	assert_non_null(strchr(journal, '\n'));
	assert_null(strchr(strchr(journal, '\n') + 1, '\n'));
}

/**
 * @brief Without order nothing is changed, not even the lock is made.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_dry_run_changes_nothing(void **state)
{
	const struct gvm_sriov_wish wish = { 2, GVM_SRIOV_NO, true };
	struct fake_host *fake = *state;
	g_autoptr(gvm_sriov) off = NULL;
	g_autoptr(gvm_sriov) on = NULL;
	g_autofree char *log = NULL;

	on = gvm_sriov_enable(&fake->host, PF, &wish, NULL);
	assert_int_equal(on->steps->len, 2);
	assert_int_equal(fake_sriov_set(fake->root, PF, 1), 0);
	off = gvm_sriov_disable(&fake->host, PF, true, NULL);
	assert_int_equal(off->steps->len, 1);
	expect_device(fake, 1, true);
	log = fake_kernel_log(fake->root);
	assert_null(strstr(log, "store"));
	assert_false(fake_tree_exists(fake->root, GVM_CLAIMS_LOCK));
}

/**
 * @brief Insist that nobody else has the lock during a write.
 * @param watch  The machine.
 * @param op     The operation.
 * @param path   Unused.
 * @param after  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_lock(struct watch *watch, const char *op, const char *path,
			bool after)
{
	g_autofree char *lock = NULL;
	gvm_autofd int fd = -1;

	(void)path;
	(void)after;
	if (!g_str_has_prefix(op, "store"))
		return;
	lock = g_build_filename(watch->fake->root, GVM_CLAIMS_LOCK, NULL);
	fd = open(lock, O_RDWR | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), -1);
	watch->until++;
}

/**
 * @brief The lock is held at each write, and free afterwards.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_lock_is_held_meanwhile(void **state)
{
	const struct gvm_sriov_wish wish = { 2, GVM_SRIOV_NO, false };
	struct fake_host *fake = *state;
	g_autoptr(gvm_sriov) off = NULL;
	g_autoptr(gvm_sriov) on = NULL;
	gvm_autofd int lock = -1;
	struct watch watch;

	watch_open(&watch, fake, expect_lock);
	on = gvm_sriov_enable(&watch.host, PF, &wish, NULL);
	off = gvm_sriov_disable(&watch.host, PF, false, NULL);
	watch_close(&watch);
	assert_non_null(off);
	assert_int_equal(watch.until, 6);
	assert_true(gvm_claims_lock(&fake->host, &lock, NULL));
}

/**
 * @brief Let the driver take the device at the third wait.
 * @param watch  The machine.
 * @param op     The operation.
 * @param path   Unused.
 * @param after  Whether it has been done.
 * @norestriction
 * @sideeffect May give the device to its driver.
 * @nofailure
 */
static void come(struct watch *watch, const char *op, const char *path,
		 bool after)
{
	(void)path;
	if (after && g_str_equal(op, "wait") && ++watch->until == 3)
		fake_pci_probe(watch->fake->root, PF);
}

/**
 * @brief A driver is waited for until it is there, within a bound.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_driver_is_waited_for(void **state)
{
	struct fake_host *fake = *state;
	struct watch watch;

	gvm_sriov_wait(&fake->host, PF, 600);
	assert_int_equal(gvm_host_now(&fake->host), FAKE_BOOT_TIME);
	fake_pci_give(fake->root, PF, NULL);
	fake_tree_file(fake->root, DIR "/driver_override", "(null)\n");
	watch_open(&watch, fake, come);
	gvm_sriov_wait(&watch.host, PF, 600);
	watch_close(&watch);
	assert_int_equal(watch.until, 3);

	fake_tree_remove(fake->root, ".fake/now");
	gvm_sriov_wait(&fake->host, "0000:04:00.0", 5);
	assert_int_equal(gvm_host_now(&fake->host), FAKE_BOOT_TIME + 5);
	gvm_sriov_wait(&fake->host, "0000:04:00.0", 0);
	assert_int_equal(gvm_host_now(&fake->host), FAKE_BOOT_TIME + 5);
}

/**
 * @brief Nothing can be taken away from a device that no driver has.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void disabling_takes_a_driver_too(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	assert_int_equal(fake_sriov_set(fake->root, PF, 1), 0);
	fake_pci_give(fake->root, PF, NULL);
	assert_null(gvm_sriov_disable(&fake->host, PF, false, &err));
	unit_expect_error(err, GVM_ERROR_UNSUPPORTED, "no driver has " PF);
	expect_device(fake, 1, true);
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
		unit_row(a_failure_is_undone, setup),
		unit_row(nothing_is_undone_while_the_driver_is_at_it, setup),
		unit_row(the_first_failure_ends_it, setup),
		unit_row(what_is_done_is_told, setup),
		unit_row(a_dry_run_changes_nothing, setup),
		unit_row(the_lock_is_held_meanwhile, setup),
		unit_row(a_driver_is_waited_for, setup),
		unit_row(disabling_takes_a_driver_too, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
