// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of listing the GPUs of NVIDIA's driver and joining them with
 *        parents.
 */
#include "unit.h"

#include "lifecycle/gpus.h"
#include "model/device.h"

/** @brief Address of the first GPU. */
#define GPU_1 "0000:41:00.0"
/** @brief Address of the second GPU. */
#define GPU_2 "0000:81:00.0"

/**
 * @brief Give a test a machine with driver 580.95.05 and two GPUs.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	*state = fake_host_new("nvidia-580");

	return 0;
}

/**
 * @brief List the GPUs of a machine.
 * @param fake  The machine.
 * @return A new list.
 * @norestriction
 * @sideeffect Those of gvm_gpus_list().
 * @nofailure
 */
static struct gvm_gpus *list(struct fake_host *fake)
{
	struct gvm_gpus *gpus = gvm_gpus_new(&fake->host);

	gvm_gpus_list(gpus);

	return gpus;
}

/**
 * @brief Insist on one of two GPUs as sysfs and the list tell.
 * @param gpus     The list.
 * @param index    Its place.
 * @param address  Its address.
 * @param minor    Its minor number.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_gpu(const struct gvm_gpus *gpus, guint index,
		       const char *address, unsigned int minor)
{
	const struct gvm_gpu *gpu;

	assert_int_equal(gpus->gpus->len, 2);
	gpu = g_ptr_array_index(gpus->gpus, index);
	assert_string_equal(gpu->address, address);
	assert_int_equal(gpu->minor, minor);
	assert_int_equal(gpu->vendor, GVM_GPU_VENDOR);
	assert_int_equal(gpu->device, 0x2236);
	assert_int_equal(gpu->subvendor, 0x10de);
	assert_int_equal(gpu->subdevice, 0x1482);
	assert_int_equal(gpu->numa_node, index);
	assert_int_equal(gpu->vfs, 4);
	assert_string_equal(gpu->driver, "nvidia");
	assert_true(g_str_has_prefix(gpu->uuid, "GPU-"));
	assert_false(gpu->opened);
}

/**
 * @brief The driver's list is sorted, minor numbers are its own, and no GPU is
 *        opened for that.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_driver_lists_its_gpus(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_gpus) gpus = list(fake);
	g_autofree char *calls = fake_nvidia_calls(fake->root);

	assert_string_equal(gpus->version, "580.95.05");
	assert_null(gpus->why);
	expect_gpu(gpus, 0, GPU_1, 1);
	expect_gpu(gpus, 1, GPU_2, 0);
	assert_null(strstr(calls, "dev/nvidia0"));
	assert_null(strstr(calls, "dev/nvidia1"));
}

/**
 * @brief Without the control node the driver's files list the GPUs, and the
 *        node is not made.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void files_list_the_gpus_without_the_node(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_gpus) gpus = NULL;

	fake_tree_remove(fake->root, "dev/nvidiactl");
	gpus = list(fake);
	expect_gpu(gpus, 0, GPU_1, 1);
	expect_gpu(gpus, 1, GPU_2, 0);
	assert_null(gpus->rm);
	assert_int_equal(gpus->code, GVM_ERROR_NOT_FOUND);
	assert_non_null(strstr(gpus->why, "/dev/nvidiactl is missing"));
	assert_false(fake_tree_exists(fake->root, "dev/nvidiactl"));

	gvm_gpus_ask_all(gpus);
	expect_gpu(gpus, 0, GPU_1, 1);
}

/**
 * @brief The UUID of a GPU that nobody has opened is not taken for one.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void question_marks_are_no_uuid(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_gpus) gpus = NULL;
	const struct gvm_gpu *gpu;

	fake_tree_file(fake->root,
		       "proc/driver/nvidia/gpus/" GPU_1 "/information",
		       "GPU UUID: \t GPU-\?\?\?\?-\?\?-\?\?\n"
		       "Device Minor: \t -1\n");
	fake_tree_remove(fake->root, "dev/nvidiactl");
	gpus = list(fake);
	gpu = gvm_gpu_find(gpus->gpus, GPU_1);
	assert_null(gpu->uuid);
	assert_int_equal(gpu->minor, GVM_GPU_NO_MINOR);
	assert_non_null(gvm_gpu_find(gpus->gpus, GPU_2)->uuid);
}

/**
 * @brief A machine without the driver has an empty list and a reason.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void without_the_driver_there_is_none(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_gpus) gpus = NULL;

	fake_tree_remove(fake->root, "proc/driver");
	fake_tree_remove(fake->root, "sys/module/nvidia");
	gpus = list(fake);
	assert_null(gpus->version);
	assert_int_equal(gpus->gpus->len, 0);
	assert_int_equal(gpus->code, GVM_ERROR_UNSUPPORTED);
	assert_non_null(strstr(gpus->why, "not loaded"));
	gvm_gpus_ask_all(gpus);
}

/**
 * @brief Where no parent is NVIDIA's, the driver is not even looked at.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void parents_of_others_leave_the_driver_alone(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) parents = g_ptr_array_new();
	g_autoptr(gvm_parent) parent = gvm_parent_new("0000:00:02.0", "pci",
						      "mdev");
	g_autoptr(gvm_gpus) gpus = gvm_gpus_new(&fake->host);
	g_autofree char *calls = NULL;

	parent->vendor = 0x8086;
	g_ptr_array_add(parents, parent);
	gvm_gpus_join(gpus, parents);
	calls = fake_nvidia_calls(fake->root);
	assert_string_equal(calls, "");
	assert_null(gpus->version);
	assert_null(gvm_gpus_of(gpus, parent));
}

/**
 * @brief Only the GPUs of the parents are opened, found by physical function.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void only_the_gpus_of_the_parents_are_asked(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) parents = g_ptr_array_new();
	g_autoptr(gvm_parent) parent = gvm_parent_new("0000:81:00.4", "pci",
						      "mdev");
	g_autoptr(gvm_gpus) gpus = gvm_gpus_new(&fake->host);
	g_autofree char *calls = NULL;

	parent->vendor = GVM_GPU_VENDOR;
	parent->physfn = g_strdup(GPU_2);
	g_ptr_array_add(parents, parent);
	gvm_gpus_join(gpus, parents);
	assert_string_equal(gvm_gpus_of(gpus, parent)->address, GPU_2);
	assert_true(gvm_gpus_of(gpus, parent)->opened);
	assert_false(gvm_gpu_find(gpus->gpus, GPU_1)->opened);
	calls = fake_nvidia_calls(fake->root);
	assert_non_null(strstr(calls, "dev/nvidia0"));
	assert_null(strstr(calls, "dev/nvidia1"));
	assert_true(gvm_gpus_is_parent(gvm_gpu_find(gpus->gpus, GPU_2),
				       parents));
	assert_false(gvm_gpus_is_parent(gvm_gpu_find(gpus->gpus, GPU_1),
					parents));
}

/**
 * @brief A GPU that is no parent yet is shown beside the parents, in order.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_gpu_that_is_no_parent_is_added(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) parents = NULL;
	struct gvm_parent *parent = gvm_parent_new("0000:81:00.4", "pci",
						   "mdev");
	g_autoptr(gvm_gpus) gpus = list(fake);

	parent->vendor = GVM_GPU_VENDOR;
	parent->physfn = g_strdup(GPU_2);
	parents = g_ptr_array_new_with_free_func((GDestroyNotify)
						 gvm_parent_free);
	g_ptr_array_add(parents, parent);
	gvm_gpus_add_idle(gpus, parents);
	assert_int_equal(parents->len, 2);
	assert_ptr_equal(g_ptr_array_index(parents, 1), parent);
	parent = g_ptr_array_index(parents, 0);
	assert_string_equal(parent->address, GPU_1);
	assert_string_equal(parent->driver, "nvidia");
	assert_int_equal(parent->vendor, GVM_GPU_VENDOR);
	assert_int_equal(parent->device, 0x2236);
	assert_int_equal(parent->numa_node, 0);
	assert_null(parent->backend);
	gvm_gpus_add_idle(gpus, parents);
	assert_int_equal(parents->len, 2);
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
		unit_row(the_driver_lists_its_gpus, setup),
		unit_row(files_list_the_gpus_without_the_node, setup),
		unit_row(question_marks_are_no_uuid, setup),
		unit_row(without_the_driver_there_is_none, setup),
		unit_row(parents_of_others_leave_the_driver_alone, setup),
		unit_row(only_the_gpus_of_the_parents_are_asked, setup),
		unit_row(a_gpu_that_is_no_parent_is_added, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
