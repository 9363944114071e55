/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief A vGPU on its way into a domain.
 */
#ifndef GVM_VIRT_ATTACH_H
#define GVM_VIRT_ATTACH_H

#include "cmd/cmd.h"
#include "lifecycle/plan.h"
#include "virt/domain.h"

/** @brief What is known while a vGPU is attached. */
struct gvm_attach {
	struct gvm_call *call;		/**< The call. Borrowed. */
	virConnect *conn;		/**< libvirt. Owned. */
	virDomain *domain;		/**< The domain. Owned. */
	struct gvm_virt_scope scope;	/**< Which forms of it. */
	struct gvm_request *request;	/**< What is wanted, uuid or address
					 *   set once it is known. Owned.
					 */
	struct gvm_domain *before;	/**< The domain as it is. Owned. */
	struct gvm_plan *plan;		/**< What was or would be made; NULL
					 *   when this machine is not asked.
					 */
	struct gvm_client client;	/**< For whom. */
	const struct gvm_step *step;	/**< That of the vGPU, or NULL. */
	char *config;			/**< XML of --config. Owned. */
	char *live;			/**< XML of --live. Owned. */
	char *new_config;		/**< What it becomes. Owned. */
	char *new_live;			/**< What it becomes. Owned. */
};

/**
 * @brief Find out whether there is a vGPU to be had, and which one.
 * @param attach  The attachment, with the domain as it is; its request gets a
 *                UUID or an address.
 * @param err     Where to store the error, or NULL.
 * @return true when the domain may have it. A machine that is only full at the
 *         moment will do for the next start: a note says so.
 * @restriction A preview: for a running domain the vGPU is made afterwards.
 * @sideeffect Reads the machine and, for functions, the other domains; may
 *             write a note to standard error.
 * @failure Those of gvm_prepare_plan().
 */
bool gvm_attach_plan(struct gvm_attach *attach, GError **err);

/**
 * @brief Note which device the plan came to.
 * @param attach  The attachment, with its plan.
 * @norestriction
 * @sideeffect Sets step, and uuid or address of the request.
 * @nofailure
 */
void gvm_attach_note(struct gvm_attach *attach);

/**
 * @brief Write what the forms of the domain become.
 * @param attach  The attachment, its request with uuid or address.
 * @param err     Where to store the error, or NULL.
 * @return true when the vGPU fits into them.
 * @norestriction
 * @sideeffect Sets new_config and new_live.
 * @failure Those of gvm_edit_add() and gvm_guard_domain();
 *          GVM_ERROR_UNSUPPORTED for the display of a function with a libvirt
 *          that has no word for it.
 */
bool gvm_attach_edit(struct gvm_attach *attach, GError **err);

#endif /* GVM_VIRT_ATTACH_H */
