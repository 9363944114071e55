/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Parents and types of an imitated machine.
 */
#ifndef GVM_TESTS_FAKE_GPU_H
#define GVM_TESTS_FAKE_GPU_H

#include <stddef.h>

/** @brief A type that a parent of an imitated machine offers. */
struct fake_type {
	const char *id;		/**< Name of its directory. */
	const char *name;	/**< Its "name", or NULL for none. */
	const char *api;	/**< Its "device_api". */
	const char *description;	/**< Its "description", or NULL. */
	unsigned int cost;	/**< What one device takes from the pool. */
};

/** @brief A parent of an imitated machine. */
struct fake_parent {
	const char *name;	/**< PCI address or kernel name. */
	const char *above;	/**< Directory below which it is. */
	const char *subsystem;	/**< "pci" or the like. */
	const char *driver;	/**< Kernel driver, or NULL. */
	const char *physfn;	/**< Name of its physical function, or NULL. */
	unsigned int vendor;	/**< PCI vendor id; 0 when not PCI. */
	unsigned int device;	/**< PCI device id. */
	unsigned int subvendor;	/**< PCI subsystem vendor id. */
	unsigned int subdevice;	/**< PCI subsystem device id. */
	int numa_node;		/**< NUMA node, -1 for none. */
	const char *pool;	/**< Pool it takes from; NULL: its own. */
	unsigned int total;	/**< What the pool holds. */
	unsigned int max;	/**< Most devices at a time. */
};

/** @brief Types of an NVIDIA A10; a pool holds 24576 MiB. */
extern const struct fake_type fake_a10_types[];
/** @brief How many types an A10 has. */
extern const size_t fake_a10_n_types;

/**
 * @brief Put a PCI device there that is no parent.
 * @param root    The machine.
 * @param parent  Who it is; pool, total and max are not used.
 * @norestriction
 * @sideeffect Creates its directory and its entry on the PCI bus.
 * @failure Ends the process.
 */
void fake_gpu_device(const char *root, const struct fake_parent *parent);

/**
 * @brief Make a device a parent, without types yet.
 * @param root    The machine.
 * @param parent  Who it is; nothing happens when it is a parent already.
 * @restriction Hold the lock of the machine if others use it.
 * @sideeffect Creates its entry and what fake-mdev.h needs.
 * @failure Ends the process.
 */
void fake_gpu_offer(const char *root, const struct fake_parent *parent);

/**
 * @brief Put a parent there, with types.
 * @param root     The machine.
 * @param parent   Who it is.
 * @param types    Its types.
 * @param n_types  How many.
 * @norestriction
 * @sideeffect Creates its directory, its entries and what fake-mdev.h needs.
 * @failure Ends the process.
 */
void fake_gpu_parent(const char *root, const struct fake_parent *parent,
		     const struct fake_type *types, size_t n_types);

/**
 * @brief Let a parent offer one more type.
 * @param root    The machine.
 * @param parent  Name of the parent.
 * @param type    The type.
 * @norestriction
 * @sideeffect Creates the directory of the type.
 * @failure Ends the process.
 */
void fake_gpu_type(const char *root, const char *parent,
		   const struct fake_type *type);

/**
 * @brief Let a parent offer a type no more.
 * @param root    The machine.
 * @param parent  Name of the parent.
 * @param type    Id of the type.
 * @restriction It has no devices of that type.
 * @sideeffect Removes the directory of the type.
 * @failure Ends the process.
 */
void fake_gpu_no_type(const char *root, const char *parent, const char *type);

/**
 * @brief Describe an NVIDIA A10.
 * @param address    Address of the physical function. Borrowed.
 * @param above      Directory of its bus. Borrowed.
 * @param numa_node  Its NUMA node.
 * @return The physical function; for a virtual one, change name and physfn.
 * @pure
 */
struct fake_parent fake_gpu_a10_card(const char *address, const char *above,
				     int numa_node);

/**
 * @brief Tell the address of a virtual function of an A10.
 * @param address  Address of the physical function.
 * @param number   Which one, from 0.
 * @return A new string.
 * @pure
 */
char *fake_gpu_a10_function(const char *address, unsigned int number);

/**
 * @brief Put an NVIDIA A10 there with virtual functions that are parents.
 *
 * The functions share the frame buffer and take one vGPU each, as on the real
 * one.
 *
 * @param root       The machine.
 * @param address    Address of the physical function, ending in ".0".
 * @param numa_node  Its NUMA node.
 * @param n_vfs      How many virtual functions, at most 28.
 * @norestriction
 * @sideeffect Creates a physical function and virtual ones from "00.4" on.
 * @failure Ends the process.
 */
void fake_gpu_a10(const char *root, const char *address, int numa_node,
		  unsigned int n_vfs);

/**
 * @brief Make a vGPU that was there before the test.
 * @param root    The machine.
 * @param parent  Name of its parent.
 * @param type    Id of its type.
 * @param uuid    Its UUID.
 * @norestriction
 * @sideeffect As a write to "create", but unseen by script and log.
 * @failure Ends the process.
 */
void fake_gpu_vgpu(const char *root, const char *parent, const char *type,
		   const char *uuid);

#endif /* GVM_TESTS_FAKE_GPU_H */
