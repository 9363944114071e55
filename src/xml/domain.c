// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Domain XML: what a domain asks for.
 *
 * libvirt's part of the document is read with libvirt's tolerance, since a
 * domain that has no vGPU must start whatever else is in it; our own part is
 * read strictly.
 */
#include "xml/domain.h"

#include <limits.h>
#include <string.h>

#include "util/text.h"
#include "xml/devices.h"
#include "xml/hostdev.h"
#include "xml/metadata.h"
#include "xml/nodeset.h"
#include "xml/save.h"
#include "xml/tree.h"
#include "xml/xml.h"

/** @brief Longest set of nodes, in bytes. */
#define NODESET_TEXT_MAX 4096

/**
 * @brief Read what identifies a domain.
 * @param root    Element domain.
 * @param domain  Filled in.
 * @param err     Where to store the error, or NULL.
 * @return false when something is missing or no good.
 * @norestriction
 * @sideeffect Sets type, id, name and uuid of @p domain.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_head(xmlNode *root, struct gvm_domain *domain, GError **err)
{
	g_autofree char *id = gvm_tree_attr(root, "id");
	xmlNode *name = gvm_tree_child(root, "name");
	xmlNode *uuid = gvm_tree_child(root, "uuid");
	uint64_t number = 0;

	if (!gvm_tree_attr_text(root, "type", &domain->type, err))
		return false;
	if (!domain->type)
		return gvm_tree_error(err, root, "the domain has no type");
	if (id && !gvm_text_to_uint(id, INT_MAX, &number))
		return gvm_tree_error(err, root,
				      "the id of the domain is not a number");
	if (id)
		domain->id = (int)number;
	if (!name)
		return gvm_tree_error(err, root, "the domain has no name");
	if (!uuid)
		return gvm_tree_error(err, root, "the domain has no uuid");

	return gvm_tree_text(name, &domain->name, err) &&
	       gvm_tree_uuid(uuid, &domain->uuid, err);
}

/**
 * @brief Read on which NUMA nodes the memory of a domain lies.
 * @param root    Element domain.
 * @param domain  Filled in.
 * @param err     Where to store the error, or NULL.
 * @return false when a set of nodes is no good.
 * @norestriction
 * @sideeffect Sets nodes of @p domain, ascending.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_nodes(xmlNode *root, struct gvm_domain *domain, GError **err)
{
	xmlNode *numatune = gvm_tree_child(root, "numatune");
	xmlNode *node = numatune ? xmlFirstElementChild(numatune) : NULL;
	struct gvm_nodeset set = { { false } };

	for (; node; node = xmlNextElementSibling(node)) {
		g_autofree char *text = NULL;

		if (!gvm_tree_is(node, NULL, "memory") &&
		    !gvm_tree_is(node, NULL, "memnode"))
			continue;
		text = gvm_tree_attr(node, "nodeset");
		if (!text)
			continue;
		if (strlen(text) > NODESET_TEXT_MAX ||
		    !gvm_nodeset_add(text, &set))
			return gvm_tree_error(err, node,
					      "nodeset of %s is not a set of nodes such as 0-3,^2",
					      gvm_tree_name(node));
	}
	for (unsigned int i = 0; i < GVM_NODESET_MAX; i++)
		if (set.has[i])
			g_array_append_val(domain->nodes, i);

	return true;
}

/**
 * @brief Read a domain from its tree.
 * @param doc  The document.
 * @param err  Where to store the error, or NULL.
 * @return A new domain, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static struct gvm_domain *read_domain(const xmlDoc *doc, GError **err)
{
	g_autoptr(gvm_domain) domain = gvm_domain_new();
	xmlNode *root = xmlDocGetRootElement(doc);

	if (!gvm_tree_is(root, NULL, "domain")) {
		gvm_tree_error(err, root, "this is not the XML of a domain");
		return NULL;
	}
	if (!read_head(root, domain, err) ||
	    !gvm_devices_read(root, domain, err))
		return NULL;
	/* Of no interest, and no reason to fail, when nothing is placed. */
	if (domain->requests->len > 0 && !read_nodes(root, domain, err))
		return NULL;

	return g_steal_pointer(&domain);
}

struct gvm_domain *gvm_domain_parse(const char *text, size_t len,
				    const char *name, GError **err)
{
	g_autoptr(xmlDoc) doc = NULL;

	if (!gvm_xml_parse(text, len, name, &doc, err))
		return NULL;

	return read_domain(doc, err);
}

/**
 * @brief Put another UUID into an element.
 * @param node   The element, or NULL.
 * @param uuids  Maps old canonical UUIDs to new ones.
 * @norestriction
 * @sideeffect Changes the attribute uuid when it is one of the old ones.
 * @nofailure
 */
static void replace_uuid(xmlNode *node, GHashTable *uuids)
{
	g_autofree char *own = gvm_tree_attr(node, "uuid");
	g_autofree char *canonical = gvm_text_uuid(own);
	const char *other = NULL;

	if (canonical)
		other = g_hash_table_lookup(uuids, canonical);
	if (other)
		xmlSetProp(node, (const xmlChar *)"uuid",
			   (const xmlChar *)other);
}

/**
 * @brief Put other UUIDs into the tree of a domain that read_domain() took.
 * @param root   Element domain.
 * @param uuids  Maps old canonical UUIDs to new ones.
 * @norestriction
 * @sideeffect Changes mdev hostdevs and entries of our metadata.
 * @nofailure
 */
static void replace_uuids(xmlNode *root, GHashTable *uuids)
{
	xmlNode *vgpus = NULL;
	xmlNode *at = NULL;

	if (gvm_metadata_find(root, &vgpus, NULL) && vgpus)
		at = xmlFirstElementChild(vgpus);
	for (; at; at = xmlNextElementSibling(at))
		replace_uuid(at, uuids);

	for (at = xmlFirstElementChild(root); at;
	     at = xmlNextElementSibling(at)) {
		xmlNode *node = NULL;

		if (gvm_tree_is(at, NULL, "devices"))
			node = xmlFirstElementChild(at);
		for (; node; node = xmlNextElementSibling(node))
			if (gvm_hostdev_is(node, "mdev"))
				replace_uuid(gvm_hostdev_address(node), uuids);
	}
}

char *gvm_domain_rewrite(const char *text, size_t len, const char *name,
			 GHashTable *uuids, GError **err)
{
	g_autoptr(gvm_domain) before = NULL;
	g_autoptr(gvm_domain) after = NULL;
	g_autoptr(xmlDoc) doc = NULL;

	if (!gvm_xml_parse(text, len, name, &doc, err))
		return NULL;
	before = read_domain(doc, err);
	if (!before || !gvm_save_check(doc, err))
		return NULL;

	replace_uuids(xmlDocGetRootElement(doc), uuids);
	after = read_domain(doc, err);

	return after ? gvm_save_format(doc) : NULL;
}
