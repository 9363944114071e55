// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the files of types that a machine has.
 */
#include "scene.h"

#include "lifecycle/profiles.h"
#include "xml/types.h"

/** @brief The directory. */
#define DIR GVM_PROFILES_DIR "/"
/** @brief A file with one type. */
#define TYPES(id)							\
	"<vgpu-types xmlns='" GVM_TYPES_NS "'>\n"			\
	"<type id='" id "' base='592'/></vgpu-types>\n"

/**
 * @brief Without the directory, or with an empty one, there is no type.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nothing_there_is_no_error(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) none = gvm_profiles_load(&fake->host, NULL);
	g_autoptr(GPtrArray) empty = NULL;

	assert_non_null(none);
	assert_int_equal(none->len, 0);
	fake_tree_dir(fake->root, DIR);
	empty = gvm_profiles_load(&fake->host, NULL);
	assert_non_null(empty);
	assert_int_equal(empty->len, 0);
}

/**
 * @brief Files are read by name, those of another kind are passed over.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void files_are_read_by_name(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) files = NULL;
	const struct gvm_profiles *first;
	const struct gvm_profiles *second;

	fake_tree_file(fake->root, DIR "b.xml", TYPES("1002"));
	fake_tree_file(fake->root, DIR "a.xml", TYPES("1003"));
	fake_tree_file(fake->root, DIR ".c.xml", "broken");
	fake_tree_file(fake->root, DIR "d.xml~", "broken");
	fake_tree_file(fake->root, DIR "e.xml.dpkg-old", "broken");
	files = gvm_profiles_load(&fake->host, NULL);
	assert_non_null(files);
	assert_int_equal(files->len, 2);
	first = g_ptr_array_index(files, 0);
	second = g_ptr_array_index(files, 1);
	assert_string_equal(first->file, "/" DIR "a.xml");
	assert_string_equal(second->file, "/" DIR "b.xml");
	assert_int_equal(first->types->len, 1);
}

/**
 * @brief One broken file is an error: a type that is missing is not noticed
 * before a domain needs it.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_broken_file_is_told(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) files = NULL;
	g_autoptr(GError) err = NULL;

	fake_tree_file(fake->root, DIR "a.xml", TYPES("1003"));
	fake_tree_file(fake->root, DIR "b.xml", TYPES("9"));
	files = gvm_profiles_load(&fake->host, &err);
	assert_null(files);
	unit_expect_error(err, GVM_ERROR_INVALID, "/" DIR "b.xml:2: ");
}

/**
 * @brief An id in two files is an error that names both places.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_id_in_two_files_is_told(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) files = NULL;
	g_autoptr(GError) err = NULL;

	fake_tree_file(fake->root, DIR "a.xml", TYPES("1003"));
	fake_tree_file(fake->root, DIR "b.xml", "\n" TYPES("1003"));
	files = gvm_profiles_load(&fake->host, &err);
	assert_null(files);
	unit_expect_error(err, GVM_ERROR_INVALID, "/" DIR "b.xml:3: ");
	assert_non_null(strstr(err->message, "/" DIR "a.xml:2"));
}

/**
 * @brief A file that is refused leaves the list as it was.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_refused_file_is_not_added(void **state)
{
	g_autoptr(GPtrArray) files = gvm_profiles_list();
	static const char text[] = TYPES("1001");

	(void)state;
	assert_true(gvm_profiles_add(files, "a", text, strlen(text), NULL));
	assert_false(gvm_profiles_add(files, "b", text, strlen(text), NULL));
	assert_false(gvm_profiles_add(files, "c", "", 0, NULL));
	assert_int_equal(files->len, 1);
}

/**
 * @brief What cannot be read is told, not passed over.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_cannot_be_read_is_told(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *large = g_strnfill(5 << 20, ' ');
	g_autoptr(GPtrArray) files = NULL;
	g_autoptr(GError) dir = NULL;
	g_autoptr(GError) size = NULL;
	g_autoptr(GError) list = NULL;

	fake_tree_dir(fake->root, DIR "dir.xml");
	files = gvm_profiles_load(&fake->host, &dir);
	assert_null(files);
	unit_expect_error(dir, GVM_ERROR_FAILED, "/" DIR "dir.xml");

	fake_tree_remove(fake->root, DIR "dir.xml");
	fake_tree_file(fake->root, DIR "large.xml", large);
	files = gvm_profiles_load(&fake->host, &size);
	assert_null(files);
	unit_expect_error(size, GVM_ERROR_FAILED, "/" DIR "large.xml");

	fake_tree_remove(fake->root, GVM_PROFILES_DIR);
	fake_tree_file(fake->root, GVM_PROFILES_DIR, "no directory");
	files = gvm_profiles_load(&fake->host, &list);
	assert_null(files);
	unit_expect_error(list, GVM_ERROR_FAILED, "/" GVM_PROFILES_DIR);
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
		SCENE_TEST(nothing_there_is_no_error),
		SCENE_TEST(files_are_read_by_name),
		SCENE_TEST(a_broken_file_is_told),
		SCENE_TEST(an_id_in_two_files_is_told),
		SCENE_TEST(a_refused_file_is_not_added),
		SCENE_TEST(what_cannot_be_read_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
