/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Showing what NVIDIA's driver tells of a GPU.
 */
#ifndef GVM_CMD_SHOW_GPU_H
#define GVM_CMD_SHOW_GPU_H

#include <json-c/json.h>

#include "cmd/cmd.h"
#include "lifecycle/gpus.h"

/**
 * @brief Build the JSON object of a GPU.
 * @param gpus  The list that it is from.
 * @param gpu   The GPU, asked, or NULL.
 * @return A new object, NULL (which is JSON's null) for NULL.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
struct json_object *gvm_show_gpu(const struct gvm_gpus *gpus,
				 const struct gvm_gpu *gpu);

/**
 * @brief Build a JSON answer.
 * @param answer  The answer.
 * @return true, false or NULL (which is JSON's null).
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
struct json_object *gvm_show_answer(enum gvm_answer answer);

/**
 * @brief With -v, say why NVIDIA's driver told less than it could.
 * @param call     The call.
 * @param gpus     The GPUs.
 * @param parents  struct gvm_parent that were joined with them.
 * @norestriction
 * @sideeffect Writes to standard error.
 * @nofailure
 */
void gvm_show_gpus_why(const struct gvm_call *call,
		       const struct gvm_gpus *gpus, const GPtrArray *parents);

#endif /* GVM_CMD_SHOW_GPU_H */
