/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief How an imitated kernel makes virtual functions and removes them.
 *
 * The rules are those of Linux 6.1 and 6.12: what "sriov_numvfs" takes, what
 * links there are, and that functions are given to drivers only while
 * "sriov_drivers_autoprobe" says so, or they have a "driver_override". What it
 * needs to remember is kept in the machine itself:
 * @verbatim
.fake/pci/FUNCTION/sriov/driver   driver that knows the virtual functions
.fake/pci/FUNCTION/sriov/manual   exists: only sriov-manage makes them
.fake/pci/FUNCTION/sriov/leaving  exists: one of them cannot go
.fake/pci/FUNCTION/sriov/admin    where the driver has a directory for each
@endverbatim
 */
#ifndef GVM_TESTS_FAKE_SRIOV_H
#define GVM_TESTS_FAKE_SRIOV_H

#include <stdbool.h>

#include "fake-pci.h"

/**
 * @brief Put what a physical function has, besides what all have.
 * @param root  The machine.
 * @param dir   Its directory.
 * @param pci   What it is.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
void fake_sriov_offer(const char *root, const char *dir,
		      const struct fake_pci *pci);

/**
 * @brief Tell whether probing may give a function to a driver.
 * @param root     The machine.
 * @param address  The function.
 * @return false for a virtual one while its physical one says so.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
bool fake_sriov_may_probe(const char *root, const char *address);

/**
 * @brief React to a write to an attribute of SR-IOV.
 * @param root     The machine.
 * @param address  The function.
 * @param name     Name of the attribute.
 * @param value    What was written.
 * @param rc       Where to put 0, or the negative errno.
 * @return false when it is no such attribute.
 * @restriction Hold the lock of the machine.
 * @sideeffect Makes virtual functions, or removes them.
 * @failure -EINVAL for what is no number; -ERANGE for more than there can be;
 *          -ENOENT without a driver that makes them; -EBUSY when there are
 *          some; FAKE_BLOCKED when a program holds one.
 */
bool fake_sriov_write(const char *root, const char *address, const char *name,
		      const char *value, int *rc);

/**
 * @brief Make virtual functions, whatever the driver says.
 * @param root     The machine.
 * @param address  The physical function.
 * @param number   How many; 0 removes them.
 * @return 0, or a negative errno.
 * @restriction Hold the lock of the machine if others use it.
 * @sideeffect Creates functions, or removes them.
 * @failure As fake_sriov_write(), -ENOENT excepted.
 */
int fake_sriov_set(const char *root, const char *address, unsigned int number);

/**
 * @brief Do what NVIDIA's program sriov-manage does.
 * @param root     The machine.
 * @param option   "-e" makes all virtual functions, "-d" removes them.
 * @param address  The physical function.
 * @return What the program would exit with.
 * @restriction Hold the lock of the machine if others use it.
 * @sideeffect See fake_sriov_set().
 * @failure 1 when it is no function of NVIDIA's driver, or the kernel refuses.
 */
int fake_sriov_manage(const char *root, const char *option,
		      const char *address);

/**
 * @brief Go on removing virtual functions after one was let go of.
 * @param root  The machine.
 * @param gone  The one that was let go of.
 * @norestriction
 * @sideeffect Removes functions, if that is what was waited for.
 * @nofailure
 */
void fake_sriov_let_go(const char *root, const char *gone);

#endif /* GVM_TESTS_FAKE_SRIOV_H */
