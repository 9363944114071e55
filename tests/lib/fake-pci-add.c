// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Functions that come to an imitated PCI bus, and leave it.
 */
#include "fake-pci.h"

#include <errno.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "fake-mdev.h"
#include "fake-sriov.h"
#include "fake-tree.h"

/** @brief Where the kernel lists functions. */
#define DEVICES "sys/bus/pci/devices"
/** @brief Where the kernel lists drivers. */
#define DRIVERS "sys/bus/pci/drivers"
/** @brief Where the kernel lists IOMMU groups. */
#define GROUPS "sys/kernel/iommu_groups"

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
 * @param target  Path below the root that it leads to.
 * @norestriction
 * @sideeffect Creates the link.
 * @failure Ends the process.
 */
static void put_link(const char *root, const char *dir, const char *name,
		     const char *target)
{
	g_autofree char *path = g_strdup_printf("%s/%s", dir, name);

	fake_tree_link(root, path, target);
}

/**
 * @brief Put a function into a group.
 * @param root  The machine.
 * @param dir   Directory of the function.
 * @param pci   What it is.
 * @norestriction
 * @sideeffect Creates the links; counts groups.
 * @failure Ends the process.
 */
static void put_group(const char *root, const char *dir,
		      const struct fake_pci *pci)
{
	gint64 number = fake_tree_read_number(root, ".fake/group", 1);
	g_autofree char *group = NULL;
	g_autofree char *members = NULL;

	if (pci->beside) {
		g_autofree char *link = NULL;
		g_autofree char *name = NULL;

		link = g_strdup_printf(DEVICES "/%s/iommu_group", pci->beside);
		name = fake_tree_link_name(root, link);
		group = g_strdup_printf(GROUPS "/%s", name);
	} else {
		group = g_strdup_printf(GROUPS "/%d", (int)number);
		fake_tree_number(root, ".fake/group", number + 1);
	}
	members = g_strdup_printf("%s/devices", group);
	put_link(root, members, pci->address, dir);
	put_link(root, dir, "iommu_group", group);
}

/**
 * @brief Put the files there that every function has.
 * @param root  The machine.
 * @param dir   Directory of the function.
 * @param pci   What it is.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
static void put_files(const char *root, const char *dir,
		      const struct fake_pci *pci)
{
	put(root, dir, "vendor", "0x%04x", pci->vendor);
	put(root, dir, "device", "0x%04x", pci->device);
	put(root, dir, "subsystem_vendor", "0x%04x", pci->subvendor);
	put(root, dir, "subsystem_device", "0x%04x", pci->subdevice);
	put(root, dir, "class", "0x%06x", pci->class);
	put(root, dir, "numa_node", "%d", pci->numa_node);
	put(root, dir, "driver_override", "%s", "(null)");
	put(root, dir, "power/control", "%s", "on");
	put_link(root, dir, "subsystem", "sys/bus/pci");
	fake_tree_file(root, "sys/bus/pci/drivers_probe", "");
}

void fake_pci_add(const char *root, const struct fake_pci *pci)
{
	g_autofree char *bus = g_strndup(pci->address, strlen("0000:41"));
	g_autofree char *above = pci->above ? g_strdup(pci->above) :
		g_strdup_printf("sys/devices/pci%s", bus);
	g_autofree char *dir = g_strdup_printf("%s/%s", above, pci->address);
	g_autofree char *note = g_strdup_printf(".fake/pci/%s", pci->address);

	put_files(root, dir, pci);
	put_group(root, dir, pci);
	fake_tree_dir(root, note);
	if (pci->driver)
		put(root, note, "driver", "%s", pci->driver);
	if (pci->total_vfs)
		fake_sriov_offer(root, dir, pci);
	if (pci->physfn) {
		g_autofree char *physfn = g_strdup_printf("%s/%s", above,
							  pci->physfn);

		put(root, note, "physfn", "%s", pci->physfn);
		put_link(root, dir, "physfn", physfn);
	}
	put_link(root, DEVICES, pci->address, dir);
	fake_pci_uevent(root, pci->address);
	(void)fake_pci_probe(root, pci->address);
}

bool fake_pci_is(const char *root, const char *name)
{
	g_autofree char *note = g_strdup_printf(".fake/pci/%s", name);

	return *name && fake_tree_exists(root, note);
}

char *fake_pci_driver_of(const char *root, const char *address)
{
	g_autofree char *link = g_strdup_printf(DEVICES "/%s/driver",
						 address);

	return fake_tree_link_name(root, link);
}

int fake_pci_drop(const char *root, const char *address)
{
	g_autofree char *entry = g_strdup_printf(DEVICES "/%s", address);
	g_autofree char *dir = fake_tree_real(root, entry);
	g_autofree char *note = g_strdup_printf(".fake/pci/%s", address);
	g_autofree char *link = g_strdup_printf("%s/iommu_group", dir);
	g_autofree char *group = fake_tree_real(root, link);
	int rc = fake_pci_unbind(root, address);

	if (rc < 0)
		return rc;
	if (group) {
		g_autofree char *members = g_strdup_printf("%s/devices", group);
		g_autofree char *member = g_strdup_printf("%s/%s", members,
							  address);
		g_autoptr(GPtrArray) left = NULL;

		fake_tree_remove(root, member);
		left = fake_tree_list(root, members);
		if (left->len == 0)
			fake_tree_remove(root, group);
	}
	fake_tree_remove(root, entry);
	fake_tree_remove(root, dir);
	fake_tree_remove(root, note);

	return 0;
}

void fake_pci_driver(const char *root, const char *name, bool loaded)
{
	g_autofree char *dir = g_strdup_printf(DRIVERS "/%s", name);
	g_autoptr(GPtrArray) names = fake_tree_list(root, dir);

	if (loaded) {
		put(root, dir, "bind", "%s", "");
		put(root, dir, "unbind", "%s", "");
		return;
	}
	for (guint i = 0; i < names->len; i++) {
		const char *address = g_ptr_array_index(names, i);

		if (fake_pci_is(root, address) &&
		    fake_pci_unbind(root, address) < 0)
			g_error("fake machine: %s is held", address);
	}
	fake_tree_remove(root, dir);
}

void fake_pci_give(const char *root, const char *address, const char *driver)
{
	g_autofree char *path = NULL;
	g_autofree char *has = NULL;
	int rc = 0;

	if (!fake_pci_is(root, address))
		g_error("fake machine: no function %s", address);
	path = g_strdup_printf(DEVICES "/%s/driver_override", address);
	fake_pci_write(root, path, driver ? driver : "\n", &rc);
	if (rc == 0)
		rc = fake_pci_unbind(root, address);
	if (rc == 0 && driver)
		rc = fake_pci_probe(root, address);
	has = fake_pci_driver_of(root, address);
	if (rc < 0 || g_strcmp0(has, driver))
		g_error("fake machine: %s is not given to %s: %s", address,
			driver ? driver : "nobody", g_strerror(-rc));
}

/**
 * @brief Make virtual functions before the test.
 * @param root     The machine.
 * @param address  The physical function.
 * @param number   How many.
 * @norestriction
 * @sideeffect As a write, but unseen by script and log.
 * @failure Ends the process when the kernel refuses.
 */
static void make_vfs(const char *root, const char *address, const char *number)
{
	int rc = fake_sriov_set(root, address, atoi(number));

	if (rc < 0)
		g_error("fake machine: cannot make %s functions of %s: %s",
			number, address, g_strerror(-rc));
}

bool fake_pci_command(const char *root, int n_words, char **words)
{
	const char *what = n_words > 1 ? words[0] : "";

	if (n_words == 2 && g_str_equal(what, "driver"))
		fake_pci_driver(root, words[1], true);
	else if (n_words == 2 && g_str_equal(what, "no-driver"))
		fake_pci_driver(root, words[1], false);
	else if (n_words == 3 && g_str_equal(what, "bind"))
		fake_pci_give(root, words[1], words[2]);
	else if (n_words == 2 && g_str_equal(what, "unbind"))
		fake_pci_give(root, words[1], NULL);
	else if (n_words == 2 && g_str_equal(what, "stick"))
		fake_pci_stick(root, words[1], true);
	else if (n_words == 2 && g_str_equal(what, "loose"))
		fake_pci_stick(root, words[1], false);
	else if (n_words == 3 && g_str_equal(what, "vfs"))
		make_vfs(root, words[1], words[2]);
	else
		return false;

	return true;
}
