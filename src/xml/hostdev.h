/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Host devices of a domain XML.
 */
#ifndef GVM_XML_HOSTDEV_H
#define GVM_XML_HOSTDEV_H

#include <glib.h>
#include <libxml/tree.h>
#include <stdbool.h>

#include "model/request.h"

/**
 * @brief Tell whether an element is a host device of a type.
 * @param node  The element.
 * @param type  "mdev" or "pci".
 * @return true for a hostdev of that type whose mode is "subsystem", which it
 *         is where none is given.
 * @pure
 */
bool gvm_hostdev_is(xmlNode *node, const char *type);

/**
 * @brief Find the element that says which device of the host is meant.
 * @param node  Element hostdev.
 * @return Its source/address, or NULL.
 * @pure
 */
xmlNode *gvm_hostdev_address(xmlNode *node);

/**
 * @brief Read a host device of type mdev.
 * @param node  Element hostdev.
 * @param err   Where to store the error, or NULL.
 * @return A new request with uuid, model and place, and no wish; or NULL.
 * @restriction The tree must be one of gvm_xml_parse().
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and line, when the UUID is missing or
 *          none, or the model is not a plain name.
 */
struct gvm_request *gvm_hostdev_read_mdev(xmlNode *node, GError **err);

/**
 * @brief Read a host device of type pci.
 * @param node  Element hostdev.
 * @param err   Where to store the error, or NULL.
 * @return A new function, or NULL.
 * @restriction The tree must be one of gvm_xml_parse().
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and line, when the address is missing
 *          or none.
 */
struct gvm_pci_hostdev *gvm_hostdev_read_pci(xmlNode *node, GError **err);

#endif /* GVM_XML_HOSTDEV_H */
