/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief How many virtual functions parents have and could have.
 */
#ifndef GVM_BACKEND_SRIOV_COUNT_H
#define GVM_BACKEND_SRIOV_COUNT_H

#include <glib.h>
#include <stdbool.h>

struct gvm_host;

/**
 * @brief Fill in how many virtual functions the devices of parents have.
 * @param host     The machine.
 * @param parents  struct gvm_parent: a physical function or a virtual one.
 * @norestriction
 * @sideeffect Writes to the parents.
 * @failure What cannot be read leaves 0.
 */
void gvm_sriov_count(struct gvm_host *host, const GPtrArray *parents);

/**
 * @brief Append accelerators that can have virtual functions and have none.
 * @param host     The machine.
 * @param parents  struct gvm_parent, sorted; grows.
 * @param err      Where to store the error, or NULL.
 * @return true on success.
 * @norestriction
 * @sideeffect Appends to @p parents, without a back end.
 * @failure GVM_ERROR_DENIED or GVM_ERROR_FAILED when sysfs cannot be read.
 */
bool gvm_sriov_add_idle(struct gvm_host *host, GPtrArray *parents,
			GError **err);

#endif /* GVM_BACKEND_SRIOV_COUNT_H */
