// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief vGPUs of the simulated driver: who runs, and who answers starts.
 */
#include "calls.h"

/** @brief Where the parts of a running vGPU are, from its headers. */
struct layout {
	const char *name;	/**< The release. */
	uint32_t size;		/**< Of ENUMERATE_VGPU_PER_PGPU. */
	uint32_t vm_uuid;	/**< guestVmId. */
	uint32_t driver;	/**< guestDriverVersion. */
	uint32_t vm_name;	/**< vmName. */
	uint32_t type;		/**< vgpuType of the device. */
	uint32_t uuid;		/**< mdevUuid or vgpuDevName. */
	uint32_t fb;		/**< fbUsed. */
	uint32_t usage;		/**< Size of GET_VGPU_FB_USAGE. */
};

/** @brief The layouts; a running vGPU begins at 8. */
static const struct layout layouts[] = {
	{ "525.147.05", 10760, 8 + 40, 8 + 56, 8 + 120, 8 + 256, 8 + 256 + 32,
	  8 + 256 + 56, 776 },
	{ "565.77", 10760, 8 + 40, 8 + 56, 8 + 120, 8 + 256, 8 + 256 + 32,
	  8 + 256 + 56, 776 },
	{ "580.95.05", 19592, 8 + 40, 8 + 56, 8 + 184, 8 + 320, 8 + 320 + 32,
	  8 + 320 + 56, 1160 },
};

/**
 * @brief Only what runs is enumerated, in the layout of the release.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_enumerate(void **state)
{
	static const uint8_t uuid[16] = { 1, 2, 3 };
	static const uint8_t other[16] = { 9 };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(layouts); i++) {
		const struct layout *at = &layouts[i];
		g_autoptr(rm_calls) calls = calls_new(at->name);
		g_autofree uint8_t *all = g_malloc0(at->size);
		uint8_t usage[1160] = { 0 };
		struct rmsim_vgpu *vgpu = &calls->sim->vgpus[0];

		rmsim_vgpu_created(calls->sim, 0, 1001, uuid);
		rmsim_vgpu_created(calls->sim, 1, 1001, other);
		rmsim_vgpu_started(calls->sim, &calls->env, 1, 1);
		assert_int_equal(calls_control(calls, CALLS_CONFIG, 0xa0810102,
					       all, at->size), OK);
		assert_int_equal(calls_u32(all, 4), 0);
		strcpy(vgpu->vm_name, "web");
		strcpy(vgpu->driver, "580.82");
		vgpu->vm_uuid[5] = 0x55;
		vgpu->fb_used = 5ULL << 32;
		rmsim_vgpu_started(calls->sim, &calls->env, 0, 4711);
		assert_int_equal(calls_control(calls, CALLS_CONFIG, 0xa0810102,
					       all, at->size), OK);
		assert_int_equal(calls_u32(all, 4), 1);
		assert_int_equal(calls_u32(all, 8), 4711);
		assert_int_equal(all[at->vm_uuid + 5], 0x55);
		assert_string_equal((char *)all + at->driver, "580.82");
		assert_string_equal((char *)all + at->vm_name, "web");
		assert_int_equal(calls_u32(all, at->type), 1001);
		assert_memory_equal(all + at->uuid, uuid, sizeof(uuid));
		assert_int_equal(calls_u32(all, at->fb + 4), 5);
		assert_int_equal(calls_control(calls, CALLS_CONFIG, 0xa0810111,
					       usage, at->usage), OK);
		assert_int_equal(calls_u32(usage, 0), 1);
		assert_memory_not_equal(usage + 8, uuid, sizeof(uuid));
		assert_int_equal(calls_u32(usage, 8 + 20), 5);
	}
}

/**
 * @brief Answer a start.
 * @param calls   The driver.
 * @param uuid    Of the mediated device.
 * @param answer  The answer.
 * @return The status.
 * @norestriction
 * @sideeffect QEMU may go on.
 * @nofailure
 */
static uint32_t answer_start(struct rm_calls *calls, const uint8_t *uuid,
			     uint32_t answer)
{
	uint8_t params[164] = { 0 };

	memcpy(params, uuid, 16);
	params[16] = 0x77;
	strcpy((char *)params + 32, "web");
	calls_set_u32(params, 160, answer);

	return calls_control(calls, CALLS_CONFIG, 0xa0810107, params,
			     sizeof(params));
}

/**
 * @brief A start is asked and answered; the answer "yes" needs the host's part
 *        of the vGPU.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_start(void **state)
{
	static const uint8_t uuid[16] = { 1, 2, 3 };
	g_autoptr(rm_calls) calls = calls_new("550.54.14");
	struct rmsim_vgpu *vgpu = &calls->sim->vgpus[0];
	uint8_t data[1056] = { 0 };

	(void)state;
	rmsim_vgpu_created(calls->sim, 0, 1001, uuid);
	/* Nobody listens: QEMU waits all the same. */
	assert_true(rmsim_vgpu_opened(calls->sim, &calls->env, 0, 4711));
	calls_subscribe(calls, calls->client, 0x501, 2);
	assert_int_equal(answer_start(calls, uuid, 0), INVALID_STATE);
	assert_true(rmsim_vgpu_opened(calls->sim, &calls->env, 0, 4711));
	assert_int_equal(vgpu->start, RMSIM_START_WAITS);
	assert_int_equal(calls_control(calls, calls->client, 0xc01, data,
				       sizeof(data)), OK);
	assert_memory_equal(data, uuid, sizeof(uuid));
	assert_int_equal(calls_u32(data, 1040), 4711);
	assert_int_equal(calls_u32(data, 1044), 0x4100);
	assert_int_equal(calls_u32(data, 1052), 0x4100);
	assert_int_equal(calls_control(calls, calls->client, 0xc01, data,
				       sizeof(data)), NOT_FOUND);
	assert_int_equal(answer_start(calls, uuid, 0), INVALID_STATE);
	assert_int_equal(calls->answers, 0);
	vgpu->plugin = true;
	assert_int_equal(answer_start(calls, uuid, 0), OK);
	assert_int_equal(calls->answers, 1);
	assert_int_equal(vgpu->start, RMSIM_START_YES);
	assert_string_equal(vgpu->vm_name, "web");
	assert_int_equal(vgpu->vm_uuid[0], 0x77);
	assert_int_equal(answer_start(calls, uuid, 1), INVALID_STATE);
	rmsim_vgpu_opened(calls->sim, &calls->env, 0, 4712);
	assert_int_equal(answer_start(calls, uuid, 0x56), OK);
	assert_int_equal(vgpu->start, RMSIM_START_NO);
	assert_int_equal(vgpu->answer, 0x56);
}

/**
 * @brief Asking for a start takes the oldest event, whatever it is.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_wrong_event(void **state)
{
	static const uint8_t uuid[16] = { 1, 2, 3 };
	g_autoptr(rm_calls) calls = calls_new("535.129.03");
	uint8_t data[1056] = { 0 };

	(void)state;
	rmsim_vgpu_created(calls->sim, 0, 1001, uuid);
	calls_subscribe(calls, calls->client, 0x501, 2);
	calls_subscribe(calls, calls->client, 0x501, 3);
	rmsim_gpu_bound(calls->sim, &calls->env, 0, true);
	rmsim_vgpu_opened(calls->sim, &calls->env, 0, 4711);
	assert_int_equal(calls_control(calls, calls->client, 0xc01, data,
				       sizeof(data)), INVALID_EVENT);
	assert_int_equal(calls_control(calls, calls->client, 0xc01, data,
				       sizeof(data)), OK);
	/* A start whose QEMU is gone. */
	rmsim_vgpu_opened(calls->sim, &calls->env, 0, 4712);
	rmsim_vgpu_stopped(calls->sim, &calls->env, 0);
	assert_int_equal(calls_control(calls, calls->client, 0xc01, data,
				       sizeof(data)), NOT_FOUND);
}

/**
 * @brief Two starts at a time are told one after the other.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_two_starts(void **state)
{
	static const uint8_t uuids[2][16] = { { 1 }, { 2 } };
	g_autoptr(rm_calls) calls = calls_new("525.147.05");
	uint8_t data[1056] = { 0 };

	(void)state;
	calls_subscribe(calls, calls->client, 0x501, 2);
	for (uint32_t i = 0; i < 2; i++) {
		rmsim_vgpu_created(calls->sim, 0, 1001, uuids[i]);
		rmsim_vgpu_opened(calls->sim, &calls->env, i, 4711 + i);
	}
	for (uint32_t i = 0; i < 2; i++) {
		assert_int_equal(calls_control(calls, calls->client, 0xc01,
					       data, sizeof(data)), OK);
		assert_memory_equal(data, uuids[i], 16);
		assert_int_equal(calls_u32(data, 1040), 4711 + i);
	}
}

/**
 * @brief From the new framework on nobody is asked.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_no_starts(void **state)
{
	static const uint8_t uuid[16] = { 1, 2, 3 };
	g_autoptr(rm_calls) calls = calls_new("550.90.07");

	(void)state;
	rmsim_vgpu_created(calls->sim, 0, 1001, uuid);
	calls_subscribe(calls, calls->client, 0x501, 2);
	assert_false(rmsim_vgpu_opened(calls->sim, &calls->env, 0, 4711));
}

/**
 * @brief There is one vGPU of a UUID, and it can be found.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_uuid(void **state)
{
	static const uint8_t uuid[16] = { 1, 2, 3 };
	g_autoptr(rm_calls) calls = calls_new("580.95.05");

	(void)state;
	assert_true(rmsim_vgpu_find(calls->sim, uuid) < 0);
	assert_int_equal(rmsim_vgpu_created(calls->sim, 0, 1001, uuid), 0);
	assert_true(rmsim_vgpu_created(calls->sim, 0, 1001, uuid) < 0);
	assert_int_equal(rmsim_vgpu_find(calls->sim, uuid), 0);
	rmsim_vgpu_destroyed(calls->sim, &calls->env, 0);
	assert_true(rmsim_vgpu_find(calls->sim, uuid) < 0);
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
		cmocka_unit_test(test_enumerate),
		cmocka_unit_test(test_start),
		cmocka_unit_test(test_wrong_event),
		cmocka_unit_test(test_two_starts),
		cmocka_unit_test(test_no_starts),
		cmocka_unit_test(test_uuid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
