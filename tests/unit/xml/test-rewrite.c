// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of putting other UUIDs into a domain XML.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "refusal.h"
#include "util/error.h"
#include "xml/domain.h"

/** @brief Begin of the UUIDs in everything.xml. */
#define UUID "11111111-0000-4000-8000-0000000000"
/** @brief A UUID that is in no file. */
#define OTHER "99999999-0000-4000-8000-000000000009"

/**
 * @brief Put one other UUID into everything.xml.
 * @param from  UUID that is replaced.
 * @param to    UUID that is put in its place.
 * @param err   Where to store the error, or NULL.
 * @return A new document, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure What gvm_domain_rewrite() refuses.
 */
static char *rewrite(const char *from, const char *to, GError **err)
{
	g_autoptr(GHashTable) uuids = g_hash_table_new(g_str_hash, g_str_equal);
	size_t len = 0;
	g_autofree char *text = refusal_load("domain/everything.xml", &len);
	g_autofree char *key = g_strdup(from);
	g_autofree char *value = g_strdup(to);

	g_hash_table_insert(uuids, key, value);

	return gvm_domain_rewrite(text, len, REFUSAL_NAME, uuids, err);
}

/**
 * @brief Replace each occurrence of a text, as a dumb machine would.
 * @param text  Where.
 * @param from  What is replaced.
 * @param to    What is put in its place.
 * @return A new string.
 * @pure
 */
static char *replace(const char *text, const char *from, const char *to)
{
	g_auto(GStrv) parts = g_strsplit(text, from, -1);

	return g_strjoinv(to, parts);
}

/**
 * @brief Hostdev and entry change, and not one other byte but quotes.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void only_the_uuid_changes(void **state)
{
	g_autofree char *before = refusal_load("domain/everything.xml", NULL);
	g_autofree char *after = rewrite(UUID "01", OTHER, NULL);
	g_autofree char *changed = replace(before, UUID "01", OTHER);
	g_autofree char *want = replace(changed, "'", "\"");

	(void)state;
	assert_non_null(after);
	assert_string_equal(after, want);
}

/**
 * @brief The UUID is found whatever the case it is written in.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void case_does_not_hide_a_uuid(void **state)
{
	g_autofree char *after = rewrite(UUID "0a", OTHER, NULL);
	g_autoptr(gvm_domain) domain = NULL;
	const struct gvm_request *request = NULL;

	(void)state;
	assert_null(strstr(after, UUID "0A"));
	assert_null(strstr(after, UUID "0a"));
	domain = gvm_domain_parse(after, strlen(after), REFUSAL_NAME, NULL);
	assert_non_null(domain);
	request = domain->requests->pdata[0];
	assert_string_equal(request->uuid, OTHER);
	assert_true(request->framebuffer > 0);
}

/**
 * @brief Hostdevs without entry, and entries without hostdev, change too.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void lonely_ones_change_too(void **state)
{
	g_autofree char *hostdev = rewrite(UUID "03", OTHER, NULL);
	g_autofree char *entry = rewrite(UUID "ff", OTHER, NULL);

	(void)state;
	assert_null(strstr(hostdev, UUID "03"));
	assert_non_null(strstr(hostdev, OTHER));
	assert_null(strstr(entry, UUID "ff"));
	assert_non_null(strstr(entry, OTHER));
}

/**
 * @brief UUIDs that are not those of vGPUs are left alone.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void other_uuids_are_left_alone(void **state)
{
	g_autofree char *after =
		rewrite("7a1c0d5e-93f4-4b52-8a6d-2f3f5a0e1b03", OTHER, NULL);

	(void)state;
	assert_non_null(after);
	assert_null(strstr(after, OTHER));
	assert_non_null(strstr(after, "7A1C0D5E-93F4-4B52-8A6D-2F3F5A0E1B03"));
}

/**
 * @brief Characters beyond ASCII, comments and CDATA sections survive.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void content_survives(void **state)
{
	static const char text[] =
		"<domain type=\"kvm\">\n"
		"  <name>\xc3\xa9\xe2\x82\xac</name>\n"
		"  <uuid>7a1c0d5e-93f4-4b52-8a6d-2f3f5a0e1b03</uuid>\n"
		"  <!-- &amp; -->\n"
		"  <description><![CDATA[<&>]]>&lt;&amp;\t</description>\n"
		"  <title a=\"&lt;&amp;&quot;&#10;\"/>\n"
		"</domain>\n";
	g_autoptr(GHashTable) uuids = g_hash_table_new(g_str_hash, g_str_equal);
	g_autofree char *after = gvm_domain_rewrite(text, strlen(text), "t",
						    uuids, NULL);

	(void)state;
	assert_string_equal(after, text);
}

/**
 * @brief What would make the domain wrong is refused.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void wrong_results_are_refused(void **state)
{
	g_autoptr(GError) twice = NULL;
	g_autoptr(GError) none = NULL;
	g_autoptr(GError) broken = NULL;
	g_autoptr(GHashTable) uuids = g_hash_table_new(g_str_hash, g_str_equal);

	(void)state;
	assert_null(rewrite(UUID "01", UUID "02", &twice));
	assert_true(g_error_matches(twice, GVM_ERROR, GVM_ERROR_INVALID));
	assert_non_null(strstr(twice->message, "there is another"));
	assert_null(rewrite(UUID "01", "'/><evil", &none));
	assert_true(g_error_matches(none, GVM_ERROR, GVM_ERROR_INVALID));
	assert_null(gvm_domain_rewrite("<domain>", 8, "t", uuids, &broken));
	assert_true(g_error_matches(broken, GVM_ERROR, GVM_ERROR_INVALID));
}

/**
 * @brief What libxml2 would write without escaping is refused.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void unwritable_namespaces_are_refused(void **state)
{
	static const char text[] =
		"<domain type='kvm'><name>a</name><uuid>" OTHER "</uuid>\n"
		"<metadata><a/>\n<x:a xmlns:x='&lt;'/></metadata></domain>";
	g_autoptr(GHashTable) uuids = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GError) err = NULL;

	(void)state;
	assert_null(gvm_domain_rewrite(text, strlen(text), "t", uuids, &err));
	assert_true(g_error_matches(err, GVM_ERROR, GVM_ERROR_INVALID));
	assert_true(g_str_has_prefix(err->message, "t:3: a namespace has"));
}

/**
 * @brief Run the tests.
 * @return 0 when all passed.
 * @norestriction
 * @nosideeffect
 * @failure Non-zero when one failed.
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_uuid_changes),
		cmocka_unit_test(case_does_not_hide_a_uuid),
		cmocka_unit_test(lonely_ones_change_too),
		cmocka_unit_test(other_uuids_are_left_alone),
		cmocka_unit_test(content_survives),
		cmocka_unit_test(wrong_results_are_refused),
		cmocka_unit_test(unwritable_namespaces_are_refused),
	};

	return cmocka_run_group_tests_name("rewrite", tests, NULL, NULL);
}
