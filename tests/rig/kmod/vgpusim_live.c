// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Types that come and go while the parent stays.  The mdev core has no call for it; two ways work:
 *
 * - live: what the core's own mdev_type_add() does, repeated here.  The list of types has room to
 *   grow, and the kobject's type is taken from a type that the core has registered.  mdevs stay.
 * - by taking the parent away and bringing it back, which removes all its mdevs, and blocks while
 *   one of them is open.
 */
#include <linux/slab.h>
#include "vgpusim.h"

/* What the mdev core makes its types' kobjects with; known from the first type that it made. */
static typeof(((struct kobject *)NULL)->ktype) core_ktype;

/**
 * sim_parent_register() - makes an mdev parent of a function, with the types in its list
 * @parent: the parent, not registered
 * @count: number of types in its list, at least one
 *
 * Restriction: sim_types_lock is held. Side effects: the types appear; a change event is sent.
 * Failure: -errno, the parent is not registered.
 *
 * Return: 0
 */
int sim_parent_register(struct sim_parent *parent, int count)
{
	int ret = mdev_register_parent(&parent->core, &parent->pdev->dev, &sim_mdev_driver,
				       parent->types, count);

	parent->registered = !ret;
	if (!ret)
		core_ktype = parent->types[0]->kobj.ktype;
	return ret;
}

/**
 * sim_live_add() - adds a type to a registered parent; its mdevs stay
 * @parent: the parent
 * @type: a new type
 *
 * Restriction: sim_types_lock is held; the parent has room for another type.
 * Side effects: the type's directory appears; sim_live_event() is to follow.
 * Failure: -errno, nothing added.
 *
 * Return: 0
 */
int sim_live_add(struct sim_parent *parent, struct sim_type *type)
{
	struct mdev_parent *core = &parent->core;
	struct mdev_type *mdev = &type->mdev;
	int ret;

	mdev->kobj.kset = core->mdev_types_kset;
	mdev->parent = core;
	get_device(core->dev);
	ret = kobject_init_and_add(&mdev->kobj, core_ktype, NULL, "%s-%s",
				   dev_driver_string(core->dev), mdev->sysfs_name);
	if (ret) {
		kobject_put(&mdev->kobj);
		return ret;
	}
	mdev->devices_kobj = kobject_create_and_add("devices", &mdev->kobj);
	if (!mdev->devices_kobj) {
		kobject_del(&mdev->kobj);
		kobject_put(&mdev->kobj);
		return -ENOMEM;
	}
	parent->types[core->nr_types++] = mdev;
	return 0;
}

/**
 * sim_live_remove() - takes a type from a registered parent; mdevs of other types stay
 * @parent: the parent
 * @index: of the type in the parent's list
 *
 * Restriction: sim_types_lock is held; waits for creations that are on their way.
 * Side effects: the directory goes; sim_live_event() is to follow.
 * Failure: none. The type itself is kept, because an mdev may point at it.
 */
void sim_live_remove(struct sim_parent *parent, int index)
{
	struct mdev_parent *core = &parent->core;
	struct mdev_type *mdev = parent->types[index];

	core->nr_types--;
	memmove(&parent->types[index], &parent->types[index + 1],
		(core->nr_types - index) * sizeof(parent->types[0]));
	kobject_put(mdev->devices_kobj);
	kobject_del(&mdev->kobj);
	kobject_put(&mdev->kobj);
}

/**
 * sim_live_event() - tells user space that a parent's types changed
 * @parent: the parent
 *
 * Restriction: sim_types_lock is held. Side effects: a change event is sent. Failure: none.
 */
void sim_live_event(struct sim_parent *parent)
{
	kobject_uevent(&parent->core.dev->kobj, KOBJ_CHANGE);
}

/**
 * sim_reregister() - takes a parent away and brings it back with one type more
 * @parent: the parent
 * @added: the new type
 *
 * A type must not be registered twice as it is: its dead kobject keeps a name that was freed.
 * So every type is made anew.
 *
 * Restriction: sim_types_lock is held; blocks while an mdev of the parent is open.
 * Side effects: all mdevs of the parent go. Failure: -errno; the parent is gone then.
 *
 * Return: 0
 */
int sim_reregister(struct sim_parent *parent, struct sim_type *added)
{
	unsigned int count = parent->core.nr_types;
	unsigned int i;

	mdev_unregister_parent(&parent->core);
	parent->registered = false;
	for (i = 0; i < count; i++) {
		struct sim_type *old = container_of(parent->types[i], struct sim_type, mdev);
		struct sim_type *type = sim_type_new(parent->gpu, &old->spec);

		if (!type)
			return -ENOMEM;
		type->limit = old->limit;
		type->registered = old->registered;
		parent->types[i] = &type->mdev;
	}
	parent->types[count] = &added->mdev;
	return sim_parent_register(parent, count + 1);
}
