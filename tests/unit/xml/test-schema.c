// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Readers and schemas agree on every example.
 *
 * That the schemas take the good and refuse the bad ones is checked by the
 * gate for schemas; here the same files go through the readers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "refusal.h"
#include "xml/domain.h"
#include "xml/metadata.h"
#include "xml/nodedev.h"
#include "xml/policy.h"
#include "xml/pools.h"
#include "xml/tree.h"
#include "xml/types.h"
#include "xml/xml.h"

/**
 * @brief Read metadata that stands alone.
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param err   Where to store the error, or NULL.
 * @return true when it was taken.
 * @norestriction
 * @nosideeffect
 * @failure What gvm_metadata_read() refuses, and any other root.
 */
static bool take_metadata(const char *text, size_t len, GError **err)
{
	g_autoptr(GPtrArray) entries =
		g_ptr_array_new_with_free_func((GDestroyNotify)gvm_request_free);
	g_autoptr(xmlDoc) doc = NULL;
	xmlNode *root = NULL;

	if (!gvm_xml_parse(text, len, REFUSAL_NAME, &doc, err))
		return false;
	root = xmlDocGetRootElement(doc);
	if (!gvm_tree_is(root, GVM_DOMAIN_NS, "vgpus"))
		return gvm_tree_error(err, root, "not our metadata");

	return gvm_metadata_read(root, entries, err);
}

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
static bool take_nodedev(const char *text, size_t len, GError **err)
{
	g_autoptr(gvm_request) request =
		gvm_nodedev_parse(text, len, REFUSAL_NAME, err);

	return request;
}

/**
 * @brief Read a file of types and drop it.
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param err   Where to store the error, or NULL.
 * @return true when it was taken.
 * @norestriction
 * @nosideeffect
 * @failure What gvm_types_parse() refuses.
 */
static bool take_types(const char *text, size_t len, GError **err)
{
	g_autoptr(gvm_profiles) file =
		gvm_types_parse(text, len, REFUSAL_NAME, err);

	return file;
}

/**
 * @brief Read a policy and drop it.
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param err   Where to store the error, or NULL.
 * @return true when it was taken.
 * @norestriction
 * @nosideeffect
 * @failure What gvm_policy_parse() refuses.
 */
static bool take_policy(const char *text, size_t len, GError **err)
{
	g_autoptr(gvm_policy) policy =
		gvm_policy_parse(text, len, REFUSAL_NAME, err);

	return policy;
}

/**
 * @brief Read a file of pools and drop it.
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param err   Where to store the error, or NULL.
 * @return true when it was taken.
 * @norestriction
 * @nosideeffect
 * @failure What gvm_pools_parse() refuses.
 */
static bool take_pools(const char *text, size_t len, GError **err)
{
	g_autoptr(GPtrArray) pools =
		gvm_pools_parse(text, len, REFUSAL_NAME, err);

	return pools;
}

/**
 * @brief Give all examples of a schema to its reader.
 * @param schema  Name of the schema.
 * @param reader  The reader.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test when they disagree, or when there are not both kinds
 *          of examples.
 */
static void check_schema(const char *schema, refusal_reader reader)
{
	g_autofree char *folder = g_build_filename(GVM_TEST_DATA, "schema",
						   schema, NULL);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name = NULL;
	int n_good = 0;
	int n_bad = 0;

	assert_non_null(dir);
	while ((name = g_dir_read_name(dir))) {
		g_autoptr(GError) err = NULL;
		g_autofree char *path = g_build_filename("schema", schema,
							 name, NULL);
		size_t len = 0;
		g_autofree char *text = refusal_load(path, &len);

		if (g_str_has_prefix(name, "bad-")) {
			refusal_check(reader, text, len, REFUSAL_NAME ":");
			n_bad++;
		} else {
			if (!reader(text, len, &err))
				fail_msg("%s: %s", path, err->message);
			n_good++;
		}
	}
	assert_true(n_good > 0 && n_bad > 0);
}

/**
 * @brief The reader of metadata takes and refuses what the schema does.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void metadata_reader_agrees_with_its_schema(void **state)
{
	(void)state;
	check_schema("domain-metadata", take_metadata);
}

/**
 * @brief The reader of node devices takes and refuses what the schema does.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nodedev_reader_agrees_with_its_schema(void **state)
{
	(void)state;
	check_schema("nodedev", take_nodedev);
}

/**
 * @brief The reader of types takes and refuses what the schema does.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void types_reader_agrees_with_its_schema(void **state)
{
	(void)state;
	check_schema("types", take_types);
}

/**
 * @brief The reader of policies takes and refuses what the schema does.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void policy_reader_agrees_with_its_schema(void **state)
{
	(void)state;
	check_schema("policy", take_policy);
}

/**
 * @brief The reader of pools takes and refuses what the schema does.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void pools_reader_agrees_with_its_schema(void **state)
{
	(void)state;
	check_schema("pools", take_pools);
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
		cmocka_unit_test(metadata_reader_agrees_with_its_schema),
		cmocka_unit_test(nodedev_reader_agrees_with_its_schema),
		cmocka_unit_test(types_reader_agrees_with_its_schema),
		cmocka_unit_test(policy_reader_agrees_with_its_schema),
		cmocka_unit_test(pools_reader_agrees_with_its_schema),
	};

	return cmocka_run_group_tests_name("schema", tests, NULL, NULL);
}
