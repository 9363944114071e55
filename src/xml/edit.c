// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Putting a vGPU into the XML of a domain, and taking it out.
 */
#include "xml/edit.h"

#include <string.h>

#include "util/error.h"
#include "util/text.h"
#include "xml/domain.h"
#include "xml/edit-node.h"
#include "xml/hostdev.h"
#include "xml/metadata.h"
#include "xml/pci.h"
#include "xml/save.h"
#include "xml/tree.h"
#include "xml/xml.h"

/**
 * @brief Read a document that may be changed.
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param name  What to call it in errors.
 * @param err   Where to store the error, or NULL.
 * @return A new tree, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID as for gvm_domain_parse().
 */
static xmlDoc *read_doc(const char *text, size_t len, const char *name,
			GError **err)
{
	g_autoptr(gvm_domain) domain = gvm_domain_parse(text, len, name, err);
	g_autoptr(xmlDoc) doc = NULL;

	if (!domain || !gvm_xml_parse(text, len, name, &doc, err) ||
	    !gvm_save_check(doc, err))
		return NULL;

	return g_steal_pointer(&doc);
}

/**
 * @brief Tell whether an element is the hostdev of a vGPU.
 * @param node    The element.
 * @param device  UUID or address of the vGPU.
 * @return true when it is.
 * @pure
 */
static bool is_hostdev(xmlNode *node, const char *device)
{
	xmlNode *address = gvm_hostdev_address(node);
	g_autofree char *text = NULL;
	g_autofree char *own = NULL;

	if (!address)
		return false;
	if (gvm_hostdev_is(node, "mdev")) {
		text = gvm_tree_attr(address, "uuid");
		own = gvm_text_uuid(text);
	} else if (gvm_hostdev_is(node, "pci")) {
		own = gvm_pci_from_xml(address, NULL);
	}

	return g_strcmp0(own, device) == 0;
}

/**
 * @brief Find the hostdev of a vGPU.
 * @param root    Element domain.
 * @param device  UUID or address of the vGPU.
 * @return The element, or NULL.
 * @pure
 */
static xmlNode *find_hostdev(xmlNode *root, const char *device)
{
	xmlNode *at = xmlFirstElementChild(root);

	for (; at; at = xmlNextElementSibling(at)) {
		xmlNode *node = NULL;

		if (gvm_tree_is(at, NULL, "devices"))
			node = xmlFirstElementChild(at);
		for (; node; node = xmlNextElementSibling(node))
			if (is_hostdev(node, device))
				return node;
	}

	return NULL;
}

/**
 * @brief Find the entry of a vGPU.
 * @param root    Element domain of a document that was read.
 * @param device  UUID or address of the vGPU.
 * @return The element, or NULL.
 * @pure
 */
static xmlNode *find_entry(xmlNode *root, const char *device)
{
	xmlNode *vgpus = NULL;
	xmlNode *node = NULL;

	if (gvm_metadata_find(root, &vgpus, NULL) && vgpus)
		node = xmlFirstElementChild(vgpus);
	for (; node; node = xmlNextElementSibling(node)) {
		g_autofree char *text = gvm_tree_attr(node, "uuid");
		g_autofree char *address = gvm_tree_attr(node, "address");
		g_autofree char *own = text ? gvm_text_uuid(text) :
			gvm_pci_from_text(address);

		if (g_strcmp0(own, device) == 0)
			return node;
	}

	return NULL;
}

char *gvm_edit_add(const char *text, size_t len, const char *name,
		   const struct gvm_edit *edit, GError **err)
{
	const char *device = gvm_request_device(edit->request);
	g_autoptr(gvm_domain) after = NULL;
	g_autoptr(xmlDoc) doc = read_doc(text, len, name, err);
	g_autofree char *out = NULL;
	xmlNode *vgpus = NULL;
	xmlNode *root;

	if (!doc)
		return NULL;
	root = xmlDocGetRootElement(doc);
	if (find_hostdev(root, device) || find_entry(root, device)) {
		gvm_error_set(err, GVM_ERROR_EXISTS,
			      "domain %s has vGPU %s already, or an entry for it: give another --uuid, or detach it first",
			      name, device);
		return NULL;
	}
	if (!gvm_metadata_find(root, &vgpus, err))
		return NULL;

	gvm_edit_add_entry(vgpus ? vgpus : gvm_edit_add_vgpus(root),
			   edit->request);
	gvm_edit_add_hostdev(root, edit);
	out = gvm_save_format(doc);
	after = gvm_domain_parse(out, strlen(out), name, err);

	return after ? g_steal_pointer(&out) : NULL;
}

char *gvm_edit_remove(const char *text, size_t len, const char *name,
		      const char *device, struct gvm_edit_found *found,
		      GError **err)
{
	g_autoptr(xmlDoc) doc = read_doc(text, len, name, err);
	xmlNode *hostdev;
	xmlNode *entry;
	xmlNode *root;

	*found = (struct gvm_edit_found) { 0 };
	if (!doc)
		return NULL;
	root = xmlDocGetRootElement(doc);
	entry = find_entry(root, device);
	hostdev = find_hostdev(root, device);
	if (!entry && hostdev && gvm_hostdev_is(hostdev, "pci"))
		hostdev = NULL;
	found->entry = entry;
	found->hostdev = hostdev;
	if (hostdev)
		gvm_edit_drop(hostdev);
	if (entry)
		gvm_edit_drop_entry(entry);

	return gvm_save_format(doc);
}

char *gvm_edit_hostdev(const char *text, size_t len, const char *name,
		       const char *device, GError **err)
{
	g_autoptr(xmlDoc) doc = read_doc(text, len, name, err);
	xmlNode *node;

	if (!doc)
		return NULL;
	node = find_hostdev(xmlDocGetRootElement(doc), device);
	if (node)
		return gvm_save_element(node);
	gvm_error_set(err, GVM_ERROR_NOT_FOUND,
		      "domain %s has no hostdev of vGPU %s", name, device);

	return NULL;
}

bool gvm_edit_metadata(const char *text, size_t len, const char *name,
		       char **metadata, GError **err)
{
	g_autoptr(xmlDoc) doc = read_doc(text, len, name, err);
	xmlNode *vgpus = NULL;

	*metadata = NULL;
	if (!doc ||
	    !gvm_metadata_find(xmlDocGetRootElement(doc), &vgpus, err))
		return false;
	if (vgpus) {
		gvm_edit_strip_space(vgpus);
		*metadata = gvm_save_element(vgpus);
	}

	return true;
}
