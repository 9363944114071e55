// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The driver's character devices /dev/nvidiactl (195:255), /dev/nvidia0 and /dev/nvidia1, and
 * /proc/driver/nvidia/version.  Of the driver's ioctls only the version check is answered; an
 * unknown one is logged and refused, so that each can be added when it is needed.
 */
#include <linux/cdev.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>
#include "vgpusim.h"
#include "vgpusim_abi.h"

#define NV_MAJOR 195
#define NV_MINORS 256
#define NV_CTL_MINOR 255
#define DRIVER_VERSION "535.129.03"

static struct cdev ctl_cdev;
static struct class *ctl_class;

/**
 * check_version() - answers a client's version check with ours
 * @user: the client's memory
 *
 * Restriction: none. Side effects: none. Failure: -EFAULT for bad memory.
 *
 * Return: 0
 */
static long check_version(void __user *user)
{
	struct vgpusim_version check;

	if (copy_from_user(&check, user, sizeof(check)))
		return -EFAULT;
	check.reply = 1;
	strscpy(check.version, DRIVER_VERSION, sizeof(check.version));
	return copy_to_user(user, &check, sizeof(check)) ? -EFAULT : 0;
}

/**
 * add_type() - adds a type to a parent
 * @parent: the parent
 * @op: the request
 *
 * Restriction: sim_types_lock is held. Side effects: as sim_live_add() or sim_reregister().
 * Failure: -EEXIST, -ENOSPC when the list is full, -EINVAL without frame buffer, -ENOMEM.
 *
 * Return: 0
 */
static int add_type(struct sim_parent *parent, struct vgpusim_type_op *op)
{
	struct sim_type *type;

	if (sim_type_find(parent, op->type) >= 0)
		return -EEXIST;
	if (parent->core.nr_types == SIM_MAX_TYPES)
		return -ENOSPC;
	if (!op->framebuffer)
		return -EINVAL;
	type = sim_type_new(op->type, op->name, op->framebuffer);
	if (!type)
		return -ENOMEM;
	return op->how == SIM_LIVE ? sim_live_add(parent, type) : sim_reregister(parent, type);
}

/**
 * change_type() - does one change of a parent's types
 * @cmd: the change
 * @op: the request
 *
 * Restriction: sim_types_lock is held. Side effects: as asked for.
 * Failure: -ENODEV without such a parent, -ENOENT without such a type, -EBUSY for its last type,
 * else as add_type().
 *
 * Return: 0
 */
static int change_type(unsigned int cmd, struct vgpusim_type_op *op)
{
	struct sim_parent *parent = sim_parent_nth(op->parent);
	int index;

	if (!parent)
		return -ENODEV;
	if (cmd == SIM_ADD_TYPE)
		return add_type(parent, op);
	index = sim_type_find(parent, op->type);
	if (index < 0)
		return index;
	if (cmd == SIM_SET_LIMIT) {
		container_of(parent->types[index], struct sim_type, mdev)->limit = op->limit;
		return 0;
	}
	if (parent->core.nr_types == 1)
		return -EBUSY;
	sim_live_remove(parent, index);
	return 0;
}

/**
 * ctl_ioctl() - answers an ioctl of any of the nodes
 * @file: the open file
 * @cmd: the command
 * @arg: the client's memory
 *
 * Restriction: none. Side effects: as the command says; an unknown one is logged.
 * Failure: -ENOTTY for an unknown command, -EFAULT for bad memory, else as change_type().
 *
 * Return: 0
 */
static long ctl_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	void __user *user = (void __user *)arg;
	struct vgpusim_type_op op;
	long ret;

	switch (cmd) {
	case NV_ESC_CHECK_VERSION_STR:
		return check_version(user);
	case SIM_ADD_TYPE:
	case SIM_DEL_TYPE:
	case SIM_SET_LIMIT:
		if (copy_from_user(&op, user, sizeof(op)))
			return -EFAULT;
		op.name[sizeof(op.name) - 1] = '\0';
		mutex_lock(&sim_types_lock);
		ret = change_type(cmd, &op);
		mutex_unlock(&sim_types_lock);
		return ret;
	}
	pr_info("vgpusim: unknown ioctl %#x (type %c, number %u, %u bytes)\n", cmd, _IOC_TYPE(cmd),
		_IOC_NR(cmd), _IOC_SIZE(cmd));
	return -ENOTTY;
}

static const struct file_operations ctl_fops = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = ctl_ioctl,
	.compat_ioctl = ctl_ioctl,
};

#if SIM_KERNEL >= 602
#define DEVNODE_CONST const
#else
#define DEVNODE_CONST
#endif

/**
 * ctl_devnode() - gives the nodes their mode
 * @dev: the device
 * @mode: set when it is asked for
 *
 * Restriction: called by the driver core. Side effects: none. Failure: none.
 *
 * Return: NULL: the name stays
 */
static char *ctl_devnode(DEVNODE_CONST struct device *dev, umode_t *mode)
{
	if (mode)
		*mode = 0666;
	return NULL;
}

/**
 * version_show() - answers a read of /proc/driver/nvidia/version
 * @file: the open file
 * @unused: of the caller's interface
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: 0
 */
static int version_show(struct seq_file *file, void *unused)
{
	seq_puts(file, "NVRM version: NVIDIA UNIX x86_64 Kernel Module  " DRIVER_VERSION
		       "  (simulated)\n");
	return 0;
}

/**
 * create_nodes() - makes the class and the nodes
 *
 * Restriction: the character device is there. Side effects: the nodes appear.
 * Failure: -errno without a class.
 *
 * Return: 0
 */
static int create_nodes(void)
{
	int i;

#if SIM_KERNEL >= 604
	ctl_class = class_create("nvidia-frontend");
#else
	ctl_class = class_create(THIS_MODULE, "nvidia-frontend");
#endif
	if (IS_ERR(ctl_class))
		return PTR_ERR(ctl_class);
	ctl_class->devnode = ctl_devnode;
	device_create(ctl_class, NULL, MKDEV(NV_MAJOR, NV_CTL_MINOR), NULL, "nvidiactl");
	for (i = 0; i < SIM_GPUS; i++)
		device_create(ctl_class, NULL, MKDEV(NV_MAJOR, i), NULL, "nvidia%d", i);
	return 0;
}

/**
 * sim_ctl_create() - makes the character devices and the /proc file
 *
 * Restriction: once. Side effects: nodes appear in /dev. Failure: -errno, nothing made.
 *
 * Return: 0
 */
int sim_ctl_create(void)
{
	struct proc_dir_entry *folder;
	int ret;

	ret = register_chrdev_region(MKDEV(NV_MAJOR, 0), NV_MINORS, "nvidia-frontend");
	if (ret)
		return ret;
	cdev_init(&ctl_cdev, &ctl_fops);
	ret = cdev_add(&ctl_cdev, MKDEV(NV_MAJOR, 0), NV_MINORS);
	if (!ret) {
		ret = create_nodes();
		if (ret)
			cdev_del(&ctl_cdev);
	}
	if (ret) {
		unregister_chrdev_region(MKDEV(NV_MAJOR, 0), NV_MINORS);
		return ret;
	}
	folder = proc_mkdir("driver/nvidia", NULL);
	if (folder)
		proc_create_single("version", 0444, folder, version_show);
	return 0;
}

/**
 * sim_ctl_remove() - takes away what sim_ctl_create() made
 *
 * Restriction: none of the nodes is open. Side effects: the nodes go. Failure: none.
 */
void sim_ctl_remove(void)
{
	int i;

	remove_proc_subtree("driver/nvidia", NULL);
	for (i = 0; i < SIM_GPUS; i++)
		device_destroy(ctl_class, MKDEV(NV_MAJOR, i));
	device_destroy(ctl_class, MKDEV(NV_MAJOR, NV_CTL_MINOR));
	class_destroy(ctl_class);
	cdev_del(&ctl_cdev);
	unregister_chrdev_region(MKDEV(NV_MAJOR, 0), NV_MINORS);
}
