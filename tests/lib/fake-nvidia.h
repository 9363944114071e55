/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief NVIDIA's driver on an imitated machine.
 *
 * The driver is tests/rmsim, and its state is in the machine, so that the
 * program under test and the test see the same driver:
 * @verbatim
.fake/nvidia/state         struct rmsim
.fake/nvidia/calls         every open, call and close: WHAT = RESULT
.fake/nvidia/left          descriptors that processes died with
.fake/nvidia/wake/N        a fifo: what the descriptor of file N really is
.fake/nvidia/unprivileged  exists: whoever calls is not root
@endverbatim
 * A node is an ordinary file that says "c MAJOR MINOR". Another file is no
 * character device. Types that are registered become types of the GPU, or of
 * its virtual functions, which have been no parents before.
 */
#ifndef GVM_TESTS_FAKE_NVIDIA_H
#define GVM_TESTS_FAKE_NVIDIA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "host/host.h"
#include "rmsim.h"

/** @brief Major number of the nodes. */
#define FAKE_NVIDIA_MAJOR 195
/** @brief Minor number of the control node. */
#define FAKE_NVIDIA_CONTROL 255

/** @brief A GPU of the driver, an A10. */
struct fake_nvidia_gpu {
	const char *address;	/**< Its PCI address. */
	int numa_node;		/**< Its NUMA node. */
	unsigned int n_vfs;	/**< Virtual functions; 0: none. */
	unsigned int minor;	/**< Minor number of its node. */
	unsigned int mode;	/**< What its virtualization mode is. */
};

/**
 * @brief Load the driver, with GPUs.
 * @param root     The machine.
 * @param release  What the driver says that it is.
 * @param rows     Release whose layouts it has, or NULL for its own.
 * @param gpus     The GPUs, in the order of the driver's list.
 * @param n_gpus   How many.
 * @norestriction
 * @sideeffect Creates the GPUs, their nodes and the driver's files.
 * @failure Ends the process.
 */
void fake_nvidia_add(const char *root, const char *release, const char *rows,
		     const struct fake_nvidia_gpu *gpus, size_t n_gpus);

/**
 * @brief Look at the driver and change it.
 * @param root  The machine.
 * @return Its state, until fake_nvidia_unmap(); NULL when there is no driver.
 * @restriction Nothing else uses the machine at this moment.
 * @sideeffect What is changed is changed for all.
 * @failure Ends the process.
 */
struct rmsim *fake_nvidia_map(const char *root);

/**
 * @brief Look away.
 * @param sim  From fake_nvidia_map(), or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void fake_nvidia_unmap(struct rmsim *sim);

GVM_DEFINE_AUTOPTR(rmsim, fake_nvidia_unmap)

/**
 * @brief Let calls fail.
 * @param root   The machine.
 * @param fault  Which ones, and how; NULL: none.
 * @norestriction
 * @sideeffect Replaces the fault that was there, and begins to count.
 * @failure Ends the process without a driver.
 */
void fake_nvidia_fault(const char *root, const struct rmsim_fault *fault);

/**
 * @brief Let the n-th call with a status fail.
 * @param root    The machine.
 * @param nth     Which one from now on, from 1.
 * @param status  What it answers.
 * @norestriction
 * @sideeffect As fake_nvidia_fault().
 * @failure As fake_nvidia_fault().
 */
void fake_nvidia_fail(const char *root, unsigned int nth, uint32_t status);

/**
 * @brief Let the driver be unloaded at the n-th call.
 * @param root  The machine.
 * @param nth   Which one from now on, from 1; it is not answered any more.
 * @norestriction
 * @sideeffect As fake_nvidia_fault().
 * @failure As fake_nvidia_fault().
 */
void fake_nvidia_unload_at(const char *root, unsigned int nth);

/**
 * @brief Tell how many calls a fault has made fail so far.
 * @param root  The machine.
 * @return The number.
 * @norestriction
 * @nosideeffect
 * @failure Ends the process without a driver.
 */
uint64_t fake_nvidia_hits(const char *root);

/**
 * @brief Read the log of the calls.
 * @param root  The machine.
 * @return A new string, one line each, "" when there were none.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
char *fake_nvidia_calls(const char *root);

/**
 * @brief Forget the log of the calls.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Removes it.
 * @nofailure
 */
void fake_nvidia_forget_calls(const char *root);

/**
 * @brief Count what programs have left behind.
 * @param root  The machine.
 * @return Nodes that are open or were open when their process died, and
 *         objects that are allocated.
 * @norestriction
 * @nosideeffect
 * @failure Ends the process without a driver.
 */
unsigned int fake_nvidia_leaks(const char *root);

/**
 * @brief Take or give the right to make privileged calls.
 * @param root   The machine.
 * @param right  Whether whoever calls is root.
 * @norestriction
 * @sideeffect All later calls.
 * @nofailure
 */
void fake_nvidia_privileged(const char *root, bool right);

/**
 * @brief Let a QEMU open a vGPU.
 * @param root  The machine.
 * @param uuid  Of the mediated device.
 * @param pid   Of QEMU.
 * @return true when it has to wait for an answer: the release asks for one.
 * @norestriction
 * @sideeffect Programs that listen are told.
 * @failure Ends the process when there is no such device.
 */
bool fake_nvidia_open_vgpu(const char *root, const char *uuid, uint32_t pid);

/**
 * @brief Let the guest of a vGPU run.
 * @param root  The machine.
 * @param uuid  Of the mediated device.
 * @param pid   Of QEMU.
 * @param name  Name of the domain.
 * @param vm    UUID of the domain.
 * @norestriction
 * @sideeffect Programs that listen are told.
 * @failure Ends the process when there is no such device.
 */
void fake_nvidia_run_vgpu(const char *root, const char *uuid, uint32_t pid,
			  const char *name, const char *vm);

/**
 * @brief Let the guest of a vGPU end.
 * @param root  The machine.
 * @param uuid  Of the mediated device.
 * @norestriction
 * @sideeffect Programs that listen are told.
 * @failure Ends the process when there is no such device.
 */
void fake_nvidia_stop_vgpu(const char *root, const char *uuid);

/**
 * @brief Change what the driver knows of a vGPU.
 * @param sim   The driver.
 * @param uuid  Of the mediated device.
 * @return The vGPU, which belongs to @p sim.
 * @restriction As fake_nvidia_map().
 * @nosideeffect
 * @failure Ends the process when there is no such device.
 */
struct rmsim_vgpu *fake_nvidia_vgpu(struct rmsim *sim, const char *uuid);

/**
 * @brief Bind a GPU to the vGPU part of the driver, or unbind it.
 * @param root   The machine.
 * @param gpu    Its place in the driver's list.
 * @param bound  Whether it is bound.
 * @norestriction
 * @sideeffect Programs that listen are told.
 * @failure Ends the process without a driver.
 */
void fake_nvidia_bind(const char *root, unsigned int gpu, bool bound);

/**
 * @brief Do one of the above for a shell script.
 * @verbatim
fail NTH STATUS       the n-th call from now on answers a status
fail-all CMD STATUS   so do all calls of a control or class
errno NTH ERRNO       the n-th call from now on fails
unload NTH            the driver goes at the n-th call
root yes|no           who calls is root, or is not
mode GPU MODE         virtualization mode of a GPU, by its place
mute                  types that are published do not appear
calls                 print the calls so far
leaks                 print what is left open or allocated
open UUID PID         a QEMU opens a vGPU: print whether it waits
plugin UUID           the host's part of a vGPU is there
start UUID            print how far its start is, the answer, the name
run UUID PID NAME VM  its guest runs
guest UUID VERSION MIB  its guest's driver is there
stop UUID             its guest ends
bind GPU yes|no       a GPU is bound, or unbound
@endverbatim
 * @param root   The machine.
 * @param n      How many words.
 * @param words  The words.
 * @return false when they are none of these.
 * @norestriction
 * @sideeffect As they say.
 * @failure Ends the process.
 */
bool fake_nvidia_command(const char *root, int n, char **words);

#endif /* GVM_TESTS_FAKE_NVIDIA_H */
