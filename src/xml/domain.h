/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Domain XML: what a domain asks for.
 */
#ifndef GVM_XML_DOMAIN_H
#define GVM_XML_DOMAIN_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "model/request.h"

/** @brief Namespace of our metadata in a domain. */
#define GVM_DOMAIN_NS "https://linux-gvm.org/xmlns/libvirt/domain/1.0"

/**
 * @brief Read a domain XML.
 *
 * Every hostdev of type mdev becomes a request, in document order, completed
 * from the entry of the GVM metadata with the same UUID. PCI hostdevs are
 * listed, and become a request when an entry names their address. Entries
 * that match no hostdev are kept apart.
 *
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param name  What to call it in errors, e.g. a file name.
 * @param err   Where to store the error, or NULL.
 * @return A new domain, or NULL.
 * @restriction At most GVM_XML_MAX bytes and GVM_DOMAIN_REQUESTS_MAX
 *              requests.
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and line, for broken XML, a document
 *          type, too deep nesting, a root other than domain, a missing type,
 *          name or UUID, a malformed or duplicate UUID, and anything in our
 *          metadata that the schema does not know.
 */
struct gvm_domain *gvm_domain_parse(const char *text, size_t len,
				    const char *name, GError **err);

/** @brief More vGPUs than this in one domain are refused. */
#define GVM_DOMAIN_REQUESTS_MAX 256

/**
 * @brief Put other UUIDs into a domain XML.
 * @param text   The document.
 * @param len    Its length in bytes.
 * @param name   What to call it in errors.
 * @param uuids  Maps old canonical UUIDs to new ones, both char *.
 * @param err    Where to store the error, or NULL.
 * @return The document as a new string in which mdev hostdevs and entries of
 *         our metadata carry the new UUIDs and nothing else differs in
 *         meaning, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID as for gvm_domain_parse(), for the document as it
 *          is and as it would become: a new UUID must be one, and must not be
 *          in it already. Also for a namespace with '<' or '&' in it.
 */
char *gvm_domain_rewrite(const char *text, size_t len, const char *name,
			 GHashTable *uuids, GError **err);

#endif /* GVM_XML_DOMAIN_H */
