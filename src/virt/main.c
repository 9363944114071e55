// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Entry point of gvmctl-libvirt, which gvmctl becomes.
 */
#include "virt/connect.h"
#include "virt/handlers.h"

/**
 * @brief Entry point.
 * @param argc  Number of words in @p argv.
 * @param argv  Program name and the words of gvmctl.
 * @return The exit status, see enum gvm_error.
 * @norestriction
 * @sideeffect Those of gvm_run_handlers() on the running system.
 * @failure Reported by the exit status and one line on stderr.
 */
int main(int argc, char **argv)
{
	gvm_virt_silence();

	return gvm_run_handlers(argc, argv, &gvm_host_real, gvm_virt_handlers());
}
