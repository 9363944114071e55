// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Calls of the simulated driver's outer layer, which have no status: version, list of cards, GPUs
 * held by a file, files tied to each other.
 */
#include "rmsim_core.h"

#define RELAXED 0x31
#define ASK 0x32
#define RECOGNIZED 1
#define VENDOR 0x10de

/**
 * same() - compares the version of a client with that of the driver
 * @mine: the driver's
 * @client: the client's
 * @size: room of the client's
 * @relaxed: only up to the first dot
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: true when they agree
 */
static bool same(const char *mine, const char *client, u32 size, bool relaxed)
{
	u32 i;

	for (i = 0; i < size; i++) {
		if (mine[i] != client[i])
			return false;
		if (!mine[i] || (relaxed && mine[i] == '.'))
			return true;
	}
	return false;
}

/**
 * rmsim_check_version() - answers NV_ESC_CHECK_VERSION_STR
 * @ask: the call
 * @arg: its argument
 *
 * Restriction: none. Side effects: none. Failure: -EINVAL for another version, which is answered.
 *
 * Return: 0
 */
int rmsim_check_version(const struct rmsim_ask *ask, void *arg)
{
	struct rmsim_view view = rmsim_view(ask->sim, RMSIM_S_VERSION, arg);
	u32 cmd = rmsim_get(&view, RMSIM_F_CMD);
	u32 size;
	u8 *text = rmsim_bytes(&view, RMSIM_F_VERSION_STRING, &size);

	rmsim_put(&view, RMSIM_F_REPLY, RECOGNIZED);
	if (cmd == ASK) {
		/* Before there was a question, its number meant "never mind". */
		if (rmsim_constant(ask->sim, RMSIM_K_QUERY, NULL))
			rmsim_put_text(&view, RMSIM_F_VERSION_STRING, ask->sim->release);
		return 0;
	}
	if (same(ask->sim->release, (const char *)text, size, cmd == RELAXED))
		return 0;
	rmsim_put_text(&view, RMSIM_F_VERSION_STRING, ask->sim->release);
	return -EINVAL;
}

/**
 * rmsim_card_info() - answers NV_ESC_CARD_INFO
 * @ask: the call
 * @size: of its argument
 * @arg: its argument, an array
 *
 * Restriction: @size is a multiple of the size of a card. Side effects: none.
 * Failure: -EINVAL when there are more GPUs than places.
 *
 * Return: 0
 */
int rmsim_card_info(const struct rmsim_ask *ask, u32 size, u8 *arg)
{
	u32 one = rmsim_size(ask->sim, RMSIM_S_CARD);
	const struct rmsim_gpu *gpu;
	struct rmsim_view view;
	char name[16];
	u32 i;

	memset(arg, 0, size);
	if (size / one < ask->sim->gpu_count)
		return -EINVAL;
	for (i = 0; i < ask->sim->gpu_count; i++) {
		gpu = &ask->sim->gpus[i];
		view = rmsim_view(ask->sim, RMSIM_S_CARD, arg + i * one);
		rmsim_put(&view, RMSIM_F_VALID, 1);
		rmsim_put(&view, RMSIM_F_PCI_INFO_DOMAIN, gpu->domain);
		rmsim_put(&view, RMSIM_F_PCI_INFO_BUS, gpu->bus);
		rmsim_put(&view, RMSIM_F_PCI_INFO_SLOT, gpu->slot);
		rmsim_put(&view, RMSIM_F_PCI_INFO_VENDOR_ID, VENDOR);
		rmsim_put(&view, RMSIM_F_PCI_INFO_DEVICE_ID, gpu->device);
		rmsim_put(&view, RMSIM_F_GPU_ID, gpu->gpu_id);
		rmsim_put(&view, RMSIM_F_FB_SIZE, gpu->fb);
		rmsim_put(&view, RMSIM_F_MINOR_NUMBER, gpu->minor);
		snprintf(name, sizeof(name), "nvidia%u", gpu->minor);
		rmsim_put_text(&view, RMSIM_F_DEV_NAME, name);
	}
	return 0;
}

/**
 * rmsim_attach_gpus() - answers NV_ESC_ATTACH_GPUS_TO_FD
 * @ask: the call
 * @size: of its argument
 * @arg: its argument, an array of ids
 *
 * Restriction: none. Side effects: the GPUs are attached until the file is closed.
 * Failure: -EINVAL for an unknown id, or when the file holds GPUs already; nothing is attached.
 *
 * Return: 0
 */
int rmsim_attach_gpus(const struct rmsim_ask *ask, u32 size, const u8 *arg)
{
	struct rmsim_file *file = &ask->sim->files[ask->file];
	struct rmsim_gpu *gpu;
	u32 held = 0;
	u32 id;
	u32 i;

	for (i = 0; i < size; i += sizeof(id)) {
		memcpy(&id, arg + i, sizeof(id));
		gpu = id ? rmsim_gpu_of(ask->sim, id) : NULL;
		if (id && !gpu)
			return -EINVAL;
		if (gpu)
			held |= 1U << (gpu - ask->sim->gpus);
	}
	if (file->held)
		return -EINVAL;
	for (i = 0; i < ask->sim->gpu_count; i++)
		ask->sim->gpus[i].attached += held >> i & 1;
	file->held = held;
	return 0;
}

/**
 * rmsim_register_fd() - answers NV_ESC_REGISTER_FD
 * @ask: the call
 * @arg: its argument
 *
 * Restriction: none. Side effects: the file is tied to a control node, for good.
 * Failure: -EINVAL for itself, for what is no control node, and a second time.
 *
 * Return: 0
 */
int rmsim_register_fd(const struct rmsim_ask *ask, void *arg)
{
	struct rmsim_view view = rmsim_view(ask->sim, RMSIM_S_REGISTER_FD, arg);
	struct rmsim_file *file = &ask->sim->files[ask->file];
	int other = ask->env->file_of(ask->env, rmsim_get(&view, RMSIM_F_CTL_FD));

	if (other < 0 || other == ask->file || file->tied ||
	    ask->sim->files[other].gpu != RMSIM_CONTROL)
		return -EINVAL;
	file->tied = true;
	return 0;
}
