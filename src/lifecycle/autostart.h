/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Starting mdevctl's definitions whose type has come after their parent.
 */
#ifndef GVM_LIFECYCLE_AUTOSTART_H
#define GVM_LIFECYCLE_AUTOSTART_H

#include <glib.h>
#include <stdbool.h>

#include "model/request.h"

struct gvm_host;

/**
 * @brief Find the definitions that are to be started.
 * @param host   The machine.
 * @param types  Set of ids such as "nvidia-1001": definitions of other types
 *               are mdevctl's own business.
 * @param err    Where to store the error, or NULL.
 * @return A new array of struct gvm_request, by parent and UUID, or NULL.
 *         Left out are definitions that are started by hand, and those whose
 *         device exists.
 * @restriction Hold the lock when the answer decides about a change.
 * @nosideeffect
 * @failure GVM_ERROR_DENIED when definitions cannot be read. A definition that
 *          is broken is mdevctl's to complain about, and left out.
 */
GPtrArray *gvm_autostart_find(struct gvm_host *host, GHashTable *types,
			      GError **err);

/**
 * @brief Make the device of a definition.
 * @param host     The machine.
 * @param request  From gvm_autostart_find().
 * @param err      Where to store the error, or NULL.
 * @return true when it is there, with its attributes.
 * @restriction Hold the lock.
 * @sideeffect Makes the device, without a claim: it belongs to whoever defined
 *             it, and no hook removes it. One journal entry. mdevctl's
 *             call-outs are not run.
 * @failure Those of the back end; then nothing is left.
 */
bool gvm_autostart_make(struct gvm_host *host,
			const struct gvm_request *request, GError **err);

#endif /* GVM_LIFECYCLE_AUTOSTART_H */
