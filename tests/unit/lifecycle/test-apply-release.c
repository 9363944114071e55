// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of giving one claim up, and of what the journal is told.
 */
#include "scene.h"

#include "lifecycle/apply.h"

/**
 * @brief Each vGPU has one entry in the journal, with all its fields.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void making_and_removing_are_told_to_the_journal(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_claim) claim = NULL;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, SCENE_VF_1);
	claim = scene_claim(fake, FAKE_UUID_1, SCENE_ALPHA);
	assert_true(gvm_apply_release(&fake->host, claim, NULL));
	scene_expect_journal(fake, (const char *const[]) {
		"PRIORITY=6", "GVM_OPERATION=create", "GVM_UUID=" FAKE_UUID_1,
		"GVM_PARENT=" SCENE_VF_1, "GVM_TYPE=" SCENE_TYPE,
		"GVM_OWNER=" SCENE_ALPHA, "GVM_DOMAIN=alpha",
		"GVM_DURATION_US=", NULL });
	scene_expect_journal(fake, (const char *const[]) {
		"GVM_OPERATION=remove", "GVM_UUID=" FAKE_UUID_1, NULL });
	scene_expect_gone(fake, FAKE_UUID_1);
}

/**
 * @brief Releasing a claim on what has become somebody else's device gives up
 * the claim and nothing else, and says so.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_void_claim_is_only_forgotten(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_claim) claim = NULL;

	fake_gpu_vgpu(fake->root, SCENE_VF_2, SCENE_TYPE, FAKE_UUID_1);
	scene_put_claim(fake, FAKE_UUID_1, SCENE_ALPHA, SCENE_VF_1, SCENE_TYPE,
			0);
	claim = scene_claim(fake, FAKE_UUID_1, SCENE_ALPHA);
	assert_true(gvm_apply_release(&fake->host, claim, NULL));
	scene_expect_in_order(fake, FAKE_UUID_1);
	scene_expect_journal(fake, (const char *const[]) {
		"GVM_OPERATION=forget", FAKE_UUID_1, NULL });
}

/**
 * @brief A claim of a back end that this version does not have is left alone.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_claim_of_an_unknown_back_end_stays(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_claim) claim = NULL;
	g_autoptr(GError) err = NULL;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, SCENE_VF_1);
	claim = scene_claim(fake, FAKE_UUID_1, SCENE_ALPHA);
	g_free(claim->backend);
	claim->backend = g_strdup("magic");
	assert_false(gvm_apply_release(&fake->host, claim, &err));
	unit_expect_error(err, GVM_ERROR_UNSUPPORTED, "magic");
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_ALPHA);
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
		SCENE_TEST(making_and_removing_are_told_to_the_journal),
		SCENE_TEST(a_void_claim_is_only_forgotten),
		SCENE_TEST(a_claim_of_an_unknown_back_end_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
