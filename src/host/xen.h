/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What Xen does on a machine, asked without libvirt.
 *
 * The control domain of Xen is a machine whose domains are no processes. Which
 * of them there are, and which PCI functions they have, is told by xenstore.
 */
#ifndef GVM_HOST_XEN_H
#define GVM_HOST_XEN_H

#include <stdbool.h>

#include "host/host.h"

/** @brief The driver that keeps PCI functions for domains of Xen. */
#define GVM_XEN_DRIVER "pciback"

/** @brief Question to xenstore for the names of the nodes below a node. */
#define GVM_XENSTORE_LIST 1
/** @brief Question to xenstore for the value of a node. */
#define GVM_XENSTORE_READ 2

/**
 * @brief Ask xenstore, in which Xen keeps what it knows of its domains.
 * @param host   The machine.
 * @param kind   GVM_XENSTORE_LIST or GVM_XENSTORE_READ.
 * @param path   The node, with a leading slash.
 * @param value  Where to put a new string: the value, or the names, each
 *               ended by a NUL; freed by the caller. One more NUL follows.
 * @param len    Where to put its length without that last NUL.
 * @return 0, or a negative errno; nothing is stored on failure.
 * @norestriction
 * @sideeffect Blocks up to 2 s.
 * @failure -ENOENT when there is no such node; -ENODEV when there is no
 *          xenstore, -ETIMEDOUT when it does not answer; -E2BIG when the
 *          answer is too long for it; another errno when it cannot be asked.
 */
int gvm_host_xenstore(struct gvm_host *host, unsigned int kind,
		      const char *path, char **value, size_t *len);

/**
 * @brief Tell whether a machine is the control domain of Xen.
 * @param host  The machine.
 * @return true when it is, as libvirt's own driver finds out.
 * @norestriction
 * @nosideeffect
 * @failure A file that cannot be read counts as "no".
 */
bool gvm_xen_is_control(struct gvm_host *host);

/**
 * @brief Tell whether Xen has a domain.
 * @param host  The machine, a control domain.
 * @param uuid  Canonical UUID of the domain.
 * @return 1 when it has, also one that is being destroyed; 0 when not; or a
 *         negative errno when that cannot be told.
 * @norestriction
 * @sideeffect Waits for xenstore, see gvm_host_xenstore().
 * @failure Those of gvm_host_xenstore().
 */
int gvm_xen_has_domain(struct gvm_host *host, const char *uuid);

/**
 * @brief Tell whether a domain of Xen has a PCI function.
 * @param host     The machine, a control domain.
 * @param address  PCI address in the kernel's form.
 * @return 1 when one has it, 0 when none has, or a negative errno when that
 *         cannot be told.
 * @norestriction
 * @sideeffect Waits for xenstore, see gvm_host_xenstore().
 * @failure Those of gvm_host_xenstore().
 */
int gvm_xen_has_function(struct gvm_host *host, const char *address);

#endif /* GVM_HOST_XEN_H */
