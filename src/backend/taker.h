/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Drivers that hand PCI functions over, to programs or to Xen.
 */
#ifndef GVM_BACKEND_TAKER_H
#define GVM_BACKEND_TAKER_H

#include <glib.h>
#include <stdbool.h>

#include "model/device.h"

struct gvm_host;

/** @brief A driver that hands functions over. */
struct gvm_taker {
	const char *driver;	/**< Its name. */
	const char *module;	/**< The kernel module that has it. */
	bool needs_group;	/**< The kernel has to know an IOMMU. */
};

/**
 * @brief Tell which driver hands functions over on a machine.
 *
 * On the control domain of Xen there is no other way, whoever asks: its kernel
 * has no IOMMU, which Xen keeps to itself.
 *
 * @param host  The machine.
 * @return The driver, static.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
const struct gvm_taker *gvm_taker_of(struct gvm_host *host);

/**
 * @brief Tell whether a driver_override can be one that we have written.
 * @param driver  What it says, or NULL.
 * @return true when it names a driver that gvm_taker_of() returns.
 * @pure
 */
bool gvm_taker_is_ours(const char *driver);

/**
 * @brief Tell whether a driver is there, and load it if need be.
 * @param host   The machine.
 * @param taker  The driver.
 * @return true when it is.
 * @norestriction
 * @sideeffect May load a module, as libvirt does for a managed function.
 * @failure Whatever is wrong counts as not there.
 */
bool gvm_taker_load(struct gvm_host *host, const struct gvm_taker *taker);

/**
 * @brief Tell whether a domain of Xen has a function.
 * @param host    The machine.
 * @param vgpu    The vGPU, which pciback has.
 * @param in_use  Where to put the answer.
 * @param err     Where to store the error, or NULL.
 * @return true when it is known.
 * @norestriction
 * @sideeffect Waits for xenstore.
 * @failure GVM_ERROR_FAILED when xenstore does not tell.
 */
bool gvm_taker_xen_in_use(struct gvm_host *host, const struct gvm_vgpu *vgpu,
			  bool *in_use, GError **err);

#endif /* GVM_BACKEND_TAKER_H */
