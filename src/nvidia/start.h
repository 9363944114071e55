/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The start protocol of older drivers: QEMU waits, somebody answers.
 *
 * On the releases that have it, the driver lets QEMU wait in its open of a
 * vGPU, queues a "VM start" for every client that listens, and wakes QEMU
 * when one of them says how the start went. Three things are easily done
 * wrong:
 *
 * - A client has one queue for all its system events, and asking for a start
 *   takes the oldest of them, whatever it is. One that is no start is gone
 *   then, so the asking goes on.
 * - Wake-ups coalesce: one may stand for several starts.
 * - QEMU waits for the answer. An answer that cannot be "yes" is a "no",
 *   never silence.
 *
 * The answer "yes" is accepted only from a machine on which somebody has made
 * the host's part of the vGPU, NVIDIA's plugin. Otherwise the driver refuses
 * the answer with NV_ERR_INVALID_STATE, and QEMU still waits.
 */
#ifndef GVM_NVIDIA_START_H
#define GVM_NVIDIA_START_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "nvidia/gpu.h"

/** @brief Most system events that the driver keeps for a client. */
#define GVM_NV_START_QUEUE 16

/** @brief A start that waits for an answer. */
struct gvm_nv_start {
	char *uuid;		/**< Of the mediated device. Owned. */
	uint32_t qemu_pid;	/**< Its QEMU, or 0. */
	uint32_t gpu_id;	/**< The driver's gpuId. */
	uint32_t gpu_bdf;	/**< PCI address: domain, bus, function. */
	uint32_t vgpu_id;	/**< The driver's number of the vGPU. */
};

/**
 * @brief Free a start.
 * @param start  The start, or NULL.
 * @restriction It is not answered by that.
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_nv_start_free(struct gvm_nv_start *start);

GVM_DEFINE_AUTOPTR(gvm_nv_start, gvm_nv_start_free)

/**
 * @brief Tell whether a release has the start protocol.
 * @param abi  The rows.
 * @return true when it has all three parts: notifier, question and answer.
 * @pure
 */
bool gvm_nv_start_offered(const struct gvm_nv_abi *abi);

/** @brief What was taken from the queue of system events. */
enum gvm_nv_start_taken {
	GVM_NV_START_TAKEN,	/**< A start. */
	GVM_NV_START_OTHER,	/**< Another event; it is gone now. */
	GVM_NV_START_NONE,	/**< The queue is empty, or its oldest start
				 *   has lost its QEMU; the driver says the
				 *   same for both.
				 */
};

/**
 * @brief Take the oldest system event.
 * @param rm     A client on a release with gvm_nv_start_offered().
 * @param start  Where to put a new start when it is one.
 * @param taken  What it was; GVM_NV_START_NONE on failure.
 * @param err    Where to store the error, or NULL.
 * @return true when the driver answered.
 * @norestriction
 * @sideeffect Takes it from the driver's queue.
 * @failure The status by name.
 */
bool gvm_nv_start_take(struct gvm_rm *rm, struct gvm_nv_start **start,
		       enum gvm_nv_start_taken *taken, GError **err);

/** @brief An answer to a start. */
struct gvm_nv_answer {
	const char *uuid;	/**< Of the mediated device. */
	const char *vm_uuid;	/**< Of the domain, or NULL. */
	const char *vm_name;	/**< Of the domain, or NULL; cut to fit. */
	uint32_t status;	/**< GVM_NV_OK, or why it does not start. */
};

/**
 * @brief Answer a start.
 * @param gpu     A GPU with its configuration object.
 * @param answer  The answer.
 * @param status  Where to put what the driver says to it: GVM_NV_OK when QEMU
 *                goes on; OBJECT_NOT_FOUND when this GPU has no such vGPU;
 *                INVALID_STATE when nobody waits, or when the answer is "yes"
 *                and the host's part of the vGPU is missing.
 * @return 0, or a negative errno when the call did not reach the object.
 * @restriction The UUIDs must be such.
 * @sideeffect QEMU goes on, or ends.
 * @failure What gvm_rm_call() reports; -EINVAL for what is no UUID.
 */
int gvm_nv_start_answer(struct gvm_nv_gpu *gpu,
			const struct gvm_nv_answer *answer, uint32_t *status);

#endif /* GVM_NVIDIA_START_H */
