// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of what is refused in a domain XML.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "refusal.h"
#include "xml/domain.h"

/** @brief Begin of a domain that is good so far. */
#define HEAD "<domain type='kvm'><name>a</name>" \
	"<uuid>7a1c0d5e-93f4-4b52-8a6d-2f3f5a0e1b01</uuid>\n"
/** @brief Declares the namespace of our metadata. */
#define NS "xmlns:gvm='" GVM_DOMAIN_NS "'"
/** @brief A UUID. */
#define U "c2177883-f1bb-47f0-914d-32a22e3a8804"
/** @brief The same, shouted. */
#define UPPER "C2177883-F1BB-47F0-914D-32A22E3A8804"
/** @brief Begin of an mdev hostdev. */
#define MDEV "<hostdev mode='subsystem' type='mdev' model='vfio-pci'>"
/** @brief Our metadata around something. */
#define VGPUS(inside) "<gvm:vgpus " NS ">" inside "</gvm:vgpus>"
/** @brief Our metadata with one entry with some attributes. */
#define VGPU(attrs) VGPUS("<gvm:vgpu uuid='" U "' " attrs "/>")
/** @brief An mdev hostdev. */
#define GOOD MDEV "<source><address uuid='" U "'/></source></hostdev>"
/** @brief Format of an element with a numbered UUID. */
#define SERIAL_UUID(tag) "<" tag " uuid='00000000-0000-4000-8000-%012d'/>"
/** @brief Begin of a PCI hostdev. */
#define PCI "<hostdev mode='subsystem' type='pci'><source>\n<address "
/** @brief End of a PCI hostdev. */
#define PCI_END "/></source></hostdev>"

/**
 * @brief Read a domain and drop it.
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param err   Where to store the error, or NULL.
 * @return true when it was taken.
 * @norestriction
 * @nosideeffect
 * @failure What gvm_domain_parse() refuses.
 */
static bool take(const char *text, size_t len, GError **err)
{
	g_autoptr(gvm_domain) domain = gvm_domain_parse(text, len, REFUSAL_NAME,
							err);

	return domain;
}

/**
 * @brief Put things into a domain and read it.
 * @param inside  What follows name and UUID.
 * @return true when it was taken.
 * @pure
 */
static bool take_inside(const char *inside)
{
	g_autofree char *text = g_strconcat(HEAD, inside, "</domain>", NULL);

	return take(text, strlen(text), NULL);
}

/**
 * @brief What is no domain, or does not say which, is refused.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void domain_must_say_which(void **state)
{
	static const struct refusal list[] = {
		{ "<network/>", "t.xml:1: this is not the XML of a domain" },
		{ "<domain xmlns='u'/>", "t.xml:1: this is not the XML of a domain" },
		{ "<domain/>", "t.xml:1: the domain has no type" },
		{ "<domain type=''/>", "t.xml:1: type of domain must be" },
		{ "<domain type='kvm'/>", "t.xml:1: the domain has no name" },
		{ "<domain type='kvm'><name>a</name></domain>",
		  "t.xml:1: the domain has no uuid" },
		{ "<domain type='kvm'><name/><uuid>" U "</uuid></domain>",
		  "t.xml:1: name must be one line of 1 to 255 bytes" },
		{ "<domain type='kvm'>\n<name>a&#10;b</name><uuid>" U
		  "</uuid></domain>", "t.xml:2: name must be one line" },
		{ "<domain type='kvm'><name>a<b/></name><uuid>" U
		  "</uuid></domain>", "t.xml:1: name must not contain" },
		{ "<domain type='kvm'><name>a</name>\n<uuid>x\ny</uuid></domain>",
		  "t.xml:2: uuid 'x?y' is not a UUID" },
		{ "<domain type='kvm' id='-1'/>", "t.xml:1: the id of the domain" },
		{ "<domain type='kvm' id='2147483648'/>", "t.xml:1: the id" },
		{ "<domain type='kvm' id=''/>", "t.xml:1: the id of the domain" },
		{ HEAD "</domain><domain/>", "t.xml:2: not well-formed XML" },
	};

	(void)state;
	refusal_check_all(take, list, G_N_ELEMENTS(list), "", "");
	assert_true(take_inside(""));
}

/**
 * @brief Wrong host devices are refused, with their line.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void hostdevs_must_say_which(void **state)
{
	static const struct refusal list[] = {
		{ MDEV "</hostdev>", "t.xml:2: hostdev of type mdev has no" },
		{ MDEV "<source/></hostdev>", "t.xml:2: hostdev of type mdev" },
		{ "\n" MDEV "<source><address/></source></hostdev>",
		  "t.xml:3: hostdev of type mdev has no source address with" },
		{ MDEV "<source><address uuid='..'/></source></hostdev>",
		  "t.xml:2: uuid '..' of address is not a UUID" },
		{ "<hostdev type='mdev' model='../x'/>",
		  "t.xml:2: model '../x' of hostdev is not a plain name" },
		{ "<hostdev type='mdev' model=''/>", "t.xml:2: model '' of" },
		{ GOOD "\n" GOOD, "t.xml:3: there is another hostdev for " U },
		{ "<hostdev type='pci'/>", "t.xml:2: hostdev of type pci has no" },
		{ PCI "slot='0' function='0'" PCI_END,
		  "t.xml:3: bus '' of a PCI address is not a number from 0 to" },
		{ PCI "bus='0x100' slot='0' function='0'" PCI_END,
		  "t.xml:3: bus '0x100' of a PCI address" },
		{ PCI "bus='1' slot='0x20' function='0'" PCI_END,
		  "t.xml:3: slot '0x20'" },
		{ PCI "bus='1' slot='0' function='8'" PCI_END,
		  "t.xml:3: function '8'" },
		{ PCI "bus='1' slot='0' function='-1'" PCI_END,
		  "t.xml:3: function '-1'" },
		{ PCI "bus='1' slot='' function='0'" PCI_END, "t.xml:3: slot ''" },
		{ PCI "domain='0x100000000' bus='1' slot='0' function='0'" PCI_END,
		  "t.xml:3: domain '0x100000000'" },
		{ PCI "bus='1x' slot='0' function='0'" PCI_END, "t.xml:3: bus" },
		{ PCI "bus='1' slot='0' function='0'" PCI_END
		  PCI "bus='0x1' slot='0' function='0'" PCI_END,
		  "t.xml:3: there is another hostdev for 0000:01:00.0" },
	};

	(void)state;
	refusal_check_all(take, list, G_N_ELEMENTS(list), HEAD "<devices>",
			  "</devices></domain>");
}

/**
 * @brief Wrong metadata is refused, with its line.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void metadata_must_be_known(void **state)
{
	static const struct refusal list[] = {
		{ "<gvm:vgpus " NS "/>\n<gvm:vgpus " NS "/>",
		  "t.xml:3: the domain has vgpus a second time" },
		{ "<gvm:vgpus " NS "/></metadata>\n<metadata><gvm:vgpus " NS "/>",
		  "t.xml:3: the domain has vgpus a second time" },
		{ "<gvm:vgpus/>", "t.xml:2: vgpus is not in namespace https://" },
		{ "<vgpus/>", "t.xml:2: vgpus is not in namespace https://" },
		{ VGPUS("<gvm:vgpu uuid='" U "'/>\n<gvm:vgpu uuid='" UPPER "'/>"),
		  "t.xml:3: there is another vgpu for " U },
		{ VGPUS("<gvm:vgpu address='41:00.4'/>\n"
			"<gvm:vgpu address='0000:41:00.4'/>"),
		  "t.xml:3: there is another vgpu for 0000:41:00.4" },
		{ "\n\n" VGPU("typ='a'"),
		  "t.xml:4: vgpu has the unknown attribute 'typ'" },
		{ VGPU("type='a' name='b'"),
		  "t.xml:2: vgpu may have only one of type, name and framebuffer" },
		{ VGPU("type='a&#10;b'"),
		  "t.xml:2: type 'a?b' of vgpu is not a plain name" },
		{ VGPU("parent='../../x'"),
		  "t.xml:2: parent '../../x' of vgpu is not a plain name" },
		{ VGPU("placement='x'"),
		  "t.xml:2: placement 'x' of vgpu is none of" },
		{ VGPUS("text"), "t.xml:2: vgpus must not contain text" },
	};

	(void)state;
	refusal_check_all(take, list, G_N_ELEMENTS(list), HEAD "<metadata>",
			  "</metadata></domain>");
}

/**
 * @brief What is not ours may look like anything.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void foreign_parts_are_passed_over(void **state)
{
	static const char *const good[] = {
		"<metadata><x:vgpus xmlns:x='u' a='b'>text</x:vgpus></metadata>",
		"<metadata><x:a xmlns:x='u'><y:b/></x:a></metadata>",
		"<gvm:vgpus " NS "><unknown/></gvm:vgpus>",
		"<metadata><x:a xmlns:x='u'><gvm:vgpus " NS " a=''/></x:a></metadata>",
		"<metadata><gvm:other " NS " a='b'/></metadata>",
		"<devices><hostdev mode='capabilities' type='misc'/></devices>",
		"<devices><hostdev mode='capabilities' type='mdev'/></devices>",
		"<devices><hostdev type='usb'/><hostdev/></devices>",
		"<devices><x:hostdev xmlns:x='u' type='mdev'/></devices>",
		"<devices><interface type='hostdev'/></devices>",
		"<numatune><memory mode='strict' placement='auto'/></numatune>",
		"<hostdev type='mdev'/><metadata/><devices/><numatune/>",
		"<metadata/><metadata/><devices/><devices/>",
		"text",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(good); i++)
		if (!take_inside(good[i]))
			fail_msg("%s was refused", good[i]);
}

/**
 * @brief Make many mdev hostdevs.
 * @param n  How many.
 * @return A new domain XML.
 * @pure
 */
static GString *many(int n)
{
	GString *text = g_string_new(HEAD "<devices>\n");

	for (int i = 0; i < n; i++)
		g_string_append_printf(text, MDEV "<source>" SERIAL_UUID("address")
				       "</source></hostdev>\n", i);

	return g_string_append(text, "</devices></domain>");
}

/**
 * @brief 256 vGPUs are taken, 257 and 1,000 are not.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void number_of_vgpus_is_bounded(void **state)
{
	g_autoptr(GString) most = many(GVM_DOMAIN_REQUESTS_MAX);
	g_autoptr(GString) more = many(GVM_DOMAIN_REQUESTS_MAX + 1);
	g_autoptr(GString) thousand = many(1000);

	(void)state;
	assert_true(take(most->str, most->len, NULL));
	refusal_check(take, more->str, more->len,
		      "t.xml:259: the domain has more than 256 vGPUs");
	refusal_check(take, thousand->str, thousand->len,
		      "t.xml:259: the domain has more than 256 vGPUs");
}

/**
 * @brief The same holds for entries.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void number_of_entries_is_bounded(void **state)
{
	g_autoptr(GString) text = g_string_new(HEAD "<metadata>\n<gvm:vgpus "
					       NS ">\n");

	(void)state;
	for (int i = 0; i < GVM_DOMAIN_REQUESTS_MAX + 1; i++)
		g_string_append_printf(text, SERIAL_UUID("gvm:vgpu") "\n", i);
	g_string_append(text, "</gvm:vgpus></metadata></domain>");
	refusal_check(take, text->str, text->len,
		      "t.xml:3: vgpus has more than 256 entries");
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
	g_autofree char *text = refusal_load("domain/everything.xml", NULL);

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
		cmocka_unit_test(domain_must_say_which),
		cmocka_unit_test(hostdevs_must_say_which),
		cmocka_unit_test(metadata_must_be_known),
		cmocka_unit_test(foreign_parts_are_passed_over),
		cmocka_unit_test(number_of_vgpus_is_bounded),
		cmocka_unit_test(number_of_entries_is_bounded),
		cmocka_unit_test(damage_anywhere_is_survived),
	};

	return cmocka_run_group_tests_name("domain-refused", tests, NULL, NULL);
}
