// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of types that start from one of NVIDIA's, and of signatures.
 *
 * Part of the NVIDIA Manager Test, see docs/tests.dox.
 */
#include "outcome.h"

#include "lifecycle/register-resolve.h"

/** @brief Where a signature is that a type names. */
#define SIGNATURE_FILE "etc/gvm/own.sig"

/**
 * @brief A base gives all that the file does not, with the signature of the
 *        pair.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_base_gives_the_rest(void **state)
{
	g_auto(outcome) got = { 0 };
	struct gvm_profile *type = outcome_begin(&got, "580.95.05");

	(void)state;
	type->base = g_strdup("TYPE 4Q");
	gvm_profile_set(type, GVM_PROFILE_HEADS, 2);
	outcome_resolve(&got);
	outcome_expect_text(&got, GVM_PROFILE_NAME, "TYPE 4Q");
	outcome_expect_text(&got, GVM_PROFILE_CLASS, "Quadro");
	outcome_expect_text(&got, GVM_PROFILE_LICENSE, "L1;L2");
	outcome_expect(&got, GVM_PROFILE_HEADS, 2);
	outcome_expect(&got, GVM_PROFILE_MAX_X, 7680);
	outcome_expect(&got, GVM_PROFILE_MAX_PIXELS, 33177600);
	outcome_expect(&got, GVM_PROFILE_FRAME_RATE, 60);
	outcome_expect(&got, GVM_PROFILE_FRAME_LIMITER, 1);
	outcome_expect(&got, GVM_PROFILE_SIZE, 4096 * MUSTER_MIB);
	outcome_expect(&got, GVM_PROFILE_FRAMEBUFFER, 3776 * MUSTER_MIB);
	outcome_expect(&got, GVM_PROFILE_MAX_INSTANCES, 6);
	outcome_expect(&got, GVM_PROFILE_GUEST_DEVICE, 0x223614b7);
	outcome_expect(&got, GVM_PROFILE_HOST_DEVICE, 0x2236);
	outcome_expect_signature(&got, 0x5a);
	assert_int_equal(got.type->type->id, 1001);
}

/**
 * @brief What follows from a changed number does not come from the base.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_base_does_not_contradict_the_file(void **state)
{
	g_auto(outcome) got = { 0 };
	struct gvm_profile *type = outcome_begin(&got, "580.95.05");

	(void)state;
	type->base = g_strdup("592");
	type->text[GVM_PROFILE_CLASS] = g_strdup("NVS");
	gvm_profile_set(type, GVM_PROFILE_FRAMEBUFFER, 1728 * MUSTER_MIB);
	gvm_profile_set(type, GVM_PROFILE_FRAME_RATE, 0);
	outcome_resolve(&got);
	outcome_expect_text(&got, GVM_PROFILE_LICENSE,
			    "GRID-Virtual-PC,2.0;Quadro-Virtual-DWS,5.0");
	outcome_expect(&got, GVM_PROFILE_RESERVED, 320 * MUSTER_MIB);
	outcome_expect(&got, GVM_PROFILE_SIZE, 2048 * MUSTER_MIB);
	outcome_expect(&got, GVM_PROFILE_MAX_INSTANCES, 12);
	outcome_expect(&got, GVM_PROFILE_MAX_PIXELS, 66355200);
	outcome_expect(&got, GVM_PROFILE_FRAME_LIMITER, 0);
	gvm_profile_set(type, GVM_PROFILE_SIZE, 1024 * MUSTER_MIB);
	type->given &= ~(UINT64_C(1) << GVM_PROFILE_FRAMEBUFFER);
	outcome_resolve(&got);
	outcome_expect(&got, GVM_PROFILE_FRAMEBUFFER, 704 * MUSTER_MIB);
	outcome_expect(&got, GVM_PROFILE_MAX_INSTANCES, 24);
}

/**
 * @brief Of a base is left out what the release has no place for.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_a_release_lacks_is_left_out_of_a_base(void **state)
{
	static const char *const releases[] = { "525.147.05", "595.45.04" };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(releases); i++) {
		g_auto(outcome) got = { 0 };
		struct gvm_profile *type = outcome_begin(&got, releases[i]);

		type->base = g_strdup("nvidia-592");
		outcome_resolve(&got);
		assert_int_equal(gvm_profile_has(got.type->type,
						 GVM_PROFILE_NOMINAL_REGION),
				 i == 1);
		assert_int_equal(gvm_profile_has(got.type->type,
						 GVM_PROFILE_SUBVENDOR), i == 1);
	}
}

/**
 * @brief A base that is not there or no good is refused with file and line.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_base_that_is_no_good_is_refused(void **state)
{
	g_auto(outcome) got = { 0 };
	struct gvm_profile *type = outcome_begin(&got, "580.95.05");
	const char *root = got.muster->fake->root;

	(void)state;
	type->base = g_strdup("TYPE 5Q");
	outcome_refuse(&got, GVM_ERROR_INVALID,
		       "types-0.xml:7: type 1001: its base: /" GVM_REGISTER_BASES " has no type 'TYPE 5Q'");
	fake_tree_file(root, GVM_REGISTER_BASES, "<other/>\n");
	outcome_refuse(&got, GVM_ERROR_INVALID,
		       "/" GVM_REGISTER_BASES ":1: this is not NVIDIA's vgpuConfig.xml");
	fake_tree_remove(root, GVM_REGISTER_BASES);
	outcome_refuse(&got, GVM_ERROR_INVALID,
		       "types-0.xml:7: type 1001: there is no /" GVM_REGISTER_BASES " to take base 'TYPE 5Q' from");
}

/**
 * @brief Write a file with a signature, or with none.
 * @param root   The machine.
 * @param begin  What it begins with.
 * @param byte   Two digits.
 * @param n      How often they are there.
 * @norestriction
 * @sideeffect Creates the file.
 * @nofailure
 */
static void put_signature(const char *root, const char *begin,
			  const char *byte, unsigned int n)
{
	g_autofree char *digits = outcome_digits(byte, n);
	g_autofree char *text = g_strdup_printf("%s%s\n\n", begin, digits);

	fake_tree_file(root, SIGNATURE_FILE, text);
}

/**
 * @brief A signature may be in a file of its own, which goes before the base.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_signature_may_be_in_a_file(void **state)
{
	g_auto(outcome) got = { 0 };
	struct gvm_profile *type = outcome_begin(&got, "580.95.05");
	const char *root = got.muster->fake->root;

	(void)state;
	type->base = g_strdup("592");
	type->signature_file = g_strdup("/" SIGNATURE_FILE);
	outcome_refuse(&got, GVM_ERROR_NOT_FOUND,
		       "types-0.xml:7: type 1001: cannot read its signature from /" SIGNATURE_FILE);
	put_signature(root, "  ", "Cd", GVM_PROFILE_SIGNATURE);
	outcome_resolve(&got);
	outcome_expect_signature(&got, 0xcd);
	put_signature(root, "", "cd", GVM_PROFILE_SIGNATURE - 1);
	outcome_refuse(&got, GVM_ERROR_INVALID,
		       "types-0.xml:7: type 1001: /" SIGNATURE_FILE " is no signature: it must be 256 hexadecimal digits");
	put_signature(root, "c", "cd", GVM_PROFILE_SIGNATURE);
	outcome_refuse(&got, GVM_ERROR_INVALID, "is no signature");
	put_signature(root, "", "cg", GVM_PROFILE_SIGNATURE);
	outcome_refuse(&got, GVM_ERROR_INVALID, "is no signature");
	fake_tree_bytes(root, SIGNATURE_FILE, "\0\1\2", 3);
	outcome_refuse(&got, GVM_ERROR_INVALID, "is no signature");
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
		cmocka_unit_test(a_base_gives_the_rest),
		cmocka_unit_test(a_base_does_not_contradict_the_file),
		cmocka_unit_test(what_a_release_lacks_is_left_out_of_a_base),
		cmocka_unit_test(a_base_that_is_no_good_is_refused),
		cmocka_unit_test(a_signature_may_be_in_a_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
