// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief UUIDs as the driver holds them: 16 bytes, three numbers first.
 */
#include "nvidia/uuid.h"

#include <glib.h>

#include "util/text.h"

/** @brief Digits of a byte. */
#define DIGITS 2

/** @brief Which byte the n-th pair of digits of the text is. */
static const uint8_t order[GVM_NV_UUID_SIZE] = {
	3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15,
};

char *gvm_nv_uuid_format(const uint8_t bytes[GVM_NV_UUID_SIZE])
{
	GString *text = g_string_new(NULL);
	unsigned int any = 0;

	for (size_t i = 0; i < GVM_NV_UUID_SIZE; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			g_string_append_c(text, '-');
		g_string_append_printf(text, "%02x", bytes[order[i]]);
		any |= bytes[i];
	}

	return g_string_free(text, !any);
}

bool gvm_nv_uuid_parse(const char *text, uint8_t bytes[GVM_NV_UUID_SIZE])
{
	g_autofree char *plain = gvm_text_uuid(text);
	const char *at = plain;

	if (!plain)
		return false;
	for (size_t i = 0; i < GVM_NV_UUID_SIZE; i++, at += DIGITS) {
		at += *at == '-';
		bytes[order[i]] = g_ascii_xdigit_value(at[0]) << 4 |
			g_ascii_xdigit_value(at[1]);
	}

	return true;
}
