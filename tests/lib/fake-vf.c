// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief How an imitated driver gives its virtual functions vGPU types.
 */
#include "fake-vf.h"

#include <errno.h>
#include <glib.h>
#include <string.h>

#include "fake-gpu.h"
#include "fake-tree.h"

/** @brief Where the kernel lists PCI functions. */
#define DEVICES "sys/bus/pci/devices"
/** @brief Where the kernel lists those that the driver has. */
#define BOUND "sys/bus/pci/drivers/nvidia"
/** @brief First line of every list. */
#define HEADER "ID    : vGPU Name\n"
/** @brief MiB of frame buffer of an L40S. */
#define L40S_MIB 49152

/** @brief A type of an L40S. */
struct vf_type {
	unsigned int number;	/**< Its number. */
	const char *name;	/**< Its name. */
	unsigned int mib;	/**< What one takes. */
};

/** @brief Some types of an L40S. */
static const struct vf_type types[] = {
	{ 1145, "NVIDIA L40S-1B", 1024 },  { 1148, "NVIDIA L40S-2Q", 2048 },
	{ 1150, "NVIDIA L40S-4Q", 4096 },  { 1152, "NVIDIA L40S-8Q", 8192 },
	{ 1155, "NVIDIA L40S-24Q", 24576 }, { 1156, "NVIDIA L40S-48Q", 49152 },
};

/**
 * @brief Find a type.
 * @param number  Its number.
 * @return The type, or NULL.
 * @pure
 */
static const struct vf_type *find_type(gint64 number)
{
	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		if (types[i].number == number)
			return &types[i];

	return NULL;
}

/**
 * @brief Spell the path of an attribute.
 * @param function  The function.
 * @param name      Name of the attribute.
 * @return A new path below the root.
 * @pure
 */
static char *attr_of(const char *function, const char *name)
{
	return g_strdup_printf(DEVICES "/%s/nvidia/%s", function, name);
}

/**
 * @brief Replace an attribute.
 * @param root      The machine.
 * @param function  The function.
 * @param name      Name of the attribute.
 * @param text      Its content.
 * @norestriction
 * @sideeffect Writes the file.
 * @failure Ends the process.
 */
static void put_attr(const char *root, const char *function, const char *name,
		     const char *text)
{
	g_autofree char *path = attr_of(function, name);
	g_autofree char *real = fake_tree_real(root, path);

	fake_tree_file(root, real ? real : path, text);
}

gint64 fake_vf_current(const char *root, const char *function)
{
	g_autofree char *path = attr_of(function, "current_vgpu_type");

	return fake_tree_read_number(root, path, 0);
}

/**
 * @brief Find the GPU of a function.
 * @param root      The machine.
 * @param function  The function.
 * @return A new address, or NULL when it is no function of ours.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static char *gpu_of(const char *root, const char *function)
{
	g_autofree char *note = g_strdup_printf(".fake/vf/%s", function);

	return fake_tree_read(root, note);
}

bool fake_vf_is(const char *root, const char *name)
{
	g_autofree char *gpu = gpu_of(root, name);

	return gpu;
}

/**
 * @brief Write the lists of all functions of a GPU.
 * @param root  The machine.
 * @param gpu   Address of the physical function.
 * @norestriction
 * @sideeffect Writes "creatable_vgpu_types" of each.
 * @failure Ends the process.
 */
static void refresh(const char *root, const char *gpu)
{
	g_autofree char *mib = g_strdup_printf(".fake/vfs/%s/mib", gpu);
	g_autofree char *mixed = g_strdup_printf(".fake/vfs/%s/mixed", gpu);
	g_autoptr(GPtrArray) all = fake_tree_list(root, ".fake/vf");
	g_autoptr(GString) list = g_string_new(HEADER);
	gint64 left = fake_tree_read_number(root, mib, 0);
	unsigned int size = 0;

	for (guint i = 0; i < all->len; i++) {
		const char *function = g_ptr_array_index(all, i);
		g_autofree char *own = gpu_of(root, function);
		const struct vf_type *type;

		type = find_type(fake_vf_current(root, function));
		if (!type || !g_str_equal(own, gpu))
			continue;
		left -= type->mib;
		size = fake_tree_exists(root, mixed) ? 0 : type->mib;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		if (types[i].mib <= left && (!size || types[i].mib == size))
			g_string_append_printf(list, "%-5u : %s\n",
					       types[i].number, types[i].name);
	for (guint i = 0; i < all->len; i++) {
		const char *function = g_ptr_array_index(all, i);
		g_autofree char *own = gpu_of(root, function);

		if (g_str_equal(own, gpu))
			put_attr(root, function, "creatable_vgpu_types",
				 fake_vf_current(root, function) ? HEADER :
				 list->str);
	}
}

/**
 * @brief Change the type of a function.
 * @param root      The machine.
 * @param function  The function.
 * @param value     What was written.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect Writes the type, and the lists of the GPU.
 * @failure -EINVAL.
 */
static int change(const char *root, const char *function, const char *value)
{
	g_autofree char *gpu = gpu_of(root, function);
	g_autofree char *path = attr_of(function, "creatable_vgpu_types");
	g_autofree char *list = fake_tree_read(root, path);
	g_autofree char *line = NULL;
	g_autofree char *shown = NULL;
	char *end = NULL;
	guint64 number = g_ascii_strtoull(value, &end, 10);

	if (end == value || (*end && *end != '\n'))
		return -EINVAL;
	line = g_strdup_printf("\n%-5u : ", (unsigned int)number);
	if (number && (fake_vf_current(root, function) || !strstr(list, line)))
		return -EINVAL;
	shown = g_strdup_printf("%u\n", (unsigned int)number);
	put_attr(root, function, "current_vgpu_type", shown);
	refresh(root, gpu);

	return 0;
}

/**
 * @brief Tell which file says that the group of a function is held.
 * @param root      The machine.
 * @param function  The function.
 * @return A new path.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static char *busy_file(const char *root, const char *function)
{
	g_autofree char *link = g_strdup_printf(DEVICES "/%s/iommu_group",
						function);
	g_autofree char *group = fake_tree_link_name(root, link);

	return g_strdup_printf(".fake/busy/%s", group);
}

bool fake_vf_write(const char *root, const char *path, const char *value,
		   int *rc)
{
	g_auto(GStrv) parts = g_strsplit(path, "/", -1);
	g_autofree char *gpu = NULL;
	g_autofree char *mixed = NULL;
	g_autofree char *busy = NULL;
	const char *function;
	const char *name;

	/* sys/bus/pci/devices/FUNCTION/nvidia/NAME */
	if (g_strv_length(parts) != 7 || !g_str_has_prefix(path, DEVICES "/") ||
	    !g_str_equal(parts[5], "nvidia"))
		return false;
	function = parts[4];
	name = parts[6];
	gpu = gpu_of(root, function);
	if (!gpu)
		return false;

	mixed = g_strdup_printf(".fake/vfs/%s/mixed", gpu);
	busy = busy_file(root, function);
	*rc = 0;
	if (fake_tree_exists(root, busy))
		*rc = -EPERM;
	else if (g_str_equal(name, "current_vgpu_type"))
		*rc = change(root, function, value);
	else if (!fake_vf_current(root, function) ||
		 (g_str_equal(name, "placement_id") &&
		  !fake_tree_exists(root, mixed)))
		*rc = -EINVAL;
	else
		put_attr(root, function, name, value);

	return true;
}

void fake_vf_give(const char *root, const char *function, const char *number)
{
	int rc = change(root, function, number);

	if (rc < 0)
		g_error("fake machine: cannot give %s type %s: %s", function,
			number, g_strerror(-rc));
}

void fake_vf_mix(const char *root, const char *gpu)
{
	g_autofree char *mixed = g_strdup_printf(".fake/vfs/%s/mixed", gpu);

	fake_tree_file(root, mixed, "");
	refresh(root, gpu);
}

void fake_vf_hold(const char *root, const char *function, bool held)
{
	g_autofree char *busy = busy_file(root, function);

	if (!fake_vf_is(root, function))
		g_error("fake machine: no function %s", function);
	if (held)
		fake_tree_file(root, busy, "");
	else
		fake_tree_remove(root, busy);
}

/**
 * @brief Put what a function that takes types has, besides what all have.
 * @param root      The machine.
 * @param above     Directory of its bus.
 * @param function  The function.
 * @param gpu       Its physical function.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
static void put_function(const char *root, const char *above,
			 const char *function, const char *gpu)
{
	gint64 number = fake_tree_read_number(root, ".fake/group", 1);
	g_autofree char *dir = g_strdup_printf("%s/%s", above, function);
	g_autofree char *bound = g_strdup_printf(BOUND "/%s", function);
	g_autofree char *link = g_strdup_printf("%s/iommu_group", dir);
	g_autofree char *note = g_strdup_printf(".fake/vf/%s", function);
	g_autofree char *group = NULL;
	g_autofree char *node = NULL;
	g_autofree char *device = NULL;

	group = g_strdup_printf("sys/kernel/iommu_groups/%d", (int)number);
	node = g_strdup_printf("dev/vfio/%d", (int)number);
	device = g_strdup_printf("%s/vfio-dev/vfio%d", dir, (int)number);
	fake_tree_number(root, ".fake/group", number + 1);
	fake_tree_dir(root, group);
	fake_tree_dir(root, device);
	fake_tree_file(root, node, "");
	fake_tree_link(root, link, group);
	fake_tree_link(root, bound, dir);
	fake_tree_file(root, note, gpu);
	put_attr(root, function, "current_vgpu_type", "0\n");
	put_attr(root, function, "vgpu_params", "\n");
	put_attr(root, function, "placement_id", "65535\n");
	put_attr(root, function, "gpu_instance_id", "0\n");
}

void fake_vf_l40s(const char *root, const char *address, int numa_node,
		  unsigned int n_vfs)
{
	g_autofree char *bus = g_strndup(address, strlen("0000:41"));
	g_autofree char *above = g_strdup_printf("sys/devices/pci%s", bus);
	g_autofree char *mib = g_strdup_printf(".fake/vfs/%s/mib", address);
	g_autofree char *bound = g_strdup_printf(BOUND "/%s", address);
	g_autofree char *dir = g_strdup_printf("%s/%s", above, address);
	struct fake_parent gpu = {
		.name = address,
		.above = above,
		.subsystem = "pci",
		.driver = "nvidia",
		.vendor = 0x10de,
		.device = 0x26b9,
		.subvendor = 0x10de,
		.subdevice = 0x1851,
		.numa_node = numa_node,
	};

	fake_gpu_device(root, &gpu);
	fake_tree_link(root, bound, dir);
	fake_tree_number(root, mib, L40S_MIB);
	gpu.physfn = address;
	for (unsigned int i = 0; i < n_vfs; i++) {
		g_autofree char *name = fake_gpu_a10_function(address, i);

		gpu.name = name;
		fake_gpu_device(root, &gpu);
		put_function(root, above, name, address);
	}
	refresh(root, address);
}
