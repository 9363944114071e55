// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of starts of VMs that are not possible.
 */
#include "show.h"

#include "nvidia/status.h"

/** @brief GET_PROBED_IDS. */
#define PROBED_IDS 0x214
/** @brief NOTIFY_START. */
#define NOTIFY_START 0xa0810107
/** @brief A process that is no QEMU. */
#define STRANGER 9999

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
 * @brief A start of a domain that nobody knows is answered with no.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_unknown_domain_does_not_start(void **state)
{
	static const show_step steps[] = { open_by_stranger, NULL };
	g_autoptr(stage) show = show_new("525.147.05");
	g_autofree char *journal = NULL;

	(void)state;
	show_play(show, steps);
	show_expect(show, "start-failed " SHOW_GPU_2 " " FAKE_UUID_2 " -\n");
	show_expect_said(show, "for domain unknown: no domain is known: there is no claim on it, and its QEMU, process 9999, has no -uuid\n");
	show_expect_answer(show, FAKE_UUID_2, RMSIM_START_NO,
			   GVM_NV_OBJECT_NOT_FOUND, "", NULL);
	journal = fake_kernel_journal(show->fake->root);
	assert_non_null(strstr(journal, "PRIORITY=4"));
	assert_non_null(strstr(journal, "GVM_EVENT=start-failed"));
}

/**
 * @brief Let the driver speak of a GPU that it does not list.
 * @param show  The show.
 * @norestriction
 * @sideeffect The first GPU has another number, and the list cannot be read.
 * @nofailure
 */
static void rename_gpu_and_open(struct stage *show)
{
	const struct rmsim_fault fault = {
		.at = 1, .cmd = PROBED_IDS, .stays = true,
		.status = GVM_NV_NOT_SUPPORTED,
	};
	g_autoptr(rmsim) sim = fake_nvidia_map(show->fake->root);

	sim->gpus[0].gpu_id = 0x77;
	fake_nvidia_fault(show->fake->root, &fault);
	show_open_1(show);
	show_open_2(show);
}

/**
 * @brief A start on a GPU that nobody knows is answered with no, and the next
 *        one all the same.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_unknown_gpu_is_answered_too(void **state)
{
	static const show_step steps[] = { rename_gpu_and_open, NULL };
	g_autoptr(stage) show = show_new("550.54.14");

	(void)state;
	show_play(show, steps);
	show_expect(show,
		    "start-failed - " FAKE_UUID_1 " alpha\n"
		    "started " SHOW_GPU_2 " " FAKE_UUID_2 " beta\n");
	show_expect_said(show, "nvidia-1001 on GPU unknown, for alpha: the driver names GPU 0x77, which it does not list or which cannot be looked at\n");
	show_expect_answer(show, FAKE_UUID_1, RMSIM_START_NO,
			   GVM_NV_OBJECT_NOT_FOUND, "alpha", SHOW_ALPHA);
}

/**
 * @brief Let the host's part of the first vGPU be missing.
 * @param show  The show.
 * @norestriction
 * @sideeffect A "yes" for it is refused.
 * @nofailure
 */
static void lose_plugin_and_open(struct stage *show)
{
	struct rmsim *sim = fake_nvidia_map(show->fake->root);

	fake_nvidia_vgpu(sim, FAKE_UUID_1)->plugin = false;
	fake_nvidia_unmap(sim);
	show_open_1(show);
}

/**
 * @brief A "yes" that the driver refuses becomes a "no", and a failed start.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_refused_yes_becomes_a_no(void **state)
{
	static const show_step steps[] = { lose_plugin_and_open, NULL };
	g_autoptr(stage) show = show_new("550.54.14");

	(void)state;
	show_play(show, steps);
	show_expect(show, "start-failed " SHOW_GPU_1 " " FAKE_UUID_1
		    " alpha\n");
	show_expect_said(show, ": the driver refused the answer (NV_ERR_INVALID_STATE): it wants the host's part of the vGPU, which only NVIDIA's manager and its plugin make\n");
	show_expect_answer(show, FAKE_UUID_1, RMSIM_START_NO,
			   GVM_NV_INVALID_STATE, "alpha", SHOW_ALPHA);
}

/**
 * @brief Let every answer be refused with INVALID_STATE.
 * @param show  The show.
 * @norestriction
 * @sideeffect Sets a fault; a QEMU waits.
 * @nofailure
 */
static void refuse_all_and_open(struct stage *show)
{
	const struct rmsim_fault fault = {
		.at = 1, .cmd = NOTIFY_START, .stays = true,
		.status = GVM_NV_INVALID_STATE,
	};

	fake_nvidia_fault(show->fake->root, &fault);
	show_open_1(show);
}

/**
 * @brief Let every answer not reach the driver.
 * @param show  The show.
 * @norestriction
 * @sideeffect Sets a fault; a QEMU waits.
 * @nofailure
 */
static void lose_all_and_open(struct stage *show)
{
	const struct rmsim_fault fault = {
		.at = 1, .cmd = NOTIFY_START, .stays = true, .error = EIO,
	};

	fake_nvidia_fault(show->fake->root, &fault);
	show_open_1(show);
}

/**
 * @brief When not even "no" arrives, that is told too.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_no_that_does_not_arrive_is_told(void **state)
{
	static const show_step refused[] = { refuse_all_and_open, NULL };
	static const show_step lost[] = { lose_all_and_open, NULL };
	g_autoptr(stage) show = show_new("525.147.05");
	g_autoptr(stage) other = show_new("525.147.05");

	(void)state;
	show_play(show, refused);
	show_expect_said(show, "; and QEMU could not be told: nobody waits for the answer any more\n");
	show_play(other, lost);
	show_expect(other, "start-failed " SHOW_GPU_1 " " FAKE_UUID_1
		    " alpha\n");
	show_expect_said(other, ": the driver cannot be reached: Input/output error; and QEMU could not be told: the driver cannot be reached: Input/output error\n");
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
		cmocka_unit_test(an_unknown_domain_does_not_start),
		cmocka_unit_test(an_unknown_gpu_is_answered_too),
		cmocka_unit_test(a_refused_yes_becomes_a_no),
		cmocka_unit_test(a_no_that_does_not_arrive_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
