// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Writing a document that was changed.
 */
#include "xml/save.h"

#include <libxml/xmlsave.h>
#include <string.h>

#include "xml/tree.h"

/**
 * @brief Refuse namespaces that libxml2 writes without escaping them.
 *
 * libvirt writes metadata in the same way, so that no domain of libvirt has
 * one; but a document that was changed must not say more than its tree did.
 *
 * @param node  First of some siblings, or NULL.
 * @param err   Where to store the error, or NULL.
 * @return false when one of them, or of those below, declares such a one.
 * @restriction Recursive; gvm_xml_parse() bounds the depth.
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool check(const xmlNode *node, GError **err)
{
	for (; node; node = node->next) {
		const xmlNs *ns = NULL;

		if (node->type != XML_ELEMENT_NODE)
			continue;
		for (ns = node->nsDef; ns; ns = ns->next)
			if (ns->href && strpbrk((const char *)ns->href, "<&"))
				return gvm_tree_error(err, node,
						      "a namespace has '<' or '&' in it");
		if (!check(node->children, err))
			return false;
	}

	return true;
}

bool gvm_save_check(xmlDoc *doc, GError **err)
{
	return check(xmlDocGetRootElement(doc), err);
}

char *gvm_save_format(xmlDoc *doc)
{
	xmlBuffer *buffer = xmlBufferCreate();
	xmlSaveCtxt *out = xmlSaveToBuffer(buffer, "UTF-8",
					   XML_SAVE_NO_DECL | XML_SAVE_AS_XML);
	char *text = NULL;
	long rc;

	/* As GLib does: a process without memory does not limp on. */
	g_assert(out);
	rc = xmlSaveDoc(out, doc);
	g_assert(rc >= 0);
	rc = xmlSaveClose(out);
	g_assert(rc >= 0);
	text = g_strdup((const char *)xmlBufferContent(buffer));
	xmlBufferFree(buffer);

	return text;
}

char *gvm_save_element(xmlNode *node)
{
	xmlBuffer *buffer = xmlBufferCreate();
	char *text = NULL;
	int rc = xmlNodeDump(buffer, node->doc, node, 0, 0);

	g_assert(rc >= 0);
	text = g_strdup((const char *)xmlBufferContent(buffer));
	xmlBufferFree(buffer);

	return text;
}
