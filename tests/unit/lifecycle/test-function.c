// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of vGPUs that are functions and have no UUID.
 */
#include "scene.h"

#include <errno.h>

#include "lifecycle/apply.h"
#include "lifecycle/prepare.h"
#include "lifecycle/reconcile.h"
#include "model/claim.h"

/** @brief A function of the machine. */
#define VF_1 "0000:41:00.4"
/** @brief The next one. */
#define VF_2 "0000:41:00.5"
/** @brief The one after that. */
#define VF_3 "0000:41:00.6"
/** @brief A type of 2048 MiB. */
#define TYPE "nvidia-1148"
/** @brief A type of half a GPU. */
#define TYPE_HALF "nvidia-1155"

/**
 * @brief Give a test a machine without mdev, with a living libvirt daemon.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	*state = scene_new("l40s");

	return 0;
}

/**
 * @brief What any function can do is done on one of them, and claimed there.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_claim_names_the_function(void **state)
{
	struct fake_host *fake = *state;

	scene_make(fake, GVM_CLAIM_MANUAL, NULL, TYPE, NULL);
	scene_make(fake, GVM_CLAIM_MANUAL, NULL, TYPE, "41:00.0");
	scene_make(fake, SCENE_ALPHA, VF_3, TYPE, NULL);

	scene_expect_owned(fake, VF_1, GVM_CLAIM_MANUAL);
	scene_expect_owned(fake, VF_2, GVM_CLAIM_MANUAL);
	scene_expect_owned(fake, VF_3, SCENE_ALPHA);
	scene_expect_in_order(fake, NULL);
}

/**
 * @brief When the first function takes no type, the next one is asked, and no
 *        claim is left on the first.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_claim_moves_to_the_next_function(void **state)
{
	struct fake_host *fake = *state;

	fake_script_fail(fake->root, "store", "*" VF_1 "*", 0, 1, ENOSPC);
	fake_script_fail(fake->root, "store", "*" VF_2 "*", 0, 1, ENODEV);
	scene_make(fake, GVM_CLAIM_MANUAL, NULL, TYPE, NULL);

	scene_expect_gone(fake, VF_1);
	scene_expect_gone(fake, VF_2);
	scene_expect_owned(fake, VF_3, GVM_CLAIM_MANUAL);
	assert_int_equal(scene_count_claims(fake), 1);
}

/**
 * @brief A function that a program holds without a type is passed over.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_held_function_is_passed_over(void **state)
{
	struct fake_host *fake = *state;

	fake_vf_hold(fake->root, VF_1, true);
	scene_make(fake, GVM_CLAIM_MANUAL, NULL, TYPE, NULL);

	scene_expect_gone(fake, VF_1);
	scene_expect_owned(fake, VF_2, GVM_CLAIM_MANUAL);
	assert_int_equal(scene_count_claims(fake), 1);
}

/**
 * @brief Two requests of one plan are not given the same function, whichever
 *        types they want.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void two_requests_have_two_functions(void **state)
{
	struct fake_host *fake = *state;
	struct gvm_request *second = scene_request(NULL, TYPE_HALF, NULL);
	g_autoptr(GPtrArray) list = NULL;
	g_autoptr(gvm_plan) plan = NULL;
	g_autoptr(GError) err = NULL;

	fake_vf_mix(fake->root, "0000:41:00.0");
	second->placement = GVM_PLACEMENT_PACK;
	list = scene_list(scene_request(NULL, TYPE, NULL), second, NULL);
	plan = scene_prepare(&fake->host, GVM_CLAIM_MANUAL, list, &err);
	unit_expect_success(plan, err);

	scene_expect_place(fake, VF_1, TYPE " on " VF_1);
	scene_expect_place(fake, VF_2, TYPE_HALF " on " VF_2);
	assert_string_equal(gvm_plan_device(g_ptr_array_index(plan->steps, 1)),
			    VF_2);
}

/**
 * @brief All functions of a domain are given their types, or none.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void all_or_none(void **state)
{
	struct fake_host *fake = *state;
	struct gvm_request *second = scene_request(VF_2, TYPE, NULL);
	g_autoptr(GPtrArray) list = NULL;
	g_autoptr(gvm_plan) plan = NULL;
	g_autoptr(GError) err = NULL;

	gvm_request_add_attr(second, "nvidia/placement_id", "4");
	list = scene_list(scene_request(VF_1, TYPE, NULL), second, NULL);
	plan = scene_prepare(&fake->host, SCENE_ALPHA, list, &err);

	assert_null(plan);
	unit_expect_error(err, GVM_ERROR_FAILED, "heterogeneous mode");
	scene_expect_gone(fake, VF_1);
	scene_expect_gone(fake, VF_2);
}

/**
 * @brief What needs a UUID is not made of a function.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_uuid_is_not_given_to_a_function(void **state)
{
	struct fake_host *fake = *state;
	struct gvm_request *request = scene_request(NULL, TYPE, NULL);

	scene_refuse(fake, SCENE_ALPHA, scene_request(FAKE_UUID_1, TYPE, NULL),
		     GVM_ERROR_UNSUPPORTED, "hostdev of type pci");
	request->mdev = true;
	scene_refuse(fake, GVM_CLAIM_MANUAL, request, GVM_ERROR_UNSUPPORTED,
		     "cannot be made as an mdev");
}

/**
 * @brief A type that is in no list is lacking, but for want of room only where
 *        the GPU has vGPUs; and a function that is one has none for another.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_list_that_shrank_is_a_lack_of_room(void **state)
{
	struct fake_host *fake = *state;

	scene_refuse(fake, SCENE_ALPHA, scene_request(VF_1, "nvidia-7", NULL),
		     GVM_ERROR_NOT_FOUND, "not offered by " VF_1);
	fake_vf_give(fake->root, VF_2, "1155");
	scene_refuse(fake, SCENE_ALPHA, scene_request(VF_1, TYPE, NULL),
		     GVM_ERROR_NO_CAPACITY, "of another size");
	scene_refuse(fake, GVM_CLAIM_MANUAL, scene_request(NULL, TYPE, VF_2),
		     GVM_ERROR_NO_CAPACITY,
		     "no room for type " TYPE " on " VF_2 ":");
}

/**
 * @brief A claim that outlived its vGPU keeps others away until it is gone:
 *        its owner's release would take theirs.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nothing_is_placed_on_a_claim(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) findings = NULL;

	scene_make(fake, SCENE_ALPHA, VF_1, TYPE, NULL);
	fake_vf_give(fake->root, VF_1, "0");
	scene_make(fake, GVM_CLAIM_MANUAL, NULL, TYPE, NULL);
	scene_expect_owned(fake, VF_2, GVM_CLAIM_MANUAL);
	assert_false(scene_exists(fake, VF_1));

	scene_kill_daemon(fake);
	findings = gvm_reconcile(&fake->host, 60, false, NULL);
	assert_int_equal(findings->len, 2);
	scene_make(fake, GVM_CLAIM_MANUAL, NULL, TYPE, NULL);
	scene_expect_owned(fake, VF_1, GVM_CLAIM_MANUAL);
}

/**
 * @brief A leftover of another type is replaced, although its function offers
 *        no type until it is free.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_leftover_is_replaced(void **state)
{
	struct fake_host *fake = *state;

	scene_make(fake, SCENE_ALPHA, VF_1, TYPE_HALF, NULL);
	scene_make(fake, SCENE_ALPHA, VF_1, TYPE, NULL);
	scene_expect_place(fake, VF_1, TYPE " on " VF_1);
	scene_expect_owned(fake, VF_1, SCENE_ALPHA);
	scene_refuse(fake, SCENE_BETA, scene_request(VF_1, TYPE, NULL),
		     GVM_ERROR_BUSY, "another function");
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
		unit_row(the_claim_names_the_function, setup),
		unit_row(a_claim_moves_to_the_next_function, setup),
		unit_row(a_held_function_is_passed_over, setup),
		unit_row(two_requests_have_two_functions, setup),
		unit_row(all_or_none, setup),
		unit_row(a_uuid_is_not_given_to_a_function, setup),
		unit_row(a_list_that_shrank_is_a_lack_of_room, setup),
		unit_row(nothing_is_placed_on_a_claim, setup),
		unit_row(a_leftover_is_replaced, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
