/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Reading pools, see gvm-pool(5).
 */
#ifndef GVM_XML_POOLS_H
#define GVM_XML_POOLS_H

#include <glib.h>
#include <stddef.h>

#include "model/pool.h"

/** @brief Namespace of a file of pools. */
#define GVM_POOLS_NS "https://linux-gvm.org/xmlns/pools/1.0"

/** @brief Most pools of a file. */
#define GVM_POOLS_MAX 256

/** @brief Most vGPUs of a pool. */
#define GVM_POOLS_COUNT_MAX 1024

/**
 * @brief Read a file of pools.
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param name  What to call it in errors.
 * @param err   Where to store the error, or NULL.
 * @return A new array of struct gvm_pool, which it owns, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with file and line, for whatever the schema
 *          does not allow, for too many pools, and for two of one name.
 */
GPtrArray *gvm_pools_parse(const char *text, size_t len, const char *name,
			   GError **err);

/**
 * @brief Find a pool by its name.
 * @param pools  struct gvm_pool.
 * @param name   The name.
 * @return The pool, owned by @p pools, or NULL.
 * @pure
 */
const struct gvm_pool *gvm_pools_find(const GPtrArray *pools,
				      const char *name);

#endif /* GVM_XML_POOLS_H */
