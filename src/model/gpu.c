// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief A GPU as NVIDIA's driver tells of it, as plain data.
 */
#include "model/gpu.h"

#include <string.h>

#include "model/device.h"
#include "util/text.h"

/** @brief What the kernel's ids of NVIDIA's types begin with. */
#define TYPE_PREFIX "nvidia-"

struct gvm_gpu *gvm_gpu_new(const char *address)
{
	struct gvm_gpu *gpu = g_new0(struct gvm_gpu, 1);

	gpu->address = g_strdup(address);
	gpu->numa_node = GVM_NUMA_UNKNOWN;
	gpu->minor = GVM_GPU_NO_MINOR;

	return gpu;
}

void gvm_gpu_free(struct gvm_gpu *gpu)
{
	if (!gpu)
		return;

	g_free(gpu->address);
	g_free(gpu->uuid);
	g_free(gpu->driver);
	g_clear_pointer(&gpu->supported, g_array_unref);
	g_clear_pointer(&gpu->creatable, g_array_unref);
	g_clear_pointer(&gpu->ours, g_array_unref);
	g_free(gpu->why);
	g_free(gpu->no_types);
	g_free(gpu);
}

struct gvm_gpu *gvm_gpu_find(const GPtrArray *gpus, const char *address)
{
	for (guint i = 0; i < gpus->len; i++) {
		struct gvm_gpu *gpu = g_ptr_array_index(gpus, i);

		if (g_str_equal(gpu->address, address))
			return gpu;
	}

	return NULL;
}

bool gvm_gpu_type_number(const char *id, uint32_t *number)
{
	uint64_t value;

	if (!g_str_has_prefix(id, TYPE_PREFIX) ||
	    !gvm_text_to_uint(id + strlen(TYPE_PREFIX), UINT32_MAX, &value))
		return false;
	*number = value;

	return true;
}

enum gvm_answer gvm_gpu_has_type(const GArray *types, uint32_t number)
{
	if (!types)
		return GVM_ANSWER_UNKNOWN;
	for (guint i = 0; i < types->len; i++)
		if (g_array_index(types, uint32_t, i) == number)
			return GVM_ANSWER_YES;

	return GVM_ANSWER_NO;
}

int gvm_gpu_compare(const void *a, const void *b)
{
	const struct gvm_gpu *const *first = a;
	const struct gvm_gpu *const *second = b;

	return strcmp((*first)->address, (*second)->address);
}
