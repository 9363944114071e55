// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of requests and their words.
 */
#include "unit.h"
#include "model/request.h"

/**
 * @brief Attributes may be anywhere below the device.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_sane_attribute_is_accepted(void **state)
{
	(void)state;
	assert_true(gvm_request_attr_is_sane("nvidia/vgpu_params"));
	assert_true(gvm_request_attr_is_sane("assign_adapter"));
	assert_true(gvm_request_attr_is_sane("a/b/c"));
	assert_true(gvm_request_attr_is_sane("remove_later"));
}

/**
 * @brief Attributes that lead out, or by which a device is removed or bound,
 * are refused.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_dangerous_attribute_is_refused(void **state)
{
	static const char *const bad[] = {
		"", "/", "/etc/passwd", "../remove", "a/../../remove", "a//b",
		"a/", "./a", "remove", "driver/unbind", "subsystem/x",
		"mdev_type/create", "iommu_group/type", "power/control",
		"uevent", "driver_override", "a\nb",
	};
	g_autofree char *long_name = g_strnfill(256, 'a');

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		if (gvm_request_attr_is_sane(bad[i]))
			fail_msg("attribute '%s' was accepted", bad[i]);
	assert_false(gvm_request_attr_is_sane(NULL));
	assert_false(gvm_request_attr_is_sane(long_name));
}

/**
 * @brief The wish for a type is told in words.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_request_tells_what_it_wants(void **state)
{
	g_autoptr(gvm_request) request = gvm_request_new(FAKE_UUID_1);
	g_autofree char *none = gvm_request_describe_type(request);
	g_autofree char *size = NULL;
	g_autofree char *name = NULL;
	g_autofree char *type = NULL;

	(void)state;
	assert_false(gvm_request_has_type(request));
	request->framebuffer = UINT64_C(2048) << 20;
	size = gvm_request_describe_type(request);
	assert_true(gvm_request_has_type(request));
	request->name = g_strdup("GRID T4-1B");
	name = gvm_request_describe_type(request);
	request->type = g_strdup("nvidia-588");
	type = gvm_request_describe_type(request);

	assert_string_equal(none, "no type");
	assert_non_null(strstr(size, "2048 MiB"));
	assert_non_null(strstr(name, "'GRID T4-1B'"));
	assert_string_equal(type, "type nvidia-588");
}

/**
 * @brief Attributes keep their order.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void attributes_keep_their_order(void **state)
{
	g_autoptr(gvm_request) request = gvm_request_new(NULL);
	const struct gvm_attr *attr;

	(void)state;
	gvm_request_add_attr(request, "b", "1");
	gvm_request_add_attr(request, "a", "2");

	assert_int_equal(request->attrs->len, 2);
	attr = g_ptr_array_index(request->attrs, 0);
	assert_string_equal(attr->name, "b");
	assert_string_equal(attr->value, "1");
	assert_null(request->uuid);
}

/**
 * @brief Each placement is read back from its own name.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void placements_have_names(void **state)
{
	enum gvm_placement placement = GVM_PLACEMENT_COUNT;

	(void)state;
	for (int i = 0; i < GVM_PLACEMENT_COUNT; i++) {
		assert_true(gvm_placement_parse(gvm_placement_name(i),
						&placement));
		assert_int_equal(placement, i);
	}
	assert_string_equal(gvm_placement_name(GVM_PLACEMENT_PACK), "pack");
	assert_false(gvm_placement_parse("Spread", &placement));
	assert_false(gvm_placement_parse("", &placement));
	assert_int_equal(placement, GVM_PLACEMENT_COUNT - 1);
}

/**
 * @brief A new domain has no id and empty lists.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_new_domain_is_empty(void **state)
{
	g_autoptr(gvm_domain) domain = gvm_domain_new();

	(void)state;
	assert_int_equal(domain->id, -1);
	assert_int_equal(domain->requests->len, 0);
	assert_int_equal(domain->pci->len, 0);
	assert_int_equal(domain->unused->len, 0);
	assert_int_equal(domain->nodes->len, 0);
	for (int i = 0; i < GVM_SOURCE_COUNT; i++)
		assert_non_null(gvm_source_name(i));
}

/**
 * @brief Run the tests of this file.
 * @return How many failed.
 * @norestriction
 * @sideeffect Prints the results.
 * @nofailure
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sane_attribute_is_accepted),
		cmocka_unit_test(a_dangerous_attribute_is_refused),
		cmocka_unit_test(a_request_tells_what_it_wants),
		cmocka_unit_test(attributes_keep_their_order),
		cmocka_unit_test(placements_have_names),
		cmocka_unit_test(a_new_domain_is_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
