// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of following vGPUs.
 */
#include "show.h"

/** @brief A process that is no QEMU. */
#define STRANGER 9999

/** @brief No step: it is told to end at the first wait. */
static const show_step no_steps[] = { NULL };

/**
 * @brief It says first what it does and why, on every kind of driver.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void it_says_what_it_does_and_why(void **state)
{
	(void)state;
	for (size_t i = 0; show_releases[i].release; i++) {
		g_autoptr(stage) show = show_new(show_releases[i].release);
		g_autofree char *line = NULL;
		g_autofree char *journal = NULL;

		show_play(show, no_steps);
		line = show_releases[i].starts ?
			g_strdup_printf("answering starts of VMs and observing vGPUs: driver %s has the start protocol, and nvidia-vgpu-mgr does not run\n",
					show_releases[i].release) :
			g_strdup_printf("observing vGPUs: driver %s has no start protocol, nobody has to answer\n",
					show_releases[i].release);
		assert_string_equal(show->messages->str, line);
		journal = fake_kernel_journal(show->fake->root);
		g_strchomp(line);
		if (!strstr(journal, line) ||
		    !strstr(journal, "\tGVM_EVENT=mode"))
			fail_msg("the journal does not say '%s', but %s", line,
				 journal);
	}
}

/**
 * @brief With --once, --dry-run or a manager nothing is answered, and this is
 *        said.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void whoever_may_not_answer_says_so(void **state)
{
	g_autoptr(stage) show = show_new("525.147.05");

	(void)state;
	show->options.dry_run = true;
	show_play(show, no_steps);
	show_expect_said(show, "observing vGPUs: --dry-run answers no start of a VM\n");
	show->options.dry_run = false;
	show->options.once = true;
	show_play(show, no_steps);
	show_expect_said(show, "observing vGPUs: --once answers no start of a VM\n");
	show_manager(show);
	show_play(show, no_steps);
	show_expect_said(show, "observing vGPUs: nvidia-vgpu-mgr runs as process 812 and answers the starts of VMs\n");
}

/**
 * @brief On a release that nobody has measured nothing is answered, unless the
 *        user says which one it is like.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_guess_at_the_release_answers_nothing(void **state)
{
	g_autoptr(stage) show = show_new_as("525.999.99", "525.147.05");

	(void)state;
	show_play(show, no_steps);
	show_expect_said(show, "observing vGPUs: driver 525.999.99 is not known well enough to answer starts of VMs, see --force-abi\n");
	show->options.force_abi = "525.147.05";
	show_play(show, no_steps);
	show_expect_said(show, "answering starts of VMs and observing vGPUs: driver 525.999.99 ");
}

/**
 * @brief Guests come, change and go, on every kind of driver.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void guests_are_told_as_they_come_and_go(void **state)
{
	static const show_step steps[] = {
		show_run_1, show_load_1, show_nothing, show_run_2, show_stop_1, NULL
	};

	(void)state;
	for (size_t i = 0; show_releases[i].release; i++) {
		g_autoptr(stage) show = show_new(show_releases[i].release);

		show_play(show, steps);
		show_expect(show,
			    "initialising " SHOW_GPU_1 " - -\n"
			    "created " SHOW_GPU_1 " " FAKE_UUID_1 " alpha\n"
			    "changed " SHOW_GPU_1 " " FAKE_UUID_1 " alpha\n"
			    "initialising " SHOW_GPU_2 " - -\n"
			    "created " SHOW_GPU_2 " " FAKE_UUID_2 " beta\n"
			    "destroyed " SHOW_GPU_1 " " FAKE_UUID_1 " alpha\n");
		show_expect_said(show, "created vGPU " FAKE_UUID_1
				 ", nvidia-1001 on " SHOW_GPU_1
				 ", for alpha: 0 of 2048 MiB used, no guest driver\n");
		show_expect_said(show, "changed vGPU " FAKE_UUID_1
				 ", nvidia-1001 on " SHOW_GPU_1
				 ", for alpha: 512 of 2048 MiB used, guest driver 550.54.14, licensed\n");
	}
}

/**
 * @brief The journal has the facts as fields.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_journal_has_fields(void **state)
{
	static const show_step steps[] = { show_run_1, show_load_1, show_nothing, NULL };
	static const char *const fields[] = {
		"PRIORITY=6", "SYSLOG_IDENTIFIER=gvmctl", "GVM_EVENT=changed",
		"GVM_GPU=" SHOW_GPU_1, "GVM_UUID=" FAKE_UUID_1,
		"GVM_TYPE=nvidia-1001", "GVM_OWNER=" SHOW_ALPHA,
		"GVM_DOMAIN=alpha", "GVM_FRAMEBUFFER_USED=536870912",
		"GVM_GUEST_DRIVER=550.54.14", "GVM_LICENSE=licensed",
	};
	g_autoptr(stage) show = show_new("580.95.05");
	g_autofree char *journal = NULL;
	g_auto(GStrv) lines = NULL;
	g_auto(GStrv) found = NULL;

	(void)state;
	show_play(show, steps);
	journal = fake_kernel_journal(show->fake->root);
	lines = g_strsplit(journal, "\n", -1);
	/* Mode, initialising, created, changed. */
	assert_true(g_strv_length(lines) >= 4);
	found = g_strsplit(lines[3], "\t", -1);
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
		if (!g_strv_contains((const char *const *)found, fields[i]))
			fail_msg("%s is not in '%s'", fields[i], lines[3]);
}

/**
 * @brief What was there before is told as such, and one look is enough for
 *        --once.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_was_there_is_told_as_present(void **state)
{
	g_autoptr(stage) show = show_new("595.45.04");
	g_autofree char *calls = NULL;

	(void)state;
	show_run_1(show);
	show_run_2(show);
	show->options.once = true;
	show_play(show, no_steps);
	show_expect(show,
		    "present " SHOW_GPU_1 " " FAKE_UUID_1 " alpha\n"
		    "present " SHOW_GPU_2 " " FAKE_UUID_2 " beta\n");
	calls = fake_nvidia_calls(show->fake->root);
	assert_null(strstr(calls, "EVENT_SET_NOTIFICATION"));
}

/**
 * @brief Without claim and QEMU the driver's own word for the domain counts.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_driver_names_a_domain_last(void **state)
{
	g_autoptr(stage) show = show_new("580.95.05");

	(void)state;
	fake_nvidia_run_vgpu(show->fake->root, FAKE_UUID_2, STRANGER, "gamma",
			     SHOW_BETA);
	show->options.once = true;
	show_play(show, no_steps);
	show_expect(show, "present " SHOW_GPU_2 " " FAKE_UUID_2 " gamma\n");
}

/**
 * @brief Let the second vGPU go from "beta" to another QEMU without a pause.
 * @param show  The show.
 * @norestriction
 * @sideeffect The driver tells.
 * @nofailure
 */
static void hand_over_2(struct stage *show)
{
	static const char *const qemu[] = {
		"qemu", "-uuid", SHOW_ALPHA, "-name", "gamma", NULL
	};

	fake_machine_process(show->fake->root, STRANGER, 1, qemu);
	fake_nvidia_stop_vgpu(show->fake->root, FAKE_UUID_2);
	fake_nvidia_run_vgpu(show->fake->root, FAKE_UUID_2, STRANGER, "",
			     SHOW_BETA);
}

/**
 * @brief A vGPU that goes from one domain to another between two looks has
 *        changed, and does not keep the old name.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_vgpu_may_change_its_domain(void **state)
{
	static const show_step steps[] = { hand_over_2, NULL };
	g_autoptr(stage) show = show_new("580.95.05");

	(void)state;
	show_run_2(show);
	show_play(show, steps);
	show_expect(show,
		    "present " SHOW_GPU_2 " " FAKE_UUID_2 " beta\n"
		    "initialising " SHOW_GPU_2 " - -\n"
		    "changed " SHOW_GPU_2 " " FAKE_UUID_2 " gamma\n");
}

/**
 * @brief What a type is: that is asked once.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_type_is_asked_for_once(void **state)
{
	static const show_step steps[] = { show_nothing, show_nothing, NULL };
	g_autoptr(stage) show = show_new("580.95.05");
	g_autofree char *calls = NULL;
	const char *first;

	(void)state;
	show_run_2(show);
	show_play(show, steps);
	calls = fake_nvidia_calls(show->fake->root);
	first = strstr(calls, "GET_VGPU_TYPE_INFO");
	assert_non_null(first);
	assert_null(strstr(first + 1, "GET_VGPU_TYPE_INFO"));
}

/**
 * @brief Insist on who is subscribed to what, by number.
 * @param show  The show.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void look_at_subscriptions(struct stage *show)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(show->fake->root);
	bool starts = strstr(show->messages->str, "answering");
	unsigned int configs = 0;
	unsigned int clients = 0;

	for (size_t i = 0; i < RMSIM_OBJECTS; i++) {
		const struct rmsim_object *object = &sim->objects[i];

		if (object->cls == 0x41) {
			clients++;
			for (size_t j = 0; j < sizeof(object->actions); j++)
				assert_int_equal(object->actions[j],
						 starts && (j == 2 || j == 3) ?
						 2 : 0);
		} else if (object->cls == 0xa081) {
			configs++;
			for (size_t j = 0; j < sizeof(object->actions); j++)
				assert_int_equal(object->actions[j],
						 j <= 2 ? 2 : 0);
		}
	}
	assert_int_equal(clients, 1);
	assert_int_equal(configs, 2);
}

/**
 * @brief The numbers of notifiers are those of the release; what is "VM start"
 *        in one is "vGPU bound" in another, and that one is left alone.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void notifiers_are_those_of_the_release(void **state)
{
	static const show_step steps[] = { look_at_subscriptions, NULL };

	(void)state;
	for (size_t i = 0; show_releases[i].release; i++) {
		g_autoptr(stage) show = show_new(show_releases[i].release);

		show_play(show, steps);
	}
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
		cmocka_unit_test(it_says_what_it_does_and_why),
		cmocka_unit_test(whoever_may_not_answer_says_so),
		cmocka_unit_test(a_guess_at_the_release_answers_nothing),
		cmocka_unit_test(guests_are_told_as_they_come_and_go),
		cmocka_unit_test(the_journal_has_fields),
		cmocka_unit_test(what_was_there_is_told_as_present),
		cmocka_unit_test(the_driver_names_a_domain_last),
		cmocka_unit_test(a_vgpu_may_change_its_domain),
		cmocka_unit_test(a_type_is_asked_for_once),
		cmocka_unit_test(notifiers_are_those_of_the_release),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
