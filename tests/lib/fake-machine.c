// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Whole machines by name, and the domains that run on them.
 */
#include "fake-machine.h"

#include <glib.h>
#include <string.h>

#include "fake-cards.h"
#include "fake-gpu.h"
#include "fake-nvidia.h"
#include "fake-tree.h"
#include "fake-vf.h"

/** @brief The part of pci.ids that these machines need. */
#define PCI_IDS							\
	"1002  Advanced Micro Devices, Inc. [AMD/ATI]\n"	\
	"\t74a1  Aqua Vanjaram [Instinct MI300X]\n"		\
	"\t74b5  Aqua Vanjaram [Instinct MI300X VF]\n"		\
	"10de  NVIDIA Corporation\n"				\
	"\t1eb8  TU104GL [Tesla T4]\n"				\
	"\t20f1  GA100 [A100 PCIe 40GB]\n"			\
	"\t2236  GA102GL [A10]\n"				\
	"\t26b9  AD102GL [L40S]\n"				\
	"1e52  Tenstorrent Inc\n"				\
	"\t401e  Wormhole\n"					\
	"8086  Intel Corporation\n"				\
	"\t1912  HD Graphics 530\n"				\
	"\t46a6  Alder Lake-P Integrated Graphics Controller\n"	\
	"\te212  Battlemage G21 [Arc Pro B50]\n"

/**
 * @brief Make a machine without any device.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Creates directories.
 * @failure Ends the process.
 */
static void make_empty(const char *root)
{
	fake_tree_dir(root, "sys/class");
	fake_tree_dir(root, "sys/bus/pci/devices");
	fake_tree_dir(root, "dev");
	fake_tree_dir(root, "etc");
	fake_tree_dir(root, "proc");
	fake_tree_dir(root, "run/libvirt/qemu");
	fake_tree_file(root, "usr/share/misc/pci.ids", PCI_IDS);
}

/**
 * @brief Make a machine with two SR-IOV GPUs on two NUMA nodes.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
static void make_a10_two(const char *root)
{
	fake_gpu_a10(root, "0000:41:00.0", 0, 4);
	fake_gpu_a10(root, "0000:81:00.0", 1, 4);
}

/**
 * @brief Make a machine with one small SR-IOV GPU, quick to make and remove.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
static void make_a10_small(const char *root)
{
	fake_gpu_a10(root, "0000:41:00.0", 0, 3);
}

/**
 * @brief Make a machine with a GPU whose functions are given types.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
static void make_l40s(const char *root)
{
	fake_vf_l40s(root, "0000:41:00.0", 0, 32);
}

/**
 * @brief Make a machine with mdev and with functions that are given types.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
static void make_both(const char *root)
{
	fake_gpu_a10(root, "0000:41:00.0", 0, 2);
	fake_vf_l40s(root, "0000:81:00.0", 1, 4);
}

/**
 * @brief Make a machine with a GPU whose physical function is the parent.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
static void make_turing(const char *root)
{
	static const struct fake_type types[] = {
		{ "nvidia-222", "GRID T4-1B", "vfio-pci",
		  "num_heads=4, frl_config=45, framebuffer=1024M, max_resolution=5120x2880, max_instance=16",
		  1024 },
		{ "nvidia-231", "GRID T4-2Q", "vfio-pci",
		  "num_heads=4, frl_config=60, framebuffer=2048M, max_resolution=7680x4320, max_instance=8",
		  2048 },
		{ "nvidia-234", "GRID T4-16Q", "vfio-pci",
		  "num_heads=4, frl_config=60, framebuffer=16384M, max_resolution=7680x4320, max_instance=1",
		  16384 },
	};
	static const struct fake_parent gpu = {
		.name = "0000:3b:00.0",
		.above = "sys/devices/pci0000:3a/0000:3a:00.0",
		.subsystem = "pci",
		.driver = "nvidia",
		.vendor = 0x10de,
		.device = 0x1eb8,
		.subvendor = 0x10de,
		.subdevice = 0x12a2,
		.numa_node = 0,
		.total = 16384,
		.max = 16,
	};

	fake_gpu_parent(root, &gpu, types, G_N_ELEMENTS(types));
}

/**
 * @brief Make a machine with an Intel GPU whose types share one pool.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
static void make_gvtg(const char *root)
{
	static const struct fake_type types[] = {
		{ "i915-GVTg_V5_4", "GVTg_V5_4", "vfio-pci",
		  "low_gm_size: 128MB\nhigh_gm_size: 512MB\nfence: 4\nresolution: 1920x1200\nweight: 4",
		  2 },
		{ "i915-GVTg_V5_8", "GVTg_V5_8", "vfio-pci",
		  "low_gm_size: 64MB\nhigh_gm_size: 384MB\nfence: 4\nresolution: 1024x768\nweight: 2",
		  1 },
	};
	static const struct fake_parent gpu = {
		.name = "0000:00:02.0",
		.above = "sys/devices/pci0000:00",
		.subsystem = "pci",
		.driver = "i915",
		.vendor = 0x8086,
		.device = 0x1912,
		.subvendor = 0x17aa,
		.subdevice = 0x30be,
		.numa_node = -1,
		.total = 2,
		.max = 8,
	};

	fake_gpu_parent(root, &gpu, types, G_N_ELEMENTS(types));
}

/**
 * @brief Make a machine with the kernel's sample parent, which is no PCI
 *        device.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
static void make_mtty(const char *root)
{
	static const struct fake_type types[] = {
		{ "mtty-1", "Single port serial", "vfio-pci", NULL, 1 },
		{ "mtty-2", "Dual port serial", "vfio-pci", NULL, 2 },
	};
	static const struct fake_parent tty = {
		.name = "mtty",
		.above = "sys/devices/virtual/mtty",
		.subsystem = "mtty",
		.total = 24,
		.max = 24,
	};

	fake_gpu_parent(root, &tty, types, G_N_ELEMENTS(types));
}

/**
 * @brief Make a machine with NVIDIA's driver for vGPU hosts and two GPUs that
 *        have virtual functions, but no types.
 *
 * The minor numbers are not in the order of the driver's list.
 *
 * @param root     The machine.
 * @param release  What the driver says that it is.
 * @param rows     Release whose layouts it has, or NULL for its own.
 * @param mode     Virtualization mode of the GPUs.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
static void make_nvidia(const char *root, const char *release,
			const char *rows, unsigned int mode)
{
	const struct fake_nvidia_gpu gpus[] = {
		{ "0000:41:00.0", 0, 4, 1, mode },
		{ "0000:81:00.0", 1, 4, 0, mode },
	};

	fake_nvidia_add(root, release, rows, gpus, G_N_ELEMENTS(gpus));
}

/** @brief Defines a maker of a machine with one release of the driver. */
#define NVIDIA_MACHINE(name, release, rows, mode)		\
	static void make_nvidia_##name(const char *root)	\
	{							\
		make_nvidia(root, release, rows, mode);		\
	}

NVIDIA_MACHINE(525, "525.147.05", NULL, RMSIM_MODE_HOST_VGPU)
NVIDIA_MACHINE(535, "535.183.01", NULL, RMSIM_MODE_HOST_VGPU)
NVIDIA_MACHINE(550, "550.90.07", NULL, RMSIM_MODE_HOST_VGPU)
NVIDIA_MACHINE(580, "580.95.05", NULL, RMSIM_MODE_HOST_VGPU)
NVIDIA_MACHINE(595, "595.45.04", NULL, RMSIM_MODE_HOST_VGPU)
NVIDIA_MACHINE(no_host, "580.95.05", NULL, RMSIM_MODE_NONE)
NVIDIA_MACHINE(unknown, "580.200.01", NULL, RMSIM_MODE_HOST_VGPU)
NVIDIA_MACHINE(surprise, "550.54.10", "550.90.07", RMSIM_MODE_HOST_VGPU)

/**
 * @brief Make a machine with NVIDIA's driver and one GPU that is a parent
 *        itself, in another PCI domain.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
static void make_nvidia_one(const char *root)
{
	static const struct fake_nvidia_gpu gpu = {
		"0001:3b:00.0", -1, 0, 3, RMSIM_MODE_HOST_VGPU
	};

	fake_nvidia_add(root, "570.86.15", NULL, &gpu, 1);
}

const struct fake_machine fake_machines[] = {
	{ "empty", "no device at all", NULL },
	{ "a10-two", "two GPUs with four virtual functions each, NUMA nodes 0 and 1",
	  make_a10_two },
	{ "a10-small", "one GPU with three virtual functions", make_a10_small },
	{ "l40s", "one GPU without mdev, whose 32 functions are given types",
	  make_l40s },
	{ "both", "one GPU with mdev, and one without it", make_both },
	{ "turing", "one GPU that is a parent itself", make_turing },
	{ "gvtg", "one Intel GPU whose types share one pool", make_gvtg },
	{ "a100-mig", "one GPU cut into seven, whose 16 functions are given types",
	  fake_cards_a100 },
	{ "a100-mdev", "the same GPU with mdev", fake_cards_a100_mdev },
	{ "arc-pro", "one Intel GPU with xe that can have 12 virtual functions",
	  fake_cards_arc_pro },
	{ "arc-pro-vfs", "the same GPU with four of them",
	  fake_cards_arc_pro_vfs },
	{ "alder-lake", "one Intel GPU with i915 and two virtual functions",
	  fake_cards_alder_lake },
	{ "mi300x", "two AMD accelerators with a virtual function each",
	  fake_cards_mi300x },
	{ "wormhole", "two accelerators without virtual functions",
	  fake_cards_wormhole },
	{ "l40s-off", "one GPU whose functions only sriov-manage enables",
	  fake_cards_l40s_off },
	{ "kinds", "mdev, functions with types, plain functions, whole cards",
	  fake_cards_kinds },
	{ "mtty", "the kernel's sample driver, no PCI device", make_mtty },
	{ "nvidia-525", "two GPUs and driver 525.147.05, no types",
	  make_nvidia_525 },
	{ "nvidia-535", "two GPUs and driver 535.183.01, no types",
	  make_nvidia_535 },
	{ "nvidia-550", "two GPUs and driver 550.90.07, no types",
	  make_nvidia_550 },
	{ "nvidia-580", "two GPUs and driver 580.95.05, no types",
	  make_nvidia_580 },
	{ "nvidia-595", "two GPUs and driver 595.45.04, no types",
	  make_nvidia_595 },
	{ "nvidia-no-host", "as nvidia-580, but it cannot have vGPUs",
	  make_nvidia_no_host },
	{ "nvidia-unknown", "as nvidia-580, but the driver says 580.200.01",
	  make_nvidia_unknown },
	{ "nvidia-surprise", "as nvidia-550, but the driver says 550.54.10",
	  make_nvidia_surprise },
	{ "nvidia-one", "one GPU without functions and driver 570.86.15, no types",
	  make_nvidia_one },
	{ NULL, NULL, NULL },
};

bool fake_machine_make(const char *root, const char *name)
{
	const struct fake_machine *machine = fake_machines;

	while (machine->name && !g_str_equal(machine->name, name))
		machine++;
	if (!machine->name)
		return false;

	make_empty(root);
	if (machine->make)
		machine->make(root);

	return true;
}

void fake_machine_process(const char *root, int pid, uint64_t start,
			  const char *const *args)
{
	g_autofree char *stat_path = g_strdup_printf("proc/%d/stat", pid);
	g_autofree char *args_path = g_strdup_printf("proc/%d/cmdline", pid);
	g_autofree char *name_path = g_strdup_printf("proc/%d/comm", pid);
	g_autofree char *program = g_path_get_basename(args[0]);
	g_autofree char *name = NULL;
	g_autoptr(GString) line = g_string_new(NULL);
	g_autofree char *stat = NULL;

	/* The kernel shows no more. */
	name = g_strdup_printf("%.15s\n", program);
	for (size_t i = 0; args[i]; i++)
		g_string_append_len(line, args[i], strlen(args[i]) + 1);
	stat = g_strdup_printf("%d (%s) S 1 1 1 0 -1 4194560 1 0 0 0 5 7 0 0 20 0 1 0 %"
			       G_GUINT64_FORMAT " 1 1\n", pid, args[0],
			       (guint64)start);
	fake_tree_file(root, stat_path, stat);
	fake_tree_bytes(root, args_path, line->str, line->len);
	fake_tree_file(root, name_path, name);
}

void fake_machine_domain(const char *root, const char *name, const char *uuid,
			 int pid)
{
	const char *const args[] = {
		"/usr/bin/qemu-system-x86_64", "-name", name, "-uuid", uuid,
		NULL
	};
	g_autofree char *pid_file = NULL;

	pid_file = g_strdup_printf("run/libvirt/qemu/%s.pid", name);
	fake_tree_number(root, pid_file, pid);
	fake_machine_process(root, pid, pid, args);
}

void fake_machine_kill(const char *root, int pid)
{
	g_autofree char *path = g_strdup_printf("proc/%d", pid);

	fake_tree_remove(root, path);
}
