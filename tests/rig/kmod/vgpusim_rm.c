// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the resource manager's core (tests/rmsim) needs from a kernel: a lock, the caller's memory
 * and privileges, open files, somebody to wake.
 *
 * An ioctl's argument is copied in and out with exactly the size that its number says; pointers
 * inside it are followed by the core, through copy_in() and copy_out().  What the core finds out
 * while the lock is held and that must be done without it, is noted and done afterwards.
 */
#include <linux/capability.h>
#include <linux/file.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include "vgpusim.h"
#include "vgpusim_rm.h"

static bool vgpu_host = true;
module_param(vgpu_host, bool, 0444);
MODULE_PARM_DESC(vgpu_host, "the driver is one for vGPU hosts");

static char *rows;
module_param(rows, charp, 0444);
MODULE_PARM_DESC(rows, "release whose layouts it has, where that is not the one it says it is");

static bool trace;
module_param(trace, bool, 0644);
MODULE_PARM_DESC(trace, "the kernel's log gets a line for each call");

struct rmsim *sim_rm;
/* Guards the resource manager; never held while sysfs is changed. */
DEFINE_MUTEX(sim_rm_lock);
struct sim_count sim_calls[SIM_CALLS];

/* GPUs with types to publish; guarded by sim_rm_lock. */
static unsigned long to_publish;
/* The open node of each of the core's files; guarded by sim_rm_lock. */
static struct sim_node *files[RMSIM_FILES];
/* Argument of the ioctl that is being answered; guarded by sim_rm_lock. */
static u64 argument[RMSIM_ARG / 8];

/**
 * copy_in() - copies from the caller's memory
 * @env: unused
 * @to: where to
 * @from: address in the caller's memory
 * @size: bytes
 *
 * Restriction: called by the core. Side effects: none. Failure: -EFAULT for bad memory.
 *
 * Return: 0
 */
static int copy_in(const struct rmsim_env *env, void *to, u64 from, u32 size)
{
	return copy_from_user(to, u64_to_user_ptr(from), size) ? -EFAULT : 0;
}

/**
 * copy_out() - copies to the caller's memory
 * @env: unused
 * @to: address in the caller's memory
 * @from: where from
 * @size: bytes
 *
 * Restriction: called by the core. Side effects: none. Failure: -EFAULT for bad memory.
 *
 * Return: 0
 */
static int copy_out(const struct rmsim_env *env, u64 to, const void *from, u32 size)
{
	return copy_to_user(u64_to_user_ptr(to), from, size) ? -EFAULT : 0;
}

/**
 * privileged() - says whether the caller may do everything
 * @env: unused
 *
 * Restriction: called by the core. Side effects: none. Failure: none.
 *
 * Return: true with CAP_SYS_ADMIN
 */
static bool privileged(const struct rmsim_env *env)
{
	return capable(CAP_SYS_ADMIN);
}

/**
 * file_of() - finds the open node behind a descriptor of the caller
 * @env: unused
 * @fd: the descriptor
 *
 * Restriction: called by the core. Side effects: none. Failure: -1 when it is none of ours.
 *
 * Return: the core's number of the file
 */
static int file_of(const struct rmsim_env *env, int fd)
{
	struct file *file = fget(fd);
	struct sim_node *node;
	int number = -1;

	if (!file)
		return -1;
	node = sim_node_owns(file);
	if (node)
		number = node->file;
	fput(file);
	return number;
}

/**
 * wake() - wakes who polls a file
 * @env: unused
 * @file: the core's number of it
 *
 * Restriction: called by the core. Side effects: pollers look again. Failure: none.
 */
static void wake(const struct rmsim_env *env, int file)
{
	if (files[file])
		wake_up_interruptible(&files[file]->wait);
}

/**
 * types_changed() - notes that a GPU's types are to be published
 * @env: unused
 * @gpu: number of the GPU
 *
 * Restriction: called by the core. Side effects: sim_publish() will be called. Failure: none.
 */
static void types_changed(const struct rmsim_env *env, u32 gpu)
{
	__set_bit(gpu, &to_publish);
}

/**
 * count() - counts a call
 * @env: unused
 * @call: the call
 *
 * Restriction: called by the core. Side effects: the test's counters grow; with the parameter
 * trace a line in the kernel's log. Failure: a call for which there is no room is not counted.
 */
static void count(const struct rmsim_env *env, const struct rmsim_call *call)
{
	int i;

	if (trace)
		pr_info("vgpusim: %s[%d] %s (%#x): status %#x, returns %d\n", current->comm,
			task_tgid_nr(current), call->name ? call->name : "unknown",
			call->cmd ? call->cmd : call->nr, call->status, call->rc);
	for (i = 0; i < SIM_CALLS; i++) {
		struct sim_count *entry = &sim_calls[i];

		if (entry->made && (entry->nr != call->nr || entry->cmd != call->cmd))
			continue;
		entry->nr = call->nr;
		entry->cmd = call->cmd;
		entry->name = call->name;
		entry->made++;
		entry->refused += call->status || call->rc;
		entry->status = call->status;
		return;
	}
}

const struct rmsim_env sim_rm_env = {
	.copy_in = copy_in,
	.copy_out = copy_out,
	.privileged = privileged,
	.file_of = file_of,
	.wake = wake,
	.types_changed = types_changed,
	.answered = sim_start_answered,
	.trace = count,
};

/**
 * add_gpu() - tells the core of a GPU
 * @index: number of the GPU
 *
 * Restriction: sim_rm is there. Side effects: the core has it. Failure: -errno of the core.
 *
 * Return: 0
 */
static int add_gpu(int index)
{
	struct rmsim_gpu gpu = {
		.gpu_id = sim_bus_number(index) << 8,
		.bus = sim_bus_number(index),
		.device = SIM_DEVICE,
		.subvendor = SIM_VENDOR,
		.subdevice = SIM_SUBDEVICE,
		.minor = sim_minor(index),
		.instance = index,
		.numa = index,
		.mode = vgpu_host ? RMSIM_MODE_HOST_VGPU : RMSIM_MODE_NONE,
		.vfs_total = sim_layout_vf() ? SIM_VFS : 0,
		.uuid = { 0x10, 0xde, sim_bus_number(index), 0, 0, 0, 0x40, 0, 0x80 },
		.fb = (u64)sim_fb_mib() << 20,
	};
	int ret = rmsim_gpu_add(sim_rm, &gpu);

	return min(ret, 0);
}

/**
 * sim_rm_create() - makes the resource manager of the release that the parameters name
 *
 * Restriction: once. Side effects: none that is seen. Failure: -EINVAL for a release that is not
 * known, -ENOMEM.
 *
 * Return: 0
 */
int sim_rm_create(void)
{
	int ret;
	int i;

	sim_rm = vzalloc(sizeof(*sim_rm));
	if (!sim_rm)
		return -ENOMEM;
	ret = rmsim_init(sim_rm, sim_release(), rows);
	if (ret)
		pr_err("vgpusim: no release %s is known\n", rows ? rows : sim_release());
	for (i = 0; !ret && i < SIM_GPUS; i++)
		ret = add_gpu(i);
	if (ret)
		sim_rm_remove();
	return ret;
}

/**
 * sim_rm_remove() - takes the resource manager away
 *
 * Restriction: no node is open. Side effects: it is gone. Failure: none.
 */
void sim_rm_remove(void)
{
	vfree(sim_rm);
	sim_rm = NULL;
}

/**
 * sim_rm_open() - opens a node
 * @gpu: number of the GPU, or SIM_CONTROL
 *
 * Restriction: none. Side effects: opening a GPU's node attaches the GPU.
 * Failure: ERR_PTR(): -ENOMEM, and the errno of the core.
 *
 * Return: the open node
 */
struct sim_node *sim_rm_open(int gpu)
{
	struct sim_node *node = kzalloc(sizeof(*node), GFP_KERNEL);

	if (!node)
		return ERR_PTR(-ENOMEM);
	init_waitqueue_head(&node->wait);
	mutex_lock(&sim_rm_lock);
	node->file = rmsim_open(sim_rm, gpu, task_tgid_nr(current));
	if (node->file >= 0)
		files[node->file] = node;
	mutex_unlock(&sim_rm_lock);
	if (node->file < 0) {
		int ret = node->file;

		kfree(node);
		return ERR_PTR(ret);
	}
	return node;
}

/**
 * sim_rm_close() - closes a node
 * @node: the open node
 *
 * Restriction: nobody uses it. Side effects: what was allocated through it is freed. Failure: none.
 */
void sim_rm_close(struct sim_node *node)
{
	mutex_lock(&sim_rm_lock);
	rmsim_close(sim_rm, &sim_rm_env, node->file);
	files[node->file] = NULL;
	mutex_unlock(&sim_rm_lock);
	kfree(node);
}

/**
 * answer() - answers an ioctl
 * @node: the open node
 * @nr: the escape
 * @size: bytes of the argument
 * @user: the argument
 *
 * The argument goes back also with an error, but not when memory was bad: as NVIDIA's driver does.
 *
 * Restriction: sim_rm_lock is held. Side effects: as the call says.
 * Failure: -EFAULT for bad memory, and errnos of the core.
 *
 * Return: 0
 */
static long answer(struct sim_node *node, unsigned int nr, unsigned int size, void __user *user)
{
	long ret;
	int i;

	for (i = 0; i < SIM_GPUS; i++) {
		sim_rm->gpus[i].fb = (u64)sim_fb_mib() << 20;
		sim_rm->gpus[i].vfs = sim_vfs(i);
	}
	if (copy_from_user(argument, user, size))
		return -EFAULT;
	ret = rmsim_ioctl(sim_rm, &sim_rm_env, node->file, nr, size, argument);
	if (ret != -EFAULT && copy_to_user(user, argument, size))
		ret = -EFAULT;
	return ret;
}

/**
 * sim_rm_ioctl() - answers an ioctl of a node
 * @node: the open node
 * @cmd: the ioctl's number; only its escape and size are looked at
 * @user: the argument
 *
 * Restriction: none. Side effects: as the call says. Failure: as answer().
 *
 * Return: 0
 */
long sim_rm_ioctl(struct sim_node *node, unsigned int cmd, void __user *user)
{
	unsigned long changed;
	unsigned int gpu;
	long ret;

	mutex_lock(&sim_rm_lock);
	ret = answer(node, _IOC_NR(cmd), _IOC_SIZE(cmd), user);
	changed = to_publish;
	to_publish = 0;
	mutex_unlock(&sim_rm_lock);
	for_each_set_bit(gpu, &changed, SIM_GPUS)
		sim_publish(gpu);
	return ret;
}

/**
 * sim_rm_waiting() - says whether an event waits at a node
 * @node: the open node
 *
 * Restriction: sim_rm_lock is not held. Side effects: an event without data is taken.
 * Failure: none.
 *
 * Return: true when one waits
 */
bool sim_rm_waiting(struct sim_node *node)
{
	bool waiting;

	mutex_lock(&sim_rm_lock);
	waiting = rmsim_waiting(sim_rm, node->file);
	mutex_unlock(&sim_rm_lock);
	return waiting;
}
