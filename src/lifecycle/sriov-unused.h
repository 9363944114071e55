/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Finding out whether anybody needs the virtual functions of a device.
 */
#ifndef GVM_LIFECYCLE_SRIOV_UNUSED_H
#define GVM_LIFECYCLE_SRIOV_UNUSED_H

#include <glib.h>
#include <stdbool.h>

#include "backend/vfs.h"

struct gvm_host;

/**
 * @brief Check that nobody needs any of the virtual functions.
 *
 * Somebody does when there is a claim on it or on a vGPU of it; when it is, or
 * has, a vGPU; when a driver of VFIO or Xen has it, because somebody has given
 * it away; and when a program holds its group.
 *
 * @param host  The machine.
 * @param vfs   The device.
 * @param err   Where to store the error, or NULL.
 * @return true when all are free.
 * @restriction Hold the lock when the answer decides about a change. A function
 *              that the host itself uses, as a disk or a network card, is not
 *              told from an idle one.
 * @sideeffect Opens VFIO groups for an instant, of functions without claim.
 * @failure GVM_ERROR_BUSY names the function and who needs it; those of the
 *          back ends.
 */
bool gvm_sriov_check_unused(struct gvm_host *host, const struct gvm_vfs *vfs,
			    GError **err);

/**
 * @brief Check that a device is not given to a guest as a whole.
 * @param host  The machine.
 * @param vfs   The device.
 * @param err   Where to store the error, or NULL.
 * @return true when it is not.
 * @restriction Hold the lock when the answer decides about a change.
 * @sideeffect Opens its VFIO group for an instant, unless it has a claim.
 * @failure GVM_ERROR_BUSY; those of gvm_claims_list() and gvm_sysfs_in_use().
 */
bool gvm_sriov_check_whole(struct gvm_host *host, const struct gvm_vfs *vfs,
			   GError **err);

#endif /* GVM_LIFECYCLE_SRIOV_UNUSED_H */
