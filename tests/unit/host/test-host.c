// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of reading a machine below its root.
 */
#include "unit.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/file.h"

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
 * @brief Nothing is opened before something is asked, and nothing stays open.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_machine_is_opened_at_first_use(void **state)
{
	struct fake_host *fake = *state;

	assert_int_equal(fake->host.root_fd, -1);
	assert_int_equal(gvm_host_exists(&fake->host, "sys"), 1);
	assert_true(fake->host.root_fd >= 0);
	assert_int_equal(fcntl(fake->host.root_fd, F_GETFD), FD_CLOEXEC);
	gvm_host_close(&fake->host);
	assert_int_equal(fake->host.root_fd, -1);
	assert_int_equal(gvm_host_exists(&fake->host, "sys"), 1);
}

/**
 * @brief A root that is not there fails every call, with the reason.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_missing_root_is_told(void **state)
{
	struct gvm_host host;
	g_autoptr(GPtrArray) names = NULL;
	g_autofree char *text = NULL;

	(void)state;
	gvm_host_init(&host, "/nonexistent/root", &gvm_host_real);

	assert_int_equal(gvm_host_load(&host, "x", 10, &text), -ENOENT);
	assert_int_equal(gvm_host_list(&host, "x", &names), -ENOENT);
	assert_int_equal(gvm_host_link(&host, "x", &text), -ENOENT);
	assert_int_equal(gvm_host_exists(&host, "x"), -ENOENT);
	assert_int_equal(gvm_host_store(&host, "x", "1"), -ENOENT);
	assert_null(text);
	assert_null(names);
}

/**
 * @brief Only "/" is the running system.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void only_one_root_is_live(void **state)
{
	struct fake_host *fake = *state;
	struct gvm_host live;

	gvm_host_init(&live, "/", &gvm_host_real);

	assert_true(gvm_host_is_live(&live));
	assert_false(gvm_host_is_live(&fake->host));
}

/**
 * @brief One trailing newline is cut, and only one.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_attribute_is_read_without_its_newline(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *one = NULL;
	g_autofree char *two = NULL;
	g_autofree char *none = NULL;
	g_autofree char *empty = NULL;

	fake_tree_file(fake->root, "sys/one", "a b\n");
	fake_tree_file(fake->root, "sys/two", "a\n\n");
	fake_tree_file(fake->root, "sys/none", "a");
	fake_tree_file(fake->root, "sys/empty", "");

	assert_int_equal(gvm_host_load(&fake->host, "sys/one", 10, &one), 0);
	assert_int_equal(gvm_host_load(&fake->host, "sys/two", 10, &two), 0);
	assert_int_equal(gvm_host_load(&fake->host, "sys/none", 10, &none), 0);
	assert_int_equal(gvm_host_load(&fake->host, "sys/empty", 0, &empty), 0);
	assert_string_equal(one, "a b");
	assert_string_equal(two, "a\n");
	assert_string_equal(none, "a");
	assert_string_equal(empty, "");
}

/**
 * @brief The bound is exact, for small files and for large ones.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_file_larger_than_the_bound_is_refused(void **state)
{
	static const size_t sizes[] = { 1, 100, GVM_HOST_ATTR_MAX,
					GVM_HOST_ATTR_MAX + 1, 100000 };
	struct fake_host *fake = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
		g_autofree char *text = g_strnfill(sizes[i], 'x');
		g_autofree char *good = NULL;
		g_autofree char *bad = NULL;

		fake_tree_file(fake->root, "etc/file", text);
		assert_int_equal(gvm_host_load(&fake->host, "etc/file",
					       sizes[i], &good), 0);
		assert_string_equal(good, text);
		assert_int_equal(gvm_host_load(&fake->host, "etc/file",
					       sizes[i] - 1, &bad), -EFBIG);
		assert_null(bad);
	}
}

/**
 * @brief What is no text file is refused with its reason, and never waited
 * for.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_no_text_file_is_refused(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *fifo = g_build_filename(fake->root, "etc/fifo", NULL);
	g_autofree char *text = NULL;
	g_autofree char *nothing = NULL;

	fake_tree_bytes(fake->root, "etc/nul", "a\0b", 3);
	assert_int_equal(mkfifo(fifo, 0600), 0);

	assert_int_equal(gvm_host_load(&fake->host, "etc/nul", 10, &text),
			 -EINVAL);
	assert_int_equal(gvm_host_load(&fake->host, "etc", 10, &text),
			 -EISDIR);
	assert_int_equal(gvm_host_load(&fake->host, "etc/none", 10, &text),
			 -ENOENT);
	assert_int_equal(gvm_host_load(&fake->host, "etc/nul/x", 10, &text),
			 -ENOTDIR);
	assert_null(text);
	assert_int_equal(gvm_host_load(&fake->host, "etc/fifo", 10, &nothing),
			 0);
	assert_string_equal(nothing, "");
}

/**
 * @brief A directory is listed in the order of bytes, without itself.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_directory_is_listed_in_order(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) names = NULL;
	g_autoptr(GPtrArray) none = NULL;

	fake_tree_file(fake->root, "etc/d/b", "");
	fake_tree_file(fake->root, "etc/d/a", "");
	fake_tree_file(fake->root, "etc/d/.hidden", "");
	fake_tree_file(fake->root, "etc/d/B", "");
	fake_tree_link(fake->root, "etc/d/dangling", "etc/nowhere");

	assert_int_equal(gvm_host_list(&fake->host, "etc/d", &names), 0);
	assert_int_equal(names->len, 5);
	assert_string_equal(g_ptr_array_index(names, 0), ".hidden");
	assert_string_equal(g_ptr_array_index(names, 1), "B");
	assert_string_equal(g_ptr_array_index(names, 2), "a");
	assert_string_equal(g_ptr_array_index(names, 4), "dangling");
	assert_int_equal(gvm_host_list(&fake->host, "etc/d/a", &none),
			 -ENOTDIR);
	assert_int_equal(gvm_host_list(&fake->host, "etc/e", &none), -ENOENT);
	assert_null(none);
}

/**
 * @brief A link is read, not followed; what is no link is told apart from
 * nothing.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_link_is_read(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *target = NULL;
	g_autofree char *name = NULL;
	g_autofree char *none = NULL;

	fake_tree_link(fake->root, "sys/a/link", "sys/b/target");
	fake_tree_file(fake->root, "sys/a/file", "");

	assert_int_equal(gvm_host_link(&fake->host, "sys/a/link", &target), 0);
	assert_string_equal(target, "../b/target");
	assert_int_equal(gvm_host_link_name(&fake->host, "sys/a/link", &name),
			 0);
	assert_string_equal(name, "target");
	assert_int_equal(gvm_host_link(&fake->host, "sys/a/file", &none),
			 -EINVAL);
	assert_int_equal(gvm_host_link_name(&fake->host, "sys/a/none", &none),
			 -ENOENT);
	assert_null(none);
}

/**
 * @brief What cannot be there is simply not there.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void existence_is_answered(void **state)
{
	struct fake_host *fake = *state;

	fake_tree_file(fake->root, "etc/file", "");
	fake_tree_link(fake->root, "etc/dangling", "etc/nowhere");
	fake_tree_link(fake->root, "etc/loop", "etc/loop");

	assert_int_equal(gvm_host_exists(&fake->host, "etc/file"), 1);
	assert_int_equal(gvm_host_exists(&fake->host, "etc/none"), 0);
	assert_int_equal(gvm_host_exists(&fake->host, "etc/file/x"), 0);
	assert_int_equal(gvm_host_exists(&fake->host, "etc/dangling"), 0);
	assert_int_equal(gvm_host_exists(&fake->host, "etc/loop"), -ELOOP);
}

/**
 * @brief The operations of the handle are the ones that are called.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_operations_are_those_of_the_handle(void **state)
{
	struct fake_host *fake = *state;
	const GLogField fields[] = {
		{ .key = "MESSAGE", .value = "hello", .length = -1 },
		{ .key = "GVM_PARENT", .value = "0000:41", .length = 4 },
	};
	g_autofree char *journal = NULL;
	g_autofree char *log = NULL;

	fake_tree_file(fake->root, "sys/file", "old");

	assert_int_equal(gvm_host_now(&fake->host), FAKE_BOOT_TIME);
	gvm_host_wait(&fake->host, 2500);
	assert_int_equal(gvm_host_now(&fake->host), FAKE_BOOT_TIME + 2);
	assert_int_equal(gvm_host_store(&fake->host, "sys/file", "a\n"), 0);
	assert_int_equal(gvm_host_store_detached(&fake->host, "sys/none", "b",
						 10), -ENOENT);
	assert_int_equal(gvm_host_probe(&fake->host, "dev/vfio/1"), -ENOENT);
	log = fake_kernel_log(fake->root);
	assert_string_equal(log, "store sys/file a\\n = 0\n"
			    "store-detached sys/none b = -2\n"
			    "probe dev/vfio/1 = -2");

	gvm_host_log(&fake->host, G_LOG_LEVEL_WARNING, fields, 2);
	journal = fake_kernel_journal(fake->root);
	assert_string_equal(journal,
			    "PRIORITY=4\tMESSAGE=hello\tGVM_PARENT=0000");
}

/**
 * @brief What is told of a file is that of the file that a link leads to.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_file_is_told_of(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *path = g_build_filename(fake->root, "etc/own", NULL);
	g_autofree char *link = g_build_filename(fake->root, "etc/link", NULL);
	struct gvm_host_file file = { .mode = 1 };
	gint64 now = g_get_real_time() / G_USEC_PER_SEC;

	assert_int_equal(gvm_host_stat(&fake->host, "etc/own", &file),
			 -ENOENT);
	assert_int_equal(file.mode, 1);
	fake_tree_file(fake->root, "etc/own", "");
	assert_int_equal(chmod(path, 04710), 0);
	assert_int_equal(symlink("own", link), 0);
	assert_int_equal(gvm_host_stat(&fake->host, "etc/own", &file), 0);
	assert_int_equal(file.mode, 04710);
	assert_int_equal(file.uid, 0);
	assert_true(file.regular && !file.directory);
	/* The kernel's clock of files is a little behind. */
	assert_in_range(file.changed, now - 1, now + 60);
	fake_kernel_own(fake->root, "etc/own", 77);
	assert_int_equal(chmod(path, 0644), 0);
	assert_int_equal(gvm_host_stat(&fake->host, "etc/own", &file), 0);
	assert_int_equal(file.uid, 77);
	assert_int_equal(gvm_host_stat(&fake->host, "etc/link", &file), 0);
	assert_int_equal(file.mode, 0644);
	assert_int_equal(gvm_host_stat(&fake->host, "etc", &file), 0);
	assert_true(file.directory && !file.regular);
}

/**
 * @brief On a real machine a file belongs to whom the file system says.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_file_has_its_real_owner(void **state)
{
	struct fake_host *fake = *state;
	struct gvm_host_file file = { 0 };

	fake->host.ops = &gvm_host_real;
	assert_int_equal(gvm_host_stat(&fake->host, "etc", &file), 0);
	assert_int_equal(file.uid, getuid());
	fake->host.ops = &fake_kernel_ops;
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
		unit_row(a_machine_is_opened_at_first_use, setup),
		unit_row(a_missing_root_is_told, setup),
		unit_row(only_one_root_is_live, setup),
		unit_row(an_attribute_is_read_without_its_newline, setup),
		unit_row(a_file_larger_than_the_bound_is_refused, setup),
		unit_row(what_is_no_text_file_is_refused, setup),
		unit_row(a_directory_is_listed_in_order, setup),
		unit_row(a_link_is_read, setup),
		unit_row(existence_is_answered, setup),
		unit_row(a_file_is_told_of, setup),
		unit_row(a_file_has_its_real_owner, setup),
		unit_row(the_operations_are_those_of_the_handle, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
