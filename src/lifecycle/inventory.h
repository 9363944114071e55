/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What a plan has to know of the machine, read once.
 */
#ifndef GVM_LIFECYCLE_INVENTORY_H
#define GVM_LIFECYCLE_INVENTORY_H

#include <glib.h>
#include <stdbool.h>

#include "model/device.h"
#include "model/policy.h"
#include "model/request.h"

struct gvm_host;

/** @brief A look at the machine. */
struct gvm_inventory {
	GPtrArray *parents;	/**< struct gvm_parent, by address. Owned. */
	GPtrArray *claims;	/**< struct gvm_claim, by name; complete for
				 *   the devices that are asked for, and all
				 *   when the policy counts. Owned.
				 */
	struct gvm_policy *policy;	/**< Who may have what. Owned. */
	GHashTable *vgpus;	/**< UUID to struct gvm_vgpu that exists. */
	GHashTable *busy;	/**< Set of the UUIDs that are in use. */
	GHashTable *stale;	/**< Set of the UUIDs whose claim is left over:
				 *   the owner is gone and nobody uses it.
				 */
	GHashTable *distances;	/**< NUMA node to its distance, from the
				 *   domain's memory; both as pointers.
				 */
};

/**
 * @brief Free an inventory.
 * @param inv  The inventory, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_inventory_free(struct gvm_inventory *inv);

GVM_DEFINE_AUTOPTR(gvm_inventory, gvm_inventory_free)

/**
 * @brief Make an inventory that knows nothing.
 * @return A new inventory, freed with gvm_inventory_free().
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
struct gvm_inventory *gvm_inventory_new(void);

/**
 * @brief Read what is needed to plan for some requests, and complete them.
 *
 * A request that does not say which type it wants is completed from the
 * definitions when its device does not exist or is a leftover. Types and
 * instances of parents are read only when at least one device has to be made,
 * and then only of the types that matter.
 *
 * @param host      The machine.
 * @param requests  struct gvm_request; completed.
 * @param nodes     unsigned int: NUMA nodes of the domain's memory.
 * @param wide      Read all parents, not only those that can serve.
 * @param err       Where to store the error, or NULL.
 * @return A new inventory, or NULL.
 * @restriction Hold the lock when the answer decides about a change.
 * @sideeffect Fills @p requests, places them as the policy says. Probes the
 *             VFIO group of a device that exists and whose owner is gone, see
 *             gvm_host_probe().
 * @failure Those of gvm_policy_load(), of the definitions and of the back
 *          ends; a claim that cannot be read.
 */
struct gvm_inventory *gvm_inventory_load(struct gvm_host *host,
					 const GPtrArray *requests,
					 const GArray *nodes, bool wide,
					 GError **err);

#endif /* GVM_LIFECYCLE_INVENTORY_H */
