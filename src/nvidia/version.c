// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading, spelling and comparing releases.
 */
#include "nvidia/version.h"

/** @brief Most numbers of a release. */
#define PARTS 3

bool gvm_nv_version_parse(const char *text, struct gvm_nv_version *version)
{
	g_auto(GStrv) words = g_strsplit(text, ".", PARTS + 1);
	uint16_t parts[PARTS] = { 0 };
	guint n = g_strv_length(words);

	if (n < 2 || n > PARTS)
		return false;
	for (guint i = 0; i < n; i++) {
		uint64_t number = 0;

		if (!g_ascii_isdigit(words[i][0]) ||
		    !g_ascii_string_to_unsigned(words[i], 10, 0, G_MAXUINT16,
						&number, NULL))
			return false;
		parts[i] = number;
	}
	*version = (struct gvm_nv_version) { parts[0], parts[1], parts[2] };

	return true;
}

void gvm_nv_version_format(struct gvm_nv_version version, char *text)
{
	if (version.patch)
		g_snprintf(text, GVM_NV_VERSION_TEXT, "%u.%02u.%02u",
			   version.branch, version.minor, version.patch);
	else
		g_snprintf(text, GVM_NV_VERSION_TEXT, "%u.%02u",
			   version.branch, version.minor);
}

int gvm_nv_version_compare(struct gvm_nv_version a, struct gvm_nv_version b)
{
	if (a.branch != b.branch)
		return a.branch < b.branch ? -1 : 1;
	if (a.minor != b.minor)
		return a.minor < b.minor ? -1 : 1;

	return (a.patch > b.patch) - (a.patch < b.patch);
}

bool gvm_nv_range_has(const struct gvm_nv_range *range,
		      struct gvm_nv_version version)
{
	return gvm_nv_version_compare(range->first, version) <= 0 &&
	       gvm_nv_version_compare(version, range->last) <= 0;
}
