// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Asking an XML tree that nobody has validated.
 */
#include "xml/tree.h"

#include <string.h>

#include "util/error.h"
#include "util/text.h"

/**
 * @brief Take over a string of libxml2.
 * @param foreign  The string, freed here, or NULL.
 * @return A new string of GLib, or NULL.
 * @norestriction
 * @sideeffect Frees @p foreign.
 * @nofailure
 */
static char *take(xmlChar *foreign)
{
	char *own = g_strdup((const char *)foreign);

	if (foreign)
		xmlFree(foreign);

	return own;
}

/**
 * @brief Tell whether a node is text with something in it.
 * @param node  The node.
 * @return false for blanks and for what is not text.
 * @pure
 */
static bool is_wordy(const xmlNode *node)
{
	if (node->type == XML_ENTITY_REF_NODE)
		return true;
	if (node->type != XML_TEXT_NODE && node->type != XML_CDATA_SECTION_NODE)
		return false;

	return !xmlIsBlankNode(node);
}

unsigned int gvm_tree_line(const xmlNode *node)
{
	return MAX(GPOINTER_TO_INT(node->psvi), 1);
}

char *gvm_tree_where(const xmlNode *node)
{
	return g_strdup_printf("%s:%u", node->doc->name, gvm_tree_line(node));
}

bool gvm_tree_error(GError **err, const xmlNode *node, const char *format, ...)
{
	g_autofree char *where = gvm_tree_where(node);
	g_autofree char *sentence = NULL;
	va_list args;

	va_start(args, format);
	sentence = g_strdup_vprintf(format, args);
	va_end(args);

	return gvm_error_set(err, GVM_ERROR_INVALID, "%s: %s", where, sentence);
}

const char *gvm_tree_name(const xmlNode *node)
{
	return (const char *)node->name;
}

bool gvm_tree_is(const xmlNode *node, const char *space, const char *name)
{
	const char *own = node->ns ? (const char *)node->ns->href : NULL;

	return node->type == XML_ELEMENT_NODE &&
	       strcmp(gvm_tree_name(node), name) == 0 &&
	       g_strcmp0(own, space) == 0;
}

xmlNode *gvm_tree_child(xmlNode *node, const char *name)
{
	xmlNode *child = node ? xmlFirstElementChild(node) : NULL;

	while (child && !gvm_tree_is(child, NULL, name))
		child = xmlNextElementSibling(child);

	return child;
}

char *gvm_tree_attr(xmlNode *node, const char *name)
{
	return node ? take(xmlGetNoNsProp(node, (const xmlChar *)name)) : NULL;
}

bool gvm_tree_attr_is(xmlNode *node, const char *name, const char *value)
{
	g_autofree char *own = gvm_tree_attr(node, name);

	return g_strcmp0(own, value) == 0;
}

bool gvm_tree_attr_text(xmlNode *node, const char *name, char **text,
			GError **err)
{
	g_autofree char *own = gvm_tree_attr(node, name);

	if (own && !gvm_text_is_line(own, GVM_TREE_TEXT_MAX))
		return gvm_tree_error(err, node,
				      "%s of %s must be one line of 1 to %d bytes",
				      name, gvm_tree_name(node),
				      GVM_TREE_TEXT_MAX);
	*text = g_steal_pointer(&own);

	return true;
}

bool gvm_tree_attr_name(xmlNode *node, const char *name, char **text,
			GError **err)
{
	g_autofree char *own = gvm_tree_attr(node, name);
	g_autofree char *shown = NULL;

	if (own && !gvm_text_is_name(own)) {
		shown = gvm_text_printable(own, GVM_TREE_SHOWN_MAX);
		return gvm_tree_error(err, node,
				      "%s '%s' of %s is not a plain name", name,
				      shown, gvm_tree_name(node));
	}
	*text = g_steal_pointer(&own);

	return true;
}

bool gvm_tree_attr_uuid(xmlNode *node, const char *name, char **uuid,
			GError **err)
{
	g_autofree char *own = gvm_tree_attr(node, name);
	g_autofree char *canonical = gvm_text_uuid(own);
	g_autofree char *shown = NULL;

	if (own && !canonical) {
		shown = gvm_text_printable(own, GVM_TREE_SHOWN_MAX);
		return gvm_tree_error(err, node, "%s '%s' of %s is not a UUID",
				      name, shown, gvm_tree_name(node));
	}
	*uuid = g_steal_pointer(&canonical);

	return true;
}

char *gvm_tree_content(xmlNode *node)
{
	char *own = take(xmlNodeGetContent(node));

	return own ? own : g_strdup("");
}

bool gvm_tree_text(xmlNode *node, char **text, GError **err)
{
	g_autofree char *own = NULL;

	if (!gvm_tree_no_children(node, err))
		return false;

	own = take(xmlNodeGetContent(node));
	if (!gvm_text_is_line(own, GVM_TREE_TEXT_MAX))
		return gvm_tree_error(err, node,
				      "%s must be one line of 1 to %d bytes",
				      gvm_tree_name(node), GVM_TREE_TEXT_MAX);
	*text = g_steal_pointer(&own);

	return true;
}

bool gvm_tree_uuid(xmlNode *node, char **uuid, GError **err)
{
	g_autofree char *own = NULL;
	g_autofree char *shown = NULL;

	if (!gvm_tree_no_children(node, err))
		return false;

	own = take(xmlNodeGetContent(node));
	*uuid = gvm_text_uuid(own ? g_strstrip(own) : NULL);
	if (*uuid)
		return true;
	shown = gvm_text_printable(own, GVM_TREE_SHOWN_MAX);

	return gvm_tree_error(err, node, "%s '%s' is not a UUID",
			      gvm_tree_name(node), shown);
}

bool gvm_tree_check_attrs(const xmlNode *node, const char *const *known,
			  GError **err)
{
	g_autofree char *shown = NULL;

	for (const xmlAttr *attr = node->properties; attr; attr = attr->next) {
		const char *name = (const char *)attr->name;

		if (!attr->ns && g_strv_contains(known, name))
			continue;
		shown = gvm_text_printable(name, GVM_TREE_SHOWN_MAX);
		return gvm_tree_error(err, node,
				      "%s has the unknown attribute '%s'",
				      gvm_tree_name(node), shown);
	}

	return true;
}

bool gvm_tree_check(const xmlNode *node, const char *const *known,
		    GError **err)
{
	if (!gvm_tree_check_attrs(node, known, err))
		return false;
	for (const xmlNode *child = node->children; child; child = child->next)
		if (is_wordy(child))
			return gvm_tree_error(err, node,
					      "%s must not contain text",
					      gvm_tree_name(node));

	return true;
}

bool gvm_tree_no_children(xmlNode *node, GError **err)
{
	const xmlNode *child = xmlFirstElementChild(node);
	g_autofree char *shown = NULL;

	if (!child)
		return true;
	shown = gvm_text_printable(gvm_tree_name(child), GVM_TREE_SHOWN_MAX);

	return gvm_tree_error(err, child, "%s must not contain the element '%s'",
			      gvm_tree_name(node), shown);
}
