/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Which of libvirt's daemons have called our hook.
 *
 * libvirt looks for hooks when a daemon starts and when it is told to reload,
 * and tells nobody what it has found. It does call the hook of its daemons at
 * both moments, so whoever has called has seen us.
 */
#ifndef GVM_LIFECYCLE_DAEMONS_H
#define GVM_LIFECYCLE_DAEMONS_H

#include <stdbool.h>

struct gvm_host;

/** @brief A file for each daemon that has called. */
#define GVM_DAEMONS_DIR "run/gvm/daemons"

/**
 * @brief Remember that a daemon has called.
 * @param host  The machine.
 * @param pid   Its process id.
 * @norestriction
 * @sideeffect Writes a file below GVM_DAEMONS_DIR.
 * @failure What cannot be written is not remembered: only the doctor asks.
 */
void gvm_daemons_remember(struct gvm_host *host, int pid);

/**
 * @brief Tell whether a daemon has called since it was started.
 * @param host  The machine.
 * @param pid   Its process id.
 * @return true when it has.
 * @norestriction
 * @nosideeffect
 * @failure Without right to look, it has not.
 */
bool gvm_daemons_has_called(struct gvm_host *host, int pid);

#endif /* GVM_LIFECYCLE_DAEMONS_H */
