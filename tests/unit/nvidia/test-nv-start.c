// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the start protocol: taken, answered, refused.
 *
 * The releases that do not have it must say so; each test goes no further
 * there.
 */
#include "each.h"
#include <errno.h>

#include "nvidia/event.h"
#include "nvidia/start.h"
#include "nvidia/status.h"
#include "nvidia/uuid.h"

/** @brief The QEMU that starts. */
#define QEMU 4701
/** @brief UUID of the domain. */
#define DOMAIN "7a1c0d5e-93f4-4b52-8a6d-2f3f5a0e1b0a"
/** @brief Longest name of a domain that the driver keeps. */
#define NAME_MAX_BYTES 127

/** @brief A client that listens for starts of one vGPU. */
struct listener {
	struct fake_host *fake;		/**< The machine. Borrowed. */
	struct gvm_rm *rm;		/**< The client. Owned. */
	GPtrArray *gpus;		/**< The GPUs. Owned. */
	struct gvm_rm_event *event;	/**< The subscription. Owned. */
};

/**
 * @brief Stop listening.
 * @param self  The listener, or NULL.
 * @norestriction
 * @sideeffect Frees the client.
 * @nofailure
 */
static void listener_free(struct listener *self)
{
	if (!self)
		return;

	gvm_rm_event_free(self->event);
	g_ptr_array_unref(self->gpus);
	gvm_rm_free(self->rm);
	g_free(self);
}

GVM_DEFINE_AUTOPTR(listener, listener_free)

/**
 * @brief Listen for starts.
 * @param one  The case.
 * @return A new listener, or NULL where there are no starts.
 * @norestriction
 * @sideeffect There is a vGPU, FAKE_UUID_1.
 * @failure Fails the test.
 */
static struct listener *listen_for(struct each_case *one)
{
	/* Of the eleven releases. */
	static const char *const offering[] = {
		"525.147.05", "535.183.01", "550.54.14", NULL
	};
	g_autoptr(GError) err = NULL;
	struct listener *self;
	uint32_t notifier = 0;
	struct gvm_rm *rm = each_client(one->fake);

	assert_int_equal(gvm_nv_start_offered(&rm->abi),
			 g_strv_contains(offering, one->release));
	if (!gvm_nv_start_offered(&rm->abi)) {
		gvm_rm_free(rm);
		return NULL;
	}
	each_add_vgpu(one->fake);
	self = g_new0(struct listener, 1);
	self->fake = one->fake;
	self->rm = rm;
	self->gpus = each_gpus(rm);
	assert_true(gvm_nv_abi_has(&rm->abi, GVM_NV_K_NOTIFIERS_VM_START,
				   &notifier));
	self->event = gvm_rm_event_new(rm, rm->client, GVM_NV_C_SYSTEM_NOTIFY,
				       notifier, &err);
	unit_expect_success(self->event, err);

	return self;
}

/**
 * @brief Take the oldest system event, which must work.
 * @param self   The listener.
 * @param start  Where to put a start.
 * @return What it was.
 * @norestriction
 * @sideeffect It is taken.
 * @failure Fails the test.
 */
static enum gvm_nv_start_taken take(struct listener *self,
				    struct gvm_nv_start **start)
{
	enum gvm_nv_start_taken taken = GVM_NV_START_OTHER;
	g_autoptr(GError) err = NULL;

	unit_expect_success(gvm_nv_start_take(self->rm, start, &taken, &err),
			    err);

	return taken;
}

/**
 * @brief A start is taken with all that names it, once.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_start_is_taken_once(void **state)
{
	g_autoptr(listener) self = listen_for(*state);
	g_autoptr(gvm_nv_start) start = NULL;
	struct gvm_nv_start *none = NULL;

	if (!self)
		return;

	assert_int_equal(take(self, &none), GVM_NV_START_NONE);
	assert_true(fake_nvidia_open_vgpu(self->fake->root, FAKE_UUID_1,
					  QEMU));
	assert_int_equal(take(self, &start), GVM_NV_START_TAKEN);
	assert_string_equal(start->uuid, FAKE_UUID_1);
	assert_int_equal(start->qemu_pid, QEMU);
	assert_int_equal(start->gpu_id, 0x4100);
	assert_int_equal(start->gpu_bdf, 0x4100);
	assert_int_equal(start->vgpu_id, 1);
	assert_int_equal(take(self, &none), GVM_NV_START_NONE);
	assert_null(none);
}

/**
 * @brief Another system event in the queue is gone, and is told as such.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void another_event_is_skipped(void **state)
{
	g_autoptr(listener) self = listen_for(*state);
	g_autoptr(gvm_rm_event) bind = NULL;
	g_autoptr(gvm_nv_start) start = NULL;
	g_autoptr(GError) err = NULL;
	uint32_t notifier = 0;

	if (!self)
		return;

	assert_true(gvm_nv_abi_has(&self->rm->abi,
				   GVM_NV_K_NOTIFIERS_GPU_BIND_EVENT,
				   &notifier));
	bind = gvm_rm_event_new(self->rm, self->rm->client,
				GVM_NV_C_SYSTEM_NOTIFY, notifier, &err);
	unit_expect_success(bind, err);
	fake_nvidia_bind(self->fake->root, 0, true);
	fake_nvidia_open_vgpu(self->fake->root, FAKE_UUID_1, QEMU);
	assert_int_equal(take(self, &start), GVM_NV_START_OTHER);
	assert_null(start);
	assert_int_equal(take(self, &start), GVM_NV_START_TAKEN);
	assert_string_equal(start->uuid, FAKE_UUID_1);
}

/**
 * @brief A start without a UUID cannot be answered, so it is none.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_start_without_uuid_is_none(void **state)
{
	static const uint8_t zeros[GVM_NV_UUID_SIZE] = { 0 };
	g_autoptr(listener) self = listen_for(*state);
	struct each_forger forger = { .cmd = 0xc01, .to = zeros,
				      .len = sizeof(zeros) };
	uint8_t uuid[GVM_NV_UUID_SIZE];
	struct gvm_nv_start *start = NULL;

	if (!self)
		return;

	assert_true(gvm_nv_uuid_parse(FAKE_UUID_1, uuid));
	forger.from = uuid;
	each_forge(&forger, self->fake);
	fake_nvidia_open_vgpu(self->fake->root, FAKE_UUID_1, QEMU);
	self->rm->host = &forger.host;
	assert_int_equal(take(self, &start), GVM_NV_START_OTHER);
	self->rm->host = &self->fake->host;
	gvm_host_close(&forger.host);
	assert_int_equal(forger.n, 1);
	assert_null(start);
}

/**
 * @brief A driver that does not answer is an error, by name.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_question_that_fails_is_told(void **state)
{
	g_autoptr(listener) self = listen_for(*state);
	enum gvm_nv_start_taken taken = GVM_NV_START_TAKEN;
	struct gvm_nv_start *start = NULL;
	g_autoptr(GError) err = NULL;

	if (!self)
		return;

	fake_nvidia_fail(self->fake->root, 1, GVM_NV_INVALID_CLIENT);
	assert_false(gvm_nv_start_take(self->rm, &start, &taken, &err));
	unit_expect_error(err, GVM_ERROR_FAILED,
			  "NV0000_CTRL_CMD_VGPU_GET_START_DATA: NV_ERR_INVALID_CLIENT (");
	assert_int_equal(taken, GVM_NV_START_NONE);
	assert_null(start);
}

/**
 * @brief Answer the start of the vGPU.
 * @param self    The listener.
 * @param name    Name of the domain, or NULL.
 * @param answer  GVM_NV_OK, or why it does not start.
 * @return What the driver says to it.
 * @norestriction
 * @sideeffect QEMU goes on, or ends.
 * @failure Fails the test.
 */
static uint32_t answer_with(struct listener *self, const char *name,
			    uint32_t answer)
{
	const struct gvm_nv_answer words = {
		.uuid = FAKE_UUID_1, .vm_uuid = DOMAIN, .vm_name = name,
		.status = answer,
	};
	uint32_t status = 0xdead;

	assert_int_equal(gvm_nv_start_answer(self->gpus->pdata[0], &words,
					     &status), 0);

	return status;
}

/**
 * @brief Insist on what the driver was answered.
 * @param self    The listener.
 * @param start   How far the start is.
 * @param answer  The answer.
 * @param name    Name of the domain that it was told.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_answer(struct listener *self, enum rmsim_start start,
			  uint32_t answer, const char *name)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(self->fake->root);
	const struct rmsim_vgpu *vgpu = fake_nvidia_vgpu(sim, FAKE_UUID_1);

	assert_int_equal(vgpu->start, start);
	assert_int_equal(vgpu->answer, answer);
	assert_string_equal(vgpu->vm_name, name);
}

/**
 * @brief "Yes" needs the host's part of the vGPU, "no" does not; without a
 *        start neither is taken.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_start_is_answered(void **state)
{
	g_autoptr(listener) self = listen_for(*state);
	g_autoptr(rmsim) sim = NULL;

	if (!self)
		return;

	assert_int_equal(answer_with(self, "alpha", 0), GVM_NV_INVALID_STATE);
	fake_nvidia_open_vgpu(self->fake->root, FAKE_UUID_1, QEMU);
	assert_int_equal(answer_with(self, "alpha", 0), GVM_NV_INVALID_STATE);
	expect_answer(self, RMSIM_START_WAITS, 0, "");
	assert_int_equal(answer_with(self, "beta", 0x1a), GVM_NV_OK);
	expect_answer(self, RMSIM_START_NO, 0x1a, "beta");

	fake_nvidia_open_vgpu(self->fake->root, FAKE_UUID_1, QEMU);
	sim = fake_nvidia_map(self->fake->root);
	fake_nvidia_vgpu(sim, FAKE_UUID_1)->plugin = true;
	assert_int_equal(answer_with(self, "alpha", 0), GVM_NV_OK);
	expect_answer(self, RMSIM_START_YES, 0, "alpha");
}

/**
 * @brief A name that is too long is cut, but not inside a character.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_long_name_is_cut(void **state)
{
	g_autoptr(listener) self = listen_for(*state);
	g_autofree char *fits = g_strnfill(NAME_MAX_BYTES, 'x');
	g_autofree char *fill = g_strnfill(NAME_MAX_BYTES - 1, 'y');
	g_autofree char *wide = g_strconcat(fill, "\303\274z", NULL);
	g_autofree char *longer = g_strconcat(fits, "z", NULL);
	const char *rows[][2] = {
		{ fits, fits }, { longer, fits }, { wide, fill },
		{ NULL, "" }, { "a\xff", "a\357\277\275" },
	};

	if (!self)
		return;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		fake_nvidia_open_vgpu(self->fake->root, FAKE_UUID_1, QEMU);
		assert_int_equal(answer_with(self, rows[i][0], 0x1a),
				 GVM_NV_OK);
		expect_answer(self, RMSIM_START_NO, 0x1a, rows[i][1]);
	}
}

/**
 * @brief What is no UUID, or no vGPU of the GPU, is refused.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void only_a_vgpu_of_the_gpu_is_answered(void **state)
{
	static const struct gvm_nv_answer wrong[] = {
		{ .uuid = "c2177883", .status = 1 },
		{ .uuid = NULL, .status = 1 },
		{ .uuid = FAKE_UUID_1, .vm_uuid = "no", .status = 1 },
	};
	static const struct gvm_nv_answer other = {
		.uuid = FAKE_UUID_2, .status = 1,
	};
	g_autoptr(listener) self = listen_for(*state);
	uint32_t status = 0xdead;

	if (!self)
		return;

	fake_nvidia_open_vgpu(self->fake->root, FAKE_UUID_1, QEMU);
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
		assert_int_equal(gvm_nv_start_answer(self->gpus->pdata[0],
						     &wrong[i], &status),
				 -EINVAL);
	expect_answer(self, RMSIM_START_WAITS, 0, "");
	assert_int_equal(gvm_nv_start_answer(self->gpus->pdata[0], &other,
					     &status), 0);
	assert_int_equal(status, GVM_NV_OBJECT_NOT_FOUND);
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
		each_row(a_start_is_taken_once),
		each_row(another_event_is_skipped),
		each_row(a_start_without_uuid_is_none),
		each_row(a_question_that_fails_is_told),
		each_row(a_start_is_answered),
		each_row(a_long_name_is_cut),
		each_row(only_a_vgpu_of_the_gpu_is_answered),
	};

	return each_run(tests, G_N_ELEMENTS(tests));
}
