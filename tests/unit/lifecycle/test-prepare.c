// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of making vGPUs while the machine changes under the plan.
 */
#include "watch.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lifecycle/claims.h"
#include "lifecycle/prepare.h"
#include "lifecycle/release.h"

/** @brief Pattern for the "create" of a type on any parent. */
#define CREATE "*/" SCENE_TYPE "/create"

/**
 * @brief Let somebody else make the device at the first write to "create".
 * @param watch  The machine; until counts.
 * @param op     The operation.
 * @param path   Its path.
 * @param after  Whether it has been done.
 * @norestriction
 * @sideeffect Makes a device on another parent.
 * @nofailure
 */
static void be_faster(struct watch *watch, const char *op, const char *path,
		      bool after)
{
	if (!after && g_str_equal(op, "store") &&
	    g_str_has_suffix(path, "/create") && watch->until++ == 0)
		fake_gpu_vgpu(watch->fake->root, "0000:81:00.7", "nvidia-591",
			      FAKE_UUID_1);
}

/**
 * @brief When somebody else makes the very device meanwhile, it is used and not
 * claimed, and release leaves it alone.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_device_that_appears_meanwhile_is_used(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) list = NULL;
	g_autoptr(gvm_plan) plan = NULL;
	g_autoptr(GError) err = NULL;
	const struct gvm_step *step;
	struct watch watch;

	list = scene_list(scene_request(FAKE_UUID_1, SCENE_TYPE, NULL), NULL);
	watch_open(&watch, fake, be_faster);
	plan = scene_prepare(&watch.host, SCENE_ALPHA, list, &err);
	watch_close(&watch);
	unit_expect_success(plan, err);
	step = g_ptr_array_index(plan->steps, 0);
	assert_int_equal(step->kind, GVM_STEP_USE);
	assert_int_equal(scene_count_claims(fake), 0);
	assert_true(gvm_release_domain(&fake->host, SCENE_ALPHA, NULL));
	scene_expect_place(fake, FAKE_UUID_1, "nvidia-591 on 0000:81:00.7");
}

/**
 * @brief A person is told that somebody else was faster.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_person_is_told_that_somebody_was_faster(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) list = NULL;
	g_autoptr(GError) err = NULL;
	struct watch watch;

	list = scene_list(scene_request(FAKE_UUID_1, SCENE_TYPE, NULL), NULL);
	watch_open(&watch, fake, be_faster);
	assert_null(scene_prepare(&watch.host, GVM_CLAIM_MANUAL, list, &err));
	watch_close(&watch);
	unit_expect_error(err, GVM_ERROR_EXISTS, FAKE_UUID_1);
	scene_expect_in_order(fake, FAKE_UUID_1);
}

/**
 * @brief When every parent turns out to be full, that is what is said, and
 * nothing is left.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void all_parents_full_is_no_capacity(void **state)
{
	struct fake_host *fake = *state;

	fake_script_fail(fake->root, "store", CREATE, 0, FAKE_ALWAYS, ENOSPC);
	scene_refuse(fake, SCENE_ALPHA,
		     scene_request(FAKE_UUID_1, SCENE_TYPE, NULL),
		     GVM_ERROR_NO_CAPACITY, "has no room for another");
	scene_expect_gone(fake, FAKE_UUID_1);
}

/**
 * @brief Full parents are told before anything is tried.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_known_to_be_full_is_not_tried(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *log = NULL;

	fake_gpu_vgpu(fake->root, SCENE_VF_1, SCENE_TYPE_ALL, FAKE_UUID_4);
	fake_gpu_vgpu(fake->root, SCENE_VF_3, SCENE_TYPE_ALL, FAKE_UUID_5);
	scene_refuse(fake, SCENE_ALPHA,
		     scene_request(FAKE_UUID_1, SCENE_TYPE, NULL),
		     GVM_ERROR_NO_CAPACITY, "no room for type nvidia-588");
	log = fake_kernel_log(fake->root);
	assert_string_equal(log, "");
	scene_expect_gone(fake, FAKE_UUID_1);
}

/**
 * @brief Preparing twice makes one device, and renews its claim.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_retry_adopts_what_is_there(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_claim) claim = NULL;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	fake_kernel_pass(fake->root, 50);
	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	claim = scene_claim(fake, FAKE_UUID_1, SCENE_ALPHA);
	assert_int_equal(claim->made, FAKE_BOOT_TIME + 50);
	scene_expect_in_order(fake, NULL);
}

/**
 * @brief What a dead domain has left is taken over: one device, one claim.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_leftover_changes_its_owner(void **state)
{
	struct fake_host *fake = *state;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE_ALL, SCENE_VF_1);
	scene_kill_daemon(fake);
	scene_make(fake, SCENE_BETA, FAKE_UUID_1, SCENE_TYPE, SCENE_VF_1);
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_BETA);
	scene_expect_in_order(fake, NULL);
}

/**
 * @brief What a person left and removed by other means does not keep a domain
 * from making the device.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_manual_claim_without_device_is_taken_over(void **state)
{
	struct fake_host *fake = *state;

	scene_put_claim(fake, FAKE_UUID_1, GVM_CLAIM_MANUAL, SCENE_VF_1,
			SCENE_TYPE, 0);
	scene_make(fake, SCENE_BETA, FAKE_UUID_1, SCENE_TYPE, NULL);
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_BETA);
	scene_expect_in_order(fake, NULL);
}

/**
 * @brief The vGPUs of a request by frame buffer go to the next larger type when
 * the smallest is gone from every parent.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void framebuffer_falls_back_to_larger_types(void **state)
{
	struct fake_host *fake = *state;
	struct gvm_request *request = scene_request(FAKE_UUID_1, NULL, NULL);
	g_autoptr(GPtrArray) list = scene_list(request, NULL);
	g_autoptr(gvm_plan) plan = NULL;

	request->framebuffer = 2048ULL << 20;
	fake_script_fail(fake->root, "store", "*/nvidia-591/create", 0,
			 FAKE_ALWAYS, ENOSPC);
	plan = scene_prepare(&fake->host, SCENE_ALPHA, list, NULL);
	assert_non_null(plan);
	scene_expect_place(fake, FAKE_UUID_1, "nvidia-592 on " SCENE_VF_1);
	scene_expect_in_order(fake, NULL);
}

/**
 * @brief When the claim cannot be written, no device is made.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void without_a_claim_there_is_no_device(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *log = NULL;

	fake_tree_file(fake->root, "run/gvm/claims", "in the way");
	scene_refuse(fake, SCENE_ALPHA,
		     scene_request(FAKE_UUID_1, SCENE_TYPE, NULL),
		     GVM_ERROR_FAILED, "/run/gvm/claims");
	log = fake_kernel_log(fake->root);
	assert_string_equal(log, "");
}

/**
 * @brief Be a libvirt hook that prepares one domain on the last place.
 * @param root   The machine.
 * @param owner  The domain.
 * @param uuid   The device.
 * @return The code of the error, or 0.
 * @norestriction
 * @sideeffect May make the device.
 * @failure The code.
 */
static int compete(const char *root, const char *owner, const char *uuid)
{
	g_auto(gvm_host) host = { 0 };
	g_autoptr(GPtrArray) list = NULL;
	g_autoptr(gvm_plan) plan = NULL;
	g_autoptr(GError) err = NULL;

	gvm_host_init(&host, root, &fake_kernel_ops);
	list = scene_list(scene_request(uuid, SCENE_TYPE_ALL, NULL), NULL);
	plan = scene_prepare(&host, owner, list, &err);

	return plan ? 0 : err->code;
}

/**
 * @brief Of two domains that want the last place at the same moment, one gets
 * it and the other is told why.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_last_place_goes_to_one_of_two(void **state)
{
	struct fake_host *fake = *state;
	pid_t children[2];
	int sum = 0;

	fake_gpu_vgpu(fake->root, SCENE_VF_3, SCENE_TYPE, FAKE_UUID_4);
	for (int round = 0; round < 5; round++) {
		for (int i = 0; i < 2; i++) {
			children[i] = fork();
			if (children[i] == 0)
				_exit(compete(fake->root,
					      i ? SCENE_BETA : SCENE_ALPHA,
					      i ? FAKE_UUID_2 : FAKE_UUID_1));
		}
		sum = 0;
		for (int i = 0; i < 2; i++) {
			int status;

			assert_int_equal(waitpid(children[i], &status, 0),
					 children[i]);
			assert_true(WIFEXITED(status));
			sum += WEXITSTATUS(status);
		}
		assert_int_equal(sum, GVM_ERROR_NO_CAPACITY);
		scene_expect_in_order(fake, FAKE_UUID_4);
		gvm_release_domain(&fake->host, SCENE_ALPHA, NULL);
		gvm_release_domain(&fake->host, SCENE_BETA, NULL);
	}
	scene_expect_gone(fake, FAKE_UUID_1);
	scene_expect_gone(fake, FAKE_UUID_2);
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
		SCENE_TEST(a_device_that_appears_meanwhile_is_used),
		SCENE_TEST(a_person_is_told_that_somebody_was_faster),
		SCENE_TEST(all_parents_full_is_no_capacity),
		SCENE_TEST(what_is_known_to_be_full_is_not_tried),
		SCENE_TEST(a_retry_adopts_what_is_there),
		SCENE_TEST(a_leftover_changes_its_owner),
		SCENE_TEST(a_manual_claim_without_device_is_taken_over),
		SCENE_TEST(framebuffer_falls_back_to_larger_types),
		SCENE_TEST(without_a_claim_there_is_no_device),
		SCENE_TEST(the_last_place_goes_to_one_of_two),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
