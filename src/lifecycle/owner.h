/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Whether the owner of a claim still needs its vGPU.
 */
#ifndef GVM_LIFECYCLE_OWNER_H
#define GVM_LIFECYCLE_OWNER_H

#include <stdbool.h>
#include <stdint.h>

#include "model/claim.h"

struct gvm_host;
struct gvm_vgpu;

/** @brief What the owner of a claim is doing. */
enum gvm_owner_state {
	GVM_OWNER_STANDING,	/**< Of no domain: stays until asked. */
	GVM_OWNER_RUNNING,	/**< The domain runs. */
	GVM_OWNER_STARTING,	/**< libvirt may be starting the domain. */
	GVM_OWNER_GONE,		/**< Nobody will come for the vGPU. */
	GVM_OWNER_STATES	/**< How many states there are. */
};

/** @brief How long a start may take before QEMU exists, in seconds. */
#define GVM_OWNER_GRACE 60

/**
 * @brief Tell what the owner of a claim is doing.
 *
 * libvirt cannot be asked: a hook that calls it deadlocks. So three facts
 * are looked at: whether a QEMU runs with the UUID of the domain, or Xen has a
 * domain of that UUID; whether the very daemon that asked for the device still
 * lives; and how old the claim is. A daemon that is gone cannot be in the
 * middle of a start.
 *
 * A vGPU on its way into a running domain is "starting" as long as the process
 * that attaches it lives, and then nobody comes for it: it is in use, or idle.
 *
 * @param host   The machine.
 * @param claim  A complete claim.
 * @param grace  Seconds for which a claim of a living daemon counts as that
 *               of a starting domain.
 * @return The state.
 * @norestriction
 * @sideeffect On the control domain of Xen waits for xenstore.
 * @failure What cannot be looked at counts as absent, but for xenstore: where
 *          it does not answer, the domain counts as running.
 */
enum gvm_owner_state gvm_owner_look(struct gvm_host *host,
				    const struct gvm_claim *claim,
				    uint64_t grace);

/**
 * @brief Tell whether a claim is about a device as it is now.
 * @param claim  A complete claim.
 * @param vgpu   The device with the UUID of the claim.
 * @return false when parent or type differ, so that the device must be
 *         somebody else's.
 * @pure
 */
bool gvm_owner_covers(const struct gvm_claim *claim,
		      const struct gvm_vgpu *vgpu);

/**
 * @brief Name a state, for tables and JSON.
 * @param state  The state.
 * @return A static string.
 * @pure
 */
const char *gvm_owner_state_name(enum gvm_owner_state state);

/**
 * @brief Note in a claim which process asked for it, and when.
 * @param host   The machine.
 * @param claim  The claim.
 * @restriction Only in a process that the daemon started: its parent counts
 *              as the daemon. With plug set, this process asks itself.
 * @sideeffect Overwrites three members of @p claim.
 * @failure A parent that cannot be looked at is noted as "none".
 */
void gvm_owner_stamp(struct gvm_host *host, struct gvm_claim *claim);

#endif /* GVM_LIFECYCLE_OWNER_H */
