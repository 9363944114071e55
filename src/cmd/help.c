// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl help: the usage text.
 */
#include "cmd/help.h"

#include <stdio.h>

#include "cmd/args.h"
#include "cmd/commands.h"
#include "util/error.h"

/** @brief Width of the left column of the usage text. */
#define LEFT 24

/**
 * @brief Print a list of options.
 * @param list  The options, ended by one without a name.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @nofailure
 */
static void print_options(const struct gvm_option *list)
{
	for (; list->name; list++) {
		g_autofree char *left = NULL;

		left = g_strdup_printf("%s%s%s%s%s",
				       list->letter ? list->letter : "",
				       list->letter ? ", " : "", list->name,
				       list->value ? " " : "",
				       list->value ? list->value : "");
		printf("  %-*s %s%s\n", LEFT, left, list->help,
		       list->repeats ? ", repeatable" : "");
	}
}

/**
 * @brief Print every command.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @nofailure
 */
static void print_commands(void)
{
	size_t n;
	const struct gvm_cmd *const *commands = gvm_table_all(&n);

	for (size_t i = 0; i < n; i++) {
		g_autofree char *left = NULL;

		if (commands[i]->flags & GVM_CMD_INTERNAL)
			continue;
		left = g_strdup_printf("%s %s", commands[i]->name,
				       commands[i]->words);
		printf("  %-*s %s\n", LEFT, left, commands[i]->help);
	}
}

/**
 * @brief Print one line of what a completion needs to know.
 * @param name   Name of a command; empty for options that all have.
 * @param words  Its words.
 * @param list   Its options, ended by one without a name.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @nofailure
 */
static void print_line(const char *name, const char *words,
		       const struct gvm_option *list)
{
	const char *between = "";

	printf("%s:%s:", name, words);
	for (; list->name; list++, between = " ")
		printf("%s%s%s%s%s%s", between,
		       list->letter ? list->letter : "",
		       list->letter ? " " : "", list->name,
		       list->value ? "=" : "", list->value ? list->value : "");
	putchar('\n');
}

/**
 * @brief Print the table of commands for a completion.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @nofailure
 */
static void print_table(void)
{
	size_t n;
	const struct gvm_cmd *const *commands = gvm_table_all(&n);

	print_line("", "", gvm_table_options());
	for (size_t i = 0; i < n; i++)
		if (!(commands[i]->flags & GVM_CMD_INTERNAL))
			print_line(commands[i]->name, commands[i]->words,
				   commands[i]->options);
}

void gvm_help_print(const struct gvm_cmd *cmd)
{
	if (cmd) {
		printf("usage: gvmctl [OPTION...] %s%s%s\n\n%s\n", cmd->name,
		       *cmd->words ? " " : "", cmd->words, cmd->help);
		if (cmd->options[0].name)
			puts("\noptions of this command:");
		print_options(cmd->options);
	} else {
		puts("usage: gvmctl [OPTION...] COMMAND [WORD...]\n\ncommands:");
		print_commands();
	}
	puts("\noptions of all commands:");
	print_options(gvm_table_options());
}

/**
 * @brief Handler of "help".
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when there is such a command.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @failure GVM_ERROR_USAGE for a command that does not exist, and for one
 *          with --completion.
 */
static bool help_run(struct gvm_call *call, GError **err)
{
	const char *name = gvm_args_word(call, 0);
	const struct gvm_cmd *cmd = name ? gvm_table_find(name) : NULL;

	if (name && !cmd)
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "unknown command '%s'; 'gvmctl help' lists the commands",
				     name);
	if (!gvm_args_has(call, "--completion"))
		gvm_help_print(cmd);
	else if (!name)
		print_table();
	else
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "--completion is about all commands: leave '%s' out",
				     name);

	return true;
}

const struct gvm_cmd gvm_cmd_help = {
	.name = "help",
	.words = "[COMMAND]",
	.help = "show how to use gvmctl or one of its commands",
	.max_words = 1,
	.flags = GVM_CMD_NO_JSON,
	.options = {
		{ "--completion", NULL, NULL,
		  "print the table of commands for a completion", false },
	},
	.run = help_run,
};
