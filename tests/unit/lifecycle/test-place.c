// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the order in which parents are asked.
 */
#include "scene.h"

#include "lifecycle/place.h"

/** @brief A parent of a machine that exists on paper only. */
struct paper {
	const char *address;	/**< Its address. */
	const char *physfn;	/**< Its physical function, or NULL. */
	int node;		/**< Its NUMA node. */
	unsigned int active;	/**< vGPUs that it has. */
	unsigned int small;	/**< Instances of type "small", 1 GiB. */
	unsigned int large;	/**< Instances of type "large", 4 GiB. */
};

/**
 * @brief Add a type to a parent.
 * @param parent     The parent.
 * @param id         Its id; "Name ID" becomes the name.
 * @param available  Instances left.
 * @param gib        Frame buffer in GiB.
 * @norestriction
 * @sideeffect Grows the parent.
 * @nofailure
 */
static void add_type(struct gvm_parent *parent, const char *id,
		     unsigned int available, uint64_t gib)
{
	struct gvm_type *type = g_new0(struct gvm_type, 1);

	type->id = g_strdup(id);
	type->name = g_strdup_printf("Name %s", id);
	type->device_api = g_strdup("vfio-pci");
	type->available = available;
	type->info.framebuffer = gib << 30;
	g_ptr_array_add(parent->types, type);
}

/**
 * @brief Make an inventory from paper.
 * @param papers  The parents, ended by one without an address.
 * @return A new inventory.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct gvm_inventory *draw(const struct paper *papers)
{
	struct gvm_inventory *inv = gvm_inventory_new();

	for (; papers->address; papers++) {
		struct gvm_parent *parent;

		parent = gvm_parent_new(papers->address, "pci", "mdev");
		parent->vendor = 0x10de;
		parent->physfn = g_strdup(papers->physfn);
		parent->numa_node = papers->node;
		parent->active = papers->active;
		add_type(parent, "small", papers->small, 1);
		add_type(parent, "large", papers->large, 4);
		g_ptr_array_add(inv->parents, parent);
	}

	return inv;
}

/**
 * @brief Insist on an order.
 * @param papers   The parents.
 * @param request  The request; freed.
 * @param order    "PARENT/TYPE" of the candidates, blanks between.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_order(const struct paper *papers,
			 struct gvm_request *request, const char *order)
{
	g_autoptr(gvm_request) owned = request;
	g_autoptr(gvm_inventory) inv = draw(papers);
	g_autoptr(GString) real = g_string_new(NULL);
	g_autoptr(GArray) found = NULL;
	g_autoptr(GError) err = NULL;

	for (guint i = 0; i < 4; i++)
		g_hash_table_insert(inv->distances, GUINT_TO_POINTER(i),
				    GUINT_TO_POINTER(10 + 10 * (3 - i)));
	found = gvm_place_order(inv, owned, &err);
	unit_expect_success(found, err);
	for (guint i = 0; i < found->len; i++) {
		const struct gvm_candidate *candidate;

		candidate = &g_array_index(found, struct gvm_candidate, i);
		g_string_append_printf(real, "%s%s/%s", i ? " " : "",
				       candidate->parent->address,
				       candidate->type->id);
	}
	assert_string_equal(real->str, order);
}

/**
 * @brief Insist on a refusal.
 * @param papers   The parents.
 * @param request  The request; freed.
 * @param code     Code of the error.
 * @param part     What its sentence must contain.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_refusal(const struct paper *papers,
			   struct gvm_request *request, enum gvm_error code,
			   const char *part)
{
	g_autoptr(gvm_request) owned = request;
	g_autoptr(gvm_inventory) inv = draw(papers);
	g_autoptr(GError) err = NULL;

	assert_null(gvm_place_order(inv, owned, &err));
	unit_expect_error(err, code, part);
}

/**
 * @brief Make a request with a placement.
 * @param type       Id of the type, or NULL.
 * @param placement  The placement.
 * @return A new request.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct gvm_request *wish(const char *type, enum gvm_placement placement)
{
	struct gvm_request *request = scene_request(FAKE_UUID_1, type, NULL);

	request->placement = placement;

	return request;
}

/** @brief Three whole GPUs with different loads on three nodes. */
static const struct paper gpus[] = {
	{ "0000:01:00.0", NULL, 0, 2, 2, 1 },
	{ "0000:02:00.0", NULL, 1, 0, 4, 1 },
	{ "0000:03:00.0", NULL, 2, 3, 1, 0 },
	{ 0 },
};

/** @brief Functions of two GPUs, the first of which has two vGPUs. */
static const struct paper functions[] = {
	{ "0000:01:00.4", "0000:01:00.0", 0, 1, 0, 0 },
	{ "0000:01:00.5", "0000:01:00.0", 0, 1, 0, 0 },
	{ "0000:01:00.6", "0000:01:00.0", 0, 0, 1, 1 },
	{ "0000:02:00.4", "0000:02:00.0", 1, 1, 0, 0 },
	{ "0000:02:00.5", "0000:02:00.0", 1, 0, 1, 1 },
	{ "0000:02:00.6", "0000:02:00.0", 1, 0, 1, 1 },
	{ 0 },
};

/**
 * @brief Spread takes the least loaded GPU first, pack the most loaded one that
 * still has room.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void load_decides_by_placement(void **state)
{
	(void)state;
	expect_order(gpus, wish("small", GVM_PLACEMENT_SPREAD),
		     "0000:02:00.0/small 0000:01:00.0/small 0000:03:00.0/small");
	expect_order(gpus, wish("small", GVM_PLACEMENT_PACK),
		     "0000:03:00.0/small 0000:01:00.0/small 0000:02:00.0/small");
	expect_order(gpus, wish("large", GVM_PLACEMENT_PACK),
		     "0000:01:00.0/large 0000:02:00.0/large");
}

/**
 * @brief NUMA takes the nearest GPU first, whatever its load; one of no node,
 * or of one that nobody knows, last; equally near ones are taken as by spread.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void numa_prefers_the_nearest(void **state)
{
	static const struct paper papers[] = {
		{ "0000:01:00.0", NULL, -1, 0, 1, 1 },
		{ "0000:02:00.0", NULL, 9, 0, 1, 1 },
		{ "0000:03:00.0", NULL, 2, 5, 1, 1 },
		{ "0000:04:00.0", NULL, 2, 4, 1, 1 },
		{ 0 },
	};

	(void)state;
	expect_order(gpus, wish("small", GVM_PLACEMENT_NUMA),
		     "0000:03:00.0/small 0000:02:00.0/small 0000:01:00.0/small");
	expect_order(papers, wish("small", GVM_PLACEMENT_NUMA),
		     "0000:04:00.0/small 0000:03:00.0/small 0000:01:00.0/small 0000:02:00.0/small");
}

/**
 * @brief The functions of one GPU share its load.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void functions_share_the_load_of_their_gpu(void **state)
{
	(void)state;
	expect_order(functions, wish("small", GVM_PLACEMENT_SPREAD),
		     "0000:02:00.5/small 0000:02:00.6/small 0000:01:00.6/small");
	expect_order(functions, wish("small", GVM_PLACEMENT_PACK),
		     "0000:01:00.6/small 0000:02:00.5/small 0000:02:00.6/small");
}

/**
 * @brief The same machine always gives the same answer: ties go by address.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void ties_are_broken_by_address(void **state)
{
	static const struct paper papers[] = {
		{ "0000:09:00.0", NULL, 0, 1, 1, 1 },
		{ "0000:08:00.0", NULL, 0, 1, 1, 1 },
		{ "0000:0a:00.0", NULL, 0, 1, 1, 1 },
		{ 0 },
	};

	(void)state;
	for (int i = 0; i < GVM_PLACEMENT_COUNT; i++)
		expect_order(papers, wish("small", i),
			     "0000:08:00.0/small 0000:09:00.0/small 0000:0a:00.0/small");
}

/**
 * @brief By frame buffer the smallest type that is large enough is first, and
 * the next larger ones follow.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void framebuffer_prefers_the_smallest_that_fits(void **state)
{
	struct gvm_request *small = wish(NULL, GVM_PLACEMENT_SPREAD);
	struct gvm_request *large = wish(NULL, GVM_PLACEMENT_SPREAD);
	struct gvm_request *none = wish(NULL, GVM_PLACEMENT_SPREAD);

	(void)state;
	small->framebuffer = 1000 << 20;
	large->framebuffer = 1025 << 20;
	none->framebuffer = 4097ULL << 20;
	expect_order(gpus, small,
		     "0000:02:00.0/small 0000:01:00.0/small 0000:03:00.0/small 0000:02:00.0/large 0000:01:00.0/large");
	expect_order(gpus, large,
		     "0000:02:00.0/large 0000:01:00.0/large");
	expect_refusal(gpus, none,
		       GVM_ERROR_NOT_FOUND, "4097 MiB");
}

/**
 * @brief A type can be asked for by the name that people know.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_type_is_found_by_name(void **state)
{
	struct gvm_request *good = wish(NULL, GVM_PLACEMENT_SPREAD);
	struct gvm_request *bad = wish(NULL, GVM_PLACEMENT_SPREAD);

	(void)state;
	good->name = g_strdup("Name large");
	bad->name = g_strdup("Name larg");
	expect_order(gpus, good, "0000:02:00.0/large 0000:01:00.0/large");
	expect_refusal(gpus, bad, GVM_ERROR_NOT_FOUND, "'Name larg'");
}

/**
 * @brief A parent can be named by its address, its short address and libvirt's
 * name for it.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_parent_goes_by_three_names(void **state)
{
	static const char *const names[] = {
		"0000:03:00.0", "03:00.0", "pci_0000_03_00_0",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		expect_order(gpus, scene_request(FAKE_UUID_1, "small",
						 names[i]),
			     "0000:03:00.0/small");
	expect_refusal(gpus, scene_request(FAKE_UUID_1, "small", "03:00.1"),
		       GVM_ERROR_NOT_FOUND, "03:00.1");
	expect_refusal(gpus, scene_request(FAKE_UUID_1, "large", "03:00.0"),
		       GVM_ERROR_NO_CAPACITY, "03:00.0");
}

/**
 * @brief How far the best parent came decides what is said.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_best_obstacle_is_told(void **state)
{
	static const struct paper full[] = {
		{ "0000:01:00.0", NULL, 0, 2, 0, 0 },
		{ 0 },
	};
	static const struct paper none[] = { { 0 } };
	struct gvm_request *api = wish("small", GVM_PLACEMENT_SPREAD);

	(void)state;
	g_free(api->device_api);
	api->device_api = g_strdup("vfio-ccw");
	expect_refusal(none, wish("small", GVM_PLACEMENT_SPREAD),
		       GVM_ERROR_NOT_FOUND, "no device of this machine");
	expect_refusal(none, scene_request(FAKE_UUID_1, "small", "mtty"),
		       GVM_ERROR_NOT_FOUND, "no device of this machine");
	expect_refusal(full, wish("medium", GVM_PLACEMENT_SPREAD),
		       GVM_ERROR_NOT_FOUND, "type medium");
	expect_refusal(full, api, GVM_ERROR_UNSUPPORTED, "vfio-ccw");
	expect_refusal(full, wish("small", GVM_PLACEMENT_SPREAD),
		       GVM_ERROR_NO_CAPACITY, "no room for type small");
}

/**
 * @brief What is given out is gone for the next request, and what is given back
 * is there again, if only one instance of a type that had none.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void instances_are_counted(void **state)
{
	g_autoptr(gvm_inventory) inv = draw(gpus);
	g_autoptr(gvm_vgpu) vgpu = gvm_vgpu_new(FAKE_UUID_2, "0000:03:00.0",
						"small");
	g_autoptr(gvm_vgpu) lost = gvm_vgpu_new(FAKE_UUID_2, "nowhere", "x");
	struct gvm_parent *third = g_ptr_array_index(inv->parents, 2);
	const struct gvm_candidate candidate = {
		.parent = third, .type = gvm_parent_type(third, "small"),
	};

	(void)state;
	gvm_place_take(&candidate);
	assert_int_equal(third->active, 4);
	assert_int_equal(candidate.type->available, 0);
	gvm_place_give(inv, vgpu, NULL);
	gvm_place_give(inv, lost, NULL);
	assert_int_equal(third->active, 3);
	assert_int_equal(candidate.type->available, 1);
	assert_int_equal(gvm_parent_type(third, "large")->available, 1);
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
		cmocka_unit_test(load_decides_by_placement),
		cmocka_unit_test(numa_prefers_the_nearest),
		cmocka_unit_test(functions_share_the_load_of_their_gpu),
		cmocka_unit_test(ties_are_broken_by_address),
		cmocka_unit_test(framebuffer_prefers_the_smallest_that_fits),
		cmocka_unit_test(a_type_is_found_by_name),
		cmocka_unit_test(a_parent_goes_by_three_names),
		cmocka_unit_test(the_best_obstacle_is_told),
		cmocka_unit_test(instances_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
