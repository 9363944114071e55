// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the XML of domains that arrive.
 */
#include "scene.h"

#include <unistd.h>

#include "lifecycle/filter.h"
#include "xml/domain.h"

/** @brief Metadata that asks for the first device. */
#define WISH "<g:vgpu uuid='" FAKE_UUID_1 "' type='" SCENE_TYPE "'/>"

/**
 * @brief Filter the XML of domain "beta".
 * @param fake      The machine.
 * @param metadata  Entries of its metadata, or NULL.
 * @param uuid      UUID of its hostdev.
 * @param out       Where to put the changed XML, or NULL.
 * @param err       Where to store the error, or NULL.
 * @return What gvm_filter_domain() returns.
 * @norestriction
 * @nosideeffect
 * @failure Those of gvm_filter_domain().
 */
static bool filter(struct fake_host *fake, const char *metadata,
		   const char *uuid, char **out, GError **err)
{
	g_autofree char *xml = scene_xml(SCENE_BETA, metadata, uuid);
	g_autoptr(gvm_domain) domain = NULL;

	domain = gvm_domain_parse(xml, strlen(xml), "test", err);

	return domain && gvm_filter_domain(&fake->host, domain, xml,
					   strlen(xml), out, err);
}

/**
 * @brief Insist that the XML passes unchanged.
 * @param fake      The machine.
 * @param metadata  As for filter().
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_unchanged(struct fake_host *fake, const char *metadata)
{
	g_autoptr(GError) err = NULL;
	g_autofree char *out = NULL;

	unit_expect_success(filter(fake, metadata, FAKE_UUID_1, &out, &err),
			    err);
	assert_null(out);
	assert_null(scene_claim(fake, FAKE_UUID_1, SCENE_BETA));
}

/**
 * @brief A UUID that is free stays, and so does one that is foreign, our own, a
 * person's, or a dead domain's.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_free_uuid_stays(void **state)
{
	struct fake_host *fake = *state;

	expect_unchanged(fake, WISH);
	assert_false(fake_tree_exists(fake->root, "run/gvm"));
	expect_unchanged(fake, NULL);

	scene_put_claim(fake, FAKE_UUID_1, SCENE_ALPHA, SCENE_VF_1, SCENE_TYPE,
			SCENE_DEAD_PID);
	expect_unchanged(fake, WISH);
}

/**
 * @brief A foreign device with the UUID is used.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_foreign_device_is_used(void **state)
{
	struct fake_host *fake = *state;

	fake_gpu_vgpu(fake->root, SCENE_VF_1, SCENE_TYPE, FAKE_UUID_1);
	expect_unchanged(fake, WISH);
}

/**
 * @brief A device that a person made is used, as "prepare" would.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_device_made_by_hand_is_used(void **state)
{
	struct fake_host *fake = *state;

	scene_make(fake, GVM_CLAIM_MANUAL, FAKE_UUID_1, SCENE_TYPE, NULL);
	expect_unchanged(fake, WISH);
}

/**
 * @brief A UUID that a living domain has is replaced, in hostdev and metadata,
 * and nothing else is; the new XML can be prepared here.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_taken_uuid_is_replaced(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_domain) domain = NULL;
	g_autoptr(gvm_plan) plan = NULL;
	g_autoptr(GError) err = NULL;
	g_autofree char *out = NULL;
	const struct gvm_request *request;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	unit_expect_success(filter(fake, WISH, FAKE_UUID_1, &out, &err), err);
	assert_non_null(out);
	assert_null(strstr(out, FAKE_UUID_1));
	assert_non_null(strstr(out, SCENE_BETA));

	domain = gvm_domain_parse(out, strlen(out), "out", NULL);
	assert_non_null(domain);
	assert_int_equal(domain->unused->len, 0);
	request = g_ptr_array_index(domain->requests, 0);
	assert_string_equal(request->type, SCENE_TYPE);
	plan = scene_prepare(&fake->host, SCENE_BETA, domain->requests, NULL);
	assert_non_null(plan);
	scene_expect_owned(fake, request->uuid, SCENE_BETA);
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_ALPHA);
	scene_expect_in_order(fake, NULL);
}

/**
 * @brief A taken UUID without metadata cannot be replaced: nothing here would
 * know how to make the device under another one.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void without_metadata_a_taken_uuid_is_refused(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;
	g_autofree char *out = NULL;

	fake_tree_file(fake->root, "etc/mdevctl.d/" SCENE_VF_2 "/" FAKE_UUID_1,
		       "{\"mdev_type\":\"" SCENE_TYPE "\"}");
	scene_put_claim(fake, FAKE_UUID_1, SCENE_ALPHA, SCENE_VF_2, SCENE_TYPE,
			getppid());
	assert_false(filter(fake, NULL, FAKE_UUID_1, &out, &err));
	unit_expect_error(err, GVM_ERROR_BUSY, "alpha");
	assert_null(out);
}

/**
 * @brief A domain for which there is no room is refused before it comes.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_domain_without_room_is_refused(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;
	g_autofree char *out = NULL;

	assert_false(filter(fake, "<g:vgpu uuid='" FAKE_UUID_1 "' type='x'/>",
			    FAKE_UUID_1, &out, &err));
	unit_expect_error(err, GVM_ERROR_NOT_FOUND, "type x");
	assert_null(out);
	assert_false(fake_tree_exists(fake->root, "run/gvm"));
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
		SCENE_TEST(a_free_uuid_stays),
		SCENE_TEST(a_foreign_device_is_used),
		SCENE_TEST(a_device_made_by_hand_is_used),
		SCENE_TEST(a_taken_uuid_is_replaced),
		SCENE_TEST(without_metadata_a_taken_uuid_is_refused),
		SCENE_TEST(a_domain_without_room_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
