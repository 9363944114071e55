/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What is to be sent, given what the driver has.
 */
#ifndef GVM_LIFECYCLE_REGISTER_JUDGE_H
#define GVM_LIFECYCLE_REGISTER_JUDGE_H

#include "lifecycle/register.h"

/**
 * @brief Ask the driver, and decide what is to be sent.
 * @param reg   The registration, with complete types on GPUs that are open or
 *              lost; whoever cannot be asked is lost, too.
 * @param mode  What to do about ids that the driver knows.
 * @param err   Where to store the error, or NULL.
 * @return true when all can be done.
 * @norestriction
 * @sideeffect Reading calls, and looks at sysfs; completes the plan.
 * @failure GVM_ERROR_EXISTS, GVM_ERROR_NO_CAPACITY, GVM_ERROR_BUSY and
 *          GVM_ERROR_UNSUPPORTED as for gvm_register_plan().
 */
bool gvm_register_judge(struct gvm_register *reg, enum gvm_register_mode mode,
			GError **err);

#endif /* GVM_LIFECYCLE_REGISTER_JUDGE_H */
