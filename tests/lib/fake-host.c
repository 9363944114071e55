// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief An imitated machine for one test.
 */
#include "fake-host.h"

#include <errno.h>
#include <unistd.h>

/** @brief A machine has hundreds of files: memory is ten times faster. */
#define MEMORY_DIR "/dev/shm"

/**
 * @brief Make a directory for a machine.
 * @return A new string, or NULL.
 * @norestriction
 * @sideeffect Creates the directory, in memory unless TMPDIR says where.
 * @failure NULL with errno set.
 */
static char *make_root(void)
{
	const char *base = g_get_tmp_dir();
	g_autofree char *template = NULL;

	if (!g_getenv("TMPDIR") && access(MEMORY_DIR, W_OK | X_OK) == 0)
		base = MEMORY_DIR;
	template = g_build_filename(base, "gvm-test-XXXXXX", NULL);

	return g_mkdtemp(template) ? g_steal_pointer(&template) : NULL;
}

struct fake_host *fake_host_new(const char *name)
{
	struct fake_host *fake = g_new0(struct fake_host, 1);

	fake->root = make_root();
	if (!fake->root)
		g_error("fake machine: no temporary directory: %s",
			g_strerror(errno));
	if (!fake_machine_make(fake->root, name))
		g_error("fake machine: there is no machine '%s'", name);
	gvm_host_init(&fake->host, fake->root, &fake_kernel_ops);

	return fake;
}

char *fake_host_blocked(struct fake_host *fake)
{
	char *blocked = fake_tree_read(fake->root, ".fake/blocked");

	fake_tree_remove(fake->root, ".fake/blocked");

	return blocked;
}

void fake_host_free(struct fake_host *fake)
{
	g_autofree char *blocked = NULL;

	if (!fake)
		return;

	blocked = fake_host_blocked(fake);
	if (blocked)
		g_error("fake machine: the removal of %s would hang for ever",
			blocked);
	gvm_host_close(&fake->host);
	fake_tree_remove(fake->root, "");
	g_free(fake->root);
	g_free(fake);
}
