// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Controls of a client of the simulated resource manager: the list of GPUs, and system events.
 */
#include "rmsim_core.h"

#define ALL_GPUS 0xffff
#define NO_GPU 0xffffffff
#define UUID_FORMAT 3
#define UUID_BINARY 2
/* Status of a system event that tells all there is to tell. */
#define EVENT_TOLD 0

/**
 * probed_ids() - lists the GPUs
 * @ask: the call
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: NV_OK
 */
static u32 probed_ids(struct rmsim_ask *ask)
{
	u32 size;
	u32 i;

	rmsim_bytes(&ask->view, RMSIM_F_GPU_IDS, &size);
	for (i = 0; i < size / sizeof(u32); i++) {
		rmsim_put_at(&ask->view, RMSIM_F_GPU_IDS, i,
			     i < ask->sim->gpu_count ? ask->sim->gpus[i].gpu_id : NO_GPU);
		rmsim_put_at(&ask->view, RMSIM_F_EXCLUDED_GPU_IDS, i, NO_GPU);
		rmsim_put_at(&ask->view, RMSIM_F_GPU_FLAGS, i, 0);
	}
	return NV_OK;
}

/**
 * attached_ids() - lists the GPUs that somebody holds
 * @ask: the call
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: NV_OK
 */
static u32 attached_ids(struct rmsim_ask *ask)
{
	u32 count = 0;
	u32 size;
	u32 i;

	rmsim_bytes(&ask->view, RMSIM_F_GPU_IDS, &size);
	for (i = 0; i < size / sizeof(u32); i++)
		rmsim_put_at(&ask->view, RMSIM_F_GPU_IDS, i, NO_GPU);
	for (i = 0; i < ask->sim->gpu_count; i++)
		if (ask->sim->gpus[i].attached)
			rmsim_put_at(&ask->view, RMSIM_F_GPU_IDS, count++,
				     ask->sim->gpus[i].gpu_id);
	return NV_OK;
}

/**
 * check_ids() - answers the controls that attach and detach GPUs, which only check the ids
 * @ask: the call
 * @attached: the GPUs must be attached
 *
 * Restriction: none. Side effects: none. Failure: a status.
 *
 * Return: NV_OK
 */
static u32 check_ids(struct rmsim_ask *ask, bool attached)
{
	const struct rmsim_gpu *gpu;
	u32 size;
	const u8 *ids = rmsim_bytes(&ask->view, RMSIM_F_GPU_IDS, &size);
	u32 id;
	u32 i;

	for (i = 0; i < size; i += sizeof(id)) {
		memcpy(&id, ids + i, sizeof(id));
		if (id == NO_GPU || (id == ALL_GPUS && !i))
			return NV_OK;
		gpu = rmsim_gpu_of(ask->sim, id);
		if (!gpu || (attached && !gpu->attached))
			return NV_ERR_INVALID_ARGUMENT;
	}
	return NV_OK;
}

/**
 * pci_info() - tells where a GPU is
 * @ask: the call
 * @gpu: the GPU, or NULL
 *
 * Restriction: none. Side effects: none. Failure: a status.
 *
 * Return: NV_OK
 */
static u32 pci_info(struct rmsim_ask *ask, const struct rmsim_gpu *gpu)
{
	if (!gpu)
		return NV_ERR_OBJECT_NOT_FOUND;
	rmsim_put(&ask->view, RMSIM_F_DOMAIN, gpu->domain);
	rmsim_put(&ask->view, RMSIM_F_BUS, gpu->bus);
	rmsim_put(&ask->view, RMSIM_F_SLOT, gpu->slot);
	return NV_OK;
}

/**
 * id_info() - tells the instance numbers of a GPU
 * @ask: the call
 * @gpu: the GPU, or NULL
 *
 * Restriction: none. Side effects: none. Failure: a status, also when nobody holds the GPU.
 *
 * Return: NV_OK
 */
static u32 id_info(struct rmsim_ask *ask, const struct rmsim_gpu *gpu)
{
	if (!gpu || !gpu->attached)
		return NV_ERR_INVALID_ARGUMENT;
	rmsim_put(&ask->view, RMSIM_F_DEVICE_INSTANCE, gpu->instance);
	rmsim_put(&ask->view, RMSIM_F_SUB_DEVICE_INSTANCE, 0);
	rmsim_put(&ask->view, RMSIM_F_GPU_INSTANCE, gpu->instance);
	rmsim_put(&ask->view, RMSIM_F_BOARD_ID, gpu->gpu_id);
	rmsim_put(&ask->view, RMSIM_F_NUMA_ID, (u32)gpu->numa);
	return NV_OK;
}

/**
 * gpu_uuid() - tells the UUID of a GPU
 * @ask: the call
 * @gpu: the GPU, or NULL
 *
 * Restriction: none. Side effects: none. Failure: a status, also when nobody holds the GPU.
 *
 * Return: NV_OK
 */
static u32 gpu_uuid(struct rmsim_ask *ask, const struct rmsim_gpu *gpu)
{
	u32 format = rmsim_get(&ask->view, RMSIM_F_FLAGS) & UUID_FORMAT;
	char text[RMSIM_UUID_TEXT];

	if (!gpu || !gpu->attached)
		return NV_ERR_INVALID_ARGUMENT;
	if (format == UUID_BINARY) {
		rmsim_put_bytes(&ask->view, RMSIM_F_GPU_UUID, gpu->uuid, RMSIM_UUID);
		rmsim_put(&ask->view, RMSIM_F_UUID_STR_LEN, RMSIM_UUID);
	} else {
		rmsim_gpu_uuid(gpu, text);
		rmsim_put_text(&ask->view, RMSIM_F_GPU_UUID, text);
		rmsim_put(&ask->view, RMSIM_F_UUID_STR_LEN, strlen(text) + 1);
	}
	return NV_OK;
}

/**
 * build_version() - tells which release it is
 * @ask: the call
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: NV_OK
 */
static u32 build_version(struct rmsim_ask *ask)
{
	rmsim_put_text(&ask->view, RMSIM_F_DRIVER_VERSION_BUFFER, ask->sim->release);
	rmsim_put_text(&ask->view, RMSIM_F_VERSION_BUFFER, "simulated");
	rmsim_put_text(&ask->view, RMSIM_F_DRIVER_BRANCH, "simulated");
	rmsim_put_text(&ask->view, RMSIM_F_TITLE_BUFFER, ask->sim->release);
	return NV_OK;
}

/**
 * system_event() - takes the oldest system event of a client
 * @ask: the call
 *
 * Restriction: none. Side effects: it is gone. Failure: a status when there is none.
 *
 * Return: NV_OK
 */
static u32 system_event(struct rmsim_ask *ask)
{
	struct rmsim_event event;
	u32 both = 0;

	if (!rmsim_take(ask->object, &event))
		return NV_ERR_OBJECT_NOT_FOUND;
	rmsim_put(&ask->view, RMSIM_F_EVENT, event.index);
	rmsim_put(&ask->view, RMSIM_F_STATUS, EVENT_TOLD);
	rmsim_put(&ask->view, RMSIM_F_DATA_GPU_BIND_UNBIND_GPU_ID, event.data[0]);
	if (rmsim_constant(ask->sim, RMSIM_K_GPU_BIND_UNBIND, &both) && event.index == both)
		rmsim_put(&ask->view, RMSIM_F_DATA_GPU_BIND_UNBIND_B_BIND, event.data[1]);
	return NV_OK;
}

/**
 * start_data() - takes the oldest system event of a client, which should be a start
 * @ask: the call
 *
 * Restriction: none. Side effects: the event is gone, whatever it was. Failure: a status when there
 * is none, when it was no start, and when nobody waits.
 *
 * Return: NV_OK
 */
static u32 start_data(struct rmsim_ask *ask)
{
	const struct rmsim_vgpu *vgpu = NULL;
	const struct rmsim_gpu *gpu;
	struct rmsim_event event;
	u32 start = RMSIM_NONE;
	u32 i;

	if (!rmsim_take(ask->object, &event))
		return NV_ERR_OBJECT_NOT_FOUND;
	rmsim_constant(ask->sim, RMSIM_K_VM_START, &start);
	if (event.index != start)
		return NV_ERR_INVALID_EVENT;
	for (i = 0; !vgpu && i < RMSIM_VGPUS; i++)
		if (ask->sim->vgpus[i].used && ask->sim->vgpus[i].start == RMSIM_START_WAITS &&
		    !ask->sim->vgpus[i].told)
			vgpu = &ask->sim->vgpus[i];
	if (!vgpu)
		return NV_ERR_OBJECT_NOT_FOUND;
	ask->sim->vgpus[vgpu - ask->sim->vgpus].told = true;
	gpu = &ask->sim->gpus[vgpu->gpu];
	rmsim_put_bytes(&ask->view, RMSIM_F_MDEV_UUID, vgpu->uuid, RMSIM_UUID);
	rmsim_put_text(&ask->view, RMSIM_F_CONFIG_PARAMS, vgpu->params);
	rmsim_put(&ask->view, RMSIM_F_QEMU_PID, vgpu->pid);
	rmsim_put(&ask->view, RMSIM_F_GPU_PCI_ID, gpu->gpu_id);
	rmsim_put(&ask->view, RMSIM_F_VGPU_ID, vgpu->vgpu_id);
	rmsim_put(&ask->view, RMSIM_F_GPU_PCI_BDF,
		  gpu->domain << 16 | gpu->bus << 8 | gpu->slot << 3);
	return NV_OK;
}

/**
 * set_notification() - answers EVENT_SET_NOTIFICATION
 * @ask: the call
 *
 * Restriction: none. Side effects: the client has system events, or none. Failure: a status.
 *
 * Return: NV_OK
 */
static u32 set_notification(struct rmsim_ask *ask)
{
	u32 notifiers = 0;

	rmsim_constant(ask->sim, RMSIM_K_NOTIFIERS, &notifiers);
	return rmsim_set_notification(ask, notifiers);
}

/**
 * view_of() - tells what the parameters of a control are
 * @ask: the call
 * @cmd: the control
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: the structure
 */
static enum rmsim_struct view_of(const struct rmsim_ask *ask, u32 cmd)
{
	switch (cmd) {
	case 0x13e:
		return RMSIM_S_BUILD_VERSION;
	case 0x201:
		return RMSIM_S_ATTACHED;
	case 0x202:
		return RMSIM_S_ID_INFO;
	case 0x205:
		return RMSIM_S_ID_INFO_V2;
	case 0x214:
		return RMSIM_S_PROBED;
	case 0x215:
		return RMSIM_S_ATTACH;
	case 0x216:
		return RMSIM_S_DETACH;
	case 0x21b:
		return RMSIM_S_PCI_INFO;
	case 0x275:
		return RMSIM_S_GPU_UUID;
	case 0x501:
		return RMSIM_S_NOTIFY;
	case 0x502:
		return rmsim_size(ask->sim, RMSIM_S_EVENT_DATA) ? RMSIM_S_EVENT_DATA :
								    RMSIM_S_EVENT_STATUS;
	case 0xc01:
		return RMSIM_S_START_DATA;
	default:
		return RMSIM_STRUCTS;
	}
}

/**
 * rmsim_system_control() - answers a control of a client
 * @ask: the call
 * @cmd: the control
 *
 * Restriction: all was checked. Side effects: those of the control. Failure: a status.
 *
 * Return: NV_OK
 */
u32 rmsim_system_control(struct rmsim_ask *ask, u32 cmd)
{
	const struct rmsim_gpu *gpu;

	ask->view = rmsim_view(ask->sim, view_of(ask, cmd), ask->view.bytes);
	gpu = rmsim_gpu_of(ask->sim, rmsim_get(&ask->view, RMSIM_F_GPU_ID));
	switch (cmd) {
	case 0x13e:
		return build_version(ask);
	case 0x201:
		return attached_ids(ask);
	case 0x202:
	case 0x205:
		return id_info(ask, gpu);
	case 0x214:
		return probed_ids(ask);
	case 0x215:
		return check_ids(ask, false);
	case 0x216:
		return check_ids(ask, true);
	case 0x21b:
		return pci_info(ask, gpu);
	case 0x275:
		return gpu_uuid(ask, gpu);
	case 0x501:
		return set_notification(ask);
	case 0x502:
		return system_event(ask);
	case 0xc01:
		return start_data(ask);
	default:
		return NV_ERR_NOT_SUPPORTED;
	}
}
