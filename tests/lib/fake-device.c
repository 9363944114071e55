// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Character devices of an imitated machine.
 */
#include "fake-device.h"

#include <errno.h>

#include "fake-kernel.h"
#include "fake-nvidia-glue.h"
#include "fake-script.h"
#include "fake-tree.h"

/** @brief Longest real wait for a descriptor, in ms. */
#define POLL_REAL_MS 20

int fake_device_open(struct gvm_host *host, const char *path)
{
	gvm_autofd int fd G_GNUC_UNUSED = fake_kernel_lock(host->root);
	int rc = 0;

	if (fake_script_run(host->root, "open", path, &rc))
		return rc;

	return fake_nvidia_open(host->root, path);
}

int fake_device_call(struct gvm_host *host, int fd, unsigned long request,
		     void *arg)
{
	gvm_autofd int lock G_GNUC_UNUSED = fake_kernel_lock(host->root);

	return fake_nvidia_call(host->root, fd, request, arg);
}

void fake_device_shut(struct gvm_host *host, int fd)
{
	gvm_autofd int lock G_GNUC_UNUSED = fake_kernel_lock(host->root);

	fake_nvidia_shut(host->root, fd);
}

int fake_device_make_node(struct gvm_host *host, const char *path,
			  const struct gvm_host_node *node)
{
	gvm_autofd int lock G_GNUC_UNUSED = fake_kernel_lock(host->root);
	g_autofree char *value = NULL;
	int rc = 0;

	value = g_strdup_printf("%u %u %o %u %u", node->major, node->minor,
				node->mode, node->uid, node->gid);
	if (!fake_script_run(host->root, "make_node", path, &rc))
		rc = fake_nvidia_make_node(host->root, path, node);

	return fake_kernel_note(host->root, "make_node", path, value, rc);
}

int fake_device_poll(struct gvm_host *host, struct pollfd *fds, size_t n,
		     unsigned int timeout_ms)
{
	gvm_autofd int lock = fake_kernel_lock(host->root);
	bool real = fake_tree_exists(host->root, ".fake/real-clock");
	int ours = fake_nvidia_waiting(host->root, fds, n);
	int rc;

	gvm_fd_clear(&lock);
	if (ours > 0)
		return ours;
	rc = poll(fds, n, real ? timeout_ms : MIN(timeout_ms, POLL_REAL_MS));
	if (rc < 0)
		return errno == EINTR ? 0 : -errno;
	lock = fake_kernel_lock(host->root);
	if (rc == 0) {
		fake_kernel_advance(host->root, timeout_ms);
		return 0;
	}
	fake_nvidia_waiting(host->root, fds, n);
	for (size_t i = 0; i < n; i++)
		ours += fds[i].revents != 0;

	return ours;
}
