// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Entry point of gvmctl.
 */
#include "cmd/cmd.h"

/**
 * @brief Entry point.
 * @param argc  Number of words in @p argv.
 * @param argv  Program name, global options, command, its words.
 * @return The exit status, see enum gvm_error.
 * @norestriction
 * @sideeffect Those of gvm_run() on the running system.
 * @failure Reported by the exit status and one line on stderr.
 */
int main(int argc, char **argv)
{
	return gvm_run(argc, argv, &gvm_host_real);
}
