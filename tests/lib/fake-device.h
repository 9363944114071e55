/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Character devices of an imitated machine: those of NVIDIA's driver.
 */
#ifndef GVM_TESTS_FAKE_DEVICE_H
#define GVM_TESTS_FAKE_DEVICE_H

#include <poll.h>

#include "host/host.h"

/**
 * @brief The imitated opening of a character device.
 * @param host  The machine.
 * @param path  Path below the root.
 * @return A descriptor, or a negative errno.
 * @norestriction
 * @sideeffect See fake_nvidia_open().
 * @failure See fake_nvidia_open(); what the script says.
 */
int fake_device_open(struct gvm_host *host, const char *path);

/**
 * @brief The imitated ioctl(2).
 * @param host     The machine.
 * @param fd       From fake_device_open().
 * @param request  The request's number.
 * @param arg      Its argument.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect See fake_nvidia_call().
 * @failure See fake_nvidia_call().
 */
int fake_device_call(struct gvm_host *host, int fd, unsigned long request,
		     void *arg);

/**
 * @brief The imitated close(2) of a character device.
 * @param host  The machine.
 * @param fd    From fake_device_open().
 * @norestriction
 * @sideeffect See fake_nvidia_shut().
 * @failure See fake_nvidia_shut().
 */
void fake_device_shut(struct gvm_host *host, int fd);

/**
 * @brief The imitated making of a character device.
 * @param host  The machine.
 * @param path  Path below the root.
 * @param node  What to make.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect Appends to the log; see fake_nvidia_make_node().
 * @failure See fake_nvidia_make_node(); what the script says.
 */
int fake_device_make_node(struct gvm_host *host, const char *path,
			  const struct gvm_host_node *node);

/**
 * @brief The imitated poll(2).
 * @param host        The machine.
 * @param fds         The descriptors.
 * @param n           How many.
 * @param timeout_ms  Longest wait, in milliseconds.
 * @return How many are ready, or a negative errno.
 * @norestriction
 * @sideeffect As fake_wait() when the time is up. It really waits for
 *             POLL_REAL_MS at most, without .fake/real-clock: the other half
 *             of a test may be another process.
 * @failure What poll(2) reports.
 */
int fake_device_poll(struct gvm_host *host, struct pollfd *fds, size_t n,
		     unsigned int timeout_ms);

#endif /* GVM_TESTS_FAKE_DEVICE_H */
