/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Why a request cannot be satisfied.
 */
#ifndef GVM_LIFECYCLE_PLACE_REPORT_H
#define GVM_LIFECYCLE_PLACE_REPORT_H

#include <glib.h>

#include "lifecycle/inventory.h"
#include "model/request.h"

/** @brief Why there is no candidate: how far the best parent came. */
enum gvm_obstacle {
	GVM_OBSTACLE_NO_PARENT,	/**< None at all, or not the one asked for. */
	GVM_OBSTACLE_NO_UUID,	/**< Its vGPU would have no UUID, but has to. */
	GVM_OBSTACLE_NO_TYPE,	/**< No parent offers such a type. */
	GVM_OBSTACLE_WRONG_API,	/**< It has another device API. */
	GVM_OBSTACLE_TAKEN,	/**< It is a vGPU already: it can be one only. */
	GVM_OBSTACLE_SHRUNK,	/**< It may have offered it before others came. */
	GVM_OBSTACLE_FULL,	/**< It has no instance left. */
	GVM_OBSTACLE_NONE,	/**< There is a candidate. */
};

/**
 * @brief Say why a request cannot be satisfied.
 * @param inv       The machine.
 * @param request   The request.
 * @param obstacle  How far the best parent came.
 * @param other     A function that would do instead, or NULL.
 * @param err       Where to store the error, or NULL.
 * @norestriction
 * @sideeffect Allocates the error.
 * @nofailure
 */
void gvm_place_report(const struct gvm_inventory *inv,
		      const struct gvm_request *request,
		      enum gvm_obstacle obstacle,
		      const struct gvm_parent *other, GError **err);

#endif /* GVM_LIFECYCLE_PLACE_REPORT_H */
