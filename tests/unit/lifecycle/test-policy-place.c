// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the default placement of a policy.
 */
#include "scene.h"

#include "lifecycle/policy.h"

/** @brief Another type of 1024 MiB. */
#define TYPE_OTHER "nvidia-590"

/**
 * @brief Give a machine a policy.
 * @param fake   The machine.
 * @param rules  Its content, from line 2 on.
 * @norestriction
 * @sideeffect Writes the file.
 * @nofailure
 */
static void set_policy(struct fake_host *fake, const char *rules)
{
	g_autofree char *text =
		g_strdup_printf("<policy xmlns='https://linux-gvm.org/xmlns/policy/1.0'>\n%s\n</policy>\n",
				rules);

	fake_tree_file(fake->root, GVM_POLICY_FILE, text);
}

/**
 * @brief Check where a request is placed after a policy was applied.
 * @param request  The request; taken over.
 * @param places   Whether the policy, which then says pack, has a default.
 * @param wanted   The placement that is left.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void check_place(struct gvm_request *request, bool places,
			enum gvm_placement wanted)
{
	g_autoptr(GPtrArray) list = scene_list(request, NULL);
	g_autoptr(gvm_policy) policy = gvm_policy_new("p.xml");

	policy->places = places;
	policy->placement = GVM_PLACEMENT_PACK;
	gvm_policy_place(policy, list);
	assert_int_equal(request->placement, wanted);
}

/**
 * @brief Only what nobody has said anything of is placed.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void only_what_is_open_is_placed(void **state)
{
	struct gvm_request *placed = scene_request(FAKE_UUID_1, SCENE_TYPE, NULL);

	(void)state;
	placed->placed = true;
	placed->placement = GVM_PLACEMENT_NUMA;
	check_place(placed, true, GVM_PLACEMENT_NUMA);
	check_place(scene_request(FAKE_UUID_1, SCENE_TYPE, NULL), true,
		    GVM_PLACEMENT_PACK);
	check_place(scene_request(FAKE_UUID_1, SCENE_TYPE, NULL), false,
		    GVM_PLACEMENT_SPREAD);
	check_place(scene_request(FAKE_UUID_1, SCENE_TYPE, SCENE_VF_1), true,
		    GVM_PLACEMENT_SPREAD);
	check_place(scene_request(SCENE_VF_1, NULL, NULL), true,
		    GVM_PLACEMENT_SPREAD);
}

/**
 * @brief The default placement is for those who say nothing of it.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_default_places_who_says_nothing(void **state)
{
	struct fake_host *fake = *state;
	struct gvm_request *spread = scene_request(FAKE_UUID_2, SCENE_TYPE, NULL);

	spread->placed = true;
	scene_make(fake, SCENE_BETA, FAKE_UUID_1, TYPE_OTHER, SCENE_VF_1);
	set_policy(fake, "<default placement='pack'/>");
	scene_expect_plan(fake, SCENE_ALPHA,
			  scene_request(FAKE_UUID_2, TYPE_OTHER, NULL),
			  "create " FAKE_UUID_2 " as nvidia-590 on 0000:41:00.5");
	scene_expect_plan(fake, SCENE_ALPHA, spread,
			  "create " FAKE_UUID_2 " as nvidia-588 on 0000:81:00.4");
	scene_expect_plan(fake, SCENE_ALPHA,
			  scene_request(FAKE_UUID_2, TYPE_OTHER, "0000:81:00.5"),
			  "create " FAKE_UUID_2 " as nvidia-590 on 0000:81:00.5");
	set_policy(fake, "<deny domain='x'/>");
	scene_expect_plan(fake, SCENE_ALPHA,
			  scene_request(FAKE_UUID_2, TYPE_OTHER, NULL),
			  "create " FAKE_UUID_2 " as nvidia-590 on 0000:81:00.4");
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
		cmocka_unit_test(only_what_is_open_is_placed),
		SCENE_TEST(the_default_places_who_says_nothing),
	};

	return cmocka_run_group_tests_name("policy-place", tests, NULL, NULL);
}
