// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Programs of an imitated machine.
 */
#include "fake-run.h"

#include <errno.h>
#include <unistd.h>

#include "fake-kernel.h"
#include "fake-script.h"
#include "fake-sriov.h"
#include "fake-tree.h"

/** @brief NVIDIA's program for virtual functions. */
#define SRIOV_MANAGE "usr/lib/nvidia/sriov-manage"
/** @brief The program that loads modules, as libvirt calls it. */
#define MODPROBE "usr/sbin/modprobe"

/**
 * @brief React as the program would.
 * @param root  The machine.
 * @param argv  Path of the program and its arguments.
 * @return Its exit status, or a negative errno.
 * @restriction Hold the lock of the machine.
 * @sideeffect What the program does.
 * @failure -ENOENT when it has no file; what the script says.
 */
static int react(const char *root, const char *const *argv)
{
	int rc = 0;

	if (fake_script_run(root, "run", argv[0], &rc))
		return rc;
	if (!fake_tree_exists(root, argv[0]))
		return -ENOENT;
	if (g_str_equal(argv[0], SRIOV_MANAGE) && argv[1] && argv[2])
		return fake_sriov_manage(root, argv[1], argv[2]);
	if (g_str_equal(argv[0], MODPROBE) && argv[1] && argv[2])
		fake_pci_driver(root, argv[2], true);

	return 0;
}

int fake_run(struct gvm_host *host, const char *const *argv,
	     unsigned int timeout_ms)
{
	gvm_autofd int fd G_GNUC_UNUSED = fake_kernel_lock(host->root);
	g_autofree char *words = NULL;
	int rc = react(host->root, argv);

	words = g_strjoinv(" ", (char **)(uintptr_t)(argv + 1));
	if (rc == -ETIMEDOUT)
		fake_kernel_advance(host->root, timeout_ms);

	return fake_kernel_note(host->root, "run", argv[0], words, rc);
}

int fake_exec(struct gvm_host *host, const char *const *argv)
{
	gvm_autofd int fd G_GNUC_UNUSED = fake_kernel_lock(host->root);
	g_autofree char *path = g_build_filename(host->root, argv[0], NULL);
	g_autofree char *words = g_strjoinv(" ", (char **)(uintptr_t)(argv + 1));
	int rc = 0;

	if (!fake_script_run(host->root, "exec", argv[0] + 1, &rc) &&
	    !fake_tree_exists(host->root, argv[0] + 1))
		rc = -ENOENT;
	fake_kernel_note(host->root, "exec", argv[0] + 1, words, rc);
	if (rc < 0)
		return rc;
	execv(path, (char *const *)(uintptr_t)argv);

	return -errno;
}
