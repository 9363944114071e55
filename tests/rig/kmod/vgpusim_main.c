// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vgpusim: two simulated NVIDIA A10 for the rig's guest, 0000:41:00.0 on NUMA node 0 and
 * 0000:81:00.0 on node 1.  A PCI driver named "nvidia" makes mdev parents of their virtual
 * functions (layout=vf, as from Ampere on; switched on by writing sriov_numvfs) or of the GPUs
 * themselves (layout=pf, as up to Turing).  Everything between this driver and user space is the
 * real kernel: PCI, SR-IOV, mdev core, VFIO, sysfs, udev events.
 *
 * With layout=vf and vfio=Y a GPU's virtual functions are no mdev parents, but VFIO devices that
 * are given a type themselves; vgpusim_vf.c says how.
 *
 * Tests make it fail through parameters in /sys/module/vgpusim/parameters; besides those of
 * vgpusim_fault.c:
 *   capacity                          at most so many vGPUs per GPU (negative: no such limit)
 *   fb_mib                            frame buffer of each GPU
 *   homogeneous                       a GPU takes only one size at a time, as NVIDIA's default is
 *                                     (mdev; a GPU with vfio=Y is so, unless it is mixed)
 *
 * The driver's own interface, device nodes with the resource manager's calls, is that of the
 * release that the parameter driver names.  With types=registered the parents have no types until a
 * program registers some; types=builtin gives them a few to begin with.
 */
#include <linux/module.h>
#include "vgpusim.h"
#include "vgpusim_rm.h"

struct sim_gpu sim_gpus[SIM_GPUS];

static char *layout = "vf";
module_param(layout, charp, 0444);
MODULE_PARM_DESC(layout, "vf: virtual functions are the mdev parents; pf: the GPUs are");

static char *driver = "535.129.03";
module_param(driver, charp, 0444);
MODULE_PARM_DESC(driver, "release whose binary interface is simulated");

static char *types = "builtin";
module_param(types, charp, 0444);
MODULE_PARM_DESC(types, "builtin: a few types from the start; registered: only those registered");

static int capacity = -1;
module_param(capacity, int, 0644);
MODULE_PARM_DESC(capacity, "at most so many vGPUs per GPU, negative for no such limit");

static unsigned int fb_mib = 24576;
module_param(fb_mib, uint, 0644);
MODULE_PARM_DESC(fb_mib, "frame buffer of each GPU in MiB");

static bool homogeneous;
module_param(homogeneous, bool, 0644);
MODULE_PARM_DESC(homogeneous, "with mdev: a GPU takes only one size at a time");

/**
 * sim_layout_vf() - says whether virtual functions are the parents
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: true for layout=vf
 */
bool sim_layout_vf(void)
{
	return strcmp(layout, "pf");
}

/**
 * sim_release() - tells which release is simulated
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: its version
 */
const char *sim_release(void)
{
	return driver;
}

/**
 * sim_fb_mib() - tells the frame buffer of a GPU
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: MiB
 */
u32 sim_fb_mib(void)
{
	return READ_ONCE(fb_mib);
}

/**
 * sim_gpu_capacity() - tells how many vGPUs a GPU takes
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: the number, negative for no such limit
 */
int sim_gpu_capacity(void)
{
	return READ_ONCE(capacity);
}

/**
 * sim_one_size() - says whether a GPU takes only one size at a time
 * @gpu: the GPU
 *
 * Restriction: sim_count_lock is held. Side effects: none. Failure: none.
 *
 * Return: true when it does
 */
bool sim_one_size(struct sim_gpu *gpu)
{
	return sim_gives(gpu) ? !gpu->mixed : READ_ONCE(homogeneous);
}

/**
 * nv_probe() - makes of a function what takes vGPUs, where it is to be one
 * @pdev: the function
 * @id: the entry of the table that matched
 *
 * Restriction: called by the PCI core. Side effects: its types appear in sysfs.
 * Failure: -errno, nothing made.
 *
 * Return: 0, also for a GPU whose virtual functions are the parents
 */
static int nv_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct sim_parent *parent;
	int count = 0;
	int ret = 0;

	if (pdev->is_virtfn != sim_layout_vf())
		return 0;
	parent = sim_parent_of(pdev);
	mutex_lock(&sim_types_lock);
	memset(parent, 0, sizeof(*parent));
	parent->pdev = pdev;
	parent->gpu = sim_gpu_of(pdev);
	parent->room = sim_layout_vf() ? 1 : INT_MAX;
	if (strcmp(types, "registered"))
		count = sim_types_fill(parent);
	if (count >= 0 && sim_gives(parent->gpu))
		ret = sim_vf_create(parent, count);
	else if (count > 0)
		ret = sim_parent_register(parent, count);
	if (count < 0)
		ret = count;
	if (!ret)
		ret = sim_parent_sync(parent);
	if (ret && !parent->registered && !parent->vf.here)
		parent->pdev = NULL;
	mutex_unlock(&sim_types_lock);
	return parent->pdev ? 0 : ret;
}

/**
 * nv_remove() - takes away what nv_probe() made
 * @pdev: the function
 *
 * Restriction: called by the PCI core; blocks while a vGPU is open.
 * Side effects: the function's vGPUs go; a GPU's virtual functions go. Failure: none.
 */
static void nv_remove(struct pci_dev *pdev)
{
	struct sim_parent *parent = sim_parent_of(pdev);
	bool registered;

	if (!pdev->is_virtfn && sim_layout_vf()) {
		pci_disable_sriov(pdev);
		return;
	}
	if (parent->vf.here)
		sim_vf_files_remove(pdev);
	mutex_lock(&sim_types_lock);
	registered = parent->registered;
	parent->registered = false;
	parent->pdev = NULL;
	mutex_unlock(&sim_types_lock);
	if (registered)
		mdev_unregister_parent(&parent->core);
	sim_vf_remove(parent);
}

/**
 * nv_sriov() - takes a write to sriov_numvfs
 * @pdev: the GPU
 * @count: virtual functions wanted, 0 for none
 *
 * Restriction: called by the PCI core. Side effects: virtual functions come or go.
 * Failure: -errno when the kernel can not make them.
 *
 * Return: the number of virtual functions
 */
static int nv_sriov(struct pci_dev *pdev, int count)
{
	int ret;

	sim_vf_mix(sim_gpu_of(pdev), false);
	if (count == 0) {
		pci_disable_sriov(pdev);
		return 0;
	}
	ret = pci_enable_sriov(pdev, count);
	return ret ? ret : count;
}

static const struct pci_device_id nv_ids[] = {
	{ PCI_DEVICE(SIM_VENDOR, SIM_DEVICE) },
	{ }
};

static struct pci_driver nv_driver = {
	.name = "nvidia",
	.id_table = nv_ids,
	.probe = nv_probe,
	.remove = nv_remove,
	.sriov_configure = nv_sriov,
};

/**
 * remove_buses() - takes all GPUs away
 *
 * Restriction: blocks while an mdev is open. Side effects: the GPUs go. Failure: none.
 */
static void remove_buses(void)
{
	int i;

	for (i = 0; i < SIM_GPUS; i++)
		sim_bus_remove(i);
}

/**
 * create_gpus() - registers the PCI driver and makes the GPUs
 *
 * Restriction: the mdev driver is registered. Side effects: the GPUs appear.
 * Failure: -errno, nothing made.
 *
 * Return: 0
 */
static int create_gpus(void)
{
	int ret = pci_register_driver(&nv_driver);
	int i;

	if (ret)
		return ret;
	for (i = 0; !ret && i < SIM_GPUS; i++)
		ret = sim_bus_create(i);
	if (ret) {
		remove_buses();
		pci_unregister_driver(&nv_driver);
	}
	return ret;
}

/**
 * create_driver() - registers the mdev driver and makes the GPUs
 *
 * Restriction: once. Side effects: two GPUs and their driver appear. Failure: -errno, nothing made.
 *
 * Return: 0
 */
static int create_driver(void)
{
	int ret = mdev_register_driver(&sim_mdev_driver);

	if (ret)
		return ret;
	ret = create_gpus();
	if (ret)
		mdev_unregister_driver(&sim_mdev_driver);
	return ret;
}

/**
 * remove_driver() - takes away what create_driver() made
 *
 * Restriction: blocks while an mdev is open. Side effects: the GPUs go. Failure: none.
 */
static void remove_driver(void)
{
	remove_buses();
	pci_unregister_driver(&nv_driver);
	mdev_unregister_driver(&sim_mdev_driver);
	sim_publish_flush();
}

/**
 * struct part - a part of the module
 * @create: makes it; 0, or -errno with nothing made
 * @remove: takes it away
 */
struct part {
	int (*create)(void);
	void (*remove)(void);
};

static const struct part parts[] = {
	{ sim_rm_create, sim_rm_remove },
	{ sim_module_create, sim_module_remove },
	{ sim_proc_create, sim_proc_remove },
	{ sim_tell_create, sim_tell_remove },
	{ create_driver, remove_driver },
	{ sim_node_create, sim_node_remove },
};

/**
 * remove_parts() - takes parts away, the last one first
 * @count: how many were made
 *
 * Restriction: blocks while an mdev is open. Side effects: they are gone. Failure: none.
 */
static void remove_parts(int count)
{
	while (count-- > 0)
		parts[count].remove();
	sim_types_free();
}

/**
 * sim_init() - loads the module
 *
 * Restriction: called by the kernel. Side effects: two GPUs and their driver appear.
 * Failure: -errno, nothing made.
 *
 * Return: 0
 */
static int __init sim_init(void)
{
	int ret;
	int i;

	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		ret = parts[i].create();
		if (ret) {
			remove_parts(i);
			return ret;
		}
	}
	return 0;
}

/**
 * sim_exit() - unloads the module
 *
 * Restriction: called by the kernel, when no mdev is open. Side effects: all is gone.
 * Failure: none.
 */
static void __exit sim_exit(void)
{
	remove_parts(ARRAY_SIZE(parts));
}

module_init(sim_init);
module_exit(sim_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("simulated NVIDIA vGPU host driver");
