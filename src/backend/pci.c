// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Accelerators without virtual functions, handed over whole.
 *
 * That is done as with virtual functions. What differs is which may be: a
 * whole device can be the host's disk or network, so only GPUs and other
 * accelerators are handed over, with what else is in their slot (the sound of
 * a graphics card). And a GPU may show the host's screen or compute for it: it
 * is not listed, but may be asked for by its address.
 */
#include "backend/pci.h"

#include <string.h>

#include "backend/pci-function.h"
#include "backend/sysfs.h"
#include "backend/vfio-bind.h"
#include "host/host.h"
#include "util/error.h"

/** @brief Base class of processing accelerators (pci_ids.h, Linux). */
#define CLASS_ACCELERATOR 0x12

/**
 * @brief Tell whether the first function of a function's slot is a GPU.
 * @param host      The machine.
 * @param function  The function.
 * @return true when it is one, or another accelerator.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static bool has_gpu_beside(struct gvm_host *host,
			   const struct gvm_parent *function)
{
	const char *dot = strrchr(function->address, '.');
	g_autofree char *dir = NULL;
	g_autofree char *text = NULL;

	if (!dot)
		return false;
	dir = g_strdup_printf(GVM_SYSFS_PCI "/%.*s.0",
			      (int)(dot - function->address),
			      function->address);
	text = gvm_sysfs_load(host, dir, "class");

	return text &&
		gvm_pci_is_accelerator(g_ascii_strtoull(text, NULL, 16));
}

/**
 * @brief Tell whether a device has something in sysfs.
 * @param host      The machine.
 * @param function  The function.
 * @param name      "virtfn0", which is there as long as there are virtual
 *                  functions, or "sriov_totalvfs", when there can be some.
 * @return true when it has.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static bool has(struct gvm_host *host, const struct gvm_parent *function,
		const char *name)
{
	g_autofree char *path = NULL;

	path = g_strdup_printf(GVM_SYSFS_PCI "/%s/%s", function->address,
			       name);

	return gvm_host_exists(host, path) == 1;
}

/**
 * @brief Tell whether a device may be handed over whole.
 * @param host      The machine.
 * @param function  The function.
 * @param asked     It was asked for by its address.
 * @return false for what is no accelerator, and for one whose virtual
 *         functions exist; unless @p asked also for a GPU, and for what could
 *         have virtual functions.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static bool fits(struct gvm_host *host, const struct gvm_parent *function,
		 bool asked)
{
	if (asked)
		return (gvm_pci_is_accelerator(function->class) ||
			has_gpu_beside(host, function)) &&
			!has(host, function, "virtfn0");

	return function->class >> 16 == CLASS_ACCELERATOR &&
		!has(host, function, "sriov_totalvfs");
}

/** @brief What these functions are. */
static const struct gvm_pci_kind kind = {
	.virtual = false,
	.fits = fits,
};

/**
 * @brief Refuse an attribute: a device that is handed over has none.
 * @param host  Unused.
 * @param vgpu  The device.
 * @param attr  The attribute.
 * @param err   Where to store the error, or NULL.
 * @return Always false.
 * @norestriction
 * @nosideeffect
 * @failure Always GVM_ERROR_NOT_FOUND.
 */
static bool set(struct gvm_host *host, const struct gvm_vgpu *vgpu,
		const struct gvm_attr *attr, GError **err)
{
	(void)host;

	return gvm_error_set(err, GVM_ERROR_NOT_FOUND,
			     "vGPU %s has no attribute '%s'", vgpu->uuid,
			     attr->name);
}

/**
 * @brief Append what may be handed over.
 * @param host   The machine.
 * @param only   Address of the one to look at, or NULL for those listed.
 * @param found  struct gvm_parent; grows.
 * @param err    Where to store the error, or NULL.
 * @return true on success.
 * @norestriction
 * @sideeffect Appends to @p found.
 * @failure Those of gvm_pci_parents().
 */
static bool parents(struct gvm_host *host, const char *only, GPtrArray *found,
		    GError **err)
{
	return gvm_pci_parents(host, &kind, only, found, err);
}

/**
 * @brief Append what is handed over now.
 * @param host   The machine.
 * @param found  struct gvm_vgpu; grows.
 * @param err    Where to store the error, or NULL.
 * @return true on success.
 * @norestriction
 * @sideeffect Appends to @p found.
 * @failure Those of gvm_pci_vgpus().
 */
static bool vgpus(struct gvm_host *host, GPtrArray *found, GError **err)
{
	return gvm_pci_vgpus(host, &kind, found, err);
}

const struct gvm_backend gvm_pci_backend = {
	.name = GVM_PCI_NAME,
	.by_address = true,
	.gives_back = true,
	.parents = parents,
	.types = gvm_pci_types,
	.vgpus = vgpus,
	.find = gvm_pci_find,
	.create = gvm_vfio_bind,
	.set = set,
	.remove = gvm_vfio_give_back,
	.in_use = gvm_vfio_bind_in_use,
};
