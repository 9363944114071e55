/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief PCI addresses as people and libvirt write them.
 */
#ifndef GVM_XML_PCI_H
#define GVM_XML_PCI_H

#include <glib.h>
#include <libxml/tree.h>

/**
 * @brief Read a PCI address that a person wrote.
 * @param text  0000:41:00.4, or 41:00.4 in the first domain, or NULL.
 * @return A new string in the kernel's form, or NULL when it is none.
 * @pure
 */
char *gvm_pci_from_text(const char *text);

/**
 * @brief Read a PCI address, or the name that libvirt gives its node device.
 * @param text  As for gvm_pci_from_text(), or pci_0000_41_00_4, or NULL.
 * @return A new string in the kernel's form, or NULL when it is neither.
 * @pure
 */
char *gvm_pci_from_name(const char *text);

/**
 * @brief Read libvirt's element address of a PCI function.
 * @param node  Element address with domain, bus, slot and function, decimal
 *              or 0x-prefixed as libvirt takes them; the domain may be left
 *              out.
 * @param err   Where to store the error, or NULL.
 * @return A new string in the kernel's form, or NULL.
 * @restriction The tree must be one of gvm_xml_parse().
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and line, when a number is missing or
 *          out of range.
 */
char *gvm_pci_from_xml(xmlNode *node, GError **err);

#endif /* GVM_XML_PCI_H */
