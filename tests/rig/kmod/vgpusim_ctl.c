// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The rig's own ioctls of /dev/nvidiactl, with which a test makes types come and go.
 */
#include <linux/uaccess.h>
#include "vgpusim.h"
#include "vgpusim_abi.h"

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
	struct sim_spec spec = { op->type, "", op->framebuffer };
	struct sim_type *type;
	int ret;

	if (sim_type_find(parent, op->type) >= 0)
		return -EEXIST;
	if (parent->core.nr_types == SIM_MAX_TYPES)
		return -ENOSPC;
	if (!op->framebuffer)
		return -EINVAL;
	strscpy(spec.name, op->name, sizeof(spec.name));
	spec.heads = op->framebuffer > 1024 ? 4 : 1;
	spec.width = op->framebuffer > 1024 ? 7680 : 5120;
	spec.height = op->framebuffer > 1024 ? 4320 : 2880;
	spec.frame_rate = spec.heads > 1 ? 60 : 45;
	type = sim_type_new(parent->gpu, &spec);
	if (!type)
		return -ENOMEM;
	if (op->how != SIM_LIVE)
		return sim_reregister(parent, type);
	ret = sim_live_add(parent, type);
	if (!ret)
		sim_live_event(parent);
	return ret;
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
	sim_live_event(parent);
	return 0;
}

/**
 * sim_types_ioctl() - answers one of the rig's own ioctls
 * @cmd: the command
 * @user: the client's memory
 *
 * Restriction: none. Side effects: as the command says.
 * Failure: -ENOTTY when it is none of the rig's, -EFAULT for bad memory, else as change_type().
 *
 * Return: 0
 */
long sim_types_ioctl(unsigned int cmd, void __user *user)
{
	struct vgpusim_type_op op;
	long ret;

	if (cmd != SIM_ADD_TYPE && cmd != SIM_DEL_TYPE && cmd != SIM_SET_LIMIT)
		return -ENOTTY;
	if (copy_from_user(&op, user, sizeof(op)))
		return -EFAULT;
	op.name[sizeof(op.name) - 1] = '\0';
	mutex_lock(&sim_types_lock);
	ret = change_type(cmd, &op);
	mutex_unlock(&sim_types_lock);
	return ret;
}
