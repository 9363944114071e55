/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What has to change so that pools are as they are wanted, as data.
 */
#ifndef GVM_LIFECYCLE_POOL_PLAN_H
#define GVM_LIFECYCLE_POOL_PLAN_H

#include <glib.h>
#include <stdbool.h>

#include "lifecycle/inventory.h"
#include "lifecycle/pool-look.h"
#include "lifecycle/pool-room.h"
#include "model/pool.h"

/** @brief What becomes of a vGPU of a pool. */
enum gvm_pool_action {
	GVM_POOL_KEEP,		/**< It is as it is wanted. */
	GVM_POOL_LEAVE,		/**< Not wanted any more, but needed. */
	GVM_POOL_REMOVE,	/**< Not wanted any more. */
	GVM_POOL_MEND,		/**< Wanted, and something of it is missing. */
	GVM_POOL_MAKE,		/**< Wanted, and not there. */
	GVM_POOL_ACTIONS	/**< How many there are. */
};

/** @brief What is done to a node device, in this order. */
enum gvm_pool_op {
	GVM_POOL_STOP,		/**< It is there no more; inverse: START. */
	GVM_POOL_UNDEFINE,	/**< Its definition goes; inverse: DEFINE. */
	GVM_POOL_DEFINE,	/**< It gets one; inverse: UNDEFINE. */
	GVM_POOL_AUTOSTART,	/**< Started with its parent; none. */
	GVM_POOL_START,		/**< It is there; inverse: STOP. */
	GVM_POOL_OPS		/**< How many there are. */
};

/** @brief What becomes of one vGPU. */
struct gvm_pool_step {
	enum gvm_pool_action action;	/**< What becomes of it. */
	unsigned int ops;	/**< Bits 1 << enum gvm_pool_op: what is done. */
	char *uuid;		/**< Its UUID. Owned. */
	char *pool;		/**< Name of its pool, or NULL: it is gone. */
	char *type;		/**< Id of its type. Owned. */
	char *parent;		/**< Address of its parent. Owned. */
	char *xml;		/**< Node-device XML to define it. Owned. */
	char *why;		/**< A few words for people. Owned. */
};

/** @brief A plan. */
struct gvm_pool_plan {
	GPtrArray *steps;	/**< struct gvm_pool_step, in order. */
};

/** @brief What a plan is made from. */
struct gvm_pool_wish {
	const GPtrArray *pools;		/**< struct gvm_pool. */
	const GPtrArray *devices;	/**< From gvm_pool_look(). */
	bool whole;	/**< There are no other pools: remove theirs. */
};

/**
 * @brief Make a plan that does nothing.
 * @return A new plan, freed with gvm_pool_plan_free().
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
struct gvm_pool_plan *gvm_pool_plan_new(void);

/**
 * @brief Free a plan.
 * @param plan  The plan, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_pool_plan_free(struct gvm_pool_plan *plan);

GVM_DEFINE_AUTOPTR(gvm_pool_plan, gvm_pool_plan_free)

/**
 * @brief Compute what has to change.
 *
 * Of a pool's vGPUs that are what it wants, those that somebody needs are
 * kept first, then those that are active, then by index. What is too much or
 * is something else is removed, unless somebody needs it: then it is left,
 * and does not count. New ones are placed as gvm_place_order() says, and get
 * an index that none of the pool has now.
 *
 * @param inv   The machine; its counts are lowered and raised.
 * @param wish  What is wanted, and what there is.
 * @param err   Where to store the error, or NULL.
 * @return A new plan, or NULL when not all pools can be as they are wanted.
 * @norestriction
 * @sideeffect Changes counts of @p inv.
 * @failure Those of gvm_place_order() and gvm_policy_judge(), with the pool.
 */
struct gvm_pool_plan *gvm_pool_plan_make(struct gvm_inventory *inv,
					 const struct gvm_pool_wish *wish,
					 GError **err);

/**
 * @brief Look at the machine and compute what has to change.
 * @param host  The machine.
 * @param wish  What is wanted, and what there is.
 * @param err   Where to store the error, or NULL.
 * @return A new plan, or NULL.
 * @norestriction
 * @sideeffect Places the pools as the policy says; reading types makes drivers
 *             work.
 * @failure Those of gvm_inventory_load() and gvm_pool_plan_make().
 */
struct gvm_pool_plan *gvm_pool_plan_load(struct gvm_host *host,
					 const struct gvm_pool_wish *wish,
					 GError **err);

/**
 * @brief Append a step about a vGPU.
 * @param plan    The plan.
 * @param room    The machine.
 * @param action  What becomes of it.
 * @param pool    Its pool, or NULL.
 * @param device  The vGPU, as it is or as it is to be.
 * @return The step, owned by the plan; without reason, and doing nothing.
 * @norestriction
 * @sideeffect Grows the plan.
 * @nofailure
 */
struct gvm_pool_step *gvm_pool_plan_add(struct gvm_pool_plan *plan,
					const struct gvm_pool_room *room,
					enum gvm_pool_action action,
					const struct gvm_pool *pool,
					const struct gvm_pool_device *device);

/**
 * @brief Count the steps of a kind.
 * @param plan    The plan.
 * @param action  The kind.
 * @return How many there are.
 * @pure
 */
unsigned int gvm_pool_plan_count(const struct gvm_pool_plan *plan,
				 enum gvm_pool_action action);

/**
 * @brief Name an action, for tables and JSON.
 * @param action  The action.
 * @return A static string.
 * @pure
 */
const char *gvm_pool_action_name(enum gvm_pool_action action);

#endif /* GVM_LIFECYCLE_POOL_PLAN_H */
