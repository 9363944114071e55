// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Character devices of the real machine.
 *
 * The one with a story is the making of a node. Its owner and mode cannot be
 * given to mknod(2): the mode is cut by the umask, and the owner is always the
 * caller. So there would be an instant in which everybody sees a node with
 * rights that nobody asked for, and a crash in that instant would leave it so
 * for ever, because a node that exists is never changed. Therefore the node is
 * made under a name of its own and without any permission bit, is given owner
 * and mode there, and only then gets its real name, by a rename that refuses
 * to replace. What a crash leaves is a hidden file that nobody opens, and that
 * goes with the machine's /dev. Each process has a name of its own, so that two
 * makers at the same time do not finish each other's node.
 */
#include "host/real.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

int gvm_real_open(struct gvm_host *host, const char *path)
{
	/* Not O_NONBLOCK: some drivers finish such an open only later. */
	gvm_autofd int fd = gvm_host_openat(host, path, O_RDWR | O_NOCTTY, 0);
	struct stat st;

	if (fd < 0)
		return fd;
	if (fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISCHR(st.st_mode))
		return -ENOTTY;

	return g_steal_fd(&fd);
}

int gvm_real_call(struct gvm_host *host, int fd, unsigned long request,
		  void *arg)
{
	(void)host;

	return TEMP_FAILURE_RETRY(ioctl(fd, request, arg)) < 0 ? -errno : 0;
}

void gvm_real_shut(struct gvm_host *host, int fd)
{
	(void)host;
	close(fd);
}

/**
 * @brief Choose the name under which a node is made.
 * @param path  Path of the node.
 * @return A new path beside it, of this process only, whose last component
 *         begins with a dot.
 * @pure
 */
static char *draft_name(const char *path)
{
	g_autofree char *dir = g_path_get_dirname(path);
	g_autofree char *name = g_path_get_basename(path);

	return g_strdup_printf("%s/.%s.%d", dir, name, (int)getpid());
}

/**
 * @brief Give a node its owner and mode, then its name.
 * @param root   Descriptor of the root directory.
 * @param draft  The name under which it was made.
 * @param path   The name that it shall have.
 * @param node   What to make.
 * @return 0, or a negative errno.
 * @restriction The mode comes after the owner: chown(2) may drop bits.
 * @sideeffect Changes and renames the node.
 * @failure What fchownat(2), fchmodat(2) or renameat2(2) reports.
 */
static int finish_node(int root, const char *draft, const char *path,
		       const struct gvm_host_node *node)
{
	if (fchownat(root, draft, node->uid, node->gid,
		     AT_SYMLINK_NOFOLLOW) < 0)
		return -errno;
	if (fchmodat(root, draft, node->mode, 0) < 0)
		return -errno;

	return renameat2(root, draft, root, path, RENAME_NOREPLACE) < 0 ?
		-errno : 0;
}

int gvm_real_make_node(struct gvm_host *host, const char *path,
		       const struct gvm_host_node *node)
{
	g_autofree char *draft = draft_name(path);
	int root = gvm_host_root(host);
	int rc;

	if (root < 0)
		return root;
	if (gvm_host_exists(host, path) == 1)
		return -EEXIST;

	/* Left by a crash of a process that had our number. */
	unlinkat(root, draft, 0);
	if (mknodat(root, draft, S_IFCHR, makedev(node->major,
						  node->minor)) < 0)
		return -errno;
	rc = finish_node(root, draft, path, node);
	if (rc < 0)
		unlinkat(root, draft, 0);

	return rc;
}
