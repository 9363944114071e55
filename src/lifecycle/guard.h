/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Starts in which libvirt or QEMU would do harm, or only fail.
 */
#ifndef GVM_LIFECYCLE_GUARD_H
#define GVM_LIFECYCLE_GUARD_H

#include <glib.h>
#include <stdbool.h>

#include "model/request.h"

struct gvm_host;

/**
 * @brief Look at the hostdevs of a domain, also those that ask for nothing.
 * @param host    The machine.
 * @param domain  The domain.
 * @param daemon  Process id of libvirt's daemon, or 0 when it is not known.
 * @param notes   Where to append sentences about what will not work, or NULL.
 * @param err     Where to store the error, or NULL.
 * @return false when the domain must not start like this.
 * @norestriction
 * @sideeffect Appends to @p notes.
 * @failure GVM_ERROR_INVALID when libvirt would take a vGPU's function from
 *          its driver; GVM_ERROR_UNSUPPORTED when this libvirt refuses such a
 *          function; GVM_ERROR_BUSY when the host keeps a function of the
 *          same IOMMU group; for a domain of Xen those of gvm_xen_check().
 */
bool gvm_guard_domain(struct gvm_host *host, const struct gvm_domain *domain,
		      int daemon, GPtrArray *notes, GError **err);

/**
 * @brief Find the daemon that would start a domain.
 * @param host  The machine.
 * @return Its process id, or 0 when none runs.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
int gvm_guard_daemon(struct gvm_host *host);

#endif /* GVM_LIFECYCLE_GUARD_H */
