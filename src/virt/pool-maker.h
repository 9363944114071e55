/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Node devices of libvirt: what domains name, and making them.
 */
#ifndef GVM_VIRT_POOL_MAKER_H
#define GVM_VIRT_POOL_MAKER_H

#include "lifecycle/pool-plan.h"
#include "virt/connect.h"

struct gvm_host;

/** @brief What gvm_virt_make() works with. */
struct gvm_virt_maker {
	struct gvm_host *host;	/**< The machine, which waits. Borrowed. */
	virConnect *conn;	/**< The daemon. Borrowed. */
};

/**
 * @brief List the mediated devices that domains name, running or not.
 * @param conn  The daemon.
 * @param err   Where to store the error, or NULL.
 * @return A new table from canonical UUID to name of a domain, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure Those of libvirt and of gvm_uses_read(): what a domain names must
 *          be known before anything is removed.
 */
GHashTable *gvm_virt_uses(virConnect *conn, GError **err);

/**
 * @brief Do one thing to a node device, as gvm_pool_apply() wants it.
 *
 * libvirt changes its list of devices some time after it has said that it has
 * done a thing. So that is waited for, with a bound.
 *
 * @param data  The struct gvm_virt_maker.
 * @param op    What to do.
 * @param step  To which device.
 * @param err   Where to store the error, or NULL.
 * @return true when it is done, and for what has to be there, when libvirt has
 *         noticed.
 * @norestriction
 * @sideeffect Changes the node device.
 * @failure Those of libvirt, with the UUID.
 */
bool gvm_virt_make(void *data, enum gvm_pool_op op,
		   const struct gvm_pool_step *step, GError **err);

#endif /* GVM_VIRT_POOL_MAKER_H */
