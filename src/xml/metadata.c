// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The GVM metadata of a domain.
 */
#include "xml/metadata.h"

#include <string.h>

#include "util/text.h"
#include "xml/domain.h"
#include "xml/pci.h"
#include "xml/tree.h"

/** @brief Attributes of vgpus: none. */
static const char *const vgpus_attrs[] = { NULL };

/** @brief Attributes of vgpu. */
static const char *const vgpu_attrs[] = {
	"uuid", "address", "type", "name", "framebuffer", "parent",
	"placement", NULL,
};

/** @brief Attributes of attr. */
static const char *const attr_attrs[] = { "name", "value", NULL };

/**
 * @brief Tell whether a value may be written to an attribute of a device.
 * @param value  The value.
 * @return false when it is too long or has control characters.
 * @pure
 */
static bool is_value(const char *value)
{
	size_t len = strnlen(value, GVM_TREE_VALUE_MAX + 1);

	if (len > GVM_TREE_VALUE_MAX)
		return false;
	for (size_t i = 0; i < len; i++)
		if (g_ascii_iscntrl(value[i]))
			return false;

	return true;
}

bool gvm_metadata_read_attr(xmlNode *attr, struct gvm_request *request,
			    GError **err)
{
	g_autofree char *name = gvm_tree_attr(attr, "name");
	g_autofree char *value = gvm_tree_attr(attr, "value");
	g_autofree char *shown = NULL;

	if (!gvm_tree_check(attr, attr_attrs, err) ||
	    !gvm_tree_no_children(attr, err))
		return false;
	if (!name || !value)
		return gvm_tree_error(err, attr, "attr needs name and value");

	shown = gvm_text_printable(name, GVM_TREE_SHOWN_MAX);
	if (!gvm_request_attr_is_sane(name))
		return gvm_tree_error(err, attr,
				      "attr '%s' is not an attribute that may be written",
				      shown);
	if (!is_value(value))
		return gvm_tree_error(err, attr,
				      "value of attr '%s' must be one line of at most %d bytes",
				      shown, GVM_TREE_VALUE_MAX);
	gvm_request_add_attr(request, name, value);

	return true;
}

/**
 * @brief Read the attribute address, a PCI address.
 * @param node     Element vgpu.
 * @param address  Where to put a new string in the kernel's form, or NULL
 *                 when it is not there.
 * @param err      Where to store the error, or NULL.
 * @return false when it is there and no good.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID when it is no PCI address.
 */
static bool read_address(xmlNode *node, char **address, GError **err)
{
	g_autofree char *own = gvm_tree_attr(node, "address");
	g_autofree char *shown = NULL;

	*address = gvm_pci_from_text(own);
	if (!own || *address)
		return true;
	shown = gvm_text_printable(own, GVM_TREE_SHOWN_MAX);

	return gvm_tree_error(err, node,
			      "address '%s' of vgpu is not a PCI address such as 0000:41:00.4",
			      shown);
}

/**
 * @brief Read the attribute framebuffer, MiB.
 * @param node   Element vgpu.
 * @param bytes  Where to put the size; 0 when it is not there.
 * @param err    Where to store the error, or NULL.
 * @return false when it is there and no good.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID when it is no decimal number or out of range.
 */
static bool read_framebuffer(xmlNode *node, uint64_t *bytes, GError **err)
{
	g_autofree char *own = gvm_tree_attr(node, "framebuffer");
	g_autofree char *shown = NULL;
	uint64_t mib = 0;

	*bytes = 0;
	if (!own)
		return true;
	if (strspn(own, "0123456789") == strlen(own) &&
	    gvm_text_to_uint(own, GVM_METADATA_FRAMEBUFFER_MAX, &mib) && mib) {
		*bytes = mib << 20;
		return true;
	}
	shown = gvm_text_printable(own, GVM_TREE_SHOWN_MAX);

	return gvm_tree_error(err, node,
			      "framebuffer '%s' of vgpu is not a number of MiB from 1 to %d",
			      shown, GVM_METADATA_FRAMEBUFFER_MAX);
}

/**
 * @brief Read the attributes that choose a type, at most one of three.
 * @param node   Element vgpu.
 * @param entry  The entry to fill in.
 * @param err    Where to store the error, or NULL.
 * @return false when one is no good or there is more than one.
 * @norestriction
 * @sideeffect Sets type, name and framebuffer of @p entry.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_type(xmlNode *node, struct gvm_request *entry, GError **err)
{
	if (!gvm_tree_attr_name(node, "type", &entry->type, err) ||
	    !gvm_tree_attr_text(node, "name", &entry->name, err) ||
	    !read_framebuffer(node, &entry->framebuffer, err))
		return false;
	if (!!entry->type + !!entry->name + !!entry->framebuffer > 1)
		return gvm_tree_error(err, node,
				      "vgpu may have only one of type, name and framebuffer");

	return true;
}

/**
 * @brief Read the attributes that choose a parent, at most one of two.
 * @param node   Element vgpu.
 * @param entry  The entry to fill in.
 * @param err    Where to store the error, or NULL.
 * @return false when one is no good or both are there.
 * @norestriction
 * @sideeffect Sets parent and placement of @p entry.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_place(xmlNode *node, struct gvm_request *entry, GError **err)
{
	g_autofree char *own = gvm_tree_attr(node, "placement");
	g_autofree char *shown = NULL;

	if (!gvm_tree_attr_name(node, "parent", &entry->parent, err))
		return false;
	if (!own)
		return true;
	if (entry->parent)
		return gvm_tree_error(err, node,
				      "vgpu may have only one of parent and placement");
	entry->placed = gvm_placement_parse(own, &entry->placement);
	if (entry->placed)
		return true;
	shown = gvm_text_printable(own, GVM_TREE_SHOWN_MAX);

	return gvm_tree_error(err, node,
			      "placement '%s' of vgpu is none of spread, pack and numa",
			      shown);
}

/**
 * @brief Read the children of an entry.
 * @param node   Element vgpu.
 * @param space  Its namespace.
 * @param entry  The entry to fill in.
 * @param err    Where to store the error, or NULL.
 * @return false when one is no good.
 * @norestriction
 * @sideeffect Appends to the attributes of @p entry.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_children(xmlNode *node, const char *space,
			  struct gvm_request *entry, GError **err)
{
	xmlNode *child = xmlFirstElementChild(node);
	g_autofree char *shown = NULL;

	for (; child; child = xmlNextElementSibling(child)) {
		if (!gvm_tree_is(child, space, "attr")) {
			shown = gvm_text_printable(gvm_tree_name(child),
						   GVM_TREE_SHOWN_MAX);
			return gvm_tree_error(err, child,
					      "vgpu has the unknown element '%s'",
					      shown);
		}
		if (!gvm_metadata_read_attr(child, entry, err))
			return false;
	}

	return true;
}

bool gvm_metadata_read_wish(xmlNode *node, const char *space,
			    struct gvm_request *entry, GError **err)
{
	return read_type(node, entry, err) && read_place(node, entry, err) &&
		read_children(node, space, entry, err);
}

/**
 * @brief Read one entry.
 * @param node  Element vgpu.
 * @param err   Where to store the error, or NULL.
 * @return A new request, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static struct gvm_request *read_entry(xmlNode *node, GError **err)
{
	g_autoptr(gvm_request) entry = gvm_request_new(NULL);

	entry->source = GVM_SOURCE_METADATA;
	entry->where = gvm_tree_where(node);
	if (!gvm_tree_check(node, vgpu_attrs, err) ||
	    !gvm_tree_attr_uuid(node, "uuid", &entry->uuid, err) ||
	    !read_address(node, &entry->address, err) ||
	    !gvm_metadata_read_wish(node, GVM_DOMAIN_NS, entry, err))
		return NULL;
	if (!entry->uuid == !entry->address) {
		gvm_tree_error(err, node,
			       "vgpu needs either uuid or address of its hostdev");
		return NULL;
	}

	return g_steal_pointer(&entry);
}

bool gvm_metadata_read(xmlNode *vgpus, GPtrArray *entries, GError **err)
{
	xmlNode *child = xmlFirstElementChild(vgpus);
	struct gvm_request *entry = NULL;
	g_autofree char *shown = NULL;

	if (!gvm_tree_check(vgpus, vgpus_attrs, err))
		return false;

	for (; child; child = xmlNextElementSibling(child)) {
		if (!gvm_tree_is(child, GVM_DOMAIN_NS, "vgpu")) {
			shown = gvm_text_printable(gvm_tree_name(child),
						   GVM_TREE_SHOWN_MAX);
			return gvm_tree_error(err, child,
					      "vgpus has the unknown element '%s'",
					      shown);
		}
		entry = read_entry(child, err);
		if (!entry)
			return false;
		g_ptr_array_add(entries, entry);
	}

	return true;
}

bool gvm_metadata_find(xmlNode *root, xmlNode **vgpus, GError **err)
{
	xmlNode *at = xmlFirstElementChild(root);

	*vgpus = NULL;
	for (; at; at = xmlNextElementSibling(at)) {
		xmlNode *child = NULL;

		if (gvm_tree_is(at, NULL, "metadata"))
			child = xmlFirstElementChild(at);
		for (; child; child = xmlNextElementSibling(child)) {
			if (gvm_tree_is(child, NULL, "vgpus") ||
			    gvm_tree_is(child, NULL, "gvm:vgpus"))
				return gvm_tree_error(err, child,
						      "vgpus is not in namespace %s",
						      GVM_DOMAIN_NS);
			if (!gvm_tree_is(child, GVM_DOMAIN_NS, "vgpus"))
				continue;
			if (*vgpus)
				return gvm_tree_error(err, child,
						      "the domain has vgpus a second time");
			*vgpus = child;
		}
	}

	return true;
}
