// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of what is planned, without any change to the machine.
 */
#include "scene.h"

/**
 * @brief A device that does not exist is made.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_missing_is_created(void **state)
{
	scene_expect_plan(*state, SCENE_ALPHA, scene_request(FAKE_UUID_1, SCENE_TYPE, NULL),
			  "create " FAKE_UUID_1 " as nvidia-588 on 0000:41:00.4");
}

/**
 * @brief A device without a claim is used as it is, whatever the request says.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_foreign_device_is_used(void **state)
{
	struct fake_host *fake = *state;

	fake_gpu_vgpu(fake->root, SCENE_VF_2, "nvidia-591", FAKE_UUID_1);
	scene_expect_plan(fake, SCENE_ALPHA,
			  scene_request(FAKE_UUID_1, SCENE_TYPE, SCENE_VF_1),
			  "use " FAKE_UUID_1 ", nvidia-591 on 0000:41:00.5");
}

/**
 * @brief A device that a person made may be used by any domain.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_device_made_by_hand_is_used(void **state)
{
	struct fake_host *fake = *state;

	scene_make(fake, GVM_CLAIM_MANUAL, FAKE_UUID_1, SCENE_TYPE, SCENE_VF_1);
	scene_expect_plan(fake, SCENE_ALPHA, scene_request(FAKE_UUID_1, SCENE_TYPE, NULL),
			  "use " FAKE_UUID_1 ", nvidia-588 on 0000:41:00.4");
}

/**
 * @brief A person is told that a device exists.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_person_is_told_what_exists(void **state)
{
	struct fake_host *fake = *state;

	fake_gpu_vgpu(fake->root, SCENE_VF_2, SCENE_TYPE, FAKE_UUID_1);
	scene_refuse_plan(fake, GVM_CLAIM_MANUAL,
			  scene_request(FAKE_UUID_1, SCENE_TYPE, NULL), GVM_ERROR_EXISTS,
			  FAKE_UUID_1 " exists already");
}

/**
 * @brief A device of another device API than the hostdev says is refused.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void another_device_api_is_refused(void **state)
{
	struct fake_host *fake = *state;
	struct gvm_request *exists = scene_request(FAKE_UUID_1, NULL, NULL);
	struct gvm_request *missing = scene_request(FAKE_UUID_2, SCENE_TYPE,
						    NULL);

	g_free(exists->device_api);
	exists->device_api = g_strdup("vfio-ap");
	g_free(missing->device_api);
	missing->device_api = g_strdup("vfio-ap");
	fake_gpu_vgpu(fake->root, SCENE_VF_2, SCENE_TYPE, FAKE_UUID_1);
	scene_refuse_plan(fake, SCENE_ALPHA, exists, GVM_ERROR_UNSUPPORTED, "vfio-ap");
	scene_refuse_plan(fake, SCENE_ALPHA, missing, GVM_ERROR_UNSUPPORTED, "vfio-ap");
}

/**
 * @brief What neither exists nor is defined is left to libvirt, with a note.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_nobody_can_make_is_left_to_libvirt(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) list = scene_list(scene_request(FAKE_UUID_1, NULL,
							     NULL), NULL);
	g_autoptr(gvm_plan) plan = scene_plan(fake, SCENE_ALPHA, list, NULL);
	const struct gvm_step *step;

	assert_non_null(plan);
	assert_int_equal(plan->steps->len, 1);
	step = g_ptr_array_index(plan->steps, 0);
	assert_int_equal(step->kind, GVM_STEP_SKIP);
	assert_non_null(strstr(step->note, FAKE_UUID_1));
	assert_int_equal(plan->steps->len, 1);
}

/**
 * @brief A type for a function of mdev is refused before anything is done.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_pci_function_is_refused(void **state)
{
	scene_refuse_plan(*state, SCENE_ALPHA,
			  scene_request("0000:41:00.4", SCENE_TYPE, NULL),
			  GVM_ERROR_UNSUPPORTED, "0000:41:00.4 takes no");
}

/**
 * @brief Two requests of one domain count each other.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void requests_of_one_domain_count_each_other(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) list = NULL;
	g_autoptr(GPtrArray) both = NULL;
	g_autoptr(gvm_plan) plan = NULL;
	g_autoptr(GError) err = NULL;
	g_autofree char *second = NULL;

	list = scene_list(scene_request(FAKE_UUID_1, SCENE_TYPE, NULL),
			  scene_request(FAKE_UUID_2, SCENE_TYPE, NULL), NULL);
	both = scene_list(scene_request(FAKE_UUID_1, SCENE_TYPE, SCENE_VF_1),
			  scene_request(FAKE_UUID_2, SCENE_TYPE, SCENE_VF_1),
			  NULL);
	plan = scene_plan(fake, SCENE_ALPHA, list, NULL);
	second = gvm_plan_describe(g_ptr_array_index(plan->steps, 1));
	assert_string_equal(second, "create " FAKE_UUID_2 " as nvidia-588 on "
			    SCENE_VF_3);
	assert_null(scene_plan(fake, SCENE_ALPHA, both, &err));
	unit_expect_error(err, GVM_ERROR_NO_CAPACITY, SCENE_VF_1);
}

/**
 * @brief A request without a UUID gets a random one, another one each time.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_missing_uuid_is_invented(void **state)
{
	g_autoptr(GPtrArray) list = NULL;
	g_autoptr(gvm_plan) first = NULL;
	g_autoptr(gvm_plan) second = NULL;
	const struct gvm_step *steps[2];

	list = scene_list(scene_request(NULL, SCENE_TYPE, NULL), NULL);
	first = scene_plan(*state, GVM_CLAIM_MANUAL, list, NULL);
	second = scene_plan(*state, GVM_CLAIM_MANUAL, list, NULL);
	steps[0] = g_ptr_array_index(first->steps, 0);
	steps[1] = g_ptr_array_index(second->steps, 0);
	assert_true(g_uuid_string_is_valid(steps[0]->uuid));
	assert_string_not_equal(steps[0]->uuid, steps[1]->uuid);
}

/**
 * @brief Every kind of step has a word of its own.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void every_kind_has_a_word(void **state)
{
	g_autoptr(GHashTable) words = g_hash_table_new(g_str_hash, g_str_equal);

	(void)state;
	for (int i = 0; i < GVM_STEP_KINDS; i++)
		assert_true(g_hash_table_add(words, (char *)(uintptr_t)
					     gvm_plan_verb(i)));
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
		SCENE_TEST(what_is_missing_is_created),
		SCENE_TEST(a_foreign_device_is_used),
		SCENE_TEST(a_device_made_by_hand_is_used),
		SCENE_TEST(a_person_is_told_what_exists),
		SCENE_TEST(another_device_api_is_refused),
		SCENE_TEST(what_nobody_can_make_is_left_to_libvirt),
		SCENE_TEST(a_pci_function_is_refused),
		SCENE_TEST(requests_of_one_domain_count_each_other),
		SCENE_TEST(a_missing_uuid_is_invented),
		cmocka_unit_test(every_kind_has_a_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
