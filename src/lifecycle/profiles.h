/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The types that are to be registered: /etc/gvm/types.d.
 */
#ifndef GVM_LIFECYCLE_PROFILES_H
#define GVM_LIFECYCLE_PROFILES_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "model/profile.h"

struct gvm_host;

/** @brief Directory of the files of types. */
#define GVM_PROFILES_DIR "etc/gvm/types.d"

/**
 * @brief Make an empty list of files.
 * @return A new array of struct gvm_profiles, which it owns.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
GPtrArray *gvm_profiles_list(void);

/**
 * @brief Read a file of types and add it to a list.
 * @param files  struct gvm_profiles.
 * @param name   What to call it in errors.
 * @param text   Its content.
 * @param len    Length of @p text in bytes.
 * @param err    Where to store the error, or NULL.
 * @return true when it is right by itself and beside the others.
 * @norestriction
 * @sideeffect Grows the list.
 * @failure GVM_ERROR_INVALID, with file and line, also for an id that another
 *          file has.
 */
bool gvm_profiles_add(GPtrArray *files, const char *name, const char *text,
		      size_t len, GError **err);

/**
 * @brief Read all files of /etc/gvm/types.d, by name.
 * @param host  The machine.
 * @param err   Where to store the error, or NULL.
 * @return A new array of struct gvm_profiles, empty when there is no file, or
 *         NULL.
 * @restriction Files whose names begin with a dot or do not end with ".xml"
 *              are passed over.
 * @nosideeffect
 * @failure Those of gvm_profiles_add(); the code of the errno when a file
 *          cannot be read.
 */
GPtrArray *gvm_profiles_load(struct gvm_host *host, GError **err);

#endif /* GVM_LIFECYCLE_PROFILES_H */
