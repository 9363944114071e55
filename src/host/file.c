// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What kind of file it is, and whose.
 */
#include "host/file.h"

#include <errno.h>
#include <sys/stat.h>

#include "host/host.h"

int gvm_host_stat(struct gvm_host *host, const char *path,
		  struct gvm_host_file *file)
{
	int root = gvm_host_root(host);
	struct stat st;

	if (root < 0)
		return root;
	if (fstatat(root, path, &st, 0) < 0)
		return -errno;
	*file = (struct gvm_host_file) {
		.mode = st.st_mode & 07777,
		.uid = host->ops->owner ?
			host->ops->owner(host, path, st.st_uid) : st.st_uid,
		.changed = st.st_ctime,
		.regular = S_ISREG(st.st_mode),
		.directory = S_ISDIR(st.st_mode),
	};

	return 0;
}
