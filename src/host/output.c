// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Writing files, above all one that a user named.
 */
#include "host/output.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/cleanup.h"

/** @brief Mode of the file: who collects figures is seldom root. */
#define FILE_MODE 0644

int gvm_output_write(int fd, const char *text)
{
	size_t len = strlen(text);
	ssize_t n = TEMP_FAILURE_RETRY(write(fd, text, len));

	if (n < 0)
		return -errno;

	return (size_t)n == len ? 0 : -EIO;
}

/**
 * @brief Write a new file.
 * @param path  Its path; must not exist.
 * @param text  What to write.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect Makes the file.
 * @failure What open(2), write(2) or fchmod(2) reports; -EIO on a short write.
 */
static int write_new(const char *path, const char *text)
{
	gvm_autofd int fd = -1;
	int rc;

	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		  FILE_MODE);
	if (fd < 0)
		return -errno;
	rc = gvm_output_write(fd, text);
	if (rc < 0)
		return rc;

	/* Whatever the umask says. */
	return fchmod(fd, FILE_MODE) < 0 ? -errno : 0;
}

int gvm_output_save(const char *path, const char *text)
{
	g_autofree char *dir = g_path_get_dirname(path);
	g_autofree char *name = g_path_get_basename(path);
	g_autofree char *hidden = g_strdup_printf(".%s.tmp", name);
	g_autofree char *temp = g_build_filename(dir, hidden, NULL);
	int rc;

	if (!*path || g_str_has_suffix(path, "/"))
		return -EISDIR;

	/* In a directory of somebody else it may be a link to anywhere. */
	if (unlink(temp) < 0 && errno != ENOENT)
		return -errno;
	rc = write_new(temp, text);
	if (rc == 0 && rename(temp, path) < 0)
		rc = -errno;
	if (rc < 0 && rc != -EEXIST)
		unlink(temp);

	return rc;
}
