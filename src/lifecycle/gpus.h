/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What NVIDIA's driver knows of the GPUs, joined with what sysfs shows.
 *
 * Nothing here fails: a machine without this driver, a user who may not open
 * its nodes, and a release that is not known leave fields empty and a sentence
 * that says why.
 */
#ifndef GVM_LIFECYCLE_GPUS_H
#define GVM_LIFECYCLE_GPUS_H

#include <glib.h>
#include <stdbool.h>

#include "model/gpu.h"
#include "model/parent.h"
#include "nvidia/config.h"
#include "nvidia/rm.h"

/** @brief The GPUs of NVIDIA's driver. */
struct gvm_gpus {
	struct gvm_host *host;	/**< The machine. Borrowed. */
	char *version;		/**< Release of the driver, or NULL when it is
				 *   not loaded. Owned.
				 */
	char *why;		/**< Why the driver cannot be asked, or NULL
				 *   when it can. Owned.
				 */
	int code;		/**< Code of that, enum gvm_error, or 0. */
	struct gvm_rm *rm;	/**< The client, or NULL. Owned. */
	GPtrArray *nodes;	/**< struct gvm_nv_gpu, or NULL. Owned. */
	GPtrArray *gpus;	/**< struct gvm_gpu, by address. Owned. */
	GHashTable *asked;	/**< Set of those that were asked. */
	GHashTable *guests;	/**< UUID of an mdev to struct gvm_nv_guest. */
};

/**
 * @brief Make an empty list.
 * @param host  The machine; must outlive the result.
 * @return A new list, freed with gvm_gpus_free().
 * @norestriction
 * @sideeffect Allocates memory; the machine is not looked at.
 * @nofailure
 */
struct gvm_gpus *gvm_gpus_new(struct gvm_host *host);

/**
 * @brief Free a list of GPUs and the client.
 * @param gpus  The list, or NULL.
 * @norestriction
 * @sideeffect Frees what was allocated in the driver.
 * @nofailure
 */
void gvm_gpus_free(struct gvm_gpus *gpus);

GVM_DEFINE_AUTOPTR(gvm_gpus, gvm_gpus_free)

/**
 * @brief List the GPUs of NVIDIA's driver.
 *
 * Addresses, numbers and minor numbers come from the driver's control node or,
 * where that cannot be opened, from its proc files. No GPU is opened.
 *
 * @param gpus  An empty list; stays empty without the driver.
 * @restriction Once. A missing node is not made: looking changes nothing.
 * @sideeffect Opens /dev/nvidiactl.
 * @failure See gvm_gpus::why.
 */
void gvm_gpus_list(struct gvm_gpus *gpus);

/**
 * @brief List the GPUs when some parents are NVIDIA's, and ask about theirs.
 * @param gpus     An empty list.
 * @param parents  struct gvm_parent.
 * @restriction In place of gvm_gpus_list().
 * @sideeffect None without a parent of NVIDIA's; else those of
 *             gvm_gpus_list() and gvm_gpus_ask().
 * @failure See gvm_gpus::why.
 */
void gvm_gpus_join(struct gvm_gpus *gpus, const GPtrArray *parents);

/**
 * @brief Let the driver complete what is known of a GPU, once.
 * @param gpus  The list.
 * @param gpu   One of it.
 * @norestriction
 * @sideeffect Opens the GPU's node, which initialises the GPU when nobody else
 *             has it open, and closes it again; fills @p gpu and
 *             gvm_gpus::guests.
 * @failure See gvm_gpu::why and gvm_gpu::no_types.
 */
void gvm_gpus_ask(struct gvm_gpus *gpus, struct gvm_gpu *gpu);

/**
 * @brief Ask about all GPUs.
 * @param gpus  The list.
 * @norestriction
 * @sideeffect As for gvm_gpus_ask().
 * @nofailure
 */
void gvm_gpus_ask_all(struct gvm_gpus *gpus);

/**
 * @brief Find the GPU that a parent is, or is a function of.
 * @param gpus    The list.
 * @param parent  The parent.
 * @return The GPU, owned by the list, or NULL when NVIDIA's driver has none
 *         such.
 * @pure
 */
struct gvm_gpu *gvm_gpus_of(const struct gvm_gpus *gpus,
			    const struct gvm_parent *parent);

/**
 * @brief Tell whether a GPU, or a function of it, is among some parents.
 * @param gpu      The GPU.
 * @param parents  struct gvm_parent.
 * @return true when it is.
 * @pure
 */
bool gvm_gpus_is_parent(const struct gvm_gpu *gpu, const GPtrArray *parents);

/**
 * @brief Tell whether some parents need NVIDIA's driver.
 * @param parents  struct gvm_parent.
 * @return true when one is a GPU of NVIDIA's, or a function of one.
 * @pure
 */
bool gvm_gpus_any(const GPtrArray *parents);

/**
 * @brief Add to a list of parents the GPUs that are none yet.
 * @param gpus     The list of GPUs.
 * @param parents  struct gvm_parent, sorted by address.
 * @norestriction
 * @sideeffect Adds parents without back end and types, in order.
 * @nofailure
 */
void gvm_gpus_add_idle(const struct gvm_gpus *gpus, GPtrArray *parents);

/**
 * @brief Say who brought a type to the driver.
 * @param gpu   GPU of the parent that offers it, asked, or NULL.
 * @param type  Id of the type, as the kernel spells it.
 * @return "gvm", "driver", or NULL when it cannot be told; static.
 * @pure
 */
const char *gvm_gpus_origin(const struct gvm_gpu *gpu, const char *type);

/**
 * @brief Find what the driver tells of a running vGPU.
 * @param gpus  The list; its GPU was asked.
 * @param uuid  Canonical UUID of the mdev.
 * @return The vGPU, owned by the list, or NULL when it does not run.
 * @pure
 */
const struct gvm_nv_guest *gvm_gpus_guest(const struct gvm_gpus *gpus,
					  const char *uuid);

#endif /* GVM_LIFECYCLE_GPUS_H */
