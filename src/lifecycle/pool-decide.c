// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What has to change so that pools are as they are wanted.
 *
 * Theory of operation. First it is decided for all pools what goes and what
 * stays, because what goes makes room. Then room is found for what is defined
 * but not active, which can only be where it is defined, and in the end for
 * what is new, which may be anywhere.
 */
#include "lifecycle/pool-plan.h"

#include "lifecycle/policy.h"
#include "lifecycle/pool-room.h"
#include "util/error.h"

/** @brief A bit of gvm_pool_step::ops. */
#define BIT(op) (1u << (op))

/** @brief What is planned for one pool. */
struct share {
	const struct gvm_pool *pool;	/**< The pool. Borrowed. */
	GPtrArray *kept;	/**< struct gvm_pool_device, borrowed. */
	GHashTable *taken;	/**< Set of the indexes that it has had. */
};

/** @brief A plan in the making. */
struct work {
	struct gvm_pool_plan *plan;		/**< The plan. Owned. */
	struct gvm_pool_room room;		/**< What is left. */
	const struct gvm_pool_wish *wish;	/**< What is wanted. */
	GPtrArray *shares;	/**< struct share. Owned. */
	GPtrArray *removed;	/**< struct gvm_request, a UUID each. Owned. */
};

/**
 * @brief Free the share of a pool.
 * @param data  A struct share.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
static void share_free(void *data)
{
	struct share *share = data;

	g_ptr_array_unref(share->kept);
	g_hash_table_unref(share->taken);
	g_free(share);
}

/**
 * @brief Plan something for a vGPU.
 * @param work    The plan.
 * @param action  What becomes of it.
 * @param pool    Its pool, or NULL.
 * @param device  The vGPU.
 * @return The step, owned by the plan.
 * @norestriction
 * @sideeffect Grows the plan.
 * @nofailure
 */
static struct gvm_pool_step *add_step(struct work *work,
				      enum gvm_pool_action action,
				      const struct gvm_pool *pool,
				      const struct gvm_pool_device *device)
{
	return gvm_pool_plan_add(work->plan, &work->room, action, pool, device);
}

/**
 * @brief Plan to remove a vGPU, unless somebody needs it.
 * @param work    The plan.
 * @param pool    Its pool, or NULL.
 * @param device  The vGPU.
 * @param why     Why it is not wanted.
 * @norestriction
 * @sideeffect Grows the plan; what the vGPU takes counts as free.
 * @nofailure
 */
static void drop(struct work *work, const struct gvm_pool *pool,
		 const struct gvm_pool_device *device, const char *why)
{
	struct gvm_pool_step *step;

	if (device->user) {
		step = add_step(work, GVM_POOL_LEAVE, pool, device);
		step->why = g_strdup_printf("%s, but %s", why, device->user);
		return;
	}
	step = add_step(work, GVM_POOL_REMOVE, pool, device);
	step->why = g_strdup(why);
	if (device->definition)
		step->ops |= BIT(GVM_POOL_UNDEFINE);
	g_ptr_array_add(work->removed, gvm_request_new(device->uuid));
	if (!device->vgpu)
		return;
	step->ops |= BIT(GVM_POOL_STOP);
	gvm_place_give(work->room.inv, device->vgpu, NULL);
}

/**
 * @brief Order two elements of a GPtrArray of devices, the better one first.
 * @param a  Address of a pointer to the first one.
 * @param b  Address of a pointer to the second one.
 * @return Less than, equal to or greater than 0.
 * @pure
 */
static int compare(const void *a, const void *b)
{
	const struct gvm_pool_device *const *first = a;
	const struct gvm_pool_device *const *second = b;
	int result = !(*first)->user - !(*second)->user;

	if (!result)
		result = !(*first)->vgpu - !(*second)->vgpu;

	return result ? result : g_strcmp0((*first)->uuid, (*second)->uuid);
}

/**
 * @brief Decide which vGPUs of a pool stay.
 * @param work  The plan.
 * @param pool  The pool.
 * @norestriction
 * @sideeffect Adds a share; plans what goes.
 * @nofailure
 */
static void sort_out(struct work *work, const struct gvm_pool *pool)
{
	const GPtrArray *devices = work->wish->devices;
	struct share *share = g_new0(struct share, 1);

	share->pool = pool;
	share->kept = g_ptr_array_new();
	share->taken = g_hash_table_new(NULL, NULL);
	g_ptr_array_add(work->shares, share);
	for (guint i = 0; i < devices->len; i++) {
		struct gvm_pool_device *device = g_ptr_array_index(devices, i);

		if (!gvm_pool_has(pool->name, device->uuid))
			continue;
		g_hash_table_add(share->taken,
				 GUINT_TO_POINTER(gvm_pool_index(device->uuid)));
		if (gvm_pool_room_fits(&work->room, pool, device))
			g_ptr_array_add(share->kept, device);
		else
			drop(work, pool, device,
			     "not of the type, parent or attributes that the pool wants");
	}
	g_ptr_array_sort(share->kept, compare);
	while (share->kept->len > pool->count) {
		struct gvm_pool_device *last;

		last = g_ptr_array_steal_index(share->kept,
					       share->kept->len - 1);
		drop(work, pool, last, "more than the pool wants");
	}
}

/**
 * @brief Plan to remove the vGPUs of pools that are gone.
 * @param work  The plan.
 * @norestriction
 * @sideeffect Grows the plan.
 * @nofailure
 */
static void drop_orphans(struct work *work)
{
	const GPtrArray *pools = work->wish->pools;

	for (guint i = 0; i < work->wish->devices->len; i++) {
		const struct gvm_pool_device *device;
		bool known = false;

		device = g_ptr_array_index(work->wish->devices, i);
		for (guint j = 0; j < pools->len && !known; j++) {
			const struct gvm_pool *pool = g_ptr_array_index(pools, j);

			known = gvm_pool_has(pool->name, device->uuid);
		}
		if (!known)
			drop(work, NULL, device, "its pool is gone");
	}
}

/**
 * @brief Take room for a vGPU that is defined and not active.
 * @param work    The plan.
 * @param pool    Its pool.
 * @param device  The vGPU.
 * @param err     Where to store the error, or NULL.
 * @return true when there is.
 * @norestriction
 * @sideeffect Takes the room.
 * @failure Those of gvm_pool_room_take().
 */
static bool take_again(struct work *work, const struct gvm_pool *pool,
		       const struct gvm_pool_device *device, GError **err)
{
	g_autoptr(gvm_request) request = gvm_request_new(NULL);
	struct gvm_candidate chosen;

	request->type = g_strdup(device->definition->type);
	request->parent = g_strdup(device->definition->parent);
	request->where = g_strdup(pool->wish->where);
	request->mdev = true;

	return gvm_pool_room_take(&work->room, request, &chosen, err);
}

/**
 * @brief Plan to add what is missing of a vGPU.
 * @param work    The plan.
 * @param pool    Its pool.
 * @param device  The vGPU, which has room.
 * @norestriction
 * @sideeffect Grows the plan.
 * @nofailure
 */
static void mend(struct work *work, const struct gvm_pool *pool,
		 const struct gvm_pool_device *device)
{
	struct gvm_pool_step *step = add_step(work, GVM_POOL_KEEP, pool,
					      device);
	const char *why = "as the pool wants it";

	if (!device->definition) {
		step->ops = BIT(GVM_POOL_DEFINE) | BIT(GVM_POOL_AUTOSTART);
		why = "not defined";
	} else if (!device->vgpu) {
		step->ops = BIT(GVM_POOL_START);
		why = "defined, but not active";
	}
	if (device->definition && !device->definition->autostart) {
		step->ops |= BIT(GVM_POOL_AUTOSTART);
		why = device->vgpu ? "not started with its parent" : why;
	}
	if (step->ops)
		step->action = GVM_POOL_MEND;
	step->why = g_strdup(why);
}

/**
 * @brief Plan for what stays of a pool.
 * @param work   The plan.
 * @param share  The pool's share; what cannot be started is taken out.
 * @param err    Where to store the error, or NULL.
 * @return false when the policy forbids it.
 * @norestriction
 * @sideeffect Grows the plan, takes room.
 * @failure GVM_ERROR_DENIED.
 */
static bool keep(struct work *work, struct share *share, GError **err)
{
	for (guint i = 0; i < share->kept->len;) {
		const struct gvm_pool_device *device;
		g_autoptr(GError) cause = NULL;

		device = g_ptr_array_index(share->kept, i);
		if (device->vgpu ||
		    take_again(work, share->pool, device, &cause)) {
			mend(work, share->pool, device);
			i++;
			continue;
		}
		if (g_error_matches(cause, GVM_ERROR, GVM_ERROR_DENIED)) {
			g_propagate_prefixed_error(err, g_steal_pointer(&cause),
						   "%s: pool %s: ",
						   share->pool->where,
						   share->pool->name);
			return false;
		}
		drop(work, share->pool, device,
		     "cannot be started where it is defined");
		g_ptr_array_remove_index(share->kept, i);
	}

	return true;
}

/**
 * @brief Plan to make one vGPU.
 * @param work   The plan.
 * @param share  The pool's share.
 * @param index  Its index.
 * @param err    Where to store the error, or NULL.
 * @return true when there is room for it.
 * @norestriction
 * @sideeffect Grows the plan, takes room.
 * @failure Those of gvm_pool_room_take().
 */
static bool make_one(struct work *work, struct share *share,
		     unsigned int index, GError **err)
{
	const struct gvm_request *wish = share->pool->wish;
	struct gvm_pool_device device = { NULL };
	g_autoptr(gvm_vgpu) vgpu = NULL;
	struct gvm_candidate chosen;
	struct gvm_pool_step *step;

	if (!gvm_pool_room_take(&work->room, wish, &chosen, err))
		return false;
	vgpu = gvm_vgpu_new(NULL, chosen.parent->address, chosen.type->id);
	vgpu->uuid = gvm_pool_uuid(share->pool->name, index);
	device.uuid = vgpu->uuid;
	device.vgpu = vgpu;
	step = add_step(work, GVM_POOL_MAKE, share->pool, &device);
	step->ops = BIT(GVM_POOL_DEFINE) | BIT(GVM_POOL_AUTOSTART) |
		BIT(GVM_POOL_START);
	step->why = g_strdup(wish->parent ? "parent given" :
			     gvm_placement_name(wish->placement));

	return true;
}

/**
 * @brief Plan to make what a pool lacks.
 * @param work   The plan.
 * @param share  The pool's share.
 * @param err    Where to store the error, or NULL.
 * @return true when there is room for all of it.
 * @norestriction
 * @sideeffect Grows the plan, takes room.
 * @failure Those of make_one(), with the pool.
 */
static bool make(struct work *work, struct share *share, GError **err)
{
	unsigned int index = 0;

	for (guint i = share->kept->len; i < share->pool->count; i++, index++) {
		while (index < GVM_POOL_INDEX_MAX &&
		       g_hash_table_contains(share->taken,
					     GUINT_TO_POINTER(index)))
			index++;
		if (make_one(work, share, index, err))
			continue;
		g_prefix_error(err, "%s: pool %s: ", share->pool->where,
			       share->pool->name);
		return false;
	}

	return true;
}

/**
 * @brief Plan for all pools.
 * @param work  The plan.
 * @param err   Where to store the error, or NULL.
 * @return true when all can be as they are wanted.
 * @norestriction
 * @sideeffect Grows the plan.
 * @failure Those of keep() and make().
 */
static bool fill(struct work *work, GError **err)
{
	const GPtrArray *pools = work->wish->pools;
	const struct gvm_inventory *inv = work->room.inv;

	for (guint i = 0; i < pools->len; i++)
		sort_out(work, g_ptr_array_index(pools, i));
	if (work->wish->whole)
		drop_orphans(work);
	work->room.held = gvm_policy_held(inv->policy, inv->claims,
					  work->removed);
	for (guint i = 0; i < work->shares->len; i++)
		if (!keep(work, g_ptr_array_index(work->shares, i), err))
			return false;
	for (guint i = 0; i < work->shares->len; i++)
		if (!make(work, g_ptr_array_index(work->shares, i), err))
			return false;

	return true;
}

struct gvm_pool_plan *gvm_pool_plan_make(struct gvm_inventory *inv,
					 const struct gvm_pool_wish *wish,
					 GError **err)
{
	g_autoptr(gvm_pool_plan) plan = gvm_pool_plan_new();
	g_autoptr(GPtrArray) shares = g_ptr_array_new_with_free_func(share_free);
	g_autoptr(GPtrArray) removed =
		g_ptr_array_new_with_free_func((GDestroyNotify)gvm_request_free);
	struct work work = {
		.plan = plan,
		.room = { .inv = inv },
		.wish = wish,
		.shares = shares,
		.removed = removed,
	};
	bool good;

	good = fill(&work, err);
	g_clear_pointer(&work.room.held, g_array_unref);

	return good ? g_steal_pointer(&plan) : NULL;
}
