/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Removing mediated devices, never one that is in use.
 */
#ifndef GVM_BACKEND_MDEV_REMOVE_H
#define GVM_BACKEND_MDEV_REMOVE_H

#include <glib.h>
#include <stdbool.h>

#include "model/device.h"

struct gvm_host;

/**
 * @brief Tell whether a program holds a mediated device.
 * @param host    The machine.
 * @param vgpu    The vGPU; its UUID is used, the group is read afresh.
 * @param in_use  Where to put the answer; false when there is no such device.
 * @param err     Where to store the error, or NULL.
 * @return true when the answer is known.
 * @restriction The group has one opener, and for the moment of the question
 *              that is us: QEMU's own open would fail with EBUSY. Do not ask
 *              for a device whose domain may be starting.
 * @sideeffect Opens and closes the VFIO group.
 * @failure GVM_ERROR_INVALID for a malformed UUID; GVM_ERROR_DENIED when the
 *          group may not be opened; otherwise GVM_ERROR_FAILED.
 */
bool gvm_mdev_in_use(struct gvm_host *host, const struct gvm_vgpu *vgpu,
		     bool *in_use, GError **err);

/**
 * @brief Remove a mediated device.
 * @param host  The machine.
 * @param vgpu  The vGPU; with its parent it is known when it is really gone.
 * @param err   Where to store the error, or NULL.
 * @return true when it is gone, by us or by somebody else.
 * @restriction As for gvm_mdev_in_use().
 * @sideeffect Removes the device; waits up to 10 s for the kernel.
 * @failure GVM_ERROR_BUSY when it is in use, or when the kernel has not
 *          finished in time: then it goes as soon as it is no longer used;
 *          GVM_ERROR_INVALID for a malformed UUID; GVM_ERROR_DENIED without
 *          permission; otherwise GVM_ERROR_FAILED.
 */
bool gvm_mdev_remove(struct gvm_host *host, const struct gvm_vgpu *vgpu,
		     GError **err);

#endif /* GVM_BACKEND_MDEV_REMOVE_H */
