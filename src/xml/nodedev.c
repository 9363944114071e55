// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief libvirt's node-device XML of mediated devices.
 *
 * Read strictly, since a misspelt element would silently make another vGPU
 * than the one that was meant; but everything that "virsh nodedev-dumpxml"
 * prints of an mdev is let through, so that its output can be a definition.
 */
#include "xml/nodedev.h"

#include "util/text.h"
#include "xml/metadata.h"
#include "xml/tree.h"
#include "xml/xml.h"

/** @brief Elements of a device that only libvirt itself needs. */
static const char *const device_ignored[] = {
	"name", "path", "devnode", "driver", NULL,
};

/** @brief Elements of a capability that only libvirt itself needs. */
static const char *const capability_ignored[] = {
	"parent_addr", "iommuGroup", NULL,
};

/** @brief Attributes of device, parent and uuid: none. */
static const char *const no_attrs[] = { NULL };

/** @brief Attributes of capability. */
static const char *const capability_attrs[] = { "type", NULL };

/** @brief Attributes of type. */
static const char *const type_attrs[] = { "id", NULL };

/**
 * @brief Refuse an element that nobody knows.
 * @param node     The element.
 * @param ignored  Names of the elements that may be passed over.
 * @param err      Where to store the error, or NULL.
 * @return true when it may be passed over.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool check_ignored(xmlNode *node, const char *const *ignored,
			  GError **err)
{
	g_autofree char *shown = NULL;

	if (!node->ns && g_strv_contains(ignored, gvm_tree_name(node)))
		return true;
	shown = gvm_text_printable(gvm_tree_name(node), GVM_TREE_SHOWN_MAX);

	return gvm_tree_error(err, node, "%s has the unknown element '%s'",
			      gvm_tree_name(node->parent), shown);
}

/**
 * @brief Refuse an element that was there before.
 * @param node  The element.
 * @param seen  What the first one left, or NULL.
 * @param err   Where to store the error, or NULL.
 * @return true when it is the first.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool check_first(xmlNode *node, const void *seen, GError **err)
{
	return !seen || gvm_tree_error(err, node, "%s is there a second time",
				       gvm_tree_name(node));
}

/**
 * @brief Read element parent.
 * @param node     The element.
 * @param request  Its parent is set.
 * @param err      Where to store the error, or NULL.
 * @return false when it is no good.
 * @norestriction
 * @sideeffect Sets the parent of @p request.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_parent(xmlNode *node, struct gvm_request *request,
			GError **err)
{
	g_autofree char *shown = NULL;

	if (!check_first(node, request->parent, err) ||
	    !gvm_tree_check_attrs(node, no_attrs, err) ||
	    !gvm_tree_text(node, &request->parent, err))
		return false;
	if (gvm_text_is_name(request->parent))
		return true;
	shown = gvm_text_printable(request->parent, GVM_TREE_SHOWN_MAX);

	return gvm_tree_error(err, node, "parent '%s' is not a plain name",
			      shown);
}

/**
 * @brief Read element type.
 * @param node     The element.
 * @param request  Its type is set.
 * @param err      Where to store the error, or NULL.
 * @return false when it is no good.
 * @norestriction
 * @sideeffect Sets the type of @p request.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_type(xmlNode *node, struct gvm_request *request, GError **err)
{
	if (!check_first(node, request->type, err) ||
	    !gvm_tree_check(node, type_attrs, err) ||
	    !gvm_tree_no_children(node, err) ||
	    !gvm_tree_attr_name(node, "id", &request->type, err))
		return false;

	return request->type || gvm_tree_error(err, node, "type has no id");
}

/**
 * @brief Read a child of the capability.
 * @param node     The element.
 * @param request  Filled in.
 * @param err      Where to store the error, or NULL.
 * @return false when it is no good.
 * @norestriction
 * @sideeffect Sets type, uuid or an attribute of @p request.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_capability_child(xmlNode *node, struct gvm_request *request,
				  GError **err)
{
	if (gvm_tree_is(node, NULL, "type"))
		return read_type(node, request, err);
	if (gvm_tree_is(node, NULL, "uuid"))
		return check_first(node, request->uuid, err) &&
		       gvm_tree_check_attrs(node, no_attrs, err) &&
		       gvm_tree_uuid(node, &request->uuid, err);
	if (gvm_tree_is(node, NULL, "attr"))
		return gvm_metadata_read_attr(node, request, err);

	return check_ignored(node, capability_ignored, err);
}

/**
 * @brief Read element capability.
 * @param node     The element.
 * @param request  Filled in.
 * @param err      Where to store the error, or NULL.
 * @return false when it is not that of one mdev.
 * @norestriction
 * @sideeffect Sets type, uuid and attributes of @p request.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_capability(xmlNode *node, struct gvm_request *request,
			    GError **err)
{
	xmlNode *child = xmlFirstElementChild(node);

	if (!check_first(node, request->type, err) ||
	    !gvm_tree_check(node, capability_attrs, err))
		return false;
	if (!gvm_tree_attr_is(node, "type", "mdev"))
		return gvm_tree_error(err, node,
				      "the capability is not of type mdev");
	for (; child; child = xmlNextElementSibling(child))
		if (!read_capability_child(child, request, err))
			return false;

	return request->type ||
	       gvm_tree_error(err, node, "the capability has no type");
}

/**
 * @brief Read the root.
 * @param root     Element device.
 * @param request  Filled in.
 * @param err      Where to store the error, or NULL.
 * @return false when it is not that of one mdev.
 * @norestriction
 * @sideeffect Sets the members of @p request.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_device(xmlNode *root, struct gvm_request *request,
			GError **err)
{
	xmlNode *child = xmlFirstElementChild(root);
	bool good = true;

	if (!gvm_tree_is(root, NULL, "device"))
		return gvm_tree_error(err, root,
				      "this is not the XML of a node device");
	if (!gvm_tree_check(root, no_attrs, err))
		return false;

	for (; good && child; child = xmlNextElementSibling(child)) {
		if (gvm_tree_is(child, NULL, "parent"))
			good = read_parent(child, request, err);
		else if (gvm_tree_is(child, NULL, "capability"))
			good = read_capability(child, request, err);
		else
			good = check_ignored(child, device_ignored, err);
	}
	if (!good)
		return false;
	if (!request->parent)
		return gvm_tree_error(err, root, "the device has no parent");

	return request->type ||
	       gvm_tree_error(err, root,
			      "the device has no capability of type mdev");
}

struct gvm_request *gvm_nodedev_parse(const char *text, size_t len,
				      const char *name, GError **err)
{
	g_autoptr(gvm_request) request = gvm_request_new(NULL);
	g_autoptr(xmlDoc) doc = NULL;
	xmlNode *root = NULL;

	if (!gvm_xml_parse(text, len, name, &doc, err))
		return NULL;
	root = xmlDocGetRootElement(doc);
	request->source = GVM_SOURCE_NODEDEV;
	request->where = gvm_tree_where(root);
	request->mdev = true;
	if (!read_device(root, request, err))
		return NULL;

	return g_steal_pointer(&request);
}

/**
 * @brief Append a line of XML.
 * @param out     Where to append.
 * @param format  The line, printf-like, without newline; every string that is
 *                put in is escaped.
 * @norestriction
 * @sideeffect Appends to @p out.
 * @nofailure
 */
static void G_GNUC_PRINTF(2, 3) add_line(GString *out, const char *format, ...)
{
	g_autofree char *line = NULL;
	va_list args;

	va_start(args, format);
	line = g_markup_vprintf_escaped(format, args);
	va_end(args);
	g_string_append(out, line);
	g_string_append_c(out, '\n');
}

char *gvm_nodedev_format(const struct gvm_request *request, const char *parent)
{
	GString *out = g_string_new("<device>\n");

	add_line(out, "  <parent>%s</parent>", parent);
	add_line(out, "  <capability type='mdev'>");
	add_line(out, "    <type id='%s'/>", request->type);
	if (request->uuid)
		add_line(out, "    <uuid>%s</uuid>", request->uuid);
	for (unsigned int i = 0; i < request->attrs->len; i++) {
		const struct gvm_attr *attr = request->attrs->pdata[i];

		add_line(out, "    <attr name='%s' value='%s'/>", attr->name,
			 attr->value);
	}
	g_string_append(out, "  </capability>\n</device>\n");

	return g_string_free(out, FALSE);
}
