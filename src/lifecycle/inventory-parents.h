/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Reading the parents that a plan has to know.
 */
#ifndef GVM_LIFECYCLE_INVENTORY_PARENTS_H
#define GVM_LIFECYCLE_INVENTORY_PARENTS_H

#include <glib.h>
#include <stdbool.h>

#include "lifecycle/inventory.h"

/**
 * @brief Read parents with the types that matter, and what is near them.
 * @param host      The machine.
 * @param inv       The inventory; devices and claims are in it already.
 * @param requests  struct gvm_request, completed.
 * @param nodes     unsigned int: NUMA nodes of the domain's memory.
 * @param wide      Read all parents, whatever the requests are for.
 * @param err       Where to store the error, or NULL.
 * @return true on success, also when nothing has to be made.
 * @norestriction
 * @sideeffect Adds to @p inv; drivers compute their types.
 * @failure Those of the back ends.
 */
bool gvm_inventory_load_parents(struct gvm_host *host,
				struct gvm_inventory *inv,
				const GPtrArray *requests, const GArray *nodes,
				bool wide, GError **err);

#endif /* GVM_LIFECYCLE_INVENTORY_PARENTS_H */
