// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of node-device XML.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "refusal.h"
#include "xml/nodedev.h"

/** @brief A UUID. */
#define U "c2177883-f1bb-47f0-914d-32a22e3a8804"
/** @brief A device with a capability around something. */
#define MDEV(inside) \
	"<device><capability type='mdev'>" inside "</capability></device>"

/**
 * @brief Read a node device and drop it.
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param err   Where to store the error, or NULL.
 * @return true when it was taken.
 * @norestriction
 * @nosideeffect
 * @failure What gvm_nodedev_parse() refuses.
 */
static bool take(const char *text, size_t len, GError **err)
{
	g_autoptr(gvm_request) request =
		gvm_nodedev_parse(text, len, REFUSAL_NAME, err);

	return request;
}

/**
 * @brief What virsh prints of a device can be read.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void dumped_device_is_read(void **state)
{
	size_t len = 0;
	g_autofree char *text = refusal_load("schema/nodedev/good-dumpxml.xml",
					     &len);
	g_autoptr(gvm_request) request =
		gvm_nodedev_parse(text, len, REFUSAL_NAME, NULL);
	const struct gvm_attr *attr = NULL;

	(void)state;
	assert_non_null(request);
	assert_string_equal(request->uuid, U);
	assert_string_equal(request->type, "nvidia-1001");
	assert_string_equal(request->parent, "pci_0000_41_00_0");
	assert_int_equal(request->source, GVM_SOURCE_NODEDEV);
	assert_string_equal(request->where, "t.xml:2");
	assert_null(request->name);
	assert_int_equal(request->attrs->len, 1);
	attr = request->attrs->pdata[0];
	assert_string_equal(attr->name, "nvidia/vgpu_params");
	assert_string_equal(attr->value, "frame_rate_limiter=0");
}

/**
 * @brief A device without UUID is one, with blanks around it as well.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void uuid_may_be_missing_or_have_blanks(void **state)
{
	size_t len = 0;
	g_autofree char *bare = refusal_load("schema/nodedev/good-minimal.xml",
					     &len);
	g_autoptr(gvm_request) without =
		gvm_nodedev_parse(bare, len, REFUSAL_NAME, NULL);
	g_autofree char *spaced =
		refusal_load("schema/nodedev/good-uuid-blanks.xml", &len);
	g_autoptr(gvm_request) with =
		gvm_nodedev_parse(spaced, len, REFUSAL_NAME, NULL);

	(void)state;
	assert_non_null(without);
	assert_null(without->uuid);
	assert_non_null(with);
	assert_string_equal(with->uuid, U);
}

/**
 * @brief Wrong devices are refused in a sentence that says where.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void wrong_devices_are_refused(void **state)
{
	static const struct refusal list[] = {
		{ "<domain/>", "t.xml:1: this is not the XML of a node device" },
		{ "<device/>", "t.xml:1: the device has no parent" },
		{ "<device><parent>a</parent></device>",
		  "t.xml:1: the device has no capability of type mdev" },
		{ "<device><parent>a</parent>\n<capability type='mdev'/></device>",
		  "t.xml:2: the capability has no type" },
		{ "<device>\n<capability type='pci'/></device>",
		  "t.xml:2: the capability is not of type mdev" },
		{ "<device>\n<parent>../a</parent></device>",
		  "t.xml:2: parent '../a' is not a plain name" },
		{ "<device>\n<autostart/></device>",
		  "t.xml:2: device has the unknown element 'autostart'" },
		{ MDEV("\n<atr/>"),
		  "t.xml:2: capability has the unknown element 'atr'" },
		{ MDEV("\n<type id='a'/>\n<type id='b'/>"),
		  "t.xml:3: type is there a second time" },
		{ MDEV("<attr name='driver/unbind' value='1'/>"),
		  "t.xml:1: attr 'driver/unbind' is not an attribute that may" },
		{ "<!DOCTYPE device><device/>", "t.xml:1: a document type" },
	};

	(void)state;
	refusal_check_all(take, list, G_N_ELEMENTS(list), "", "");
}

/**
 * @brief What is written is what libvirt takes.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void format_is_libvirts(void **state)
{
	g_autoptr(gvm_request) request = gvm_request_new(U);
	g_autofree char *text = NULL;

	(void)state;
	request->type = g_strdup("nvidia-1001");
	gvm_request_add_attr(request, "nvidia/vgpu_params", "a=1");
	text = gvm_nodedev_format(request, "pci_0000_41_00_0");
	assert_string_equal(text,
			    "<device>\n"
			    "  <parent>pci_0000_41_00_0</parent>\n"
			    "  <capability type='mdev'>\n"
			    "    <type id='nvidia-1001'/>\n"
			    "    <uuid>" U "</uuid>\n"
			    "    <attr name='nvidia/vgpu_params' value='a=1'/>\n"
			    "  </capability>\n"
			    "</device>\n");
}

/**
 * @brief What is written can be read back, whatever the characters.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void written_device_is_read_back(void **state)
{
	g_autoptr(gvm_request) request = gvm_request_new(NULL);
	g_autoptr(gvm_request) again = NULL;
	g_autofree char *text = NULL;
	const struct gvm_attr *attr = NULL;

	(void)state;
	request->type = g_strdup("<&'\">");
	gvm_request_add_attr(request, "a'b", "\"<&>'\xc3\xa9");
	text = gvm_nodedev_format(request, "p&q");
	again = gvm_nodedev_parse(text, strlen(text), REFUSAL_NAME, NULL);
	assert_non_null(again);
	assert_null(again->uuid);
	assert_string_equal(again->type, request->type);
	assert_string_equal(again->parent, "p&q");
	attr = again->attrs->pdata[0];
	assert_string_equal(attr->name, "a'b");
	assert_string_equal(attr->value, "\"<&>'\xc3\xa9");
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
	g_autofree char *text = refusal_load("schema/nodedev/good-dumpxml.xml",
					     NULL);

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
		cmocka_unit_test(dumped_device_is_read),
		cmocka_unit_test(uuid_may_be_missing_or_have_blanks),
		cmocka_unit_test(wrong_devices_are_refused),
		cmocka_unit_test(format_is_libvirts),
		cmocka_unit_test(written_device_is_read_back),
		cmocka_unit_test(damage_anywhere_is_survived),
	};

	return cmocka_run_group_tests_name("nodedev", tests, NULL, NULL);
}
