/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Other processes of the machine, read from its proc file system.
 */
#ifndef GVM_HOST_PROCESS_H
#define GVM_HOST_PROCESS_H

#include "host/host.h"

/**
 * @brief Read when a process was started.
 * @param host   The machine.
 * @param pid    Number of the process.
 * @param start  Where to put its start, in clock ticks since boot (field 22
 *               of proc(5)'s stat).
 * @return 0, or a negative errno.
 * @norestriction
 * @nosideeffect
 * @failure -ENOENT when there is no such process or it is a zombie; -EINVAL
 *          when its stat file cannot be read as one.
 */
int gvm_process_start(struct gvm_host *host, int pid, uint64_t *start);

/**
 * @brief Tell whether a process still runs.
 * @param host   The machine.
 * @param pid    Number of the process; 0 means nobody.
 * @param start  Its start, which tells it from a later one with that number.
 * @return true when exactly that process runs.
 * @norestriction
 * @nosideeffect
 * @failure A process that cannot be looked at counts as gone.
 */
bool gvm_process_is_alive(struct gvm_host *host, int pid, uint64_t start);

/**
 * @brief Tell whether a process was started with a given argument.
 * @param host  The machine.
 * @param pid   Number of the process.
 * @param arg   The argument, compared as a whole.
 * @return true when it runs and has that argument.
 * @norestriction
 * @nosideeffect
 * @failure A process that cannot be looked at counts as gone.
 */
bool gvm_process_has_arg(struct gvm_host *host, int pid, const char *arg);

/**
 * @brief Read the arguments with which a process was started.
 * @param host  The machine.
 * @param pid   Number of the process.
 * @return A new array of owned strings, the program's name first, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure NULL when there is no such process or it cannot be looked at. A
 *          kernel thread has an empty list.
 */
GPtrArray *gvm_process_args(struct gvm_host *host, int pid);

/**
 * @brief Find a process by the name that the kernel shows of its program.
 * @param host  The machine.
 * @param name  The name; the kernel shows 15 bytes at most.
 * @return The smallest number of a process of that name, 0 when none runs.
 * @norestriction
 * @nosideeffect
 * @failure A process that cannot be looked at counts as gone.
 */
int gvm_process_find(struct gvm_host *host, const char *name);

/**
 * @brief Tell the name that the kernel shows of a process.
 * @param host  The machine.
 * @param pid   Its process id.
 * @return A new string, or NULL when there is no such process.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
char *gvm_process_name(struct gvm_host *host, int pid);

/**
 * @brief Tell how a process is confined.
 * @param host  The machine.
 * @param pid   Its process id.
 * @return A new string, AppArmor's profile with its mode or SELinux's context,
 *         or NULL when neither is there.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
char *gvm_process_label(struct gvm_host *host, int pid);

/**
 * @brief Tell by the clock when a process was started.
 * @param host   The machine.
 * @param pid    Its process id.
 * @param began  Where to put it, in seconds since 1970; untouched on failure.
 * @return 0, or a negative errno.
 * @restriction A clock that was set since the boot makes it wrong by as much.
 * @nosideeffect
 * @failure Those of gvm_process_start(); -ENOENT when the kernel does not tell
 *          when it was booted.
 */
int gvm_process_began(struct gvm_host *host, int pid, int64_t *began);

/**
 * @brief Read from the libraries of a process which libvirt it belongs to.
 *
 * The file name of the library says it: libvirt.so.0.11003.0 is 11.3.0.
 *
 * @param host  The machine.
 * @param pid   Its process id; the daemon's, as a rule.
 * @return Major version times 1000 plus minor version, or 0 when it uses no
 *         libvirt or cannot be looked at.
 * @restriction Needs the permission to trace the process.
 * @nosideeffect
 * @nofailure
 */
unsigned int gvm_process_libvirt(struct gvm_host *host, int pid);

/**
 * @brief Tell whether whoever started this process has a file open.
 * @param host  The machine.
 * @param file  Absolute path of the file, as the process sees it.
 * @return true when our parent has, its parent, and so on; init is not asked.
 * @restriction Needs the permission to trace these processes.
 * @nosideeffect
 * @failure A process that cannot be looked at has nothing open.
 */
bool gvm_process_caller_has(struct gvm_host *host, const char *file);

#endif /* GVM_HOST_PROCESS_H */
