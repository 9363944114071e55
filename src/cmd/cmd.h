/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What a command is, and what it is given.
 *
 * The table of commands (see table.c) is the only place that knows their
 * names, words, options and help. Dispatch, usage text and completion read
 * it, and a test compares it with the man page.
 */
#ifndef GVM_CMD_CMD_H
#define GVM_CMD_CMD_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "host/host.h"

/** @brief More options than any command has. */
#define GVM_CMD_OPTIONS_MAX 16

/** @brief One option of a command, or one that all commands have. */
struct gvm_option {
	const char *name;	/**< Such as "--parent"; NULL ends a list. */
	const char *letter;	/**< Such as "-v", or NULL. */
	const char *value;	/**< Name of its value, NULL for a flag. */
	const char *help;	/**< One line, no full stop. */
	bool repeats;		/**< It may be given more than once. */
};

/** @brief Options before and after the command that all commands have. */
struct gvm_settings {
	const char *root;	/**< --root. */
	bool json;		/**< --json. */
	bool dry_run;		/**< --dry-run. */
	bool verbose;		/**< -v. */
	bool quiet;		/**< -q. */
};

struct gvm_cmd;

/** @brief What a command runs with. */
struct gvm_call {
	const struct gvm_cmd *cmd;	/**< The command. */
	struct gvm_host host;		/**< The machine. */
	struct gvm_settings settings;	/**< Global options. */
	GPtrArray *words;		/**< Words that are no options. */
	GPtrArray *options;		/**< struct gvm_option_value. */
	int status;			/**< Exit status of a success, 0 but
					 *   where it is an answer.
					 */
};

/** @brief An option that was given. */
struct gvm_option_value {
	const struct gvm_option *option;	/**< Which. */
	const char *value;			/**< Its value, or NULL. */
};

/** @brief Properties of a command. */
enum gvm_cmd_flags {
	GVM_CMD_RAW = 1 << 0,		/**< All its words are literal. */
	GVM_CMD_INTERNAL = 1 << 1,	/**< Called by programs, not people. */
	GVM_CMD_NO_JSON = 1 << 2,	/**< Its output is of another form. */
};

/** @brief One command. */
struct gvm_cmd {
	const char *name;	/**< The word that selects it. */
	const char *words;	/**< Its words as the usage text shows them. */
	const char *help;	/**< One line, no full stop. */
	unsigned int min_words;	/**< Fewest words it takes. */
	unsigned int max_words;	/**< Most words it takes. */
	unsigned int flags;	/**< enum gvm_cmd_flags. */
	/** @brief Its own options, ended by one without a name. */
	struct gvm_option options[GVM_CMD_OPTIONS_MAX];
	/** @brief Do it; false with an error set on failure. */
	bool (*run)(struct gvm_call *call, GError **err);
};

/** @brief What another program does for a command of the table. */
struct gvm_handler {
	const char *name;	/**< Name of the command; NULL ends a list. */
	/** @brief Do it; false with an error set on failure. */
	bool (*run)(struct gvm_call *call, GError **err);
};

/**
 * @brief List all commands.
 * @param n  Where to put how many there are.
 * @return An array of pointers, static.
 * @pure
 */
const struct gvm_cmd *const *gvm_table_all(size_t *n);

/**
 * @brief List the options that all commands have.
 * @return A static array, ended by one without a name.
 * @pure
 */
const struct gvm_option *gvm_table_options(void);

/**
 * @brief Find a command by its name.
 * @param name  The word the user typed.
 * @return The command, or NULL.
 * @restriction No abbreviations: scripts must not break when a name is added.
 * @nosideeffect
 * @nofailure
 */
const struct gvm_cmd *gvm_table_find(const char *name);

/**
 * @brief Run the program.
 * @param argc  Number of words in @p argv.
 * @param argv  Program name, global options, command, its words.
 * @param ops   Operations of the machine.
 * @return The exit status, see enum gvm_error.
 * @norestriction
 * @sideeffect Those of the command; a failure is one line on stderr.
 * @failure Reported by the exit status.
 */
int gvm_run(int argc, char **argv, const struct gvm_host_ops *ops);

/**
 * @brief Run a program that does a part of the commands in its own way.
 * @param argc      Number of words in @p argv.
 * @param argv      Program name, global options, command, its words.
 * @param ops       Operations of the machine.
 * @param handlers  What it does, ended by one without a name.
 * @return The exit status, see enum gvm_error.
 * @norestriction
 * @sideeffect Those of the handler; a failure is one line on stderr.
 * @failure Reported by the exit status; GVM_ERROR_USAGE for a command that it
 *          has no handler of.
 */
int gvm_run_handlers(int argc, char **argv, const struct gvm_host_ops *ops,
		     const struct gvm_handler *handlers);

#endif /* GVM_CMD_CMD_H */
