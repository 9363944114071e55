/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief A type of ours to and from the driver's NVA081_CTRL_VGPU_INFO.
 */
#ifndef GVM_NVIDIA_CONFIG_TYPE_H
#define GVM_NVIDIA_CONFIG_TYPE_H

#include "model/profile.h"
#include "nvidia/block.h"

/**
 * @brief Write a type into the driver's structure.
 * @param info  The structure, zeroed.
 * @param type  A type that gvm_nv_config_check() let pass.
 * @norestriction
 * @sideeffect Changes the structure.
 * @nofailure
 */
void gvm_nv_type_write(const struct gvm_nv_block *info,
		       const struct gvm_profile *type);

/**
 * @brief Read a type from the driver's structure.
 * @param info  The structure.
 * @return A new type; all that the release has is given, a signature only
 *         when it is not all zero.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
struct gvm_profile *gvm_nv_type_read(const struct gvm_nv_block *info);

#endif /* GVM_NVIDIA_CONFIG_TYPE_H */
