// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Our own files: written durably, under one lock.
 */
#include "host/state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "host/output.h"
#include "util/text.h"

/** @brief Mode of our files: who owns which device concerns nobody else. */
#define FILE_MODE 0600

/** @brief Pauses between two tries for the lock, the last one repeated. */
static const unsigned int pauses_ms[] = { 1, 2, 5, 10, 20 };

/**
 * @brief Make one directory whose parent exists.
 * @param host  The machine.
 * @param path  Path below the root.
 * @param mode  Mode of the directory.
 * @return 0, also when it existed, or a negative errno.
 * @norestriction
 * @sideeffect Creates the directory.
 * @failure What mkdirat(2) reports; -ENOTDIR when it is something else.
 */
static int make_one_dir(struct gvm_host *host, const char *path,
			unsigned int mode)
{
	int root = gvm_host_root(host);
	struct stat st;

	if (root < 0)
		return root;
	if (mkdirat(root, path, mode) == 0)
		return 0;
	if (errno != EEXIST)
		return -errno;
	if (fstatat(root, path, &st, 0) < 0)
		return -errno;

	return S_ISDIR(st.st_mode) ? 0 : -ENOTDIR;
}

int gvm_state_make_dir(struct gvm_host *host, const char *path,
		       unsigned int mode)
{
	g_autofree char *above = NULL;
	int rc = make_one_dir(host, path, mode);

	/* It is there nearly always, so the last one is tried first. */
	if (rc != -ENOENT)
		return rc;
	above = g_path_get_dirname(path);
	if (g_str_equal(above, "."))
		return rc;
	rc = gvm_state_make_dir(host, above, mode);

	return rc < 0 ? rc : make_one_dir(host, path, mode);
}

/**
 * @brief Write a new file and sync it.
 * @param dir   Descriptor of its directory.
 * @param name  Its name; an older file of that name is emptied first.
 * @param text  What to write.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect Creates or overwrites the file.
 * @failure What openat(2), write(2) or fsync(2) reports; -EIO on a short
 *          write.
 */
static int write_synced(int dir, const char *name, const char *text)
{
	gvm_autofd int fd = -1;
	int rc;

	fd = openat(dir, name,
		    O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
		    FILE_MODE);
	if (fd < 0)
		return -errno;
	rc = gvm_output_write(fd, text);
	if (rc < 0)
		return rc;

	return fsync(fd) < 0 ? -errno : 0;
}

int gvm_state_save(struct gvm_host *host, const char *dir, const char *name,
		   const char *text)
{
	g_autofree char *temp = g_strdup_printf(".%s.tmp", name);
	gvm_autofd int fd = -1;
	int rc;

	if (!gvm_text_is_name(name))
		return -EINVAL;
	fd = gvm_host_openat(host, dir, O_RDONLY | O_DIRECTORY, 0);
	if (fd < 0)
		return fd;

	rc = write_synced(fd, temp, text);
	if (rc == 0 && renameat(fd, temp, fd, name) < 0)
		rc = -errno;
	if (rc < 0) {
		unlinkat(fd, temp, 0);
		return rc;
	}

	return fsync(fd) < 0 ? -errno : 0;
}

int gvm_state_drop(struct gvm_host *host, const char *path)
{
	int root = gvm_host_root(host);

	if (root < 0)
		return root;

	return unlinkat(root, path, 0) < 0 && errno != ENOENT ? -errno : 0;
}

int gvm_state_lock(struct gvm_host *host, const char *path,
		   unsigned int timeout_ms, int *fd)
{
	gvm_autofd int lock = -1;
	unsigned int left = timeout_ms;

	lock = gvm_host_openat(host, path, O_RDWR | O_CREAT | O_NOFOLLOW,
			       FILE_MODE);
	if (lock < 0)
		return lock;

	for (size_t i = 0; flock(lock, LOCK_EX | LOCK_NB) < 0; i++) {
		unsigned int pause =
			pauses_ms[MIN(i, G_N_ELEMENTS(pauses_ms) - 1)];

		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK)
			return -errno;
		if (left == 0)
			return -ETIMEDOUT;
		pause = MIN(pause, left);
		gvm_host_wait(host, pause);
		left -= pause;
	}
	*fd = g_steal_fd(&lock);

	return 0;
}
