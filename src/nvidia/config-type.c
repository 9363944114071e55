// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief A type of ours to and from the driver's structure.
 *
 * Which field a text or number goes to is one table each; checking, writing
 * and reading are loops over them. What is not in a table:
 *
 * - The adapter's name is there twice, as bytes and as UTF-16 in little
 *   endian, which is what a guest's firmware tables hold. Both come from one
 *   text, and each must hold it with its NUL.
 * - The extra parameters are declared as an array of numbers, but are text.
 * - The signature is bytes, and the driver does not give it back.
 */
#include "nvidia/config-type.h"

#include <string.h>

#include "nvidia/config.h"
#include "util/error.h"

/** @brief Bytes of a unit of UTF-16. */
#define UTF16_UNIT 2
/** @brief Bits of a byte. */
#define BYTE_BITS 8

/** @brief The field of each text. */
static const enum gvm_nv_info_field text_fields[GVM_PROFILE_TEXTS] = {
	[GVM_PROFILE_NAME] = GVM_NV_INFO_NAME,
	[GVM_PROFILE_CLASS] = GVM_NV_INFO_CLASS,
	[GVM_PROFILE_LICENSE] = GVM_NV_INFO_LICENSE,
	[GVM_PROFILE_ADAPTER] = GVM_NV_INFO_ADAPTER_NAME,
	[GVM_PROFILE_SHORT_NAME] = GVM_NV_INFO_SHORT_GPU_NAME_STRING,
	[GVM_PROFILE_PRODUCT] = GVM_NV_INFO_LICENSED_PRODUCT_NAME,
	[GVM_PROFILE_PARAMETERS] = GVM_NV_INFO_EXTRA_PARAMS,
};

/** @brief The field of each number. */
static const enum gvm_nv_info_field number_fields[GVM_PROFILE_NUMBERS] = {
	[GVM_PROFILE_MAX_INSTANCES] = GVM_NV_INFO_MAX_INSTANCE,
	[GVM_PROFILE_MAX_PER_GI] = GVM_NV_INFO_MAX_INSTANCE_PER_GI,
	[GVM_PROFILE_HEADS] = GVM_NV_INFO_NUM_HEADS,
	[GVM_PROFILE_MAX_X] = GVM_NV_INFO_MAX_RESOLUTION_X,
	[GVM_PROFILE_MAX_Y] = GVM_NV_INFO_MAX_RESOLUTION_Y,
	[GVM_PROFILE_MAX_PIXELS] = GVM_NV_INFO_MAX_PIXELS,
	[GVM_PROFILE_FRAME_RATE] = GVM_NV_INFO_FRL_CONFIG,
	[GVM_PROFILE_FRAME_LIMITER] = GVM_NV_INFO_FRL_ENABLE,
	[GVM_PROFILE_CUDA] = GVM_NV_INFO_CUDA_ENABLED,
	[GVM_PROFILE_ECC] = GVM_NV_INFO_ECC_SUPPORTED,
	[GVM_PROFILE_MIG_SIZE] = GVM_NV_INFO_GPU_INSTANCE_SIZE,
	[GVM_PROFILE_MIG_PROFILE] = GVM_NV_INFO_GPU_INSTANCE_PROFILE_ID,
	[GVM_PROFILE_MULTI_VGPU] = GVM_NV_INFO_MULTI_VGPU_SUPPORTED,
	[GVM_PROFILE_EXCLUSIVE] = GVM_NV_INFO_MULTI_VGPU_EXCLUSIVE,
	[GVM_PROFILE_EXCLUSIVE_TYPE] = GVM_NV_INFO_EXCLUSIVE_TYPE,
	[GVM_PROFILE_EXCLUSIVE_SIZE] = GVM_NV_INFO_EXCLUSIVE_SIZE,
	[GVM_PROFILE_GUEST_DEVICE] = GVM_NV_INFO_VDEV_ID,
	[GVM_PROFILE_HOST_DEVICE] = GVM_NV_INFO_PDEV_ID,
	[GVM_PROFILE_SUBVENDOR] = GVM_NV_INFO_SSVID,
	[GVM_PROFILE_SIZE] = GVM_NV_INFO_PROFILE_SIZE,
	[GVM_PROFILE_FRAMEBUFFER] = GVM_NV_INFO_FB_LENGTH,
	[GVM_PROFILE_RESERVED] = GVM_NV_INFO_FB_RESERVATION,
	[GVM_PROFILE_GSP_HEAP] = GVM_NV_INFO_GSP_HEAP_SIZE,
	[GVM_PROFILE_MAPPABLE] = GVM_NV_INFO_MAPPABLE_VIDEO_SIZE,
	[GVM_PROFILE_NOMINAL_REGION] = GVM_NV_INFO_NOMINAL_FB_REGION_SIZE,
	[GVM_PROFILE_ENCODER] = GVM_NV_INFO_ENCODER_CAPACITY,
	[GVM_PROFILE_BAR1] = GVM_NV_INFO_BAR1_LENGTH,
	[GVM_PROFILE_FTRACE] = GVM_NV_INFO_FTRACE_ENABLE,
	[GVM_PROFILE_GPUDIRECT] = GVM_NV_INFO_GPUDIRECT_SUPPORTED,
	[GVM_PROFILE_NVLINK_P2P] = GVM_NV_INFO_NVLINK_P2P,
	[GVM_PROFILE_PLACEMENT_SIZE] = GVM_NV_INFO_PLACEMENT_SIZE,
};

bool gvm_nv_config_has_text(const struct gvm_nv_abi *abi,
			    enum gvm_profile_text which)
{
	return gvm_nv_abi_place(abi, GVM_NV_S_INFO, text_fields[which]).size;
}

bool gvm_nv_config_has_number(const struct gvm_nv_abi *abi,
			      enum gvm_profile_number which)
{
	return gvm_nv_abi_place(abi, GVM_NV_S_INFO, number_fields[which]).size;
}

/**
 * @brief Turn a text into UTF-16 in little endian.
 * @param text  Valid UTF-8.
 * @param len   Where to put the length in bytes, without NUL.
 * @return New bytes, or NULL when the text is not valid.
 * @pure
 */
static char *to_utf16(const char *text, size_t *len)
{
	return g_convert(text, -1, "UTF-16LE", "UTF-8", NULL, len, NULL);
}

/**
 * @brief Set an error about a type, with its place.
 * @param err      Where to store the error, or NULL.
 * @param type     The type.
 * @param line     Line of what is wrong, 0: that of the type.
 * @param message  What is wrong.
 * @return Always false.
 * @restriction @p err must not already hold an error.
 * @sideeffect Allocates the error.
 * @nofailure
 */
static bool refuse(GError **err, const struct gvm_profile *type,
		   unsigned int line, const char *message)
{
	if (!type->file)
		return gvm_error_set(err, GVM_ERROR_INVALID, "type %u: %s",
				     type->id, message);

	return gvm_error_set(err, GVM_ERROR_INVALID, "%s:%u: type %u: %s",
			     type->file, line ? line : type->line, type->id,
			     message);
}

/**
 * @brief Spell the release whose structures are used.
 * @param abi   The rows.
 * @param text  Where to put it, of GVM_NV_VERSION_TEXT bytes.
 * @return @p text.
 * @norestriction
 * @sideeffect Writes to @p text.
 * @nofailure
 */
static const char *release(const struct gvm_nv_abi *abi, char *text)
{
	gvm_nv_version_format(abi->rows, text);

	return text;
}

/**
 * @brief Check one text.
 * @param abi    The rows.
 * @param type   The type.
 * @param which  Which text.
 * @param err    Where to store the error, or NULL.
 * @return true when it is not given, or fits.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID.
 */
static bool check_text(const struct gvm_nv_abi *abi,
		       const struct gvm_profile *type,
		       enum gvm_profile_text which, GError **err)
{
	const char *name = gvm_profile_text_name(which);
	const char *text = type->text[which];
	struct gvm_nv_place place =
		gvm_nv_abi_place(abi, GVM_NV_S_INFO, text_fields[which]);
	char version[GVM_NV_VERSION_TEXT];
	g_autofree char *message = NULL;

	if (!text)
		return true;
	if (!g_utf8_validate(text, -1, NULL))
		message = g_strdup_printf("%s is not valid UTF-8", name);
	else if (!place.size)
		message = g_strdup_printf("release %s of NVIDIA's driver has no %s",
					  release(abi, version), name);
	else if (strlen(text) >= place.size)
		message = g_strdup_printf("%s has %zu bytes, release %s of NVIDIA's driver takes %d",
					  name, strlen(text),
					  release(abi, version),
					  place.size - 1);

	return message ? refuse(err, type, type->lines[which], message) : true;
}

/**
 * @brief Check that the adapter's name fits as UTF-16 as well.
 * @param abi   The rows.
 * @param type  The type, whose texts are valid UTF-8.
 * @param err   Where to store the error, or NULL.
 * @return true when it is not given, or fits.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID.
 */
static bool check_adapter(const struct gvm_nv_abi *abi,
			  const struct gvm_profile *type, GError **err)
{
	const char *text = type->text[GVM_PROFILE_ADAPTER];
	struct gvm_nv_place place =
		gvm_nv_abi_place(abi, GVM_NV_S_INFO,
				 GVM_NV_INFO_ADAPTER_NAME_UNICODE);
	g_autofree char *wide = NULL;
	g_autofree char *message = NULL;
	size_t len = 0;

	if (!text || !place.size)
		return true;
	wide = to_utf16(text, &len);
	if (wide && len + UTF16_UNIT <= place.size)
		return true;
	message = g_strdup_printf("%s does not fit into %d units of UTF-16",
				  gvm_profile_text_name(GVM_PROFILE_ADAPTER),
				  place.size / UTF16_UNIT - 1);

	return refuse(err, type, type->lines[GVM_PROFILE_ADAPTER], message);
}

/**
 * @brief Check one number.
 * @param abi    The rows.
 * @param type   The type.
 * @param which  Which number.
 * @param err    Where to store the error, or NULL.
 * @return true when it is not given, or fits.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID.
 */
static bool check_number(const struct gvm_nv_abi *abi,
			 const struct gvm_profile *type,
			 enum gvm_profile_number which, GError **err)
{
	const char *name = gvm_profile_number_name(which);
	struct gvm_nv_place place =
		gvm_nv_abi_place(abi, GVM_NV_S_INFO, number_fields[which]);
	uint64_t value = type->number[which];
	char version[GVM_NV_VERSION_TEXT];
	g_autofree char *message = NULL;
	uint64_t max;

	if (!gvm_profile_has(type, which))
		return true;
	max = place.size < sizeof(max) ?
		((uint64_t)1 << place.size * BYTE_BITS) - 1 : G_MAXUINT64;
	if (!place.size)
		message = g_strdup_printf("release %s of NVIDIA's driver has no %s",
					  release(abi, version), name);
	else if (value > max)
		message = g_strdup_printf("%s is %" G_GUINT64_FORMAT
					  ", release %s of NVIDIA's driver takes %"
					  G_GUINT64_FORMAT " at most",
					  name, value, release(abi, version),
					  max);

	return message ? refuse(err, type,
				type->lines[GVM_PROFILE_TEXTS + which],
				message) : true;
}

/**
 * @brief Check the signature.
 * @param abi   The rows.
 * @param type  The type.
 * @param err   Where to store the error, or NULL.
 * @return true when there is none, or it has the right length.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID.
 */
static bool check_signature(const struct gvm_nv_abi *abi,
			    const struct gvm_profile *type, GError **err)
{
	struct gvm_nv_place place = gvm_nv_abi_place(abi, GVM_NV_S_INFO,
						     GVM_NV_INFO_SIGNATURE);
	size_t len = type->signature ? g_bytes_get_size(type->signature) : 0;
	g_autofree char *message = NULL;

	if (!type->signature || len == place.size)
		return true;
	message = g_strdup_printf("the signature has %zu bytes, not %u", len,
				  place.size);

	return refuse(err, type, 0, message);
}

bool gvm_nv_config_check(const struct gvm_nv_abi *abi,
			 const struct gvm_profile *type, GError **err)
{
	for (unsigned int i = 0; i < GVM_PROFILE_TEXTS; i++)
		if (!check_text(abi, type, i, err))
			return false;
	for (unsigned int i = 0; i < GVM_PROFILE_NUMBERS; i++)
		if (!check_number(abi, type, i, err))
			return false;

	return check_adapter(abi, type, err) &&
	       check_signature(abi, type, err);
}

void gvm_nv_type_write(const struct gvm_nv_block *info,
		       const struct gvm_profile *type)
{
	const char *adapter = type->text[GVM_PROFILE_ADAPTER];
	g_autofree char *wide = NULL;
	size_t len = 0;

	gvm_nv_put(info, GVM_NV_INFO_TYPE, type->id);
	for (unsigned int i = 0; i < GVM_PROFILE_TEXTS; i++)
		gvm_nv_put_text(info, text_fields[i], type->text[i]);
	for (unsigned int i = 0; i < GVM_PROFILE_NUMBERS; i++)
		if (gvm_profile_has(type, i))
			gvm_nv_put(info, number_fields[i], type->number[i]);
	if (adapter)
		wide = to_utf16(adapter, &len);
	if (wide)
		gvm_nv_put_bytes(info, GVM_NV_INFO_ADAPTER_NAME_UNICODE, wide,
				 len);
	if (type->signature)
		gvm_nv_put_bytes(info, GVM_NV_INFO_SIGNATURE,
				 g_bytes_get_data(type->signature, NULL),
				 g_bytes_get_size(type->signature));
}

struct gvm_profile *gvm_nv_type_read(const struct gvm_nv_block *info)
{
	struct gvm_profile *type =
		gvm_profile_new(gvm_nv_get(info, GVM_NV_INFO_TYPE));
	const uint8_t *signature;
	size_t len = 0;

	for (unsigned int i = 0; i < GVM_PROFILE_TEXTS; i++)
		if (gvm_nv_has(info, text_fields[i]))
			type->text[i] = gvm_nv_text(info, text_fields[i]);
	for (unsigned int i = 0; i < GVM_PROFILE_NUMBERS; i++)
		if (gvm_nv_has(info, number_fields[i]))
			gvm_profile_set(type, i,
					gvm_nv_get(info, number_fields[i]));

	signature = gvm_nv_bytes(info, GVM_NV_INFO_SIGNATURE, &len);
	for (size_t i = 0; signature && i < len && !type->signature; i++)
		if (signature[i])
			type->signature = g_bytes_new(signature, len);

	return type;
}
