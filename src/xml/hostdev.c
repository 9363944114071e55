// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Host devices of a domain XML.
 */
#include "xml/hostdev.h"

#include "xml/pci.h"
#include "xml/tree.h"

bool gvm_hostdev_is(xmlNode *node, const char *type)
{
	g_autofree char *mode = NULL;

	if (!gvm_tree_is(node, NULL, "hostdev") ||
	    !gvm_tree_attr_is(node, "type", type))
		return false;
	mode = gvm_tree_attr(node, "mode");

	return !mode || g_str_equal(mode, "subsystem");
}

xmlNode *gvm_hostdev_address(xmlNode *node)
{
	return gvm_tree_child(gvm_tree_child(node, "source"), "address");
}

struct gvm_request *gvm_hostdev_read_mdev(xmlNode *node, GError **err)
{
	g_autoptr(gvm_request) request = gvm_request_new(NULL);
	xmlNode *address = gvm_hostdev_address(node);

	request->where = gvm_tree_where(node);
	if (!gvm_tree_attr_name(node, "model", &request->device_api, err))
		return NULL;
	if (address &&
	    !gvm_tree_attr_uuid(address, "uuid", &request->uuid, err))
		return NULL;
	if (!request->uuid) {
		gvm_tree_error(err, node,
			       "hostdev of type mdev has no source address with a uuid");
		return NULL;
	}

	return g_steal_pointer(&request);
}

struct gvm_pci_hostdev *gvm_hostdev_read_pci(xmlNode *node, GError **err)
{
	g_autoptr(gvm_pci_hostdev) pci = g_new0(struct gvm_pci_hostdev, 1);
	xmlNode *address = gvm_hostdev_address(node);
	xmlNode *driver;

	if (!address) {
		gvm_tree_error(err, node,
			       "hostdev of type pci has no source address");
		return NULL;
	}
	pci->address = gvm_pci_from_xml(address, err);
	if (!pci->address)
		return NULL;
	/* libvirt leaves a function with the driver that model names. */
	driver = gvm_tree_child(node, "driver");
	pci->managed = gvm_tree_attr_is(node, "managed", "yes") &&
		!(driver && gvm_tree_attr_is(driver, "model", "nvidia"));
	pci->where = gvm_tree_where(node);

	return g_steal_pointer(&pci);
}
