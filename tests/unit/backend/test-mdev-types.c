// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of reading the types of a parent.
 */
#include "unit.h"
#include "backend/mdev-scan.h"

/** @brief A parent of most tests. */
#define PARENT "0000:41:00.4"
/** @brief Where its types are. */
#define TYPES "sys/class/mdev_bus/" PARENT "/mdev_supported_types"

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
 * @brief Read the types of a parent.
 * @param fake  The machine.
 * @param name  Name of the parent.
 * @param only  Id of the one type to read, or NULL.
 * @return A new parent with its types.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static struct gvm_parent *scan_types(struct fake_host *fake, const char *name,
				     const char *only)
{
	g_autoptr(gvm_parent) parent = gvm_parent_new(name, "pci", "mdev");
	g_autoptr(GError) err = NULL;

	unit_expect_success(gvm_mdev_scan_types(&fake->host, parent, only,
						&err), err);

	return g_steal_pointer(&parent);
}

/**
 * @brief Everything that a type tells is read.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_type_is_read(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_parent) parent = scan_types(fake, PARENT, NULL);
	const struct gvm_type *type = gvm_parent_type(parent, "nvidia-592");

	assert_int_equal(parent->types->len, fake_a10_n_types);
	assert_non_null(type);
	assert_string_equal(type->name, "NVIDIA A10-4Q");
	assert_string_equal(type->device_api, "vfio-pci");
	assert_int_equal(type->available, 1);
	assert_true(type->info.framebuffer == UINT64_C(4096) << 20);
	assert_int_equal(type->info.max_instances, 6);
}

/**
 * @brief Only the type that is asked for is looked at.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void one_type_is_read_alone(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_parent) one = scan_types(fake, PARENT, "nvidia-592");
	g_autoptr(gvm_parent) none = scan_types(fake, PARENT, "nvidia-1");
	g_autoptr(gvm_parent) bad = scan_types(fake, PARENT,
						"./nvidia-592");

	assert_int_equal(one->types->len, 1);
	assert_int_equal(none->types->len, 0);
	assert_int_equal(bad->types->len, 0);
}

/**
 * @brief Types are in the order of their numbers.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void types_are_ordered_by_number(void **state)
{
	static const struct fake_type more[] = {
		{ "nvidia-1001", "x", "vfio-pci", NULL, 1 },
		{ "nvidia-66", "x", "vfio-pci", NULL, 1 },
	};
	struct fake_host *fake = *state;
	g_autoptr(gvm_parent) parent = NULL;
	const struct gvm_type *first;
	const struct gvm_type *last;

	fake_gpu_type(fake->root, PARENT, &more[0]);
	fake_gpu_type(fake->root, PARENT, &more[1]);

	parent = scan_types(fake, PARENT, NULL);
	first = g_ptr_array_index(parent->types, 0);
	last = g_ptr_array_index(parent->types, parent->types->len - 1);
	assert_string_equal(first->id, "nvidia-66");
	assert_string_equal(last->id, "nvidia-1001");
}

/**
 * @brief One type that cannot be read does not hide the others.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_unreadable_type_is_left_out(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_parent) parent = NULL;

	fake_tree_remove(fake->root, TYPES "/nvidia-588/device_api");
	fake_tree_remove(fake->root, TYPES "/nvidia-590/available_instances");
	fake_tree_remove(fake->root, TYPES "/nvidia-591/available_instances");
	fake_tree_dir(fake->root, TYPES "/nvidia-591/available_instances");
	fake_tree_dir(fake->root, TYPES "/bad\ntype");

	parent = scan_types(fake, PARENT, NULL);
	assert_int_equal(parent->types->len, fake_a10_n_types - 3);
	assert_non_null(gvm_parent_type(parent, "nvidia-592"));
}

/**
 * @brief A type without name and description, as older kernels have, is a
 * type.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_type_may_lack_name_and_description(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_parent) parent = NULL;
	const struct gvm_type *type;

	fake_tree_remove(fake->root, TYPES "/nvidia-588/name");
	fake_tree_remove(fake->root, TYPES "/nvidia-588/description");

	parent = scan_types(fake, PARENT, "nvidia-588");
	type = gvm_parent_type(parent, "nvidia-588");
	assert_non_null(type);
	assert_null(type->name);
	assert_null(type->info.text);
	assert_int_equal(type->available, 1);
}

/**
 * @brief A count that is no count is none left.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nonsense_counts_as_no_instances(void **state)
{
	static const char *const rows[] = {
		"", "\n", "-1\n", "many\n", "1 2\n", "4294967296\n", "0x\n",
	};
	struct fake_host *fake = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(gvm_parent) parent = NULL;
		const struct gvm_type *type;

		fake_tree_file(fake->root,
			       TYPES "/nvidia-588/available_instances",
			       rows[i]);
		parent = scan_types(fake, PARENT, "nvidia-588");
		type = gvm_parent_type(parent, "nvidia-588");
		assert_non_null(type);
		assert_int_equal(type->available, 0);
	}
}

/**
 * @brief Active vGPUs are counted, whatever their type, and nothing else is.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void active_vgpus_are_counted(void **state)
{
	struct fake_host *fake = fake_host_new("turing");
	g_autoptr(gvm_parent) parent = NULL;

	fake_host_free(*state);
	*state = fake;
	fake_gpu_vgpu(fake->root, "0000:3b:00.0", "nvidia-222", FAKE_UUID_1);
	fake_gpu_vgpu(fake->root, "0000:3b:00.0", "nvidia-231", FAKE_UUID_2);

	parent = scan_types(fake, "0000:3b:00.0", "nvidia-234");
	assert_int_equal(parent->active, 2);
	assert_int_equal(parent->types->len, 1);
}

/**
 * @brief Reading again replaces what was known.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void reading_again_replaces_the_types(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_parent) parent = scan_types(fake, PARENT, NULL);

	fake_gpu_vgpu(fake->root, PARENT, "nvidia-588", FAKE_UUID_1);

	assert_true(gvm_mdev_scan_types(&fake->host, parent, NULL, NULL));
	assert_int_equal(parent->types->len, fake_a10_n_types);
	assert_int_equal(parent->active, 1);
	assert_int_equal(gvm_parent_type(parent, "nvidia-588")->available, 0);
}

/**
 * @brief A parent that is gone has no types, and that is no error.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_vanished_parent_has_no_types(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_parent) gone = scan_types(fake, "0000:99:00.0", NULL);
	g_autoptr(gvm_parent) bad = gvm_parent_new("../..", "pci", "mdev");
	g_autoptr(GError) err = NULL;

	assert_int_equal(gone->types->len, 0);
	assert_int_equal(gone->active, 0);
	assert_false(gvm_mdev_scan_types(&fake->host, bad, NULL, &err));
	unit_expect_error(err, GVM_ERROR_INVALID, "parent");
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
		unit_row(a_type_is_read, setup),
		unit_row(one_type_is_read_alone, setup),
		unit_row(types_are_ordered_by_number, setup),
		unit_row(an_unreadable_type_is_left_out, setup),
		unit_row(a_type_may_lack_name_and_description, setup),
		unit_row(nonsense_counts_as_no_instances, setup),
		unit_row(active_vgpus_are_counted, setup),
		unit_row(reading_again_replaces_the_types, setup),
		unit_row(a_vanished_parent_has_no_types, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
