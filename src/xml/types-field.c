// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading what an element says of a vGPU type.
 *
 * The model knows how each text and number is spelt: "display/@heads" is the
 * attribute heads of the element display. So which elements and attributes
 * there are follows from there, and here is only what is good in them.
 */
#include "xml/types-field.h"

#include <string.h>

#include "util/text.h"
#include "xml/number.h"
#include "xml/tree.h"

/** @brief What stands between element and attribute. */
#define MARK "/@"

/** @brief Most displays. */
#define HEADS_MAX 16
/** @brief Most pixels in a row or column. */
#define SIDE_MAX 65535
/** @brief Most vGPUs on one GPU. */
#define INSTANCES_MAX 1024
/** @brief Most frames a second. */
#define FRAME_RATE_MAX 1000
/** @brief All of it. */
#define PERCENT_MAX 100

/** @brief A decimal number. */
#define DECIMAL(min, max) { GVM_NUMBER_DECIMAL, min, max }
/** @brief A size in MiB. */
#define MIB(min) { GVM_NUMBER_MIB, min, GVM_NUMBER_MIB_MAX }
/** @brief PCI ids. */
#define HEX(min, max) { GVM_NUMBER_HEX, min, max }
/** @brief A switch. */
#define YES_NO { GVM_NUMBER_YES_NO, 0, 1 }

/** @brief What is good in each number. */
static const struct gvm_number_rule rules[GVM_PROFILE_NUMBERS] = {
	[GVM_PROFILE_MAX_INSTANCES] = DECIMAL(1, INSTANCES_MAX),
	[GVM_PROFILE_MAX_PER_GI] = DECIMAL(0, INSTANCES_MAX),
	[GVM_PROFILE_HEADS] = DECIMAL(1, HEADS_MAX),
	[GVM_PROFILE_MAX_X] = DECIMAL(1, SIDE_MAX),
	[GVM_PROFILE_MAX_Y] = DECIMAL(1, SIDE_MAX),
	[GVM_PROFILE_MAX_PIXELS] = DECIMAL(1, UINT32_MAX),
	[GVM_PROFILE_FRAME_RATE] = DECIMAL(0, FRAME_RATE_MAX),
	[GVM_PROFILE_FRAME_LIMITER] = YES_NO,
	[GVM_PROFILE_CUDA] = YES_NO,
	[GVM_PROFILE_ECC] = YES_NO,
	[GVM_PROFILE_MIG_SIZE] = DECIMAL(0, UINT32_MAX),
	[GVM_PROFILE_MIG_PROFILE] = DECIMAL(0, UINT32_MAX),
	[GVM_PROFILE_MULTI_VGPU] = YES_NO,
	[GVM_PROFILE_EXCLUSIVE] = YES_NO,
	[GVM_PROFILE_EXCLUSIVE_TYPE] = DECIMAL(0, UINT32_MAX),
	[GVM_PROFILE_EXCLUSIVE_SIZE] = DECIMAL(0, UINT32_MAX),
	[GVM_PROFILE_GUEST_DEVICE] = HEX(UINT16_MAX + 1, UINT32_MAX),
	[GVM_PROFILE_HOST_DEVICE] = HEX(1, UINT16_MAX),
	[GVM_PROFILE_SUBVENDOR] = HEX(1, UINT16_MAX),
	[GVM_PROFILE_SIZE] = MIB(1),
	[GVM_PROFILE_FRAMEBUFFER] = MIB(1),
	[GVM_PROFILE_RESERVED] = MIB(0),
	[GVM_PROFILE_GSP_HEAP] = MIB(0),
	[GVM_PROFILE_MAPPABLE] = MIB(0),
	[GVM_PROFILE_NOMINAL_REGION] = DECIMAL(0, UINT32_MAX),
	[GVM_PROFILE_ENCODER] = DECIMAL(0, PERCENT_MAX),
	[GVM_PROFILE_BAR1] = DECIMAL(1, GVM_NUMBER_MIB_MAX),
	[GVM_PROFILE_FTRACE] = YES_NO,
	[GVM_PROFILE_GPUDIRECT] = YES_NO,
	[GVM_PROFILE_NVLINK_P2P] = YES_NO,
	[GVM_PROFILE_PLACEMENT_SIZE] = DECIMAL(0, UINT32_MAX),
};

/** @brief Most bytes of each text: what the roomiest release can hold. */
static const size_t text_max[GVM_PROFILE_TEXTS] = {
	[GVM_PROFILE_NAME] = 63,
	[GVM_PROFILE_CLASS] = 63,
	[GVM_PROFILE_LICENSE] = 127,
	[GVM_PROFILE_ADAPTER] = 63,
	[GVM_PROFILE_SHORT_NAME] = 63,
	[GVM_PROFILE_PRODUCT] = 127,
	[GVM_PROFILE_PARAMETERS] = 4095,
};

/** @brief The classes that NVIDIA's software knows. */
static const char *const classes[] = {
	"Compute", "Geforce", "NVS", "Quadro", NULL,
};

/**
 * @brief Tell which attribute of an element is meant.
 * @param name     How a text or number is spelt.
 * @param element  Name of the element.
 * @return Name of the attribute, or NULL when another element is meant or no
 *         attribute.
 * @pure
 */
static const char *attr_of(const char *name, const char *element)
{
	size_t len = strlen(element);

	if (strncmp(name, element, len) != 0 ||
	    !g_str_has_prefix(name + len, MARK))
		return NULL;

	return name + len + strlen(MARK);
}

/**
 * @brief Collect the attributes that an element may have.
 * @param element  Name of the element.
 * @param known    Where to put their names, ended by NULL.
 * @return How many there are.
 * @norestriction
 * @sideeffect Fills @p known.
 * @nofailure
 */
static unsigned int
collect_attrs(const char *element,
	      const char *known[GVM_PROFILE_TEXTS + GVM_PROFILE_NUMBERS + 1])
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < GVM_PROFILE_TEXTS; i++) {
		known[n] = attr_of(gvm_profile_text_name(i), element);
		n += known[n] ? 1 : 0;
	}
	for (unsigned int i = 0; i < GVM_PROFILE_NUMBERS; i++) {
		known[n] = attr_of(gvm_profile_number_name(i), element);
		n += known[n] ? 1 : 0;
	}
	known[n] = NULL;

	return n;
}

/**
 * @brief Find the text that is the content of an element.
 * @param element  Name of the element.
 * @return The text, GVM_PROFILE_TEXTS when it is none.
 * @pure
 */
static unsigned int find_content(const char *element)
{
	unsigned int i = 0;

	while (i < GVM_PROFILE_TEXTS &&
	       strcmp(gvm_profile_text_name(i), element) != 0)
		i++;

	return i;
}

/**
 * @brief Give a text.
 * @param node     The element.
 * @param which    Which text.
 * @param text     The text, taken over, or NULL when it is not there.
 * @param profile  The type.
 * @param err      Where to store the error, or NULL.
 * @return false when it is no good.
 * @norestriction
 * @sideeffect Changes the type.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool give_text(xmlNode *node, enum gvm_profile_text which, char *text,
		      struct gvm_profile *profile, GError **err)
{
	g_autofree char *own = text;
	g_autofree char *shown = NULL;

	if (!own)
		return true;
	if (!gvm_text_is_line(own, text_max[which]))
		return gvm_tree_error(err, node,
				      "%s must be one line of 1 to %zu bytes",
				      gvm_profile_text_name(which),
				      text_max[which]);
	if (which == GVM_PROFILE_CLASS && !g_strv_contains(classes, own)) {
		shown = gvm_text_printable(own, GVM_TREE_SHOWN_MAX);
		return gvm_tree_error(err, node,
				      "class '%s' is none of Compute, Geforce, NVS and Quadro",
				      shown);
	}
	profile->text[which] = g_steal_pointer(&own);
	profile->lines[which] = gvm_tree_line(node);

	return true;
}

/**
 * @brief Read the attributes of an element.
 * @param node     The element, whose attributes are known.
 * @param profile  The type.
 * @param err      Where to store the error, or NULL.
 * @return false when one is no good.
 * @norestriction
 * @sideeffect Changes the type.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_attrs(xmlNode *node, struct gvm_profile *profile,
		       GError **err)
{
	const char *element = gvm_tree_name(node);

	for (unsigned int i = 0; i < GVM_PROFILE_TEXTS; i++) {
		const char *attr = attr_of(gvm_profile_text_name(i), element);

		if (attr && !give_text(node, i, gvm_tree_attr(node, attr),
				       profile, err))
			return false;
	}
	for (unsigned int i = 0; i < GVM_PROFILE_NUMBERS; i++) {
		const char *attr = attr_of(gvm_profile_number_name(i), element);
		uint64_t value = 0;

		if (!attr || !xmlHasProp(node, (const xmlChar *)attr))
			continue;
		if (!gvm_number_read(node, attr, &rules[i], &value, err))
			return false;
		gvm_profile_set(profile, i, value);
		profile->lines[GVM_PROFILE_TEXTS + i] = gvm_tree_line(node);
	}

	return true;
}

/**
 * @brief Read the content of an element.
 * @param node     The element.
 * @param which    Which text it is.
 * @param profile  The type.
 * @param err      Where to store the error, or NULL.
 * @return false when it is no good.
 * @norestriction
 * @sideeffect Changes the type.
 * @failure GVM_ERROR_INVALID, with name and line; none when it is blank, but
 *          an attribute was given.
 */
static bool read_content(xmlNode *node, enum gvm_profile_text which,
			 struct gvm_profile *profile, GError **err)
{
	g_autofree char *own = NULL;

	if (!gvm_tree_no_children(node, err))
		return false;
	own = gvm_tree_content(node);
	if (node->properties && own[strspn(own, " \t\r\n")] == '\0')
		return true;

	return give_text(node, which, g_steal_pointer(&own), profile, err);
}

/**
 * @brief Check the numbers of an element against each other.
 *
 * Numbers that belong together stand in one element, so the error has the
 * right line. One that was not given is 0, which contradicts nothing here.
 *
 * @param node     The element, read.
 * @param profile  The type.
 * @param err      Where to store the error, or NULL.
 * @return false when they contradict each other.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool check_numbers(xmlNode *node, const struct gvm_profile *profile,
			  GError **err)
{
	const uint64_t *number = profile->number;

	if (gvm_profile_has(profile, GVM_PROFILE_MAX_INSTANCES) &&
	    number[GVM_PROFILE_MAX_PER_GI] > number[GVM_PROFILE_MAX_INSTANCES])
		return gvm_tree_error(err, node,
				      "per-gpu-instance of instances is larger than max");
	if (gvm_profile_has(profile, GVM_PROFILE_SIZE) &&
	    number[GVM_PROFILE_FRAMEBUFFER] + number[GVM_PROFILE_RESERVED] >
	    number[GVM_PROFILE_SIZE])
		return gvm_tree_error(err, node,
				      "profile of framebuffer is smaller than size and reserved together");
	if (gvm_profile_has(profile, GVM_PROFILE_MAX_PIXELS) &&
	    number[GVM_PROFILE_MAX_X] * number[GVM_PROFILE_MAX_Y] >
	    number[GVM_PROFILE_MAX_PIXELS])
		return gvm_tree_error(err, node,
				      "pixels of display are fewer than width and height make");

	return true;
}

bool gvm_types_field_is(const char *name)
{
	const char *known[GVM_PROFILE_TEXTS + GVM_PROFILE_NUMBERS + 1];

	return find_content(name) < GVM_PROFILE_TEXTS ||
	       collect_attrs(name, known) > 0;
}

bool gvm_types_field_read(xmlNode *node, struct gvm_profile *profile,
			  GError **err)
{
	const char *known[GVM_PROFILE_TEXTS + GVM_PROFILE_NUMBERS + 1];
	const char *element = gvm_tree_name(node);
	unsigned int content = find_content(element);

	collect_attrs(element, known);
	if (content < GVM_PROFILE_TEXTS)
		return gvm_tree_check_attrs(node, known, err) &&
		       read_attrs(node, profile, err) &&
		       read_content(node, content, profile, err);
	if (!gvm_tree_check(node, known, err) ||
	    !gvm_tree_no_children(node, err))
		return false;
	if (!node->properties)
		return gvm_tree_error(err, node,
				      "%s says nothing: give it an attribute, or leave it out",
				      element);

	return read_attrs(node, profile, err) &&
	       check_numbers(node, profile, err);
}
