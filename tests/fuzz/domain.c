// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Fuzz target: domain XML, read and rewritten.
 */
#include "fuzz.h"

#include <string.h>

#include "util/error.h"
#include "xml/domain.h"

/** @brief A UUID for the first request of a domain. */
#define OTHER "99999999-0000-4000-8000-000000000009"

/**
 * @brief A domain that was taken can be rewritten, and what comes out asks
 *        for as much as before.
 * @param domain  The domain.
 * @param text    The document it came from.
 * @param len     Its length in bytes.
 * @norestriction
 * @nosideeffect
 * @failure Aborts.
 */
static void check_rewrite(const struct gvm_domain *domain, const char *text,
			  size_t len)
{
	g_autoptr(GHashTable) uuids = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GError) err = NULL;
	g_autoptr(gvm_domain) again = NULL;
	g_autofree char *other = g_strdup(OTHER);
	g_autofree char *out = NULL;

	for (unsigned int i = 0; i < domain->requests->len; i++) {
		const struct gvm_request *request = domain->requests->pdata[i];

		if (request->uuid && g_hash_table_size(uuids) == 0)
			g_hash_table_insert(uuids, request->uuid, other);
	}
	out = gvm_domain_rewrite(text, len, "fuzz", uuids, &err);
	/* The new UUID may be there before, and a namespace unwritable. */
	if (!out) {
		g_assert_true(strstr(err->message, "there is another") ||
			      strstr(err->message, "a namespace has"));
		return;
	}
	/* Entities make it longer, and then it may be too long. */
	if (strlen(out) > len * 6 || len > (1u << 19))
		return;
	again = gvm_domain_parse(out, strlen(out), "fuzz", &err);
	g_assert_no_error(err);
	g_assert_cmpuint(again->requests->len, ==, domain->requests->len);
	g_assert_cmpstr(again->name, ==, domain->name);
}

void fuzz_domain(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	g_autoptr(GError) err = NULL;
	g_autoptr(gvm_domain) domain = gvm_domain_parse(text, size, "fuzz",
							&err);

	fuzz_check_error(domain, err);
	if (domain)
		check_rewrite(domain, text, size);
}
