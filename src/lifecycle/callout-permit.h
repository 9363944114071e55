/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Whether the policy lets mdevctl make a device.
 */
#ifndef GVM_LIFECYCLE_CALLOUT_PERMIT_H
#define GVM_LIFECYCLE_CALLOUT_PERMIT_H

#include <glib.h>
#include <stdbool.h>

struct gvm_host;
struct gvm_vgpu;

/**
 * @brief Ask the policy whether mdevctl may make a device.
 * @param host    The machine.
 * @param device  UUID and type of the device.
 * @param err     Where to store the error, or NULL.
 * @return true when it may, and without a policy.
 * @restriction Hold the lock when the answer decides about a change.
 * @nosideeffect
 * @failure GVM_ERROR_DENIED; those of gvm_policy_load() and, when the policy
 *          counts, of the claims.
 */
bool gvm_callout_permit(struct gvm_host *host, const struct gvm_vgpu *device,
			GError **err);

#endif /* GVM_LIFECYCLE_CALLOUT_PERMIT_H */
