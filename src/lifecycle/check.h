/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The doctor: is this machine fit for vGPUs, and what mends it?
 *
 * Nothing is changed, and nothing fails: what cannot be looked at is a
 * finding. A check is one function and one row of a table, see
 * check-subjects.h.
 */
#ifndef GVM_LIFECYCLE_CHECK_H
#define GVM_LIFECYCLE_CHECK_H

#include <glib.h>
#include <stdbool.h>

#include "host/host.h"
#include "lifecycle/check-cause.h"
#include "lifecycle/gpus.h"
#include "model/request.h"
#include "util/cleanup.h"

/** @brief How much a finding matters. */
enum gvm_check_level {
	GVM_CHECK_OK,		/**< It is as it should be. */
	GVM_CHECK_NOTE,		/**< Worth knowing, needs nothing. */
	GVM_CHECK_WARNING,	/**< Something will not work that could. */
	GVM_CHECK_ERROR,	/**< What is configured cannot work. */
};

/** @brief What a check found. */
struct gvm_check_finding {
	enum gvm_check_level level;	/**< How much it matters. */
	const char *key;	/**< Name of the check. Static. */
	enum gvm_cause cause;	/**< Why, or none. */
	char *subject;		/**< What it is about, or NULL. Owned. */
	char *detail;		/**< A sentence. Owned. */
	char *remedy;		/**< What mends it, or NULL. Owned. */
};

/** @brief A domain that libvirt has defined. */
struct gvm_check_domain {
	char *name;			/**< Name of its file. Owned. */
	struct gvm_domain *domain;	/**< What it says, or NULL. Owned. */
	char *why;			/**< Why that is NULL. Owned. */
};

/** @brief A machine that is being looked at. */
struct gvm_check {
	struct gvm_host *host;	/**< The machine. Borrowed. */
	struct gvm_gpus *gpus;	/**< GPUs of NVIDIA's driver. Owned. */
	GPtrArray *parents;	/**< struct gvm_parent, or NULL when they
				 *   cannot be listed. Owned.
				 */
	char *no_parents;	/**< Why they cannot, or NULL. Owned. */
	/** @brief char *, addresses of NVIDIA's GPUs on the PCI bus. Owned. */
	GPtrArray *pci;
	bool profiles;		/**< There are types to be registered. */
	GPtrArray *domains;	/**< struct gvm_check_domain. Owned. */
	/** @brief struct gvm_request, definitions of mdevctl. Owned. */
	GPtrArray *definitions;
	int daemon;		/**< Process id of libvirt's, or 0. */
	const char *key;	/**< Name of the check that runs. Static. */
	GPtrArray *findings;	/**< struct gvm_check_finding. Owned. */
};

/**
 * @brief Look at a machine.
 * @param host  The machine; must outlive the result.
 * @return What was found, freed with gvm_check_free().
 * @restriction Who is not root sees less, and is told so.
 * @sideeffect Those of gvm_gpus_ask_all().
 * @nofailure
 */
struct gvm_check *gvm_check_new(struct gvm_host *host);

/**
 * @brief Free what was found.
 * @param check  The check, or NULL.
 * @norestriction
 * @sideeffect Frees what was allocated in NVIDIA's driver.
 * @nofailure
 */
void gvm_check_free(struct gvm_check *check);

GVM_DEFINE_AUTOPTR(gvm_check, gvm_check_free)

/**
 * @brief Count the findings of a level.
 * @param check  The check.
 * @param level  The level.
 * @return How many there are.
 * @pure
 */
unsigned int gvm_check_count(const struct gvm_check *check,
			     enum gvm_check_level level);

/**
 * @brief Name a level.
 * @param level  The level.
 * @return "ok", "note", "warning" or "error"; static.
 * @pure
 */
const char *gvm_check_name(enum gvm_check_level level);

#endif /* GVM_LIFECYCLE_CHECK_H */
