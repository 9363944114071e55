/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Programs of an imitated machine: none is ever really run but by exec.
 *
 * A program is there when it has a file. What it does must be known here, else
 * it does nothing and ends with 0. Every run is noted in the log, and the
 * script may answer instead, with an errno or, as "errno -N", with exit status
 * N.
 */
#ifndef GVM_TESTS_FAKE_RUN_H
#define GVM_TESTS_FAKE_RUN_H

#include "host/host.h"

/**
 * @brief The imitated run of a program.
 * @param host        The machine.
 * @param argv        Path of the program below the root, its arguments, NULL.
 * @param timeout_ms  How long it may take.
 * @return Its exit status, or a negative errno.
 * @norestriction
 * @sideeffect Appends to the log; what the program does.
 * @failure -ENOENT when it has no file; -ETIMEDOUT when it would never end;
 *          what the script says.
 */
int fake_run(struct gvm_host *host, const char *const *argv,
	     unsigned int timeout_ms);

/**
 * @brief The imitated way to become another program.
 *
 * The machine's programs are below its root. One that is a link there is the
 * real program that it leads to: this process becomes it.
 *
 * @param host  The machine.
 * @param argv  Absolute path of the program, its arguments, NULL.
 * @return A negative errno; nothing on success.
 * @norestriction
 * @sideeffect Appends to the log; this process is another program.
 * @failure -ENOENT when it has no file; what the script says; what execve(2)
 *          reports.
 */
int fake_exec(struct gvm_host *host, const char *const *argv);

#endif /* GVM_TESTS_FAKE_RUN_H */
