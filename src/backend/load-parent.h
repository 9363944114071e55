/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Reading who a parent is, whatever makes vGPUs of it.
 */
#ifndef GVM_BACKEND_LOAD_PARENT_H
#define GVM_BACKEND_LOAD_PARENT_H

#include "model/device.h"

struct gvm_host;

/**
 * @brief Read one parent from its directory in sysfs, but for its types.
 * @param host     The machine.
 * @param above    Directory below the root that lists it.
 * @param name     Its name there; a plain name.
 * @param backend  Name of its back end; a static string.
 * @return A new parent, or NULL when it is gone.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
struct gvm_parent *gvm_load_parent(struct gvm_host *host, const char *above,
				   const char *name, const char *backend);

#endif /* GVM_BACKEND_LOAD_PARENT_H */
