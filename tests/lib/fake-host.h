/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief An imitated machine for one test.
 *
 * @code
 * g_autoptr(fake_host) fake = fake_host_new("a10-two");
 *
 * fake_gpu_vgpu(fake->root, "0000:41:00.4", "nvidia-588", UUID_1);
 * fake_mdev_hold(fake->root, UUID_1);
 * ... call the code under test with &fake->host ...
 * @endcode
 */
#ifndef GVM_TESTS_FAKE_HOST_H
#define GVM_TESTS_FAKE_HOST_H

#include "fake-gpu.h"
#include "fake-kernel.h"
#include "fake-machine.h"
#include "fake-mdev.h"
#include "fake-nvidia.h"
#include "fake-pci.h"
#include "fake-script.h"
#include "fake-sriov.h"
#include "fake-tree.h"
#include "fake-vf.h"
#include "fake-xen.h"
#include "host/host.h"

/** @brief A UUID that tests use. */
#define FAKE_UUID_1 "c2177883-f1bb-47f0-914d-32a22e3a8801"
/** @brief Another one. */
#define FAKE_UUID_2 "c2177883-f1bb-47f0-914d-32a22e3a8802"
/** @brief A third one. */
#define FAKE_UUID_3 "c2177883-f1bb-47f0-914d-32a22e3a8803"

/** @brief A machine in a temporary directory. */
struct fake_host {
	struct gvm_host host;	/**< What the code under test is given. */
	char *root;		/**< The directory. Owned. */
};

/**
 * @brief Make a machine.
 * @param name  A name from fake_machines.
 * @return A new machine, freed with fake_host_free().
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
struct fake_host *fake_host_new(const char *name);

/**
 * @brief Free a machine.
 * @param fake  The machine, or NULL.
 * @restriction A removal that would hang for ever ends the process here,
 *              unless the test has said with fake_host_blocked() that it
 *              knows.
 * @sideeffect Removes the directory.
 * @failure Ends the process when a removal of a held device was tried.
 */
void fake_host_free(struct fake_host *fake);

GVM_DEFINE_AUTOPTR(fake_host, fake_host_free)

/**
 * @brief Ask whether a removal was tried that would hang for ever.
 * @param fake  The machine.
 * @return The UUIDs, one a line, as a new string, or NULL.
 * @norestriction
 * @sideeffect Forgets it.
 * @nofailure
 */
char *fake_host_blocked(struct fake_host *fake);

#endif /* GVM_TESTS_FAKE_HOST_H */
