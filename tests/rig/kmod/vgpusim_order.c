// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a test tells the resource manager through /proc/driver/vgpusim: lines of "KEY=VALUE", apart
 * by spaces.  vgpusim_tell.c says which there are.
 */
#include <linux/uuid.h>
#include "vgpusim.h"
#include "vgpusim_rm.h"

/**
 * pair() - takes "KEY=VALUE" from a line
 * @line: the line, moved on
 * @key: where to put the key
 * @text: where to put the value
 * @value: where to put the value as a number, 0 for one that is none
 *
 * Restriction: none. Side effects: the line is cut. Failure: none.
 *
 * Return: false at the end of the line
 */
static bool pair(char **line, char **key, char **text, u64 *value)
{
	*text = strsep(line, " ");
	if (!*text)
		return false;
	*key = strsep(text, "=");
	*value = 0;
	if (*text && kstrtou64(*text, 0, value))
		*value = 0;
	return true;
}

/**
 * sim_order_fail() - takes what was written to fail
 * @line: "at=N ..."
 *
 * Restriction: sim_rm_lock is held. Side effects: the earlier order is forgotten, and the count of
 * failed calls; a driver that was unloaded by one is there again.
 * Failure: -EINVAL for an unknown key.
 *
 * Return: 0
 */
int sim_order_fail(char *line)
{
	struct rmsim_fault fault = {};
	char *key;
	char *text;
	u64 value;

	while (pair(&line, &key, &text, &value)) {
		if (!strcmp(key, "at"))
			fault.at = value;
		else if (!strcmp(key, "nr"))
			fault.nr = value;
		else if (!strcmp(key, "cmd"))
			fault.cmd = value;
		else if (!strcmp(key, "status"))
			fault.status = value;
		else if (!strcmp(key, "errno"))
			fault.error = value;
		else if (!strcmp(key, "stays"))
			fault.stays = value;
		else if (!strcmp(key, "unload"))
			fault.unload = value;
		else
			return -EINVAL;
	}
	sim_rm->faults[0] = fault;
	sim_rm->hits = 0;
	sim_rm->unloaded = false;
	return 0;
}

/**
 * sim_order_set() - takes what was written to set
 * @line: "mute=1 hides=1", "gpu=1 mixed=1"
 *
 * Restriction: sim_rm_lock is held. Side effects: the driver behaves so. Failure: -EINVAL for an
 * unknown key or GPU, and as sim_vf_mix().
 *
 * Return: 0
 */
int sim_order_set(char *line)
{
	char *key;
	char *text;
	u64 value;
	u64 gpu = 0;
	int ret = 0;

	while (!ret && pair(&line, &key, &text, &value)) {
		if (!strcmp(key, "mute"))
			sim_rm->mute = value;
		else if (!strcmp(key, "hides"))
			sim_rm->hides_signatures = value;
		else if (!strcmp(key, "gpu") && value < SIM_GPUS)
			gpu = value;
		else if (!strcmp(key, "mixed"))
			ret = sim_vf_mix(&sim_gpus[gpu], value);
		else
			return -EINVAL;
	}
	return ret;
}

/**
 * sim_order_vgpu() - takes what was written to vgpus
 * @line: "UUID KEY=VALUE..."
 *
 * Restriction: sim_rm_lock is held. Side effects: the vGPU is so.
 * Failure: -EINVAL for what is no UUID or an unknown key, -ENOENT without such a vGPU.
 *
 * Return: 0
 */
int sim_order_vgpu(char *line)
{
	char *uuid = strsep(&line, " ");
	struct rmsim_vgpu *vgpu;
	char *key;
	char *text;
	guid_t guid;
	u64 value;
	int index;

	if (guid_parse(uuid, &guid))
		return -EINVAL;
	index = rmsim_vgpu_find(sim_rm, guid.b);
	if (index < 0)
		return index;
	vgpu = &sim_rm->vgpus[index];
	while (pair(&line, &key, &text, &value)) {
		if (!strcmp(key, "loaded"))
			vgpu->driver_loaded = value;
		else if (!strcmp(key, "licensed"))
			vgpu->licensed = value;
		else if (!strcmp(key, "plugin"))
			vgpu->plugin = value;
		else if (!strcmp(key, "fb"))
			vgpu->fb_used = value;
		else if (!strcmp(key, "driver") && text)
			strscpy(vgpu->driver, text, sizeof(vgpu->driver));
		else if (!strcmp(key, "name") && text)
			strscpy(vgpu->vm_name, text, sizeof(vgpu->vm_name));
		else
			return -EINVAL;
	}
	return 0;
}
