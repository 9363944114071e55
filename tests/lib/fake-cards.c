// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Machines whose cards are given to guests as they are, or by virtual
 *        functions.
 */
#include "fake-cards.h"

#include "fake-pci.h"
#include "fake-tree.h"

void fake_cards_arc_pro(const char *root)
{
	static const struct fake_pci gpu = {
		.address = "0000:03:00.0",
		.above = "sys/devices/pci0000:00/0000:00:01.0",
		.driver = "xe",
		.vendor = 0x8086,
		.device = 0xe212,
		.subvendor = 0x8086,
		.subdevice = 0x1114,
		.class = 0x030000,
		.numa_node = -1,
		.total_vfs = 12,
		.offset = 1,
		.stride = 1,
		.vf_device = 0xe212,
		.vf_driver = "xe",
	};

	fake_pci_driver(root, "vfio-pci", true);
	fake_pci_driver(root, "xe", true);
	fake_pci_add(root, &gpu);
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

	fake_pci_driver(root, "vfio-pci", true);
	fake_pci_driver(root, "tenstorrent", true);
	fake_pci_add(root, &card);
	card.address = "0000:81:00.0";
	card.numa_node = 1;
	fake_pci_add(root, &card);
}

void fake_cards_l40s_off(const char *root)
{
	static const struct fake_pci gpu = {
		.address = "0000:41:00.0",
		.driver = "nvidia",
		.vendor = 0x10de,
		.device = 0x26b9,
		.subvendor = 0x10de,
		.subdevice = 0x1851,
		.class = 0x030200,
		.numa_node = 0,
		.total_vfs = 32,
		.offset = 4,
		.stride = 1,
		.vf_device = 0x26b9,
		.vf_driver = "nvidia",
		.manual = true,
	};

	fake_pci_driver(root, "vfio-pci", true);
	fake_pci_driver(root, "nvidia", true);
	fake_pci_add(root, &gpu);
	fake_tree_file(root, "usr/lib/nvidia/sriov-manage", "");
}
