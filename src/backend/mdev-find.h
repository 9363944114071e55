/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Reading the mediated devices that exist.
 */
#ifndef GVM_BACKEND_MDEV_FIND_H
#define GVM_BACKEND_MDEV_FIND_H

#include <glib.h>
#include <stdbool.h>

#include "model/device.h"

struct gvm_host;

/**
 * @brief Append every mdev.
 * @param host   The machine.
 * @param vgpus  struct gvm_vgpu; grows.
 * @param err    Where to store the error, or NULL.
 * @return true on success, also on a machine without mdev.
 * @norestriction
 * @sideeffect Appends to @p vgpus.
 * @failure GVM_ERROR_DENIED or GVM_ERROR_FAILED when sysfs cannot be read.
 */
bool gvm_mdev_find_all(struct gvm_host *host, GPtrArray *vgpus, GError **err);

/**
 * @brief Look one mdev up.
 * @param host  The machine.
 * @param uuid  Its UUID, in any case.
 * @param vgpu  Where to put the new vGPU, or NULL when there is none.
 * @param err   Where to store the error, or NULL.
 * @return true on success, also when there is none.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID for a malformed UUID; GVM_ERROR_DENIED or
 *          GVM_ERROR_FAILED when sysfs cannot be read.
 */
bool gvm_mdev_find_one(struct gvm_host *host, const char *uuid,
		       struct gvm_vgpu **vgpu, GError **err);

#endif /* GVM_BACKEND_MDEV_FIND_H */
