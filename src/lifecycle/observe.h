/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Following the vGPUs of NVIDIA's driver: what happens to them, and
 *        what they use.
 */
#ifndef GVM_LIFECYCLE_OBSERVE_H
#define GVM_LIFECYCLE_OBSERVE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "nvidia/config.h"
#include "util/cleanup.h"

struct gvm_host;

/** @brief Seconds between two looks unless the user says otherwise. */
#define GVM_OBSERVE_INTERVAL 10

/** @brief What happened. */
enum gvm_observe_kind {
	GVM_OBSERVE_MODE,		/**< This is done from now on. */
	GVM_OBSERVE_PRESENT,		/**< It was there at the first look. */
	GVM_OBSERVE_CREATED,		/**< A vGPU has appeared. */
	GVM_OBSERVE_INITIALISING,	/**< Some vGPU of a GPU begins. */
	GVM_OBSERVE_CHANGED,		/**< Guest driver, licence or domain. */
	GVM_OBSERVE_DESTROYED,		/**< A vGPU is gone. */
	GVM_OBSERVE_STARTED,		/**< A start was answered with yes. */
	GVM_OBSERVE_START_FAILED,	/**< A start was not possible. */
	GVM_OBSERVE_GPU_FOUND,		/**< A GPU is looked at from now on. */
	GVM_OBSERVE_GPU_LOST,		/**< A GPU cannot be looked at. */
	GVM_OBSERVE_TROUBLE,		/**< Something else went wrong. */
	GVM_OBSERVE_KINDS		/**< How many there are. */
};

/** @brief A vGPU as it was at the last look. */
struct gvm_observe_vgpu {
	struct gvm_nv_guest *guest;	/**< What the driver tells. Owned. */
	char *gpu;			/**< Address of the GPU. Owned. */
	char *type;			/**< "nvidia-1001" or NULL. Owned. */
	char *type_name;		/**< Its name or NULL. Owned. */
	uint64_t framebuffer;		/**< Bytes it has, 0: not told. */
	char *domain;			/**< Name of its domain or NULL.
					 *   Owned.
					 */
	char *domain_uuid;		/**< UUID of that, or NULL. Owned. */
	bool listed;			/**< The driver lists it. */
};

/**
 * @brief Free a vGPU.
 * @param vgpu  The vGPU, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_observe_vgpu_free(struct gvm_observe_vgpu *vgpu);

GVM_DEFINE_AUTOPTR(gvm_observe_vgpu, gvm_observe_vgpu_free)

/** @brief Something that happened. */
struct gvm_observe_event {
	enum gvm_observe_kind kind;		/**< What. */
	const char *message;			/**< As a sentence. */
	const char *gpu;			/**< Where, or NULL. */
	const struct gvm_observe_vgpu *vgpu;	/**< To what, or NULL. */
};

/** @brief What the user wants. */
struct gvm_observe_options {
	unsigned int interval;	/**< Seconds between two looks. */
	bool once;		/**< Look once and end. */
	bool dry_run;		/**< Answer nothing and write no file. */
	const char *metrics;	/**< File for the figures, or NULL. */
	const char *force_abi;	/**< Release whose rows to take, or NULL. */
};

/** @brief Who is told what happens. */
struct gvm_observe_listener {
	/** @brief Called for each event, with gvm_observe_listener::data. */
	void (*hear)(const struct gvm_observe_event *event, void *data);
	void *data;	/**< Given to it. Borrowed. */
};

/**
 * @brief Name a kind of event, for the journal and JSON.
 * @param kind  The kind.
 * @return A static string.
 * @pure
 */
const char *gvm_observe_name(enum gvm_observe_kind kind);

/**
 * @brief Say whether the guest of a vGPU has a licence.
 * @param vgpu  The vGPU.
 * @return "licensed" or "unlicensed", static.
 * @pure
 */
const char *gvm_observe_license(const struct gvm_observe_vgpu *vgpu);

/**
 * @brief Follow the vGPUs until told to end.
 *
 * The listener is told first what is done and why: whether starts are
 * answered or not.
 *
 * @param host      The machine.
 * @param options   What is wanted.
 * @param listener  Who is told what happens.
 * @param err       Where to store the error, or NULL.
 * @return true when it was told to end, or has looked once.
 * @restriction In a process with one thread.
 * @sideeffect Holds the nodes of all GPUs open; journal entries; with
 *             gvm_observe_options::metrics a file. SIGTERM, SIGINT and SIGHUP
 *             are the order to end. Where the driver has the start protocol
 *             and NVIDIA's manager does not run, starts are answered. All
 *             that was allocated in the driver is freed, also on failure.
 * @failure Those of gvm_rm_new(); GVM_ERROR_UNSUPPORTED when no GPU can be
 *          looked at, also later; the errno of the first write of the file.
 */
bool gvm_observe_run(struct gvm_host *host,
		     const struct gvm_observe_options *options,
		     const struct gvm_observe_listener *listener,
		     GError **err);

#endif /* GVM_LIFECYCLE_OBSERVE_H */
