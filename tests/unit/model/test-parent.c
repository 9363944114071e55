// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of parents and the names they go by.
 */
#include "unit.h"
#include "model/parent.h"

/**
 * @brief The name is the one that libvirt makes.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_node_device_has_the_name_libvirt_gives(void **state)
{
	g_autofree char *pci = gvm_parent_nodedev("pci", "0000:41:00.4");
	g_autofree char *mtty = gvm_parent_nodedev("mtty", "mtty");
	g_autofree char *bare = gvm_parent_nodedev(NULL, "a-b");
	g_autofree char *mdev = gvm_parent_mdev_nodedev(FAKE_UUID_1,
							"0000:41:00.4");

	(void)state;
	assert_string_equal(pci, "pci_0000_41_00_4");
	assert_string_equal(mtty, "mtty_mtty");
	assert_string_equal(bare, "a_b");
	assert_string_equal(mdev,
			    "mdev_c2177883_f1bb_47f0_914d_32a22e3a8801_0000_41_00_4");
}

/**
 * @brief People may use any of a parent's names.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_parent_goes_by_all_its_names(void **state)
{
	g_autoptr(gvm_parent) parent =
		gvm_parent_new("0000:c1:00.4", "pci", "mdev");

	(void)state;
	assert_true(gvm_parent_is(parent, "0000:c1:00.4"));
	assert_true(gvm_parent_is(parent, "0000:C1:00.4"));
	assert_true(gvm_parent_is(parent, "pci_0000_c1_00_4"));
	assert_false(gvm_parent_is(parent, "c1:00.4"));
	parent->vendor = 0x10de;
	assert_true(gvm_parent_is(parent, "c1:00.4"));
	assert_true(gvm_parent_is(parent, "C1:00.4"));
	assert_false(gvm_parent_is(parent, "c1:00"));
	assert_false(gvm_parent_is(parent, ""));
	assert_false(gvm_parent_is(parent, "0000:c1:00.40"));
}

/**
 * @brief A new parent knows nothing that it was not told.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_new_parent_is_empty(void **state)
{
	g_autoptr(gvm_parent) parent = gvm_parent_new("x", NULL, "mdev");

	(void)state;
	assert_int_equal(parent->numa_node, GVM_NUMA_UNKNOWN);
	assert_int_equal(parent->types->len, 0);
	assert_null(gvm_parent_type(parent, "nvidia-588"));
}

/**
 * @brief Parents and types are found by name, and only by a whole one.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void parents_and_types_are_found(void **state)
{
	g_autoptr(GPtrArray) all =
		g_ptr_array_new_with_free_func((GDestroyNotify)gvm_parent_free);
	struct gvm_type *type = g_new0(struct gvm_type, 1);
	struct gvm_parent *second;

	(void)state;
	g_ptr_array_add(all, gvm_parent_new("0000:81:00.4", "pci", "mdev"));
	second = gvm_parent_new("0000:41:00.4", "pci", "mdev");
	g_ptr_array_add(all, second);
	type->id = g_strdup("nvidia-588");
	g_ptr_array_add(second->types, type);

	assert_ptr_equal(gvm_parent_find(all, "pci_0000_41_00_4"), second);
	assert_null(gvm_parent_find(all, "pci_0000_41_00"));
	assert_ptr_equal(gvm_parent_type(second, "nvidia-588"), type);
	assert_null(gvm_parent_type(second, "nvidia-58"));
	g_ptr_array_sort(all, gvm_parent_compare);
	assert_ptr_equal(g_ptr_array_index(all, 0), second);
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
		cmocka_unit_test(a_node_device_has_the_name_libvirt_gives),
		cmocka_unit_test(a_parent_goes_by_all_its_names),
		cmocka_unit_test(a_new_parent_is_empty),
		cmocka_unit_test(parents_and_types_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
