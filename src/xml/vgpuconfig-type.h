/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Reading one type, and PCI ids, of NVIDIA's vgpuConfig.xml.
 */
#ifndef GVM_XML_VGPUCONFIG_TYPE_H
#define GVM_XML_VGPUCONFIG_TYPE_H

#include <glib.h>
#include <libxml/tree.h>
#include <stdbool.h>
#include <stdint.h>

#include "model/profile.h"
#include "xml/vgpuconfig.h"

/**
 * @brief Read a number of NVIDIA's file, blanks around it allowed.
 * @param node   The element.
 * @param attr   Its attribute, or NULL for its content.
 * @param max    Largest value.
 * @param value  Where to put it, decimal or 0x-prefixed; untouched on failure.
 * @param err    Where to store the error, or NULL.
 * @return false when it is no number, or too large.
 * @restriction The tree must be one of gvm_xml_parse_large().
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and line.
 */
bool gvm_vgpuconfig_number(xmlNode *node, const char *attr, uint64_t max,
			   uint64_t *value, GError **err);

/**
 * @brief Read the PCI ids of a type or GPU.
 * @param node  Its element, with a child devId.
 * @param ids   Where to put them; what is not there is 0.
 * @param err   Where to store the error, or NULL.
 * @return false when there are none, or one is no good.
 * @restriction The tree must be one of gvm_xml_parse_large().
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and line.
 */
bool gvm_vgpuconfig_ids(xmlNode *node, struct gvm_vgpuconfig_gpu *ids,
			GError **err);

/**
 * @brief Read a type.
 * @param node  Element vgpuType, with an id.
 * @param err   Where to store the error, or NULL.
 * @return A new type with all that its element tells, or NULL.
 * @restriction The tree must be one of gvm_xml_parse_large().
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and line.
 */
struct gvm_profile *gvm_vgpuconfig_type_read(xmlNode *node, GError **err);

/**
 * @brief Read what a GPU says of a type it supports.
 * @param node     Element supportedVgpu.
 * @param profile  Its most instances and its signature are given.
 * @param err      Where to store the error, or NULL.
 * @return false when one of them is no good.
 * @restriction The tree must be one of gvm_xml_parse_large().
 * @sideeffect Changes the type.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
bool gvm_vgpuconfig_type_support(xmlNode *node, struct gvm_profile *profile,
				 GError **err);

#endif /* GVM_XML_VGPUCONFIG_TYPE_H */
