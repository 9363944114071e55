/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What mdevctl asks its call-out scripts.
 */
#ifndef GVM_LIFECYCLE_CALLOUT_H
#define GVM_LIFECYCLE_CALLOUT_H

#include <glib.h>
#include <stdbool.h>

struct gvm_host;

/** @brief One call of a script, as mdevctl makes it. */
struct gvm_callout_call {
	const char *type;	/**< Id of the type. */
	const char *event;	/**< "pre", "post", "get" and the like. */
	const char *action;	/**< "start", "attributes" and the like. */
	const char *state;	/**< "none", "success" or "failure". */
	const char *uuid;	/**< UUID of the device. */
	const char *parent;	/**< Address of its parent. */
	int input;		/**< Descriptor with its JSON. */
	bool dry_run;		/**< Only tell whether mdevctl may go on. */
};

/**
 * @brief Answer a call-out.
 *
 * The words are looked at before the input is read. Other events and actions,
 * and types that are not NVIDIA's, cost no look at the file system; other
 * types of NVIDIA's that of /etc/gvm/types.d.
 *
 * @param host  The machine.
 * @param call  The call.
 * @param ours  Where to put whether it is about a type of ours: otherwise the
 *              next script is asked.
 * @param out   Where to put what mdevctl shall read, or NULL for nothing;
 *              freed by the caller.
 * @param err   Where to store the error, or NULL.
 * @return false when mdevctl must not go on, or when it cannot be told whether
 *         the type is ours.
 * @restriction Never calls libvirt or mdevctl, which wait for us.
 * @sideeffect Before a start registers a type that its parent lacks; keeps
 *             the claim of GVM_CLAIM_MDEVCTL; writes attributes.
 * @failure GVM_ERROR_BUSY when the device is a domain's, or in use; those of
 *          gvm_profiles_load(), of registration, claims and back end.
 */
bool gvm_callout_run(struct gvm_host *host,
		     const struct gvm_callout_call *call, bool *ours,
		     char **out, GError **err);

#endif /* GVM_LIFECYCLE_CALLOUT_H */
