// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of character devices: opened, called, made.
 *
 * Making a node takes a privilege that a tester may not have; then those tests
 * are skipped.
 */
#include "unit.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/** @brief An owner that is not the one who runs the tests. */
#define OTHER 65534

/** @brief What the table of operations of this file was asked for. */
static char *asked;

/**
 * @brief Give a test an empty machine with the real operations.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	struct fake_host *fake = fake_host_new("empty");

	fake->host.ops = &gvm_host_real;
	fake_tree_dir(fake->root, "dev");
	*state = fake;

	return 0;
}

/**
 * @brief Skip a test that needs to be root.
 * @norestriction
 * @nosideeffect
 * @failure Skips the test.
 */
static void need_root(void)
{
	if (geteuid() != 0)
		skip();
}

/**
 * @brief Look at a file of a machine.
 * @param fake  The machine.
 * @param path  The file.
 * @return What stat(2) says.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static struct stat look(struct fake_host *fake, const char *path)
{
	g_autofree char *full = g_build_filename(fake->root, path, NULL);
	struct stat st = { 0 };

	assert_int_equal(lstat(full, &st), 0);

	return st;
}

/**
 * @brief Count what is in the directory of nodes.
 * @param fake  The machine.
 * @return How many files.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static unsigned int count_nodes(struct fake_host *fake)
{
	g_autoptr(GPtrArray) names = fake_tree_list(fake->root, "dev");

	return names->len;
}

/**
 * @brief A device is opened for both directions, and a call reaches it.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_device_is_opened_and_called(void **state)
{
	struct gvm_host live;
	unsigned int number = G_MAXUINT;
	int fd;

	(void)state;
	gvm_host_init(&live, "/", &gvm_host_real);

	fd = gvm_host_device(&live, "dev/ptmx");
	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_GETFL) & O_ACCMODE, O_RDWR);
	assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	assert_int_equal(fcntl(fd, F_GETFL) & O_NONBLOCK, 0);

	assert_int_equal(gvm_host_call(&live, fd, TIOCGPTN, &number), 0);
	assert_int_not_equal(number, G_MAXUINT);
	assert_int_equal(gvm_host_call(&live, fd, _IO('?', 1), &number),
			 -ENOTTY);

	gvm_host_shut(&live, fd);
	assert_int_equal(fcntl(fd, F_GETFD), -1);
	assert_int_equal(gvm_host_call(&live, fd, TIOCGPTN, &number), -EBADF);
	gvm_host_shut(&live, -1);
	gvm_host_close(&live);
}

/**
 * @brief What is no character device is not used as one.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void only_a_character_device_is_opened(void **state)
{
	struct fake_host *fake = *state;
	int free_fd = dup(0);

	close(free_fd);
	fake_tree_file(fake->root, "dev/file", "hello");

	assert_int_equal(gvm_host_device(&fake->host, "dev/file"), -ENOTTY);
	assert_int_equal(gvm_host_device(&fake->host, "dev/none"), -ENOENT);
	assert_int_equal(gvm_host_device(&fake->host, "dev"), -EISDIR);

	/* Only the root directory stays open. */
	assert_int_equal(fcntl(free_fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	assert_int_equal(fcntl(free_fd + 1, F_GETFD), -1);
}

/**
 * @brief A node is made with owner and mode as told, whatever the umask.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_node_is_made_as_told(void **state)
{
	struct fake_host *fake = *state;
	const struct gvm_host_node node = {
		.major = 195, .minor = 255, .mode = 0666,
		.uid = OTHER, .gid = OTHER,
	};
	mode_t mask;
	struct stat st;

	need_root();
	mask = umask(077);
	assert_int_equal(gvm_host_make_node(&fake->host, "dev/nvidiactl",
					    &node), 0);
	umask(mask);

	st = look(fake, "dev/nvidiactl");
	assert_int_equal(st.st_mode, S_IFCHR | 0666);
	assert_int_equal(st.st_uid, OTHER);
	assert_int_equal(st.st_gid, OTHER);
	assert_int_equal(major(st.st_rdev), 195);
	assert_int_equal(minor(st.st_rdev), 255);
	assert_int_equal(count_nodes(fake), 1);
}

/**
 * @brief What is there already stays as it is.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_exists_is_not_touched(void **state)
{
	struct fake_host *fake = *state;
	const struct gvm_host_node node = {
		.major = 195, .minor = 0, .mode = 0666,
	};
	g_autofree char *text = NULL;

	fake_tree_file(fake->root, "dev/nvidia0", "mine");

	assert_int_equal(gvm_host_make_node(&fake->host, "dev/nvidia0", &node),
			 -EEXIST);
	text = fake_tree_read(fake->root, "dev/nvidia0");
	assert_string_equal(text, "mine");
	assert_int_equal(count_nodes(fake), 1);
}

/**
 * @brief A link that leads nowhere is not replaced, and nothing is left.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_dangling_link_is_not_replaced(void **state)
{
	struct fake_host *fake = *state;
	const struct gvm_host_node node = {
		.major = 195, .minor = 0, .mode = 0666,
	};

	need_root();
	fake_tree_link(fake->root, "dev/nvidia0", "dev/nothing");

	/* Found only by the last step. */
	assert_int_equal(gvm_host_make_node(&fake->host, "dev/nvidia0", &node),
			 -EEXIST);
	assert_true(S_ISLNK(look(fake, "dev/nvidia0").st_mode));
	assert_int_equal(count_nodes(fake), 1);
}

/**
 * @brief What a crash left under the draft's name does not stop a later try.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_draft_of_a_crash_is_replaced(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *draft = g_strdup_printf("dev/.nvidia0.%d",
						 (int)getpid());
	const struct gvm_host_node node = {
		.major = 195, .minor = 0, .mode = 0600,
	};

	need_root();
	fake_tree_file(fake->root, draft, "left");

	assert_int_equal(gvm_host_make_node(&fake->host, "dev/nvidia0", &node),
			 0);
	assert_true(S_ISCHR(look(fake, "dev/nvidia0").st_mode));
	assert_int_equal(count_nodes(fake), 1);
}

/**
 * @brief Whoever may not make a node leaves nothing behind.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void without_privilege_nothing_is_made(void **state)
{
	struct fake_host *fake = *state;
	const struct gvm_host_node node = {
		.major = 195, .minor = 0, .mode = 0600,
	};
	g_autofree char *dir = g_build_filename(fake->root, "dev", NULL);
	int rc;

	need_root();
	assert_int_equal(chmod(fake->root, 0755), 0);
	assert_int_equal(chmod(dir, 0777), 0);
	/* Opened now: the way there may be closed to others. */
	assert_true(gvm_host_root(&fake->host) >= 0);
	assert_int_equal(seteuid(OTHER), 0);
	rc = gvm_host_make_node(&fake->host, "dev/nvidia0", &node);
	assert_int_equal(seteuid(0), 0);

	assert_int_equal(rc, -EPERM);
	assert_int_equal(count_nodes(fake), 0);
	assert_int_equal(gvm_host_make_node(&fake->host, "none/nvidia0",
					    &node), -ENOENT);
}

/**
 * @brief Note what was asked for, as an opening.
 * @param host  Unused.
 * @param path  Noted.
 * @return A number that is no descriptor.
 * @norestriction
 * @sideeffect Notes it.
 * @nofailure
 */
static int note_open(struct gvm_host *host, const char *path)
{
	(void)host;
	asked = g_strdup(path);

	return 12345;
}

/**
 * @brief Note what was asked for, as a call.
 * @param host     Unused.
 * @param fd       Noted.
 * @param request  Noted.
 * @param arg      Unused.
 * @return An errno.
 * @norestriction
 * @sideeffect Notes it.
 * @nofailure
 */
static int note_call(struct gvm_host *host, int fd, unsigned long request,
		     void *arg)
{
	(void)host;
	(void)arg;
	asked = g_strdup_printf("call %d %lu", fd, request);

	return -ENODEV;
}

/**
 * @brief Note what was asked for, as a closing.
 * @param host  Unused.
 * @param fd    Noted.
 * @norestriction
 * @sideeffect Notes it.
 * @nofailure
 */
static void note_shut(struct gvm_host *host, int fd)
{
	(void)host;
	asked = g_strdup_printf("shut %d", fd);
}

/**
 * @brief Insist on what was noted, and forget it.
 * @param expected  What must have been noted, or NULL for nothing.
 * @norestriction
 * @sideeffect Forgets it.
 * @failure Fails the test.
 */
static void expect_asked(const char *expected)
{
	g_autofree char *was = g_steal_pointer(&asked);

	if (expected)
		assert_string_equal(was, expected);
	else
		assert_null(was);
}

/**
 * @brief The operations on devices are those of the handle.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_operations_are_those_of_the_handle(void **state)
{
	static const struct gvm_host_ops ops = {
		.open = note_open, .call = note_call, .shut = note_shut,
	};
	struct gvm_host host;

	(void)state;
	gvm_host_init(&host, "/nowhere", &ops);

	assert_int_equal(gvm_host_device(&host, "dev/x"), 12345);
	expect_asked("dev/x");
	assert_int_equal(gvm_host_call(&host, 12345, 7, NULL), -ENODEV);
	expect_asked("call 12345 7");
	gvm_host_shut(&host, 12345);
	expect_asked("shut 12345");
	gvm_host_shut(&host, -1);
	expect_asked(NULL);
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
		cmocka_unit_test(a_device_is_opened_and_called),
		unit_row(only_a_character_device_is_opened, setup),
		unit_row(a_node_is_made_as_told, setup),
		unit_row(what_exists_is_not_touched, setup),
		unit_row(a_dangling_link_is_not_replaced, setup),
		unit_row(a_draft_of_a_crash_is_replaced, setup),
		unit_row(without_privilege_nothing_is_made, setup),
		cmocka_unit_test(the_operations_are_those_of_the_handle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
