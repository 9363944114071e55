// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Fuzz target: files of vGPU types.
 */
#include "fuzz.h"

#include "util/text.h"
#include "xml/tree.h"
#include "xml/types.h"

/**
 * @brief Insist on what holds for every type that was taken.
 * @param type  The type.
 * @norestriction
 * @nosideeffect
 * @failure Aborts when something does not hold.
 */
static void check_type(const struct gvm_profile *type)
{
	g_assert_true(type->id >= GVM_PROFILE_ID_MIN && type->id < UINT32_MAX);
	g_assert_true(type->line > 0);
	g_assert_null(type->signature);
	g_assert_true(!type->signature_file || *type->signature_file == '/');
	for (unsigned int i = 0; i < GVM_PROFILE_TEXTS; i++) {
		g_assert_true(!type->text[i] == !type->lines[i]);
		g_assert_true(!type->text[i] ||
			      gvm_text_is_line(type->text[i],
					       GVM_TREE_VALUE_MAX));
	}
	for (unsigned int i = 0; i < GVM_PROFILE_NUMBERS; i++)
		g_assert_true(gvm_profile_has(type, i) ==
			      !!type->lines[GVM_PROFILE_TEXTS + i]);
	/* A type that stands alone says what has no default. */
	if (!type->base)
		g_assert_true(type->text[GVM_PROFILE_NAME] &&
			      type->number[GVM_PROFILE_FRAMEBUFFER]);
}

void fuzz_types(const uint8_t *data, size_t size)
{
	g_autoptr(GError) err = NULL;
	g_autoptr(gvm_profiles) file =
		gvm_types_parse((const char *)data, size, "fuzz", &err);

	fuzz_check_error(file, err);
	if (!file)
		return;
	g_assert_cmpuint(file->types->len, >, 0);
	for (unsigned int i = 0; i < file->types->len; i++)
		check_type(g_ptr_array_index(file->types, i));
}
