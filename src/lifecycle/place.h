/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Which parents are asked for a vGPU, in which order.
 */
#ifndef GVM_LIFECYCLE_PLACE_H
#define GVM_LIFECYCLE_PLACE_H

#include <glib.h>

#include "lifecycle/inventory.h"
#include "model/parent.h"
#include "model/request.h"

/** @brief One way to satisfy a request. */
struct gvm_candidate {
	struct gvm_parent *parent;	/**< Borrowed from the inventory. */
	struct gvm_type *type;		/**< Borrowed from the inventory. */
	unsigned int load;		/**< vGPUs on the same GPU. */
	unsigned int distance;		/**< NUMA distance; 0 when unused. */
};

/**
 * @brief Order the parents that can satisfy a request.
 *
 * The GPU counts, not the function: the virtual functions of one physical
 * function share its load. "spread" prefers the GPU with the fewest vGPUs,
 * "pack" the one with the most that still has room, "numa" the one nearest to
 * the domain's memory and then as "spread". A request by frame buffer prefers
 * the smallest type that is large enough. Ties are broken by address, so that
 * the same machine always gives the same answer.
 *
 * @param inv      The machine.
 * @param request  The request.
 * @param err      Where to store the error, or NULL.
 * @return A new array of struct gvm_candidate, the best first and never
 *         empty, or NULL.
 * @restriction The inventory must outlive the result.
 * @nosideeffect
 * @failure GVM_ERROR_NOT_FOUND when the parent or the type does not exist;
 *          GVM_ERROR_NO_CAPACITY when all that offer it are full;
 *          GVM_ERROR_UNSUPPORTED when the type has another device API than
 *          the hostdev.
 */
GArray *gvm_place_order(const struct gvm_inventory *inv,
			const struct gvm_request *request, GError **err);

/**
 * @brief Tell whether an existing device is what a request wants.
 * @param inv      The machine.
 * @param request  The request.
 * @param vgpu     The device.
 * @return true when nothing in the request speaks against it.
 * @pure
 */
bool gvm_place_fits(const struct gvm_inventory *inv,
		    const struct gvm_request *request,
		    const struct gvm_vgpu *vgpu);

/**
 * @brief Count an instance as taken, for the requests that come after.
 * @param candidate  Where it will be made.
 * @norestriction
 * @sideeffect Changes the counts of the inventory.
 * @nofailure
 */
void gvm_place_take(const struct gvm_candidate *candidate);

/**
 * @brief Count what a device takes as free, because it will be removed.
 *
 * How much that is for other types only the driver knows: at least one
 * instance of each is hoped for, and making it decides.
 *
 * @param inv     The machine.
 * @param vgpu    The device.
 * @param wanted  Id of the type that is wanted in its place, or NULL: a
 *                function does not tell whether it will offer it.
 * @norestriction
 * @sideeffect Changes the counts of the inventory.
 * @nofailure
 */
void gvm_place_give(const struct gvm_inventory *inv,
		    const struct gvm_vgpu *vgpu, const char *wanted);

#endif /* GVM_LIFECYCLE_PLACE_H */
