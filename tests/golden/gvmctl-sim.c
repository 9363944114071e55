// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl on an imitated machine, which --root names.
 *
 * Everything is the program's own code; only the kernel is not.
 */
#include "cmd/cmd.h"
#include "fake-kernel.h"

/**
 * @brief Entry point.
 * @param argc  Number of words in @p argv.
 * @param argv  As for gvmctl.
 * @return The exit status.
 * @norestriction
 * @sideeffect Those of gvm_run() on an imitated machine.
 * @failure Reported by the exit status.
 */
int main(int argc, char **argv)
{
	return gvm_run(argc, argv, &fake_kernel_ops);
}
