/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Pools: how many vGPUs of which type are to be there.
 *
 * A vGPU of a pool is known by its UUID alone, so that it is found again when
 * nothing else is left of the pool. It is one of version 8 (RFC 9562), where
 * the layout is free:
 * @verbatim
67766d63-746c-8003-8ee3-49d829a0af23
|             |    |
|             |    variant, and 62 bits of the SHA-256 of the pool's name
|             version 8, and 12 bits: which one of the pool
"gvmctl" in ASCII
@endverbatim
 */
#ifndef GVM_MODEL_POOL_H
#define GVM_MODEL_POOL_H

#include <glib.h>
#include <stdbool.h>

#include "model/request.h"
#include "util/cleanup.h"

/** @brief Largest index of a vGPU in its pool: 12 bits. */
#define GVM_POOL_INDEX_MAX 0xfffu

/** @brief A pool. */
struct gvm_pool {
	char *name;		/**< Its name, which no other pool has. Owned. */
	unsigned int count;	/**< So many vGPUs are to be there. */
	struct gvm_request *wish;	/**< Type, place and attributes. Owned. */
	char *where;		/**< File and line for messages. Owned. */
};

/**
 * @brief Make a pool of nothing.
 * @return A new pool without name, freed with gvm_pool_free().
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
struct gvm_pool *gvm_pool_new(void);

/**
 * @brief Free a pool.
 * @param pool  The pool, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_pool_free(struct gvm_pool *pool);

GVM_DEFINE_AUTOPTR(gvm_pool, gvm_pool_free)

/**
 * @brief Spell the UUID of a vGPU of a pool.
 * @param name   Name of the pool.
 * @param index  Which one, up to GVM_POOL_INDEX_MAX.
 * @return A new canonical UUID, the same on every machine.
 * @pure
 */
char *gvm_pool_uuid(const char *name, unsigned int index);

/**
 * @brief Tell whether a UUID is one of a vGPU of any pool.
 * @param uuid  Canonical UUID, or NULL.
 * @return true when it is.
 * @pure
 */
bool gvm_pool_is_own(const char *uuid);

/**
 * @brief Tell whether a UUID is one of a vGPU of a certain pool.
 * @param name  Name of the pool.
 * @param uuid  Canonical UUID.
 * @return true when it is.
 * @pure
 */
bool gvm_pool_has(const char *name, const char *uuid);

/**
 * @brief Tell which vGPU of its pool a UUID is.
 * @param uuid  A UUID of gvm_pool_uuid().
 * @return Its index.
 * @pure
 */
unsigned int gvm_pool_index(const char *uuid);

#endif /* GVM_MODEL_POOL_H */
