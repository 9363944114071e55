/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Writing a document that was changed.
 */
#ifndef GVM_XML_SAVE_H
#define GVM_XML_SAVE_H

#include <glib.h>
#include <libxml/tree.h>
#include <stdbool.h>

/**
 * @brief Refuse what libxml2 would write without escaping it.
 *
 * That is a namespace with '<' or '&' in it. libvirt writes metadata in the
 * same way, so that no domain of libvirt has one.
 *
 * @param doc  The document.
 * @param err  Where to store the error, or NULL.
 * @return false when it must not be written.
 * @restriction The tree must be one of gvm_xml_parse().
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and line.
 */
bool gvm_save_check(xmlDoc *doc, GError **err);

/**
 * @brief Write a tree as libvirt writes one: UTF-8, without XML declaration.
 * @param doc  The document.
 * @return A new string.
 * @pure
 */
char *gvm_save_format(xmlDoc *doc);

/**
 * @brief Write one element with what is in it.
 * @param node  The element; a prefix that is declared around it is not
 *              declared again.
 * @return A new string.
 * @pure
 */
char *gvm_save_element(xmlNode *node);

#endif /* GVM_XML_SAVE_H */
