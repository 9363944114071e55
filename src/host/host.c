// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading a machine below its root directory.
 */
#include "host/host.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "host/input.h"

/* Lets g_autoptr(DIR) close a directory stream. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DIR, closedir)

void gvm_host_init(struct gvm_host *host, const char *root,
		   const struct gvm_host_ops *ops)
{
	*host = (struct gvm_host) {
		.root = root,
		.root_fd = -1,
		.ops = ops,
	};
}

void gvm_host_close(struct gvm_host *host)
{
	gvm_fd_clear(&host->root_fd);
}

bool gvm_host_is_live(const struct gvm_host *host)
{
	return g_str_equal(host->root, "/");
}

int gvm_host_root(struct gvm_host *host)
{
	if (host->root_fd < 0)
		host->root_fd = open(host->root,
				     O_PATH | O_DIRECTORY | O_CLOEXEC);

	return host->root_fd < 0 ? -errno : host->root_fd;
}

int gvm_host_openat(struct gvm_host *host, const char *path, int flags,
		    unsigned int mode)
{
	int root = gvm_host_root(host);
	int fd;

	g_assert(path[0] != '/');

	if (root < 0)
		return root;
	fd = TEMP_FAILURE_RETRY(openat(root, path, flags | O_CLOEXEC, mode));

	return fd < 0 ? -errno : fd;
}

/**
 * @brief Read a file that is no larger than one page.
 * @param fd     Descriptor at the start of the file.
 * @param max    Largest size accepted, at most GVM_HOST_ATTR_MAX.
 * @param value  Where to put the new bytes, followed by a NUL.
 * @param len    Where to put how many there are.
 * @return 0, or a negative errno.
 * @restriction Only for files that arrive whole in one read(2), as those of
 *              sysfs and of a disk do: it saves the read that meets the end.
 * @sideeffect Consumes the descriptor.
 * @failure -EFBIG when it is larger; otherwise what read(2) reports.
 */
static int read_page(int fd, size_t max, char **value, size_t *len)
{
	char page[GVM_HOST_ATTR_MAX + 1];
	ssize_t n;

	n = TEMP_FAILURE_RETRY(read(fd, page, max + 1));
	if (n < 0)
		return -errno;
	if ((size_t)n > max)
		return -EFBIG;

	*len = n;
	*value = g_malloc(*len + 1);
	memcpy(*value, page, *len);
	(*value)[*len] = '\0';

	return 0;
}

int gvm_host_load(struct gvm_host *host, const char *path, size_t max,
		  char **value)
{
	g_autofree char *text = NULL;
	gvm_autofd int fd = -1;
	size_t len = 0;
	int rc;

	/* Without O_NONBLOCK a FIFO in a directory of ours would hang us. */
	fd = gvm_host_openat(host, path, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0);
	if (fd < 0)
		return fd;
	rc = max <= GVM_HOST_ATTR_MAX ? read_page(fd, max, &text, &len) :
		gvm_input_read_fd(fd, max, &text, &len);
	if (rc < 0)
		return rc;
	if (memchr(text, '\0', len))
		return -EINVAL;

	if (len > 0 && text[len - 1] == '\n')
		text[len - 1] = '\0';
	*value = g_steal_pointer(&text);

	return 0;
}

/**
 * @brief Order two elements of a GPtrArray of strings by byte value.
 * @param a  Address of a pointer to the first string.
 * @param b  Address of a pointer to the second string.
 * @return As strcmp().
 * @pure
 */
static int compare_names(const void *a, const void *b)
{
	const char *const *first = a;
	const char *const *second = b;

	return strcmp(*first, *second);
}

int gvm_host_list(struct gvm_host *host, const char *path, GPtrArray **names)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(DIR) dir = NULL;
	struct dirent *entry;
	int fd;

	fd = gvm_host_openat(host, path, O_RDONLY | O_DIRECTORY, 0);
	if (fd < 0)
		return fd;
	dir = fdopendir(fd);
	if (!dir) {
		gvm_fd_clear(&fd);
		return -errno;
	}

	while (errno = 0, (entry = readdir(dir)))
		if (!g_str_equal(entry->d_name, ".") &&
		    !g_str_equal(entry->d_name, ".."))
			g_ptr_array_add(found, g_strdup(entry->d_name));
	if (errno)
		return -errno;

	g_ptr_array_sort(found, compare_names);
	*names = g_steal_pointer(&found);

	return 0;
}

int gvm_host_link(struct gvm_host *host, const char *path, char **target)
{
	char text[PATH_MAX];
	int root = gvm_host_root(host);
	ssize_t n;

	if (root < 0)
		return root;
	n = readlinkat(root, path, text, sizeof(text));
	if (n < 0)
		return -errno;
	if (n == sizeof(text))
		return -ENAMETOOLONG;
	*target = g_strndup(text, n);

	return 0;
}

int gvm_host_link_name(struct gvm_host *host, const char *path, char **name)
{
	g_autofree char *target = NULL;
	int rc = gvm_host_link(host, path, &target);

	if (rc == 0)
		*name = g_path_get_basename(target);

	return rc;
}

int gvm_host_exists(struct gvm_host *host, const char *path)
{
	int root = gvm_host_root(host);
	struct stat st;

	if (root < 0)
		return root;
	if (fstatat(root, path, &st, 0) == 0)
		return 1;

	return errno == ENOENT || errno == ENOTDIR ? 0 : -errno;
}

int gvm_host_store(struct gvm_host *host, const char *path, const char *value)
{
	return host->ops->store(host, path, value);
}

int gvm_host_store_detached(struct gvm_host *host, const char *path,
			    const char *value, unsigned int timeout_ms)
{
	return host->ops->store_detached(host, path, value, timeout_ms);
}

int gvm_host_run(struct gvm_host *host, const char *const *argv,
		 unsigned int timeout_ms)
{
	return host->ops->run(host, argv, timeout_ms);
}

int gvm_host_probe(struct gvm_host *host, const char *path)
{
	return host->ops->probe(host, path);
}

int gvm_host_device(struct gvm_host *host, const char *path)
{
	return host->ops->open(host, path);
}

int gvm_host_call(struct gvm_host *host, int fd, unsigned long request,
		  void *arg)
{
	return host->ops->call(host, fd, request, arg);
}

void gvm_host_shut(struct gvm_host *host, int fd)
{
	if (fd >= 0)
		host->ops->shut(host, fd);
}

int gvm_host_make_node(struct gvm_host *host, const char *path,
		       const struct gvm_host_node *node)
{
	return host->ops->make_node(host, path, node);
}

void gvm_host_wait(struct gvm_host *host, unsigned int ms)
{
	host->ops->wait(host, ms);
}

uint64_t gvm_host_now(struct gvm_host *host)
{
	return host->ops->now(host);
}

void gvm_host_log(struct gvm_host *host, GLogLevelFlags level,
		  const GLogField *fields, size_t n_fields)
{
	for (size_t i = 0; host->echo && i < n_fields; i++)
		if (g_str_equal(fields[i].key, "MESSAGE"))
			fprintf(stderr, "gvmctl: %s\n",
				(const char *)fields[i].value);
	host->ops->log(host, level, fields, n_fields);
}
