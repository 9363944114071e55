// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the look at the machine before a plan.
 */
#include "scene.h"

#include <unistd.h>

#include "lifecycle/claims.h"
#include "lifecycle/inventory.h"

/** @brief Pid of a QEMU. */
#define QEMU_PID 900

/**
 * @brief Look at the machine for one request.
 * @param fake     The machine.
 * @param request  The request.
 * @param err      Where to store the error, or NULL.
 * @return What gvm_inventory_load() returns.
 * @norestriction
 * @sideeffect That of gvm_inventory_load().
 * @failure Those of gvm_inventory_load().
 */
static struct gvm_inventory *load(struct fake_host *fake,
				  struct gvm_request *request, GError **err)
{
	g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE,
					      sizeof(unsigned int));
	g_autoptr(GPtrArray) list = g_ptr_array_new();
	const unsigned int node = 1;

	g_array_append_val(nodes, node);
	g_ptr_array_add(list, request);

	return gvm_inventory_load(&fake->host, list, nodes, false, err);
}

/**
 * @brief Tell whether a VFIO group was probed.
 * @param fake  The machine.
 * @return true when one was.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static bool was_probed(struct fake_host *fake)
{
	g_autofree char *log = fake_kernel_log(fake->root);

	return strstr(log, "probe ");
}

/**
 * @brief When nothing has to be made, no parent is read.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void parents_are_read_only_to_make_something(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_request) exists = scene_request(FAKE_UUID_1, SCENE_TYPE,
						      NULL);
	g_autoptr(gvm_request) bare = scene_request(FAKE_UUID_2, NULL, NULL);
	g_autoptr(gvm_inventory) first = NULL;
	g_autoptr(gvm_inventory) second = NULL;

	fake_gpu_vgpu(fake->root, SCENE_VF_1, SCENE_TYPE, FAKE_UUID_1);
	first = load(fake, exists, NULL);
	second = load(fake, bare, NULL);
	assert_int_equal(first->parents->len, 0);
	assert_non_null(g_hash_table_lookup(first->vgpus, FAKE_UUID_1));
	assert_int_equal(second->parents->len, 0);
	assert_int_equal(g_hash_table_size(second->vgpus), 0);
	assert_false(was_probed(fake));
}

/**
 * @brief For one type id only that type is read, for a frame buffer all of
 * them.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void only_types_that_matter_are_read(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_request) by_id = scene_request(FAKE_UUID_1, SCENE_TYPE,
						     NULL);
	g_autoptr(gvm_request) by_size = scene_request(FAKE_UUID_1, NULL, NULL);
	g_autoptr(gvm_inventory) one = NULL;
	g_autoptr(gvm_inventory) all = NULL;
	const struct gvm_parent *parent;

	by_size->framebuffer = 1 << 20;
	one = load(fake, by_id, NULL);
	all = load(fake, by_size, NULL);
	assert_int_equal(one->parents->len, 8);
	parent = g_ptr_array_index(one->parents, 0);
	assert_int_equal(parent->types->len, 1);
	parent = g_ptr_array_index(all->parents, 0);
	assert_int_equal(parent->types->len, fake_a10_n_types);
}

/**
 * @brief A device of a domain that may be starting, or runs, is not probed.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void no_start_is_disturbed_by_a_probe(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_request) request = scene_request(FAKE_UUID_1, SCENE_TYPE,
						       NULL);
	g_autoptr(gvm_inventory) starting = NULL;
	g_autoptr(gvm_inventory) running = NULL;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, SCENE_VF_1);
	starting = load(fake, request, NULL);
	assert_false(was_probed(fake));
	assert_int_equal(g_hash_table_size(starting->busy), 0);
	assert_int_equal(g_hash_table_size(starting->stale), 0);

	fake_machine_domain(fake->root, "alpha", SCENE_ALPHA, QEMU_PID);
	running = load(fake, request, NULL);
	assert_false(was_probed(fake));
	assert_true(g_hash_table_contains(running->busy, FAKE_UUID_1));
	assert_int_equal(g_hash_table_size(running->stale), 0);
}

/**
 * @brief A device whose owner is gone is a leftover, unless somebody holds it.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_leftover_is_told_from_one_in_use(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_request) request = scene_request(FAKE_UUID_1, SCENE_TYPE,
						       NULL);
	g_autoptr(gvm_inventory) idle = NULL;
	g_autoptr(gvm_inventory) held = NULL;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, SCENE_VF_1);
	scene_kill_daemon(fake);
	idle = load(fake, request, NULL);
	assert_true(g_hash_table_contains(idle->stale, FAKE_UUID_1));

	fake_mdev_hold(fake->root, FAKE_UUID_1);
	held = load(fake, request, NULL);
	assert_true(g_hash_table_contains(held->busy, FAKE_UUID_1));
	assert_false(g_hash_table_contains(held->stale, FAKE_UUID_1));
}

/**
 * @brief The definition of a leftover is looked up: it may have to be made
 * anew.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_leftover_is_completed_from_its_definition(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_request) request = scene_request(FAKE_UUID_1, NULL, NULL);
	g_autoptr(gvm_inventory) inv = NULL;

	fake_tree_file(fake->root, "etc/mdevctl.d/" SCENE_VF_2 "/" FAKE_UUID_1,
		       "{\"mdev_type\":\"" SCENE_TYPE "\"}");
	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, SCENE_VF_1);
	scene_kill_daemon(fake);
	inv = load(fake, request, NULL);
	assert_non_null(inv);
	assert_string_equal(request->type, SCENE_TYPE);
	assert_string_equal(request->parent, SCENE_VF_2);
	assert_int_equal(inv->parents->len, 8);
}

/**
 * @brief A claim that names another parent than the device has is void.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_void_claim_does_not_count(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_request) request = scene_request(FAKE_UUID_1, SCENE_TYPE,
						       NULL);
	g_autoptr(gvm_inventory) inv = NULL;

	fake_gpu_vgpu(fake->root, SCENE_VF_2, SCENE_TYPE, FAKE_UUID_1);
	scene_put_claim(fake, FAKE_UUID_1, SCENE_BETA, SCENE_VF_1, SCENE_TYPE,
			SCENE_DEAD_PID);
	inv = load(fake, request, NULL);
	assert_null(gvm_claims_find(inv->claims, FAKE_UUID_1));
	assert_int_equal(g_hash_table_size(inv->stale), 0);
	assert_false(was_probed(fake));
}

/**
 * @brief A damaged claim on a wanted device is an error, one on another is not,
 * and one that has vanished since it was listed never was.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void only_a_damaged_claim_on_the_device_matters(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_request) one = scene_request(FAKE_UUID_1, SCENE_TYPE,
						   NULL);
	g_autoptr(gvm_request) two = scene_request(FAKE_UUID_2, SCENE_TYPE,
						   NULL);
	g_autoptr(gvm_inventory) bad = NULL;
	g_autoptr(gvm_inventory) good = NULL;
	g_autoptr(GError) err = NULL;

	fake_tree_file(fake->root, GVM_CLAIMS_DIR "/" FAKE_UUID_1 "@x", "?");
	fake_tree_link(fake->root, GVM_CLAIMS_DIR "/" FAKE_UUID_2 "@x",
		       "run/nowhere");
	bad = load(fake, one, &err);
	assert_null(bad);
	unit_expect_error(err, GVM_ERROR_INVALID, FAKE_UUID_1 "@x");
	good = load(fake, two, NULL);
	assert_non_null(good);
	assert_null(gvm_claims_find(good->claims, FAKE_UUID_2));
}

/**
 * @brief NUMA distances are read when placement asks for them; what makes no
 * sense adds nothing, and where the kernel tells none a node is near itself.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void distances_are_read_for_numa_only(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_request) request = scene_request(FAKE_UUID_1, SCENE_TYPE,
						       NULL);
	g_autoptr(gvm_inventory) without = NULL;
	g_autoptr(gvm_inventory) with = NULL;

	fake_tree_file(fake->root, "sys/devices/system/node/node1/distance",
		       "21 10 x\n");
	without = load(fake, request, NULL);
	assert_int_equal(g_hash_table_size(without->distances), 0);
	request->placement = GVM_PLACEMENT_NUMA;
	with = load(fake, request, NULL);
	assert_int_equal(g_hash_table_size(with->distances), 2);
	assert_ptr_equal(g_hash_table_lookup(with->distances,
					     GUINT_TO_POINTER(1)),
			 GUINT_TO_POINTER(10));
	fake_tree_remove(fake->root, "sys/devices/system/node");
	g_clear_pointer(&with, gvm_inventory_free);
	with = load(fake, request, NULL);
	assert_int_equal(g_hash_table_size(with->distances), 1);
	assert_ptr_equal(g_hash_table_lookup(with->distances,
					     GUINT_TO_POINTER(1)),
			 GUINT_TO_POINTER(10));
}

/**
 * @brief Run the tests of this file.
 * @return How many failed.
 * @norestriction
 * @sideeffect Prints the results.
 * @nofailure
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		SCENE_TEST(parents_are_read_only_to_make_something),
		SCENE_TEST(only_types_that_matter_are_read),
		SCENE_TEST(no_start_is_disturbed_by_a_probe),
		SCENE_TEST(a_leftover_is_told_from_one_in_use),
		SCENE_TEST(a_leftover_is_completed_from_its_definition),
		SCENE_TEST(a_void_claim_does_not_count),
		SCENE_TEST(only_a_damaged_claim_on_the_device_matters),
		SCENE_TEST(distances_are_read_for_numa_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
