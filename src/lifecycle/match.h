/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Which GPUs a file of types is for.
 */
#ifndef GVM_LIFECYCLE_MATCH_H
#define GVM_LIFECYCLE_MATCH_H

#include <glib.h>
#include <stdbool.h>

#include "model/profile.h"
#include "nvidia/gpu.h"

/**
 * @brief Tell whether a selector means a GPU.
 * @param selector  The selector.
 * @param gpu       The GPU, with its memory where the selector asks for it.
 * @return true when everything that the selector gives is so, or may be so: a
 *         GPU whose memory is not known has any.
 * @pure
 */
bool gvm_match_selector(const struct gvm_selector *selector,
			const struct gvm_nv_gpu *gpu);

/**
 * @brief Tell whether a file of types is for a GPU.
 * @param file  The file; without any selector it is for all GPUs.
 * @param gpu   The GPU.
 * @return true when one of its selectors means the GPU.
 * @pure
 */
bool gvm_match_file(const struct gvm_profiles *file,
		    const struct gvm_nv_gpu *gpu);

/**
 * @brief Tell whether a file asks for the memory of GPUs.
 * @param file  The file.
 * @return true when one of its selectors does: GPUs must then be open before
 *         they can be compared.
 * @pure
 */
bool gvm_match_needs_memory(const struct gvm_profiles *file);

/**
 * @brief Refuse a file that is for no GPU of the machine.
 * @param file  The file.
 * @param gpus  struct gvm_nv_gpu.
 * @param err   Where to store the error, or NULL.
 * @return true when it is for at least one of them.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with file and line of the first selector, and
 *          the GPUs there are.
 */
bool gvm_match_check(const struct gvm_profiles *file, const GPtrArray *gpus,
		     GError **err);

/**
 * @brief Order two elements of a GPtrArray of GPUs by address.
 * @param a  Address of a pointer to the first GPU.
 * @param b  Address of a pointer to the second GPU.
 * @return Less than, equal to or greater than 0, as strcmp().
 * @pure
 */
int gvm_match_compare(const void *a, const void *b);

#endif /* GVM_LIFECYCLE_MATCH_H */
