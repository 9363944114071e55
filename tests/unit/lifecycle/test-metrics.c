// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of figures as text: a reader that takes only OpenMetrics reads
 *        them back.
 */
#include "figures.h"

#include "lifecycle/metrics.h"
#include "lifecycle/observe-state.h"

/** @brief A name that needs every escape, and a byte that is no UTF-8. */
#define NASTY "a\"b\\c\nd,e}=\xff f{ "
/** @brief The same as a reader must see it. */
#define NASTY_READ "a\"b\\c\nd,e}=\xef\xbf\xbd f{ "

/** @brief More labels of the first vGPU, the domain still to come. */
#define WHERE_1 ",gpu=0000:41:00.0,type=nvidia-1001,domain="
/** @brief More labels of the second vGPU, which has no domain. */
#define WHERE_2 ",gpu=0000:81:00.0,type=nvidia-1002,domain="
/** @brief The words that are said of the first vGPU. */
#define WORDS_1 ",type_name=GVM 1Q,domain_uuid=" FAKE_UUID_2 \
	",guest_driver=550.54.14,license=licensed"
/** @brief The words that are said of the second vGPU. */
#define WORDS_2 ",type_name=,domain_uuid=,guest_driver=,license=unlicensed"

/** @brief An observer with two GPUs and a vGPU on each. */
struct metrics_stage {
	GPtrArray *words;			/**< All strings. Owned. */
	struct gvm_rm rm;			/**< Its client. */
	struct gvm_nv_gpu gpu[2];		/**< GPUs. */
	struct gvm_nv_guest guest[2];		/**< Guests. */
	struct gvm_observe_vgpu vgpu[2];	/**< vGPUs. */
	struct gvm_observe_gpu looked[2];	/**< GPUs that are looked at. */
	struct gvm_observe self;		/**< The observer. */
};

/**
 * @brief Keep a string as long as the stage.
 * @param stage  The stage.
 * @param text   The string.
 * @return A copy, owned by the stage.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static char *say(struct metrics_stage *stage, const char *text)
{
	char *copy = g_strdup(text);

	g_ptr_array_add(stage->words, copy);

	return copy;
}

/**
 * @brief Set the stage.
 * @param stage  Zeroed.
 * @norestriction
 * @sideeffect Fills it.
 * @nofailure
 */
static void stage_init(struct metrics_stage *stage)
{
	stage->words = g_ptr_array_new_with_free_func(g_free);
	stage->rm.abi.driver = (struct gvm_nv_version) { 580, 95, 5 };
	stage->gpu[0].address = say(stage, "0000:41:00.0");
	stage->gpu[0].framebuffer = 48;
	stage->gpu[1].address = say(stage, "0000:81:00.0");
	stage->guest[0] = (struct gvm_nv_guest) {
		.uuid = say(stage, FAKE_UUID_1),
		.fb_used = G_MAXUINT64,
		.driver = say(stage, "550.54.14"),
		.driver_loaded = true,
		.licensed = true,
		.frame_rate = 60,
	};
	stage->guest[1].device_name = say(stage, "0000:81:00.4");
	stage->guest[1].driver = say(stage, "");
	stage->vgpu[0] = (struct gvm_observe_vgpu) {
		.guest = &stage->guest[0],
		.gpu = stage->gpu[0].address,
		.type = say(stage, "nvidia-1001"),
		.type_name = say(stage, "GVM 1Q"),
		.framebuffer = 1024,
		.domain = say(stage, NASTY),
		.domain_uuid = say(stage, FAKE_UUID_2),
		.listed = true,
	};
	stage->vgpu[1] = (struct gvm_observe_vgpu) {
		.guest = &stage->guest[1],
		.gpu = stage->gpu[1].address,
		.type = say(stage, "nvidia-1002"),
		.listed = true,
	};
	stage->self.rm = &stage->rm;
	stage->self.answered = 3;
	stage->self.failed = 1;
	stage->self.gpus = g_ptr_array_new();
	for (size_t i = 0; i < 2; i++) {
		stage->looked[i].gpu = &stage->gpu[i];
		stage->looked[i].vgpus = g_ptr_array_new();
		g_ptr_array_add(stage->looked[i].vgpus, &stage->vgpu[i]);
		g_ptr_array_add(stage->self.gpus, &stage->looked[i]);
	}
}

/**
 * @brief Clear the stage.
 * @param stage  The stage.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
static void stage_clear(struct metrics_stage *stage)
{
	for (size_t i = 0; i < 2; i++)
		g_ptr_array_unref(stage->looked[i].vgpus);
	g_ptr_array_unref(stage->self.gpus);
	g_ptr_array_unref(stage->words);
}

GVM_DEFINE_AUTO(metrics_stage, stage_clear)

/**
 * @brief Every figure arrives, with labels whatever they hold.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void every_figure_can_be_read_back(void **state)
{
	static const char who[] = "{uuid=" FAKE_UUID_1 WHERE_1 NASTY_READ "}";
	static const char other[] = "{uuid=0000:81:00.4" WHERE_2 "}";
	static const struct {
		const char *name;	/**< Of the figure. */
		const char *labels;	/**< Of the sample. */
		const char *value;	/**< Of the sample. */
	} rows[] = {
		{ "gvm_observer_up", "", "1" },
		{ "gvm_observer_answers_starts", "", "0" },
		{ "gvm_observer_starts_total", "{result=started}", "3" },
		{ "gvm_observer_starts_total", "{result=failed}", "1" },
		{ "gvm_driver_info", "{version=580.95.05}", "1" },
		{ "gvm_gpu_up", "{gpu=0000:41:00.0}", "1" },
		{ "gvm_gpu_vgpus", "{gpu=0000:41:00.0}", "1" },
		{ "gvm_gpu_framebuffer_size_bytes", "{gpu=0000:41:00.0}",
		  "48" },
		{ "gvm_vgpu_framebuffer_used_bytes", who,
		  "18446744073709551615" },
		{ "gvm_vgpu_framebuffer_size_bytes", who, "1024" },
		{ "gvm_vgpu_guest_driver_loaded", who, "1" },
		{ "gvm_vgpu_licensed", who, "1" },
		{ "gvm_vgpu_frame_rate_limit_hertz", who, "60" },
		{ "gvm_vgpu_framebuffer_used_bytes", other, "0" },
		{ "gvm_vgpu_guest_driver_loaded", other, "0" },
		{ "gvm_vgpu_licensed", other, "0" },
	};
	g_auto(metrics_stage) stage = { 0 };
	g_auto(figures) got = { 0 };
	g_autofree char *text = NULL;

	(void)state;
	stage_init(&stage);
	text = gvm_metrics_format(&stage.self, true);
	figures_read(text, &got);

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *key = g_strconcat(rows[i].name, rows[i].labels,
						   NULL);

		figures_expect(&got, key, rows[i].value);
	}
	figures_expect(&got, "gvm_vgpu_info{uuid=" FAKE_UUID_1 WHERE_1
		       NASTY_READ WORDS_1 "}", "1");
	figures_expect(&got, "gvm_vgpu_info{uuid=0000:81:00.4" WHERE_2
		       WORDS_2 "}", "1");
	assert_int_equal(g_hash_table_size(got.samples), 23);
}

/**
 * @brief vGPUs of a GPU that cannot be looked at are left out, the GPU is not.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_gpu_that_fails_takes_its_figures_away(void **state)
{
	g_auto(metrics_stage) stage = { 0 };
	g_auto(figures) got = { 0 };
	g_autofree char *text = NULL;

	(void)state;
	stage_init(&stage);
	stage.looked[0].failing = true;
	text = gvm_metrics_format(&stage.self, true);
	figures_read(text, &got);

	figures_expect(&got, "gvm_gpu_up{gpu=0000:41:00.0}", "0");
	figures_expect(&got, "gvm_gpu_up{gpu=0000:81:00.0}", "1");
	assert_null(strstr(text, FAKE_UUID_1));
	assert_non_null(strstr(text, "uuid=\"0000:81:00.4\""));
}

/**
 * @brief The last words say that nobody looks, and nothing that grows old.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_last_words_are_short(void **state)
{
	g_auto(metrics_stage) stage = { 0 };
	g_auto(figures) got = { 0 };
	g_autofree char *text = NULL;
	g_autofree char *without = NULL;

	(void)state;
	stage_init(&stage);
	text = gvm_metrics_format(&stage.self, false);
	figures_read(text, &got);

	figures_expect(&got, "gvm_observer_up", "0");
	assert_int_equal(g_hash_table_size(got.samples), 1);
	/* Also of an observer that never had a driver. */
	stage.self.rm = NULL;
	without = gvm_metrics_format(&stage.self, false);
	assert_string_equal(without, text);
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
		cmocka_unit_test(every_figure_can_be_read_back),
		cmocka_unit_test(a_gpu_that_fails_takes_its_figures_away),
		cmocka_unit_test(the_last_words_are_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
