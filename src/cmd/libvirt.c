// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The commands that ask libvirt, which another program does.
 *
 * gvmctl is started for every hook and must never load libvirt. So what is
 * said here is only what the words are; gvmctl-libvirt has the same table, and
 * reads the same words again.
 */
#include <errno.h>

#include "cmd/args.h"
#include "cmd/commands.h"
#include "host/exec.h"
#include "util/error.h"

/** @brief The program that knows libvirt. */
#define PROGRAM GVM_LIBEXECDIR "/gvmctl-libvirt"

/**
 * @brief Spell a call as words again.
 * @param call  The call.
 * @return A new array of borrowed strings, NULL at its end.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static GPtrArray *spell(const struct gvm_call *call)
{
	GPtrArray *argv = g_ptr_array_new();

	g_ptr_array_add(argv, (char *)(uintptr_t)PROGRAM);
	g_ptr_array_add(argv, (char *)(uintptr_t)call->cmd->name);
	for (guint i = 0; i < call->options->len; i++) {
		const struct gvm_option_value *given;

		given = g_ptr_array_index(call->options, i);
		g_ptr_array_add(argv, (char *)(uintptr_t)given->option->name);
		if (given->value)
			g_ptr_array_add(argv, (char *)(uintptr_t)given->value);
	}
	g_ptr_array_add(argv, (char *)(uintptr_t)"--");
	for (guint i = 0; i < call->words->len; i++)
		g_ptr_array_add(argv, g_ptr_array_index(call->words, i));
	g_ptr_array_add(argv, NULL);

	return argv;
}

/**
 * @brief Handler of every command that asks libvirt.
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return false; where the program could be run, nothing returns.
 * @norestriction
 * @sideeffect This process becomes the program that knows libvirt.
 * @failure GVM_ERROR_UNSUPPORTED when the program is missing; else the code of
 *          the errno.
 */
static bool libvirt_run(struct gvm_call *call, GError **err)
{
	g_autoptr(GPtrArray) argv = spell(call);
	int rc;

	rc = gvm_host_exec(&call->host, (const char *const *)argv->pdata);
	if (rc == -ENOENT)
		return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
				     "%s is missing: install all of gvm",
				     PROGRAM);

	return gvm_error_set_errno(err, rc, "cannot run %s", PROGRAM);
}

const struct gvm_cmd gvm_cmd_attach = {
	.name = "attach",
	.words = "DOMAIN",
	.help = "give a domain of libvirt a vGPU, with its metadata",
	.min_words = 1,
	.max_words = 1,
	.options = {
		{ "--type", NULL, "TYPE", "id of the type", false },
		{ "--name", NULL, "NAME", "instead: name of the type", false },
		{ "--framebuffer", NULL, "MIB",
		  "instead: the smallest type with so many MiB", false },
		{ "--parent", NULL, "PARENT", "make it on this parent", false },
		{ "--placement", NULL, "HOW", "spread, pack or numa", false },
		{ "--uuid", NULL, "UUID", "UUID of the vGPU, else a random one",
		  false },
		{ "--attr", NULL, "NAME=VALUE",
		  "write an attribute of the vGPU afterwards", true },
		{ "--display", NULL, NULL,
		  "show the display of the vGPU, from the start of the domain",
		  false },
		{ "--config", NULL, NULL,
		  "from the next start on (default)", false },
		{ "--live", NULL, NULL, "to the running domain", false },
		{ "--current", NULL, NULL,
		  "--live when the domain runs, else --config", false },
		{ "--print-xml", NULL, NULL,
		  "print the domain as it would be, change nothing", false },
		{ "--connect", "-c", "URI",
		  "libvirt's daemon, else qemu:///system", false },
	},
	.run = libvirt_run,
};

const struct gvm_cmd gvm_cmd_detach = {
	.name = "detach",
	.words = "DOMAIN UUID",
	.help = "take a vGPU from a domain of libvirt, with its metadata",
	.min_words = 2,
	.max_words = 2,
	.options = {
		{ "--config", NULL, NULL,
		  "from the next start on (default)", false },
		{ "--live", NULL, NULL, "from the running domain", false },
		{ "--current", NULL, NULL,
		  "--live when the domain runs, else --config", false },
		{ "--print-xml", NULL, NULL,
		  "print the domain as it would be, change nothing", false },
		{ "--connect", "-c", "URI",
		  "libvirt's daemon, else qemu:///system", false },
	},
	.run = libvirt_run,
};

const struct gvm_cmd gvm_cmd_pool = {
	.name = "pool",
	.words = "apply [FILE]",
	.help = "keep the vGPUs of pools defined and started through libvirt",
	.min_words = 1,
	.max_words = 2,
	.options = {
		{ "--assert", NULL, NULL,
		  "change nothing, fail when not all is as it is wanted", false },
		{ "--connect", "-c", "URI",
		  "libvirt's daemon, else qemu:///system", false },
	},
	.run = libvirt_run,
};
