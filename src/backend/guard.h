/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What the host keeps of PCI functions that a domain is to have.
 */
#ifndef GVM_BACKEND_GUARD_H
#define GVM_BACKEND_GUARD_H

#include <glib.h>
#include <stdbool.h>

#include "model/parent.h"

struct gvm_host;

/**
 * @brief Tell whether a function becomes a vGPU under the driver it has.
 * @param host     The machine.
 * @param address  Its address.
 * @return true when no other driver may get it.
 * @norestriction
 * @nosideeffect
 * @failure What cannot be looked at does not.
 */
bool gvm_guard_keeps_driver(struct gvm_host *host, const char *address);

/**
 * @brief List the other functions of an IOMMU group that the host keeps.
 * @param host     The machine.
 * @param address  Address of a function.
 * @return A new array of struct gvm_parent, empty when QEMU can have the
 *         group; bridges do not count.
 * @norestriction
 * @nosideeffect
 * @failure What cannot be looked at is left out.
 */
GPtrArray *gvm_guard_kept(struct gvm_host *host, const char *address);

#endif /* GVM_BACKEND_GUARD_H */
