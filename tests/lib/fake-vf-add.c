// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief NVIDIA's GPUs whose virtual functions are given vGPU types.
 */
#include <glib.h>

#include "fake-pci.h"
#include "fake-sriov.h"
#include "fake-tree.h"
#include "fake-vf.h"

/** @brief MiB of frame buffer of an L40S. */
#define L40S_MIB 49152
/** @brief GPU instances 1g.5gb that an A100 is cut into. */
#define A100_INSTANCES 7
/** @brief Number that the driver gives the first of these. */
#define A100_FIRST 7

/**
 * @brief Put an NVIDIA GPU there with virtual functions that take types.
 * @param root   The machine.
 * @param gpu    What it is.
 * @param mib    MiB of frame buffer that its vGPUs share.
 * @param n_vfs  How many virtual functions.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
static void add_gpu(const char *root, struct fake_pci gpu, unsigned int mib,
		    unsigned int n_vfs)
{
	g_autofree char *note = g_strdup_printf(".fake/vfs/%s/mib",
						gpu.address);

	gpu.driver = "nvidia";
	gpu.vendor = 0x10de;
	gpu.subvendor = 0x10de;
	gpu.class = 0x030200;
	gpu.offset = 4;
	gpu.stride = 1;
	gpu.vf_device = gpu.device;
	gpu.vf_driver = gpu.driver;
	gpu.manual = true;
	fake_tree_number(root, note, mib);
	fake_tree_file(root, "usr/lib/nvidia/sriov-manage", "");
	fake_pci_driver(root, gpu.driver, true);
	fake_pci_driver(root, "vfio-pci", true);
	fake_pci_add(root, &gpu);
	if (fake_sriov_set(root, gpu.address, n_vfs) < 0)
		g_error("fake machine: %s cannot have %u functions",
			gpu.address, n_vfs);
}

void fake_vf_l40s(const char *root, const char *address, int numa_node,
		  unsigned int n_vfs)
{
	const struct fake_pci gpu = {
		.address = address,
		.device = FAKE_VF_L40S,
		.subdevice = 0x1851,
		.numa_node = numa_node,
		.total_vfs = 32,
	};

	add_gpu(root, gpu, L40S_MIB, n_vfs);
}

void fake_vf_a100(const char *root, const char *address, int numa_node,
		  unsigned int n_vfs)
{
	g_autofree char *note = g_strdup_printf(".fake/vfs/%s/first", address);
	const struct fake_pci gpu = {
		.address = address,
		.device = FAKE_VF_A100,
		.subdevice = 0x145f,
		.numa_node = numa_node,
		.total_vfs = 16,
	};

	fake_tree_number(root, note, A100_FIRST);
	add_gpu(root, gpu, A100_INSTANCES * FAKE_VF_A100_MIB, n_vfs);
}
