// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the answers to mdevctl's call-outs.
 */
#include "watch.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "backend/mdev.h"
#include "lifecycle/callout.h"
#include "lifecycle/profiles.h"
#include "lifecycle/reconcile.h"

/** @brief A file with the tests' type, which the parents offer already. */
#define TYPES \
	"<vgpu-types xmlns='https://linux-gvm.org/xmlns/types/1.0'>" \
	"<type id='588'><name>A10-1Q</name><framebuffer size='1024'/>" \
	"<instances max='24'/></type></vgpu-types>"
/** @brief What mdevctl says of a device. */
#define DEVICE "{\"mdev_type\":\"" SCENE_TYPE "\",\"attrs\":[]}"
/** @brief More moments than there are. */
#define MOMENTS_MAX 200
/** @brief The fewest there can be: each of the six steps has some. */
#define MOMENTS_MIN 12

/** @brief What was answered. */
struct callout_answer {
	bool go_on;		/**< Whether mdevctl may go on. */
	bool ours;		/**< Whether the type is ours. */
	bool read;		/**< Whether the input was touched. */
	char *out;		/**< What mdevctl is to read. Owned. */
	GError *err;		/**< The error. Owned. */
};

/**
 * @brief Free an answer.
 * @param answer  The answer.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
static void answer_clear(struct callout_answer *answer)
{
	g_free(answer->out);
	g_clear_error(&answer->err);
}

GVM_DEFINE_AUTO(callout_answer, answer_clear)

/**
 * @brief Make a call-out.
 * @param host  The machine.
 * @param call  The call; gets its input.
 * @return The answer.
 * @norestriction
 * @sideeffect Those of gvm_callout_run().
 * @failure Fails the test when there is no pipe.
 */
static struct callout_answer ask(struct gvm_host *host,
				 struct gvm_callout_call *call)
{
	struct callout_answer answer = { 0 };
	struct pollfd poll_fd = { .events = POLLIN };
	gvm_autofd int reader = -1;
	gvm_autofd int writer = -1;
	int ends[2];

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	reader = ends[0];
	writer = ends[1];
	assert_int_equal(write(writer, DEVICE, strlen(DEVICE)),
			 strlen(DEVICE));
	gvm_fd_clear(&writer);
	call->input = reader;
	answer.go_on = gvm_callout_run(host, call, &answer.ours, &answer.out,
				       &answer.err);
	poll_fd.fd = reader;
	poll(&poll_fd, 1, 0);
	answer.read = !(poll_fd.revents & POLLIN);

	return answer;
}

/**
 * @brief Make a call-out about the first device.
 * @param host    The machine.
 * @param event   Event.
 * @param action  Action.
 * @param state   State.
 * @return The answer.
 * @norestriction
 * @sideeffect Those of gvm_callout_run().
 * @failure Fails the test when there is no pipe.
 */
static struct callout_answer ask_about(struct gvm_host *host,
				       const char *event, const char *action,
				       const char *state)
{
	struct gvm_callout_call call = {
		.type = SCENE_TYPE, .event = event, .action = action,
		.state = state, .uuid = FAKE_UUID_1, .parent = SCENE_VF_1,
	};

	return ask(host, &call);
}

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
	g_auto(callout_answer) answer = ask_about(&fake->host, event, action,
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
	g_auto(callout_answer) answer = ask_about(&fake->host, event, action,
						  "none");

	assert_false(answer.go_on);
	assert_true(answer.ours);
	assert_true(answer.read);
	unit_expect_error(answer.err, GVM_ERROR_BUSY, part);
}

/**
 * @brief Make or remove the first device as mdevctl does.
 * @param host  The machine.
 * @param make  Whether to make it.
 * @return true on success.
 * @norestriction
 * @sideeffect Makes or removes it.
 * @failure Those of the kernel.
 */
static bool write_device(struct gvm_host *host, bool make)
{
	g_autoptr(gvm_vgpu) vgpu = gvm_vgpu_new(FAKE_UUID_1, SCENE_VF_1,
						SCENE_TYPE);

	vgpu->backend = GVM_MDEV_NAME;

	return make ? gvm_mdev_backend.create(host, vgpu, NULL) :
		gvm_mdev_backend.remove(host, vgpu, NULL);
}

/**
 * @brief Set up a machine with types of our own.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	struct fake_host *fake = scene_new("a10-two");

	fake_tree_file(fake->root, GVM_PROFILES_DIR "/own.xml", TYPES);
	*state = fake;

	return 0;
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
		g_auto(callout_answer) answer = { 0 };

		gvm_host_init(&host, fake->root, &fake_kernel_ops);
		answer = ask(&host, &call);
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
	assert_true(write_device(&fake->host, true));
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
	assert_true(write_device(&fake->host, false));
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
	assert_true(write_device(&fake->host, true));
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

	assert_true(write_device(&fake->host, true));
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
 * @brief Do what mdevctl does for a start and a stop.
 * @param host  The machine.
 * @return true on success.
 * @norestriction
 * @sideeffect Makes the device and removes it.
 * @failure Those of gvm_callout_run().
 */
static bool start_and_stop(struct gvm_host *host)
{
	static const struct {
		const char *event;
		const char *action;
		const char *state;
	} rows[] = {
		{ "pre", "start", "none" }, { "post", "start", "success" },
		{ "pre", "stop", "none" }, { "post", "stop", "success" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_auto(callout_answer) answer = { 0 };

		answer = ask_about(host, rows[i].event, rows[i].action,
				   rows[i].state);
		if (!answer.go_on)
			return false;
		if (g_str_equal(rows[i].event, "pre") &&
		    !write_device(host, g_str_equal(rows[i].action, "start")))
			return false;
	}

	return true;
}

/**
 * @brief Whenever a start or stop dies, a device has its claim, and reconcile
 * drops a claim only when the device is gone.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_run_may_die_at_any_moment(void **state)
{
	unsigned int moment = 0;
	bool done = false;

	(void)state;
	while (!done && moment < MOMENTS_MAX) {
		struct fake_host *fake = NULL;
		g_autoptr(GPtrArray) found = NULL;
		bool there;

		setup((void **)&fake);
		done = watch_survives(fake, start_and_stop, ++moment);
		there = scene_exists(fake, FAKE_UUID_1);
		if (there)
			scene_expect_owned(fake, FAKE_UUID_1,
					   GVM_CLAIM_MDEVCTL);
		found = gvm_reconcile(&fake->host, 0, false, NULL);
		assert_non_null(found);
		assert_int_equal(scene_exists(fake, FAKE_UUID_1), there);
		scene_expect_in_order(fake, NULL);
		fake_host_free(fake);
	}
	assert_in_range(moment, MOMENTS_MIN, MOMENTS_MAX - 1);
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
		cmocka_unit_test_setup_teardown(other_calls_cost_nothing, setup,
						unit_teardown),
		cmocka_unit_test_setup_teardown(the_claim_lives_longer_than_the_device,
						setup, unit_teardown),
		cmocka_unit_test_setup_teardown(the_claim_follows_the_device,
						setup, unit_teardown),
		cmocka_unit_test_setup_teardown(a_domain_keeps_its_device,
						setup, unit_teardown),
		cmocka_unit_test_setup_teardown(who_asks_may_hold_the_device,
						setup, unit_teardown),
		cmocka_unit_test(a_run_may_die_at_any_moment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
