/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Carrying out a plan for pools.
 */
#ifndef GVM_LIFECYCLE_POOL_APPLY_H
#define GVM_LIFECYCLE_POOL_APPLY_H

#include <glib.h>
#include <stdbool.h>

#include "lifecycle/pool-plan.h"

struct gvm_host;

/** @brief Whoever makes node devices: libvirt, or a test. */
struct gvm_pool_maker {
	/** @brief Do one thing to the node device of a step. */
	bool (*run)(void *data, enum gvm_pool_op op,
		    const struct gvm_pool_step *step, GError **err);
	void *data;	/**< Given to run(). */
};

/**
 * @brief Carry a plan out, or nothing of it.
 *
 * At the first failure whatever was done is undone, the last thing first. A
 * process that ends in the middle leaves definitions without device, which the
 * next plan finds by their UUIDs.
 *
 * @param plan   The plan.
 * @param maker  Who does it.
 * @param notes  char *: sentences about what could not be undone; grows.
 * @param err    Where to store the error, or NULL.
 * @return true when all was done.
 * @norestriction
 * @sideeffect Defines, starts, stops and undefines node devices.
 * @failure That of the maker.
 */
bool gvm_pool_apply(const struct gvm_pool_plan *plan,
		    const struct gvm_pool_maker *maker, GPtrArray *notes,
		    GError **err);

/**
 * @brief Keep other runs for pools away.
 *
 * It is not the lock of claims: that is taken by the call-out of mdevctl, which
 * libvirt runs for us.
 *
 * @param host  The machine.
 * @param fd    Where to put the descriptor; closing it frees the lock.
 * @param err   Where to store the error, or NULL.
 * @return true when the lock is held.
 * @restriction Waits at most one minute.
 * @sideeffect Makes /run/gvm, readable by root only.
 * @failure GVM_ERROR_BUSY when somebody held the lock all the time;
 *          GVM_ERROR_DENIED without root.
 */
bool gvm_pool_lock(struct gvm_host *host, int *fd, GError **err);

#endif /* GVM_LIFECYCLE_POOL_APPLY_H */
