/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief A plan keeps to the policy.
 */
#ifndef GVM_LIFECYCLE_PERMIT_H
#define GVM_LIFECYCLE_PERMIT_H

#include <glib.h>
#include <stdbool.h>

#include "lifecycle/plan.h"

/**
 * @brief Begin to count what the policy bounds.
 * @param plan      The plan, which has its inventory.
 * @param requests  struct gvm_request that it is made for.
 * @norestriction
 * @sideeffect Sets gvm_plan::held.
 * @nofailure
 */
void gvm_permit_begin(struct gvm_plan *plan, const GPtrArray *requests);

/**
 * @brief Ask whether the client may have one more vGPU, and count it.
 * @param plan  The plan.
 * @param type  Id of its type, or NULL.
 * @param err   Where to store the error, or NULL.
 * @return true when it may.
 * @restriction The type must live as long as the plan.
 * @sideeffect Grows gvm_plan::held.
 * @failure GVM_ERROR_DENIED.
 */
bool gvm_permit_type(struct gvm_plan *plan, const char *type, GError **err);

/**
 * @brief Keep what the client may have, and count the best of it.
 *
 * Which of the candidates is made in the end is only known when it is done. So
 * what another rule counts than that of the best one is not kept either.
 *
 * @param plan        The plan.
 * @param candidates  struct gvm_candidate, the best first; not empty.
 * @param err         Where to store the error, or NULL.
 * @return true when something is left.
 * @norestriction
 * @sideeffect Shrinks @p candidates, grows gvm_plan::held.
 * @failure GVM_ERROR_DENIED, about the best one.
 */
bool gvm_permit_candidates(struct gvm_plan *plan, GArray *candidates,
			   GError **err);

#endif /* GVM_LIFECYCLE_PERMIT_H */
