/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Writing the number of a type, for making and removing.
 */
#ifndef GVM_BACKEND_VFIO_VENDOR_WRITE_H
#define GVM_BACKEND_VFIO_VENDOR_WRITE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "model/device.h"

struct gvm_host;

/**
 * @brief Write the number of a type, again while the driver has no time.
 * @param host     The machine.
 * @param address  Address of the function.
 * @param number   The number; 0 frees the function.
 * @param left     What is left of the bound of all pauses, in milliseconds;
 *                 lowered.
 * @return 0, or a negative errno.
 * @restriction A type takes as long as the driver takes to give it; only a
 *              write of 0 is not waited for longer than the bound.
 * @sideeffect Changes what the function is; waits.
 * @failure The last errno of the driver.
 */
int gvm_vfio_vendor_write(struct gvm_host *host, const char *address,
			  uint64_t number, unsigned int *left);

/**
 * @brief Read the number of a type from its id.
 * @param vgpu    The vGPU that is to be made.
 * @param number  Where to put the number.
 * @param err     Where to store the error, or NULL.
 * @return true when address and type are well-formed.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID names what is not.
 */
bool gvm_vfio_vendor_number(const struct gvm_vgpu *vgpu, uint64_t *number,
			    GError **err);

/**
 * @brief Say that the driver lets nobody change a function that is held.
 * @param vgpu  The vGPU.
 * @param err   Where to store the error, or NULL.
 * @return Always false.
 * @norestriction
 * @nosideeffect
 * @failure Always GVM_ERROR_BUSY.
 */
bool gvm_vfio_vendor_held(const struct gvm_vgpu *vgpu, GError **err);

#endif /* GVM_BACKEND_VFIO_VENDOR_WRITE_H */
