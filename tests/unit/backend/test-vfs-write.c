// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of enabling virtual functions and of taking them away.
 */
#include "unit.h"
#include "backend/vfs-write.h"

#include <errno.h>

#include "fake-pci.h"
#include "fake-sriov.h"

/** @brief The physical function of the machine. */
#define PF "0000:03:00.0"
/** @brief Its directory. */
#define DIR "sys/bus/pci/devices/" PF
/** @brief What is written to change the number. */
#define NUMBER "*/sriov_numvfs"

/** @brief A machine whose driver does something else than it is told. */
struct station {
	struct gvm_host host;		/**< The machine; the first member. */
	struct gvm_host_ops ops;	/**< Its operations. */
	unsigned int short_of;		/**< How many fewer it enables. */
	unsigned int late;		/**< Waits until one has a driver. */
	unsigned int writes;		/**< How often it was told a number. */
	int rc;				/**< What it answers, if not 0. */
};

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
	*state = fake_host_new("arc-pro");

	return 0;
}

/**
 * @brief Be a driver that enables fewer functions than it was asked for.
 * @param host        The machine of a station.
 * @param path        As for gvm_host_store_detached().
 * @param value       As for gvm_host_store_detached().
 * @param timeout_ms  As for gvm_host_store_detached().
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect Makes functions.
 * @failure As for gvm_host_store_detached().
 */
static int station_store(struct gvm_host *host, const char *path,
			 const char *value, unsigned int timeout_ms)
{
	struct station *here = (struct station *)host;
	unsigned int number = g_ascii_strtoull(value, NULL, 10);
	g_autofree char *less = NULL;
	int rc;

	here->writes++;
	number -= MIN(number, here->short_of);
	less = g_strdup_printf("%u", number);
	rc = fake_kernel_ops.store_detached(host, path, less, timeout_ms);

	return here->rc ? here->rc : rc;
}

/**
 * @brief Be the wait, in which a function is at last given to its driver.
 * @param host  The machine of a station.
 * @param ms    Milliseconds.
 * @norestriction
 * @sideeffect May give a function to its driver.
 * @nofailure
 */
static void station_wait(struct gvm_host *host, unsigned int ms)
{
	struct station *here = (struct station *)host;

	fake_kernel_ops.wait(host, ms);
	if (here->late > 0 && --here->late == 0)
		fake_pci_probe(host->root, "0000:03:00.2");
}

/**
 * @brief Make a machine out of another.
 * @param here  Filled.
 * @param fake  The machine.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static void station_init(struct station *here, const struct fake_host *fake)
{
	*here = (struct station) { .ops = fake_kernel_ops };
	here->ops.store_detached = station_store;
	here->ops.wait = station_wait;
	gvm_host_init(&here->host, fake->root, &here->ops);
}

/**
 * @brief Change the number of virtual functions.
 * @param host    The machine.
 * @param number  How many there shall be.
 * @param err     Where to store the error.
 * @return What gvm_vfs_set() returns.
 * @norestriction
 * @sideeffect Those of gvm_vfs_set().
 * @failure Those of gvm_vfs_set().
 */
static bool set(struct gvm_host *host, unsigned int number, GError **err)
{
	g_autoptr(gvm_vfs) vfs = gvm_vfs_load(host, PF, NULL);

	assert_non_null(vfs);

	return gvm_vfs_set(host, vfs, number, err);
}

/**
 * @brief Count the virtual functions.
 * @param host  The machine.
 * @return How many there are.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static unsigned int count(struct gvm_host *host)
{
	g_autoptr(gvm_vfs) vfs = gvm_vfs_load(host, PF, NULL);

	assert_non_null(vfs);

	return vfs->list->len;
}

/**
 * @brief Functions come and go, and nothing waits for a driver that there is
 * not.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void functions_come_and_go(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) first = NULL;
	g_autoptr(GError) second = NULL;
	g_autoptr(GError) third = NULL;

	unit_expect_success(set(&fake->host, 12, &first), first);
	assert_int_equal(count(&fake->host), 12);
	unit_expect_success(set(&fake->host, 0, &second), second);
	assert_int_equal(count(&fake->host), 0);
	fake_tree_file(fake->root, ".fake/pci/" PF "/sriov/driver", "");
	unit_expect_success(set(&fake->host, 3, &third), third);
	assert_int_equal(count(&fake->host), 3);
	assert_int_equal(gvm_host_now(&fake->host), FAKE_BOOT_TIME);
}

/**
 * @brief A driver that has not answered yet is not disturbed: what it has
 * enabled so far stays.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_driver_that_is_at_it_is_left_alone(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;
	struct station here;

	station_init(&here, fake);
	here.short_of = 1;
	here.rc = -EINPROGRESS;

	assert_false(set(&here.host, 4, &err));
	unit_expect_error(err, GVM_ERROR_BUSY, "and goes on");
	assert_int_equal(here.writes, 1);
	assert_int_equal(count(&here.host), 3);
	gvm_host_close(&here.host);
}

/**
 * @brief A driver that waits for a program to let go holds nobody for long.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_driver_that_waits_is_not_waited_for(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *blocked = NULL;
	g_autoptr(GError) err = NULL;

	assert_int_equal(fake_sriov_set(fake->root, PF, 2), 0);
	fake_pci_give(fake->root, "0000:03:00.1", "vfio-pci");
	fake_pci_hold(fake->root, "0000:03:00.1", true);
	assert_false(set(&fake->host, 0, &err));
	unit_expect_error(err, GVM_ERROR_BUSY, "and goes on");
	assert_true(gvm_host_now(&fake->host) <= FAKE_BOOT_TIME + 60);
	blocked = fake_host_blocked(fake);
	assert_string_equal(blocked, "0000:03:00.1");
}

/**
 * @brief All or nothing: what a driver enables in part is taken away again.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_part_is_taken_away_again(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;
	struct station here;

	station_init(&here, fake);
	here.short_of = 1;

	assert_false(set(&here.host, 4, &err));
	unit_expect_error(err, GVM_ERROR_FAILED,
			  "has 3 virtual functions, not 4");
	assert_int_equal(count(&here.host), 0);
	gvm_host_close(&here.host);
}

/**
 * @brief A driver that says yes and does nothing is told of.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void success_is_not_believed(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) off = NULL;
	g_autoptr(GError) on = NULL;

	fake_script_fail(fake->root, "store", NUMBER, 0, 1, 0);
	assert_false(set(&fake->host, 4, &on));
	unit_expect_error(on, GVM_ERROR_FAILED,
			  "has 0 virtual functions, not 4");
	assert_int_equal(fake_sriov_set(fake->root, PF, 2), 0);
	fake_script_fail(fake->root, "store", NUMBER, 0, 1, 0);
	assert_false(set(&fake->host, 0, &off));
	unit_expect_error(off, GVM_ERROR_FAILED,
			  "has 2 virtual functions, not 0");
	assert_int_equal(count(&fake->host), 2);
}

/**
 * @brief Drivers that are given functions one after the other are waited for,
 * within a bound, and not where they are not offered any.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void drivers_are_waited_for(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) first = NULL;
	g_autoptr(GError) second = NULL;
	g_autoptr(GError) third = NULL;
	g_autoptr(gvm_vfs) vfs = NULL;
	struct station here;
	const struct gvm_vf *vf;

	assert_int_equal(fake_sriov_set(fake->root, PF, 2), 0);
	fake_pci_give(fake->root, "0000:03:00.2", NULL);
	station_init(&here, fake);
	here.late = 3;
	unit_expect_success(set(&here.host, 2, &first), first);
	vfs = gvm_vfs_load(&here.host, PF, NULL);
	vf = g_ptr_array_index(vfs->list, 1);
	assert_string_equal(vf->driver, "xe");

	fake_pci_give(fake->root, "0000:03:00.2", NULL);
	unit_expect_success(set(&here.host, 2, &second), second);
	assert_in_range(gvm_host_now(&here.host), FAKE_BOOT_TIME + 4,
			FAKE_BOOT_TIME + 10);

	fake_tree_file(fake->root, DIR "/sriov_drivers_autoprobe", "0\n");
	fake_tree_remove(fake->root, ".fake/now");
	unit_expect_success(set(&here.host, 2, &third), third);
	assert_int_equal(gvm_host_now(&here.host), FAKE_BOOT_TIME);
	gvm_host_close(&here.host);
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
		unit_row(functions_come_and_go, setup),
		unit_row(a_driver_that_is_at_it_is_left_alone, setup),
		unit_row(a_driver_that_waits_is_not_waited_for, setup),
		unit_row(a_part_is_taken_away_again, setup),
		unit_row(success_is_not_believed, setup),
		unit_row(drivers_are_waited_for, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
