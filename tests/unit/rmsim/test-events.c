// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Events of the simulated driver.
 */
#include <errno.h>

#include "calls.h"

/** @brief EVENT_SET_NOTIFICATION of a client. */
#define SYSTEM_NOTIFY 0x501
/** @brief EVENT_SET_NOTIFICATION of a vGPU configuration. */
#define VGPU_NOTIFY 0xa0810106

/**
 * @brief Take an event from a file.
 * @param calls  The driver.
 * @param file   The file.
 * @param event  Where to put 16 bytes.
 * @param more   Where to put whether there are more.
 * @return The status.
 * @norestriction
 * @sideeffect It is gone.
 * @failure Fails the test when the ioctl fails.
 */
static uint32_t take(struct rm_calls *calls, int file, uint32_t *event,
		     uint32_t *more)
{
	uint64_t address = (uintptr_t)event;
	uint8_t arg[16] = { 0 };

	memcpy(arg, &address, sizeof(address));
	assert_int_equal(calls_ioctl(calls, file, RMSIM_GET_EVENT_DATA,
				     sizeof(arg), arg), 0);
	*more = calls_u32(arg, 8);

	return calls_u32(arg, 12);
}

/**
 * @brief Subscribing is refused for the right reason.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_refused(void **state)
{
	g_autoptr(rm_calls) calls = calls_new("580.95.05");
	uint32_t notify[2] = { 0, 2 };
	uint8_t params[24] = { 0 };
	uint8_t arg[16] = { 0 };
	int file;

	(void)state;
	/* Without an event object; out of range; a strange action. */
	assert_int_equal(calls_control(calls, CALLS_CONFIG, VGPU_NOTIFY,
				       notify, 8), INVALID_STATE);
	notify[0] = 5;
	assert_int_equal(calls_control(calls, CALLS_CONFIG, VGPU_NOTIFY,
				       notify, 8), INVALID_ARGUMENT);
	notify[0] = 0;
	notify[1] = 3;
	assert_int_equal(calls_control(calls, CALLS_CONFIG, VGPU_NOTIFY,
				       notify, 8), INVALID_ARGUMENT);
	/* A descriptor that was not announced; a kind for the kernel. */
	calls_set_u32(params, 8, 0x79);
	calls_set_u32(params, 16, 99);
	assert_int_equal(calls_alloc(calls, CALLS_CONFIG, 0x50, 0x79, params),
			 NOT_FOUND);
	calls_set_u32(params, 8, 0x7e);
	assert_int_equal(calls_alloc(calls, CALLS_CONFIG, 0x50, 0x79, params),
			 ILLEGAL_ACTION);
	/* Twice. */
	file = calls_subscribe(calls, CALLS_CONFIG, VGPU_NOTIFY, 0);
	notify[1] = 2;
	assert_int_equal(calls_control(calls, CALLS_CONFIG, VGPU_NOTIFY,
				       notify, 8), INVALID_STATE);
	calls_set_u32(arg, 0, calls->client);
	calls_set_u32(arg, 8, CALLS_FD + file);
	assert_int_equal(calls_ioctl(calls, file, RMSIM_ALLOC_OS_EVENT,
				     sizeof(arg), arg), 0);
	assert_int_equal(calls_u32(arg, 12), NO_RESOURCES);
	assert_int_equal(calls_ioctl(calls, file, RMSIM_FREE_OS_EVENT,
				     sizeof(arg), arg), 0);
	assert_int_equal(calls_u32(arg, 12), OK);
	assert_int_equal(calls_ioctl(calls, file, RMSIM_FREE_OS_EVENT,
				     sizeof(arg), arg), 0);
	assert_int_equal(calls_u32(arg, 12), INVALID_EVENT);
}

/**
 * @brief A guest's life is told to who listens to the GPU's configuration.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_guest(void **state)
{
	g_autoptr(rm_calls) calls = calls_new("580.95.05");
	int created = calls_subscribe(calls, CALLS_CONFIG, VGPU_NOTIFY, 0);
	int gone = calls_subscribe(calls, CALLS_CONFIG, VGPU_NOTIFY, 2);
	uint8_t uuid[16] = { 1 };
	uint32_t event[4];
	uint32_t more;

	(void)state;
	assert_int_equal(take(calls, created, event, &more), GENERIC);
	rmsim_vgpu_created(calls->sim, 0, 1001, uuid);
	uuid[0] = 2;
	rmsim_vgpu_created(calls->sim, 0, 1001, uuid);
	assert_false(rmsim_waiting(calls->sim, created));
	rmsim_vgpu_started(calls->sim, &calls->env, 0, 4711);
	assert_int_equal(calls->woken, created);
	rmsim_vgpu_started(calls->sim, &calls->env, 1, 4712);
	assert_true(rmsim_waiting(calls->sim, created));
	assert_int_equal(take(calls, created, event, &more), OK);
	assert_int_equal(event[0], 0x20);
	assert_int_equal(event[1], 0);
	assert_int_equal(more, 1);
	assert_int_equal(take(calls, created, event, &more), OK);
	assert_int_equal(more, 0);
	assert_false(rmsim_waiting(calls->sim, created));
	assert_false(rmsim_waiting(calls->sim, gone));
	rmsim_vgpu_destroyed(calls->sim, &calls->env, 0);
	assert_int_equal(take(calls, gone, event, &more), OK);
	assert_int_equal(event[1], 2);
	/* One that never ran is not told. */
	rmsim_vgpu_stopped(calls->sim, &calls->env, 1);
	assert_int_equal(take(calls, gone, event, &more), OK);
	rmsim_vgpu_destroyed(calls->sim, &calls->env, 1);
	assert_int_equal(take(calls, gone, event, &more), GENERIC);
}

/**
 * @brief An event without data wakes once, however often it has happened.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_dataless(void **state)
{
	g_autoptr(rm_calls) calls = calls_new("580.95.05");
	int file = calls_subscribe(calls, CALLS_CONFIG, VGPU_NOTIFY,
				   0x10000000);
	uint8_t uuid[16] = { 1 };
	uint32_t event[4];
	uint32_t more;

	(void)state;
	rmsim_vgpu_created(calls->sim, 0, 1001, uuid);
	rmsim_vgpu_started(calls->sim, &calls->env, 0, 4711);
	rmsim_vgpu_started(calls->sim, &calls->env, 0, 4711);
	assert_int_equal(take(calls, file, event, &more), GENERIC);
	assert_true(rmsim_waiting(calls->sim, file));
	assert_false(rmsim_waiting(calls->sim, file));
}

/**
 * @brief The client's own events have the numbers of the release, and its own
 *        queue.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_system(void **state)
{
	static const struct {
		const char *release;
		uint32_t bind;
		uint32_t unbind;
		bool data;
	} rows[] = {
		{ "535.129.03", 3, 9, false },
		{ "535.216.01", 3, 2, false },
		{ "570.86.15", 3, 2, false },
		{ "575.51.02", 2, 1, true },
		{ "595.45.04", 2, 1, true },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(rm_calls) calls = calls_new(rows[i].release);
		uint32_t size = rows[i].data ? 12 : 8;
		uint32_t event[3] = { 0 };
		int file;

		file = calls_subscribe(calls, calls->client, SYSTEM_NOTIFY,
				       rows[i].bind | 0x10000000);
		rmsim_gpu_bound(calls->sim, &calls->env, 1, true);
		assert_true(rmsim_waiting(calls->sim, file));
		assert_int_equal(calls_control(calls, calls->client, 0x502,
					       event, size), OK);
		assert_int_equal(event[0], rows[i].bind);
		if (rows[i].data)
			assert_int_equal(event[1], 0x8100);
		assert_int_equal(calls_control(calls, calls->client, 0x502,
					       event, size), NOT_FOUND);
		if (rows[i].unbind < 5)
			calls_subscribe(calls, calls->client, SYSTEM_NOTIFY,
					rows[i].unbind);
		rmsim_gpu_bound(calls->sim, &calls->env, 0, false);
		assert_int_equal(calls_control(calls, calls->client, 0x502,
					       event, size),
				 rows[i].unbind < 5 ? OK : NOT_FOUND);
		if (rows[i].unbind < 5)
			assert_int_equal(event[0], rows[i].unbind);
	}
}

/**
 * @brief A single notification is one.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_single(void **state)
{
	g_autoptr(rm_calls) calls = calls_new("580.95.05");
	int file = calls_subscribe(calls, calls->client, SYSTEM_NOTIFY, 2);
	uint32_t notify[2] = { 2, 0 };
	uint32_t event[4];
	uint32_t more;

	(void)state;
	assert_int_equal(calls_control(calls, calls->client, SYSTEM_NOTIFY,
				       notify, 8), OK);
	rmsim_gpu_bound(calls->sim, &calls->env, 0, true);
	assert_int_equal(take(calls, file, event, &more), GENERIC);
	notify[1] = 1;
	assert_int_equal(calls_control(calls, calls->client, SYSTEM_NOTIFY,
				       notify, 8), OK);
	rmsim_gpu_bound(calls->sim, &calls->env, 0, true);
	rmsim_gpu_bound(calls->sim, &calls->env, 0, true);
	assert_int_equal(take(calls, file, event, &more), OK);
	assert_int_equal(more, 0);
	assert_int_equal(take(calls, file, event, &more), GENERIC);
}

/**
 * @brief Run the tests.
 * @return 0 when all succeed.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_guest),
		cmocka_unit_test(test_dataless),
		cmocka_unit_test(test_system),
		cmocka_unit_test(test_single),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
