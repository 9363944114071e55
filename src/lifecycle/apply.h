/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Carrying a plan out, all of it or none of it.
 */
#ifndef GVM_LIFECYCLE_APPLY_H
#define GVM_LIFECYCLE_APPLY_H

#include <glib.h>
#include <stdbool.h>

#include "lifecycle/plan.h"

struct gvm_host;

/**
 * @brief Carry a plan out.
 *
 * Each device is claimed before it is made. When a parent turns out to be
 * full, the next candidate is tried. When a step fails, what the steps before
 * it made is taken back, last one first.
 *
 * @param host  The machine.
 * @param plan  The plan; the chosen candidates are noted in it, and whether a
 *              fresh plan may succeed where it failed.
 * @param err   Where to store the error of the step that failed, or NULL.
 * @return true when every step succeeded.
 * @restriction Hold the lock since before the plan was made.
 * @sideeffect Makes and removes vGPUs and claims; one journal entry for each
 *             vGPU.
 * @failure That of the first step that failed. A step that cannot be taken
 *          back keeps its claim and is left to gvm_reconcile().
 */
bool gvm_apply_plan(struct gvm_host *host, struct gvm_plan *plan,
		    GError **err);

/**
 * @brief Remove a device of ours and give its claim up.
 * @param host   The machine.
 * @param claim  A complete claim.
 * @param err    Where to store the error, or NULL.
 * @return true when neither is there any more, or when the device with this
 *         UUID turned out to be somebody else's and only the claim is gone.
 * @restriction Hold the lock.
 * @sideeffect Removes the device and the claim; one journal entry.
 * @failure GVM_ERROR_BUSY when it is in use; then both stay.
 */
bool gvm_apply_release(struct gvm_host *host, const struct gvm_claim *claim,
		       GError **err);

/**
 * @brief Give up the claim on a device that could not be made.
 * @param host   The machine.
 * @param claim  The claim; its back end exists.
 * @param err    Where to store the error, or NULL.
 * @return true when the claim is gone, and nothing is left half made.
 * @restriction Hold the lock.
 * @sideeffect Removes the claim; may give a function back to its driver.
 * @failure Those of the back end and of gvm_claims_drop(); the claim stays.
 */
bool gvm_apply_forget(struct gvm_host *host, const struct gvm_claim *claim,
		      GError **err);

#endif /* GVM_LIFECYCLE_APPLY_H */
