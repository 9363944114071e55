// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * /sys/module/nvidia: the real driver's module is called nvidia, ours is not, and its release must
 * be chosen when it is loaded, which MODULE_VERSION can not.  So the directory is made by hand, in
 * the kset of all modules, which every module's own kobject points to.  (The kernel looks a name
 * up there only for modules that are built in, so nothing else sees the directory.)
 */
#include <linux/kobject.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/sysfs.h>
#include "vgpusim.h"

/**
 * version_show() - answers a read of /sys/module/nvidia/version
 * @kobj: the directory
 * @attr: the file
 * @text: a page
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: the length
 */
static ssize_t version_show(struct kobject *kobj, struct kobj_attribute *attr, char *text)
{
	return sysfs_emit(text, "%s\n", sim_release());
}

static struct kobj_attribute version_file = __ATTR_RO(version);

static struct attribute *module_files_attrs[] = { &version_file.attr, NULL };
ATTRIBUTE_GROUPS(module_files);
static struct kobject *module_folder;

/**
 * folder_release() - frees the directory's kobject
 * @kobj: the directory
 *
 * Restriction: called by the kobject core. Side effects: it is gone. Failure: none.
 */
static void folder_release(struct kobject *kobj)
{
	kfree(kobj);
}

static struct kobj_type folder_type = {
	.release = folder_release,
	.sysfs_ops = &kobj_sysfs_ops,
	.default_groups = module_files_groups,
};

/**
 * sim_module_create() - makes /sys/module/nvidia
 *
 * Restriction: once. Side effects: the directory appears.
 * Failure: -EEXIST when a module of that name is loaded, -ENOMEM.
 *
 * Return: 0
 */
int sim_module_create(void)
{
	struct kobject *kobj = kzalloc(sizeof(*kobj), GFP_KERNEL);
	int ret;

	if (!kobj)
		return -ENOMEM;
	kobj->kset = THIS_MODULE->mkobj.kobj.kset;
	ret = kobject_init_and_add(kobj, &folder_type, NULL, "nvidia");
	if (ret) {
		kobject_put(kobj);
		return ret;
	}
	module_folder = kobj;
	return 0;
}

/**
 * sim_module_remove() - takes /sys/module/nvidia away
 *
 * Restriction: none. Side effects: the directory goes. Failure: none.
 */
void sim_module_remove(void)
{
	kobject_del(module_folder);
	kobject_put(module_folder);
	module_folder = NULL;
}
