/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief mdevctl's definitions: one JSON file for each device.
 */
#ifndef GVM_XML_MDEVCTL_H
#define GVM_XML_MDEVCTL_H

#include <glib.h>
#include <stddef.h>

#include "model/request.h"

/**
 * @brief Read a definition of mdevctl.
 * @param text    The document.
 * @param len     Its length in bytes.
 * @param name    What to call it in errors, e.g. a file name.
 * @param uuid    Canonical UUID, taken from the name of the file.
 * @param parent  Address of the parent, taken from the directory.
 * @param err     Where to store the error, or NULL.
 * @return A new request, or NULL.
 * @restriction At most GVM_XML_MAX bytes.
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and for broken JSON the line, for what
 *          is not JSON, nested too deep, without mdev_type, or with values of
 *          a wrong type.
 */
struct gvm_request *gvm_mdevctl_parse(const char *text, size_t len,
				      const char *name, const char *uuid,
				      const char *parent, GError **err);

/**
 * @brief Spell attributes as mdevctl reads them from a call-out.
 * @param request  Whose attributes.
 * @return A new string: a JSON array with an object for each, and a newline.
 * @pure
 */
char *gvm_mdevctl_format_attrs(const struct gvm_request *request);

#endif /* GVM_XML_MDEVCTL_H */
