/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Every active vGPU with its owner and what it is doing.
 */
#ifndef GVM_LIFECYCLE_SURVEY_H
#define GVM_LIFECYCLE_SURVEY_H

#include <glib.h>

#include "model/claim.h"
#include "model/device.h"

struct gvm_host;

/** @brief What a vGPU is doing. */
enum gvm_survey_state {
	GVM_SURVEY_IDLE,	/**< Nobody holds it. */
	GVM_SURVEY_STARTING,	/**< Its domain may be starting. */
	GVM_SURVEY_IN_USE,	/**< A program holds it. */
	GVM_SURVEY_UNKNOWN,	/**< It could not be found out. */
	GVM_SURVEY_STATES	/**< How many states there are. */
};

/** @brief One line of the survey. */
struct gvm_survey {
	struct gvm_vgpu *vgpu;		/**< The device. Owned. */
	struct gvm_claim *claim;	/**< Our claim on it, or NULL. Owned. */
	enum gvm_survey_state state;	/**< What it is doing. */
};

/**
 * @brief Look at every active vGPU.
 *
 * The VFIO group of a device is probed only when no start can be disturbed by
 * that, see gvm_host_probe(): never while its domain starts or runs.
 *
 * @param host  The machine.
 * @param err   Where to store the error, or NULL.
 * @return A new array of struct gvm_survey, sorted by parent and UUID, or
 *         NULL.
 * @restriction Without root neither owners nor states are known.
 * @sideeffect Probes VFIO groups.
 * @failure Those of gvm_backend_vgpus().
 */
GPtrArray *gvm_survey_load(struct gvm_host *host, GError **err);

/**
 * @brief Name a state, for tables and JSON.
 * @param state  The state.
 * @return A static string.
 * @pure
 */
const char *gvm_survey_name(enum gvm_survey_state state);

#endif /* GVM_LIFECYCLE_SURVEY_H */
