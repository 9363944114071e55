// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of registration: what is sent, what is not, and what is said.
 *
 * The NVIDIA Manager Test, see docs/tests.dox.
 */
#include "muster.h"

/** @brief The control that sends a type. */
#define SET_INFO "NVA081_CTRL_CMD_VGPU_CONFIG_SET_INFO"
/** @brief What publishes types up to 545. */
#define PUBLISH_OLD "NVA081_CTRL_CMD_VGPU_CONFIG_MDEV_REGISTER"
/** @brief What publishes types from 550 on. */
#define PUBLISH "NVA081_CTRL_CMD_VGPU_CONFIG_UPDATE_PGPU_INFO"

/**
 * @brief Tell how far the driver says that the list of a GPU is.
 * @param muster  The driver.
 * @param gpu     Place of the GPU.
 * @return An enum rmsim_state.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static uint32_t list_state(struct parade *muster, unsigned int gpu)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(muster->fake->root);

	return sim->gpus[gpu].state;
}

/**
 * @brief Insist on whether the kernel shows a type on a parent.
 * @param muster  The machine.
 * @param parent  The parent.
 * @param id      The type.
 * @param shown   Whether it does.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_shown(struct parade *muster, const char *parent, uint32_t id,
			 bool shown)
{
	g_autofree char *path = NULL;

	path = g_strdup_printf("sys/class/mdev_bus/%s/mdev_supported_types/nvidia-%u",
			       parent, id);
	if (fake_tree_exists(muster->fake->root, path) != shown)
		fail_msg("/%s is %sthere", path, shown ? "not " : "");
}

/**
 * @brief Types of two files get to both GPUs and into the kernel, and the list
 *        is closed.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void types_get_to_all_gpus(void **state)
{
	(void)state;
	for (size_t i = 0; muster_releases[i]; i++) {
		g_autoptr(parade) muster = muster_new(muster_releases[i]);

		muster_type(muster, 1001);
		muster_type(muster, 1002);
		muster_file(muster);
		muster_type(muster, 1003);
		muster_do(muster);
		muster_expect(muster, MUSTER_GPU_1 " 1001 registered\n"
			      MUSTER_GPU_1 " 1002 registered\n"
			      MUSTER_GPU_1 " 1003 registered\n"
			      MUSTER_GPU_2 " 1001 registered\n"
			      MUSTER_GPU_2 " 1002 registered\n"
			      MUSTER_GPU_2 " 1003 registered\n");
		for (unsigned int gpu = 0; gpu < 2; gpu++) {
			muster_expect_list(muster, gpu, " 1001 1002 1003");
			assert_int_equal(list_state(muster, gpu), RMSIM_READY);
		}
		expect_shown(muster, MUSTER_GPU_1, 1003, true);
		expect_shown(muster, MUSTER_VF, 1003, true);
	}
}

/**
 * @brief Add a selector to the first file.
 * @param muster  The muster.
 * @return The selector, which asks for nothing; owned by @p muster.
 * @norestriction
 * @sideeffect Grows the file.
 * @nofailure
 */
static struct gvm_selector *add_selector(struct parade *muster)
{
	const struct gvm_profiles *file = g_ptr_array_index(muster->files, 0);
	struct gvm_selector *selector = g_new0(struct gvm_selector, 1);

	*selector = (struct gvm_selector) {
		.vendor = GVM_SELECTOR_ANY, .device = GVM_SELECTOR_ANY,
		.subvendor = GVM_SELECTOR_ANY, .subdevice = GVM_SELECTOR_ANY,
		.index = GVM_SELECTOR_ANY, .line = 3,
	};
	g_ptr_array_add(file->gpus, selector);

	return selector;
}

/**
 * @brief Only a GPU that a file is for gets its types, and no other is opened.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void other_gpus_are_left_alone(void **state)
{
	g_autoptr(parade) muster = muster_new("580.95.05");
	struct gvm_selector *selector = add_selector(muster);

	(void)state;
	selector->address = g_strdup(MUSTER_GPU_2);
	muster_type(muster, 1001);
	muster_do(muster);
	muster_expect(muster, MUSTER_GPU_2 " 1001 registered\n");
	muster_expect_list(muster, 0, "");
	assert_int_equal(muster_calls(muster, "open dev/nvidia0"), 1);
	assert_int_equal(muster_calls(muster, "open dev/nvidia1"), 0);
	g_free(selector->address);
	selector->address = g_strdup("0000:c1:00.0");
	muster_refuse(muster, GVM_ERROR_INVALID,
		      "types-0.xml:3: this is for no GPU of the machine; its GPUs are: "
		      MUSTER_GPU_1 " (10de:2236, 10de:1482");
}

/**
 * @brief Insist that only the second GPU gets a type.
 * @param muster  The muster.
 * @param code    Code of the error of the first one.
 * @param part    What its sentence must contain.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_lost(struct parade *muster, enum gvm_error code,
			const char *part)
{
	g_autoptr(gvm_register) reg = NULL;
	g_autoptr(GError) err = NULL;

	muster_type(muster, 1001);
	muster->wish.dry_run = true;
	reg = muster_plan(muster, &err);
	unit_expect_success(reg, err);
	assert_false(gvm_register_good(reg, &err));
	unit_expect_error(err, code, part);
	g_clear_pointer(&reg, gvm_register_free);
	muster->wish.dry_run = false;
	muster_refuse(muster, code, part);
	muster_expect(muster, MUSTER_GPU_1 " 1001 failed\n"
		      MUSTER_GPU_2 " 1001 registered\n");
	muster_expect_list(muster, 0, "");
}

/**
 * @brief A GPU that cannot be opened does not keep the other from its types.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_gpu_that_cannot_be_opened_is_told(void **state)
{
	(void)state;
	for (int memory = 0; memory < 2; memory++) {
		g_autoptr(parade) muster = muster_new("580.95.05");

		fake_tree_file(muster->fake->root, "dev/nvidia1", "a file\n");
		if (memory)
			add_selector(muster)->min_framebuffer = MUSTER_MIB;
		expect_lost(muster, GVM_ERROR_UNSUPPORTED, "GPU " MUSTER_GPU_1
			    ": /dev/nvidia1 is no character device");
	}
}

/**
 * @brief Nor does one that cannot have vGPUs.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_gpu_that_is_no_host_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; muster_releases[i]; i++) {
		g_autoptr(parade) muster = muster_new(muster_releases[i]);
		g_autoptr(rmsim) sim = fake_nvidia_map(muster->fake->root);

		sim->gpus[0].mode = RMSIM_MODE_NONE;
		expect_lost(muster, GVM_ERROR_UNSUPPORTED, MUSTER_GPU_1);
	}
}

/**
 * @brief Nor one that does not tell what a file asks for: it is not passed
 *        over.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_gpu_that_does_not_tell_its_memory_is_told(void **state)
{
	struct rmsim_fault fault = {
		.at = 1, .cmd = 0x20801303, .status = 0x40
	};
	g_autoptr(parade) muster = muster_new("580.95.05");

	(void)state;
	add_selector(muster)->max_framebuffer = UINT64_MAX;
	muster_type(muster, 1001);
	fake_nvidia_fault(muster->fake->root, &fault);
	muster_refuse(muster, GVM_ERROR_FAILED, "GPU " MUSTER_GPU_1
		      " does not tell how much memory it has, and types-0.xml asks for it");
	muster_expect(muster, MUSTER_GPU_1 " 1001 failed\n"
		      MUSTER_GPU_2 " 1001 registered\n");
}

/**
 * @brief What is there with the same parameters is not sent again.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_second_run_sends_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; muster_releases[i]; i++) {
		g_autoptr(parade) muster = muster_new(muster_releases[i]);

		muster_type(muster, 1001);
		muster_do(muster);
		assert_int_equal(muster_calls(muster, PUBLISH_OLD) +
				 muster_calls(muster, PUBLISH), 2);
		fake_nvidia_forget_calls(muster->fake->root);
		muster_do(muster);
		muster_expect(muster, MUSTER_GPU_1 " 1001 present\n"
			      MUSTER_GPU_2 " 1001 present\n");
		assert_int_equal(muster_calls(muster, SET_INFO), 0);
		assert_int_equal(muster_calls(muster, PUBLISH_OLD) +
				 muster_calls(muster, PUBLISH), 0);
		muster_type(muster, 1002);
		muster_do(muster);
		assert_int_equal(muster_calls(muster, SET_INFO), 2);
		muster_expect_list(muster, 1, " 1001 1002");
	}
}

/**
 * @brief With --replace a list is emptied once, whatever the number of files.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_list_is_emptied_once(void **state)
{
	(void)state;
	for (size_t i = 0; muster_releases[i]; i++) {
		g_autoptr(parade) muster = muster_new(muster_releases[i]);

		muster_send(muster, 0, 592);
		muster_type(muster, 1001);
		muster_do(muster);
		muster_expect_list(muster, 0, " 592 1001");
		muster_type(muster, 1002);
		muster_file(muster);
		muster_type(muster, 1003);
		muster->wish.mode = GVM_REGISTER_REPLACE;
		muster_do(muster);
		muster_expect_list(muster, 0, " 1001 1002 1003");
		muster_expect_list(muster, 1, " 1001 1002 1003");
		expect_shown(muster, MUSTER_GPU_1, 592, false);
		expect_shown(muster, MUSTER_VF, 1001, true);
	}
}

/**
 * @brief A list is not emptied while there are vGPUs.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void vgpus_keep_their_types(void **state)
{
	g_autoptr(parade) muster = muster_new("550.90.07");

	(void)state;
	muster_type(muster, 1001);
	muster_do(muster);
	fake_gpu_vgpu(muster->fake->root, MUSTER_VF, "nvidia-1001",
		      FAKE_UUID_1);
	muster->wish.mode = GVM_REGISTER_REPLACE;
	muster_refuse(muster, GVM_ERROR_BUSY,
		      "GPU " MUSTER_GPU_2 " has 1 vGPUs, and --replace would take their types away");
	muster_expect_list(muster, 0, " 1001");
	muster->wish.mode = GVM_REGISTER_STRICT;
	muster_type(muster, 1002);
	muster_do(muster);
}

/**
 * @brief Without driver there is nothing to send to, but files can be checked.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void without_driver_files_can_be_checked(void **state)
{
	g_autoptr(parade) muster = muster_new("580.95.05");
	g_autoptr(gvm_register) reg = NULL;
	g_autoptr(GError) err = NULL;

	(void)state;
	fake_tree_remove(muster->fake->root, "sys/module/nvidia");
	fake_tree_remove(muster->fake->root, "proc/driver/nvidia/version");
	muster_type(muster, 1001);
	muster_refuse(muster, GVM_ERROR_UNSUPPORTED,
		      "NVIDIA's driver is not loaded");
	muster->wish.check = true;
	reg = muster_plan(muster, &err);
	unit_expect_success(reg, err);
	assert_null(reg->rm);
	assert_int_equal(reg->plan->len, 1);
}

/**
 * @brief Who is not root is refused where the driver refuses him.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void whoever_is_not_root_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; muster_releases[i]; i++) {
		g_autoptr(parade) muster = muster_new(muster_releases[i]);
		bool free = g_str_equal(muster_releases[i], "525.147.05") ||
			g_str_equal(muster_releases[i], "550.54.14");

		fake_nvidia_privileged(muster->fake->root, false);
		muster_type(muster, 1001);
		muster_type(muster, 1002);
		if (free) {
			muster_do(muster);
			continue;
		}
		muster_refuse(muster, GVM_ERROR_DENIED,
			      "type 1001 on GPU " MUSTER_GPU_1 ": " SET_INFO ": NV_ERR_INSUFFICIENT_PERMISSIONS (it takes root (CAP_SYS_ADMIN))");
		/* One refusal of each GPU says it all. */
		assert_int_equal(muster_calls(muster, SET_INFO), 2);
		muster_expect_list(muster, 0, "");
	}
}

/**
 * @brief Entry point.
 * @return The number of failed tests.
 * @norestriction
 * @nosideeffect
 * @failure Reported by the exit status.
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(types_get_to_all_gpus),
		cmocka_unit_test(other_gpus_are_left_alone),
		cmocka_unit_test(a_gpu_that_cannot_be_opened_is_told),
		cmocka_unit_test(a_gpu_that_is_no_host_is_told),
		cmocka_unit_test(a_gpu_that_does_not_tell_its_memory_is_told),
		cmocka_unit_test(a_second_run_sends_nothing),
		cmocka_unit_test(a_list_is_emptied_once),
		cmocka_unit_test(vgpus_keep_their_types),
		cmocka_unit_test(without_driver_files_can_be_checked),
		cmocka_unit_test(whoever_is_not_root_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
