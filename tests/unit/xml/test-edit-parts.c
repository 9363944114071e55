// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of taking parts of a domain XML by themselves.
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
#include "xml/edit.h"

/** @brief UUID of the vGPU in vgpu.xml. */
#define OLD "c2177883-f1bb-47f0-914d-32a22e3a8804"
/** @brief A UUID that is in no file. */
#define NEW "99999999-0000-4000-8000-000000000009"

/**
 * @brief Our metadata come without a namespace, as libvirt wants them.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void metadata_come_without_namespace(void **state)
{
	static const char text[] =
		"<domain type='kvm'><name>d</name>\n"
		"<uuid>7a1c0d5e-93f4-4b52-8a6d-2f3f5a0e1b02</uuid><metadata>\n"
		"<o:a xmlns:o='urn:o'/><x:vgpus xmlns:x='" GVM_DOMAIN_NS "'>\n"
		"<x:vgpu uuid='" OLD "'><y:attr xmlns:y='" GVM_DOMAIN_NS "'\n"
		"name='a' value='1'/></x:vgpu></x:vgpus></metadata></domain>";
	g_autofree char *none = refusal_load("domain/plain.xml", NULL);
	g_autofree char *nothing = NULL;
	g_autofree char *got = NULL;

	(void)state;
	assert_true(gvm_edit_metadata(text, strlen(text), REFUSAL_NAME, &got,
				      NULL));
	assert_string_equal(got, "<vgpus>\n<vgpu uuid=\"" OLD
			    "\"><attr name=\"a\" value=\"1\"/></vgpu></vgpus>");
	assert_true(gvm_edit_metadata(none, strlen(none), REFUSAL_NAME,
				      &nothing, NULL));
	assert_null(nothing);
}

/**
 * @brief The hostdev comes by itself, with all that libvirt put in.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_hostdev_comes_by_itself(void **state)
{
	g_autofree char *text = refusal_load("domain/vgpu.xml", NULL);
	g_autofree char *got = gvm_edit_hostdev(text, strlen(text), "d", OLD,
						NULL);
	g_autoptr(GError) err = NULL;

	(void)state;
	assert_true(g_str_has_prefix(got, "<hostdev "));
	assert_non_null(strstr(got, "bus=\"0x05\""));
	assert_true(g_str_has_suffix(got, "</hostdev>"));
	assert_null(gvm_edit_hostdev(text, strlen(text), "d", NEW, &err));
	assert_int_equal(err->code, GVM_ERROR_NOT_FOUND);
}

/**
 * @brief Run the tests.
 * @return 0 when all pass.
 * @norestriction
 * @nosideeffect
 * @failure Reported by the exit status.
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(metadata_come_without_namespace),
		cmocka_unit_test(the_hostdev_comes_by_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
