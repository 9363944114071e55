// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The operations of an imitated machine.
 */
#include "fake-kernel.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fake-device.h"
#include "fake-mdev.h"
#include "fake-pci.h"
#include "fake-run.h"
#include "fake-script.h"
#include "fake-tree.h"
#include "fake-vf.h"
#include "fake-xen.h"

/** @brief Milliseconds of a second. */
#define MS_PER_S 1000
/** @brief Microseconds of a millisecond. */
#define US_PER_MS 1000

int fake_kernel_lock(const char *root)
{
	g_autofree char *path = g_build_filename(root, ".fake/lock", NULL);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0 && errno == ENOENT) {
		fake_tree_dir(root, ".fake");
		fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	}
	if (fd < 0 || TEMP_FAILURE_RETRY(flock(fd, LOCK_EX)) < 0)
		g_error("fake machine: cannot lock %s: %s", path,
			g_strerror(errno));

	return fd;
}

int fake_kernel_note(const char *root, const char *op, const char *path,
		     const char *value, int rc)
{
	g_autofree char *shown = g_strescape(value, NULL);
	g_autofree char *line = NULL;

	line = g_strdup_printf("%s %s%s%s = %d", op, path, *shown ? " " : "",
			       shown, rc);
	fake_tree_append(root, ".fake/log", line);

	return rc;
}

void fake_kernel_advance(const char *root, unsigned int ms)
{
	gint64 now = fake_tree_read_number(root, ".fake/now",
					   FAKE_BOOT_TIME * MS_PER_S);

	fake_tree_number(root, ".fake/now", now + ms);
}

/**
 * @brief React to a write as the kernel would.
 * @param root   The machine.
 * @param path   Path below the root.
 * @param value  What is written.
 * @return 0, or a negative errno.
 * @restriction Hold the lock of the machine.
 * @sideeffect That of the attribute; of an ordinary one the value is kept.
 * @failure -ENOENT when there is no such file; -EACCES when nobody may write
 *          to it, which even root must not in a test; otherwise that of the
 *          attribute.
 */
static int react(const char *root, const char *path, const char *value)
{
	g_autofree char *full = g_build_filename(root, path, NULL);
	g_autofree char *real = NULL;
	struct stat st;
	int rc = 0;

	if (fake_script_run(root, "store", path, &rc))
		return rc;
	if (stat(full, &st) < 0)
		return -errno;
	if (S_ISDIR(st.st_mode))
		return -EISDIR;
	if (!(st.st_mode & 0222))
		return -EACCES;
	if (g_str_has_prefix(path, "sys/") && g_str_has_suffix(path, "/create"))
		return fake_mdev_create(root, path, value);
	if (g_str_has_prefix(path, "sys/") && g_str_has_suffix(path, "/remove"))
		return fake_mdev_remove(root, path, value);

	if (fake_vf_write(root, path, value, &rc) ||
	    fake_pci_write(root, path, value, &rc))
		return rc;

	real = fake_tree_real(root, path);
	fake_tree_file(root, real, value);

	return 0;
}

/**
 * @brief The imitated write of an attribute.
 * @param host   The machine.
 * @param path   Path below the root.
 * @param value  What is written.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect See react().
 * @failure See react(); a write that would never return ends the process.
 */
static int fake_store(struct gvm_host *host, const char *path,
		      const char *value)
{
	gvm_autofd int fd G_GNUC_UNUSED = fake_kernel_lock(host->root);
	int rc = fake_kernel_note(host->root, "store", path, value,
		      react(host->root, path, value));

	if (rc == FAKE_BLOCKED)
		g_error("fake machine: the write to %s never returns", path);

	return rc;
}

/**
 * @brief The imitated detached write of an attribute.
 * @param host        The machine.
 * @param path        Path below the root.
 * @param value       What is written.
 * @param timeout_ms  How long to wait for the answer.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect See react(); a write that never returns moves the clock.
 * @failure See react().
 */
static int fake_store_detached(struct gvm_host *host, const char *path,
			       const char *value, unsigned int timeout_ms)
{
	gvm_autofd int fd G_GNUC_UNUSED = fake_kernel_lock(host->root);
	int rc = fake_kernel_note(host->root, "store-detached", path, value,
		      react(host->root, path, value));

	if (rc == FAKE_BLOCKED)
		fake_kernel_advance(host->root, timeout_ms);

	return rc;
}

/**
 * @brief The imitated look at a device node.
 * @param host  The machine.
 * @param path  Path below the root.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect Appends to the log.
 * @failure -EBUSY when a program holds the group; -ENOENT when there is no
 *          such node; what the script says.
 */
static int fake_probe(struct gvm_host *host, const char *path)
{
	gvm_autofd int fd G_GNUC_UNUSED = fake_kernel_lock(host->root);
	g_autofree char *group = g_path_get_basename(path);
	g_autofree char *busy = g_strdup_printf(".fake/busy/%s", group);
	int rc = 0;

	if (fake_script_run(host->root, "probe", path, &rc))
		return fake_kernel_note(host->root, "probe", path, "", rc);
	if (!fake_tree_exists(host->root, path))
		rc = -ENOENT;
	else if (fake_tree_exists(host->root, busy))
		rc = -EBUSY;

	return fake_kernel_note(host->root, "probe", path, "", rc);
}

/**
 * @brief The imitated passing of time.
 * @param host  The machine.
 * @param ms    Milliseconds.
 * @norestriction
 * @sideeffect Moves the clock, and really sleeps 1 ms: another process may
 *             be the one that is waited for. With .fake/real-clock it sleeps
 *             the whole time.
 * @nofailure
 */
static void fake_wait(struct gvm_host *host, unsigned int ms)
{
	gvm_autofd int fd G_GNUC_UNUSED = fake_kernel_lock(host->root);
	bool real = fake_tree_exists(host->root, ".fake/real-clock");
	int rc = 0;

	fake_script_run(host->root, "wait", "", &rc);
	fake_kernel_advance(host->root, ms);
	gvm_fd_clear(&fd);
	g_usleep((real ? ms : 1) * US_PER_MS);
}

/**
 * @brief The imitated time since boot.
 * @param host  The machine.
 * @return Seconds.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static uint64_t fake_now(struct gvm_host *host)
{
	return fake_tree_read_number(host->root, ".fake/now",
				     FAKE_BOOT_TIME * MS_PER_S) / MS_PER_S;
}

/**
 * @brief The imitated entry in the journal.
 * @param host      The machine.
 * @param level     How grave it is; noted as PRIORITY.
 * @param fields    Fields of the entry.
 * @param n_fields  How many.
 * @norestriction
 * @sideeffect Appends to the file of the journal.
 * @nofailure
 */
static void fake_log(struct gvm_host *host, GLogLevelFlags level,
		     const GLogField *fields, size_t n_fields)
{
	gvm_autofd int fd G_GNUC_UNUSED = fake_kernel_lock(host->root);
	g_autoptr(GString) line = g_string_new(NULL);

	g_string_printf(line, "PRIORITY=%s",
			level & G_LOG_LEVEL_CRITICAL ? "3" :
			level & G_LOG_LEVEL_WARNING ? "4" :
			level & G_LOG_LEVEL_MESSAGE ? "5" :
			level & G_LOG_LEVEL_INFO ? "6" : "7");
	for (size_t i = 0; i < n_fields; i++) {
		gssize len = fields[i].length;
		g_autofree char *value = NULL;
		g_autofree char *shown = NULL;

		value = g_strndup(fields[i].value, len < 0 ?
				  strlen(fields[i].value) : (gsize)len);
		shown = g_strescape(value, NULL);
		g_string_append_printf(line, "\t%s=%s", fields[i].key, shown);
	}
	fake_tree_append(host->root, ".fake/journal", line->str);
}

/**
 * @brief Spell where it is kept whom a file belongs to.
 * @param path  The file.
 * @return A new string.
 * @pure
 */
static char *owner_path(const char *path)
{
	g_autofree char *name = g_strdelimit(g_strdup(path), "/", '!');

	return g_strconcat(".fake/owner/", name, NULL);
}

/**
 * @brief Tell whom a file belongs to: root, unless a test has said otherwise.
 * @param host  The machine.
 * @param path  The file.
 * @param uid   What the file system says; whoever runs the test, most likely.
 * @return The owner.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static unsigned int fake_owner(struct gvm_host *host, const char *path,
			       unsigned int uid)
{
	g_autofree char *kept = owner_path(path);

	(void)uid;

	return fake_tree_read_number(host->root, kept, 0);
}

void fake_kernel_own(const char *root, const char *path, unsigned int uid)
{
	g_autofree char *kept = owner_path(path);

	fake_tree_number(root, kept, uid);
}

const struct gvm_host_ops fake_kernel_ops = {
	.owner = fake_owner,
	.store = fake_store,
	.store_detached = fake_store_detached,
	.run = fake_run,
	.exec = fake_exec,
	.probe = fake_probe,
	.open = fake_device_open,
	.call = fake_device_call,
	.shut = fake_device_shut,
	.make_node = fake_device_make_node,
	.poll = fake_device_poll,
	.xenstore = fake_xenstore,
	.wait = fake_wait,
	.now = fake_now,
	.log = fake_log,
};

void fake_kernel_pass(const char *root, unsigned int seconds)
{
	gvm_autofd int fd G_GNUC_UNUSED = fake_kernel_lock(root);

	fake_kernel_advance(root, seconds * MS_PER_S);
}

char *fake_kernel_log(const char *root)
{
	char *text = fake_tree_read(root, ".fake/log");

	return text ? text : g_strdup("");
}

char *fake_kernel_journal(const char *root)
{
	char *text = fake_tree_read(root, ".fake/journal");

	return text ? text : g_strdup("");
}
