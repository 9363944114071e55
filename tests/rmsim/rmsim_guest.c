// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the simulated resource manager tells of vGPUs: those that run, what they use, what more
 * there could be.
 */
#include "rmsim_core.h"

#define VM_ID_UUID 1
#define MIB 0x100000

/**
 * put_guest() - tells a running vGPU
 * @ask: the call
 * @index: which place of the answer
 * @vgpu: the vGPU
 *
 * Restriction: none. Side effects: none. Failure: what has no place is left out.
 */
static void put_guest(struct rmsim_ask *ask, u32 index, const struct rmsim_vgpu *vgpu)
{
	struct rmsim *sim = ask->sim;
	const struct rmsim_gpu *gpu = &sim->gpus[vgpu->gpu];
	struct rmsim_view guest = rmsim_part(sim, &ask->view, RMSIM_F_VGPU_GUEST, index,
					     RMSIM_S_GUEST);
	struct rmsim_view vm = rmsim_part(sim, &guest, RMSIM_F_GUEST_VM_INFO, 0,
					  RMSIM_S_GUEST_VM);
	struct rmsim_view device = rmsim_part(sim, &guest, RMSIM_F_VGPU_DEVICE, 0,
					      RMSIM_S_HOST_DEVICE);

	rmsim_put(&vm, RMSIM_F_VM_PID, vgpu->pid);
	rmsim_put(&vm, RMSIM_F_VM_ID_TYPE, VM_ID_UUID);
	rmsim_put_bytes(&vm, RMSIM_F_GUEST_VM_ID, vgpu->vm_uuid, RMSIM_UUID);
	rmsim_put_text(&vm, RMSIM_F_VM_NAME, vgpu->vm_name);
	rmsim_put_text(&vm, RMSIM_F_GUEST_DRIVER_VERSION, vgpu->driver);
	rmsim_put(&vm, RMSIM_F_FRAME_RATE_LIMIT, vgpu->frame_rate);
	rmsim_put(&vm, RMSIM_F_LICENSED, vgpu->licensed);
	rmsim_put(&vm, RMSIM_F_LICENSE_STATE, vgpu->license_state);
	rmsim_put(&device, RMSIM_F_VGPU_TYPE, vgpu->type);
	rmsim_put(&device, RMSIM_F_VGPU_DEVICE_INSTANCE_ID, vgpu->vgpu_id);
	rmsim_put(&device, RMSIM_F_VGPU_PCI_ID, gpu->gpu_id);
	rmsim_put_bytes(&device, RMSIM_F_VGPU_UUID, vgpu->own, RMSIM_UUID);
	rmsim_put_bytes(&device, RMSIM_F_MDEV_UUID, vgpu->uuid, RMSIM_UUID);
	rmsim_put_bytes(&device, RMSIM_F_VGPU_DEV_NAME, vgpu->uuid, RMSIM_UUID);
	rmsim_put(&device, RMSIM_F_ENCODER_CAPACITY, vgpu->encoder);
	rmsim_put(&device, RMSIM_F_FB_USED, vgpu->fb_used);
	rmsim_put(&device, RMSIM_F_ECC_STATE, vgpu->ecc);
	rmsim_put(&device, RMSIM_F_B_DRIVER_LOADED, vgpu->driver_loaded);
	rmsim_put(&device, RMSIM_F_SWIZZ_ID, RMSIM_NO_INSTANCE);
	rmsim_put(&device, RMSIM_F_PLACEMENT_ID, vgpu->placement);
}

/**
 * enumerate() - answers ENUMERATE_VGPU_PER_PGPU
 * @ask: the call
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: NV_OK
 */
static u32 enumerate(struct rmsim_ask *ask)
{
	const struct rmsim_vgpu *vgpu;
	u32 count = 0;
	u32 i;

	ask->view = rmsim_view(ask->sim, RMSIM_S_ENUMERATE, ask->view.bytes);
	for (i = 0; i < RMSIM_VGPUS; i++) {
		vgpu = &ask->sim->vgpus[i];
		if (!vgpu->used || !vgpu->running || (int)vgpu->gpu != ask->object->gpu)
			continue;
		if (!count)
			rmsim_put(&ask->view, RMSIM_F_VGPU_TYPE, vgpu->type);
		put_guest(ask, count++, vgpu);
	}
	rmsim_put(&ask->view, RMSIM_F_NUM_VGPU, count);
	return NV_OK;
}

/**
 * fb_usage() - answers GET_VGPU_FB_USAGE
 * @ask: the call
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: NV_OK
 */
static u32 fb_usage(struct rmsim_ask *ask)
{
	const struct rmsim_vgpu *vgpu;
	struct rmsim_view one;
	u32 count = 0;
	u32 i;

	ask->view = rmsim_view(ask->sim, RMSIM_S_FB_USAGE, ask->view.bytes);
	for (i = 0; i < RMSIM_VGPUS; i++) {
		vgpu = &ask->sim->vgpus[i];
		if (!vgpu->used || !vgpu->running || (int)vgpu->gpu != ask->object->gpu)
			continue;
		one = rmsim_part(ask->sim, &ask->view, RMSIM_F_VGPU_FB_USAGE, count++,
				 RMSIM_S_FB_USED);
		rmsim_put_bytes(&one, RMSIM_F_VGPU_UUID, vgpu->own, RMSIM_UUID);
		rmsim_put(&one, RMSIM_F_FB_USED, vgpu->fb_used);
	}
	rmsim_put(&ask->view, RMSIM_F_VGPU_COUNT, count);
	return NV_OK;
}

/**
 * notify_start() - answers NOTIFY_START
 * @ask: the call
 *
 * Restriction: none. Side effects: who waits for the start goes on.
 * Failure: a status for an unknown vGPU, when nobody waits, and for a "yes" without the host's part
 * of the vGPU.
 *
 * Return: NV_OK
 */
static u32 notify_start(struct rmsim_ask *ask)
{
	struct rmsim_vgpu *vgpu;
	u32 answer;
	u32 size;
	const u8 *name;

	ask->view = rmsim_view(ask->sim, RMSIM_S_NOTIFY_START, ask->view.bytes);
	vgpu = rmsim_vgpu_of(ask->sim, rmsim_bytes(&ask->view, RMSIM_F_MDEV_UUID, &size));
	if (!vgpu || (int)vgpu->gpu != ask->object->gpu)
		return NV_ERR_OBJECT_NOT_FOUND;
	if (vgpu->start != RMSIM_START_WAITS)
		return NV_ERR_INVALID_STATE;
	answer = rmsim_get(&ask->view, RMSIM_F_RETURN_STATUS);
	if (!answer && !vgpu->plugin)
		return NV_ERR_INVALID_STATE;
	vgpu->start = answer ? RMSIM_START_NO : RMSIM_START_YES;
	vgpu->answer = answer;
	memcpy(vgpu->vm_uuid, rmsim_bytes(&ask->view, RMSIM_F_VM_UUID, &size), RMSIM_UUID);
	name = rmsim_bytes(&ask->view, RMSIM_F_VM_NAME, &size);
	memcpy(vgpu->vm_name, name, sizeof(vgpu->vm_name) - 1);
	ask->env->answered(ask->env, vgpu - ask->sim->vgpus);
	return NV_OK;
}

/**
 * reservation() - answers GET_HOST_FB_RESERVATION
 * @ask: the call
 *
 * Restriction: none. Side effects: none. Failure: a status for an unknown type.
 *
 * Return: NV_OK
 */
static u32 reservation(struct rmsim_ask *ask)
{
	struct rmsim_spec spec;
	u32 id;

	ask->view = rmsim_view(ask->sim, RMSIM_S_RESERVATION, ask->view.bytes);
	id = rmsim_get(&ask->view, RMSIM_F_VGPU_TYPE_ID);
	if (!id)
		return NV_ERR_INVALID_ARGUMENT;
	if (!rmsim_type_spec(ask->sim, id, &spec))
		return NV_ERR_OBJECT_NOT_FOUND;
	rmsim_put(&ask->view, RMSIM_F_HOST_RESERVED_FB, 256 * MIB);
	rmsim_put(&ask->view, RMSIM_F_ECC_AND_PR_RESERVED_FB, 16 * MIB);
	rmsim_put(&ask->view, RMSIM_F_TOTAL_RESERVED_FB, 272 * MIB);
	return NV_OK;
}

/**
 * placements() - answers GET_CREATABLE_PLACEMENTS
 * @ask: the call
 *
 * Restriction: none. Side effects: none.
 * Failure: a status for an unknown type, and where a GPU takes one size only.
 *
 * Return: NV_OK
 */
static u32 placements(struct rmsim_ask *ask)
{
	u32 gpu = ask->object->gpu;
	struct rmsim_spec spec;
	u32 count;
	u32 used;
	u32 i;

	ask->view = rmsim_view(ask->sim, RMSIM_S_PLACEMENTS, ask->view.bytes);
	if (!rmsim_type_spec(ask->sim, rmsim_get(&ask->view, RMSIM_F_VGPU_TYPE_ID), &spec))
		return NV_ERR_OBJECT_NOT_FOUND;
	if (!ask->sim->gpus[gpu].heterogeneous)
		return NV_ERR_NOT_SUPPORTED;
	used = rmsim_running(ask->sim, gpu, spec.id);
	count = spec.instances > used ? spec.instances - used : 0;
	for (i = 0; i < count; i++)
		rmsim_put_at(&ask->view, RMSIM_F_PLACEMENT_IDS, i, used + i);
	rmsim_put(&ask->view, RMSIM_F_PLACEMENT_SIZE, 1);
	rmsim_put(&ask->view, RMSIM_F_COUNT, count);
	return NV_OK;
}

/**
 * abilities() - answers the controls that tell what a GPU can do
 * @ask: the call
 * @cmd: the control
 *
 * Restriction: none. Side effects: none. Failure: a status for an unknown control.
 *
 * Return: NV_OK
 */
static u32 abilities(struct rmsim_ask *ask, u32 cmd)
{
	const struct rmsim_gpu *gpu = &ask->sim->gpus[ask->object->gpu];

	switch (cmd) {
	case 0xa0810112:
		ask->view = rmsim_view(ask->sim, RMSIM_S_MIGRATION, ask->view.bytes);
		rmsim_put(&ask->view, RMSIM_F_B_MIGRATION_CAP, 1);
		return NV_OK;
	case 0xa0810117:
		ask->view = rmsim_view(ask->sim, RMSIM_S_MULTI, ask->view.bytes);
		rmsim_put(&ask->view, RMSIM_F_FRACTIONALMULTI_VGPU_SUPPORTED, gpu->fractional);
		return NV_OK;
	case 0xa0810118:
		ask->view = rmsim_view(ask->sim, RMSIM_S_CAPS, ask->view.bytes);
		rmsim_put(&ask->view, RMSIM_F_WARM_UPDATE_SUPPORTED, 1);
		return NV_OK;
	default:
		return NV_ERR_NOT_SUPPORTED;
	}
}

/**
 * rmsim_guest_control() - answers a control of a vGPU configuration object that is not about types
 * @ask: the call
 * @cmd: the control
 *
 * Restriction: all was checked. Side effects: those of the control. Failure: a status.
 *
 * Return: NV_OK
 */
u32 rmsim_guest_control(struct rmsim_ask *ask, u32 cmd)
{
	u32 notifiers = 0;

	switch (cmd) {
	case 0xa0810102:
		return enumerate(ask);
	case 0xa0810106:
		ask->view = rmsim_view(ask->sim, RMSIM_S_VGPU_NOTIFY, ask->view.bytes);
		rmsim_constant(ask->sim, RMSIM_K_VGPU_NOTIFIERS, &notifiers);
		return rmsim_set_notification(ask, notifiers);
	case 0xa0810107:
		return notify_start(ask);
	case 0xa0810111:
		return fb_usage(ask);
	case 0xa0810113:
		return reservation(ask);
	case 0xa081011c:
		return placements(ask);
	default:
		return abilities(ask, cmd);
	}
}
