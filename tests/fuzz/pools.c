// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Fuzz target: files of pools.
 */
#include "fuzz.h"

#include "util/text.h"
#include "xml/pools.h"
#include "xml/tree.h"

void fuzz_pools(const uint8_t *data, size_t size)
{
	g_autoptr(GError) err = NULL;
	g_autoptr(GPtrArray) pools =
		gvm_pools_parse((const char *)data, size, "fuzz", &err);

	fuzz_check_error(pools, err);
	if (!pools)
		return;
	g_assert_cmpuint(pools->len, <=, GVM_POOLS_MAX);
	for (unsigned int i = 0; i < pools->len; i++) {
		const struct gvm_pool *pool = g_ptr_array_index(pools, i);

		g_assert_true(gvm_text_is_line(pool->name, GVM_TREE_TEXT_MAX));
		g_assert_cmpuint(pool->count, <=, GVM_POOLS_COUNT_MAX);
		g_assert_true(gvm_request_has_type(pool->wish));
		g_assert_true(pool->where && pool->wish->where);
		g_assert_true(!pool->wish->parent || !pool->wish->placed);
		g_assert_true(pool->wish->placement != GVM_PLACEMENT_NUMA);
		g_assert_true(!gvm_request_device(pool->wish));
		g_assert_true(gvm_pools_find(pools, pool->name) == pool);
	}
}
