// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl-libvirt on an imitated machine, which --root names.
 *
 * The daemon is libvirt's own test driver, which lives in this process: it has
 * the domains of a file, and refuses to define node devices.
 */
#include "fake-kernel.h"
#include "virt/connect.h"
#include "virt/handlers.h"

/**
 * @brief Entry point.
 * @param argc  Number of words in @p argv.
 * @param argv  As for gvmctl-libvirt.
 * @return The exit status.
 * @norestriction
 * @sideeffect Those of gvm_run_handlers() on an imitated machine.
 * @failure Reported by the exit status.
 */
int main(int argc, char **argv)
{
	gvm_virt_silence();

	return gvm_run_handlers(argc, argv, &fake_kernel_ops,
				gvm_virt_handlers());
}
