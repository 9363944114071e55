// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of what the driver does with ids: it has room for some, and
 *        keeps the first parameters of each.
 *
 * Part of the NVIDIA Manager Test, see docs/tests.dox.
 */
#include "muster.h"

/** @brief The control that sends a type. */
#define SET_INFO "NVA081_CTRL_CMD_VGPU_CONFIG_SET_INFO"

/**
 * @brief An id that the driver has with other parameters is refused before
 *        anything is sent, and left alone with --keep.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_id_keeps_its_parameters(void **state)
{
	(void)state;
	for (size_t i = 0; muster_releases[i]; i++) {
		g_autoptr(parade) muster = muster_new(muster_releases[i]);

		muster_type(muster, 1001);
		muster_do(muster);
		muster_forget(muster);
		muster_type(muster, 1002);
		gvm_profile_set(muster_type(muster, 1001), GVM_PROFILE_HEADS, 4);
		muster_refuse(muster, GVM_ERROR_EXISTS,
			      "types-0.xml:7: the driver knows type 1001 of GPU " MUSTER_GPU_1 " already, but display/@heads is 1, not 4; it keeps what it got first: give the type a new id, leave the old one with --keep, or unload the driver's module once");
		assert_null(muster->after);
		muster_expect_list(muster, 0, " 1001");
		muster->wish.mode = GVM_REGISTER_KEEP;
		muster_do(muster);
		muster_expect(muster, MUSTER_GPU_1 " 1002 registered\n"
			      MUSTER_GPU_1 " 1001 present\n"
			      MUSTER_GPU_2 " 1002 registered\n"
			      MUSTER_GPU_2 " 1001 present\n");
		muster_expect_list(muster, 1, " 1001 1002");
	}
}

/**
 * @brief With --keep it is said what was kept.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_kept_is_said(void **state)
{
	g_autoptr(parade) muster = muster_new("535.183.01");
	g_autoptr(gvm_register) reg = NULL;
	g_autoptr(GError) err = NULL;
	struct gvm_profile *type = muster_type(muster, 1001);

	(void)state;
	muster_do(muster);
	g_free(type->text[GVM_PROFILE_NAME]);
	type->text[GVM_PROFILE_NAME] = g_strdup("GVM other");
	muster->wish.mode = GVM_REGISTER_KEEP;
	reg = muster_plan(muster, &err);
	unit_expect_success(reg, err);
	muster_expect_note(reg, "kept as the driver has it: name is 'GVM test 1001', not 'GVM other'");
}

/**
 * @brief An id that is in no list any more is still known to the driver.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_emptied_list_does_not_free_an_id(void **state)
{
	g_autoptr(parade) muster = muster_new("580.95.05");
	g_autoptr(rmsim) sim = fake_nvidia_map(muster->fake->root);
	struct gvm_profile *type = muster_type(muster, 1001);

	(void)state;
	muster_do(muster);
	sim->gpus[0].count = 0;
	sim->gpus[1].count = 0;
	gvm_profile_set(type, GVM_PROFILE_HEADS, 4);
	muster->wish.mode = GVM_REGISTER_KEEP;
	muster_refuse(muster, GVM_ERROR_EXISTS,
		      "already, but display/@heads is 1, not 4; it keeps what it got first: give the type a new id, or unload the driver's module once");
	muster_expect_list(muster, 0, "");
	gvm_profile_set(type, GVM_PROFILE_HEADS, 1);
	muster_do(muster);
	muster_expect_list(muster, 0, " 1001");
}

/**
 * @brief Not even --replace makes the driver forget parameters: that is told.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void old_parameters_after_replace_are_told(void **state)
{
	g_autoptr(parade) muster = muster_new("570.86.15");

	(void)state;
	muster_type(muster, 1001);
	muster_do(muster);
	muster_forget(muster);
	muster_type(muster, 1002);
	gvm_profile_set(muster_type(muster, 1001), GVM_PROFILE_HEADS, 4);
	muster->wish.mode = GVM_REGISTER_REPLACE;
	muster_refuse(muster, GVM_ERROR_EXISTS,
		      "the driver kept older parameters of type 1001 on GPU " MUSTER_GPU_1 ": display/@heads is 1, not 4; give the type a new id");
	muster_expect(muster, MUSTER_GPU_1 " 1002 registered\n"
		      MUSTER_GPU_1 " 1001 failed\n"
		      MUSTER_GPU_2 " 1002 registered\n"
		      MUSTER_GPU_2 " 1001 failed\n");
}

/**
 * @brief A signature is a parameter like others, where the driver shows it.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_id_keeps_its_signature(void **state)
{
	g_autoptr(parade) muster = muster_new("580.95.05");
	g_autoptr(rmsim) sim = fake_nvidia_map(muster->fake->root);
	struct gvm_profile *type = muster_type(muster, 1001);
	char bytes[GVM_PROFILE_SIGNATURE] = "not a signature of anybody";

	(void)state;
	type->signature = g_bytes_new(bytes, sizeof(bytes));
	muster_do(muster);
	muster_do(muster);
	g_bytes_unref(type->signature);
	bytes[0] = 'N';
	type->signature = g_bytes_new(bytes, sizeof(bytes));
	muster_refuse(muster, GVM_ERROR_EXISTS,
		      "already, but the signature is another one; it keeps what it got first");
	sim->hides_signatures = true;
	muster_do(muster);
}

/**
 * @brief What a driver answers for an id that it never got does not matter;
 *        for one that it lists it does.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void any_answer_means_that_an_id_is_new(void **state)
{
	struct rmsim_fault fault = {
		.at = 1, .cmd = MUSTER_TYPE_INFO, .status = 0x1f
	};
	g_autoptr(parade) muster = muster_new("525.147.05");

	(void)state;
	muster_type(muster, 1001);
	fake_nvidia_fault(muster->fake->root, &fault);
	muster_do(muster);
	muster_expect(muster, MUSTER_GPU_1 " 1001 registered\n"
		      MUSTER_GPU_2 " 1001 registered\n");
	fake_nvidia_fault(muster->fake->root, &fault);
	muster_refuse(muster, GVM_ERROR_FAILED,
		      "GPU " MUSTER_GPU_1 ": NVA081_CTRL_CMD_VGPU_CONFIG_GET_VGPU_TYPE_INFO: NV_ERR_INVALID_ARGUMENT");
	muster_expect(muster, MUSTER_GPU_1 " 1001 failed\n"
		      MUSTER_GPU_2 " 1001 present\n");
}

/**
 * @brief A type that must be another one on the second GPU is refused: the
 *        driver keeps the first.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_id_is_the_same_on_all_gpus(void **state)
{
	g_autoptr(parade) muster = muster_new("580.95.05");
	struct gvm_profile *type = muster_type(muster, 1001);

	(void)state;
	fake_tree_file(muster->fake->root,
		       "sys/bus/pci/devices/" MUSTER_GPU_2 "/device",
		       "0x2237\n");
	muster_refuse(muster, GVM_ERROR_INVALID,
		      "types-0.xml:7: type 1001 would not be the same on all its GPUs (on the first one device/@id is 573969538, not 574035074 on GPU "
		      MUSTER_GPU_2 "), but the driver keeps one set of parameters for an id");
	gvm_profile_set(type, GVM_PROFILE_GUEST_DEVICE, 0x223614a9);
	gvm_profile_set(type, GVM_PROFILE_HOST_DEVICE, 0x2236);
	muster_do(muster);
}

/**
 * @brief Tell how many types a GPU has room for.
 * @param release  The release.
 * @return The number, from the driver's headers.
 * @pure
 */
static unsigned int room_of(const char *release)
{
	if (g_ascii_strtoull(release, NULL, 10) >= 580)
		return 128;

	return g_ascii_strtoull(release, NULL, 10) == 575 ? 100 : 64;
}

/**
 * @brief As many types as fit are registered; one more is refused before
 *        anything is sent.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_full_table_is_no_surprise(void **state)
{
	(void)state;
	for (size_t i = 0; muster_releases[i]; i++) {
		g_autoptr(parade) muster = NULL;
		unsigned int room = room_of(muster_releases[i]);
		g_autofree char *part = NULL;

		muster = muster_new_as(muster_releases[i], NULL, 1);
		part = g_strdup_printf("the driver's list of GPU " MUSTER_GPU_1 " has room for %u types and holds 1: %u more do not fit",
				       room, room);
		for (unsigned int j = 0; j < room; j++)
			muster_type(muster, 1000 + j);
		muster_send(muster, 0, 592);
		muster_refuse(muster, GVM_ERROR_NO_CAPACITY, part);
		muster_expect_list(muster, 0, " 592");
		muster->wish.mode = GVM_REGISTER_REPLACE;
		muster_do(muster);
		assert_int_equal(muster_calls(muster, SET_INFO), room);
		assert_null(strstr(muster->after, "present"));
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
		cmocka_unit_test(an_id_keeps_its_parameters),
		cmocka_unit_test(what_is_kept_is_said),
		cmocka_unit_test(an_emptied_list_does_not_free_an_id),
		cmocka_unit_test(old_parameters_after_replace_are_told),
		cmocka_unit_test(an_id_keeps_its_signature),
		cmocka_unit_test(any_answer_means_that_an_id_is_new),
		cmocka_unit_test(an_id_is_the_same_on_all_gpus),
		cmocka_unit_test(a_full_table_is_no_surprise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
