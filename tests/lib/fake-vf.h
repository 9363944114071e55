/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief How an imitated driver gives its virtual functions vGPU types.
 *
 * The rules are those that are known of NVIDIA's VFIO interface without mdev:
 * the list of a function has what fits now, and its header alone when nothing
 * does or the function has a type; unless the GPU is in heterogeneous mode, the
 * first type decides which size all others have; 0 frees a function; while a
 * program holds it, every write is refused with EPERM. Scenario 80 of the rig
 * states the same of a real kernel, write by write.
 *
 * What it needs to remember is kept in the machine itself:
 * @verbatim
.fake/vf/FUNCTION        GPU it is of
.fake/vfs/GPU/mib        frame buffer, in MiB
.fake/vfs/GPU/mixed      exists: heterogeneous mode
.fake/vfs/GPU/first      number of the first GPU instance, with MIG
@endverbatim
 */
#ifndef GVM_TESTS_FAKE_VF_H
#define GVM_TESTS_FAKE_VF_H

#include <glib.h>
#include <stdbool.h>

/** @brief PCI device id of an L40S. */
#define FAKE_VF_L40S 0x26b9
/** @brief PCI device id of an A100 with 40 GB. */
#define FAKE_VF_A100 0x20f1
/** @brief MiB of frame buffer of a vGPU with an instance 1g.5gb of that. */
#define FAKE_VF_A100_MIB 5120

/**
 * @brief Put an NVIDIA L40S there with virtual functions that take types.
 * @param root       The machine.
 * @param address    Address of the physical function, ending in ".0".
 * @param numa_node  Its NUMA node.
 * @param n_vfs      How many virtual functions, at most 32.
 * @norestriction
 * @sideeffect Creates a physical function and virtual ones from "00.4" on.
 * @failure Ends the process.
 */
void fake_vf_l40s(const char *root, const char *address, int numa_node,
		  unsigned int n_vfs);

/**
 * @brief Put an NVIDIA A100 there that MIG has cut into seven instances.
 *
 * A function then takes the type of such an instance alone, and the driver
 * chooses which of them it is: "gpu_instance_id" tells.
 *
 * @param root       The machine.
 * @param address    Address of the physical function, ending in ".0".
 * @param numa_node  Its NUMA node.
 * @param n_vfs      How many virtual functions, at most 16.
 * @norestriction
 * @sideeffect Creates a physical function and virtual ones from "00.4" on.
 * @failure Ends the process.
 */
void fake_vf_a100(const char *root, const char *address, int numa_node,
		  unsigned int n_vfs);

/**
 * @brief Let NVIDIA's driver have a function.
 * @param root      The machine.
 * @param function  Any function.
 * @restriction Hold the lock of the machine if others use it.
 * @sideeffect If its GPU is one of these, it takes types from now on.
 * @failure Ends the process.
 */
void fake_vf_join(const char *root, const char *function);

/**
 * @brief Take a function from NVIDIA's driver.
 * @param root      The machine.
 * @param function  Any function.
 * @restriction Hold the lock of the machine if others use it.
 * @sideeffect Its type is gone, and so are its attributes.
 * @failure Ends the process.
 */
void fake_vf_leave(const char *root, const char *function);

/**
 * @brief Replace a file of a function that takes types.
 * @param root      The machine.
 * @param function  The function.
 * @param name      Name of the file.
 * @param text      Its content.
 * @norestriction
 * @sideeffect Writes the file.
 * @failure Ends the process.
 */
void fake_vf_put(const char *root, const char *function, const char *name,
		 const char *text);

/**
 * @brief Put the details of a vGPU there as they are without one.
 * @param root      The machine.
 * @param function  The function.
 * @norestriction
 * @sideeffect Writes the files.
 * @failure Ends the process.
 */
void fake_vf_forget(const char *root, const char *function);

/**
 * @brief Read a number as the kernel does.
 * @param value   What was written.
 * @param number  Where to put it.
 * @return true for a decimal number of 32 bits, with a plus before it or not,
 *         and at most one newline behind it.
 * @pure
 */
bool fake_vf_number(const char *value, guint64 *number);

/**
 * @brief Change a detail of a vGPU.
 * @param root      The machine.
 * @param function  The function.
 * @param gpu       Its GPU.
 * @param name      Name of the file.
 * @param value     What was written.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect Writes the file.
 * @failure -EINVAL without a vGPU, for a text too long, for what is no number
 *          where one is wanted, and for a placement without heterogeneous
 *          mode.
 */
int fake_vf_detail(const char *root, const char *function, const char *gpu,
		   const char *name, const char *value);

/**
 * @brief Tell whether a name is that of such a function.
 * @param root  The machine.
 * @param name  Any name.
 * @return true when it is.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
bool fake_vf_is(const char *root, const char *name);

/**
 * @brief Read which type a function has.
 * @param root      The machine.
 * @param function  The function.
 * @return Its number, 0 for none.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
gint64 fake_vf_current(const char *root, const char *function);

/**
 * @brief React to a write to an attribute of such a function.
 * @param root   The machine.
 * @param path   Path of the file, below the root.
 * @param value  What was written.
 * @param rc     Where to put 0, or the negative errno the driver would give.
 * @return false when it is no such attribute.
 * @restriction Hold the lock of the machine.
 * @sideeffect Changes the type of the function, and the lists of all functions
 *             of its GPU.
 * @failure -EPERM for a function that is held; -EINVAL for a type that is not
 *          in the list, for a second type, for an attribute of a function
 *          without type, for what is no number, and for a placement without
 *          heterogeneous mode; -EACCES for the list.
 */
bool fake_vf_write(const char *root, const char *path, const char *value,
		   int *rc);

/**
 * @brief Give a function a type before the test.
 * @param root      The machine.
 * @param function  The function.
 * @param number    Number of the type; 0 frees the function.
 * @norestriction
 * @sideeffect As a write, but unseen by script and log.
 * @failure Ends the process when the driver refuses.
 */
void fake_vf_give(const char *root, const char *function, const char *number);

/**
 * @brief Turn heterogeneous mode on.
 * @param root  The machine.
 * @param gpu   Address of the physical function.
 * @norestriction
 * @sideeffect Writes the lists of all its functions.
 * @failure Ends the process when a function has a type: the driver refuses
 *          then.
 */
void fake_vf_mix(const char *root, const char *gpu);

/**
 * @brief Let a program hold a function, as QEMU does, or go.
 * @param root      The machine.
 * @param function  The function.
 * @param held      Whether it is held from now on.
 * @norestriction
 * @sideeffect Its group is busy, or free.
 * @failure Ends the process when it is no such function.
 */
void fake_vf_hold(const char *root, const char *function, bool held);

#endif /* GVM_TESTS_FAKE_VF_H */
