// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The mdev driver: makes and removes the VFIO device of an mdev, and answers its sysfs files.
 */
#include "vgpusim.h"

/**
 * vgpu_probe() - makes the VFIO device of a new mdev
 * @mdev: the mdev
 *
 * Restriction: called by the mdev core. Side effects: the group's node appears in /dev/vfio.
 * Failure: -errno, which the writer of the create file gets.
 *
 * Return: 0
 */
static int vgpu_probe(struct mdev_device *mdev)
{
	struct sim_vgpu *vgpu = vfio_alloc_device(sim_vgpu, vdev, &mdev->dev, &sim_vfio_ops);
	int ret;

	if (IS_ERR(vgpu))
		return PTR_ERR(vgpu);
	ret = vfio_register_emulated_iommu_dev(&vgpu->vdev);
	if (ret) {
		vfio_put_device(&vgpu->vdev);
		return ret;
	}
	dev_set_drvdata(&mdev->dev, vgpu);
	return 0;
}

/**
 * vgpu_remove() - takes the VFIO device of an mdev away
 * @mdev: the mdev
 *
 * Restriction: called by the mdev core; blocks while a QEMU has the device open.
 * Side effects: the group's node goes. Failure: none.
 */
static void vgpu_remove(struct mdev_device *mdev)
{
	struct sim_vgpu *vgpu = dev_get_drvdata(&mdev->dev);

	vfio_unregister_group_dev(&vgpu->vdev);
	vfio_put_device(&vgpu->vdev);
}

/**
 * type_available() - answers a read of available_instances
 * @type: the type
 *
 * Restriction: called by the mdev core. Side effects: none. Failure: none.
 *
 * Return: how many more fit
 */
static unsigned int type_available(struct mdev_type *type)
{
	return sim_type_available(container_of(type->parent, struct sim_parent, core),
				  container_of(type, struct sim_type, mdev));
}

/**
 * type_description() - answers a read of description
 * @type: the type
 * @text: a page
 *
 * Restriction: called by the mdev core. Side effects: none. Failure: none.
 *
 * Return: the length
 */
static ssize_t type_description(struct mdev_type *type, char *text)
{
	return sim_type_describe(container_of(type, struct sim_type, mdev), text);
}

/**
 * vgpu_params_show() - answers a read of nvidia/vgpu_params
 * @dev: the mdev
 * @attr: the file
 * @text: a page
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: the length
 */
static ssize_t vgpu_params_show(struct device *dev, struct device_attribute *attr, char *text)
{
	struct sim_vgpu *vgpu = dev_get_drvdata(dev);

	return sysfs_emit(text, "%s\n", vgpu->params);
}

/**
 * vgpu_params_store() - takes a write to nvidia/vgpu_params
 * @dev: the mdev
 * @attr: the file
 * @text: what was written
 * @count: its bytes
 *
 * As in NVIDIA's driver the last byte is lost, whatever it is: writers end with a newline.
 *
 * Restriction: none. Side effects: keeps the text.
 * Failure: -EPERM while a QEMU has the device open, -EINVAL when it is too long.
 *
 * Return: @count
 */
static ssize_t vgpu_params_store(struct device *dev, struct device_attribute *attr,
				 const char *text, size_t count)
{
	struct sim_vgpu *vgpu = dev_get_drvdata(dev);

	if (READ_ONCE(vgpu->open))
		return -EPERM;
	if (count == 0 || count > sizeof(vgpu->params))
		return -EINVAL;
	memcpy(vgpu->params, text, count - 1);
	vgpu->params[count - 1] = '\0';
	return count;
}

static DEVICE_ATTR_RW(vgpu_params);

static struct attribute *vgpu_attributes[] = { &dev_attr_vgpu_params.attr, NULL };

static const struct attribute_group vgpu_group = {
	.name = "nvidia",
	.attrs = vgpu_attributes,
};

static const struct attribute_group *vgpu_groups[] = { &vgpu_group, NULL };

struct mdev_driver sim_mdev_driver = {
	.device_api = VFIO_DEVICE_API_PCI_STRING,
	.driver = {
		.name = "nvidia-vgpu-vfio",
		.owner = THIS_MODULE,
		.mod_name = KBUILD_MODNAME,
		.dev_groups = vgpu_groups,
	},
	.probe = vgpu_probe,
	.remove = vgpu_remove,
	.get_available = type_available,
	.show_description = type_description,
};
