// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of what is refused in NVIDIA's own types.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "refusal.h"
#include "vgpuconfig-text.h"
#include "xml/vgpuconfig.h"

/** @brief The GPU for which types are looked up. */
static const struct gvm_vgpuconfig_gpu exact = {
	0x10de, 0x3333, 0x10de, 0x4444
};

/**
 * @brief Read a file and look a type of it up.
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param err   Where to store the error, or NULL.
 * @return true when both worked.
 * @norestriction
 * @nosideeffect
 * @failure What gvm_vgpuconfig_parse() and gvm_vgpuconfig_type() refuse.
 */
static bool take(const char *text, size_t len, GError **err)
{
	g_autoptr(GString) whole = vgpuconfig_text_expand(text, len);
	g_autoptr(gvm_vgpuconfig) config =
		gvm_vgpuconfig_parse(whole->str, whole->len, REFUSAL_NAME, err);
	g_autoptr(gvm_profile) type = NULL;

	if (!config)
		return false;
	type = gvm_vgpuconfig_type(config, "11", &exact, err);

	return type;
}

/**
 * @brief Wrong values are refused in a sentence that says where.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void wrong_values_are_refused(void **state)
{
	static const struct refusal list[] = {
		{ "<vgpuType id='11'/>", "t.xml:4: vgpuType has no devId" },
		{ "<vgpuType/>", "t.xml:4: vgpuType/@id '' is not a number" },
		{ "<vgpuType id='4294967296'/>",
		  "t.xml:4: vgpuType/@id '4294967296' is not a number from 0 to 4294967295" },
		{ SMALL("11", "A") SMALL("0xb", "B"),
		  "t.xml:7: type 11 is on line 4 already" },
		{ "<pgpu/>", "t.xml:4: pgpu has no devId" },
		{ "<pgpu>\n<devId deviceId='0x12345'/></pgpu>",
		  "t.xml:5: devId/@deviceId '0x12345' is not a number from 0 to 65535" },
		{ "<vgpuType id='11'>\n<numHeads>two</numHeads></vgpuType>",
		  "t.xml:5: numHeads 'two' is not a number from 0 to " },
		{ "<vgpuType id='11'>\n<display width='-1'/></vgpuType>",
		  "t.xml:5: display/@width '-1' is not a number from 0 to " },
		{ "<vgpuType id='11'>\n<encoderCapacity>0x65</encoderCapacity></vgpuType>",
		  "t.xml:5: encoderCapacity '0x65' is not a number from 0 to 100" },
		{ "<vgpuType id='11'>\n<eccSupported>2</eccSupported></vgpuType>",
		  "t.xml:5: eccSupported '2' is not a number from 0 to 1" },
		{ "<vgpuType id='11'>\n<license>a\nb</license></vgpuType>",
		  "t.xml:5: license must be one line of 1 to 4096 bytes" },
		{ "<vgpuType id='11' name=''/>",
		  "t.xml:4: name of vgpuType must be one line of 1 to 255" },
		{ SMALL("11", "A") GPU("0x3333", "0x4444",
				       PAIR("11", "many", SIGNATURE("e5"))),
		  "t.xml:8: maxVgpus 'many' is not a number from 0 to " },
		{ SMALL("11", "A") GPU("0x3333", "0x4444",
				       PAIR("11", "1", BYTES("127", "e5"))),
		  "t.xml:8: the digest is no signature of 128 bytes" },
		{ SMALL("11", "A") GPU("0x3333", "0x4444",
				       PAIR("11", "1", BYTES("129", "e5"))),
		  "t.xml:8: the digest is no signature of 128 bytes" },
		{ SMALL("11", "A") GPU("0x3333", "0x4444",
				       PAIR("11", "1", SIGNATURE("g5"))),
		  "t.xml:8: the digest is no signature of 128 bytes" },
	};

	(void)state;
	refusal_check_all(take, list, G_N_ELEMENTS(list), BEGIN, END);
}

/**
 * @brief Only NVIDIA's file is read, and only the name of its document type is
 * passed over.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void other_documents_are_refused(void **state)
{
	static const struct refusal list[] = {
		{ "<domain/>", "t.xml:1: this is not NVIDIA's vgpuConfig.xml" },
		{ "<vgpuconfig xmlns='a'/>", "t.xml:1: this is not NVIDIA's" },
		{ "<!DOCTYPE a [<!ENTITY b 'c'>]><vgpuconfig/>",
		  "t.xml:1: a document type is not allowed" },
		{ "<!DOCTYPE a SYSTEM 'x' [<!ENTITY b 'c'>]><vgpuconfig/>",
		  "t.xml:1: a document type is not allowed" },
		{ "<!DOCTYPE a SYSTEM '/etc/passwd'><vgpuconfig>&b;</vgpuconfig>",
		  "t.xml:1: not well-formed XML: " },
	};

	(void)state;
	refusal_check_all(take, list, G_N_ELEMENTS(list), "", "");
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
	refusal_check_cuts(take, THREE_TYPES);
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
		cmocka_unit_test(wrong_values_are_refused),
		cmocka_unit_test(other_documents_are_refused),
		cmocka_unit_test(damage_anywhere_is_survived),
	};

	return cmocka_run_group_tests_name("vgpuconfig-refused", tests, NULL,
					   NULL);
}
