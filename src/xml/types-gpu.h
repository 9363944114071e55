/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Reading for which GPUs a file of types is.
 */
#ifndef GVM_XML_TYPES_GPU_H
#define GVM_XML_TYPES_GPU_H

#include <glib.h>
#include <libxml/tree.h>

#include "model/profile.h"

/**
 * @brief Read a selector.
 * @param node  Element gpu.
 * @param err   Where to store the error, or NULL.
 * @return A new selector, or NULL.
 * @restriction The tree must be one of gvm_xml_parse().
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and line, also when it would select
 *          all GPUs.
 */
struct gvm_selector *gvm_types_gpu_read(xmlNode *node, GError **err);

#endif /* GVM_XML_TYPES_GPU_H */
