/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The driver's device nodes, /dev/nvidiactl and /dev/nvidiaN.
 */
#ifndef GVM_NVIDIA_NODE_H
#define GVM_NVIDIA_NODE_H

#include <glib.h>
#include <stdbool.h>

#include "host/host.h"

/** @brief Minor number of the control node; GPUs have 0 to 247. */
#define GVM_NV_NODE_CONTROL 255

/** @brief What the driver's module parameters say of device nodes. */
struct gvm_nv_node_rules {
	bool modify;		/**< Programs may make missing nodes. */
	unsigned int uid;	/**< Owner of a node that is made. */
	unsigned int gid;	/**< Group of a node that is made. */
	unsigned int mode;	/**< Permission bits of a node that is made. */
};

/**
 * @brief Read the driver's rules for device nodes.
 * @param host   The machine.
 * @param rules  Filled.
 * @param err    Where to store the error, or NULL.
 * @return true when there is a driver that tells.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_UNSUPPORTED when the driver is not loaded;
 *          GVM_ERROR_FAILED when its parameters cannot be read.
 */
bool gvm_nv_node_rules(struct gvm_host *host, struct gvm_nv_node_rules *rules,
		       GError **err);

/**
 * @brief Find the major number of the driver's nodes.
 * @param host   The machine.
 * @param major  Where to put it.
 * @param err    Where to store the error, or NULL.
 * @return true when the kernel lists one, as "nvidia" (545 and later),
 *         "nvidiactl" or "nvidia-frontend" (up to 535) among the character
 *         devices of /proc/devices.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_UNSUPPORTED when there is none.
 */
bool gvm_nv_node_major(struct gvm_host *host, unsigned int *major,
		       GError **err);

/**
 * @brief Open a node; make it first where it is missing and may be made.
 *
 * A node that exists is used as it is: its owner and mode are never changed.
 *
 * @param host   The machine.
 * @param minor  GVM_NV_NODE_CONTROL or the minor number of a GPU, as told by
 *               the driver.
 * @param fd     Where to put the descriptor; closed by gvm_host_shut().
 * @param err    Where to store the error, or NULL.
 * @return true when it is open.
 * @norestriction
 * @sideeffect Opening a GPU's node initialises the GPU; a missing node is
 *             made.
 * @failure GVM_ERROR_UNSUPPORTED when there is no driver; GVM_ERROR_DENIED
 *          when the node may not be opened or made; GVM_ERROR_NOT_FOUND when
 *          it is missing and the driver's parameters forbid to make it.
 */
bool gvm_nv_node_open(struct gvm_host *host, unsigned int minor, int *fd,
		      GError **err);

#endif /* GVM_NVIDIA_NODE_H */
