/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Reading a tree that changes while it is read.
 *
 * Everything in sysfs may vanish between two reads: other programs make and
 * remove devices, and a driver may be unloaded. What is gone is left out.
 * Errors that say something else (no permission, no memory) are told only
 * where a whole list cannot be read; a single type or device that does not
 * answer must not hide the others.
 */
#ifndef GVM_BACKEND_SYSFS_H
#define GVM_BACKEND_SYSFS_H

#include <glib.h>
#include <stdbool.h>

/** @brief Where the kernel lists all PCI functions. */
#define GVM_SYSFS_PCI "sys/bus/pci/devices"

struct gvm_attr;
struct gvm_host;
struct gvm_vgpu;

/**
 * @brief Tell whether an errno says that something is not there any more.
 * @param rc  A negative errno, or 0.
 * @return true for those that sysfs gives for vanished files and devices.
 * @pure
 */
bool gvm_sysfs_is_gone(int rc);

/**
 * @brief Refuse a text that is no address in the kernel's own spelling.
 * @param address  The text, or NULL.
 * @param err      Where to store the error, or NULL.
 * @return true when it is one.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID otherwise.
 */
bool gvm_sysfs_check_address(const char *address, GError **err);

/**
 * @brief Read one attribute below a directory.
 * @param host  The machine.
 * @param dir   Directory below the root.
 * @param name  Name of the attribute.
 * @return A new string, or NULL when it cannot be read.
 * @norestriction
 * @sideeffect The driver may compute the value.
 * @nofailure
 */
char *gvm_sysfs_load(struct gvm_host *host, const char *dir, const char *name);

/**
 * @brief Read the last component of a link below a directory.
 * @param host  The machine.
 * @param dir   Directory below the root.
 * @param name  Name of the link.
 * @return A new string that is a plain name, or NULL.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
char *gvm_sysfs_link(struct gvm_host *host, const char *dir, const char *name);

/**
 * @brief List a directory of sysfs that need not be there.
 * @param host   The machine.
 * @param path   Path below the root.
 * @param names  Where to put a new array, empty when it is not there.
 * @param err    Where to store the error, or NULL.
 * @return true on success.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_DENIED or GVM_ERROR_FAILED when it cannot be read.
 */
bool gvm_sysfs_list(struct gvm_host *host, const char *path, GPtrArray **names,
		    GError **err);

/**
 * @brief Tell whether a program holds a device through VFIO.
 * @param host    The machine.
 * @param dir     Directory of the device below the root.
 * @param name    What to call the vGPU in a sentence.
 * @param in_use  Where to put the answer; a device that is gone, or in no
 *                group, is not in use.
 * @param err     Where to store the error, or NULL.
 * @return true when it is known.
 * @norestriction
 * @sideeffect Holds the VFIO group for an instant.
 * @failure GVM_ERROR_DENIED or GVM_ERROR_FAILED when it cannot be told.
 */
bool gvm_sysfs_in_use(struct gvm_host *host, const char *dir, const char *name,
		      bool *in_use, GError **err);

/**
 * @brief Write one attribute of a vGPU.
 * @param host  The machine.
 * @param dir   Directory below the root that has the attributes.
 * @param vgpu  The vGPU.
 * @param attr  Name and value; a newline is appended to the value.
 * @param err   Where to store the error, or NULL.
 * @return true when the driver took it.
 * @norestriction
 * @sideeffect Whatever the driver does with the value.
 * @failure GVM_ERROR_INVALID for a name that leads out of @p dir;
 *          GVM_ERROR_NOT_FOUND when there is no such attribute;
 *          GVM_ERROR_DENIED or GVM_ERROR_BUSY as the errno says; otherwise
 *          GVM_ERROR_FAILED.
 */
bool gvm_sysfs_set_attr(struct gvm_host *host, const char *dir,
			const struct gvm_vgpu *vgpu,
			const struct gvm_attr *attr, GError **err);

/**
 * @brief Say that a program holds a vGPU that is to be removed.
 * @param vgpu  The vGPU.
 * @param err   Where to store the error, or NULL.
 * @return Always false.
 * @norestriction
 * @nosideeffect
 * @failure Always GVM_ERROR_BUSY.
 */
bool gvm_sysfs_held(const struct gvm_vgpu *vgpu, GError **err);

/**
 * @brief Say that removing a vGPU was refused, or did not end in time.
 * @param vgpu     The vGPU.
 * @param rc       The negative errno, -EINPROGRESS for what did not end.
 * @param seconds  How long it was waited for.
 * @param err      Where to store the error, or NULL.
 * @return Always false.
 * @restriction What the errno means to one back end alone was looked at.
 * @nosideeffect
 * @failure GVM_ERROR_BUSY for what did not end, GVM_ERROR_DENIED without
 *          permission, else what the errno says.
 */
bool gvm_sysfs_kept(const struct gvm_vgpu *vgpu, int rc, int seconds,
		    GError **err);

/**
 * @brief Say that making a vGPU was refused, where the errno says it all.
 * @param vgpu  The vGPU that was to be made.
 * @param rc    The negative errno.
 * @param err   Where to store the error, or NULL.
 * @return Always false.
 * @restriction What the errno means to one back end alone was looked at.
 * @nosideeffect
 * @failure GVM_ERROR_DENIED, GVM_ERROR_BUSY for EAGAIN, else GVM_ERROR_FAILED
 *          with the name of the errno.
 */
bool gvm_sysfs_refused(const struct gvm_vgpu *vgpu, int rc, GError **err);

#endif /* GVM_BACKEND_SYSFS_H */
