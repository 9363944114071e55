/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief A client of the driver's resource manager (RM).
 *
 * One control node, one client, and below it a tree of objects. What was
 * allocated is freed in reverse order by gvm_rm_free(), which a g_autoptr
 * calls on every way out; the kernel does the same for a process that dies.
 *
 * Every call is checked twice: the ioctl's errno and the status inside its
 * structure. A status that only says "again, a little later" is retried for a
 * bounded time.
 */
#ifndef GVM_NVIDIA_RM_H
#define GVM_NVIDIA_RM_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "host/host.h"
#include "nvidia/abi.h"
#include "nvidia/block.h"
#include "util/cleanup.h"

/** @brief Longest time that "again, a little later" is obeyed, in ms. */
#define GVM_RM_PATIENCE_MS 10000

/** @brief Classes of objects; the numbers are the same in all releases. */
enum gvm_rm_class {
	GVM_RM_ROOT = 0x0,		/**< NV01_ROOT. */
	GVM_RM_EVENT = 0x5,		/**< NV01_EVENT. */
	GVM_RM_OS_EVENT = 0x79,		/**< NV01_EVENT_OS_EVENT. */
	GVM_RM_DEVICE = 0x80,		/**< NV01_DEVICE_0. */
	GVM_RM_SUBDEVICE = 0x2080,	/**< NV20_SUBDEVICE_0. */
	GVM_RM_VGPU_CONFIG = 0xa081,	/**< NVA081_VGPU_CONFIG. */
};

/** @brief An object that was allocated. */
struct gvm_rm_object {
	uint32_t handle;	/**< Ours. */
	uint32_t parent;	/**< Handle of its parent. */
};

/** @brief A client. */
struct gvm_rm {
	struct gvm_host *host;		/**< The machine. Borrowed. */
	struct gvm_nv_abi abi;		/**< Rows of the running release. */
	int fd;				/**< The control node. */
	uint32_t client;		/**< Handle of the client, 0: none. */
	uint32_t next;			/**< Next handle of an object. */
	GArray *objects;		/**< struct gvm_rm_object. Owned. */
	uint64_t calls;			/**< ioctls made so far. */
	GPtrArray *others;		/**< struct gvm_nv_abi that queries
					 *   found to be right. Owned.
					 */
};

/**
 * @brief Learn the version of the driver.
 * @param host     The machine.
 * @param version  Where to put its text; freed by the caller.
 * @param err      Where to store the error, or NULL.
 * @return true when a driver is loaded.
 * @restriction Reads sys/module/nvidia/version, else
 *              proc/driver/nvidia/version; makes no call.
 * @nosideeffect
 * @failure GVM_ERROR_UNSUPPORTED when NVIDIA's driver is not loaded.
 */
bool gvm_rm_version(struct gvm_host *host, char **version, GError **err);

/**
 * @brief Open the control node, check the version and make a client.
 * @param host       The machine; must outlive the client.
 * @param force_abi  Release whose rows to take, or NULL for the driver's own.
 * @param err        Where to store the error, or NULL.
 * @return A new client, freed with gvm_rm_free(), or NULL.
 * @norestriction
 * @sideeffect Opens /dev/nvidiactl, making it where gvm_nv_node_open() may.
 * @failure Those of gvm_rm_version(), gvm_nv_abi_select() and
 *          gvm_nv_node_open(); that of a refused call, by name.
 */
struct gvm_rm *gvm_rm_new(struct gvm_host *host, const char *force_abi,
			  GError **err);

/**
 * @brief Free all objects in reverse order, the client and the node.
 * @param rm  The client, or NULL.
 * @norestriction
 * @sideeffect Frees what was allocated in the driver.
 * @failure A refused free is ignored: closing the node frees it as well.
 */
void gvm_rm_free(struct gvm_rm *rm);

GVM_DEFINE_AUTOPTR(gvm_rm, gvm_rm_free)

/**
 * @brief Allocate an object.
 * @param rm      The client.
 * @param parent  Handle of the parent.
 * @param class   Its class.
 * @param params  Parameters of the class, or NULL.
 * @param handle  Where to put its handle.
 * @param err     Where to store the error, or NULL.
 * @return true when it is there.
 * @norestriction
 * @sideeffect The object lives until gvm_rm_drop() or gvm_rm_free().
 * @failure The status by name.
 */
bool gvm_rm_alloc(struct gvm_rm *rm, uint32_t parent, enum gvm_rm_class class,
		  const struct gvm_nv_block *params, uint32_t *handle,
		  GError **err);

/**
 * @brief Allocate an object and look at the status.
 * @param rm      The client.
 * @param parent  Handle of the parent.
 * @param class   Its class.
 * @param params  Parameters of the class, or NULL.
 * @param handle  Where to put its handle; untouched unless the status is OK.
 * @param status  Where to put the status.
 * @return 0, or a negative errno when the call did not reach the parent.
 * @norestriction
 * @sideeffect As for gvm_rm_alloc(), when the status is OK. BUSY_RETRY and
 *             TIMEOUT_RETRY are retried for GVM_RM_PATIENCE_MS at most, then
 *             returned.
 * @failure What ioctl(2) reports.
 */
int gvm_rm_try_alloc(struct gvm_rm *rm, uint32_t parent,
		     enum gvm_rm_class class,
		     const struct gvm_nv_block *params, uint32_t *handle,
		     uint32_t *status);

/**
 * @brief Name a class.
 * @param class  The class.
 * @return NVIDIA's name, static.
 * @pure
 */
const char *gvm_rm_class_name(enum gvm_rm_class class);

/**
 * @brief Make the parameters of a control or class, zeroed but for what must
 *        not be 0.
 *
 * From 575 on some structures name a GPU instance of MIG, and there 0 is the
 * first instance, not "none".
 *
 * @param abi    The rows; must outlive the block.
 * @param which  Which structure; the release must have it.
 * @param block  Filled; freed with gvm_nv_block_clear().
 * @restriction As for gvm_nv_block_init().
 * @sideeffect Allocates memory.
 * @nofailure
 */
void gvm_rm_params(const struct gvm_nv_abi *abi, enum gvm_nv_struct which,
		   struct gvm_nv_block *block);

/**
 * @brief Free an object and all that was allocated after it below it.
 * @param rm      The client.
 * @param handle  The object; 0 is ignored.
 * @norestriction
 * @sideeffect Frees them in the driver, the youngest first.
 * @failure A refused free is ignored.
 */
void gvm_rm_drop(struct gvm_rm *rm, uint32_t handle);

/**
 * @brief Make a control call and look at its status.
 * @param rm       The client.
 * @param object   Handle of the object; the client's for NV0000 controls.
 * @param control  Which call.
 * @param params   Its parameters, changed by the call; NULL for none.
 * @param status   Where to put the status.
 * @return 0, or a negative errno when the call did not reach the object.
 * @restriction Writing controls only on a release that
 *              gvm_nv_abi_may_write().
 * @sideeffect That of the control. BUSY_RETRY and TIMEOUT_RETRY are retried
 *             for GVM_RM_PATIENCE_MS at most, then returned.
 * @failure -ENOSYS when the release does not offer the control; -EPERM when
 *          it writes and the release is not known well enough; else what
 *          ioctl(2) reports.
 */
int gvm_rm_call(struct gvm_rm *rm, uint32_t object,
		enum gvm_nv_control control, const struct gvm_nv_block *params,
		uint32_t *status);

/**
 * @brief Turn what gvm_rm_call() told into success or an error.
 * @param rm       The client.
 * @param control  Which call it was.
 * @param rc       What it returned.
 * @param status   The status.
 * @param err      Where to store the error, or NULL.
 * @return true when the status is OK.
 * @norestriction
 * @nosideeffect
 * @failure As for gvm_rm_control().
 */
bool gvm_rm_judge(const struct gvm_rm *rm, enum gvm_nv_control control, int rc,
		  uint32_t status, GError **err);

/**
 * @brief Make a control call that is meant to succeed.
 * @param rm       The client.
 * @param object   Handle of the object.
 * @param control  Which call.
 * @param params   Its parameters, changed by the call; NULL for none.
 * @param err      Where to store the error, or NULL.
 * @return true when the status is OK.
 * @restriction As for gvm_rm_call().
 * @sideeffect As for gvm_rm_call().
 * @failure The status by name, after the name of the control;
 *          GVM_ERROR_UNSUPPORTED when the release does not offer it.
 */
bool gvm_rm_control(struct gvm_rm *rm, uint32_t object,
		    enum gvm_nv_control control,
		    const struct gvm_nv_block *params, GError **err);

/**
 * @brief Make a query, trying sizes, and look at its status.
 * @param rm       The client.
 * @param object   Handle of the object.
 * @param control  Which call; must not write.
 * @param params   As for gvm_rm_query().
 * @param status   Where to put the status.
 * @return As gvm_rm_call().
 * @restriction Inputs are carried over by field.
 * @sideeffect As for gvm_rm_call().
 * @failure As for gvm_rm_call().
 */
int gvm_rm_probe(struct gvm_rm *rm, uint32_t object,
		 enum gvm_nv_control control, struct gvm_nv_block *params,
		 uint32_t *status);

/**
 * @brief Make a query of a release that is not known well, trying sizes.
 *
 * On a known release this is gvm_rm_control() on a new block. Otherwise the
 * layouts of other rows of the same structure are tried, nearest first, when
 * the driver answers that the size is wrong.
 *
 * @param rm       The client.
 * @param object   Handle of the object.
 * @param control  Which call; must not write.
 * @param params   A block of the control's structure with its inputs set;
 *                 replaced when another layout was the right one.
 * @param err      Where to store the error, or NULL.
 * @return true when the status is OK.
 * @restriction Inputs are carried over by field.
 * @sideeffect As for gvm_rm_call().
 * @failure As for gvm_rm_control().
 */
bool gvm_rm_query(struct gvm_rm *rm, uint32_t object,
		  enum gvm_nv_control control, struct gvm_nv_block *params,
		  GError **err);

#endif /* GVM_NVIDIA_RM_H */
