// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief libvirt's notation for sets of NUMA nodes.
 */
#include "xml/nodeset.h"

#include <string.h>

#include "util/text.h"

/**
 * @brief Read the number of a node.
 * @param text    The number, with blanks around it or not; is changed.
 * @param number  Where to put it.
 * @return false when it is no decimal number below GVM_NODESET_MAX.
 * @norestriction
 * @sideeffect Takes blanks off @p text.
 * @nofailure
 */
static bool to_node(char *text, unsigned int *number)
{
	uint64_t value;

	g_strstrip(text);
	if (strspn(text, "0123456789") != strlen(text) ||
	    !gvm_text_to_uint(text, GVM_NODESET_MAX - 1, &value))
		return false;
	*number = (unsigned int)value;

	return true;
}

/**
 * @brief Add one part of a text to a set, or take it out.
 * @param part  A number, a range, or '^' and a number; is changed.
 * @param set   The set.
 * @return false when it is something else.
 * @norestriction
 * @sideeffect Changes @p set.
 * @nofailure
 */
static bool add_part(char *part, struct gvm_nodeset *set)
{
	bool keep = *g_strstrip(part) != '^';
	char *dash = keep ? strchr(part, '-') : NULL;
	unsigned int first;
	unsigned int last;

	if (dash)
		*dash = '\0';
	if (!to_node(keep ? part : part + 1, &first))
		return false;
	last = first;
	if (dash && !to_node(dash + 1, &last))
		return false;
	if (last < first)
		return false;
	for (unsigned int i = first; i <= last; i++)
		set->has[i] = keep;

	return true;
}

bool gvm_nodeset_add(const char *text, struct gvm_nodeset *set)
{
	g_auto(GStrv) parts = g_strsplit(text, ",", -1);
	struct gvm_nodeset named = { { false } };
	bool any = false;

	for (size_t i = 0; parts[i]; i++)
		if (!add_part(parts[i], &named))
			return false;
	for (size_t i = 0; i < GVM_NODESET_MAX && !any; i++)
		any = named.has[i];
	for (size_t i = 0; i < GVM_NODESET_MAX; i++)
		set->has[i] |= named.has[i];

	return any;
}
