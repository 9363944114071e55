/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Showing plans for pools.
 */
#ifndef GVM_VIRT_POOL_SHOW_H
#define GVM_VIRT_POOL_SHOW_H

#include "cmd/cmd.h"
#include "lifecycle/pool-plan.h"

/**
 * @brief Show a plan as JSON or as a table.
 * @param call  The call.
 * @param plan  The plan.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @nofailure
 */
void gvm_pool_show(const struct gvm_call *call,
		   const struct gvm_pool_plan *plan);

#endif /* GVM_VIRT_POOL_SHOW_H */
