/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Whole machines by name, and the domains that run on them.
 */
#ifndef GVM_TESTS_FAKE_MACHINE_H
#define GVM_TESTS_FAKE_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

/** @brief A machine that can be made by name. */
struct fake_machine {
	const char *name;	/**< Its name. */
	const char *what;	/**< What it has, for people. */
	void (*make)(const char *root);	/**< Puts the devices there. */
};

/** @brief Every machine; the last one has no name. */
extern const struct fake_machine fake_machines[];

/**
 * @brief Make a machine by name.
 * @param root  Directory of the machine; made when missing.
 * @param name  A name from fake_machines.
 * @return false when there is no machine of that name.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process when a file cannot be made.
 */
bool fake_machine_make(const char *root, const char *name);

/**
 * @brief Let a process run.
 * @param root   The machine.
 * @param pid    Its number.
 * @param start  When it was started, in clock ticks since boot.
 * @param args   Its arguments, ended by NULL.
 * @norestriction
 * @sideeffect Creates "stat", "comm" and "cmdline" in proc.
 * @failure Ends the process that calls.
 */
void fake_machine_process(const char *root, int pid, uint64_t start,
			  const char *const *args);

/**
 * @brief Let a domain run, with a QEMU and libvirt's pid file.
 * @param root  The machine.
 * @param name  Name of the domain.
 * @param uuid  UUID of the domain.
 * @param pid   Number of its QEMU.
 * @norestriction
 * @sideeffect Creates files in run/libvirt/qemu and proc.
 * @failure Ends the process that calls.
 */
void fake_machine_domain(const char *root, const char *name, const char *uuid,
			 int pid);

/**
 * @brief Let a process die.
 * @param root  The machine.
 * @param pid   Its number.
 * @restriction A pid file stays, as after a crash.
 * @sideeffect Removes the files of the process.
 * @failure Ends the process that calls.
 */
void fake_machine_kill(const char *root, int pid);

#endif /* GVM_TESTS_FAKE_MACHINE_H */
