// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of what is taken from a domain XML.
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

/** @brief Begin of the UUIDs in everything.xml. */
#define UUID "11111111-0000-4000-8000-0000000000"
/** @brief Begin of a domain. */
#define HEAD "<domain type='kvm'><name>a</name><uuid>" UUID "00</uuid>"
/** @brief Format of a set of nodes. */
#define NODESET "<numatune><memory nodeset='%s'/></numatune>"
/** @brief A vGPU without an entry. */
#define VGPU "<devices><hostdev type='mdev'><source><address uuid='" UUID \
	"01'/></source></hostdev></devices>"

/**
 * @brief Read a file of tests/data that must be good.
 * @param name  Path below that folder.
 * @return A new domain.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test when it is refused.
 */
static struct gvm_domain *load(const char *name)
{
	g_autoptr(GError) err = NULL;
	size_t len = 0;
	g_autofree char *text = refusal_load(name, &len);
	struct gvm_domain *domain = gvm_domain_parse(text, len, name, &err);

	if (!domain)
		fail_msg("%s", err->message);

	return domain;
}

/**
 * @brief Read a domain with one vGPU and one set of nodes.
 * @param nodeset  The set, libvirt's notation.
 * @return A new domain, or NULL when it is refused.
 * @pure
 */
static struct gvm_domain *with_nodeset(const char *nodeset)
{
	g_autofree char *text = g_strdup_printf(HEAD NODESET VGPU "</domain>",
						nodeset);

	return gvm_domain_parse(text, strlen(text), REFUSAL_NAME, NULL);
}

/**
 * @brief A domain without vGPU asks for nothing.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void plain_domain_asks_for_nothing(void **state)
{
	g_autoptr(gvm_domain) domain = load("domain/plain.xml");

	(void)state;
	assert_string_equal(domain->name, "plain");
	assert_string_equal(domain->uuid,
			    "7a1c0d5e-93f4-4b52-8a6d-2f3f5a0e1b01");
	assert_string_equal(domain->type, "kvm");
	assert_int_equal(domain->id, 3);
	assert_int_equal(domain->nodes->len, 0);
	assert_int_equal(domain->requests->len, 0);
	assert_int_equal(domain->pci->len, 0);
	assert_int_equal(domain->unused->len, 0);
}

/**
 * @brief Hostdev and entry of the same UUID become one request.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void hostdev_is_completed_from_its_entry(void **state)
{
	g_autoptr(gvm_domain) domain = load("domain/vgpu.xml");
	const struct gvm_request *request = NULL;

	(void)state;
	assert_int_equal(domain->id, -1);
	assert_int_equal(domain->requests->len, 1);
	assert_int_equal(domain->unused->len, 0);
	request = domain->requests->pdata[0];
	assert_string_equal(request->uuid,
			    "c2177883-f1bb-47f0-914d-32a22e3a8804");
	assert_string_equal(request->type, "nvidia-1001");
	assert_string_equal(request->device_api, "vfio-pci");
	assert_int_equal(request->source, GVM_SOURCE_METADATA);
	assert_int_equal(request->placement, GVM_PLACEMENT_SPREAD);
	assert_string_equal(request->where, "domain/vgpu.xml:7");
	assert_null(request->address);
	assert_null(request->parent);
	assert_null(request->name);
	assert_int_equal(request->framebuffer, 0);
}

/**
 * @brief Requests come in the order of the hostdevs, whatever makes them.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void requests_keep_document_order(void **state)
{
	static const char *const uuids[] = {
		UUID "0a", UUID "01", NULL, UUID "03", UUID "02",
	};
	g_autoptr(gvm_domain) domain = load("domain/everything.xml");
	const struct gvm_request *request = NULL;

	(void)state;
	assert_int_equal(domain->requests->len, G_N_ELEMENTS(uuids));
	for (size_t i = 0; i < G_N_ELEMENTS(uuids); i++) {
		request = domain->requests->pdata[i];
		assert_int_equal(g_strcmp0(request->uuid, uuids[i]), 0);
	}
	assert_int_equal(domain->unused->len, 1);
	request = domain->unused->pdata[0];
	assert_string_equal(request->uuid, UUID "ff");
	assert_string_equal(request->type, "left-over");
}

/**
 * @brief Every wish of an entry arrives.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void wishes_arrive(void **state)
{
	g_autoptr(gvm_domain) domain = load("domain/everything.xml");
	struct gvm_request **request = (struct gvm_request **)domain->requests->pdata;

	(void)state;
	assert_true(request[0]->framebuffer == UINT64_C(2048) << 20);
	assert_int_equal(request[0]->placement, GVM_PLACEMENT_NUMA);
	assert_string_equal(request[1]->type, "nvidia-1001");
	assert_string_equal(request[1]->parent, "pci_0000_41_00_0");
	assert_string_equal(request[2]->address, "0000:41:00.4");
	assert_string_equal(request[2]->type, "nvidia-1002");
	assert_int_equal(request[3]->source, GVM_SOURCE_NONE);
	assert_string_equal(request[3]->device_api, "vfio-ap");
	assert_string_equal(request[3]->where, "domain/everything.xml:60");
	assert_false(gvm_request_has_type(request[3]));
	assert_string_equal(request[4]->name, "GRID T4-2Q");
	assert_int_equal(request[4]->placement, GVM_PLACEMENT_PACK);
}

/**
 * @brief Attributes keep their order and their characters.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void attributes_keep_their_order(void **state)
{
	g_autoptr(gvm_domain) domain = load("domain/everything.xml");
	const struct gvm_request *request = domain->requests->pdata[1];
	struct gvm_attr **attr = (struct gvm_attr **)request->attrs->pdata;

	(void)state;
	assert_int_equal(request->attrs->len, 3);
	assert_string_equal(attr[0]->name, "nvidia/vgpu_params");
	assert_string_equal(attr[0]->value,
			    "frame_rate_limiter=0, disable_vnc=1");
	assert_string_equal(attr[1]->name, "zz");
	assert_string_equal(attr[1]->value, "");
	assert_string_equal(attr[2]->name, "aa");
	assert_string_equal(attr[2]->value, "<1>");
}

/**
 * @brief Name, id, PCI functions and memory nodes are read.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void rest_of_the_domain_is_read(void **state)
{
	g_autoptr(gvm_domain) domain = load("domain/everything.xml");
	struct gvm_pci_hostdev **pci = (struct gvm_pci_hostdev **)domain->pci->pdata;
	static const unsigned int nodes[] = { 0, 2, 5 };

	(void)state;
	assert_string_equal(domain->name, "everything & more");
	assert_string_equal(domain->uuid,
			    "7a1c0d5e-93f4-4b52-8a6d-2f3f5a0e1b03");
	assert_int_equal(domain->id, 17);
	assert_int_equal(domain->pci->len, 2);
	assert_string_equal(pci[0]->address, "0000:02:1f.7");
	assert_true(pci[0]->managed);
	assert_true(g_str_has_suffix(pci[0]->where, ":39"));
	assert_string_equal(pci[1]->address, "0000:41:00.4");
	assert_false(pci[1]->managed);
	assert_int_equal(domain->nodes->len, G_N_ELEMENTS(nodes));
	assert_memory_equal(domain->nodes->data, nodes, sizeof(nodes));
}

/**
 * @brief Sets of nodes are read as libvirt reads them.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nodesets_are_libvirts(void **state)
{
	static const struct {
		const char *text;
		unsigned int n;
	} good[] = {
		{ "0", 1 }, { "1023", 1 }, { "0-1023", 1024 }, { "0,0", 1 },
		{ "0-3,^2", 3 }, { "0-3,^2,2", 4 }, { " 0 - 3 , 5 ", 5 },
		{ "0-5,^3,^4,7", 5 }, { "1,^2", 1 },
	};
	static const char *const bad[] = {
		"", " ", ",", "0,", ",0", "-", "0-", "-1", "3-1", "5,3-1", "a", "0x1",
		"1024", "0-1024", "99999999999999999999", "^0", "0,^0", "0^1",
		"0-1-2", "^0-1", "0;1", "0 1", "^", "0,^", "+1",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
		g_autoptr(gvm_domain) domain = with_nodeset(good[i].text);

		assert_non_null(domain);
		if (domain->nodes->len != good[i].n)
			fail_msg("%s: %u nodes", good[i].text, domain->nodes->len);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(gvm_domain) domain = with_nodeset(bad[i]);

		if (domain)
			fail_msg("'%s' was taken", bad[i]);
	}
}

/**
 * @brief Where nothing is placed, a set of nodes is nobody's business.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nodesets_of_plain_domains_are_passed_over(void **state)
{
	static const char text[] =
		HEAD "<numatune><memory nodeset='new'/></numatune></domain>";
	g_autoptr(gvm_domain) domain =
		gvm_domain_parse(text, strlen(text), REFUSAL_NAME, NULL);

	(void)state;
	assert_non_null(domain);
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
		cmocka_unit_test(plain_domain_asks_for_nothing),
		cmocka_unit_test(hostdev_is_completed_from_its_entry),
		cmocka_unit_test(requests_keep_document_order),
		cmocka_unit_test(wishes_arrive),
		cmocka_unit_test(attributes_keep_their_order),
		cmocka_unit_test(rest_of_the_domain_is_read),
		cmocka_unit_test(nodesets_are_libvirts),
		cmocka_unit_test(nodesets_of_plain_domains_are_passed_over),
	};

	return cmocka_run_group_tests_name("domain", tests, NULL, NULL);
}
