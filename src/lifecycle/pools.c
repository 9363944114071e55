// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The pools of this machine: /etc/gvm/pools.d.
 */
#include "lifecycle/pools.h"

#include <errno.h>
#include <string.h>

#include "host/host.h"
#include "util/error.h"
#include "xml/pools.h"
#include "xml/xml.h"

GPtrArray *gvm_pools_list(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)gvm_pool_free);
}

bool gvm_pools_add(GPtrArray *pools, const char *name, const char *text,
		   size_t len, GError **err)
{
	g_autoptr(GPtrArray) more = gvm_pools_parse(text, len, name, err);

	if (!more)
		return false;
	for (guint i = 0; i < more->len; i++) {
		const struct gvm_pool *pool = g_ptr_array_index(more, i);
		const struct gvm_pool *other = gvm_pools_find(pools,
							      pool->name);

		if (other)
			return gvm_error_set(err, GVM_ERROR_INVALID,
					     "%s: pool '%s' is in %s already: give one of them a new name",
					     pool->where, pool->name,
					     other->where);
	}
	g_ptr_array_extend_and_steal(pools, g_steal_pointer(&more));

	return true;
}

/**
 * @brief Read one file of the directory and add it to a list.
 * @param host   The machine.
 * @param name   Name of the file.
 * @param pools  struct gvm_pool.
 * @param err    Where to store the error, or NULL.
 * @return false when it cannot be read, or is no good.
 * @norestriction
 * @sideeffect Grows the list.
 * @failure The code of the errno, or GVM_ERROR_INVALID.
 */
static bool load_file(struct gvm_host *host, const char *name,
		      GPtrArray *pools, GError **err)
{
	g_autofree char *path = g_build_filename(GVM_POOLS_DIR, name, NULL);
	g_autofree char *label = g_strdup_printf("/%s", path);
	g_autofree char *text = NULL;
	int rc;

	rc = gvm_host_load(host, path, GVM_XML_MAX, &text);
	if (rc < 0)
		return gvm_error_set_errno(err, rc, "cannot read %s", label);

	return gvm_pools_add(pools, label, text, strlen(text), err);
}

GPtrArray *gvm_pools_load(struct gvm_host *host, GError **err)
{
	g_autoptr(GPtrArray) pools = gvm_pools_list();
	g_autoptr(GPtrArray) names = NULL;
	int rc;

	rc = gvm_host_list(host, GVM_POOLS_DIR, &names);
	if (rc == -ENOENT)
		return g_steal_pointer(&pools);
	if (rc < 0) {
		gvm_error_set_errno(err, rc, "cannot list /%s", GVM_POOLS_DIR);
		return NULL;
	}
	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);

		if (name[0] == '.' || !g_str_has_suffix(name, ".xml"))
			continue;
		if (!load_file(host, name, pools, err))
			return NULL;
	}

	return g_steal_pointer(&pools);
}
