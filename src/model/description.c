// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading the "description" attribute of a type.
 */
#include "model/description.h"

#include <glib.h>
#include <string.h>

/** @brief Bytes of one MiB. */
#define MIB (UINT64_C(1) << 20)
/** @brief No GPU has more than this: 16 TiB, given in MiB. */
#define MIB_MAX (UINT64_C(1) << 24)

/**
 * @brief Read a number of MiB with its unit.
 * @param value  Text such as "2048M" or "512MB".
 * @return The size in bytes, 0 when the text is no such size.
 * @pure
 */
static uint64_t parse_mib(const char *value)
{
	char *end = NULL;
	guint64 mib;

	if (!g_ascii_isdigit(value[0]))
		return 0;
	mib = g_ascii_strtoull(value, &end, 10);
	if (mib > MIB_MAX || (strcmp(end, "M") && strcmp(end, "MB")))
		return 0;

	return mib * MIB;
}

/**
 * @brief Read a plain number.
 * @param value  Decimal digits.
 * @return The number, 0 when the text is none or exceeds 32 bits.
 * @pure
 */
static unsigned int parse_number(const char *value)
{
	char *end = NULL;
	guint64 number;

	if (!g_ascii_isdigit(value[0]))
		return 0;
	number = g_ascii_strtoull(value, &end, 10);

	return *end || number > G_MAXUINT32 ? 0 : number;
}

/**
 * @brief Read a resolution.
 * @param value  Text such as "5120x2880".
 * @param info   Its max_x and max_y are set when both numbers are sound.
 * @norestriction
 * @sideeffect Writes to @p info.
 * @nofailure
 */
static void parse_resolution(const char *value, struct gvm_description *info)
{
	g_auto(GStrv) parts = g_strsplit(value, "x", 3);

	unsigned int x;
	unsigned int y;

	if (g_strv_length(parts) != 2)
		return;
	x = parse_number(parts[0]);
	y = parse_number(parts[1]);
	if (!x || !y)
		return;
	info->max_x = x;
	info->max_y = y;
}

/**
 * @brief Store one pair of a description.
 * @param key    The key, without blanks around it.
 * @param value  The value, without blanks around it.
 * @param info   The member that @p key names is set.
 * @norestriction
 * @sideeffect Writes to @p info; an unknown key changes nothing.
 * @nofailure
 */
static void store_pair(const char *key, const char *value,
		       struct gvm_description *info)
{
	if (g_str_equal(key, "num_heads"))
		info->heads = parse_number(value);
	else if (g_str_equal(key, "frl_config"))
		info->frame_rate = parse_number(value);
	else if (g_str_equal(key, "framebuffer"))
		info->framebuffer = parse_mib(value);
	else if (g_str_equal(key, "low_gm_size") ||
		 g_str_equal(key, "high_gm_size"))
		info->framebuffer += parse_mib(value);
	else if (g_str_equal(key, "max_instance"))
		info->max_instances = parse_number(value);
	else if (g_str_equal(key, "max_resolution") ||
		 g_str_equal(key, "resolution"))
		parse_resolution(value, info);
}

void gvm_description_parse(const char *text, struct gvm_description *info)
{
	g_auto(GStrv) pairs = NULL;

	*info = (struct gvm_description) { .text = g_strdup(text) };
	if (!text)
		return;

	pairs = g_strsplit_set(text, ",\n", -1);
	for (size_t i = 0; pairs[i]; i++) {
		char *value = strpbrk(pairs[i], "=:");

		if (!value)
			continue;
		*value++ = '\0';
		store_pair(g_strstrip(pairs[i]), g_strstrip(value), info);
	}
}
