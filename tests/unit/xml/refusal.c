// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What all tests of the readers share.
 */
#include "refusal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "util/error.h"

void refusal_check(refusal_reader reader, const char *text, size_t len,
		   const char *message)
{
	g_autoptr(GError) err = NULL;

	if (reader(text, len, &err))
		fail_msg("taken, but should be: %s\n%.500s", message, text);
	assert_non_null(err);
	assert_true(g_error_matches(err, GVM_ERROR, GVM_ERROR_INVALID));
	if (!g_str_has_prefix(err->message, message))
		fail_msg("'%s' should begin '%s'", err->message, message);
	assert_null(strchr(err->message, '\n'));
	assert_true(g_utf8_validate(err->message, -1, NULL));
	assert_true(strlen(err->message) < 500);

	/* A caller that does not want to know is told nothing. */
	assert_false(reader(text, len, NULL));
}

void refusal_check_all(refusal_reader reader, const struct refusal *list,
		       size_t n, const char *before, const char *after)
{
	for (size_t i = 0; i < n; i++) {
		g_autofree char *text = g_strconcat(before, list[i].text,
						    after, NULL);

		refusal_check(reader, text, strlen(text), list[i].message);
	}
}

/**
 * @brief Give a reader a document that may be good or not.
 * @param reader  The reader.
 * @param text    The document, exactly as long as the memory it is in.
 * @param len     Its length in bytes.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test when a refusal has no sentence with the name.
 */
static void check_any(refusal_reader reader, const char *text, size_t len)
{
	g_autoptr(GError) err = NULL;

	if (reader(text, len, &err))
		return;
	assert_true(g_error_matches(err, GVM_ERROR, GVM_ERROR_INVALID));
	assert_true(g_str_has_prefix(err->message, REFUSAL_NAME ":"));
	assert_null(strchr(err->message, '\n'));
}

void refusal_check_cuts(refusal_reader reader, const char *text)
{
	static const char damage[] = { '\0', '<', '>', '"', '\'', '&', '\xff' };
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i++) {
		g_autofree char *cut = g_memdup2(text, i);

		check_any(reader, cut, i);
	}
	for (size_t i = 0; i < len; i++) {
		g_autofree char *copy = g_memdup2(text, len);

		copy[i] = damage[i % sizeof(damage)];
		check_any(reader, copy, len);
	}
}

char *refusal_load(const char *name, size_t *len)
{
	g_autofree char *path = g_build_filename(GVM_TEST_DATA, name, NULL);
	char *text = NULL;

	if (!g_file_get_contents(path, &text, len, NULL))
		fail_msg("cannot read %s", path);

	return text;
}
