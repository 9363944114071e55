// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Which parents are asked for a vGPU, in which order.
 */
#include "lifecycle/place.h"

#include <string.h>

#include "lifecycle/claims.h"
#include "lifecycle/place-report.h"

/** @brief Distance of a node that nobody knows: farther than any real one. */
#define DISTANCE_UNKNOWN G_MAXUINT

/**
 * @brief Tell whether a type is what a request wants.
 * @param type     The type.
 * @param request  The request.
 * @return true when it is.
 * @pure
 */
static bool type_fits(const struct gvm_type *type,
		      const struct gvm_request *request)
{
	if (request->type)
		return g_str_equal(type->id, request->type);
	if (request->name)
		return type->name && g_str_equal(type->name, request->name);
	if (!request->framebuffer)
		return type->implied;

	return type->info.framebuffer >= request->framebuffer;
}

/**
 * @brief Name the GPU that a parent is a part of.
 * @param parent  The parent.
 * @return Address of the physical function, or of the parent itself.
 * @pure
 */
static const char *gpu_of(const struct gvm_parent *parent)
{
	return parent->physfn ? parent->physfn : parent->address;
}

/**
 * @brief Count the vGPUs on each GPU.
 * @param parents  struct gvm_parent.
 * @return A new table from GPU to count.
 * @pure
 */
static GHashTable *count_loads(const GPtrArray *parents)
{
	GHashTable *loads = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < parents->len; i++) {
		const struct gvm_parent *parent = g_ptr_array_index(parents, i);
		void *old = g_hash_table_lookup(loads, gpu_of(parent));

		g_hash_table_insert(loads, (void *)(uintptr_t)gpu_of(parent),
				    GUINT_TO_POINTER(GPOINTER_TO_UINT(old) +
						     parent->active));
	}

	return loads;
}

/**
 * @brief Look up how far a parent is from the domain's memory.
 * @param inv     The machine.
 * @param parent  The parent.
 * @return The distance as the kernel gives it, 10 being local.
 * @pure
 */
static unsigned int distance_of(const struct gvm_inventory *inv,
				const struct gvm_parent *parent)
{
	void *distance;

	if (parent->numa_node < 0)
		return DISTANCE_UNKNOWN;
	distance = g_hash_table_lookup(inv->distances,
				       GUINT_TO_POINTER(parent->numa_node));

	return distance ? GPOINTER_TO_UINT(distance) : DISTANCE_UNKNOWN;
}

/**
 * @brief Try one type of one parent.
 * @param candidate   What to add when it fits; complete but for type.
 * @param type        The type.
 * @param request     The request.
 * @param candidates  Where to add.
 * @return GVM_OBSTACLE_NONE when it was added, else what was in the way.
 * @norestriction
 * @sideeffect Grows @p candidates.
 * @nofailure
 */
static enum gvm_obstacle try_type(struct gvm_candidate candidate,
				  struct gvm_type *type,
				  const struct gvm_request *request,
				  GArray *candidates)
{
	if (!type_fits(type, request))
		return GVM_OBSTACLE_NO_TYPE;
	if (request->device_api &&
	    !g_str_equal(type->device_api, request->device_api))
		return GVM_OBSTACLE_WRONG_API;
	if (type->available == 0)
		return GVM_OBSTACLE_FULL;
	candidate.type = type;
	g_array_append_val(candidates, candidate);

	return GVM_OBSTACLE_NONE;
}

/**
 * @brief Tell whether a parent may be the one that a request means.
 * @param parent   The parent.
 * @param request  The request.
 * @param propose  A function of the one that the request names will do.
 * @return true when the request does not name another one.
 * @pure
 */
static bool is_meant(const struct gvm_parent *parent,
		     const struct gvm_request *request, bool propose)
{
	if (request->address)
		return parent->by_address &&
			(g_str_equal(parent->address, request->address) ||
			 (propose &&
			  !g_strcmp0(parent->physfn, request->address)));

	return !request->parent || gvm_parent_fits(parent, request->parent);
}

/**
 * @brief Try all types of one parent.
 * @param inv         The machine.
 * @param candidate   What to add when it fits; complete but for type.
 * @param request     The request.
 * @param candidates  Where to add.
 * @return GVM_OBSTACLE_NONE when something was added, else what was in the way.
 * @norestriction
 * @sideeffect Grows @p candidates.
 * @nofailure
 */
static enum gvm_obstacle try_parent(const struct gvm_inventory *inv,
				    struct gvm_candidate candidate,
				    const struct gvm_request *request,
				    GArray *candidates)
{
	const struct gvm_parent *parent = candidate.parent;
	enum gvm_obstacle best = GVM_OBSTACLE_NO_TYPE;

	if (parent->by_address && (request->uuid || request->mdev))
		return GVM_OBSTACLE_NO_UUID;
	if (parent->by_address && parent->active > 0)
		return GVM_OBSTACLE_TAKEN;
	/* A claim without vGPU is left of a crash; it would cover ours. */
	if (parent->by_address && !request->address && inv->claims &&
	    gvm_claims_find(inv->claims, parent->address))
		return GVM_OBSTACLE_SHRUNK;
	for (guint i = 0; i < parent->types->len; i++) {
		enum gvm_obstacle found;

		found = try_type(candidate,
				 g_ptr_array_index(parent->types, i), request,
				 candidates);
		best = MAX(best, found);
	}

	/* Its list has only what can be made now. */
	return best == GVM_OBSTACLE_NO_TYPE && parent->by_address && candidate.load > 0 ?
		GVM_OBSTACLE_SHRUNK : best;
}

/**
 * @brief Collect everything that can satisfy a request, in no order.
 * @param inv         The machine.
 * @param request     The request.
 * @param propose     A function of the one that it names will do.
 * @param candidates  Where to add.
 * @return GVM_OBSTACLE_NONE when there is something, else how far the best one came.
 * @norestriction
 * @sideeffect Grows @p candidates.
 * @nofailure
 */
static enum gvm_obstacle collect(const struct gvm_inventory *inv,
				 const struct gvm_request *request,
				 bool propose, GArray *candidates)
{
	g_autoptr(GHashTable) loads = count_loads(inv->parents);
	enum gvm_obstacle best = GVM_OBSTACLE_NO_PARENT;

	for (guint i = 0; i < inv->parents->len; i++) {
		struct gvm_candidate new = { 0 };
		enum gvm_obstacle found;

		new.parent = g_ptr_array_index(inv->parents, i);
		if (!is_meant(new.parent, request, propose))
			continue;
		new.load = GPOINTER_TO_UINT(g_hash_table_lookup(loads,
								gpu_of(new.parent)));
		if (request->placement == GVM_PLACEMENT_NUMA)
			new.distance = distance_of(inv, new.parent);
		found = try_parent(inv, new, request, candidates);
		best = MAX(best, found);
	}

	return best;
}

/**
 * @brief Order two numbers.
 * @param a  One number.
 * @param b  The other.
 * @return Less than, equal to or greater than 0.
 * @pure
 */
static int order(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

/**
 * @brief Order two candidates, the better one first.
 * @param first   A struct gvm_candidate.
 * @param second  A struct gvm_candidate.
 * @param data    The struct gvm_request.
 * @return Less than, equal to or greater than 0.
 * @pure
 */
static int compare(const void *first, const void *second, void *data)
{
	const struct gvm_candidate *a = first;
	const struct gvm_candidate *b = second;
	const struct gvm_request *request = data;
	int sign = request->placement == GVM_PLACEMENT_PACK ? -1 : 1;
	int result = 0;

	if (request->framebuffer)
		result = order(a->type->info.framebuffer,
			       b->type->info.framebuffer);
	if (!result)
		result = order(a->distance, b->distance);
	if (!result)
		result = sign * order(a->load, b->load);
	if (!result)
		result = sign * order(a->parent->active, b->parent->active);
	if (!result)
		result = strcmp(a->parent->address, b->parent->address);

	return result ? result : strcmp(a->type->id, b->type->id);
}

/**
 * @brief Collect and order everything that can satisfy a request.
 * @param inv       The machine.
 * @param request   The request.
 * @param propose   A function of the one that it names will do.
 * @param obstacle  Where to put how far the best one came.
 * @return A new array of struct gvm_candidate, the best first; may be empty.
 * @norestriction
 * @sideeffect Writes to @p obstacle.
 * @nofailure
 */
static GArray *order_all(const struct gvm_inventory *inv,
			 const struct gvm_request *request, bool propose,
			 enum gvm_obstacle *obstacle)
{
	struct gvm_request *data = (struct gvm_request *)(uintptr_t)request;
	GArray *candidates;

	candidates = g_array_new(FALSE, FALSE, sizeof(struct gvm_candidate));
	*obstacle = collect(inv, request, propose, candidates);
	g_array_sort_with_data(candidates, compare, data);

	return candidates;
}

/**
 * @brief Find a function that would do instead of what a request names.
 * @param inv      The machine.
 * @param request  The request.
 * @return The function, owned by @p inv, or NULL.
 * @pure
 */
static const struct gvm_parent *find_other(const struct gvm_inventory *inv,
					   const struct gvm_request *request)
{
	g_autoptr(gvm_request) other = gvm_request_new(NULL);
	g_autoptr(GArray) found = NULL;
	enum gvm_obstacle obstacle;

	other->type = g_strdup(request->type);
	other->name = g_strdup(request->name);
	other->framebuffer = request->framebuffer;
	other->parent = g_strdup(request->parent);
	other->address = g_strdup(request->address);
	found = order_all(inv, other, true, &obstacle);
	for (guint i = 0; i < found->len; i++) {
		const struct gvm_candidate *candidate;

		candidate = &g_array_index(found, struct gvm_candidate, i);
		if (candidate->parent->by_address)
			return candidate->parent;
	}

	return NULL;
}

GArray *gvm_place_order(const struct gvm_inventory *inv,
			const struct gvm_request *request, GError **err)
{
	g_autoptr(GArray) candidates = NULL;
	enum gvm_obstacle obstacle;

	candidates = order_all(inv, request, request->propose, &obstacle);
	if (obstacle == GVM_OBSTACLE_NONE)
		return g_steal_pointer(&candidates);
	gvm_place_report(inv, request, obstacle, find_other(inv, request), err);

	return NULL;
}
