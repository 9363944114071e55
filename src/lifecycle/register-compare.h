/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Comparing a type with what the driver says of it.
 */
#ifndef GVM_LIFECYCLE_REGISTER_COMPARE_H
#define GVM_LIFECYCLE_REGISTER_COMPARE_H

#include <glib.h>
#include <stdbool.h>

#include "lifecycle/register.h"
#include "model/profile.h"

/** @brief Note on a type for which gvm_register_lost_multi() is true. */
#define GVM_REGISTER_LOST_MULTI "the driver has switched multi-vGPU off"

/**
 * @brief Find the first field in which two types differ.
 *
 * A number that only one of the two has is not compared: the release does not
 * know it. Neither is a signature that only one has: many drivers do not give
 * it back.
 *
 * @param wanted  What is or was to be sent.
 * @param told    What the driver says, or what another GPU is to be sent.
 * @return A new string such as "display/@heads is 1, not 4", where the first
 *         value is that of @p told, or NULL when they are the same.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
char *gvm_register_differs(const struct gvm_profile *wanted,
			   const struct gvm_profile *told);

/**
 * @brief Tell whether the driver has switched multi-vGPU off.
 *
 * Drivers do that with types of which several fit on the GPU, unless
 * fractional multi-vGPU is on. gvm_register_differs() does not count it.
 *
 * @param wanted  What is or was to be sent.
 * @param told    What the driver says.
 * @return true when it was asked for and is off, as far as the driver's rule
 *         explains it.
 * @pure
 */
bool gvm_register_lost_multi(const struct gvm_profile *wanted,
			     const struct gvm_profile *told);

/**
 * @brief Refuse an id that would not be the same on two GPUs.
 * @param seen  Id to the struct gvm_register_gpu that gets it first.
 * @param plan  The GPU.
 * @param err   Where to store the error, or NULL.
 * @return true when each id is as on the GPUs before.
 * @norestriction
 * @sideeffect Fills @p seen.
 * @failure GVM_ERROR_INVALID, with file and line.
 */
bool gvm_register_check_same(GHashTable *seen,
			     const struct gvm_register_gpu *plan, GError **err);

#endif /* GVM_LIFECYCLE_REGISTER_COMPARE_H */
