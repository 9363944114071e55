// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of our own files and their lock.
 */
#include "unit.h"
#include "host/state.h"

#include <errno.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/**
 * @brief Give a test an empty machine.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	*state = fake_host_new("empty");

	return 0;
}

/**
 * @brief Read the clock of a machine.
 * @param fake  The machine.
 * @return Milliseconds.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static gint64 clock_ms(const struct fake_host *fake)
{
	return fake_tree_read_number(fake->root, ".fake/now",
				     FAKE_BOOT_TIME * 1000);
}

/**
 * @brief All directories are made, and making them again is fine.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void directories_are_made_down_to_the_last(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *full = g_build_filename(fake->root, "run/gvm/claims",
						 NULL);
	struct stat st;

	assert_int_equal(gvm_state_make_dir(&fake->host, "run/gvm/claims",
					    0700), 0);
	assert_int_equal(gvm_state_make_dir(&fake->host, "run/gvm/claims",
					    0700), 0);
	assert_int_equal(stat(full, &st), 0);
	assert_int_equal(st.st_mode, S_IFDIR | 0700);
}

/**
 * @brief A file in the way is told.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_file_in_the_way_of_a_directory_is_told(void **state)
{
	struct fake_host *fake = *state;

	fake_tree_file(fake->root, "run/gvm", "");

	assert_int_equal(gvm_state_make_dir(&fake->host, "run/gvm", 0700),
			 -ENOTDIR);
	assert_int_equal(gvm_state_make_dir(&fake->host, "run/gvm/claims",
					    0700), -ENOTDIR);
}

/**
 * @brief A file is written for root's eyes only, replaced, and no other is
 * left.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_file_is_saved_whole(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *full = g_build_filename(fake->root, "run/d/a", NULL);
	g_autoptr(GPtrArray) names = NULL;
	g_autofree char *text = NULL;
	struct stat st;

	fake_tree_dir(fake->root, "run/d");

	assert_int_equal(gvm_state_save(&fake->host, "run/d", "a",
					"first, and longer"), 0);
	assert_int_equal(gvm_state_save(&fake->host, "run/d", "a", "second"),
			 0);
	text = fake_tree_read(fake->root, "run/d/a");
	assert_string_equal(text, "second");
	assert_int_equal(stat(full, &st), 0);
	assert_int_equal(st.st_mode, S_IFREG | 0600);
	names = fake_tree_list(fake->root, "run/d");
	assert_int_equal(names->len, 1);
}

/**
 * @brief What a crash has left of an earlier write does not matter.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_stale_temporary_file_is_reused(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *text = NULL;

	fake_tree_file(fake->root, "run/d/.a.tmp", "left over from a crash");

	assert_int_equal(gvm_state_save(&fake->host, "run/d", "a", "new"), 0);
	text = fake_tree_read(fake->root, "run/d/a");
	assert_string_equal(text, "new");
	assert_false(fake_tree_exists(fake->root, "run/d/.a.tmp"));
}

/**
 * @brief A link where the temporary file goes is not followed.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_planted_link_is_not_written_through(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *victim = NULL;

	fake_tree_file(fake->root, "etc/victim", "precious");
	fake_tree_link(fake->root, "run/d/.a.tmp", "etc/victim");

	assert_int_equal(gvm_state_save(&fake->host, "run/d", "a", "new"),
			 -ELOOP);
	victim = fake_tree_read(fake->root, "etc/victim");
	assert_string_equal(victim, "precious");
	assert_false(fake_tree_exists(fake->root, "run/d/a"));
}

/**
 * @brief A failed save leaves no temporary file and nothing half written.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_failed_save_leaves_nothing(void **state)
{
	struct fake_host *fake = *state;

	fake_tree_dir(fake->root, "run/d/a");

	assert_int_equal(gvm_state_save(&fake->host, "run/d", "a", "x"),
			 -EISDIR);
	assert_false(fake_tree_exists(fake->root, "run/d/.a.tmp"));
	assert_int_equal(gvm_state_save(&fake->host, "run/none", "a", "x"),
			 -ENOENT);
	assert_int_equal(gvm_state_save(&fake->host, "run/d", "../b", "x"),
			 -EINVAL);
	assert_int_equal(gvm_state_save(&fake->host, "run/d", "", "x"),
			 -EINVAL);
	assert_false(fake_tree_exists(fake->root, "run/b"));
}

/**
 * @brief A file that is gone is as good as dropped.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_file_is_dropped(void **state)
{
	struct fake_host *fake = *state;

	fake_tree_file(fake->root, "run/d/a", "");

	assert_int_equal(gvm_state_drop(&fake->host, "run/d/a"), 0);
	assert_false(fake_tree_exists(fake->root, "run/d/a"));
	assert_int_equal(gvm_state_drop(&fake->host, "run/d/a"), 0);
	assert_true(gvm_state_drop(&fake->host, "run/d") < 0);
	assert_true(fake_tree_exists(fake->root, "run/d"));
}

/**
 * @brief A free lock is taken at once; it is free again when it is closed.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_free_lock_is_taken_at_once(void **state)
{
	struct fake_host *fake = *state;
	int fd = -1;

	for (int i = 0; i < 2; i++) {
		assert_int_equal(gvm_state_lock(&fake->host, "run/lock", 0,
						&fd), 0);
		assert_true(fd >= 0);
		gvm_fd_clear(&fd);
	}
	assert_int_equal(clock_ms(fake), FAKE_BOOT_TIME * 1000);
}

/**
 * @brief The wait for a lock that stays held ends exactly at the bound.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_held_lock_is_waited_for_within_the_bound(void **state)
{
	struct fake_host *fake = *state;
	gvm_autofd int held = -1;
	int fd = -1;

	assert_int_equal(gvm_state_lock(&fake->host, "run/lock", 0, &held), 0);

	assert_int_equal(gvm_state_lock(&fake->host, "run/lock", 137, &fd),
			 -ETIMEDOUT);
	assert_int_equal(fd, -1);
	assert_int_equal(clock_ms(fake), FAKE_BOOT_TIME * 1000 + 137);
}

/**
 * @brief A lock that another process holds is had as soon as it lets go.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_lock_passes_from_process_to_process(void **state)
{
	struct fake_host *fake = *state;
	gvm_autofd int fd = -1;
	int held = -1;
	int status = -1;
	pid_t child;

	assert_int_equal(gvm_state_lock(&fake->host, "run/lock", 0, &held), 0);
	child = fork();
	if (child == 0) {
		gvm_fd_clear(&held);
		_exit(gvm_state_lock(&fake->host, "run/lock", 1000000, &fd) ?
		      1 : 0);
	}
	g_usleep(5000);
	assert_int_equal(waitpid(child, &status, WNOHANG), 0);
	gvm_fd_clear(&held);
	assert_int_equal(waitpid(child, &status, 0), child);

	assert_int_equal(status, 0);
	assert_int_equal(gvm_state_lock(&fake->host, "run/lock", 0, &fd), 0);
}

/**
 * @brief A lock file that cannot be made is told.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_lock_needs_its_directory(void **state)
{
	struct fake_host *fake = *state;
	int fd = -1;

	fake_tree_link(fake->root, "run/link", "etc/victim");

	assert_int_equal(gvm_state_lock(&fake->host, "run/none/lock", 0, &fd),
			 -ENOENT);
	assert_int_equal(gvm_state_lock(&fake->host, "run/link", 0, &fd),
			 -ELOOP);
	assert_int_equal(fd, -1);
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
		unit_row(directories_are_made_down_to_the_last, setup),
		unit_row(a_file_in_the_way_of_a_directory_is_told, setup),
		unit_row(a_file_is_saved_whole, setup),
		unit_row(a_stale_temporary_file_is_reused, setup),
		unit_row(a_planted_link_is_not_written_through, setup),
		unit_row(a_failed_save_leaves_nothing, setup),
		unit_row(a_file_is_dropped, setup),
		unit_row(a_free_lock_is_taken_at_once, setup),
		unit_row(a_held_lock_is_waited_for_within_the_bound, setup),
		unit_row(a_lock_passes_from_process_to_process, setup),
		unit_row(a_lock_needs_its_directory, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
