// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of how large a file of NVIDIA's own types may be.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "refusal.h"
#include "vgpuconfig-text.h"
#include "xml/vgpuconfig.h"
#include "xml/xml.h"

/** @brief The GPU for which types are looked up. */
static const struct gvm_vgpuconfig_gpu any = { 0x10de, 0x3333, 0x1043, 0x1 };

/**
 * @brief Read a file and drop it.
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param err   Where to store the error, or NULL.
 * @return true when it was taken.
 * @norestriction
 * @nosideeffect
 * @failure What gvm_vgpuconfig_parse() refuses.
 */
static bool take(const char *text, size_t len, GError **err)
{
	g_autoptr(gvm_vgpuconfig) config =
		gvm_vgpuconfig_parse(text, len, REFUSAL_NAME, err);

	return config;
}

/**
 * @brief A file of 27 MiB is read, by a reader that takes 4 MiB of others.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_large_file_is_read(void **state)
{
	g_autoptr(GString) text = g_string_new(BEGIN SMALL("11", "A"));
	/* More than libxml2 would take on its own. */
	g_autofree char *comment = g_strnfill(11000000, '.');
	g_autoptr(GString) whole = NULL;
	g_autoptr(gvm_vgpuconfig) config = NULL;
	g_autoptr(gvm_profile) type = NULL;

	(void)state;
	for (unsigned int i = 0; i < 40000; i++)
		g_string_append_printf(text, GPU("0x1000", "0x%x",
						 PAIR("11", "1",
						      SIGNATURE("f6"))), i);
	g_string_append_printf(text, "<!--%s-->", comment);
	g_string_append(text, GPU("0x3333", "0", PAIR("11", "1",
						      SIGNATURE("f7"))) END);
	whole = vgpuconfig_text_expand(text->str, text->len);
	assert_true(whole->len > 4 * GVM_XML_MAX);
	config = gvm_vgpuconfig_parse(whole->str, whole->len, REFUSAL_NAME,
				      NULL);
	assert_non_null(config);
	type = gvm_vgpuconfig_type(config, "A", &any, NULL);
	assert_non_null(type);
	assert_non_null(type->signature);
}

/**
 * @brief A file above the bound is refused before it is read.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_too_large_file_is_refused(void **state)
{
	g_autofree char *text = g_strnfill(GVM_XML_LARGE_MAX + 1, ' ');

	(void)state;
	refusal_check(take, text, GVM_XML_LARGE_MAX + 1,
		      "t.xml:1: the document has more than 67108864 bytes");
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
		cmocka_unit_test(a_large_file_is_read),
		cmocka_unit_test(a_too_large_file_is_refused),
	};

	return cmocka_run_group_tests_name("vgpuconfig-large", tests, NULL,
					   NULL);
}
