/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Where vGPUs of pools find room.
 */
#ifndef GVM_LIFECYCLE_POOL_ROOM_H
#define GVM_LIFECYCLE_POOL_ROOM_H

#include <glib.h>
#include <stdbool.h>

#include "lifecycle/inventory.h"
#include "lifecycle/place.h"
#include "lifecycle/pool-look.h"
#include "model/pool.h"

/** @brief What is left of a machine while a plan is made. */
struct gvm_pool_room {
	struct gvm_inventory *inv;	/**< The machine. Borrowed. */
	GArray *held;	/**< struct gvm_holding: what the policy counts. */
};

/**
 * @brief Take the best place that there is and that the policy permits.
 *
 * The policy is asked for mdevctl, who makes the devices in the end.
 *
 * @param room     What is left; less afterwards.
 * @param request  What is wanted.
 * @param chosen   Where to put the place.
 * @param err      Where to store the error, or NULL.
 * @return true when there is one.
 * @norestriction
 * @sideeffect Lowers counts in the inventory, adds to what is held.
 * @failure Those of gvm_place_order(); GVM_ERROR_DENIED.
 */
bool gvm_pool_room_take(struct gvm_pool_room *room,
			const struct gvm_request *request,
			struct gvm_candidate *chosen, GError **err);

/**
 * @brief Tell whether a vGPU is what its pool wants.
 * @param room    The machine.
 * @param pool    The pool.
 * @param device  The vGPU.
 * @return true when type, parent and attributes are good, as it is and as it
 *         is defined.
 * @pure
 */
bool gvm_pool_room_fits(const struct gvm_pool_room *room,
			const struct gvm_pool *pool,
			const struct gvm_pool_device *device);

/**
 * @brief Spell libvirt's name of a parent.
 * @param room     The machine.
 * @param address  Address of the parent, which may be gone.
 * @return A new string.
 * @pure
 */
char *gvm_pool_room_nodedev(const struct gvm_pool_room *room,
			    const char *address);

#endif /* GVM_LIFECYCLE_POOL_ROOM_H */
