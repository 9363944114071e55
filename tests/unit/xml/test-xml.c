// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the safe reader.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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

/** @brief Documents that are not XML as we want it. */
static const struct refusal broken[] = {
	{ "", "t.xml:1: the document is empty" },
	{ " ", "t.xml:1: not well-formed XML: " },
	{ "domain", "t.xml:1: not well-formed XML: " },
	{ "<a>", "t.xml:1: not well-formed XML: " },
	{ "<a>\n<b>\n</a>", "t.xml:3: not well-formed XML: Opening and ending" },
	{ "<a/>\n<b/>", "t.xml:2: not well-formed XML: Extra content" },
	{ "<a b='1' b='2'/>", "t.xml:1: not well-formed XML: Attribute b" },
	{ "<a>\n&nbsp;</a>", "t.xml:2: not well-formed XML: Entity 'nbsp'" },
	{ "<a b='&x;'/>", "t.xml:1: not well-formed XML: Entity 'x'" },
	{ "<a>&#0;</a>", "t.xml:1: not well-formed XML: " },
	{ "<a>\n\xe9</a>", "t.xml:2: the document is not UTF-8 text" },
	{ "\xff\xfe<\0a", "t.xml:1: the document is not UTF-8 text" },
	{ "<a b='<'/>", "t.xml:1: not well-formed XML: " },
};

/** @brief Documents with a document type. */
static const struct refusal doctypes[] = {
	{ "<!DOCTYPE a><a/>", "t.xml:1: a document type is not allowed" },
	{ "\n<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
	  "t.xml:2: a document type is not allowed" },
	{ "<!DOCTYPE a PUBLIC 'x' 'http://127.0.0.1:1/x.dtd'><a/>",
	  "t.xml:1: a document type is not allowed" },
	{ "<!DOCTYPE a [<!ENTITY x SYSTEM '/etc/passwd'>]><a>&x;</a>",
	  "t.xml:1: a document type is not allowed" },
	{ "<!DOCTYPE a [<!ENTITY % x SYSTEM '/etc/passwd'> %x;]><a/>",
	  "t.xml:1: a document type is not allowed" },
	{ "<!DOCTYPE a [<!ENTITY a '&b;&b;'><!ENTITY b 'b'>]><a>&a;</a>",
	  "t.xml:1: a document type is not allowed" },
	{ "<!DOCTYPE a [ broken", "t.xml:1: a document type is not allowed" },
};

/**
 * @brief What is not well-formed UTF-8 XML is refused, with its line.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void broken_xml_is_refused(void **state)
{
	(void)state;
	refusal_check_all(take, broken, G_N_ELEMENTS(broken), "", "");
}

/**
 * @brief No document type is read, so that nothing can be declared in one.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void document_types_are_refused(void **state)
{
	(void)state;
	refusal_check_all(take, doctypes, G_N_ELEMENTS(doctypes), "", "");
}

/**
 * @brief A bomb of entities costs nothing.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void entity_bombs_do_not_go_off(void **state)
{
	g_autoptr(GString) bomb = g_string_new("<!DOCTYPE a [\n");
	gint64 start = g_get_monotonic_time();

	(void)state;
	g_string_append(bomb, "<!ENTITY e0 'boom'>\n");
	for (int i = 1; i < 30; i++)
		g_string_append_printf(bomb,
				       "<!ENTITY e%d '&e%d;&e%d;&e%d;&e%d;'>\n",
				       i, i - 1, i - 1, i - 1, i - 1);
	g_string_append(bomb, "]>\n<a>&e29;</a>");
	refusal_check(take, bomb->str, bomb->len,
		      "t.xml:1: a document type is not allowed");
	assert_true(g_get_monotonic_time() - start < G_USEC_PER_SEC);
}

/**
 * @brief What is not text of one byte a character is refused as such.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void other_encodings_are_refused(void **state)
{
	static const char utf16[] = "\xff\xfe<\0a\0/\0>";
	static const char bare16[] = "<\0a\0/\0>";
	static const char nul[] = "<a>\n\0</a>";
	static const char tail[] = "<a/>\0";

	(void)state;
	refusal_check(take, utf16, sizeof(utf16), "t.xml:1: the document is not");
	refusal_check(take, bare16, sizeof(bare16), "t.xml:1: the document is not");
	refusal_check(take, nul, sizeof(nul) - 1, "t.xml:2: the document is not");
	refusal_check(take, tail, sizeof(tail), "t.xml:1: the document is not");
}

/**
 * @brief What a document says of its encoding is not believed.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void declared_encodings_are_ignored(void **state)
{
	static const char *const names[] = {
		"UTF-8", "ISO-8859-1", "SHIFT_JIS", "UTF-16", "UTF-7", "none",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autoptr(xmlDoc) doc = NULL;
		g_autofree char *value = NULL;
		g_autofree char *text =
			g_strdup_printf("<?xml version='1.0' encoding='%s'?>\n<a b='\xc3\xa9'/>",
					names[i]);

		assert_true(gvm_xml_parse(text, strlen(text), "t", &doc, NULL));
		value = gvm_tree_attr(xmlDocGetRootElement(doc), "b");
		assert_string_equal(value, "\xc3\xa9");
	}
	assert_true(take("\xef\xbb\xbf<a/>", 7, NULL));
}

/**
 * @brief XInclude stays an element like any other.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void xinclude_is_not_processed(void **state)
{
	static const char text[] =
		"<a xmlns:xi='http://www.w3.org/2001/XInclude'>\n"
		"<xi:include href='file:///etc/passwd' parse='text'/></a>";
	g_autoptr(xmlDoc) doc = NULL;
	xmlNode *child = NULL;

	(void)state;
	assert_true(gvm_xml_parse(text, strlen(text), "t", &doc, NULL));
	child = xmlFirstElementChild(xmlDocGetRootElement(doc));
	assert_string_equal(gvm_tree_name(child), "include");
	assert_null(child->next);
	assert_null(child->children);
}

/**
 * @brief The name of the document cannot break the sentence.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void names_are_printed_on_one_line(void **state)
{
	g_autoptr(GError) err = NULL;
	g_autoptr(xmlDoc) doc = NULL;
	g_autofree char *where = NULL;

	(void)state;
	assert_false(gvm_xml_parse("<a", 2, "x\ny\x1b[m\xff", &doc, &err));
	assert_true(g_str_has_prefix(err->message, "x?y?[m\xef\xbf\xbd:1: "));
	assert_true(gvm_xml_parse("<a/>", 4, "x\ny", &doc, NULL));
	where = gvm_tree_where(xmlDocGetRootElement(doc));
	assert_string_equal(where, "x?y:1");
}

/**
 * @brief libxml2 itself never prints, whatever it is given.
 * @param state  Unused.
 * @norestriction
 * @sideeffect Replaces stderr for a while.
 * @failure Fails the test.
 */
static void nothing_is_printed(void **state)
{
	FILE *file = tmpfile();
	int saved = dup(STDERR_FILENO);
	g_autofree char *plain = refusal_load("domain/everything.xml", NULL);
	off_t size;

	(void)state;
	assert_non_null(file);
	assert_true(saved >= 0);
	fflush(stderr);
	dup2(fileno(file), STDERR_FILENO);
	for (size_t i = 0; i < G_N_ELEMENTS(broken); i++)
		take(broken[i].text, strlen(broken[i].text), NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(doctypes); i++)
		take(doctypes[i].text, strlen(doctypes[i].text), NULL);
	take("<x:a/>", 6, NULL);
	take("<a xmlns='%'/>", 14, NULL);
	refusal_check_cuts(take, plain);
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	size = lseek(fileno(file), 0, SEEK_END);
	fclose(file);
	assert_int_equal(size, 0);
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
		cmocka_unit_test(broken_xml_is_refused),
		cmocka_unit_test(document_types_are_refused),
		cmocka_unit_test(entity_bombs_do_not_go_off),
		cmocka_unit_test(other_encodings_are_refused),
		cmocka_unit_test(declared_encodings_are_ignored),
		cmocka_unit_test(xinclude_is_not_processed),
		cmocka_unit_test(names_are_printed_on_one_line),
		cmocka_unit_test(nothing_is_printed),
	};

	return cmocka_run_group_tests_name("xml", tests, NULL, NULL);
}
