// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The life of a vGPU, as the closed part of the real driver tells it to the resource manager: the
 * mdev is created, a QEMU opens it, the guest runs, ends, and the mdev is removed.
 */
#include "rmsim_core.h"

#define ENCODER_ALL 100
#define ECC_NONE 1

/**
 * rmsim_running() - counts the vGPUs of a type on a GPU
 * @sim: the driver
 * @gpu: index of the GPU
 * @type: the type
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: the number, running or not
 */
u32 rmsim_running(const struct rmsim *sim, u32 gpu, u32 type)
{
	u32 count = 0;
	u32 i;

	for (i = 0; i < RMSIM_VGPUS; i++)
		count += sim->vgpus[i].used && sim->vgpus[i].gpu == gpu &&
			 sim->vgpus[i].type == type;
	return count;
}

/**
 * rmsim_vgpu_find() - finds a vGPU
 * @sim: the driver
 * @uuid: of its mdev
 *
 * Restriction: none. Side effects: none. Failure: -ENOENT when there is none.
 *
 * Return: its index
 */
int rmsim_vgpu_find(const struct rmsim *sim, const u8 *uuid)
{
	int i;

	for (i = 0; i < RMSIM_VGPUS; i++)
		if (sim->vgpus[i].used && !memcmp(sim->vgpus[i].uuid, uuid, RMSIM_UUID))
			return i;
	return -ENOENT;
}

/**
 * rmsim_vgpu_of() - finds a vGPU to change it
 * @sim: the driver
 * @uuid: of its mdev
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: the vGPU, or NULL
 */
struct rmsim_vgpu *rmsim_vgpu_of(struct rmsim *sim, const u8 *uuid)
{
	int index = rmsim_vgpu_find(sim, uuid);

	return index < 0 ? NULL : &sim->vgpus[index];
}

/**
 * rmsim_vgpu_created() - tells that an mdev was created
 * @sim: the driver
 * @gpu: index of the GPU
 * @type: its type, which need not be one that was registered
 * @uuid: of the mdev, as the kernel holds it
 *
 * Restriction: none. Side effects: there is one vGPU more.
 * Failure: -EEXIST when there is one of this UUID, -ENOSPC when there are too many.
 *
 * Return: its index
 */
int rmsim_vgpu_created(struct rmsim *sim, u32 gpu, u32 type, const u8 *uuid)
{
	const struct rmsim_type *known = rmsim_type(sim, type);
	struct rmsim_spec spec = { 0 };
	struct rmsim_vgpu *vgpu;
	int i;

	if (rmsim_vgpu_find(sim, uuid) >= 0)
		return -EEXIST;
	for (i = 0; i < RMSIM_VGPUS && sim->vgpus[i].used; i++)
		;
	if (i == RMSIM_VGPUS)
		return -ENOSPC;
	if (known)
		rmsim_type_spec(sim, type, &spec);
	vgpu = &sim->vgpus[i];
	memset(vgpu, 0, sizeof(*vgpu));
	vgpu->used = true;
	vgpu->gpu = gpu;
	vgpu->type = type;
	vgpu->vgpu_id = ++sim->vgpu_ids;
	vgpu->encoder = ENCODER_ALL;
	vgpu->ecc = ECC_NONE;
	vgpu->placement = RMSIM_NO_PLACEMENT;
	vgpu->frame_rate = spec.frame_rate;
	memcpy(vgpu->uuid, uuid, RMSIM_UUID);
	for (i = 0; i < RMSIM_UUID; i++)
		vgpu->own[i] = ~uuid[i];
	return vgpu - sim->vgpus;
}

/**
 * rmsim_vgpu_opened() - tells that a QEMU has opened an mdev, where programs answer starts
 * @sim: the driver
 * @env: the machine
 * @vgpu: index of the vGPU
 * @pid: of QEMU
 *
 * Who listens is told; where nobody does, QEMU waits all the same, and in vain.
 *
 * Restriction: none. Side effects: clients that listen are told of the start, which waits for an
 * answer (enum rmsim_start). Failure: none.
 *
 * Return: true when QEMU has to wait: the release has starts
 */
bool rmsim_vgpu_opened(struct rmsim *sim, const struct rmsim_env *env, u32 vgpu, u32 pid)
{
	u32 start;

	if (!rmsim_constant(sim, RMSIM_K_VM_START, &start))
		return false;
	sim->vgpus[vgpu].pid = pid;
	sim->vgpus[vgpu].told = false;
	sim->vgpus[vgpu].start = RMSIM_START_WAITS;
	rmsim_tell_clients(sim, env, start, sim->gpus[sim->vgpus[vgpu].gpu].gpu_id, 0);
	return true;
}

/**
 * rmsim_vgpu_started() - tells that the guest of a vGPU runs
 * @sim: the driver
 * @env: the machine
 * @vgpu: index of the vGPU
 * @pid: of QEMU
 *
 * Restriction: once until it is stopped. Side effects: it is enumerated; who listens to the GPU's
 * configuration is told. Failure: none.
 */
void rmsim_vgpu_started(struct rmsim *sim, const struct rmsim_env *env, u32 vgpu, u32 pid)
{
	struct rmsim_vgpu *one = &sim->vgpus[vgpu];

	one->pid = pid;
	one->running = true;
	one->start = RMSIM_START_NONE;
	rmsim_tell_gpu(sim, env, one->gpu, RMSIM_GUEST_CREATED, one->vgpu_id);
	rmsim_tell_gpu(sim, env, one->gpu, RMSIM_GUEST_INITIALISING, one->vgpu_id);
}

/**
 * rmsim_vgpu_stopped() - tells that the guest of a vGPU has ended, or has not come to run
 * @sim: the driver
 * @env: the machine
 * @vgpu: index of the vGPU
 *
 * Restriction: none. Side effects: it is enumerated no more; who listens is told when it ran.
 * Failure: none.
 */
void rmsim_vgpu_stopped(struct rmsim *sim, const struct rmsim_env *env, u32 vgpu)
{
	struct rmsim_vgpu *one = &sim->vgpus[vgpu];
	bool ran = one->running;

	one->running = false;
	one->driver_loaded = false;
	one->licensed = false;
	one->pid = 0;
	one->fb_used = 0;
	one->start = RMSIM_START_NONE;
	memset(one->vm_uuid, 0, sizeof(one->vm_uuid));
	memset(one->vm_name, 0, sizeof(one->vm_name));
	if (ran)
		rmsim_tell_gpu(sim, env, one->gpu, RMSIM_GUEST_DESTROYED, one->vgpu_id);
}

/**
 * rmsim_vgpu_destroyed() - tells that an mdev was removed
 * @sim: the driver
 * @env: the machine
 * @vgpu: index of the vGPU
 *
 * Restriction: none. Side effects: as rmsim_vgpu_stopped(), and it is gone. Failure: none.
 */
void rmsim_vgpu_destroyed(struct rmsim *sim, const struct rmsim_env *env, u32 vgpu)
{
	rmsim_vgpu_stopped(sim, env, vgpu);
	sim->vgpus[vgpu].used = false;
}

/**
 * rmsim_gpu_bound() - tells that a GPU was bound to the vGPU part of the driver, or unbound
 * @sim: the driver
 * @env: the machine
 * @gpu: index of the GPU
 * @bound: it was bound
 *
 * Restriction: none. Side effects: clients that asked for the events of their release have them.
 * Failure: none.
 */
void rmsim_gpu_bound(struct rmsim *sim, const struct rmsim_env *env, u32 gpu, bool bound)
{
	u32 id = sim->gpus[gpu].gpu_id;
	u32 notifier;

	if (rmsim_constant(sim, bound ? RMSIM_K_GPU_BIND : RMSIM_K_GPU_UNBIND, &notifier))
		rmsim_tell_clients(sim, env, notifier, id, 0);
	if (rmsim_constant(sim, bound ? RMSIM_K_VGPU_BIND : RMSIM_K_VGPU_UNBIND, &notifier))
		rmsim_tell_clients(sim, env, notifier, id, 0);
	if (rmsim_constant(sim, RMSIM_K_GPU_BIND_UNBIND, &notifier))
		rmsim_tell_clients(sim, env, notifier, id, bound);
}
