// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The NVIDIA API Test: the client and its objects.
 *
 * See @ref nvidia_api_test.
 */
#include "each.h"
#include <errno.h>
#include <unistd.h>

#include "nvidia/node.h"
#include "nvidia/status.h"

/** @brief A class that no release has. */
#define NO_CLASS ((enum gvm_rm_class)0x4242)
/** @brief More calls than a client makes. */
#define MOST_CALLS 100

/**
 * @brief The client is allocated on the control node, and freed with it.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_client_is_allocated_and_freed(void **state)
{
	struct each_case *one = *state;
	struct gvm_rm *rm = each_client(one->fake);
	g_autofree char *calls = NULL;

	assert_int_not_equal(rm->client, 0);
	each_expect_left(one->fake, 2);
	gvm_rm_free(rm);
	calls = fake_nvidia_calls(one->fake->root);
	assert_string_equal(calls,
			    "open dev/nvidiactl = 0\n"
			    "NV_ESC_CHECK_VERSION_STR = 0\n"
			    "NV01_ROOT = 0\n"
			    "NV_ESC_RM_FREE = 0\n"
			    "close control = 0");
	gvm_rm_free(NULL);
}

/**
 * @brief Insist on an allocation that is refused.
 * @param rm      The client.
 * @param parent  Handle of the parent.
 * @param class   The class.
 * @param code    Code of the error.
 * @param part    What the error must say.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_refusal(struct gvm_rm *rm, uint32_t parent,
			   enum gvm_rm_class class, enum gvm_error code,
			   const char *part)
{
	g_autoptr(GError) err = NULL;
	uint32_t handle = 0;

	assert_false(gvm_rm_alloc(rm, parent, class, NULL, &handle, &err));
	unit_expect_error(err, code, part);
	assert_int_equal(handle, 0);
	assert_int_equal(rm->objects->len, 0);
}

/**
 * @brief A descriptor that is none, or of another node, is refused.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_bad_descriptor_is_refused(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GError) err = NULL;
	int good = rm->fd;
	int node = -1;

	rm->fd = -1;
	expect_refusal(rm, rm->client, GVM_RM_DEVICE, GVM_ERROR_FAILED,
		       "did not take the allocation of NV01_DEVICE_0 (Bad file descriptor): it was unloaded");
	rm->fd = STDIN_FILENO;
	expect_refusal(rm, rm->client, GVM_RM_DEVICE, GVM_ERROR_FAILED,
		       "did not take the allocation of NV01_DEVICE_0 (Bad file descriptor)");
	unit_expect_success(gvm_nv_node_open(rm->host, EACH_MINOR_1, &node,
					     &err), err);
	rm->fd = node;
	expect_refusal(rm, rm->client, GVM_RM_DEVICE, GVM_ERROR_FAILED,
		       "does not know the allocation of NV01_DEVICE_0 in this form (Invalid argument)");
	rm->fd = good;
	gvm_host_shut(rm->host, node);
}

/**
 * @brief Refuse what a client of this program should never ask for.
 * @param rm  The client.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_refusals(struct gvm_rm *rm)
{
	expect_refusal(rm, rm->client, NO_CLASS, GVM_ERROR_UNSUPPORTED,
		       "the allocation of unknown: NV_ERR_INVALID_CLASS (");
	expect_refusal(rm, rm->client, GVM_RM_SUBDEVICE, GVM_ERROR_UNSUPPORTED,
		       "the allocation of NV20_SUBDEVICE_0: NV_ERR_INVALID_OBJECT_PARENT (");
	expect_refusal(rm, 0x1234, GVM_RM_DEVICE, GVM_ERROR_UNSUPPORTED,
		       "the allocation of NV01_DEVICE_0: NV_ERR_INVALID_OBJECT_PARENT (");
	expect_refusal(rm, rm->client, GVM_RM_OS_EVENT, GVM_ERROR_FAILED,
		       "the allocation of NV01_EVENT_OS_EVENT: NV_ERR_INVALID_ARGUMENT (");
	/* Nobody has opened the node of a GPU. */
	expect_refusal(rm, rm->client, GVM_RM_DEVICE, GVM_ERROR_DENIED,
		       "the allocation of NV01_DEVICE_0: NV_ERR_INSUFFICIENT_PERMISSIONS (");
}

/**
 * @brief A bad class is refused with the status by name, wherever the release
 *        has the status, and when the release is not known as well.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_bad_class_is_refused_by_name(void **state)
{
	struct each_case *one = *state;
	g_autoptr(fake_host) unknown = each_unknown(one->release);
	struct gvm_rm *rm = each_client(one->fake);

	assert_int_equal(rm->abi.known, GVM_NV_KNOWN);
	expect_refusals(rm);
	gvm_rm_free(rm);

	rm = each_client(unknown);
	assert_int_equal(rm->abi.known, GVM_NV_NEAREST);
	expect_refusals(rm);
	gvm_rm_free(rm);
	each_expect_left(unknown, 0);
}

/**
 * @brief A status is found whichever release was forced.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_bad_class_is_refused_by_name_when_forced(void **state)
{
	struct each_case *one = *state;

	for (size_t i = 0; each_releases[i]; i++) {
		g_autoptr(GError) err = NULL;
		g_autoptr(gvm_rm) rm = gvm_rm_new(&one->fake->host,
						  each_releases[i], &err);

		unit_expect_success(rm, err);
		expect_refusals(rm);
	}
}

/**
 * @brief Every object is freed once, and the youngest first.
 *
 * The driver frees what is below an object together with it, and does not
 * know it any more when it is freed after that.
 *
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void objects_are_freed_once_the_youngest_first(void **state)
{
	struct each_case *one = *state;
	struct gvm_rm *rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = each_gpus(rm);
	struct gvm_nv_gpu *gpu = gpus->pdata[0];

	/* Node and client, node and three objects. */
	each_expect_left(one->fake, 6);
	gvm_rm_drop(rm, gpu->device_handle);
	assert_int_equal(each_count(one->fake, "NV_ESC_RM_FREE = 0"), 3);
	each_expect_left(one->fake, 3);

	/* What is gone is not freed again, nor is what never was. */
	gvm_rm_drop(rm, gpu->device_handle);
	gvm_rm_drop(rm, gpu->config_handle);
	gvm_rm_drop(rm, 0);
	gvm_rm_drop(rm, 0x1234);
	g_clear_pointer(&gpus, g_ptr_array_unref);
	gvm_rm_free(rm);
	assert_int_equal(each_count(one->fake, "NV_ESC_RM_FREE"), 4);
	assert_int_equal(each_count(one->fake, "NV_ESC_RM_FREE = 0"), 4);
}

/**
 * @brief What is left at the end is freed with the client, in order.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_rest_is_freed_with_the_client(void **state)
{
	struct each_case *one = *state;
	struct gvm_rm *rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = each_gpus(rm);
	struct gvm_nv_gpu *gpu = gpus->pdata[0];
	uint32_t other = 0;
	g_autoptr(GError) err = NULL;
	g_auto(gvm_nv_block) params = { 0 };

	gvm_rm_params(&rm->abi, GVM_NV_S_SUBDEVICE_ALLOC, &params);
	unit_expect_success(gvm_rm_alloc(rm, gpu->device_handle,
					 GVM_RM_SUBDEVICE, &params, &other,
					 &err), err);
	assert_int_not_equal(other, gpu->subdevice_handle);
	/* A branch goes, with what is below it; its sibling stays. */
	gvm_rm_drop(rm, gpu->subdevice_handle);
	assert_int_equal(rm->objects->len, 2);
	assert_int_equal(each_count(one->fake, "NV_ESC_RM_FREE = 0"), 2);

	gvm_host_shut(rm->host, gpu->node);
	gpu->node = -1;
	gpu->device_handle = 0;
	g_clear_pointer(&gpus, g_ptr_array_unref);
	gvm_rm_free(rm);
	assert_int_equal(each_count(one->fake, "NV_ESC_RM_FREE"), 5);
	assert_int_equal(each_count(one->fake, "NV_ESC_RM_FREE = 0"), 5);
}

/**
 * @brief A refused free is no error: closing the node frees it as well.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_refused_free_leaves_nothing(void **state)
{
	struct each_case *one = *state;
	struct gvm_rm *rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = each_gpus(rm);
	const struct rmsim_fault fault = {
		.at = 1, .nr = RMSIM_FREE, .stays = true,
		.status = GVM_NV_INVALID_STATE,
	};

	fake_nvidia_fault(one->fake->root, &fault);
	g_clear_pointer(&gpus, g_ptr_array_unref);
	gvm_rm_free(rm);
	assert_int_equal(fake_nvidia_hits(one->fake->root), 4);
	each_expect_left(one->fake, 0);
}

/**
 * @brief Tell whether a call failed that an error speaks of.
 * @param fake  The machine.
 * @param err   The error; NULL: a call of which no error speaks.
 * @return true when there was one.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static bool tells_call(const struct fake_host *fake, const GError *err)
{
	/* Others tell the same, or nothing depends on the answer. */
	static const char *const silent[] = {
		"NV_ESC_CARD_INFO", "NV2080_CTRL_CMD_FB_GET_INFO_V2",
		"NV0000_CTRL_CMD_GPU_GET_UUID_FROM_GPU_ID", "NV_ESC_RM_FREE",
		NULL
	};
	g_autofree char *calls = fake_nvidia_calls(fake->root);
	g_auto(GStrv) lines = g_strsplit(calls, "\n", -1);

	for (size_t i = 0; lines[i]; i++) {
		g_auto(GStrv) parts = g_strsplit(lines[i], " = ", 2);

		if (!g_str_has_prefix(parts[0], "NV") ||
		    g_str_equal(parts[1], "0"))
			continue;
		if (err && strstr(err->message, parts[0]))
			return true;
		if (!err && g_strv_contains(silent, parts[0]))
			return true;
	}

	return false;
}

/**
 * @brief Make a client with a GPU while one call fails.
 * @param one    The case.
 * @param fault  Which call, and how.
 * @return true when the call was made.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static bool fails_cleanly(struct each_case *one,
			  const struct rmsim_fault *fault)
{
	g_autoptr(GError) err = NULL;
	struct gvm_rm *rm;
	struct gvm_nv_gpu *gpu;
	GPtrArray *gpus = NULL;
	bool hit;

	fake_nvidia_forget_calls(one->fake->root);
	fake_nvidia_fault(one->fake->root, fault);
	rm = gvm_rm_new(&one->fake->host, NULL, &err);
	if (rm)
		gpus = gvm_nv_gpu_list(rm, &err);
	if (gpus) {
		gpu = gpus->pdata[0];
		if (gvm_nv_gpu_open(gpu, &err) &&
		    gvm_nv_gpu_configure(gpu, &err))
			assert_int_not_equal(gpu->config_handle, 0);
		g_ptr_array_unref(gpus);
	}
	gvm_rm_free(rm);
	hit = fake_nvidia_hits(one->fake->root) > 0;
	if (err && fault->unload)
		assert_non_null(strstr(err->message, ": it was unloaded, or"));
	else
		assert_true(hit == tells_call(one->fake, err));
	assert_true(hit || !err);
	each_expect_left(one->fake, 0);

	return hit;
}

/**
 * @brief Whichever call fails, the error says which, and nothing is left.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void half_way_failures_leave_nothing(void **state)
{
	static const struct rmsim_fault kinds[] = {
		{ .status = GVM_NV_INSUFFICIENT_RESOURCES },
		{ .error = EIO },
		{ .unload = true },
	};
	struct each_case *one = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		struct rmsim_fault fault = kinds[i];

		for (fault.at = 1; fails_cleanly(one, &fault); fault.at++) {
			g_autoptr(rmsim) sim = fake_nvidia_map(one->fake->root);

			assert_true(fault.at < MOST_CALLS);
			sim->unloaded = false;
		}
		/* Version, client, list, two addresses, cards, opening. */
		assert_true(fault.at > 10);
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
		each_row(the_client_is_allocated_and_freed),
		each_row(a_bad_descriptor_is_refused),
		each_row(a_bad_class_is_refused_by_name),
		each_row(a_bad_class_is_refused_by_name_when_forced),
		each_row(objects_are_freed_once_the_youngest_first),
		each_row(the_rest_is_freed_with_the_client),
		each_row(a_refused_free_leaves_nothing),
		each_row(half_way_failures_leave_nothing),
	};

	return each_run(tests, G_N_ELEMENTS(tests));
}
