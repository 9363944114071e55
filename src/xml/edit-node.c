// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The elements of a vGPU in a tree, made and dropped with their blanks.
 */
#include "xml/edit-node.h"

#include <stdbool.h>

#include "model/request.h"
#include "xml/domain.h"
#include "xml/tree.h"

/**
 * @brief Spell the blanks in front of a child, as libvirt indents.
 * @param parent  The parent; more than 0 levels up for its own end tag.
 * @param up      How many levels less deep than a child.
 * @return A new string.
 * @pure
 */
static char *indent(const xmlNode *parent, int up)
{
	int depth = -up;

	for (; parent && parent->type == XML_ELEMENT_NODE;
	     parent = parent->parent)
		depth++;

	return g_strdup_printf("\n%*s", 2 * depth, "");
}

/**
 * @brief Add a child as the last one, on a line of its own.
 * @param parent  The parent.
 * @param child   The child, in no tree.
 * @norestriction
 * @sideeffect Grows the tree, which owns the child then.
 * @nofailure
 */
static void append(xmlNode *parent, xmlNode *child)
{
	g_autofree char *before = indent(parent, 0);
	g_autofree char *after = indent(parent, 1);

	/* Text that is added behind text becomes one with it. */
	if (parent->last && xmlIsBlankNode(parent->last))
		xmlNodeSetContent(parent->last, (const xmlChar *)before);
	else
		xmlAddChild(parent, xmlNewDocText(parent->doc,
						  (const xmlChar *)before));
	xmlAddChild(parent, child);
	xmlAddChild(parent, xmlNewDocText(parent->doc, (const xmlChar *)after));
}

/**
 * @brief Make a child and append it.
 * @param parent  The parent.
 * @param ns      Its namespace, or NULL.
 * @param name    Its name.
 * @return The child, owned by the tree.
 * @norestriction
 * @sideeffect Grows the tree.
 * @nofailure
 */
static xmlNode *add(xmlNode *parent, xmlNs *ns, const char *name)
{
	xmlNode *child = xmlNewDocNode(parent->doc, ns, (const xmlChar *)name,
				       NULL);

	append(parent, child);

	return child;
}

/**
 * @brief Set an attribute.
 * @param node   The element.
 * @param name   Name of the attribute.
 * @param value  Its value, or NULL to leave it out.
 * @norestriction
 * @sideeffect Changes the element.
 * @nofailure
 */
static void set(xmlNode *node, const char *name, const char *value)
{
	if (value)
		xmlNewProp(node, (const xmlChar *)name, (const xmlChar *)value);
}

xmlNode *gvm_edit_add_vgpus(xmlNode *root)
{
	xmlNode *metadata = gvm_tree_child(root, "metadata");
	xmlNode *vgpus;

	if (!metadata)
		metadata = add(root, NULL, "metadata");
	vgpus = add(metadata, NULL, "vgpus");
	xmlSetNs(vgpus, xmlNewNs(vgpus, (const xmlChar *)GVM_DOMAIN_NS,
				 (const xmlChar *)"gvm"));

	return vgpus;
}

void gvm_edit_add_entry(xmlNode *vgpus, const struct gvm_request *request)
{
	xmlNode *entry = add(vgpus, vgpus->ns, "vgpu");
	g_autofree char *mib = NULL;

	set(entry, "uuid", request->uuid);
	set(entry, "address", request->address);
	set(entry, "type", request->type);
	set(entry, "name", request->name);
	if (request->framebuffer)
		mib = g_strdup_printf("%" G_GUINT64_FORMAT,
				      request->framebuffer >> 20);
	set(entry, "framebuffer", mib);
	set(entry, "parent", request->parent);
	if (request->placed && !request->parent)
		set(entry, "placement",
		    gvm_placement_name(request->placement));
	for (guint i = 0; i < request->attrs->len; i++) {
		const struct gvm_attr *own = g_ptr_array_index(request->attrs, i);
		xmlNode *attr = add(entry, vgpus->ns, "attr");

		set(attr, "name", own->name);
		set(attr, "value", own->value);
	}
}

/**
 * @brief Add libvirt's address of a PCI function.
 * @param source   Element source.
 * @param address  The kernel's name, which gvm_text_is_pci() takes.
 * @norestriction
 * @sideeffect Grows the tree.
 * @nofailure
 */
static void add_pci(xmlNode *source, const char *address)
{
	static const char *const names[] = { "domain", "bus", "slot",
		"function" };
	g_auto(GStrv) parts = g_strsplit_set(address, ":.", -1);
	xmlNode *node = add(source, NULL, "address");

	g_assert(g_strv_length(parts) == G_N_ELEMENTS(names));
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *number = g_strdup_printf("0x%s", parts[i]);

		set(node, names[i], number);
	}
}

/**
 * @brief Tell whether a hostdev has the one boot display of the domain.
 * @param devices  Element devices.
 * @return true when one has.
 * @pure
 */
static bool has_ramfb(xmlNode *devices)
{
	xmlNode *node = xmlFirstElementChild(devices);

	for (; node; node = xmlNextElementSibling(node))
		if (gvm_tree_is(node, NULL, "hostdev") &&
		    gvm_tree_attr_is(node, "ramfb", "on"))
			return true;

	return false;
}

void gvm_edit_add_hostdev(xmlNode *root, const struct gvm_edit *edit)
{
	xmlNode *devices = gvm_tree_child(root, "devices");
	const char *address = edit->request->address;
	xmlNode *node;
	bool ramfb;

	if (!devices)
		devices = add(root, NULL, "devices");
	ramfb = edit->ramfb && !has_ramfb(devices);
	node = add(devices, NULL, "hostdev");
	set(node, "mode", "subsystem");
	set(node, "type", address ? "pci" : "mdev");
	set(node, "managed", "no");
	set(node, "model", address ? NULL : edit->model);
	set(node, "display", edit->display ? "on" : NULL);
	set(node, "ramfb", ramfb ? "on" : NULL);
	node = add(node, NULL, "source");
	if (address)
		add_pci(node, address);
	else
		set(add(node, NULL, "address"), "uuid", edit->request->uuid);
}

void gvm_edit_drop(xmlNode *node)
{
	xmlNode *before = node->prev;

	if (before && xmlIsBlankNode(before)) {
		xmlUnlinkNode(before);
		xmlFreeNode(before);
	}
	xmlUnlinkNode(node);
	xmlFreeNode(node);
}

/**
 * @brief Tell whether there is anything in an element.
 * @param node  The element.
 * @return true when there is more than blanks; a comment counts.
 * @pure
 */
static bool has_content(const xmlNode *node)
{
	const xmlNode *child;

	for (child = node->children; child; child = child->next)
		if (!xmlIsBlankNode(child))
			return true;

	return false;
}

void gvm_edit_drop_entry(xmlNode *entry)
{
	/* vgpus, then metadata; what others have there stays. */
	for (int level = 0; level < 3; level++) {
		xmlNode *parent = entry->parent;

		gvm_edit_drop(entry);
		if (has_content(parent))
			return;
		entry = parent;
	}
}

void gvm_edit_strip_space(xmlNode *node)
{
	xmlNode *child = xmlFirstElementChild(node);

	for (; child; child = xmlNextElementSibling(child))
		gvm_edit_strip_space(child);
	/* Nobody points to a declaration that is freed: children went first. */
	node->ns = NULL;
	xmlFreeNsList(node->nsDef);
	node->nsDef = NULL;
}
