// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading what a user or libvirt hands to the program.
 */
#include "host/input.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <unistd.h>

#include "util/cleanup.h"

/** @brief First size of the buffer: most domains fit. */
#define FIRST_SIZE 16384

int gvm_input_read_fd(int fd, size_t max, char **text, size_t *len)
{
	size_t size = MIN(max, FIRST_SIZE) + 1;
	g_autofree char *buf = g_malloc(size);
	size_t fill = 0;
	ssize_t n;

	while ((n = TEMP_FAILURE_RETRY(read(fd, buf + fill, size - fill))) > 0) {
		fill += n;
		if (fill > max)
			return -EFBIG;
		if (fill == size) {
			size = MIN(max, 2 * size) + 1;
			buf = g_realloc(buf, size);
		}
	}
	if (n < 0)
		return -errno;

	buf[fill] = '\0';
	*text = g_realloc(g_steal_pointer(&buf), fill + 1);
	*len = fill;

	return 0;
}

int gvm_input_read_file(const char *path, size_t max, char **text, size_t *len)
{
	gvm_autofd int fd = -1;

	if (g_str_equal(path, "-"))
		return gvm_input_read_fd(STDIN_FILENO, max, text, len);

	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return -errno;

	return gvm_input_read_fd(fd, max, text, len);
}
