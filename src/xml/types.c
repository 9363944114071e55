// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading files of vGPU types.
 */
#include "xml/types.h"

#include <string.h>

#include "util/text.h"
#include "xml/number.h"
#include "xml/tree.h"
#include "xml/types-field.h"
#include "xml/types-gpu.h"
#include "xml/xml.h"

/** @brief Attributes of vgpu-types: none. */
static const char *const types_attrs[] = { NULL };

/** @brief Attributes of type. */
static const char *const type_attrs[] = { "id", "base", NULL };

/** @brief Attributes of signature. */
static const char *const signature_attrs[] = { "file", NULL };

/** @brief Ids that a type of ours may have. */
static const struct gvm_number_rule id_rule = {
	GVM_NUMBER_DECIMAL, GVM_PROFILE_ID_MIN, UINT32_MAX - 1
};

/** @brief What is known while a file is being read. */
struct reading {
	struct gvm_profiles *profiles;	/**< The file. Borrowed. */
	GHashTable *lines;		/**< Id of a type to its line. */
};

/**
 * @brief Tell whether a path leads from the root to a file.
 * @param path  The path.
 * @return false when it is too long, does not begin with a slash, or one of
 *         its components is no plain name.
 * @pure
 */
static bool is_file(const char *path)
{
	g_auto(GStrv) parts = NULL;

	if (path[0] != '/' || path[1] == '\0' ||
	    strlen(path) > GVM_TREE_TEXT_MAX)
		return false;
	parts = g_strsplit(path + 1, "/", 0);
	for (unsigned int i = 0; parts[i]; i++)
		if (!gvm_text_is_name(parts[i]))
			return false;

	return true;
}

/**
 * @brief Read where the signature is.
 * @param node     Element signature.
 * @param profile  Its signature file is set.
 * @param err      Where to store the error, or NULL.
 * @return false when it is no good.
 * @norestriction
 * @sideeffect Changes the type.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_signature(xmlNode *node, struct gvm_profile *profile,
			   GError **err)
{
	g_autofree char *file = gvm_tree_attr(node, "file");
	g_autofree char *shown = NULL;

	if (!gvm_tree_check(node, signature_attrs, err) ||
	    !gvm_tree_no_children(node, err))
		return false;
	if (!file)
		return gvm_tree_error(err, node, "signature needs a file");
	if (!is_file(file)) {
		shown = gvm_text_printable(file, GVM_TREE_SHOWN_MAX);
		return gvm_tree_error(err, node,
				      "file '%s' of signature is not the full path of a file",
				      shown);
	}
	profile->signature_file = g_steal_pointer(&file);

	return true;
}

/**
 * @brief Refuse an element that is there before.
 * @param node  The element.
 * @param err   Where to store the error, or NULL.
 * @return false when an earlier one has its name.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool check_once(xmlNode *node, GError **err)
{
	xmlNode *at = xmlPreviousElementSibling(node);

	for (; at; at = xmlPreviousElementSibling(at))
		if (strcmp(gvm_tree_name(at), gvm_tree_name(node)) == 0)
			return gvm_tree_error(err, node,
					      "%s is there a second time",
					      gvm_tree_name(node));

	return true;
}

/**
 * @brief Read the children of a type.
 * @param node     Element type.
 * @param profile  The type.
 * @param err      Where to store the error, or NULL.
 * @return false when one is no good.
 * @norestriction
 * @sideeffect Changes the type.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_children(xmlNode *node, struct gvm_profile *profile,
			  GError **err)
{
	xmlNode *child = xmlFirstElementChild(node);
	g_autofree char *shown = NULL;

	for (; child; child = xmlNextElementSibling(child)) {
		const char *name = gvm_tree_name(child);
		bool signature = strcmp(name, "signature") == 0;

		if (!gvm_tree_is(child, GVM_TYPES_NS, name) ||
		    (!signature && !gvm_types_field_is(name))) {
			shown = gvm_text_printable(name, GVM_TREE_SHOWN_MAX);
			return gvm_tree_error(err, child,
					      "type has the unknown element '%s'",
					      shown);
		}
		if (!check_once(child, err) ||
		    !(signature ? read_signature(child, profile, err) :
		      gvm_types_field_read(child, profile, err)))
			return false;
	}

	return true;
}

/**
 * @brief Check that a type without base says what nobody can guess.
 * @param node     Element type.
 * @param profile  The type.
 * @param err      Where to store the error, or NULL.
 * @return false when something is missing.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool check_complete(const xmlNode *node,
			   const struct gvm_profile *profile, GError **err)
{
	const char *missing = NULL;

	if (profile->base)
		return true;
	if (!profile->text[GVM_PROFILE_NAME])
		missing = gvm_profile_text_name(GVM_PROFILE_NAME);
	else if (!gvm_profile_has(profile, GVM_PROFILE_FRAMEBUFFER))
		missing = gvm_profile_number_name(GVM_PROFILE_FRAMEBUFFER);
	if (!missing)
		return true;

	return gvm_tree_error(err, node, "type %u needs %s, or a base",
			      profile->id, missing);
}

/**
 * @brief Read a type.
 * @param node  Element type.
 * @param err   Where to store the error, or NULL.
 * @return A new type, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static struct gvm_profile *read_type(xmlNode *node, GError **err)
{
	g_autoptr(gvm_profile) profile = gvm_profile_new(0);
	uint64_t id = 0;

	if (!gvm_tree_check(node, type_attrs, err))
		return NULL;
	if (!xmlHasProp(node, (const xmlChar *)"id")) {
		gvm_tree_error(err, node, "type needs an id");
		return NULL;
	}
	if (!gvm_number_read(node, "id", &id_rule, &id, err) ||
	    !gvm_tree_attr_text(node, "base", &profile->base, err))
		return NULL;
	profile->id = (uint32_t)id;
	profile->file = g_strdup(node->doc->name);
	profile->line = gvm_tree_line(node);
	if (!read_children(node, profile, err) ||
	    !check_complete(node, profile, err))
		return NULL;

	return g_steal_pointer(&profile);
}

/**
 * @brief Read a type and add it to the file.
 * @param node     Element type.
 * @param reading  What was read so far.
 * @param err      Where to store the error, or NULL.
 * @return false when it is no good, or its id is there before.
 * @norestriction
 * @sideeffect Grows the list of types.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool add_type(xmlNode *node, struct reading *reading, GError **err)
{
	g_autoptr(gvm_profile) profile = read_type(node, err);
	unsigned int first;

	if (!profile)
		return false;
	first = GPOINTER_TO_UINT(g_hash_table_lookup(reading->lines,
						     GUINT_TO_POINTER(profile->id)));
	if (first)
		return gvm_tree_error(err, node,
				      "type %u is on line %u already",
				      profile->id, first);
	g_hash_table_insert(reading->lines, GUINT_TO_POINTER(profile->id),
			    GUINT_TO_POINTER(profile->line));
	g_ptr_array_add(reading->profiles->types, g_steal_pointer(&profile));

	return true;
}

/**
 * @brief Read a selector and add it to the file.
 * @param node      Element gpu.
 * @param profiles  The file.
 * @param err       Where to store the error, or NULL.
 * @return false when it is no good.
 * @norestriction
 * @sideeffect Grows the list of selectors.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool add_gpu(xmlNode *node, struct gvm_profiles *profiles, GError **err)
{
	struct gvm_selector *selector = gvm_types_gpu_read(node, err);

	if (!selector)
		return false;
	g_ptr_array_add(profiles->gpus, selector);

	return true;
}

/**
 * @brief Read all of a file.
 * @param root      Element vgpu-types.
 * @param profiles  Its lists are filled in.
 * @param err       Where to store the error, or NULL.
 * @return false when something is no good.
 * @norestriction
 * @sideeffect Grows the lists.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_root(xmlNode *root, struct gvm_profiles *profiles,
		      GError **err)
{
	g_autoptr(GHashTable) lines = g_hash_table_new(NULL, NULL);
	struct reading reading = { profiles, lines };
	xmlNode *child = xmlFirstElementChild(root);
	g_autofree char *shown = NULL;

	if (!gvm_tree_check(root, types_attrs, err))
		return false;
	for (; child; child = xmlNextElementSibling(child)) {
		bool gpu = gvm_tree_is(child, GVM_TYPES_NS, "gpu");

		if (!gpu && !gvm_tree_is(child, GVM_TYPES_NS, "type")) {
			shown = gvm_text_printable(gvm_tree_name(child),
						   GVM_TREE_SHOWN_MAX);
			return gvm_tree_error(err, child,
					      "vgpu-types has the unknown element '%s'",
					      shown);
		}
		if (!(gpu ? add_gpu(child, profiles, err) :
		      add_type(child, &reading, err)))
			return false;
	}
	if (profiles->types->len == 0)
		return gvm_tree_error(err, root,
				      "there is no type in it: add one, or remove the file");

	return true;
}

struct gvm_profiles *gvm_types_parse(const char *text, size_t len,
				     const char *name, GError **err)
{
	g_autoptr(gvm_profiles) profiles = g_new0(struct gvm_profiles, 1);
	g_autoptr(xmlDoc) doc = NULL;
	xmlNode *root = NULL;

	profiles->gpus = g_ptr_array_new_with_free_func((GDestroyNotify)gvm_selector_free);
	profiles->types = g_ptr_array_new_with_free_func((GDestroyNotify)gvm_profile_free);
	if (!gvm_xml_parse(text, len, name, &doc, err))
		return NULL;
	profiles->file = g_strdup(doc->name);
	root = xmlDocGetRootElement(doc);
	if (!gvm_tree_is(root, GVM_TYPES_NS, "vgpu-types")) {
		gvm_tree_error(err, root,
			       "this is no file of vGPU types: its root must be vgpu-types of namespace %s",
			       GVM_TYPES_NS);
		return NULL;
	}
	if (!read_root(root, profiles, err))
		return NULL;

	return g_steal_pointer(&profiles);
}
