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

/**
 * sim_live_add() - adds a type to a registered parent; its mdevs stay
 * @parent: the parent
 * @type: a new type
 *
 * Restriction: sim_types_lock is held; the parent has a type and room for another.
 * Side effects: the type's directory appears; a change event is sent.
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
	ret = kobject_init_and_add(&mdev->kobj, core->types[0]->kobj.ktype, NULL, "%s-%s",
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
	kobject_uevent(&core->dev->kobj, KOBJ_CHANGE);
	return 0;
}

/**
 * sim_live_remove() - takes a type from a registered parent; mdevs of other types stay
 * @parent: the parent
 * @index: of the type in the parent's list
 *
 * Restriction: sim_types_lock is held. Side effects: the directory goes; a change event is sent.
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
	kobject_uevent(&core->dev->kobj, KOBJ_CHANGE);
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
	int ret;

	mdev_unregister_parent(&parent->core);
	parent->registered = false;
	for (i = 0; i < count; i++) {
		struct sim_type *old = container_of(parent->types[i], struct sim_type, mdev);
		struct sim_type *type = sim_type_new(old->id, old->pretty, old->framebuffer);

		if (!type)
			return -ENOMEM;
		type->limit = old->limit;
		parent->types[i] = &type->mdev;
	}
	parent->types[count] = &added->mdev;
	ret = mdev_register_parent(&parent->core, &parent->pdev->dev, &sim_mdev_driver,
				   parent->types, count + 1);
	parent->registered = !ret;
	return ret;
}
