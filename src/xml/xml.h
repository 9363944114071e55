/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The one safe way to read XML.
 *
 * What arrives here was written by whoever may define a domain, and is read
 * by root. Every document of the program therefore goes through this reader,
 * which
 *  - never opens a file and never talks to a network;
 *  - knows no document type, hence no entities but the five of XML itself and
 *    nothing that could expand; XInclude is not processed. For one file of
 *    NVIDIA's, see gvm_xml_parse_large(), the name of one is passed over;
 *  - takes UTF-8 only and ignores what the document says of its encoding, so
 *    that no conversion module is ever loaded;
 *  - bounds size, nesting, attributes of a tag and namespaces in scope, since
 *    libxml2 compares each of the last two with all others.
 */
#ifndef GVM_XML_XML_H
#define GVM_XML_XML_H

#include <glib.h>
#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

/** @brief Largest document, in bytes: 4 MiB. */
#define GVM_XML_MAX (4u << 20)

/** @brief Largest document that may be large, in bytes: 64 MiB. */
#define GVM_XML_LARGE_MAX (64u << 20)

/** @brief Deepest nesting of elements. */
#define GVM_XML_DEPTH_MAX 64

/** @brief Most attributes in one tag. */
#define GVM_XML_ATTRS_MAX 1024

/** @brief Most namespace declarations in scope at one element. */
#define GVM_XML_SPACES_MAX 256

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlDoc, xmlFreeDoc)

/**
 * @brief Read a document.
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param name  What to call it in errors, e.g. a file name.
 * @param doc   Where to put the tree, which has a root; freed with
 *              xmlFreeDoc(). Its member @c name is @p name in printable form.
 * @param err   Where to store the error, or NULL.
 * @return false when the document was refused; @p doc is then untouched.
 * @restriction @p len at most GVM_XML_MAX.
 * @sideeffect The first call of the process sets up libxml2.
 * @failure GVM_ERROR_INVALID with "NAME:LINE: sentence".
 */
bool gvm_xml_parse(const char *text, size_t len, const char *name,
		   xmlDoc **doc, GError **err);

/**
 * @brief Read a document that may be large and name a document type.
 *
 * As gvm_xml_parse() in all else. A document type with declarations is refused
 * all the same.
 *
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param name  What to call it in errors, e.g. a file name.
 * @param doc   As for gvm_xml_parse().
 * @param err   Where to store the error, or NULL.
 * @return false when the document was refused; @p doc is then untouched.
 * @restriction @p len at most GVM_XML_LARGE_MAX.
 * @sideeffect The first call of the process sets up libxml2.
 * @failure GVM_ERROR_INVALID with "NAME:LINE: sentence".
 */
bool gvm_xml_parse_large(const char *text, size_t len, const char *name,
			 xmlDoc **doc, GError **err);

#endif /* GVM_XML_XML_H */
