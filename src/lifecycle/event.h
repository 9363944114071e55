/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Journal entries about vGPUs.
 */
#ifndef GVM_LIFECYCLE_EVENT_H
#define GVM_LIFECYCLE_EVENT_H

#include <glib.h>
#include <stdint.h>

#include "model/claim.h"

struct gvm_host;

/**
 * @brief Write that something happened to a claimed vGPU.
 *
 * The entry carries the fields GVM_OPERATION, GVM_UUID, GVM_PARENT, GVM_TYPE,
 * GVM_OWNER, GVM_DOMAIN and GVM_DURATION_US beside MESSAGE, so that
 * "journalctl GVM_DOMAIN=NAME" tells the story of a domain.
 *
 * @param host       The machine.
 * @param level      How grave it is.
 * @param operation  "create", "remove" and the like.
 * @param claim      The claim; members that are NULL are left out.
 * @param began      When it began, from g_get_monotonic_time() in
 *                   microseconds, or 0 to leave the duration out.
 * @param detail     What to add to the message, or NULL.
 * @norestriction
 * @sideeffect One entry in the journal of the running system.
 * @failure Ignored: logging must not stop a domain.
 */
void gvm_event_vgpu(struct gvm_host *host, GLogLevelFlags level,
		    const char *operation, const struct gvm_claim *claim,
		    int64_t began, const char *detail);

/**
 * @brief Write that something was done to a parent.
 *
 * The fields are GVM_OPERATION, GVM_PARENT and GVM_DURATION_US beside MESSAGE.
 *
 * @param host       The machine.
 * @param level      How grave it is.
 * @param operation  "enable" or "disable".
 * @param parent     Address of the parent.
 * @param began      When it began, from g_get_monotonic_time().
 * @param message    The sentence.
 * @norestriction
 * @sideeffect One entry in the journal of the running system.
 * @failure Ignored: logging must not stop anything.
 */
void gvm_event_parent(struct gvm_host *host, GLogLevelFlags level,
		      const char *operation, const char *parent, int64_t began,
		      const char *message);

/** @brief What was seen of a vGPU, of a GPU or of the observer. */
struct gvm_event_seen {
	const char *event;		/**< "created" and the like. */
	const char *gpu;		/**< Address of the GPU, or NULL. */
	const char *uuid;		/**< Of the vGPU, or NULL. */
	const char *device;		/**< Its name without UUID, or NULL. */
	const char *type;		/**< Id of its type, or NULL. */
	const char *owner;		/**< UUID of its domain, or NULL. */
	const char *domain;		/**< Name of its domain, or NULL. */
	const char *framebuffer_used;	/**< Bytes as text, or NULL. */
	const char *guest_driver;	/**< Version, "" or NULL. */
	const char *license;		/**< State of the licence, or NULL. */
};

/**
 * @brief Write what was seen to happen.
 * @param host     The machine.
 * @param level    How grave it is.
 * @param message  The sentence.
 * @param seen     The facts; members that are NULL or "" are left out.
 * @norestriction
 * @sideeffect One entry in the journal of the running system.
 * @failure Ignored: an observer must not stop for its journal.
 */
void gvm_event_seen(struct gvm_host *host, GLogLevelFlags level,
		    const char *message, const struct gvm_event_seen *seen);

/**
 * @brief Write a sentence about a domain.
 * @param host     The machine.
 * @param level    How grave it is.
 * @param domain   Name of the domain, or NULL.
 * @param message  The sentence.
 * @norestriction
 * @sideeffect One entry in the journal of the running system.
 * @failure Ignored: logging must not stop a domain.
 */
void gvm_event_note(struct gvm_host *host, GLogLevelFlags level,
		    const char *domain, const char *message);

#endif /* GVM_LIFECYCLE_EVENT_H */
