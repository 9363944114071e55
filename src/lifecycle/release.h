/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Removing the vGPUs of a domain that has stopped.
 */
#ifndef GVM_LIFECYCLE_RELEASE_H
#define GVM_LIFECYCLE_RELEASE_H

#include <glib.h>
#include <stdbool.h>

struct gvm_host;

/**
 * @brief Remove what the claims of a domain name.
 *
 * Only claims count, never what a domain XML says: a domain that was refused
 * because another one has the vGPU is released as well, and must not take the
 * device from under the other one.
 *
 * @param host   The machine.
 * @param owner  UUID of the domain.
 * @param err    Where to store the first error, or NULL.
 * @return true when no claim of the domain is left.
 * @norestriction
 * @sideeffect Takes the lock only when there is a claim; removes devices and
 *             claims; journal entries. Waits up to ten seconds for a device
 *             that is still held.
 * @failure GVM_ERROR_BUSY when a device is still in use; it keeps its claim
 *          for gvm_reconcile(). The others are removed all the same.
 */
bool gvm_release_domain(struct gvm_host *host, const char *owner,
			GError **err);

/**
 * @brief Wait until nobody holds the devices of some claims.
 * @param host    The machine.
 * @param claims  struct gvm_claim; device is used.
 * @restriction Not with the lock held: other domains may be starting.
 * @sideeffect Probes VFIO groups; blocks up to ten seconds in all.
 * @failure Gives up at the bound; what is still held is found out again.
 */
void gvm_release_wait(struct gvm_host *host, const GPtrArray *claims);

/**
 * @brief Note that a new daemon looks after a running domain.
 * @param host   The machine.
 * @param owner  UUID of the domain.
 * @param err    Where to store the first error, or NULL.
 * @return true when all claims of the domain are renewed.
 * @restriction In a process that the daemon started.
 * @sideeffect Takes the lock only when there is a claim; writes claims.
 * @failure Those of gvm_claims_lock(), gvm_claims_read() and
 *          gvm_claims_save().
 */
bool gvm_release_reconnect(struct gvm_host *host, const char *owner,
			   GError **err);

#endif /* GVM_LIFECYCLE_RELEASE_H */
