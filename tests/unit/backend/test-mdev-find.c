// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of reading the mediated devices that exist.
 */
#include "unit.h"
#include "backend/mdev-find.h"

/** @brief The list of devices. */
#define DEVICES "sys/bus/mdev/devices"

/**
 * @brief Give a test a machine with two vGPUs of one type.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	struct fake_host *fake = fake_host_new("turing");

	fake_gpu_vgpu(fake->root, "0000:3b:00.0", "nvidia-231", FAKE_UUID_2);
	fake_gpu_vgpu(fake->root, "0000:3b:00.0", "nvidia-231", FAKE_UUID_1);
	*state = fake;

	return 0;
}

/**
 * @brief Read all vGPUs of a machine.
 * @param fake  The machine.
 * @return A new array.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static GPtrArray *find_all(struct fake_host *fake)
{
	g_autoptr(GPtrArray) vgpus =
		g_ptr_array_new_with_free_func((GDestroyNotify)gvm_vgpu_free);
	g_autoptr(GError) err = NULL;

	unit_expect_success(gvm_mdev_find_all(&fake->host, vgpus, &err), err);

	return g_steal_pointer(&vgpus);
}

/**
 * @brief Every vGPU is read with all that is known about it.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void all_vgpus_are_read(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) vgpus = find_all(fake);

	assert_int_equal(vgpus->len, 2);
	for (unsigned int i = 0; i < vgpus->len; i++) {
		const struct gvm_vgpu *vgpu = g_ptr_array_index(vgpus, i);

		assert_string_equal(vgpu->uuid, i ? FAKE_UUID_2 : FAKE_UUID_1);
		assert_string_equal(vgpu->iommu_group, i ? "1" : "2");
		assert_string_equal(vgpu->parent, "0000:3b:00.0");
		assert_string_equal(vgpu->type, "nvidia-231");
		assert_string_equal(vgpu->type_name, "GRID T4-2Q");
		assert_string_equal(vgpu->device_api, "vfio-pci");
		assert_string_equal(vgpu->backend, "mdev");
	}
}

/**
 * @brief A machine without mdev has no vGPUs, and that is no error.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_machine_without_mdev_has_no_vgpus(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) vgpus = NULL;

	fake_tree_remove(fake->root, DEVICES);

	vgpus = find_all(fake);
	assert_int_equal(vgpus->len, 0);
}

/**
 * @brief Entries that are gone or no devices do not hide the others.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_has_vanished_is_left_out(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) vgpus = NULL;

	fake_tree_link(fake->root, DEVICES "/" FAKE_UUID_3,
		       "sys/devices/gone/0000:99:00.0/" FAKE_UUID_3);
	fake_tree_file(fake->root, DEVICES "/not-a-uuid", "");
	fake_tree_remove(fake->root,
			 DEVICES "/" FAKE_UUID_2 "/mdev_type");

	vgpus = find_all(fake);
	assert_int_equal(vgpus->len, 1);
}

/**
 * @brief A vGPU without a group or words for its type is still there.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_vgpu_may_lack_group_and_words(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_vgpu) vgpu = NULL;

	fake_tree_remove(fake->root, DEVICES "/" FAKE_UUID_1 "/iommu_group");
	fake_tree_remove(fake->root,
			 DEVICES "/" FAKE_UUID_1 "/mdev_type/name");

	assert_true(gvm_mdev_find_one(&fake->host, FAKE_UUID_1, &vgpu, NULL));
	assert_non_null(vgpu);
	assert_null(vgpu->iommu_group);
	assert_null(vgpu->type_name);
	assert_string_equal(vgpu->device_api, "vfio-pci");
}

/**
 * @brief One vGPU is found by its UUID in any case.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void one_vgpu_is_found(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_vgpu) vgpu = NULL;
	g_autoptr(gvm_vgpu) upper = NULL;
	g_autofree char *loud = g_ascii_strup(FAKE_UUID_1, -1);

	assert_true(gvm_mdev_find_one(&fake->host, FAKE_UUID_1, &vgpu, NULL));
	assert_non_null(vgpu);
	assert_string_equal(vgpu->parent, "0000:3b:00.0");
	assert_string_equal(vgpu->type_name, "GRID T4-2Q");
	assert_true(gvm_mdev_find_one(&fake->host, loud, &upper, NULL));
	assert_non_null(upper);
	assert_string_equal(upper->uuid, FAKE_UUID_1);
}

/**
 * @brief A vGPU that does not exist is nothing, and no error.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_missing_vgpu_is_nothing(void **state)
{
	struct fake_host *fake = *state;
	struct gvm_vgpu *vgpu = NULL;

	assert_true(gvm_mdev_find_one(&fake->host, FAKE_UUID_3, &vgpu, NULL));
	assert_null(vgpu);
}

/**
 * @brief What is no UUID is refused before a path is made of it.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void only_a_uuid_is_looked_up(void **state)
{
	static const char *const bad[] = { NULL, "", "..", "a/b", "x\ny" };
	struct fake_host *fake = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) err = NULL;
		struct gvm_vgpu *vgpu = NULL;

		assert_false(gvm_mdev_find_one(&fake->host, bad[i], &vgpu,
					       &err));
		unit_expect_error(err, GVM_ERROR_INVALID, "not a UUID");
		assert_null(vgpu);
	}
}

/**
 * @brief What cannot be read is an error, not an empty list.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_unreadable_list_is_an_error(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) vgpus = g_ptr_array_new();
	g_autoptr(GError) list = NULL;
	g_autoptr(GError) one = NULL;
	struct gvm_vgpu *vgpu = NULL;

	fake_tree_remove(fake->root, DEVICES);
	fake_tree_link(fake->root, DEVICES, DEVICES);

	assert_false(gvm_mdev_find_all(&fake->host, vgpus, &list));
	unit_expect_error(list, GVM_ERROR_FAILED, "/" DEVICES);
	assert_false(gvm_mdev_find_one(&fake->host, FAKE_UUID_1, &vgpu, &one));
	unit_expect_error(one, GVM_ERROR_FAILED, FAKE_UUID_1);
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
		unit_row(all_vgpus_are_read, setup),
		unit_row(a_machine_without_mdev_has_no_vgpus, setup),
		unit_row(what_has_vanished_is_left_out, setup),
		unit_row(a_vgpu_may_lack_group_and_words, setup),
		unit_row(one_vgpu_is_found, setup),
		unit_row(a_missing_vgpu_is_nothing, setup),
		unit_row(only_a_uuid_is_looked_up, setup),
		unit_row(an_unreadable_list_is_an_error, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
