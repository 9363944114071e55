// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Events of the resource manager, waited for on a descriptor.
 *
 * An event needs three things, made in this order and undone in the opposite
 * one. A descriptor of the control node is told that it will carry events. An
 * event object below the client says which notifier of which object writes to
 * that descriptor. And the object is told to notify. Then the descriptor is
 * readable whenever it happened, and each event is taken from it by a call.
 *
 * A subscription that fails half-way undoes what it made.
 */
#include "nvidia/event.h"

#include "nvidia/node.h"
#include "nvidia/rm-call.h"
#include "nvidia/status.h"
#include "util/error.h"

/** @brief EVENT_SET_NOTIFICATION: no more. */
#define ACTION_DISABLE 0
/** @brief EVENT_SET_NOTIFICATION: each time. */
#define ACTION_REPEAT 2
/** @brief NV_ERR_GENERIC, which says that no event waits. */
#define NO_EVENT 0xffff

/** @brief Where the EVENT_SET_NOTIFICATION controls have their inputs. */
static const struct {
	enum gvm_nv_control control;	/**< The control. */
	unsigned int event;		/**< Field of the notifier. */
	unsigned int action;		/**< Field of the action. */
} notify_fields[] = {
	{ GVM_NV_C_SYSTEM_NOTIFY, GVM_NV_SYSTEM_NOTIFY_EVENT,
	  GVM_NV_SYSTEM_NOTIFY_ACTION },
	{ GVM_NV_C_VGPU_NOTIFY, GVM_NV_VGPU_NOTIFY_EVENT,
	  GVM_NV_VGPU_NOTIFY_ACTION },
};

/**
 * @brief Tell the object whether to notify.
 * @param event   The subscription.
 * @param action  ACTION_DISABLE or ACTION_REPEAT.
 * @param err     Where to store the error, or NULL.
 * @return true when the object agreed.
 * @norestriction
 * @sideeffect Events begin or end.
 * @failure The status by name.
 */
static bool notify(struct gvm_rm_event *event, uint32_t action, GError **err)
{
	const struct gvm_nv_control_def *def =
		gvm_nv_abi_control(event->control);
	g_auto(gvm_nv_block) block = { 0 };

	gvm_rm_params(&event->rm->abi, def->params, &block);
	for (size_t i = 0; i < G_N_ELEMENTS(notify_fields); i++)
		if (notify_fields[i].control == event->control) {
			gvm_nv_put(&block, notify_fields[i].event,
				   event->notifier);
			gvm_nv_put(&block, notify_fields[i].action, action);
		}

	return gvm_rm_control(event->rm, event->object, event->control, &block,
			      err);
}

/**
 * @brief Tell the driver that a descriptor will carry events.
 * @param event  The subscription, with its descriptor.
 * @param err    Where to store the error, or NULL.
 * @return true when the driver agreed.
 * @norestriction
 * @sideeffect Changes what the descriptor is.
 * @failure The status by name.
 */
static bool carry_events(struct gvm_rm_event *event, GError **err)
{
	struct gvm_rm *rm = event->rm;
	g_auto(gvm_nv_block) block = { 0 };
	struct gvm_rm_patience patience = { 0 };
	uint32_t status;
	int rc;

	gvm_nv_block_init(&rm->abi, GVM_NV_S_ALLOC_OS_EVENT, &block);
	gvm_nv_put(&block, GVM_NV_ALLOC_OS_EVENT_H_CLIENT, rm->client);
	gvm_nv_put(&block, GVM_NV_ALLOC_OS_EVENT_FD, event->fd);
	do {
		gvm_nv_put(&block, GVM_NV_ALLOC_OS_EVENT_STATUS,
			   GVM_RM_UNWRITTEN);
		rc = gvm_rm_ioctl(rm, event->fd, GVM_RM_ESC_ALLOC_OS_EVENT,
				  block.bytes, block.size);
		status = gvm_nv_get(&block, GVM_NV_ALLOC_OS_EVENT_STATUS);
	} while (rc == 0 && gvm_rm_again(rm, &patience, status));
	event->carries = gvm_rm_settle(err, rc, status,
				       "NV_ESC_ALLOC_OS_EVENT");

	return event->carries;
}

/**
 * @brief Allocate the event object.
 * @param event  The subscription, whose descriptor carries events.
 * @param err    Where to store the error, or NULL.
 * @return true when it is there.
 * @norestriction
 * @sideeffect Allocates.
 * @failure The status by name.
 */
static bool alloc_event(struct gvm_rm_event *event, GError **err)
{
	g_auto(gvm_nv_block) block = { 0 };

	gvm_rm_params(&event->rm->abi, GVM_NV_S_EVENT_ALLOC, &block);
	gvm_nv_put(&block, GVM_NV_EVENT_ALLOC_H_SRC_RESOURCE, event->object);
	gvm_nv_put(&block, GVM_NV_EVENT_ALLOC_H_CLASS, GVM_RM_OS_EVENT);
	gvm_nv_put(&block, GVM_NV_EVENT_ALLOC_NOTIFY_INDEX, event->notifier);
	gvm_nv_put(&block, GVM_NV_EVENT_ALLOC_DATA, event->fd);

	return gvm_rm_alloc(event->rm, event->object, GVM_RM_OS_EVENT, &block,
			    &event->handle, err);
}

struct gvm_rm_event *gvm_rm_event_new(struct gvm_rm *rm, uint32_t object,
				      enum gvm_nv_control control,
				      uint32_t notifier, GError **err)
{
	g_autoptr(gvm_rm_event) event = g_new0(struct gvm_rm_event, 1);

	event->rm = rm;
	event->object = object;
	event->control = control;
	event->notifier = notifier;
	event->fd = -1;

	if (!gvm_nv_node_open(rm->host, GVM_NV_NODE_CONTROL, &event->fd,
			      err) ||
	    !carry_events(event, err) || !alloc_event(event, err) ||
	    !notify(event, ACTION_REPEAT, err))
		return NULL;
	event->enabled = true;

	return g_steal_pointer(&event);
}

/**
 * @brief Tell the driver that a descriptor carries events no longer.
 * @param event  The subscription.
 * @norestriction
 * @sideeffect Changes what the descriptor is.
 * @failure A refusal is ignored: the close that follows does the same.
 */
static void carry_nothing(struct gvm_rm_event *event)
{
	g_auto(gvm_nv_block) block = { 0 };

	gvm_nv_block_init(&event->rm->abi, GVM_NV_S_FREE_OS_EVENT, &block);
	gvm_nv_put(&block, GVM_NV_FREE_OS_EVENT_H_CLIENT, event->rm->client);
	gvm_nv_put(&block, GVM_NV_FREE_OS_EVENT_FD, event->fd);
	gvm_rm_ioctl(event->rm, event->fd, GVM_RM_ESC_FREE_OS_EVENT,
		     block.bytes, block.size);
}

void gvm_rm_event_free(struct gvm_rm_event *event)
{
	if (!event)
		return;

	if (event->enabled)
		notify(event, ACTION_DISABLE, NULL);
	gvm_rm_drop(event->rm, event->handle);
	if (event->carries)
		carry_nothing(event);
	gvm_host_shut(event->rm->host, event->fd);
	g_free(event);
}

bool gvm_rm_event_take(struct gvm_rm_event *event, bool *more, GError **err)
{
	struct gvm_rm *rm = event->rm;
	g_auto(gvm_nv_block) taken = { 0 };
	g_auto(gvm_nv_block) block = { 0 };
	uint32_t status;
	int rc;

	*more = false;
	gvm_nv_block_init(&rm->abi, GVM_NV_S_UNIX_EVENT, &taken);
	gvm_nv_block_init(&rm->abi, GVM_NV_S_GET_EVENT, &block);
	gvm_nv_put(&block, GVM_NV_GET_EVENT_P_EVENT, (uintptr_t)taken.bytes);
	gvm_nv_put(&block, GVM_NV_GET_EVENT_STATUS, GVM_RM_UNWRITTEN);
	rc = gvm_rm_ioctl(rm, event->fd, GVM_RM_ESC_GET_EVENT_DATA,
			  block.bytes, block.size);
	status = gvm_nv_get(&block, GVM_NV_GET_EVENT_STATUS);
	if (rc == 0 && (status == NO_EVENT ||
			status == GVM_NV_OBJECT_NOT_FOUND))
		return true;
	if (!gvm_rm_settle(err, rc, status, "NV_ESC_RM_GET_EVENT_DATA"))
		return false;
	*more = gvm_nv_get(&block, GVM_NV_GET_EVENT_MORE_EVENTS) != 0;

	return true;
}
