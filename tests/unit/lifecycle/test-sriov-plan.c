// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of deciding how to enable virtual functions.
 */
#include "unit.h"
#include "lifecycle/sriov.h"

/** @brief A physical function. */
#define PF "0000:03:00.0"

/**
 * @brief Make a device that is only data.
 * @param number     How many virtual functions it has.
 * @param autoprobe  Whether drivers are offered new ones.
 * @return A new device that can have 7.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct gvm_vfs *device(unsigned int number, bool autoprobe)
{
	struct gvm_vfs *vfs = g_new0(struct gvm_vfs, 1);

	vfs->address = g_strdup(PF);
	vfs->driver = g_strdup("xe");
	vfs->total = 7;
	vfs->autoprobe = autoprobe;
	vfs->list = g_ptr_array_new_with_free_func(g_free);
	for (unsigned int i = 0; i < number; i++)
		g_ptr_array_add(vfs->list, g_new0(struct gvm_vf, 1));

	return vfs;
}

/**
 * @brief Insist on the steps of a plan.
 * @param vfs        The device; taken over.
 * @param number     How many virtual functions are wanted.
 * @param autoprobe  How they are to be treated.
 * @param text       Descriptions of the steps, "; " between.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_plan(struct gvm_vfs *vfs, unsigned int number,
			enum gvm_sriov_autoprobe autoprobe, const char *text)
{
	const struct gvm_sriov_wish wish = { number, autoprobe, false };
	g_autoptr(GString) all = g_string_new(NULL);
	g_autoptr(gvm_vfs) owned = vfs;
	g_autoptr(GArray) steps = NULL;
	g_autoptr(GError) err = NULL;

	steps = gvm_sriov_plan_enable(owned, &wish, &err);
	unit_expect_success(steps, err);
	for (guint i = 0; i < steps->len; i++) {
		g_autofree char *line = NULL;

		line = gvm_sriov_describe(owned,
					  &g_array_index(steps,
							 struct gvm_sriov_step,
							 i));
		g_string_append_printf(all, "%s%s", i ? "; " : "", line);
	}
	assert_string_equal(all->str, text);
}

/**
 * @brief Insist that there is no plan.
 * @param vfs        The device; taken over.
 * @param number     How many virtual functions are wanted.
 * @param autoprobe  How they are to be treated.
 * @param code       Code of the error.
 * @param part       What its sentence must contain.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void refuse_plan(struct gvm_vfs *vfs, uint64_t number,
			enum gvm_sriov_autoprobe autoprobe,
			enum gvm_error code, const char *part)
{
	const struct gvm_sriov_wish wish = { number, autoprobe, false };
	g_autoptr(gvm_vfs) owned = vfs;
	g_autoptr(GError) err = NULL;

	assert_null(gvm_sriov_plan_enable(owned, &wish, &err));
	unit_expect_error(err, code, part);
}

/**
 * @brief A plan holds what has to change, and nothing else.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_plan_holds_what_has_to_change(void **state)
{
	(void)state;
	expect_plan(device(0, true), 0, GVM_SRIOV_LEAVE,
		    "enable 7 virtual functions of " PF);
	expect_plan(device(0, true), 7, GVM_SRIOV_YES,
		    "enable 7 virtual functions of " PF);
	expect_plan(device(0, true), 1, GVM_SRIOV_NO,
		    "set autoprobe of " PF " to no; enable 1 virtual functions of " PF);
	expect_plan(device(0, false), 2, GVM_SRIOV_YES,
		    "set autoprobe of " PF " to yes; enable 2 virtual functions of " PF);
	expect_plan(device(0, false), 2, GVM_SRIOV_LEAVE,
		    "enable 2 virtual functions of " PF);
	expect_plan(device(3, true), 3, GVM_SRIOV_LEAVE, "");
	expect_plan(device(7, false), 0, GVM_SRIOV_NO, "");
}

/**
 * @brief What cannot be is refused before anything is done, with the next step.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_cannot_be_is_refused(void **state)
{
	struct gvm_vfs *idle = device(0, true);

	(void)state;
	g_clear_pointer(&idle->driver, g_free);
	refuse_plan(idle, 1, GVM_SRIOV_LEAVE, GVM_ERROR_UNSUPPORTED,
		    "no driver has " PF);
	refuse_plan(device(0, true), 8, GVM_SRIOV_LEAVE, GVM_ERROR_USAGE,
		    "can have 7 virtual functions and not 8");
	refuse_plan(device(0, true), UINT64_MAX, GVM_SRIOV_LEAVE,
		    GVM_ERROR_USAGE, "and not 18446744073709551615");
	refuse_plan(device(3, true), 4, GVM_SRIOV_LEAVE, GVM_ERROR_BUSY,
		    "has 3 virtual functions already, with autoprobe yes; "
		    "'gvmctl sriov disable " PF "' first");
	refuse_plan(device(3, true), 0, GVM_SRIOV_LEAVE, GVM_ERROR_BUSY,
		    "already");
	refuse_plan(device(3, true), 3, GVM_SRIOV_NO, GVM_ERROR_BUSY,
		    "already");
	refuse_plan(device(3, false), 3, GVM_SRIOV_YES, GVM_ERROR_BUSY,
		    "with autoprobe no");
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
		cmocka_unit_test(a_plan_holds_what_has_to_change),
		cmocka_unit_test(what_cannot_be_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
