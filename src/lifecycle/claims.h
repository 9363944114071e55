/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The claims of this machine, below /run/gvm, and their lock.
 */
#ifndef GVM_LIFECYCLE_CLAIMS_H
#define GVM_LIFECYCLE_CLAIMS_H

#include <glib.h>
#include <stdbool.h>

#include "model/claim.h"

struct gvm_host;

/** @brief Directory of the claims. */
#define GVM_CLAIMS_DIR "run/gvm/claims"
/** @brief Whoever chooses, makes or removes vGPUs holds this lock. */
#define GVM_CLAIMS_LOCK "run/gvm/lock"

/**
 * @brief Take the lock, making our directories when they are missing.
 * @param host  The machine.
 * @param fd    Where to put the descriptor; closing it frees the lock.
 * @param err   Where to store the error, or NULL.
 * @return true when the lock is held.
 * @restriction Waits at most one minute.
 * @sideeffect Makes /run/gvm and /run/gvm/claims, readable by root only.
 * @failure GVM_ERROR_BUSY when somebody held the lock all the time;
 *          GVM_ERROR_DENIED without root.
 */
bool gvm_claims_lock(struct gvm_host *host, int *fd, GError **err);

/**
 * @brief List the claims by the names of their files.
 * @param host  The machine.
 * @param err   Where to store the error, or NULL.
 * @return A new array of struct gvm_claim in which only device and owner are
 *         set, or NULL; empty when there has never been one.
 * @restriction Hold the lock when the answer decides about a change.
 * @nosideeffect
 * @failure GVM_ERROR_DENIED without root.
 */
GPtrArray *gvm_claims_list(struct gvm_host *host, GError **err);

/**
 * @brief Find the claim on a device.
 * @param claims  From gvm_claims_list().
 * @param device  UUID of the device.
 * @return The claim, owned by @p claims, or NULL.
 * @pure
 */
struct gvm_claim *gvm_claims_find(const GPtrArray *claims, const char *device);

/**
 * @brief Read the rest of a claim from its file.
 * @param host   The machine.
 * @param claim  From gvm_claims_list(); completed.
 * @param err    Where to store the error, or NULL.
 * @return true when the claim is complete.
 * @norestriction
 * @sideeffect Fills @p claim.
 * @failure GVM_ERROR_NOT_FOUND when it is gone meanwhile; GVM_ERROR_INVALID
 *          when it is damaged.
 */
bool gvm_claims_read(struct gvm_host *host, struct gvm_claim *claim,
		     GError **err);

/**
 * @brief Read the rest of all claims, as far as they are still there.
 * @param host    The machine.
 * @param claims  struct gvm_claim; those that are complete stay as they are.
 * @param err     Where to store the error, or NULL.
 * @return false when there is one that cannot be read.
 * @norestriction
 * @sideeffect Completes the claims; takes vanished ones out of the list.
 * @failure Those of gvm_claims_read(), except that it is gone meanwhile.
 */
bool gvm_claims_read_all(struct gvm_host *host, GPtrArray *claims,
			 GError **err);

/**
 * @brief Write a claim durably, replacing an older one of the same name.
 * @param host   The machine.
 * @param claim  Complete claim.
 * @param err    Where to store the error, or NULL.
 * @return true when it will be seen by whoever comes after a crash.
 * @restriction Hold the lock.
 * @sideeffect Writes below /run/gvm/claims.
 * @failure GVM_ERROR_NO_CAPACITY when /run is full; GVM_ERROR_DENIED without
 *          root; GVM_ERROR_FAILED otherwise.
 */
bool gvm_claims_save(struct gvm_host *host, const struct gvm_claim *claim,
		     GError **err);

/**
 * @brief Give a claim up.
 * @param host   The machine.
 * @param claim  The claim; device and owner are used.
 * @param err    Where to store the error, or NULL.
 * @return true when there is no such claim any more.
 * @restriction Hold the lock; the device must be gone or not be ours.
 * @sideeffect Removes the file.
 * @failure GVM_ERROR_DENIED or GVM_ERROR_FAILED.
 */
bool gvm_claims_drop(struct gvm_host *host, const struct gvm_claim *claim,
		     GError **err);

#endif /* GVM_LIFECYCLE_CLAIMS_H */
