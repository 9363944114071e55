// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Objects of the simulated resource manager: clients, and what is allocated below them.
 */
#include "rmsim_core.h"

/* How the handles begin that the driver chooses. */
#define CHOSEN_CLIENT 0xc1d00000
#define CHOSEN_OBJECT 0xcaf00000
/* The first release that knows vGPU configuration objects, and the first whose open part makes
 * them on any host.
 */
#define CONFIG_SINCE 525047004
#define CONFIG_ANYWHERE 550040007

/**
 * enum wants - whether a class takes parameters
 * @WANTS_NONE: it must not be given any
 * @WANTS_MAYBE: it may be given some
 * @WANTS_SOME: it must be given some
 */
enum wants {
	WANTS_NONE,
	WANTS_MAYBE,
	WANTS_SOME,
};

/**
 * struct rm_class - a class
 * @cls: its number
 * @parent: class of its parent, 0 for any
 * @wants: whether it takes parameters
 * @params: the structure of its parameters
 * @name: NVIDIA's name
 */
struct rm_class {
	u32 cls;
	u32 parent;
	enum wants wants;
	enum rmsim_struct params;
	const char *name;
};

static const struct rm_class classes[] = {
	{ RMSIM_ROOT, 0, WANTS_MAYBE, RMSIM_STRUCTS, "NV01_ROOT" },
	{ RMSIM_ROOT_NON_PRIV, 0, WANTS_MAYBE, RMSIM_STRUCTS, "NV01_ROOT_NON_PRIV" },
	{ RMSIM_ROOT_CLIENT, 0, WANTS_MAYBE, RMSIM_STRUCTS, "NV01_ROOT_CLIENT" },
	{ RMSIM_EVENT, 0, WANTS_SOME, RMSIM_S_EVENT_ALLOC, "NV01_EVENT" },
	{ RMSIM_EVENT_OS, 0, WANTS_SOME, RMSIM_S_EVENT_ALLOC, "NV01_EVENT_OS_EVENT" },
	{ RMSIM_DEVICE, RMSIM_ROOT_CLIENT, WANTS_MAYBE, RMSIM_S_DEVICE_ALLOC, "NV01_DEVICE_0" },
	{ RMSIM_SUBDEVICE, RMSIM_DEVICE, WANTS_MAYBE, RMSIM_S_SUBDEVICE_ALLOC, "NV20_SUBDEVICE_0" },
	{ RMSIM_VGPU_CONFIG, RMSIM_SUBDEVICE, WANTS_NONE, RMSIM_STRUCTS, "NVA081_VGPU_CONFIG" },
};

/**
 * find_class() - finds a class
 * @cls: its number
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: the class, NULL for an unknown one
 */
static const struct rm_class *find_class(u32 cls)
{
	u32 i;

	for (i = 0; i < RMSIM_COUNT(classes); i++)
		if (classes[i].cls == cls)
			return &classes[i];
	return NULL;
}

/**
 * rmsim_class_name() - names a class
 * @cls: its number
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: NVIDIA's name, NULL for an unknown one
 */
const char *rmsim_class_name(u32 cls)
{
	const struct rm_class *class = find_class(cls);

	return class ? class->name : NULL;
}

/**
 * rmsim_object() - finds an object
 * @sim: the driver
 * @client: handle of its client
 * @handle: its own handle
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: the object, or NULL
 */
struct rmsim_object *rmsim_object(struct rmsim *sim, u32 client, u32 handle)
{
	u32 i;

	for (i = 0; i < RMSIM_OBJECTS; i++)
		if (sim->objects[i].cls && sim->objects[i].client == client &&
		    sim->objects[i].handle == handle)
			return &sim->objects[i];
	return NULL;
}

/**
 * rmsim_client() - finds a client of the file that a call came by
 * @ask: the call
 * @handle: of the client
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: the client, NULL when there is none, or when it is another file's
 */
struct rmsim_object *rmsim_client(const struct rmsim_ask *ask, u32 handle)
{
	struct rmsim_object *client = rmsim_object(ask->sim, handle, handle);

	return client && client->file == ask->file ? client : NULL;
}

/**
 * alloc_client() - allocates a client
 * @ask: the call
 * @arg: its argument
 * @object: where it will be
 *
 * Restriction: none. Side effects: handle and class are answered. Failure: a status.
 *
 * Return: NV_OK
 */
static u32 alloc_client(struct rmsim_ask *ask, const struct rmsim_view *arg,
			struct rmsim_object *object)
{
	u32 handle = rmsim_get(arg, RMSIM_F_H_OBJECT_NEW);

	while (!handle || rmsim_object(ask->sim, handle, handle)) {
		if (handle)
			return NV_ERR_INSERT_DUPLICATE_NAME;
		handle = CHOSEN_CLIENT + ++ask->sim->handles;
	}
	object->client = handle;
	object->handle = handle;
	object->parent = 0;
	object->file = ask->file;
	object->cls = RMSIM_ROOT_CLIENT;
	rmsim_put(arg, RMSIM_F_H_OBJECT_NEW, handle);
	rmsim_put(arg, RMSIM_F_H_CLASS, RMSIM_ROOT_CLIENT);
	return NV_OK;
}

/**
 * alloc_device() - does what is special about a device
 * @ask: the call, with the parameters
 * @object: the device
 *
 * Restriction: none. Side effects: @object has its GPU. Failure: a status.
 *
 * Return: NV_OK
 */
static u32 alloc_device(struct rmsim_ask *ask, struct rmsim_object *object)
{
	u32 instance = rmsim_get(&ask->view, RMSIM_F_DEVICE_ID);
	u32 owner = ask->sim->files[ask->file].owner;
	u32 gpu;
	u32 i;

	for (gpu = 0; gpu < ask->sim->gpu_count; gpu++)
		if (ask->sim->gpus[gpu].instance == instance)
			break;
	if (gpu == ask->sim->gpu_count)
		return NV_ERR_INVALID_CLASS;
	object->gpu = gpu;
	for (i = 0; i < RMSIM_FILES; i++)
		if (ask->sim->files[i].used && ask->sim->files[i].owner == owner &&
		    ask->sim->files[i].gpu == (int)gpu)
			return NV_OK;
	return NV_ERR_INSUFFICIENT_PERMISSIONS;
}

/**
 * alloc_config() - does what is special about a vGPU configuration object
 * @ask: the call
 * @object: the object
 *
 * Restriction: none. Side effects: none. Failure: a status.
 *
 * Return: NV_OK
 */
static u32 alloc_config(struct rmsim_ask *ask, const struct rmsim_object *object)
{
	if (ask->sim->rows < CONFIG_SINCE)
		return NV_ERR_INVALID_CLASS;
	if (ask->sim->rows < CONFIG_ANYWHERE &&
	    ask->sim->gpus[object->gpu].mode != RMSIM_MODE_HOST_VGPU)
		return NV_ERR_NOT_SUPPORTED;
	return NV_OK;
}

/**
 * read_params() - gets the parameters of a class
 * @ask: the call; the view is filled
 * @class: the class
 * @from: where the parameters are, 0 for none
 *
 * Restriction: none. Side effects: the buffer for parameters is overwritten. Failure: a status.
 *
 * Return: NV_OK
 */
static u32 read_params(struct rmsim_ask *ask, const struct rm_class *class, u64 from)
{
	ask->view = rmsim_view(ask->sim, class->params, ask->sim->params);
	if (ask->view.row)
		memset(ask->view.bytes, 0, ask->view.row->size);
	if (class->wants == WANTS_NONE)
		return from ? NV_ERR_INVALID_ARGUMENT : NV_OK;
	if (class->wants == WANTS_SOME && !from)
		return NV_ERR_INVALID_ARGUMENT;
	/* The size that the caller gives is of no interest. */
	if (from && ask->view.row &&
	    ask->env->copy_in(ask->env, ask->view.bytes, from, ask->view.row->size))
		return NV_ERR_INVALID_ADDRESS;
	return NV_OK;
}

/**
 * alloc_special() - does what is special about a class
 * @ask: the call, with the parameters
 * @object: the object
 *
 * Restriction: none. Side effects: @object is completed. Failure: a status.
 *
 * Return: NV_OK
 */
static u32 alloc_special(struct rmsim_ask *ask, struct rmsim_object *object)
{
	switch (object->cls) {
	case RMSIM_DEVICE:
		return alloc_device(ask, object);
	case RMSIM_SUBDEVICE:
		return rmsim_get(&ask->view, RMSIM_F_SUB_DEVICE_ID) ? NV_ERR_INVALID_ARGUMENT :
								       NV_OK;
	case RMSIM_VGPU_CONFIG:
		return alloc_config(ask, object);
	default:
		return rmsim_event_alloc(ask, object);
	}
}

/**
 * alloc_object() - allocates an object that is no client
 * @ask: the call
 * @class: its class
 * @arg: the argument of the call
 * @object: where it will be; its class stays 0 on failure
 *
 * Restriction: none. Side effects: the handle is answered. Failure: a status.
 *
 * Return: NV_OK
 */
static u32 alloc_object(struct rmsim_ask *ask, const struct rm_class *class,
			const struct rmsim_view *arg, struct rmsim_object *object)
{
	u32 client = rmsim_get(arg, RMSIM_F_H_ROOT);
	u32 handle = rmsim_get(arg, RMSIM_F_H_OBJECT_NEW);
	u32 status;

	if (!rmsim_client(ask, client))
		return NV_ERR_INVALID_CLIENT;
	if (!class)
		return NV_ERR_INVALID_CLASS;
	ask->object = rmsim_object(ask->sim, client, rmsim_get(arg, RMSIM_F_H_OBJECT_PARENT));
	if (!ask->object || (class->parent && ask->object->cls != class->parent))
		return NV_ERR_INVALID_OBJECT_PARENT;
	if (!handle)
		handle = CHOSEN_OBJECT + ++ask->sim->handles;
	if (rmsim_object(ask->sim, client, handle))
		return NV_ERR_INSERT_DUPLICATE_NAME;
	status = read_params(ask, class, rmsim_get(arg, RMSIM_F_P_ALLOC_PARMS));
	if (status)
		return status;

	object->client = client;
	object->handle = handle;
	object->parent = ask->object->handle;
	object->gpu = ask->object->gpu;
	object->cls = class->cls;
	status = alloc_special(ask, object);
	if (status)
		object->cls = 0;
	else
		rmsim_put(arg, RMSIM_F_H_OBJECT_NEW, handle);
	return status;
}

/**
 * rmsim_alloc() - answers NV_ESC_RM_ALLOC
 * @ask: the call
 * @arg: its argument
 *
 * Restriction: none. Side effects: there is one object more. Failure: a status, nothing allocated.
 *
 * Return: NV_OK
 */
u32 rmsim_alloc(struct rmsim_ask *ask, const struct rmsim_view *arg)
{
	const struct rm_class *class = find_class(rmsim_get(arg, RMSIM_F_H_CLASS));
	struct rmsim_object *object;
	u32 i;

	for (i = 0; i < RMSIM_OBJECTS && ask->sim->objects[i].cls; i++)
		;
	if (i == RMSIM_OBJECTS)
		return NV_ERR_INSUFFICIENT_RESOURCES;
	object = &ask->sim->objects[i];
	memset(object, 0, sizeof(*object));
	object->file = -1;
	object->gpu = -1;
	if (class && class->params == RMSIM_STRUCTS && class->wants == WANTS_MAYBE)
		return alloc_client(ask, arg, object);
	return alloc_object(ask, class, arg, object);
}

/**
 * free_below() - frees an object and what is below it
 * @sim: the driver
 * @client: its client
 * @handle: its handle
 *
 * Restriction: none. Side effects: the objects are gone. Failure: none.
 */
static void free_below(struct rmsim *sim, u32 client, u32 handle)
{
	struct rmsim_object *object = rmsim_object(sim, client, handle);
	bool again = true;
	u32 i;

	if (!object)
		return;
	object->cls = 0;
	/* Without recursion: the kernel's stack is small. */
	while (again) {
		again = false;
		for (i = 0; i < RMSIM_OBJECTS; i++) {
			object = &sim->objects[i];
			if (!object->cls || object->client != client ||
			    rmsim_object(sim, client, object->parent) ||
			    object->handle == object->client)
				continue;
			object->cls = 0;
			again = true;
		}
	}
}

/**
 * rmsim_free_client() - frees a client and all its objects
 * @sim: the driver
 * @client: its handle
 *
 * Restriction: none. Side effects: they are gone. Failure: none.
 */
void rmsim_free_client(struct rmsim *sim, u32 client)
{
	free_below(sim, client, client);
}

/**
 * rmsim_free() - answers NV_ESC_RM_FREE
 * @ask: the call
 * @arg: its argument
 *
 * Restriction: none. Side effects: the object is gone, and what is below it. Failure: a status.
 *
 * Return: NV_OK
 */
u32 rmsim_free(struct rmsim_ask *ask, const struct rmsim_view *arg)
{
	u32 client = rmsim_get(arg, RMSIM_F_H_ROOT);
	u32 handle = rmsim_get(arg, RMSIM_F_H_OBJECT_OLD);

	if (!rmsim_client(ask, client))
		return NV_ERR_INVALID_CLIENT;
	if (!rmsim_object(ask->sim, client, handle))
		return NV_ERR_OBJECT_NOT_FOUND;
	free_below(ask->sim, client, handle);
	return NV_OK;
}
