// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of running a program of the real machine.
 *
 * The programs are lines for the shell, in a temporary directory.
 */
#include "host/exec.h"
#include "unit.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/** @brief How long a test waits for what must not take any time, in ms. */
#define SOON_MS 20000

/**
 * @brief Let the shell do something in the directory of a machine.
 * @param fake        The machine, whose directory is "$1" for the shell.
 * @param line        What it does.
 * @param timeout_ms  How long it may take.
 * @return What gvm_host_run() returned on the machine that really runs.
 * @norestriction
 * @sideeffect That of the line.
 * @nofailure
 */
static int run_line(const struct fake_host *fake, const char *line,
		    unsigned int timeout_ms)
{
	const char *const argv[] = {
		"bin/sh", "-c", line, "sh", fake->root, NULL
	};
	struct gvm_host live;
	int rc;

	gvm_host_init(&live, "/", &gvm_host_real);
	rc = gvm_host_run(&live, argv, timeout_ms);
	gvm_host_close(&live);

	return rc;
}

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
 * @brief Insist on what the program has written to its file.
 * @param fake  The machine.
 * @param text  The text.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_file(const struct fake_host *fake, const char *text)
{
	g_autofree char *said = fake_tree_read(fake->root, "said");

	assert_non_null(said);
	assert_string_equal(said, text);
}

/**
 * @brief The exit status is that of the program, and it is reaped.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_exit_status_arrives(void **state)
{
	struct fake_host *fake = *state;
	siginfo_t info;

	assert_int_equal(run_line(fake, "exit 0", SOON_MS), 0);
	assert_int_equal(run_line(fake, "exit 7", SOON_MS), 7);
	assert_int_equal(run_line(fake, "exit 255", SOON_MS), 255);
	assert_int_equal(run_line(fake, "kill -KILL $$", SOON_MS), -EINTR);
	assert_int_equal(waitid(P_ALL, 0, &info, WEXITED | WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

/**
 * @brief The words arrive as they are.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void no_shell_looks_at_the_words(void **state)
{
	struct fake_host *fake = *state;
	const char *const argv[] = {
		"bin/sh", "-c", "printf '%s|' \"$@\" >\"$0/said\"", fake->root,
		"a b", "", "$HOME;*", NULL
	};
	struct gvm_host live;

	gvm_host_init(&live, "/", &gvm_host_real);
	assert_int_equal(gvm_host_run(&live, argv, SOON_MS), 0);
	expect_file(fake, "a b||$HOME;*|");
}

/**
 * @brief A program that cannot be started is told with the kernel's reason.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_cannot_be_started_is_told(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *none = g_build_filename(fake->root + 1, "none", NULL);
	g_autofree char *file = g_build_filename(fake->root + 1, "file", NULL);
	const char *const missing[] = { none, NULL };
	const char *const plain[] = { file, NULL };
	struct gvm_host live;
	siginfo_t info;

	fake_tree_file(fake->root, "file", "#!/bin/sh\nexit 0\n");
	gvm_host_init(&live, "/", &gvm_host_real);

	assert_int_equal(gvm_host_run(&live, missing, SOON_MS), -ENOENT);
	assert_int_equal(gvm_host_run(&live, plain, SOON_MS), -EACCES);
	assert_int_equal(waitid(P_ALL, 0, &info, WEXITED | WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

/**
 * @brief What takes too long is killed, and what it has started as well.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_takes_too_long_is_killed(void **state)
{
	struct fake_host *fake = *state;
	gint64 began = g_get_monotonic_time();
	siginfo_t info;

	assert_int_equal(run_line(fake,
				  "(sleep 1; echo late >\"$1/said\") & sleep 100",
				  200), -ETIMEDOUT);
	assert_true(g_get_monotonic_time() - began < 100 * (int64_t)G_USEC_PER_SEC);
	assert_int_equal(waitid(P_ALL, 0, &info, WEXITED | WNOHANG), -1);
	assert_int_equal(errno, ECHILD);

	g_usleep(1500 * 1000);
	assert_false(fake_tree_exists(fake->root, "said"));
}

/**
 * @brief The program has three times the null device and nothing of ours,
 * whichever of our own standard descriptors are open.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void no_descriptor_is_inherited(void **state)
{
	/* The inner shell has descriptors of its own, $$ is the outer one. */
	static const char line[] =
		"(for fd in 0 1 2; do readlink /proc/$$/fd/$fd; done; "
		"ls /proc/$$/fd) >\"$1/said\"; exit 0";
	static const char said[] =
		"/dev/null\n/dev/null\n/dev/null\n0\n1\n2";
	struct fake_host *fake = *state;
	gvm_autofd int in = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 10);
	gvm_autofd int err = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 10);
	/* Without close-on-exec: what others opened must not leak either. */
	int leak = open("/", O_RDONLY | O_DIRECTORY);
	int high = fcntl(leak, F_DUPFD, 100);
	int rc;

	/* So that the pipe gets the lowest numbers. */
	close(leak);
	assert_true(high >= 100);
	assert_int_equal(run_line(fake, line, SOON_MS), 0);
	expect_file(fake, said);

	close(STDIN_FILENO);
	close(STDERR_FILENO);
	rc = run_line(fake, line, SOON_MS);
	if (in >= 0)
		dup2(in, STDIN_FILENO);
	if (err >= 0)
		dup2(err, STDERR_FILENO);
	assert_int_equal(rc, 0);
	expect_file(fake, said);
	close(high);
}

/**
 * @brief Environment, signals and working directory are fixed ones.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nothing_else_is_inherited(void **state)
{
	struct fake_host *fake = *state;
	sigset_t blocked;
	sigset_t before;
	int rc;

	g_setenv("GVM_TEST_LEAK", "yes", TRUE);
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigprocmask(SIG_BLOCK, &blocked, &before);
	rc = run_line(fake,
		      "(tr '\\0' '\\n' </proc/$$/environ; "
		      "sed -n 's/^Sig\\(Blk\\|Ign\\):[[:space:]]*/\\1 /p' /proc/$$/status; "
		      "readlink /proc/$$/cwd) >\"$1/said\"; exit 0", SOON_MS);
	sigprocmask(SIG_SETMASK, &before, NULL);
	signal(SIGPIPE, SIG_DFL);
	g_unsetenv("GVM_TEST_LEAK");

	assert_int_equal(rc, 0);
	expect_file(fake,
		    "PATH=/usr/sbin:/usr/bin:/sbin:/bin\nLC_ALL=C\n"
		    "Blk 0000000000000000\nIgn 0000000000000000\n/");
}

/**
 * @brief With another root nothing runs: it would change this machine.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nothing_runs_for_another_root(void **state)
{
	struct fake_host *fake = *state;
	const char *const argv[] = { "prog", NULL };
	g_autofree char *path = g_build_filename(fake->root, "prog", NULL);

	fake->host.ops = &gvm_host_real;
	fake_tree_file(fake->root, "prog", "#!/bin/sh\n: >\"$0.ran\"\n");
	assert_int_equal(chmod(path, 0700), 0);

	assert_int_equal(gvm_host_run(&fake->host, argv, SOON_MS), -EXDEV);
	assert_false(fake_tree_exists(fake->root, "prog.ran"));
}

/**
 * @brief Become the shell, with files of a machine for its streams.
 * @param fake     The machine.
 * @param program  The shell.
 * @restriction In a child.
 * @sideeffect Ends the process.
 * @failure The exit status is the errno.
 */
static G_GNUC_NORETURN void become_shell(const struct fake_host *fake,
					 const char *program)
{
	const char *const argv[] = {
		program, "-c",
		"read line && echo \"$line, $1, $HOME, $LC_ALL, $(pwd)\"",
		"sh", "$two words", NULL
	};
	struct gvm_host other;
	char said[PATH_MAX];
	char given[PATH_MAX];
	int in, out;

	/* Nothing of the heap: who ends by _exit() cannot free it. */
	g_snprintf(given, sizeof(given), "%s/given", fake->root);
	g_snprintf(said, sizeof(said), "%s/said", fake->root);
	in = open(given, O_RDONLY | O_CLOEXEC);
	out = open(said, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (in < 0 || out < 0 || chdir("/usr") < 0 || dup2(in, 0) < 0 ||
	    dup2(out, 1) < 0)
		_exit(255);
	gvm_host_init(&other, fake->root, &gvm_host_real);
	_exit(-gvm_host_exec(&other, argv));
}

/**
 * @brief Whom we become has our streams and directory, not our environment.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void another_program_takes_over(void **state)
{
	struct fake_host *fake = *state;
	const char *const programs[] = { "/bin/sh", "/nowhere/sh" };
	const int wanted[] = { 0, ENOENT };

	fake_tree_file(fake->root, "given", "input\n");
	g_setenv("HOME", "leak", TRUE);
	for (size_t i = 0; i < G_N_ELEMENTS(programs); i++) {
		pid_t pid = fork();
		int status = -1;

		assert_true(pid >= 0);
		if (pid == 0)
			become_shell(fake, programs[i]);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), wanted[i]);
	}
	expect_file(fake, "input, $two words, , C, /usr");
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
		unit_row(the_exit_status_arrives, setup),
		unit_row(no_shell_looks_at_the_words, setup),
		unit_row(what_cannot_be_started_is_told, setup),
		unit_row(what_takes_too_long_is_killed, setup),
		unit_row(no_descriptor_is_inherited, setup),
		unit_row(nothing_else_is_inherited, setup),
		unit_row(nothing_runs_for_another_root, setup),
		unit_row(another_program_takes_over, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
