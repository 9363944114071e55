// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the claims and their lock.
 */
#include "scene.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lifecycle/claims.h"

/** @brief A file name of a claim. */
#define NAME_1 FAKE_UUID_1 "@" SCENE_ALPHA

/**
 * @brief Taking the lock makes our directory, for root only, and freeing it
 * lets the next one in.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_lock_makes_its_directory(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *dir = g_build_filename(fake->root, "run/gvm", NULL);
	gvm_autofd int first = -1;
	gvm_autofd int second = -1;
	g_autoptr(GError) err = NULL;
	struct stat st;

	unit_expect_success(gvm_claims_lock(&fake->host, &first, &err), err);
	assert_int_equal(stat(dir, &st), 0);
	assert_int_equal(st.st_mode, S_IFDIR | 0700);
	gvm_fd_clear(&first);
	unit_expect_success(gvm_claims_lock(&fake->host, &second, &err), err);
}

/**
 * @brief A lock that is never freed is given up after a minute, with a
 * sentence.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_held_lock_is_given_up_after_a_minute(void **state)
{
	struct fake_host *fake = *state;
	uint64_t before = gvm_host_now(&fake->host);
	gvm_autofd int first = -1;
	gvm_autofd int second = -1;
	g_autoptr(GError) err = NULL;

	assert_true(gvm_claims_lock(&fake->host, &first, NULL));
	assert_false(gvm_claims_lock(&fake->host, &second, &err));
	unit_expect_error(err, GVM_ERROR_BUSY, "/run/gvm/lock");
	assert_in_range(gvm_host_now(&fake->host) - before, 59, 61);
	assert_int_equal(second, -1);
}

/**
 * @brief The lock ends with the process that holds it, however that ends.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_lock_of_a_dead_process_is_free(void **state)
{
	struct fake_host *fake = *state;
	gvm_autofd int fd = -1;
	pid_t child = fork();
	int status;

	if (child == 0) {
		gvm_claims_lock(&fake->host, &fd, NULL);
		fd = -1;
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(gvm_claims_lock(&fake->host, &fd, NULL));
}

/**
 * @brief Where there has never been a claim there is none, and that is no
 * error.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void no_directory_means_no_claim(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;
	g_autoptr(GPtrArray) claims = gvm_claims_list(&fake->host, &err);

	unit_expect_success(claims, err);
	assert_int_equal(claims->len, 0);
	assert_false(fake_tree_exists(fake->root, "run/gvm"));
}

/**
 * @brief Of the files, only those are claims that are named so; a write that
 * never finished is none.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void only_finished_files_are_claims(void **state)
{
	static const char *const others[] = {
		"." NAME_1 ".tmp", "README", "@owner", FAKE_UUID_2 "@",
	};
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) claims = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		g_autofree char *path = NULL;

		path = g_build_filename(GVM_CLAIMS_DIR, others[i], NULL);
		fake_tree_file(fake->root, path, "");
	}
	scene_put_claim(fake, FAKE_UUID_1, SCENE_ALPHA, SCENE_VF_1, SCENE_TYPE,
			0);
	claims = gvm_claims_list(&fake->host, NULL);
	assert_int_equal(claims->len, 1);
	assert_non_null(gvm_claims_find(claims, FAKE_UUID_1));
	assert_null(gvm_claims_find(claims, FAKE_UUID_2));
}

/**
 * @brief What is saved is read again, whole, and nobody but root can read it.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_claim_survives_the_way_to_the_disk(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *path = g_build_filename(fake->root, GVM_CLAIMS_DIR,
						 NAME_1, NULL);
	g_autoptr(gvm_claim) claim = NULL;
	struct stat st;

	scene_put_claim(fake, FAKE_UUID_1, SCENE_ALPHA, SCENE_VF_1, SCENE_TYPE,
			77);
	claim = scene_claim(fake, FAKE_UUID_1, SCENE_ALPHA);
	assert_non_null(claim);
	assert_string_equal(claim->owner, SCENE_ALPHA);
	assert_string_equal(claim->domain, "alpha");
	assert_string_equal(claim->backend, "mdev");
	assert_string_equal(claim->parent, SCENE_VF_1);
	assert_string_equal(claim->type, SCENE_TYPE);
	assert_int_equal(claim->daemon_pid, 77);
	assert_int_equal(claim->made, FAKE_BOOT_TIME);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode, S_IFREG | 0600);
	assert_int_equal(scene_count_claims(fake), 1);
}

/**
 * @brief A claim that is gone, and one that is damaged, are told apart.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_unreadable_claim_is_told(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_claim) claim = gvm_claim_from_name(NAME_1);
	g_autoptr(GError) gone = NULL;
	g_autoptr(GError) damaged = NULL;

	assert_false(gvm_claims_read(&fake->host, claim, &gone));
	unit_expect_error(gone, GVM_ERROR_NOT_FOUND, NAME_1);
	fake_tree_file(fake->root, GVM_CLAIMS_DIR "/" NAME_1, "[claim]\nver");
	assert_false(gvm_claims_read(&fake->host, claim, &damaged));
	unit_expect_error(damaged, GVM_ERROR_INVALID, NAME_1);
}

/**
 * @brief A claim that cannot be written is an error with the path in it.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_claim_that_cannot_be_written_is_told(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_claim) claim = gvm_claim_from_name(NAME_1);
	g_autoptr(GError) err = NULL;

	claim->backend = g_strdup("mdev");
	claim->parent = g_strdup(SCENE_VF_1);
	claim->type = g_strdup(SCENE_TYPE);
	fake_tree_file(fake->root, "run/gvm", "in the way");
	assert_false(gvm_claims_save(&fake->host, claim, &err));
	unit_expect_error(err, GVM_ERROR_FAILED, "/run/gvm/claims/" NAME_1);
}

/**
 * @brief A claim can be given up twice.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_dropped_claim_is_gone(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_claim) claim = gvm_claim_from_name(NAME_1);

	scene_put_claim(fake, FAKE_UUID_1, SCENE_ALPHA, SCENE_VF_1, SCENE_TYPE,
			0);
	scene_put_claim(fake, FAKE_UUID_2, SCENE_ALPHA, SCENE_VF_1, SCENE_TYPE,
			0);
	assert_true(gvm_claims_drop(&fake->host, claim, NULL));
	assert_true(gvm_claims_drop(&fake->host, claim, NULL));
	assert_int_equal(scene_count_claims(fake), 1);
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
		SCENE_TEST(the_lock_makes_its_directory),
		SCENE_TEST(a_held_lock_is_given_up_after_a_minute),
		SCENE_TEST(the_lock_of_a_dead_process_is_free),
		SCENE_TEST(no_directory_means_no_claim),
		SCENE_TEST(only_finished_files_are_claims),
		SCENE_TEST(a_claim_survives_the_way_to_the_disk),
		SCENE_TEST(an_unreadable_claim_is_told),
		SCENE_TEST(a_claim_that_cannot_be_written_is_told),
		SCENE_TEST(a_dropped_claim_is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
