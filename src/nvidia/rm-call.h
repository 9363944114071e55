/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief How the client talks to the driver; for rm*.c and event.c only.
 */
#ifndef GVM_NVIDIA_RM_CALL_H
#define GVM_NVIDIA_RM_CALL_H

#include "nvidia/rm.h"

/** @brief Numbers of the driver's ioctls, the same in all releases. */
enum gvm_rm_escape {
	GVM_RM_ESC_FREE = 0x29,			/**< NV_ESC_RM_FREE. */
	GVM_RM_ESC_CONTROL = 0x2a,		/**< NV_ESC_RM_CONTROL. */
	GVM_RM_ESC_ALLOC = 0x2b,		/**< NV_ESC_RM_ALLOC. */
	GVM_RM_ESC_GET_EVENT_DATA = 0x52,	/**< ..._RM_GET_EVENT_DATA. */
	GVM_RM_ESC_CARD_INFO = 200,		/**< NV_ESC_CARD_INFO. */
	GVM_RM_ESC_ALLOC_OS_EVENT = 206,	/**< NV_ESC_ALLOC_OS_EVENT. */
	GVM_RM_ESC_FREE_OS_EVENT = 207,		/**< NV_ESC_FREE_OS_EVENT. */
	GVM_RM_ESC_CHECK_VERSION_STR = 210,	/**< ..._CHECK_VERSION_STR. */
};

/** @brief What stands where the driver has yet to write a status. */
#define GVM_RM_UNWRITTEN 0x47564d21

/** @brief How long "again, a little later" was obeyed. */
struct gvm_rm_patience {
	unsigned int next_ms;	/**< Length of the next wait, 0 at first. */
	unsigned int spent_ms;	/**< Sum of the waits so far. */
};

/**
 * @brief Wait when a status says "again, a little later".
 * @param rm        The client.
 * @param patience  Zeroed before the first call.
 * @param status    What the driver answered.
 * @return true when the call is to be made again.
 * @norestriction
 * @sideeffect Waits, longer each time, GVM_RM_PATIENCE_MS in all.
 * @nofailure
 */
bool gvm_rm_again(struct gvm_rm *rm, struct gvm_rm_patience *patience,
		  uint32_t status);

/**
 * @brief Make one ioctl with an argument of exactly its size.
 * @param rm      The client.
 * @param fd      The control node, or the node of an event.
 * @param escape  Which ioctl.
 * @param bytes   Its argument.
 * @param size    Size of the argument in bytes.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect Counts the call.
 * @failure What ioctl(2) reports.
 */
int gvm_rm_ioctl(struct gvm_rm *rm, int fd, enum gvm_rm_escape escape,
		 void *bytes, size_t size);

/**
 * @brief Say that a call did not reach its object.
 * @param err     Where to store the error, or NULL.
 * @param rc      A negative errno.
 * @param format  Name of the call, printf-like.
 * @return Always false.
 * @restriction @p err must not already hold an error.
 * @sideeffect Allocates the error.
 * @nofailure
 */
bool gvm_rm_refuse(GError **err, int rc, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

/**
 * @brief Turn both answers of a call into success or an error.
 * @param err     Where to store the error, or NULL.
 * @param rc      What the ioctl returned.
 * @param status  The status in its structure.
 * @param format  Name of the call, printf-like.
 * @return true when both are good.
 * @restriction @p err must not already hold an error.
 * @nosideeffect
 * @failure That of gvm_rm_refuse(); the status by name.
 */
bool gvm_rm_settle(GError **err, int rc, uint32_t status, const char *format,
		   ...) G_GNUC_PRINTF(4, 5);

/**
 * @brief Compare the version that the driver states with the known one.
 * @param rm       A client with its control node.
 * @param version  What gvm_rm_version() told.
 * @param err      Where to store the error, or NULL.
 * @return true when they are the same.
 * @norestriction
 * @sideeffect The driver notes a mismatch in the kernel's log, if it is asked
 *             in the old way (up to 525).
 * @failure GVM_ERROR_FAILED when they differ or the driver does not answer.
 */
bool gvm_rm_check_version(struct gvm_rm *rm, const char *version,
			  GError **err);

#endif /* GVM_NVIDIA_RM_CALL_H */
