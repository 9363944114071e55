/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Whether a type is ours, and bringing it to the parent that lacks it.
 */
#ifndef GVM_LIFECYCLE_CALLOUT_TYPE_H
#define GVM_LIFECYCLE_CALLOUT_TYPE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "lifecycle/register.h"
#include "model/profile.h"
#include "util/cleanup.h"

struct gvm_host;

/** @brief A type of ours. */
struct gvm_callout_type {
	GPtrArray *files;		/**< struct gvm_profiles. Owned. */
	struct gvm_profiles *file;	/**< The one that has it, or NULL. */
	uint32_t id;			/**< Its id. */
};

/**
 * @brief Forget a type.
 * @param type  The type.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_callout_type_clear(struct gvm_callout_type *type);

GVM_DEFINE_AUTO(gvm_callout_type, gvm_callout_type_clear)

/**
 * @brief Look for a type in /etc/gvm/types.d.
 * @param host  The machine.
 * @param name  Id of the type, as the kernel spells it.
 * @param type  Empty; its file stays NULL when the type is not ours.
 * @param err   Where to store the error, or NULL.
 * @return true when it can be told.
 * @norestriction
 * @sideeffect Reads the files, for a name as NVIDIA's driver gives it.
 * @failure Those of gvm_profiles_load().
 */
bool gvm_callout_type_find(struct gvm_host *host, const char *name,
			   struct gvm_callout_type *type, GError **err);

/**
 * @brief Register a type when a parent lacks it.
 * @param host    The machine.
 * @param type    A type of ours.
 * @param parent  Address of the parent.
 * @param reg     Where to put the registration, which holds the lock; NULL
 *                when there was nothing to do.
 * @param err     Where to store the error, or NULL.
 * @return true when the parent offers the type, or is none at all: that is
 *         for mdevctl to say.
 * @restriction Do not hold the lock.
 * @sideeffect Those of gvm_register_apply(), for this type on one GPU.
 * @failure GVM_ERROR_UNSUPPORTED when the type is not for this GPU, or does
 *          not appear; those of gvm_register_plan() and _apply().
 */
bool gvm_callout_type_offer(struct gvm_host *host,
			    const struct gvm_callout_type *type,
			    const char *parent, struct gvm_register **reg,
			    GError **err);

#endif /* GVM_LIFECYCLE_CALLOUT_TYPE_H */
