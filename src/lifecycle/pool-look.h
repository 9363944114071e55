/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The vGPUs of pools that there are.
 */
#ifndef GVM_LIFECYCLE_POOL_LOOK_H
#define GVM_LIFECYCLE_POOL_LOOK_H

#include <glib.h>
#include <stdbool.h>

#include "model/device.h"
#include "model/request.h"

struct gvm_host;

/** @brief A vGPU of a pool: active, defined, or both. */
struct gvm_pool_device {
	char *uuid;		/**< Its UUID. Owned. */
	struct gvm_vgpu *vgpu;	/**< As it is, or NULL: not active. Owned. */
	struct gvm_request *definition;	/**< mdevctl's, or NULL. Owned. */
	char *user;		/**< Who needs it, or NULL: idle. Owned. */
};

/**
 * @brief Free a vGPU of a pool.
 * @param device  The device, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_pool_device_free(struct gvm_pool_device *device);

GVM_DEFINE_AUTOPTR(gvm_pool_device, gvm_pool_device_free)

/**
 * @brief Look at every vGPU that is one of any pool, by its UUID.
 *
 * Needed is what a domain names, whether it runs or not; what the hook has
 * made for a domain; and what a program holds, found out by probing the VFIO
 * group of what no domain of libvirt could be starting with.
 *
 * @param host  The machine.
 * @param uses  From canonical UUID to the name of a domain that names it.
 * @param err   Where to store the error, or NULL.
 * @return A new array of struct gvm_pool_device, by UUID, or NULL.
 * @norestriction
 * @sideeffect Probes VFIO groups.
 * @failure The code of the errno when definitions, devices or claims cannot
 *          be read.
 */
GPtrArray *gvm_pool_look(struct gvm_host *host, GHashTable *uses,
			 GError **err);

#endif /* GVM_LIFECYCLE_POOL_LOOK_H */
