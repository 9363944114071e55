// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading the command line.
 */
#include "cmd/args.h"

#include <string.h>

#include "util/error.h"
#include "util/text.h"

/** @brief A command line that is being read. */
struct line {
	int argc;		/**< Number of words. */
	char **argv;		/**< The words. Borrowed. */
	int next;		/**< Index of the next word. */
	bool literal;		/**< "--" was seen: no more options. */
};

/**
 * @brief Find an option in a list.
 * @param list  Options, ended by one without a name.
 * @param word  What was typed, without "=VALUE".
 * @return The option, or NULL.
 * @pure
 */
static const struct gvm_option *find_in(const struct gvm_option *list,
					const char *word)
{
	for (; list->name; list++)
		if (g_str_equal(list->name, word) ||
		    (list->letter && g_str_equal(list->letter, word)))
			return list;

	return NULL;
}

/**
 * @brief Find an option of the command or of all commands.
 * @param call  The call; its command may still be unknown.
 * @param word  What was typed, without "=VALUE".
 * @return The option, or NULL.
 * @pure
 */
static const struct gvm_option *find_option(const struct gvm_call *call,
					    const char *word)
{
	const struct gvm_option *option = NULL;

	if (call->cmd)
		option = find_in(call->cmd->options, word);

	return option ? option : find_in(gvm_table_options(), word);
}

/**
 * @brief Note a global option.
 * @param call    The call.
 * @param wish    Set by --help and --version.
 * @param name    Name of the option.
 * @param value   Its value, or NULL.
 * @norestriction
 * @sideeffect Changes the settings.
 * @nofailure
 */
static void note_setting(struct gvm_call *call, enum gvm_args_wish *wish,
			 const char *name, const char *value)
{
	struct gvm_settings *settings = &call->settings;

	if (g_str_equal(name, "--json"))
		settings->json = true;
	else if (g_str_equal(name, "--dry-run"))
		settings->dry_run = true;
	else if (g_str_equal(name, "--verbose"))
		settings->verbose = true;
	else if (g_str_equal(name, "--quiet"))
		settings->quiet = true;
	else if (g_str_equal(name, "--root"))
		settings->root = value;
	else if (g_str_equal(name, "--help"))
		*wish = GVM_ARGS_HELP;
	else if (g_str_equal(name, "--version"))
		*wish = GVM_ARGS_VERSION;
}

/**
 * @brief Find the value of an option, after "=" or in the next word.
 * @param line    The line.
 * @param option  The option.
 * @param inline_value  What stands after "=", or NULL.
 * @param value   Where to put the value; NULL for a flag.
 * @param err     Where to store the error, or NULL.
 * @return true when the option has a value exactly if it needs one.
 * @norestriction
 * @sideeffect May consume a word.
 * @failure GVM_ERROR_USAGE.
 */
static bool take_value(struct line *line, const struct gvm_option *option,
		       const char *inline_value, const char **value,
		       GError **err)
{
	*value = inline_value;
	if (!option->value)
		return !inline_value ||
			gvm_error_set(err, GVM_ERROR_USAGE,
				      "option %s takes no value",
				      option->name);
	if (!inline_value && line->next < line->argc)
		*value = line->argv[line->next++];
	if (*value && **value)
		return true;

	return gvm_error_set(err, GVM_ERROR_USAGE,
			     "option %s needs a value: %s %s", option->name,
			     option->name, option->value);
}

/**
 * @brief Read one option.
 * @param line  The line, just behind the word.
 * @param call  The call.
 * @param word  The word.
 * @param wish  Set by --help and --version.
 * @param err   Where to store the error, or NULL.
 * @return true when it makes sense.
 * @norestriction
 * @sideeffect Changes the call.
 * @failure GVM_ERROR_USAGE.
 */
static bool read_option(struct line *line, struct gvm_call *call,
			const char *word, enum gvm_args_wish *wish,
			GError **err)
{
	const char *equals = g_str_has_prefix(word, "--") ?
		strchr(word, '=') : NULL;
	g_autofree char *name = equals ? g_strndup(word, equals - word) :
		g_strdup(word);
	const struct gvm_option *option = find_option(call, name);
	struct gvm_option_value *given;
	const char *value;

	if (!option)
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "unknown option %s; 'gvmctl help%s%s' lists the options",
				     name, call->cmd ? " " : "",
				     call->cmd ? call->cmd->name : "");
	if (!take_value(line, option, equals ? equals + 1 : NULL, &value, err))
		return false;
	if (!option->repeats && gvm_args_has(call, option->name))
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "option %s is given twice", option->name);

	given = g_new0(struct gvm_option_value, 1);
	given->option = option;
	given->value = value;
	g_ptr_array_add(call->options, given);
	note_setting(call, wish, option->name, value);

	return true;
}

/**
 * @brief Read the word that selects the command.
 * @param line  The line, just behind the word.
 * @param call  The call.
 * @param word  The word.
 * @param err   Where to store the error, or NULL.
 * @return true when there is such a command.
 * @norestriction
 * @sideeffect Sets the command, and the line to literal where it asks so.
 * @failure GVM_ERROR_USAGE.
 */
static bool read_command(struct line *line, struct gvm_call *call,
			 const char *word, GError **err)
{
	call->cmd = gvm_table_find(word);
	if (!call->cmd)
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "unknown command '%s'; 'gvmctl help' lists the commands",
				     word);
	line->literal = call->cmd->flags & GVM_CMD_RAW;

	return true;
}

/**
 * @brief Check the number of words of the command.
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when it is right.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_USAGE.
 */
static bool check_words(const struct gvm_call *call, GError **err)
{
	if (!call->cmd)
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "no command given; 'gvmctl help' lists the commands");
	if (call->settings.verbose && call->settings.quiet)
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "-v and -q exclude each other");
	if (call->settings.json && call->cmd->flags & GVM_CMD_NO_JSON)
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "there is no JSON form of this: leave --json out");
	if (call->words->len >= call->cmd->min_words &&
	    call->words->len <= call->cmd->max_words)
		return true;

	return gvm_error_set(err, GVM_ERROR_USAGE,
			     "wrong number of words; usage: gvmctl %s%s%s",
			     call->cmd->name, *call->cmd->words ? " " : "",
			     call->cmd->words);
}

bool gvm_args_parse(int argc, char **argv, struct gvm_call *call,
		    enum gvm_args_wish *wish, GError **err)
{
	struct line line = { .argc = argc, .argv = argv, .next = 1 };

	*wish = GVM_ARGS_RUN;
	*call = (struct gvm_call) {
		.host.root_fd = -1,
		.settings.root = "/",
		.words = g_ptr_array_new(),
		.options = g_ptr_array_new_with_free_func(g_free),
	};
	while (line.next < line.argc) {
		char *word = line.argv[line.next++];

		if (!line.literal && g_str_equal(word, "--")) {
			line.literal = true;
		} else if (!line.literal && word[0] == '-' && word[1]) {
			if (!read_option(&line, call, word, wish, err))
				return false;
		} else if (!call->cmd) {
			if (!read_command(&line, call, word, err))
				return false;
		} else {
			g_ptr_array_add(call->words, word);
		}
	}

	return *wish != GVM_ARGS_RUN || check_words(call, err);
}

void gvm_args_clear(struct gvm_call *call)
{
	g_clear_pointer(&call->words, g_ptr_array_unref);
	g_clear_pointer(&call->options, g_ptr_array_unref);
	gvm_host_close(&call->host);
}

const char *gvm_args_value(const struct gvm_call *call, const char *name)
{
	for (guint i = 0; i < call->options->len; i++) {
		const struct gvm_option_value *given;

		given = g_ptr_array_index(call->options, i);
		if (g_str_equal(given->option->name, name))
			return given->value;
	}

	return NULL;
}

bool gvm_args_has(const struct gvm_call *call, const char *name)
{
	for (guint i = 0; i < call->options->len; i++) {
		const struct gvm_option_value *given;

		given = g_ptr_array_index(call->options, i);
		if (g_str_equal(given->option->name, name))
			return true;
	}

	return false;
}

const char *gvm_args_word(const struct gvm_call *call, unsigned int i)
{
	return i < call->words->len ? g_ptr_array_index(call->words, i) : NULL;
}
