// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * /proc/driver/nvidia: version, params and gpus/ADDRESS/information, in the driver's own form.
 *
 * The parameters modify_device_files and device_file_* are what params tells to the programs that
 * make device nodes.
 */
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include "vgpusim.h"
#include "vgpusim_rm.h"

static bool modify_device_files = true;
module_param(modify_device_files, bool, 0444);
MODULE_PARM_DESC(modify_device_files, "programs may make device nodes");

static unsigned int device_file_uid;
module_param(device_file_uid, uint, 0444);
MODULE_PARM_DESC(device_file_uid, "owner of nodes that programs make");

static unsigned int device_file_gid;
module_param(device_file_gid, uint, 0444);
MODULE_PARM_DESC(device_file_gid, "group of nodes that programs make");

static unsigned int device_file_mode = 0666;
module_param(device_file_mode, uint, 0444);
MODULE_PARM_DESC(device_file_mode, "mode of nodes that programs make");

/**
 * version_show() - answers a read of version
 * @file: the open file
 * @unused: of the caller's interface
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: 0
 */
static int version_show(struct seq_file *file, void *unused)
{
	seq_printf(file, "NVRM version: NVIDIA UNIX x86_64 Kernel Module  %s  (simulated)\n",
		   sim_release());
	return 0;
}

/**
 * params_show() - answers a read of params: those that matter here, and some around them
 * @file: the open file
 * @unused: of the caller's interface
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: 0
 */
static int params_show(struct seq_file *file, void *unused)
{
	seq_puts(file, "ResmanDebugLevel: 4294967295\nRmLogonRC: 1\n");
	seq_printf(file, "ModifyDeviceFiles: %u\n", modify_device_files);
	seq_printf(file, "DeviceFileUID: %u\n", device_file_uid);
	seq_printf(file, "DeviceFileGID: %u\n", device_file_gid);
	seq_printf(file, "DeviceFileMode: %u\n", device_file_mode);
	seq_puts(file, "InitializeSystemMemoryAllocations: 1\nUsePageAttributeTable: 4294967295\n");
	seq_puts(file, "EnableMSI: 1\nEnablePCIeGen3: 0\nRegistryDwords: \"\"\n");
	return 0;
}

/**
 * information_show() - answers a read of a GPU's information
 * @file: the open file, with the GPU's number as private data
 * @unused: of the caller's interface
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: 0
 */
static int information_show(struct seq_file *file, void *unused)
{
	int index = (long)file->private;
	char uuid[RMSIM_UUID_TEXT];

	rmsim_gpu_uuid(&sim_rm->gpus[index], uuid);
	seq_puts(file, "Model: \t\t NVIDIA A10\nIRQ:   \t\t 16\n");
	seq_printf(file, "GPU UUID: \t %s\n", uuid);
	seq_puts(file, "Video BIOS: \t 94.02.75.00.01\nBus Type: \t PCIe\n");
	seq_puts(file, "DMA Size: \t 47 bits\nDMA Mask: \t 0x7fffffffffff\n");
	seq_printf(file, "Bus Location: \t 0000:%02x:00.0\n", sim_bus_number(index));
	seq_printf(file, "Device Minor: \t %u\n", sim_minor(index));
	seq_printf(file, "GPU Firmware: \t %s\nGPU Excluded:\t No\n", sim_release());
	return 0;
}

/**
 * sim_proc_create() - makes /proc/driver/nvidia
 *
 * Restriction: once. Side effects: the folder appears. Failure: -ENOMEM, nothing made.
 *
 * Return: 0
 */
int sim_proc_create(void)
{
	struct proc_dir_entry *folder = proc_mkdir("driver/nvidia", NULL);
	struct proc_dir_entry *gpu;
	char name[32];
	long i;

	if (!folder)
		return -ENOMEM;
	proc_create_single("version", 0444, folder, version_show);
	proc_create_single("params", 0444, folder, params_show);
	for (i = 0; i < SIM_GPUS; i++) {
		snprintf(name, sizeof(name), "gpus/0000:%02x:00.0", sim_bus_number(i));
		if (i == 0)
			proc_mkdir("gpus", folder);
		gpu = proc_mkdir(name, folder);
		if (gpu)
			proc_create_single_data("information", 0444, gpu, information_show,
						(void *)i);
	}
	return 0;
}

/**
 * sim_proc_remove() - takes /proc/driver/nvidia away
 *
 * Restriction: none. Side effects: the folder goes. Failure: none.
 */
void sim_proc_remove(void)
{
	remove_proc_subtree("driver/nvidia", NULL);
}
