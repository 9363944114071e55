// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Making vGPUs: look, plan, apply, under the lock.
 */
#include "lifecycle/prepare.h"

#include <unistd.h>

#include "lifecycle/apply.h"
#include "lifecycle/claims.h"
#include "util/cleanup.h"
#include "util/error.h"

/**
 * @brief How often to look again when the machine changed under the plan.
 *
 * Other programs that make vGPUs do not know our lock.
 */
#define ATTEMPTS 3

bool gvm_prepare_may_look_wider(const GError *err)
{
	return g_error_matches(err, GVM_ERROR, GVM_ERROR_NOT_FOUND) ||
		g_error_matches(err, GVM_ERROR, GVM_ERROR_UNSUPPORTED);
}

struct gvm_plan *gvm_prepare_plan(struct gvm_host *host,
				  const struct gvm_client *client,
				  const GPtrArray *requests,
				  const GArray *nodes, GError **err)
{
	struct gvm_inventory *inv;
	struct gvm_plan *plan;
	g_autoptr(GError) cause = NULL;

	inv = gvm_inventory_load(host, requests, nodes, false, err);
	if (!inv)
		return NULL;
	plan = gvm_plan_make(inv, client, requests, &cause);
	if (plan)
		return plan;
	if (!gvm_prepare_may_look_wider(cause)) {
		g_propagate_error(err, g_steal_pointer(&cause));
		return NULL;
	}
	inv = gvm_inventory_load(host, requests, nodes, true, err);

	return inv ? gvm_plan_make(inv, client, requests, err) : NULL;
}

struct gvm_plan *gvm_prepare_make(struct gvm_host *host,
				  const struct gvm_client *client,
				  const GPtrArray *requests,
				  const GArray *nodes, GError **err)
{
	gvm_autofd int lock = -1;
	pid_t parent = getppid();

	if (!gvm_claims_lock(host, &lock, err))
		return NULL;
	/* A domain whose daemon died while we waited will never start. */
	if (getppid() != parent) {
		gvm_error_set(err, GVM_ERROR_FAILED,
			      "whoever asked for vGPUs has died: nothing was made");
		return NULL;
	}

	for (int attempt = 1;; attempt++) {
		g_autoptr(gvm_plan) plan = NULL;
		g_autoptr(GError) cause = NULL;

		plan = gvm_prepare_plan(host, client, requests, nodes, err);
		if (!plan)
			return NULL;
		if (gvm_apply_plan(host, plan, &cause))
			return g_steal_pointer(&plan);
		if (!plan->outdated || attempt == ATTEMPTS) {
			g_propagate_error(err, g_steal_pointer(&cause));
			return NULL;
		}
	}
}
