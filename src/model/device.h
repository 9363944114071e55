/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Parents, types and vGPUs: what a machine has, as plain data.
 */
#ifndef GVM_MODEL_DEVICE_H
#define GVM_MODEL_DEVICE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "model/description.h"
#include "util/cleanup.h"

/** @brief What a NUMA node number says when the machine does not tell. */
#define GVM_NUMA_UNKNOWN (-1)

/** @brief A type that a parent offers. */
struct gvm_type {
	char *id;		/**< Kernel's directory name. Owned. */
	char *name;		/**< Name for people, or NULL. Owned. */
	char *device_api;	/**< "vfio-pci" and the like. Owned. */
	unsigned int available;	/**< Instances that can still be made. */
	bool implied;		/**< What is asked for without any type. */
	struct gvm_description info;	/**< What the driver tells more. */
};

/** @brief A device that can make vGPUs. */
struct gvm_parent {
	char *address;		/**< PCI address or kernel name. Owned. */
	char *nodedev;		/**< libvirt's node-device name. Owned. */
	char *physfn;		/**< Physical function of a VF, or NULL. */
	char *driver;		/**< Kernel driver, or NULL. Owned. */
	unsigned int vendor;	/**< PCI vendor id; 0 when not PCI. */
	unsigned int device;	/**< PCI device id; 0 when not PCI. */
	unsigned int subvendor;	/**< PCI subsystem vendor id, or 0. */
	unsigned int subdevice;	/**< PCI subsystem device id, or 0. */
	int numa_node;		/**< NUMA node, or GVM_NUMA_UNKNOWN. */
	unsigned int active;	/**< vGPUs that exist on it. */
	unsigned int vfs;	/**< Virtual functions of its device. */
	unsigned int total_vfs;	/**< How many these can be; 0 for none. */
	unsigned int class;	/**< PCI class, 24 bits; 0 when not PCI. */
	bool by_address;	/**< It is its one vGPU, named by address. */
	const char *backend;	/**< Name of its back end. Static. */
	GPtrArray *types;	/**< struct gvm_type; may be empty. Owned. */
};

/**
 * @brief A vGPU, made or about to be made.
 *
 * What tells vGPUs apart is a UUID, or, where a function of a GPU becomes a
 * vGPU by being given a type, the address of that function, which is then
 * the parent's as well.
 */
struct gvm_vgpu {
	char *uuid;		/**< Canonical UUID, or address. Owned. */
	char *parent;		/**< Address of its parent. Owned. */
	char *type;		/**< Id of its type. Owned. */
	char *type_name;	/**< Name of its type, or NULL. Owned. */
	char *device_api;	/**< "vfio-pci" and the like, or NULL. */
	char *iommu_group;	/**< Number of its VFIO group, or NULL. */
	char *driver;		/**< Who had it before, or NULL. Owned. */
	const char *backend;	/**< Name of its back end. Static. */
};

/**
 * @brief Free a type.
 * @param type  The type, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_type_free(struct gvm_type *type);

GVM_DEFINE_AUTOPTR(gvm_type, gvm_type_free)

/**
 * @brief Make an empty vGPU with its three names.
 * @param uuid    Canonical UUID, or address of a function; copied.
 * @param parent  Address of the parent, or NULL; copied.
 * @param type    Id of the type, or NULL; copied.
 * @return A new vGPU, freed with gvm_vgpu_free().
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
struct gvm_vgpu *gvm_vgpu_new(const char *uuid, const char *parent,
			      const char *type);

/**
 * @brief Free a vGPU.
 * @param vgpu  The vGPU, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_vgpu_free(struct gvm_vgpu *vgpu);

GVM_DEFINE_AUTOPTR(gvm_vgpu, gvm_vgpu_free)

/**
 * @brief Order two elements of a GPtrArray of vGPUs by parent and UUID.
 * @param a  Address of a pointer to the first vGPU.
 * @param b  Address of a pointer to the second vGPU.
 * @return As strcmp().
 * @pure
 */
int gvm_vgpu_compare(const void *a, const void *b);

#endif /* GVM_MODEL_DEVICE_H */
