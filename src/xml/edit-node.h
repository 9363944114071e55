/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The elements of a vGPU in a tree, made and dropped with their blanks.
 */
#ifndef GVM_XML_EDIT_NODE_H
#define GVM_XML_EDIT_NODE_H

#include <libxml/tree.h>

#include "xml/edit.h"

/**
 * @brief Add our metadata to a domain that has none.
 * @param root  Element domain.
 * @return Element vgpus, in its namespace.
 * @norestriction
 * @sideeffect Grows the tree, by element metadata as well where it is missing.
 * @nofailure
 */
xmlNode *gvm_edit_add_vgpus(xmlNode *root);

/**
 * @brief Add an entry.
 * @param vgpus    Element vgpus, in its namespace.
 * @param request  What the entry says.
 * @norestriction
 * @sideeffect Grows the tree.
 * @nofailure
 */
void gvm_edit_add_entry(xmlNode *vgpus, const struct gvm_request *request);

/**
 * @brief Add a hostdev: of type mdev for a UUID, of type pci for an address.
 * @param root  Element domain.
 * @param edit  What to add.
 * @norestriction
 * @sideeffect Grows the tree, by element devices as well where it is missing.
 * @nofailure
 */
void gvm_edit_add_hostdev(xmlNode *root, const struct gvm_edit *edit);

/**
 * @brief Drop an element with the blanks in front of it.
 * @param node  The element.
 * @norestriction
 * @sideeffect Frees the element.
 * @nofailure
 */
void gvm_edit_drop(xmlNode *node);

/**
 * @brief Drop an entry, and what is empty then: vgpus, and metadata.
 * @param entry  Element vgpu.
 * @norestriction
 * @sideeffect Frees the elements.
 * @nofailure
 */
void gvm_edit_drop_entry(xmlNode *entry);

/**
 * @brief Take an element and all below it out of their namespaces.
 * @param node  The element.
 * @restriction Recursive; gvm_xml_parse() bounds the depth. Attributes have no
 *              namespace, as gvm_domain_parse() demands of our metadata.
 * @sideeffect Changes the tree.
 * @nofailure
 */
void gvm_edit_strip_space(xmlNode *node);

#endif /* GVM_XML_EDIT_NODE_H */
