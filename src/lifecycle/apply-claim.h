/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The claim on a device that is about to be made.
 */
#ifndef GVM_LIFECYCLE_APPLY_CLAIM_H
#define GVM_LIFECYCLE_APPLY_CLAIM_H

#include "lifecycle/plan.h"
#include "model/claim.h"

struct gvm_host;

/**
 * @brief Put the claim for a candidate together.
 * @param host       The machine.
 * @param plan       The plan.
 * @param step       The step.
 * @param candidate  Where the device is to be made.
 * @return A new claim.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
struct gvm_claim *gvm_apply_claim(struct gvm_host *host,
				  const struct gvm_plan *plan,
				  const struct gvm_step *step,
				  const struct gvm_candidate *candidate);

#endif /* GVM_LIFECYCLE_APPLY_CLAIM_H */
