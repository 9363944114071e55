/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief How an imitated kernel makes and removes mediated devices.
 *
 * What it needs to remember is kept in the machine itself, below .fake, so
 * that several processes can use one machine:
 * @verbatim
.fake/parents/PARENT/pool        name of the pool it takes from
.fake/parents/PARENT/max         most devices it can have at a time
.fake/parents/PARENT/cost/TYPE   what one device of the type takes
.fake/parents/PARENT/leaving     exists: the driver is unregistering it
.fake/pools/POOL/total, used     what there is, and what is taken
.fake/pools/POOL/full            errno when it is full (28, ENOSPC)
.fake/pools/POOL/members/PARENT  who takes from it
.fake/group                      number of the next VFIO group
.fake/busy/GROUP                 exists: a program holds the group
.fake/blocked                    UUIDs whose removal would hang for ever
@endverbatim
 */
#ifndef GVM_TESTS_FAKE_MDEV_H
#define GVM_TESTS_FAKE_MDEV_H

#include <errno.h>
#include <stdbool.h>

/** @brief Answer for a write that would never return. */
#define FAKE_BLOCKED (-EINPROGRESS)

/**
 * @brief React to a write to the "create" file of a type.
 * @param root   The machine.
 * @param path   Path of the file, below the root.
 * @param value  What was written.
 * @return 0, or the negative errno the kernel would give.
 * @restriction Hold the lock of the machine.
 * @sideeffect Makes the device; the numbers of available instances go down.
 * @failure -EINVAL, -EEXIST, -ENODEV, -ENOSPC as in the kernel.
 */
int fake_mdev_create(const char *root, const char *path, const char *value);

/**
 * @brief React to a write to the "remove" file of a device.
 * @param root   The machine.
 * @param path   Path of the file, below the root.
 * @param value  What was written.
 * @return 0, or the negative errno the kernel would give.
 * @restriction Hold the lock of the machine.
 * @sideeffect Removes the device; the numbers of available instances go up.
 * @failure -EINVAL for what is no number; FAKE_BLOCKED when the group is
 *          held: then only the entry in the list of devices is gone, and the
 *          UUID is noted in .fake/blocked.
 */
int fake_mdev_remove(const char *root, const char *path, const char *value);

/**
 * @brief Write the numbers of available instances of one parent.
 * @param root    The machine.
 * @param parent  Name of the parent.
 * @restriction Hold the lock of the machine if others use it.
 * @sideeffect Writes "available_instances" of every type.
 * @nofailure
 */
void fake_mdev_refresh(const char *root, const char *parent);

/**
 * @brief Let a program hold a device, as QEMU does.
 * @param root  The machine.
 * @param uuid  The device.
 * @norestriction
 * @sideeffect Its group is busy from now on.
 * @failure Ends the process when there is no such device.
 */
void fake_mdev_hold(const char *root, const char *uuid);

/**
 * @brief Let the program go that holds a device.
 * @param root  The machine.
 * @param uuid  The device.
 * @norestriction
 * @sideeffect Its group is free; a removal that was blocked is finished.
 * @failure Ends the process when there is no such device.
 */
void fake_mdev_let_go(const char *root, const char *uuid);

/**
 * @brief Tell whether a device is there, as users see it.
 * @param root  The machine.
 * @param uuid  The device.
 * @return true when the kernel lists it.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
bool fake_mdev_exists(const char *root, const char *uuid);

#endif /* GVM_TESTS_FAKE_MDEV_H */
