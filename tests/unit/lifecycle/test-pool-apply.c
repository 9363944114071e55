// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of carrying out a plan for pools.
 *
 * Node devices are two sets of UUIDs here, those that are defined and those
 * that are active, and each thing that is done may fail.
 */
#include "paper.h"

#include "host/state.h"
#include "lifecycle/pool-apply.h"

/** @brief Node devices that are imitated. */
struct world {
	GHashTable *defined;	/**< Set of UUIDs. Owned. */
	GHashTable *active;	/**< Set of UUIDs. Owned. */
	GString *done;		/**< A letter and an index each. Owned. */
	unsigned int fail;	/**< Which call fails, from 1; 0 for none. */
	bool broken;		/**< All calls after that one fail, too. */
	unsigned int calls;	/**< So many were made. */
};

/**
 * @brief Do one thing to a node device, as a daemon would.
 * @param data  The world.
 * @param op    What is done.
 * @param step  To which device.
 * @param err   Where to store the error.
 * @return false when it fails.
 * @norestriction
 * @sideeffect Changes the world.
 * @failure GVM_ERROR_FAILED when it is to fail. Fails the test when it makes
 *          no sense.
 */
static bool run(void *data, enum gvm_pool_op op,
		const struct gvm_pool_step *step, GError **err)
{
	struct world *world = data;
	char *uuid = g_strdup(step->uuid);

	world->calls++;
	if (world->calls == world->fail ||
	    (world->broken && world->calls > world->fail)) {
		g_free(uuid);
		return gvm_error_set(err, GVM_ERROR_FAILED, "call %u fails",
				     world->calls);
	}
	g_string_append_printf(world->done, " %c%u", "sudaS"[op],
			       gvm_pool_index(uuid));
	switch (op) {
	case GVM_POOL_STOP:
		assert_true(g_hash_table_remove(world->active, uuid));
		break;
	case GVM_POOL_UNDEFINE:
		assert_true(g_hash_table_remove(world->defined, uuid));
		break;
	case GVM_POOL_DEFINE:
		assert_true(g_hash_table_add(world->defined, g_strdup(uuid)));
		break;
	case GVM_POOL_AUTOSTART:
		assert_true(g_hash_table_contains(world->defined, uuid));
		break;
	case GVM_POOL_START:
		assert_true(g_hash_table_contains(world->defined, uuid));
		assert_true(g_hash_table_add(world->active, g_strdup(uuid)));
		break;
	case GVM_POOL_OPS:
		fail();
	}
	g_free(uuid);

	return true;
}

/**
 * @brief Make a world of the devices that there are.
 * @param world    Filled.
 * @param devices  struct gvm_pool_device.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static void begin(struct world *world, const GPtrArray *devices)
{
	*world = (struct world) {
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		g_string_new(NULL), 0, false, 0,
	};
	for (guint i = 0; i < devices->len; i++) {
		const struct gvm_pool_device *device = devices->pdata[i];

		if (device->definition)
			g_hash_table_add(world->defined, g_strdup(device->uuid));
		if (device->vgpu)
			g_hash_table_add(world->active, g_strdup(device->uuid));
	}
}

/**
 * @brief Free a world.
 * @param world  The world.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
static void end(struct world *world)
{
	g_hash_table_unref(world->defined);
	g_hash_table_unref(world->active);
	g_string_free(world->done, TRUE);
}

/** @brief Two go, one of them not active; one is mended, two are made. */
#define THERE "0,ad,large," P1 " 1,d,large," P2 " 7,d,small," P3
/** @brief What is wanted there. */
#define WANTED "3 small"
/** @brief What is done in the end. */
#define DONE " s0 u0 u1 S7 d2 a2 S2 d3 a3 S3"
/** @brief How many things these are. */
#define CALLS 10

/**
 * @brief Plan, and carry it out in a world of its own.
 * @param fail    Which call fails, or 0.
 * @param broken  All after it fail, too.
 * @param notes   char *: grows.
 * @param world   Filled; what was done is left in it.
 * @return What gvm_pool_apply() returns.
 * @norestriction
 * @sideeffect Allocates memory.
 * @failure Fails the test when the error is another.
 */
static bool play(unsigned int fail, bool broken, GPtrArray *notes,
		 struct world *world)
{
	g_autoptr(gvm_inventory) inv = paper_draw();
	g_autoptr(GPtrArray) devices = paper_devices(inv, THERE);
	g_autoptr(GPtrArray) pools = paper_want(WANTED);
	struct gvm_pool_wish wish = { pools, devices, true };
	struct gvm_pool_maker maker = { run, world };
	g_autoptr(gvm_pool_plan) plan = NULL;
	g_autofree char *sentence = g_strdup_printf("call %u fails", fail);
	g_autoptr(GError) err = NULL;
	bool good;

	plan = gvm_pool_plan_make(inv, &wish, &err);
	unit_expect_success(plan, err);
	begin(world, devices);
	world->fail = fail;
	world->broken = broken;
	good = gvm_pool_apply(plan, &maker, notes, &err);
	if (!good)
		unit_expect_error(err, GVM_ERROR_FAILED, sentence);

	return good;
}

/**
 * @brief All is done, in an order in which it can be.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void all_is_done_in_order(void **state)
{
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
	struct world world;

	(void)state;
	assert_true(play(0, false, notes, &world));
	assert_string_equal(world.done->str, DONE);
	assert_int_equal(world.calls, CALLS);
	assert_int_equal(g_hash_table_size(world.active), 3);
	assert_int_equal(g_hash_table_size(world.defined), 3);
	assert_int_equal(notes->len, 0);
	end(&world);
}

/**
 * @brief Whatever fails, all is as it was before.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_failure_leaves_all_as_it_was(void **state)
{
	(void)state;
	for (unsigned int fail = 1; fail <= CALLS; fail++) {
		g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
		g_autofree char *first = gvm_pool_uuid(PAPER_POOL, 0);
		struct world world;

		assert_false(play(fail, false, notes, &world));
		assert_int_equal(g_hash_table_size(world.defined), 3);
		assert_int_equal(g_hash_table_size(world.active), 1);
		assert_true(g_hash_table_contains(world.active, first));
		assert_true(g_hash_table_contains(world.defined, first));
		assert_int_equal(notes->len, 0);
		end(&world);
	}
}

/**
 * @brief What cannot be undone is said, and the rest is tried.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_cannot_be_undone_is_said(void **state)
{
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
	struct world world;

	(void)state;
	/* Defining 2 fails: four were done before it. */
	assert_false(play(5, true, notes, &world));
	assert_int_equal(notes->len, 4);
	assert_string_equal(notes->pdata[0], "not undone: call 6 fails");
	assert_string_equal(notes->pdata[3], "not undone: call 9 fails");
	end(&world);
}

/**
 * @brief Two runs do not change pools at the same time.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void one_run_at_a_time(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;
	gvm_autofd int first = -1;
	gvm_autofd int second = -1;

	unit_expect_success(gvm_pool_lock(&fake->host, &first, &err), err);
	assert_false(gvm_pool_lock(&fake->host, &second, &err));
	unit_expect_error(err, GVM_ERROR_BUSY,
			  "another run has been changing the pools");
	gvm_fd_clear(&first);
	g_clear_error(&err);
	unit_expect_success(gvm_pool_lock(&fake->host, &second, &err), err);
}

/**
 * @brief Run the tests.
 * @return 0 when all passed.
 * @norestriction
 * @nosideeffect
 * @failure Non-zero when one failed.
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_is_done_in_order),
		cmocka_unit_test(a_failure_leaves_all_as_it_was),
		cmocka_unit_test(what_cannot_be_undone_is_said),
		SCENE_TEST(one_run_at_a_time),
	};

	return cmocka_run_group_tests_name("pool-apply", tests, NULL, NULL);
}
