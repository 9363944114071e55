// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading NVIDIA's own types: the host's vgpuConfig.xml.
 *
 * The file has types, and GPUs with the types that each supports. It is read
 * once into a tree, of which types are indexed by id and name and GPUs by
 * their PCI ids. What a type or a GPU says is looked at when it is asked for,
 * so that a fault in one does not matter to the others.
 */
#include "xml/vgpuconfig.h"

#include <string.h>

#include "util/error.h"
#include "util/text.h"
#include "xml/tree.h"
#include "xml/vgpuconfig-type.h"
#include "xml/xml.h"

/** @brief What the kernel puts before the id of a type. */
#define PREFIX "nvidia-"

/** @brief A GPU of the file. */
struct entry {
	struct gvm_vgpuconfig_gpu ids;	/**< Its ids. */
	xmlNode *node;			/**< Its element. Borrowed. */
};

/** @brief NVIDIA's types, parsed. */
struct gvm_vgpuconfig {
	xmlDoc *doc;		/**< The tree. Owned. */
	GHashTable *ids;	/**< Id of a type to its element. */
	GHashTable *names;	/**< Name of a type to its element, or NULL
				 *   when several have it.
				 */
	GArray *entries;	/**< struct entry. */
};

/**
 * @brief Note a type.
 * @param config  Its indexes are filled in.
 * @param node    Element vgpuType.
 * @param err     Where to store the error, or NULL.
 * @return false when it has no id, or one that is there before.
 * @norestriction
 * @sideeffect Adds to the indexes.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool note_type(struct gvm_vgpuconfig *config, xmlNode *node,
		      GError **err)
{
	g_autofree char *name = gvm_tree_attr(node, "name");
	const xmlNode *first = NULL;
	uint64_t id = 0;

	if (!gvm_vgpuconfig_number(node, "id", UINT32_MAX, &id, err))
		return false;
	first = g_hash_table_lookup(config->ids, GUINT_TO_POINTER((guint)id));
	if (first)
		return gvm_tree_error(err, node,
				      "type %u is on line %u already",
				      (unsigned int)id, gvm_tree_line(first));
	g_hash_table_insert(config->ids, GUINT_TO_POINTER((guint)id), node);
	if (name)
		g_hash_table_insert(config->names, g_strdup(name),
				    g_hash_table_contains(config->names, name) ?
				    NULL : node);

	return true;
}

/**
 * @brief Note a GPU.
 * @param config  Its list is filled in.
 * @param node    Element pgpu.
 * @param err     Where to store the error, or NULL.
 * @return false when its ids are no good.
 * @norestriction
 * @sideeffect Adds to the list.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool note_gpu(struct gvm_vgpuconfig *config, xmlNode *node, GError **err)
{
	struct entry entry = { .node = node };

	if (!gvm_vgpuconfig_ids(node, &entry.ids, err))
		return false;
	g_array_append_val(config->entries, entry);

	return true;
}

/**
 * @brief Make the types and GPUs of the file findable.
 * @param config  Its tree is read, the rest is filled in.
 * @param err     Where to store the error, or NULL.
 * @return false when it is not NVIDIA's file, or one has no good ids.
 * @norestriction
 * @sideeffect Adds to the indexes.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool index_file(struct gvm_vgpuconfig *config, GError **err)
{
	xmlNode *root = xmlDocGetRootElement(config->doc);
	xmlNode *child = xmlFirstElementChild(root);

	if (!gvm_tree_is(root, NULL, "vgpuconfig"))
		return gvm_tree_error(err, root,
				      "this is not NVIDIA's vgpuConfig.xml: its root must be vgpuconfig");
	for (; child; child = xmlNextElementSibling(child)) {
		if (gvm_tree_is(child, NULL, "vgpuType") &&
		    !note_type(config, child, err))
			return false;
		if (gvm_tree_is(child, NULL, "pgpu") &&
		    !note_gpu(config, child, err))
			return false;
	}

	return true;
}

struct gvm_vgpuconfig *gvm_vgpuconfig_parse(const char *text, size_t len,
					    const char *name, GError **err)
{
	g_autoptr(gvm_vgpuconfig) config = g_new0(struct gvm_vgpuconfig, 1);

	config->ids = g_hash_table_new(NULL, NULL);
	config->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					      NULL);
	config->entries = g_array_new(FALSE, FALSE, sizeof(struct entry));
	if (!gvm_xml_parse_large(text, len, name, &config->doc, err) ||
	    !index_file(config, err))
		return NULL;

	return g_steal_pointer(&config);
}

void gvm_vgpuconfig_free(struct gvm_vgpuconfig *config)
{
	if (!config)
		return;
	g_clear_pointer(&config->ids, g_hash_table_unref);
	g_clear_pointer(&config->names, g_hash_table_unref);
	g_clear_pointer(&config->entries, g_array_unref);
	g_clear_pointer(&config->doc, xmlFreeDoc);
	g_free(config);
}

/**
 * @brief Find the element of a type.
 * @param config  The types.
 * @param base    Id, kernel's id or name.
 * @param err     Where to store the error, or NULL.
 * @return The element, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_NOT_FOUND when there is none; GVM_ERROR_INVALID when
 *          several have the name.
 */
static xmlNode *find_type(const struct gvm_vgpuconfig *config,
			  const char *base, GError **err)
{
	const char *digits = g_str_has_prefix(base, PREFIX) ?
		base + strlen(PREFIX) : base;
	g_autofree char *shown = gvm_text_printable(base, GVM_TREE_SHOWN_MAX);
	void *node = NULL;
	uint64_t id = 0;
	bool several = false;

	if (digits[strspn(digits, "0123456789")] == '\0' &&
	    gvm_text_to_uint(digits, UINT32_MAX, &id))
		node = g_hash_table_lookup(config->ids,
					   GUINT_TO_POINTER((guint)id));
	else
		several = g_hash_table_lookup_extended(config->names, base,
						       NULL, &node) && !node;
	if (several)
		gvm_error_set(err, GVM_ERROR_INVALID,
			      "%s: several types are named '%s': give the id",
			      config->doc->name, shown);
	else if (!node)
		gvm_error_set(err, GVM_ERROR_NOT_FOUND,
			      "%s has no type '%s'", config->doc->name, shown);

	return node;
}

/**
 * @brief Tell how well a GPU of the file fits the real one.
 * @param ids  Ids in the file.
 * @param gpu  Ids of the GPU.
 * @return 0: not at all, 1: any subsystem will do, 2: it is this one.
 * @pure
 */
static unsigned int rank(const struct gvm_vgpuconfig_gpu *ids,
			 const struct gvm_vgpuconfig_gpu *gpu)
{
	if (ids->vendor != gpu->vendor || ids->device != gpu->device)
		return 0;
	if (ids->subdevice == 0)
		return 1;

	return ids->subvendor == gpu->subvendor &&
	       ids->subdevice == gpu->subdevice ? 2 : 0;
}

/**
 * @brief Find a type among those that a GPU of the file supports.
 * @param entry  The GPU.
 * @param id     Id of the type.
 * @return The element, or NULL.
 * @pure
 */
static xmlNode *find_support(const struct entry *entry, uint32_t id)
{
	xmlNode *child = xmlFirstElementChild(entry->node);

	for (; child; child = xmlNextElementSibling(child)) {
		uint64_t own = 0;

		if (gvm_tree_is(child, NULL, "supportedVgpu") &&
		    gvm_vgpuconfig_number(child, "vgpuId", UINT32_MAX, &own,
					  NULL) && own == id)
			return child;
	}

	return NULL;
}

/**
 * @brief Find what the GPU says of a type.
 *
 * Where the file has the very GPU, what it has for any subsystem does not
 * count: the signature there is for other boards.
 *
 * @param config  The types.
 * @param gpu     Ids of the GPU.
 * @param id      Id of the type.
 * @return Element supportedVgpu, or NULL when the GPU does not support it.
 * @pure
 */
static xmlNode *find_pair(const struct gvm_vgpuconfig *config,
			  const struct gvm_vgpuconfig_gpu *gpu, uint32_t id)
{
	unsigned int best = 0;
	xmlNode *found = NULL;

	for (guint i = 0; i < config->entries->len; i++) {
		const struct entry *entry =
			&g_array_index(config->entries, struct entry, i);
		unsigned int own = rank(&entry->ids, gpu);

		if (own == 0 || own < best || (own == best && found))
			continue;
		best = own;
		found = find_support(entry, id);
	}

	return found;
}

struct gvm_profile *gvm_vgpuconfig_type(const struct gvm_vgpuconfig *config,
					const char *base,
					const struct gvm_vgpuconfig_gpu *gpu,
					GError **err)
{
	g_autoptr(gvm_profile) profile = NULL;
	xmlNode *node = find_type(config, base, err);
	xmlNode *pair = NULL;

	if (!node)
		return NULL;
	profile = gvm_vgpuconfig_type_read(node, err);
	if (!profile)
		return NULL;
	pair = find_pair(config, gpu, profile->id);
	if (pair && !gvm_vgpuconfig_type_support(pair, profile, err))
		return NULL;

	return g_steal_pointer(&profile);
}
