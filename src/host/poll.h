/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Waiting for descriptors, a clock and the order to end.
 *
 * A program that runs for long must end in order when it is told to: what it
 * allocated in a driver is freed, and the last words are written. So the
 * signals that mean "end" are blocked and arrive on a descriptor, which is
 * waited for with all others. Nothing happens inside a signal handler, because
 * there is none.
 */
#ifndef GVM_HOST_POLL_H
#define GVM_HOST_POLL_H

#include <poll.h>
#include <signal.h>

#include "host/host.h"

/** @brief The order to end, as a descriptor. */
struct gvm_ending {
	int fd;			/**< Readable when it has come; -1: closed. */
	sigset_t before;	/**< Signals that were blocked before. */
};

/**
 * @brief From now on, take SIGTERM, SIGINT and SIGHUP as the order to end.
 * @param ending  Filled; ended with gvm_ending_clear().
 * @return 0, or a negative errno.
 * @restriction In a process with one thread.
 * @sideeffect Blocks these signals for the process.
 * @failure What sigprocmask(2) or signalfd(2) reports; then nothing is
 *          changed.
 */
int gvm_ending_open(struct gvm_ending *ending);

/**
 * @brief Let the signals do again what they did before.
 * @param ending  From gvm_ending_open(), or with a negative descriptor.
 * @norestriction
 * @sideeffect Takes the orders that have come and restores the set of
 *             blocked signals.
 * @nofailure
 */
void gvm_ending_clear(struct gvm_ending *ending);

GVM_DEFINE_AUTO(gvm_ending, gvm_ending_clear)

/**
 * @brief Wait until a descriptor is ready, or for a time.
 * @param host        The machine.
 * @param fds         The descriptors; revents of each is set.
 * @param n           How many.
 * @param timeout_ms  Longest wait in milliseconds.
 * @return How many are ready, 0 when none is, or a negative errno.
 * @restriction It may return 0 before the time is up: look at the clock.
 * @sideeffect Blocks; an imitated machine moves its clock.
 * @failure What poll(2) reports, except EINTR.
 */
int gvm_host_poll(struct gvm_host *host, struct pollfd *fds, size_t n,
		  unsigned int timeout_ms);

#endif /* GVM_HOST_POLL_H */
