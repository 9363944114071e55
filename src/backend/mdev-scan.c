// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading the parents of mediated devices, and their types.
 */
#include "backend/mdev-scan.h"

#include <limits.h>
#include <string.h>

#include "backend/load-parent.h"
#include "backend/mdev.h"
#include "backend/sysfs.h"
#include "host/host.h"
#include "util/error.h"
#include "util/text.h"

/**
 * @brief Append one parent.
 * @param host     The machine.
 * @param name     Its name in the kernel's list.
 * @param parents  Where to append; nothing when there is no such parent.
 * @norestriction
 * @sideeffect Grows @p parents.
 * @nofailure
 */
static void add_parent(struct gvm_host *host, const char *name,
		       GPtrArray *parents)
{
	struct gvm_parent *parent = NULL;

	if (gvm_text_is_name(name))
		parent = gvm_load_parent(host, GVM_MDEV_PARENTS, name,
					 GVM_MDEV_NAME);
	if (parent)
		g_ptr_array_add(parents, parent);
}

bool gvm_mdev_scan_parents(struct gvm_host *host, const char *only,
			   GPtrArray *parents, GError **err)
{
	g_autoptr(GPtrArray) names = NULL;

	if (only) {
		add_parent(host, only, parents);
		return true;
	}
	if (!gvm_sysfs_list(host, GVM_MDEV_PARENTS, &names, err))
		return false;
	for (unsigned int i = 0; i < names->len; i++)
		add_parent(host, g_ptr_array_index(names, i), parents);

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
