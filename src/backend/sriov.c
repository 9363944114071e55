// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Plain virtual functions, handed over through VFIO.
 *
 * What a virtual function can do is settled when it is made; it has no types
 * to choose from. Making a vGPU of it means to bind vfio-pci to it, removing
 * the vGPU to give the function back to the driver that had it.
 */
#include "backend/sriov.h"

#include "backend/pci-function.h"
#include "backend/sriov-attr.h"
#include "backend/vfio-bind.h"
#include "model/gpu.h"

/**
 * @brief Tell whether a virtual function may be handed over as it is.
 * @param host      Unused.
 * @param function  The function.
 * @param asked     Unused.
 * @return false for one of NVIDIA's: it is of use to NVIDIA's driver only, also
 *         when that does not have it.
 * @pure
 */
static bool fits(struct gvm_host *host, const struct gvm_parent *function,
		 bool asked)
{
	(void)host;
	(void)asked;

	return function->vendor != GVM_GPU_VENDOR;
}

/** @brief What these functions are. */
static const struct gvm_pci_kind kind = {
	.virtual = true,
	.fits = fits,
};

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

const struct gvm_backend gvm_sriov_backend = {
	.name = GVM_SRIOV_NAME,
	.by_address = true,
	.gives_back = true,
	.parents = parents,
	.types = gvm_pci_types,
	.vgpus = vgpus,
	.find = gvm_pci_find,
	.create = gvm_vfio_bind,
	.set = gvm_sriov_set,
	.remove = gvm_vfio_give_back,
	.in_use = gvm_vfio_bind_in_use,
};
