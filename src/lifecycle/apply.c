// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Carrying a plan out, all of it or none of it.
 *
 * Theory of operation. The order of writes is what makes a crash harmless:
 *
 *   claim written and synced -> device made -> attributes written -> checked
 *   device removed -> claim given up
 *
 * Between any two of them the process may die, and what is left is a claim
 * that covers whatever exists. A claim that was moved to the next candidate
 * names the parent of the next attempt before that attempt is made.
 */
#include "lifecycle/apply.h"

#include "backend/backend.h"
#include "host/host.h"
#include "lifecycle/apply-claim.h"
#include "lifecycle/claims.h"
#include "lifecycle/event.h"
#include "lifecycle/owner.h"
#include "model/claim.h"
#include "util/error.h"

/**
 * @brief Write the attributes of a new device.
 * @param host     The machine.
 * @param backend  Its back end.
 * @param vgpu     The device.
 * @param request  Whose attributes to write.
 * @param err      Where to store the error, or NULL.
 * @return true when all were taken.
 * @norestriction
 * @sideeffect Whatever the driver does with them.
 * @failure That of the first one that was refused.
 */
static bool write_attrs(struct gvm_host *host,
			const struct gvm_backend *backend,
			const struct gvm_vgpu *vgpu,
			const struct gvm_request *request, GError **err)
{
	for (guint i = 0; i < request->attrs->len; i++)
		if (!backend->set(host, vgpu,
				  g_ptr_array_index(request->attrs, i), err))
			return false;

	return true;
}

/**
 * @brief Check that a new device is what was asked for.
 * @param host     The machine.
 * @param backend  Its back end.
 * @param vgpu     What was asked for.
 * @param request  The request.
 * @param err      Where to store the error, or NULL.
 * @return true when parent, type and device API are right.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_FAILED when the driver made something else;
 *          GVM_ERROR_UNSUPPORTED when the device API differs.
 */
static bool verify(struct gvm_host *host, const struct gvm_backend *backend,
		   const struct gvm_vgpu *vgpu,
		   const struct gvm_request *request, GError **err)
{
	g_autoptr(gvm_vgpu) made = NULL;

	if (!backend->find(host, vgpu->uuid, &made, err))
		return false;
	if (!made || g_strcmp0(made->parent, vgpu->parent) ||
	    g_strcmp0(made->type, vgpu->type))
		return gvm_error_set(err, GVM_ERROR_FAILED,
				     "the driver accepted vGPU %s as %s on %s, but it is not there: see the kernel log",
				     vgpu->uuid, vgpu->type, vgpu->parent);
	if (request->device_api &&
	    g_strcmp0(request->device_api, made->device_api))
		return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
				     "vGPU %s works as %s, but the hostdev says %s: change the model of the hostdev",
				     vgpu->uuid, made->device_api ?
				     made->device_api : "-",
				     request->device_api);

	return true;
}

/**
 * @brief Claim and make a device on one candidate.
 * @param host     The machine.
 * @param claim    The claim, complete.
 * @param request  The request.
 * @param made     Set to true once the device exists.
 * @param err      Where to store the error, or NULL.
 * @return true when the device is there as asked for.
 * @restriction Hold the lock.
 * @sideeffect Writes the claim, makes the device.
 * @failure Those of the back end and of the claims; the claim stays, and so
 *          does the device when @p made is true.
 */
static bool make_one(struct gvm_host *host, const struct gvm_claim *claim,
		     const struct gvm_request *request, bool *made,
		     GError **err)
{
	const struct gvm_backend *backend = gvm_backend_find(claim->backend);
	g_autoptr(gvm_vgpu) vgpu = NULL;

	vgpu = gvm_vgpu_new(claim->device, claim->parent, claim->type);
	vgpu->backend = backend->name;
	if (!gvm_claims_save(host, claim, err) ||
	    !backend->create(host, vgpu, err))
		return false;
	*made = true;

	return write_attrs(host, backend, vgpu, request, err) &&
		verify(host, backend, vgpu, request, err);
}

/**
 * @brief Give up a device that was not made as asked for.
 * @param host   The machine.
 * @param claim  Its claim.
 * @param made   Whether the device exists.
 * @norestriction
 * @sideeffect Removes the device and the claim.
 * @failure A device that cannot be removed keeps its claim; a journal entry
 *          tells.
 */
static void give_up(struct gvm_host *host, const struct gvm_claim *claim,
		    bool made)
{
	g_autoptr(GError) err = NULL;

	if (made ? gvm_apply_release(host, claim, &err) :
	    gvm_apply_forget(host, claim, &err))
		return;
	gvm_event_vgpu(host, G_LOG_LEVEL_WARNING, "undo", claim, 0,
		       err->message);
}

/**
 * @brief Tell whether a parent turned out not to be one that serves.
 * @param err  Why the device could not be made.
 * @return true when the parent is full or has vanished.
 * @pure
 */
static bool is_unfit(const GError *err)
{
	return g_error_matches(err, GVM_ERROR, GVM_ERROR_NO_CAPACITY) ||
		g_error_matches(err, GVM_ERROR, GVM_ERROR_NOT_FOUND);
}

/**
 * @brief Tell whether another candidate may succeed where one failed.
 *
 * A function that a program holds says so at once. One that was waited for is
 * of a busy GPU, and so are its siblings: the wait is not made for each.
 *
 * @param parent  The parent on which it failed.
 * @param waited  Seconds that its driver was waited for.
 * @param err     Why the device could not be made.
 * @return true when it is unfit, or a function that a program holds.
 * @pure
 */
static bool may_try_next(const struct gvm_parent *parent, uint64_t waited,
			 const GError *err)
{
	return is_unfit(err) ||
		(parent->by_address && waited == 0 &&
		 g_error_matches(err, GVM_ERROR, GVM_ERROR_BUSY));
}

/**
 * @brief Tell whether a plan failed because the machine has changed.
 * @param err  Why the device could not be made.
 * @return true when a device appeared, or room was taken, meanwhile.
 * @pure
 */
static bool is_outdated(const GError *err)
{
	return is_unfit(err) ||
		g_error_matches(err, GVM_ERROR, GVM_ERROR_EXISTS);
}

/**
 * @brief Make a device on the first candidate that takes it.
 * @param host  The machine.
 * @param plan  The plan.
 * @param step  The step; the choice is noted, and in @p plan whether it has
 *              become outdated.
 * @param err   Where to store the error, or NULL.
 * @return true when the device is there as asked for.
 * @restriction Hold the lock.
 * @sideeffect Writes a claim, makes the device; one journal entry.
 * @failure The error of the last candidate; then nothing is left.
 */
static bool run_create(struct gvm_host *host, struct gvm_plan *plan,
		       struct gvm_step *step, GError **err)
{
	int64_t began = g_get_monotonic_time();

	for (step->chosen = 0;; step->chosen++) {
		const struct gvm_candidate *candidate;
		g_autoptr(gvm_claim) claim = NULL;
		g_autoptr(GError) cause = NULL;
		uint64_t asked = gvm_host_now(host);
		bool made = false;

		candidate = &g_array_index(step->candidates,
					   struct gvm_candidate, step->chosen);
		claim = gvm_apply_claim(host, plan, step, candidate);
		if (make_one(host, claim, step->request, &made, &cause)) {
			gvm_event_vgpu(host, G_LOG_LEVEL_INFO, "create", claim,
				       began, NULL);
			return true;
		}
		if (!made && may_try_next(candidate->parent,
					  gvm_host_now(host) - asked, cause) &&
		    step->chosen + 1 < step->candidates->len) {
			/* The next claim replaces one of the same device. */
			if (!g_str_equal(claim->device, step->uuid))
				give_up(host, claim, false);
			continue;
		}
		plan->outdated = !made && is_outdated(cause);
		give_up(host, claim, made);
		g_propagate_error(err, g_steal_pointer(&cause));
		return false;
	}
}

/**
 * @brief Use a device of ours again that an earlier start has left, perhaps
 *        before it wrote the attributes.
 *
 * @param host  The machine.
 * @param plan  The plan.
 * @param step  The step.
 * @param err   Where to store the error, or NULL.
 * @return true when the device is as asked for and its claim is renewed.
 * @restriction Hold the lock.
 * @sideeffect Writes the claim and the attributes.
 * @failure Those of gvm_claims_save() and of the back end; the device goes.
 */
static bool run_adopt(struct gvm_host *host, struct gvm_plan *plan,
		      struct gvm_step *step, GError **err)
{
	const struct gvm_backend *backend = gvm_backend_find(step->vgpu->backend);
	struct gvm_claim *claim;

	claim = gvm_claims_find(plan->inv->claims, step->uuid);
	claim->plug = plan->client.plug;
	gvm_owner_stamp(host, claim);
	if (gvm_claims_save(host, claim, err) &&
	    write_attrs(host, backend, step->vgpu, step->request, err))
		return true;
	give_up(host, claim, true);

	return false;
}

/**
 * @brief Take a leftover away.
 * @param host  The machine.
 * @param plan  The plan.
 * @param step  The step, which names the claim to give up.
 * @param err   Where to store the error, or NULL.
 * @return true when device and claim are gone.
 * @restriction Hold the lock.
 * @sideeffect Removes the device and the claim.
 * @failure Those of gvm_apply_release().
 */
static bool run_remove(struct gvm_host *host, struct gvm_plan *plan,
		       struct gvm_step *step, GError **err)
{
	(void)plan;

	return gvm_apply_release(host, step->stale, err);
}

/**
 * @brief Do nothing, because nothing has to be done.
 * @param host  Unused.
 * @param plan  Unused.
 * @param step  Unused.
 * @param err   Unused.
 * @return Always true.
 * @pure
 */
static bool run_nothing(struct gvm_host *host, struct gvm_plan *plan,
			struct gvm_step *step, GError **err)
{
	(void)host;
	(void)plan;
	(void)step;
	(void)err;

	return true;
}

/**
 * @brief Take back a device that a step made.
 * @param host  The machine.
 * @param plan  The plan.
 * @param step  The step.
 * @restriction Hold the lock.
 * @sideeffect Removes the device and the claim.
 * @failure A device that cannot be removed keeps its claim.
 */
static void undo_create(struct gvm_host *host, const struct gvm_plan *plan,
			const struct gvm_step *step)
{
	g_autoptr(gvm_claim) claim = NULL;

	claim = gvm_apply_claim(host, plan, step,
				&g_array_index(step->candidates,
					       struct gvm_candidate,
					       step->chosen));
	give_up(host, claim, true);
}

/**
 * @brief Give up a leftover: for it, too, a release may never come.
 * @param host  The machine.
 * @param plan  The plan.
 * @param step  The step.
 * @restriction Hold the lock.
 * @sideeffect Removes the device and the claim.
 * @failure A device that cannot be removed keeps its claim.
 */
static void undo_adopt(struct gvm_host *host, const struct gvm_plan *plan,
		       const struct gvm_step *step)
{
	give_up(host, gvm_claims_find(plan->inv->claims, step->uuid), true);
}

/**
 * @brief What each kind of step does, and what takes it back.
 *
 * Taking a leftover away has no inverse: the device was of no use to anybody.
 */
static const struct {
	bool (*run)(struct gvm_host *host, struct gvm_plan *plan,
		    struct gvm_step *step, GError **err);
	void (*undo)(struct gvm_host *host, const struct gvm_plan *plan,
		     const struct gvm_step *step);
} actions[] = {
	[GVM_STEP_USE] = { run_nothing, NULL },
	[GVM_STEP_ADOPT] = { run_adopt, undo_adopt },
	[GVM_STEP_REMOVE] = { run_remove, NULL },
	[GVM_STEP_CREATE] = { run_create, undo_create },
	[GVM_STEP_SKIP] = { run_nothing, NULL },
};

G_STATIC_ASSERT(G_N_ELEMENTS(actions) == GVM_STEP_KINDS);

bool gvm_apply_plan(struct gvm_host *host, struct gvm_plan *plan, GError **err)
{
	for (guint i = 0; i < plan->steps->len; i++) {
		struct gvm_step *step = g_ptr_array_index(plan->steps, i);

		if (actions[step->kind].run(host, plan, step, err))
			continue;
		while (i-- > 0) {
			step = g_ptr_array_index(plan->steps, i);
			if (actions[step->kind].undo)
				actions[step->kind].undo(host, plan, step);
		}
		return false;
	}

	return true;
}
