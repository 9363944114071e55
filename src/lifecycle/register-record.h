/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Which types of a GPU are ours: /run/gvm/types/GPU.
 *
 * The driver does not tell who sent a type. So the ids are written to a file
 * before the first of them is sent. A run that is cut short leaves ids in the
 * file that the driver never got; that does no harm, since nobody is asked
 * about a type that is not there. /run is emptied at boot, exactly as the
 * driver's list is.
 */
#ifndef GVM_LIFECYCLE_REGISTER_RECORD_H
#define GVM_LIFECYCLE_REGISTER_RECORD_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct gvm_host;

/** @brief Directory of the records, one file for each GPU. */
#define GVM_REGISTER_RECORDS "run/gvm/types"

/**
 * @brief List the ids that this program sent to a GPU since boot.
 * @param host     The machine.
 * @param address  PCI address of the GPU; of a virtual function's physical
 *                 function, not of the virtual function.
 * @param err      Where to store the error, or NULL.
 * @return A new array of uint32_t, empty when nothing was ever sent, or NULL.
 * @restriction Only root may read it.
 * @nosideeffect
 * @failure GVM_ERROR_DENIED without root; the code of the errno otherwise.
 */
GArray *gvm_register_record_load(struct gvm_host *host, const char *address,
				 GError **err);

/**
 * @brief Tell whether a list holds an id.
 * @param ids  uint32_t.
 * @param id   The id.
 * @return true when it does.
 * @pure
 */
bool gvm_register_record_has(const GArray *ids, uint32_t id);

/**
 * @brief Write durably which ids of a GPU are ours.
 * @param host     The machine.
 * @param address  PCI address of the GPU.
 * @param ids      uint32_t.
 * @param err      Where to store the error, or NULL.
 * @return true when it will be seen by whoever comes after a crash.
 * @restriction Hold the lock of gvm_claims_lock().
 * @sideeffect Writes below /run/gvm/types, readable by root only.
 * @failure GVM_ERROR_NO_CAPACITY when /run is full; GVM_ERROR_DENIED without
 *          root; GVM_ERROR_FAILED otherwise.
 */
bool gvm_register_record_save(struct gvm_host *host, const char *address,
			      const GArray *ids, GError **err);

#endif /* GVM_LIFECYCLE_REGISTER_RECORD_H */
