/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Asking the record of types that were sent.
 */
#ifndef GVM_TESTS_LIFECYCLE_OURS_H
#define GVM_TESTS_LIFECYCLE_OURS_H

#include "lifecycle/register-record.h"

/**
 * @brief Tell whether this program brought a type to a GPU.
 * @param host     The machine.
 * @param address  PCI address of the GPU.
 * @param id       Id of the type.
 * @return true when it is in the record.
 * @norestriction
 * @nosideeffect
 * @failure false when the record cannot be read.
 */
static inline bool is_ours(struct gvm_host *host, const char *address,
			   uint32_t id)
{
	g_autoptr(GArray) ids = gvm_register_record_load(host, address, NULL);

	return ids && gvm_register_record_has(ids, id);
}

#endif /* GVM_TESTS_LIFECYCLE_OURS_H */
