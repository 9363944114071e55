// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl callout: called by the script in mdevctl's call-out directory.
 */
#include <stdio.h>
#include <unistd.h>

#include "cmd/args.h"
#include "cmd/commands.h"
#include "lifecycle/callout.h"
#include "util/error.h"

/** @brief By which mdevctl knows that a type is not of the script. */
#define NOT_MINE 2

/**
 * @brief Find the word that follows a letter.
 * @param call    The call; its words are those of mdevctl.
 * @param letter  The letter, with its dash.
 * @return The word, or NULL.
 * @pure
 */
static const char *find_word(const struct gvm_call *call, const char *letter)
{
	for (guint i = 0; i + 1 < call->words->len; i += 2)
		if (g_str_equal(g_ptr_array_index(call->words, i), letter))
			return g_ptr_array_index(call->words, i + 1);

	return NULL;
}

/**
 * @brief Take the words of mdevctl.
 * @param call     The call.
 * @param callout  Filled in; its strings are borrowed.
 * @param err      Where to store the error, or NULL.
 * @return true when all are there.
 * @restriction A later mdevctl may have more letters: they are passed over.
 * @sideeffect Fills @p callout.
 * @failure GVM_ERROR_USAGE.
 */
static bool read_words(const struct gvm_call *call,
		       struct gvm_callout_call *callout, GError **err)
{
	const struct {
		const char *letter;
		const char **word;
	} rows[] = {
		{ "-t", &callout->type }, { "-e", &callout->event },
		{ "-a", &callout->action }, { "-s", &callout->state },
		{ "-u", &callout->uuid }, { "-p", &callout->parent },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		*rows[i].word = find_word(call, rows[i].letter);
		if (!*rows[i].word)
			return gvm_error_set(err, GVM_ERROR_USAGE,
					     "mdevctl gives no %s: this command is for its call-out scripts",
					     rows[i].letter);
	}

	return true;
}

/**
 * @brief Handler of "callout".
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return false when mdevctl must not go on.
 * @norestriction
 * @sideeffect Those of gvm_callout_run(); writes to standard output what
 *             mdevctl is to read. The status of the call says whether the type
 *             is ours.
 * @failure GVM_ERROR_FAILED with the sentence of gvm_callout_run(), for
 *          mdevctl must not take it for "not mine"; but GVM_ERROR_USAGE where
 *          it cannot be told whether the type is ours.
 */
static bool callout_run(struct gvm_call *call, GError **err)
{
	struct gvm_callout_call callout = {
		.input = STDIN_FILENO,
		.dry_run = call->settings.dry_run,
	};
	g_autoptr(GError) cause = NULL;
	g_autofree char *out = NULL;
	bool ours;

	if (!read_words(call, &callout, err))
		return false;
	if (!gvm_callout_run(&call->host, &callout, &ours, &out, &cause))
		return gvm_error_set(err, ours ? GVM_ERROR_FAILED :
				     GVM_ERROR_USAGE, "%s", cause->message);
	if (!ours)
		call->status = NOT_MINE;
	else if (out)
		fputs(out, stdout);

	return true;
}

const struct gvm_cmd gvm_cmd_callout = {
	.name = "callout",
	.words = "-t TYPE -e EVENT -a ACTION -s STATE -u UUID -p PARENT",
	.help = "answer a call-out of mdevctl, the device's JSON on standard input",
	.min_words = 12,
	.max_words = 32,
	.flags = GVM_CMD_RAW | GVM_CMD_INTERNAL | GVM_CMD_NO_JSON,
	.run = callout_run,
};
