/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Taking the type of a function away, never of one that is in use.
 */
#ifndef GVM_BACKEND_VFIO_VENDOR_REMOVE_H
#define GVM_BACKEND_VFIO_VENDOR_REMOVE_H

#include <glib.h>
#include <stdbool.h>

#include "model/device.h"

struct gvm_host;

/**
 * @brief Tell whether a program holds a function.
 * @param host    The machine.
 * @param vgpu    The vGPU.
 * @param in_use  Where to put the answer.
 * @param err     Where to store the error, or NULL.
 * @return true when it is known.
 * @restriction Functions that share an IOMMU group can only be used together,
 *              and so count as in use together.
 * @sideeffect Holds the VFIO group for an instant.
 * @failure Those of gvm_sysfs_in_use(); GVM_ERROR_INVALID for a malformed
 *          address.
 */
bool gvm_vfio_vendor_in_use(struct gvm_host *host, const struct gvm_vgpu *vgpu,
			    bool *in_use, GError **err);

/**
 * @brief Take the type of a function away, never one in use.
 * @param host  The machine.
 * @param vgpu  The vGPU.
 * @param err   Where to store the error, or NULL.
 * @return true when the function does not have this type any more.
 * @norestriction
 * @sideeffect Frees the function; waits up to 10 s for the driver.
 * @failure GVM_ERROR_BUSY when a program holds it, or the driver does not let
 *          go of it in time; GVM_ERROR_DENIED when it may
 *          not be written; otherwise GVM_ERROR_FAILED.
 */
bool gvm_vfio_vendor_remove(struct gvm_host *host, const struct gvm_vgpu *vgpu,
			    GError **err);

#endif /* GVM_BACKEND_VFIO_VENDOR_REMOVE_H */
