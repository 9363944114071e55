// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Carrying out a plan for pools.
 */
#include "lifecycle/pool-apply.h"

#include <errno.h>

#include "host/state.h"
#include "util/error.h"

/** @brief Directory of the lock. */
#define LOCK_DIR "run/gvm"
/** @brief Whoever changes pools holds this lock. */
#define LOCK "run/gvm/pools.lock"
/** @brief Mode of the directory. */
#define LOCK_DIR_MODE 0700
/** @brief Longest wait for the lock, in milliseconds. */
#define LOCK_MS 60000

/** @brief What undoes a thing that was done; GVM_POOL_OPS where nothing has to. */
static const enum gvm_pool_op inverse[] = {
	[GVM_POOL_STOP] = GVM_POOL_START,
	[GVM_POOL_UNDEFINE] = GVM_POOL_DEFINE,
	[GVM_POOL_DEFINE] = GVM_POOL_UNDEFINE,
	/* It goes with the definition, and is harmless where that stays. */
	[GVM_POOL_AUTOSTART] = GVM_POOL_OPS,
	[GVM_POOL_START] = GVM_POOL_STOP,
};

/**
 * @brief Undo what was done.
 * @param plan   The plan.
 * @param maker  Who does it.
 * @param at     Index of the step at which it ended.
 * @param op     What of that step failed.
 * @param notes  char *: grows.
 * @norestriction
 * @sideeffect As for gvm_pool_apply().
 * @failure Each is noted, and the rest is undone all the same.
 */
static void undo(const struct gvm_pool_plan *plan,
		 const struct gvm_pool_maker *maker, guint at,
		 enum gvm_pool_op op, GPtrArray *notes)
{
	for (guint i = at + 1; i-- > 0; op = GVM_POOL_OPS) {
		const struct gvm_pool_step *step;

		step = g_ptr_array_index(plan->steps, i);
		for (unsigned int done = op; done-- > 0;) {
			g_autoptr(GError) cause = NULL;

			if (!(step->ops & (1u << done)) ||
			    inverse[done] == GVM_POOL_OPS ||
			    maker->run(maker->data, inverse[done], step, &cause))
				continue;
			g_ptr_array_add(notes,
					g_strdup_printf("not undone: %s",
							cause->message));
		}
	}
}

bool gvm_pool_apply(const struct gvm_pool_plan *plan,
		    const struct gvm_pool_maker *maker, GPtrArray *notes,
		    GError **err)
{
	for (guint i = 0; i < plan->steps->len; i++) {
		const struct gvm_pool_step *step;

		step = g_ptr_array_index(plan->steps, i);
		for (unsigned int op = 0; op < GVM_POOL_OPS; op++) {
			if (!(step->ops & (1u << op)) ||
			    maker->run(maker->data, op, step, err))
				continue;
			undo(plan, maker, i, op, notes);
			return false;
		}
	}

	return true;
}

bool gvm_pool_lock(struct gvm_host *host, int *fd, GError **err)
{
	int rc = gvm_state_make_dir(host, LOCK_DIR, LOCK_DIR_MODE);

	if (rc == 0)
		rc = gvm_state_lock(host, LOCK, LOCK_MS, fd);
	if (rc == -ETIMEDOUT)
		return gvm_error_set(err, GVM_ERROR_BUSY,
				     "another run has been changing the pools for a minute: try again later");
	if (rc < 0)
		return gvm_error_set_errno(err, rc, "cannot lock /%s", LOCK);

	return true;
}
