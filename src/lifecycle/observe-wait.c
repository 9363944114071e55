// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Waiting for the driver's events and the order to end, and reacting.
 */
#include "lifecycle/observe-state.h"

#include "lifecycle/start.h"
#include "util/error.h"

/** @brief Milliseconds of a second. */
#define MS_PER_S 1000
/** @brief Most events taken from one descriptor for one wake-up. */
#define TAKE_MAX 64

/**
 * @brief Collect the descriptors to wait for.
 * @param self    The observer.
 * @param ending  The order to end.
 * @param fds     Where to put them: the order first, then those of events.
 * @param events  Where to put to which event each belongs, NULL for none.
 * @norestriction
 * @sideeffect Fills both arrays.
 * @nofailure
 */
static void collect(struct gvm_observe *self, const struct gvm_ending *ending,
		    GArray *fds, GPtrArray *events)
{
	g_ptr_array_add(events, NULL);
	if (self->starts)
		g_ptr_array_add(events, self->starts);
	if (self->binds)
		g_ptr_array_add(events, self->binds);
	for (guint i = 0; i < self->gpus->len; i++) {
		struct gvm_observe_gpu *gpu = g_ptr_array_index(self->gpus, i);

		for (size_t j = 0; j < GVM_OBSERVE_NOTIFIERS; j++)
			if (gpu->events[j])
				g_ptr_array_add(events, gpu->events[j]);
	}
	for (guint i = 0; i < events->len; i++) {
		const struct gvm_rm_event *event = g_ptr_array_index(events, i);
		struct pollfd fd = {
			.fd = event ? event->fd : ending->fd,
			.events = POLLIN | POLLPRI,
		};

		g_array_append_val(fds, fd);
	}
}

/**
 * @brief Note on which GPU an event was.
 * @param self   The observer.
 * @param event  The event.
 * @norestriction
 * @sideeffect Marks the GPU; tells that a guest's driver begins.
 * @nofailure
 */
static void note(struct gvm_observe *self, const struct gvm_rm_event *event)
{
	for (guint i = 0; i < self->gpus->len; i++) {
		struct gvm_observe_gpu *gpu = g_ptr_array_index(self->gpus, i);

		for (size_t j = 0; j < GVM_OBSERVE_NOTIFIERS; j++) {
			if (gpu->events[j] != event)
				continue;
			gpu->touched = true;
			if (j == GVM_OBSERVE_ON_INITIALISING)
				gvm_observe_tell_text(self,
						      GVM_OBSERVE_INITIALISING,
						      gpu->gpu->address,
						      "the driver of a guest begins on GPU %s",
						      gpu->gpu->address);
		}
	}
}

/**
 * @brief Take what has come on one descriptor.
 * @param event  Its event.
 * @param err    Where to store the error, or NULL.
 * @return true when it was taken.
 * @norestriction
 * @sideeffect Takes it from the driver's queue.
 * @failure Those of gvm_rm_event_take().
 */
static bool take(struct gvm_rm_event *event, GError **err)
{
	bool more = true;

	for (size_t i = 0; more && i < TAKE_MAX; i++)
		if (!gvm_rm_event_take(event, &more, err))
			return false;

	return true;
}

/**
 * @brief React to the descriptors that are ready.
 * @param self    The observer.
 * @param fds     The descriptors.
 * @param events  Their events.
 * @param err     Where to store the error, or NULL.
 * @return true when the driver is still there.
 * @norestriction
 * @sideeffect Answers starts; looks where something happened.
 * @failure GVM_ERROR_UNSUPPORTED when the driver is gone.
 */
static bool react(struct gvm_observe *self, const GArray *fds,
		  const GPtrArray *events, GError **err)
{
	bool system = false;

	for (guint i = 1; i < fds->len; i++) {
		const struct pollfd *fd = &g_array_index(fds, struct pollfd, i);
		struct gvm_rm_event *event = g_ptr_array_index(events, i);

		if (fd->revents & (POLLERR | POLLHUP | POLLNVAL))
			return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
					     "the driver has closed its events: it was unloaded, or a GPU was taken away");
		if (!fd->revents)
			continue;
		if (!take(event, err))
			return false;
		if (event == self->starts || event == self->binds)
			system = true;
		else
			note(self, event);
	}
	/* Last: it may let go of GPUs, and of their events with them. */
	if (system && !gvm_start_drain(self, err))
		return false;

	return gvm_observe_look_all(self, false, err);
}

bool gvm_observe_wait(struct gvm_observe *self, const struct gvm_ending *ending,
		      uint64_t next, bool *ended, GError **err)
{
	g_autoptr(GArray) fds = g_array_new(FALSE, TRUE, sizeof(struct pollfd));
	g_autoptr(GPtrArray) events = g_ptr_array_new();
	uint64_t now = gvm_host_now(self->host);
	int rc;

	collect(self, ending, fds, events);
	rc = gvm_host_poll(self->host, (struct pollfd *)fds->data, fds->len,
			   now < next ? (next - now) * MS_PER_S : 0);
	if (rc < 0)
		return gvm_error_set_errno(err, rc,
					   "cannot wait for events of the driver");
	*ended = g_array_index(fds, struct pollfd, 0).revents != 0;

	return *ended || rc == 0 || react(self, fds, events, err);
}
