/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Reading back what was sent to the driver.
 */
#ifndef GVM_LIFECYCLE_REGISTER_BACK_H
#define GVM_LIFECYCLE_REGISTER_BACK_H

#include "lifecycle/register.h"

/**
 * @brief Read back what was sent to a GPU.
 * @param reg   The registration.
 * @param plan  The GPU; its types in state SENT become REGISTERED or FAILED.
 * @norestriction
 * @sideeffect One query for the list, and one for each type that was not read
 *             back for another GPU; may add notes.
 * @failure Noted at the types.
 */
void gvm_register_read_back(struct gvm_register *reg,
			    struct gvm_register_gpu *plan);

#endif /* GVM_LIFECYCLE_REGISTER_BACK_H */
