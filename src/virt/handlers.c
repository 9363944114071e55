// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The commands that this program does.
 */
#include "virt/handlers.h"

const struct gvm_handler *gvm_virt_handlers(void)
{
	static const struct gvm_handler handlers[] = {
		{ "attach", gvm_virt_attach },
		{ "detach", gvm_virt_detach },
		{ "pool", gvm_virt_pool },
		{ 0 },
	};

	return handlers;
}
