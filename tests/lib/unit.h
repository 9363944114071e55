/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What every unit test includes first.
 */
#ifndef GVM_TESTS_UNIT_H
#define GVM_TESTS_UNIT_H

/* cmocka.h wants these before it, in any order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <string.h>

#include "fake-host.h"
#include "util/error.h"

/**
 * @brief Insist on an error that says the right thing in one sentence.
 * @param err   The error.
 * @param code  The code it must have.
 * @param part  What its message must contain.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static inline void unit_expect_error(const GError *err, enum gvm_error code,
				     const char *part)
{
	assert_non_null(err);
	assert_int_equal(err->domain, GVM_ERROR);
	if (!strstr(err->message, part))
		fail_msg("'%s' does not say '%s'", err->message, part);
	if (err->code != (int)code)
		fail_msg("'%s' has code %d, not %d", err->message, err->code,
			 code);
	assert_null(strchr(err->message, '\n'));
	assert_false(g_str_has_suffix(err->message, "."));
}

/**
 * @brief Insist on success, and show the error where there is one.
 * @param good  What the function returned.
 * @param err   The error it set, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static inline void unit_expect_success(bool good, const GError *err)
{
	if (err)
		fail_msg("%s", err->message);
	assert_true(good);
}

/**
 * @brief Free the machine of a test.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Removes its directory.
 * @failure Ends the process when a removal would have hung for ever.
 */
static inline int unit_teardown(void **state)
{
	fake_host_free(*state);

	return 0;
}

/** @brief A row of the table of tests: a test that is given a machine. */
#define unit_row(test, setup)						\
	cmocka_unit_test_setup_teardown(test, setup, unit_teardown)

#endif /* GVM_TESTS_UNIT_H */
