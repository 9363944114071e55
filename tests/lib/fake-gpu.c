// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Parents and types of an imitated machine.
 */
#include "fake-gpu.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#include "fake-mdev.h"
#include "fake-tree.h"

/** @brief What an A10 says about one of its types. */
#define A10_TYPE(number, model, mib, x, y, most) {			\
	.id = "nvidia-" #number,					\
	.name = "NVIDIA A10-" model,					\
	.api = "vfio-pci",						\
	.description = "num_heads=4, frl_config=60, framebuffer=" #mib	\
		"M, max_resolution=" #x "x" #y ", max_instance=" #most,	\
	.cost = mib,							\
}

const struct fake_type fake_a10_types[] = {
	A10_TYPE(588, "1B", 1024, 5120, 2880, 24),
	A10_TYPE(590, "1Q", 1024, 5120, 2880, 24),
	A10_TYPE(591, "2Q", 2048, 7680, 4320, 12),
	A10_TYPE(592, "4Q", 4096, 7680, 4320, 6),
	A10_TYPE(593, "8Q", 8192, 7680, 4320, 3),
	A10_TYPE(594, "24Q", 24576, 7680, 4320, 1),
};

const size_t fake_a10_n_types = G_N_ELEMENTS(fake_a10_types);

/** @brief MiB of frame buffer of an A10. */
#define A10_MIB 24576
/** @brief Functions of one device number. */
#define PCI_FUNCTIONS 8
/** @brief Number of the first virtual function. */
#define FIRST_VF 4

/**
 * @brief Put a file into a directory.
 * @param root    The machine.
 * @param dir     The directory.
 * @param name    Name of the file.
 * @param format  Its content, printf-like; a newline is appended.
 * @norestriction
 * @sideeffect Creates the file.
 * @failure Ends the process.
 */
static G_GNUC_PRINTF(4, 5)
void put(const char *root, const char *dir, const char *name,
	 const char *format, ...)
{
	g_autofree char *path = g_strdup_printf("%s/%s", dir, name);
	g_autofree char *text = NULL;
	g_autofree char *line = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	line = g_strconcat(text, "\n", NULL);
	fake_tree_file(root, path, line);
}

/**
 * @brief Put a link into a directory.
 * @param root    The machine.
 * @param dir     The directory.
 * @param name    Name of the link.
 * @param format  Path below the root that it leads to, printf-like.
 * @norestriction
 * @sideeffect Creates the link.
 * @failure Ends the process.
 */
static G_GNUC_PRINTF(4, 5)
void put_link(const char *root, const char *dir, const char *name,
	      const char *format, ...)
{
	g_autofree char *path = g_strdup_printf("%s/%s", dir, name);
	g_autofree char *target = NULL;
	va_list args;

	va_start(args, format);
	target = g_strdup_vprintf(format, args);
	va_end(args);
	fake_tree_link(root, path, target);
}

/**
 * @brief Link a virtual function and its physical function, both ways.
 * @param root    The machine.
 * @param parent  The virtual function.
 * @param dir     Its directory.
 * @norestriction
 * @sideeffect Creates links; the function is the next of its device.
 * @failure Ends the process.
 */
static void put_physfn(const char *root, const struct fake_parent *parent,
		       const char *dir)
{
	g_autofree char *above = g_strdup_printf("%s/%s", parent->above,
						 parent->physfn);

	put_link(root, dir, "physfn", "%s", above);
	for (unsigned int i = 0;; i++) {
		g_autofree char *name = g_strdup_printf("virtfn%u", i);
		g_autofree char *path = g_strdup_printf("%s/%s", above, name);

		if (fake_tree_exists(root, path))
			continue;
		put_link(root, above, name, "%s", dir);
		return;
	}
}

/**
 * @brief Put what only PCI devices have into a device's directory.
 * @param root    The machine.
 * @param parent  Who it is.
 * @param dir     Its directory.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
static void put_pci(const char *root, const struct fake_parent *parent,
		    const char *dir)
{
	put(root, dir, "vendor", "0x%04x", parent->vendor);
	put(root, dir, "device", "0x%04x", parent->device);
	put(root, dir, "subsystem_vendor", "0x%04x", parent->subvendor);
	put(root, dir, "subsystem_device", "0x%04x", parent->subdevice);
	put(root, dir, "class", "%s", "0x030200");
	put(root, dir, "numa_node", "%d", parent->numa_node);
	put(root, dir, "uevent",
	    "%s%s%sPCI_CLASS=30200\nPCI_ID=%04X:%04X\nPCI_SUBSYS_ID=%04X:%04X\nPCI_SLOT_NAME=%s",
	    parent->driver ? "DRIVER=" : "",
	    parent->driver ? parent->driver : "", parent->driver ? "\n" : "",
	    parent->vendor, parent->device, parent->subvendor,
	    parent->subdevice, parent->name);
	if (parent->physfn)
		put_physfn(root, parent, dir);
	put_link(root, "sys/bus/pci/devices", parent->name, "%s", dir);
}

void fake_gpu_device(const char *root, const struct fake_parent *parent)
{
	g_autofree char *dir = g_strdup_printf("%s/%s", parent->above,
					       parent->name);
	bool pci = g_str_equal(parent->subsystem, "pci");

	fake_tree_dir(root, dir);
	put_link(root, dir, "subsystem", "sys/%s/%s", pci ? "bus" : "class",
		 parent->subsystem);
	if (parent->driver)
		put_link(root, dir, "driver", "sys/bus/%s/drivers/%s",
			 parent->subsystem, parent->driver);
	if (pci)
		put_pci(root, parent, dir);
	else
		put(root, dir, "uevent", "%s", "");
}

/**
 * @brief Put the files of a type there, except its number of instances.
 * @param root    The machine.
 * @param parent  Name of the parent.
 * @param type    The type.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
static void put_type(const char *root, const char *parent,
		     const struct fake_type *type)
{
	g_autofree char *link = g_strdup_printf("sys/class/mdev_bus/%s",
						parent);
	g_autofree char *real = fake_tree_real(root, link);
	g_autofree char *dir = g_strdup_printf("%s/mdev_supported_types/%s",
					       real, type->id);
	g_autofree char *devices = g_strdup_printf("%s/devices", dir);
	g_autofree char *notes = g_strdup_printf(".fake/parents/%s", parent);
	g_autofree char *costs = g_strdup_printf("%s/cost", notes);

	fake_tree_dir(root, devices);
	put(root, dir, "create", "%s", "");
	put(root, dir, "device_api", "%s", type->api);
	if (type->name)
		put(root, dir, "name", "%s", type->name);
	if (type->description)
		put(root, dir, "description", "%s", type->description);
	put(root, costs, type->id, "%u", type->cost);
}

void fake_gpu_type(const char *root, const char *parent,
		   const struct fake_type *type)
{
	put_type(root, parent, type);
	fake_mdev_refresh(root, parent);
}

void fake_gpu_offer(const char *root, const struct fake_parent *parent)
{
	const char *pool = parent->pool ? parent->pool : parent->name;
	g_autofree char *notes = g_strdup_printf(".fake/parents/%s",
						 parent->name);
	g_autofree char *pools = g_strdup_printf(".fake/pools/%s", pool);
	g_autofree char *members = g_strdup_printf("%s/members", pools);

	if (fake_tree_exists(root, notes))
		return;
	put_link(root, "sys/class/mdev_bus", parent->name, "%s/%s",
		 parent->above, parent->name);
	fake_tree_dir(root, "sys/bus/mdev/devices");
	put(root, notes, "pool", "%s", pool);
	put(root, notes, "max", "%u", parent->max);
	put(root, pools, "total", "%u", parent->total);
	put(root, members, parent->name, "%s", "");
}

void fake_gpu_parent(const char *root, const struct fake_parent *parent,
		     const struct fake_type *types, size_t n_types)
{
	fake_gpu_device(root, parent);
	fake_gpu_offer(root, parent);
	for (size_t i = 0; i < n_types; i++)
		put_type(root, parent->name, &types[i]);
	fake_mdev_refresh(root, parent->name);
}

void fake_gpu_no_type(const char *root, const char *parent, const char *type)
{
	g_autofree char *link = g_strdup_printf("sys/class/mdev_bus/%s",
						parent);
	g_autofree char *real = fake_tree_real(root, link);
	g_autofree char *dir = g_strdup_printf("%s/mdev_supported_types/%s",
					       real, type);
	g_autofree char *cost = g_strdup_printf(".fake/parents/%s/cost/%s",
						parent, type);

	fake_tree_remove(root, dir);
	fake_tree_remove(root, cost);
}

struct fake_parent fake_gpu_a10_card(const char *address, const char *above,
				     int numa_node)
{
	return (struct fake_parent) {
		.name = address,
		.above = above,
		.subsystem = "pci",
		.driver = "nvidia",
		.vendor = 0x10de,
		.device = 0x2236,
		.subvendor = 0x10de,
		.subdevice = 0x1482,
		.numa_node = numa_node,
		.pool = address,
		.total = A10_MIB,
		.max = 1,
	};
}

char *fake_gpu_a10_function(const char *address, unsigned int number)
{
	unsigned int function = FIRST_VF + number;

	return g_strdup_printf("%.*s:%02x.%u", (int)strlen("0000:41"), address,
			       function / PCI_FUNCTIONS,
			       function % PCI_FUNCTIONS);
}

void fake_gpu_a10(const char *root, const char *address, int numa_node,
		  unsigned int n_vfs)
{
	g_autofree char *bus = g_strndup(address, strlen("0000:41"));
	g_autofree char *above = g_strdup_printf("sys/devices/pci%s", bus);
	struct fake_parent gpu = fake_gpu_a10_card(address, above, numa_node);

	fake_gpu_device(root, &gpu);
	gpu.physfn = address;
	for (unsigned int i = 0; i < n_vfs; i++) {
		g_autofree char *name = fake_gpu_a10_function(address, i);

		gpu.name = name;
		fake_gpu_parent(root, &gpu, fake_a10_types, fake_a10_n_types);
	}
}

void fake_gpu_vgpu(const char *root, const char *parent, const char *type,
		   const char *uuid)
{
	g_autofree char *path = NULL;
	int rc;

	path = g_strdup_printf("sys/class/mdev_bus/%s/mdev_supported_types/%s/create",
			       parent, type);
	rc = fake_mdev_create(root, path, uuid);
	if (rc < 0)
		g_error("fake machine: cannot make %s as %s on %s: %s", uuid,
			type, parent, g_strerror(-rc));
}
