/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What a driver lets be set for each virtual function.
 */
#ifndef GVM_BACKEND_SRIOV_ATTR_H
#define GVM_BACKEND_SRIOV_ATTR_H

#include <glib.h>
#include <stdbool.h>

#include "model/device.h"
#include "model/request.h"

struct gvm_host;

/**
 * @brief Write one attribute by which a GPU is shared out.
 * @param host  The machine.
 * @param vgpu  The virtual function.
 * @param attr  Name below the function's directory of the driver, and value.
 * @param err   Where to store the error, or NULL.
 * @return true when the driver took it.
 * @norestriction
 * @sideeffect Changes the share of the function; it stays until it is changed
 *             again or the functions are disabled.
 * @failure GVM_ERROR_NOT_FOUND when the driver has no such attribute,
 *          GVM_ERROR_INVALID for a name that leads elsewhere, otherwise
 *          GVM_ERROR_FAILED.
 */
bool gvm_sriov_set(struct gvm_host *host, const struct gvm_vgpu *vgpu,
		   const struct gvm_attr *attr, GError **err);

#endif /* GVM_BACKEND_SRIOV_ATTR_H */
