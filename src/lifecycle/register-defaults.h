/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What a type is where neither file nor base say it.
 */
#ifndef GVM_LIFECYCLE_REGISTER_DEFAULTS_H
#define GVM_LIFECYCLE_REGISTER_DEFAULTS_H

#include <stdbool.h>

#include "model/profile.h"
#include "nvidia/gpu.h"

/**
 * @brief Forget of a base what follows from something that a type gives.
 *
 * A type that gives another size than its base has another size in all, too.
 *
 * @param base  The base as read; changed.
 * @param type  The type as its file has it.
 * @norestriction
 * @sideeffect Numbers and licence of @p base may be gone.
 * @nofailure
 */
void gvm_register_defaults_trim(struct gvm_profile *base,
				const struct gvm_profile *type);

/**
 * @brief Fill in what a type still lacks.
 * @param type  The type, after its base.
 * @param gpu   The GPU, open.
 * @param err   Where to store the error, or NULL.
 * @return true when it lacks nothing.
 * @norestriction
 * @sideeffect Gives texts and numbers; none of those that are given changes.
 * @failure GVM_ERROR_INVALID, with file and line, when the size is missing, or
 *          has to be known for something and the GPU does not tell its own.
 */
bool gvm_register_defaults_fill(struct gvm_profile *type,
				const struct gvm_nv_gpu *gpu, GError **err);

#endif /* GVM_LIFECYCLE_REGISTER_DEFAULTS_H */
