/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Reading the command line.
 */
#ifndef GVM_CMD_ARGS_H
#define GVM_CMD_ARGS_H

#include "cmd/cmd.h"
#include "model/request.h"

/** @brief What the user wants when no command is to run. */
enum gvm_args_wish {
	GVM_ARGS_RUN,		/**< Run the command. */
	GVM_ARGS_HELP,		/**< Show the usage. */
	GVM_ARGS_VERSION,	/**< Show the version. */
};

/**
 * @brief Read the command line into a call.
 * @param argc  Number of words in @p argv.
 * @param argv  Program name and what follows it; must outlive the call.
 * @param call  Filled; freed with gvm_args_clear(), also on failure.
 * @param wish  Where to put what is wanted.
 * @param err   Where to store the error, or NULL.
 * @return true when the line makes sense.
 * @norestriction
 * @sideeffect Fills @p call.
 * @failure GVM_ERROR_USAGE for unknown commands and options, a missing or
 *          superfluous value or word, and an option given twice.
 */
bool gvm_args_parse(int argc, char **argv, struct gvm_call *call,
		    enum gvm_args_wish *wish, GError **err);

/**
 * @brief Free what was read.
 * @param call  The call.
 * @norestriction
 * @sideeffect Releases the memory and closes the machine.
 * @nofailure
 */
void gvm_args_clear(struct gvm_call *call);

GVM_DEFINE_AUTO(gvm_call, gvm_args_clear)

/**
 * @brief Look up the value of an option.
 * @param call  The call.
 * @param name  Name of the option.
 * @return Its value, NULL when it was not given.
 * @pure
 */
const char *gvm_args_value(const struct gvm_call *call, const char *name);

/**
 * @brief Tell whether an option was given.
 * @param call  The call.
 * @param name  Name of the option.
 * @return true when it was.
 * @pure
 */
bool gvm_args_has(const struct gvm_call *call, const char *name);

/**
 * @brief Look up a word of the command.
 * @param call  The call.
 * @param i     Which one, from 0.
 * @return The word, NULL when there are fewer.
 * @pure
 */
const char *gvm_args_word(const struct gvm_call *call, unsigned int i);

/**
 * @brief Put a request together from --type, --name or --framebuffer, and
 *        --parent, --placement, --uuid and --attr.
 *
 * @param call  The call.
 * @param numa  Whether it is for a domain, so that the placement may be numa.
 * @param err   Where to store the error, or NULL.
 * @return A new request, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_USAGE when a value is not of its form, or the type is
 *          missing.
 */
struct gvm_request *gvm_args_request(const struct gvm_call *call, bool numa,
				     GError **err);

#endif /* GVM_CMD_ARGS_H */
