/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Reading NVIDIA's own types: the host's vgpuConfig.xml.
 */
#ifndef GVM_XML_VGPUCONFIG_H
#define GVM_XML_VGPUCONFIG_H

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

#include "model/profile.h"
#include "util/cleanup.h"

/** @brief NVIDIA's types, parsed. */
struct gvm_vgpuconfig;

/** @brief PCI ids of the GPU for which a type is looked up. */
struct gvm_vgpuconfig_gpu {
	unsigned int vendor;	/**< PCI vendor id. */
	unsigned int device;	/**< PCI device id. */
	unsigned int subvendor;	/**< PCI subsystem vendor id. */
	unsigned int subdevice;	/**< PCI subsystem device id. */
};

/**
 * @brief Read NVIDIA's types.
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param name  What to call it in errors.
 * @param err   Where to store the error, or NULL.
 * @return The types, freed with gvm_vgpuconfig_free(), or NULL.
 * @norestriction
 * @sideeffect Allocates memory.
 * @failure GVM_ERROR_INVALID, with file and line.
 */
struct gvm_vgpuconfig *gvm_vgpuconfig_parse(const char *text, size_t len,
					    const char *name, GError **err);

/**
 * @brief Free NVIDIA's types.
 * @param config  The types, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_vgpuconfig_free(struct gvm_vgpuconfig *config);

GVM_DEFINE_AUTOPTR(gvm_vgpuconfig, gvm_vgpuconfig_free)

/**
 * @brief Find a type as a GPU has it, with the signature that belongs to both.
 * @param config  The types.
 * @param base    Id ("592" or "nvidia-592") or name of the type.
 * @param gpu     Ids of the GPU.
 * @param err     Where to store the error, or NULL.
 * @return A new type of which everything is given that the file tells, or
 *         NULL. It has no signature when the file has none for this GPU.
 * @norestriction
 * @sideeffect Allocates memory.
 * @failure GVM_ERROR_NOT_FOUND when there is no such type; GVM_ERROR_INVALID,
 *          with file and line, when what is there of it is no good, or its
 *          name fits several types.
 */
struct gvm_profile *gvm_vgpuconfig_type(const struct gvm_vgpuconfig *config,
					const char *base,
					const struct gvm_vgpuconfig_gpu *gpu,
					GError **err);

#endif /* GVM_XML_VGPUCONFIG_H */
