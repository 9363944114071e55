// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Events of the simulated resource manager.
 *
 * An object notifies when one of its notifiers is switched on, and that needs an event object.
 * What happens then has two halves.  The event object wakes the file that it was made for, and
 * unless it carries no data, puts an event into the queue of the file.  Besides, a client has one
 * queue for all its system events, whoever reads them.
 */
#include "rmsim_core.h"

#define INDEX_MASK 0xffff
#define WITHOUT_DATA 0x10000000

/**
 * push() - puts an event into a queue
 * @queue: the queue
 * @event: the event
 *
 * Restriction: none. Side effects: a full queue loses the event. Failure: none.
 */
static void push(struct rmsim_queue *queue, const struct rmsim_event *event)
{
	if (queue->count < RMSIM_QUEUE)
		queue->events[queue->count++] = *event;
}

/**
 * pop() - takes the oldest event from a queue
 * @queue: the queue
 * @event: where to put it
 *
 * Restriction: none. Side effects: it is in the queue no more. Failure: none.
 *
 * Return: false when there is none
 */
static bool pop(struct rmsim_queue *queue, struct rmsim_event *event)
{
	if (!queue->count)
		return false;
	*event = queue->events[0];
	queue->count--;
	memmove(&queue->events[0], &queue->events[1], queue->count * sizeof(queue->events[0]));
	return true;
}

/**
 * rmsim_take() - takes the oldest system event of a client
 * @client: the client
 * @event: where to put it
 *
 * Restriction: none. Side effects: it is gone. Failure: none.
 *
 * Return: false when there is none
 */
bool rmsim_take(struct rmsim_object *client, struct rmsim_event *event)
{
	return pop(&client->queue, event);
}

/**
 * rmsim_event_alloc() - does what is special about an event object
 * @ask: the call, with the parameters
 * @event: the object
 *
 * Restriction: none. Side effects: it is tied to a file and a notifier. Failure: a status.
 *
 * Return: NV_OK
 */
u32 rmsim_event_alloc(struct rmsim_ask *ask, struct rmsim_object *event)
{
	u32 cls = rmsim_get(&ask->view, RMSIM_F_H_CLASS);
	u32 source = rmsim_get(&ask->view, RMSIM_F_H_SRC_RESOURCE);
	u32 index = rmsim_get(&ask->view, RMSIM_F_NOTIFY_INDEX);
	u32 data = rmsim_get(&ask->view, RMSIM_F_DATA);
	const struct rmsim_file *file;
	int i;

	if (cls == RMSIM_EVENT_CALLBACK || cls == RMSIM_EVENT_CALLBACK_EX)
		return NV_ERR_ILLEGAL_ACTION;
	if (cls != RMSIM_EVENT_OS)
		return NV_ERR_INVALID_CLASS;
	event->source = source ? source : event->parent;
	event->notifier = index & INDEX_MASK;
	event->dataless = index & WITHOUT_DATA;
	if (!rmsim_object(ask->sim, event->client, event->source))
		return NV_ERR_INVALID_OBJECT_HANDLE;
	for (i = 0; i < RMSIM_FILES; i++) {
		file = &ask->sim->files[i];
		if (!file->used || !file->os_event || file->os_client != event->client ||
		    file->os_fd != data)
			continue;
		event->file = i;
		return NV_OK;
	}
	return NV_ERR_OBJECT_NOT_FOUND;
}

/**
 * rmsim_set_notification() - answers the EVENT_SET_NOTIFICATION control of an object
 * @ask: the call
 * @notifiers: how many the object has
 *
 * Restriction: none. Side effects: the object notifies, or does so no more. Failure: a status.
 *
 * Return: NV_OK
 */
u32 rmsim_set_notification(struct rmsim_ask *ask, u32 notifiers)
{
	u32 notifier = rmsim_get(&ask->view, RMSIM_F_EVENT);
	u32 action = rmsim_get(&ask->view, RMSIM_F_ACTION);
	const struct rmsim_object *event;
	bool there = false;
	u32 i;

	if (notifier >= notifiers || action > RMSIM_REPEAT)
		return NV_ERR_INVALID_ARGUMENT;
	for (i = 0; i < RMSIM_OBJECTS; i++) {
		event = &ask->sim->objects[i];
		there |= (event->cls == RMSIM_EVENT || event->cls == RMSIM_EVENT_OS) &&
			 event->client == ask->object->client &&
			 event->source == ask->object->handle && event->notifier == notifier;
	}
	if (action != RMSIM_DISABLE && (!there || ask->object->actions[notifier]))
		return NV_ERR_INVALID_STATE;
	ask->object->actions[notifier] = action;
	return NV_OK;
}

/**
 * rmsim_alloc_os_event() - answers NV_ESC_ALLOC_OS_EVENT
 * @ask: the call
 * @arg: its argument
 *
 * Restriction: none. Side effects: event objects can be made for the file. Failure: a status.
 *
 * Return: NV_OK
 */
u32 rmsim_alloc_os_event(struct rmsim_ask *ask, const struct rmsim_view *arg)
{
	struct rmsim_file *file = &ask->sim->files[ask->file];

	if (file->os_event)
		return NV_ERR_INSUFFICIENT_RESOURCES;
	file->os_event = true;
	file->os_client = rmsim_get(arg, RMSIM_F_H_CLIENT);
	file->os_fd = rmsim_get(arg, RMSIM_F_FD);
	return NV_OK;
}

/**
 * rmsim_free_os_event() - answers NV_ESC_FREE_OS_EVENT
 * @ask: the call
 * @arg: its argument
 *
 * Restriction: none. Side effects: no event wakes the file any more. Failure: a status.
 *
 * Return: NV_OK
 */
u32 rmsim_free_os_event(struct rmsim_ask *ask, const struct rmsim_view *arg)
{
	struct rmsim_file *file = &ask->sim->files[ask->file];
	u32 i;

	if (!file->os_event || file->os_client != rmsim_get(arg, RMSIM_F_H_CLIENT) ||
	    file->os_fd != rmsim_get(arg, RMSIM_F_FD))
		return NV_ERR_INVALID_EVENT;
	for (i = 0; i < RMSIM_OBJECTS; i++)
		if (ask->sim->objects[i].file == ask->file &&
		    ask->sim->objects[i].handle != ask->sim->objects[i].client)
			ask->sim->objects[i].file = -1;
	file->os_event = false;
	file->woken = false;
	file->queue.count = 0;
	return NV_OK;
}

/**
 * rmsim_get_event() - answers NV_ESC_RM_GET_EVENT_DATA
 * @ask: the call
 * @arg: its argument
 *
 * Restriction: none. Side effects: the oldest event of the file is taken. Failure: a status,
 * NV_ERR_GENERIC when there is no event.
 *
 * Return: NV_OK
 */
u32 rmsim_get_event(struct rmsim_ask *ask, const struct rmsim_view *arg)
{
	struct rmsim_file *file = &ask->sim->files[ask->file];
	struct rmsim_view view = rmsim_view(ask->sim, RMSIM_S_UNIX_EVENT, ask->sim->params);
	struct rmsim_event event;

	if (!pop(&file->queue, &event))
		return NV_ERR_GENERIC;
	memset(view.bytes, 0, view.row->size);
	rmsim_put(&view, RMSIM_F_H_OBJECT, event.object);
	rmsim_put(&view, RMSIM_F_NOTIFY_INDEX, event.index);
	rmsim_put(&view, RMSIM_F_INFO32, event.data[0]);
	rmsim_put(&view, RMSIM_F_INFO16, event.data[1]);
	rmsim_put(arg, RMSIM_F_MORE_EVENTS, file->queue.count);
	if (ask->env->copy_out(ask->env, rmsim_get(arg, RMSIM_F_P_EVENT), view.bytes,
			       view.row->size))
		return NV_ERR_INVALID_ADDRESS;
	return NV_OK;
}

/**
 * rmsim_waiting() - says whether a file has something to read
 * @sim: the driver
 * @file: index of the file
 *
 * Restriction: none. Side effects: an event without data is forgotten by being looked at.
 * Failure: none.
 *
 * Return: true when it has
 */
bool rmsim_waiting(struct rmsim *sim, int file)
{
	bool waiting = sim->files[file].woken || sim->files[file].queue.count;

	sim->files[file].woken = false;
	return waiting;
}

/**
 * notify() - lets an object notify
 * @sim: the driver
 * @env: the machine
 * @object: the object
 * @told: the event
 *
 * Restriction: the notifier is switched on. Side effects: files are woken; a notifier that was to
 * tell one event is off. Failure: none.
 */
static void notify(struct rmsim *sim, const struct rmsim_env *env, struct rmsim_object *object,
		   const struct rmsim_event *told)
{
	struct rmsim_event event = *told;
	struct rmsim_object *who;
	u32 i;

	if (object->actions[told->index] == RMSIM_SINGLE)
		object->actions[told->index] = RMSIM_DISABLE;
	for (i = 0; i < RMSIM_OBJECTS; i++) {
		who = &sim->objects[i];
		if ((who->cls != RMSIM_EVENT && who->cls != RMSIM_EVENT_OS) ||
		    who->client != object->client || who->source != object->handle ||
		    who->notifier != told->index || who->file < 0)
			continue;
		event.object = who->handle;
		if (who->dataless)
			sim->files[who->file].woken = true;
		else
			push(&sim->files[who->file].queue, &event);
		env->wake(env, who->file);
	}
}

/**
 * rmsim_tell_clients() - tells a system event
 * @sim: the driver
 * @env: the machine
 * @notifier: the notifier of the clients
 * @data0: what belongs to it
 * @data1: what belongs to it
 *
 * Restriction: none. Side effects: all clients that asked for it have it in their queues.
 * Failure: none.
 */
void rmsim_tell_clients(struct rmsim *sim, const struct rmsim_env *env, u32 notifier, u32 data0,
			u32 data1)
{
	struct rmsim_event event = { .index = notifier, .data = { data0, data1 } };
	struct rmsim_object *client;
	u32 i;

	for (i = 0; i < RMSIM_OBJECTS; i++) {
		client = &sim->objects[i];
		if (client->cls != RMSIM_ROOT_CLIENT || !client->actions[notifier])
			continue;
		push(&client->queue, &event);
		notify(sim, env, client, &event);
	}
}

/**
 * rmsim_tell_gpu() - tells an event of the vGPU configuration of a GPU
 * @sim: the driver
 * @env: the machine
 * @gpu: index of the GPU
 * @notifier: the notifier
 * @data: what belongs to it
 *
 * Restriction: none. Side effects: files are woken. Failure: none.
 */
void rmsim_tell_gpu(struct rmsim *sim, const struct rmsim_env *env, u32 gpu, u32 notifier,
		    u32 data)
{
	struct rmsim_event event = { .index = notifier, .data = { data, 0 } };
	struct rmsim_object *object;
	u32 i;

	for (i = 0; i < RMSIM_OBJECTS; i++) {
		object = &sim->objects[i];
		if (object->cls == RMSIM_VGPU_CONFIG && object->gpu == (int)gpu &&
		    object->actions[notifier])
			notify(sim, env, object, &event);
	}
}
