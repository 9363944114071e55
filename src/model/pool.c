// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Pools, and the UUIDs of their vGPUs.
 */
#include "model/pool.h"

#include <limits.h>
#include <string.h>

/** @brief How each of our UUIDs begins: our mark, and the version. */
#define MARK "67766d63-746c-8"
/** @brief Characters of a UUID before the index. */
#define INDEX_AT (sizeof(MARK) - 1)
/** @brief Characters of an index. */
#define INDEX_LEN 3
/** @brief Characters of a UUID before variant and hash. */
#define HASH_AT (INDEX_AT + INDEX_LEN + 1)
/** @brief Bits of the hash that are behind the last dash. */
#define NODE_BITS 48
/** @brief The variant of RFC 9562, two bits. */
#define VARIANT (UINT64_C(2) << 62)
/** @brief Bits of the hash, without the variant. */
#define HASH_MASK ((UINT64_C(1) << 62) - 1)

struct gvm_pool *gvm_pool_new(void)
{
	struct gvm_pool *pool = g_new0(struct gvm_pool, 1);

	pool->wish = gvm_request_new(NULL);
	pool->wish->mdev = true;

	return pool;
}

void gvm_pool_free(struct gvm_pool *pool)
{
	if (!pool)
		return;

	g_free(pool->name);
	gvm_request_free(pool->wish);
	g_free(pool->where);
	g_free(pool);
}

/**
 * @brief Hash the name of a pool.
 * @param name  The name.
 * @return Variant and hash.
 * @pure
 */
static uint64_t hash_of(const char *name)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	uint64_t hash = 0;
	guint8 digest[32];
	gsize len = sizeof(digest);

	g_checksum_update(sum, (const guchar *)name, (gssize)strlen(name));
	g_checksum_get_digest(sum, digest, &len);
	for (size_t i = 0; i < sizeof(hash); i++)
		hash = hash << CHAR_BIT | digest[i];

	return (hash & HASH_MASK) | VARIANT;
}

char *gvm_pool_uuid(const char *name, unsigned int index)
{
	uint64_t hash = hash_of(name);

	g_assert(index <= GVM_POOL_INDEX_MAX);

	return g_strdup_printf(MARK "%03x-%04x-%012" G_GINT64_MODIFIER "x",
			       index, (unsigned int)(hash >> NODE_BITS),
			       (guint64)(hash & ((UINT64_C(1) << NODE_BITS) - 1)));
}

bool gvm_pool_is_own(const char *uuid)
{
	return uuid && g_uuid_string_is_valid(uuid) &&
		g_str_has_prefix(uuid, MARK) && strchr("89ab", uuid[HASH_AT]);
}

bool gvm_pool_has(const char *name, const char *uuid)
{
	g_autofree char *first = gvm_pool_uuid(name, 0);

	return gvm_pool_is_own(uuid) &&
		g_str_equal(uuid + HASH_AT, first + HASH_AT);
}

unsigned int gvm_pool_index(const char *uuid)
{
	char digits[INDEX_LEN + 1] = "";

	memcpy(digits, uuid + INDEX_AT, INDEX_LEN);

	return (unsigned int)g_ascii_strtoull(digits, NULL, 16);
}
