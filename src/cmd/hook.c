// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl hook: called by the scripts in libvirt's hook directories.
 */
#include <stdio.h>
#include <unistd.h>

#include "cmd/args.h"
#include "cmd/commands.h"
#include "lifecycle/hook.h"
#include "util/error.h"

/**
 * @brief Handler of "hook".
 * @param call  The call; its words are those of libvirt, after the driver.
 * @param err   Where to store the error, or NULL.
 * @return false only when libvirt must not go on.
 * @norestriction
 * @sideeffect Those of gvm_hook_run(); writes to standard output what libvirt
 *             is to read.
 * @failure GVM_ERROR_FAILED with the sentence of gvm_hook_run(): to libvirt
 *          every status but 0 is the same, so there is only one.
 */
static bool hook_run(struct gvm_call *call, GError **err)
{
	const struct gvm_hook_call hook = {
		.driver = gvm_args_word(call, 0),
		.object = gvm_args_word(call, 1),
		.op = gvm_args_word(call, 2),
		.input = STDIN_FILENO,
		.dry_run = call->settings.dry_run,
	};
	g_autoptr(GError) cause = NULL;
	g_autofree char *out = NULL;

	if (!gvm_hook_run(&call->host, &hook, &out, &cause))
		return gvm_error_set(err, GVM_ERROR_FAILED, "%s",
				     cause->message);
	if (out)
		fputs(out, stdout);

	return true;
}

const struct gvm_cmd gvm_cmd_hook = {
	.name = "hook",
	.words = "DRIVER NAME OPERATION SUBOPERATION EXTRA",
	.help = "answer a hook of libvirt, the domain XML on standard input",
	/* A later libvirt may say more; that must not stop a domain. */
	.min_words = 3,
	.max_words = 16,
	.flags = GVM_CMD_RAW | GVM_CMD_INTERNAL | GVM_CMD_NO_JSON,
	.run = hook_run,
};
