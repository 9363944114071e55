// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Checks on text that came from outside.
 */
#include "util/text.h"

#include <errno.h>
#include <string.h>

bool gvm_text_is_name(const char *text)
{
	size_t len;

	if (!text || g_str_equal(text, ".") || g_str_equal(text, ".."))
		return false;

	len = strnlen(text, GVM_TEXT_NAME_MAX + 1);
	if (len == 0 || len > GVM_TEXT_NAME_MAX)
		return false;
	for (size_t i = 0; i < len; i++)
		if (text[i] == '/' || g_ascii_iscntrl(text[i]))
			return false;

	return g_utf8_validate(text, len, NULL);
}

bool gvm_text_is_line(const char *text, size_t max)
{
	size_t len = text ? strnlen(text, max + 1) : 0;

	if (len == 0 || len > max)
		return false;
	for (size_t i = 0; i < len; i++)
		if (g_ascii_iscntrl(text[i]))
			return false;

	return true;
}

bool gvm_text_to_uint(const char *text, uint64_t max, uint64_t *value)
{
	bool hex = text && g_str_has_prefix(text, "0x");
	const char *digits = hex ? text + 2 : text;
	char *end = NULL;
	guint64 number;

	/* strtoull() takes a second prefix, signs and blanks as well. */
	if (!digits || !g_ascii_isxdigit(digits[0]) || digits[1] == 'x' ||
	    digits[1] == 'X')
		return false;

	errno = 0;
	number = g_ascii_strtoull(digits, &end, hex ? 16 : 10);
	if (errno || end == digits || *end || number > max)
		return false;
	*value = number;

	return true;
}

char *gvm_text_printable(const char *text, size_t max)
{
	g_autofree char *valid = g_utf8_make_valid(text ? text : "(null)", -1);
	size_t len = strlen(valid);
	size_t keep = len;

	g_assert(max >= 4);

	if (len > max) {
		keep = max - 3;
		while (keep > 0 && (valid[keep] & 0xc0) == 0x80)
			keep--;
	}
	for (size_t i = 0; i < keep; i++)
		if (g_ascii_iscntrl(valid[i]))
			valid[i] = '?';

	return g_strdup_printf("%.*s%s", (int)keep, valid,
			       len > max ? "..." : "");
}

char *gvm_text_uuid(const char *text)
{
	if (!text || !g_uuid_string_is_valid(text))
		return NULL;

	return g_ascii_strdown(text, -1);
}

bool gvm_text_is_pci(const char *text)
{
	static const char hex[] = "0123456789abcdef";
	static const struct {
		size_t least;
		size_t most;
		char mark;
	} parts[] = { { 4, 8, ':' }, { 2, 2, ':' }, { 2, 2, '.' }, { 1, 1, 0 } };
	const char *at = text;

	for (size_t i = 0; text && i < G_N_ELEMENTS(parts); i++) {
		size_t len = strspn(at, hex);

		if (len < parts[i].least || len > parts[i].most ||
		    at[len] != parts[i].mark)
			return false;
		at += len + 1;
	}

	return text;
}
