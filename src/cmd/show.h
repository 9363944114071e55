/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Showing plans, and reading the files that commands are given.
 */
#ifndef GVM_CMD_SHOW_H
#define GVM_CMD_SHOW_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "cmd/cmd.h"
#include "lifecycle/plan.h"

/**
 * @brief Show a plan as JSON or as a table.
 * @param call  The call.
 * @param plan  The plan.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @nofailure
 */
void gvm_show_plan(const struct gvm_call *call, const struct gvm_plan *plan);

/**
 * @brief Read a file that a command is given.
 * @param path  Path as typed, "-" for standard input.
 * @param text  Where to put the bytes; freed by the caller.
 * @param len   Where to put how many there are.
 * @param err   Where to store the error, or NULL.
 * @return true on success.
 * @norestriction
 * @sideeffect Reads the file.
 * @failure GVM_ERROR_INVALID when it is too large; else the code of the
 *          errno.
 */
bool gvm_show_read(const char *path, char **text, size_t *len, GError **err);

/**
 * @brief Name a file for messages.
 * @param path  Path as typed.
 * @return @p path, or "standard input" for "-".
 * @pure
 */
const char *gvm_show_name(const char *path);

#endif /* GVM_CMD_SHOW_H */
