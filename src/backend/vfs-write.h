/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Enabling the virtual functions of a physical one, and taking them
 *        away.
 */
#ifndef GVM_BACKEND_VFS_WRITE_H
#define GVM_BACKEND_VFS_WRITE_H

#include <glib.h>
#include <stdbool.h>

#include "backend/vfs.h"

/**
 * @brief Say whether new virtual functions are offered to drivers.
 * @param host  The machine.
 * @param vfs   The physical function.
 * @param on    Whether they are.
 * @param err   Where to store the error, or NULL.
 * @return true when the kernel has taken it.
 * @norestriction
 * @sideeffect Writes sriov_drivers_autoprobe.
 * @failure GVM_ERROR_DENIED without root; what the errno says.
 */
bool gvm_vfs_set_autoprobe(struct gvm_host *host, const struct gvm_vfs *vfs,
			   bool on, GError **err);

/**
 * @brief Enable virtual functions, or take all away, and look.
 *
 * All or nothing: when fewer come than were asked for, they are taken away
 * again. Where NVIDIA's driver refuses, its own program is run.
 *
 * @param host    The machine.
 * @param vfs     The physical function; as it was before.
 * @param number  How many there shall be; 0 for none.
 * @param err     Where to store the error, or NULL.
 * @return true when there are so many.
 * @restriction Either there are none now, or @p number is 0 and nobody needs
 *              them. Hold the lock.
 * @sideeffect Makes or removes functions. Waits less than a minute in all.
 * @failure GVM_ERROR_BUSY when the driver has not finished, and goes on by
 *          itself; GVM_ERROR_EXISTS when somebody else has enabled some
 *          meanwhile; GVM_ERROR_NO_CAPACITY when the machine has no room for
 *          them; GVM_ERROR_UNSUPPORTED when the driver cannot;
 *          GVM_ERROR_DENIED; GVM_ERROR_FAILED.
 */
bool gvm_vfs_set(struct gvm_host *host, const struct gvm_vfs *vfs,
		 unsigned int number, GError **err);

#endif /* GVM_BACKEND_VFS_WRITE_H */
