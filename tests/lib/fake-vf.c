// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief How an imitated driver gives its virtual functions vGPU types.
 */
#include "fake-vf.h"

#include <errno.h>
#include <glib.h>
#include <string.h>

#include "fake-pci.h"
#include "fake-tree.h"

/** @brief Where the kernel lists PCI functions. */
#define DEVICES "sys/bus/pci/devices"
/** @brief First line of every list. */
#define HEADER "ID    : vGPU Name\n"

/** @brief A type that functions can be given. */
struct vf_type {
	unsigned int device;	/**< PCI device id of the GPU. */
	unsigned int number;	/**< Its number. */
	const char *name;	/**< Its name. */
	unsigned int mib;	/**< What one takes. */
};

/** @brief Some types of an L40S, and what an A100 offers of those with MIG. */
static const struct vf_type types[] = {
	{ FAKE_VF_L40S, 1145, "NVIDIA L40S-1B", 1024 },
	{ FAKE_VF_L40S, 1148, "NVIDIA L40S-2Q", 2048 },
	{ FAKE_VF_L40S, 1150, "NVIDIA L40S-4Q", 4096 },
	{ FAKE_VF_L40S, 1152, "NVIDIA L40S-8Q", 8192 },
	{ FAKE_VF_L40S, 1155, "NVIDIA L40S-24Q", 24576 },
	{ FAKE_VF_L40S, 1156, "NVIDIA L40S-48Q", 49152 },
	{ FAKE_VF_A100, 474, "GRID A100-1-5C", FAKE_VF_A100_MIB },
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
 * @brief Read a number of a function.
 * @param root      The machine.
 * @param function  The function.
 * @param name      Name of the attribute.
 * @return The number; 0 when there is none.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static unsigned int number_of(const char *root, const char *function,
			      const char *name)
{
	g_autofree char *path = g_strdup_printf(DEVICES "/%s/%s", function,
						name);
	g_autofree char *text = fake_tree_read(root, path);

	return text ? g_ascii_strtoull(text, NULL, 0) : 0;
}

/**
 * @brief List the functions of a GPU.
 * @param root  The machine.
 * @param gpu   Address of the physical function.
 * @return A new sorted array of owned addresses.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static GPtrArray *functions_of(const char *root, const char *gpu)
{
	GPtrArray *all = fake_tree_list(root, ".fake/vf");

	for (guint i = all->len; i-- > 0;) {
		g_autofree char *own = gpu_of(root, g_ptr_array_index(all, i));

		if (!g_str_equal(own, gpu))
			g_ptr_array_remove_index(all, i);
	}

	return all;
}

/**
 * @brief Compute what a function without type can be given.
 * @param root  The machine.
 * @param gpu   Address of the physical function.
 * @param all   Its functions.
 * @return A new text.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static char *compute_list(const char *root, const char *gpu,
			  const GPtrArray *all)
{
	g_autofree char *mib = g_strdup_printf(".fake/vfs/%s/mib", gpu);
	g_autofree char *mixed = g_strdup_printf(".fake/vfs/%s/mixed", gpu);
	GString *list = g_string_new(HEADER);
	gint64 left = fake_tree_read_number(root, mib, 0);
	unsigned int device = number_of(root, gpu, "device");
	unsigned int size = 0;

	for (guint i = 0; i < all->len; i++) {
		const char *function = g_ptr_array_index(all, i);
		const struct vf_type *type;

		type = find_type(fake_vf_current(root, function));
		if (!type)
			continue;
		left -= type->mib;
		size = fake_tree_exists(root, mixed) ? 0 : type->mib;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		if (types[i].device == device && types[i].mib <= left &&
		    (!size || types[i].mib == size))
			g_string_append_printf(list, "%-5u : %s\n",
					       types[i].number, types[i].name);

	return g_string_free(list, FALSE);
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
	g_autoptr(GPtrArray) all = functions_of(root, gpu);
	g_autofree char *list = compute_list(root, gpu, all);

	for (guint i = 0; i < all->len; i++) {
		const char *function = g_ptr_array_index(all, i);

		fake_vf_put(root, function, "creatable_vgpu_types",
			    fake_vf_current(root, function) ? HEADER : list);
	}
}

/**
 * @brief Let the driver choose the GPU instance of a function.
 * @param root      The machine.
 * @param gpu       Its GPU.
 * @param function  The function; it has a type.
 * @norestriction
 * @sideeffect Writes the number of the first instance that is free.
 * @nofailure
 */
static void take_instance(const char *root, const char *gpu,
			  const char *function)
{
	g_autofree char *note = g_strdup_printf(".fake/vfs/%s/first", gpu);
	g_autoptr(GPtrArray) all = functions_of(root, gpu);
	unsigned int number = fake_tree_read_number(root, note, 0);
	g_autofree char *text = NULL;
	bool taken = number;

	while (taken) {
		taken = false;
		for (guint i = 0; i < all->len; i++)
			taken = taken ||
				number_of(root, g_ptr_array_index(all, i),
					  "nvidia/gpu_instance_id") == number;
		number += taken;
	}
	text = g_strdup_printf("%u\n", number);
	fake_vf_put(root, function, "gpu_instance_id", text);
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
	guint64 number = 0;

	if (!fake_vf_number(value, &number))
		return -EINVAL;
	line = g_strdup_printf("\n%-5u : ", (unsigned int)number);
	if (number && (fake_vf_current(root, function) || !strstr(list, line)))
		return -EINVAL;
	shown = g_strdup_printf("%u\n", (unsigned int)number);
	fake_vf_put(root, function, "current_vgpu_type", shown);
	if (number)
		take_instance(root, gpu, function);
	else
		fake_vf_forget(root, function);
	refresh(root, gpu);

	return 0;
}

bool fake_vf_write(const char *root, const char *path, const char *value,
		   int *rc)
{
	g_auto(GStrv) parts = g_strsplit(path, "/", -1);
	g_autofree char *gpu = NULL;
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

	busy = fake_pci_busy(root, function);
	*rc = 0;
	if (g_str_equal(name, "creatable_vgpu_types"))
		*rc = -EACCES;
	else if (!*value)
		*rc = 0; /* the kernel does not ask the driver */
	else if (fake_tree_exists(root, busy))
		*rc = -EPERM;
	else if (g_str_equal(name, "current_vgpu_type"))
		*rc = change(root, function, value);
	else
		*rc = fake_vf_detail(root, function, gpu, name, value);

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
	g_autoptr(GPtrArray) all = functions_of(root, gpu);

	for (guint i = 0; i < all->len; i++)
		if (fake_vf_current(root, g_ptr_array_index(all, i)))
			g_error("fake machine: %s has a vGPU, and cannot be made heterogeneous",
				gpu);
	fake_tree_file(root, mixed, "");
	refresh(root, gpu);
}

void fake_vf_hold(const char *root, const char *function, bool held)
{
	if (!fake_vf_is(root, function))
		g_error("fake machine: no function %s", function);
	fake_pci_hold(root, function, held);
}

void fake_vf_join(const char *root, const char *function)
{
	g_autofree char *link = g_strdup_printf(DEVICES "/%s/physfn", function);
	g_autofree char *gpu = fake_tree_link_name(root, link);
	g_autofree char *offers = g_strdup_printf(".fake/vfs/%s", gpu);
	g_autofree char *note = g_strdup_printf(".fake/vf/%s", function);
	g_autoptr(GPtrArray) all = NULL;
	g_autofree char *list = NULL;

	if (!gpu || !fake_tree_exists(root, offers))
		return;
	all = functions_of(root, gpu);
	list = compute_list(root, gpu, all);
	fake_tree_file(root, note, gpu);
	fake_vf_put(root, function, "current_vgpu_type", "0\n");
	fake_vf_forget(root, function);
	fake_vf_put(root, function, "creatable_vgpu_types", list);
	fake_pci_vfio(root, function, true);
}

void fake_vf_leave(const char *root, const char *function)
{
	g_autofree char *gpu = gpu_of(root, function);
	g_autofree char *note = g_strdup_printf(".fake/vf/%s", function);
	g_autofree char *dir = g_strdup_printf(DEVICES "/%s/nvidia", function);

	if (!gpu)
		return;
	fake_tree_remove(root, note);
	fake_tree_remove(root, dir);
	refresh(root, gpu);
}
