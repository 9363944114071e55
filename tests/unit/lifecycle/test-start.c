// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of answering the starts of VMs.
 */
#include "show.h"

#include <signal.h>
#include <unistd.h>

#include "nvidia/status.h"

/** @brief GET_START_DATA. */
#define START_DATA 0xc01

/** @brief Releases with the start protocol. */
static const char *const releases[] = {
	"525.147.05", "535.183.01", "545.23.06", "550.40.07", "550.54.14",
};

/**
 * @brief Let both QEMUs open their vGPUs at once.
 * @param show  The show.
 * @norestriction
 * @sideeffect Both wait.
 * @nofailure
 */
static void open_both(struct stage *show)
{
	show_open_1(show);
	show_open_2(show);
}

/**
 * @brief Let a GPU be bound, then a QEMU start, then another GPU be bound.
 * @param show  The show.
 * @norestriction
 * @sideeffect One wake-up for all.
 * @nofailure
 */
static void bind_and_open(struct stage *show)
{
	fake_nvidia_bind(show->fake->root, 0, true);
	show_open_1(show);
	fake_nvidia_bind(show->fake->root, 1, true);
	fake_nvidia_bind(show->fake->root, 1, true);
	show_open_2(show);
}

/**
 * @brief Every start is answered with the right domain, on every such driver,
 *        several for one wake-up.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void every_start_is_answered_for_its_domain(void **state)
{
	static const show_step steps[] = { open_both, NULL };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(releases); i++) {
		g_autoptr(stage) show = show_new(releases[i]);

		show_play(show, steps);
		show_expect(show,
			    "started " SHOW_GPU_1 " " FAKE_UUID_1 " alpha\n"
			    "started " SHOW_GPU_2 " " FAKE_UUID_2 " beta\n");
		show_expect_answer(show, FAKE_UUID_1, RMSIM_START_YES,
				   GVM_NV_OK, "alpha", SHOW_ALPHA);
		show_expect_answer(show, FAKE_UUID_2, RMSIM_START_YES,
				   GVM_NV_OK, "beta", SHOW_BETA);
	}
}

/**
 * @brief Events of GPUs that are bound stand in the same queue and shift
 *        nothing.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void bound_gpus_shift_no_answer(void **state)
{
	static const show_step steps[] = { bind_and_open, NULL };
	g_autoptr(stage) show = show_new("550.54.14");

	(void)state;
	show_play(show, steps);
	show_expect(show,
		    "started " SHOW_GPU_1 " " FAKE_UUID_1 " alpha\n"
		    "started " SHOW_GPU_2 " " FAKE_UUID_2 " beta\n");
	show_expect_answer(show, FAKE_UUID_1, RMSIM_START_YES, GVM_NV_OK,
			   "alpha", SHOW_ALPHA);
	show_expect_answer(show, FAKE_UUID_2, RMSIM_START_YES, GVM_NV_OK,
			   "beta", SHOW_BETA);
}

/**
 * @brief Let a QEMU open its vGPU and die at once, and another one start.
 * @param show  The show.
 * @norestriction
 * @sideeffect The first start has an event and nobody who waits.
 * @nofailure
 */
static void die_and_open(struct stage *show)
{
	show_open_1(show);
	fake_nvidia_stop_vgpu(show->fake->root, FAKE_UUID_1);
	show_open_2(show);
}

/**
 * @brief A start whose QEMU is gone hides no other one, and leaves no event
 *        that a later start would be taken for.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_dead_qemu_hides_no_other(void **state)
{
	static const show_step steps[] = { die_and_open, show_open_1, NULL };
	g_autoptr(stage) show = show_new("525.147.05");

	(void)state;
	show_play(show, steps);
	show_expect(show,
		    "started " SHOW_GPU_2 " " FAKE_UUID_2 " beta\n"
		    "started " SHOW_GPU_1 " " FAKE_UUID_1 " alpha\n");
}

/**
 * @brief Let the manager end.
 * @param show  The show.
 * @norestriction
 * @sideeffect Its process is gone.
 * @nofailure
 */
static void end_manager(struct stage *show)
{
	fake_machine_kill(show->fake->root, SHOW_MANAGER);
}

/**
 * @brief While NVIDIA's manager runs, it answers; before and after, we do.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void two_do_not_answer(void **state)
{
	static const show_step steps[] = {
		show_open_1, show_manager, show_nothing, show_insist_on_silence,
		end_manager, show_nothing, show_open_2, NULL
	};
	g_autoptr(stage) show = show_new("525.147.05");

	(void)state;
	show_play(show, steps);
	show_expect(show,
		    "started " SHOW_GPU_1 " " FAKE_UUID_1 " alpha\n"
		    "started " SHOW_GPU_2 " " FAKE_UUID_2 " beta\n");
	show_expect_said(show, "observing vGPUs: nvidia-vgpu-mgr runs as process 812");
	show_expect_said(show, "started vGPU " FAKE_UUID_1 ", nvidia-1001 on "
			 SHOW_GPU_1 ", for alpha\n");
}

/**
 * @brief Let a QEMU open a vGPU at the very moment of the order to end.
 * @param show  The show.
 * @norestriction
 * @sideeffect The order and the start come together.
 * @nofailure
 */
static void open_at_the_end(struct stage *show)
{
	show_open_1(show);
	kill(getpid(), SIGTERM);
}

/**
 * @brief A start that comes with the order to end is still answered.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nobody_is_left_waiting_at_the_end(void **state)
{
	static const show_step steps[] = { open_at_the_end, NULL };
	g_autoptr(stage) show = show_new("525.147.05");

	(void)state;
	show_play(show, steps);
	show_expect_answer(show, FAKE_UUID_1, RMSIM_START_YES, GVM_NV_OK,
			   "alpha", SHOW_ALPHA);
}

/**
 * @brief Who answers nothing takes no start away from whoever does.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void who_only_observes_takes_no_start(void **state)
{
	static const show_step steps[] = { show_insist_on_silence, NULL };
	g_autoptr(stage) dry = show_new("525.147.05");
	g_autoptr(stage) managed = show_new("550.54.14");
	g_autoptr(stage) newer = show_new("550.90.07");

	(void)state;
	dry->options.dry_run = true;
	show_play(dry, steps);
	show_manager(managed);
	show_play(managed, steps);
	show_play(newer, steps);
}

/**
 * @brief Let the second GPU be unknown to the driver.
 * @param show  The show.
 * @norestriction
 * @sideeffect The driver does not list it.
 * @nofailure
 */
static void hide_gpu_2(struct stage *show)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(show->fake->root);

	sim->gpu_count = 1;
}

/**
 * @brief Let the second GPU be bound, behind a start whose QEMU is dead.
 * @param show  The show.
 * @norestriction
 * @sideeffect The driver lists it and tells.
 * @nofailure
 */
static void bind_gpu_2(struct stage *show)
{
	struct rmsim *sim = fake_nvidia_map(show->fake->root);

	show_open_1(show);
	fake_nvidia_stop_vgpu(show->fake->root, FAKE_UUID_1);
	sim->gpu_count = 2;
	fake_nvidia_unmap(sim);
	fake_nvidia_bind(show->fake->root, 1, true);
}

/**
 * @brief Let the second GPU be bound, and nothing else happen.
 * @param show  The show.
 * @norestriction
 * @sideeffect The driver lists it and tells.
 * @nofailure
 */
static void bind_only(struct stage *show)
{
	struct rmsim *sim = fake_nvidia_map(show->fake->root);

	sim->gpu_count = 2;
	fake_nvidia_unmap(sim);
	fake_nvidia_bind(show->fake->root, 1, true);
}

/**
 * @brief As soon as a GPU is bound it is looked at.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_bound_gpu_is_looked_at_at_once(void **state)
{
	static const show_step rows[][2] = {
		{ bind_gpu_2, NULL }, { bind_only, NULL },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(stage) show = show_new("550.54.14");

		hide_gpu_2(show);
		show_play(show, rows[i]);
		show_expect(show, "gpu-found " SHOW_GPU_2 " - -\n");
		show_expect_said(show, "GPU " SHOW_GPU_2
				 " is looked at from now on\n");
	}
}

/**
 * @brief Let the question for a start fail once.
 * @param show  The show.
 * @norestriction
 * @sideeffect Sets a fault; a QEMU waits.
 * @nofailure
 */
static void fail_once_and_open(struct stage *show)
{
	const struct rmsim_fault fault = {
		.at = 1, .cmd = START_DATA,
		.status = GVM_NV_INSUFFICIENT_RESOURCES,
	};

	fake_nvidia_fault(show->fake->root, &fault);
	show_open_1(show);
}

/**
 * @brief A question that fails is asked again, and told of.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_question_that_fails_is_asked_again(void **state)
{
	static const show_step steps[] = { fail_once_and_open, NULL };
	g_autoptr(stage) show = show_new("550.54.14");

	(void)state;
	show_play(show, steps);
	show_expect(show,
		    "started " SHOW_GPU_1 " " FAKE_UUID_1 " alpha\n"
		    "trouble - - -\n");
	show_expect_said(show, "a start of a VM may have been missed: ");
}

/**
 * @brief A long name is cut between two characters.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_long_name_is_cut_between_characters(void **state)
{
	static const show_step steps[] = { show_open_2, NULL };
	g_autoptr(stage) show = show_new("550.54.14");
	g_autoptr(GString) line = g_string_new("qemu -uuid " SHOW_BETA
					       " -name guest=");
	g_auto(GStrv) args = NULL;
	g_autofree char *cut = NULL;

	(void)state;
	/* Of two bytes each: the 64th does not fit with its NUL into 128. */
	for (size_t i = 0; i < 64; i++)
		g_string_append(line, "\xc3\xa4");
	args = g_strsplit(line->str, " ", -1);
	fake_machine_process(show->fake->root, SHOW_QEMU_2, 1,
			     (const char *const *)args);
	show_play(show, steps);
	cut = g_strndup(strrchr(line->str, '=') + 1, 126);
	show_expect_answer(show, FAKE_UUID_2, RMSIM_START_YES, GVM_NV_OK, cut,
			   SHOW_BETA);
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
		cmocka_unit_test(every_start_is_answered_for_its_domain),
		cmocka_unit_test(bound_gpus_shift_no_answer),
		cmocka_unit_test(a_dead_qemu_hides_no_other),
		cmocka_unit_test(two_do_not_answer),
		cmocka_unit_test(nobody_is_left_waiting_at_the_end),
		cmocka_unit_test(who_only_observes_takes_no_start),
		cmocka_unit_test(a_bound_gpu_is_looked_at_at_once),
		cmocka_unit_test(a_question_that_fails_is_asked_again),
		cmocka_unit_test(a_long_name_is_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
