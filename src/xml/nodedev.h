/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief libvirt's node-device XML of mediated devices.
 */
#ifndef GVM_XML_NODEDEV_H
#define GVM_XML_NODEDEV_H

#include <glib.h>
#include <stddef.h>

#include "model/request.h"

/**
 * @brief Read the node-device XML of an mdev.
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param name  What to call it in errors, e.g. a file name.
 * @param err   Where to store the error, or NULL.
 * @return A new request whose parent is what the document names (a node-device
 *         name), whose type is the id, and whose uuid is NULL when the
 *         document has none; or NULL.
 * @restriction At most GVM_XML_MAX bytes.
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and line, for anything that is not
 *          the node-device XML of one mdev.
 */
struct gvm_request *gvm_nodedev_parse(const char *text, size_t len,
				      const char *name, GError **err);

/**
 * @brief Write node-device XML that libvirt accepts.
 * @param request  Its type, uuid (or NULL) and attributes are used.
 * @param parent   libvirt's name of the parent.
 * @return A new string, ending in a newline.
 * @restriction @p request must name a type id.
 * @nosideeffect
 * @nofailure
 */
char *gvm_nodedev_format(const struct gvm_request *request,
			 const char *parent);

#endif /* GVM_XML_NODEDEV_H */
