/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Events of the resource manager, waited for on a descriptor.
 */
#ifndef GVM_NVIDIA_EVENT_H
#define GVM_NVIDIA_EVENT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "nvidia/rm.h"

/** @brief A subscription to one notifier of one object. */
struct gvm_rm_event {
	struct gvm_rm *rm;	/**< The client. Borrowed. */
	uint32_t object;	/**< Whose notifier. */
	enum gvm_nv_control control;	/**< What switches it on and off. */
	uint32_t notifier;	/**< Which one. */
	uint32_t handle;	/**< Of the event object. */
	int fd;			/**< Readable when it happened. */
	bool carries;		/**< The driver knows the descriptor. */
	bool enabled;		/**< The object notifies. */
};

/**
 * @brief Subscribe to a notifier.
 * @param rm        The client; must outlive the subscription.
 * @param object    The client's handle, or a vGPU configuration object.
 * @param control   The EVENT_SET_NOTIFICATION control of the object's class.
 * @param notifier  Its number in this release.
 * @param err       Where to store the error, or NULL.
 * @return A new subscription, freed with gvm_rm_event_free(), or NULL.
 * @norestriction
 * @sideeffect Opens the control node once more: its descriptor is the event's.
 * @failure The status by name.
 */
struct gvm_rm_event *gvm_rm_event_new(struct gvm_rm *rm, uint32_t object,
				      enum gvm_nv_control control,
				      uint32_t notifier, GError **err);

/**
 * @brief End a subscription.
 * @param event  The subscription, or NULL.
 * @restriction Before its client is freed.
 * @sideeffect Frees the event object and closes its descriptor.
 * @failure A refused free is ignored.
 */
void gvm_rm_event_free(struct gvm_rm_event *event);

GVM_DEFINE_AUTOPTR(gvm_rm_event, gvm_rm_event_free)

/**
 * @brief Take one event from a descriptor that is readable.
 * @param event  The subscription.
 * @param more   Where to put whether there are more.
 * @param err    Where to store the error, or NULL.
 * @return true when one was taken, or there was none.
 * @restriction Wake-ups coalesce: one says "at least one".
 * @sideeffect Takes it from the driver's queue.
 * @failure GVM_ERROR_FAILED when the driver does not answer.
 */
bool gvm_rm_event_take(struct gvm_rm_event *event, bool *more, GError **err);

#endif /* GVM_NVIDIA_EVENT_H */
