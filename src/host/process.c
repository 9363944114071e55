// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Other processes of the machine, read from its proc file system.
 */
#include "host/process.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>

#include "host/input.h"
#include "util/text.h"

/** @brief The kernel accepts no longer list of arguments by default. */
#define CMDLINE_MAX (2u << 20)
/** @brief Where field 22 is, counted from field 3, the state. */
#define START_FIELD (22 - 3)
/** @brief More than the maps of any daemon, in bytes. */
#define MAPS_MAX (4u << 20)
/** @brief What stands before the version in the name of the library. */
#define LIBVIRT "/libvirt.so.0."

/**
 * @brief Take the start out of a stat file.
 * @param stat   Content of the file.
 * @param start  Where to put the start.
 * @return 0, or a negative errno.
 * @norestriction
 * @nosideeffect
 * @failure -ENOENT for a zombie or a dead process; -EINVAL for a text that is
 *          no stat file.
 */
static int parse_start(const char *stat, uint64_t *start)
{
	g_auto(GStrv) fields = NULL;
	/* A program may have blanks and parentheses in its name. */
	const char *name_end = strrchr(stat, ')');

	if (!name_end || name_end[1] != ' ')
		return -EINVAL;
	fields = g_strsplit(name_end + 2, " ", -1);
	if (g_strv_length(fields) <= START_FIELD)
		return -EINVAL;
	if (strchr("ZXx", fields[0][0]))
		return -ENOENT;

	return gvm_text_to_uint(fields[START_FIELD], UINT64_MAX, start) ?
		0 : -EINVAL;
}

int gvm_process_start(struct gvm_host *host, int pid, uint64_t *start)
{
	g_autofree char *path = g_strdup_printf("proc/%d/stat", pid);
	g_autofree char *stat = NULL;
	int rc;

	if (pid <= 0)
		return -ENOENT;
	rc = gvm_host_load(host, path, GVM_HOST_ATTR_MAX, &stat);
	/* It died between open(2) and read(2). */
	if (rc == -ESRCH)
		return -ENOENT;
	if (rc < 0)
		return rc;

	return parse_start(stat, start);
}

bool gvm_process_is_alive(struct gvm_host *host, int pid, uint64_t start)
{
	uint64_t now_start = 0;

	return gvm_process_start(host, pid, &now_start) == 0 &&
		now_start == start;
}

GPtrArray *gvm_process_args(struct gvm_host *host, int pid)
{
	g_autofree char *path = g_strdup_printf("proc/%d/cmdline", pid);
	g_autofree char *text = NULL;
	gvm_autofd int fd = -1;
	GPtrArray *args;
	size_t len = 0;

	if (pid <= 0)
		return NULL;
	fd = gvm_host_openat(host, path, O_RDONLY, 0);
	if (fd < 0 || gvm_input_read_fd(fd, CMDLINE_MAX, &text, &len) < 0)
		return NULL;

	args = g_ptr_array_new_with_free_func(g_free);
	for (const char *p = text; p < text + len; p += strlen(p) + 1)
		g_ptr_array_add(args, g_strdup(p));

	return args;
}

bool gvm_process_has_arg(struct gvm_host *host, int pid, const char *arg)
{
	g_autoptr(GPtrArray) args = gvm_process_args(host, pid);

	return args && g_ptr_array_find_with_equal_func(args, arg, g_str_equal,
							NULL);
}

int gvm_process_find(struct gvm_host *host, const char *name)
{
	g_autoptr(GPtrArray) entries = NULL;
	int found = 0;

	if (gvm_host_list(host, "proc", &entries) < 0)
		return 0;

	for (guint i = 0; i < entries->len; i++) {
		const char *entry = g_ptr_array_index(entries, i);
		g_autofree char *path = NULL;
		g_autofree char *comm = NULL;
		uint64_t start;
		uint64_t pid;

		if (!gvm_text_to_uint(entry, INT_MAX, &pid))
			continue;
		path = g_strdup_printf("proc/%s/comm", entry);
		if (gvm_host_load(host, path, GVM_HOST_ATTR_MAX, &comm) < 0 ||
		    !g_str_equal(comm, name) ||
		    gvm_process_start(host, pid, &start) < 0)
			continue;
		if (!found || (int)pid < found)
			found = pid;
	}

	return found;
}

unsigned int gvm_process_libvirt(struct gvm_host *host, int pid)
{
	g_autofree char *path = g_strdup_printf("proc/%d/maps", pid);
	g_autofree char *maps = NULL;
	const char *name;
	guint64 version;

	if (pid <= 0 || gvm_host_load(host, path, MAPS_MAX, &maps) < 0)
		return 0;
	name = strstr(maps, LIBVIRT);
	if (!name)
		return 0;
	version = g_ascii_strtoull(name + strlen(LIBVIRT), NULL, 10);

	return version <= UINT_MAX ? version : 0;
}
