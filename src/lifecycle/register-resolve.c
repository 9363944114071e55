// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What a type of a file is on a certain GPU.
 *
 * Theory of operation. Values come in this order, and an earlier one stays:
 *
 *   file -> base, as this GPU has it -> defaults
 *
 * What the running release has no place for is left out at the end, but not
 * what the file itself gives: the user would believe that it holds.
 *
 * A signature belongs to a pair of type and GPU. So it is looked up for each
 * GPU, and none comes with this program. A file with one has 256 hexadecimal
 * digits, as vgpuConfig.xml has them, so that it can be cut out of there.
 */
#include "lifecycle/register-resolve.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "host/host.h"
#include "lifecycle/register-defaults.h"
#include "util/error.h"

/** @brief Largest list of NVIDIA's types, in bytes; real ones have some MiB. */
#define BASES_MAX (64u << 20)
/** @brief Largest file with a signature, in bytes. */
#define SIGNATURE_FILE_MAX 4096
/** @brief Hexadecimal digits of a byte. */
#define DIGITS 2
/** @brief Bits of a hexadecimal digit. */
#define DIGIT_BITS 4
/** @brief Bytes of a MiB. */
#define MIB (1u << 20)

void gvm_register_source_clear(struct gvm_register_source *source)
{
	g_clear_pointer(&source->bases, gvm_vgpuconfig_free);
}

void gvm_register_type_free(void *data)
{
	struct gvm_register_type *type = data;

	if (!type)
		return;
	gvm_profile_free(type->type);
	g_free(type->error);
	g_free(type->note);
	g_free(type);
}

/**
 * @brief Read NVIDIA's types, unless they were read.
 * @param source  The source.
 * @param type    The first type that has a base.
 * @param err     Where to store the error, or NULL.
 * @return true when they are there.
 * @norestriction
 * @sideeffect Keeps them in @p source.
 * @failure GVM_ERROR_INVALID when there are none or they are no good; the code
 *          of the errno when they cannot be read.
 */
static bool read_bases(struct gvm_register_source *source,
		       const struct gvm_profile *type, GError **err)
{
	g_autofree char *text = NULL;
	int rc;

	if (source->bases)
		return true;
	rc = gvm_host_load(source->host, GVM_REGISTER_BASES, BASES_MAX, &text);
	if (rc == -ENOENT || rc == -ENOTDIR)
		return gvm_error_set(err, GVM_ERROR_INVALID,
				     "%s:%u: type %u: there is no /%s to take base '%s' from: install NVIDIA's vGPU host driver as it comes, or write the values down",
				     type->file, type->line, type->id,
				     GVM_REGISTER_BASES, type->base);
	if (rc < 0)
		return gvm_error_set_errno(err, rc, "cannot read /%s",
					   GVM_REGISTER_BASES);
	source->bases = gvm_vgpuconfig_parse(text, strlen(text),
					     "/" GVM_REGISTER_BASES, err);

	return source->bases;
}

/**
 * @brief Take from a base what the file does not say.
 * @param source  The source.
 * @param type    The type; changed.
 * @param gpu     The GPU.
 * @param err     Where to store the error, or NULL.
 * @return true when the type has no base, or it was taken.
 * @norestriction
 * @sideeffect Reads the base; changes @p type.
 * @failure GVM_ERROR_INVALID; those of read_bases().
 */
static bool take_base(struct gvm_register_source *source,
		      struct gvm_profile *type, const struct gvm_nv_gpu *gpu,
		      GError **err)
{
	const struct gvm_vgpuconfig_gpu ids = {
		.vendor = gpu->vendor,
		.device = gpu->device,
		.subvendor = gpu->subvendor,
		.subdevice = gpu->subdevice,
	};
	g_autoptr(gvm_profile) base = NULL;
	g_autoptr(GError) cause = NULL;

	if (!type->base)
		return true;
	if (!read_bases(source, type, err))
		return false;
	base = gvm_vgpuconfig_type(source->bases, type->base, &ids, &cause);
	if (!base)
		return gvm_error_set(err, GVM_ERROR_INVALID,
				     "%s:%u: type %u: its base: %s", type->file,
				     type->line, type->id, cause->message);
	gvm_register_defaults_trim(base, type);
	gvm_profile_inherit(type, base);

	return true;
}

/**
 * @brief Read a signature from hexadecimal digits.
 * @param text  The digits, with white space between them.
 * @return The signature, or NULL when it is none.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static GBytes *parse_signature(const char *text)
{
	uint8_t bytes[GVM_PROFILE_SIGNATURE] = { 0 };
	size_t digits = 0;

	for (; *text; text++) {
		if (g_ascii_isspace(*text))
			continue;
		if (!g_ascii_isxdigit(*text) ||
		    digits == DIGITS * sizeof(bytes))
			return NULL;
		bytes[digits / DIGITS] = bytes[digits / DIGITS] << DIGIT_BITS |
			g_ascii_xdigit_value(*text);
		digits++;
	}

	return digits == DIGITS * sizeof(bytes) ?
		g_bytes_new(bytes, sizeof(bytes)) : NULL;
}

/**
 * @brief Read the file that a type names for its signature.
 * @param source  The source.
 * @param type    The type; changed.
 * @param err     Where to store the error, or NULL.
 * @return true when it names none, or its signature is there.
 * @norestriction
 * @sideeffect Reads the file.
 * @failure GVM_ERROR_INVALID when it holds no signature; the code of the errno
 *          when it cannot be read.
 */
static bool take_signature(struct gvm_register_source *source,
			   struct gvm_profile *type, GError **err)
{
	const char *path = type->signature_file;
	g_autofree char *text = NULL;
	int rc;

	if (type->signature || !path)
		return true;
	while (*path == '/')
		path++;
	rc = gvm_host_load(source->host, path, SIGNATURE_FILE_MAX, &text);
	if (rc < 0 && rc != -EFBIG && rc != -EINVAL)
		return gvm_error_set_errno(err, rc,
					   "%s:%u: type %u: cannot read its signature from /%s",
					   type->file, type->line, type->id,
					   path);
	if (rc == 0)
		type->signature = parse_signature(text);
	if (type->signature)
		return true;

	return gvm_error_set(err, GVM_ERROR_INVALID,
			     "%s:%u: type %u: /%s is no signature: it must be %d hexadecimal digits",
			     type->file, type->line, type->id, path,
			     GVM_PROFILE_SIGNATURE * DIGITS);
}

/**
 * @brief Leave out what the running release has no place for.
 * @param abi   The rows.
 * @param type  The complete type.
 * @param own   The type as its file has it: what it gives stays.
 * @norestriction
 * @sideeffect Changes @p type.
 * @nofailure
 */
static void leave_out(const struct gvm_nv_abi *abi, struct gvm_profile *type,
		      const struct gvm_profile *own)
{
	for (int i = 0; i < GVM_PROFILE_TEXTS; i++)
		if (!own->text[i] && !gvm_nv_config_has_text(abi, i))
			g_clear_pointer(&type->text[i], g_free);
	for (int i = 0; i < GVM_PROFILE_NUMBERS; i++)
		if (!gvm_profile_has(own, i) &&
		    !gvm_nv_config_has_number(abi, i))
			type->given &= ~(UINT64_C(1) << i);
}

/**
 * @brief Refuse a type that is larger than the GPU.
 * @param type  The complete type.
 * @param own   The type as its file has it.
 * @param gpu   The GPU.
 * @param err   Where to store the error, or NULL.
 * @return true when it fits, its size is all its base's, or it is not known
 *         how large the GPU is.
 * @restriction The size of a base is not doubted: NVIDIA's largest types are
 *              as large as the board, of which the driver keeps a little.
 * @nosideeffect
 * @failure GVM_ERROR_INVALID.
 */
static bool check_memory(const struct gvm_profile *type,
			 const struct gvm_profile *own,
			 const struct gvm_nv_gpu *gpu, GError **err)
{
	static const enum gvm_profile_number sizes[] = {
		GVM_PROFILE_SIZE, GVM_PROFILE_FRAMEBUFFER,
		GVM_PROFILE_RESERVED,
	};
	uint64_t needed = MAX(type->number[GVM_PROFILE_SIZE],
			      type->number[GVM_PROFILE_FRAMEBUFFER]);
	unsigned int line = type->line;
	bool ours = false;

	for (size_t i = 0; i < G_N_ELEMENTS(sizes) && !ours; i++) {
		ours = gvm_profile_has(own, sizes[i]);
		if (ours && own->lines[GVM_PROFILE_TEXTS + sizes[i]])
			line = own->lines[GVM_PROFILE_TEXTS + sizes[i]];
	}
	if (!ours || !gpu->framebuffer || needed <= gpu->framebuffer)
		return true;

	return gvm_error_set(err, GVM_ERROR_INVALID,
			     "%s:%u: type %u needs %" PRIu64 " MiB, more than GPU %s has (%" PRIu64 " MiB)",
			     type->file, line, type->id, needed / MIB,
			     gpu->address, gpu->framebuffer / MIB);
}

struct gvm_register_type *
gvm_register_resolve(struct gvm_register_source *source,
		     const struct gvm_profile *type,
		     const struct gvm_nv_gpu *gpu, GError **err)
{
	g_autoptr(gvm_profile) whole = gvm_profile_copy(type);
	struct gvm_register_type *result;

	if (!take_signature(source, whole, err) ||
	    !take_base(source, whole, gpu, err) ||
	    !gvm_register_defaults_fill(whole, gpu, err))
		return NULL;
	leave_out(source->abi, whole, type);
	if (!gvm_nv_config_check(source->abi, whole, err) ||
	    !check_memory(whole, type, gpu, err))
		return NULL;

	result = g_new0(struct gvm_register_type, 1);
	result->state = GVM_REGISTER_VALID;
	if (!whole->signature)
		gvm_register_note(result,
				  "no signature: a driver that checks it refuses the type");
	result->type = g_steal_pointer(&whole);

	return result;
}
