// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests that types are only sent to a driver whose structures are
 *        known, or to one that the user names.
 *
 * Part of the NVIDIA Manager Test, see docs/tests.dox.
 */
#include "muster.h"

/** @brief Number of the type of these tests. */
#define TYPE 1001

/**
 * @brief Add a type with values that would be seen in a wrong place.
 * @param muster  The muster.
 * @norestriction
 * @sideeffect Grows the file.
 * @nofailure
 */
static void add_type(struct parade *muster)
{
	struct gvm_profile *type = muster_type(muster, TYPE);

	gvm_profile_set(type, GVM_PROFILE_MAX_INSTANCES, 1);
	gvm_profile_set(type, GVM_PROFILE_MULTI_VGPU, 1);
	gvm_profile_set(type, GVM_PROFILE_HEADS, 4);
	gvm_profile_set(type, GVM_PROFILE_EXCLUSIVE, 1);
	gvm_profile_set(type, GVM_PROFILE_EXCLUSIVE_TYPE, 3);
	gvm_profile_set(type, GVM_PROFILE_EXCLUSIVE_SIZE, 5);
	gvm_profile_set(type, GVM_PROFILE_MIG_PROFILE, 19);
	gvm_profile_set(type, GVM_PROFILE_FTRACE, 1);
	type->text[GVM_PROFILE_ADAPTER] = g_strdup("GVM");
	type->text[GVM_PROFILE_PRODUCT] = g_strdup("GVM product");
}

/**
 * @brief Tell whether a number has arrived where it belongs.
 * @param sim    The driver.
 * @param field  NVIDIA's name.
 * @param value  The number.
 * @return true when it has.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static bool is_number(const struct rmsim *sim, const char *field,
		      uint64_t value)
{
	uint64_t found = 0;
	uint32_t size = 0;
	const uint8_t *bytes = rmsim_type_field(sim, TYPE, field, &size);

	if (!bytes || size > sizeof(found))
		return false;
	memcpy(&found, bytes, size);

	return found == value;
}

/**
 * @brief Tell whether the type has arrived as add_type() wrote it.
 * @param sim  The driver.
 * @return true when it has.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static bool is_right(const struct rmsim *sim)
{
	uint32_t size = 0;
	const uint8_t *product = rmsim_type_field(sim, TYPE,
						  "licensedProductName", &size);

	return product && memcmp(product, "GVM product", 12) == 0 &&
		is_number(sim, "numHeads", 4) &&
		is_number(sim, "multiVgpuSupported", 1) &&
		is_number(sim, "fbLength", 2048 * MUSTER_MIB) &&
		is_number(sim, "multiVgpuExclusive", 1) &&
		is_number(sim, "exclusiveType", 3) &&
		is_number(sim, "exclusiveSize", 5) &&
		is_number(sim, "gpuInstanceProfileId", 19) &&
		is_number(sim, "ftraceEnable", 1);
}

/**
 * @brief Nothing is sent to a release that nobody has measured, unless the
 *        user says which one it is like.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_unknown_release_gets_nothing(void **state)
{
	g_autoptr(parade) muster = muster_new_as("580.200.01", "580.95.05", 1);
	g_autoptr(rmsim) sim = fake_nvidia_map(muster->fake->root);

	(void)state;
	add_type(muster);
	muster_refuse(muster, GVM_ERROR_UNSUPPORTED,
		      "the interface of NVIDIA's driver 580.200.01 is not known, so nothing is sent to it; if it is that of 580.");
	muster_expect_list(muster, 0, "");
	muster->wish.force_abi = "580.95.05";
	muster_do(muster);
	assert_true(is_right(sim));
}

/**
 * @brief Nothing is sent to a driver that does not say what it is.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_garbled_release_gets_nothing(void **state)
{
	static const char *const words[] = {
		"\n", "580\n", "580.95.05 and more\n", "five-eighty\n"
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		g_autoptr(parade) muster = muster_new("580.95.05");
		g_autoptr(GError) err = NULL;

		fake_tree_file(muster->fake->root,
			       "sys/module/nvidia/version", words[i]);
		add_type(muster);
		if (muster_try(muster, &err))
			fail_msg("types were sent to release '%s'", words[i]);
		assert_non_null(strstr(err->message, "NVIDIA's driver"));
		muster_expect_list(muster, 0, "");
	}
}

/**
 * @brief What an unknown release would get can be looked at.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void files_can_be_checked_against_an_unknown_release(void **state)
{
	g_autoptr(parade) muster = muster_new_as("580.200.01", "580.95.05", 1);
	g_autoptr(gvm_register) reg = NULL;
	g_autoptr(GError) err = NULL;

	(void)state;
	add_type(muster);
	muster->wish.check = true;
	reg = muster_plan(muster, &err);
	unit_expect_success(reg, err);
}

/**
 * @brief A release that is no release cannot be forced.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_no_release_cannot_be_forced(void **state)
{
	static const char *const words[] = { "", "580", "latest", "580.95.05x" };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		g_autoptr(parade) muster = muster_new("580.95.05");
		g_autoptr(GError) err = NULL;

		add_type(muster);
		muster->wish.force_abi = words[i];
		if (muster_try(muster, &err))
			fail_msg("'%s' was taken for a release", words[i]);
		assert_non_null(strstr(err->message, words[i]));
		muster_expect_list(muster, 0, "");
	}
}

/**
 * @brief Force a release on a driver, and insist that it is told.
 * @param driver  Release of the driver.
 * @param forced  Release that is forced.
 * @return 1 when the types have arrived as they should, else 0.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static unsigned int force(const char *driver, const char *forced)
{
	g_autoptr(parade) muster = muster_new_as(driver, NULL, 2);
	g_autoptr(rmsim) sim = fake_nvidia_map(muster->fake->root);
	g_autoptr(GError) err = NULL;
	bool good;

	add_type(muster);
	muster->wish.force_abi = forced;
	good = muster_try(muster, &err);
	if (good && !is_right(sim))
		fail_msg("%s forced on %s: wrong values, and nothing is said",
			 forced, driver);
	if (!good && sim->type_count)
		fail_msg("%s forced on %s: refused, but types were sent: %s",
			 forced, driver, err->message);
	if (!good && !strstr(err->message, "NV"))
		fail_msg("%s forced on %s: '%s' names no call", forced, driver,
			 err->message);

	return good;
}

/**
 * @brief With the wrong release nothing arrives in a wrong place: either its
 *        structures are the same, or the driver refuses them.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_wrong_release_is_found_out(void **state)
{
	unsigned int pairs = 0;
	unsigned int good = 0;

	(void)state;
	for (size_t i = 0; muster_releases[i]; i++)
		for (size_t j = 0; muster_releases[j]; j++, pairs++)
			good += force(muster_releases[i], muster_releases[j]);
	/* Each is right for itself, and most pairs are wrong. */
	assert_in_range(good, 11, pairs / 2);
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
		cmocka_unit_test(an_unknown_release_gets_nothing),
		cmocka_unit_test(a_garbled_release_gets_nothing),
		cmocka_unit_test(files_can_be_checked_against_an_unknown_release),
		cmocka_unit_test(what_is_no_release_cannot_be_forced),
		cmocka_unit_test(a_wrong_release_is_found_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
