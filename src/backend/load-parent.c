// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading who a parent is, whatever makes vGPUs of it.
 */
#include "backend/load-parent.h"

#include <string.h>

#include "backend/sysfs.h"
#include "host/host.h"
#include "model/parent.h"
#include "util/text.h"

/** @brief PCI ids have 16 bits. */
#define PCI_ID_MAX 0xffff
/** @brief PCI classes have 24 bits. */
#define PCI_CLASS_MAX 0xffffff
/** @brief No machine has more NUMA nodes; Linux's own limit is 1024. */
#define NUMA_NODE_MAX 65535

/**
 * @brief Read two numbers such as "10DE:2236".
 * @param text    The text.
 * @param first   Where to put the first; untouched when the text is no such
 *                pair.
 * @param second  Where to put the second.
 * @norestriction
 * @sideeffect Writes to @p first and @p second.
 * @nofailure
 */
static void parse_ids(const char *text, unsigned int *first,
		      unsigned int *second)
{
	char *colon = NULL;
	char *end = NULL;
	guint64 low, high;

	high = g_ascii_strtoull(text, &colon, 16);
	if (*colon != ':' || high > PCI_ID_MAX)
		return;
	low = g_ascii_strtoull(colon + 1, &end, 16);
	if (*end || low > PCI_ID_MAX)
		return;

	*first = high;
	*second = low;
}

/**
 * @brief Read a class such as "30200", which has no "0x" here.
 * @param text  The text.
 * @return The class, or 0 when the text is none.
 * @pure
 */
static unsigned int parse_class(const char *text)
{
	char *end = NULL;
	guint64 class = g_ascii_strtoull(text, &end, 16);

	return *end || class > PCI_CLASS_MAX ? 0 : class;
}

/**
 * @brief Take driver and ids from the uevent file of a parent.
 *
 * That one file tells what would otherwise be a link and four attributes.
 *
 * @param uevent  Content of the file.
 * @param parent  Its driver and ids are set as far as the file tells.
 * @norestriction
 * @sideeffect Writes to @p parent.
 * @nofailure
 */
static void parse_uevent(const char *uevent, struct gvm_parent *parent)
{
	g_auto(GStrv) lines = g_strsplit(uevent, "\n", -1);

	for (size_t i = 0; lines[i]; i++) {
		const char *value = strchr(lines[i], '=');

		if (!value)
			continue;
		value++;
		if (g_str_has_prefix(lines[i], "DRIVER=") && !parent->driver)
			parent->driver = g_strdup(value);
		else if (g_str_has_prefix(lines[i], "PCI_CLASS="))
			parent->class = parse_class(value);
		else if (g_str_has_prefix(lines[i], "PCI_ID="))
			parse_ids(value, &parent->vendor, &parent->device);
		else if (g_str_has_prefix(lines[i], "PCI_SUBSYS_ID="))
			parse_ids(value, &parent->subvendor,
				  &parent->subdevice);
	}
}

struct gvm_parent *gvm_load_parent(struct gvm_host *host, const char *above,
				   const char *name, const char *backend)
{
	g_autofree char *dir = g_strdup_printf("%s/%s", above, name);
	g_autofree char *subsystem = gvm_sysfs_link(host, dir, "subsystem");
	g_autofree char *uevent = gvm_sysfs_load(host, dir, "uevent");
	g_autofree char *node = NULL;
	struct gvm_parent *parent;
	uint64_t number;

	if (!subsystem && !uevent && gvm_host_exists(host, dir) != 1)
		return NULL;

	parent = gvm_parent_new(name, subsystem, backend);
	if (uevent)
		parse_uevent(uevent, parent);
	node = gvm_sysfs_load(host, dir, "numa_node");
	if (gvm_text_to_uint(node, NUMA_NODE_MAX, &number))
		parent->numa_node = number;
	if (parent->vendor)
		parent->physfn = gvm_sysfs_link(host, dir, "physfn");

	return parent;
}
