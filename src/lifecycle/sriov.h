/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Enabling and disabling the virtual functions of a device.
 */
#ifndef GVM_LIFECYCLE_SRIOV_H
#define GVM_LIFECYCLE_SRIOV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "backend/vfs.h"
#include "util/cleanup.h"

struct gvm_host;

/** @brief What a step changes. */
enum gvm_sriov_kind {
	GVM_SRIOV_AUTOPROBE,	/**< Whether drivers are offered new ones. */
	GVM_SRIOV_NUMBER,	/**< How many virtual functions there are. */
};

/** @brief One change, which can be taken back. */
struct gvm_sriov_step {
	enum gvm_sriov_kind kind;	/**< What is changed. */
	unsigned int before;		/**< What it was. */
	unsigned int after;		/**< What it becomes. */
};

/** @brief What is going to be done, or was. */
struct gvm_sriov {
	struct gvm_vfs *vfs;	/**< The device; as it is afterwards. Owned. */
	GArray *steps;		/**< struct gvm_sriov_step; may be empty. */
};

/** @brief How new virtual functions are to be treated. */
enum gvm_sriov_autoprobe {
	GVM_SRIOV_LEAVE,	/**< As the kernel does now. */
	GVM_SRIOV_YES,		/**< They are offered to drivers. */
	GVM_SRIOV_NO,		/**< They stay without driver. */
};

/** @brief What is wanted. */
struct gvm_sriov_wish {
	uint64_t number;	/**< How many; 0 for all there can be. */
	enum gvm_sriov_autoprobe autoprobe;	/**< How they are treated. */
	bool dry_run;		/**< Only find out. */
};

/**
 * @brief Free a plan.
 * @param plan  The plan, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_sriov_free(struct gvm_sriov *plan);

GVM_DEFINE_AUTOPTR(gvm_sriov, gvm_sriov_free)

/**
 * @brief Say what a step does.
 * @param vfs   The device.
 * @param step  The step.
 * @return A new line without newline.
 * @pure
 */
char *gvm_sriov_describe(const struct gvm_vfs *vfs,
			 const struct gvm_sriov_step *step);

/**
 * @brief Decide how to enable virtual functions.
 * @param vfs   The device.
 * @param wish  What is wanted.
 * @param err   Where to store the error, or NULL.
 * @return A new array of struct gvm_sriov_step, empty when all is as wanted;
 *         or NULL.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_USAGE for more than there can be; GVM_ERROR_UNSUPPORTED
 *          when no driver has the device; GVM_ERROR_BUSY when it has another
 *          number of them.
 */
GArray *gvm_sriov_plan_enable(const struct gvm_vfs *vfs,
			      const struct gvm_sriov_wish *wish, GError **err);

/**
 * @brief Enable virtual functions.
 * @param host     The machine.
 * @param address  Address of the device, in the kernel's form.
 * @param wish     What is wanted.
 * @param err      Where to store the error, or NULL.
 * @return What was done, or NULL; then it was taken back.
 * @norestriction
 * @sideeffect Takes the lock. Makes functions; waits for the driver; a journal
 *             entry.
 * @failure Those of gvm_vfs_load(), gvm_sriov_plan_enable() and
 *          gvm_vfs_set().
 */
struct gvm_sriov *gvm_sriov_enable(struct gvm_host *host, const char *address,
				   const struct gvm_sriov_wish *wish,
				   GError **err);

/**
 * @brief Take all virtual functions of a device away, when nobody needs one.
 * @param host     The machine.
 * @param address  Address of the device, in the kernel's form.
 * @param dry_run  Only find out whether it could be done.
 * @param err      Where to store the error, or NULL.
 * @return What was done, or NULL.
 * @norestriction
 * @sideeffect Takes the lock. Removes functions; waits for the driver; a
 *             journal entry. Opens VFIO groups for an instant.
 * @failure Those of gvm_vfs_load(), gvm_sriov_check_unused() and
 *          gvm_vfs_set().
 */
struct gvm_sriov *gvm_sriov_disable(struct gvm_host *host, const char *address,
				    bool dry_run, GError **err);

/**
 * @brief Wait until a device is there and has a driver.
 * @param host     The machine.
 * @param address  Address of the device, in the kernel's form.
 * @param seconds  How long, at most.
 * @norestriction
 * @sideeffect Waits.
 * @failure Not told: what comes next finds out.
 */
void gvm_sriov_wait(struct gvm_host *host, const char *address,
		    uint64_t seconds);

#endif /* GVM_LIFECYCLE_SRIOV_H */
