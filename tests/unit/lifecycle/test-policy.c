// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of plans that keep to the policy of a machine.
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
 * @brief Insist that a domain may not have a vGPU.
 * @param fake     The machine.
 * @param owner    As for scene_prepare().
 * @param request  The request; taken over.
 * @param part     What the sentence must contain.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_denied(struct fake_host *fake, const char *owner,
			  struct gvm_request *request, const char *part)
{
	unsigned int claims = scene_count_claims(fake);

	scene_refuse(fake, owner, request, GVM_ERROR_DENIED, part);
	assert_int_equal(scene_count_claims(fake), claims);
}

/**
 * @brief Make a request by frame buffer.
 * @param uuid  UUID of the device.
 * @param mib   MiB.
 * @return A new request.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct gvm_request *by_size(const char *uuid, unsigned int mib)
{
	struct gvm_request *request = scene_request(uuid, NULL, NULL);

	request->framebuffer = (uint64_t)mib << 20;

	return request;
}

/**
 * @brief Without a policy, and with one that says nothing, all is permitted.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void without_rules_all_is_permitted(void **state)
{
	struct fake_host *fake = *state;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	set_policy(fake, "");
	scene_make(fake, SCENE_ALPHA, FAKE_UUID_2, SCENE_TYPE, NULL);
}

/**
 * @brief A broken policy permits nothing, and says where it is broken.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_broken_policy_permits_nothing(void **state)
{
	struct fake_host *fake = *state;

	set_policy(fake, "<allow/>\n<allow domains='a'/>");
	scene_refuse(fake, SCENE_ALPHA,
		     scene_request(FAKE_UUID_1, SCENE_TYPE, NULL), GVM_ERROR_INVALID,
		     "/etc/gvm/policy.xml:3: allow has the unknown attribute");
	scene_expect_in_order(fake, NULL);
}

/**
 * @brief What a rule denies is not made, for a domain, for a person, and when
 *        it is there already.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_denied_nobody_gets(void **state)
{
	struct fake_host *fake = *state;

	set_policy(fake, "<allow domain='beta'/>\n<deny types='" SCENE_TYPE "'/>");
	expect_denied(fake, SCENE_ALPHA, scene_request(FAKE_UUID_1, SCENE_TYPE, NULL),
		      "domain alpha may not have a vGPU of type nvidia-588: ask for another type, or change the rule at /etc/gvm/policy.xml:3");
	expect_denied(fake, GVM_CLAIM_MANUAL,
		      scene_request(FAKE_UUID_1, SCENE_TYPE, NULL),
		      "owner manual may not have");
	scene_make(fake, SCENE_BETA, FAKE_UUID_1, SCENE_TYPE, SCENE_VF_1);
	scene_make(fake, SCENE_ALPHA, FAKE_UUID_2, TYPE_OTHER, SCENE_VF_3);

	fake_gpu_vgpu(fake->root, SCENE_VF_2, SCENE_TYPE, FAKE_UUID_3);
	expect_denied(fake, SCENE_ALPHA, scene_request(FAKE_UUID_3, NULL, NULL),
		      "domain alpha may not have a vGPU of type nvidia-588");
	scene_put_claim(fake, FAKE_UUID_3, SCENE_ALPHA, SCENE_VF_2, SCENE_TYPE,
			SCENE_DEAD_PID);
	expect_denied(fake, SCENE_ALPHA, scene_request(FAKE_UUID_3, NULL, NULL),
		      "domain alpha may not have a vGPU of type nvidia-588");
}

/**
 * @brief Of several types that would do, those that are permitted are left.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void denied_types_are_passed_over(void **state)
{
	struct fake_host *fake = *state;

	scene_expect_plan(fake, SCENE_ALPHA, by_size(FAKE_UUID_1, 1024),
			  "create " FAKE_UUID_1 " as nvidia-588 on 0000:41:00.4");
	set_policy(fake, "<deny types='nvidia-588 nvidia-594'/>");
	scene_expect_plan(fake, SCENE_ALPHA, by_size(FAKE_UUID_1, 1024),
			  "create " FAKE_UUID_1 " as nvidia-590 on 0000:41:00.4");
	set_policy(fake, "<deny domain='alpha'/>");
	scene_refuse_plan(fake, SCENE_ALPHA, by_size(FAKE_UUID_1, 1024),
			  GVM_ERROR_DENIED, "of type nvidia-588");
}

/**
 * @brief What stands in for the best candidate is counted by no other rule.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nothing_uncounted_stands_in(void **state)
{
	static const char *const kept[] = {
		"nvidia-588", "nvidia-591", "nvidia-592", NULL
	};
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) list = scene_list(by_size(FAKE_UUID_1, 1024), NULL);
	g_autoptr(gvm_plan) plan = NULL;
	const struct gvm_step *step;

	set_policy(fake,
		   "<allow types='nvidia-588 nvidia-592' total='1'/>\n"
		   "<allow types='nvidia-590' total='1'/>\n"
		   "<allow types='nvidia-591'/>\n"
		   "<deny/>");
	plan = scene_plan(fake, SCENE_ALPHA, list, NULL);
	assert_non_null(plan);
	step = g_ptr_array_index(plan->steps, 0);
	for (guint i = 0; i < step->candidates->len; i++) {
		const struct gvm_candidate *one;

		one = &g_array_index(step->candidates, struct gvm_candidate, i);
		if (!g_strv_contains(kept, one->type->id))
			fail_msg("%s stands in", one->type->id);
	}
	/* Three types on each of eight functions. */
	assert_int_equal(step->candidates->len, 24);
}

/**
 * @brief What one domain may have is counted in its start and from its claims.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void each_domain_has_its_bound(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) two = NULL;
	g_autoptr(GError) err = NULL;

	set_policy(fake, "<allow per-domain='1'/>");
	two = scene_list(scene_request(FAKE_UUID_1, SCENE_TYPE, NULL),
			 scene_request(FAKE_UUID_2, SCENE_TYPE, NULL), NULL);
	assert_null(scene_prepare(&fake->host, SCENE_ALPHA, two, &err));
	unit_expect_error(err, GVM_ERROR_DENIED,
			  "domain alpha may not have another vGPU of type nvidia-588: the rule at /etc/gvm/policy.xml:2 permits each domain 1");
	scene_expect_in_order(fake, NULL);

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	expect_denied(fake, SCENE_ALPHA,
		      scene_request(FAKE_UUID_2, SCENE_TYPE, NULL), "another");
	/* The same one again is the one that it has. */
	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	scene_make(fake, SCENE_BETA, FAKE_UUID_2, SCENE_TYPE, NULL);
	scene_make(fake, GVM_CLAIM_MANUAL, FAKE_UUID_3, SCENE_TYPE, NULL);
	scene_make(fake, GVM_CLAIM_MANUAL, FAKE_UUID_4, SCENE_TYPE, NULL);
}

/**
 * @brief A foreign vGPU of a start is counted in it.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_foreign_device_counts_in_a_start(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) two = NULL;
	g_autoptr(GError) err = NULL;

	set_policy(fake, "<allow per-domain='1'/>");
	fake_gpu_vgpu(fake->root, SCENE_VF_3, SCENE_TYPE, FAKE_UUID_1);
	two = scene_list(scene_request(FAKE_UUID_1, NULL, NULL),
			 scene_request(FAKE_UUID_2, SCENE_TYPE, NULL), NULL);
	assert_null(scene_prepare(&fake->host, SCENE_ALPHA, two, &err));
	unit_expect_error(err, GVM_ERROR_DENIED, "permits each domain 1");
}

/**
 * @brief What a rule permits in total is counted from all claims that it
 *        covers, and from no other.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void all_together_have_a_bound(void **state)
{
	struct fake_host *fake = *state;

	set_policy(fake, "<allow types='" SCENE_TYPE "' total='2'/>");
	scene_make(fake, SCENE_BETA, FAKE_UUID_3, TYPE_OTHER, SCENE_VF_3);
	scene_make(fake, SCENE_BETA, FAKE_UUID_1, SCENE_TYPE, SCENE_VF_1);
	scene_make(fake, GVM_CLAIM_MANUAL, FAKE_UUID_2, SCENE_TYPE, SCENE_VF_2);
	expect_denied(fake, SCENE_ALPHA,
		      scene_request(FAKE_UUID_4, SCENE_TYPE, NULL),
		      "domain alpha may not have a vGPU of type nvidia-588 now: the rule at /etc/gvm/policy.xml:2 permits 2 at a time");
	/* What a person made is counted once, whoever uses it. */
	scene_make(fake, SCENE_ALPHA, FAKE_UUID_2, NULL, NULL);
	scene_make(fake, SCENE_ALPHA, FAKE_UUID_5, TYPE_OTHER, "0000:81:00.5");
}

/**
 * @brief A claim that cannot be read matters only to count.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void claims_are_read_only_to_count(void **state)
{
	struct fake_host *fake = *state;

	fake_tree_file(fake->root, "run/gvm/claims/" FAKE_UUID_5 "@" SCENE_BETA,
		       "nonsense");
	set_policy(fake, "<allow/>");
	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	set_policy(fake, "<allow total='9'/>");
	scene_refuse(fake, SCENE_ALPHA, scene_request(FAKE_UUID_2, SCENE_TYPE, NULL),
		     GVM_ERROR_INVALID, FAKE_UUID_5);
}

/**
 * @brief A claim that is gone when it is read does not count.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void vanished_claims_do_not_count(void **state)
{
	struct fake_host *fake = *state;

	fake_tree_link(fake->root, "run/gvm/claims/" FAKE_UUID_5 "@" SCENE_BETA,
		       "nowhere");
	set_policy(fake, "<allow total='1'/>");
	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
}

/**
 * @brief A function is covered by the type that it is given.
 * @param state  cmocka's slot; the machine is another one here.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void functions_are_covered_by_their_type(void **state)
{
	struct fake_host *fake = scene_new("l40s");

	unit_teardown(state);
	*state = fake;
	set_policy(fake, "<deny types='nvidia-114?'/>");
	expect_denied(fake, SCENE_ALPHA,
		      scene_request(SCENE_VF_1, "nvidia-1148", NULL),
		      "domain alpha may not have a vGPU of type nvidia-1148");
	scene_make(fake, SCENE_ALPHA, SCENE_VF_1, "nvidia-1155", NULL);
}

/**
 * @brief Check the type that a whole function is covered by.
 * @param machine  The machine.
 * @param address  The function.
 * @param type     The type.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void check_implied(const char *machine, const char *address,
			  const char *type)
{
	struct fake_host *fake = scene_new(machine);
	g_autofree char *rule = g_strdup_printf("<deny types='%s'/>", type);
	g_autofree char *part = g_strdup_printf("vGPU of type %s:", type);
	void *state = fake;

	set_policy(fake, rule);
	scene_refuse_plan(fake, SCENE_ALPHA, scene_request(address, NULL, NULL),
			  GVM_ERROR_DENIED, part);
	set_policy(fake, "<deny types='other'/>");
	scene_expect_plan(fake, SCENE_ALPHA, scene_request(address, NULL, NULL),
			  g_str_equal(type, "vf") ?
			  "create 0000:03:00.1 as vf on 0000:03:00.1" :
			  "create 0000:01:00.0 as device on 0000:01:00.0");
	unit_teardown(&state);
}

/**
 * @brief What has no type of its own is covered as vf or device.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void whole_functions_are_covered(void **state)
{
	(void)state;
	check_implied("arc-pro-vfs", "0000:03:00.1", "vf");
	check_implied("wormhole", "0000:01:00.0", "device");
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
		SCENE_TEST(without_rules_all_is_permitted),
		SCENE_TEST(a_broken_policy_permits_nothing),
		SCENE_TEST(what_is_denied_nobody_gets),
		SCENE_TEST(denied_types_are_passed_over),
		SCENE_TEST(nothing_uncounted_stands_in),
		SCENE_TEST(each_domain_has_its_bound),
		SCENE_TEST(a_foreign_device_counts_in_a_start),
		SCENE_TEST(all_together_have_a_bound),
		SCENE_TEST(claims_are_read_only_to_count),
		SCENE_TEST(vanished_claims_do_not_count),
		SCENE_TEST(functions_are_covered_by_their_type),
		cmocka_unit_test(whole_functions_are_covered),
	};

	return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
