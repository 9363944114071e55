// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the file of figures, as the observer keeps it.
 */
#include "show.h"

#include "figures.h"

/** @brief A process that is no QEMU. */
#define STRANGER 9999

/** @brief No step: it is told to end at the first wait. */
static const show_step no_steps[] = { NULL };

/**
 * @brief Let the guest use more memory.
 * @param show  The show.
 * @norestriction
 * @sideeffect The driver knows it, but tells nobody.
 * @nofailure
 */
static void use_1(struct stage *show)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(show->fake->root);

	fake_nvidia_vgpu(sim, FAKE_UUID_1)->fb_used = UINT64_C(768) << 20;
}

/**
 * @brief Memory in use is no event, but a figure; so is all else, and the last
 *        words are that nobody looks.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void memory_in_use_is_a_figure_only(void **state)
{
	static const show_step steps[] = { use_1, show_nothing, NULL };
	g_autoptr(stage) show = show_new("580.95.05");
	g_autofree char *path = g_build_filename(show->fake->root,
						 "etc/gvm.prom", NULL);
	g_autofree char *before = NULL;
	g_autofree char *after = NULL;

	(void)state;
	show_run_1(show);
	show_load_1(show);
	show->options.metrics = path;
	show->options.once = true;
	show_play(show, no_steps);
	before = fake_tree_read(show->fake->root, "etc/gvm.prom");
	assert_non_null(strstr(before, "gvm_vgpu_framebuffer_used_bytes{uuid=\""
			       FAKE_UUID_1 "\",gpu=\"" SHOW_GPU_1
			       "\",type=\"nvidia-1001\",domain=\"alpha\"} 536870912\n"));

	show->options.once = false;
	show_play(show, steps);
	show_expect(show, "present " SHOW_GPU_1 " " FAKE_UUID_1 " alpha\n");
	after = fake_tree_read(show->fake->root, "etc/gvm.prom");
	assert_non_null(strstr(after, "gvm_observer_up 0\n"));
	assert_null(strstr(after, FAKE_UUID_1));
}

/**
 * @brief Insist on the file of figures as it is in the middle.
 * @param show  The show.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void look_at_figures(struct stage *show)
{
	g_autofree char *text = fake_tree_read(show->fake->root,
					       "etc/gvm.prom");

	assert_non_null(text);
	assert_non_null(strstr(text, "} 805306368\n"));
}

/**
 * @brief The file of figures is renewed at each interval.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void figures_are_renewed(void **state)
{
	static const show_step steps[] = {
		use_1, show_nothing, look_at_figures, NULL
	};
	g_autoptr(stage) show = show_new("580.95.05");
	g_autofree char *path = g_build_filename(show->fake->root,
						 "etc/gvm.prom", NULL);

	(void)state;
	show_run_1(show);
	show->options.metrics = path;
	show_play(show, steps);
}

/**
 * @brief Take the directory of figures away.
 * @param show  The show.
 * @norestriction
 * @sideeffect Removes it.
 * @nofailure
 */
static void lose_directory(struct stage *show)
{
	fake_tree_remove(show->fake->root, "etc/figures");
}

/**
 * @brief A file that cannot be written ends it at the beginning, and is told
 *        once later.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void figures_that_cannot_be_written_are_told(void **state)
{
	static const show_step steps[] = {
		lose_directory, show_nothing, show_nothing, show_nothing, NULL
	};
	g_autoptr(stage) show = show_new("580.95.05");
	g_autofree char *path = g_build_filename(show->fake->root,
						 "etc/figures/f.prom", NULL);
	g_autoptr(GError) err = NULL;

	(void)state;
	show->options.metrics = path;
	assert_false(show_run(show, no_steps, &err));
	unit_expect_error(err, GVM_ERROR_NOT_FOUND, "cannot write /");
	fake_tree_dir(show->fake->root, "etc/figures");
	show_play(show, steps);
	show_expect(show, "trouble - - -\n");
	show_expect_said(show, "etc/figures/f.prom: No such file or directory");
	show->options.dry_run = true;
	show_play(show, no_steps);
}

/**
 * @brief Let a process without "-uuid" open the unclaimed vGPU.
 * @param show  The show.
 * @norestriction
 * @sideeffect It waits.
 * @nofailure
 */
static void open_by_stranger(struct stage *show)
{
	assert_true(fake_nvidia_open_vgpu(show->fake->root, FAKE_UUID_2,
					  STRANGER));
}

/**
 * @brief Insist on the number of starts in the file of figures.
 * @param show  The show.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void look_at_starts(struct stage *show)
{
	g_autofree char *text = fake_tree_read(show->fake->root,
					       "etc/gvm.prom");
	g_autofree char *whole = g_strconcat(text, "\n", NULL);
	g_auto(figures) got = { 0 };

	figures_read(whole, &got);
	figures_expect(&got, "gvm_observer_answers_starts", "1");
	figures_expect(&got, "gvm_observer_starts_total{result=started}", "2");
	figures_expect(&got, "gvm_observer_starts_total{result=failed}", "1");
}

/**
 * @brief Starts are counted by how they were answered.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void starts_are_counted(void **state)
{
	static const show_step steps[] = {
		show_open_1, open_by_stranger, show_open_2, show_nothing,
		look_at_starts, NULL
	};
	g_autoptr(stage) show = show_new("525.147.05");
	g_autofree char *path = g_build_filename(show->fake->root,
						 "etc/gvm.prom", NULL);

	(void)state;
	show->options.metrics = path;
	show_play(show, steps);
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
		cmocka_unit_test(memory_in_use_is_a_figure_only),
		cmocka_unit_test(figures_are_renewed),
		cmocka_unit_test(starts_are_counted),
		cmocka_unit_test(figures_that_cannot_be_written_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
