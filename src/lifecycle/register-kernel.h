/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Whether the kernel shows the types that the driver has.
 */
#ifndef GVM_LIFECYCLE_REGISTER_KERNEL_H
#define GVM_LIFECYCLE_REGISTER_KERNEL_H

#include "lifecycle/register.h"

/** @brief Longest wait for types to appear in sysfs, in milliseconds. */
#define GVM_REGISTER_KERNEL_WAIT_MS 2000

/**
 * @brief Tell whether the kernel lacks types that the driver has.
 * @param host  The machine.
 * @param plan  The GPU; its types that are registered or present are looked
 *              for.
 * @return true when it does, and nothing excuses it, see
 *         gvm_register_kernel_wait().
 * @norestriction
 * @sideeffect The driver computes instances of the types that are looked at;
 *             may add notes.
 * @failure false when it cannot be told.
 */
bool gvm_register_kernel_lacks(struct gvm_host *host,
			       struct gvm_register_gpu *plan);

/**
 * @brief Count the vGPUs of a GPU and of its virtual functions.
 * @param host     The machine.
 * @param address  PCI address of the GPU.
 * @param count    Where to put the number.
 * @param err      Where to store the error, or NULL.
 * @return true when they could be counted.
 * @norestriction
 * @nosideeffect
 * @failure Those of the back ends.
 */
bool gvm_register_kernel_vgpus(struct gvm_host *host, const char *address,
			       unsigned int *count, GError **err);

/**
 * @brief Wait until the kernel shows the types of a GPU.
 *
 * The types are those of the GPU itself, or of its virtual functions where it
 * has some. Without any parent the reason is looked for: virtual functions
 * that are not enabled yet, or that are offered through NVIDIA's own VFIO
 * interface, are no failure, but noted at the types.
 *
 * @param host  The machine.
 * @param plan  The GPU; its types that are registered or present count.
 * @param err   Where to store the error, or NULL.
 * @return true when there is nothing more to wait for.
 * @norestriction
 * @sideeffect Waits GVM_REGISTER_KERNEL_WAIT_MS at most; may add notes.
 * @failure GVM_ERROR_UNSUPPORTED when the kernel does not show them; those of
 *          the back ends.
 */
bool gvm_register_kernel_wait(struct gvm_host *host,
			      struct gvm_register_gpu *plan, GError **err);

#endif /* GVM_LIFECYCLE_REGISTER_KERNEL_H */
