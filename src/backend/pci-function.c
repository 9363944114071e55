// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading PCI functions that are handed over as they are.
 */
#include "backend/pci-function.h"

#include <string.h>

#include "backend/load-parent.h"
#include "backend/pci.h"
#include "backend/sriov.h"
#include "backend/sysfs.h"
#include "backend/vfio-vendor-scan.h"
#include "host/xen.h"
#include "util/error.h"
#include "util/text.h"

/** @brief How all these vGPUs work, but for those of Xen. */
#define DEVICE_API "vfio-pci"
/** @brief Base class of display controllers (pci_ids.h, Linux). */
#define CLASS_DISPLAY 0x03
/** @brief Base class of processing accelerators. */
#define CLASS_ACCELERATOR 0x12
/** @brief Class and subclass of co-processors. */
#define CLASS_COPROCESSOR 0x0b40

/** @brief Words of a kind; the index is whether its functions are virtual. */
static const struct {
	const char *backend;	/**< Name of the back end. */
	const char *type;	/**< Id of the one type. */
	const char *name;	/**< Its name for people. */
} words[] = {
	[false] = { GVM_PCI_NAME, GVM_PCI_TYPE, "whole device" },
	[true] = { GVM_SRIOV_NAME, GVM_SRIOV_TYPE, "virtual function" },
};

bool gvm_pci_is_accelerator(unsigned int class)
{
	return class >> 16 == CLASS_DISPLAY ||
		class >> 16 == CLASS_ACCELERATOR ||
		class >> 8 == CLASS_COPROCESSOR;
}

bool gvm_pci_is_taker(const char *driver)
{
	return driver && (strstr(driver, "vfio") ||
			  g_str_equal(driver, GVM_XEN_DRIVER));
}

/**
 * @brief Spell the directory of a function.
 * @param address  Address of the function.
 * @return A new path below the root.
 * @pure
 */
static char *dir_of(const char *address)
{
	return g_strdup_printf(GVM_SYSFS_PCI "/%s", address);
}

/**
 * @brief Tell whether a function makes vGPUs, or becomes one, in another way.
 * @param host     The machine.
 * @param address  Address of the function.
 * @return true when it is an mdev parent or takes a type of NVIDIA's driver.
 * @norestriction
 * @nosideeffect
 * @failure What cannot be looked at does not.
 */
static bool is_other(struct gvm_host *host, const char *address)
{
	g_autofree char *types = NULL;

	types = g_strdup_printf(GVM_SYSFS_PCI "/%s/mdev_supported_types",
				address);

	return gvm_vfio_vendor_is(host, address) ||
		gvm_host_exists(host, types) == 1;
}

/**
 * @brief Read a function, if it is of a kind.
 * @param host     The machine.
 * @param kind     The kind.
 * @param address  Address of the function.
 * @param asked    It was asked for by its address.
 * @return A new parent, or NULL when it is not or may not be handed over.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static struct gvm_parent *load(struct gvm_host *host,
			       const struct gvm_pci_kind *kind,
			       const char *address, bool asked)
{
	g_autoptr(gvm_parent) parent = NULL;

	parent = gvm_load_parent(host, GVM_SYSFS_PCI, address,
				 words[kind->virtual].backend);
	if (!parent || !!parent->physfn != kind->virtual ||
	    !kind->fits(host, parent, asked) || is_other(host, address))
		return NULL;
	parent->by_address = true;

	return g_steal_pointer(&parent);
}

/**
 * @brief Tell whether a function can be on the list at all, by two cheap looks.
 * @param host     The machine.
 * @param kind     The kind.
 * @param address  Address of the function.
 * @return false when it is certainly not.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static bool may_list(struct gvm_host *host, const struct gvm_pci_kind *kind,
		     const char *address)
{
	g_autofree char *dir = dir_of(address);
	g_autofree char *physfn = g_strdup_printf("%s/physfn", dir);
	g_autofree char *text = NULL;

	if ((gvm_host_exists(host, physfn) == 1) != kind->virtual)
		return false;
	text = gvm_sysfs_load(host, dir, "class");

	return text &&
		gvm_pci_is_accelerator(g_ascii_strtoull(text, NULL, 16));
}

bool gvm_pci_parents(struct gvm_host *host, const struct gvm_pci_kind *kind,
		     const char *only, GPtrArray *parents, GError **err)
{
	g_autoptr(GPtrArray) names = NULL;
	struct gvm_parent *parent;

	if (only) {
		parent = gvm_text_is_pci(only) ?
			load(host, kind, only, true) : NULL;
		if (parent)
			g_ptr_array_add(parents, parent);
		return true;
	}
	if (!gvm_sysfs_list(host, GVM_SYSFS_PCI, &names, err))
		return false;
	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);

		parent = gvm_text_is_pci(name) && may_list(host, kind, name) ?
			load(host, kind, name, false) : NULL;
		if (parent)
			g_ptr_array_add(parents, parent);
	}

	return true;
}

bool gvm_pci_types(struct gvm_host *host, struct gvm_parent *parent,
		   const char *only, GError **err)
{
	bool virtual = parent->physfn;
	struct gvm_type *type;

	(void)host;
	(void)err;
	g_ptr_array_set_size(parent->types, 0);
	parent->active = gvm_pci_is_taker(parent->driver) ? 1 : 0;
	if (only && !g_str_equal(only, words[virtual].type))
		return true;

	type = g_new0(struct gvm_type, 1);
	type->id = g_strdup(words[virtual].type);
	type->name = g_strdup(words[virtual].name);
	type->device_api = g_strdup(DEVICE_API);
	type->available = 1 - parent->active;
	type->implied = true;
	g_ptr_array_add(parent->types, type);

	return true;
}

bool gvm_pci_find(struct gvm_host *host, const char *address,
		  struct gvm_vgpu **vgpu, GError **err)
{
	g_autofree char *driver = NULL;
	g_autofree char *physfn = NULL;
	g_autofree char *dir = NULL;
	bool virtual;

	*vgpu = NULL;
	if (!gvm_sysfs_check_address(address, err))
		return false;
	dir = dir_of(address);
	driver = gvm_sysfs_link(host, dir, "driver");
	if (!gvm_pci_is_taker(driver))
		return true;
	physfn = gvm_sysfs_link(host, dir, "physfn");
	virtual = physfn;

	*vgpu = gvm_vgpu_new(address, address, words[virtual].type);
	(*vgpu)->type_name = g_strdup(words[virtual].name);
	(*vgpu)->device_api = g_strdup(g_str_equal(driver, GVM_XEN_DRIVER) ?
				       GVM_XEN_DRIVER : DEVICE_API);
	(*vgpu)->iommu_group = gvm_sysfs_link(host, dir, "iommu_group");
	(*vgpu)->backend = words[virtual].backend;

	return true;
}

/**
 * @brief Append the accelerators of a kind that one driver is bound to.
 * @param host    The machine.
 * @param kind    The kind.
 * @param driver  Name of the driver.
 * @param vgpus   Where to append.
 * @param err     Where to store the error, or NULL.
 * @return true on success.
 * @norestriction
 * @sideeffect Grows @p vgpus.
 * @failure Those of gvm_sysfs_list().
 */
static bool add_bound(struct gvm_host *host, const struct gvm_pci_kind *kind,
		      const char *driver, GPtrArray *vgpus, GError **err)
{
	g_autofree char *path = g_strdup_printf(GVM_PCI_DRIVERS "/%s", driver);
	g_autoptr(GPtrArray) names = NULL;

	if (!gvm_sysfs_list(host, path, &names, err))
		return false;
	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		struct gvm_vgpu *vgpu;

		if (!gvm_text_is_pci(name) || !may_list(host, kind, name))
			continue;
		if (!gvm_pci_find(host, name, &vgpu, err))
			return false;
		if (vgpu)
			g_ptr_array_add(vgpus, vgpu);
	}

	return true;
}

bool gvm_pci_vgpus(struct gvm_host *host, const struct gvm_pci_kind *kind,
		   GPtrArray *vgpus, GError **err)
{
	g_autoptr(GPtrArray) drivers = NULL;

	if (!gvm_sysfs_list(host, GVM_PCI_DRIVERS, &drivers, err))
		return false;
	for (guint i = 0; i < drivers->len; i++) {
		const char *driver = g_ptr_array_index(drivers, i);

		if (gvm_pci_is_taker(driver) && gvm_text_is_name(driver) &&
		    !add_bound(host, kind, driver, vgpus, err))
			return false;
	}

	return true;
}
