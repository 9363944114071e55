// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief An imitated PCI bus.
 */
#include "fake-pci.h"

#include <errno.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "fake-mdev.h"
#include "fake-sriov.h"
#include "fake-tree.h"
#include "fake-vf.h"

/** @brief Where the kernel lists functions. */
#define DEVICES "sys/bus/pci/devices"
/** @brief Where the kernel lists drivers. */
#define DRIVERS "sys/bus/pci/drivers"
/** @brief What "driver_override" reads when there is none. */
#define NO_OVERRIDE "(null)"

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
 * @brief Spell the path of a note.
 * @param address  The function.
 * @param name     Name of the note.
 * @return A new string.
 * @pure
 */
static char *note_of(const char *address, const char *name)
{
	return g_strdup_printf(".fake/pci/%s/%s", address, name);
}

/**
 * @brief Read an attribute, or ask for a link's last component.
 * @param root     The machine.
 * @param address  The function.
 * @param name     Name of the attribute.
 * @return A new string, "" when there is none.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static char *load(const char *root, const char *address, const char *name)
{
	g_autofree char *path = path_of(address, name);
	char *text = fake_tree_link_name(root, path);

	if (!text)
		text = fake_tree_read(root, path);

	return text ? text : g_strdup("");
}

/**
 * @brief Tell whether a driver is one of VFIO's.
 * @param driver  Its name.
 * @return true for "vfio-pci" and its variants.
 * @pure
 */
static bool is_vfio(const char *driver)
{
	return strstr(driver, "vfio");
}

/**
 * @brief Find the directory of a function.
 * @param root     The machine.
 * @param address  The function.
 * @return A new path without links, or NULL.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static char *dir_of(const char *root, const char *address)
{
	g_autofree char *link = g_strdup_printf(DEVICES "/%s", address);

	return fake_tree_real(root, link);
}

void fake_pci_uevent(const char *root, const char *address)
{
	g_autofree char *path = path_of(address, "uevent");
	g_autofree char *driver = fake_pci_driver_of(root, address);
	g_autofree char *vendor = load(root, address, "vendor");
	g_autofree char *device = load(root, address, "device");
	g_autofree char *subvendor = load(root, address, "subsystem_vendor");
	g_autofree char *subdevice = load(root, address, "subsystem_device");
	g_autofree char *class = load(root, address, "class");
	g_autofree char *text = NULL;

	text = g_strdup_printf("%s%s%sPCI_CLASS=%lX\nPCI_ID=%04lX:%04lX\nPCI_SUBSYS_ID=%04lX:%04lX\nPCI_SLOT_NAME=%s\n",
			       driver ? "DRIVER=" : "", driver ? driver : "",
			       driver ? "\n" : "", strtoul(class, NULL, 16),
			       strtoul(vendor, NULL, 16),
			       strtoul(device, NULL, 16),
			       strtoul(subvendor, NULL, 16),
			       strtoul(subdevice, NULL, 16), address);
	fake_tree_file(root, path, text);
}

void fake_pci_vfio(const char *root, const char *address, bool there)
{
	g_autofree char *dir = dir_of(root, address);
	g_autofree char *group = load(root, address, "iommu_group");
	g_autofree char *above = g_strdup_printf("%s/vfio-dev", dir);
	g_autofree char *device = g_strdup_printf("%s/vfio%s", above, group);
	g_autofree char *node = g_strdup_printf("dev/vfio/%s", group);
	g_autofree char *members = NULL;
	g_autoptr(GPtrArray) names = NULL;

	if (there) {
		fake_tree_dir(root, device);
		fake_tree_file(root, node, "");
		return;
	}
	fake_tree_remove(root, above);
	members = g_strdup_printf("sys/kernel/iommu_groups/%s/devices", group);
	names = fake_tree_list(root, members);
	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		g_autofree char *other = path_of(name, "vfio-dev");

		there = there || fake_tree_exists(root, other);
	}
	if (!there)
		fake_tree_remove(root, node);
}

/**
 * @brief Give a function to a driver.
 * @param root     The machine.
 * @param address  The function, without driver.
 * @param driver   A driver that is loaded.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect Creates the links.
 * @failure -EINVAL from VFIO for a function without IOMMU; -EBUSY for other
 *          drivers while a program holds the group; -ENODEV for a virtual
 *          function that must not be probed.
 */
static int bind(const char *root, const char *address, const char *driver)
{
	g_autofree char *dir = dir_of(root, address);
	g_autofree char *link = g_strdup_printf("%s/driver", dir);
	g_autofree char *target = g_strdup_printf(DRIVERS "/%s", driver);
	g_autofree char *entry = g_strdup_printf("%s/%s", target, address);
	g_autofree char *group = load(root, address, "iommu_group");
	g_autofree char *busy = fake_pci_busy(root, address);

	if (!fake_sriov_may_probe(root, address))
		return -ENODEV;
	if (is_vfio(driver) && !*group)
		return -EINVAL;
	if (!is_vfio(driver) && fake_tree_exists(root, busy))
		return -EBUSY;
	fake_tree_link(root, link, target);
	fake_tree_link(root, entry, dir);
	if (is_vfio(driver))
		fake_pci_vfio(root, address, true);
	else if (g_str_equal(driver, "nvidia"))
		fake_vf_join(root, address);
	fake_pci_uevent(root, address);

	return 0;
}

/**
 * @brief Finish what fake_pci_unbind() began.
 * @param root     The machine.
 * @param address  The function, without links to its driver.
 * @norestriction
 * @sideeffect Removes what VFIO gave it.
 * @failure Ends the process.
 */
static void finish_unbind(const char *root, const char *address)
{
	g_autofree char *leaving = note_of(address, "leaving");

	fake_vf_leave(root, address);
	fake_pci_vfio(root, address, false);
	fake_pci_uevent(root, address);
	fake_tree_remove(root, leaving);
}

char *fake_pci_busy(const char *root, const char *address)
{
	g_autofree char *group = load(root, address, "iommu_group");

	return g_strdup_printf(".fake/busy/%s", group);
}

void fake_pci_hold(const char *root, const char *address, bool held)
{
	g_autofree char *vfio = path_of(address, "vfio-dev");
	g_autofree char *leaving = note_of(address, "leaving");
	g_autofree char *busy = fake_pci_busy(root, address);

	if (!fake_tree_exists(root, vfio))
		g_error("fake machine: VFIO does not have %s", address);
	if (held) {
		fake_tree_file(root, busy, "");
		return;
	}
	fake_tree_remove(root, busy);
	if (fake_tree_exists(root, leaving)) {
		finish_unbind(root, address);
		fake_sriov_let_go(root, address);
	}
}

void fake_pci_stick(const char *root, const char *address, bool stuck)
{
	g_autofree char *note = note_of(address, "stuck");
	g_autofree char *leaving = note_of(address, "leaving");

	if (stuck) {
		fake_tree_file(root, note, "");
		return;
	}
	fake_tree_remove(root, note);
	if (fake_tree_exists(root, leaving))
		finish_unbind(root, address);
}

int fake_pci_unbind(const char *root, const char *address)
{
	g_autofree char *driver = fake_pci_driver_of(root, address);
	g_autofree char *link = path_of(address, "driver");
	g_autofree char *vfio = path_of(address, "vfio-dev");
	g_autofree char *leaving = note_of(address, "leaving");
	g_autofree char *stuck = note_of(address, "stuck");
	g_autofree char *busy = fake_pci_busy(root, address);
	g_autofree char *entry = NULL;

	if (fake_tree_exists(root, leaving))
		return FAKE_BLOCKED;
	if (!driver)
		return 0;
	entry = g_strdup_printf(DRIVERS "/%s/%s", driver, address);
	fake_tree_remove(root, entry);
	fake_tree_remove(root, link);
	if (fake_tree_exists(root, stuck)) {
		fake_tree_file(root, leaving, "");
		return FAKE_BLOCKED;
	}
	if (fake_tree_exists(root, vfio) && fake_tree_exists(root, busy)) {
		fake_tree_file(root, leaving, "");
		fake_tree_append(root, ".fake/blocked", address);
		return FAKE_BLOCKED;
	}
	finish_unbind(root, address);

	return 0;
}

/**
 * @brief Find the driver that a function would be given.
 * @param root     The machine.
 * @param address  The function.
 * @return A new name, of one that need not be loaded; "" for none.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static char *wanted(const char *root, const char *address)
{
	g_autofree char *override = load(root, address, "driver_override");
	g_autofree char *note = note_of(address, "driver");
	char *driver = NULL;

	if (!g_str_equal(override, NO_OVERRIDE))
		return g_steal_pointer(&override);
	driver = fake_tree_read(root, note);

	return driver ? driver : g_strdup("");
}

int fake_pci_probe(const char *root, const char *address)
{
	g_autofree char *has = fake_pci_driver_of(root, address);
	g_autofree char *driver = wanted(root, address);
	g_autofree char *dir = g_strdup_printf(DRIVERS "/%s", driver);
	int rc = 0;

	/* What a driver's probe says is not told to who asked for probing. */
	if (!has && *driver && fake_tree_exists(root, dir))
		rc = bind(root, address, driver);

	return rc == -EBUSY ? -EINVAL : 0;
}

/**
 * @brief React to a write of an address to a file of a driver.
 * @param root     The machine.
 * @param driver   The driver.
 * @param name     "bind" or "unbind".
 * @param address  What was written, without newline.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect See bind() and fake_pci_unbind().
 * @failure -ENODEV, -EBUSY as in the kernel; FAKE_BLOCKED.
 */
static int write_driver(const char *root, const char *driver, const char *name,
			const char *address)
{
	g_autofree char *has = fake_pci_driver_of(root, address);
	g_autofree char *fits = wanted(root, address);

	if (g_str_equal(name, "unbind"))
		return has && g_str_equal(has, driver) ?
		       fake_pci_unbind(root, address) : -ENODEV;
	if (!g_str_equal(fits, driver))
		return -ENODEV;

	return has ? -EBUSY : bind(root, address, driver);
}

/**
 * @brief Keep what was written to "driver_override".
 * @param root     The machine.
 * @param address  The function.
 * @param line     What was written, without newline.
 * @norestriction
 * @sideeffect Replaces the file.
 * @failure Ends the process.
 */
static void set_override(const char *root, const char *address,
			 const char *line)
{
	g_autofree char *path = path_of(address, "driver_override");
	g_autofree char *text = NULL;

	text = g_strdup_printf("%s\n", *line ? line : NO_OVERRIDE);
	fake_tree_file(root, path, text);
}

bool fake_pci_write(const char *root, const char *path, const char *value,
		    int *rc)
{
	g_autofree char *real = fake_tree_real(root, path);
	g_autofree char *dir = g_path_get_dirname(real ? real : path);
	bool power = g_str_has_suffix(dir, "/power");
	g_autofree char *up = g_path_get_dirname(dir);
	g_autofree char *above = g_path_get_basename(power ? up : dir);
	g_autofree char *name = g_path_get_basename(path);
	g_autofree char *line = g_strndup(value, strcspn(value, "\n"));
	bool of_driver = g_str_has_prefix(dir, DRIVERS "/") &&
		(g_str_equal(name, "bind") || g_str_equal(name, "unbind"));
	bool of_bus = g_str_equal(path, "sys/bus/pci/drivers_probe");
	const char *address = of_driver || of_bus ? line : above;
	g_autofree char *leaving = note_of(address, "leaving");

	if (!of_driver && !of_bus && !fake_pci_is(root, address))
		return false;
	*rc = 0;
	if (!fake_pci_is(root, address))
		*rc = -ENODEV;
	else if (fake_tree_exists(root, leaving))
		*rc = FAKE_BLOCKED;
	else if (of_driver)
		*rc = write_driver(root, above, name, address);
	else if (of_bus)
		*rc = fake_pci_probe(root, address);
	else if (!g_str_equal(name, "driver_override"))
		return g_str_equal(name, "control") ||
			fake_sriov_write(root, address, name, value, rc);
	else if (*value) /* Nothing at all does not reach the driver core. */
		set_override(root, address, line);

	return true;
}
