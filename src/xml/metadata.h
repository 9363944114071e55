/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The GVM metadata of a domain: element vgpus and what is in it.
 *
 * The schema of the same is xml-schemas/domain-metadata.rng. Both refuse
 * whatever they do not know: a misspelt attribute must not silently make
 * another vGPU than the one that was meant.
 */
#ifndef GVM_XML_METADATA_H
#define GVM_XML_METADATA_H

#include <glib.h>
#include <libxml/tree.h>
#include <stdbool.h>

#include "model/request.h"

/** @brief Largest frame buffer that can be asked for, in MiB: 16 TiB. */
#define GVM_METADATA_FRAMEBUFFER_MAX 16777216

/**
 * @brief Find our metadata.
 * @param root   Element domain.
 * @param vgpus  Where to put the element, or NULL when there is none.
 * @param err    Where to store the error, or NULL.
 * @return false when there is more than one, or one without its namespace.
 * @restriction The tree must be one of gvm_xml_parse().
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and line.
 */
bool gvm_metadata_find(xmlNode *root, xmlNode **vgpus, GError **err);

/**
 * @brief Read element vgpus.
 * @param vgpus    The element, with its namespace.
 * @param entries  struct gvm_request to append to, each with either uuid or
 *                 address.
 * @param err      Where to store the error, or NULL.
 * @return false when something in it is wrong.
 * @restriction The tree must be one of gvm_xml_parse().
 * @sideeffect Entries before a wrong one stay in @p entries.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
bool gvm_metadata_read(xmlNode *vgpus, GPtrArray *entries, GError **err);

/**
 * @brief Read what an element vgpu says of type, place and attributes.
 * @param node   The element; which attributes it may have is not looked at.
 * @param space  Its namespace, and that of its children.
 * @param entry  The request to fill in.
 * @param err    Where to store the error, or NULL.
 * @return false when something in it is wrong.
 * @restriction The tree must be one of gvm_xml_parse().
 * @sideeffect Fills @p entry.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
bool gvm_metadata_read_wish(xmlNode *node, const char *space,
			    struct gvm_request *entry, GError **err);

/**
 * @brief Read the elements attr of a device.
 * @param attr     Element attr with the attributes name and value.
 * @param request  Request to append to.
 * @param err      Where to store the error, or NULL.
 * @return false when something in it is wrong.
 * @restriction The tree must be one of gvm_xml_parse().
 * @sideeffect Appends to the attributes of @p request.
 * @failure GVM_ERROR_INVALID, with name and line, for an unknown or missing
 *          attribute, a name that leads out of the device's directory, and a
 *          value that is too long or has control characters.
 */
bool gvm_metadata_read_attr(xmlNode *attr, struct gvm_request *request,
			    GError **err);

#endif /* GVM_XML_METADATA_H */
