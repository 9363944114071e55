// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Virtual functions that take a type without mdev, as with NVIDIA's own VFIO interface: the
 * function stays bound to the driver, is a VFIO device itself, and becomes a vGPU by being given a
 * type.  Its files are in vgpusim_vf_files.c.
 *
 * vfio=Y (or vfio=N,Y: one for each GPU) makes the functions so.  They are VFIO devices from the
 * moment that the driver has them, and an open fails while they have no type; with vfio_late=Y they
 * are VFIO devices only while they have one.  Which of both NVIDIA's driver does is not known.
 *
 * The resource manager's calls know nothing of these vGPUs.
 */
#include <linux/module.h>
#include "vgpusim.h"

#define NO_PLACEMENT 65535

static bool vfio[SIM_GPUS];
static int vfio_count;
module_param_array(vfio, bool, &vfio_count, 0444);
MODULE_PARM_DESC(vfio, "for each GPU, or once for all: its functions take types without mdev");

static bool vfio_late;
module_param(vfio_late, bool, 0644);
MODULE_PARM_DESC(vfio_late, "new functions are VFIO devices only while they have a type");

/**
 * sim_gives() - says whether a GPU's virtual functions take types without mdev
 * @gpu: the GPU
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: true when they do
 */
bool sim_gives(struct sim_gpu *gpu)
{
	return sim_layout_vf() && vfio[vfio_count == 1 ? 0 : gpu - sim_gpus];
}

/**
 * parent_of() - finds the function of a VFIO device
 * @vdev: the device
 *
 * Restriction: the device is a function's. Side effects: none. Failure: none.
 *
 * Return: the function
 */
static struct sim_parent *parent_of(struct vfio_device *vdev)
{
	return sim_parent_of(to_pci_dev(vdev->dev));
}

/**
 * vf_init() - starts the life of a function's VFIO device
 * @vdev: the device
 *
 * Restriction: called by the VFIO core. Side effects: fills its configuration space. Failure: none.
 *
 * Return: 0
 */
static int vf_init(struct vfio_device *vdev)
{
	sim_vgpu_identify(container_of(vdev, struct sim_vgpu, vdev));
	return 0;
}

/**
 * vf_release() - ends the life of a function's VFIO device
 * @vdev: the device
 *
 * Restriction: called by the VFIO core. Side effects: it is gone. Failure: none.
 */
static void vf_release(struct vfio_device *vdev)
{
#if SIM_KERNEL < 602
	vfio_free_device(vdev);
#endif
}

/**
 * vf_open() - lets a QEMU use the function
 * @vdev: the device
 *
 * Restriction: called by the VFIO core; sim_types_lock may be held by one who waits for it.
 * Side effects: the function's files are closed to writers. Failure: -ENODEV without a type.
 *
 * Return: 0
 */
static int vf_open(struct vfio_device *vdev)
{
	struct sim_parent *parent = parent_of(vdev);
	int ret = 0;

	mutex_lock(&sim_count_lock);
	if (parent->vf.type)
		parent->vf.open = true;
	else
		ret = -ENODEV;
	mutex_unlock(&sim_count_lock);
	return ret;
}

/**
 * vf_close() - notes that no QEMU uses the function
 * @vdev: the device
 *
 * Restriction: called by the VFIO core. Side effects: its files are open to writers. Failure: none.
 */
static void vf_close(struct vfio_device *vdev)
{
	mutex_lock(&sim_count_lock);
	parent_of(vdev)->vf.open = false;
	mutex_unlock(&sim_count_lock);
}

static const struct vfio_device_ops vf_ops = {
	.name = "nvidia-vgpu-vfio",
	.init = vf_init,
	.release = vf_release,
	.open_device = vf_open,
	.close_device = vf_close,
	.read = sim_vgpu_read,
	.write = sim_vgpu_write,
	.ioctl = sim_vgpu_ioctl,
#if SIM_KERNEL >= 602
	.bind_iommufd = vfio_iommufd_emulated_bind,
	.unbind_iommufd = vfio_iommufd_emulated_unbind,
	.attach_ioas = vfio_iommufd_emulated_attach_ioas,
#endif
#if SIM_KERNEL >= 606
	.detach_ioas = vfio_iommufd_emulated_detach_ioas,
#endif
};

/**
 * show_device() - makes a VFIO device of a function
 * @parent: the function, which is none
 *
 * Restriction: sim_types_lock is held. Side effects: group and node appear. Failure: -errno.
 *
 * Return: 0
 */
static int show_device(struct sim_parent *parent)
{
	struct sim_vgpu *vgpu = vfio_alloc_device(sim_vgpu, vdev, &parent->pdev->dev, &vf_ops);
	int ret;

	if (IS_ERR(vgpu))
		return PTR_ERR(vgpu);
	ret = vfio_register_emulated_iommu_dev(&vgpu->vdev);
	if (ret)
		vfio_put_device(&vgpu->vdev);
	else
		parent->vf.vgpu = vgpu;
	return ret;
}

/**
 * hide_device() - takes the VFIO device of a function away
 * @parent: the function
 *
 * Restriction: sim_count_lock is not held; blocks while a QEMU has it open.
 * Side effects: group and node go. Failure: none; a function that is none is left alone.
 */
static void hide_device(struct sim_parent *parent)
{
	struct sim_vgpu *vgpu = parent->vf.vgpu;

	if (!vgpu)
		return;
	parent->vf.vgpu = NULL;
	vfio_unregister_group_dev(&vgpu->vdev);
	vfio_put_device(&vgpu->vdev);
}

/**
 * forget() - takes the type of a function away, and what was written for it
 * @parent: the function
 *
 * Restriction: sim_count_lock is held, or nobody knows the function.
 * Side effects: the function has no type. Failure: none.
 *
 * Return: the type that it had, whose room is still taken; NULL for none
 */
static struct sim_type *forget(struct sim_parent *parent)
{
	struct sim_type *type = parent->vf.type;

	parent->vf.type = NULL;
	parent->vf.params[0] = '\0';
	parent->vf.placement = NO_PLACEMENT;
	parent->vf.instance = 0;
	return type;
}

/**
 * sim_vf_create() - lets a function take types
 * @parent: the function
 * @count: types in its list
 *
 * Restriction: sim_types_lock is held. Side effects: its files appear, and its VFIO device.
 * Failure: -errno, nothing made.
 *
 * Return: 0
 */
int sim_vf_create(struct sim_parent *parent, int count)
{
	int ret = 0;

	parent->core.nr_types = count;
	parent->vf.late = vfio_late;
	forget(parent);
	if (!parent->vf.late)
		ret = show_device(parent);
	if (!ret)
		ret = sim_vf_files_create(parent);
	if (ret)
		hide_device(parent);
	parent->vf.here = !ret;
	return ret;
}

/**
 * sim_vf_remove() - takes away what sim_vf_create() made
 * @parent: the function, or any other parent, which is left alone
 *
 * Restriction: its files are gone; no lock of ours is held; blocks while a QEMU has it open.
 * Side effects: a type that it has is free again. Failure: none.
 */
void sim_vf_remove(struct sim_parent *parent)
{
	struct sim_type *type;

	if (!parent->vf.here)
		return;
	hide_device(parent);
	mutex_lock(&sim_count_lock);
	parent->vf.here = false;
	type = forget(parent);
	mutex_unlock(&sim_count_lock);
	if (type)
		sim_type_put(parent, type);
}

/**
 * sim_vf_mix() - turns heterogeneous mode of a GPU on or off
 * @gpu: the GPU
 * @mixed: on
 *
 * Restriction: sim_count_lock is not held. Side effects: the lists of its functions change.
 * Failure: -EBUSY while it has a vGPU, -ENODEV for a GPU with mdev.
 *
 * Return: 0
 */
int sim_vf_mix(struct sim_gpu *gpu, bool mixed)
{
	int ret = 0;

	if (!sim_gives(gpu))
		return -ENODEV;
	mutex_lock(&sim_count_lock);
	if (gpu->used)
		ret = -EBUSY;
	else
		gpu->mixed = mixed;
	mutex_unlock(&sim_count_lock);
	return ret;
}

/**
 * sim_vf_sync() - brings a function into line with its GPU's list of registered types
 * @parent: the function
 *
 * Restriction: sim_types_lock is held. Side effects: types come; those that left the list go, or
 * take no more while the function has one. Failure: -ENOSPC when its list is full, -ENOMEM.
 *
 * Return: 0
 */
int sim_vf_sync(struct sim_parent *parent)
{
	struct mdev_type **types = parent->types;
	struct sim_gpu *gpu = parent->gpu;
	struct sim_type *type;
	int i;

	for (i = parent->core.nr_types - 1; i >= 0; i--) {
		type = container_of(types[i], struct sim_type, mdev);
		if (!type->registered || !sim_type_leave(type, !sim_published(gpu, type->spec.id)))
			continue;
		parent->core.nr_types--;
		memmove(&types[i], &types[i + 1], (parent->core.nr_types - i) * sizeof(types[0]));
	}
	for (i = 0; i < gpu->published_count; i++) {
		if (sim_type_find(parent, gpu->published[i].id) >= 0)
			continue;
		if (parent->core.nr_types == SIM_MAX_TYPES)
			return -ENOSPC;
		type = sim_type_new(gpu, &gpu->published[i]);
		if (!type)
			return -ENOMEM;
		type->registered = true;
		types[parent->core.nr_types++] = &type->mdev;
	}
	return 0;
}

/**
 * sim_vf_give() - gives a function a type
 * @parent: the function
 * @id: number of the type
 *
 * Restriction: sim_types_lock is held. Side effects: it is a vGPU.
 * Failure: -EINVAL for a type that is not in its list at the moment, whatever keeps it out; the
 * error that a test injected; errors of the VFIO core. It has no type then.
 *
 * Return: 0
 */
int sim_vf_give(struct sim_parent *parent, u32 id)
{
	int index = sim_type_find(parent, id);
	struct sim_type *type;
	int ret;

	if (index < 0)
		return -EINVAL;
	type = container_of(parent->types[index], struct sim_type, mdev);
	ret = sim_type_take(parent, type);
	if (ret)
		return sim_type_available(parent, type) ? ret : -EINVAL;
	if (!parent->vf.vgpu)
		ret = show_device(parent);
	if (ret) {
		sim_type_put(parent, type);
		return ret;
	}
	mutex_lock(&sim_count_lock);
	parent->vf.type = type;
	mutex_unlock(&sim_count_lock);
	return 0;
}

/**
 * sim_vf_free() - takes the type of a function away
 * @parent: the function
 *
 * Restriction: sim_types_lock is held. Side effects: it is no vGPU.
 * Failure: -EPERM while a QEMU has it open, and the error that a test injected.
 *
 * Return: 0, also for a function without type
 */
int sim_vf_free(struct sim_parent *parent)
{
	struct sim_type *type = NULL;
	int ret = 0;

	mutex_lock(&sim_count_lock);
	if (parent->vf.open)
		ret = -EPERM;
	else if (parent->vf.type)
		ret = sim_injected_free_error();
	if (!ret)
		type = forget(parent);
	mutex_unlock(&sim_count_lock);
	if (!type)
		return ret;
	if (parent->vf.late)
		hide_device(parent);
	sim_type_put(parent, type);
	return 0;
}
