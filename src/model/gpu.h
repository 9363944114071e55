/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief A GPU as NVIDIA's driver tells of it, as plain data.
 */
#ifndef GVM_MODEL_GPU_H
#define GVM_MODEL_GPU_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "util/cleanup.h"

/** @brief PCI vendor id of NVIDIA. */
#define GVM_GPU_VENDOR 0x10de
/** @brief Stands for a minor number that nobody tells. */
#define GVM_GPU_NO_MINOR G_MAXUINT

/** @brief What somebody says to a question. */
enum gvm_answer {
	GVM_ANSWER_UNKNOWN,	/**< He does not tell. */
	GVM_ANSWER_NO,		/**< No. */
	GVM_ANSWER_YES,		/**< Yes. */
};

/** @brief A GPU. What only the driver can tell is missing until it did. */
struct gvm_gpu {
	char *address;		/**< PCI address. Owned. */
	char *uuid;		/**< "GPU-266c8396-...", or NULL. Owned. */
	char *driver;		/**< Kernel driver, or NULL. Owned. */
	unsigned int vendor;	/**< PCI vendor id, 0 when not told. */
	unsigned int device;	/**< PCI device id. */
	unsigned int subvendor;	/**< PCI subsystem vendor id. */
	unsigned int subdevice;	/**< PCI subsystem device id. */
	int numa_node;		/**< NUMA node, or GVM_NUMA_UNKNOWN. */
	unsigned int vfs;	/**< Virtual functions that are enabled. */
	unsigned int minor;	/**< Of its node, or GVM_GPU_NO_MINOR. */
	bool opened;		/**< The driver opened it; else see @c why. */
	const char *mode;	/**< Virtualization mode in the words of
				 *   nvidia-smi, or NULL. Static.
				 */
	bool host;		/**< The mode is that of a host of vGPUs. */
	enum gvm_answer persistent;	/**< It stays up when unused. */
	enum gvm_answer sriov;	/**< The driver has SR-IOV enabled. */
	unsigned int total_vfs;	/**< Most virtual functions; 0 when SR-IOV is
				 *   unknown.
				 */
	bool has_memory;	/**< The next four are known. */
	uint64_t total;		/**< Frame buffer in bytes. */
	uint64_t reserved;	/**< Kept by the driver, in bytes. */
	uint64_t used;		/**< Allocated, in bytes. */
	uint64_t free;		/**< Left, in bytes. */
	GArray *supported;	/**< uint32_t, types it can have, or NULL. */
	GArray *creatable;	/**< uint32_t, types to be made now, or NULL. */
	GArray *ours;		/**< uint32_t, types that this program sent, or
				 *   NULL when that cannot be read.
				 */
	char *why;		/**< Why it could not be opened, or NULL. */
	int code;		/**< Code of that, enum gvm_error, or 0. */
	char *no_types;		/**< Why it tells no types, or NULL. */
};

/**
 * @brief Make a GPU of which only the address is known.
 * @param address  PCI address; copied.
 * @return A new GPU, freed with gvm_gpu_free().
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
struct gvm_gpu *gvm_gpu_new(const char *address);

/**
 * @brief Free a GPU.
 * @param gpu  The GPU, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_gpu_free(struct gvm_gpu *gpu);

GVM_DEFINE_AUTOPTR(gvm_gpu, gvm_gpu_free)

/**
 * @brief Find a GPU by its address.
 * @param gpus     struct gvm_gpu.
 * @param address  PCI address.
 * @return The GPU, owned by @p gpus, or NULL.
 * @pure
 */
struct gvm_gpu *gvm_gpu_find(const GPtrArray *gpus, const char *address);

/**
 * @brief Read the number of a type from its id.
 * @param id      Id of the type as the kernel spells it, such as
 *                "nvidia-588".
 * @param number  Where to put the number; untouched on failure.
 * @return false when it is no type of NVIDIA's driver.
 * @pure
 */
bool gvm_gpu_type_number(const char *id, uint32_t *number);

/**
 * @brief Tell whether a list of types has one.
 * @param types   uint32_t, or NULL when it is not known.
 * @param number  Number of the type.
 * @return The answer.
 * @pure
 */
enum gvm_answer gvm_gpu_has_type(const GArray *types, uint32_t number);

/**
 * @brief Order two elements of a GPtrArray of GPUs by address.
 * @param a  Address of a pointer to the first GPU.
 * @param b  Address of a pointer to the second GPU.
 * @return Less than, equal to or greater than 0, as strcmp().
 * @pure
 */
int gvm_gpu_compare(const void *a, const void *b);

#endif /* GVM_MODEL_GPU_H */
