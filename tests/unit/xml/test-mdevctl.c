// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of mdevctl's definitions.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "refusal.h"
#include "util/error.h"
#include "xml/mdevctl.h"
#include "xml/xml.h"

/** @brief A UUID. */
#define U "c2177883-f1bb-47f0-914d-32a22e3a8804"

/** @brief A definition as mdevctl writes it. */
static const char good[] =
	"{\n"
	"  \"mdev_type\": \"nvidia-22\",\n"
	"  \"start\": \"manual\",\n"
	"  \"attrs\": [\n"
	"    {\n"
	"      \"nvidia/vgpu_params\": \"frame_rate_limiter=0\"\n"
	"    },\n"
	"    {\n"
	"      \"a\": \"1\\n2 \\u00e9\"\n"
	"    }\n"
	"  ]\n"
	"}";

/**
 * @brief Read a definition and drop it.
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param err   Where to store the error, or NULL.
 * @return true when it was taken.
 * @norestriction
 * @nosideeffect
 * @failure What gvm_mdevctl_parse() refuses.
 */
static bool take(const char *text, size_t len, GError **err)
{
	g_autoptr(gvm_request) request =
		gvm_mdevctl_parse(text, len, REFUSAL_NAME, U, "0000:41:00.0",
				  err);

	return request;
}

/**
 * @brief All that a definition says is read, values as they are.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void definition_is_read(void **state)
{
	g_autoptr(gvm_request) request =
		gvm_mdevctl_parse(good, strlen(good), "d/" U, U, "0000:41:00.0",
				  NULL);
	struct gvm_attr **attr = NULL;

	(void)state;
	assert_non_null(request);
	assert_string_equal(request->uuid, U);
	assert_string_equal(request->parent, "0000:41:00.0");
	assert_string_equal(request->type, "nvidia-22");
	assert_string_equal(request->where, "d/" U);
	assert_int_equal(request->source, GVM_SOURCE_MDEVCTL);
	assert_int_equal(request->attrs->len, 2);
	attr = (struct gvm_attr **)request->attrs->pdata;
	assert_string_equal(attr[0]->name, "nvidia/vgpu_params");
	assert_string_equal(attr[0]->value, "frame_rate_limiter=0");
	assert_string_equal(attr[1]->value, "1\n2 \xc3\xa9");
}

/**
 * @brief mdevctl may say less or more than we know of.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void less_and_more_is_fine(void **state)
{
	static const char *const texts[] = {
		"{\"mdev_type\":\"a\"}",
		" {\"mdev_type\":\"a\"}\n\n",
		"{\"mdev_type\":\"a\",\"attrs\":[]}",
		"{\"mdev_type\":\"a\",\"start\":\"auto\",\"new\":{\"x\":[1,null]}}",
		"{\"mdev_type\":\"a\",\"mdev_type\":\"b\"}",
		"{\"mdev_type\":\"a\",\"attrs\":[{\"x\":\"\"}]}",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		if (!take(texts[i], strlen(texts[i]), NULL))
			fail_msg("%s was refused", texts[i]);
}

/**
 * @brief What is not JSON is refused, with its line.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void other_things_than_json_are_refused(void **state)
{
	static const struct refusal list[] = {
		{ "", "t.xml:1: not JSON: it ends too early" },
		{ "\n", "t.xml:2: not JSON: it ends too early" },
		{ "{\n\"mdev_type\":\"a\"", "t.xml:2: not JSON: it ends" },
		{ "<device/>", "t.xml:1: not JSON: " },
		{ "{\n\"mdev_type\":\n}", "t.xml:3: not JSON: " },
		{ "{\"mdev_type\":\"a\"} x", "t.xml:1: not JSON: " },
		{ "{\"mdev_type\":\"a\"}{}", "t.xml:1: not JSON: " },
		{ "{\"mdev_type\":\"a\",}", "t.xml:1: not JSON: " },
		{ "{'mdev_type':'a'}", "t.xml:1: not JSON: " },
		{ "{/* */\"mdev_type\":\"a\"}", "t.xml:1: not JSON: " },
		{ "{\"x\":[[[[[[[[[[1]]]]]]]]]]}", "t.xml:1: not JSON: nesting" },
		{ "\xff", "t.xml: not JSON: too long, or not UTF-8 text" },
		{ "{\"mdev_type\":\"\xe9\"}", "t.xml: not JSON: too long, or" },
	};
	static const char nul[] = "{\"mdev_type\":\"a\"}\0";
	g_autofree char *large = g_strnfill(GVM_XML_MAX + 1, ' ');

	(void)state;
	refusal_check_all(take, list, G_N_ELEMENTS(list), "", "");
	refusal_check(take, nul, sizeof(nul), "t.xml: not JSON: too long, or");
	refusal_check(take, large, GVM_XML_MAX + 1, "t.xml: not JSON: too long");
}

/**
 * @brief JSON that is no definition is refused.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void other_json_is_refused(void **state)
{
	static const struct refusal list[] = {
		{ "[]", "t.xml: the definition is not an object" },
		{ "\"a\"", "t.xml: the definition is not an object" },
		{ "1", "t.xml:1: not JSON: it ends too early" },
		{ "1 ", "t.xml: the definition is not an object" },
		{ "null", "t.xml:1: not JSON: it ends too early" },
		{ "{}", "t.xml: the definition has no mdev_type" },
		{ "{\"mdev_type\":1}", "t.xml: mdev_type is not a plain name" },
		{ "{\"mdev_type\":null}", "t.xml: mdev_type is not a plain" },
		{ "{\"mdev_type\":\"\"}", "t.xml: mdev_type is not a plain" },
		{ "{\"mdev_type\":\"..\"}", "t.xml: mdev_type is not a plain" },
		{ "{\"mdev_type\":\"a/b\"}", "t.xml: mdev_type is not a plain" },
		{ "{\"mdev_type\":\"a\\nb\"}", "t.xml: mdev_type is not a" },
		{ "{\"mdev_type\":\"a\\u0000b\"}", "t.xml: mdev_type is not a" },
	};

	(void)state;
	refusal_check_all(take, list, G_N_ELEMENTS(list), "", "");
}

/**
 * @brief Keys we know must have the right kind of value.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void wrong_values_are_refused(void **state)
{
	static const struct refusal list[] = {
		{ "\"start\":true", "t.xml: start is not a string" },
		{ "\"start\":null", "t.xml: start is not a string" },
		{ "\"attrs\":{}", "t.xml: attrs is not an array" },
		{ "\"attrs\":null", "t.xml: attrs is not an array" },
		{ "\"attrs\":[1]", "t.xml: each of attrs must be an object" },
		{ "\"attrs\":[{}]", "t.xml: each of attrs must be an object" },
		{ "\"attrs\":[{\"a\":\"1\",\"b\":\"2\"}]",
		  "t.xml: each of attrs must be an object with one member" },
		{ "\"attrs\":[{\"a\":1}]",
		  "t.xml: the value of attribute 'a' is not a string" },
		{ "\"attrs\":[{\"a\":\"1\\u0000\"}]", "t.xml: the value of" },
		{ "\"attrs\":[{\"../a\":\"1\"}]",
		  "t.xml: attribute '../a' is not one that may be written" },
		{ "\"attrs\":[{\"remove\":\"1\"}]", "t.xml: attribute 'remove'" },
		{ "\"attrs\":[{\"a\\nb\":\"1\"}]", "t.xml: attribute 'a?b'" },
		{ "\"attrs\":[{\"\":\"1\"}]", "t.xml: attribute ''" },
	};

	(void)state;
	refusal_check_all(take, list, G_N_ELEMENTS(list),
			  "{\"mdev_type\":\"a\",", "}");
}

/**
 * @brief Damage at any byte ends in a sentence.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void damage_anywhere_is_survived(void **state)
{
	(void)state;
	refusal_check_cuts(take, good);
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
		cmocka_unit_test(definition_is_read),
		cmocka_unit_test(less_and_more_is_fine),
		cmocka_unit_test(other_things_than_json_are_refused),
		cmocka_unit_test(other_json_is_refused),
		cmocka_unit_test(wrong_values_are_refused),
		cmocka_unit_test(damage_anywhere_is_survived),
	};

	return cmocka_run_group_tests_name("mdevctl", tests, NULL, NULL);
}
