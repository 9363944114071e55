// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading the parents that a plan has to know.
 *
 * Reading types makes drivers work, and a machine may have hundreds of
 * parents. So where a request names its function, only that is read, and
 * back ends that cannot have what is asked for are not read at all. When then
 * nothing is found, everything is read after all: the sentence that says why
 * should be right.
 */
#include "lifecycle/inventory-parents.h"

#include <string.h>

#include "backend/backend.h"
#include "host/host.h"
#include "lifecycle/claims.h"
#include "model/parent.h"
#include "util/text.h"
#include "xml/pci.h"

/** @brief No kernel numbers its NUMA nodes higher (MAX_NUMNODES). */
#define NODE_MAX 1023
/** @brief Distance of a node from itself (LOCAL_DISTANCE of the kernel). */
#define DISTANCE_LOCAL 10

/** @brief Which parents and types the requests are about. */
struct interest {
	bool any;		/**< At least one device has to be made. */
	bool all_types;		/**< Types of more than one id matter. */
	const char *type;	/**< The one id that matters. Borrowed. */
};

/**
 * @brief Tell whether the device of a request can be made at all.
 * @param request  The request, completed.
 * @return true when it has a type, or may be one that needs none.
 * @pure
 */
static bool may_make(const struct gvm_request *request)
{
	return gvm_request_has_type(request) || request->address;
}

/**
 * @brief Find out which types matter.
 * @param inv       Devices that exist.
 * @param requests  The requests, completed.
 * @return What matters.
 * @pure
 */
static struct interest find_interest(const struct gvm_inventory *inv,
				     const GPtrArray *requests)
{
	struct interest interest = { 0 };

	for (guint i = 0; i < requests->len; i++) {
		const struct gvm_request *request;
		const char *device;

		request = g_ptr_array_index(requests, i);
		device = gvm_request_device(request);
		if (!may_make(request))
			continue;
		if (device && g_hash_table_contains(inv->vgpus, device) &&
		    !gvm_claims_find(inv->claims, device))
			continue;
		if (!request->type || (interest.type &&
				       strcmp(interest.type, request->type)))
			interest.all_types = true;
		interest.any = true;
		interest.type = request->type;
	}

	return interest;
}

/**
 * @brief Tell whether a back end may have what a request is for.
 * @param backend  The back end.
 * @param request  The request.
 * @return false when it certainly has not.
 * @pure
 */
static bool may_serve(const struct gvm_backend *backend,
		      const struct gvm_request *request)
{
	if (!may_make(request))
		return false;
	if (request->address)
		return backend->by_address;

	return !backend->by_address || !(request->uuid || request->mdev);
}

/**
 * @brief Read those parents of a back end that matter.
 * @param host      The machine.
 * @param inv       The inventory.
 * @param backend   The back end.
 * @param requests  The requests, completed.
 * @param wide      All of them matter.
 * @param err       Where to store the error, or NULL.
 * @return true on success.
 * @norestriction
 * @sideeffect Adds to @p inv.
 * @failure Those of the back end.
 */
static bool load_some(struct gvm_host *host, struct gvm_inventory *inv,
		      const struct gvm_backend *backend,
		      const GPtrArray *requests, bool wide, GError **err)
{
	const struct gvm_request *request;

	for (guint i = 0; i < requests->len && !wide; i++) {
		request = g_ptr_array_index(requests, i);
		wide = may_serve(backend, request) && !request->address;
	}
	if (wide)
		return backend->parents(host, NULL, inv->parents, err);

	for (guint i = 0; i < requests->len; i++) {
		request = g_ptr_array_index(requests, i);
		if (may_serve(backend, request) &&
		    !backend->parents(host, request->address, inv->parents,
				      err))
			return false;
	}

	return true;
}

/**
 * @brief Read the parents that requests for any device name.
 *
 * These may be such as are not listed, a whole GPU for example.
 *
 * @param host      The machine.
 * @param inv       The inventory, with the parents that are listed.
 * @param requests  The requests, completed.
 * @param err       Where to store the error, or NULL.
 * @return true on success.
 * @norestriction
 * @sideeffect Adds to @p inv.
 * @failure Those of the back ends.
 */
static bool load_named(struct gvm_host *host, struct gvm_inventory *inv,
		       const GPtrArray *requests, GError **err)
{
	for (guint i = 0; i < requests->len; i++) {
		const struct gvm_request *request;
		g_autofree char *address = NULL;

		request = g_ptr_array_index(requests, i);
		if (gvm_request_device(request) || request->mdev)
			continue;
		address = gvm_pci_from_name(request->parent);
		if (address && !gvm_parent_find(inv->parents, address) &&
		    !gvm_backend_add_parent(host, address, false, inv->parents,
					    err))
			return false;
	}

	return true;
}

/**
 * @brief Read parents with the types that matter.
 * @param host      The machine.
 * @param inv       The inventory.
 * @param requests  The requests, completed.
 * @param wide      Read all parents, whatever the requests are for.
 * @param err       Where to store the error, or NULL.
 * @return true on success.
 * @norestriction
 * @sideeffect Adds to @p inv.
 * @failure Those of the back ends.
 */
static bool load_parents(struct gvm_host *host, struct gvm_inventory *inv,
			 const GPtrArray *requests, bool wide, GError **err)
{
	struct interest interest = find_interest(inv, requests);
	const struct gvm_backend *const *backends;
	const char *only = interest.all_types ? NULL : interest.type;
	size_t n;

	if (!interest.any)
		return true;
	backends = gvm_backend_all(&n);
	for (size_t i = 0; i < n; i++)
		if (!load_some(host, inv, backends[i], requests, wide, err))
			return false;
	if (!load_named(host, inv, requests, err))
		return false;
	g_ptr_array_sort(inv->parents, gvm_parent_compare);

	for (guint i = 0; i < inv->parents->len; i++) {
		struct gvm_parent *parent = g_ptr_array_index(inv->parents, i);
		const struct gvm_backend *backend;

		backend = gvm_backend_find(parent->backend);
		if (!backend->types(host, parent, only, err))
			return false;
	}

	return true;
}

/**
 * @brief Read the distances from one node of the domain's memory.
 * @param host  The machine.
 * @param inv   The inventory.
 * @param node  The node.
 * @norestriction
 * @sideeffect Lowers the distances in @p inv.
 * @failure Where the kernel tells no distances, only the node itself is near.
 */
static void load_distances(struct gvm_host *host, struct gvm_inventory *inv,
			   unsigned int node)
{
	g_autofree char *path = NULL;
	g_autofree char *text = NULL;
	g_auto(GStrv) columns = NULL;

	g_hash_table_insert(inv->distances, GUINT_TO_POINTER(node),
			    GUINT_TO_POINTER(DISTANCE_LOCAL));
	path = g_strdup_printf("sys/devices/system/node/node%u/distance", node);
	if (gvm_host_load(host, path, GVM_HOST_ATTR_MAX, &text) < 0)
		return;

	columns = g_strsplit(g_strstrip(text), " ", NODE_MAX + 1);
	for (guint to = 0; columns[to]; to++) {
		uint64_t distance;
		guint known;

		if (!gvm_text_to_uint(columns[to], G_MAXUINT16, &distance))
			continue;
		known = GPOINTER_TO_UINT(g_hash_table_lookup(inv->distances,
							     GUINT_TO_POINTER(to)));
		if (!known || distance < known)
			g_hash_table_insert(inv->distances,
					    GUINT_TO_POINTER(to),
					    GUINT_TO_POINTER((guint)distance));
	}
}

/**
 * @brief Tell whether any request is placed by NUMA distance.
 * @param requests  The requests.
 * @return true when there is one.
 * @pure
 */
static bool wants_numa(const GPtrArray *requests)
{
	for (guint i = 0; i < requests->len; i++) {
		const struct gvm_request *request;

		request = g_ptr_array_index(requests, i);
		if (!request->parent &&
		    request->placement == GVM_PLACEMENT_NUMA)
			return true;
	}

	return false;
}

bool gvm_inventory_load_parents(struct gvm_host *host,
				struct gvm_inventory *inv,
				const GPtrArray *requests, const GArray *nodes,
				bool wide, GError **err)
{
	if (!load_parents(host, inv, requests, wide, err))
		return false;
	if (inv->parents->len > 0 && wants_numa(requests))
		for (guint i = 0; i < nodes->len; i++)
			load_distances(host, inv,
				       g_array_index(nodes, unsigned int, i));

	return true;
}
