// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the error domain.
 */
#include "unit.h"
#include <errno.h>

/**
 * @brief Each errno gets the code that tells what can be done about it.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_errno_gets_its_code(void **state)
{
	static const struct {
		int errnum;
		enum gvm_error code;
	} rows[] = {
		{ ENOENT, GVM_ERROR_NOT_FOUND },
		{ ENODEV, GVM_ERROR_NOT_FOUND },
		{ ENXIO, GVM_ERROR_NOT_FOUND },
		{ EEXIST, GVM_ERROR_EXISTS },
		{ EBUSY, GVM_ERROR_BUSY },
		{ EAGAIN, GVM_ERROR_BUSY },
		{ ENOSPC, GVM_ERROR_NO_CAPACITY },
		{ EUSERS, GVM_ERROR_NO_CAPACITY },
		{ EACCES, GVM_ERROR_DENIED },
		{ EPERM, GVM_ERROR_DENIED },
		{ EROFS, GVM_ERROR_DENIED },
		{ ENOSYS, GVM_ERROR_UNSUPPORTED },
		{ EOPNOTSUPP, GVM_ERROR_UNSUPPORTED },
		{ ENOTTY, GVM_ERROR_UNSUPPORTED },
		{ EIO, GVM_ERROR_FAILED },
		{ EINVAL, GVM_ERROR_FAILED },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_int_equal(gvm_error_from_errno(rows[i].errnum),
				 rows[i].code);
}

/**
 * @brief The sentence, the errno's text and the code all arrive.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_errno_becomes_a_sentence(void **state)
{
	g_autoptr(GError) err = NULL;

	(void)state;
	assert_false(gvm_error_set_errno(&err, -ENOSPC, "cannot make %s", "it"));
	unit_expect_error(err, GVM_ERROR_NO_CAPACITY, "cannot make it: ");
	assert_non_null(strstr(err->message, g_strerror(ENOSPC)));
}

/**
 * @brief A text that looks like a format is not taken for one.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_sentence_may_hold_percent_signs(void **state)
{
	g_autoptr(GError) err = NULL;

	(void)state;
	assert_false(gvm_error_set(&err, GVM_ERROR_USAGE, "'%s'", "%n%s"));
	unit_expect_error(err, GVM_ERROR_USAGE, "'%n%s'");
}

/**
 * @brief Nobody has to want the error.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_error_may_be_unwanted(void **state)
{
	(void)state;
	assert_false(gvm_error_set(NULL, GVM_ERROR_FAILED, "x"));
	assert_false(gvm_error_set_errno(NULL, -EIO, "x"));
}

/**
 * @brief The exit status is the code of our errors, and 1 for all others.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_exit_status_is_the_code(void **state)
{
	g_autoptr(GError) ours = g_error_new(GVM_ERROR, GVM_ERROR_BUSY, "x");
	g_autoptr(GError) foreign = g_error_new(g_quark_from_string("y"), 5,
						"x");

	(void)state;
	assert_int_equal(gvm_error_status(NULL), 0);
	assert_int_equal(gvm_error_status(ours), 5);
	assert_int_equal(gvm_error_status(foreign), 1);
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
		cmocka_unit_test(an_errno_gets_its_code),
		cmocka_unit_test(an_errno_becomes_a_sentence),
		cmocka_unit_test(a_sentence_may_hold_percent_signs),
		cmocka_unit_test(an_error_may_be_unwanted),
		cmocka_unit_test(the_exit_status_is_the_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
