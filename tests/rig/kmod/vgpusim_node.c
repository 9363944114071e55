// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The driver's character devices: /dev/nvidiactl (195:255) and one node for each GPU.
 *
 * Up to the release 535 the kernel lists one driver, "nvidia-frontend", for all minors; from 545
 * on "nvidia" for those of the GPUs and "nvidiactl" for the control node.
 *
 * NVIDIA's driver makes no nodes: a helper program does.  Here the kernel makes them, unless the
 * parameter nodes=N says that it should not.  The parameter swap_minors gives the first GPU the
 * second minor number: a program that takes a GPU's place in the list for its minor is found out.
 */
#include <linux/cdev.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/uaccess.h>
#include "vgpusim.h"
#include "vgpusim_rm.h"

#define NV_MAJOR 195
#define NV_MINORS 256
#define NV_GPU_MINORS 248
#define NV_CTL_MINOR 255

static bool nodes = true;
module_param(nodes, bool, 0444);
MODULE_PARM_DESC(nodes, "the kernel makes the device nodes");

static bool swap_minors;
module_param(swap_minors, bool, 0444);
MODULE_PARM_DESC(swap_minors, "the first GPU has the second minor number");

/**
 * struct node_range - a range of minors and the name that /proc/devices has for it
 * @name: the name
 * @first: first minor
 * @count: number of minors
 * @cdev: the character device
 */
struct node_range {
	const char *name;
	unsigned int first;
	unsigned int count;
	struct cdev cdev;
};

static struct node_range old_ranges[] = { { "nvidia-frontend", 0, NV_MINORS }, {} };
static struct node_range new_ranges[] = { { "nvidia", 0, NV_GPU_MINORS },
					  { "nvidiactl", NV_CTL_MINOR, 1 },
					  {} };
static struct node_range *ranges;
static struct class *node_class;

/**
 * sim_minor() - tells the minor number of a GPU
 * @index: number of the GPU
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: the minor
 */
unsigned int sim_minor(int index)
{
	return swap_minors ? SIM_GPUS - 1 - index : index;
}

/**
 * gpu_of_minor() - finds the GPU that a node is for
 * @minor: of the node
 *
 * Restriction: none. Side effects: none. Failure: -ENXIO when it is for none.
 *
 * Return: number of the GPU, SIM_CONTROL for the control node
 */
static int gpu_of_minor(unsigned int minor)
{
	int i;

	if (minor == NV_CTL_MINOR)
		return SIM_CONTROL;
	for (i = 0; i < SIM_GPUS; i++)
		if (sim_minor(i) == minor)
			return i;
	return -ENXIO;
}

/**
 * node_open() - opens a node
 * @inode: the node
 * @file: the open file
 *
 * Restriction: called by the kernel. Side effects: opening a GPU's node attaches the GPU.
 * Failure: -ENXIO without such a GPU, else as sim_rm_open().
 *
 * Return: 0
 */
static int node_open(struct inode *inode, struct file *file)
{
	int gpu = gpu_of_minor(iminor(inode));
	struct sim_node *node;

	if (gpu == -ENXIO)
		return -ENXIO;
	node = sim_rm_open(gpu);
	if (IS_ERR(node))
		return PTR_ERR(node);
	file->private_data = node;
	return 0;
}

/**
 * node_release() - closes a node
 * @inode: the node
 * @file: the open file
 *
 * Restriction: called by the kernel. Side effects: what was allocated through it is freed.
 * Failure: none.
 *
 * Return: 0
 */
static int node_release(struct inode *inode, struct file *file)
{
	sim_rm_close(file->private_data);
	return 0;
}

/**
 * node_ioctl() - answers an ioctl of any of the nodes
 * @file: the open file
 * @cmd: the command
 * @arg: the client's memory
 *
 * Restriction: called by the kernel. Side effects: as the command says.
 * Failure: as sim_types_ioctl() and sim_rm_ioctl().
 *
 * Return: 0
 */
static long node_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	long ret = sim_types_ioctl(cmd, (void __user *)arg);

	if (ret != -ENOTTY)
		return ret;
	return sim_rm_ioctl(file->private_data, cmd, (void __user *)arg);
}

/**
 * node_poll() - says whether an event waits
 * @file: the open file
 * @table: who waits
 *
 * Restriction: called by the kernel. Side effects: @table is woken by the next event.
 * Failure: none.
 *
 * Return: EPOLLIN and EPOLLPRI when one waits, else 0
 */
static __poll_t node_poll(struct file *file, poll_table *table)
{
	struct sim_node *node = file->private_data;

	poll_wait(file, &node->wait, table);
	return sim_rm_waiting(node) ? EPOLLIN | EPOLLPRI : 0;
}

static const struct file_operations node_fops = {
	.owner = THIS_MODULE,
	.open = node_open,
	.release = node_release,
	.unlocked_ioctl = node_ioctl,
	.compat_ioctl = node_ioctl,
	.poll = node_poll,
};

/**
 * sim_node_owns() - says whether an open file is one of our nodes
 * @file: the open file
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: what it was opened for, NULL when it is something else
 */
struct sim_node *sim_node_owns(struct file *file)
{
	return file->f_op == &node_fops ? file->private_data : NULL;
}

#if SIM_KERNEL >= 602
#define DEVNODE_CONST const
#else
#define DEVNODE_CONST
#endif

/**
 * node_mode() - gives the nodes their mode
 * @dev: the device
 * @mode: set when it is asked for
 *
 * Restriction: called by the driver core. Side effects: none. Failure: none.
 *
 * Return: NULL: the name stays
 */
static char *node_mode(DEVNODE_CONST struct device *dev, umode_t *mode)
{
	if (mode)
		*mode = 0666;
	return NULL;
}

/**
 * create_nodes() - makes the class and the nodes
 *
 * Restriction: the character devices are there. Side effects: the nodes appear.
 * Failure: -errno without a class.
 *
 * Return: 0
 */
static int create_nodes(void)
{
	int i;

	if (!nodes)
		return 0;
#if SIM_KERNEL >= 604
	node_class = class_create("nvidia-frontend");
#else
	node_class = class_create(THIS_MODULE, "nvidia-frontend");
#endif
	if (IS_ERR(node_class))
		return PTR_ERR(node_class);
	node_class->devnode = node_mode;
	device_create(node_class, NULL, MKDEV(NV_MAJOR, NV_CTL_MINOR), NULL, "nvidiactl");
	for (i = 0; i < SIM_GPUS; i++)
		device_create(node_class, NULL, MKDEV(NV_MAJOR, sim_minor(i)), NULL, "nvidia%u",
			      sim_minor(i));
	return 0;
}

/**
 * range_create() - makes the character device of a range
 * @range: the range
 *
 * Restriction: once. Side effects: its name appears in /proc/devices.
 * Failure: -errno, nothing made.
 *
 * Return: 0
 */
static int range_create(struct node_range *range)
{
	dev_t first = MKDEV(NV_MAJOR, range->first);
	int ret = register_chrdev_region(first, range->count, range->name);

	if (ret)
		return ret;
	cdev_init(&range->cdev, &node_fops);
	range->cdev.owner = THIS_MODULE;
	ret = cdev_add(&range->cdev, first, range->count);
	if (ret)
		unregister_chrdev_region(first, range->count);
	return ret;
}

/**
 * range_remove() - takes away what range_create() made
 * @range: the range
 *
 * Restriction: none of its nodes is open. Side effects: the name goes. Failure: none.
 */
static void range_remove(struct node_range *range)
{
	cdev_del(&range->cdev);
	unregister_chrdev_region(MKDEV(NV_MAJOR, range->first), range->count);
}

/**
 * sim_node_create() - makes the character devices
 *
 * Restriction: once, after sim_rm_create(). Side effects: nodes appear in /dev.
 * Failure: -errno, nothing made.
 *
 * Return: 0
 */
int sim_node_create(void)
{
	int ret = 0;
	int i;

	ranges = rmsim_frontend(sim_rm) ? old_ranges : new_ranges;
	for (i = 0; !ret && ranges[i].name; i++)
		ret = range_create(&ranges[i]);
	if (ret)
		i--;
	else
		ret = create_nodes();
	while (ret && i-- > 0)
		range_remove(&ranges[i]);
	return ret;
}

/**
 * sim_node_remove() - takes away what sim_node_create() made
 *
 * Restriction: none of the nodes is open. Side effects: the nodes go. Failure: none.
 */
void sim_node_remove(void)
{
	int i;

	if (nodes) {
		for (i = 0; i < SIM_GPUS; i++)
			device_destroy(node_class, MKDEV(NV_MAJOR, sim_minor(i)));
		device_destroy(node_class, MKDEV(NV_MAJOR, NV_CTL_MINOR));
		class_destroy(node_class);
	}
	for (i = 0; ranges[i].name; i++)
		range_remove(&ranges[i]);
}
