/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Removing one vGPU because a person says so.
 */
#ifndef GVM_LIFECYCLE_DESTROY_H
#define GVM_LIFECYCLE_DESTROY_H

#include <glib.h>
#include <stdbool.h>

struct gvm_host;

/**
 * @brief Remove one vGPU with the claim on it.
 * @param host     The machine.
 * @param uuid     Canonical UUID.
 * @param foreign  Also one that has no claim of ours.
 * @param dry_run  Only find out whether it could be removed.
 * @param err      Where to store the error, or NULL.
 * @return true when it is gone.
 * @norestriction
 * @sideeffect Takes the lock; removes the device and the claim; a journal
 *             entry. The VFIO group is probed.
 * @failure GVM_ERROR_NOT_FOUND when there is no such vGPU; GVM_ERROR_BUSY
 *          when it is in use or its domain is starting; GVM_ERROR_DENIED for
 *          a foreign one without @p foreign, and without root.
 */
bool gvm_destroy_vgpu(struct gvm_host *host, const char *uuid, bool foreign,
		      bool dry_run, GError **err);

#endif /* GVM_LIFECYCLE_DESTROY_H */
