/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The GPUs that the driver has, and what it tells of each.
 */
#ifndef GVM_NVIDIA_GPU_H
#define GVM_NVIDIA_GPU_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "nvidia/rm.h"

/** @brief What NV0080_CTRL_CMD_GPU_GET_VIRTUALIZATION_MODE answers. */
enum gvm_nv_mode {
	GVM_NV_MODE_NONE = 0,		/**< No virtualization. */
	GVM_NV_MODE_PASSTHROUGH = 1,	/**< Passed through to this machine. */
	GVM_NV_MODE_VGPU = 2,		/**< This machine has a vGPU. */
	GVM_NV_MODE_HOST_VGPU = 3,	/**< Host of vGPUs. */
	GVM_NV_MODE_HOST_VSGA = 4,	/**< Host of vSGA. */
};

/** @brief SR-IOV capabilities of a GPU. */
struct gvm_nv_sriov {
	bool known;		/**< The driver told. */
	bool enabled;		/**< Virtual functions are enabled. */
	unsigned int total_vfs;	/**< Most virtual functions. */
};

/** @brief Stands for a minor number that the driver does not tell. */
#define GVM_NV_NO_MINOR G_MAXUINT

/** @brief Frame buffer of a GPU, in bytes; nvidia-smi's words. */
struct gvm_nv_memory {
	uint64_t total;		/**< All of it. */
	uint64_t reserved;	/**< What the driver keeps for itself. */
	uint64_t used;		/**< What is allocated. */
	uint64_t free;		/**< What is left. */
};

/** @brief A GPU. */
struct gvm_nv_gpu {
	uint32_t id;			/**< The driver's gpuId. */
	unsigned int index;		/**< Place in its list, from 0. */
	char *address;			/**< "0000:41:00.0". Owned. */
	unsigned int minor;		/**< Of /dev/nvidiaN, or
					 *   GVM_NV_NO_MINOR.
					 */
	unsigned int vendor;		/**< PCI vendor id. */
	unsigned int device;		/**< PCI device id. */
	unsigned int subvendor;		/**< PCI subsystem vendor id. */
	unsigned int subdevice;		/**< PCI subsystem device id. */
	uint64_t framebuffer;		/**< Bytes; 0 before it was opened, or
					 *   when not told.
					 */
	char *uuid;			/**< "GPU-266c8396-..."; NULL before it
					 *   was opened, or when not told.
					 *   Owned.
					 */
	uint32_t device_handle;		/**< RM device, 0: not open. */
	uint32_t subdevice_handle;	/**< RM subdevice, 0: not open. */
	uint32_t config_handle;		/**< vGPU configuration, 0: not open. */
	int node;			/**< Its node, -1: not open. */
	struct gvm_rm *rm;		/**< The client. Borrowed. */
};

/**
 * @brief Free a GPU, closing it first.
 * @param gpu  The GPU, or NULL.
 * @restriction Before its client is freed.
 * @sideeffect As gvm_nv_gpu_close().
 * @nofailure
 */
void gvm_nv_gpu_free(struct gvm_nv_gpu *gpu);

GVM_DEFINE_AUTOPTR(gvm_nv_gpu, gvm_nv_gpu_free)

/**
 * @brief List the GPUs of the driver, with address, minor number and ids.
 * @param rm   The client.
 * @param err  Where to store the error, or NULL.
 * @return A new array of struct gvm_nv_gpu, none open, or NULL.
 * @restriction The ids come from sysfs, the minor number from the driver's
 *              CARD_INFO call or its proc files, never from the order.
 * @nosideeffect
 * @failure The status by name.
 */
GPtrArray *gvm_nv_gpu_list(struct gvm_rm *rm, GError **err);

/**
 * @brief Open a GPU: its node, device and subdevice.
 * @param gpu  From gvm_nv_gpu_list(); nothing happens when it is open.
 * @param err  Where to store the error, or NULL.
 * @return true when it is open; false leaves nothing behind.
 * @norestriction
 * @sideeffect Initialises the GPU when nobody else has it open.
 * @failure The status by name, with the GPU's address.
 */
bool gvm_nv_gpu_open(struct gvm_nv_gpu *gpu, GError **err);

/**
 * @brief Allocate the vGPU configuration object of a GPU.
 * @param gpu  An open GPU; nothing happens when it has one.
 * @param err  Where to store the error, or NULL.
 * @return true when it has one.
 * @restriction From 550 on this succeeds on hosts that cannot make vGPUs as
 *              well: only a query of the object tells.
 * @sideeffect Allocates.
 * @failure GVM_ERROR_UNSUPPORTED when the driver has no such objects.
 */
bool gvm_nv_gpu_configure(struct gvm_nv_gpu *gpu, GError **err);

/**
 * @brief Close a GPU.
 * @param gpu  The GPU; nothing happens when it is not open.
 * @restriction Before its client is freed.
 * @sideeffect Frees its objects in reverse order, then closes its node.
 * @nofailure
 */
void gvm_nv_gpu_close(struct gvm_nv_gpu *gpu);

/**
 * @brief Ask how much frame buffer there is.
 * @param gpu     An open GPU.
 * @param memory  Filled.
 * @param err     Where to store the error, or NULL.
 * @return true when the driver told.
 * @norestriction
 * @nosideeffect
 * @failure The status by name.
 */
bool gvm_nv_gpu_memory(struct gvm_nv_gpu *gpu, struct gvm_nv_memory *memory,
		       GError **err);

/**
 * @brief Ask for the virtualization mode.
 * @param gpu   An open GPU.
 * @param mode  Where to put it.
 * @param err   Where to store the error, or NULL.
 * @return true when the driver told.
 * @norestriction
 * @nosideeffect
 * @failure The status by name.
 */
bool gvm_nv_gpu_mode(struct gvm_nv_gpu *gpu, enum gvm_nv_mode *mode,
		     GError **err);

/**
 * @brief Name a virtualization mode as nvidia-smi does.
 * @param mode  The mode.
 * @return "None", "Pass-Through", "VGPU", "Host VGPU", "Host VSGA"; static.
 * @pure
 */
const char *gvm_nv_gpu_mode_name(enum gvm_nv_mode mode);

/**
 * @brief Ask for the SR-IOV capabilities.
 * @param gpu    An open GPU.
 * @param sriov  Filled; not known when the driver does not tell.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
void gvm_nv_gpu_sriov(struct gvm_nv_gpu *gpu, struct gvm_nv_sriov *sriov);

#endif /* GVM_NVIDIA_GPU_H */
