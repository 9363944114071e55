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
#include <unistd.h>

#include "host/input.h"
#include "util/text.h"

/** @brief The kernel accepts no longer list of arguments by default. */
#define CMDLINE_MAX (2u << 20)
/** @brief Where field 22 is, counted from field 3, the state. */
#define START_FIELD (22 - 3)
/** @brief Where field 4, the parent, is, counted in the same way. */
#define PARENT_FIELD (4 - 3)
/** @brief More generations than there are above any program of ours. */
#define GENERATIONS_MAX 16
/** @brief More than the kernel's statistics, in bytes. */
#define STATISTICS_MAX (1u << 20)
/** @brief What stands before the time of the boot. */
#define BOOT_TIME "\nbtime "
/** @brief More than the maps of any daemon, in bytes. */
#define MAPS_MAX (4u << 20)
/** @brief What stands before the version in the name of the library. */
#define LIBVIRT "/libvirt.so.0."

/**
 * @brief Take a number out of a stat file.
 * @param stat   Content of the file.
 * @param field  Which, counted from the state.
 * @param value  Where to put it.
 * @return 0, or a negative errno.
 * @norestriction
 * @nosideeffect
 * @failure -ENOENT for a zombie or a dead process; -EINVAL for a text that is
 *          no stat file.
 */
static int parse_stat(const char *stat, guint field, uint64_t *value)
{
	g_auto(GStrv) fields = NULL;
	/* A program may have blanks and parentheses in its name. */
	const char *name_end = strrchr(stat, ')');

	if (!name_end || name_end[1] != ' ')
		return -EINVAL;
	fields = g_strsplit(name_end + 2, " ", -1);
	if (g_strv_length(fields) <= field)
		return -EINVAL;
	if (strchr("ZXx", fields[0][0]))
		return -ENOENT;

	return gvm_text_to_uint(fields[field], UINT64_MAX, value) ?
		0 : -EINVAL;
}

/**
 * @brief Read a number from the stat file of a process.
 * @param host   The machine.
 * @param pid    Its process id.
 * @param field  As for parse_stat().
 * @param value  As for parse_stat().
 * @return 0, or a negative errno.
 * @norestriction
 * @nosideeffect
 * @failure Those of parse_stat(); what open(2) and read(2) report.
 */
static int load_stat(struct gvm_host *host, int pid, guint field,
		     uint64_t *value)
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

	return parse_stat(stat, field, value);
}

int gvm_process_start(struct gvm_host *host, int pid, uint64_t *start)
{
	return load_stat(host, pid, START_FIELD, start);
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

char *gvm_process_name(struct gvm_host *host, int pid)
{
	g_autofree char *path = g_strdup_printf("proc/%d/comm", pid);
	g_autofree char *name = NULL;

	return gvm_host_load(host, path, GVM_HOST_ATTR_MAX, &name) < 0 ?
		NULL : g_steal_pointer(&name);
}

char *gvm_process_label(struct gvm_host *host, int pid)
{
	/* Where several modules are stacked, the second is the first one's. */
	static const char *const files[] = { "apparmor/current", "current" };

	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path = NULL;
		g_autofree char *text = NULL;
		gvm_autofd int fd = -1;
		size_t len = 0;

		path = g_strdup_printf("proc/%d/attr/%s", pid, files[i]);
		fd = gvm_host_openat(host, path, O_RDONLY, 0);
		if (fd < 0 || gvm_input_read_fd(fd, GVM_HOST_ATTR_MAX, &text,
						&len) < 0)
			continue;
		/* SELinux ends it with a NUL, AppArmor with a newline. */
		return g_strdup(g_strchomp(text));
	}

	return NULL;
}

int gvm_process_began(struct gvm_host *host, int pid, int64_t *began)
{
	g_autofree char *text = NULL;
	uint64_t start = 0;
	const char *boot;
	int rc;

	rc = gvm_process_start(host, pid, &start);
	if (rc < 0)
		return rc;
	rc = gvm_host_load(host, "proc/stat", STATISTICS_MAX, &text);
	if (rc < 0)
		return rc;
	boot = strstr(text, BOOT_TIME);
	if (!boot)
		return -ENOENT;
	*began = g_ascii_strtoll(boot + strlen(BOOT_TIME), NULL, 10) +
		(int64_t)(start / sysconf(_SC_CLK_TCK));

	return 0;
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

/**
 * @brief Tell whether a process has a file open.
 * @param host  The machine.
 * @param pid   Its process id.
 * @param file  Absolute path of the file.
 * @return true when it has.
 * @norestriction
 * @nosideeffect
 * @failure A process that cannot be looked at has nothing open.
 */
static bool has_open(struct gvm_host *host, int pid, const char *file)
{
	g_autofree char *dir = g_strdup_printf("proc/%d/fd", pid);
	g_autoptr(GPtrArray) names = NULL;

	if (gvm_host_list(host, dir, &names) < 0)
		return false;
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = NULL;
		g_autofree char *target = NULL;

		path = g_build_filename(dir, g_ptr_array_index(names, i), NULL);
		if (gvm_host_link(host, path, &target) == 0 &&
		    g_str_equal(target, file))
			return true;
	}

	return false;
}

bool gvm_process_caller_has(struct gvm_host *host, const char *file)
{
	int pid = getppid();

	for (int i = 0; i < GENERATIONS_MAX && pid > 1; i++) {
		uint64_t parent = 0;

		if (has_open(host, pid, file))
			return true;
		if (load_stat(host, pid, PARENT_FIELD, &parent) < 0 ||
		    parent > INT_MAX)
			return false;
		pid = (int)parent;
	}

	return false;
}
