// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of an observer whose driver fails.
 */
#include "show.h"

#include "nvidia/status.h"

/** @brief ENUMERATE_VGPU_PER_PGPU. */
#define ENUMERATE 0xa0810102
/** @brief EVENT_SET_NOTIFICATION of a configuration object. */
#define SET_NOTIFICATION 0xa0810106

/** @brief More calls than these scripts make. */
#define MOST_CALLS 1000
/** @brief Fewer calls than these scripts make. */
#define FEWEST_CALLS 30

/** @brief No step: it is told to end at the first wait. */
static const show_step no_steps[] = { NULL };

/**
 * @brief Let two looks at the first GPU fail, one after the other.
 * @param show  The show.
 * @norestriction
 * @sideeffect Sets faults.
 * @nofailure
 */
static void fail_twice(struct stage *show)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(show->fake->root);

	/* Each look asks the first GPU, then the second one. */
	for (size_t i = 0; i < 2; i++)
		sim->faults[i] = (struct rmsim_fault) {
			.at = 1 + 2 * i, .cmd = ENUMERATE,
			.status = GVM_NV_INSUFFICIENT_RESOURCES,
		};
}

/**
 * @brief Let all questions for vGPUs fail.
 * @param show  The show.
 * @norestriction
 * @sideeffect Sets a fault.
 * @nofailure
 */
static void fail_always(struct stage *show)
{
	const struct rmsim_fault fault = {
		.at = 1, .cmd = ENUMERATE, .stays = true,
		.status = GVM_NV_INSUFFICIENT_RESOURCES,
	};

	fake_nvidia_fault(show->fake->root, &fault);
}

/**
 * @brief A GPU that fails for a moment is told of, and looked at again.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_gpu_that_fails_is_tried_again(void **state)
{
	static const show_step steps[] = {
		fail_twice, show_nothing, show_nothing, show_run_1, NULL
	};
	g_autoptr(stage) show = show_new("580.95.05");

	(void)state;
	show_play(show, steps);
	show_expect(show,
		    "gpu-lost " SHOW_GPU_1 " - -\n"
		    "initialising " SHOW_GPU_1 " - -\n"
		    "created " SHOW_GPU_1 " " FAKE_UUID_1 " alpha\n");
	show_expect_said(show, "GPU " SHOW_GPU_1 " cannot be looked at: ");
	show_expect_said(show, "NV_ERR_INSUFFICIENT_RESOURCES");
}

/**
 * @brief A GPU that at first cannot be looked at is told of once, and found
 *        later.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_gpu_that_fails_at_first_is_found_later(void **state)
{
	static const show_step steps[] = {
		show_nothing, show_nothing, NULL
	};
	g_autoptr(stage) show = show_new("580.95.05");
	struct rmsim *sim = fake_nvidia_map(show->fake->root);

	(void)state;
	/* The second GPU is asked second, and then first: it is new. */
	for (size_t i = 0; i < 2; i++)
		sim->faults[i] = (struct rmsim_fault) {
			.at = 2 + i, .cmd = ENUMERATE,
			.status = GVM_NV_INSUFFICIENT_RESOURCES,
		};
	fake_nvidia_unmap(sim);
	show_run_2(show);
	show_play(show, steps);
	show_expect(show,
		    "gpu-lost " SHOW_GPU_2 " - -\n"
		    "present " SHOW_GPU_2 " " FAKE_UUID_2 " beta\n"
		    "gpu-found " SHOW_GPU_2 " - -\n");
}

/**
 * @brief Let the driver no longer have the second GPU.
 * @param show  The show.
 * @norestriction
 * @sideeffect The driver does not list it.
 * @nofailure
 */
static void lose_gpu_2(struct stage *show)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(show->fake->root);

	sim->gpu_count = 1;
}

/**
 * @brief A GPU that is gone is told of and let go.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_gpu_that_is_gone_is_let_go(void **state)
{
	static const show_step steps[] = { lose_gpu_2, show_nothing, NULL };
	g_autoptr(stage) show = show_new("580.95.05");

	(void)state;
	show_play(show, steps);
	show_expect(show, "gpu-lost " SHOW_GPU_2 " - -\n");
	show_expect_said(show, "GPU " SHOW_GPU_2 " is no longer there\n");
}

/**
 * @brief Let the driver end its events.
 * @param show  The show.
 * @norestriction
 * @sideeffect The next wait says so.
 * @nofailure
 */
static void hang_up(struct stage *show)
{
	show->hangs_up = true;
}

/**
 * @brief Events that end are the end.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void events_that_end_are_the_end(void **state)
{
	static const show_step steps[] = { hang_up, NULL };
	g_autoptr(stage) show = show_new("580.95.05");
	g_autoptr(GError) err = NULL;

	(void)state;
	assert_false(show_run(show, steps, &err));
	unit_expect_error(err, GVM_ERROR_UNSUPPORTED,
			  "the driver has closed its events: it was unloaded, or a GPU was taken away");
}

/**
 * @brief When no GPU can be looked at any more, that is the end, with the
 *        reason.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_end_of_all_gpus_is_the_end(void **state)
{
	static const show_step steps[] = { fail_always, NULL };
	g_autoptr(stage) show = show_new("580.95.05");
	g_autoptr(GError) err = NULL;

	(void)state;
	assert_false(show_run(show, steps, &err));
	unit_expect_error(err, err->code, "NV_ERR_INSUFFICIENT_RESOURCES");
	g_clear_error(&err);
	assert_false(show_run(show, no_steps, &err));
	unit_expect_error(err, GVM_ERROR_UNSUPPORTED,
			  "no GPU of the driver can be looked at: ");
	unit_expect_error(err, GVM_ERROR_UNSUPPORTED,
			  "NV_ERR_INSUFFICIENT_RESOURCES");
}

/**
 * @brief Without events a GPU is looked at all the same.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void without_events_the_interval_remains(void **state)
{
	static const show_step steps[] = { show_run_1, show_nothing, NULL };
	const struct rmsim_fault fault = {
		.at = 1, .cmd = SET_NOTIFICATION, .stays = true,
		.status = GVM_NV_NOT_SUPPORTED,
	};
	g_autoptr(stage) show = show_new("580.95.05");

	(void)state;
	fake_nvidia_fault(show->fake->root, &fault);
	show_play(show, steps);
	show_expect(show,
		    "trouble " SHOW_GPU_1 " - -\n"
		    "trouble " SHOW_GPU_2 " - -\n"
		    "created " SHOW_GPU_1 " " FAKE_UUID_1 " alpha\n");
}

/**
 * @brief Unload the driver.
 * @param show  The show.
 * @norestriction
 * @sideeffect Every later call fails.
 * @nofailure
 */
static void unload(struct stage *show)
{
	fake_nvidia_unload_at(show->fake->root, 1);
}

/**
 * @brief A driver that is unloaded meanwhile ends it with an error.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_driver_that_goes_away_ends_it(void **state)
{
	static const show_step steps[] = { show_nothing, unload, NULL };

	(void)state;
	for (size_t i = 0; show_releases[i].release; i++) {
		g_autoptr(stage) show = show_new(show_releases[i].release);
		g_autoptr(GError) err = NULL;

		assert_false(show_run(show, steps, &err));
		unit_expect_error(err, err->code, "unloaded");
		assert_null(*show->steps);
	}
}

/**
 * @brief Without a driver it does not begin, and the figures say so.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void without_driver_it_does_not_begin(void **state)
{
	static const char text[] = "gvm_observer_up 0";
	g_autoptr(stage) show = show_new("580.95.05");
	g_autofree char *path = g_build_filename(show->fake->root,
						 "etc/gvm.prom", NULL);
	g_autofree char *figures = NULL;
	g_autoptr(GError) err = NULL;

	(void)state;
	fake_tree_remove(show->fake->root, "sys/module/nvidia");
	fake_tree_remove(show->fake->root, "proc/driver/nvidia");
	show->options.metrics = path;
	assert_false(show_run(show, no_steps, &err));
	unit_expect_error(err, GVM_ERROR_UNSUPPORTED, "is not loaded");
	figures = fake_tree_read(show->fake->root, "etc/gvm.prom");
	assert_non_null(strstr(figures, text));
}

/**
 * @brief Let a QEMU open the second vGPU, whether somebody answers or not.
 * @param show  The show.
 * @norestriction
 * @sideeffect It may wait.
 * @nofailure
 */
static void open_maybe(struct stage *show)
{
	fake_nvidia_open_vgpu(show->fake->root, FAKE_UUID_2, SHOW_QEMU_2);
}

/**
 * @brief Insist that no QEMU waits.
 * @param show  The show.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_nobody_waits(struct stage *show)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(show->fake->root);
	const struct rmsim_vgpu *vgpu = fake_nvidia_vgpu(sim, FAKE_UUID_2);

	assert_int_not_equal(vgpu->start, RMSIM_START_WAITS);
}

/**
 * @brief Let an observer work with one fault.
 * @param release  Release of the driver.
 * @param fault    The fault.
 * @return true when it has happened.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test when anything is left in the driver, when an end
 *          has no reason, or when a QEMU is left waiting.
 */
static bool survive(const char *release, const struct rmsim_fault *fault)
{
	static const show_step steps[] = {
		show_run_1, open_maybe, show_nothing, show_stop_1, NULL
	};
	g_autoptr(stage) show = show_new(release);
	g_autoptr(GError) err = NULL;

	fake_nvidia_fault(show->fake->root, fault);
	if (show_run(show, steps, &err) != !err)
		fail_msg("call %u of %s", fault->at, release);
	if (!fault->unload)
		expect_nobody_waits(show);
	/* Without a driver it cannot get to the end of the script. */
	else if (!err)
		assert_null(*show->steps);

	return fake_nvidia_hits(show->fake->root) > 0;
}

/**
 * @brief Whichever call fails, and however, nothing is left behind, nobody is
 *        left waiting, and it either goes on or says why not.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void no_failure_leaves_anything_behind(void **state)
{
	static const struct {
		const char *release;		/**< Of the driver. */
		struct rmsim_fault fault;	/**< How a call fails. */
	} rows[] = {
		{ "525.147.05", { .status = GVM_NV_INSUFFICIENT_RESOURCES } },
		{ "525.147.05", { .error = EIO } },
		{ "580.95.05", { .status = GVM_NV_INSUFFICIENT_RESOURCES } },
		{ "580.95.05", { .unload = true } },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct rmsim_fault fault = rows[i].fault;

		do
			assert_true(++fault.at < MOST_CALLS);
		while (survive(rows[i].release, &fault));
		/* It is red when it has looked at nothing. */
		assert_true(fault.at > FEWEST_CALLS);
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
		cmocka_unit_test(a_gpu_that_fails_is_tried_again),
		cmocka_unit_test(a_gpu_that_fails_at_first_is_found_later),
		cmocka_unit_test(a_gpu_that_is_gone_is_let_go),
		cmocka_unit_test(events_that_end_are_the_end),
		cmocka_unit_test(the_end_of_all_gpus_is_the_end),
		cmocka_unit_test(without_events_the_interval_remains),
		cmocka_unit_test(a_driver_that_goes_away_ends_it),
		cmocka_unit_test(without_driver_it_does_not_begin),
		cmocka_unit_test(no_failure_leaves_anything_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
