// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Domain XML that arrives from another host or from a saved image.
 */
#include "lifecycle/filter.h"

#include "lifecycle/claims.h"
#include "lifecycle/inventory.h"
#include "lifecycle/prepare.h"
#include "xml/domain.h"

/** @brief What the XML is called in errors. */
#define XML_NAME "domain XML"

/**
 * @brief Tell whether the UUID of a request is taken by another domain.
 *
 * Only the domain's own metadata moves to the new UUID with it; a definition
 * on this host does not. What a person made by hand is used as it is.
 *
 * @param inv      The machine.
 * @param domain   The arriving domain.
 * @param request  The request.
 * @return true when another living domain has claimed it and the device can
 *         be made under another UUID.
 * @pure
 */
static bool is_taken(const struct gvm_inventory *inv,
		     const struct gvm_domain *domain,
		     const struct gvm_request *request)
{
	const struct gvm_claim *claim;

	if (!request->uuid || request->source != GVM_SOURCE_METADATA ||
	    !gvm_request_has_type(request))
		return false;
	claim = gvm_claims_find(inv->claims, request->uuid);

	return claim && gvm_claim_is_domain(claim) &&
		!g_str_equal(claim->owner, domain->uuid) &&
		!g_hash_table_contains(inv->stale, request->uuid);
}

/**
 * @brief Give new UUIDs to the requests whose own are taken.
 * @param host    The machine.
 * @param domain  The arriving domain; its requests are changed.
 * @param err     Where to store the error, or NULL.
 * @return A new table from old to new UUIDs, or NULL.
 * @norestriction
 * @sideeffect Changes and completes the requests.
 * @failure Those of gvm_inventory_load().
 */
static GHashTable *replace_taken(struct gvm_host *host,
				 struct gvm_domain *domain, GError **err)
{
	g_autoptr(gvm_inventory) inv = NULL;
	GHashTable *changed;

	inv = gvm_inventory_load(host, domain->requests, domain->nodes, false,
				 err);
	if (!inv)
		return NULL;
	changed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					g_free);
	for (guint i = 0; i < domain->requests->len; i++) {
		struct gvm_request *request;
		char *old;

		request = g_ptr_array_index(domain->requests, i);
		if (!is_taken(inv, domain, request))
			continue;
		old = request->uuid;
		request->uuid = g_uuid_string_random();
		g_hash_table_insert(changed, old, g_strdup(request->uuid));
	}

	return changed;
}

bool gvm_filter_domain(struct gvm_host *host, struct gvm_domain *domain,
		       const char *text, size_t len, char **out, GError **err)
{
	const struct gvm_client client = {
		.owner = domain->uuid,
		.domain = domain->name,
	};
	g_autoptr(GHashTable) changed = NULL;
	g_autoptr(gvm_plan) plan = NULL;

	*out = NULL;
	changed = replace_taken(host, domain, err);
	if (!changed)
		return false;
	plan = gvm_prepare_plan(host, &client, domain->requests, domain->nodes,
				err);
	if (!plan)
		return false;
	if (g_hash_table_size(changed) == 0)
		return true;
	*out = gvm_domain_rewrite(text, len, XML_NAME, changed, err);

	return *out;
}
