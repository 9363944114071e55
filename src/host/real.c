// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The operations of the real machine.
 *
 * The one with a story is the detached write. The kernel's "remove" of a
 * mediated device sleeps until nobody has the device open, and no signal ends
 * that sleep. Were it done by this process, a hook of libvirt would hang with
 * it, and with the hook the domain. So a grandchild writes. It leads a session
 * of its own, is inherited by init, and has only two descriptors: the attribute
 * and a pipe to report the result. Whatever else we hold (the lock of our
 * state, the pipes from which libvirt reads our output) is closed there, so
 * that it is freed when we exit, even if the grandchild sleeps for ever.
 */
#include "host/real.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/** @brief Nanoseconds of a millisecond. */
#define NS_PER_MS 1000000L
/** @brief Milliseconds of a second. */
#define MS_PER_S 1000

/**
 * @brief Write a value in one write(2).
 * @param fd     Descriptor of an attribute.
 * @param value  What to write.
 * @return 0, or a negative errno.
 * @restriction Calls nothing that is unsafe after fork(2).
 * @sideeffect Whatever the driver does with the value.
 * @failure What write(2) reports; -EIO on a short write.
 */
static int write_once(int fd, const char *value)
{
	size_t len = strlen(value);
	ssize_t n = TEMP_FAILURE_RETRY(write(fd, value, len));

	if (n < 0)
		return -errno;

	return (size_t)n == len ? 0 : -EIO;
}

/**
 * @brief The real write of an attribute.
 * @param host   The machine.
 * @param path   Path below the root.
 * @param value  What to write.
 * @return 0, or a negative errno.
 * @restriction See gvm_host_store().
 * @sideeffect See gvm_host_store().
 * @failure See gvm_host_store().
 */
static int real_store(struct gvm_host *host, const char *path,
		      const char *value)
{
	gvm_autofd int fd = gvm_host_openat(host, path, O_WRONLY, 0);

	return fd < 0 ? fd : write_once(fd, value);
}

/**
 * @brief Be the process that nobody waits for.
 * @param attr    Descriptor of the attribute, not below 3.
 * @param report  Writing end of the pipe, not below 3.
 * @param value   What to write to the attribute.
 * @restriction Runs between fork(2) and _exit(2): only async-signal-safe calls.
 * @sideeffect Ends the process.
 * @failure The result of the write goes to the pipe; nothing reports a pipe
 *          that nobody reads any more.
 */
static G_GNUC_NORETURN void write_and_report(int attr, int report,
					     const char *value)
{
	int rc;

	if (dup2(attr, 0) < 0 || dup2(report, 1) < 0)
		_exit(1);
	closefrom(2);
	rc = write_once(0, value);
	rc = write(1, &rc, sizeof(rc)) == sizeof(rc);

	_exit(!rc);
}

/**
 * @brief Start the process that nobody waits for.
 * @param attr    Descriptor of the attribute.
 * @param report  Writing end of the pipe.
 * @param value   What to write to the attribute.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect Leaves a process behind whose parent is init.
 * @failure What fcntl(2) or fork(2) reports.
 */
static int fork_detached(int attr, int report, const char *value)
{
	/* Out of the way of the numbers that write_and_report() uses. */
	gvm_autofd int high_attr = fcntl(attr, F_DUPFD_CLOEXEC, 3);
	gvm_autofd int high_report = fcntl(report, F_DUPFD_CLOEXEC, 3);
	pid_t child;

	if (high_attr < 0 || high_report < 0)
		return -errno;

	child = fork();
	if (child < 0)
		return -errno;
	if (child == 0) {
		if (setsid() < 0 || chdir("/") < 0)
			_exit(1);
		child = fork();
		if (child == 0)
			write_and_report(high_attr, high_report, value);
		_exit(child < 0);
	}
	/* It does nothing that could take time; its status says nothing that
	 * the pipe does not say.
	 */
	(void)TEMP_FAILURE_RETRY(waitpid(child, NULL, 0));

	return 0;
}

/**
 * @brief Tell the time of a clock that only goes forward.
 * @return Milliseconds since some moment.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static int64_t clock_ms(void)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &now);

	return (int64_t)now.tv_sec * MS_PER_S + now.tv_nsec / NS_PER_MS;
}

/**
 * @brief Wait for the result of a detached write.
 * @param report      Reading end of the pipe; nobody else here may have the
 *                    writing end.
 * @param timeout_ms  How long to wait.
 * @return The result, or a negative errno.
 * @norestriction
 * @sideeffect Consumes the pipe.
 * @failure -EINPROGRESS when there is none in time; -EIO when there will be
 *          none.
 */
static int await_report(int report, unsigned int timeout_ms)
{
	struct pollfd poll_fd = { .fd = report, .events = POLLIN };
	int64_t end = clock_ms() + timeout_ms;
	int64_t left = timeout_ms;
	int rc = 0;
	int n;

	while ((n = poll(&poll_fd, 1, left)) < 0 && errno == EINTR)
		left = MAX(end - clock_ms(), 0);
	if (n < 0)
		return -errno;
	if (n == 0)
		return -EINPROGRESS;

	n = TEMP_FAILURE_RETRY(read(report, &rc, sizeof(rc)));

	return n == sizeof(rc) ? rc : -EIO;
}

/**
 * @brief The real detached write.
 * @param host        The machine.
 * @param path        Path below the root.
 * @param value       What to write.
 * @param timeout_ms  How long to wait for the answer.
 * @return 0, or a negative errno.
 * @restriction See gvm_host_store_detached().
 * @sideeffect See gvm_host_store_detached().
 * @failure See gvm_host_store_detached().
 */
static int real_store_detached(struct gvm_host *host, const char *path,
			       const char *value, unsigned int timeout_ms)
{
	/* Opened here: a device that is gone costs no process. */
	gvm_autofd int attr = gvm_host_openat(host, path, O_WRONLY, 0);
	gvm_autofd int reader = -1;
	gvm_autofd int writer = -1;
	int ends[2];
	int rc;

	if (attr < 0)
		return attr;
	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	reader = ends[0];
	writer = ends[1];

	rc = fork_detached(attr, writer, value);
	if (rc < 0)
		return rc;
	gvm_fd_clear(&writer);

	return await_report(reader, timeout_ms);
}

/**
 * @brief The real look at a device node.
 * @param host  The machine.
 * @param path  Path below the root.
 * @return 0, or a negative errno.
 * @restriction See gvm_host_probe().
 * @sideeffect See gvm_host_probe().
 * @failure See gvm_host_probe().
 */
static int real_probe(struct gvm_host *host, const char *path)
{
	gvm_autofd int fd = gvm_host_openat(host, path,
					    O_RDONLY | O_NONBLOCK, 0);

	return fd < 0 ? fd : 0;
}

/**
 * @brief The real passing of time.
 * @param host  The machine; unused.
 * @param ms    Milliseconds.
 * @norestriction
 * @sideeffect Blocks.
 * @nofailure
 */
static void real_wait(struct gvm_host *host, unsigned int ms)
{
	struct timespec left = {
		.tv_sec = ms / MS_PER_S,
		.tv_nsec = ms % MS_PER_S * NS_PER_MS,
	};

	(void)host;
	while (nanosleep(&left, &left) < 0 && errno == EINTR)
		continue;
}

/**
 * @brief The real time since boot.
 * @param host  The machine; unused.
 * @return Seconds.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static uint64_t real_now(struct gvm_host *host)
{
	struct timespec now = { 0 };

	(void)host;
	clock_gettime(CLOCK_BOOTTIME, &now);

	return now.tv_sec;
}

/**
 * @brief Say how grave a level is in syslog's numbers.
 * @param level  Level of GLib.
 * @return A static string for journald's PRIORITY.
 * @pure
 */
static const char *priority_text(GLogLevelFlags level)
{
	if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL))
		return "3";
	if (level & G_LOG_LEVEL_WARNING)
		return "4";
	if (level & G_LOG_LEVEL_MESSAGE)
		return "5";
	if (level & G_LOG_LEVEL_INFO)
		return "6";

	return "7";
}

/**
 * @brief The real entry in the journal.
 * @param host      The machine; only the running one has a journal.
 * @param level     How grave it is.
 * @param fields    Fields of the entry.
 * @param n_fields  How many.
 * @restriction See gvm_host_log().
 * @sideeffect See gvm_host_log().
 * @failure See gvm_host_log().
 */
static void real_log(struct gvm_host *host, GLogLevelFlags level,
		     const GLogField *fields, size_t n_fields)
{
	g_autofree GLogField *all = g_new0(GLogField, n_fields + 1);

	if (!gvm_host_is_live(host))
		return;

	for (size_t i = 0; i < n_fields; i++)
		all[i] = fields[i];
	all[n_fields] = (GLogField) {
		.key = "PRIORITY",
		.value = priority_text(level),
		.length = -1,
	};
	g_log_writer_journald(level, all, n_fields + 1, NULL);
}

const struct gvm_host_ops gvm_host_real = {
	.store = real_store,
	.store_detached = real_store_detached,
	.run = gvm_real_run,
	.exec = gvm_real_exec,
	.probe = real_probe,
	.open = gvm_real_open,
	.call = gvm_real_call,
	.shut = gvm_real_shut,
	.make_node = gvm_real_make_node,
	.xenstore = gvm_real_xenstore,
	.wait = real_wait,
	.now = real_now,
	.log = real_log,
};
