// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The simulated driver: its GPUs and its open files.
 */
#include "rmsim_core.h"

/**
 * rmsim_init() - makes a driver without GPUs
 * @sim: the driver
 * @release: what it says that it is, such as "580.95.05"
 * @rows: release whose layouts it has, NULL for its own
 *
 * Restriction: none. Side effects: @sim is overwritten.
 * Failure: -EINVAL for what is no release, or one of a branch of which nothing was measured.
 *
 * Return: 0
 */
int rmsim_init(struct rmsim *sim, const char *release, const char *rows)
{
	memset(sim, 0, sizeof(*sim));
	sim->rows = rmsim_resolve(rmsim_parse(rows ? rows : release));
	if (!rmsim_parse(release) || !sim->rows)
		return -EINVAL;
	snprintf(sim->release, sizeof(sim->release), "%s", release);
	return 0;
}

/**
 * rmsim_gpu_add() - gives the driver a GPU
 * @sim: the driver
 * @gpu: what it is
 *
 * Restriction: before the first open. Side effects: it is the next in the driver's list.
 * Failure: -ENOSPC when there are too many.
 *
 * Return: its index
 */
int rmsim_gpu_add(struct rmsim *sim, const struct rmsim_gpu *gpu)
{
	if (sim->gpu_count == RMSIM_GPUS)
		return -ENOSPC;
	sim->gpus[sim->gpu_count] = *gpu;
	return sim->gpu_count++;
}

/**
 * rmsim_gpu_of() - finds a GPU by the driver's id
 * @sim: the driver
 * @gpu_id: the id
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: the GPU, or NULL
 */
struct rmsim_gpu *rmsim_gpu_of(struct rmsim *sim, u32 gpu_id)
{
	u32 i;

	for (i = 0; i < sim->gpu_count; i++)
		if (sim->gpus[i].gpu_id == gpu_id)
			return &sim->gpus[i];
	return NULL;
}

/**
 * rmsim_gpu_uuid() - spells the UUID of a GPU
 * @gpu: the GPU
 * @text: where to put "GPU-" and the UUID, RMSIM_UUID_TEXT bytes
 *
 * Restriction: none. Side effects: none. Failure: none.
 */
void rmsim_gpu_uuid(const struct rmsim_gpu *gpu, char *text)
{
	const u8 *u = gpu->uuid;

	snprintf(text, RMSIM_UUID_TEXT,
		 "GPU-%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
		 u[0], u[1], u[2], u[3], u[4], u[5], u[6], u[7], u[8], u[9], u[10], u[11], u[12],
		 u[13], u[14], u[15]);
}

/**
 * rmsim_frontend() - says how /proc/devices lists the nodes
 * @sim: the driver
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: true for one name, "nvidia-frontend"; false for "nvidia" and "nvidiactl"
 */
bool rmsim_frontend(const struct rmsim *sim)
{
	return rmsim_is(sim, RMSIM_T_FRONTEND);
}

/**
 * rmsim_open() - opens a node
 * @sim: the driver
 * @gpu: index of the GPU, or RMSIM_CONTROL
 * @owner: id of the process
 *
 * Restriction: none. Side effects: an open node attaches its GPU.
 * Failure: -ENXIO without such a GPU, or when the driver is gone; -EMFILE when too many are open.
 *
 * Return: index of the file
 */
int rmsim_open(struct rmsim *sim, int gpu, u32 owner)
{
	struct rmsim_file *file;
	int i;

	sim->opens++;
	if (sim->unloaded || (gpu != RMSIM_CONTROL && (gpu < 0 || gpu >= (int)sim->gpu_count)))
		return -ENXIO;
	for (i = 0; i < RMSIM_FILES && sim->files[i].used; i++)
		;
	if (i == RMSIM_FILES)
		return -EMFILE;
	file = &sim->files[i];
	memset(file, 0, sizeof(*file));
	file->used = true;
	file->gpu = gpu;
	file->owner = owner;
	file->fd = -1;
	if (gpu >= 0)
		sim->gpus[gpu].attached++;
	return i;
}

/**
 * rmsim_close() - closes a node
 * @sim: the driver
 * @env: the machine
 * @file: index of the file
 *
 * Restriction: it is open. Side effects: all that was allocated through it is freed.
 * Failure: none.
 */
void rmsim_close(struct rmsim *sim, const struct rmsim_env *env, int file)
{
	struct rmsim_object *object;
	u32 i;

	(void)env;
	for (i = 0; i < RMSIM_OBJECTS; i++) {
		object = &sim->objects[i];
		if (!object->cls || object->file != file)
			continue;
		if (object->handle == object->client)
			rmsim_free_client(sim, object->client);
		else
			object->file = -1;
	}
	for (i = 0; i < sim->gpu_count; i++) {
		if (sim->files[file].gpu == (int)i)
			sim->gpus[i].attached--;
		if (sim->files[file].held & 1U << i)
			sim->gpus[i].attached--;
	}
	sim->files[file].used = false;
}

/**
 * rmsim_leaks() - counts what a program has left behind
 * @sim: the driver
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: files that are open and objects that are allocated
 */
u32 rmsim_leaks(const struct rmsim *sim)
{
	u32 count = 0;
	u32 i;

	for (i = 0; i < RMSIM_FILES; i++)
		count += sim->files[i].used;
	for (i = 0; i < RMSIM_OBJECTS; i++)
		count += sim->objects[i].cls != 0;
	return count;
}
