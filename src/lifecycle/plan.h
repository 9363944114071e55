/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What has to change on the machine, as data.
 *
 * A plan is computed from a look at the machine and from requests, without
 * touching anything; it can be printed (that is what --dry-run does) and is
 * carried out by gvm_apply_plan().
 */
#ifndef GVM_LIFECYCLE_PLAN_H
#define GVM_LIFECYCLE_PLAN_H

#include <glib.h>
#include <stdbool.h>

#include "lifecycle/inventory.h"
#include "lifecycle/place.h"

/** @brief For whom vGPUs are wanted. */
struct gvm_client {
	const char *owner;	/**< Domain UUID or GVM_CLAIM_MANUAL. */
	const char *domain;	/**< Name of the domain, or NULL. */
	bool plug;		/**< It runs, and this process attaches them. */
};

/** @brief What one step does. */
enum gvm_step_kind {
	GVM_STEP_USE,		/**< Nothing: the device exists. */
	GVM_STEP_ADOPT,		/**< Use a device of ours that was idle. */
	GVM_STEP_REMOVE,	/**< Take a leftover of ours away. */
	GVM_STEP_CREATE,	/**< Make the device. */
	GVM_STEP_SKIP,		/**< Nothing: libvirt will report it. */
	GVM_STEP_KINDS		/**< How many kinds there are. */
};

/** @brief One change to the machine. */
struct gvm_step {
	enum gvm_step_kind kind;	/**< What to do. */
	char *uuid;			/**< See gvm_plan_device(). Owned. */
	const struct gvm_request *request;	/**< Borrowed, or NULL. */
	const struct gvm_vgpu *vgpu;	/**< Existing device. Borrowed. */
	const struct gvm_claim *stale;	/**< Claim to give up. Borrowed. */
	GArray *candidates;		/**< For CREATE, the best first. */
	unsigned int chosen;		/**< Index into candidates. */
	char *note;			/**< A sentence for people, or NULL. */
};

/** @brief A plan. */
struct gvm_plan {
	struct gvm_client client;	/**< For whom. Borrowed strings. */
	GPtrArray *steps;		/**< struct gvm_step, in order. */
	struct gvm_inventory *inv;	/**< What it was made from. Owned. */
	GArray *held;	/**< struct gvm_holding: what the policy counts. */
	bool outdated;		/**< It failed because the machine changed. */
};

/**
 * @brief Free a plan with its inventory.
 * @param plan  The plan, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_plan_free(struct gvm_plan *plan);

GVM_DEFINE_AUTOPTR(gvm_plan, gvm_plan_free)

/**
 * @brief Compute what has to change so that requests are satisfied.
 * @param inv       The machine; taken over, also on failure.
 * @param client    For whom; its strings must outlive the plan.
 * @param requests  struct gvm_request; must outlive the plan.
 * @param err       Where to store the error, or NULL.
 * @return A new plan, or NULL when not all requests can be satisfied.
 * @norestriction
 * @sideeffect Lowers counts in @p inv as instances are given out.
 * @failure Those of gvm_place_order(); GVM_ERROR_DENIED by the policy;
 *          GVM_ERROR_BUSY when a device belongs
 *          to another domain or is in use; GVM_ERROR_EXISTS when a person
 *          asks for one that exists; GVM_ERROR_UNSUPPORTED for a request that
 *          no back end can satisfy.
 */
struct gvm_plan *gvm_plan_make(struct gvm_inventory *inv,
			       const struct gvm_client *client,
			       const GPtrArray *requests, GError **err);

/**
 * @brief Tell which device a step is about.
 * @param step  The step.
 * @return Its UUID, or the address of a function that is or will be the vGPU.
 * @pure
 */
const char *gvm_plan_device(const struct gvm_step *step);

/**
 * @brief Say what a step does.
 * @param step  The step.
 * @return A new string of one line, e.g.
 *         "create c217... as nvidia-588 on 0000:41:00.4".
 * @pure
 */
char *gvm_plan_describe(const struct gvm_step *step);

/**
 * @brief Name what a step does, in one word.
 * @param kind  The kind.
 * @return A static string.
 * @pure
 */
const char *gvm_plan_verb(enum gvm_step_kind kind);

#endif /* GVM_LIFECYCLE_PLAN_H */
