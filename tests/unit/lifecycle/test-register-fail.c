// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests that a failing call, whichever it is, is named, that nothing
 *        stays allocated, and that nothing is half done without being said.
 *
 * Part of the NVIDIA Manager Test, see docs/tests.dox.
 */
#include "muster.h"

#include <errno.h>

/** @brief A status of the driver that has a name. */
#define NV_ERR_INVALID_STATE 0x40
/** @brief A status that says "again, a little later". */
#define NV_ERR_BUSY_RETRY 0x03
/** @brief More calls than any of these registrations makes. */
#define MANY 200

/** @brief A way to fail. */
struct way {
	const char *name;		/**< For the report. */
	struct rmsim_fault fault;	/**< Without the place. */
	enum gvm_register_mode mode;	/**< What is wanted. */
};

/** @brief The ways. */
static const struct way ways[] = {
	{ "status", { .status = NV_ERR_INVALID_STATE }, GVM_REGISTER_STRICT },
	{ "errno", { .error = EIO }, GVM_REGISTER_STRICT },
};

/** @brief A driver that is unloaded half-way. */
static const struct way unloading = {
	"unload", { .unload = true }, GVM_REGISTER_STRICT
};

/** @brief The same when lists are to be emptied. */
static const struct way replacing = {
	"status with --replace", { .status = NV_ERR_INVALID_STATE },
	GVM_REGISTER_REPLACE
};

/** @brief What NVIDIA's own service has sent before. */
#define NVIDIAS 592

/**
 * @brief Tell whether a GPU lists a type.
 * @param gpu  The GPU.
 * @param id   The type.
 * @return How often.
 * @pure
 */
static unsigned int listed(const struct rmsim_gpu *gpu, uint32_t id)
{
	unsigned int n = 0;

	for (uint32_t i = 0; i < gpu->count; i++)
		n += gpu->types[i] == id;

	return n;
}

/**
 * @brief Tell whether a line is among those that the run has told.
 * @param muster   The muster.
 * @param address  The GPU.
 * @param id       The type.
 * @param state    The state.
 * @return true when it is.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static bool was_told(struct parade *muster, const char *address, uint32_t id,
		     const char *state)
{
	g_autofree char *line = g_strdup_printf("%s %u %s\n", address, id,
						state);

	return muster->after && strstr(muster->after, line);
}

/**
 * @brief Insist that the driver has of a GPU what was told.
 * @param muster   The muster, after a run that failed.
 * @param index    Place of the GPU.
 * @param address  The GPU.
 * @param report   What to say when it is not so.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_honesty(struct parade *muster, unsigned int index,
			   const char *address, const char *report)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(muster->fake->root);

	for (uint32_t id = 1001; id <= 1002; id++) {
		unsigned int there = listed(&sim->gpus[index], id);
		bool good = was_told(muster, address, id, "registered") ||
			was_told(muster, address, id, "present");
		bool bad = was_told(muster, address, id, "failed");

		if (there > 1)
			fail_msg("%s: %u is listed twice", report, id);
		/* A driver that was unloaded has nothing. */
		if (good && !there && !sim->unloaded)
			fail_msg("%s: %u is said to be there, and is not",
				 report, id);
		if (there && !good && !bad)
			fail_msg("%s: %u is there, and nobody says so",
				 report, id);
	}
}

/**
 * @brief Insist that a second run makes up for what the first one could not.
 * @param muster  The muster.
 * @param report  What to say when it does not.
 * @norestriction
 * @sideeffect Registers types.
 * @failure Fails the test.
 */
static void expect_repair(struct parade *muster, const char *report)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(muster->fake->root);
	g_autoptr(GError) err = NULL;

	fake_nvidia_fault(muster->fake->root, NULL);
	if (!muster_try(muster, &err))
		fail_msg("%s: the next run fails as well: %s", report,
			 err->message);
	for (unsigned int i = 0; i < sim->gpu_count; i++)
		if (sim->gpus[i].count != 2 || !listed(&sim->gpus[i], 1001) ||
		    !listed(&sim->gpus[i], 1002))
			fail_msg("%s: GPU %u has other types than wanted",
				 report, i);
}

/**
 * @brief Let the n-th call fail.
 * @param release  Release of the driver.
 * @param way      How it fails.
 * @param nth      Which one, from 1.
 * @return false when there is no such call any more.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static bool fail_at(const char *release, const struct way *way,
		    unsigned int nth)
{
	g_autoptr(parade) muster = muster_new_as(release, NULL, 2);
	g_autofree char *report = g_strdup_printf("%s, %s at call %u", release,
						  way->name, nth);
	struct rmsim_fault fault = way->fault;
	g_autoptr(GError) err = NULL;
	bool good;

	fault.at = nth;
	if (way->mode == GVM_REGISTER_REPLACE) {
		muster_send(muster, 0, NVIDIAS);
		muster_send(muster, 1, NVIDIAS);
	}
	muster_type(muster, 1001);
	muster_type(muster, 1002);
	muster->wish.mode = way->mode;
	fake_nvidia_fault(muster->fake->root, &fault);
	good = muster_try(muster, &err);
	if (!fake_nvidia_hits(muster->fake->root)) {
		unit_expect_success(good, err);
		return false;
	}
	if (!good) {
		assert_non_null(err);
		/* A plan that fails has sent nothing. */
		if (!muster->after)
			muster_expect_list(muster, 0, way->mode ==
					   GVM_REGISTER_REPLACE ? " 592" : "");
		if (!strstr(err->message, "NV") &&
		    !strstr(err->message, "nvidia"))
			fail_msg("%s: '%s' names no call", report,
				 err->message);
	}
	assert_int_equal(fake_nvidia_leaks(muster->fake->root), 0);
	expect_honesty(muster, 0, "0000:41:00.0", report);
	expect_honesty(muster, 1, "0000:42:00.0", report);
	if (!fault.unload)
		expect_repair(muster, report);

	return true;
}

/**
 * @brief Let each call fail once.
 * @param release  Release of the driver.
 * @param way      How it fails.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void fail_everywhere(const char *release, const struct way *way)
{
	unsigned int nth = 1;

	while (nth < MANY && fail_at(release, way, nth))
		nth++;
	/* Two GPUs take more, and there must be an end. */
	assert_in_range(nth, 25, MANY - 1);
}

/**
 * @brief Whichever call fails, and however, it is told and repaired.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void any_call_may_fail(void **state)
{
	(void)state;
	for (size_t i = 0; muster_releases[i]; i++)
		for (size_t j = 0; j < G_N_ELEMENTS(ways); j++)
			fail_everywhere(muster_releases[i], &ways[j]);
}

/**
 * @brief A driver that is unloaded half-way is told, wherever that is.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_driver_may_be_unloaded_at_any_call(void **state)
{
	(void)state;
	fail_everywhere("525.147.05", &unloading);
	fail_everywhere("570.86.15", &unloading);
	fail_everywhere("595.45.04", &unloading);
}

/**
 * @brief The same when lists are to be emptied, on an old and a new driver.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void any_call_may_fail_when_lists_are_emptied(void **state)
{
	(void)state;
	fail_everywhere("525.147.05", &replacing);
	fail_everywhere("580.95.05", &replacing);
}

/**
 * @brief A driver that asks for patience once gets it, at any call.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_busy_driver_is_asked_again(void **state)
{
	unsigned int hits = 1;

	(void)state;
	for (unsigned int nth = 1; hits; nth++) {
		g_autoptr(parade) muster = muster_new("580.95.05");

		muster_type(muster, 1001);
		fake_nvidia_fail(muster->fake->root, nth, NV_ERR_BUSY_RETRY);
		muster_do(muster);
		muster_expect_list(muster, 0, " 1001");
		hits = fake_nvidia_hits(muster->fake->root);
	}
}

/**
 * @brief A GPU that refuses everything does not keep the other from its types.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void one_bad_gpu_does_not_stop_the_other(void **state)
{
	struct rmsim_fault fault = {
		.at = 1, .cmd = MUSTER_SET_INFO, .status = NV_ERR_INVALID_STATE
	};
	g_autoptr(parade) muster = muster_new("550.90.07");

	(void)state;
	muster_type(muster, 1001);
	muster_type(muster, 1002);
	fake_nvidia_fault(muster->fake->root, &fault);
	muster_refuse(muster, GVM_ERROR_BUSY,
		      "type 1001 on GPU " MUSTER_GPU_1 ": NVA081_CTRL_CMD_VGPU_CONFIG_SET_INFO: NV_ERR_INVALID_STATE");
	muster_expect(muster, MUSTER_GPU_1 " 1001 failed\n"
		      MUSTER_GPU_1 " 1002 failed\n"
		      MUSTER_GPU_2 " 1001 registered\n"
		      MUSTER_GPU_2 " 1002 registered\n");
}

/**
 * @brief Refuse the first type that is sent, when the list is to be emptied.
 * @param muster  The muster.
 * @param cmd     The control.
 * @norestriction
 * @sideeffect The driver has a fault from then on.
 * @nofailure
 */
static void refuse_one(struct parade *muster, uint32_t cmd)
{
	struct rmsim_fault fault = {
		.at = 1, .cmd = MUSTER_SET_INFO, .status = 0x3b
	};

	if (cmd == MUSTER_SET_INFO && !muster->seen++)
		fake_nvidia_fault(muster->fake->root, &fault);
}

/**
 * @brief A refusal of the type that was to empty the list ends the GPU's turn:
 *        the list is not emptied a second time.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_list_is_not_emptied_twice(void **state)
{
	g_autoptr(parade) muster = muster_new("550.90.07");

	(void)state;
	muster_type(muster, 1001);
	muster_type(muster, 1002);
	muster->wish.mode = GVM_REGISTER_REPLACE;
	muster->watch = refuse_one;
	muster_refuse(muster, GVM_ERROR_FAILED, "type 1001 on GPU "
		      MUSTER_GPU_1);
	assert_int_equal(muster_calls(muster, "NVA081_CTRL_CMD_VGPU_CONFIG_SET_INFO"), 3);
	muster_expect(muster, MUSTER_GPU_1 " 1001 failed\n"
		      MUSTER_GPU_1 " 1002 failed\n"
		      MUSTER_GPU_2 " 1001 registered\n"
		      MUSTER_GPU_2 " 1002 registered\n");
}

/**
 * @brief A type that is refused for itself does not stop those after it.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void one_bad_type_does_not_stop_the_others(void **state)
{
	g_autoptr(parade) muster = muster_new("525.147.05");

	(void)state;
	muster_type(muster, 1001);
	muster_type(muster, 1002);
	muster->watch = refuse_one;
	muster_refuse(muster, GVM_ERROR_FAILED, "type 1001 on GPU "
		      MUSTER_GPU_1);
	muster_expect(muster, MUSTER_GPU_1 " 1001 failed\n"
		      MUSTER_GPU_1 " 1002 registered\n"
		      MUSTER_GPU_2 " 1001 registered\n"
		      MUSTER_GPU_2 " 1002 registered\n");
}

/**
 * @brief Entry point.
 * @return The number of failed tests.
 * @norestriction
 * @nosideeffect
 * @failure Reported by the exit status.
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_call_may_fail),
		cmocka_unit_test(the_driver_may_be_unloaded_at_any_call),
		cmocka_unit_test(any_call_may_fail_when_lists_are_emptied),
		cmocka_unit_test(a_busy_driver_is_asked_again),
		cmocka_unit_test(one_bad_gpu_does_not_stop_the_other),
		cmocka_unit_test(a_list_is_not_emptied_twice),
		cmocka_unit_test(one_bad_type_does_not_stop_the_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
