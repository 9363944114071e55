// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the list of vGPUs with owner and state.
 */
#include "scene.h"

#include <errno.h>

#include "lifecycle/claims.h"
#include "lifecycle/survey.h"

/** @brief Pid of a QEMU. */
#define QEMU_PID 900

/**
 * @brief Insist on the survey.
 * @param fake  The machine.
 * @param text  "DIGIT OWNER STATE" of each line, ", " between, where DIGIT is
 *              the last one of the UUID.
 * @norestriction
 * @sideeffect Those of gvm_survey_load().
 * @failure Fails the test.
 */
static void expect(struct fake_host *fake, const char *text)
{
	g_autoptr(GString) real = g_string_new(NULL);
	g_autoptr(GError) err = NULL;
	g_autoptr(GPtrArray) survey = gvm_survey_load(&fake->host, &err);

	unit_expect_success(survey, err);
	for (guint i = 0; i < survey->len; i++) {
		const struct gvm_survey *line = g_ptr_array_index(survey, i);
		const char *uuid = line->vgpu->uuid;

		g_string_append_printf(real, "%s%s %s %s", i ? ", " : "",
				       uuid + strlen(uuid) - 1,
				       !line->claim ? "nobody" :
				       line->claim->domain ?
				       line->claim->domain : line->claim->owner,
				       gvm_survey_name(line->state));
	}
	assert_string_equal(real->str, text);
}

/**
 * @brief Without any vGPU there is an empty list.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_idle_machine_has_an_empty_list(void **state)
{
	expect(*state, "");
}

/**
 * @brief Every vGPU is there with owner and state, by parent and UUID.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void every_vgpu_has_owner_and_state(void **state)
{
	struct fake_host *fake = *state;

	fake_gpu_vgpu(fake->root, "0000:81:00.7", SCENE_TYPE, FAKE_UUID_1);
	scene_make(fake, GVM_CLAIM_MANUAL, FAKE_UUID_2, SCENE_TYPE, SCENE_VF_3);
	fake_mdev_hold(fake->root, FAKE_UUID_2);
	scene_make(fake, SCENE_BETA, FAKE_UUID_3, SCENE_TYPE, SCENE_VF_2);
	fake_machine_domain(fake->root, "beta", SCENE_BETA, QEMU_PID);
	scene_make(fake, SCENE_ALPHA, FAKE_UUID_4, SCENE_TYPE, SCENE_VF_1);
	expect(fake, "4 alpha starting, 3 beta in-use, 2 manual in-use, 1 nobody idle");
	scene_kill_daemon(fake);
	expect(fake, "4 alpha idle, 3 beta in-use, 2 manual in-use, 1 nobody idle");
}

/**
 * @brief Neither a starting nor a running domain is disturbed by a probe.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void living_domains_are_not_probed(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *log = NULL;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	scene_make(fake, SCENE_BETA, FAKE_UUID_2, SCENE_TYPE, NULL);
	fake_machine_domain(fake->root, "beta", SCENE_BETA, QEMU_PID);
	expect(fake, "1 alpha starting, 2 beta in-use");
	log = fake_kernel_log(fake->root);
	assert_null(strstr(log, "probe "));
}

/**
 * @brief A claim that is damaged, or does not cover the device, is no owner.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void only_a_sound_claim_is_an_owner(void **state)
{
	struct fake_host *fake = *state;

	fake_gpu_vgpu(fake->root, SCENE_VF_1, SCENE_TYPE, FAKE_UUID_1);
	fake_gpu_vgpu(fake->root, SCENE_VF_2, SCENE_TYPE, FAKE_UUID_2);
	scene_put_claim(fake, FAKE_UUID_1, SCENE_ALPHA, SCENE_VF_2, SCENE_TYPE,
			0);
	fake_tree_file(fake->root, GVM_CLAIMS_DIR "/" FAKE_UUID_2 "@x", "?");
	expect(fake, "1 nobody idle, 2 nobody idle");
}

/**
 * @brief Where it cannot be looked, the state is unknown; that is no failure.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_cannot_be_seen_is_unknown(void **state)
{
	struct fake_host *fake = *state;

	scene_make(fake, GVM_CLAIM_MANUAL, FAKE_UUID_1, SCENE_TYPE, NULL);
	fake_script_fail(fake->root, "probe", "*", 0, FAKE_ALWAYS, EACCES);
	expect(fake, "1 manual unknown");
	fake_tree_remove(fake->root, GVM_CLAIMS_DIR);
	fake_tree_file(fake->root, GVM_CLAIMS_DIR, "in the way");
	expect(fake, "1 nobody unknown");
}

/**
 * @brief Every state has a name of its own.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void every_state_has_a_name(void **state)
{
	g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);

	(void)state;
	for (int i = 0; i < GVM_SURVEY_STATES; i++)
		assert_true(g_hash_table_add(names, (char *)(uintptr_t)
					     gvm_survey_name(i)));
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
		SCENE_TEST(an_idle_machine_has_an_empty_list),
		SCENE_TEST(every_vgpu_has_owner_and_state),
		SCENE_TEST(living_domains_are_not_probed),
		SCENE_TEST(only_a_sound_claim_is_an_owner),
		SCENE_TEST(what_cannot_be_seen_is_unknown),
		cmocka_unit_test(every_state_has_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
