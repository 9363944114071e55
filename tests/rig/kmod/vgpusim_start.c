// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the resource manager is told of a vGPU's life: it is made, a QEMU opens and closes it, it
 * ends.
 *
 * On the releases that have the start protocol, an open posts an event and waits until a program
 * answers it, for start_wait_ms at most, also when none listens.  0, the default, means that nobody
 * is asked, as if NVIDIA's own manager had said yes at once; so it is on all other releases.
 *
 * A yes needs the host's part of the vGPU, which NVIDIA's manager makes before it answers; the
 * parameter plugins says whether it is there.
 */
#include <linux/module.h>
#include "vgpusim.h"
#include "vgpusim_rm.h"

static unsigned int start_wait_ms;
module_param(start_wait_ms, uint, 0644);
MODULE_PARM_DESC(start_wait_ms, "a QEMU waits so long for the answer to its start, 0: nobody asks");

static bool plugins = true;
module_param(plugins, bool, 0644);
MODULE_PARM_DESC(plugins, "the host's part of a new vGPU is there");

static DECLARE_WAIT_QUEUE_HEAD(answers);

/**
 * sim_start_answered() - notes that the start of a vGPU was answered
 * @env: unused
 * @vgpu: number of the vGPU
 *
 * Restriction: called by the core. Side effects: its QEMU goes on, or fails. Failure: none.
 */
void sim_start_answered(const struct rmsim_env *env, u32 vgpu)
{
	wake_up_all(&answers);
}

/**
 * sim_start_created() - tells the core of a new vGPU
 * @vgpu: the vGPU, with type and parent
 * @uuid: of its mdev
 *
 * Restriction: sim_rm_lock is not held. Side effects: sets the vGPU's number.
 * Failure: errnos of the core.
 *
 * Return: 0
 */
int sim_start_created(struct sim_vgpu *vgpu, const u8 *uuid)
{
	int ret;

	mutex_lock(&sim_rm_lock);
	ret = rmsim_vgpu_created(sim_rm, vgpu->parent->gpu - sim_gpus, vgpu->type->spec.id, uuid);
	if (ret >= 0) {
		vgpu->number = ret;
		sim_rm->vgpus[ret].plugin = plugins;
	}
	mutex_unlock(&sim_rm_lock);
	return min(ret, 0);
}

/**
 * sim_start_destroyed() - tells the core that a vGPU ends
 * @vgpu: the vGPU
 *
 * Restriction: sim_rm_lock is not held. Side effects: the core forgets it. Failure: none.
 */
void sim_start_destroyed(struct sim_vgpu *vgpu)
{
	mutex_lock(&sim_rm_lock);
	rmsim_vgpu_destroyed(sim_rm, &sim_rm_env, vgpu->number);
	mutex_unlock(&sim_rm_lock);
}

/**
 * state_of() - tells how far the start of a vGPU is
 * @number: of the vGPU
 *
 * Restriction: sim_rm_lock is not held. Side effects: none. Failure: none.
 *
 * Return: enum rmsim_start
 */
static u32 state_of(int number)
{
	u32 state;

	mutex_lock(&sim_rm_lock);
	state = sim_rm->vgpus[number].start;
	mutex_unlock(&sim_rm_lock);
	return state;
}

/**
 * ask() - posts the start of a vGPU, where the release has that
 * @number: of the vGPU
 * @pid: of the QEMU
 *
 * Restriction: sim_rm_lock is not held. Side effects: an event, or the vGPU runs. Failure: none.
 *
 * Return: true when an answer is to be waited for
 */
static bool ask(int number, u32 pid)
{
	bool wait;

	mutex_lock(&sim_rm_lock);
	wait = start_wait_ms && rmsim_vgpu_opened(sim_rm, &sim_rm_env, number, pid);
	if (!wait)
		rmsim_vgpu_started(sim_rm, &sim_rm_env, number, pid);
	mutex_unlock(&sim_rm_lock);
	return wait;
}

/**
 * sim_start_open() - starts a vGPU for the QEMU that opens it
 * @vgpu: the vGPU
 *
 * Restriction: called in QEMU's context; sim_rm_lock is not held.
 * Side effects: the vGPU runs; may wait for an answer.
 * Failure: -ETIMEDOUT without an answer, -EIO when it was no, -EINTR when QEMU is killed.
 *
 * Return: 0
 */
int sim_start_open(struct sim_vgpu *vgpu)
{
	u32 pid = task_tgid_nr(current);
	long left;
	u32 state;

	if (!ask(vgpu->number, pid))
		return 0;
	left = wait_event_killable_timeout(answers, state_of(vgpu->number) != RMSIM_START_WAITS,
					   msecs_to_jiffies(start_wait_ms));
	state = state_of(vgpu->number);
	mutex_lock(&sim_rm_lock);
	if (state == RMSIM_START_YES)
		rmsim_vgpu_started(sim_rm, &sim_rm_env, vgpu->number, pid);
	else
		rmsim_vgpu_stopped(sim_rm, &sim_rm_env, vgpu->number);
	mutex_unlock(&sim_rm_lock);
	if (state == RMSIM_START_YES)
		return 0;
	if (state == RMSIM_START_NO)
		return -EIO;
	return left < 0 ? -EINTR : -ETIMEDOUT;
}

/**
 * sim_start_close() - tells the core that the QEMU of a vGPU has closed it
 * @vgpu: the vGPU
 *
 * Restriction: sim_rm_lock is not held. Side effects: the vGPU runs no more. Failure: none.
 */
void sim_start_close(struct sim_vgpu *vgpu)
{
	mutex_lock(&sim_rm_lock);
	rmsim_vgpu_stopped(sim_rm, &sim_rm_env, vgpu->number);
	mutex_unlock(&sim_rm_lock);
}
