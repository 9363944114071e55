// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Put an imitated machine into a directory, for tests of the program.
 */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>

#include "fake-gpu.h"
#include "fake-kernel.h"
#include "fake-machine.h"
#include "fake-mdev.h"
#include "fake-nvidia.h"
#include "fake-pci.h"
#include "fake-vf.h"
#include "fake-xen.h"

/**
 * @brief Say how the program is used.
 * @return The exit status for a wrong command line.
 * @norestriction
 * @sideeffect Prints to standard error.
 * @nofailure
 */
static int usage(void)
{
	fputs("usage: make-host DIR MACHINE\n"
	      "       make-host DIR vgpu PARENT TYPE UUID\n"
	      "       make-host DIR give FUNCTION NUMBER\n"
	      "       make-host DIR mix GPU\n"
	      "       make-host DIR hold VGPU\n"
	      "       make-host DIR let-go VGPU\n"
	      "       make-host DIR domain NAME UUID PID\n"
	      "       make-host DIR process PID START ARG...\n"
	      "       make-host DIR kill PID\n"
	      "       make-host DIR own PATH UID\n"
	      "       make-host DIR pci WORD...      (see fake-pci.h)\n"
	      "       make-host DIR xen WORD...      (see fake-xen.h)\n"
	      "       make-host DIR nvidia WORD...   (see fake-nvidia.h)\n"
	      "machines:\n", stderr);
	for (size_t i = 0; fake_machines[i].name; i++)
		fprintf(stderr, "  %-15s %s\n", fake_machines[i].name,
			fake_machines[i].what);

	return 2;
}

/**
 * @brief Let a program hold a vGPU, or go.
 * @param root  The machine.
 * @param vgpu  UUID or address.
 * @param held  Whether it is held from now on.
 * @norestriction
 * @sideeffect Its group is busy, or free.
 * @failure Ends the process when there is no such vGPU.
 */
static void hold(const char *root, const char *vgpu, bool held)
{
	if (fake_vf_is(root, vgpu))
		fake_vf_hold(root, vgpu, held);
	else if (fake_pci_is(root, vgpu))
		fake_pci_hold(root, vgpu, held);
	else if (held)
		fake_mdev_hold(root, vgpu);
	else
		fake_mdev_let_go(root, vgpu);
}

/**
 * @brief Pass words on to what imitates a part of the machine.
 * @param root     The machine.
 * @param what     Which part.
 * @param n_words  How many words there are for it.
 * @param words    These.
 * @return false when they mean nothing.
 * @norestriction
 * @sideeffect See fake_pci_command(), fake_xen_command() and
 *             fake_nvidia_command().
 * @failure Ends the process.
 */
static bool driver_command(const char *root, const char *what, int n_words,
			   char **words)
{
	if (n_words > 0 && g_str_equal(what, "pci"))
		return fake_pci_command(root, n_words, words);
	if (n_words > 0 && g_str_equal(what, "xen"))
		return fake_xen_command(root, n_words, words);

	return n_words > 0 && g_str_equal(what, "nvidia") &&
		fake_nvidia_command(root, n_words, words);
}

/**
 * @brief Make a machine, or change one that exists.
 * @param argc  How many arguments.
 * @param argv  See usage().
 * @return 0, or 2 for a wrong command line.
 * @norestriction
 * @sideeffect Creates files in the directory.
 * @failure Ends with a signal when a file cannot be made.
 */
int main(int argc, char **argv)
{
	const char *root = argv[1];
	const char *what = argc > 2 ? argv[2] : "";

	if (argc == 3 && fake_machine_make(root, what))
		return 0;
	if (argc == 6 && g_str_equal(what, "vgpu"))
		fake_gpu_vgpu(root, argv[3], argv[4], argv[5]);
	else if (argc == 5 && g_str_equal(what, "give"))
		fake_vf_give(root, argv[3], argv[4]);
	else if (argc == 4 && g_str_equal(what, "mix"))
		fake_vf_mix(root, argv[3]);
	else if (argc == 4 && g_str_equal(what, "hold"))
		hold(root, argv[3], true);
	else if (argc == 4 && g_str_equal(what, "let-go"))
		hold(root, argv[3], false);
	else if (argc == 6 && g_str_equal(what, "domain"))
		fake_machine_domain(root, argv[3], argv[4], atoi(argv[5]));
	else if (argc >= 6 && g_str_equal(what, "process"))
		fake_machine_process(root, atoi(argv[3]), atoi(argv[4]),
				     (const char *const *)argv + 5);
	else if (argc == 4 && g_str_equal(what, "kill"))
		fake_machine_kill(root, atoi(argv[3]));
	else if (argc == 5 && g_str_equal(what, "own"))
		fake_kernel_own(root, argv[3], atoi(argv[4]));
	else if (!driver_command(root, what, argc - 3, argv + 3))
		return usage();

	return 0;
}
