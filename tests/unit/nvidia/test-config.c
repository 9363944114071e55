// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the types of a GPU: asked, sent and published.
 */
#include "each.h"
#include <errno.h>

#include "nvidia/status.h"

/** @brief The name of SET_INFO, as errors spell it. */
#define SET_INFO "NVA081_CTRL_CMD_VGPU_CONFIG_SET_INFO"
/** @brief Number of SET_INFO. */
#define SET_INFO_CMD 0xa0810101
/** @brief Number of the query of the creatable types. */
#define CREATABLE_CMD 0xa0810105
/** @brief Where a type of the first GPU appears. */
#define TYPE_DIR "sys/class/mdev_bus/" EACH_PARENT \
	"/mdev_supported_types/nvidia-1001"

/**
 * @brief Send a type.
 * @param gpu      The GPU.
 * @param id       Number of the type.
 * @param discard  Empty the list first.
 * @param last     No more follow.
 * @norestriction
 * @sideeffect See gvm_nv_config_send().
 * @failure Fails the test.
 */
static void send(struct gvm_nv_gpu *gpu, uint32_t id, bool discard, bool last)
{
	g_autoptr(gvm_profile) type = each_type(id);
	g_autoptr(GError) err = NULL;

	unit_expect_success(gvm_nv_config_send(gpu, type, discard, last, &err),
			    err);
}

/**
 * @brief Insist on a list of types.
 * @param types  The list.
 * @param state  How far it is.
 * @param n      How many it has, from EACH_TYPE on.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_types(const struct gvm_nv_types *types,
			 enum gvm_nv_config_state state, guint n)
{
	assert_int_equal(types->state, state);
	assert_int_equal(types->ids->len, n);
	for (guint i = 0; i < n; i++)
		assert_int_equal(g_array_index(types->ids, uint32_t, i),
				 EACH_TYPE + i);
}

/**
 * @brief Ask for the supported types and insist on them.
 * @param gpu    The GPU.
 * @param state  How far the list is.
 * @param n      How many there are.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_supported(struct gvm_nv_gpu *gpu,
			     enum gvm_nv_config_state state, guint n)
{
	g_auto(gvm_nv_types) types = { 0 };
	g_autoptr(GError) err = NULL;

	unit_expect_success(gvm_nv_config_supported(gpu, &types, &err), err);
	expect_types(&types, state, n);
}

/**
 * @brief A list grows type by type until it is closed, and begins anew.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_list_is_sent_type_by_type(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = each_gpus(rm);
	struct gvm_nv_gpu *gpu = gpus->pdata[0];

	expect_supported(gpu, GVM_NV_CONFIG_UNINITIALIZED, 0);
	send(gpu, EACH_TYPE, true, false);
	expect_supported(gpu, GVM_NV_CONFIG_IN_PROGRESS, 1);
	send(gpu, EACH_TYPE + 1, false, false);
	send(gpu, EACH_TYPE + 2, false, true);
	expect_supported(gpu, GVM_NV_CONFIG_READY, 3);
	send(gpu, EACH_TYPE, true, true);
	expect_supported(gpu, GVM_NV_CONFIG_READY, 1);
}

/**
 * @brief A driver that is no vGPU host is told from one that is full.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void no_host_is_told(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = each_gpus(rm);
	g_auto(gvm_nv_types) types = { 0 };
	g_autoptr(GError) supported = NULL;
	g_autoptr(GError) creatable = NULL;
	g_autoptr(rmsim) sim = fake_nvidia_map(one->fake->root);

	sim->gpus[0].mode = RMSIM_MODE_NONE;
	assert_false(gvm_nv_config_supported(gpus->pdata[0], &types,
					     &supported));
	unit_expect_error(supported, GVM_ERROR_UNSUPPORTED, "GPU " EACH_GPU_1
			  " is no vGPU host: it needs NVIDIA's driver for vGPU hosts");
	assert_false(gvm_nv_config_creatable(gpus->pdata[0], &types,
					     &creatable));
	unit_expect_error(creatable, GVM_ERROR_UNSUPPORTED, "GPU " EACH_GPU_1
			  " is no vGPU host: it needs NVIDIA's driver for vGPU hosts");
	assert_null(types.ids);
}

/**
 * @brief What can be created is less than what is supported; nothing is
 *        success as well, however the driver says so.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_full_gpu_creates_nothing(void **state)
{
	static const uint32_t statuses[] = {
		0, GVM_NV_NOT_SUPPORTED, GVM_NV_INSUFFICIENT_RESOURCES,
	};
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = NULL;
	g_autoptr(GPtrArray) gpus = NULL;
	g_autoptr(GError) err = NULL;
	g_auto(gvm_nv_types) some = { 0 };
	struct gvm_nv_gpu *gpu;

	each_add_vgpu(one->fake);
	rm = each_client(one->fake);
	gpus = each_gpus(rm);
	gpu = gpus->pdata[0];
	/* The other type does not go beside the first one. */
	send(gpu, EACH_TYPE + 1, false, true);
	unit_expect_success(gvm_nv_config_creatable(gpu, &some, &err), err);
	expect_types(&some, GVM_NV_CONFIG_READY, 1);
	expect_supported(gpu, GVM_NV_CONFIG_READY, 2);

	send(gpu, EACH_TYPE + 1, true, true);
	for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++) {
		const struct rmsim_fault fault = {
			.at = statuses[i] ? 1 : 0, .cmd = CREATABLE_CMD,
			.status = statuses[i],
		};
		g_auto(gvm_nv_types) types = { 0 };

		fake_nvidia_fault(one->fake->root, &fault);
		unit_expect_success(gvm_nv_config_creatable(gpu, &types, &err),
				    err);
		expect_types(&types, GVM_NV_CONFIG_READY, 0);
	}
}

/**
 * @brief A query that fails in another way is an error, by name.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void other_refusals_are_errors(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = each_gpus(rm);
	struct gvm_nv_gpu *gpu = gpus->pdata[0];
	g_auto(gvm_nv_types) types = { 0 };
	g_autoptr(GError) supported = NULL;
	g_autoptr(GError) full = NULL;
	g_autoptr(GError) creatable = NULL;

	fake_nvidia_fail(one->fake->root, 1, GVM_NV_NO_MEMORY);
	assert_false(gvm_nv_config_supported(gpu, &types, &supported));
	unit_expect_error(supported, GVM_ERROR_NO_CAPACITY,
			  "NVA081_CTRL_CMD_VGPU_CONFIG_GET_SUPPORTED_VGPU_TYPES: NV_ERR_NO_MEMORY (");
	fake_nvidia_fail(one->fake->root, 1, GVM_NV_INSUFFICIENT_RESOURCES);
	assert_false(gvm_nv_config_supported(gpu, &types, &full));
	unit_expect_error(full, GVM_ERROR_NO_CAPACITY,
			  "NVA081_CTRL_CMD_VGPU_CONFIG_GET_SUPPORTED_VGPU_TYPES: NV_ERR_INSUFFICIENT_RESOURCES (");
	fake_nvidia_fail(one->fake->root, 1, GVM_NV_GPU_IS_LOST);
	assert_false(gvm_nv_config_creatable(gpu, &types, &creatable));
	unit_expect_error(creatable, GVM_ERROR_FAILED,
			  "NVA081_CTRL_CMD_VGPU_CONFIG_GET_CREATABLE_VGPU_TYPES: NV_ERR_GPU_IS_LOST (");
	assert_null(types.ids);
}

/**
 * @brief A type that the driver does not know is none, and no error.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_unknown_type_is_none(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = each_gpus(rm);
	struct gvm_nv_gpu *gpu = gpus->pdata[0];
	g_autoptr(gvm_profile) known = NULL;
	g_autoptr(GError) err = NULL;
	struct gvm_profile *none = (struct gvm_profile *)&err;

	send(gpu, EACH_TYPE, true, true);
	unit_expect_success(gvm_nv_config_type(gpu, EACH_TYPE + 1, &none,
					       &err), err);
	assert_null(none);
	unit_expect_success(gvm_nv_config_type(gpu, EACH_TYPE, &known, &err),
			    err);
	assert_int_equal(known->id, EACH_TYPE);
	assert_string_equal(known->text[GVM_PROFILE_NAME], "GVM 2Q");

	fake_nvidia_fail(one->fake->root, 1, GVM_NV_INVALID_STATE);
	assert_false(gvm_nv_config_type(gpu, EACH_TYPE, &none, &err));
	unit_expect_error(err, GVM_ERROR_BUSY,
			  "NVA081_CTRL_CMD_VGPU_CONFIG_GET_VGPU_TYPE_INFO: NV_ERR_INVALID_STATE (");
	assert_null(none);
}

/**
 * @brief A GPU takes as many types as the release says, and not one more.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void too_many_types_are_refused(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = each_gpus(rm);
	struct gvm_nv_gpu *gpu = gpus->pdata[0];
	g_autoptr(gvm_profile) type = NULL;
	g_autoptr(GError) err = NULL;
	uint32_t most = 0;

	assert_true(gvm_nv_abi_has(&rm->abi, GVM_NV_K_MAX_VGPU_TYPES_PER_PGPU,
				   &most));
	for (uint32_t i = 0; i < most; i++)
		send(gpu, EACH_TYPE + i, i == 0, false);
	expect_supported(gpu, GVM_NV_CONFIG_IN_PROGRESS, most);
	type = each_type(EACH_TYPE + most);
	assert_false(gvm_nv_config_send(gpu, type, false, true, &err));
	unit_expect_error(err, GVM_ERROR_UNSUPPORTED, SET_INFO
			  ": NV_ERR_NOT_SUPPORTED (");
}

/**
 * @brief Who is not root is refused where the release says so, by name.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void sending_takes_root(void **state)
{
	struct each_case *one = *state;
	bool free = g_str_equal(one->release, "525.147.05") ||
		g_str_equal(one->release, "550.54.14");
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = each_gpus(rm);
	g_autoptr(gvm_profile) type = each_type(EACH_TYPE);
	g_autoptr(GError) err = NULL;
	bool privileged = free;

	fake_nvidia_privileged(one->fake->root, false);
	assert_int_equal(gvm_nv_config_send(gpus->pdata[0], type, true, true,
					    &err), free);
	if (!free)
		unit_expect_error(err, GVM_ERROR_DENIED, SET_INFO
				  ": NV_ERR_INSUFFICIENT_PERMISSIONS (it takes root");
	assert_true(gvm_nv_abi_offers(&rm->abi, GVM_NV_C_SET_INFO,
				      &privileged));
	assert_int_equal(privileged, !free);
	fake_nvidia_privileged(one->fake->root, true);
}

/**
 * @brief Publishing makes the types appear; a driver that says so and does
 *        nothing is no error here.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void publishing_makes_types_appear(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = each_gpus(rm);
	struct gvm_nv_gpu *gpu = gpus->pdata[0];
	struct rmsim *sim = fake_nvidia_map(one->fake->root);
	g_autoptr(GError) err = NULL;

	send(gpu, EACH_TYPE, true, true);
	sim->mute = true;
	unit_expect_success(gvm_nv_config_publish(gpu, &err), err);
	assert_false(fake_tree_exists(one->fake->root, TYPE_DIR));
	sim->mute = false;
	fake_nvidia_unmap(sim);
	unit_expect_success(gvm_nv_config_publish(gpu, &err), err);
	assert_true(fake_tree_exists(one->fake->root, TYPE_DIR));

	fake_nvidia_fail(one->fake->root, 1, GVM_NV_INVALID_STATE);
	assert_false(gvm_nv_config_publish(gpu, &err));
	unit_expect_error(err, GVM_ERROR_BUSY, ": NV_ERR_INVALID_STATE (");
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
		each_row(a_list_is_sent_type_by_type),
		each_row(no_host_is_told),
		each_row(a_full_gpu_creates_nothing),
		each_row(other_refusals_are_errors),
		each_row(an_unknown_type_is_none),
		each_row(too_many_types_are_refused),
		each_row(sending_takes_root),
		each_row(publishing_makes_types_appear),
	};

	return each_run(tests, G_N_ELEMENTS(tests));
}
