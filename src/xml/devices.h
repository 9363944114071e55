/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Which devices a domain asks for.
 */
#ifndef GVM_XML_DEVICES_H
#define GVM_XML_DEVICES_H

#include <glib.h>
#include <libxml/tree.h>
#include <stdbool.h>

#include "model/request.h"

/**
 * @brief Read metadata and hostdevs of a domain and put them together.
 * @param root    Element domain.
 * @param domain  Its lists requests, pci and unused are filled in.
 * @param err     Where to store the error, or NULL.
 * @return false when something is wrong in them.
 * @restriction The tree must be one of gvm_xml_parse().
 * @sideeffect Grows the lists of @p domain, on failure too.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
bool gvm_devices_read(xmlNode *root, struct gvm_domain *domain, GError **err);

#endif /* GVM_XML_DEVICES_H */
