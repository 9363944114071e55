/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The usage text, made from the table of commands.
 */
#ifndef GVM_CMD_HELP_H
#define GVM_CMD_HELP_H

#include "cmd/cmd.h"

/**
 * @brief Print the usage.
 * @param cmd  Of this command, or NULL for that of the program.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @nofailure
 */
void gvm_help_print(const struct gvm_cmd *cmd);

#endif /* GVM_CMD_HELP_H */
