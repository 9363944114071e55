// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of putting vGPUs into a domain XML, and of taking them out.
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

/** @brief UUID of what is added. */
#define NEW "99999999-0000-4000-8000-000000000009"
/** @brief UUID of the vGPU in vgpu.xml. */
#define OLD "c2177883-f1bb-47f0-914d-32a22e3a8804"
/** @brief Metadata of somebody else, with a comment. */
#define OTHER "    <o:a xmlns:o=\"urn:o\"><!-- keep --><o:b c=\"1\"/></o:a>\n"
/** @brief A domain around metadata and devices. */
#define DOMAIN(metadata, devices)					\
	"<domain type=\"kvm\">\n  <name>d</name>\n"			\
	"  <uuid>7a1c0d5e-93f4-4b52-8a6d-2f3f5a0e1b02</uuid>\n"	\
	metadata "  <devices>\n" devices "  </devices>\n</domain>\n"
/** @brief What it is when nothing was added. */
#define PLAIN DOMAIN("  <metadata>\n" OTHER "  </metadata>\n", \
		     "    <emulator>/q</emulator>\n")
/** @brief Our metadata around an entry. */
#define OURS(entry)							\
	"    <gvm:vgpus xmlns:gvm=\"" GVM_DOMAIN_NS "\">\n"		\
	"      " entry "\n    </gvm:vgpus>\n"
/** @brief A hostdev around its address. */
#define HOSTDEV(attributes, address)					\
	"    <hostdev mode=\"subsystem\" " attributes ">\n"		\
	"      <source>\n        " address "\n      </source>\n"	\
	"    </hostdev>\n"

/**
 * @brief Make a request.
 * @param uuid     UUID, or NULL.
 * @param address  Address of a function, or NULL.
 * @return A new request of type nvidia-1.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct gvm_request *request(const char *uuid, const char *address)
{
	struct gvm_request *own = gvm_request_new(uuid);

	own->address = g_strdup(address);
	own->type = g_strdup("nvidia-1");

	return own;
}

/**
 * @brief Add one vGPU to a document.
 * @param text     The document.
 * @param own      The request; freed.
 * @param display  Show its display.
 * @param err      Where to store the error, or NULL.
 * @return A new document, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure What gvm_edit_add() refuses.
 */
static char *add(const char *text, struct gvm_request *own, bool display,
		 GError **err)
{
	const struct gvm_edit edit = {
		.request = own,
		.model = "vfio-pci",
		.display = display,
		.ramfb = display,
	};
	char *out = gvm_edit_add(text, strlen(text), REFUSAL_NAME, &edit, err);

	gvm_request_free(own);

	return out;
}

/**
 * @brief Take one vGPU out of a document.
 * @param text     The document.
 * @param device   UUID or address.
 * @param hostdev  Whether a hostdev is expected.
 * @param entry    Whether an entry is expected.
 * @return A new document.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test when something else was found.
 */
static char *take(const char *text, const char *device, bool hostdev,
		  bool entry)
{
	struct gvm_edit_found found;
	char *out = gvm_edit_remove(text, strlen(text), REFUSAL_NAME, device,
				    &found, NULL);

	assert_non_null(out);
	assert_int_equal(found.hostdev, hostdev);
	assert_int_equal(found.entry, entry);

	return out;
}

/**
 * @brief Hostdev and entry are added, and not one other byte changes.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void both_are_added_and_nothing_else(void **state)
{
	g_autofree char *out = add(PLAIN, request(NEW, NULL), false, NULL);

	(void)state;
	assert_string_equal(out, DOMAIN("  <metadata>\n" OTHER
			OURS("<gvm:vgpu uuid=\"" NEW "\" type=\"nvidia-1\"/>")
			"  </metadata>\n", "    <emulator>/q</emulator>\n"
			HOSTDEV("type=\"mdev\" managed=\"no\" model=\"vfio-pci\"",
				"<address uuid=\"" NEW "\"/>")));
}

/**
 * @brief A function is named by its address, in libvirt's numbers.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_function_is_a_pci_hostdev(void **state)
{
	static const char hostdev[] =
		HOSTDEV("type=\"pci\" managed=\"no\" display=\"on\" ramfb=\"on\"",
			"<address domain=\"0x0000\" bus=\"0x81\" slot=\"0x00\" function=\"0x5\"/>");
	g_autofree char *out = add(PLAIN, request(NULL, "0000:81:00.5"), true,
				   NULL);

	(void)state;
	assert_non_null(strstr(out, "<gvm:vgpu address=\"0000:81:00.5\" type"));
	assert_non_null(strstr(out, hostdev));
}

/**
 * @brief Every wish comes back when the domain is read.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void every_wish_is_written(void **state)
{
	struct gvm_request *own = gvm_request_new(NEW);
	g_autoptr(gvm_domain) domain = NULL;
	const struct gvm_request *got;
	g_autofree char *out = NULL;

	(void)state;
	own->framebuffer = 2048ULL << 20;
	own->placed = true;
	own->placement = GVM_PLACEMENT_PACK;
	gvm_request_add_attr(own, "nvidia/a", "1<&\"'");
	gvm_request_add_attr(own, "b", "2");
	out = add(PLAIN, own, false, NULL);
	domain = gvm_domain_parse(out, strlen(out), REFUSAL_NAME, NULL);
	assert_int_equal(domain->requests->len, 1);
	got = domain->requests->pdata[0];
	assert_int_equal(got->framebuffer, 2048ULL << 20);
	assert_int_equal(got->placement, GVM_PLACEMENT_PACK);
	assert_int_equal(got->attrs->len, 2);
	assert_string_equal(((struct gvm_attr *)got->attrs->pdata[0])->value,
			    "1<&\"'");
	assert_string_equal(((struct gvm_attr *)got->attrs->pdata[1])->name,
			    "b");
}

/**
 * @brief Name and parent are written as they are given.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void name_and_parent_are_written(void **state)
{
	struct gvm_request *own = gvm_request_new(NEW);
	g_autofree char *out = NULL;

	(void)state;
	own->name = g_strdup("NVIDIA A10-1Q");
	own->parent = g_strdup("pci_0000_41_00_4");
	out = add(PLAIN, own, false, NULL);
	assert_non_null(strstr(out, NEW "\" name=\"NVIDIA A10-1Q\" parent="));
	assert_non_null(strstr(out, " parent=\"pci_0000_41_00_4\"/>"));
}

/**
 * @brief What was added can be taken out, and the document is what it was.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void taking_out_undoes_adding(void **state)
{
	static const char *const texts[] = {
		PLAIN,
		DOMAIN("", ""),
		DOMAIN("  <metadata>\n" OURS("<gvm:vgpu uuid=\"" OLD "\"/>")
		       "  </metadata>\n",
		       HOSTDEV("type=\"mdev\" model=\"vfio-pci\"",
			       "<address uuid=\"" OLD "\"/>")),
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *with = add(texts[i], request(NEW, NULL), true,
					    NULL);
		g_autofree char *out = take(with, NEW, true, true);

		assert_string_equal(out, texts[i]);
	}
}

/**
 * @brief The entry of another vGPU stays, whatever prefix it has.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void other_entries_stay(void **state)
{
	static const char text[] =
		DOMAIN("  <metadata>\n    <x:vgpus xmlns:x=\"" GVM_DOMAIN_NS
		       "\"><!-- mine --><x:vgpu uuid=\"" OLD "\"/></x:vgpus>\n"
		       "  </metadata>\n", "");
	g_autofree char *with = add(text, request(NEW, NULL), false, NULL);
	g_autofree char *without = take(with, OLD, false, true);

	(void)state;
	assert_non_null(strstr(with, "<!-- mine --><x:vgpu uuid=\"" OLD "\"/>"));
	assert_non_null(strstr(with, "<x:vgpu uuid=\"" NEW "\""));
	assert_null(strstr(without, OLD));
	assert_non_null(strstr(without, "<!-- mine -->"));
	assert_non_null(strstr(without, "<x:vgpu uuid=\"" NEW "\""));
}

/**
 * @brief A UUID that the domain has in either way is not added again.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nothing_is_added_twice(void **state)
{
	static const char *const texts[] = {
		DOMAIN("", HOSTDEV("type=\"mdev\" model=\"vfio-pci\"",
				   "<address uuid=\"" OLD "\"/>")),
		DOMAIN("  <metadata>\n" OURS("<gvm:vgpu uuid=\"" OLD "\"/>")
		       "  </metadata>\n", ""),
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GError) err = NULL;

		assert_null(add(texts[i], request(OLD, NULL), false, &err));
		assert_int_equal(err->code, GVM_ERROR_EXISTS);
	}
}

/**
 * @brief Only one vGPU of a domain has the boot display.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void one_boot_display_is_enough(void **state)
{
	g_autofree char *one = add(PLAIN, request(NEW, NULL), true, NULL);
	g_autofree char *two = add(one, request(OLD, NULL), true, NULL);
	const char *first = strstr(two, "ramfb=\"on\"");

	(void)state;
	assert_non_null(first);
	assert_null(strstr(first + 1, "ramfb"));
	assert_non_null(strstr(first + 1, "display=\"on\""));
}

/**
 * @brief A hostdev alone is taken out when it is an mdev; a PCI function that
 * our metadata do not name is none of ours.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void only_vgpus_are_taken_out(void **state)
{
	static const char mdev[] =
		DOMAIN("", HOSTDEV("type=\"mdev\" model=\"vfio-pci\"",
				   "<address uuid=\"" OLD "\"/>"));
	static const char pci[] =
		DOMAIN("", HOSTDEV("type=\"pci\"",
				   "<address bus=\"0x81\" slot=\"0\" function=\"5\"/>"));
	g_autofree char *one = take(mdev, OLD, true, false);
	g_autofree char *two = take(pci, "0000:81:00.5", false, false);
	g_autofree char *three = take(mdev, NEW, false, false);

	(void)state;
	assert_string_equal(one, DOMAIN("", ""));
	assert_string_equal(two, pci);
	assert_string_equal(three, mdev);
}

/**
 * @brief A domain whose metadata are wrong is not changed.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_wrong_is_not_changed(void **state)
{
	static const char text[] =
		DOMAIN("  <metadata>\n" OURS("<gvm:vgpu uid=\"" OLD "\"/>")
		       "  </metadata>\n", "");
	g_autoptr(GError) one = NULL;
	g_autoptr(GError) two = NULL;
	struct gvm_edit_found found;

	(void)state;
	assert_null(add(text, request(NEW, NULL), false, &one));
	assert_int_equal(one->code, GVM_ERROR_INVALID);
	assert_null(gvm_edit_remove(text, strlen(text), REFUSAL_NAME, OLD,
				    &found, &two));
	assert_int_equal(two->code, GVM_ERROR_INVALID);
	assert_non_null(strstr(two->message, REFUSAL_NAME ":6:"));
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
		cmocka_unit_test(both_are_added_and_nothing_else),
		cmocka_unit_test(a_function_is_a_pci_hostdev),
		cmocka_unit_test(every_wish_is_written),
		cmocka_unit_test(name_and_parent_are_written),
		cmocka_unit_test(taking_out_undoes_adding),
		cmocka_unit_test(other_entries_stay),
		cmocka_unit_test(nothing_is_added_twice),
		cmocka_unit_test(one_boot_display_is_enough),
		cmocka_unit_test(only_vgpus_are_taken_out),
		cmocka_unit_test(what_is_wrong_is_not_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
