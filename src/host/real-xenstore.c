// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Asking xenstore of the real machine.
 *
 * A question is a message of a header and a path, the answer one of a header
 * and a value. The kernel passes both between us and whoever keeps the store,
 * which may be a process that hangs: so every wait has a bound.
 *
 * Sources: Xen 4.17, xen/include/public/io/xs_wire.h (the header, the numbers)
 * and docs/misc/xenstore.txt (the payloads); Linux 6.1,
 * drivers/xen/xenbus/xenbus_dev_frontend.c (the device).
 */
#include "host/real.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "host/poll.h"

/** @brief The device that passes messages to the store. */
#define XENBUS "dev/xen/xenbus"
/** @brief A message of which something could not be done. */
#define KIND_ERROR 16
/** @brief Longest payload of a message, in bytes. */
#define PAYLOAD_MAX 4096
/** @brief Longest wait for an answer, in milliseconds. */
#define ANSWER_MS 2000
/** @brief Microseconds of a millisecond. */
#define US_PER_MS 1000

/** @brief What precedes the payload of each message. */
struct header {
	uint32_t kind;		/**< What it asks, or answers. */
	uint32_t request;	/**< Number that the answer repeats. */
	uint32_t transaction;	/**< None. */
	uint32_t len;		/**< Bytes of payload that follow. */
};

/**
 * @brief Read so many bytes.
 * @param fd   The device.
 * @param buf  Where to put them.
 * @param len  How many.
 * @param end  Until when, by g_get_monotonic_time().
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect Blocks until @p end at the longest.
 * @failure -ETIMEDOUT when they have not come; -EPIPE when none will come;
 *          what poll(2) or read(2) reports.
 */
static int get(int fd, void *buf, size_t len, gint64 end)
{
	size_t fill = 0;

	while (fill < len) {
		struct pollfd ready = { .fd = fd, .events = POLLIN };
		gint64 left = (end - g_get_monotonic_time()) / US_PER_MS;
		ssize_t n;

		if (left <= 0)
			return -ETIMEDOUT;
		if (TEMP_FAILURE_RETRY(poll(&ready, 1, (int)left)) < 0)
			return -errno;
		if (!ready.revents)
			return -ETIMEDOUT;
		n = TEMP_FAILURE_RETRY(read(fd, (char *)buf + fill,
					    len - fill));
		if (n < 0 && errno == EAGAIN)
			continue;
		if (n <= 0)
			return n < 0 ? -errno : -EPIPE;
		fill += n;
	}

	return 0;
}

/**
 * @brief Send a question.
 * @param fd    The device.
 * @param kind  What it asks.
 * @param path  About which node.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect Writes once.
 * @failure -E2BIG for too long a path; -EIO when only a part was taken; what
 *          write(2) reports.
 */
static int ask(int fd, uint32_t kind, const char *path)
{
	const struct header header = { .kind = kind, .len = strlen(path) + 1 };
	char message[sizeof(header) + PAYLOAD_MAX];
	size_t len = sizeof(header) + header.len;
	ssize_t n;

	if (header.len > PAYLOAD_MAX)
		return -E2BIG;
	memcpy(message, &header, sizeof(header));
	memcpy(message + sizeof(header), path, header.len);
	n = TEMP_FAILURE_RETRY(write(fd, message, len));
	if (n < 0)
		return -errno;

	return (size_t)n == len ? 0 : -EIO;
}

/**
 * @brief Tell what an error of the store means.
 * @param name  Its name.
 * @return A negative errno.
 * @pure
 */
static int errno_of(const char *name)
{
	if (g_str_equal(name, "ENOENT"))
		return -ENOENT;
	if (g_str_equal(name, "EACCES"))
		return -EACCES;

	return g_str_equal(name, "E2BIG") ? -E2BIG : -EIO;
}

int gvm_real_xenstore_talk(int fd, unsigned int kind, const char *path,
			   char **value, size_t *len)
{
	gint64 end = g_get_monotonic_time() +
		(gint64)ANSWER_MS * US_PER_MS;
	struct header header = { 0 };
	g_autofree char *payload = NULL;
	int rc = ask(fd, kind, path);

	if (rc == 0)
		rc = get(fd, &header, sizeof(header), end);
	if (rc < 0)
		return rc;
	if (header.len > PAYLOAD_MAX)
		return -EPROTO;
	payload = g_malloc0(header.len + 1);
	rc = get(fd, payload, header.len, end);
	if (rc < 0)
		return rc;
	if (header.kind == KIND_ERROR)
		return errno_of(payload);
	if (header.kind != kind)
		return -EPROTO;
	*value = g_steal_pointer(&payload);
	*len = header.len;

	return 0;
}

int gvm_real_xenstore(struct gvm_host *host, unsigned int kind,
		      const char *path, char **value, size_t *len)
{
	gvm_autofd int fd = gvm_host_openat(host, XENBUS,
					    O_RDWR | O_NONBLOCK, 0);

	/* That there is no store must not look like an empty one. */
	if (fd == -ENOENT)
		return -ENODEV;

	return fd < 0 ? fd : gvm_real_xenstore_talk(fd, kind, path, value, len);
}
