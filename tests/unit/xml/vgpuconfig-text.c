// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Pieces of files like NVIDIA's: writing signatures out.
 */
#include "vgpuconfig-text.h"

#include <string.h>

/** @brief Characters of a byte. */
#define DIGITS 2

GString *vgpuconfig_text_expand(const char *text, size_t len)
{
	/* Of no length it is NULL, to which nothing can be added. */
	const char *end = len ? text + len : text;
	GString *out = g_string_new(NULL);

	for (const char *at = text; at < end; at++) {
		const char *stop = *at == '[' ?
			memchr(at, ']', (size_t)(end - at)) : NULL;
		const char *star = stop ?
			memchr(at, '*', (size_t)(stop - at)) : NULL;
		guint64 n;

		if (!star || stop - star != DIGITS + 1) {
			g_string_append_c(out, *at);
			continue;
		}
		n = g_ascii_strtoull(at + 1, NULL, 10);
		for (guint64 i = 0; i < n; i++)
			g_string_append_len(out, star + 1, DIGITS);
		at = stop;
	}

	return out;
}
