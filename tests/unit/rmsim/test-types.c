// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief vGPU types of the simulated driver: its rules, the awkward ones
 *        included.
 */
#include "calls.h"

/** @brief What is known of a release's types, from its headers. */
struct layout {
	const char *name;	/**< The release. */
	uint32_t size;		/**< Of SET_INFO. */
	uint32_t most;		/**< Types of a GPU. */
	uint32_t list;		/**< Size of the list of types. */
	uint32_t first;		/**< Where the list has its state. */
	uint32_t instances;	/**< Where maxInstance is, in SET_INFO. */
	uint32_t multi;		/**< Where multiVgpuSupported is. */
	uint32_t profile;	/**< Where profileSize is. */
};

/** @brief The layouts. */
static const struct layout layouts[] = {
	{ "525.147.05", 4968, 64, 264, 0, 332, 368, 392 },
	{ "550.54.14", 5104, 64, 264, 0, 332, 368, 392 },
	{ "570.86.15", 5240, 64, 264, 0, 332, 368, 392 },
	{ "575.51.02", 5240, 100, 412, 4, 332, 368, 392 },
	{ "580.82.09", 5432, 128, 524, 4, 396, 432, 456 },
	{ "580.95.05", 5440, 128, 524, 4, 396, 432, 456 },
	{ "595.45.04", 5440, 128, 524, 4, 396, 436, 456 },
};

/** @brief Bytes of a MiB. */
#define MIB 0x100000

/**
 * @brief Send a type.
 * @param calls    The driver.
 * @param layout   Its layout.
 * @param id       The type.
 * @param profile  Its size, in MiB.
 * @param discard  Empty the list before.
 * @param ready    It is the last one.
 * @return The status.
 * @norestriction
 * @sideeffect The type may be in the list.
 * @nofailure
 */
static uint32_t send(struct rm_calls *calls, const struct layout *layout,
		     uint32_t id, uint32_t profile, bool discard, bool ready)
{
	g_autofree uint8_t *params = g_malloc0(layout->size);
	uint64_t bytes = (uint64_t)profile * MIB;

	params[0] = discard;
	calls_set_u32(params, 8, id);
	strcpy((char *)params + 12, "GVM test");
	calls_set_u32(params, layout->instances, 24576 / profile);
	calls_set_u32(params, layout->multi, 1);
	memcpy(params + layout->profile, &bytes, sizeof(bytes));
	calls_set_u32(params, layout->size - 8, ready ? 2 : 1);

	return calls_control(calls, CALLS_CONFIG, 0xa0810101, params,
			     layout->size);
}

/**
 * @brief Ask for a list of types.
 * @param calls   The driver.
 * @param layout  Its layout.
 * @param cmd     Which list.
 * @param types   Where to put state, number and ids.
 * @return The status.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static uint32_t list(struct rm_calls *calls, const struct layout *layout,
		     uint32_t cmd, uint32_t *types)
{
	uint8_t params[524];
	uint32_t status;

	memset(params, 0xff, sizeof(params));
	status = calls_control(calls, CALLS_CONFIG, cmd, params, layout->list);
	memcpy(types, params + layout->first, layout->list - layout->first);

	return status;
}

/**
 * @brief Types arrive as they were sent, in every layout.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_set(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(layouts); i++) {
		const struct layout *layout = &layouts[i];
		g_autoptr(rm_calls) calls = calls_new(layout->name);
		g_autofree uint8_t *info = g_malloc0(layout->size);
		uint32_t types[131];
		struct rmsim_spec spec;
		uint32_t size = 0;

		assert_int_equal(send(calls, layout, 1001, 2048, true, false),
				 OK);
		assert_int_equal(list(calls, layout, 0xa0810104, types), OK);
		assert_int_equal(types[0], 1);
		assert_int_equal(send(calls, layout, 1002, 24576, false, true),
				 OK);
		assert_int_equal(list(calls, layout, 0xa0810104, types), OK);
		assert_int_equal(types[0], 2);
		assert_int_equal(types[1], 2);
		assert_int_equal(types[2], 1001);
		assert_int_equal(types[3], 1002);
		assert_true(rmsim_type_spec(calls->sim, 1001, &spec));
		assert_string_equal(spec.name, "GVM test");
		assert_int_equal(spec.instances, 12);
		assert_true(spec.profile == 2048ULL * MIB);
		assert_null(rmsim_type_field(calls->sim, 1001, "nothing",
					     &size));
		assert_non_null(rmsim_type_field(calls->sim, 1001,
						 "vgpuExtraParams", &size));
		assert_int_equal(size, 4096);

		calls_set_u32(info, 0, 1002);
		assert_int_equal(calls_control(calls, CALLS_CONFIG, 0xa0810103,
					       info, layout->size - 8), OK);
		assert_int_equal(calls_u32(info, 8), 1002);
		assert_int_equal(calls_u32(info, layout->instances), 1);
		/* Several in one domain: only what fills the GPU. */
		assert_int_equal(calls_u32(info, layout->multi), 1);
		calls_set_u32(info, 0, 1001);
		assert_int_equal(calls_control(calls, CALLS_CONFIG, 0xa0810103,
					       info, layout->size - 8), OK);
		assert_int_equal(calls_u32(info, layout->multi), 0);
		calls_set_u32(info, 0, 1003);
		assert_int_equal(calls_control(calls, CALLS_CONFIG, 0xa0810103,
					       info, layout->size - 8),
				 NOT_FOUND);
	}
}

/**
 * @brief A list is full at the number of its release, and then takes nothing
 *        unless it is emptied; a failure takes its state back.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_full(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(layouts); i++) {
		const struct layout *layout = &layouts[i];
		g_autoptr(rm_calls) calls = calls_new(layout->name);
		uint32_t types[131];

		for (uint32_t n = 0; n < layout->most; n++)
			assert_int_equal(send(calls, layout, 1000 + n, 1024,
					      n == 0, false), OK);
		assert_int_equal(send(calls, layout, 2000, 1024, false, true),
				 NOT_SUPPORTED);
		assert_int_equal(list(calls, layout, 0xa0810104, types), OK);
		assert_int_equal(types[0], 0);
		assert_int_equal(types[1], layout->most);
		assert_null(rmsim_type(calls->sim, 2000));
		assert_int_equal(send(calls, layout, 2000, 1024, true, true),
				 OK);
		assert_int_equal(list(calls, layout, 0xa0810104, types), OK);
		assert_int_equal(types[1], 1);
		assert_int_equal(types[2], 2000);
		/* What was discarded is still known to the system. */
		assert_non_null(rmsim_type(calls->sim, 1000));
	}
}

/**
 * @brief An id that is known keeps its old parameters, and is in the list once
 *        more.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_again(void **state)
{
	const struct layout *layout = &layouts[5];
	g_autoptr(rm_calls) calls = calls_new(layout->name);
	uint32_t types[131];
	struct rmsim_spec spec;

	(void)state;
	assert_int_equal(send(calls, layout, 1001, 2048, true, true), OK);
	assert_int_equal(send(calls, layout, 1001, 4096, false, true), OK);
	assert_int_equal(list(calls, layout, 0xa0810104, types), OK);
	assert_int_equal(types[1], 2);
	assert_int_equal(types[2], 1001);
	assert_int_equal(types[3], 1001);
	assert_true(rmsim_type_spec(calls->sim, 1001, &spec));
	assert_true(spec.profile == 2048ULL * MIB);
	assert_int_equal(send(calls, layout, 1001, 8192, true, true), OK);
	assert_int_equal(calls->sim->type_count, 1);
	assert_true(rmsim_type_spec(calls->sim, 1001, &spec));
	assert_true(spec.profile == 2048ULL * MIB);
}

/**
 * @brief A GPU that is no vGPU host takes no types.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_no_host(void **state)
{
	const struct layout *layout = &layouts[5];
	g_autoptr(rm_calls) calls = calls_new(layout->name);
	uint32_t types[131];

	(void)state;
	calls->sim->gpus[0].mode = RMSIM_MODE_NONE;
	assert_int_equal(send(calls, layout, 1001, 2048, true, true),
			 NOT_SUPPORTED);
	assert_int_equal(calls->sim->type_count, 0);
	assert_int_equal(list(calls, layout, 0xa0810104, types),
			 NOT_SUPPORTED);
	assert_int_equal(list(calls, layout, 0xa0810105, types),
			 NOT_SUPPORTED);
}

/**
 * @brief Types are published by one control, and a zeroed GPU instance is one.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_publish(void **state)
{
	const struct layout *layout = &layouts[5];
	g_autoptr(rm_calls) calls = calls_new(layout->name);
	uint8_t params[524] = { 0 };

	(void)state;
	assert_int_equal(send(calls, layout, 1001, 2048, true, true), OK);
	assert_int_equal(calls->changed, 0);
	assert_int_equal(calls_control(calls, CALLS_CONFIG, 0xa0810109, NULL,
				       0), OK);
	assert_int_equal(calls->changed, 1);
	assert_int_equal(calls->sim->gpus[0].published_count, 1);
	assert_int_equal(calls->sim->gpus[0].published[0], 1001);
	calls->sim->mute = true;
	assert_int_equal(calls_control(calls, CALLS_CONFIG, 0xa0810109, NULL,
				       0), OK);
	assert_int_equal(calls->changed, 1);
	assert_int_equal(calls_control(calls, CALLS_CONFIG, 0xa0810104, params,
				       sizeof(params)), INVALID_ARGUMENT);
}

/**
 * @brief What can be created depends on what there is.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_creatable(void **state)
{
	const struct layout *layout = &layouts[4];
	g_autoptr(rm_calls) calls = calls_new(layout->name);
	uint8_t uuid[16] = { 1 };
	uint32_t types[131];
	uint32_t i;

	(void)state;
	assert_int_equal(list(calls, layout, 0xa0810105, types), OK);
	assert_int_equal(types[1], 0);
	send(calls, layout, 1001, 8192, true, false);
	send(calls, layout, 1002, 2048, false, true);
	assert_int_equal(list(calls, layout, 0xa0810105, types), OK);
	assert_int_equal(types[1], 2);
	for (i = 0; i < 3; i++) {
		uuid[1] = i;
		assert_int_equal(rmsim_vgpu_created(calls->sim, 0, 1001, uuid),
				 i);
		assert_int_equal(list(calls, layout, 0xa0810105, types),
				 i < 2 ? OK : NO_RESOURCES);
		/* What is refused tells nothing. */
		assert_int_equal(types[0], i < 2 ? 2 : 0xffffffff);
		assert_int_equal(types[1], i < 2 ? 1 : 0xffffffff);
	}
	/* There is room for more, but the type has a limit of its own. */
	calls->sim->gpus[0].fb *= 2;
	assert_int_equal(list(calls, layout, 0xa0810105, types), NO_RESOURCES);
	/* With sizes mixed, what is left decides. */
	rmsim_vgpu_destroyed(calls->sim, &calls->env, 0);
	calls->sim->gpus[0].heterogeneous = true;
	assert_int_equal(list(calls, layout, 0xa0810105, types), OK);
	assert_int_equal(types[1], 2);
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
		cmocka_unit_test(test_set),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_again),
		cmocka_unit_test(test_no_host),
		cmocka_unit_test(test_publish),
		cmocka_unit_test(test_creatable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
