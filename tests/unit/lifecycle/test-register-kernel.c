// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests that a type counts as registered only when the kernel shows it.
 *
 * Part of the NVIDIA Manager Test, see docs/tests.dox.
 */
#include "muster.h"

/** @brief The control that sends a type. */
#define SET_INFO "NVA081_CTRL_CMD_VGPU_CONFIG_SET_INFO"
/** @brief What publishes types from 550 on. */
#define PUBLISH "NVA081_CTRL_CMD_VGPU_CONFIG_UPDATE_PGPU_INFO"
/** @brief The second virtual function of the second GPU. */
#define SECOND_VF "0000:81:00.5"

/**
 * @brief A driver that publishes nothing and says that it did is found out,
 *        and the next run publishes again without sending anything.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_driver_that_publishes_nothing_is_found_out(void **state)
{
	g_autoptr(parade) muster = muster_new("570.86.15");
	g_autoptr(rmsim) sim = fake_nvidia_map(muster->fake->root);

	(void)state;
	sim->mute = true;
	muster_type(muster, 1001);
	muster_refuse(muster, GVM_ERROR_UNSUPPORTED,
		      "the driver took the types of GPU " MUSTER_GPU_1 ", but the kernel shows none: the GPU is no parent of mediated devices; see the kernel log");
	muster_expect(muster, MUSTER_GPU_1 " 1001 failed\n"
		      MUSTER_GPU_2 " 1001 failed\n");
	sim->mute = false;
	fake_nvidia_forget_calls(muster->fake->root);
	muster_do(muster);
	muster_expect(muster, MUSTER_GPU_1 " 1001 present\n"
		      MUSTER_GPU_2 " 1001 present\n");
	assert_int_equal(muster_calls(muster, SET_INFO), 0);
	assert_int_equal(muster_calls(muster, PUBLISH), 2);
	sim->mute = true;
	muster_type(muster, 1002);
	muster_refuse(muster, GVM_ERROR_UNSUPPORTED,
		      "the driver took type 1002 of GPU " MUSTER_GPU_1
		      ", but the kernel does not show it on "
		      MUSTER_GPU_1);
}

/**
 * @brief Give a device an attribute.
 * @param muster  The muster.
 * @param device  Directory of the device.
 * @param name    Name of the attribute.
 * @param text    Its content.
 * @norestriction
 * @sideeffect Makes the file.
 * @nofailure
 */
static void put_file(struct parade *muster, const char *device,
		     const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(device, name, NULL);

	fake_tree_file(muster->fake->root, path, text);
}

/**
 * @brief A GPU whose virtual functions are not enabled yet, or that has
 *        another interface, is no failure: it is noted.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_gpu_that_shows_nothing_may_be_excused(void **state)
{
	static const struct {
		const char *path;	/**< A file of the second GPU. */
		const char *text;	/**< Its content. */
		const char *note;	/**< What is said. */
	} excuses[] = {
		{ "sriov_totalvfs", "32\n",
		  "appears when the virtual functions are enabled (gvmctl sriov enable)" },
		{ "virtfn0/nvidia/current_vgpu_type", "0\n",
		  "offered through NVIDIA's own VFIO interface, not as mdev" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(excuses); i++) {
		g_autoptr(parade) muster = muster_new_as("580.95.05", NULL, 1);
		g_autoptr(rmsim) sim = fake_nvidia_map(muster->fake->root);
		g_autoptr(gvm_register) reg = NULL;
		g_autoptr(GError) err = NULL;
		g_autofree char *path = NULL;

		path = g_strdup_printf("sys/bus/pci/devices/0000:41:00.0/%s",
				       excuses[i].path);
		fake_tree_file(muster->fake->root, path, excuses[i].text);
		sim->mute = true;
		muster_type(muster, 1001);
		reg = muster_plan(muster, &err);
		unit_expect_success(reg, err);
		unit_expect_success(gvm_register_apply(reg, &err), err);
		muster_expect_note(reg, excuses[i].note);
	}
}

/**
 * @brief Functions with NVIDIA's own interface list what can be made now: a
 *        type that is not there is not missing.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_list_of_now_is_no_list_of_types(void **state)
{
	static const char function[] = "sys/bus/pci/devices/0000:41:00.4";
	g_autoptr(parade) muster = muster_new_as("580.95.05", NULL, 1);
	g_autoptr(rmsim) sim = fake_nvidia_map(muster->fake->root);
	g_autoptr(gvm_register) reg = NULL;
	g_autoptr(GError) err = NULL;

	(void)state;
	put_file(muster, function, "nvidia/creatable_vgpu_types",
		 "ID    : vGPU Name\n");
	put_file(muster, function, "nvidia/current_vgpu_type", "0\n");
	put_file(muster, function, "uevent", "DRIVER=nvidia\nPCI_ID=10DE:2236\n");
	fake_tree_link(muster->fake->root,
		       "sys/bus/pci/devices/0000:41:00.4/physfn",
		       "../0000:41:00.0");
	put_file(muster, "sys/bus/pci/drivers/nvidia", "0000:41:00.4", "");
	put_file(muster, "sys/bus/pci/devices/0000:41:00.0",
		 "virtfn0/nvidia/current_vgpu_type", "0\n");
	sim->mute = true;
	muster_type(muster, 1001);
	reg = muster_plan(muster, &err);
	unit_expect_success(reg, err);
	unit_expect_success(gvm_register_apply(reg, &err), err);
	muster_expect_note(reg, "offered through NVIDIA's own VFIO interface, not as mdev");
}

/**
 * @brief Let the second virtual function lose the type right after it came.
 * @param muster  The muster.
 * @param cmd     The control.
 * @norestriction
 * @sideeffect The function does not offer it.
 * @nofailure
 */
static void forget_one_function(struct parade *muster, uint32_t cmd)
{
	if (cmd == MUSTER_PUBLISH)
		muster->seen++;
	if (cmd == MUSTER_SUPPORTED && muster->seen == 2)
		fake_gpu_no_type(muster->fake->root, SECOND_VF, "nvidia-1002");
}

/**
 * @brief All virtual functions must show a type, not only the first.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void all_functions_must_show_a_type(void **state)
{
	g_autoptr(parade) muster = muster_new("550.90.07");

	(void)state;
	muster_type(muster, 1001);
	muster_type(muster, 1002);
	muster->watch = forget_one_function;
	muster_refuse(muster, GVM_ERROR_UNSUPPORTED,
		      "the driver took type 1002 of GPU " MUSTER_GPU_2
		      ", but the kernel does not show it on " SECOND_VF);
	muster_expect(muster, MUSTER_GPU_1 " 1001 registered\n"
		      MUSTER_GPU_1 " 1002 registered\n"
		      MUSTER_GPU_2 " 1001 failed\n"
		      MUSTER_GPU_2 " 1002 failed\n");
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
		cmocka_unit_test(a_driver_that_publishes_nothing_is_found_out),
		cmocka_unit_test(a_gpu_that_shows_nothing_may_be_excused),
		cmocka_unit_test(a_list_of_now_is_no_list_of_types),
		cmocka_unit_test(all_functions_must_show_a_type),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
