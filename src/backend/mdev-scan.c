// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading the parents of mediated devices, and their types.
 */
#include "backend/mdev-scan.h"

#include <limits.h>
#include <string.h>

#include "backend/mdev.h"
#include "backend/sysfs.h"
#include "host/host.h"
#include "util/error.h"
#include "util/text.h"

/** @brief PCI ids have 16 bits. */
#define PCI_ID_MAX 0xffff
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
		else if (g_str_has_prefix(lines[i], "PCI_ID="))
			parse_ids(value, &parent->vendor, &parent->device);
		else if (g_str_has_prefix(lines[i], "PCI_SUBSYS_ID="))
			parse_ids(value, &parent->subvendor,
				  &parent->subdevice);
	}
}

/**
 * @brief Read one parent.
 * @param host  The machine.
 * @param name  Its name in the list of parents.
 * @return A new parent, or NULL when it is gone.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static struct gvm_parent *load_parent(struct gvm_host *host, const char *name)
{
	g_autofree char *dir = g_strdup_printf(GVM_MDEV_PARENTS "/%s", name);
	g_autofree char *subsystem = gvm_sysfs_link(host, dir, "subsystem");
	g_autofree char *uevent = gvm_sysfs_load(host, dir, "uevent");
	g_autofree char *node = NULL;
	struct gvm_parent *parent;
	uint64_t number;

	if (!subsystem && !uevent && gvm_host_exists(host, dir) != 1)
		return NULL;

	parent = gvm_parent_new(name, subsystem, GVM_MDEV_NAME);
	if (uevent)
		parse_uevent(uevent, parent);
	node = gvm_sysfs_load(host, dir, "numa_node");
	if (gvm_text_to_uint(node, NUMA_NODE_MAX, &number))
		parent->numa_node = number;
	if (parent->vendor)
		parent->physfn = gvm_sysfs_link(host, dir, "physfn");

	return parent;
}

bool gvm_mdev_scan_parents(struct gvm_host *host, GPtrArray *parents,
			   GError **err)
{
	g_autoptr(GPtrArray) names = NULL;

	if (!gvm_sysfs_list(host, GVM_MDEV_PARENTS, &names, err))
		return false;
	for (unsigned int i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		struct gvm_parent *parent = NULL;

		if (gvm_text_is_name(name))
			parent = load_parent(host, name);
		if (parent)
			g_ptr_array_add(parents, parent);
	}

	return true;
}

/**
 * @brief Read one type.
 * @param host  The machine.
 * @param dir   Directory of the parent's types, below the root.
 * @param id    Id of the type.
 * @return A new type, or NULL when it is gone or lacks what every type has.
 * @norestriction
 * @sideeffect The driver computes the number of available instances.
 * @nofailure
 */
static struct gvm_type *load_type(struct gvm_host *host, const char *dir,
				  const char *id)
{
	g_autofree char *path = g_strdup_printf("%s/%s", dir, id);
	g_autofree char *api = gvm_sysfs_load(host, path, "device_api");
	g_autofree char *available = NULL;
	g_autofree char *text = NULL;
	struct gvm_type *type;
	uint64_t number = 0;

	if (!api)
		return NULL;
	available = gvm_sysfs_load(host, path, "available_instances");
	if (!available)
		return NULL;

	type = g_new0(struct gvm_type, 1);
	type->id = g_strdup(id);
	type->name = gvm_sysfs_load(host, path, "name");
	type->device_api = g_steal_pointer(&api);
	if (gvm_text_to_uint(available, UINT_MAX, &number))
		type->available = number;
	text = gvm_sysfs_load(host, path, "description");
	gvm_description_parse(text, &type->info);

	return type;
}

/**
 * @brief Order two elements of a GPtrArray of types by id, 9 before 10.
 * @param a  Address of a pointer to the first type.
 * @param b  Address of a pointer to the second type.
 * @return As strcmp().
 * @pure
 */
static int compare_types(const void *a, const void *b)
{
	const struct gvm_type *const *first = a;
	const struct gvm_type *const *second = b;

	return strverscmp((*first)->id, (*second)->id);
}

/**
 * @brief Count the vGPUs of a parent.
 * @param host    The machine.
 * @param dir     Directory of the parent, below the root.
 * @param active  Where to put the count.
 * @param err     Where to store the error, or NULL.
 * @return true on success.
 * @restriction Counts the children that are named by a UUID: one read of a
 *              directory, however many devices there are.
 * @nosideeffect
 * @failure GVM_ERROR_DENIED or GVM_ERROR_FAILED when it cannot be read.
 */
static bool count_active(struct gvm_host *host, const char *dir,
			 unsigned int *active, GError **err)
{
	g_autoptr(GPtrArray) names = NULL;

	if (!gvm_sysfs_list(host, dir, &names, err))
		return false;
	*active = 0;
	for (unsigned int i = 0; i < names->len; i++)
		if (g_uuid_string_is_valid(g_ptr_array_index(names, i)))
			(*active)++;

	return true;
}

bool gvm_mdev_scan_types(struct gvm_host *host, struct gvm_parent *parent,
			 const char *only, GError **err)
{
	g_autofree char *dir = NULL;
	g_autofree char *types = NULL;
	g_autoptr(GPtrArray) names = NULL;

	g_ptr_array_set_size(parent->types, 0);
	if (!gvm_text_is_name(parent->address))
		return gvm_error_set(err, GVM_ERROR_INVALID,
				     "the name of a parent is malformed");
	dir = g_strdup_printf(GVM_MDEV_PARENTS "/%s", parent->address);
	types = g_strdup_printf("%s/mdev_supported_types", dir);
	if (!count_active(host, dir, &parent->active, err))
		return false;

	if (only) {
		names = g_ptr_array_new_with_free_func(g_free);
		g_ptr_array_add(names, g_strdup(only));
	} else if (!gvm_sysfs_list(host, types, &names, err)) {
		return false;
	}
	for (unsigned int i = 0; i < names->len; i++) {
		const char *id = g_ptr_array_index(names, i);
		struct gvm_type *type = NULL;

		if (gvm_text_is_name(id))
			type = load_type(host, types, id);
		if (type)
			g_ptr_array_add(parent->types, type);
	}
	g_ptr_array_sort(parent->types, compare_types);

	return true;
}
