/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The devices that mdevctl makes and removes of types of ours.
 */
#ifndef GVM_LIFECYCLE_CALLOUT_DEVICE_H
#define GVM_LIFECYCLE_CALLOUT_DEVICE_H

#include <glib.h>
#include <stdbool.h>

struct gvm_callout_type;
struct gvm_host;
struct gvm_vgpu;

/**
 * @brief Before mdevctl makes a device: bring its type, and claim it.
 * @param host     The machine.
 * @param type     A type of ours.
 * @param device   UUID, parent and type of the device.
 * @param dry_run  Only check.
 * @param err      Where to store the error, or NULL.
 * @return true when mdevctl may go on; a device that exists is for mdevctl to
 *         refuse, and not claimed.
 * @norestriction
 * @sideeffect Those of gvm_callout_type_offer(); writes the claim.
 * @failure GVM_ERROR_BUSY when a domain has a claim on it; those of
 *          gvm_callout_permit(), gvm_callout_type_offer() and of the claims.
 */
bool gvm_callout_pre_start(struct gvm_host *host,
			   const struct gvm_callout_type *type,
			   const struct gvm_vgpu *device, bool dry_run,
			   GError **err);

/**
 * @brief After mdevctl has made a device, or failed: the claim matches it.
 * @param host     The machine.
 * @param device   UUID, parent and type of the device.
 * @param success  Whether mdevctl says so.
 * @param err      Where to store the error, or NULL.
 * @return true when it does.
 * @norestriction
 * @sideeffect Writes the claim where it was taken away meanwhile, or gives it
 *             up when there is no device.
 * @failure Those of the claims and of the back end.
 */
bool gvm_callout_post_start(struct gvm_host *host,
			    const struct gvm_vgpu *device, bool success,
			    GError **err);

/**
 * @brief Before mdevctl removes a device: see that nobody needs it.
 *
 * The kernel waits without any limit for whoever uses a device that is
 * removed, and mdevctl, and libvirt's thread of node devices, with it.
 *
 * @param host    The machine.
 * @param device  UUID of the device.
 * @param err     Where to store the error, or NULL.
 * @return true when mdevctl may go on, also without any device.
 * @norestriction
 * @sideeffect Probes the VFIO group, unless its domain runs or starts.
 * @failure GVM_ERROR_BUSY; those of the claims and of the back end.
 */
bool gvm_callout_pre_stop(struct gvm_host *host,
			  const struct gvm_vgpu *device, GError **err);

/**
 * @brief After mdevctl has removed a device: give its claim up.
 * @param host    The machine.
 * @param device  UUID of the device.
 * @param err     Where to store the error, or NULL.
 * @return true when no claim of mdevctl's is left on a device that is gone.
 * @norestriction
 * @sideeffect Removes the claim.
 * @failure Those of the claims and of the back end.
 */
bool gvm_callout_post_stop(struct gvm_host *host,
			   const struct gvm_vgpu *device, GError **err);

#endif /* GVM_LIFECYCLE_CALLOUT_DEVICE_H */
