/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief PCI functions that are handed over as they are, through VFIO.
 *
 * Two back ends do that: one for virtual functions, one for whole devices.
 * What they have in common is here; what tells them apart is a struct
 * gvm_pci_kind. In both a vGPU is a function that a VFIO driver is bound to,
 * and its PCI address is the name of parent and vGPU.
 */
#ifndef GVM_BACKEND_PCI_FUNCTION_H
#define GVM_BACKEND_PCI_FUNCTION_H

#include <glib.h>
#include <stdbool.h>

#include "model/device.h"

struct gvm_host;

/** @brief Where the kernel lists the drivers of functions. */
#define GVM_PCI_DRIVERS "sys/bus/pci/drivers"

/** @brief What tells the two back ends apart. */
struct gvm_pci_kind {
	bool virtual;		/**< Virtual functions, and no others. */

	/**
	 * @brief Tell whether a function may be handed over.
	 *
	 * @p asked is false where it would merely be listed: a GPU may be the
	 * one that the host itself needs.
	 */
	bool (*fits)(struct gvm_host *host, const struct gvm_parent *function,
		     bool asked);
};

/**
 * @brief Tell whether a class is that of a GPU or another accelerator.
 * @param class  PCI class, 24 bits.
 * @return true for display controllers (03), processing accelerators (12)
 *         and co-processors (0b40).
 * @pure
 */
bool gvm_pci_is_accelerator(unsigned int class);

/**
 * @brief Tell whether a driver hands functions over, to programs or to Xen.
 *
 * Besides vfio-pci there are those for one device each, such as
 * mlx5_vfio_pci and xe-vfio-pci. All have "vfio" in their names. On Xen it is
 * pciback.
 *
 * @param driver  Name of the driver, or NULL.
 * @return true when it does.
 * @pure
 */
bool gvm_pci_is_taker(const char *driver);

/**
 * @brief Append the functions of a kind that may be handed over.
 * @param host     The machine.
 * @param kind     The kind.
 * @param only     Address of the one to look at, or NULL for those listed.
 * @param parents  struct gvm_parent; grows.
 * @param err      Where to store the error, or NULL.
 * @return true on success, also when there is none.
 * @norestriction
 * @sideeffect Appends to @p parents.
 * @failure GVM_ERROR_DENIED or GVM_ERROR_FAILED when sysfs cannot be read.
 */
bool gvm_pci_parents(struct gvm_host *host, const struct gvm_pci_kind *kind,
		     const char *only, GPtrArray *parents, GError **err);

/**
 * @brief Fill in the one type of a function, of either kind.
 * @param host    Unused.
 * @param parent  The function.
 * @param only    Id of the type that matters, or NULL.
 * @param err     Unused.
 * @return Always true.
 * @norestriction
 * @sideeffect Writes to @p parent.
 * @nofailure
 */
bool gvm_pci_types(struct gvm_host *host, struct gvm_parent *parent,
		   const char *only, GError **err);

/**
 * @brief Append the accelerators of a kind that a VFIO driver is bound to.
 * @param host   The machine.
 * @param kind   The kind.
 * @param vgpus  struct gvm_vgpu; grows.
 * @param err    Where to store the error, or NULL.
 * @return true on success.
 * @norestriction
 * @sideeffect Appends to @p vgpus.
 * @failure GVM_ERROR_DENIED or GVM_ERROR_FAILED when sysfs cannot be read.
 */
bool gvm_pci_vgpus(struct gvm_host *host, const struct gvm_pci_kind *kind,
		   GPtrArray *vgpus, GError **err);

/**
 * @brief Look one function up, of either kind and whatever device it is.
 * @param host     The machine.
 * @param address  Its address.
 * @param vgpu     Where to put the new vGPU, or NULL when no VFIO driver is
 *                 bound to it; its back end is that of its kind.
 * @param err      Where to store the error, or NULL.
 * @return true on success, also when there is none.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID for a malformed address.
 */
bool gvm_pci_find(struct gvm_host *host, const char *address,
		  struct gvm_vgpu **vgpu, GError **err);

#endif /* GVM_BACKEND_PCI_FUNCTION_H */
