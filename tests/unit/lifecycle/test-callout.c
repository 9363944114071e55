// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the answers to mdevctl's call-outs.
 */
#include "caller.h"

#include <unistd.h>

#include "backend/mdev.h"
#include "lifecycle/reconcile.h"

/**
 * @brief Make a call-out that mdevctl must go on after.
 * @param fake    The machine.
 * @param event   Event.
 * @param action  Action.
 * @param state   State.
 * @norestriction
 * @sideeffect Those of gvm_callout_run().
 * @failure Fails the test.
 */
static void pass(struct fake_host *fake, const char *event, const char *action,
		 const char *state)
{
	g_auto(caller_answer) answer = caller_ask_about(&fake->host, event, action,
							state);

	unit_expect_success(answer.go_on, answer.err);
	assert_true(answer.ours);
	assert_null(answer.out);
}

/**
 * @brief Make a call-out that mdevctl must not go on after.
 * @param fake    The machine.
 * @param event   Event.
 * @param action  Action.
 * @param part    What the sentence must contain.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test; also when the input was not read, for mdevctl
 *          passes over a script that ends before it was written.
 */
static void refuse(struct fake_host *fake, const char *event,
		   const char *action, const char *part)
{
	g_auto(caller_answer) answer = caller_ask_about(&fake->host, event, action,
							"none");

	assert_false(answer.go_on);
	assert_true(answer.ours);
	assert_true(answer.read);
	unit_expect_error(answer.err, GVM_ERROR_BUSY, part);
}

/**
 * @brief What is not for us touches neither the input nor the machine.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void other_calls_cost_nothing(void **state)
{
	static const struct {
		const char *type;
		const char *event;
		const char *action;
	} rows[] = {
		{ "mtty-2", "pre", "start" },
		{ "i915-GVTg_V5_4", "get", "capabilities" },
		{ "nvidia", "pre", "start" },
		{ "nvidia-", "pre", "start" },
		{ "nvidia-588x", "pre", "start" },
		{ "nvidia-0588", "pre", "start" },
		{ "nvidia-4294967884", "pre", "start" },
		{ "", "pre", "start" },
		{ SCENE_TYPE, "pre", "test" },
		{ SCENE_TYPE, "pre", "" },
		{ SCENE_TYPE, "get", "start" },
		{ SCENE_TYPE, "live", "start" },
		{ SCENE_TYPE, "during", "start" },
		{ SCENE_TYPE, "PRE", "start" },
	};
	const struct fake_host *fake = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct gvm_callout_call call = {
			.type = rows[i].type, .event = rows[i].event,
			.action = rows[i].action, .state = "none",
			.uuid = FAKE_UUID_1, .parent = SCENE_VF_1,
		};
		g_auto(gvm_host) host = { 0 };
		g_auto(caller_answer) answer = { 0 };

		gvm_host_init(&host, fake->root, &fake_kernel_ops);
		answer = caller_ask(&host, &call);
		assert_true(answer.go_on);
		assert_false(answer.ours);
		assert_false(answer.read);
		assert_int_equal(host.root_fd, -1);
	}
}

/**
 * @brief A device that mdevctl makes has its claim from before it is made
 * until after it is gone, and is standing meanwhile.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_claim_lives_longer_than_the_device(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_claim) before = NULL;
	g_autoptr(GPtrArray) found = NULL;

	pass(fake, "pre", "start", "none");
	before = scene_claim(fake, FAKE_UUID_1, GVM_CLAIM_MDEVCTL);
	assert_non_null(before);
	assert_true(caller_write(&fake->host, true));
	pass(fake, "post", "start", "success");
	scene_expect_owned(fake, FAKE_UUID_1, GVM_CLAIM_MDEVCTL);

	scene_kill_daemon(fake);
	found = gvm_reconcile(&fake->host, 0, false, NULL);
	assert_non_null(found);
	scene_expect_owned(fake, FAKE_UUID_1, GVM_CLAIM_MDEVCTL);
	scene_expect_plan(fake, SCENE_ALPHA,
			  scene_request(FAKE_UUID_1, SCENE_TYPE, NULL),
			  "use " FAKE_UUID_1 ", " SCENE_TYPE " on " SCENE_VF_1);

	pass(fake, "pre", "stop", "none");
	assert_true(caller_write(&fake->host, false));
	assert_int_equal(scene_count_claims(fake), 1);
	pass(fake, "post", "stop", "success");
	scene_expect_gone(fake, FAKE_UUID_1);
}

/**
 * @brief The claim follows the device, whatever mdevctl says of it.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_claim_follows_the_device(void **state)
{
	struct fake_host *fake = *state;

	pass(fake, "pre", "start", "none");
	pass(fake, "post", "start", "failure");
	scene_expect_gone(fake, FAKE_UUID_1);
	pass(fake, "pre", "start", "none");
	pass(fake, "post", "start", "success");
	scene_expect_gone(fake, FAKE_UUID_1);

	/* Without the claim, as when reconcile came in between. */
	assert_true(caller_write(&fake->host, true));
	pass(fake, "post", "start", "failure");
	assert_int_equal(scene_count_claims(fake), 0);
	pass(fake, "pre", "start", "none");
	assert_int_equal(scene_count_claims(fake), 0);
	pass(fake, "post", "start", "success");
	scene_expect_owned(fake, FAKE_UUID_1, GVM_CLAIM_MDEVCTL);
	/* A second start, and a stop that failed. */
	pass(fake, "pre", "start", "none");
	pass(fake, "post", "start", "failure");
	pass(fake, "post", "stop", "success");
	scene_expect_owned(fake, FAKE_UUID_1, GVM_CLAIM_MDEVCTL);
}

/**
 * @brief A domain's vGPU is neither made nor removed by mdevctl.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_domain_keeps_its_device(void **state)
{
	struct fake_host *fake = *state;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, SCENE_VF_1);
	refuse(fake, "pre", "start", "belongs to domain alpha");
	refuse(fake, "pre", "stop", "which is starting");
	fake_mdev_hold(fake->root, FAKE_UUID_1);
	scene_kill_daemon(fake);
	refuse(fake, "pre", "stop", "is in use");
	refuse(fake, "pre", "start", "belongs to domain alpha");
	fake_mdev_let_go(fake->root, FAKE_UUID_1);
	pass(fake, "pre", "stop", "none");
	pass(fake, "post", "start", "success");
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_ALPHA);
}

/**
 * @brief libvirt holds the group while it lets mdevctl remove the device; a
 * program that did not start us is another matter.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void who_asks_may_hold_the_device(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *mine = g_strdup_printf("proc/%d/stat", getppid());
	g_autoptr(gvm_vgpu) vgpu = NULL;
	g_autofree char *group = NULL;
	g_autofree char *path = NULL;

	assert_true(caller_write(&fake->host, true));
	fake_mdev_hold(fake->root, FAKE_UUID_1);
	assert_true(gvm_mdev_backend.find(&fake->host, FAKE_UUID_1, &vgpu,
					  NULL));
	group = g_strdup_printf("/dev/vfio/%s", vgpu->iommu_group);
	fake_tree_link(fake->root, "proc/4711/fd/7", "/dev/vfio/vfio");
	path = g_build_filename(fake->root, "proc/4711/fd/8", NULL);
	assert_int_equal(symlink(group, path), 0);
	fake_tree_file(fake->root, "proc/4711/stat", "4711 (a) b) S 1 1");
	refuse(fake, "pre", "stop", "is in use");

	fake_tree_file(fake->root, mine, "1 (mdevctl) S 4711 1");
	pass(fake, "pre", "stop", "none");
	fake_tree_remove(fake->root, "proc/4711/fd/8");
	refuse(fake, "pre", "stop", "is in use");
	/* A circle ends. */
	fake_tree_file(fake->root, "proc/4711/stat", "4711 (x) S 4711 1");
	refuse(fake, "pre", "stop", "is in use");
}

/**
 * @brief Run the tests.
 * @return The number of tests that failed.
 * @norestriction
 * @sideeffect Prints to standard output.
 * @nofailure
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(other_calls_cost_nothing,
						caller_setup, unit_teardown),
		cmocka_unit_test_setup_teardown(the_claim_lives_longer_than_the_device,
						caller_setup, unit_teardown),
		cmocka_unit_test_setup_teardown(the_claim_follows_the_device,
						caller_setup, unit_teardown),
		cmocka_unit_test_setup_teardown(a_domain_keeps_its_device,
						caller_setup, unit_teardown),
		cmocka_unit_test_setup_teardown(who_asks_may_hold_the_device,
						caller_setup, unit_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
