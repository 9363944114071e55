/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Exceptions to what an imitated kernel does, and what it was asked.
 *
 * The exceptions are lines of the file .fake/script, so that a shell script
 * can write them as well:
 * @verbatim
OP <tab> PATTERN <tab> SKIP <tab> TIMES <tab> ACTION
@endverbatim
 * OP is store, probe, run, xenstore or wait. PATTERN is a glob in which '*' matches '/' too,
 * for the path of the operation. The first SKIP matches pass, the next TIMES
 * (-1: all) meet the ACTION, which is "errno N" for the answer -N without any
 * effect (N may be 0), or "vanish PATH", which removes that path before the
 * operation goes on.
 */
#ifndef GVM_TESTS_FAKE_SCRIPT_H
#define GVM_TESTS_FAKE_SCRIPT_H

#include <stdbool.h>

/** @brief Stands for "every time". */
#define FAKE_ALWAYS (-1)

/**
 * @brief Let some operations fail.
 * @param root     The machine.
 * @param op       "store", "probe" or "xenstore".
 * @param pattern  Glob for the path of the operation.
 * @param skip     How many matches pass first.
 * @param times    How many fail then, or FAKE_ALWAYS.
 * @param errnum   Positive errno, or 0: success without effect.
 * @norestriction
 * @sideeffect Appends to the script.
 * @nofailure
 */
void fake_script_fail(const char *root, const char *op, const char *pattern,
		      int skip, int times, int errnum);

/**
 * @brief Let something vanish at the moment of an operation.
 * @param root     The machine.
 * @param op       "store", "probe" or "wait".
 * @param pattern  Glob for the path of the operation; "*" for wait.
 * @param skip     How many matches pass first.
 * @param path     What vanishes.
 * @norestriction
 * @sideeffect Appends to the script.
 * @nofailure
 */
void fake_script_vanish(const char *root, const char *op, const char *pattern,
			int skip, const char *path);

/**
 * @brief Look whether the script has something to say about an operation.
 * @param root  The machine.
 * @param op    The operation.
 * @param path  Its path; "" for wait.
 * @param rc    Where to put the answer.
 * @return true when @p rc is the answer, false when the operation goes on.
 * @restriction Hold the lock of the machine.
 * @sideeffect Counts the match; may remove what vanishes.
 * @failure Ends the process when the script is malformed.
 */
bool fake_script_run(const char *root, const char *op, const char *path,
		     int *rc);

#endif /* GVM_TESTS_FAKE_SCRIPT_H */
