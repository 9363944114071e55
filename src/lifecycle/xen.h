/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What domains of Xen cannot have.
 */
#ifndef GVM_LIFECYCLE_XEN_H
#define GVM_LIFECYCLE_XEN_H

#include <glib.h>
#include <stdbool.h>

#include "model/request.h"

struct gvm_host;

/** @brief Type of a domain of Xen. */
#define GVM_XEN_TYPE "xen"

/**
 * @brief Refuse what a domain asks for in vain because Xen runs it.
 *
 * libvirt passes over the mdev hostdevs of a domain of Xen without a word, so
 * that it would start without its vGPU. And NVIDIA's driver does the work of
 * its vGPUs for KVM alone.
 *
 * @param host    The machine.
 * @param domain  The domain, of any hypervisor.
 * @param err     Where to store the error, or NULL.
 * @return false when it is one of Xen's and what it asks for cannot be.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_UNSUPPORTED for a mediated device, for a function that
 *          has to stay with its driver, and on a machine that Xen does not run.
 */
bool gvm_xen_check(struct gvm_host *host, const struct gvm_domain *domain,
		   GError **err);

#endif /* GVM_LIFECYCLE_XEN_H */
