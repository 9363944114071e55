/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What the parts of the observer share.
 */
#ifndef GVM_LIFECYCLE_OBSERVE_STATE_H
#define GVM_LIFECYCLE_OBSERVE_STATE_H

#include "host/poll.h"
#include "lifecycle/observe.h"
#include "nvidia/event.h"

/** @brief Notifiers of a vGPU configuration object that are followed. */
enum gvm_observe_notifier {
	GVM_OBSERVE_ON_CREATED,		/**< A guest was created. */
	GVM_OBSERVE_ON_INITIALISING,	/**< A guest's driver begins. */
	GVM_OBSERVE_ON_DESTROYED,	/**< A guest was destroyed. */
	GVM_OBSERVE_NOTIFIERS		/**< How many there are. */
};

/** @brief A GPU that is looked at. */
struct gvm_observe_gpu {
	struct gvm_nv_gpu *gpu;	/**< The GPU, with configuration. Owned. */
	/** @brief Subscriptions, NULL where there is none. Owned. */
	struct gvm_rm_event *events[GVM_OBSERVE_NOTIFIERS];
	GPtrArray *vgpus;	/**< struct gvm_observe_vgpu. Owned. */
	GHashTable *types;	/**< Type id to struct gvm_profile. Owned. */
	bool looked;		/**< There was a first look. */
	bool failing;		/**< The last look failed. */
	bool touched;		/**< Something has happened on it. */
	bool fresh;		/**< Found, and so looked at, just now. */
};

/** @brief The observer. */
struct gvm_observe {
	struct gvm_host *host;				/**< Borrowed. */
	const struct gvm_observe_options *options;	/**< Borrowed. */
	const struct gvm_observe_listener *listener;	/**< Borrowed. */
	struct gvm_rm *rm;		/**< The client. Owned. */
	GPtrArray *gpus;		/**< struct gvm_observe_gpu. Owned. */
	struct gvm_rm_event *starts;	/**< NULL: they are not answered. */
	struct gvm_rm_event *binds;	/**< NULL: not followed. */
	char *mode;			/**< What is done and why. Owned. */
	GHashTable *refused;		/**< gpuIds that cannot be looked at. */
	GError *why;			/**< Of the last of them, or NULL. */
	bool scanned;			/**< The GPUs were listed once. */
	uint64_t answered;		/**< Starts answered with yes. */
	uint64_t failed;		/**< Starts that were not possible. */
	bool unwritten;			/**< The file could not be written. */
};

/**
 * @brief Put what happened into the journal and tell the listener.
 * @param self   The observer.
 * @param event  What happened.
 * @norestriction
 * @sideeffect A journal entry; what the listener does.
 * @nofailure
 */
void gvm_observe_tell(struct gvm_observe *self,
		      const struct gvm_observe_event *event);

/**
 * @brief Tell of a vGPU, in the usual sentence.
 * @param self    The observer.
 * @param kind    What happened to it.
 * @param vgpu    The vGPU.
 * @param detail  What to add to the sentence, or NULL.
 * @norestriction
 * @sideeffect As gvm_observe_tell().
 * @nofailure
 */
void gvm_observe_tell_vgpu(struct gvm_observe *self,
			   enum gvm_observe_kind kind,
			   const struct gvm_observe_vgpu *vgpu,
			   const char *detail);

/**
 * @brief Tell of a GPU, or of the observer itself.
 * @param self    The observer.
 * @param kind    What happened.
 * @param gpu     Address of the GPU, or NULL.
 * @param format  The sentence, printf-like.
 * @norestriction
 * @sideeffect As gvm_observe_tell().
 * @nofailure
 */
void gvm_observe_tell_text(struct gvm_observe *self,
			   enum gvm_observe_kind kind, const char *gpu,
			   const char *format, ...) G_GNUC_PRINTF(4, 5);

/**
 * @brief Find the domain of a vGPU: in our claims, else from its QEMU.
 * @param host  The machine.
 * @param uuid  UUID of the mediated device, or NULL.
 * @param pid   Its QEMU, or 0.
 * @param name  Where to put a new string, or NULL when it is not known.
 * @param id    Where to put the UUID, a new string, or NULL likewise.
 * @norestriction
 * @nosideeffect
 * @failure A claim that cannot be read, or a process that cannot be looked
 *          at, tells nothing.
 */
void gvm_observe_domain(struct gvm_host *host, const char *uuid, int pid,
			char **name, char **id);

/**
 * @brief Compare the GPUs that there are with those that are looked at.
 * @param self  The observer.
 * @param err   Where to store the error, or NULL.
 * @return true when the driver has told which there are.
 * @norestriction
 * @sideeffect Opens new ones and lets go of those that are gone. One that
 *             cannot be looked at is told of once and left out.
 * @failure Those of gvm_nv_gpu_list().
 */
bool gvm_observe_scan(struct gvm_observe *self, GError **err);

/**
 * @brief Make an empty list of vGPUs.
 * @return A new array that owns what it holds.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
GPtrArray *gvm_observe_vgpus_new(void);

/**
 * @brief Look at the vGPUs of a GPU and tell what is different.
 * @param self  The observer.
 * @param gpu   The GPU.
 * @param err   Where to store the error, or NULL.
 * @return true when the driver has told; on failure what was known before is
 *         kept.
 * @norestriction
 * @sideeffect Replaces gvm_observe_gpu::vgpus.
 * @failure Those of gvm_nv_config_guests().
 */
bool gvm_observe_look(struct gvm_observe *self, struct gvm_observe_gpu *gpu,
		      GError **err);

/**
 * @brief Look at GPUs and tell what is different.
 * @param self  The observer.
 * @param all   All of them, not only those on which something happened.
 * @param err   Where to store the error, or NULL.
 * @return true when at least one can be looked at.
 * @norestriction
 * @sideeffect As gvm_observe_look(); a GPU that fails is told of once.
 * @failure That of the last GPU when all fail.
 */
bool gvm_observe_look_all(struct gvm_observe *self, bool all, GError **err);

/**
 * @brief Wait once, and react to what has happened.
 * @param self    The observer.
 * @param ending  The order to end.
 * @param next    When the interval ends, in seconds since boot.
 * @param ended   Where to put whether the order has come.
 * @param err     Where to store the error, or NULL.
 * @return true when the observer can go on.
 * @norestriction
 * @sideeffect Blocks until @p next at most. Answers starts; looks where
 *             something happened.
 * @failure The errno of the wait; GVM_ERROR_UNSUPPORTED when the driver is
 *          gone; those of gvm_observe_look_all().
 */
bool gvm_observe_wait(struct gvm_observe *self, const struct gvm_ending *ending,
		      uint64_t next, bool *ended, GError **err);

/**
 * @brief Free a GPU that is looked at.
 * @param gpu  The GPU, or NULL.
 * @restriction Before the client is freed.
 * @sideeffect Ends its subscriptions and closes it.
 * @nofailure
 */
void gvm_observe_gpu_free(struct gvm_observe_gpu *gpu);

GVM_DEFINE_AUTOPTR(gvm_observe_gpu, gvm_observe_gpu_free)

#endif /* GVM_LIFECYCLE_OBSERVE_STATE_H */
