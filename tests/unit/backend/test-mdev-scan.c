// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of reading parents.
 */
#include "unit.h"
#include "backend/mdev-scan.h"

/** @brief A parent of most tests. */
#define PARENT "0000:41:00.4"

/**
 * @brief Give a test a machine with two GPUs.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	*state = fake_host_new("a10-two");

	return 0;
}

/**
 * @brief Read the parents of a machine.
 * @param fake  The machine.
 * @return A new array.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static GPtrArray *scan(struct fake_host *fake)
{
	g_autoptr(GPtrArray) parents =
		g_ptr_array_new_with_free_func((GDestroyNotify)gvm_parent_free);
	g_autoptr(GError) err = NULL;

	unit_expect_success(gvm_mdev_scan_parents(&fake->host, NULL, parents,
						  &err),
			    err);

	return g_steal_pointer(&parents);
}

/**
 * @brief Everything that a virtual function tells is read.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_virtual_function_is_read(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) parents = scan(fake);
	const struct gvm_parent *parent =
		gvm_parent_find(parents, "0000:81:00.5");

	assert_int_equal(parents->len, 8);
	assert_non_null(parent);
	assert_string_equal(parent->nodedev, "pci_0000_81_00_5");
	assert_string_equal(parent->physfn, "0000:81:00.0");
	assert_string_equal(parent->driver, "nvidia");
	assert_int_equal(parent->vendor, 0x10de);
	assert_int_equal(parent->device, 0x2236);
	assert_int_equal(parent->subvendor, 0x10de);
	assert_int_equal(parent->subdevice, 0x1482);
	assert_int_equal(parent->numa_node, 1);
	assert_string_equal(parent->backend, "mdev");
	assert_int_equal(parent->types->len, 0);
}

/**
 * @brief A parent that is no PCI device has libvirt's name for it.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_parent_need_not_be_pci(void **state)
{
	struct fake_host *fake = fake_host_new("mtty");
	g_autoptr(GPtrArray) parents = scan(fake);
	const struct gvm_parent *parent = gvm_parent_find(parents, "mtty_mtty");

	fake_host_free(*state);
	*state = fake;

	assert_int_equal(parents->len, 1);
	assert_non_null(parent);
	assert_string_equal(parent->address, "mtty");
	assert_int_equal(parent->vendor, 0);
	assert_null(parent->physfn);
	assert_null(parent->driver);
	assert_int_equal(parent->numa_node, GVM_NUMA_UNKNOWN);
}

/**
 * @brief A physical function has no other above it, and may have no NUMA node.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_physical_function_is_read(void **state)
{
	struct fake_host *fake = fake_host_new("gvtg");
	g_autoptr(GPtrArray) parents = scan(fake);
	const struct gvm_parent *parent = g_ptr_array_index(parents, 0);

	fake_host_free(*state);
	*state = fake;

	assert_int_equal(parents->len, 1);
	assert_null(parent->physfn);
	assert_string_equal(parent->driver, "i915");
	assert_int_equal(parent->numa_node, GVM_NUMA_UNKNOWN);
}

/**
 * @brief A machine without mdev has no parents, and that is no error.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_machine_without_mdev_has_no_parents(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) parents = NULL;

	fake_tree_remove(fake->root, "sys/class/mdev_bus");

	parents = scan(fake);
	assert_int_equal(parents->len, 0);
}

/**
 * @brief A list of parents that cannot be read is an error, not an empty list.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_unreadable_list_is_an_error(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) parents = g_ptr_array_new();
	g_autoptr(GError) err = NULL;

	fake_tree_remove(fake->root, "sys/class/mdev_bus");
	fake_tree_link(fake->root, "sys/class/mdev_bus", "sys/class/mdev_bus");

	assert_false(gvm_mdev_scan_parents(&fake->host, NULL, parents,
					   &err));
	unit_expect_error(err, GVM_ERROR_FAILED, "/sys/class/mdev_bus");
}

/**
 * @brief A parent that is just gone, or has an impossible name, is left out.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_vanished_parent_is_left_out(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) parents = NULL;

	fake_tree_remove(fake->root, "sys/devices/pci0000:41/" PARENT);
	fake_tree_dir(fake->root, "sys/class/mdev_bus/bad\nname");

	parents = scan(fake);
	assert_int_equal(parents->len, 7);
	assert_null(gvm_parent_find(parents, PARENT));
}

/**
 * @brief A parent whose files say nonsense is still a parent.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nonsense_in_the_files_of_a_parent_is_ignored(void **state)
{
	static const char *const rows[] = {
		"", "=", "DRIVER", "PCI_ID=", "PCI_ID=10DE", "PCI_ID=x:y",
		"PCI_ID=10DE:", "PCI_ID=110DE:12236", "PCI_ID=10DE:2236:1",
		"PCI_ID=FFFFFFFFFFFFFFFFF:1",
	};
	struct fake_host *fake = *state;

	fake_tree_file(fake->root, "sys/class/mdev_bus/" PARENT "/numa_node",
		       "seven\n");
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GPtrArray) parents = NULL;
		const struct gvm_parent *parent;

		fake_tree_file(fake->root,
			       "sys/class/mdev_bus/" PARENT "/uevent",
			       rows[i]);
		parents = scan(fake);
		parent = gvm_parent_find(parents, PARENT);
		assert_non_null(parent);
		assert_int_equal(parent->numa_node, GVM_NUMA_UNKNOWN);
		if (parent->device || parent->driver)
			fail_msg("'%s' was understood", rows[i]);
	}
}

/**
 * @brief Sixty-four parents are all found, each with its types.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void many_parents_are_read(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) parents = NULL;

	fake_gpu_a10(fake->root, "0000:c1:00.0", 2, 28);
	fake_gpu_a10(fake->root, "0000:e1:00.0", 3, 28);

	parents = scan(fake);
	assert_int_equal(parents->len, 64);
	for (unsigned int i = 0; i < parents->len; i++) {
		struct gvm_parent *parent = g_ptr_array_index(parents, i);

		assert_true(gvm_mdev_scan_types(&fake->host, parent, NULL,
						NULL));
		assert_int_equal(parent->types->len, fake_a10_n_types);
	}
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
		unit_row(a_virtual_function_is_read, setup),
		unit_row(a_parent_need_not_be_pci, setup),
		unit_row(a_physical_function_is_read, setup),
		unit_row(a_machine_without_mdev_has_no_parents, setup),
		unit_row(an_unreadable_list_is_an_error, setup),
		unit_row(a_vanished_parent_is_left_out, setup),
		unit_row(nonsense_in_the_files_of_a_parent_is_ignored, setup),
		unit_row(many_parents_are_read, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
