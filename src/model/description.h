/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What drivers say about a type in its "description" attribute.
 *
 * The kernel leaves the text of the attribute to the driver. Two forms are
 * understood:
 *
 * NVIDIA's vGPU host driver, one line of key=value pairs
 * (Documentation of NVIDIA vGPU software, "Creating an NVIDIA vGPU"):
 * @verbatim
num_heads=4, frl_config=45, framebuffer=2048M, max_resolution=5120x2880, max_instance=12
@endverbatim
 *
 * Intel GVT-g, one "key: value" a line (drivers/gpu/drm/i915/gvt/kvmgt.c):
 * @verbatim
low_gm_size: 128MB
high_gm_size: 512MB
fence: 4
resolution: 1920x1200
weight: 4
@endverbatim
 *
 * Anything else is kept as text and yields no numbers.
 */
#ifndef GVM_MODEL_DESCRIPTION_H
#define GVM_MODEL_DESCRIPTION_H

#include <stdint.h>

/** @brief The numbers of a description; 0 stands for "not told". */
struct gvm_description {
	char *text;		/**< The whole text, or NULL. Owned. */
	uint64_t framebuffer;	/**< Bytes; GVT-g: low plus high memory. */
	unsigned int heads;	/**< Display heads. */
	unsigned int max_x;	/**< Largest width in pixels. */
	unsigned int max_y;	/**< Largest height in pixels. */
	unsigned int frame_rate;	/**< Frame-rate limit in frames/s. */
	unsigned int max_instances;	/**< Instances on an empty parent. */
};

/**
 * @brief Read a description.
 * @param text  Content of the attribute, or NULL.
 * @param info  Filled; what cannot be read is 0, @c text is a new copy.
 * @pure
 */
void gvm_description_parse(const char *text, struct gvm_description *info);

#endif /* GVM_MODEL_DESCRIPTION_H */
