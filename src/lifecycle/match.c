// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Which GPUs a file of types is for.
 *
 * Within a selector everything must be so, and of the selectors of a file one
 * is enough. What is compared is what the GPU itself says: its subsystem is
 * that of the board's maker, and its function is the real one.
 */
#include "lifecycle/match.h"

#include <inttypes.h>

#include "util/error.h"

/** @brief Bytes of a MiB. */
#define MIB (1u << 20)

/**
 * @brief Compare one number of a selector.
 * @param wanted  What the selector gives, or GVM_SELECTOR_ANY.
 * @param real    What the GPU has.
 * @return true when they are the same, or any will do.
 * @pure
 */
static bool fits(int64_t wanted, unsigned int real)
{
	return wanted == GVM_SELECTOR_ANY || wanted == (int64_t)real;
}

/**
 * @brief Compare the memory.
 * @param selector  The selector.
 * @param gpu       The GPU.
 * @return true when its bounds hold, the selector has none, or the memory is
 *         not known.
 * @pure
 */
static bool fits_memory(const struct gvm_selector *selector,
			const struct gvm_nv_gpu *gpu)
{
	/* Who does not tell may be meant, and must not be passed over. */
	if (!gpu->framebuffer)
		return true;

	return gpu->framebuffer >= selector->min_framebuffer &&
		(!selector->max_framebuffer ||
		 gpu->framebuffer <= selector->max_framebuffer);
}

bool gvm_match_selector(const struct gvm_selector *selector,
			const struct gvm_nv_gpu *gpu)
{
	return (!selector->address ||
		!g_ascii_strcasecmp(selector->address, gpu->address)) &&
		fits(selector->vendor, gpu->vendor) &&
		fits(selector->device, gpu->device) &&
		fits(selector->subvendor, gpu->subvendor) &&
		fits(selector->subdevice, gpu->subdevice) &&
		fits(selector->index, gpu->index) &&
		fits_memory(selector, gpu);
}

bool gvm_match_file(const struct gvm_profiles *file,
		    const struct gvm_nv_gpu *gpu)
{
	for (guint i = 0; i < file->gpus->len; i++)
		if (gvm_match_selector(g_ptr_array_index(file->gpus, i), gpu))
			return true;

	return file->gpus->len == 0;
}

bool gvm_match_needs_memory(const struct gvm_profiles *file)
{
	for (guint i = 0; i < file->gpus->len; i++) {
		const struct gvm_selector *selector;

		selector = g_ptr_array_index(file->gpus, i);
		if (selector->min_framebuffer || selector->max_framebuffer)
			return true;
	}

	return false;
}

/**
 * @brief Say which GPUs there are.
 * @param gpus  struct gvm_nv_gpu.
 * @return A new string such as "0000:41:00.0 (10de:2236, subsystem 10de:1482,
 *         24576 MiB)", one after the other, or "none".
 * @pure
 */
static char *describe(const GPtrArray *gpus)
{
	g_autoptr(GString) text = g_string_new(gpus->len ? NULL : "none");

	for (guint i = 0; i < gpus->len; i++) {
		const struct gvm_nv_gpu *gpu = g_ptr_array_index(gpus, i);

		g_string_append_printf(text, "%s%s (%04x:%04x, %04x:%04x",
				       i ? ", " : "", gpu->address, gpu->vendor,
				       gpu->device, gpu->subvendor,
				       gpu->subdevice);
		if (gpu->framebuffer)
			g_string_append_printf(text, ", %" PRIu64 " MiB",
					       gpu->framebuffer / MIB);
		g_string_append_c(text, ')');
	}

	return g_string_free(g_steal_pointer(&text), FALSE);
}

bool gvm_match_check(const struct gvm_profiles *file, const GPtrArray *gpus,
		     GError **err)
{
	const struct gvm_selector *first = NULL;
	g_autofree char *there = NULL;

	for (guint i = 0; i < gpus->len; i++)
		if (gvm_match_file(file, g_ptr_array_index(gpus, i)))
			return true;

	there = describe(gpus);
	if (file->gpus->len)
		first = g_ptr_array_index(file->gpus, 0);

	return gvm_error_set(err, GVM_ERROR_INVALID,
			     "%s:%u: this is for no GPU of the machine; its GPUs are: %s",
			     file->file, first ? first->line : 1, there);
}

int gvm_match_compare(const void *a, const void *b)
{
	const struct gvm_nv_gpu *const *first = a;
	const struct gvm_nv_gpu *const *second = b;

	return g_strcmp0((*first)->address, (*second)->address);
}
