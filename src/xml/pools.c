// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading pools.
 */
#include "xml/pools.h"

#include "util/text.h"
#include "xml/metadata.h"
#include "xml/number.h"
#include "xml/tree.h"
#include "xml/xml.h"

/** @brief Attributes of pools: none. */
static const char *const pools_attrs[] = { NULL };

/** @brief Attributes of pool. */
static const char *const pool_attrs[] = { "name", "count", NULL };

/** @brief Attributes of vgpu: those of a domain's metadata, but no device. */
static const char *const vgpu_attrs[] = {
	"type", "name", "framebuffer", "parent", "placement", NULL
};

/** @brief How many vGPUs a pool may have. */
static const struct gvm_number_rule count_rule = {
	GVM_NUMBER_DECIMAL, 0, GVM_POOLS_COUNT_MAX
};

const struct gvm_pool *gvm_pools_find(const GPtrArray *pools,
				      const char *name)
{
	for (guint i = 0; i < pools->len; i++) {
		const struct gvm_pool *pool = g_ptr_array_index(pools, i);

		if (g_str_equal(pool->name, name))
			return pool;
	}

	return NULL;
}

/**
 * @brief Read which vGPUs a pool is of.
 * @param node  Element vgpu.
 * @param pool  Its wish is filled in.
 * @param err   Where to store the error, or NULL.
 * @return false when something in it is wrong.
 * @norestriction
 * @sideeffect Changes the pool.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_vgpu(xmlNode *node, struct gvm_pool *pool, GError **err)
{
	if (!gvm_tree_check(node, vgpu_attrs, err) ||
	    !gvm_metadata_read_wish(node, GVM_POOLS_NS, pool->wish, err))
		return false;
	if (!gvm_request_has_type(pool->wish))
		return gvm_tree_error(err, node,
				      "vgpu of a pool needs one of type, name and framebuffer");
	if (pool->wish->placed && pool->wish->placement == GVM_PLACEMENT_NUMA)
		return gvm_tree_error(err, node,
				      "placement 'numa' is for domains, a pool has no memory to be near: use spread or pack");
	pool->wish->where = gvm_tree_where(node);

	return true;
}

/**
 * @brief Read the children of a pool.
 * @param node  Element pool.
 * @param pool  Its wish is filled in.
 * @param err   Where to store the error, or NULL.
 * @return false when it does not have just one vgpu.
 * @norestriction
 * @sideeffect Changes the pool.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_children(xmlNode *node, struct gvm_pool *pool, GError **err)
{
	xmlNode *child = xmlFirstElementChild(node);
	g_autofree char *shown = NULL;

	for (; child; child = xmlNextElementSibling(child)) {
		if (!gvm_tree_is(child, GVM_POOLS_NS, "vgpu")) {
			shown = gvm_text_printable(gvm_tree_name(child),
						   GVM_TREE_SHOWN_MAX);
			return gvm_tree_error(err, child,
					      "pool has the unknown element '%s'",
					      shown);
		}
		if (pool->wish->where)
			return gvm_tree_error(err, child,
					      "%s is there a second time",
					      gvm_tree_name(child));
		if (!read_vgpu(child, pool, err))
			return false;
	}

	return pool->wish->where ||
		gvm_tree_error(err, node, "pool needs a vgpu");
}

/**
 * @brief Read a pool.
 * @param node  Element pool.
 * @param err   Where to store the error, or NULL.
 * @return A new pool, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static struct gvm_pool *read_pool(xmlNode *node, GError **err)
{
	g_autoptr(gvm_pool) pool = gvm_pool_new();
	uint64_t count = 0;

	pool->where = gvm_tree_where(node);
	if (!gvm_tree_check(node, pool_attrs, err) ||
	    !gvm_tree_attr_text(node, "name", &pool->name, err))
		return NULL;
	if (!pool->name || !xmlHasProp(node, (const xmlChar *)"count")) {
		gvm_tree_error(err, node, "pool needs name and count");
		return NULL;
	}
	if (!gvm_number_read(node, "count", &count_rule, &count, err) ||
	    !read_children(node, pool, err))
		return NULL;
	pool->count = (unsigned int)count;

	return g_steal_pointer(&pool);
}

/**
 * @brief Read all pools.
 * @param root   Element pools.
 * @param pools  struct gvm_pool to append to.
 * @param err    Where to store the error, or NULL.
 * @return false when something is wrong.
 * @norestriction
 * @sideeffect Grows @p pools.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_root(xmlNode *root, GPtrArray *pools, GError **err)
{
	xmlNode *child = xmlFirstElementChild(root);
	g_autofree char *shown = NULL;

	if (!gvm_tree_check(root, pools_attrs, err))
		return false;
	for (; child; child = xmlNextElementSibling(child)) {
		g_autoptr(gvm_pool) pool = NULL;

		if (!gvm_tree_is(child, GVM_POOLS_NS, "pool")) {
			shown = gvm_text_printable(gvm_tree_name(child),
						   GVM_TREE_SHOWN_MAX);
			return gvm_tree_error(err, child,
					      "pools has the unknown element '%s'",
					      shown);
		}
		if (pools->len == GVM_POOLS_MAX)
			return gvm_tree_error(err, child,
					      "there are more than %d pools: use several files",
					      GVM_POOLS_MAX);
		pool = read_pool(child, err);
		if (!pool)
			return false;
		if (gvm_pools_find(pools, pool->name)) {
			shown = gvm_text_printable(pool->name,
						   GVM_TREE_SHOWN_MAX);
			return gvm_tree_error(err, child,
					      "pool '%s' is there a second time",
					      shown);
		}
		g_ptr_array_add(pools, g_steal_pointer(&pool));
	}

	return true;
}

GPtrArray *gvm_pools_parse(const char *text, size_t len, const char *name,
			   GError **err)
{
	g_autoptr(GPtrArray) pools =
		g_ptr_array_new_with_free_func((GDestroyNotify)gvm_pool_free);
	g_autoptr(xmlDoc) doc = NULL;
	xmlNode *root = NULL;

	if (!gvm_xml_parse(text, len, name, &doc, err))
		return NULL;
	root = xmlDocGetRootElement(doc);
	if (!gvm_tree_is(root, GVM_POOLS_NS, "pools")) {
		gvm_tree_error(err, root,
			       "this is no file of pools: its root must be pools of namespace %s",
			       GVM_POOLS_NS);
		return NULL;
	}
	if (!read_root(root, pools, err))
		return NULL;

	return g_steal_pointer(&pools);
}
