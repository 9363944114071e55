// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of carrying a registration out: order, signals, the lock, and a
 *        driver that does not do what it says.
 *
 * Part of the NVIDIA Manager Test, see docs/tests.dox.
 */
#include "muster.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <unistd.h>

#include "lifecycle/claims.h"
#include "ours.h"

/** @brief The control that sends a type. */
#define SET_INFO "NVA081_CTRL_CMD_VGPU_CONFIG_SET_INFO"

/**
 * @brief Insist that the id is on disk before it is sent, and the lock held.
 * @param muster  The muster.
 * @param cmd     The control.
 * @norestriction
 * @sideeffect Counts.
 * @failure Fails the test.
 */
static void look_for_record_and_lock(struct parade *muster, uint32_t cmd)
{
	g_autofree char *path = NULL;
	gvm_autofd int fd = -1;

	if (cmd != MUSTER_SET_INFO)
		return;
	muster->seen++;
	assert_true(is_ours(&muster->host, MUSTER_GPU_1, 1001));
	assert_true(is_ours(&muster->host, MUSTER_GPU_1, 1002));
	path = g_build_filename(muster->fake->root, GVM_CLAIMS_LOCK, NULL);
	fd = open(path, O_RDWR | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_not_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
}

/**
 * @brief What is ours is written down before the driver has it.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_record_is_first(void **state)
{
	g_autoptr(parade) muster = muster_new("580.95.05");

	(void)state;
	muster_send(muster, 0, 592);
	muster_type(muster, 1001);
	muster_type(muster, 1002);
	muster->watch = look_for_record_and_lock;
	muster_do(muster);
	assert_int_equal(muster->seen, 4);
	assert_false(is_ours(&muster->host, MUSTER_GPU_1, 592));
}

/**
 * @brief Without the record nothing is sent.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void without_the_record_nothing_is_sent(void **state)
{
	g_autoptr(parade) muster = muster_new("580.95.05");

	(void)state;
	muster_type(muster, 1001);
	fake_tree_file(muster->fake->root, "run/gvm/types", "in the way");
	muster_refuse(muster, GVM_ERROR_FAILED,
		      "cannot write /run/gvm/types/" MUSTER_GPU_1);
	assert_int_equal(muster_calls(muster, SET_INFO), 0);
}

/**
 * @brief Ids of types that the driver has lost do not pile up in the record.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_record_forgets_what_is_gone(void **state)
{
	g_autoptr(parade) muster = muster_new("580.95.05");

	(void)state;
	muster_type(muster, 1001);
	muster_do(muster);
	muster_forget(muster);
	muster_type(muster, 1002);
	muster->wish.mode = GVM_REGISTER_REPLACE;
	muster_do(muster);
	muster_type(muster, 1003);
	muster->wish.mode = GVM_REGISTER_STRICT;
	muster_do(muster);
	assert_true(is_ours(&muster->host, MUSTER_GPU_1, 1003));
	assert_true(is_ours(&muster->host, MUSTER_GPU_1, 1002));
	assert_false(is_ours(&muster->host, MUSTER_GPU_1, 1001));
}

/**
 * @brief A list that could not be emptied still holds what is ours.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_record_keeps_what_stays(void **state)
{
	struct rmsim_fault fault = {
		.at = 1, .cmd = MUSTER_SET_INFO, .status = 0x40, .stays = true
	};
	g_autoptr(parade) muster = muster_new("580.95.05");

	(void)state;
	muster_type(muster, 1001);
	muster_do(muster);
	muster_forget(muster);
	muster_type(muster, 1002);
	muster->wish.mode = GVM_REGISTER_REPLACE;
	fake_nvidia_fault(muster->fake->root, &fault);
	muster_refuse(muster, GVM_ERROR_BUSY, "type 1002 on GPU "
		      MUSTER_GPU_1);
	muster_expect_list(muster, 0, " 1001");
	assert_true(is_ours(&muster->host, MUSTER_GPU_1, 1001));
}

/**
 * @brief Nothing that only looks takes the lock or sends.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void looking_changes_nothing(void **state)
{
	g_autoptr(parade) muster = muster_new("580.95.05");

	(void)state;
	muster_type(muster, 1001);
	for (int check = 0; check < 2; check++) {
		g_autoptr(GError) err = NULL;
		g_autoptr(gvm_register) reg = NULL;

		muster->wish.check = check;
		muster->wish.dry_run = !check;
		reg = muster_plan(muster, &err);
		unit_expect_success(reg, err);
	}
	assert_false(fake_tree_exists(muster->fake->root, GVM_CLAIMS_LOCK));
	assert_int_equal(muster_calls(muster, SET_INFO), 0);
}

/**
 * @brief Let SIGTERM come while the second type is being sent.
 * @param muster  The muster.
 * @param cmd     The control.
 * @norestriction
 * @sideeffect Sends the signal to this process.
 * @nofailure
 */
static void end_at_the_second(struct parade *muster, uint32_t cmd)
{
	if (cmd == MUSTER_SET_INFO && ++muster->seen == 2)
		kill(getpid(), SIGTERM);
}

/**
 * @brief A signal ends it between two types; what was sent is published, and
 *        the rest is named.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_signal_ends_it_between_two_types(void **state)
{
	static const enum gvm_register_mode modes[] = {
		GVM_REGISTER_STRICT, GVM_REGISTER_REPLACE
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(modes); i++) {
		g_autoptr(parade) muster = muster_new("580.95.05");

		muster_type(muster, 1000);
		muster_do(muster);
		muster_forget(muster);
		for (uint32_t id = 1001; id <= 1003; id++)
			muster_type(muster, id);
		muster->watch = end_at_the_second;
		muster->wish.mode = modes[i];
		muster_refuse(muster, GVM_ERROR_FAILED,
			      "interrupted: 2 of 3 types are registered on GPU " MUSTER_GPU_1 "; run it again for the others");
		muster_expect(muster, MUSTER_GPU_1 " 1001 registered\n"
			      MUSTER_GPU_1 " 1002 registered\n"
			      MUSTER_GPU_1 " 1003 failed\n"
			      MUSTER_GPU_2 " 1001 failed\n"
			      MUSTER_GPU_2 " 1002 failed\n"
			      MUSTER_GPU_2 " 1003 failed\n");
		/* The second GPU was not reached, so what is there is ours. */
		muster_expect_list(muster, 1, " 1000");
		assert_true(is_ours(&muster->host, MUSTER_GPU_2, 1000));
		assert_false(is_ours(&muster->host, MUSTER_GPU_2, 1001));
	}
}

/**
 * @brief Empty the lists right before they are read back, as nvidia-vgpud may.
 * @param muster  The muster.
 * @param cmd     The control.
 * @norestriction
 * @sideeffect The driver has no types.
 * @nofailure
 */
static void empty_the_lists(struct parade *muster, uint32_t cmd)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(muster->fake->root);

	if (cmd == MUSTER_PUBLISH)
		sim->gpus[0].count = 0;
}

/**
 * @brief Let the driver forget all types right before they are read back.
 * @param muster  The muster.
 * @param cmd     The control.
 * @norestriction
 * @sideeffect The driver knows no types.
 * @nofailure
 */
static void forget_the_types(struct parade *muster, uint32_t cmd)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(muster->fake->root);

	if (cmd == MUSTER_TYPE_INFO && muster->seen)
		sim->type_count = 0;
	muster->seen += cmd == MUSTER_SUPPORTED && sim->type_count;
}

/**
 * @brief A type that the driver took and does not have is told.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_driver_that_loses_types_is_found_out(void **state)
{
	(void)state;
	for (size_t i = 0; muster_releases[i]; i++) {
		g_autoptr(parade) muster = muster_new(muster_releases[i]);

		muster_type(muster, 1001);
		muster->watch = empty_the_lists;
		muster_refuse(muster, GVM_ERROR_FAILED,
			      "the driver accepted type 1001 for GPU " MUSTER_GPU_1 ", but does not list it: see the kernel log");
		muster_expect(muster, MUSTER_GPU_1 " 1001 failed\n"
			      MUSTER_GPU_2 " 1001 registered\n");
	}
	for (size_t i = 0; muster_releases[i]; i++) {
		g_autoptr(parade) muster = muster_new_as(muster_releases[i],
							 NULL, 1);

		muster_type(muster, 1001);
		muster->watch = forget_the_types;
		muster_refuse(muster, GVM_ERROR_FAILED,
			      "the driver lists type 1001 for GPU " MUSTER_GPU_1 ", but does not know it: see the kernel log");
	}
}

/**
 * @brief That the driver has switched multi-vGPU off is noted, in the first
 *        run and in later ones.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_switch_that_the_driver_turns_is_noted(void **state)
{
	g_autoptr(parade) muster = muster_new("550.90.07");

	(void)state;
	gvm_profile_set(muster_type(muster, 1001), GVM_PROFILE_MULTI_VGPU, 1);
	for (int run = 0; run < 2; run++) {
		g_autoptr(gvm_register) reg = NULL;
		g_autoptr(GError) err = NULL;

		reg = muster_plan(muster, &err);
		unit_expect_success(reg, err);
		unit_expect_success(gvm_register_apply(reg, &err), err);
		muster_expect_note(reg, "the driver has switched multi-vGPU off");
	}
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
		cmocka_unit_test(the_record_is_first),
		cmocka_unit_test(without_the_record_nothing_is_sent),
		cmocka_unit_test(the_record_forgets_what_is_gone),
		cmocka_unit_test(the_record_keeps_what_stays),
		cmocka_unit_test(looking_changes_nothing),
		cmocka_unit_test(a_signal_ends_it_between_two_types),
		cmocka_unit_test(a_driver_that_loses_types_is_found_out),
		cmocka_unit_test(a_switch_that_the_driver_turns_is_noted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
