// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of what a type of a file is on a GPU.
 *
 * Part of the NVIDIA Manager Test, see docs/tests.dox.
 */
#include "outcome.h"

/**
 * @brief What neither file nor base says has a value all the same.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_nobody_says_has_a_default(void **state)
{
	g_auto(outcome) got = { 0 };
	struct gvm_profile *type = outcome_begin(&got, "580.95.05");

	(void)state;
	gvm_profile_set(type, GVM_PROFILE_FRAMEBUFFER, 2000 * MUSTER_MIB);
	outcome_resolve(&got);
	outcome_expect_text(&got, GVM_PROFILE_CLASS, "Compute");
	outcome_expect(&got, GVM_PROFILE_GUEST_DEVICE, 0x22361482);
	outcome_expect(&got, GVM_PROFILE_HOST_DEVICE, 0x2236);
	outcome_expect(&got, GVM_PROFILE_SUBVENDOR, 0x10de);
	outcome_expect(&got, GVM_PROFILE_HEADS, 1);
	outcome_expect(&got, GVM_PROFILE_MAX_X, 1024);
	outcome_expect(&got, GVM_PROFILE_MAX_Y, 1024);
	outcome_expect(&got, GVM_PROFILE_MAX_PIXELS, 1048576);
	outcome_expect(&got, GVM_PROFILE_FRAME_RATE, 120);
	outcome_expect(&got, GVM_PROFILE_FRAME_LIMITER, 0);
	outcome_expect(&got, GVM_PROFILE_CUDA, 1);
	outcome_expect(&got, GVM_PROFILE_RESERVED, 0);
	outcome_expect(&got, GVM_PROFILE_SIZE, 2000 * MUSTER_MIB);
	outcome_expect(&got, GVM_PROFILE_MAX_INSTANCES, 12);
	outcome_expect(&got, GVM_PROFILE_MAPPABLE, 24 * MUSTER_MIB);
	outcome_expect(&got, GVM_PROFILE_ENCODER, 100);
	outcome_expect(&got, GVM_PROFILE_BAR1, 256);
	assert_string_equal(got.type->note,
			    "no signature: a driver that checks it refuses the type");
}

/**
 * @brief What follows from something follows from what the file gives.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void one_number_follows_from_others(void **state)
{
	g_auto(outcome) got = { 0 };
	struct gvm_profile *type = outcome_begin(&got, "580.95.05");

	(void)state;
	gvm_profile_set(type, GVM_PROFILE_FRAMEBUFFER, 3072 * MUSTER_MIB);
	gvm_profile_set(type, GVM_PROFILE_RESERVED, 1024 * MUSTER_MIB);
	gvm_profile_set(type, GVM_PROFILE_MAX_X, 1920);
	gvm_profile_set(type, GVM_PROFILE_MAX_Y, 1080);
	gvm_profile_set(type, GVM_PROFILE_FRAME_RATE, 60);
	outcome_resolve(&got);
	outcome_expect(&got, GVM_PROFILE_SIZE, 4096 * MUSTER_MIB);
	outcome_expect(&got, GVM_PROFILE_MAX_INSTANCES, 6);
	outcome_expect(&got, GVM_PROFILE_MAX_PIXELS, 2073600);
	outcome_expect(&got, GVM_PROFILE_FRAME_LIMITER, 1);
	gvm_profile_set(type, GVM_PROFILE_FRAME_RATE, 0);
	outcome_resolve(&got);
	outcome_expect(&got, GVM_PROFILE_FRAME_LIMITER, 0);
}

/**
 * @brief Each class has the licence that suits it.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_licence_depends_on_the_class(void **state)
{
	static const char *const licenses[][2] = {
		{ "Compute", "NVIDIA-vComputeServer,9.0;Quadro-Virtual-DWS,5.0" },
		{ "Quadro", "Quadro-Virtual-DWS,5.0;GRID-Virtual-WS,2.0" },
		{ "NVS", "GRID-Virtual-PC,2.0;Quadro-Virtual-DWS,5.0" },
		{ "Geforce", "GRID-vGaming,8.0" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(licenses); i++) {
		g_auto(outcome) got = { 0 };
		struct gvm_profile *type = outcome_begin(&got, "525.147.05");

		type->text[GVM_PROFILE_CLASS] = g_strdup(licenses[i][0]);
		gvm_profile_set(type, GVM_PROFILE_FRAMEBUFFER, MUSTER_MIB);
		outcome_resolve(&got);
		outcome_expect_text(&got, GVM_PROFILE_LICENSE, licenses[i][1]);
		type->text[GVM_PROFILE_LICENSE] = g_strdup("Own,1.0");
		outcome_resolve(&got);
		outcome_expect_text(&got, GVM_PROFILE_LICENSE, "Own,1.0");
	}
}

/**
 * @brief A type that is larger than the GPU is refused, with the line of the
 *        size; NVIDIA's own sizes are not doubted.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_type_must_fit_on_the_gpu(void **state)
{
	g_auto(outcome) got = { 0 };
	struct gvm_profile *type = outcome_begin(&got, "580.95.05");

	(void)state;
	type->base = g_strdup("593");
	outcome_resolve(&got);
	gvm_profile_set(type, GVM_PROFILE_FRAMEBUFFER, 24257 * MUSTER_MIB);
	type->lines[GVM_PROFILE_TEXTS + GVM_PROFILE_FRAMEBUFFER] = 9;
	outcome_refuse(&got, GVM_ERROR_INVALID,
		       "types-0.xml:9: type 1001 needs 24577 MiB, more than GPU 0000:41:00.0 has (24576 MiB)");
	gvm_profile_set(type, GVM_PROFILE_FRAMEBUFFER, 24255 * MUSTER_MIB);
	outcome_resolve(&got);
	outcome_expect(&got, GVM_PROFILE_MAX_INSTANCES, 1);
}

/**
 * @brief A size must come from somewhere.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_size_must_come_from_somewhere(void **state)
{
	struct rmsim_fault fault = {
		.at = 1, .cmd = 0x20801303, .status = 0x40, .stays = true
	};
	g_auto(outcome) got = { 0 };
	struct gvm_profile *type = outcome_begin(&got, "580.95.05");

	(void)state;
	outcome_refuse(&got, GVM_ERROR_INVALID,
		       "types-0.xml:7: type 1001: nothing says how much frame buffer the guest gets");
	gvm_profile_set(type, GVM_PROFILE_FRAMEBUFFER, 1024 * MUSTER_MIB);
	fake_nvidia_fault(got.muster->fake->root, &fault);
	outcome_refuse(&got, GVM_ERROR_INVALID,
		       "types-0.xml:7: type 1001: GPU 0000:41:00.0 does not tell how much memory it has, so write instances/@max down");
	gvm_profile_set(type, GVM_PROFILE_MAX_INSTANCES, 3);
	outcome_resolve(&got);
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
		cmocka_unit_test(what_nobody_says_has_a_default),
		cmocka_unit_test(one_number_follows_from_others),
		cmocka_unit_test(the_licence_depends_on_the_class),
		cmocka_unit_test(a_type_must_fit_on_the_gpu),
		cmocka_unit_test(a_size_must_come_from_somewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
