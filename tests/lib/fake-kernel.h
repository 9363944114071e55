/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The operations of an imitated machine: a kernel that reacts.
 *
 * Everything it knows is in the machine's own directory (see fake-mdev.h and
 * fake-script.h), and it works under a lock of its own, so that several
 * processes can use one machine at the same time. Besides those two:
 * @verbatim
.fake/now         clock, in milliseconds since boot
.fake/real-clock  exists: waiting takes real time as well
.fake/log         every write and probe: OP PATH VALUE = RC
.fake/journal     every entry of the journal, KEY=VALUE separated by tabs
@endverbatim
 */
#ifndef GVM_TESTS_FAKE_KERNEL_H
#define GVM_TESTS_FAKE_KERNEL_H

#include <stdint.h>

#include "host/host.h"

/** @brief What the clock of a new machine shows, in seconds. */
#define FAKE_BOOT_TIME 1000

/** @brief The operations; usable with any gvm_host whose root is a machine. */
extern const struct gvm_host_ops fake_kernel_ops;

/**
 * @brief Take the lock of a machine.
 * @param root  The machine.
 * @return A descriptor; closing it frees the lock.
 * @norestriction
 * @sideeffect Waits for other processes.
 * @failure Ends the process.
 */
int fake_kernel_lock(const char *root);

/**
 * @brief Note an operation.
 * @param root   The machine.
 * @param op     Its name.
 * @param path   Its path.
 * @param value  What was written, or "".
 * @param rc     Its result.
 * @return @p rc.
 * @restriction Hold the lock of the machine.
 * @sideeffect Appends to the log.
 * @nofailure
 */
int fake_kernel_note(const char *root, const char *op, const char *path,
		     const char *value, int rc);

/**
 * @brief Let the clock advance.
 * @param root  The machine.
 * @param ms    Milliseconds.
 * @restriction Hold the lock of the machine.
 * @sideeffect Writes the clock.
 * @nofailure
 */
void fake_kernel_advance(const char *root, unsigned int ms);

/**
 * @brief Move the clock of a machine.
 * @param root     The machine.
 * @param seconds  How far.
 * @norestriction
 * @sideeffect Later calls of gvm_host_now() see it.
 * @nofailure
 */
void fake_kernel_pass(const char *root, unsigned int seconds);

/**
 * @brief Give a file to somebody else than root.
 * @param root  The machine.
 * @param path  The file.
 * @param uid   Its owner from now on.
 * @norestriction
 * @sideeffect Writes a file of the imitation.
 * @failure Ends the process.
 */
void fake_kernel_own(const char *root, const char *path, unsigned int uid);

/**
 * @brief Read what was written and probed so far.
 * @param root  The machine.
 * @return A new string, one line each, "" when nothing was.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
char *fake_kernel_log(const char *root);

/**
 * @brief Read the entries of the journal.
 * @param root  The machine.
 * @return A new string, one line each, "" when there are none.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
char *fake_kernel_journal(const char *root);

#endif /* GVM_TESTS_FAKE_KERNEL_H */
