/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief A physical function and the virtual functions that it has.
 */
#ifndef GVM_BACKEND_VFS_H
#define GVM_BACKEND_VFS_H

#include <glib.h>
#include <stdbool.h>

#include "util/cleanup.h"

struct gvm_host;

/** @brief A virtual function. */
struct gvm_vf {
	char *address;		/**< Its address. Owned. */
	char *driver;		/**< Its driver, or NULL. Owned. */
};

/** @brief A physical function with its virtual functions. */
struct gvm_vfs {
	char *address;		/**< Its address. Owned. */
	char *driver;		/**< Its driver, or NULL. Owned. */
	unsigned int total;	/**< Most virtual functions; never 0. */
	bool autoprobe;		/**< New ones are offered to drivers. */
	GPtrArray *list;	/**< struct gvm_vf, in order. Owned. */
};

/**
 * @brief Free what was read.
 * @param vfs  From gvm_vfs_load(), or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_vfs_free(struct gvm_vfs *vfs);

GVM_DEFINE_AUTOPTR(gvm_vfs, gvm_vfs_free)

/**
 * @brief Read a physical function.
 *
 * How many virtual functions there are is counted by their links. The file
 * sriov_numvfs says the same, but a read of it waits for a write that a driver
 * does not finish, and then for ever.
 *
 * @param host     The machine.
 * @param address  Its address, in the kernel's form.
 * @param err      Where to store the error, or NULL.
 * @return What was read, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_NOT_FOUND when there is no such function;
 *          GVM_ERROR_UNSUPPORTED when it can have no virtual ones, or is one;
 *          GVM_ERROR_DENIED or GVM_ERROR_FAILED when sysfs cannot be read.
 */
struct gvm_vfs *gvm_vfs_load(struct gvm_host *host, const char *address,
			     GError **err);

/**
 * @brief Count the virtual functions of a device, whatever it is.
 * @param host     The machine.
 * @param address  Its address, in the kernel's form.
 * @return How many there are.
 * @norestriction
 * @nosideeffect
 * @failure 0 for a device that has none, and for one that is not there.
 */
unsigned int gvm_vfs_count(struct gvm_host *host, const char *address);

#endif /* GVM_BACKEND_VFS_H */
