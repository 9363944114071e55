/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief A machine that exists on paper, with pools.
 *
 * Two GPUs, the first with two functions. Each function takes two vGPUs of
 * 1 GiB ("small") and one of 4 GiB ("large").
 */
#ifndef GVM_TESTS_UNIT_LIFECYCLE_PAPER_H
#define GVM_TESTS_UNIT_LIFECYCLE_PAPER_H

#include "scene.h"

#include "lifecycle/inventory.h"
#include "model/pool.h"

/** @brief Name of the pool. */
#define PAPER_POOL "desktops"

/** @brief A function of the first GPU. */
#define P1 "0000:41:00.4"
/** @brief Another one. */
#define P2 "0000:41:00.5"
/** @brief A function of the second GPU. */
#define P3 "0000:81:00.4"

/**
 * @brief Draw the machine.
 * @return A new inventory, without any vGPU.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
struct gvm_inventory *paper_draw(void);

/**
 * @brief Put devices there.
 * @param inv   The machine; what is active takes its room.
 * @param text  "INDEX,FLAGS,TYPE,PARENT[,NAME=VALUE]" with blanks between,
 *              where FLAGS are a (active), d (defined), m (defined, not
 *              started with its parent), u (needed) and o (of another pool).
 * @return struct gvm_pool_device.
 * @norestriction
 * @sideeffect Changes counts of @p inv.
 * @nofailure
 */
GPtrArray *paper_devices(struct gvm_inventory *inv, const char *text);

/**
 * @brief Make the pool that is wanted.
 * @param text  "COUNT TYPE [PARENT|PLACEMENT|NAME=VALUE]", where TYPE is an id,
 *              a name ("Name-ID") or GiB; or "".
 * @return struct gvm_pool, none for "".
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
GPtrArray *paper_want(const char *text);

#endif /* GVM_TESTS_UNIT_LIFECYCLE_PAPER_H */
