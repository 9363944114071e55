/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What kind of file it is, and whose.
 */
#ifndef GVM_HOST_FILE_H
#define GVM_HOST_FILE_H

#include <stdbool.h>
#include <stdint.h>

struct gvm_host;

/** @brief What the file system tells of a file. */
struct gvm_host_file {
	unsigned int mode;	/**< Permission bits. */
	unsigned int uid;	/**< Owner. */
	int64_t changed;	/**< Last change, seconds since 1970. */
	bool regular;		/**< It is a regular file. */
	bool directory;		/**< It is a directory. */
};

/**
 * @brief Ask what kind of file it is, and whose.
 * @param host  The machine.
 * @param path  Path below the root; a symbolic link is followed.
 * @param file  Where to put the answer; untouched on failure.
 * @return 0, or a negative errno.
 * @norestriction
 * @nosideeffect
 * @failure What fstatat(2) reports.
 */
int gvm_host_stat(struct gvm_host *host, const char *path,
		  struct gvm_host_file *file);

#endif /* GVM_HOST_FILE_H */
