// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Handing over to another program.
 */
#include "host/exec.h"

int gvm_host_exec(struct gvm_host *host, const char *const *argv)
{
	return host->ops->exec(host, argv);
}
