/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The pools of this machine: /etc/gvm/pools.d.
 */
#ifndef GVM_LIFECYCLE_POOLS_H
#define GVM_LIFECYCLE_POOLS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "model/pool.h"

struct gvm_host;

/** @brief Directory of the files of pools. */
#define GVM_POOLS_DIR "etc/gvm/pools.d"

/**
 * @brief Make an empty list of pools.
 * @return A new array of struct gvm_pool, which it owns.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
GPtrArray *gvm_pools_list(void);

/**
 * @brief Read a file of pools and add them to a list.
 * @param pools  struct gvm_pool.
 * @param name   What to call the file in errors.
 * @param text   Its content.
 * @param len    Length of @p text in bytes.
 * @param err    Where to store the error, or NULL.
 * @return true when it is right by itself and beside the others.
 * @norestriction
 * @sideeffect Grows the list.
 * @failure GVM_ERROR_INVALID, with file and line, also for a pool that is
 *          there already.
 */
bool gvm_pools_add(GPtrArray *pools, const char *name, const char *text,
		   size_t len, GError **err);

/**
 * @brief Read all files of /etc/gvm/pools.d, by name.
 * @param host  The machine.
 * @param err   Where to store the error, or NULL.
 * @return A new array of struct gvm_pool, empty when there is no file, or
 *         NULL.
 * @restriction Files whose names begin with a dot or do not end with ".xml"
 *              are passed over.
 * @nosideeffect
 * @failure Those of gvm_pools_add(); the code of the errno when a file cannot
 *          be read.
 */
GPtrArray *gvm_pools_load(struct gvm_host *host, GError **err);

#endif /* GVM_LIFECYCLE_POOLS_H */
