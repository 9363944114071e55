/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Taking a PCI function from its driver for VFIO or Xen, and giving it
 *        back.
 */
#ifndef GVM_BACKEND_VFIO_BIND_H
#define GVM_BACKEND_VFIO_BIND_H

#include <glib.h>
#include <stdbool.h>

#include "model/device.h"

struct gvm_host;

/**
 * @brief Bind vfio-pci to a function, in place of the driver that has it; on
 *        the control domain of Xen pciback.
 * @param host  The machine.
 * @param vgpu  Address of the function, as uuid and parent.
 * @param err   Where to store the error, or NULL.
 * @return true when vfio-pci, or pciback, has it.
 * @restriction Who gives it back has to know the driver that had it.
 * @sideeffect The host loses the function; waits up to 10 s for its driver.
 * @failure GVM_ERROR_NOT_FOUND when there is no such function,
 *          GVM_ERROR_EXISTS when such a driver has it already,
 *          GVM_ERROR_UNSUPPORTED without IOMMU or driver, GVM_ERROR_BUSY
 *          when its driver does not let go of it; the driver is bound again.
 */
bool gvm_vfio_bind(struct gvm_host *host, const struct gvm_vgpu *vgpu,
		   GError **err);

/**
 * @brief Give a function back to the driver that had it.
 *
 * Whatever gvm_vfio_bind() had come to, this makes it undone; what somebody
 * else has done with the function since is left alone.
 *
 * @param host  The machine.
 * @param vgpu  The vGPU; driver is who had it, NULL when nobody had.
 * @param err   Where to store the error, or NULL.
 * @return true when no such driver has it any more and its own has.
 * @norestriction
 * @sideeffect Ends the vGPU; waits up to 10 s for the kernel.
 * @failure GVM_ERROR_BUSY when a program holds it; GVM_ERROR_FAILED when its
 *          driver did not take it.
 */
bool gvm_vfio_give_back(struct gvm_host *host, const struct gvm_vgpu *vgpu,
			GError **err);

/**
 * @brief Tell whether a program holds a function.
 * @param host    The machine.
 * @param vgpu    The vGPU.
 * @param in_use  Where to put the answer.
 * @param err     Where to store the error, or NULL.
 * @return true when it is known.
 * @restriction Functions of one IOMMU group count as in use together.
 * @sideeffect Holds the VFIO group for an instant, or waits for xenstore.
 * @failure Those of gvm_sysfs_in_use(); GVM_ERROR_INVALID for a malformed
 *          address; GVM_ERROR_FAILED when xenstore does not tell.
 */
bool gvm_vfio_bind_in_use(struct gvm_host *host, const struct gvm_vgpu *vgpu,
			  bool *in_use, GError **err);

#endif /* GVM_BACKEND_VFIO_BIND_H */
