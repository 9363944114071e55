// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Computing what has to change.
 *
 * Theory of operation. For a request whose device exists, the claims decide.
 * Without a claim it is somebody else's: it is used as it is and never
 * removed. With a claim of the same owner it is a leftover of a start that
 * was cut short: it is adopted when it is what is wanted, or else removed and
 * made anew. With a claim of another owner it is refused, because
 * removing it later would be on behalf of the wrong domain. A device that a
 * person made by hand may be used by any domain, and stays afterwards.
 */
#include "lifecycle/plan.h"

#include <assert.h>

#include "lifecycle/claims.h"
#include "lifecycle/permit.h"
#include "model/claim.h"
#include "util/error.h"
#include "util/text.h"

/** @brief Word for each kind of step. */
static const char *const verbs[] = {
	[GVM_STEP_USE] = "use",
	[GVM_STEP_ADOPT] = "adopt",
	[GVM_STEP_REMOVE] = "remove",
	[GVM_STEP_CREATE] = "create",
	[GVM_STEP_SKIP] = "skip",
};

static_assert(G_N_ELEMENTS(verbs) == GVM_STEP_KINDS, "a kind has no word");

/**
 * @brief Free a step.
 * @param data  A struct gvm_step.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
static void step_free(void *data)
{
	struct gvm_step *step = data;

	g_free(step->uuid);
	g_free(step->note);
	g_clear_pointer(&step->candidates, g_array_unref);
	g_free(step);
}

void gvm_plan_free(struct gvm_plan *plan)
{
	if (!plan)
		return;

	g_ptr_array_unref(plan->steps);
	g_array_unref(plan->held);
	gvm_inventory_free(plan->inv);
	g_free(plan);
}

/**
 * @brief Append a step.
 * @param plan     The plan.
 * @param kind     What it does.
 * @param request  For which request.
 * @param vgpu     The device, when it exists.
 * @return The step, owned by the plan.
 * @norestriction
 * @sideeffect Grows the plan. A request without a UUID gets a random one.
 * @nofailure
 */
static struct gvm_step *add_step(struct gvm_plan *plan,
				 enum gvm_step_kind kind,
				 const struct gvm_request *request,
				 const struct gvm_vgpu *vgpu)
{
	const char *device = gvm_request_device(request);
	struct gvm_step *step = g_new0(struct gvm_step, 1);

	step->kind = kind;
	step->request = request;
	step->vgpu = vgpu;
	step->uuid = device ? g_strdup(device) : g_uuid_string_random();
	g_ptr_array_add(plan->steps, step);

	return step;
}

/**
 * @brief Plan to make a device.
 * @param plan     The plan.
 * @param request  The request, which names a type.
 * @param err      Where to store the error, or NULL.
 * @return true when there is room, and the policy permits it.
 * @norestriction
 * @sideeffect Grows the plan and takes an instance from the inventory.
 * @failure Those of gvm_place_order() and gvm_permit_candidates().
 */
static bool plan_create(struct gvm_plan *plan,
			const struct gvm_request *request, GError **err)
{
	g_autoptr(GArray) candidates = NULL;
	const struct gvm_candidate *first;
	struct gvm_step *step;

	candidates = gvm_place_order(plan->inv, request, err);
	if (!candidates || !gvm_permit_candidates(plan, candidates, err))
		return false;
	first = &g_array_index(candidates, struct gvm_candidate, 0);
	gvm_place_take(first);
	step = add_step(plan, GVM_STEP_CREATE, request, NULL);
	step->candidates = g_steal_pointer(&candidates);
	if (request->address && g_strcmp0(first->parent->address,
					  request->address))
		step->note = g_strdup_printf("%s names the physical function %s: name %s in the hostdev and in the metadata",
					     request->where, request->address,
					     first->parent->address);

	return true;
}

/**
 * @brief Plan to take a leftover away and to make the device anew.
 * @param plan     The plan.
 * @param request  The request.
 * @param vgpu     The leftover, or NULL when only its claim is left.
 * @param claim    The claim on it.
 * @param err      Where to store the error, or NULL.
 * @return true when there is room.
 * @norestriction
 * @sideeffect Grows the plan; what the leftover takes counts as free.
 * @failure Those of plan_create(); GVM_ERROR_NOT_FOUND when nothing says how
 *          to make the device.
 */
static bool plan_replace(struct gvm_plan *plan,
			 const struct gvm_request *request,
			 const struct gvm_vgpu *vgpu,
			 const struct gvm_claim *claim, GError **err)
{
	if (!gvm_request_has_type(request) && !request->address)
		return gvm_error_set(err, GVM_ERROR_NOT_FOUND,
				     "vGPU %s is a leftover of another domain and nothing says how to make it anew: run 'gvmctl reconcile'",
				     claim->device);
	add_step(plan, GVM_STEP_REMOVE, request, vgpu)->stale = claim;
	if (vgpu)
		gvm_place_give(plan->inv, vgpu, request->type);

	return plan_create(plan, request, err);
}

/**
 * @brief Plan for a device that exists and that we made for this client.
 * @param plan     The plan.
 * @param request  The request.
 * @param vgpu     The device.
 * @param claim    The claim on it.
 * @param err      Where to store the error, or NULL.
 * @return true when it can be used or replaced.
 * @norestriction
 * @sideeffect Grows the plan.
 * @failure GVM_ERROR_BUSY when it must be replaced but is in use; those of
 *          gvm_permit_type() and plan_replace().
 */
static bool plan_own(struct gvm_plan *plan, const struct gvm_request *request,
		     const struct gvm_vgpu *vgpu,
		     const struct gvm_claim *claim, GError **err)
{
	if (gvm_place_fits(plan->inv, request, vgpu)) {
		if (!gvm_permit_type(plan, vgpu->type, err))
			return false;
		add_step(plan, GVM_STEP_ADOPT, request, vgpu);
		return true;
	}
	if (g_hash_table_contains(plan->inv->busy, vgpu->uuid))
		return gvm_error_set(err, GVM_ERROR_BUSY,
				     "vGPU %s is in use as %s on %s, which is not what is asked for: stop whoever uses it",
				     vgpu->uuid, vgpu->type, vgpu->parent);

	return plan_replace(plan, request, vgpu, claim, err);
}

/**
 * @brief Refuse a device that another domain owns.
 * @param plan   The plan.
 * @param claim  The claim of the other domain.
 * @param err    Where to store the error, or NULL.
 * @return Always false.
 * @norestriction
 * @sideeffect Allocates the error.
 * @failure GVM_ERROR_BUSY, always.
 */
static bool refuse(const struct gvm_plan *plan, const struct gvm_claim *claim,
		   GError **err)
{
	const char *who = claim->domain ? claim->domain : claim->owner;
	const char *what = gvm_text_is_pci(claim->device) ? "function" : "UUID";

	if (g_hash_table_contains(plan->inv->busy, claim->device))
		return gvm_error_set(err, GVM_ERROR_BUSY,
				     "vGPU %s is in use by domain %s: give this domain another %s",
				     claim->device, who, what);

	return gvm_error_set(err, GVM_ERROR_BUSY,
			     "vGPU %s belongs to domain %s: give this domain another %s, or run 'gvmctl reconcile' if that domain is gone",
			     claim->device, who, what);
}

/**
 * @brief Plan for a device that exists.
 * @param plan     The plan.
 * @param request  The request.
 * @param vgpu     The device.
 * @param err      Where to store the error, or NULL.
 * @return true when it can be used.
 * @norestriction
 * @sideeffect Grows the plan.
 * @failure GVM_ERROR_EXISTS for a person; GVM_ERROR_BUSY when it is another
 *          domain's; GVM_ERROR_UNSUPPORTED when it has another device API;
 *          those of gvm_permit_type().
 */
static bool plan_existing(struct gvm_plan *plan,
			  const struct gvm_request *request,
			  const struct gvm_vgpu *vgpu, GError **err)
{
	const struct gvm_claim *claim;
	struct gvm_step *step;

	if (!plan->client.domain)
		return gvm_error_set(err, GVM_ERROR_EXISTS,
				     "vGPU %s exists already, as %s on %s",
				     vgpu->uuid, vgpu->type, vgpu->parent);
	if (request->device_api && vgpu->device_api &&
	    !g_str_equal(request->device_api, vgpu->device_api))
		return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
				     "vGPU %s works as %s, but the hostdev says %s: change the model of the hostdev",
				     vgpu->uuid, vgpu->device_api,
				     request->device_api);

	claim = gvm_claims_find(plan->inv->claims, vgpu->uuid);
	if (claim && g_str_equal(claim->owner, plan->client.owner))
		return plan_own(plan, request, vgpu, claim, err);
	if (claim && g_hash_table_contains(plan->inv->stale, vgpu->uuid))
		return plan_replace(plan, request, vgpu, claim, err);
	if (claim && gvm_claim_is_domain(claim))
		return refuse(plan, claim, err);
	if (!gvm_permit_type(plan, vgpu->type, err))
		return false;
	step = add_step(plan, GVM_STEP_USE, request, vgpu);
	if (!gvm_place_fits(plan->inv, request, vgpu))
		step->note = g_strdup_printf("vGPU %s exists as %s on %s, which is not what %s asks for: it is used as it is",
					     vgpu->uuid, vgpu->type,
					     vgpu->parent, request->where);

	return true;
}

/**
 * @brief Plan for one request.
 * @param plan     The plan.
 * @param request  The request.
 * @param err      Where to store the error, or NULL.
 * @return true when it can be satisfied.
 * @norestriction
 * @sideeffect Grows the plan.
 * @failure As for gvm_plan_make().
 */
static bool plan_request(struct gvm_plan *plan,
			 const struct gvm_request *request, GError **err)
{
	const char *device = gvm_request_device(request);
	const struct gvm_vgpu *vgpu = NULL;
	const struct gvm_claim *claim;
	struct gvm_step *step;

	if (device)
		vgpu = g_hash_table_lookup(plan->inv->vgpus, device);
	if (vgpu)
		return plan_existing(plan, request, vgpu, err);

	claim = device ? gvm_claims_find(plan->inv->claims, device) : NULL;
	if (claim && g_hash_table_contains(plan->inv->stale, claim->device))
		return plan_replace(plan, request, NULL, claim, err);
	if (claim && !g_str_equal(claim->owner, plan->client.owner))
		return refuse(plan, claim, err);
	if (gvm_request_has_type(request) || request->address)
		return plan_create(plan, request, err);

	step = add_step(plan, GVM_STEP_SKIP, request, NULL);
	step->note = g_strdup_printf("vGPU %s does not exist and nothing says how to make it: add it to the metadata of the domain or to /etc/gvm/nodedev.d",
				     device);

	return true;
}

struct gvm_plan *gvm_plan_make(struct gvm_inventory *inv,
			       const struct gvm_client *client,
			       const GPtrArray *requests, GError **err)
{
	g_autoptr(gvm_plan) plan = g_new0(struct gvm_plan, 1);

	plan->client = *client;
	plan->inv = inv;
	plan->steps = g_ptr_array_new_with_free_func(step_free);
	gvm_permit_begin(plan, requests);
	for (guint i = 0; i < requests->len; i++) {
		const struct gvm_request *request;

		request = g_ptr_array_index(requests, i);
		if (!plan_request(plan, request, err))
			return NULL;
	}

	return g_steal_pointer(&plan);
}

const char *gvm_plan_verb(enum gvm_step_kind kind)
{
	g_assert(kind < GVM_STEP_KINDS);

	return verbs[kind];
}

const char *gvm_plan_device(const struct gvm_step *step)
{
	const struct gvm_candidate *chosen;

	if (!step->candidates)
		return step->uuid;
	chosen = &g_array_index(step->candidates, struct gvm_candidate,
				step->chosen);

	return chosen->parent->by_address ? chosen->parent->address :
		step->uuid;
}

char *gvm_plan_describe(const struct gvm_step *step)
{
	const struct gvm_candidate *chosen;

	if (step->vgpu)
		return g_strdup_printf("%s %s, %s on %s", verbs[step->kind],
				       step->uuid, step->vgpu->type,
				       step->vgpu->parent);
	if (step->stale)
		return g_strdup_printf("forget the claim of %s on %s",
				       step->stale->owner, step->uuid);
	if (!step->candidates)
		return g_strdup_printf("%s %s", verbs[step->kind], step->uuid);

	chosen = &g_array_index(step->candidates, struct gvm_candidate,
				step->chosen);

	return g_strdup_printf("%s %s as %s on %s", verbs[step->kind],
			       gvm_plan_device(step), chosen->type->id,
			       chosen->parent->address);
}
