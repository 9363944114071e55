// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the bounds of the safe reader.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "refusal.h"
#include "xml/tree.h"
#include "xml/xml.h"

/**
 * @brief Read a document and drop the tree.
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param err   Where to store the error, or NULL.
 * @return true when it was taken.
 * @norestriction
 * @nosideeffect
 * @failure What gvm_xml_parse() refuses.
 */
static bool take(const char *text, size_t len, GError **err)
{
	g_autoptr(xmlDoc) doc = NULL;

	if (!gvm_xml_parse(text, len, REFUSAL_NAME, &doc, err)) {
		assert_null(doc);
		return false;
	}
	assert_non_null(xmlDocGetRootElement(doc));

	return true;
}

/**
 * @brief Make a document out of many equal parts.
 * @param before  What comes first.
 * @param part    What comes @p n times.
 * @param n       How often.
 * @param middle  What comes then.
 * @param last    What comes @p n times after it.
 * @return A new string.
 * @pure
 */
static GString *repeat(const char *before, const char *part, int n,
		       const char *middle, const char *last)
{
	GString *text = g_string_new(before);

	for (int i = 0; i < n; i++)
		g_string_append(text, part);
	g_string_append(text, middle);
	for (int i = 0; i < n; i++)
		g_string_append(text, last);

	return text;
}

/**
 * @brief Make a document out of many numbered parts.
 * @param before  What comes first.
 * @param part    What comes @p n times, with a number at its end.
 * @param n       How often.
 * @param sign    What follows each number.
 * @param after   What comes last.
 * @return A new string.
 * @pure
 */
static GString *number(const char *before, const char *part, int n,
		       const char *sign, const char *after)
{
	GString *text = g_string_new(before);

	for (int i = 0; i < n; i++)
		g_string_append_printf(text, "%s%d%s", part, i, sign);

	return g_string_append(text, after);
}

/**
 * @brief 4 MiB are read, a byte more is not.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void size_is_bounded(void **state)
{
	g_autofree char *text = g_malloc(5 << 20);

	(void)state;
	memset(text, ' ', 5 << 20);
	memcpy(text, "<a/>", 4);
	assert_true(take(text, GVM_XML_MAX, NULL));
	refusal_check(take, text, GVM_XML_MAX + 1,
		      "t.xml:1: the document has more than 4194304 bytes");
	refusal_check(take, text, 5 << 20, "t.xml:1: the document has more");
}

/**
 * @brief 64 levels are read, one more is not, and many more cost nothing.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void depth_is_bounded(void **state)
{
	g_autoptr(GString) good = repeat("", "<a>\n", GVM_XML_DEPTH_MAX, "",
					 "</a>");
	g_autoptr(GString) bad = repeat("", "<a>\n", GVM_XML_DEPTH_MAX + 1, "",
					"</a>");
	g_autoptr(GString) wide = repeat("<a>", "<b><c/></b>", 1000, "</a>", "");
	g_autoptr(GString) bomb = repeat("", "<a>", 1000000, "", "");

	(void)state;
	assert_true(take(good->str, good->len, NULL));
	assert_true(take(wide->str, wide->len, NULL));
	refusal_check(take, bad->str, bad->len,
		      "t.xml:65: elements are nested deeper than 64 levels");
	refusal_check(take, bomb->str, bomb->len, "t.xml:1: elements are nested");
}

/**
 * @brief Tags with thousands of attributes would take minutes.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void attributes_are_bounded(void **state)
{
	g_autoptr(GString) good = number("<a", " b", GVM_XML_ATTRS_MAX, "='>'",
					 "/>");
	g_autoptr(GString) bad = number("<x>\n<a", " b", GVM_XML_ATTRS_MAX + 1,
					"=\">'\"", "/></x>");
	g_autoptr(GString) bomb = number("<a", " b", 300000, "=''", "/>");
	g_autoptr(GString) data = number("<a><![CDATA[", "''", 5000, "\"\"",
					 "]]></a>");
	g_autoptr(GString) text = number("<a>", "''", 5000, "\"\"", "</a>");
	gint64 start = g_get_monotonic_time();

	(void)state;
	assert_true(take(good->str, good->len, NULL));
	assert_true(take(data->str, data->len, NULL));
	assert_true(take(text->str, text->len, NULL));
	refusal_check(take, bad->str, bad->len,
		      "t.xml:2: a tag has more than 1024 attributes");
	refusal_check(take, bomb->str, bomb->len, "t.xml:1: a tag has more");
	assert_true(g_get_monotonic_time() - start < 5 * G_USEC_PER_SEC);
}

/**
 * @brief As do thousands of namespaces, however they are spread.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void namespaces_are_bounded(void **state)
{
	g_autoptr(GString) good = number("<a", " xmlns:b", GVM_XML_SPACES_MAX,
					 "='u'", "/>");
	g_autoptr(GString) bad = number("<a", " xmlns:b", GVM_XML_SPACES_MAX,
					"='u'", ">\n<c xmlns:d='u'/></a>");
	g_autoptr(GString) wide = number("<a>", "<b xmlns:b='u", 5000, "'/>",
					 "</a>");

	(void)state;
	assert_true(take(good->str, good->len, NULL));
	assert_true(take(wide->str, wide->len, NULL));
	refusal_check(take, bad->str, bad->len,
		      "t.xml:2: more than 256 namespaces are declared");
}

/**
 * @brief Lines are counted beyond 65,535, where libxml2 would stop.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void lines_are_counted_far(void **state)
{
	g_autoptr(GString) text = repeat("<a>", "\n", 70000, "<b/>\n</a>", "");
	g_autoptr(xmlDoc) doc = NULL;
	g_autofree char *where = NULL;

	(void)state;
	assert_true(gvm_xml_parse(text->str, text->len, "t", &doc, NULL));
	where = gvm_tree_where(xmlFirstElementChild(xmlDocGetRootElement(doc)));
	assert_string_equal(where, "t:70001");
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
		cmocka_unit_test(size_is_bounded),
		cmocka_unit_test(depth_is_bounded),
		cmocka_unit_test(attributes_are_bounded),
		cmocka_unit_test(namespaces_are_bounded),
		cmocka_unit_test(lines_are_counted_far),
	};

	return cmocka_run_group_tests_name("bounds", tests, NULL, NULL);
}
