// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of one GPU: opened, asked and closed.
 */
#include "each.h"
#include <errno.h>

#include "nvidia/status.h"

/** @brief Bytes of a MiB. */
#define MIB ((uint64_t)1 << 20)

/**
 * @brief A client and its GPUs, none open.
 * @param rm   The client.
 * @return A new array.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static GPtrArray *list(struct gvm_rm *rm)
{
	g_autoptr(GError) err = NULL;
	GPtrArray *gpus = gvm_nv_gpu_list(rm, &err);

	unit_expect_success(gpus, err);

	return gpus;
}

/**
 * @brief A GPU is opened and closed in order, and each only once.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_gpu_is_opened_and_closed_in_order(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = list(rm);
	struct gvm_nv_gpu *gpu = gpus->pdata[0];
	g_autoptr(GError) err = NULL;
	g_autofree char *calls = NULL;

	fake_nvidia_forget_calls(one->fake->root);
	for (int i = 0; i < 2; i++) {
		unit_expect_success(gvm_nv_gpu_open(gpu, &err), err);
		unit_expect_success(gvm_nv_gpu_configure(gpu, &err), err);
	}
	each_expect_left(one->fake, 6);
	for (int i = 0; i < 2; i++)
		gvm_nv_gpu_close(gpu);
	each_expect_left(one->fake, 2);
	calls = fake_nvidia_calls(one->fake->root);
	assert_string_equal(calls,
			    "open dev/nvidia1 = 0\n"
			    "NV0000_CTRL_CMD_GPU_GET_ID_INFO_V2 = 0\n"
			    "NV01_DEVICE_0 = 0\n"
			    "NV20_SUBDEVICE_0 = 0\n"
			    "NV2080_CTRL_CMD_FB_GET_INFO_V2 = 0\n"
			    "NV0000_CTRL_CMD_GPU_GET_UUID_FROM_GPU_ID = 0\n"
			    "NVA081_VGPU_CONFIG = 0\n"
			    "NV_ESC_RM_FREE = 0\n"
			    "NV_ESC_RM_FREE = 0\n"
			    "NV_ESC_RM_FREE = 0\n"
			    "close GPU = 0");
	/* It can be opened again. */
	unit_expect_success(gvm_nv_gpu_open(gpu, &err), err);
	unit_expect_success(gvm_nv_gpu_configure(gpu, &err), err);
	gvm_nv_gpu_free(NULL);
}

/**
 * @brief What is opened is the GPU that was asked for, by the driver's own
 *        number for it.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_right_gpu_is_opened(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = list(rm);
	g_autoptr(GError) err = NULL;
	struct rmsim *sim = fake_nvidia_map(one->fake->root);

	/* The driver's numbers are not in the order of its list. */
	assert_int_equal(sim->gpus[0].instance, 1);
	assert_int_equal(sim->gpus[1].instance, 0);
	for (unsigned int i = 0; i < 2; i++) {
		struct gvm_nv_gpu *gpu = gpus->pdata[i];
		char uuid[RMSIM_UUID_TEXT];
		unsigned int found = 0;

		unit_expect_success(gvm_nv_gpu_open(gpu, &err), err);
		for (size_t j = 0; j < RMSIM_OBJECTS; j++)
			if (sim->objects[j].handle == gpu->device_handle) {
				assert_int_equal(sim->objects[j].gpu, i);
				found++;
			}
		assert_int_equal(found, 1);
		rmsim_gpu_uuid(&sim->gpus[i], uuid);
		assert_string_equal(gpu->uuid, uuid);
		assert_true(gpu->framebuffer == 24576 * MIB);
	}
	fake_nvidia_unmap(sim);
}

/**
 * @brief A GPU whose number is not told is not opened: it would be the first
 *        one.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_unknown_instance_is_not_the_first(void **state)
{
	static const struct rmsim_fault faults[] = {
		{ .at = 1, .cmd = 0x205, .status = GVM_NV_INVALID_STATE },
		{ .at = 1, .cmd = 0x205, .error = EIO },
	};
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = list(rm);
	struct gvm_nv_gpu *gpu = gpus->pdata[0];

	for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_autoptr(GError) err = NULL;

		fake_nvidia_fault(one->fake->root, &faults[i]);
		assert_false(gvm_nv_gpu_open(gpu, &err));
		assert_true(g_str_has_prefix(err->message,
					     "GPU " EACH_GPU_1 ": "));
		assert_non_null(strstr(err->message,
				       "NV0000_CTRL_CMD_GPU_GET_ID_INFO_V2"));
		assert_int_equal(each_count(one->fake, "NV01_DEVICE_0"), 0);
		assert_int_equal(gpu->node, -1);
		each_expect_left(one->fake, 2);
	}
}

/**
 * @brief Whatever fails while it is opened, the GPU is closed again.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void half_an_open_gpu_is_closed(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = list(rm);
	struct gvm_nv_gpu *gpu = gpus->pdata[0];

	for (unsigned int nth = 1; nth <= 3; nth++) {
		g_autoptr(GError) err = NULL;

		fake_nvidia_fail(one->fake->root, nth,
				 GVM_NV_INSUFFICIENT_RESOURCES);
		assert_false(gvm_nv_gpu_open(gpu, &err));
		unit_expect_error(err, GVM_ERROR_NO_CAPACITY,
				  "GPU " EACH_GPU_1 ": ");
		assert_int_equal(gpu->node, -1);
		assert_int_equal(gpu->device_handle, 0);
		assert_int_equal(gpu->subdevice_handle, 0);
		each_expect_left(one->fake, 2);
	}
}

/**
 * @brief Frame buffer and UUID may be missing.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_gpu_that_tells_little_is_open(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = list(rm);
	struct gvm_nv_gpu *gpu = gpus->pdata[0];
	struct rmsim *sim = fake_nvidia_map(one->fake->root);
	g_autoptr(GError) err = NULL;
	struct gvm_nv_memory memory = { 0 };

	sim->faults[0] = (struct rmsim_fault) {
		.at = 1, .cmd = 0x275, .status = GVM_NV_NOT_SUPPORTED,
		.stays = true,
	};
	sim->faults[1] = (struct rmsim_fault) {
		.at = 1, .cmd = 0x20801303, .status = GVM_NV_NOT_SUPPORTED,
		.stays = true,
	};
	fake_nvidia_unmap(sim);
	unit_expect_success(gvm_nv_gpu_open(gpu, &err), err);
	assert_null(gpu->uuid);
	assert_int_equal(gpu->framebuffer, 0);
	assert_false(gvm_nv_gpu_memory(gpu, &memory, &err));
	unit_expect_error(err, GVM_ERROR_UNSUPPORTED,
			  "NV2080_CTRL_CMD_FB_GET_INFO_V2: NV_ERR_NOT_SUPPORTED (");
}

/**
 * @brief Memory adds up as nvidia-smi's words do.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void memory_adds_up(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = NULL;
	g_autoptr(GPtrArray) gpus = NULL;
	struct gvm_nv_memory memory = { 0 };
	g_autoptr(GError) err = NULL;

	each_add_vgpu(one->fake);
	rm = each_client(one->fake);
	gpus = each_gpus(rm);
	unit_expect_success(gvm_nv_gpu_memory(gpus->pdata[0], &memory, &err),
			    err);
	assert_true(memory.total == 24576 * MIB);
	assert_true(memory.reserved == 512 * MIB);
	assert_true(memory.used == 2048 * MIB);
	assert_true(memory.free == (24576 - 512 - 2048) * MIB);
}

/**
 * @brief The virtualization mode is told, and named as nvidia-smi does.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_mode_is_told(void **state)
{
	static const char *const names[] = {
		"None", "Pass-Through", "VGPU", "Host VGPU", "Host VSGA",
		"Unknown",
	};
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = each_gpus(rm);
	g_autoptr(rmsim) sim = fake_nvidia_map(one->fake->root);
	g_autoptr(GError) err = NULL;

	for (unsigned int i = 0; i < G_N_ELEMENTS(names); i++) {
		enum gvm_nv_mode mode = GVM_NV_MODE_NONE;

		sim->gpus[0].mode = i;
		unit_expect_success(gvm_nv_gpu_mode(gpus->pdata[0], &mode,
						    &err), err);
		assert_int_equal(mode, i);
		assert_string_equal(gvm_nv_gpu_mode_name(mode), names[i]);
	}
	assert_string_equal(gvm_nv_gpu_mode_name((enum gvm_nv_mode)-1),
			    "Unknown");
}

/**
 * @brief SR-IOV is told, or is not known.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void sriov_is_told(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = each_gpus(rm);
	struct gvm_nv_sriov sriov;
	g_autoptr(GError) err = NULL;

	gvm_nv_gpu_sriov(gpus->pdata[0], &sriov);
	assert_true(sriov.known);
	assert_true(sriov.enabled);
	assert_int_equal(sriov.total_vfs, 32);

	unit_expect_success(gvm_nv_gpu_open(gpus->pdata[1], &err), err);
	gvm_nv_gpu_sriov(gpus->pdata[1], &sriov);
	assert_true(sriov.known);
	assert_false(sriov.enabled);
	assert_int_equal(sriov.total_vfs, 0);

	fake_nvidia_fail(one->fake->root, 1, GVM_NV_NOT_SUPPORTED);
	gvm_nv_gpu_sriov(gpus->pdata[0], &sriov);
	assert_false(sriov.known);
	assert_false(sriov.enabled);
	assert_int_equal(sriov.total_vfs, 0);
}

/**
 * @brief A refused configuration object says why there are no vGPUs.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_refused_configuration_says_why(void **state)
{
	static const struct {
		uint32_t status;
		enum gvm_error code;
		const char *text;
	} rows[] = {
		{ 0x22, GVM_ERROR_UNSUPPORTED, "GPU " EACH_GPU_1
		  " cannot have vGPUs (NV_ERR_INVALID_CLASS): this driver knows no vGPUs" },
		{ 0x56, GVM_ERROR_UNSUPPORTED, "GPU " EACH_GPU_1
		  " cannot have vGPUs (NV_ERR_NOT_SUPPORTED): this is not NVIDIA's driver for vGPU hosts"
		},
		{ 0x57, GVM_ERROR_UNSUPPORTED, "GPU " EACH_GPU_1
		  " cannot have vGPUs (NV_ERR_OBJECT_NOT_FOUND): the driver does not use this GPU for vGPUs"
		},
		{ 0x51, GVM_ERROR_NO_CAPACITY,
		  "the allocation of NVA081_VGPU_CONFIG on GPU " EACH_GPU_1
		  ": NV_ERR_NO_MEMORY (" },
	};
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = list(rm);
	struct gvm_nv_gpu *gpu = gpus->pdata[0];
	g_autoptr(GError) good = NULL;

	unit_expect_success(gvm_nv_gpu_open(gpu, &good), good);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) err = NULL;

		fake_nvidia_fail(one->fake->root, 1, rows[i].status);
		assert_false(gvm_nv_gpu_configure(gpu, &err));
		unit_expect_error(err, rows[i].code, rows[i].text);
		assert_int_equal(gpu->config_handle, 0);
	}
}

/**
 * @brief Run the tests of this file.
 * @return How many runs failed.
 * @norestriction
 * @sideeffect Prints the results.
 * @nofailure
 */
int main(void)
{
	static const struct each_test tests[] = {
		each_row(a_gpu_is_opened_and_closed_in_order),
		each_row(the_right_gpu_is_opened),
		each_row(an_unknown_instance_is_not_the_first),
		each_row(half_an_open_gpu_is_closed),
		each_row(a_gpu_that_tells_little_is_open),
		each_row(memory_adds_up),
		each_row(the_mode_is_told),
		each_row(sriov_is_told),
		each_row(a_refused_configuration_says_why),
	};

	return each_run(tests, G_N_ELEMENTS(tests));
}
