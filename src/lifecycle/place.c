// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Which parents are asked for a vGPU, in which order.
 */
#include "lifecycle/place.h"

#include <string.h>

#include "lifecycle/claims.h"
#include "util/error.h"

/** @brief Distance of a node that nobody knows: farther than any real one. */
#define DISTANCE_UNKNOWN G_MAXUINT

/** @brief Why there is no candidate: how far the best parent came. */
enum obstacle {
	NO_PARENT,	/**< No parent at all, or not the one asked for. */
	NO_UUID,	/**< Its vGPU would have no UUID, but has to. */
	NO_TYPE,	/**< No parent offers such a type. */
	WRONG_API,	/**< It has another device API. */
	TAKEN,		/**< It is a vGPU already, and can be one only. */
	SHRUNK,		/**< It may have offered the type before others came. */
	FULL,		/**< It has no instance left. */
	NONE,		/**< There is a candidate. */
};

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

	return request->framebuffer &&
		type->info.framebuffer >= request->framebuffer;
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
 * @return NONE when it was added, else what was in the way.
 * @norestriction
 * @sideeffect Grows @p candidates.
 * @nofailure
 */
static enum obstacle try_type(struct gvm_candidate candidate,
			      struct gvm_type *type,
			      const struct gvm_request *request,
			      GArray *candidates)
{
	if (!type_fits(type, request))
		return NO_TYPE;
	if (request->device_api &&
	    !g_str_equal(type->device_api, request->device_api))
		return WRONG_API;
	if (type->available == 0)
		return FULL;
	candidate.type = type;
	g_array_append_val(candidates, candidate);

	return NONE;
}

/**
 * @brief Tell whether a parent may be the one that a request means.
 * @param parent   The parent.
 * @param request  The request.
 * @return true when the request does not name another one.
 * @pure
 */
static bool is_meant(const struct gvm_parent *parent,
		     const struct gvm_request *request)
{
	if (request->address)
		return parent->by_address &&
			g_str_equal(parent->address, request->address);

	return !request->parent || gvm_parent_fits(parent, request->parent);
}

/**
 * @brief Try all types of one parent.
 * @param inv         The machine.
 * @param candidate   What to add when it fits; complete but for type.
 * @param request     The request.
 * @param candidates  Where to add.
 * @return NONE when something was added, else what was in the way.
 * @norestriction
 * @sideeffect Grows @p candidates.
 * @nofailure
 */
static enum obstacle try_parent(const struct gvm_inventory *inv,
				struct gvm_candidate candidate,
				const struct gvm_request *request,
				GArray *candidates)
{
	const struct gvm_parent *parent = candidate.parent;
	enum obstacle best = NO_TYPE;

	if (parent->by_address && (request->uuid || request->mdev))
		return NO_UUID;
	/* A claim without vGPU is left of a crash; it would cover ours. */
	if (parent->by_address && !request->address && inv->claims &&
	    gvm_claims_find(inv->claims, parent->address))
		return SHRUNK;
	if (parent->by_address && parent->active > 0)
		return TAKEN;
	for (guint i = 0; i < parent->types->len; i++) {
		enum obstacle found;

		found = try_type(candidate,
				 g_ptr_array_index(parent->types, i), request,
				 candidates);
		best = MAX(best, found);
	}

	/* Its list has only what can be made now. */
	return best == NO_TYPE && parent->by_address && candidate.load > 0 ?
		SHRUNK : best;
}

/**
 * @brief Collect everything that can satisfy a request, in no order.
 * @param inv         The machine.
 * @param request     The request.
 * @param candidates  Where to add.
 * @return NONE when there is something, else how far the best one came.
 * @norestriction
 * @sideeffect Grows @p candidates.
 * @nofailure
 */
static enum obstacle collect(const struct gvm_inventory *inv,
			     const struct gvm_request *request,
			     GArray *candidates)
{
	g_autoptr(GHashTable) loads = count_loads(inv->parents);
	enum obstacle best = NO_PARENT;

	for (guint i = 0; i < inv->parents->len; i++) {
		struct gvm_candidate new = { 0 };
		enum obstacle found;

		new.parent = g_ptr_array_index(inv->parents, i);
		if (!is_meant(new.parent, request))
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
 * @brief Say that the wanted parent does not exist.
 * @param inv      The machine.
 * @param request  The request.
 * @param err      Where to store the error, or NULL.
 * @norestriction
 * @sideeffect Allocates the error.
 * @nofailure
 */
static void report_no_parent(const struct gvm_inventory *inv,
			     const struct gvm_request *request, GError **err)
{
	if (inv->parents->len == 0)
		gvm_error_set(err, GVM_ERROR_NOT_FOUND,
			      "no device of this machine can make vGPUs: load its driver or enable its virtual functions, then see 'gvmctl parents'");
	else if (request->address)
		gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
			      "%s: PCI function %s takes no vGPU type; 'gvmctl parents' shows with back end vfio-vendor those that do",
			      request->where, request->address);
	else
		gvm_error_set(err, GVM_ERROR_NOT_FOUND,
			      "there is no parent %s; 'gvmctl parents' lists them",
			      request->parent);
}

/**
 * @brief Say why a request cannot be satisfied.
 * @param inv       The machine.
 * @param request   The request.
 * @param obstacle  How far the best parent came.
 * @param err       Where to store the error, or NULL.
 * @norestriction
 * @sideeffect Allocates the error.
 * @nofailure
 */
static void report(const struct gvm_inventory *inv,
		   const struct gvm_request *request, enum obstacle obstacle,
		   GError **err)
{
	g_autofree char *wish = gvm_request_describe_type(request);
	const char *who = request->address ? request->address :
		request->parent ? request->parent : "any parent";

	switch (obstacle) {
	case NO_PARENT:
		report_no_parent(inv, request, err);
		break;
	case NO_UUID:
		gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
			      "%s cannot be made as an mdev on %s: there the type is given to a PCI function, which a domain gets by a hostdev of type pci",
			      wish, who);
		break;
	case NO_TYPE:
		gvm_error_set(err, GVM_ERROR_NOT_FOUND,
			      "%s is not offered by %s; 'gvmctl types' lists what is",
			      wish, who);
		break;
	case WRONG_API:
		gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
			      "%s does not work as %s: change the model of the hostdev or the type",
			      wish, request->device_api);
		break;
	case SHRUNK:
		gvm_error_set(err, GVM_ERROR_NO_CAPACITY,
			      "%s cannot be made on %s now: the other vGPUs of the GPU leave no room, or are of another size while heterogeneous mode is off; 'gvmctl list' shows them",
			      wish, who);
		break;
	case TAKEN:
	case FULL:
		gvm_error_set(err, GVM_ERROR_NO_CAPACITY,
			      "no room for %s on %s: stop a domain or remove an idle vGPU, 'gvmctl list' shows them",
			      wish, who);
		break;
	case NONE:
		g_assert_not_reached();
	}
}

GArray *gvm_place_order(const struct gvm_inventory *inv,
			const struct gvm_request *request, GError **err)
{
	g_autoptr(GArray) candidates = NULL;
	struct gvm_request *data = (struct gvm_request *)(uintptr_t)request;
	enum obstacle obstacle;

	candidates = g_array_new(FALSE, FALSE, sizeof(struct gvm_candidate));
	obstacle = collect(inv, request, candidates);
	if (obstacle != NONE) {
		report(inv, request, obstacle, err);
		return NULL;
	}
	g_array_sort_with_data(candidates, compare, data);

	return g_steal_pointer(&candidates);
}
