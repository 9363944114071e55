// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the answers to libvirt's hooks.
 */
#include "scene.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "lifecycle/claims.h"
#include "lifecycle/hook.h"

/** @brief Pid of a QEMU. */
#define QEMU_PID 900
/** @brief Metadata that asks for the first device. */
#define WISH "<g:vgpu uuid='" FAKE_UUID_1 "' type='" SCENE_TYPE "'/>"
/** @brief XML that is broken and speaks of an mdev, and of a secret. */
#define BROKEN "<domain><graphics passwd='s3cret'/><hostdev type='mdev'>"

/** @brief What a hook was answered. */
struct hook_answer {
	bool go_on;		/**< Whether libvirt may go on. */
	bool read;		/**< Whether the input was touched. */
	char *out;		/**< What libvirt is to read. Owned. */
	GError *err;		/**< The error. Owned. */
};

/**
 * @brief Free an answer.
 * @param answer  The answer.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
static void answer_clear(struct hook_answer *answer)
{
	g_free(answer->out);
	g_clear_error(&answer->err);
}

GVM_DEFINE_AUTO(hook_answer, answer_clear)

/**
 * @brief Call a hook.
 * @param host    The machine.
 * @param driver  Its driver.
 * @param op      The operation.
 * @param xml     What is on its input.
 * @return The answer.
 * @norestriction
 * @sideeffect Those of gvm_hook_run().
 * @failure Fails the test when there is no pipe.
 */
static struct hook_answer call(struct gvm_host *host, const char *driver,
			       const char *op, const char *xml)
{
	struct hook_answer answer = { 0 };
	gvm_autofd int reader = -1;
	gvm_autofd int writer = -1;
	struct gvm_hook_call hook = {
		.driver = driver, .op = op,
		.object = g_str_equal(driver, "daemon") ? "-" : "alpha",
	};
	struct pollfd poll_fd = { .events = POLLIN };
	int ends[2];

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	reader = ends[0];
	writer = ends[1];
	assert_int_equal(write(writer, xml, strlen(xml)), strlen(xml));
	gvm_fd_clear(&writer);
	hook.input = reader;
	answer.go_on = gvm_hook_run(host, &hook, &answer.out, &answer.err);
	poll_fd.fd = reader;
	poll(&poll_fd, 1, 0);
	answer.read = !(poll_fd.revents & POLLIN);

	return answer;
}

/**
 * @brief Call a hook of the QEMU driver, which must let libvirt go on.
 * @param fake  The machine.
 * @param op    The operation.
 * @param xml   What is on its input; freed.
 * @norestriction
 * @sideeffect Those of gvm_hook_run().
 * @failure Fails the test, also when libvirt is given something to read.
 */
static void pass(struct fake_host *fake, const char *op, char *xml)
{
	g_autofree char *owned = xml;
	g_auto(hook_answer) answer = call(&fake->host, "qemu", op, owned);

	unit_expect_success(answer.go_on, answer.err);
	assert_null(answer.out);
}

/**
 * @brief What means nothing to us is answered at once: neither the input is
 * read, nor the machine looked at.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void other_operations_cost_nothing(void **state)
{
	static const char *const drivers[] = {
		"qemu", "daemon", "libxl", "lxc", "network", "bhyve", "",
	};
	static const char *const ops[] = {
		"start", "started", "stopped", "attach", "prepare", "release",
		"migrate", "restore", "reconnect", "reload", "shutdown",
		"port-created", "something-new", "", "Prepare",
	};
	const struct fake_host *fake = *state;
	unsigned int meant = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(drivers); i++) {
		for (size_t j = 0; j < G_N_ELEMENTS(ops); j++) {
			g_auto(gvm_host) host = { 0 };
			g_auto(hook_answer) answer = { 0 };

			gvm_host_init(&host, fake->root, &fake_kernel_ops);
			answer = call(&host, drivers[i], ops[j], "<domain/>");
			meant += answer.read;
			/* Those that look without reading. */
			if (strcmp(drivers[i], "daemon") ||
			    (strcmp(ops[j], "start") &&
			     strcmp(ops[j], "reload")))
				assert_int_equal(host.root_fd, -1);
		}
	}
	/* prepare, release, migrate, restore and reconnect of qemu; of libxl
	 * all but restore.
	 */
	assert_int_equal(meant, 9);
}

/**
 * @brief A domain without a vGPU touches no file, whatever libvirt does with
 * it; but its release looks for claims, and is content when there is no place
 * for any.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_domain_without_vgpu_touches_nothing(void **state)
{
	static const char *const ops[] = {
		"prepare", "migrate", "restore", "reconnect", "release",
	};
	const struct fake_host *fake = *state;
	g_autofree char *nowhere = g_build_filename(fake->root, "no", NULL);
	g_autofree char *xml = scene_xml(SCENE_ALPHA, NULL, NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(ops); i++) {
		g_auto(gvm_host) host = { 0 };
		g_auto(hook_answer) answer = { 0 };

		gvm_host_init(&host, g_str_equal(ops[i], "release") ?
			      nowhere : fake->root, &fake_kernel_ops);
		answer = call(&host, "qemu", ops[i], xml);
		unit_expect_success(answer.go_on, answer.err);
		assert_true(answer.read);
		assert_null(answer.out);
		assert_int_equal(host.root_fd, -1);
	}
}

/**
 * @brief From prepare to release: the device is there in between, and no more.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void prepare_makes_and_release_removes(void **state)
{
	struct fake_host *fake = *state;

	pass(fake, "prepare", scene_xml(SCENE_ALPHA, WISH, FAKE_UUID_1));
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_ALPHA);
	pass(fake, "start", scene_xml(SCENE_ALPHA, WISH, FAKE_UUID_1));
	pass(fake, "started", scene_xml(SCENE_ALPHA, WISH, FAKE_UUID_1));
	fake_machine_domain(fake->root, "alpha", SCENE_ALPHA, QEMU_PID);
	pass(fake, "reconnect", scene_xml(SCENE_ALPHA, WISH, FAKE_UUID_1));
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_ALPHA);
	fake_machine_kill(fake->root, QEMU_PID);
	pass(fake, "stopped", scene_xml(SCENE_ALPHA, WISH, FAKE_UUID_1));
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_ALPHA);
	pass(fake, "release", scene_xml(SCENE_ALPHA, WISH, FAKE_UUID_1));
	scene_expect_gone(fake, FAKE_UUID_1);

	/* One that was unplugged while the domain ran is released as well. */
	pass(fake, "prepare", scene_xml(SCENE_ALPHA, WISH, FAKE_UUID_1));
	pass(fake, "release", scene_xml(SCENE_ALPHA, NULL, NULL));
	scene_expect_gone(fake, FAKE_UUID_1);
}

/**
 * @brief Broken XML stops what may be stopped and only that; it is told to the
 * journal, without a word of what was in it.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void broken_xml_stops_only_what_may_stop(void **state)
{
	static const struct {
		const char *op;
		bool stops;
	} cases[] = {
		{ "prepare", true }, { "migrate", true }, { "restore", true },
		{ "release", false }, { "reconnect", false },
	};
	struct fake_host *fake = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(hook_answer) answer = { 0 };
		g_autofree char *journal = NULL;

		answer = call(&fake->host, "qemu", cases[i].op, BROKEN);
		assert_int_equal(answer.go_on, !cases[i].stops);
		if (cases[i].stops)
			unit_expect_error(answer.err, GVM_ERROR_INVALID,
					  "domain XML");
		journal = fake_kernel_journal(fake->root);
		assert_non_null(strstr(journal, "PRIORITY=4"));
		assert_non_null(strstr(journal, "GVM_DOMAIN=alpha"));
		assert_null(strstr(journal, "s3cret"));
		fake_tree_remove(fake->root, ".fake/journal");
	}
	assert_false(fake_tree_exists(fake->root, "run/gvm"));
}

/**
 * @brief Why a domain cannot start is one sentence, and in the journal too.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_refused_start_says_why(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *xml = NULL;
	g_auto(hook_answer) answer = { 0 };

	xml = scene_xml(SCENE_ALPHA, "<g:vgpu uuid='" FAKE_UUID_1
			"' type='none'/>", FAKE_UUID_1);
	answer = call(&fake->host, "qemu", "prepare", xml);
	assert_false(answer.go_on);
	unit_expect_error(answer.err, GVM_ERROR_NOT_FOUND, "type none");
	scene_expect_journal(fake, (const char *const[]) {
		"GVM_DOMAIN=alpha", "type none", NULL });
}

/**
 * @brief A release that fails does not stop libvirt; the journal knows.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_failing_release_does_not_stop_libvirt(void **state)
{
	struct fake_host *fake = *state;

	pass(fake, "prepare", scene_xml(SCENE_ALPHA, WISH, FAKE_UUID_1));
	fake_mdev_hold(fake->root, FAKE_UUID_1);
	pass(fake, "release", scene_xml(SCENE_ALPHA, WISH, FAKE_UUID_1));
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_ALPHA);
	scene_expect_journal(fake, (const char *const[]) {
		"PRIORITY=4", "GVM_DOMAIN=alpha", "in use", NULL });
}

/**
 * @brief A hostdev that nothing describes is left to libvirt, with a note.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_undefined_device_is_noted(void **state)
{
	struct fake_host *fake = *state;

	pass(fake, "prepare", scene_xml(SCENE_ALPHA, NULL, FAKE_UUID_1));
	scene_expect_gone(fake, FAKE_UUID_1);
	scene_expect_journal(fake, (const char *const[]) {
		"PRIORITY=4", FAKE_UUID_1 " does not exist",
		"GVM_DOMAIN=alpha", NULL });
}

/**
 * @brief The start of a daemon repairs what its predecessor left, and tells
 * what it could not; its input is not read.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_daemon_that_starts_repairs(void **state)
{
	struct fake_host *fake = *state;
	g_auto(hook_answer) answer = { 0 };

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	scene_kill_daemon(fake);
	fake_tree_file(fake->root, GVM_CLAIMS_DIR "/" FAKE_UUID_2 "@x", "?");
	answer = call(&fake->host, "daemon", "start", "not read");
	assert_true(answer.go_on);
	assert_false(answer.read);
	scene_expect_gone(fake, FAKE_UUID_1);
	scene_expect_journal(fake, (const char *const[]) {
		"PRIORITY=4", FAKE_UUID_2, NULL });
}

/**
 * @brief An arriving domain whose UUID is taken is given another one.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_arriving_domain_is_rewritten_when_it_must(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *xml = scene_xml(SCENE_BETA, WISH, FAKE_UUID_1);
	g_auto(hook_answer) taken = { 0 };

	pass(fake, "restore", g_strdup(xml));
	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	taken = call(&fake->host, "qemu", "migrate", xml);
	unit_expect_success(taken.go_on, taken.err);
	assert_non_null(taken.out);
	assert_null(strstr(taken.out, FAKE_UUID_1));
}

/**
 * @brief A dry run of "prepare" says what it would do, and does not.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_dry_run_only_says(void **state)
{
	struct fake_host *fake = *state;
	struct gvm_hook_call hook = {
		.driver = "qemu", .object = "alpha", .op = "prepare",
		.input = -1, .dry_run = true,
	};
	g_autofree char *xml = scene_xml(SCENE_ALPHA, WISH, FAKE_UUID_1);
	g_autofree char *path = g_build_filename(fake->root, "xml", NULL);
	gvm_autofd int input = -1;
	g_autofree char *out = NULL;

	fake_tree_file(fake->root, "xml", xml);
	input = open(path, O_RDONLY | O_CLOEXEC);
	hook.input = input;
	assert_true(gvm_hook_run(&fake->host, &hook, &out, NULL));
	assert_string_equal(out, "create " FAKE_UUID_1 " as nvidia-588 on 0000:41:00.4\n");
	scene_expect_gone(fake, FAKE_UUID_1);
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
		SCENE_TEST(other_operations_cost_nothing),
		SCENE_TEST(a_domain_without_vgpu_touches_nothing),
		SCENE_TEST(prepare_makes_and_release_removes),
		SCENE_TEST(broken_xml_stops_only_what_may_stop),
		SCENE_TEST(a_refused_start_says_why),
		SCENE_TEST(a_failing_release_does_not_stop_libvirt),
		SCENE_TEST(an_undefined_device_is_noted),
		SCENE_TEST(a_daemon_that_starts_repairs),
		SCENE_TEST(an_arriving_domain_is_rewritten_when_it_must),
		SCENE_TEST(a_dry_run_only_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
