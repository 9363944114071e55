/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Reading the parents of mediated devices, and their types.
 */
#ifndef GVM_BACKEND_MDEV_SCAN_H
#define GVM_BACKEND_MDEV_SCAN_H

#include <glib.h>
#include <stdbool.h>

#include "model/parent.h"

struct gvm_host;

/**
 * @brief Append every mdev parent.
 * @param host     The machine.
 * @param only     Address of the one to look at, or NULL for all.
 * @param parents  struct gvm_parent; grows.
 * @param err      Where to store the error, or NULL.
 * @return true on success, also on a machine without mdev.
 * @norestriction
 * @sideeffect Appends to @p parents.
 * @failure GVM_ERROR_DENIED or GVM_ERROR_FAILED when the list of parents
 *          cannot be read.
 */
bool gvm_mdev_scan_parents(struct gvm_host *host, const char *only,
			   GPtrArray *parents, GError **err);

/**
 * @brief Read the types of a parent and count its vGPUs.
 * @param host    The machine.
 * @param parent  The parent; its types and active count are replaced.
 * @param only    Id of the one type to read, or NULL for all.
 * @param err     Where to store the error, or NULL.
 * @return true on success; a parent that is gone has no types.
 * @norestriction
 * @sideeffect Writes to @p parent. The driver computes available_instances.
 * @failure GVM_ERROR_DENIED or GVM_ERROR_FAILED when the list of types or of
 *          devices cannot be read. A type that cannot be read is left out.
 */
bool gvm_mdev_scan_types(struct gvm_host *host, struct gvm_parent *parent,
			 const char *only, GError **err);

#endif /* GVM_BACKEND_MDEV_SCAN_H */
