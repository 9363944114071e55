// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The files of a virtual function that takes types without mdev, in its directory nvidia/:
 *
 *   creatable_vgpu_types   a header, then what it can be given at this moment
 *   current_vgpu_type      the number of its type, 0 for none; writing a number gives it that type,
 *                          writing 0 takes its type away
 *   vgpu_params, placement_id, gpu_instance_id   details of its vGPU, gone with it
 *
 * Every write is refused with EPERM while a QEMU has the function open.  Known of NVIDIA's driver
 * are the names, the form of the list, the meaning of the numbers and EPERM; all other errnos, and
 * what the details read as before they were written, are this module's own choice.
 */
#include "vgpusim.h"

/**
 * parent_of() - finds the function of a file
 * @dev: the PCI device
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: the function
 */
static struct sim_parent *parent_of(struct device *dev)
{
	return sim_parent_of(to_pci_dev(dev));
}

/**
 * creatable_vgpu_types_show() - answers a read of creatable_vgpu_types
 * @dev: the PCI device
 * @attr: the file
 * @text: a page
 *
 * Restriction: none. Side effects: none. Failure: none; what is too long for a page is cut off.
 *
 * Return: the length
 */
static ssize_t creatable_vgpu_types_show(struct device *dev, struct device_attribute *attr,
					 char *text)
{
	struct sim_parent *parent = parent_of(dev);
	int used = sysfs_emit(text, "ID    : vGPU Name\n");
	struct sim_type *type;
	int i;

	mutex_lock(&sim_types_lock);
	for (i = 0; i < parent->core.nr_types; i++) {
		type = container_of(parent->types[i], struct sim_type, mdev);
		if (sim_type_available(parent, type))
			used += sysfs_emit_at(text, used, "%-5u : %s\n", type->spec.id,
					      type->spec.name);
	}
	mutex_unlock(&sim_types_lock);
	return used;
}

/**
 * current_vgpu_type_show() - answers a read of current_vgpu_type
 * @dev: the PCI device
 * @attr: the file
 * @text: a page
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: the length
 */
static ssize_t current_vgpu_type_show(struct device *dev, struct device_attribute *attr, char *text)
{
	struct sim_parent *parent = parent_of(dev);
	u32 id;

	mutex_lock(&sim_count_lock);
	id = parent->vf.type ? parent->vf.type->spec.id : 0;
	mutex_unlock(&sim_count_lock);
	return sysfs_emit(text, "%u\n", id);
}

/**
 * is_open() - says whether a QEMU has a function open
 * @parent: the function
 *
 * Restriction: sim_count_lock is not held. Side effects: none. Failure: none.
 *
 * Return: true when one has
 */
static bool is_open(struct sim_parent *parent)
{
	bool open;

	mutex_lock(&sim_count_lock);
	open = parent->vf.open;
	mutex_unlock(&sim_count_lock);
	return open;
}

/**
 * current_vgpu_type_store() - takes a write to current_vgpu_type
 * @dev: the PCI device
 * @attr: the file
 * @text: what was written
 * @count: its bytes
 *
 * Restriction: none. Side effects: the function is a vGPU, or is none any more; a creation takes as
 * long as a test asks.
 * Failure: -EPERM while a QEMU has it open, -EINVAL for what is no decimal number and for another
 * type while it has one, else as sim_vf_give() and sim_vf_free().
 *
 * Return: @count
 */
static ssize_t current_vgpu_type_store(struct device *dev, struct device_attribute *attr,
				       const char *text, size_t count)
{
	struct sim_parent *parent = parent_of(dev);
	int ret;
	u32 id;

	if (is_open(parent))
		return -EPERM;
	if (kstrtou32(text, 10, &id))
		return -EINVAL;
	if (id)
		sim_injected_delay();
	mutex_lock(&sim_types_lock);
	ret = id ? sim_vf_give(parent, id) : sim_vf_free(parent);
	mutex_unlock(&sim_types_lock);
	return ret ? ret : count;
}

/**
 * vgpu_params_show() - answers a read of vgpu_params
 * @dev: the PCI device
 * @attr: the file
 * @text: a page
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: the length
 */
static ssize_t vgpu_params_show(struct device *dev, struct device_attribute *attr, char *text)
{
	return sysfs_emit(text, "%s\n", parent_of(dev)->vf.params);
}

/**
 * may_change() - says whether the details of a function's vGPU can be written
 * @parent: the function
 *
 * Restriction: sim_count_lock is held. Side effects: none.
 * Failure: -EPERM while a QEMU has it open, -EINVAL without a type.
 *
 * Return: 0
 */
static int may_change(struct sim_parent *parent)
{
	if (parent->vf.open)
		return -EPERM;
	return parent->vf.type ? 0 : -EINVAL;
}

/**
 * vgpu_params_store() - takes a write to vgpu_params
 * @dev: the PCI device
 * @attr: the file
 * @text: what was written
 * @count: its bytes
 *
 * Restriction: none. Side effects: keeps the text, without a newline at its end.
 * Failure: -EINVAL when it is too long, else as may_change().
 *
 * Return: @count
 */
static ssize_t vgpu_params_store(struct device *dev, struct device_attribute *attr,
				 const char *text, size_t count)
{
	struct sim_parent *parent = parent_of(dev);
	int ret;

	mutex_lock(&sim_count_lock);
	ret = may_change(parent);
	if (!ret && count >= sizeof(parent->vf.params))
		ret = -EINVAL;
	if (!ret) {
		strscpy(parent->vf.params, text, sizeof(parent->vf.params));
		strim(parent->vf.params);
	}
	mutex_unlock(&sim_count_lock);
	return ret ? ret : count;
}

/**
 * store_number() - takes a write of a number
 * @parent: the function
 * @text: what was written
 * @number: where it goes
 * @mixed: only in heterogeneous mode
 *
 * Restriction: sim_count_lock is not held. Side effects: keeps the number.
 * Failure: -EINVAL for what is no decimal number and without the mode, else as may_change().
 *
 * Return: 0
 */
static int store_number(struct sim_parent *parent, const char *text, u32 *number, bool mixed)
{
	u32 value;
	int ret;

	mutex_lock(&sim_count_lock);
	ret = may_change(parent);
	if (!ret && ((mixed && !parent->gpu->mixed) || kstrtou32(text, 10, &value)))
		ret = -EINVAL;
	if (!ret)
		*number = value;
	mutex_unlock(&sim_count_lock);
	return ret;
}

/**
 * placement_id_show() - answers a read of placement_id
 * @dev: the PCI device
 * @attr: the file
 * @text: a page
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: the length
 */
static ssize_t placement_id_show(struct device *dev, struct device_attribute *attr, char *text)
{
	return sysfs_emit(text, "%u\n", parent_of(dev)->vf.placement);
}

/**
 * placement_id_store() - takes a write to placement_id
 * @dev: the PCI device
 * @attr: the file
 * @text: what was written
 * @count: its bytes
 *
 * Restriction: none. Side effects: as store_number(). Failure: as store_number(); -EINVAL unless
 * the GPU is in heterogeneous mode.
 *
 * Return: @count
 */
static ssize_t placement_id_store(struct device *dev, struct device_attribute *attr,
				  const char *text, size_t count)
{
	struct sim_parent *parent = parent_of(dev);

	return store_number(parent, text, &parent->vf.placement, true) ?: count;
}

/**
 * gpu_instance_id_show() - answers a read of gpu_instance_id
 * @dev: the PCI device
 * @attr: the file
 * @text: a page
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: the length
 */
static ssize_t gpu_instance_id_show(struct device *dev, struct device_attribute *attr, char *text)
{
	return sysfs_emit(text, "%u\n", parent_of(dev)->vf.instance);
}

/**
 * gpu_instance_id_store() - takes a write to gpu_instance_id
 * @dev: the PCI device
 * @attr: the file
 * @text: what was written
 * @count: its bytes
 *
 * Restriction: none. Side effects: as store_number(). Failure: as store_number().
 *
 * Return: @count
 */
static ssize_t gpu_instance_id_store(struct device *dev, struct device_attribute *attr,
				     const char *text, size_t count)
{
	struct sim_parent *parent = parent_of(dev);

	return store_number(parent, text, &parent->vf.instance, false) ?: count;
}

static DEVICE_ATTR_RO(creatable_vgpu_types);
static DEVICE_ATTR_RW(current_vgpu_type);
static DEVICE_ATTR_RW(vgpu_params);
static DEVICE_ATTR_RW(placement_id);
static DEVICE_ATTR_RW(gpu_instance_id);

static struct attribute *vf_files[] = {
	&dev_attr_creatable_vgpu_types.attr,
	&dev_attr_current_vgpu_type.attr,
	&dev_attr_vgpu_params.attr,
	&dev_attr_placement_id.attr,
	&dev_attr_gpu_instance_id.attr,
	NULL
};

static const struct attribute_group vf_group = {
	.name = "nvidia",
	.attrs = vf_files,
};

/**
 * sim_vf_files_create() - makes the files of a function
 * @parent: the function
 *
 * Restriction: none. Side effects: they appear. Failure: -errno, none is there.
 *
 * Return: 0
 */
int sim_vf_files_create(struct sim_parent *parent)
{
	return sysfs_create_group(&parent->pdev->dev.kobj, &vf_group);
}

/**
 * sim_vf_files_remove() - takes the files of a function away
 * @pdev: its PCI device
 *
 * Restriction: no lock of ours is held; waits for writes that are on their way.
 * Side effects: they go. Failure: none.
 */
void sim_vf_files_remove(struct pci_dev *pdev)
{
	sysfs_remove_group(&pdev->dev.kobj, &vf_group);
}
