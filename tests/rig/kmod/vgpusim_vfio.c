// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a QEMU sees of a vGPU: a PCI device of NVIDIA's, with a configuration space and a BAR 0
 * that reads as zeros (QEMU's quirks for the vendor want one).
 */
#include <linux/uaccess.h>
#include "vgpusim.h"
#include "vgpusim_rm.h"

#define REGION_SHIFT 40
#define BAR0_SIZE (16 << 20)
#define CONFIG_SIZE 256

/**
 * vgpu_of() - finds the vGPU of a VFIO device
 * @vdev: the device
 *
 * Restriction: the device is ours. Side effects: none. Failure: none.
 *
 * Return: the vGPU
 */
static struct sim_vgpu *vgpu_of(struct vfio_device *vdev)
{
	return container_of(vdev, struct sim_vgpu, vdev);
}

/**
 * sim_vgpu_identify() - lets a vGPU say what it is
 * @vgpu: the vGPU
 *
 * Restriction: nobody has it open. Side effects: fills its configuration space. Failure: none.
 */
void sim_vgpu_identify(struct sim_vgpu *vgpu)
{
	sim_put16(vgpu->config, PCI_VENDOR_ID, SIM_VENDOR);
	sim_put16(vgpu->config, PCI_DEVICE_ID, SIM_DEVICE);
	sim_put32(vgpu->config, PCI_CLASS_REVISION, 0x030000a1);
}

/**
 * vgpu_init() - starts a vGPU's life: takes its room
 * @vdev: the device
 *
 * Restriction: called by the VFIO core. Side effects: the sums grow; waits as long as a test asks.
 * Failure: -ENOSPC when full, errnos of the resource manager, and the error that a test injected.
 *
 * Return: 0
 */
static int vgpu_init(struct vfio_device *vdev)
{
	struct sim_vgpu *vgpu = vgpu_of(vdev);
	struct mdev_device *mdev = to_mdev_device(vdev->dev);
	struct sim_type *type = container_of(mdev->type, struct sim_type, mdev);
	struct sim_parent *parent = container_of(mdev->type->parent, struct sim_parent, core);
	int ret;

	sim_injected_delay();
	ret = sim_type_take(parent, type);
	if (ret)
		return ret;
	vgpu->type = type;
	vgpu->parent = parent;
	ret = sim_start_created(vgpu, mdev->uuid.b);
	if (ret) {
		vgpu->type = NULL;
		sim_type_put(parent, type);
		return ret;
	}
	sim_vgpu_identify(vgpu);
	return 0;
}

/**
 * vgpu_release() - ends a vGPU's life: gives its room back
 * @vdev: the device
 *
 * Restriction: called by the VFIO core. Side effects: the sums fall. Failure: none.
 */
static void vgpu_release(struct vfio_device *vdev)
{
	struct sim_vgpu *vgpu = vgpu_of(vdev);

	if (vgpu->type) {
		sim_start_destroyed(vgpu);
		sim_type_put(vgpu->parent, vgpu->type);
	}
#if SIM_KERNEL < 602
	vfio_free_device(vdev);
#endif
}

/**
 * vgpu_open() - notes that a QEMU uses the vGPU
 * @vdev: the device
 *
 * Restriction: called by the VFIO core. Side effects: vgpu_params is closed to writers; the
 * resource manager knows of a guest. Failure: as sim_start_open().
 *
 * Return: 0
 */
static int vgpu_open(struct vfio_device *vdev)
{
	struct sim_vgpu *vgpu = vgpu_of(vdev);
	int ret = sim_start_open(vgpu);

	if (!ret)
		WRITE_ONCE(vgpu->open, true);
	return ret;
}

/**
 * vgpu_close() - notes that no QEMU uses the vGPU
 * @vdev: the device
 *
 * Restriction: called by the VFIO core. Side effects: vgpu_params is open to writers.
 * Failure: none.
 */
static void vgpu_close(struct vfio_device *vdev)
{
	sim_start_close(vgpu_of(vdev));
	WRITE_ONCE(vgpu_of(vdev)->open, false);
}

/**
 * region_of() - finds what a file offset means
 * @offset: the file offset
 * @count: bytes from there
 * @index: the region, when it is one of ours and the bytes are inside
 *
 * Restriction: none. Side effects: none. Failure: -EINVAL when there is nothing.
 *
 * Return: the offset inside the region
 */
static int region_of(loff_t offset, size_t count, unsigned int *index)
{
	u64 inside = offset & ((1ULL << REGION_SHIFT) - 1);
	u64 size;

	*index = offset >> REGION_SHIFT;
	if (*index == VFIO_PCI_BAR0_REGION_INDEX)
		size = BAR0_SIZE;
	else if (*index == VFIO_PCI_CONFIG_REGION_INDEX)
		size = CONFIG_SIZE;
	else
		return -EINVAL;
	return count <= size && inside <= size - count ? (int)inside : -EINVAL;
}

/**
 * sim_vgpu_read() - lets QEMU read a region
 * @vdev: the device
 * @buffer: QEMU's memory
 * @count: bytes
 * @position: file offset, moved on
 *
 * Restriction: called by the VFIO core. Side effects: none.
 * Failure: -EINVAL outside of the regions, -EFAULT for bad memory.
 *
 * Return: @count
 */
ssize_t sim_vgpu_read(struct vfio_device *vdev, char __user *buffer, size_t count,
		      loff_t *position)
{
	struct sim_vgpu *vgpu = vgpu_of(vdev);
	unsigned int index;
	int offset = region_of(*position, count, &index);
	unsigned long left;

	if (offset < 0)
		return offset;
	if (index == VFIO_PCI_BAR0_REGION_INDEX)
		left = clear_user(buffer, count);
	else
		left = copy_to_user(buffer, vgpu->config + offset, count);
	if (left)
		return -EFAULT;
	*position += count;
	return count;
}

/**
 * sim_vgpu_write() - lets QEMU write a region
 * @vdev: the device
 * @buffer: QEMU's memory
 * @count: bytes
 * @position: file offset, moved on
 *
 * Restriction: called by the VFIO core. Side effects: changes the command register and the
 * interrupt line; every other write is lost.
 * Failure: -EINVAL outside of the regions, -EFAULT for bad memory.
 *
 * Return: @count
 */
ssize_t sim_vgpu_write(struct vfio_device *vdev, const char __user *buffer, size_t count,
		       loff_t *position)
{
	struct sim_vgpu *vgpu = vgpu_of(vdev);
	unsigned int index;
	int offset = region_of(*position, count, &index);
	u8 bytes[CONFIG_SIZE];
	size_t i;

	if (offset < 0)
		return offset;
	if (index == VFIO_PCI_CONFIG_REGION_INDEX) {
		if (copy_from_user(bytes, buffer, count))
			return -EFAULT;
		for (i = 0; i < count; i++)
			if (offset + i == PCI_COMMAND || offset + i == PCI_INTERRUPT_LINE)
				vgpu->config[offset + i] = bytes[i];
	}
	*position += count;
	return count;
}

/**
 * device_info() - answers VFIO_DEVICE_GET_INFO
 * @user: QEMU's memory
 *
 * Restriction: none. Side effects: none. Failure: -EFAULT for bad memory.
 *
 * Return: 0
 */
static long device_info(void __user *user)
{
	size_t size = offsetofend(struct vfio_device_info, num_irqs);
	struct vfio_device_info info;

	if (copy_from_user(&info, user, size))
		return -EFAULT;
	info.flags = VFIO_DEVICE_FLAGS_PCI | VFIO_DEVICE_FLAGS_RESET;
	info.num_regions = VFIO_PCI_NUM_REGIONS;
	info.num_irqs = VFIO_PCI_NUM_IRQS;
	return copy_to_user(user, &info, size) ? -EFAULT : 0;
}

/**
 * region_info() - answers VFIO_DEVICE_GET_REGION_INFO
 * @user: QEMU's memory
 *
 * Restriction: none. Side effects: none.
 * Failure: -EFAULT for bad memory, -EINVAL for no region of PCI's.
 *
 * Return: 0
 */
static long region_info(void __user *user)
{
	size_t size = offsetofend(struct vfio_region_info, offset);
	struct vfio_region_info info;

	if (copy_from_user(&info, user, size))
		return -EFAULT;
	if (info.index >= VFIO_PCI_NUM_REGIONS)
		return -EINVAL;
	info.offset = (u64)info.index << REGION_SHIFT;
	info.size = 0;
	if (info.index == VFIO_PCI_CONFIG_REGION_INDEX)
		info.size = CONFIG_SIZE;
	else if (info.index == VFIO_PCI_BAR0_REGION_INDEX)
		info.size = BAR0_SIZE;
	info.flags = info.size ? VFIO_REGION_INFO_FLAG_READ | VFIO_REGION_INFO_FLAG_WRITE : 0;
	return copy_to_user(user, &info, size) ? -EFAULT : 0;
}

/**
 * irq_info() - answers VFIO_DEVICE_GET_IRQ_INFO: there are none
 * @user: QEMU's memory
 *
 * Restriction: none. Side effects: none. Failure: -EFAULT for bad memory.
 *
 * Return: 0
 */
static long irq_info(void __user *user)
{
	size_t size = offsetofend(struct vfio_irq_info, count);
	struct vfio_irq_info info;

	if (copy_from_user(&info, user, size))
		return -EFAULT;
	info.flags = 0;
	info.count = 0;
	return copy_to_user(user, &info, size) ? -EFAULT : 0;
}

/**
 * sim_vgpu_ioctl() - answers QEMU's questions about the device
 * @vdev: the device
 * @cmd: the question
 * @arg: QEMU's memory
 *
 * Restriction: called by the VFIO core. Side effects: none; a reset is accepted and does nothing.
 * Failure: -ENOTTY for an unknown question, else as the answers' functions say.
 *
 * Return: 0
 */
long sim_vgpu_ioctl(struct vfio_device *vdev, unsigned int cmd, unsigned long arg)
{
	void __user *user = (void __user *)arg;

	switch (cmd) {
	case VFIO_DEVICE_GET_INFO:
		return device_info(user);
	case VFIO_DEVICE_GET_REGION_INFO:
		return region_info(user);
	case VFIO_DEVICE_GET_IRQ_INFO:
		return irq_info(user);
	case VFIO_DEVICE_RESET:
	case VFIO_DEVICE_SET_IRQS:
		return 0;
	}
	return -ENOTTY;
}

const struct vfio_device_ops sim_vfio_ops = {
	.name = "nvidia-vgpu-vfio",
	.init = vgpu_init,
	.release = vgpu_release,
	.open_device = vgpu_open,
	.close_device = vgpu_close,
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
