/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The policy of this machine: /etc/gvm/policy.xml.
 *
 * Whoever plans for requests has it applied by gvm_inventory_load() and
 * gvm_plan_make(). What is given away in another way is judged by
 * gvm_policy_judge().
 */
#ifndef GVM_LIFECYCLE_POLICY_H
#define GVM_LIFECYCLE_POLICY_H

#include <glib.h>
#include <stdbool.h>

#include "model/policy.h"

struct gvm_host;

/** @brief File of the policy. */
#define GVM_POLICY_FILE "etc/gvm/policy.xml"

/**
 * @brief Read the policy.
 * @param host  The machine.
 * @param err   Where to store the error, or NULL.
 * @return A new policy, without any rule when there is no file, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with file and line, when it is broken; the code
 *          of the errno when it cannot be read.
 */
struct gvm_policy *gvm_policy_load(struct gvm_host *host, GError **err);

/**
 * @brief Place requests that do not say where, as the policy says.
 * @param policy    The policy.
 * @param requests  struct gvm_request, completed from their definitions.
 * @norestriction
 * @sideeffect Sets the placement of requests.
 * @nofailure
 */
void gvm_policy_place(const struct gvm_policy *policy,
		      const GPtrArray *requests);

/**
 * @brief List what counts towards the bounds of a policy.
 * @param policy  The policy.
 * @param claims  struct gvm_claim, completed where the policy counts.
 * @param except  struct gvm_request: their devices are left out, or NULL.
 * @return A new array of struct gvm_holding, empty when the policy does not
 *         count.
 * @restriction The claims must outlive the result.
 * @sideeffect Allocates memory.
 * @nofailure
 */
GArray *gvm_policy_held(const struct gvm_policy *policy,
			const GPtrArray *claims, const GPtrArray *except);

#endif /* GVM_LIFECYCLE_POLICY_H */
