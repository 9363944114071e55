/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Handing over to another program.
 */
#ifndef GVM_HOST_EXEC_H
#define GVM_HOST_EXEC_H

#include "host/host.h"

/**
 * @brief Become another program of the suite.
 *
 * It keeps standard input, output and error, the working directory and the
 * terminal of this process, but no other descriptor, and of the environment
 * nothing: it gets a fixed PATH and locale.
 *
 * @param host  The machine.
 * @param argv  Absolute path of the program, its arguments, NULL. It is taken
 *              from the running system whatever the root directory is: a
 *              program of an image is not run.
 * @return A negative errno; nothing on success.
 * @restriction Nothing that was printed may still be in a buffer.
 * @sideeffect This process is another program.
 * @failure What execve(2) reports; -ENOENT also when the interpreter of a
 *          script is missing.
 */
int gvm_host_exec(struct gvm_host *host, const char *const *argv);

#endif /* GVM_HOST_EXEC_H */
