/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Our own files: written durably, under one lock.
 */
#ifndef GVM_HOST_STATE_H
#define GVM_HOST_STATE_H

#include "host/host.h"

/**
 * @brief Make a directory and those above it.
 * @param host  The machine.
 * @param path  Path below the root.
 * @param mode  Mode of the directories that have to be made.
 * @return 0, also when it existed, or a negative errno.
 * @norestriction
 * @sideeffect Creates directories.
 * @failure What mkdirat(2) reports; -ENOTDIR when the path is a file.
 */
int gvm_state_make_dir(struct gvm_host *host, const char *path,
		       unsigned int mode);

/**
 * @brief Write a file so that it is there whole or not at all.
 *
 * The text goes to a temporary file of the same directory, is synced, renamed
 * over the name, and the directory is synced.
 *
 * @param host  The machine.
 * @param dir   Existing directory below the root.
 * @param name  Name of the file in it.
 * @param text  What to write.
 * @return 0, or a negative errno; then the old content is still there.
 * @restriction One writer at a time per directory: hold the lock.
 * @sideeffect Replaces the file; a crash may leave ".NAME.tmp" behind, which
 *             the next write of the same name reuses.
 * @failure What openat(2), write(2), fsync(2) or renameat(2) reports; -EIO on
 *          a short write.
 */
int gvm_state_save(struct gvm_host *host, const char *dir, const char *name,
		   const char *text);

/**
 * @brief Remove a file.
 * @param host  The machine.
 * @param path  Path below the root.
 * @return 0, also when it was not there, or a negative errno.
 * @norestriction
 * @sideeffect Unlinks the file.
 * @failure What unlinkat(2) reports, except -ENOENT.
 */
int gvm_state_drop(struct gvm_host *host, const char *path);

/**
 * @brief Take a lock file, waiting no longer than a bound.
 * @param host        The machine.
 * @param path        Path of the lock file; it is created when missing.
 * @param timeout_ms  Longest wait in milliseconds.
 * @param fd          Where to put the descriptor; closing it frees the lock.
 * @return 0, or a negative errno; @p *fd is untouched on failure.
 * @restriction The directory must exist. The lock is not inherited by
 *              programs that are executed.
 * @sideeffect Creates the file; blocks up to the bound.
 * @failure -ETIMEDOUT when somebody held it all the time; otherwise what
 *          openat(2) or flock(2) reports.
 */
int gvm_state_lock(struct gvm_host *host, const char *path,
		   unsigned int timeout_ms, int *fd);

#endif /* GVM_HOST_STATE_H */
