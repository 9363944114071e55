// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of asking all back ends.
 */
#include "unit.h"
#include "backend/backend.h"

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
 * @brief Every back end is complete and is found by its name.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void each_back_end_is_complete(void **state)
{
	const struct gvm_backend *const *all;
	size_t n = 0;

	(void)state;
	all = gvm_backend_all(&n);
	assert_true(n > 0);
	for (size_t i = 0; i < n; i++) {
		assert_ptr_equal(gvm_backend_find(all[i]->name), all[i]);
		assert_non_null(all[i]->parents);
		assert_non_null(all[i]->types);
		assert_non_null(all[i]->vgpus);
		assert_non_null(all[i]->find);
		assert_non_null(all[i]->create);
		assert_non_null(all[i]->set);
		assert_non_null(all[i]->remove);
		assert_non_null(all[i]->in_use);
	}
	assert_null(gvm_backend_find("none"));
	assert_non_null(gvm_backend_find("mdev"));
}

/**
 * @brief Parents come in the order of their addresses, types only when asked
 * for.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void parents_are_sorted(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) bare = NULL;
	g_autoptr(GPtrArray) full = NULL;

	fake_gpu_a10(fake->root, "0000:05:00.0", 0, 1);
	fake_gpu_vgpu(fake->root, "0000:05:00.4", "nvidia-588", FAKE_UUID_1);

	bare = gvm_backend_parents(&fake->host, false, NULL);
	full = gvm_backend_parents(&fake->host, true, NULL);
	assert_int_equal(bare->len, 9);
	assert_int_equal(full->len, 9);
	for (unsigned int i = 0; i < full->len; i++) {
		const struct gvm_parent *parent = g_ptr_array_index(full, i);
		const struct gvm_parent *other = g_ptr_array_index(bare, i);

		assert_string_equal(parent->address, other->address);
		assert_int_equal(other->types->len, 0);
		assert_int_equal(parent->types->len, fake_a10_n_types);
		assert_int_equal(parent->active, i == 0);
		if (i > 0)
			assert_true(gvm_parent_compare(&full->pdata[i - 1],
						       &full->pdata[i]) < 0);
	}
}

/**
 * @brief vGPUs come in the order of their parents, then of their UUIDs.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void vgpus_are_sorted(void **state)
{
	static const char *const order[] = { FAKE_UUID_3, FAKE_UUID_2,
					     FAKE_UUID_1 };
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) vgpus = NULL;

	fake_gpu_vgpu(fake->root, "0000:81:00.4", "nvidia-588", FAKE_UUID_1);
	fake_gpu_vgpu(fake->root, "0000:41:00.5", "nvidia-590", FAKE_UUID_2);
	fake_gpu_vgpu(fake->root, "0000:41:00.4", "nvidia-588", FAKE_UUID_3);

	vgpus = gvm_backend_vgpus(&fake->host, NULL);
	assert_int_equal(vgpus->len, 3);
	for (unsigned int i = 0; i < vgpus->len; i++) {
		const struct gvm_vgpu *vgpu = g_ptr_array_index(vgpus, i);

		assert_string_equal(vgpu->uuid, order[i]);
	}
}

/**
 * @brief A machine without any GPU has empty lists, and that is no error.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_empty_machine_has_nothing(void **state)
{
	struct fake_host *fake = fake_host_new("empty");
	g_autoptr(GPtrArray) parents = NULL;
	g_autoptr(GPtrArray) vgpus = NULL;

	fake_host_free(*state);
	*state = fake;

	parents = gvm_backend_parents(&fake->host, true, NULL);
	vgpus = gvm_backend_vgpus(&fake->host, NULL);
	assert_non_null(parents);
	assert_non_null(vgpus);
	assert_int_equal(parents->len, 0);
	assert_int_equal(vgpus->len, 0);
}

/**
 * @brief What one back end reports is not swallowed.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_error_of_a_back_end_is_told(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) parents = NULL;
	g_autoptr(GError) vgpus = NULL;
	g_autoptr(GError) types = NULL;

	fake_tree_remove(fake->root, "sys/bus/mdev/devices");
	fake_tree_link(fake->root, "sys/bus/mdev/devices",
		       "sys/bus/mdev/devices");
	assert_null(gvm_backend_vgpus(&fake->host, &vgpus));
	unit_expect_error(vgpus, GVM_ERROR_FAILED, "devices");

	fake_tree_remove(fake->root, "sys/class/mdev_bus/0000:41:00.4/mdev_supported_types");
	fake_tree_link(fake->root, "sys/devices/pci0000:41/0000:41:00.4/mdev_supported_types",
		       "sys/devices/pci0000:41/0000:41:00.4/mdev_supported_types");
	assert_null(gvm_backend_parents(&fake->host, true, &types));
	unit_expect_error(types, GVM_ERROR_FAILED, "0000:41:00.4");

	fake_tree_remove(fake->root, "sys/class/mdev_bus");
	fake_tree_link(fake->root, "sys/class/mdev_bus", "sys/class/mdev_bus");
	assert_null(gvm_backend_parents(&fake->host, false, &parents));
	unit_expect_error(parents, GVM_ERROR_FAILED, "mdev_bus");
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
		unit_row(each_back_end_is_complete, setup),
		unit_row(parents_are_sorted, setup),
		unit_row(vgpus_are_sorted, setup),
		unit_row(an_empty_machine_has_nothing, setup),
		unit_row(the_error_of_a_back_end_is_told, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
