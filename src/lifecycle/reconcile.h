/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Bringing claims and devices in order after a crash.
 */
#ifndef GVM_LIFECYCLE_RECONCILE_H
#define GVM_LIFECYCLE_RECONCILE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "util/cleanup.h"

struct gvm_host;

/** @brief What reconcile found out about one vGPU or claim. */
enum gvm_finding_kind {
	GVM_FINDING_HELD,	/**< Claimed and needed: left alone. */
	GVM_FINDING_FOREIGN,	/**< Without a claim: left alone. */
	GVM_FINDING_ORPHAN,	/**< Ours, idle, owner gone: removed. */
	GVM_FINDING_LEFTOVER,	/**< Claim without device: dropped. */
	GVM_FINDING_VOID,	/**< Claim on what became foreign: dropped. */
	GVM_FINDING_STUCK,	/**< Owner gone, but in use: left alone. */
	GVM_FINDING_BROKEN,	/**< Could not be repaired. */
	GVM_FINDING_KINDS	/**< How many kinds there are. */
};

/** @brief One line of the report. */
struct gvm_finding {
	enum gvm_finding_kind kind;	/**< What it is. */
	char *uuid;			/**< The device. Owned. */
	char *parent;			/**< Its parent, or NULL. Owned. */
	char *type;			/**< Its type, or NULL. Owned. */
	char *owner;			/**< Who claimed it, or NULL. Owned. */
	char *detail;			/**< A sentence, or NULL. Owned. */
};

/**
 * @brief Name a kind, for tables and JSON.
 * @param kind  The kind.
 * @return A static string.
 * @pure
 */
const char *gvm_reconcile_name(enum gvm_finding_kind kind);

/**
 * @brief Tell whether a finding is something that gets repaired.
 * @param kind  The kind.
 * @return true when a device or claim is removed for it.
 * @pure
 */
bool gvm_reconcile_repairs(enum gvm_finding_kind kind);

/**
 * @brief Compare claims with devices and repair what differs.
 *
 * Removed are claims whose device does not exist or is not what they say, and
 * devices that carry our claim, that nobody uses and whose owner is gone.
 * Nothing without a claim is touched.
 *
 * @param host     The machine.
 * @param grace    Seconds for which a domain counts as starting.
 * @param dry_run  Only tell.
 * @param err      Where to store the error, or NULL.
 * @return A new array of struct gvm_finding in the order of UUIDs, or NULL.
 * @norestriction
 * @sideeffect Takes the lock when there are claims; removes devices and
 *             claims; journal entries.
 * @failure Those of gvm_claims_lock() and of the back ends. What cannot be
 *          repaired is a finding of kind GVM_FINDING_BROKEN.
 */
GPtrArray *gvm_reconcile(struct gvm_host *host, uint64_t grace, bool dry_run,
			 GError **err);

#endif /* GVM_LIFECYCLE_RECONCILE_H */
