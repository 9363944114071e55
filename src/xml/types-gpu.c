// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading for which GPUs a file of types is.
 */
#include "xml/types-gpu.h"

#include <stddef.h>

#include "util/text.h"
#include "xml/number.h"
#include "xml/pci.h"
#include "xml/tree.h"

/** @brief Largest place in the driver's list. */
#define INDEX_MAX 255

/** @brief A number of a selector. */
struct part {
	const char *name;		/**< Name of the attribute. */
	struct gvm_number_rule rule;	/**< What is a good number. */
	size_t offset;			/**< Where it is, 8 bytes. */
};

/** @brief The numbers of a selector. */
static const struct part parts[] = {
	{ "vendor", { GVM_NUMBER_HEX, 0, UINT16_MAX },
	  offsetof(struct gvm_selector, vendor) },
	{ "device", { GVM_NUMBER_HEX, 0, UINT16_MAX },
	  offsetof(struct gvm_selector, device) },
	{ "subvendor", { GVM_NUMBER_HEX, 0, UINT16_MAX },
	  offsetof(struct gvm_selector, subvendor) },
	{ "subdevice", { GVM_NUMBER_HEX, 0, UINT16_MAX },
	  offsetof(struct gvm_selector, subdevice) },
	{ "index", { GVM_NUMBER_DECIMAL, 0, INDEX_MAX },
	  offsetof(struct gvm_selector, index) },
	{ "min-framebuffer", { GVM_NUMBER_MIB, 1, GVM_NUMBER_MIB_MAX },
	  offsetof(struct gvm_selector, min_framebuffer) },
	{ "max-framebuffer", { GVM_NUMBER_MIB, 1, GVM_NUMBER_MIB_MAX },
	  offsetof(struct gvm_selector, max_framebuffer) },
};

/** @brief Attributes of gpu. */
static const char *const gpu_attrs[] = {
	"address", "vendor", "device", "subvendor", "subdevice", "index",
	"min-framebuffer", "max-framebuffer", NULL,
};

/**
 * @brief Read the attribute address, a PCI address.
 * @param node      Element gpu.
 * @param selector  Its address is set, or left NULL.
 * @param err       Where to store the error, or NULL.
 * @return false when it is there and no good.
 * @norestriction
 * @sideeffect Changes the selector.
 * @failure GVM_ERROR_INVALID when it is no PCI address.
 */
static bool read_address(xmlNode *node, struct gvm_selector *selector,
			 GError **err)
{
	g_autofree char *own = gvm_tree_attr(node, "address");
	g_autofree char *shown = NULL;

	selector->address = gvm_pci_from_text(own);
	if (!own || selector->address)
		return true;
	shown = gvm_text_printable(own, GVM_TREE_SHOWN_MAX);

	return gvm_tree_error(err, node,
			      "address '%s' of gpu is not a PCI address such as 0000:41:00.0",
			      shown);
}

/**
 * @brief Read the attributes that are numbers.
 * @param node      Element gpu.
 * @param selector  Those that are there are set.
 * @param err       Where to store the error, or NULL.
 * @return false when one is no good.
 * @norestriction
 * @sideeffect Changes the selector.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_numbers(xmlNode *node, struct gvm_selector *selector,
			 GError **err)
{
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		const struct part *part = &parts[i];
		uint64_t *where =
			G_STRUCT_MEMBER_P(selector, (glong)part->offset);

		if (xmlHasProp(node, (const xmlChar *)part->name) &&
		    !gvm_number_read(node, part->name, &part->rule, where, err))
			return false;
	}
	if (selector->max_framebuffer &&
	    selector->min_framebuffer > selector->max_framebuffer)
		return gvm_tree_error(err, node,
				      "min-framebuffer of gpu is larger than its max-framebuffer");

	return true;
}

/**
 * @brief Make a selector that fits every GPU.
 * @param node  Element gpu.
 * @return A new selector.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct gvm_selector *new_selector(const xmlNode *node)
{
	struct gvm_selector *selector = g_new0(struct gvm_selector, 1);

	selector->vendor = GVM_SELECTOR_ANY;
	selector->device = GVM_SELECTOR_ANY;
	selector->subvendor = GVM_SELECTOR_ANY;
	selector->subdevice = GVM_SELECTOR_ANY;
	selector->index = GVM_SELECTOR_ANY;
	selector->line = gvm_tree_line(node);

	return selector;
}

struct gvm_selector *gvm_types_gpu_read(xmlNode *node, GError **err)
{
	g_autoptr(gvm_selector) selector = new_selector(node);

	if (!gvm_tree_check(node, gpu_attrs, err) ||
	    !gvm_tree_no_children(node, err))
		return NULL;
	if (!node->properties) {
		gvm_tree_error(err, node,
			       "gpu selects nothing: give it an attribute, or leave it out for all GPUs");
		return NULL;
	}
	if (!read_address(node, selector, err) ||
	    !read_numbers(node, selector, err))
		return NULL;

	return g_steal_pointer(&selector);
}
