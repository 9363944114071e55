// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl import: types XML from the TOML of gvm-cli.
 *
 * A program of its own reads the TOML, so that no hook of any domain loads a
 * library for it.
 */
#include <errno.h>

#include "cmd/args.h"
#include "cmd/commands.h"
#include "host/exec.h"
#include "util/error.h"
#include "util/text.h"

/** @brief The program that reads TOML. */
#define PROGRAM GVM_LIBEXECDIR "/gvmctl-import"
/** @brief More parts than a file has. */
#define PART_MAX 9999
/** @brief Most words of that program, with the NULL behind them. */
#define WORDS_MAX 7

/**
 * @brief Check the option --config.
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when it is not given, or is a number.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_USAGE.
 */
static bool check_part(const struct gvm_call *call, GError **err)
{
	const char *value = gvm_args_value(call, "--config");
	uint64_t part;

	if (!value || (gvm_text_to_uint(value, PART_MAX, &part) && part > 0))
		return true;

	return gvm_error_set(err, GVM_ERROR_USAGE,
			     "--config '%s' is not a number from 1 to %d",
			     value, PART_MAX);
}

/**
 * @brief Handler of "import".
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return false; where the program could be run, nothing returns.
 * @norestriction
 * @sideeffect This process becomes the program that reads TOML.
 * @failure GVM_ERROR_USAGE for a bad --config; GVM_ERROR_UNSUPPORTED when the
 *          program or Python is missing; else the code of the errno.
 */
static bool import_run(struct gvm_call *call, GError **err)
{
	const char *part = gvm_args_value(call, "--config");
	const char *argv[WORDS_MAX] = { PROGRAM };
	size_t n = 1;
	int rc;

	if (!check_part(call, err))
		return false;
	if (call->settings.quiet)
		argv[n++] = "--quiet";
	if (part) {
		argv[n++] = "--config";
		argv[n++] = part;
	}
	argv[n++] = "--";
	argv[n] = gvm_args_word(call, 0);

	rc = gvm_host_exec(&call->host, argv);
	if (rc == -ENOENT)
		return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
				     "%s or the /usr/bin/python3 that it needs is missing: install python3 3.11 or later, or all of gvm",
				     PROGRAM);

	return gvm_error_set_errno(err, rc, "cannot run %s", PROGRAM);
}

const struct gvm_cmd gvm_cmd_import = {
	.name = "import",
	.words = "FILE",
	.help = "print types XML made from the TOML of gvm-cli",
	.min_words = 1,
	.max_words = 1,
	.flags = GVM_CMD_NO_JSON,
	.options = {
		{ "--config", NULL, "NUMBER",
		  "only this [[config]], counted from 1", false },
	},
	.run = import_run,
};
