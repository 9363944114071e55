// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief How an imitated kernel makes virtual functions and removes them.
 */
#include "fake-sriov.h"

#include <errno.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "fake-mdev.h"
#include "fake-pci.h"
#include "fake-tree.h"

/** @brief Where the kernel lists functions. */
#define DEVICES "sys/bus/pci/devices"
/** @brief Functions of one device number. */
#define PCI_FUNCTIONS 8
/** @brief Functions of one bus. */
#define BUS_FUNCTIONS 256
/** @brief Most that "sriov_numvfs" can be asked for. */
#define MOST 65535

/**
 * @brief Spell a path below the directory of a function.
 * @param address  The function.
 * @param name     File below it.
 * @return A new string.
 * @pure
 */
static char *path_of(const char *address, const char *name)
{
	return g_strdup_printf(DEVICES "/%s/%s", address, name);
}

/**
 * @brief Spell the path of a note about a physical function.
 * @param address  The function.
 * @param name     Name of the note.
 * @return A new string.
 * @pure
 */
static char *note_of(const char *address, const char *name)
{
	return g_strdup_printf(".fake/pci/%s/sriov/%s", address, name);
}

/**
 * @brief Read a number of a function.
 * @param root     The machine.
 * @param address  The function.
 * @param name     Name of the attribute.
 * @param base     Base of the number; 0 where it says so itself.
 * @return The number; 0 when there is none.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static unsigned int load(const char *root, const char *address,
			 const char *name, int base)
{
	g_autofree char *path = path_of(address, name);
	g_autofree char *text = fake_tree_read(root, path);

	return text ? strtoul(text, NULL, base) : 0;
}

/**
 * @brief Replace an attribute of a function.
 * @param root     The machine.
 * @param address  The function.
 * @param name     Name of the attribute.
 * @param number   What it says from now on.
 * @norestriction
 * @sideeffect Writes the file.
 * @failure Ends the process.
 */
static void put(const char *root, const char *address, const char *name,
		unsigned int number)
{
	g_autofree char *path = path_of(address, name);

	fake_tree_number(root, path, number);
}

void fake_sriov_offer(const char *root, const char *dir,
		      const struct fake_pci *pci)
{
	const struct {
		const char *name;
		unsigned int number;
	} files[] = {
		{ "sriov_totalvfs", pci->total_vfs },
		{ "sriov_numvfs", 0 },
		{ "sriov_drivers_autoprobe", 1 },
		{ "sriov_offset", pci->offset },
		{ "sriov_stride", pci->stride },
	};
	g_autofree char *device = g_strdup_printf("%s/sriov_vf_device", dir);
	g_autofree char *text = g_strdup_printf("%x\n", pci->vf_device);
	g_autofree char *driver = note_of(pci->address, "driver");
	g_autofree char *manual = note_of(pci->address, "manual");

	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path = g_strdup_printf("%s/%s", dir,
							files[i].name);

		fake_tree_number(root, path, files[i].number);
	}
	fake_tree_file(root, device, text);
	fake_tree_file(root, driver, pci->vf_driver ? pci->vf_driver : "");
	if (pci->manual)
		fake_tree_file(root, manual, "");
	if (pci->admin) {
		g_autofree char *admin = note_of(pci->address, "admin");

		fake_tree_file(root, admin, pci->admin);
	}
}

bool fake_sriov_may_probe(const char *root, const char *address)
{
	g_autofree char *override = path_of(address, "driver_override");
	g_autofree char *says = fake_tree_read(root, override);
	g_autofree char *physfn = path_of(address, "physfn");
	g_autofree char *autoprobe = path_of(address,
		"physfn/sriov_drivers_autoprobe");

	return g_strcmp0(says, "(null)") || !fake_tree_exists(root, physfn) ||
		fake_tree_read_number(root, autoprobe, 1);
}

/**
 * @brief Spell the address of a virtual function.
 * @param root    The machine.
 * @param gpu     Its physical function.
 * @param number  Which one, from 0.
 * @return A new string.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static char *address_of(const char *root, const char *gpu, unsigned int number)
{
	g_auto(GStrv) parts = g_strsplit_set(gpu, ":.", -1);
	unsigned int function;

	if (g_strv_length(parts) != 4)
		g_error("fake machine: '%s' is no address", gpu);
	function = strtoul(parts[1], NULL, 16) * BUS_FUNCTIONS +
		strtoul(parts[2], NULL, 16) * PCI_FUNCTIONS +
		strtoul(parts[3], NULL, 16) +
		load(root, gpu, "sriov_offset", 0) +
		load(root, gpu, "sriov_stride", 0) * number;

	return g_strdup_printf("%s:%02x:%02x.%x", parts[0],
			       function / BUS_FUNCTIONS,
			       function % BUS_FUNCTIONS / PCI_FUNCTIONS,
			       function % PCI_FUNCTIONS);
}

/**
 * @brief Spell the link by which the driver leads to a virtual function.
 * @param root    The machine.
 * @param gpu     Its physical function.
 * @param number  Which one, from 0.
 * @return A new path, or NULL when the driver has none.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static char *admin_link(const char *root, const char *gpu, unsigned int number)
{
	g_autofree char *note = note_of(gpu, "admin");
	g_autofree char *admin = fake_tree_read(root, note);
	g_autofree char *entry = g_strdup_printf(DEVICES "/%s", gpu);
	g_autofree char *dir = fake_tree_real(root, entry);

	return admin ? g_strdup_printf("%s/%s/vf%u/device", dir, admin,
				       number + 1) : NULL;
}

/**
 * @brief Make one virtual function.
 * @param root    The machine.
 * @param gpu     Its physical function.
 * @param number  Which one, from 0.
 * @norestriction
 * @sideeffect Creates it and its link.
 * @failure Ends the process.
 */
static void add_vf(const char *root, const char *gpu, unsigned int number)
{
	g_autofree char *entry = g_strdup_printf(DEVICES "/%s", gpu);
	g_autofree char *dir = fake_tree_real(root, entry);
	g_autofree char *above = g_path_get_dirname(dir);
	g_autofree char *address = address_of(root, gpu, number);
	g_autofree char *note = note_of(gpu, "driver");
	g_autofree char *driver = fake_tree_read(root, note);
	g_autofree char *link = g_strdup_printf("%s/virtfn%u", dir, number);
	g_autofree char *target = g_strdup_printf("%s/%s", above, address);
	g_autofree char *admin = admin_link(root, gpu, number);
	g_autofree char *node = path_of(gpu, "numa_node");
	const struct fake_pci pci = {
		.address = address,
		.above = above,
		.driver = *driver ? driver : NULL,
		.physfn = gpu,
		.vendor = load(root, gpu, "vendor", 0),
		.device = load(root, gpu, "sriov_vf_device", 16),
		.subvendor = load(root, gpu, "subsystem_vendor", 0),
		.subdevice = load(root, gpu, "subsystem_device", 0),
		.class = load(root, gpu, "class", 0),
		.numa_node = fake_tree_read_number(root, node, -1),
	};

	fake_tree_link(root, link, target);
	fake_pci_add(root, &pci);
	if (admin)
		fake_tree_link(root, admin, target);
}

/**
 * @brief Remove all virtual functions.
 * @param root  The machine.
 * @param gpu   The physical function.
 * @return 0, or FAKE_BLOCKED.
 * @norestriction
 * @sideeffect Removes them in order.
 * @failure FAKE_BLOCKED at one that a program holds: those after it stay.
 */
static int remove_vfs(const char *root, const char *gpu)
{
	unsigned int number = load(root, gpu, "sriov_numvfs", 0);
	g_autofree char *leaving = note_of(gpu, "leaving");

	for (unsigned int i = 0; i < number; i++) {
		g_autofree char *address = address_of(root, gpu, i);
		g_autofree char *name = g_strdup_printf("virtfn%u", i);
		g_autofree char *link = path_of(gpu, name);
		g_autofree char *admin = admin_link(root, gpu, i);
		int rc;

		fake_tree_remove(root, link);
		if (admin)
			fake_tree_remove(root, admin);
		if (!fake_pci_is(root, address))
			continue;
		rc = fake_pci_drop(root, address);
		if (rc < 0) {
			fake_tree_file(root, leaving, "");
			return rc;
		}
	}
	fake_tree_remove(root, leaving);
	put(root, gpu, "sriov_numvfs", 0);

	return 0;
}

void fake_sriov_let_go(const char *root, const char *gone)
{
	g_autofree char *note = g_strdup_printf(".fake/pci/%s/physfn", gone);
	g_autofree char *gpu = fake_tree_read(root, note);
	g_autofree char *leaving = gpu ? note_of(gpu, "leaving") : NULL;

	if (leaving && fake_tree_exists(root, leaving))
		(void)remove_vfs(root, gpu);
}

int fake_sriov_set(const char *root, const char *address, unsigned int number)
{
	unsigned int has = load(root, address, "sriov_numvfs", 0);
	g_autofree char *leaving = note_of(address, "leaving");

	if (number > load(root, address, "sriov_totalvfs", 0))
		return -ERANGE;
	if (fake_tree_exists(root, leaving))
		return FAKE_BLOCKED;
	if (number == has)
		return 0;
	if (number == 0)
		return remove_vfs(root, address);
	if (has)
		return -EBUSY;
	for (unsigned int i = 0; i < number; i++)
		add_vf(root, address, i);
	put(root, address, "sriov_numvfs", number);

	return 0;
}

/**
 * @brief Tell whether the driver of a function makes virtual ones when asked.
 * @param root     The machine.
 * @param address  The function.
 * @return true when it does.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static bool makes_vfs(const char *root, const char *address)
{
	g_autofree char *has = fake_pci_driver_of(root, address);
	g_autofree char *note = g_strdup_printf(".fake/pci/%s/driver", address);
	g_autofree char *own = fake_tree_read(root, note);
	g_autofree char *manual = note_of(address, "manual");

	if (g_strcmp0(has, "pci-pf-stub") == 0)
		return true;

	return has && g_strcmp0(has, own) == 0 &&
		!fake_tree_exists(root, manual);
}

bool fake_sriov_write(const char *root, const char *address, const char *name,
		      const char *value, int *rc)
{
	unsigned int has = load(root, address, "sriov_numvfs", 0);
	char *end = NULL;
	unsigned long number = strtoul(value, &end, 0);
	bool good = g_ascii_isdigit(*value) &&
		(!*end || g_str_equal(end, "\n"));

	if (g_str_equal(name, "sriov_drivers_autoprobe")) {
		*rc = good && number <= 1 ? 0 : -EINVAL;
		if (*rc == 0)
			put(root, address, name, number);
		return true;
	}
	if (!g_str_equal(name, "sriov_numvfs"))
		return false;
	if (!good || number > MOST)
		*rc = -EINVAL;
	else if (number > load(root, address, "sriov_totalvfs", 0))
		*rc = -ERANGE;
	else if (number != has && !makes_vfs(root, address))
		*rc = -ENOENT;
	else
		*rc = fake_sriov_set(root, address, number);

	return true;
}

int fake_sriov_manage(const char *root, const char *option,
		      const char *address)
{
	bool on = g_str_equal(option, "-e");
	unsigned int most = load(root, address, "sriov_totalvfs", 0);
	g_autofree char *manual = note_of(address, "manual");

	if ((!on && !g_str_equal(option, "-d")) || !most ||
	    !fake_tree_exists(root, manual))
		return 1;

	return fake_sriov_set(root, address, on ? most : 0) < 0;
}
