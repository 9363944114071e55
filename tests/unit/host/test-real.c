// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the operations of the real machine.
 */
#include "unit.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/** @brief How long a test waits for what must not take any time, in ms. */
#define SOON_MS 20000

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
	*state = fake;

	return 0;
}

/**
 * @brief Make a FIFO that takes nothing more, so that a writer sleeps.
 * @param fake  The machine.
 * @param path  Path of the FIFO.
 * @return A descriptor that keeps it open.
 * @norestriction
 * @sideeffect Creates the FIFO.
 * @failure Fails the test.
 */
static int make_full_fifo(struct fake_host *fake, const char *path)
{
	g_autofree char *full = g_build_filename(fake->root, path, NULL);
	char page[4096] = { 0 };
	int fd;

	assert_int_equal(mkfifo(full, 0600), 0);
	fd = open(full, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	assert_true(fd >= 0);
	while (write(fd, page, sizeof(page)) > 0)
		continue;
	while (write(fd, page, 1) > 0)
		continue;
	assert_int_equal(errno, EAGAIN);

	return fd;
}

/**
 * @brief A value is written as it is; the file is neither created nor emptied.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_value_is_written_as_it_is(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *text = NULL;

	fake_tree_file(fake->root, "sys/attr", "12345");

	assert_int_equal(gvm_host_store(&fake->host, "sys/attr", "ab\n"), 0);
	text = fake_tree_read(fake->root, "sys/attr");
	assert_string_equal(text, "ab\n45");
	assert_int_equal(gvm_host_store(&fake->host, "sys/none", "ab"),
			 -ENOENT);
	assert_false(fake_tree_exists(fake->root, "sys/none"));
	assert_int_equal(gvm_host_store(&fake->host, "sys", "ab"), -EISDIR);
}

/**
 * @brief The errno of the driver arrives, also from the detached process.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_errno_of_a_write_arrives(void **state)
{
	struct gvm_host live;

	(void)state;
	gvm_host_init(&live, "/", &gvm_host_real);

	assert_int_equal(gvm_host_store(&live, "dev/full", "1"), -ENOSPC);
	assert_int_equal(gvm_host_store_detached(&live, "dev/full", "1",
						 SOON_MS), -ENOSPC);
	assert_int_equal(gvm_host_store(&live, "dev/null", "1"), 0);
	gvm_host_close(&live);
}

/**
 * @brief A driver that takes only a part has not taken the value.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_short_write_is_an_error(void **state)
{
	struct fake_host *fake = *state;
	struct rlimit limit;
	struct rlimit small;

	fake_tree_file(fake->root, "sys/attr", "");
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	small = limit;
	small.rlim_cur = 2;

	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_int_equal(gvm_host_store(&fake->host, "sys/attr", "12345"),
			 -EIO);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/**
 * @brief The detached process does the write, and a missing file costs no
 * process.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_detached_write_is_done(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *text = NULL;

	fake_tree_file(fake->root, "sys/attr", "");

	assert_int_equal(gvm_host_store_detached(&fake->host, "sys/attr", "1",
						 SOON_MS), 0);
	text = fake_tree_read(fake->root, "sys/attr");
	assert_string_equal(text, "1");
	assert_int_equal(gvm_host_store_detached(&fake->host, "sys/none", "1",
						 SOON_MS), -ENOENT);
}

/**
 * @brief A write that never returns holds nobody: no wait, no lock, no pipe of
 * ours.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_blocked_write_holds_nothing_of_ours(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *path = g_build_filename(fake->root, "etc/lock", NULL);
	gvm_autofd int fifo = make_full_fifo(fake, "sys/attr");
	int lock = open(path, O_RDWR | O_CREAT, 0600);
	gvm_autofd int again = open(path, O_RDWR | O_CLOEXEC);
	struct pollfd out = { .events = POLLIN };
	char page[4096];
	int ends[2];

	assert_int_equal(flock(lock, LOCK_EX), 0);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(gvm_host_store_detached(&fake->host, "sys/attr", "1",
						 50), -EINPROGRESS);

	close(ends[1]);
	out.fd = ends[0];
	assert_int_equal(poll(&out, 1, SOON_MS), 1);
	assert_true(out.revents & POLLHUP);
	close(lock);
	assert_int_equal(flock(again, LOCK_EX | LOCK_NB), 0);
	close(ends[0]);

	/* Let the sleeper go on, so that the test leaves nothing behind. */
	while (read(fifo, page, sizeof(page)) > 0)
		continue;
}

/**
 * @brief A detached write works although standard descriptors are closed.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_detached_write_needs_no_standard_descriptors(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *text = NULL;
	gvm_autofd int saved = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 10);
	int rc;

	fake_tree_file(fake->root, "sys/attr", "");
	assert_int_equal(gvm_host_exists(&fake->host, "sys/attr"), 1);

	close(STDIN_FILENO);
	rc = gvm_host_store_detached(&fake->host, "sys/attr", "1", SOON_MS);
	if (saved >= 0)
		dup2(saved, STDIN_FILENO);

	assert_int_equal(rc, 0);
	text = fake_tree_read(fake->root, "sys/attr");
	assert_string_equal(text, "1");
}

/**
 * @brief Nothing of the detached process is left for us to reap.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_detached_process_is_no_child_of_ours(void **state)
{
	struct fake_host *fake = *state;
	siginfo_t info;

	fake_tree_file(fake->root, "sys/attr", "");

	assert_int_equal(gvm_host_store_detached(&fake->host, "sys/attr", "1",
						 SOON_MS), 0);
	assert_int_equal(waitid(P_ALL, 0, &info, WEXITED | WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

/**
 * @brief A probe opens and closes, and does not wait for anything.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_probe_does_not_wait(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *fifo = g_build_filename(fake->root, "dev/fifo", NULL);

	fake_tree_file(fake->root, "dev/node", "");
	assert_int_equal(mkfifo(fifo, 0600), 0);

	assert_int_equal(gvm_host_probe(&fake->host, "dev/node"), 0);
	assert_int_equal(gvm_host_probe(&fake->host, "dev/fifo"), 0);
	assert_int_equal(gvm_host_probe(&fake->host, "dev/none"), -ENOENT);
}

/**
 * @brief Waiting takes at least the time, and the clock is that of the
 * machine.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void time_passes(void **state)
{
	struct fake_host *fake = *state;
	gint64 before = g_get_monotonic_time();
	uint64_t now = gvm_host_now(&fake->host);

	gvm_host_wait(&fake->host, 20);

	assert_true(g_get_monotonic_time() - before >= 20000);
	assert_true(now > 0);
	assert_true(gvm_host_now(&fake->host) - now <= SOON_MS / 1000);
}

/**
 * @brief A machine that does not run has no journal.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_imitated_machine_has_no_journal(void **state)
{
	struct fake_host *fake = *state;
	const GLogField field = {
		.key = "MESSAGE", .value = "not for the journal", .length = -1,
	};
	gvm_autofd int before = open("/dev/null", O_RDONLY | O_CLOEXEC);
	gvm_autofd int after = -1;

	close(before);
	gvm_host_log(&fake->host, G_LOG_LEVEL_MESSAGE, &field, 1);

	/* GLib keeps the socket of the journal open once it is used. */
	after = open("/dev/null", O_RDONLY | O_CLOEXEC);
	assert_int_equal(after, before);
	before = -1;
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
		unit_row(a_value_is_written_as_it_is, setup),
		unit_row(the_errno_of_a_write_arrives, setup),
		unit_row(a_short_write_is_an_error, setup),
		unit_row(a_detached_write_is_done, setup),
		unit_row(a_blocked_write_holds_nothing_of_ours, setup),
		unit_row(a_detached_write_needs_no_standard_descriptors, setup),
		unit_row(a_detached_process_is_no_child_of_ours, setup),
		unit_row(a_probe_does_not_wait, setup),
		unit_row(time_passes, setup),
		unit_row(an_imitated_machine_has_no_journal, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
