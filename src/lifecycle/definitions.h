/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief vGPUs that were defined, but not made.
 */
#ifndef GVM_LIFECYCLE_DEFINITIONS_H
#define GVM_LIFECYCLE_DEFINITIONS_H

#include <glib.h>
#include <stdbool.h>

#include "model/request.h"

struct gvm_host;

/** @brief Our node-device XML files, one vGPU each. */
#define GVM_DEFINITIONS_DIR "etc/gvm/nodedev.d"
/** @brief mdevctl's definitions, PARENT/UUID. */
#define GVM_DEFINITIONS_MDEVCTL "etc/mdevctl.d"

/**
 * @brief Complete a request from the definition of its device.
 *
 * Looks into /etc/gvm/nodedev.d first and then into mdevctl's definitions.
 *
 * @param host     The machine.
 * @param request  A request with a UUID and no type; parent, type,
 *                 attributes, source and where are filled in when a
 *                 definition exists, and left alone otherwise.
 * @param err      Where to store the error, or NULL.
 * @return true also when there is no definition.
 * @norestriction
 * @sideeffect Fills @p request.
 * @failure GVM_ERROR_INVALID when the definition is broken, or when it was
 *          not found and a file that may hold it is broken;
 *          GVM_ERROR_DENIED when a file cannot be read.
 */
bool gvm_definitions_find(struct gvm_host *host, struct gvm_request *request,
			  GError **err);

/**
 * @brief List all definitions of mdevctl.
 * @param host  The machine.
 * @param err   Where to store the error, or NULL.
 * @return A new array of struct gvm_request, by parent and UUID, or NULL. What
 *         is no definition is left out.
 * @norestriction
 * @nosideeffect
 * @failure The code of the errno when something cannot be read.
 */
GPtrArray *gvm_definitions_list(struct gvm_host *host, GError **err);

#endif /* GVM_LIFECYCLE_DEFINITIONS_H */
