/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What the driver's resource manager answers, by name.
 */
#ifndef GVM_NVIDIA_STATUS_H
#define GVM_NVIDIA_STATUS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/** @brief Statuses that this program treats in a way of their own. */
enum gvm_nv_status {
	GVM_NV_OK = 0x0,			/**< Done. */
	GVM_NV_BUSY_RETRY = 0x3,		/**< Again, a little later. */
	GVM_NV_GPU_IS_LOST = 0xf,		/**< It left the bus. */
	GVM_NV_INSUFFICIENT_RESOURCES = 0x1a,	/**< No room. */
	GVM_NV_INSUFFICIENT_PERMISSIONS = 0x1b,	/**< Not root, or no node. */
	GVM_NV_INVALID_ARGUMENT = 0x1f,		/**< Also: a wrong size. */
	GVM_NV_INVALID_CLASS = 0x22,		/**< No such class. */
	GVM_NV_INVALID_CLIENT = 0x23,		/**< The client is gone. */
	GVM_NV_INVALID_EVENT = 0x28,		/**< No such event. */
	GVM_NV_INVALID_OBJECT_HANDLE = 0x33,	/**< The object is gone. */
	GVM_NV_INVALID_OBJECT_PARENT = 0x36,	/**< Not below that class. */
	GVM_NV_INVALID_OPERATION = 0x38,	/**< Not as it is set up. */
	GVM_NV_INVALID_PARAM_STRUCT = 0x3a,	/**< A wrong size. */
	GVM_NV_INVALID_STATE = 0x40,		/**< Not now. */
	GVM_NV_NO_MEMORY = 0x51,		/**< The driver has none. */
	GVM_NV_NOT_SUPPORTED = 0x56,		/**< This driver does not. */
	GVM_NV_OBJECT_NOT_FOUND = 0x57,		/**< There is none. */
	GVM_NV_STATE_IN_USE = 0x63,		/**< Somebody uses it. */
	GVM_NV_TIMEOUT = 0x65,			/**< No answer of the GPU. */
	GVM_NV_TIMEOUT_RETRY = 0x66,		/**< Again, a little later. */
	GVM_NV_GENERIC = 0xffff,		/**< No reason given. */
};

/**
 * @brief Name a status.
 * @param status  The status.
 * @return "NV_ERR_NOT_SUPPORTED" and the like, static; NULL for a number that
 *         no release has.
 * @pure
 */
const char *gvm_nv_status_name(uint32_t status);

/**
 * @brief Tell whether a status only says "again, a little later".
 * @param status  The status.
 * @return true for BUSY_RETRY and TIMEOUT_RETRY.
 * @pure
 */
bool gvm_nv_status_again(uint32_t status);

/**
 * @brief Turn a status into an error: what was done, its name, what to do.
 * @param err     Where to store the error, or NULL.
 * @param status  A status other than GVM_NV_OK.
 * @param format  What was being done, printf-like, without full stop.
 * @return Always false, so that a caller can return the call.
 * @restriction @p err must not already hold an error.
 * @sideeffect Allocates a GError in @p *err, of the code of enum gvm_error
 *             that fits the status.
 * @nofailure
 */
bool gvm_nv_status_set(GError **err, uint32_t status, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

#endif /* GVM_NVIDIA_STATUS_H */
