// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading one type, and PCI ids, of NVIDIA's vgpuConfig.xml.
 *
 * NVIDIA does not document the file. Elements that published tools read or
 * write are known by name. For what those leave out, the name of the field in
 * the driver's structure is looked for, since the names that are known are
 * those. What has another name is not seen, and then comes from defaults.
 */
#include "xml/vgpuconfig-type.h"

#include <string.h>

#include "util/text.h"
#include "xml/number.h"
#include "xml/tree.h"

/** @brief Bits that turn MiB into bytes. */
#define MIB_SHIFT 20
/** @brief Bits of a PCI id. */
#define ID_BITS 16
/** @brief Most bytes of a size. */
#define SIZE_MAX_BYTES ((uint64_t)GVM_NUMBER_MIB_MAX << MIB_SHIFT)
/** @brief Hexadecimal digits of a signature. */
#define SIGNATURE_DIGITS ((size_t)GVM_PROFILE_SIGNATURE * 2)
/** @brief All of the encoder. */
#define PERCENT_MAX 100
/** @brief Bits of a hexadecimal digit. */
#define HEX_BITS 4

/** @brief A number of a type. */
struct number {
	const char *element;	/**< Name of the element. */
	const char *attr;	/**< Its attribute; NULL: its content. */
	enum gvm_profile_number which;	/**< Which number. */
	uint64_t max;		/**< Largest value. */
};

/** @brief The numbers of a type. */
static const struct number numbers[] = {
	{ "numHeads", NULL, GVM_PROFILE_HEADS, UINT32_MAX },
	{ "display", "width", GVM_PROFILE_MAX_X, UINT32_MAX },
	{ "display", "height", GVM_PROFILE_MAX_Y, UINT32_MAX },
	{ "maxPixels", NULL, GVM_PROFILE_MAX_PIXELS, UINT32_MAX },
	{ "frlConfig", NULL, GVM_PROFILE_FRAME_RATE, UINT32_MAX },
	{ "frame_rate_limiter", NULL, GVM_PROFILE_FRAME_LIMITER, 1 },
	{ "frlEnable", NULL, GVM_PROFILE_FRAME_LIMITER, 1 },
	{ "cudaEnabled", NULL, GVM_PROFILE_CUDA, 1 },
	{ "eccSupported", NULL, GVM_PROFILE_ECC, 1 },
	{ "gpuInstanceSize", NULL, GVM_PROFILE_MIG_SIZE, UINT32_MAX },
	{ "gpuInstanceProfileId", NULL, GVM_PROFILE_MIG_PROFILE, UINT32_MAX },
	{ "multiVgpuSupported", NULL, GVM_PROFILE_MULTI_VGPU, 1 },
	{ "multiVgpuExclusive", NULL, GVM_PROFILE_EXCLUSIVE, 1 },
	{ "exclusiveType", NULL, GVM_PROFILE_EXCLUSIVE_TYPE, UINT32_MAX },
	{ "exclusiveSize", NULL, GVM_PROFILE_EXCLUSIVE_SIZE, UINT32_MAX },
	{ "profileSize", NULL, GVM_PROFILE_SIZE, SIZE_MAX_BYTES },
	{ "framebuffer", NULL, GVM_PROFILE_FRAMEBUFFER, SIZE_MAX_BYTES },
	{ "fbReservation", NULL, GVM_PROFILE_RESERVED, SIZE_MAX_BYTES },
	{ "gspHeapSize", NULL, GVM_PROFILE_GSP_HEAP, SIZE_MAX_BYTES },
	{ "mappableVideoSize", NULL, GVM_PROFILE_MAPPABLE, SIZE_MAX_BYTES },
	{ "nominalFbRegionSize", NULL, GVM_PROFILE_NOMINAL_REGION,
	  UINT32_MAX },
	{ "encoderCapacity", NULL, GVM_PROFILE_ENCODER, PERCENT_MAX },
	{ "bar1Length", NULL, GVM_PROFILE_BAR1, GVM_NUMBER_MIB_MAX },
	{ "ftraceEnable", NULL, GVM_PROFILE_FTRACE, 1 },
	{ "gpuDirectSupported", NULL, GVM_PROFILE_GPUDIRECT, 1 },
	{ "nvlinkP2PSupported", NULL, GVM_PROFILE_NVLINK_P2P, 1 },
	{ "maxInstancePerGI", NULL, GVM_PROFILE_MAX_PER_GI, UINT32_MAX },
	{ "placementSize", NULL, GVM_PROFILE_PLACEMENT_SIZE, UINT32_MAX },
};

/** @brief The elements that hold the texts of a type. */
static const char *const texts[GVM_PROFILE_TEXTS] = {
	[GVM_PROFILE_LICENSE] = "license",
	[GVM_PROFILE_ADAPTER] = "adapterName",
	[GVM_PROFILE_SHORT_NAME] = "shortGpuNameString",
	[GVM_PROFILE_PRODUCT] = "licensedProductName",
	[GVM_PROFILE_PARAMETERS] = "vgpuExtraParams",
};

bool gvm_vgpuconfig_number(xmlNode *node, const char *attr, uint64_t max,
			   uint64_t *value, GError **err)
{
	g_autofree char *own = attr ? gvm_tree_attr(node, attr) :
		gvm_tree_content(node);
	g_autofree char *shown = NULL;

	if (own && gvm_text_to_uint(g_strstrip(own), max, value))
		return true;
	shown = gvm_text_printable(own ? own : "", GVM_TREE_SHOWN_MAX);

	return gvm_tree_error(err, node,
			      "%s%s%s '%s' is not a number from 0 to %" G_GUINT64_FORMAT,
			      gvm_tree_name(node), attr ? "/@" : "",
			      attr ? attr : "", shown, max);
}

bool gvm_vgpuconfig_ids(xmlNode *node, struct gvm_vgpuconfig_gpu *ids,
			GError **err)
{
	const struct {
		const char *attr;
		unsigned int *id;
	} parts[] = {
		{ "vendorId", &ids->vendor },
		{ "deviceId", &ids->device },
		{ "subsystemVendorId", &ids->subvendor },
		{ "subsystemId", &ids->subdevice },
	};
	xmlNode *child = gvm_tree_child(node, "devId");

	*ids = (struct gvm_vgpuconfig_gpu){ 0 };
	if (!child)
		return gvm_tree_error(err, node, "%s has no devId",
				      gvm_tree_name(node));
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		uint64_t value = 0;

		if (!xmlHasProp(child, (const xmlChar *)parts[i].attr))
			continue;
		if (!gvm_vgpuconfig_number(child, parts[i].attr, UINT16_MAX,
					   &value, err))
			return false;
		*parts[i].id = (unsigned int)value;
	}

	return true;
}

/**
 * @brief Give a number, with its line.
 * @param profile  The type.
 * @param which    Which number.
 * @param value    Its value.
 * @param node     Where it is from.
 * @norestriction
 * @sideeffect Changes the type.
 * @nofailure
 */
static void give(struct gvm_profile *profile, enum gvm_profile_number which,
		 uint64_t value, const xmlNode *node)
{
	gvm_profile_set(profile, which, value);
	profile->lines[GVM_PROFILE_TEXTS + which] = gvm_tree_line(node);
}

/**
 * @brief Read the numbers of a type.
 * @param node     Element vgpuType.
 * @param profile  Those that are there are given.
 * @param err      Where to store the error, or NULL.
 * @return false when one is no good.
 * @norestriction
 * @sideeffect Changes the type.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_numbers(xmlNode *node, struct gvm_profile *profile,
			 GError **err)
{
	for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
		const struct number *number = &numbers[i];
		xmlNode *child = gvm_tree_child(node, number->element);
		uint64_t value = 0;

		if (!child || (number->attr &&
			       !xmlHasProp(child,
					   (const xmlChar *)number->attr)))
			continue;
		if (!gvm_vgpuconfig_number(child, number->attr, number->max,
					   &value, err))
			return false;
		give(profile, number->which, value, child);
	}

	return true;
}

/**
 * @brief Read the texts of a type.
 * @param node     Element vgpuType.
 * @param profile  Those that are there, and not empty, are given.
 * @param err      Where to store the error, or NULL.
 * @return false when one is no good.
 * @norestriction
 * @sideeffect Changes the type.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_texts(xmlNode *node, struct gvm_profile *profile,
		       GError **err)
{
	if (!gvm_tree_attr_text(node, "name",
				&profile->text[GVM_PROFILE_NAME], err) ||
	    !gvm_tree_attr_text(node, "class",
				&profile->text[GVM_PROFILE_CLASS], err))
		return false;
	for (unsigned int i = 0; i < GVM_PROFILE_TEXTS; i++) {
		xmlNode *child = texts[i] ? gvm_tree_child(node, texts[i]) :
			NULL;
		g_autofree char *own = child ? gvm_tree_content(child) : NULL;

		if (!own || g_strstrip(own)[0] == '\0')
			continue;
		if (!gvm_text_is_line(own, GVM_TREE_VALUE_MAX))
			return gvm_tree_error(err, child,
					      "%s must be one line of 1 to %d bytes",
					      gvm_tree_name(child),
					      GVM_TREE_VALUE_MAX);
		profile->text[i] = g_steal_pointer(&own);
		profile->lines[i] = gvm_tree_line(child);
	}

	return true;
}

/**
 * @brief Read the PCI ids that a guest sees.
 * @param node     Element vgpuType.
 * @param profile  They are given.
 * @param err      Where to store the error, or NULL.
 * @return false when they are no good.
 * @norestriction
 * @sideeffect Changes the type.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_device(xmlNode *node, struct gvm_profile *profile,
			GError **err)
{
	xmlNode *child = gvm_tree_child(node, "devId");
	struct gvm_vgpuconfig_gpu ids = { 0 };

	if (!gvm_vgpuconfig_ids(node, &ids, err))
		return false;
	give(profile, GVM_PROFILE_GUEST_DEVICE,
	     (uint64_t)ids.device << ID_BITS | ids.subdevice, child);
	if (ids.subvendor)
		give(profile, GVM_PROFILE_SUBVENDOR, ids.subvendor, child);

	return true;
}

struct gvm_profile *gvm_vgpuconfig_type_read(xmlNode *node, GError **err)
{
	g_autoptr(gvm_profile) profile = gvm_profile_new(0);
	uint64_t id = 0;

	profile->file = g_strdup(node->doc->name);
	profile->line = gvm_tree_line(node);
	if (!gvm_vgpuconfig_number(node, "id", UINT32_MAX, &id, err) ||
	    !read_texts(node, profile, err) ||
	    !read_numbers(node, profile, err) ||
	    !read_device(node, profile, err))
		return NULL;
	profile->id = (uint32_t)id;

	return g_steal_pointer(&profile);
}

/**
 * @brief Turn hexadecimal digits into bytes.
 * @param text  The digits, blanks allowed anywhere; changed.
 * @return New bytes, or NULL when there is anything else, or not as many as a
 *         signature has.
 * @norestriction
 * @sideeffect Removes the blanks from @p text.
 * @nofailure
 */
static GBytes *to_bytes(char *text)
{
	uint8_t bytes[GVM_PROFILE_SIGNATURE];
	char *to = text;

	for (const char *at = text; *at; at++)
		if (!g_ascii_isspace(*at))
			*to++ = *at;
	*to = '\0';
	if (strlen(text) != SIGNATURE_DIGITS)
		return NULL;
	for (size_t i = 0; i < sizeof(bytes); i++) {
		int high = g_ascii_xdigit_value(text[2 * i]);
		int low = g_ascii_xdigit_value(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return NULL;
		bytes[i] = (uint8_t)(high << HEX_BITS | low);
	}

	return g_bytes_new(bytes, sizeof(bytes));
}

bool gvm_vgpuconfig_type_support(xmlNode *node, struct gvm_profile *profile,
				 GError **err)
{
	xmlNode *child = gvm_tree_child(node, "maxVgpus");
	g_autofree char *digits = NULL;
	uint64_t value = 0;

	if (child) {
		if (!gvm_vgpuconfig_number(child, NULL, UINT32_MAX, &value, err))
			return false;
		give(profile, GVM_PROFILE_MAX_INSTANCES, value, child);
	}
	child = xmlFirstElementChild(node);
	while (child && !(gvm_tree_is(child, NULL, "digest") &&
			  gvm_tree_attr_is(child, "type", "signature")))
		child = xmlNextElementSibling(child);
	if (!child)
		return true;
	digits = gvm_tree_content(child);
	profile->signature = to_bytes(digits);
	if (!profile->signature)
		return gvm_tree_error(err, child,
				      "the digest is no signature of %d bytes in hexadecimal digits",
				      GVM_PROFILE_SIGNATURE);

	return true;
}
