// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vGPU types of the simulated resource manager.
 *
 * The rules are those of the real one, the awkward ones included:
 * - A type is known to the whole system by its number.  Whoever sends a number again, on whatever
 *   GPU, gets the type as it was first sent; the new parameters are ignored.
 * - A GPU has a list of numbers.  Discarding empties that list; the types stay known.  A number is
 *   appended without a look at whether it is there already.
 * - A list that is full takes nothing more, unless it is emptied in the same call.
 * - Whatever goes wrong takes the GPU back to "uninitialized".
 * - Several vGPUs in one domain are only for types that fill a GPU, where smaller ones cannot.
 *
 * Types appear to others when control 0xa0810109 is called.  Up to 545 it hands the list to the
 * kernel's mdev core.  From 550 on the open part only computes placements, and what the closed part
 * does is not known; here it publishes the list in every release.
 */
#include "rmsim_core.h"

/**
 * rmsim_type() - finds a type
 * @sim: the driver
 * @id: its number
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: the type, NULL for an unknown one
 */
const struct rmsim_type *rmsim_type(const struct rmsim *sim, u32 id)
{
	u32 i;

	for (i = 0; i < sim->type_count; i++)
		if (sim->types[i].id == id)
			return &sim->types[i];
	return NULL;
}

/**
 * info_of() - looks at what a type was sent with
 * @sim: the driver
 * @type: the type
 *
 * Restriction: the view is only read. Side effects: none. Failure: none.
 *
 * Return: the view
 */
static struct rmsim_view info_of(const struct rmsim *sim, const struct rmsim_type *type)
{
	return rmsim_view(sim, RMSIM_S_INFO, (void *)(uintptr_t)type->info);
}

/**
 * rmsim_type_spec() - tells what matters of a type
 * @sim: the driver
 * @id: its number
 * @spec: filled
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: false for an unknown type
 */
bool rmsim_type_spec(const struct rmsim *sim, u32 id, struct rmsim_spec *spec)
{
	const struct rmsim_type *type = rmsim_type(sim, id);
	struct rmsim_view info;
	u32 size;
	const u8 *name;

	if (!type)
		return false;
	info = info_of(sim, type);
	memset(spec, 0, sizeof(*spec));
	name = rmsim_bytes(&info, RMSIM_F_VGPU_NAME, &size);
	/* The driver itself stops at the field's end when there is no NUL. */
	if (size > sizeof(spec->name) - 1)
		size = sizeof(spec->name) - 1;
	memcpy(spec->name, name, size);
	spec->id = id;
	spec->profile = rmsim_get(&info, RMSIM_F_PROFILE_SIZE);
	spec->framebuffer = rmsim_get(&info, RMSIM_F_FB_LENGTH);
	spec->heads = rmsim_get(&info, RMSIM_F_NUM_HEADS);
	spec->width = rmsim_get(&info, RMSIM_F_MAX_RESOLUTION_X);
	spec->height = rmsim_get(&info, RMSIM_F_MAX_RESOLUTION_Y);
	spec->frame_rate = rmsim_get(&info, RMSIM_F_FRL_CONFIG);
	spec->instances = rmsim_get(&info, RMSIM_F_MAX_INSTANCE);
	return true;
}

/**
 * rmsim_type_field_name() - names the fields of a type, one after the other
 * @sim: the driver
 * @index: which one, from 0
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: NVIDIA's name, NULL after the last one
 */
const char *rmsim_type_field_name(const struct rmsim *sim, u32 index)
{
	struct rmsim_view info = rmsim_view(sim, RMSIM_S_INFO, NULL);

	return index < info.row->count ? rmsim_places_of(info.row)[index].name : NULL;
}

/**
 * rmsim_type_field() - tells a field of a type as it was received
 * @sim: the driver
 * @id: number of the type
 * @name: NVIDIA's name of the field
 * @size: where to put how many bytes it has
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: its bytes, NULL for an unknown type, and for a field that the release does not have
 */
const u8 *rmsim_type_field(const struct rmsim *sim, u32 id, const char *name, u32 *size)
{
	const struct rmsim_type *type = rmsim_type(sim, id);
	const struct rmsim_place *place;
	struct rmsim_view info;
	u32 i;

	if (!type)
		return NULL;
	info = info_of(sim, type);
	for (i = 0; i < info.row->count; i++) {
		place = &rmsim_places_of(info.row)[i];
		if (strcmp(place->name, name))
			continue;
		*size = place->size;
		return type->info + place->offset;
	}
	return NULL;
}

/**
 * learn() - makes a type known
 * @sim: the driver
 * @gpu: the GPU that it is for
 * @info: what it was sent with
 *
 * Restriction: none. Side effects: a type that was known stays as it was.
 * Failure: a status when there are too many types.
 *
 * Return: NV_OK
 */
static u32 learn(struct rmsim *sim, const struct rmsim_gpu *gpu, const struct rmsim_view *info)
{
	u32 id = rmsim_get(info, RMSIM_F_VGPU_TYPE);
	struct rmsim_type *type = &sim->types[sim->type_count];
	struct rmsim_view view;

	if (rmsim_type(sim, id))
		return NV_OK;
	if (sim->type_count == RMSIM_TYPES)
		return NV_ERR_INSUFFICIENT_RESOURCES;
	sim->type_count++;
	type->id = id;
	memcpy(type->info, info->bytes, info->row->size);
	view = info_of(sim, type);
	if (!gpu->fractional && rmsim_get(&view, RMSIM_F_MAX_INSTANCE) != 1)
		rmsim_put(&view, RMSIM_F_MULTI_VGPU_SUPPORTED, 0);
	return NV_OK;
}

/**
 * add_type() - puts a type into the list of a GPU
 * @ask: the call
 * @gpu: the GPU
 *
 * Restriction: none. Side effects: the list changes. Failure: a status.
 *
 * Return: NV_OK
 */
static u32 add_type(struct rmsim_ask *ask, struct rmsim_gpu *gpu)
{
	struct rmsim_view info = rmsim_part(ask->sim, &ask->view, RMSIM_F_VGPU_INFO, 0,
					    RMSIM_S_INFO);
	bool discard = rmsim_get(&ask->view, RMSIM_F_DISCARD_VGPU_TYPES);
	u32 most = RMSIM_LIST;
	u32 status;

	if (gpu->mode != RMSIM_MODE_HOST_VGPU)
		return NV_ERR_NOT_SUPPORTED;
	rmsim_constant(ask->sim, RMSIM_K_TYPES_PER_GPU, &most);
	if (!discard && gpu->count >= most)
		return NV_ERR_NOT_SUPPORTED;
	status = learn(ask->sim, gpu, &info);
	if (status)
		return status;
	if (discard)
		gpu->count = 0;
	gpu->types[gpu->count++] = rmsim_get(&info, RMSIM_F_VGPU_TYPE);
	return NV_OK;
}

/**
 * set_info() - answers SET_INFO
 * @ask: the call
 * @gpu: the GPU
 *
 * Restriction: none. Side effects: the GPU's list and its state change. Failure: a status.
 *
 * Return: NV_OK
 */
static u32 set_info(struct rmsim_ask *ask, struct rmsim_gpu *gpu)
{
	u32 status;

	ask->view = rmsim_view(ask->sim, RMSIM_S_SET_INFO, ask->view.bytes);
	status = add_type(ask, gpu);
	gpu->state = status ? RMSIM_UNINITIALIZED :
			      (u32)rmsim_get(&ask->view, RMSIM_F_VGPU_CONFIG_STATE);
	return status;
}

/**
 * publish() - answers 0xa0810109
 * @ask: the call
 * @gpu: the GPU
 *
 * Restriction: none. Side effects: the machine is told that the GPU's types have changed.
 * Failure: none.
 *
 * Return: NV_OK
 */
static u32 publish(struct rmsim_ask *ask, struct rmsim_gpu *gpu)
{
	if (ask->sim->mute || gpu->mode != RMSIM_MODE_HOST_VGPU)
		return NV_OK;
	gpu->published_count = gpu->count;
	memcpy(gpu->published, gpu->types, sizeof(gpu->types));
	ask->env->types_changed(ask->env, ask->object->gpu);
	return NV_OK;
}

/**
 * creatable() - says whether one more vGPU of a type fits on a GPU
 * @sim: the driver
 * @gpu: index of the GPU
 * @id: the type
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: true when it does
 */
static bool creatable(const struct rmsim *sim, u32 gpu, u32 id)
{
	struct rmsim_spec spec;
	struct rmsim_spec other;
	u64 sum = 0;
	u32 i;

	if (!rmsim_type_spec(sim, id, &spec) || rmsim_running(sim, gpu, id) >= spec.instances)
		return false;
	for (i = 0; i < RMSIM_VGPUS; i++) {
		if (!sim->vgpus[i].used || sim->vgpus[i].gpu != gpu)
			continue;
		if (!sim->gpus[gpu].heterogeneous && sim->vgpus[i].type != id)
			return false;
		if (rmsim_type_spec(sim, sim->vgpus[i].type, &other))
			sum += other.profile;
	}
	return !sum || sum + spec.profile <= sim->gpus[gpu].fb;
}

/**
 * list_types() - answers GET_SUPPORTED_VGPU_TYPES and GET_CREATABLE_VGPU_TYPES
 * @ask: the call
 * @gpu: the GPU
 * @all: also those of which no more can be created
 *
 * Restriction: none. Side effects: none.
 * Failure: a status: on no vGPU host, for a GPU instance of MIG, which there are none of here, and
 * when nothing can be created.
 *
 * Return: NV_OK
 */
static u32 list_types(struct rmsim_ask *ask, const struct rmsim_gpu *gpu, bool all)
{
	u32 count = 0;
	u32 size;
	u32 i;

	ask->view = rmsim_view(ask->sim, RMSIM_S_TYPES, ask->view.bytes);
	if (gpu->mode != RMSIM_MODE_HOST_VGPU)
		return NV_ERR_NOT_SUPPORTED;
	rmsim_bytes(&ask->view, RMSIM_F_GPU_INSTANCE_ID, &size);
	if (size && rmsim_get(&ask->view, RMSIM_F_GPU_INSTANCE_ID) != RMSIM_NO_INSTANCE)
		return NV_ERR_INVALID_ARGUMENT;
	rmsim_put(&ask->view, RMSIM_F_VGPU_CONFIG_STATE, gpu->state);
	for (i = 0; i < gpu->count; i++)
		if (all || creatable(ask->sim, ask->object->gpu, gpu->types[i]))
			rmsim_put_at(&ask->view, RMSIM_F_VGPU_TYPES, count++, gpu->types[i]);
	rmsim_put(&ask->view, RMSIM_F_NUM_VGPU_TYPES, count);
	return all || count || !gpu->count ? NV_OK : NV_ERR_INSUFFICIENT_RESOURCES;
}

/**
 * type_info() - answers GET_VGPU_TYPE_INFO
 * @ask: the call
 *
 * Restriction: none. Side effects: none. Failure: a status for an unknown type.
 *
 * Return: NV_OK
 */
static u32 type_info(struct rmsim_ask *ask)
{
	const struct rmsim_type *type;
	struct rmsim_view info;
	u32 size;
	u8 *signature;

	ask->view = rmsim_view(ask->sim, RMSIM_S_TYPE_INFO, ask->view.bytes);
	type = rmsim_type(ask->sim, rmsim_get(&ask->view, RMSIM_F_VGPU_TYPE));
	if (!type)
		return NV_ERR_OBJECT_NOT_FOUND;
	info = rmsim_part(ask->sim, &ask->view, RMSIM_F_VGPU_TYPE_INFO, 0, RMSIM_S_INFO);
	memcpy(info.bytes, type->info, info.row->size);
	signature = rmsim_bytes(&info, RMSIM_F_VGPU_SIGNATURE, &size);
	if (ask->sim->hides_signatures)
		memset(signature, 0, size);
	return NV_OK;
}

/**
 * rmsim_config_control() - answers a control of a vGPU configuration object
 * @ask: the call
 * @cmd: the control
 *
 * Restriction: all was checked. Side effects: those of the control. Failure: a status.
 *
 * Return: NV_OK
 */
u32 rmsim_config_control(struct rmsim_ask *ask, u32 cmd)
{
	struct rmsim_gpu *gpu = &ask->sim->gpus[ask->object->gpu];

	switch (cmd) {
	case 0xa0810101:
		return set_info(ask, gpu);
	case 0xa0810103:
		return type_info(ask);
	case 0xa0810104:
		return list_types(ask, gpu, true);
	case 0xa0810105:
		return list_types(ask, gpu, false);
	case 0xa0810109:
		return publish(ask, gpu);
	case 0xa0810119:
		memcpy(&gpu->fractional, ask->view.bytes, sizeof(gpu->fractional));
		return NV_OK;
	default:
		return rmsim_guest_control(ask, cmd);
	}
}
