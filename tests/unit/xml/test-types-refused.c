// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of what is refused in files of vGPU types.
 *
 * That all is refused which the schema refuses is another test; here it is
 * what the sentences say, and what no schema can say.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "refusal.h"
#include "xml/types.h"

/** @brief Start of a file. */
#define BEGIN "<vgpu-types xmlns='" GVM_TYPES_NS "'>\n"
/** @brief End of a file. */
#define END "</vgpu-types>"
/** @brief A type that is good with nothing in it. */
#define TYPE(inside) "<type id='1001' base='592'>\n" inside "</type>"

/** @brief Numbers that just do not contradict each other. */
#define EDGE \
	"<instances max='2' per-gpu-instance='2'/>" \
	"<framebuffer size='2' reserved='2' profile='4'/>" \
	"<display width='2' height='2' pixels='4'/>"

/**
 * @brief Read a file and drop it.
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param err   Where to store the error, or NULL.
 * @return true when it was taken.
 * @norestriction
 * @nosideeffect
 * @failure What gvm_types_parse() refuses.
 */
static bool take(const char *text, size_t len, GError **err)
{
	g_autoptr(gvm_profiles) file =
		gvm_types_parse(text, len, REFUSAL_NAME, err);

	return file;
}

/**
 * @brief A file must be one of types, with at least one in it.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void wrong_files_are_refused(void **state)
{
	static const struct refusal list[] = {
		{ "<vgpu-types/>",
		  "t.xml:1: this is no file of vGPU types: its root must be " },
		{ "<device xmlns='" GVM_TYPES_NS "'/>",
		  "t.xml:1: this is no file of vGPU types: its root must be " },
		{ BEGIN END, "t.xml:1: there is no type in it" },
		{ BEGIN "<typ/>" END,
		  "t.xml:2: vgpu-types has the unknown element 'typ'" },
		{ BEGIN "<type xmlns='' id='1001'/>" END,
		  "t.xml:2: vgpu-types has the unknown element 'type'" },
		{ BEGIN "x" END, "t.xml:1: vgpu-types must not contain text" },
		{ "<vgpu-types version='1' xmlns='" GVM_TYPES_NS "'/>",
		  "t.xml:1: vgpu-types has the unknown attribute 'version'" },
		{ "<!DOCTYPE vgpu-types>" BEGIN END,
		  "t.xml:1: a document type is not allowed" },
		{ "", "t.xml:1: the document is empty" },
	};

	(void)state;
	refusal_check_all(take, list, G_N_ELEMENTS(list), "", "");
}

/**
 * @brief A selector must select, by numbers that can be.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void wrong_selectors_are_refused(void **state)
{
	static const struct refusal list[] = {
		{ "<gpu/>", "t.xml:2: gpu selects nothing: give it an " },
		{ "<gpu bus='1'/>",
		  "t.xml:2: gpu has the unknown attribute 'bus'" },
		{ "<gpu address='41:00'/>",
		  "t.xml:2: address '41:00' of gpu is not a PCI address" },
		{ "<gpu device='2236'/>",
		  "t.xml:2: device '2236' of gpu is not 0x and 4 hexadecimal" },
		{ "<gpu vendor='0x10DEF'/>", "t.xml:2: vendor '0x10DEF' of gpu" },
		{ "<gpu index='256'/>",
		  "t.xml:2: index '256' of gpu is not a number from 0 to 255" },
		{ "<gpu min-framebuffer='0'/>",
		  "t.xml:2: min-framebuffer '0' of gpu is not a number of MiB from 1 to 16777216" },
		{ "<gpu min-framebuffer='2' max-framebuffer='1'/>",
		  "t.xml:2: min-framebuffer of gpu is larger than its max" },
		{ "<gpu index='1'>\n<x/></gpu>",
		  "t.xml:3: gpu must not contain the element 'x'" },
		{ "<gpu index='1'>x</gpu>",
		  "t.xml:2: gpu must not contain text" },
	};

	(void)state;
	refusal_check_all(take, list, G_N_ELEMENTS(list), BEGIN,
			  "<type id='1001' base='592'/>" END);
}

/**
 * @brief A type has an id of its own, and says what nobody can guess.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void wrong_types_are_refused(void **state)
{
	static const struct refusal list[] = {
		{ "<type base='592'/>", "t.xml:2: type needs an id" },
		{ "<type id='9' base='592'/>",
		  "t.xml:2: id '9' of type is not a number from 10 to 4294967294" },
		{ "<type id='4294967295' base='592'/>",
		  "t.xml:2: id '4294967295' of type is not a number from " },
		{ "<type id='0x3e9' base='592'/>",
		  "t.xml:2: id '0x3e9' of type is not a number from 10 to " },
		{ "<type id='1001' base=''/>",
		  "t.xml:2: base of type must be one line of 1 to 255 bytes" },
		{ "<type id='1001' num='7'/>",
		  "t.xml:2: type has the unknown attribute 'num'" },
		{ "<type id='1001'>x</type>",
		  "t.xml:2: type must not contain text" },
		{ "<type id='1001'/>",
		  "t.xml:2: type 1001 needs name, or a base" },
		{ "<type id='1001'><name>n</name></type>",
		  "t.xml:2: type 1001 needs framebuffer/@size, or a base" },
		{ "<type id='1001' base='1'/>\n<type id='01001' base='2'/>",
		  "t.xml:3: type 1001 is on line 2 already" },
	};

	(void)state;
	refusal_check_all(take, list, G_N_ELEMENTS(list), BEGIN, END);
}

/**
 * @brief What a type says is known, said once, and in range.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void wrong_fields_are_refused(void **state)
{
	static const struct refusal list[] = {
		{ TYPE("<fb_len/>"),
		  "t.xml:3: type has the unknown element 'fb_len'" },
		{ TYPE("<display xmlns='a' heads='1'/>"),
		  "t.xml:3: type has the unknown element 'display'" },
		{ TYPE("<name>a</name>\n<name>b</name>"),
		  "t.xml:4: name is there a second time" },
		{ TYPE("<signature file='/a'/>\n<signature file='/b'/>"),
		  "t.xml:4: signature is there a second time" },
		{ TYPE("<display/>"), "t.xml:3: display says nothing: give it" },
		{ TYPE("<display num='1'/>"),
		  "t.xml:3: display has the unknown attribute 'num'" },
		{ TYPE("<display heads='1'>1</display>"),
		  "t.xml:3: display must not contain text" },
		{ TYPE("<display heads='1'>\n<x/></display>"),
		  "t.xml:4: display must not contain the element 'x'" },
		{ TYPE("<display heads='0'/>"),
		  "t.xml:3: heads '0' of display is not a number from 1 to 16" },
		{ TYPE("<encoder capacity='101'/>"),
		  "t.xml:3: capacity '101' of encoder is not a number from 0 to 100" },
		{ TYPE("<framebuffer size='1 GiB'/>"),
		  "t.xml:3: size '1 GiB' of framebuffer is not a number of MiB" },
		{ TYPE("<features ecc='False'/>"),
		  "t.xml:3: ecc 'False' of features is neither yes nor no" },
		{ TYPE("<device id='0x2236'/>"),
		  "t.xml:3: id '0x2236' of device is not 0x and 8 hexadecimal" },
		{ TYPE("<device host='0x0000'/>"),
		  "t.xml:3: host '0x0000' of device is not 0x and 4 hexadec" },
		{ TYPE("<signature/>"), "t.xml:3: signature needs a file" },
		{ TYPE("<signature file='a'/>"),
		  "t.xml:3: file 'a' of signature is not the full path of a" },
	};

	(void)state;
	refusal_check_all(take, list, G_N_ELEMENTS(list), BEGIN, END);
}

/**
 * @brief Texts are one line that the driver has room for.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void wrong_texts_are_refused(void **state)
{
	static const struct refusal list[] = {
		{ TYPE("<class>Gaming</class>"),
		  "t.xml:3: class 'Gaming' is none of Compute, Geforce, NVS " },
		{ TYPE("<name/>"),
		  "t.xml:3: name must be one line of 1 to 63 bytes" },
		{ TYPE("<name>a\nb</name>"),
		  "t.xml:3: name must be one line of 1 to 63 bytes" },
		{ TYPE("<name><b/></name>"),
		  "t.xml:3: name must not contain the element 'b'" },
		{ TYPE("<name a='1'>b</name>"),
		  "t.xml:3: name has the unknown attribute 'a'" },
		{ TYPE("<adapter/>"),
		  "t.xml:3: adapter must be one line of 1 to 63 bytes" },
		{ TYPE("<adapter short=''>b</adapter>"),
		  "t.xml:3: adapter/@short must be one line of 1 to 63 bytes" },
	};
	(void)state;
	refusal_check_all(take, list, G_N_ELEMENTS(list), BEGIN, END);
}

/**
 * @brief Numbers that contradict each other are refused where they stand.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void contradictions_are_refused(void **state)
{
	static const struct refusal list[] = {
		{ TYPE("<instances max='1' per-gpu-instance='2'/>"),
		  "t.xml:3: per-gpu-instance of instances is larger than max" },
		{ TYPE("<framebuffer size='3' reserved='2' profile='4'/>"),
		  "t.xml:3: profile of framebuffer is smaller than size and " },
		{ TYPE("<display width='2' height='2' pixels='3'/>"),
		  "t.xml:3: pixels of display are fewer than width and height" },
	};
	static const char good[] = BEGIN TYPE(EDGE) END;
	g_autoptr(GError) err = NULL;

	(void)state;
	refusal_check_all(take, list, G_N_ELEMENTS(list), BEGIN, END);
	assert_true(take(good, strlen(good), &err));
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
	g_autofree char *text = refusal_load("schema/types/good-all.xml", NULL);

	(void)state;
	refusal_check_cuts(take, text);
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
		cmocka_unit_test(wrong_files_are_refused),
		cmocka_unit_test(wrong_selectors_are_refused),
		cmocka_unit_test(wrong_types_are_refused),
		cmocka_unit_test(wrong_fields_are_refused),
		cmocka_unit_test(wrong_texts_are_refused),
		cmocka_unit_test(contradictions_are_refused),
		cmocka_unit_test(damage_anywhere_is_survived),
	};

	return cmocka_run_group_tests_name("types-refused", tests, NULL, NULL);
}
