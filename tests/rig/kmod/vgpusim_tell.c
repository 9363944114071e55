// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * /proc/driver/vgpusim: what a test sees of the resource manager, and tells it.
 *
 *   types     the types that were ever set: number, then name; and each GPU's list
 *   fields    all fields of all types, as bytes, of each field the first 64
 *   calls     how often each call was made and refused, and the last status
 *   leaks     open files and allocated objects; 0 when every program has cleaned up
 *   vgpus     the vGPUs; "UUID KEY=VALUE..." written to it changes one, with the keys loaded,
 *             licensed, plugin, fb, driver, name
 *   compare   "TYPE FIELD VALUE" written to it compares (vgpusim_compare.c)
 *   fail      "at=N status=S" written to it makes the N-th call from then on fail; besides at=0
 *             (no call), nr=ESCAPE, cmd=CONTROL, errno=E, stays=1 (all later ones, too), unload=1.
 *             Read, it says how many calls matched and how many failed
 *   set       "mute=1", "hides=1": the driver's bad habits; "gpu=N mixed=1": heterogeneous mode, as
 *             by 'nvidia-smi vgpu -shm'
 */
#include <linux/proc_fs.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include "vgpusim.h"
#include "vgpusim_rm.h"

#define LINE 8192

/**
 * types_show() - answers a read of types
 * @file: the open file
 * @unused: of the caller's interface
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: 0
 */
static int types_show(struct seq_file *file, void *unused)
{
	struct rmsim_spec spec;
	const struct rmsim_gpu *gpu;
	u32 i;
	u32 j;

	mutex_lock(&sim_rm_lock);
	for (i = 0; i < sim_rm->type_count; i++)
		if (rmsim_type_spec(sim_rm, sim_rm->types[i].id, &spec))
			seq_printf(file, "%u %s\n", spec.id, spec.name);
	for (i = 0; i < sim_rm->gpu_count; i++) {
		gpu = &sim_rm->gpus[i];
		seq_printf(file, "gpu %02x state %u:", gpu->bus, gpu->state);
		for (j = 0; j < gpu->count; j++)
			seq_printf(file, " %u", gpu->types[j]);
		seq_putc(file, '\n');
	}
	mutex_unlock(&sim_rm_lock);
	return 0;
}

/**
 * fields_show() - answers a read of fields
 * @file: the open file
 * @unused: of the caller's interface
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: 0
 */
static int fields_show(struct seq_file *file, void *unused)
{
	const char *name;
	const u8 *bytes;
	u32 size;
	u32 i;
	u32 j;

	mutex_lock(&sim_rm_lock);
	for (i = 0; i < sim_rm->type_count; i++) {
		for (j = 0; (name = rmsim_type_field_name(sim_rm, j)); j++) {
			bytes = rmsim_type_field(sim_rm, sim_rm->types[i].id, name, &size);
			seq_printf(file, "%u %s %*phN\n", sim_rm->types[i].id, name,
				   min_t(int, size, 64), bytes);
		}
	}
	mutex_unlock(&sim_rm_lock);
	return 0;
}

/**
 * calls_show() - answers a read of calls
 * @file: the open file
 * @unused: of the caller's interface
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: 0
 */
static int calls_show(struct seq_file *file, void *unused)
{
	const struct sim_count *call;
	int i;

	mutex_lock(&sim_rm_lock);
	seq_printf(file, "all %llu\nopens %llu\n", sim_rm->calls, sim_rm->opens);
	for (i = 0; i < SIM_CALLS && sim_calls[i].made; i++) {
		call = &sim_calls[i];
		seq_printf(file, "%s %#x made %u refused %u status %#x\n",
			   call->name ? call->name : "unknown", call->cmd ? call->cmd : call->nr,
			   call->made, call->refused, call->status);
	}
	mutex_unlock(&sim_rm_lock);
	return 0;
}

/**
 * leaks_show() - answers a read of leaks
 * @file: the open file
 * @unused: of the caller's interface
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: 0
 */
static int leaks_show(struct seq_file *file, void *unused)
{
	mutex_lock(&sim_rm_lock);
	seq_printf(file, "%u\n", rmsim_leaks(sim_rm));
	mutex_unlock(&sim_rm_lock);
	return 0;
}

/**
 * vgpus_show() - answers a read of vgpus
 * @file: the open file
 * @unused: of the caller's interface
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: 0
 */
static int vgpus_show(struct seq_file *file, void *unused)
{
	const struct rmsim_vgpu *vgpu;
	int i;

	mutex_lock(&sim_rm_lock);
	for (i = 0; i < RMSIM_VGPUS; i++) {
		vgpu = &sim_rm->vgpus[i];
		if (vgpu->used)
			seq_printf(file,
				   "%pUl type=%u running=%d start=%u pid=%u vm=%pUl name=%s\n",
				   vgpu->uuid, vgpu->type, vgpu->running, vgpu->start, vgpu->pid,
				   vgpu->vm_uuid, vgpu->vm_name);
	}
	mutex_unlock(&sim_rm_lock);
	return 0;
}

/**
 * fail_show() - answers a read of fail
 * @file: the open file
 * @unused: of the caller's interface
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: 0
 */
static int fail_show(struct seq_file *file, void *unused)
{
	mutex_lock(&sim_rm_lock);
	seq_printf(file, "seen=%u hits=%llu\n", sim_rm->faults[0].seen, sim_rm->hits);
	mutex_unlock(&sim_rm_lock);
	return 0;
}

/**
 * struct tell - a file
 * @name: its name
 * @show: answers a read, or NULL
 * @line: takes a line that was written, or NULL
 */
struct tell {
	const char *name;
	int (*show)(struct seq_file *file, void *unused);
	int (*line)(char *line);
};

static const struct tell tells[] = {
	{ "types", types_show, NULL },	  { "fields", fields_show, NULL },
	{ "calls", calls_show, NULL },	  { "leaks", leaks_show, NULL },
	{ "vgpus", vgpus_show, sim_order_vgpu }, { "compare", NULL, sim_compare },
	{ "fail", fail_show, sim_order_fail },    { "set", NULL, sim_order_set },
};

/**
 * tell_open() - opens a file
 * @inode: the file
 * @file: the open file
 *
 * Restriction: called by the kernel. Side effects: none. Failure: -ENOMEM.
 *
 * Return: 0
 */
static int tell_open(struct inode *inode, struct file *file)
{
	const struct tell *tell = pde_data(inode);

	return tell->show ? single_open(file, tell->show, NULL) : 0;
}

/**
 * tell_release() - closes a file
 * @inode: the file
 * @file: the open file
 *
 * Restriction: called by the kernel. Side effects: none. Failure: none.
 *
 * Return: 0
 */
static int tell_release(struct inode *inode, struct file *file)
{
	const struct tell *tell = pde_data(inode);

	return tell->show ? single_release(inode, file) : 0;
}

/**
 * tell_write() - takes a line
 * @file: the open file
 * @user: the caller's memory
 * @count: its bytes; a newline at its end is left out
 * @position: unused
 *
 * Restriction: called by the kernel. Side effects: those of the line.
 * Failure: -EINVAL for a line too long or a file that takes none, -EFAULT, else as the line's
 * function.
 *
 * Return: @count
 */
static ssize_t tell_write(struct file *file, const char __user *user, size_t count,
			  loff_t *position)
{
	const struct tell *tell = pde_data(file_inode(file));
	char *text;
	int ret;

	if (!tell->line || count >= LINE)
		return -EINVAL;
	text = memdup_user_nul(user, count);
	if (IS_ERR(text))
		return PTR_ERR(text);
	if (count && text[count - 1] == '\n')
		text[count - 1] = '\0';
	mutex_lock(&sim_rm_lock);
	ret = tell->line(text);
	mutex_unlock(&sim_rm_lock);
	kfree(text);
	return ret ? ret : count;
}

static const struct proc_ops tell_ops = {
	.proc_open = tell_open,
	.proc_read = seq_read,
	.proc_write = tell_write,
	.proc_lseek = default_llseek,
	.proc_release = tell_release,
};

/**
 * sim_tell_create() - makes /proc/driver/vgpusim
 *
 * Restriction: once. Side effects: the folder appears. Failure: -ENOMEM, nothing made.
 *
 * Return: 0
 */
int sim_tell_create(void)
{
	struct proc_dir_entry *folder = proc_mkdir("driver/vgpusim", NULL);
	int i;

	if (!folder)
		return -ENOMEM;
	for (i = 0; i < ARRAY_SIZE(tells); i++)
		proc_create_data(tells[i].name, 0600, folder, &tell_ops, (void *)&tells[i]);
	return 0;
}

/**
 * sim_tell_remove() - takes /proc/driver/vgpusim away
 *
 * Restriction: none. Side effects: the folder goes. Failure: none.
 */
void sim_tell_remove(void)
{
	remove_proc_subtree("driver/vgpusim", NULL);
}
