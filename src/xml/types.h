/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Reading files of vGPU types, see gvm-types(5).
 */
#ifndef GVM_XML_TYPES_H
#define GVM_XML_TYPES_H

#include <glib.h>
#include <stddef.h>

#include "model/profile.h"

/** @brief Namespace of a file of types. */
#define GVM_TYPES_NS "https://linux-gvm.org/xmlns/types/1.0"

/**
 * @brief Read a file of types.
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param name  What to call it in errors.
 * @param err   Where to store the error, or NULL.
 * @return A new file of types, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with file and line, for whatever the schema
 *          does not allow, an id that is there twice, and numbers that
 *          contradict each other.
 */
struct gvm_profiles *gvm_types_parse(const char *text, size_t len,
				     const char *name, GError **err);

#endif /* GVM_XML_TYPES_H */
