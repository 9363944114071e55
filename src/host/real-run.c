// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Running a program of the real machine, or becoming one.
 *
 * Whoever runs us may be waiting for the end of our standard output, and may
 * hold the lock of our state by a descriptor of ours: a program that is still
 * there after us must have neither. So it gets the null device three times and
 * nothing else.
 *
 * The time is bounded twice. A program that takes too long is killed; one that
 * then does not die, because the kernel keeps it in a driver, is left to init.
 */
#include "host/real.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/** @brief Pause between two looks whether it has ended, in milliseconds. */
#define PAUSE_MS 10
/** @brief How long a killed program may take to die, in milliseconds. */
#define DYING_MS 1000

/** @brief The program's whole environment. */
static const char *const environment[] = {
	"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", NULL
};

/**
 * @brief Undo what a process inherits and exec(2) keeps: signals.
 * @restriction Runs between fork(2) and execve(2).
 * @sideeffect All signals do what they do by default, none is blocked.
 * @nofailure
 */
static void reset_signals(void)
{
	sigset_t none;

	for (int i = 1; i < NSIG; i++)
		signal(i, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/**
 * @brief Become the program.
 * @param path    Its absolute path.
 * @param argv    Its words.
 * @param report  Writing end of a pipe, not below 4, closed by execve(2).
 * @restriction Runs between fork(2) and execve(2): only async-signal-safe
 *              calls.
 * @sideeffect Ends the process, or makes it another program.
 * @failure An errno goes to the pipe; nothing does on success.
 */
static G_GNUC_NORETURN void become(const char *path, const char *const *argv,
				   int report)
{
	int null = open("/dev/null", O_RDWR);
	int rc = -1;

	reset_signals();
	if (setsid() >= 0 && chdir("/") >= 0 && dup2(null, 0) >= 0 &&
	    dup2(null, 1) >= 0 && dup2(null, 2) >= 0 &&
	    dup3(report, 3, O_CLOEXEC) >= 0) {
		closefrom(4);
		report = 3;
		execve(path, (char *const *)(uintptr_t)argv,
		       (char *const *)(uintptr_t)environment);
	}
	rc = -errno;
	rc = write(report, &rc, sizeof(rc)) == sizeof(rc);

	_exit(!rc);
}

/**
 * @brief Start the program.
 * @param path  Its absolute path.
 * @param argv  Its words.
 * @param pid   Where to put its number.
 * @return 0 when it runs, or a negative errno.
 * @norestriction
 * @sideeffect Leaves a child behind, on failure as well when @p pid was set.
 * @failure What pipe2(2), fork(2) or execve(2) reports.
 */
static int start(const char *path, const char *const *argv, pid_t *pid)
{
	gvm_autofd int reader = -1;
	gvm_autofd int writer = -1;
	gvm_autofd int high = -1;
	int ends[2];
	ssize_t n;
	int rc = 0;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	reader = ends[0];
	writer = ends[1];
	/* Out of the way of the numbers that become() uses. */
	high = fcntl(writer, F_DUPFD_CLOEXEC, 4);
	if (high < 0)
		return -errno;

	*pid = fork();
	if (*pid < 0)
		return -errno;
	if (*pid == 0)
		become(path, argv, high);
	gvm_fd_clear(&writer);
	gvm_fd_clear(&high);
	/* The pipe is closed by the exec, or by the end of the child. */
	n = TEMP_FAILURE_RETRY(read(reader, &rc, sizeof(rc)));

	return n == sizeof(rc) ? rc : 0;
}

/**
 * @brief Wait for the end of a child.
 * @param host        The machine.
 * @param pid         The child.
 * @param timeout_ms  How long to wait.
 * @param status      Where to put what waitpid(2) says.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect Reaps the child.
 * @failure -ETIMEDOUT when it still runs; what waitpid(2) reports.
 */
static int await_end(struct gvm_host *host, pid_t pid,
		     unsigned int timeout_ms, int *status)
{
	unsigned int left = timeout_ms;

	for (;;) {
		pid_t done = TEMP_FAILURE_RETRY(waitpid(pid, status, WNOHANG));
		unsigned int pause = MIN(left, PAUSE_MS);

		if (done != 0)
			return done < 0 ? -errno : 0;
		if (pause == 0)
			return -ETIMEDOUT;
		gvm_host_wait(host, pause);
		left -= pause;
	}
}

int gvm_real_run(struct gvm_host *host, const char *const *argv,
		 unsigned int timeout_ms)
{
	g_autofree char *path = g_strconcat("/", argv[0], NULL);
	pid_t pid = -1;
	int status = 0;
	int rc;

	if (!gvm_host_is_live(host))
		return -EXDEV;

	rc = start(path, argv, &pid);
	if (rc < 0) {
		if (pid > 0)
			(void)TEMP_FAILURE_RETRY(waitpid(pid, NULL, 0));
		return rc;
	}
	rc = await_end(host, pid, timeout_ms, &status);
	if (rc == -ETIMEDOUT) {
		kill(-pid, SIGKILL);
		(void)await_end(host, pid, DYING_MS, &status);
	}
	if (rc < 0)
		return rc;

	return WIFEXITED(status) ? WEXITSTATUS(status) : -EINTR;
}

int gvm_real_exec(struct gvm_host *host G_GNUC_UNUSED,
		  const char *const *argv)
{
	execve(argv[0], (char *const *)(uintptr_t)argv,
	       (char *const *)(uintptr_t)environment);

	return -errno;
}
