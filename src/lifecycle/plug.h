/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief vGPUs that come into running domains, and leave them.
 *
 * No hook is called then, so whoever attaches and detaches tells us.
 */
#ifndef GVM_LIFECYCLE_PLUG_H
#define GVM_LIFECYCLE_PLUG_H

#include <glib.h>
#include <stdbool.h>

struct gvm_host;

/**
 * @brief Note that a vGPU is on its way, or that it has arrived.
 * @param host    The machine.
 * @param owner   UUID of the domain.
 * @param device  UUID or address of the vGPU.
 * @param moving  On its way: when this process ends, nobody comes for it.
 * @param err     Where to store the error, or NULL.
 * @return true when it is noted, or when the domain has no claim on it.
 * @norestriction
 * @sideeffect Takes the lock; writes the claim.
 * @failure Those of gvm_claims_lock(), gvm_claims_read() and
 *          gvm_claims_save().
 */
bool gvm_plug_note(struct gvm_host *host, const char *owner,
		   const char *device, bool moving, GError **err);

/**
 * @brief Remove the vGPU that a running domain has no more.
 * @param host    The machine.
 * @param owner   UUID of the domain.
 * @param device  UUID or address of the vGPU.
 * @param ours    Where to put whether the domain had a claim on it.
 * @param err     Where to store the error, or NULL.
 * @return true when neither claim nor device is left, or when it was not made
 *         for this domain.
 * @norestriction
 * @sideeffect Takes the lock; removes the device and the claim; a journal
 *             entry. Waits up to ten seconds for a device that is still held.
 * @failure GVM_ERROR_BUSY when it is still in use; it keeps its claim.
 */
bool gvm_plug_remove(struct gvm_host *host, const char *owner,
		     const char *device, bool *ours, GError **err);

#endif /* GVM_LIFECYCLE_PLUG_H */
