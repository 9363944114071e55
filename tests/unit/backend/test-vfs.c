// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of reading a physical function and its virtual functions.
 */
#include "unit.h"
#include "backend/vfs.h"

#include "fake-pci.h"
#include "fake-sriov.h"

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
	*state = fake_host_new("arc-pro");

	return 0;
}

/**
 * @brief Insist that a function cannot be read.
 * @param fake     The machine.
 * @param address  The function.
 * @param code     Code of the error.
 * @param part     What its sentence must contain.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void refuse(struct fake_host *fake, const char *address,
		   enum gvm_error code, const char *part)
{
	g_autoptr(GError) err = NULL;
	g_autoptr(gvm_vfs) vfs = gvm_vfs_load(&fake->host, address, &err);

	assert_null(vfs);
	unit_expect_error(err, code, part);
}

/**
 * @brief Read the function of the machine, which must work.
 * @param fake  The machine.
 * @return What was read.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static struct gvm_vfs *load(struct fake_host *fake)
{
	g_autoptr(GError) err = NULL;
	struct gvm_vfs *vfs = gvm_vfs_load(&fake->host, PF, &err);

	unit_expect_success(vfs, err);

	return vfs;
}

/**
 * @brief A device without virtual functions tells how many it can have.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_can_be_is_told(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_vfs) vfs = load(fake);

	assert_string_equal(vfs->address, PF);
	assert_string_equal(vfs->driver, "xe");
	assert_int_equal(vfs->total, 12);
	assert_int_equal(vfs->list->len, 0);
	assert_true(vfs->autoprobe);
}

/**
 * @brief Virtual functions are listed in order, each with its driver.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_there_is_told(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_vfs) vfs = NULL;

	assert_int_equal(fake_sriov_set(fake->root, PF, 12), 0);
	fake_pci_give(fake->root, "0000:03:00.2", "vfio-pci");
	fake_pci_give(fake->root, "0000:03:00.3", NULL);
	fake_tree_file(fake->root, DIR "/sriov_drivers_autoprobe", "0\n");
	vfs = load(fake);

	assert_false(vfs->autoprobe);
	assert_int_equal(vfs->list->len, 12);
	for (unsigned int i = 0; i < vfs->list->len; i++) {
		const struct gvm_vf *vf = g_ptr_array_index(vfs->list, i);
		g_autofree char *address = NULL;

		address = g_strdup_printf("0000:03:%02x.%x", (i + 1) / 8,
					  (i + 1) % 8);
		assert_string_equal(vf->address, address);
		if (i == 2)
			assert_null(vf->driver);
		else
			assert_string_equal(vf->driver,
					    i == 1 ? "vfio-pci" : "xe");
	}
}

/**
 * @brief Nothing but a link to a function is taken for one.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void only_links_to_functions_count(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_vfs) vfs = NULL;

	fake_tree_file(fake->root, DIR "/virtfn0", "");
	fake_tree_link(fake->root, DIR "/virtfnx", DIR);
	fake_tree_link(fake->root, DIR "/virtfn1", "sys/class");
	vfs = load(fake);

	assert_int_equal(vfs->list->len, 0);
}

/**
 * @brief The number of virtual functions is not read from the file that can
 * make a reader wait for ever.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_file_with_the_number_is_not_read(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_vfs) vfs = NULL;

	assert_int_equal(fake_sriov_set(fake->root, PF, 2), 0);
	fake_tree_remove(fake->root, DIR "/sriov_numvfs");
	vfs = load(fake);

	assert_int_equal(vfs->list->len, 2);
	assert_int_equal(gvm_vfs_count(&fake->host, PF), 2);
}

/**
 * @brief What has no virtual functions is told from what is not there.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_has_none_is_refused(void **state)
{
	struct fake_host *fake = *state;

	assert_int_equal(fake_sriov_set(fake->root, PF, 1), 0);
	refuse(fake, "0000:04:00.0", GVM_ERROR_NOT_FOUND,
	       "no PCI device 0000:04:00.0");
	refuse(fake, "0000:03:00.1", GVM_ERROR_UNSUPPORTED,
	       "physical function, which is " PF);
	fake_tree_file(fake->root, DIR "/sriov_totalvfs", "0\n");
	refuse(fake, PF, GVM_ERROR_UNSUPPORTED, "has no SR-IOV");
	fake_tree_file(fake->root, DIR "/sriov_totalvfs", "many\n");
	refuse(fake, PF, GVM_ERROR_UNSUPPORTED, "has no SR-IOV");
	fake_tree_remove(fake->root, DIR "/sriov_totalvfs");
	refuse(fake, PF, GVM_ERROR_UNSUPPORTED, "has no SR-IOV");
}

/**
 * @brief A kernel that does not tell about probing offers functions to
 * drivers, and a device may have no driver.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_not_told_is_assumed(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_vfs) vfs = NULL;

	fake_tree_remove(fake->root, DIR "/sriov_drivers_autoprobe");
	fake_pci_give(fake->root, PF, NULL);
	vfs = load(fake);

	assert_true(vfs->autoprobe);
	assert_null(vfs->driver);
}

/**
 * @brief Whatever has no virtual functions has 0.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void anything_can_be_counted(void **state)
{
	struct fake_host *fake = *state;

	assert_int_equal(gvm_vfs_count(&fake->host, PF), 0);
	assert_int_equal(fake_sriov_set(fake->root, PF, 12), 0);
	assert_int_equal(gvm_vfs_count(&fake->host, PF), 12);
	assert_int_equal(gvm_vfs_count(&fake->host, "0000:03:00.1"), 0);
	assert_int_equal(gvm_vfs_count(&fake->host, "0000:04:00.0"), 0);
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
		unit_row(what_can_be_is_told, setup),
		unit_row(what_is_there_is_told, setup),
		unit_row(only_links_to_functions_count, setup),
		unit_row(the_file_with_the_number_is_not_read, setup),
		unit_row(what_has_none_is_refused, setup),
		unit_row(what_is_not_told_is_assumed, setup),
		unit_row(anything_can_be_counted, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
