// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of writing a file that a user named.
 */
#include "unit.h"
#include "host/output.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

/**
 * @brief Give a test an empty machine, whose directory serves as any.
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
 * @brief The file is new or replaced, readable by all, and alone.
 * @param state  The machine.
 * @norestriction
 * @sideeffect Changes the umask of the process.
 * @failure Fails the test.
 */
static void a_file_is_replaced_and_readable(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *path = g_build_filename(fake->root, "etc/f.prom", NULL);
	g_autoptr(GPtrArray) names = NULL;
	g_autofree char *text = NULL;
	struct stat st;

	umask(0077);
	assert_int_equal(gvm_output_save(path, "a longer text\n"), 0);
	assert_int_equal(gvm_output_save(path, "new\n"), 0);

	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	assert_string_equal(text, "new\n");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644);
	names = fake_tree_list(fake->root, "etc");
	assert_int_equal(names->len, 1);
}

/**
 * @brief A link that waits under the temporary name is not followed.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_planted_link_is_not_followed(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *path = g_build_filename(fake->root, "etc/f.prom", NULL);
	g_autofree char *secret = NULL;

	fake_tree_file(fake->root, "etc/secret", "keep\n");
	fake_tree_link(fake->root, "etc/.f.prom.tmp", "etc/secret");

	assert_int_equal(gvm_output_save(path, "new\n"), 0);

	secret = fake_tree_read(fake->root, "etc/secret");
	assert_string_equal(secret, "keep");
	assert_false(fake_tree_exists(fake->root, "etc/.f.prom.tmp"));
}

/**
 * @brief What cannot be written leaves everything as it was.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_failure_leaves_nothing_behind(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *missing = g_build_filename(fake->root, "no/f", NULL);
	g_autofree char *dir = g_build_filename(fake->root, "etc/dir", NULL);
	g_autofree char *slash = g_strconcat(dir, "/", NULL);
	g_autoptr(GPtrArray) names = NULL;

	fake_tree_dir(fake->root, "etc/dir");

	assert_int_equal(gvm_output_save(missing, "x"), -ENOENT);
	assert_int_equal(gvm_output_save(dir, "x"), -EISDIR);
	assert_int_equal(gvm_output_save(slash, "x"), -EISDIR);
	assert_int_equal(gvm_output_save("", "x"), -EISDIR);
	names = fake_tree_list(fake->root, "etc");
	assert_int_equal(names->len, 1);
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
		unit_row(a_file_is_replaced_and_readable, setup),
		unit_row(a_planted_link_is_not_followed, setup),
		unit_row(a_failure_leaves_nothing_behind, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
