// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Waiting for descriptors, a clock and the order to end.
 */
#include "host/poll.h"

#include <errno.h>
#include <limits.h>
#include <sys/signalfd.h>
#include <unistd.h>

int gvm_ending_open(struct gvm_ending *ending)
{
	sigset_t set;

	ending->fd = -1;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &set, &ending->before) < 0)
		return -errno;

	ending->fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (ending->fd < 0) {
		int rc = -errno;

		sigprocmask(SIG_SETMASK, &ending->before, NULL);
		return rc;
	}

	return 0;
}

void gvm_ending_clear(struct gvm_ending *ending)
{
	struct signalfd_siginfo info;
	ssize_t n;

	if (ending->fd < 0)
		return;

	/* What is left pending would end the process at once, before its exit
	 * status says that all is in order.
	 */
	do
		n = TEMP_FAILURE_RETRY(read(ending->fd, &info, sizeof(info)));
	while (n == sizeof(info));
	gvm_fd_clear(&ending->fd);
	sigprocmask(SIG_SETMASK, &ending->before, NULL);
}

int gvm_host_poll(struct gvm_host *host, struct pollfd *fds, size_t n,
		  unsigned int timeout_ms)
{
	int rc;

	if (host->ops->poll)
		return host->ops->poll(host, fds, n, timeout_ms);

	rc = poll(fds, n, MIN(timeout_ms, INT_MAX));
	if (rc < 0 && errno == EINTR) {
		for (size_t i = 0; i < n; i++)
			fds[i].revents = 0;
		return 0;
	}

	return rc < 0 ? -errno : rc;
}
