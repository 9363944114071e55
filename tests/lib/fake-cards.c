// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Machines whose cards are given to guests as they are, or by virtual
 *        functions.
 *
 * Each is written from what is public of it; machines.md says from what.
 */
#include "fake-cards.h"

#include <glib.h>

#include "fake-gpu.h"
#include "fake-intel.h"
#include "fake-pci.h"
#include "fake-sriov.h"
#include "fake-tree.h"
#include "fake-vf.h"

/** @brief Where the Arc Pro is. */
#define ARC_PRO "0000:03:00.0"
/** @brief Directory of its bus. */
#define ARC_PRO_ABOVE "sys/devices/pci0000:00/0000:00:01.0/0000:01:00.0/0000:02:01.0"
/** @brief Most virtual functions of it; eight were seen. */
#define ARC_PRO_VFS 12

/** @brief What an A100 says about one of its types. */
#define A100_TYPE(number, model, mib, most, takes) {			\
	.id = "nvidia-" #number,					\
	.name = "GRID A100-" model,					\
	.api = "vfio-pci",						\
	.description = "num_heads=1, frl_config=60, framebuffer=" #mib	\
		"M, max_resolution=4096x2160, max_instance=" #most,	\
	.cost = takes,							\
}

/** @brief GPU instances that the A100 is cut into. */
#define A100_INSTANCES 7
/** @brief What a type takes that needs another cut than there is. */
#define A100_NEVER 100

/**
 * @brief Make virtual functions.
 * @param root     The machine.
 * @param address  The physical function.
 * @param number   How many.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process when there cannot be so many.
 */
static void make_vfs(const char *root, const char *address, unsigned int number)
{
	if (fake_sriov_set(root, address, number) < 0)
		g_error("fake machine: %s cannot have %u functions", address,
			number);
}

/**
 * @brief Load a driver, and the one of VFIO.
 * @param root  The machine.
 * @param name  The driver.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
static void load(const char *root, const char *name)
{
	fake_pci_driver(root, "vfio-pci", true);
	fake_pci_driver(root, name, true);
}

void fake_cards_arc_pro(const char *root)
{
	static const struct fake_pci gpu = {
		.address = ARC_PRO,
		.above = ARC_PRO_ABOVE,
		.driver = "xe",
		.vendor = 0x8086,
		.device = 0xe212,
		.subvendor = 0x8086,
		.subdevice = 0x1114,
		.class = 0x030000,
		.numa_node = -1,
		.total_vfs = ARC_PRO_VFS,
		.offset = 1,
		.stride = 1,
		.vf_device = 0xe212,
		.vf_driver = "xe",
		.admin = FAKE_INTEL_XE_ADMIN,
	};

	load(root, "xe");
	fake_pci_add(root, &gpu);
	fake_intel_xe(root, ARC_PRO_ABOVE "/" ARC_PRO, ARC_PRO_VFS);
}

void fake_cards_arc_pro_vfs(const char *root)
{
	fake_cards_arc_pro(root);
	make_vfs(root, ARC_PRO, 4);
}

void fake_cards_alder_lake(const char *root)
{
	static const struct fake_pci gpu = {
		.address = "0000:00:02.0",
		.driver = "i915",
		.vendor = 0x8086,
		.device = 0x46a6,
		.subvendor = 0x8086,
		.subdevice = 0x2212,
		.class = 0x030000,
		.numa_node = -1,
		.total_vfs = 7,
		.offset = 1,
		.stride = 1,
		.vf_device = 0x46a6,
		.vf_driver = "i915",
		.admin = FAKE_INTEL_I915_ADMIN,
	};

	load(root, "i915");
	fake_pci_add(root, &gpu);
	fake_intel_i915(root, "sys/devices/pci0000:00/0000:00:02.0",
			gpu.total_vfs);
	make_vfs(root, gpu.address, 2);
}

void fake_cards_mi300x(const char *root)
{
	struct fake_pci gpu = {
		.address = "0000:85:00.0",
		.driver = "gim",
		.vendor = 0x1002,
		.device = 0x74a1,
		.subvendor = 0x1002,
		.subdevice = 0x74a1,
		.class = 0x120000,
		.numa_node = 1,
		.total_vfs = 8,
		.offset = 16,
		.stride = 1,
		.vf_device = 0x74b5,
		.manual = true,
	};

	load(root, "gim");
	fake_pci_add(root, &gpu);
	make_vfs(root, gpu.address, 1);
	gpu.address = "0000:95:00.0";
	fake_pci_add(root, &gpu);
	make_vfs(root, gpu.address, 1);
	fake_pci_give(root, "0000:95:02.0", "vfio-pci");
}

void fake_cards_wormhole(const char *root)
{
	struct fake_pci card = {
		.address = "0000:01:00.0",
		.driver = "tenstorrent",
		.vendor = 0x1e52,
		.device = 0x401e,
		.subvendor = 0x1e52,
		.subdevice = 0x0018,
		.class = 0x120000,
		.numa_node = 0,
	};

	load(root, "tenstorrent");
	fake_pci_add(root, &card);
	card.address = "0000:81:00.0";
	card.numa_node = 1;
	fake_pci_add(root, &card);
}

void fake_cards_a100(const char *root)
{
	fake_vf_a100(root, "0000:3b:00.0", 0, 16);
}

void fake_cards_a100_mdev(const char *root)
{
	static const struct fake_type types[] = {
		A100_TYPE(468, "4C", 4096, 10, A100_NEVER),
		A100_TYPE(473, "40C", 40960, 1, A100_NEVER),
		A100_TYPE(474, "1-5C", 5120, 7, 1),
		A100_TYPE(475, "2-10C", 10240, 3, A100_NEVER),
		A100_TYPE(476, "3-20C", 20480, 2, A100_NEVER),
		A100_TYPE(477, "4-20C", 20480, 1, A100_NEVER),
		A100_TYPE(478, "7-40C", 40960, 1, A100_NEVER),
	};
	struct fake_parent gpu = {
		.name = "0000:3b:00.0",
		.above = "sys/devices/pci0000:3a/0000:3a:00.0",
		.subsystem = "pci",
		.driver = "nvidia",
		.vendor = 0x10de,
		.device = FAKE_VF_A100,
		.subvendor = 0x10de,
		.subdevice = 0x145f,
		.numa_node = 0,
		.pool = "0000:3b:00.0",
		.total = A100_INSTANCES,
		.max = 1,
	};

	fake_gpu_device(root, &gpu);
	gpu.physfn = gpu.pool;
	for (unsigned int i = 0; i < 16; i++) {
		g_autofree char *name = fake_gpu_a10_function(gpu.pool, i);

		gpu.name = name;
		fake_gpu_parent(root, &gpu, types, G_N_ELEMENTS(types));
	}
}

void fake_cards_l40s_off(const char *root)
{
	fake_vf_l40s(root, "0000:41:00.0", 0, 0);
}

void fake_cards_kinds(const char *root)
{
	fake_gpu_a10(root, "0000:41:00.0", 0, 2);
	fake_vf_l40s(root, "0000:c1:00.0", 1, 2);
	fake_cards_arc_pro(root);
	make_vfs(root, ARC_PRO, 2);
	fake_cards_wormhole(root);
}
