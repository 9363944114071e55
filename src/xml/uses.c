// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Which mediated devices a domain names.
 */
#include "xml/uses.h"

#include "util/text.h"
#include "xml/hostdev.h"
#include "xml/tree.h"
#include "xml/xml.h"

bool gvm_uses_read(const char *text, size_t len, const char *domain,
		   GHashTable *uses, GError **err)
{
	g_autoptr(xmlDoc) doc = NULL;
	xmlNode *child;

	if (!gvm_xml_parse(text, len, domain, &doc, err))
		return false;
	child = gvm_tree_child(xmlDocGetRootElement(doc), "devices");
	for (child = child ? xmlFirstElementChild(child) : NULL; child;
	     child = xmlNextElementSibling(child)) {
		g_autofree char *own = NULL;
		char *uuid;

		if (!gvm_hostdev_is(child, "mdev"))
			continue;
		own = gvm_tree_attr(gvm_hostdev_address(child), "uuid");
		uuid = gvm_text_uuid(own);
		if (uuid)
			g_hash_table_replace(uses, uuid, g_strdup(domain));
	}

	return true;
}
