// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading what a plan has to know of the machine.
 */
#include "lifecycle/inventory.h"

#include "backend/backend.h"
#include "host/host.h"
#include "lifecycle/claims.h"
#include "lifecycle/definitions.h"
#include "lifecycle/inventory-parents.h"
#include "lifecycle/owner.h"
#include "lifecycle/policy.h"
#include "model/parent.h"
#include "util/error.h"
#include "util/text.h"

void gvm_inventory_free(struct gvm_inventory *inv)
{
	if (!inv)
		return;

	g_ptr_array_unref(inv->parents);
	g_clear_pointer(&inv->claims, g_ptr_array_unref);
	gvm_policy_free(inv->policy);
	g_hash_table_unref(inv->vgpus);
	g_hash_table_unref(inv->busy);
	g_hash_table_unref(inv->stale);
	g_hash_table_unref(inv->distances);
	g_free(inv);
}

struct gvm_inventory *gvm_inventory_new(void)
{
	struct gvm_inventory *inv = g_new0(struct gvm_inventory, 1);

	inv->parents =
		g_ptr_array_new_with_free_func((GDestroyNotify)gvm_parent_free);
	inv->vgpus = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
					   (GDestroyNotify)gvm_vgpu_free);
	inv->busy = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					  NULL);
	inv->stale = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					   NULL);
	inv->distances = g_hash_table_new(NULL, NULL);

	return inv;
}

/**
 * @brief Find out whether a claimed device is in use.
 *
 * Only one whose owner is gone is probed. That of a domain that may be
 * starting must not be, and what no domain owns is used as it is: libvirt
 * itself knows whether another domain has it.
 *
 * @param host    The machine.
 * @param vgpu    The device, or NULL when it does not exist.
 * @param state   What the owner of the claim is doing.
 * @param in_use  Where to put the answer.
 * @param err     Where to store the error, or NULL.
 * @return true when it is known, as far as it has to be.
 * @norestriction
 * @sideeffect Probes the VFIO group when the owner is gone.
 * @failure Those of the back end.
 */
static bool look_at_use(struct gvm_host *host, const struct gvm_vgpu *vgpu,
			enum gvm_owner_state state, bool *in_use, GError **err)
{
	*in_use = vgpu && state == GVM_OWNER_RUNNING;
	if (!vgpu || state != GVM_OWNER_GONE)
		return true;

	return gvm_backend_find(vgpu->backend)->in_use(host, vgpu, in_use, err);
}

/**
 * @brief Read the claim on a device that covers it.
 * @param host   The machine.
 * @param inv    The inventory.
 * @param uuid   The device.
 * @param claim  Where to put the claim, owned by @p inv, or NULL when there
 *               is none.
 * @param err    Where to store the error, or NULL.
 * @return false when there is a claim that cannot be read.
 * @norestriction
 * @sideeffect Completes the claim; takes void and vanished ones out of the
 *             list.
 * @failure Those of gvm_claims_read(), except that it is gone meanwhile.
 */
static bool find_claim(struct gvm_host *host, struct gvm_inventory *inv,
		       const char *uuid, struct gvm_claim **claim,
		       GError **err)
{
	const struct gvm_vgpu *vgpu = g_hash_table_lookup(inv->vgpus, uuid);

	while ((*claim = gvm_claims_find(inv->claims, uuid))) {
		g_autoptr(GError) cause = NULL;

		if (gvm_claims_read(host, *claim, &cause)) {
			if (!vgpu || gvm_owner_covers(*claim, vgpu))
				return true;
		} else if (!g_error_matches(cause, GVM_ERROR,
					    GVM_ERROR_NOT_FOUND)) {
			g_propagate_error(err, g_steal_pointer(&cause));
			return false;
		}
		g_ptr_array_remove(inv->claims, *claim);
	}

	return true;
}

/**
 * @brief Look at the claim on a requested device.
 *
 * A claim that names another parent or type than the device has is void: the
 * device was removed and made anew by somebody else, so it is foreign.
 *
 * @param host  The machine.
 * @param inv   The inventory.
 * @param uuid  The device.
 * @param err   Where to store the error, or NULL.
 * @return true when what matters is known.
 * @norestriction
 * @sideeffect Completes the claim, or takes a void one out of the list.
 * @failure Those of the back end; a claim that cannot be read.
 */
static bool look_at_claim(struct gvm_host *host, struct gvm_inventory *inv,
			  const char *uuid, GError **err)
{
	const struct gvm_vgpu *vgpu = g_hash_table_lookup(inv->vgpus, uuid);
	struct gvm_claim *claim;
	enum gvm_owner_state state;
	bool in_use;

	if (!find_claim(host, inv, uuid, &claim, err))
		return false;
	if (!claim)
		return true;

	state = gvm_owner_look(host, claim, GVM_OWNER_GRACE);
	if (!look_at_use(host, vgpu, state, &in_use, err))
		return false;
	if (in_use)
		g_hash_table_add(inv->busy, g_strdup(uuid));
	else if (state == GVM_OWNER_GONE ||
		 (state == GVM_OWNER_STANDING && !vgpu))
		g_hash_table_add(inv->stale, g_strdup(uuid));

	return true;
}

/**
 * @brief Look one requested device up in every back end.
 * @param host  The machine.
 * @param inv   The inventory.
 * @param uuid  The device.
 * @param err   Where to store the error, or NULL.
 * @return true also when the device does not exist.
 * @norestriction
 * @sideeffect Adds the device to @p inv.
 * @failure Those of the back ends.
 */
static bool look_up(struct gvm_host *host, struct gvm_inventory *inv,
		    const char *uuid, GError **err)
{
	struct gvm_vgpu *vgpu;

	if (!gvm_backend_find_vgpu(host, uuid, &vgpu, err))
		return false;
	if (vgpu)
		g_hash_table_replace(inv->vgpus, vgpu->uuid, vgpu);

	return look_at_claim(host, inv, uuid, err);
}

/**
 * @brief Look one request up, and complete it where its device may have to be
 *        made.
 * @param host     The machine.
 * @param inv      The inventory.
 * @param request  The request, with a UUID or an address.
 * @param err      Where to store the error, or NULL.
 * @return true also when neither device nor definition exists.
 * @norestriction
 * @sideeffect Adds the device to @p inv; fills @p request.
 * @failure Those of the back ends and of the definitions.
 */
static bool look_up_request(struct gvm_host *host, struct gvm_inventory *inv,
			    struct gvm_request *request, GError **err)
{
	const char *device = gvm_request_device(request);

	if (!look_up(host, inv, device, err))
		return false;
	if (gvm_request_has_type(request) || !request->uuid ||
	    (g_hash_table_contains(inv->vgpus, device) &&
	     !g_hash_table_contains(inv->stale, device)))
		return true;

	return gvm_definitions_find(host, request, err);
}

/**
 * @brief Apply the policy to what was read.
 * @param host      The machine.
 * @param inv       The inventory, with its policy.
 * @param requests  struct gvm_request.
 * @param err       Where to store the error, or NULL.
 * @return false when a claim that counts cannot be read.
 * @norestriction
 * @sideeffect Completes claims; sets the placement of requests.
 * @failure Those of gvm_claims_read_all().
 */
static bool apply_policy(struct gvm_host *host, struct gvm_inventory *inv,
			 const GPtrArray *requests, GError **err)
{
	gvm_policy_place(inv->policy, requests);

	return !gvm_policy_counts(inv->policy) ||
		gvm_claims_read_all(host, inv->claims, err);
}

struct gvm_inventory *gvm_inventory_load(struct gvm_host *host,
					 const GPtrArray *requests,
					 const GArray *nodes, bool wide,
					 GError **err)
{
	g_autoptr(gvm_inventory) inv = gvm_inventory_new();

	inv->policy = gvm_policy_load(host, err);
	if (!inv->policy)
		return NULL;
	inv->claims = gvm_claims_list(host, err);
	if (!inv->claims)
		return NULL;
	for (guint i = 0; i < requests->len; i++) {
		struct gvm_request *request = g_ptr_array_index(requests, i);

		if (gvm_request_device(request) &&
		    !look_up_request(host, inv, request, err))
			return NULL;
	}

	if (!apply_policy(host, inv, requests, err) ||
	    !gvm_inventory_load_parents(host, inv, requests, nodes, wide, err))
		return NULL;

	return g_steal_pointer(&inv);
}
