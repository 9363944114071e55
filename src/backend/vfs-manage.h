/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief NVIDIA's own program for virtual functions.
 */
#ifndef GVM_BACKEND_VFS_MANAGE_H
#define GVM_BACKEND_VFS_MANAGE_H

#include <glib.h>
#include <stdbool.h>

#include "backend/vfs.h"

/** @brief The program. */
#define GVM_VFS_MANAGE "usr/lib/nvidia/sriov-manage"

/**
 * @brief Tell whether the driver has a program for its virtual functions.
 * @param vfs  The physical function.
 * @return true for NVIDIA's.
 * @pure
 */
bool gvm_vfs_is_managed(const struct gvm_vfs *vfs);

/**
 * @brief Let the program enable all virtual functions, or take all away.
 * @param host    The machine.
 * @param vfs     The physical function.
 * @param number  How many there shall be: all, or 0.
 * @param err     Where to store the error, or NULL.
 * @return true when there are so many.
 * @norestriction
 * @sideeffect Runs the program, again when it fails, for half a minute at
 *             most; it also ends heterogeneous mode.
 * @failure GVM_ERROR_UNSUPPORTED for another number; GVM_ERROR_NOT_FOUND when
 *          there is no such program; GVM_ERROR_FAILED when it fails;
 *          GVM_ERROR_BUSY when it had to be killed.
 */
bool gvm_vfs_manage(struct gvm_host *host, const struct gvm_vfs *vfs,
		    unsigned int number, GError **err);

#endif /* GVM_BACKEND_VFS_MANAGE_H */
