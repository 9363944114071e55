// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The NVIDIA API Test: what a release has, and queries of one that is
 *        not known well.
 *
 * See @ref nvidia_api_test.
 */
#include "each.h"
#include <errno.h>

#include "nvidia/status.h"

/** @brief Types that these tests set. */
#define TYPES 3
/** @brief The first of them. */
#define FIRST_TYPE 1001
/** @brief Number of the query of the supported types. */
#define SUPPORTED 0xa0810104
/** @brief Name of it. */
#define SUPPORTED_NAME "NVA081_CTRL_CMD_VGPU_CONFIG_GET_SUPPORTED_VGPU_TYPES"

/**
 * @brief Give the first GPU its types.
 * @param fake  The machine.
 * @norestriction
 * @sideeffect The list is complete.
 * @nofailure
 */
static void set_types(const struct fake_host *fake)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(fake->root);

	sim->gpus[0].state = 2;
	sim->gpus[0].count = TYPES;
	for (uint32_t i = 0; i < TYPES; i++)
		sim->gpus[0].types[i] = FIRST_TYPE + i;
}

/**
 * @brief A control that the release does not offer is not called.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_not_offered_is_not_called(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	uint64_t calls = rm->calls;
	unsigned int missing = 0;

	for (unsigned int i = 0; i < GVM_NV_CONTROLS; i++) {
		const char *name = gvm_nv_abi_control(i)->name;
		g_autofree char *text = NULL;
		g_autoptr(GError) err = NULL;
		uint32_t status = 0;

		if (gvm_nv_abi_offers(&rm->abi, i, NULL))
			continue;
		text = g_strdup_printf("release %s of NVIDIA's driver has no %s",
				       one->release, name);
		assert_int_equal(gvm_rm_call(rm, rm->client, i, NULL, &status),
				 -ENOSYS);
		assert_false(gvm_rm_control(rm, rm->client, i, NULL, &err));
		unit_expect_error(err, GVM_ERROR_UNSUPPORTED, text);
		assert_string_equal(err->message, text);
		missing++;
	}
	/* One of the two questions for system events, at least. */
	assert_true(missing > 0);
	assert_true(rm->calls == calls);
}

/**
 * @brief What writes is not sent to a release that is not known well enough.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nothing_is_written_to_an_unknown_release(void **state)
{
	struct each_case *one = *state;
	g_autoptr(fake_host) fake = each_unknown(one->release);
	struct gvm_rm *rm = each_client(fake);
	uint64_t calls = rm->calls;

	for (unsigned int i = 0; i < GVM_NV_CONTROLS; i++) {
		g_autoptr(GError) err = NULL;
		uint32_t status = 0;

		if (!gvm_nv_abi_control(i)->writes ||
		    !gvm_nv_abi_offers(&rm->abi, i, NULL))
			continue;
		assert_int_equal(gvm_rm_call(rm, rm->client, i, NULL, &status),
				 -EPERM);
		assert_false(gvm_rm_control(rm, rm->client, i, NULL, &err));
		unit_expect_error(err, GVM_ERROR_UNSUPPORTED,
				  ".999.99 is not known, so nothing is sent to it");
		assert_non_null(strstr(err->message, "say --force-abi "));
	}
	assert_true(rm->calls == calls);
	gvm_rm_free(rm);
	each_expect_left(fake, 0);
}

/**
 * @brief It is sent when the user says what the release is like.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void it_is_written_when_forced(void **state)
{
	struct each_case *one = *state;
	g_autoptr(fake_host) fake = each_unknown(one->release);
	g_autoptr(GError) err = NULL;
	struct gvm_rm *rm = gvm_rm_new(&fake->host, one->release, &err);
	enum gvm_nv_control publish = GVM_NV_C_UPDATE_PGPU_INFO;
	GPtrArray *gpus;
	struct gvm_nv_gpu *gpu;

	unit_expect_success(rm, err);
	if (!gvm_nv_abi_offers(&rm->abi, publish, NULL))
		publish = GVM_NV_C_MDEV_REGISTER;
	set_types(fake);
	gpus = each_gpus(rm);
	gpu = gpus->pdata[0];
	unit_expect_success(gvm_rm_control(rm, gpu->config_handle, publish,
					   NULL, &err), err);
	g_ptr_array_unref(gpus);
	gvm_rm_free(rm);
	each_expect_left(fake, 0);
}

/**
 * @brief Pretend that a client was given the rows of another release.
 * @param rm    The client.
 * @param rows  The other release.
 * @norestriction
 * @sideeffect Changes the client.
 * @failure Fails the test.
 */
static void mistake(struct gvm_rm *rm, const char *rows)
{
	g_autoptr(GError) err = NULL;

	unit_expect_success(gvm_nv_abi_select(rows, NULL, &rm->abi, &err),
			    err);
	rm->abi.known = GVM_NV_NEAREST;
}

/**
 * @brief Ask for the types and insist on the answer.
 * @param gpu  A GPU with its configuration object.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_types(struct gvm_nv_gpu *gpu)
{
	g_auto(gvm_nv_block) block = { 0 };
	g_autoptr(GError) err = NULL;

	gvm_rm_params(&gpu->rm->abi, GVM_NV_S_TYPES, &block);
	unit_expect_success(gvm_rm_query(gpu->rm, gpu->config_handle,
					 GVM_NV_C_SUPPORTED, &block, &err),
			    err);
	assert_int_equal(gvm_nv_get(&block, GVM_NV_TYPES_NUM_VGPU_TYPES),
			 TYPES);
	for (uint32_t i = 0; i < TYPES; i++)
		assert_int_equal(gvm_nv_get_at(&block,
					       GVM_NV_TYPES_VGPU_TYPES, i),
				 FIRST_TYPE + i);
}

/**
 * @brief Sizes are tried, whichever release the rows are of; older drivers
 *        refuse a size with one status, newer ones with another.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void sizes_are_tried(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = each_gpus(rm);
	size_t right = gvm_nv_abi_size(&rm->abi, GVM_NV_S_TYPES);
	unsigned int wrong = 0;

	set_types(one->fake);
	for (size_t i = 0; each_releases[i]; i++) {
		fake_nvidia_forget_calls(one->fake->root);
		mistake(rm, each_releases[i]);
		expect_types(gpus->pdata[0]);
		assert_int_equal(each_count(one->fake, SUPPORTED_NAME " = 0"),
				 1);
		if (gvm_nv_abi_size(&rm->abi, GVM_NV_S_TYPES) == right)
			continue;
		wrong++;
		assert_true(each_count(one->fake, SUPPORTED_NAME " = 0x1f") +
			    each_count(one->fake, SUPPORTED_NAME " = 0x3a") >
			    0);
	}
	/* There are three sizes; the most frequent is that of 7 releases. */
	assert_true(wrong >= EACH_RELEASES - 7);
}

/**
 * @brief Both statuses that can mean a wrong size are taken for it, and
 *        nothing else is.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void two_statuses_may_mean_the_size(void **state)
{
	static const uint32_t sizes[] = {
		GVM_NV_INVALID_ARGUMENT, GVM_NV_INVALID_PARAM_STRUCT,
	};
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = each_gpus(rm);
	struct gvm_nv_gpu *gpu = gpus->pdata[0];

	for (uint32_t status = 1; status < 0x80; status++) {
		const struct rmsim_fault fault = {
			.at = 1, .cmd = SUPPORTED, .status = status,
			.stays = true,
		};
		bool size = status == sizes[0] || status == sizes[1];
		g_auto(gvm_nv_block) block = { 0 };
		uint32_t answer = 0;

		if (gvm_nv_status_again(status))
			continue;
		mistake(rm, one->release);
		gvm_rm_params(&rm->abi, GVM_NV_S_TYPES, &block);
		fake_nvidia_fault(one->fake->root, &fault);
		assert_int_equal(gvm_rm_probe(rm, gpu->config_handle,
					      GVM_NV_C_SUPPORTED, &block,
					      &answer), 0);
		/* Three sizes, each once; the first answer is the answer. */
		assert_int_equal(fake_nvidia_hits(one->fake->root),
				 size ? 3 : 1);
		assert_int_equal(answer, status);
		assert_ptr_equal(block.abi, &rm->abi);
	}
	fake_nvidia_fault(one->fake->root, NULL);
}

/**
 * @brief On a release that is known, no other size is tried.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_known_release_is_asked_once(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = each_gpus(rm);
	struct gvm_nv_gpu *gpu = gpus->pdata[0];

	for (int known = 0; known < 2; known++) {
		g_auto(gvm_nv_block) block = { 0 };
		g_autoptr(GError) err = NULL;

		rm->abi.known = known ? GVM_NV_FORCED : GVM_NV_KNOWN;
		gvm_rm_params(&rm->abi, GVM_NV_S_TYPES, &block);
		block.size -= 4;
		assert_false(gvm_rm_query(rm, gpu->config_handle,
					  GVM_NV_C_SUPPORTED, &block, &err));
		assert_non_null(strstr(err->message,
				       SUPPORTED_NAME ": NV_ERR_INVALID_"));
		assert_int_equal(each_count(one->fake, SUPPORTED_NAME),
				 known + 1);
	}
}

/**
 * @brief The inputs are carried over to the layout that is right.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void inputs_are_carried_over(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = each_gpus(rm);
	struct gvm_nv_gpu *gpu = gpus->pdata[0];
	struct rmsim *sim = fake_nvidia_map(one->fake->root);

	/* The driver knows one type, of which nothing is told. */
	sim->types[0].id = FIRST_TYPE;
	sim->type_count = 1;
	fake_nvidia_unmap(sim);
	for (size_t i = 0; each_releases[i]; i++) {
		g_auto(gvm_nv_block) good = { 0 };
		g_auto(gvm_nv_block) bad = { 0 };
		g_autoptr(GError) err = NULL;

		mistake(rm, each_releases[i]);
		gvm_rm_params(&rm->abi, GVM_NV_S_TYPE_INFO, &good);
		gvm_nv_put(&good, GVM_NV_TYPE_INFO_VGPU_TYPE, FIRST_TYPE);
		unit_expect_success(gvm_rm_query(rm, gpu->config_handle,
						 GVM_NV_C_TYPE_INFO, &good,
						 &err), err);
		gvm_rm_params(&rm->abi, GVM_NV_S_TYPE_INFO, &bad);
		gvm_nv_put(&bad, GVM_NV_TYPE_INFO_VGPU_TYPE, FIRST_TYPE + 1);
		assert_false(gvm_rm_query(rm, gpu->config_handle,
					  GVM_NV_C_TYPE_INFO, &bad, NULL));
	}
}

/**
 * @brief The inputs are what they were, whatever a refusal did to them.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_refusal_does_not_spoil_the_inputs(void **state)
{
	struct each_case *one = *state;
	struct gvm_host_ops ops = fake_kernel_ops;

	ops.call = each_spoil;
	one->fake->host.ops = &ops;
	inputs_are_carried_over(state);
	one->fake->host.ops = &fake_kernel_ops;
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
		each_row(what_is_not_offered_is_not_called),
		each_row(nothing_is_written_to_an_unknown_release),
		each_row(it_is_written_when_forced),
		each_row(sizes_are_tried),
		each_row(two_statuses_may_mean_the_size),
		each_row(a_known_release_is_asked_once),
		each_row(inputs_are_carried_over),
		each_row(a_refusal_does_not_spoil_the_inputs),
	};

	return each_run(tests, G_N_ELEMENTS(tests));
}
