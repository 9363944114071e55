// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of starting mdevctl's definitions after their type has come.
 */
#include "scene.h"

#include <errno.h>

#include "lifecycle/autostart.h"
#include "lifecycle/definitions.h"

/** @brief A definition of a type, started so, with these attributes. */
#define DEFINITION(type, start, attrs) \
	"{\"mdev_type\":\"" type "\",\"start\":\"" start "\",\"attrs\":[" \
	attrs "]}\n"

/** @brief An attribute of it, with what is written. */
#define ATTRIBUTE(value) "{\"nvidia/vgpu_params\":\"" value "\"}"

/**
 * @brief Put a definition there.
 * @param fake    The machine.
 * @param parent  Its parent.
 * @param uuid    Its UUID.
 * @param text    Its content.
 * @norestriction
 * @sideeffect Creates the file.
 * @failure Ends the process.
 */
static void define(struct fake_host *fake, const char *parent, const char *uuid,
		   const char *text)
{
	g_autofree char *path = g_build_filename(GVM_DEFINITIONS_MDEVCTL,
						 parent, uuid, NULL);

	fake_tree_file(fake->root, path, text);
}

/**
 * @brief Look for definitions of the tests' type.
 * @param fake  The machine.
 * @return What gvm_autostart_find() returns, never NULL.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static GPtrArray *find(struct fake_host *fake)
{
	g_autoptr(GHashTable) types = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GError) err = NULL;
	char name[] = SCENE_TYPE;
	GPtrArray *found;

	g_hash_table_add(types, name);
	found = gvm_autostart_find(&fake->host, types, &err);
	unit_expect_success(found, err);

	return found;
}

/**
 * @brief Insist on how many definitions are to be started.
 * @param fake  The machine.
 * @param n     The number.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_found(struct fake_host *fake, guint n)
{
	g_autoptr(GPtrArray) found = find(fake);

	assert_int_equal(found->len, n);
}

/**
 * @brief Start the only definition that is to be started.
 * @param fake  The machine.
 * @param err   Where to store the error.
 * @return What gvm_autostart_make() returns.
 * @norestriction
 * @sideeffect That of gvm_autostart_make().
 * @failure Fails the test when there is not exactly one.
 */
static bool make(struct fake_host *fake, GError **err)
{
	g_autoptr(GPtrArray) found = find(fake);

	assert_int_equal(found->len, 1);

	return gvm_autostart_make(&fake->host, g_ptr_array_index(found, 0),
				  err);
}

/**
 * @brief A host without mdevctl has nothing to start.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void without_definitions_nothing_is_started(void **state)
{
	expect_found(*state, 0);
}

/**
 * @brief What is not for us is left alone: other types, definitions that are
 *        started by hand, devices that exist, files that are no definitions.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void only_what_is_due_is_found(void **state)
{
	struct fake_host *fake = *state;

	define(fake, SCENE_VF_1, FAKE_UUID_1,
	       DEFINITION(SCENE_TYPE, "manual", ""));
	define(fake, SCENE_VF_1, FAKE_UUID_2,
	       DEFINITION("nvidia-592", "auto", ""));
	define(fake, SCENE_VF_1, FAKE_UUID_3, "{");
	define(fake, SCENE_VF_1, "notes.txt",
	       DEFINITION(SCENE_TYPE, "auto", ""));
	define(fake, SCENE_VF_1, FAKE_UUID_5, "{\"mdev_type\":\"" SCENE_TYPE
	       "\"}");
	define(fake, "scripts.d", FAKE_UUID_4,
	       DEFINITION(SCENE_TYPE, "auto", ""));
	fake_tree_file(fake->root, GVM_DEFINITIONS_MDEVCTL "/a-file", "");
	expect_found(fake, 0);

	define(fake, SCENE_VF_2, FAKE_UUID_4,
	       DEFINITION(SCENE_TYPE, "auto", ""));
	expect_found(fake, 1);
	fake_gpu_vgpu(fake->root, SCENE_VF_2, SCENE_TYPE, FAKE_UUID_4);
	expect_found(fake, 0);
}

/**
 * @brief What was started has its attributes in their order, no claim, and is
 *        not started again.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_definition_is_started_once(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;
	g_autofree char *log = NULL;
	const char *first;

	define(fake, SCENE_VF_1, FAKE_UUID_1,
	       DEFINITION(SCENE_TYPE, "auto",
			  ATTRIBUTE("a=1") "," ATTRIBUTE("b=2")));
	unit_expect_success(make(fake, &err), err);
	scene_expect_place(fake, FAKE_UUID_1, SCENE_TYPE " on " SCENE_VF_1);
	assert_int_equal(scene_count_claims(fake), 0);

	log = fake_kernel_log(fake->root);
	first = strstr(log, "a=1");
	assert_non_null(first);
	assert_non_null(strstr(first, "b=2"));
	scene_expect_journal(fake, (const char *const []) {
		"started vGPU " FAKE_UUID_1, SCENE_TYPE " on " SCENE_VF_1,
		NULL });
	expect_found(fake, 0);
}

/**
 * @brief A parent without the type is an error that names both.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_parent_without_the_type_is_named(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	define(fake, "0000:99:00.0", FAKE_UUID_1,
	       DEFINITION(SCENE_TYPE, "auto", ""));
	assert_false(make(fake, &err));
	unit_expect_error(err, GVM_ERROR_NOT_FOUND, "0000:99:00.0");
}

/**
 * @brief When an attribute is refused, the device goes again.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_refused_attribute_takes_the_device_back(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	fake_script_fail(fake->root, "store", "*vgpu_params", 1, 1, EINVAL);
	define(fake, SCENE_VF_1, FAKE_UUID_1,
	       DEFINITION(SCENE_TYPE, "auto",
			  ATTRIBUTE("a=1") "," ATTRIBUTE("b=2")));
	assert_false(make(fake, &err));
	unit_expect_error(err, GVM_ERROR_FAILED, "b=2");
	scene_expect_gone(fake, FAKE_UUID_1);
	expect_found(fake, 1);
}

/**
 * @brief Entry point.
 * @return Number of failed tests.
 * @norestriction
 * @sideeffect Runs the tests.
 * @nofailure
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		SCENE_TEST(without_definitions_nothing_is_started),
		SCENE_TEST(only_what_is_due_is_found),
		SCENE_TEST(a_definition_is_started_once),
		SCENE_TEST(a_parent_without_the_type_is_named),
		SCENE_TEST(a_refused_attribute_takes_the_device_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
