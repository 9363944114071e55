// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the choice of rows for a release.
 */
#include "unit.h"
#include "nvidia/abi.h"
#include "nvidia/releases.h"

/** @brief What a release is given. */
struct choice {
	const char *driver;		/**< The release. */
	const char *rows;		/**< Release whose rows it gets. */
	enum gvm_nv_known known;	/**< How well it is known. */
};

/**
 * @brief Insist on the choices of a table.
 * @param rows   The table.
 * @param n      How many rows it has.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_choices(const struct choice *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		g_autoptr(GError) err = NULL;
		struct gvm_nv_abi abi;
		char text[GVM_NV_VERSION_TEXT];

		unit_expect_success(gvm_nv_abi_select(rows[i].driver, NULL,
						      &abi, &err), err);
		gvm_nv_version_format(abi.rows, text);
		if (!g_str_equal(text, rows[i].rows) ||
		    abi.known != rows[i].known)
			fail_msg("%s has the rows of %s, known %d",
				 rows[i].driver, text, abi.known);
	}
}

/**
 * @brief A measured release has rows of its own.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_measured_release_has_its_own(void **state)
{
	size_t n;
	const struct gvm_nv_version *all = gvm_nv_releases(&n);

	(void)state;
	assert_true(n > 100);
	for (size_t i = 0; i < n; i++) {
		char text[GVM_NV_VERSION_TEXT];
		const struct choice choice = { text, text, GVM_NV_KNOWN };

		gvm_nv_version_format(all[i], text);
		expect_choices(&choice, 1);
		/* The table is searched from its beginning. */
		if (i > 0)
			assert_true(gvm_nv_version_compare(all[i - 1],
							   all[i]) < 0);
	}
}

/**
 * @brief A release between two of its branch that agree is like them.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void one_between_two_equal_is_known(void **state)
{
	static const struct choice rows[] = {
		{ "525.90.00", "525.89.02", GVM_NV_KNOWN },
		{ "535.161.08", "535.161.07", GVM_NV_KNOWN },
		{ "550.40.62", "550.40.61", GVM_NV_KNOWN },
		{ "565.60", "565.57.01", GVM_NV_KNOWN },
		{ "570.123.05", "570.123.01", GVM_NV_KNOWN },
		{ "570.123.20", "570.123.19", GVM_NV_KNOWN },
		{ "580.94.17", "580.94.16", GVM_NV_KNOWN },
		{ "580.94.20", "580.94.18", GVM_NV_KNOWN },
		{ "580.105.01", "580.95.05", GVM_NV_KNOWN },
		{ "595.45.03", "595.44.03", GVM_NV_KNOWN },
	};

	(void)state;
	expect_choices(rows, G_N_ELEMENTS(rows));
}

/**
 * @brief Any other release has the rows of the nearest one of its branch, of
 *        its own series if there is one.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void others_have_those_of_the_nearest(void **state)
{
	static const struct choice rows[] = {
		/* Between two that differ: the lower one. */
		{ "535.200.01", "535.183.06", GVM_NV_NEAREST },
		{ "550.78.01", "550.78", GVM_NV_NEAREST },
		{ "580.90.01", "580.82.09", GVM_NV_NEAREST },
		/* Series of their own, which end higher than others begin. */
		{ "550.40.64", "550.40.63", GVM_NV_NEAREST },
		{ "550.40.90", "550.40.85", GVM_NV_NEAREST },
		{ "550.54.10", "550.54.14", GVM_NV_NEAREST },
		{ "580.94.01", "580.94.02", GVM_NV_NEAREST },
		/* Newer than all, older than all. */
		{ "535.999.01", "535.288.01", GVM_NV_NEAREST },
		{ "580.999.01", "580.142", GVM_NV_NEAREST },
		{ "595.45.05", "595.45.04", GVM_NV_NEAREST },
		{ "525.10.01", "525.47.04", GVM_NV_NEAREST },
		{ "570.10.01", "570.86.15", GVM_NV_NEAREST },
	};

	(void)state;
	expect_choices(rows, G_N_ELEMENTS(rows));
}

/**
 * @brief Insist on a choice that fails.
 * @param driver  The release.
 * @param force   Release to force, or NULL.
 * @param code    Code of the error.
 * @param part    What the error must say.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_refusal(const char *driver, const char *force,
			   enum gvm_error code, const char *part)
{
	g_autoptr(GError) err = NULL;
	struct gvm_nv_abi abi;

	if (gvm_nv_abi_select(driver, force, &abi, &err))
		fail_msg("%s was given rows", driver);
	unit_expect_error(err, code, part);
}

/**
 * @brief Of other branches nothing is known, and other text is no release.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void other_branches_have_none(void **state)
{
	static const char *const branches[] = {
		"510.108.03", "515.105.01", "520.56.06", "540.1", "585.1",
		"600.10.01",
	};
	static const char *const texts[] = {
		"", "580", "banana", "580.95.05.1", "-1.2",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(branches); i++) {
		g_autofree char *part =
			g_strdup_printf("nothing is known of NVIDIA's driver %s; update this program, or name a release",
					branches[i]);

		expect_refusal(branches[i], NULL, GVM_ERROR_UNSUPPORTED, part);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *part = g_strdup_printf("its version is '%s', which is no release",
							texts[i]);

		expect_refusal(texts[i], NULL, GVM_ERROR_FAILED, part);
		expect_refusal(texts[i], "580.95.05", GVM_ERROR_FAILED, part);
	}
}

/**
 * @brief A release that is known may be forced, whatever runs.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_known_one_may_be_forced(void **state)
{
	static const struct choice rows[] = {
		{ "600.10.01", "595.45.04", GVM_NV_FORCED },
		{ "580.95.05", "525.147.05", GVM_NV_FORCED },
		{ "580.95.05", "580.95.05", GVM_NV_FORCED },
		{ "535.200.01", "565.57.01", GVM_NV_FORCED },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) err = NULL;
		struct gvm_nv_abi abi;
		char driver[GVM_NV_VERSION_TEXT];
		char text[GVM_NV_VERSION_TEXT];
		/* Between two that agree is known as well. */
		const char *force = i == 3 ? "565.60" : rows[i].rows;

		unit_expect_success(gvm_nv_abi_select(rows[i].driver, force,
						      &abi, &err), err);
		gvm_nv_version_format(abi.driver, driver);
		gvm_nv_version_format(abi.rows, text);
		assert_string_equal(driver, rows[i].driver);
		assert_string_equal(text, rows[i].rows);
		assert_int_equal(abi.known, GVM_NV_FORCED);
		assert_true(gvm_nv_abi_may_write(&abi, NULL));
	}
}

/**
 * @brief Any other one may not.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void others_may_not_be_forced(void **state)
{
	(void)state;
	expect_refusal("580.95.05", "580.999.01", GVM_ERROR_USAGE,
		       "--force-abi 580.999.01 names a driver release whose interface is not known");
	expect_refusal("580.95.05", "600.10", GVM_ERROR_USAGE,
		       "--force-abi 600.10 names a driver release whose interface is not known");
	expect_refusal("580.95.05", "new", GVM_ERROR_USAGE,
		       "--force-abi new is not a driver release such as 580.95.05");
	expect_refusal("580.95.05", "", GVM_ERROR_USAGE,
		       "--force-abi  is not a driver release");
}

/**
 * @brief Only to a release that is known is written.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void only_known_ones_are_written_to(void **state)
{
	g_autoptr(GError) err = NULL;
	struct gvm_nv_abi abi;

	(void)state;
	assert_true(gvm_nv_abi_select("580.95.05", NULL, &abi, NULL));
	assert_true(gvm_nv_abi_may_write(&abi, NULL));
	assert_true(gvm_nv_abi_select("580.105.01", NULL, &abi, NULL));
	assert_true(gvm_nv_abi_may_write(&abi, NULL));
	assert_true(gvm_nv_abi_select("550.40.90", NULL, &abi, NULL));
	assert_false(gvm_nv_abi_may_write(&abi, &err));
	unit_expect_error(err, GVM_ERROR_UNSUPPORTED,
			  "the interface of NVIDIA's driver 550.40.90 is not known, so nothing is sent to it; if it is that of 550.40.85 (see 'gvmctl check --abi'), say --force-abi 550.40.85");
}

/**
 * @brief What a release does not have, has no size, no place, no offer and no
 *        value.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_missing_is_nothing(void **state)
{
	struct gvm_nv_abi abi;
	bool privileged = true;
	uint32_t value = 77;

	(void)state;
	assert_true(gvm_nv_abi_select("525.147.05", NULL, &abi, NULL));
	assert_int_equal(gvm_nv_abi_size(&abi, GVM_NV_S_PLACEMENTS), 0);
	assert_int_equal(gvm_nv_abi_place(&abi, GVM_NV_S_PLACEMENTS,
					  GVM_NV_PLACEMENTS_GPU_INSTANCE_ID)
			 .size, 0);
	assert_int_equal(gvm_nv_abi_place(&abi, GVM_NV_S_ALLOC,
					  GVM_NV_ALLOC_PARAMS_SIZE).size, 0);
	assert_false(gvm_nv_abi_offers(&abi, GVM_NV_C_PLACEMENTS,
				       &privileged));
	assert_true(privileged);
	assert_false(gvm_nv_abi_has(&abi, GVM_NV_K_RM_API_VERSION_CMD_QUERY,
				    &value));
	assert_int_equal(value, 77);
	/* And what it has, is there without a place to put it. */
	assert_true(gvm_nv_abi_offers(&abi, GVM_NV_C_ENUMERATE, NULL));
	assert_true(gvm_nv_abi_has(&abi, GVM_NV_K_NOTIFIERS_VM_START, NULL));
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
		cmocka_unit_test(a_measured_release_has_its_own),
		cmocka_unit_test(one_between_two_equal_is_known),
		cmocka_unit_test(others_have_those_of_the_nearest),
		cmocka_unit_test(other_branches_have_none),
		cmocka_unit_test(a_known_one_may_be_forced),
		cmocka_unit_test(others_may_not_be_forced),
		cmocka_unit_test(only_known_ones_are_written_to),
		cmocka_unit_test(what_is_missing_is_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
