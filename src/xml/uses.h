/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Which mediated devices a domain names.
 */
#ifndef GVM_XML_USES_H
#define GVM_XML_USES_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * @brief Note the mediated devices that a domain XML names.
 *
 * Unlike gvm_domain_parse() it takes whatever libvirt has: what is wrong in
 * the metadata does not hide which devices a domain needs.
 *
 * @param text    The document.
 * @param len     Its length in bytes.
 * @param domain  Name of the domain.
 * @param uses    Table from canonical UUID to the name of a domain that names
 *                it, both freed by the table; grows.
 * @param err     Where to store the error, or NULL.
 * @return true when all are noted.
 * @norestriction
 * @sideeffect Grows @p uses.
 * @failure GVM_ERROR_INVALID when it is not XML that can be read.
 */
bool gvm_uses_read(const char *text, size_t len, const char *domain,
		   GHashTable *uses, GError **err);

#endif /* GVM_XML_USES_H */
