// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the record of types that are ours.
 */
#include "scene.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ours.h"

/** @brief A GPU. */
#define GPU "0000:41:00.0"

/**
 * @brief Write a record of two ids.
 * @param fake   The machine.
 * @param first  One id.
 * @param last   The other.
 * @norestriction
 * @sideeffect Writes the record.
 * @failure Fails the test.
 */
static void save(struct fake_host *fake, uint32_t first, uint32_t last)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_autoptr(GError) err = NULL;

	g_array_append_val(ids, first);
	g_array_append_val(ids, last);
	unit_expect_success(gvm_register_record_save(&fake->host, GPU, ids,
						     &err), err);
}

/**
 * @brief Where nothing was ever sent, nothing is ours.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void without_a_record_nothing_is_ours(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;
	g_autoptr(GArray) ids = NULL;

	ids = gvm_register_record_load(&fake->host, GPU, &err);
	unit_expect_success(ids, err);
	assert_int_equal(ids->len, 0);
	assert_false(is_ours(&fake->host, GPU, 1000));
}

/**
 * @brief What was written is read, for this GPU and no other.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_written_is_ours(void **state)
{
	struct fake_host *fake = *state;

	save(fake, 1000, G_MAXUINT32);
	assert_true(is_ours(&fake->host, GPU, 1000));
	assert_true(is_ours(&fake->host, GPU, G_MAXUINT32));
	assert_false(is_ours(&fake->host, GPU, 1001));
	assert_false(is_ours(&fake->host, "0000:81:00.0", 1000));
	save(fake, 1001, 1002);
	assert_false(is_ours(&fake->host, GPU, 1000));
	assert_true(is_ours(&fake->host, GPU, 1002));
}

/**
 * @brief Nobody but root may read it, and a damaged line hides no other.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_record_is_private_and_robust(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *path = g_build_filename(fake->root,
						 GVM_REGISTER_RECORDS, GPU,
						 NULL);
	struct stat st;

	save(fake, 1000, 1001);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	fake_tree_file(fake->root, GVM_REGISTER_RECORDS "/" GPU,
		       "1000\nrubbish\n99999999999\n\n1002\n");
	assert_true(is_ours(&fake->host, GPU, 1000));
	assert_true(is_ours(&fake->host, GPU, 1002));
}

/**
 * @brief A record that cannot be read or written is an error that names it.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_cannot_be_done_is_said(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_autoptr(GError) load = NULL;
	g_autoptr(GError) err = NULL;

	fake_tree_file(fake->root, "run/gvm/types", "");
	assert_false(gvm_register_record_save(&fake->host, GPU, ids, &err));
	unit_expect_error(err, GVM_ERROR_FAILED, "/run/gvm/types/" GPU);

	fake_tree_remove(fake->root, "run/gvm/types");
	fake_tree_dir(fake->root, "run/gvm/types/" GPU);
	assert_null(gvm_register_record_load(&fake->host, GPU, &load));
	unit_expect_error(load, GVM_ERROR_FAILED, "/run/gvm/types/" GPU);
	assert_false(is_ours(&fake->host, GPU, 1000));
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
		SCENE_TEST(without_a_record_nothing_is_ours),
		SCENE_TEST(what_is_written_is_ours),
		SCENE_TEST(a_record_is_private_and_robust),
		SCENE_TEST(what_cannot_be_done_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
