// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Controls of a device and a subdevice of the simulated resource manager: what a GPU is.
 */
#include "rmsim_core.h"

#define VENDOR 0x10de
#define FIRST_VF 4
/* From here on a GPU is a host of vGPUs only while its virtual functions are there. */
#define HOST_BY_SRIOV 595044002
/* Indices of FB_GET_INFO_V2; its numbers are KiB. */
#define FB_RAM 0x7
#define FB_TOTAL_RAM 0x8
#define FB_HEAP 0x9
#define FB_HEAP_FREE 0x16
#define FB_UNIT 1024

/**
 * struct fb_entry - a question of FB_GET_INFO_V2
 * @index: what is asked
 * @data: the answer
 */
struct fb_entry {
	u32 index;
	u32 data;
};

/**
 * mode() - tells the virtualization mode
 * @ask: the call
 * @gpu: the GPU
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: NV_OK
 */
static u32 mode(struct rmsim_ask *ask, const struct rmsim_gpu *gpu)
{
	bool host = gpu->mode == RMSIM_MODE_HOST_VGPU;
	bool off = host && ask->sim->rows >= HOST_BY_SRIOV && gpu->vfs_total && !gpu->vfs;

	rmsim_put(&ask->view, RMSIM_F_VIRTUALIZATION_MODE, off ? RMSIM_MODE_NONE : gpu->mode);
	rmsim_put(&ask->view, RMSIM_F_IS_GRID_BUILD, host);
	return NV_OK;
}

/**
 * sriov() - tells what virtual functions there are
 * @ask: the call
 * @gpu: the GPU
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: NV_OK
 */
static u32 sriov(struct rmsim_ask *ask, const struct rmsim_gpu *gpu)
{
	rmsim_put(&ask->view, RMSIM_F_TOTAL_V_FS, gpu->vfs_total);
	rmsim_put(&ask->view, RMSIM_F_FIRST_VF_OFFSET, gpu->vfs_total ? FIRST_VF : 0);
	rmsim_put(&ask->view, RMSIM_F_B_SRIOV_ENABLED, gpu->vfs > 0);
	return NV_OK;
}

/**
 * rmsim_device_control() - answers a control of a device
 * @ask: the call
 * @cmd: the control
 *
 * Restriction: all was checked. Side effects: those of the control. Failure: a status.
 *
 * Return: NV_OK
 */
u32 rmsim_device_control(struct rmsim_ask *ask, u32 cmd)
{
	struct rmsim_gpu *gpu = &ask->sim->gpus[ask->object->gpu];
	u8 *bytes = ask->view.bytes;

	switch (cmd) {
	case 0x800287:
		ask->view = rmsim_view(ask->sim, RMSIM_S_PERSISTENCE, bytes);
		gpu->persistent = !rmsim_get(&ask->view, RMSIM_F_SW_STATE_PERSISTENCE);
		return NV_OK;
	case 0x800288:
		ask->view = rmsim_view(ask->sim, RMSIM_S_PERSISTENCE, bytes);
		rmsim_put(&ask->view, RMSIM_F_SW_STATE_PERSISTENCE, !gpu->persistent);
		return NV_OK;
	case 0x800289:
		ask->view = rmsim_view(ask->sim, RMSIM_S_MODE, bytes);
		return mode(ask, gpu);
	case 0x800291:
		ask->view = rmsim_view(ask->sim, RMSIM_S_SRIOV, bytes);
		return sriov(ask, gpu);
	case 0x800297:
		ask->view = rmsim_view(ask->sim, RMSIM_S_HETEROGENEOUS, bytes);
		gpu->heterogeneous = rmsim_get(&ask->view, RMSIM_F_B_HETEROGENEOUS_MODE);
		return NV_OK;
	case 0x800298:
		ask->view = rmsim_view(ask->sim, RMSIM_S_HETEROGENEOUS, bytes);
		rmsim_put(&ask->view, RMSIM_F_B_HETEROGENEOUS_MODE, gpu->heterogeneous);
		return NV_OK;
	default:
		return NV_ERR_NOT_SUPPORTED;
	}
}

/**
 * taken() - adds up what the vGPUs of a GPU take
 * @sim: the driver
 * @gpu: index of the GPU
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: bytes of frame buffer
 */
static u64 taken(const struct rmsim *sim, u32 gpu)
{
	struct rmsim_spec spec;
	u64 sum = 0;
	u32 i;

	for (i = 0; i < RMSIM_VGPUS; i++)
		if (sim->vgpus[i].used && sim->vgpus[i].gpu == gpu &&
		    rmsim_type_spec(sim, sim->vgpus[i].type, &spec))
			sum += spec.profile;
	return sum;
}

/**
 * fb_info() - tells how much frame buffer there is
 * @ask: the call
 *
 * Restriction: none. Side effects: none. Failure: a status for more questions than there is room.
 *
 * Return: NV_OK
 */
static u32 fb_info(struct rmsim_ask *ask)
{
	const struct rmsim_gpu *gpu = &ask->sim->gpus[ask->object->gpu];
	u64 heap = gpu->fb - gpu->fb_reserved;
	u64 used = taken(ask->sim, ask->object->gpu);
	u8 *at = ask->view.bytes + sizeof(u32);
	struct fb_entry entry;
	u64 value;
	u32 count;
	u32 i;

	memcpy(&count, ask->view.bytes, sizeof(count));
	if (count > (ask->size - sizeof(count)) / sizeof(entry))
		return NV_ERR_INVALID_ARGUMENT;
	for (i = 0; i < count; i++, at += sizeof(entry)) {
		memcpy(&entry, at, sizeof(entry));
		value = 0;
		if (entry.index == FB_RAM || entry.index == FB_TOTAL_RAM)
			value = gpu->fb;
		else if (entry.index == FB_HEAP)
			value = heap;
		else if (entry.index == FB_HEAP_FREE)
			value = heap > used ? heap - used : 0;
		entry.data = value / FB_UNIT;
		memcpy(at, &entry, sizeof(entry));
	}
	return NV_OK;
}

/**
 * rmsim_subdevice_control() - answers a control of a subdevice
 * @ask: the call
 * @cmd: the control
 *
 * Restriction: all was checked. Side effects: none. Failure: a status.
 *
 * Return: NV_OK
 */
u32 rmsim_subdevice_control(struct rmsim_ask *ask, u32 cmd)
{
	const struct rmsim_gpu *gpu = &ask->sim->gpus[ask->object->gpu];

	switch (cmd) {
	case 0x20801303:
		return fb_info(ask);
	case 0x20801801:
		ask->view = rmsim_view(ask->sim, RMSIM_S_BUS_PCI, ask->view.bytes);
		rmsim_put(&ask->view, RMSIM_F_PCI_DEVICE_ID, gpu->device << 16 | VENDOR);
		rmsim_put(&ask->view, RMSIM_F_PCI_SUB_SYSTEM_ID,
			  gpu->subdevice << 16 | gpu->subvendor);
		rmsim_put(&ask->view, RMSIM_F_PCI_REVISION_ID, 0xa1);
		rmsim_put(&ask->view, RMSIM_F_PCI_EXT_DEVICE_ID, gpu->device);
		return NV_OK;
	default:
		return NV_ERR_NOT_SUPPORTED;
	}
}
