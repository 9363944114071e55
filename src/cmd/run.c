// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief From the command line to the exit status.
 */
#include <stdio.h>

#include "cmd/args.h"
#include "cmd/help.h"
#include "cmd/print.h"
#include "util/error.h"
#include "util/text.h"

/** @brief Longest sentence on stderr, in bytes. */
#define SENTENCE_MAX 2048

/**
 * @brief Check that --root names a directory.
 * @param root  The directory; "/" is not looked at.
 * @param err   Where to store the error, or NULL.
 * @return true when it does.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_NOT_FOUND: a mistyped root must not look like a machine
 *          without vGPUs.
 */
static bool check_root(const char *root, GError **err)
{
	if (g_str_equal(root, "/") || g_file_test(root, G_FILE_TEST_IS_DIR))
		return true;

	return gvm_error_set(err, GVM_ERROR_NOT_FOUND,
			     "--root %s is not a directory", root);
}

/**
 * @brief Run the command of a call.
 * @param call      The call.
 * @param handlers  What this program does of the table, or NULL when it does
 *                  all as the table says.
 * @param err       Where to store the error, or NULL.
 * @return true on success.
 * @norestriction
 * @sideeffect Those of the command.
 * @failure Those of the command; GVM_ERROR_USAGE when this program does not do
 *          it.
 */
static bool run_command(struct gvm_call *call,
			const struct gvm_handler *handlers, GError **err)
{
	if (!handlers)
		return call->cmd->run(call, err);
	for (; handlers->name; handlers++)
		if (g_str_equal(handlers->name, call->cmd->name))
			return handlers->run(call, err);

	return gvm_error_set(err, GVM_ERROR_USAGE,
			     "this program has no such command: run gvmctl");
}

/**
 * @brief Do what the command line asks for.
 * @param argc      Number of words in @p argv.
 * @param argv      The words.
 * @param call      The call, with its machine's operations; cleared by the
 *                  caller.
 * @param handlers  As for run_command().
 * @param err       Where to store the error, or NULL.
 * @return true on success.
 * @norestriction
 * @sideeffect Those of the command.
 * @failure Those of the command line, the command and the output.
 */
static bool run(int argc, char **argv, struct gvm_call *call,
		const struct gvm_handler *handlers, GError **err)
{
	const struct gvm_host_ops *ops = call->host.ops;
	enum gvm_args_wish wish;

	if (!gvm_args_parse(argc, argv, call, &wish, err))
		return false;
	switch (wish) {
	case GVM_ARGS_HELP:
		gvm_help_print(call->cmd);
		break;
	case GVM_ARGS_VERSION:
		puts("gvmctl " GVM_VERSION);
		break;
	case GVM_ARGS_RUN:
		if (!check_root(call->settings.root, err))
			return false;
		gvm_host_init(&call->host, call->settings.root, ops);
		call->host.echo = call->settings.verbose;
		if (!run_command(call, handlers, err))
			return false;
		break;
	}

	return gvm_print_flush(err);
}

int gvm_run_handlers(int argc, char **argv, const struct gvm_host_ops *ops,
		     const struct gvm_handler *handlers)
{
	g_auto(gvm_call) call = { .host.ops = ops };
	g_autoptr(GError) err = NULL;
	g_autofree char *shown = NULL;

	if (run(argc, argv, &call, handlers, &err))
		return call.status;
	fflush(stdout);
	/* It may quote what the user typed: one line it must be. */
	shown = gvm_text_printable(err->message, SENTENCE_MAX);
	fprintf(stderr, "gvmctl%s%s: %s\n", call.cmd ? " " : "",
		call.cmd ? call.cmd->name : "", shown);

	return gvm_error_status(err);
}

int gvm_run(int argc, char **argv, const struct gvm_host_ops *ops)
{
	return gvm_run_handlers(argc, argv, ops, NULL);
}
