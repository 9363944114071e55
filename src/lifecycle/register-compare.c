// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Comparing a type with what the driver says of it.
 */
#include "lifecycle/register-compare.h"

#include <inttypes.h>

#include "util/error.h"
#include "util/text.h"

/** @brief Longest text that a difference repeats, in bytes. */
#define SHOWN_MAX 64

/**
 * @brief Compare one text.
 * @param wanted  One type.
 * @param told    The other.
 * @param which   Which text; one that is not given is "".
 * @return A new sentence, or NULL when they are the same.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static char *text_differs(const struct gvm_profile *wanted,
			  const struct gvm_profile *told,
			  enum gvm_profile_text which)
{
	const char *ours = wanted->text[which] ? wanted->text[which] : "";
	const char *theirs = told->text[which] ? told->text[which] : "";
	g_autofree char *show_ours = NULL;
	g_autofree char *show_theirs = NULL;

	if (g_str_equal(ours, theirs))
		return NULL;
	show_ours = gvm_text_printable(ours, SHOWN_MAX);
	show_theirs = gvm_text_printable(theirs, SHOWN_MAX);

	return g_strdup_printf("%s is '%s', not '%s'",
			       gvm_profile_text_name(which), show_theirs,
			       show_ours);
}

/**
 * @brief Compare one number.
 * @param wanted  One type.
 * @param told    The other.
 * @param which   Which number.
 * @return A new sentence, or NULL when they are the same or one of the two
 *         does not have it.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static char *number_differs(const struct gvm_profile *wanted,
			    const struct gvm_profile *told,
			    enum gvm_profile_number which)
{
	if (!gvm_profile_has(wanted, which) || !gvm_profile_has(told, which) ||
	    wanted->number[which] == told->number[which] ||
	    (which == GVM_PROFILE_MULTI_VGPU &&
	     gvm_register_lost_multi(wanted, told)))
		return NULL;

	return g_strdup_printf("%s is %" PRIu64 ", not %" PRIu64,
			       gvm_profile_number_name(which),
			       told->number[which], wanted->number[which]);
}

/**
 * @brief Compare the signatures.
 * @param wanted  One type.
 * @param told    The other.
 * @return A new sentence, or NULL when they are the same or one of the two has
 *         none.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static char *signature_differs(const struct gvm_profile *wanted,
			       const struct gvm_profile *told)
{
	if (!wanted->signature || !told->signature ||
	    g_bytes_equal(wanted->signature, told->signature))
		return NULL;

	return g_strdup("the signature is another one");
}

char *gvm_register_differs(const struct gvm_profile *wanted,
			   const struct gvm_profile *told)
{
	char *difference = NULL;

	for (int i = 0; i < GVM_PROFILE_TEXTS && !difference; i++)
		difference = text_differs(wanted, told, i);
	for (int i = 0; i < GVM_PROFILE_NUMBERS && !difference; i++)
		difference = number_differs(wanted, told, i);

	return difference ? difference : signature_differs(wanted, told);
}

bool gvm_register_lost_multi(const struct gvm_profile *wanted,
			     const struct gvm_profile *told)
{
	return gvm_profile_has(wanted, GVM_PROFILE_MULTI_VGPU) &&
		gvm_profile_has(told, GVM_PROFILE_MULTI_VGPU) &&
		wanted->number[GVM_PROFILE_MULTI_VGPU] == 1 &&
		told->number[GVM_PROFILE_MULTI_VGPU] == 0 &&
		wanted->number[GVM_PROFILE_MAX_INSTANCES] != 1;
}

bool gvm_register_check_same(GHashTable *seen,
			     const struct gvm_register_gpu *plan, GError **err)
{
	/* Of a GPU that is lost nothing is known. */
	for (guint i = 0; !plan->lost && i < plan->types->len; i++) {
		const struct gvm_register_type *type;
		const struct gvm_profile *before;
		g_autofree char *difference = NULL;
		void *key;

		type = g_ptr_array_index(plan->types, i);
		key = GUINT_TO_POINTER(type->type->id);
		before = g_hash_table_lookup(seen, key);
		if (!before) {
			g_hash_table_insert(seen, key, type->type);
			continue;
		}
		difference = gvm_register_differs(type->type, before);
		if (difference)
			return gvm_error_set(err, GVM_ERROR_INVALID,
					     "%s:%u: type %u would not be the same on all its GPUs (on the first one %s on GPU %s), but the driver keeps one set of parameters for an id: write the value down, or use an id for each kind of GPU",
					     type->type->file, type->type->line,
					     type->type->id, difference,
					     plan->gpu->address);
	}

	return true;
}
