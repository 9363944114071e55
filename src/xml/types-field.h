/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Reading what an element says of a vGPU type.
 */
#ifndef GVM_XML_TYPES_FIELD_H
#define GVM_XML_TYPES_FIELD_H

#include <glib.h>
#include <libxml/tree.h>
#include <stdbool.h>

#include "model/profile.h"

/**
 * @brief Tell whether an element says something of a type.
 * @param name  Name of the element.
 * @return false when no text or number of a type is spelt with it.
 * @pure
 */
bool gvm_types_field_is(const char *name);

/**
 * @brief Read an element.
 * @param node     The element.
 * @param profile  What it says is given, each with its line.
 * @param err      Where to store the error, or NULL.
 * @return false when it is no good.
 * @restriction gvm_types_field_is() knows its name; the tree must be one of
 *              gvm_xml_parse().
 * @sideeffect Changes the type.
 * @failure GVM_ERROR_INVALID, with name and line, also when numbers of the
 *          element contradict each other.
 */
bool gvm_types_field_read(xmlNode *node, struct gvm_profile *profile,
			  GError **err);

#endif /* GVM_XML_TYPES_FIELD_H */
