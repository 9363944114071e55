/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Making vGPUs: look, plan, apply, under the lock.
 */
#ifndef GVM_LIFECYCLE_PREPARE_H
#define GVM_LIFECYCLE_PREPARE_H

#include <glib.h>

#include "lifecycle/plan.h"

struct gvm_host;

/**
 * @brief Compute what would be done for some requests.
 * @param host      The machine.
 * @param client    For whom; its strings must outlive the plan.
 * @param requests  struct gvm_request; completed, must outlive the plan.
 * @param nodes     unsigned int: NUMA nodes of the domain's memory.
 * @param err       Where to store the error, or NULL.
 * @return A new plan, or NULL when the requests cannot be satisfied.
 * @restriction Without the lock the answer is a preview.
 * @sideeffect Completes @p requests from definitions; changes nothing on the
 *             machine.
 * @failure Those of gvm_inventory_load() and gvm_plan_make().
 */
struct gvm_plan *gvm_prepare_plan(struct gvm_host *host,
				  const struct gvm_client *client,
				  const GPtrArray *requests,
				  const GArray *nodes, GError **err);

/**
 * @brief Make what some requests ask for, all of it or nothing.
 * @param host      The machine.
 * @param client    For whom; its strings must outlive the plan.
 * @param requests  struct gvm_request; completed, must outlive the plan.
 * @param nodes     unsigned int: NUMA nodes of the domain's memory.
 * @param err       Where to store the error, or NULL.
 * @return The plan that was carried out, or NULL when nothing was changed.
 * @norestriction
 * @sideeffect Takes the lock; makes vGPUs and claims; journal entries.
 * @failure Those of gvm_claims_lock(), gvm_prepare_plan() and
 *          gvm_apply_plan(); GVM_ERROR_FAILED when the libvirt daemon that
 *          asked died meanwhile.
 */
struct gvm_plan *gvm_prepare_make(struct gvm_host *host,
				  const struct gvm_client *client,
				  const GPtrArray *requests,
				  const GArray *nodes, GError **err);

/**
 * @brief Tell whether a look at more parents may explain a failure better.
 * @param err  Why there is no plan.
 * @return true when nothing that serves was found.
 * @pure
 */
bool gvm_prepare_may_look_wider(const GError *err);

#endif /* GVM_LIFECYCLE_PREPARE_H */
