// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The NVIDIA API Test: control calls.
 *
 * See @ref nvidia_api_test.
 */
#include "each.h"
#include <errno.h>

#include "nvidia/status.h"

/** @brief A control without inputs, as errors name it. */
#define PROBED "NV0000_CTRL_CMD_GPU_GET_PROBED_IDS"
/** @brief The first wait, in ms. */
#define FIRST_WAIT 10
/** @brief First two waits, in ms. */
#define TWO_WAITS 30

/**
 * @brief Make a call without inputs.
 * @param rm    The client.
 * @param size  Size of the parameters, or 0 for that of the release.
 * @param err   Where to store the error, or NULL.
 * @return true when the driver answered OK, which it did with two GPUs.
 * @norestriction
 * @nosideeffect
 * @failure Those of gvm_rm_control().
 */
static bool probe_ids(struct gvm_rm *rm, size_t size, GError **err)
{
	g_auto(gvm_nv_block) block = { 0 };
	g_autofree uint8_t *room = NULL;

	gvm_rm_params(&rm->abi, GVM_NV_S_PROBED_IDS, &block);
	if (size) {
		room = g_malloc0(MAX(size, block.size));
		g_free(block.bytes);
		block.bytes = g_steal_pointer(&room);
		block.size = size;
	}
	if (!gvm_rm_control(rm, rm->client, GVM_NV_C_PROBED_IDS, &block, err))
		return false;
	assert_int_equal(gvm_nv_get_at(&block, GVM_NV_PROBED_IDS_GPU_IDS, 0),
			 0x4100);
	assert_int_equal(gvm_nv_get_at(&block, GVM_NV_PROBED_IDS_GPU_IDS, 1),
			 0x8100);

	return true;
}

/**
 * @brief The size of the parameters is exactly that of the release.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void sizes_are_exact(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	size_t right = gvm_nv_abi_size(&rm->abi, GVM_NV_S_PROBED_IDS);
	const size_t wrong[] = { right - 1, right + 1, right - 4, right + 4 };
	g_autoptr(GError) good = NULL;

	unit_expect_success(probe_ids(rm, 0, &good), good);
	unit_expect_success(probe_ids(rm, right, &good), good);
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GError) err = NULL;

		assert_false(probe_ids(rm, wrong[i], &err));
		if (!strstr(err->message, PROBED ": NV_ERR_INVALID_ARGUMENT ("))
			unit_expect_error(err, GVM_ERROR_UNSUPPORTED, PROBED
					  ": NV_ERR_INVALID_PARAM_STRUCT (");
		assert_non_null(strstr(err->message, "'gvmctl check --abi'"));
	}
}

/** @brief What a status becomes. */
struct sentence {
	uint32_t status;	/**< The status. */
	enum gvm_error code;	/**< Code of the error. */
	const char *text;	/**< What it says. */
};

/**
 * @brief A refusal is told with the control, the status by name and what to
 *        do.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_refusal_says_what_to_do(void **state)
{
	static const struct sentence rows[] = {
		{ 0x0f, GVM_ERROR_FAILED,
		  "NV_ERR_GPU_IS_LOST (the GPU has left the bus; reset it or reboot)" },
		{ 0x14, GVM_ERROR_FAILED, "NV_ERR_I2C_ERROR" },
		{ 0x1a, GVM_ERROR_NO_CAPACITY,
		  "NV_ERR_INSUFFICIENT_RESOURCES (the driver has no room for it)" },
		{ 0x1b, GVM_ERROR_DENIED,
		  "NV_ERR_INSUFFICIENT_PERMISSIONS (it takes root (CAP_SYS_ADMIN))" },
		{ 0x33, GVM_ERROR_FAILED,
		  "NV_ERR_INVALID_OBJECT_HANDLE (the driver has forgotten the object; was the GPU reset?)"
		},
		{ 0x40, GVM_ERROR_BUSY,
		  "NV_ERR_INVALID_STATE (the GPU is not in the state for it)" },
		{ 0x56, GVM_ERROR_UNSUPPORTED,
		  "NV_ERR_NOT_SUPPORTED (this driver or GPU does not support it)" },
		{ 0xffff, GVM_ERROR_FAILED,
		  "NV_ERR_GENERIC (the driver gives no reason; see the kernel log)" },
		{ 0xdead, GVM_ERROR_FAILED, "status 0xdead of the driver" },
	};
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *text = g_strconcat(PROBED ": ", rows[i].text,
						    NULL);
		g_autoptr(GError) err = NULL;

		fake_nvidia_fail(one->fake->root, 1, rows[i].status);
		assert_false(probe_ids(rm, 0, &err));
		unit_expect_error(err, rows[i].code, text);
		assert_string_equal(err->message, text);
		assert_int_equal(fake_nvidia_hits(one->fake->root), 1);
	}
}

/**
 * @brief A call that does not reach its object is told with the control and
 *        the errno by name.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_errno_says_what_to_do(void **state)
{
	static const struct {
		int errnum;
		enum gvm_error code;
		const char *text;
	} rows[] = {
		{ EIO, GVM_ERROR_FAILED, "did not take " PROBED
		  " (Input/output error): it was unloaded, or has lost the GPU" },
		{ ENODEV, GVM_ERROR_FAILED, "did not take " PROBED
		  " (No such device): it was unloaded, or has lost the GPU" },
		{ EINVAL, GVM_ERROR_FAILED, "does not know " PROBED
		  " in this form (Invalid argument): it is not of the release that it was taken for"
		},
		{ ENOTTY, GVM_ERROR_FAILED, "does not know " PROBED
		  " in this form (Inappropriate ioctl for device)" },
		{ EPERM, GVM_ERROR_DENIED, "did not take " PROBED ": " },
		{ ENOMEM, GVM_ERROR_FAILED, "did not take " PROBED ": " },
	};
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const struct rmsim_fault fault = {
			.at = 1, .error = rows[i].errnum,
		};
		g_autoptr(GError) err = NULL;

		fake_nvidia_fault(one->fake->root, &fault);
		assert_false(probe_ids(rm, 0, &err));
		unit_expect_error(err, rows[i].code, rows[i].text);
		assert_non_null(strstr(err->message,
				       g_strerror(rows[i].errnum)));
	}
}

/**
 * @brief Say that a call has succeeded, and answer nothing.
 * @param host     Unused.
 * @param fd       Unused.
 * @param request  Unused.
 * @param arg      Unused.
 * @return 0.
 * @pure
 */
static int answer_nothing(struct gvm_host *host, int fd,
			  unsigned long request, void *arg)
{
	(void)host;
	(void)fd;
	(void)request;
	(void)arg;

	return 0;
}

/**
 * @brief A status that was not written is not taken for OK, whose number is
 *        that of memory which nobody has touched.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void no_answer_is_not_ok(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	struct gvm_host_ops ops = fake_kernel_ops;
	g_autoptr(GError) control = NULL;
	g_autoptr(GError) alloc = NULL;
	uint32_t handle = 0;

	ops.call = answer_nothing;
	rm->host->ops = &ops;
	assert_false(probe_ids(rm, 0, &control));
	unit_expect_error(control, GVM_ERROR_FAILED, "NVIDIA's driver left "
			  PROBED " without an answer: it is not of the release that it was taken for");
	assert_false(gvm_rm_alloc(rm, rm->client, GVM_RM_DEVICE, NULL, &handle,
				  &alloc));
	unit_expect_error(alloc, GVM_ERROR_FAILED,
			  "left the allocation of NV01_DEVICE_0 without an answer");
	assert_int_equal(handle, 0);
	rm->host->ops = &fake_kernel_ops;
}

/**
 * @brief "Again, a little later" is obeyed, with the inputs as they were.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void again_is_obeyed(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	struct gvm_host_ops ops = fake_kernel_ops;
	uint64_t before = each_clock(one->fake);
	g_auto(gvm_nv_block) block = { 0 };
	g_autoptr(GError) err = NULL;
	struct rmsim *sim = fake_nvidia_map(one->fake->root);

	sim->faults[0] = (struct rmsim_fault) {
		.at = 1, .cmd = 0x21b, .status = GVM_NV_BUSY_RETRY,
	};
	sim->faults[1] = (struct rmsim_fault) {
		.at = 2, .cmd = 0x21b, .status = GVM_NV_TIMEOUT_RETRY,
	};
	fake_nvidia_unmap(sim);
	ops.call = each_spoil;
	rm->host->ops = &ops;
	gvm_rm_params(&rm->abi, GVM_NV_S_GPU_PCI_INFO, &block);
	gvm_nv_put(&block, GVM_NV_GPU_PCI_INFO_GPU_ID, 0x8100);
	unit_expect_success(gvm_rm_control(rm, rm->client,
					   GVM_NV_C_GPU_PCI_INFO, &block,
					   &err), err);
	rm->host->ops = &fake_kernel_ops;
	assert_int_equal(gvm_nv_get(&block, GVM_NV_GPU_PCI_INFO_BUS), 0x81);
	assert_int_equal(fake_nvidia_hits(one->fake->root), 2);
	assert_int_equal(each_clock(one->fake) - before, TWO_WAITS);
}

/**
 * @brief "Again, a little later" is obeyed for a bounded time, and then told.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void again_is_not_obeyed_for_ever(void **state)
{
	static const struct sentence rows[] = {
		{ GVM_NV_BUSY_RETRY, GVM_ERROR_BUSY,
		  PROBED ": NV_ERR_BUSY_RETRY (the driver is busy; try again)" },
		{ GVM_NV_TIMEOUT_RETRY, GVM_ERROR_BUSY,
		  PROBED ": NV_ERR_TIMEOUT_RETRY (the GPU is not initialised yet; try again, or keep it up with nvidia-persistenced)"
		},
	};
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const struct rmsim_fault fault = {
			.at = 1, .status = rows[i].status, .stays = true,
		};
		uint64_t before = each_clock(one->fake);
		g_autoptr(GError) err = NULL;

		fake_nvidia_fault(one->fake->root, &fault);
		assert_false(probe_ids(rm, 0, &err));
		unit_expect_error(err, rows[i].code, rows[i].text);
		assert_int_equal(each_clock(one->fake) - before,
				 GVM_RM_PATIENCE_MS);
		/* The waits become longer. */
		assert_true(fake_nvidia_hits(one->fake->root) < 20);
	}
	fake_nvidia_fault(one->fake->root, NULL);
}

/**
 * @brief Allocations and frees are made again as well.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void allocations_are_made_again(void **state)
{
	static const struct rmsim_fault fault = {
		.at = 1, .nr = RMSIM_ALLOC, .status = GVM_NV_BUSY_RETRY,
	};
	static const struct rmsim_fault stays = {
		.at = 1, .nr = RMSIM_ALLOC, .status = GVM_NV_TIMEOUT_RETRY,
		.stays = true,
	};
	struct each_case *one = *state;
	uint64_t before = each_clock(one->fake);
	g_autoptr(GError) err = NULL;
	struct gvm_rm *rm;

	fake_nvidia_fault(one->fake->root, &fault);
	rm = each_client(one->fake);
	assert_int_equal(each_count(one->fake, "NV01_ROOT = 0x3"), 1);
	assert_int_equal(each_count(one->fake, "NV01_ROOT = 0"), 1);
	fake_nvidia_fail(one->fake->root, 1, GVM_NV_BUSY_RETRY);
	gvm_rm_free(rm);
	assert_int_equal(each_count(one->fake, "NV_ESC_RM_FREE = 0x3"), 1);
	assert_int_equal(each_count(one->fake, "NV_ESC_RM_FREE = 0"), 1);
	assert_int_equal(each_clock(one->fake) - before, 2 * FIRST_WAIT);

	fake_nvidia_fault(one->fake->root, &stays);
	assert_null(gvm_rm_new(&one->fake->host, NULL, &err));
	unit_expect_error(err, GVM_ERROR_BUSY,
			  "the allocation of NV01_ROOT: NV_ERR_TIMEOUT_RETRY (");
	assert_int_equal(each_clock(one->fake) - before,
			 2 * FIRST_WAIT + GVM_RM_PATIENCE_MS);
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
		each_row(sizes_are_exact),
		each_row(a_refusal_says_what_to_do),
		each_row(an_errno_says_what_to_do),
		each_row(no_answer_is_not_ok),
		each_row(again_is_obeyed),
		each_row(again_is_not_obeyed_for_ever),
		each_row(allocations_are_made_again),
	};

	return each_run(tests, G_N_ELEMENTS(tests));
}
