// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Plans for pools: looking, and what a plan is made of.
 */
#include "lifecycle/pool-plan.h"

#include <assert.h>

#include "lifecycle/pool-room.h"
#include "lifecycle/prepare.h"
#include "util/error.h"
#include "xml/nodedev.h"

/** @brief Word for each action. */
static const char *const actions[] = {
	[GVM_POOL_KEEP] = "keep",
	[GVM_POOL_LEAVE] = "leave",
	[GVM_POOL_REMOVE] = "remove",
	[GVM_POOL_MEND] = "mend",
	[GVM_POOL_MAKE] = "make",
};

static_assert(G_N_ELEMENTS(actions) == GVM_POOL_ACTIONS,
	      "an action has no word");

const char *gvm_pool_action_name(enum gvm_pool_action action)
{
	g_assert(action < GVM_POOL_ACTIONS);

	return actions[action];
}

/**
 * @brief Free a step.
 * @param data  A struct gvm_pool_step.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
static void step_free(void *data)
{
	struct gvm_pool_step *step = data;

	g_free(step->uuid);
	g_free(step->pool);
	g_free(step->type);
	g_free(step->parent);
	g_free(step->xml);
	g_free(step->why);
	g_free(step);
}

struct gvm_pool_plan *gvm_pool_plan_new(void)
{
	struct gvm_pool_plan *plan = g_new0(struct gvm_pool_plan, 1);

	plan->steps = g_ptr_array_new_with_free_func(step_free);

	return plan;
}

void gvm_pool_plan_free(struct gvm_pool_plan *plan)
{
	if (!plan)
		return;

	g_ptr_array_unref(plan->steps);
	g_free(plan);
}

unsigned int gvm_pool_plan_count(const struct gvm_pool_plan *plan,
				 enum gvm_pool_action action)
{
	unsigned int count = 0;

	for (guint i = 0; i < plan->steps->len; i++) {
		const struct gvm_pool_step *step;

		step = g_ptr_array_index(plan->steps, i);
		count += step->action == action;
	}

	return count;
}

/**
 * @brief Spell the definition of a vGPU.
 * @param room    The machine.
 * @param pool    Its pool, or NULL.
 * @param device  The vGPU.
 * @param parent  Address of its parent.
 * @return A new string: node-device XML.
 * @pure
 */
static char *spell(const struct gvm_pool_room *room,
		   const struct gvm_pool *pool,
		   const struct gvm_pool_device *device, const char *parent)
{
	g_autofree char *nodedev = gvm_pool_room_nodedev(room, parent);
	g_autoptr(gvm_request) own = NULL;

	if (device->definition)
		return gvm_nodedev_format(device->definition, nodedev);
	own = gvm_request_new(device->uuid);
	own->type = g_strdup(device->vgpu->type);
	for (guint i = 0; pool && i < pool->wish->attrs->len; i++) {
		const struct gvm_attr *attr = pool->wish->attrs->pdata[i];

		gvm_request_add_attr(own, attr->name, attr->value);
	}

	return gvm_nodedev_format(own, nodedev);
}

struct gvm_pool_step *gvm_pool_plan_add(struct gvm_pool_plan *plan,
					const struct gvm_pool_room *room,
					enum gvm_pool_action action,
					const struct gvm_pool *pool,
					const struct gvm_pool_device *device)
{
	struct gvm_pool_step *step = g_new0(struct gvm_pool_step, 1);
	const struct gvm_request *definition = device->definition;

	step->action = action;
	step->uuid = g_strdup(device->uuid);
	step->pool = g_strdup(pool ? pool->name : NULL);
	step->type = g_strdup(definition ? definition->type :
			      device->vgpu->type);
	step->parent = g_strdup(definition ? definition->parent :
				device->vgpu->parent);
	step->xml = spell(room, pool, device, step->parent);
	g_ptr_array_add(plan->steps, step);

	return step;
}

/**
 * @brief List what a machine is asked for by pools.
 * @param pools  struct gvm_pool.
 * @return A new array of struct gvm_request, borrowed from the pools.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static GPtrArray *list_requests(const GPtrArray *pools)
{
	GPtrArray *requests = g_ptr_array_new();

	for (guint i = 0; i < pools->len; i++) {
		const struct gvm_pool *pool = g_ptr_array_index(pools, i);

		if (pool->count > 0)
			g_ptr_array_add(requests, pool->wish);
	}

	return requests;
}

struct gvm_pool_plan *gvm_pool_plan_load(struct gvm_host *host,
					 const struct gvm_pool_wish *wish,
					 GError **err)
{
	g_autoptr(GPtrArray) requests = list_requests(wish->pools);
	g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE,
					      sizeof(unsigned int));
	g_autoptr(gvm_inventory) inv = NULL;
	g_autoptr(gvm_inventory) wide = NULL;
	g_autoptr(GError) cause = NULL;
	struct gvm_pool_plan *plan;

	inv = gvm_inventory_load(host, requests, nodes, false, err);
	if (!inv)
		return NULL;
	plan = gvm_pool_plan_make(inv, wish, &cause);
	if (plan)
		return plan;
	if (!gvm_prepare_may_look_wider(cause)) {
		g_propagate_error(err, g_steal_pointer(&cause));
		return NULL;
	}
	wide = gvm_inventory_load(host, requests, nodes, true, err);

	return wide ? gvm_pool_plan_make(wide, wish, err) : NULL;
}
