// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The NVIDIA API Test: events.
 *
 * See @ref nvidia_api_test.
 */
#include "each.h"
#include <errno.h>
#include <poll.h>

#include "host/poll.h"
#include "nvidia/event.h"
#include "nvidia/status.h"

/** @brief Longest wait for an event, in ms; imitated. */
#define WAIT_MS 5000
/** @brief Calls of a subscription with one event, until it has ended. */
#define CALLS 7
/** @brief Which of them allocates the event object. */
#define ALLOC_CALL 2
/** @brief Which of them frees the event object. */
#define FREE_CALL 6
/** @brief A notifier that no release has. */
#define NO_NOTIFIER 99

/**
 * @brief Find the notifier that tells of a GPU that is bound.
 * @param rm  The client.
 * @return Its number in this release.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static uint32_t bind_notifier(const struct gvm_rm *rm)
{
	uint32_t notifier = 0;

	if (!gvm_nv_abi_has(&rm->abi, GVM_NV_K_NOTIFIERS_GPU_BIND_EVENT,
			    &notifier))
		assert_true(gvm_nv_abi_has(&rm->abi,
					   GVM_NV_K_NOTIFIERS_GPU_BIND_UNBIND_EVENT,
					   &notifier));

	return notifier;
}

/**
 * @brief Subscribe to GPUs that are bound.
 * @param rm   The client.
 * @param err  Where to store the error, or NULL.
 * @return A new subscription, or NULL.
 * @norestriction
 * @sideeffect See gvm_rm_event_new().
 * @failure Those of gvm_rm_event_new().
 */
static struct gvm_rm_event *subscribe(struct gvm_rm *rm, GError **err)
{
	return gvm_rm_event_new(rm, rm->client, GVM_NV_C_SYSTEM_NOTIFY,
				bind_notifier(rm), err);
}

/**
 * @brief Wait for an event.
 * @param event  The subscription.
 * @return true when its descriptor is readable, false when the time is up.
 * @norestriction
 * @sideeffect The clock of the machine moves.
 * @failure Fails the test.
 */
static bool comes(struct gvm_rm_event *event)
{
	struct pollfd fd = { .fd = event->fd, .events = POLLIN | POLLPRI };
	int rc = gvm_host_poll(event->rm->host, &fd, 1, WAIT_MS);

	assert_true(rc >= 0);

	return rc > 0;
}

/**
 * @brief Take one event.
 * @param event  The subscription.
 * @return true when there are more.
 * @norestriction
 * @sideeffect It is taken.
 * @failure Fails the test.
 */
static bool take(struct gvm_rm_event *event)
{
	g_autoptr(GError) err = NULL;
	bool more = true;

	unit_expect_success(gvm_rm_event_take(event, &more, &err), err);

	return more;
}

/**
 * @brief A client is told once for each time it happens, and not before.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_event_is_waited_for_and_taken(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GError) err = NULL;
	g_autoptr(gvm_rm_event) event = subscribe(rm, &err);
	uint64_t before = each_clock(one->fake);

	unit_expect_success(event, err);
	assert_int_not_equal(event->fd, rm->fd);
	assert_false(comes(event));
	assert_int_equal(each_clock(one->fake) - before, WAIT_MS);

	for (int i = 0; i < 3; i++) {
		fake_nvidia_bind(one->fake->root, 0, true);
		assert_true(comes(event));
		assert_false(take(event));
		assert_false(comes(event));
	}
	/* There is none, which is no error. */
	assert_false(take(event));
}

/**
 * @brief One wake-up may stand for several events.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void wake_ups_coalesce(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GError) err = NULL;
	g_autoptr(gvm_rm_event) event = subscribe(rm, &err);

	unit_expect_success(event, err);
	for (unsigned int i = 0; i < 3; i++)
		fake_nvidia_bind(one->fake->root, i % 2, true);
	assert_true(comes(event));
	assert_true(take(event));
	assert_true(take(event));
	assert_false(take(event));
}

/**
 * @brief A vGPU that starts and ends is told by its GPU's configuration.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_guest_is_told(void **state)
{
	static const enum gvm_nv_constant whats[] = {
		GVM_NV_K_NOTIFIERS_EVENT_VGPU_GUEST_CREATED,
		GVM_NV_K_NOTIFIERS_EVENT_VGPU_GUEST_DESTROYED,
	};
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = each_gpus(rm);
	struct gvm_nv_gpu *gpu = gpus->pdata[0];
	struct gvm_rm_event *events[G_N_ELEMENTS(whats)];
	g_autoptr(GError) err = NULL;

	each_add_vgpu(one->fake);
	for (size_t i = 0; i < G_N_ELEMENTS(whats); i++) {
		uint32_t notifier = 0;

		assert_true(gvm_nv_abi_has(&rm->abi, whats[i], &notifier));
		events[i] = gvm_rm_event_new(rm, gpu->config_handle,
					     GVM_NV_C_VGPU_NOTIFY, notifier,
					     &err);
		unit_expect_success(events[i], err);
	}
	fake_nvidia_run_vgpu(one->fake->root, FAKE_UUID_1, 4701, "alpha",
			     FAKE_UUID_3);
	assert_true(comes(events[0]));
	assert_false(take(events[0]));
	assert_false(comes(events[1]));
	fake_nvidia_stop_vgpu(one->fake->root, FAKE_UUID_1);
	assert_true(comes(events[1]));
	assert_false(comes(events[0]));
	for (size_t i = 0; i < G_N_ELEMENTS(whats); i++)
		gvm_rm_event_free(events[i]);
}

/**
 * @brief A subscription is ended in the opposite order.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_subscription_is_ended(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autofree char *calls = NULL;
	g_autoptr(GError) err = NULL;

	fake_nvidia_forget_calls(one->fake->root);
	/* The notifier is free again after each of them. */
	for (int i = 0; i < 2; i++) {
		struct gvm_rm_event *event = subscribe(rm, &err);

		unit_expect_success(event, err);
		gvm_rm_event_free(event);
		each_expect_left(one->fake, 2);
		assert_int_equal(rm->objects->len, 0);
		if (i == 0)
			calls = fake_nvidia_calls(one->fake->root);
	}
	assert_string_equal(calls,
			    "open dev/nvidiactl = 0\n"
			    "NV_ESC_ALLOC_OS_EVENT = 0\n"
			    "NV01_EVENT_OS_EVENT = 0\n"
			    "NV0000_CTRL_CMD_EVENT_SET_NOTIFICATION = 0\n"
			    "NV0000_CTRL_CMD_EVENT_SET_NOTIFICATION = 0\n"
			    "NV_ESC_RM_FREE = 0\n"
			    "NV_ESC_FREE_OS_EVENT = 0\n"
			    "close control = 0");
	gvm_rm_event_free(NULL);
}

/**
 * @brief A notifier that there is not, or that is subscribed to already, is
 *        refused by name, and nothing is left.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_refused_subscription_leaves_nothing(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GError) wrong = NULL;
	g_autoptr(GError) twice = NULL;
	g_autoptr(gvm_rm_event) event = NULL;

	assert_null(gvm_rm_event_new(rm, rm->client, GVM_NV_C_SYSTEM_NOTIFY,
				     NO_NOTIFIER, &wrong));
	unit_expect_error(wrong, GVM_ERROR_FAILED,
			  "NV0000_CTRL_CMD_EVENT_SET_NOTIFICATION: NV_ERR_INVALID_ARGUMENT (");
	each_expect_left(one->fake, 2);

	event = subscribe(rm, NULL);
	assert_non_null(event);
	each_expect_left(one->fake, 4);
	assert_null(subscribe(rm, &twice));
	unit_expect_error(twice, GVM_ERROR_BUSY,
			  "NV0000_CTRL_CMD_EVENT_SET_NOTIFICATION: NV_ERR_INVALID_STATE (");
	each_expect_left(one->fake, 4);
	/* The first one lives on. */
	fake_nvidia_bind(one->fake->root, 1, true);
	assert_true(comes(event));
}

/**
 * @brief Subscribe, wait, take and end while one call fails.
 * @param rm     The client.
 * @param fake   The machine.
 * @param fault  Which call, and how.
 * @return true when the call was made.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static bool fails_cleanly(struct gvm_rm *rm, struct fake_host *fake,
			  const struct rmsim_fault *fault)
{
	/* By their order; ending a subscription has no errors. */
	static const char *const names[] = {
		"NV_ESC_ALLOC_OS_EVENT", "NV01_EVENT_OS_EVENT",
		"NV0000_CTRL_CMD_EVENT_SET_NOTIFICATION",
		"NV_ESC_RM_GET_EVENT_DATA",
	};
	g_autoptr(GError) err = NULL;
	struct gvm_rm_event *event;
	bool more = false;

	fake_nvidia_fault(fake->root, fault);
	event = subscribe(rm, &err);
	if (event) {
		fake_nvidia_bind(fake->root, 0, true);
		assert_true(comes(event));
		assert_true(gvm_rm_event_take(event, &more, &err) == !err);
	}
	gvm_rm_event_free(event);
	/* What could not be freed goes with its client. */
	each_expect_left(fake, 2 + (fault->at == FREE_CALL ||
				    (fault->unload && fault->at > ALLOC_CALL &&
				     fault->at < FREE_CALL)));
	assert_int_equal(rm->objects->len, 0);
	if (fault->at <= G_N_ELEMENTS(names))
		assert_non_null(strstr(err->message, names[fault->at - 1]));
	else
		assert_null(err);

	return fake_nvidia_hits(fake->root) > 0;
}

/**
 * @brief Load the driver again that was unloaded.
 * @param fake  The machine.
 * @norestriction
 * @sideeffect It answers.
 * @nofailure
 */
static void load_again(const struct fake_host *fake)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(fake->root);

	sim->unloaded = false;
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
		bool hit = true;

		for (fault.at = 1; hit; fault.at++) {
			struct gvm_rm *rm = each_client(one->fake);

			hit = fails_cleanly(rm, one->fake, &fault);
			load_again(one->fake);
			gvm_rm_free(rm);
			each_expect_left(one->fake, 0);
		}
		assert_int_equal(fault.at, CALLS + 2);
	}
}

/**
 * @brief A subscription obeys "again, a little later".
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void again_is_obeyed(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);

	for (unsigned int nth = 1; nth <= 3; nth++) {
		g_autoptr(GError) err = NULL;
		struct gvm_rm_event *event;

		fake_nvidia_fail(one->fake->root, nth, GVM_NV_BUSY_RETRY);
		event = subscribe(rm, &err);
		unit_expect_success(event, err);
		assert_int_equal(fake_nvidia_hits(one->fake->root), 1);
		gvm_rm_event_free(event);
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
		each_row(an_event_is_waited_for_and_taken),
		each_row(wake_ups_coalesce),
		each_row(a_guest_is_told),
		each_row(a_subscription_is_ended),
		each_row(a_refused_subscription_leaves_nothing),
		each_row(half_way_failures_leave_nothing),
		each_row(again_is_obeyed),
	};

	return each_run(tests, G_N_ELEMENTS(tests));
}
