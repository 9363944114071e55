// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief How an imitated kernel makes and removes mediated devices.
 */
#include "fake-mdev.h"

#include <errno.h>
#include <string.h>

#include "fake-tree.h"

/** @brief Length of a UUID in text. */
#define UUID_LEN 36
/** @brief Where the kernel lists the devices. */
#define DEVICES "sys/bus/mdev/devices"

/**
 * @brief Spell a path of what the kernel remembers about a parent.
 * @param parent  Name of the parent.
 * @param what    File below it.
 * @return A new string.
 * @pure
 */
static char *note(const char *parent, const char *what)
{
	return g_strdup_printf(".fake/parents/%s/%s", parent, what);
}

/**
 * @brief Spell a path of a pool.
 * @param pool  Its name.
 * @param what  File below it.
 * @return A new string.
 * @pure
 */
static char *pool_note(const char *pool, const char *what)
{
	return g_strdup_printf(".fake/pools/%s/%s", pool, what);
}

/**
 * @brief Tell how many more devices of a type a parent could have.
 * @param root    The machine.
 * @param parent  Name of the parent.
 * @param type    Id of the type.
 * @return The number.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static gint64 count_room(const char *root, const char *parent,
			 const char *type)
{
	g_autofree char *dir = g_strdup_printf("sys/class/mdev_bus/%s", parent);
	g_autoptr(GPtrArray) names = fake_tree_list(root, dir);
	g_autofree char *pool_path = note(parent, "pool");
	g_autofree char *pool = fake_tree_read(root, pool_path);
	g_autofree char *total_path = pool_note(pool, "total");
	g_autofree char *used_path = pool_note(pool, "used");
	g_autofree char *max_path = note(parent, "max");
	g_autofree char *cost_dir = note(parent, "cost");
	g_autofree char *cost_path = g_build_filename(cost_dir, type, NULL);
	gint64 room = fake_tree_read_number(root, max_path, 1);
	gint64 left = fake_tree_read_number(root, total_path, 0) -
		fake_tree_read_number(root, used_path, 0);

	for (unsigned int i = 0; i < names->len; i++)
		if (g_uuid_string_is_valid(g_ptr_array_index(names, i)))
			room--;

	return MIN(room, left / fake_tree_read_number(root, cost_path, 1));
}

void fake_mdev_refresh(const char *root, const char *parent)
{
	g_autofree char *cost = note(parent, "cost");
	g_autoptr(GPtrArray) types = fake_tree_list(root, cost);

	for (unsigned int i = 0; i < types->len; i++) {
		const char *type = g_ptr_array_index(types, i);
		g_autofree char *path = NULL;
		g_autofree char *real = NULL;

		path = g_strdup_printf("sys/class/mdev_bus/%s/mdev_supported_types/%s",
				       parent, type);
		real = fake_tree_real(root, path);
		if (real) {
			g_autofree char *file = NULL;

			file = g_strdup_printf("%s/available_instances", real);
			fake_tree_number(root, file,
					 count_room(root, parent, type));
		}
	}
}

/**
 * @brief Write the numbers of available instances of a whole pool.
 * @param root  The machine.
 * @param pool  Name of the pool.
 * @norestriction
 * @sideeffect Writes "available_instances" of every type of every member.
 * @nofailure
 */
static void refresh_pool(const char *root, const char *pool)
{
	g_autofree char *dir = pool_note(pool, "members");
	g_autoptr(GPtrArray) members = fake_tree_list(root, dir);

	for (unsigned int i = 0; i < members->len; i++)
		fake_mdev_refresh(root, g_ptr_array_index(members, i));
}

/**
 * @brief Take from the pool of a parent, or give back.
 * @param root    The machine.
 * @param parent  Name of the parent.
 * @param type    Id of the type.
 * @param sign    1 to take, -1 to give back.
 * @norestriction
 * @sideeffect Writes the numbers of the whole pool.
 * @nofailure
 */
static void take(const char *root, const char *parent, const char *type,
		 int sign)
{
	g_autofree char *pool_path = note(parent, "pool");
	g_autofree char *pool = fake_tree_read(root, pool_path);
	g_autofree char *used_path = pool_note(pool, "used");
	g_autofree char *cost_dir = note(parent, "cost");
	g_autofree char *cost_path = g_build_filename(cost_dir, type, NULL);
	gint64 used = fake_tree_read_number(root, used_path, 0);
	gint64 cost = fake_tree_read_number(root, cost_path, 1);

	fake_tree_number(root, used_path, used + sign * cost);
	refresh_pool(root, pool);
}

/**
 * @brief Put a link into a directory.
 * @param root    The machine.
 * @param dir     The directory.
 * @param name    Name of the link.
 * @param target  Path below the root that it leads to.
 * @norestriction
 * @sideeffect Creates the link.
 * @failure Ends the process.
 */
static void link_in(const char *root, const char *dir, const char *name,
		    const char *target)
{
	g_autofree char *path = g_strdup_printf("%s/%s", dir, name);

	fake_tree_link(root, path, target);
}

/**
 * @brief Put a file into a directory.
 * @param root  The machine.
 * @param dir   The directory.
 * @param name  Name of the file.
 * @param text  Its content.
 * @norestriction
 * @sideeffect Creates the file.
 * @failure Ends the process.
 */
static void file_in(const char *root, const char *dir, const char *name,
		    const char *text)
{
	g_autofree char *path = g_strdup_printf("%s/%s", dir, name);

	fake_tree_file(root, path, text);
}

/**
 * @brief Make the files of a device.
 * @param root  The machine.
 * @param type  Directory of the type, without links.
 * @param uuid  Canonical UUID.
 * @norestriction
 * @sideeffect Creates files and links; the entry in the list of devices last.
 * @failure Ends the process.
 */
static void make_files(const char *root, const char *type, const char *uuid)
{
	gint64 number = fake_tree_read_number(root, ".fake/group", 1);
	g_autofree char *types = g_path_get_dirname(type);
	g_autofree char *parent = g_path_get_dirname(types);
	g_autofree char *id = g_path_get_basename(type);
	g_autofree char *dir = g_strdup_printf("%s/%s", parent, uuid);
	g_autofree char *of_type = g_strdup_printf("%s/devices", type);
	g_autofree char *group = NULL;
	g_autofree char *members = NULL;
	g_autofree char *node = NULL;

	group = g_strdup_printf("sys/kernel/iommu_groups/%d", (int)number);
	members = g_strdup_printf("%s/devices", group);
	node = g_strdup_printf("dev/vfio/%d", (int)number);

	fake_tree_number(root, ".fake/group", number + 1);
	fake_tree_file(root, node, "");
	file_in(root, dir, "remove", "");
	file_in(root, dir, "uevent", "");
	if (g_str_has_prefix(id, "nvidia-"))
		file_in(root, dir, "nvidia/vgpu_params", "\n");
	if (g_str_has_prefix(id, "i915-"))
		file_in(root, dir, "intel_vgpu/vgpu_id", "1\n");
	link_in(root, members, uuid, dir);
	link_in(root, dir, "iommu_group", group);
	link_in(root, dir, "subsystem", "sys/bus/mdev");
	link_in(root, dir, "mdev_type", type);
	link_in(root, of_type, uuid, dir);
	link_in(root, DEVICES, uuid, dir);
}

/**
 * @brief Read what was written to "create" as the kernel does.
 * @param value  What was written.
 * @return A new canonical UUID, or NULL.
 * @pure
 */
static char *parse_uuid(const char *value)
{
	size_t len = strlen(value);
	g_autofree char *uuid = g_strndup(value, UUID_LEN);

	if (len < UUID_LEN || len > UUID_LEN + 1 ||
	    (len > UUID_LEN && value[UUID_LEN] != '\n') ||
	    !g_uuid_string_is_valid(uuid))
		return NULL;

	return g_ascii_strdown(uuid, -1);
}

int fake_mdev_create(const char *root, const char *path, const char *value)
{
	g_autofree char *uuid = parse_uuid(value);
	g_autofree char *shown = g_path_get_dirname(path);
	g_autofree char *dir = fake_tree_real(root, shown);
	g_autofree char *types = g_path_get_dirname(dir);
	g_autofree char *above = g_path_get_dirname(types);
	g_autofree char *parent = g_path_get_basename(above);
	g_autofree char *type = g_path_get_basename(dir);
	g_autofree char *leaving = note(parent, "leaving");
	g_autofree char *pool_path = note(parent, "pool");
	g_autofree char *pool = fake_tree_read(root, pool_path);
	g_autofree char *full = pool_note(pool, "full");

	if (!uuid)
		return -EINVAL;
	if (fake_tree_exists(root, leaving))
		return -ENODEV;
	if (fake_mdev_exists(root, uuid))
		return -EEXIST;
	if (count_room(root, parent, type) <= 0)
		return -fake_tree_read_number(root, full, ENOSPC);

	make_files(root, dir, uuid);
	take(root, parent, type, 1);

	return 0;
}

/**
 * @brief Remove the files of a device, except its entry in the list.
 * @param root  The machine.
 * @param dir   Directory of the device, without links.
 * @norestriction
 * @sideeffect Removes files and links; the numbers of available instances go
 *             up.
 * @failure Ends the process.
 */
static void finish_remove(const char *root, const char *dir)
{
	g_autofree char *uuid = g_path_get_basename(dir);
	g_autofree char *above = g_path_get_dirname(dir);
	g_autofree char *parent = g_path_get_basename(above);
	g_autofree char *type_link = g_strdup_printf("%s/mdev_type", dir);
	g_autofree char *group_link = g_strdup_printf("%s/iommu_group", dir);
	g_autofree char *type = fake_tree_link_name(root, type_link);
	g_autofree char *group = fake_tree_link_name(root, group_link);
	g_autofree char *of_type = NULL;
	g_autofree char *members = NULL;
	g_autofree char *node = NULL;

	of_type = g_strdup_printf("%s/mdev_supported_types/%s/devices/%s",
				  above, type, uuid);
	members = g_strdup_printf("sys/kernel/iommu_groups/%s", group);
	node = g_strdup_printf("dev/vfio/%s", group);

	fake_tree_remove(root, of_type);
	fake_tree_remove(root, members);
	fake_tree_remove(root, node);
	fake_tree_remove(root, dir);
	take(root, parent, type, -1);
}

/**
 * @brief Tell which file says that the group of a device is held.
 * @param root  The machine.
 * @param dir   Directory of the device.
 * @return A new path.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static char *busy_file(const char *root, const char *dir)
{
	g_autofree char *link = g_strdup_printf("%s/iommu_group", dir);
	g_autofree char *group = fake_tree_link_name(root, link);

	return g_strdup_printf(".fake/busy/%s", group);
}

int fake_mdev_remove(const char *root, const char *path, const char *value)
{
	g_autofree char *shown = g_path_get_dirname(path);
	g_autofree char *dir = fake_tree_real(root, shown);
	g_autofree char *uuid = g_path_get_basename(dir);
	g_autofree char *entry = g_strdup_printf(DEVICES "/%s", uuid);
	g_autofree char *file = g_strdup_printf("%s/remove", dir);
	g_autofree char *busy = busy_file(root, dir);
	char *end = NULL;
	gint64 number = g_ascii_strtoll(value, &end, 10);

	if (end == value || (*end && *end != '\n'))
		return -EINVAL;
	if (number == 0)
		return 0;

	fake_tree_remove(root, entry);
	if (fake_tree_exists(root, busy)) {
		fake_tree_remove(root, file);
		fake_tree_append(root, ".fake/blocked", uuid);
		return FAKE_BLOCKED;
	}
	finish_remove(root, dir);

	return 0;
}

/**
 * @brief Find the directory of a device, also when it is not listed any more.
 * @param root  The machine.
 * @param uuid  The device.
 * @return A new path without links.
 * @norestriction
 * @nosideeffect
 * @failure Ends the process when there is no such device.
 */
static char *find_dir(const char *root, const char *uuid)
{
	g_autoptr(GPtrArray) parents = fake_tree_list(root,
						      "sys/class/mdev_bus");

	for (unsigned int i = 0; i < parents->len; i++) {
		g_autofree char *path = NULL;
		char *real;

		path = g_strdup_printf("sys/class/mdev_bus/%s/%s",
				       (char *)g_ptr_array_index(parents, i),
				       uuid);
		real = fake_tree_real(root, path);
		if (real)
			return real;
	}
	g_error("fake machine: no device %s", uuid);
}

void fake_mdev_hold(const char *root, const char *uuid)
{
	g_autofree char *dir = find_dir(root, uuid);
	g_autofree char *busy = busy_file(root, dir);

	fake_tree_file(root, busy, "");
}

void fake_mdev_let_go(const char *root, const char *uuid)
{
	g_autofree char *dir = find_dir(root, uuid);
	g_autofree char *busy = busy_file(root, dir);

	fake_tree_remove(root, busy);
	if (!fake_mdev_exists(root, uuid))
		finish_remove(root, dir);
}

bool fake_mdev_exists(const char *root, const char *uuid)
{
	g_autofree char *entry = g_strdup_printf(DEVICES "/%s", uuid);

	return fake_tree_exists(root, entry);
}
