// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The PCI buses 0000:41 and 0000:81, each with one GPU in slot 0 and, when the kernel switches
 * them on through the SR-IOV capability, four virtual functions at 00.4 to 00.7.  The kernel's
 * own PCI code does everything else: enumeration, sriov_numvfs, virtfnN and physfn links.
 */
#include "vgpusim.h"

#define CAP_EXP 0x60
#define CAP_SRIOV 0x100

static const u8 bus_numbers[SIM_GPUS] = { 0x41, 0x81 };

/**
 * sim_put16() - writes a little-endian 16-bit register
 * @config: a configuration space
 * @offset: of the register
 * @value: for the register
 *
 * Restriction: none. Side effects: changes @config. Failure: none.
 */
void sim_put16(u8 *config, int offset, u16 value)
{
	config[offset] = value;
	config[offset + 1] = value >> 8;
}

/**
 * sim_put32() - writes a little-endian 32-bit register
 * @config: a configuration space
 * @offset: of the register
 * @value: for the register
 *
 * Restriction: none. Side effects: changes @config. Failure: none.
 */
void sim_put32(u8 *config, int offset, u32 value)
{
	sim_put16(config, offset, value);
	sim_put16(config, offset + 2, value >> 16);
}

/**
 * get16() - reads a little-endian 16-bit register
 * @config: a configuration space
 * @offset: of the register
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: the value
 */
static u16 get16(const u8 *config, int offset)
{
	return config[offset] | config[offset + 1] << 8;
}

/**
 * init_function() - fills the configuration space of one function
 * @config: the space
 * @physical: the GPU itself, not a virtual function
 *
 * Restriction: none. Side effects: changes @config. Failure: none.
 */
static void init_function(u8 *config, bool physical)
{
	memset(config, 0, 4096);
	sim_put16(config, PCI_VENDOR_ID, SIM_VENDOR);
	sim_put16(config, PCI_DEVICE_ID, SIM_DEVICE);
	sim_put32(config, PCI_CLASS_REVISION, 0x030200a1);
	if (physical && sim_layout_vf())
		config[PCI_HEADER_TYPE] = 0x80;
	sim_put16(config, PCI_SUBSYSTEM_VENDOR_ID, SIM_VENDOR);
	sim_put16(config, PCI_SUBSYSTEM_ID, SIM_SUBDEVICE);
	sim_put16(config, PCI_STATUS, PCI_STATUS_CAP_LIST);
	config[PCI_CAPABILITY_LIST] = CAP_EXP;
	config[CAP_EXP] = PCI_CAP_ID_EXP;
	sim_put16(config, CAP_EXP + PCI_EXP_FLAGS, 2 | (PCI_EXP_TYPE_ENDPOINT << 4));
	sim_put32(config, CAP_EXP + PCI_EXP_DEVCAP, PCI_EXP_DEVCAP_FLR | PCI_EXP_DEVCAP_RBER);
	sim_put32(config, CAP_EXP + PCI_EXP_LNKCAP, 4 | (16 << 4));
	sim_put16(config, CAP_EXP + PCI_EXP_LNKSTA, 4 | (16 << 4));
}

/**
 * init_sriov() - gives the GPU its SR-IOV capability
 * @config: configuration space of the physical function
 *
 * Restriction: none. Side effects: changes @config. Failure: none.
 */
static void init_sriov(u8 *config)
{
	sim_put32(config, CAP_SRIOV, PCI_EXT_CAP_ID_SRIOV | (1 << 16));
	sim_put16(config, CAP_SRIOV + PCI_SRIOV_INITIAL_VF, SIM_VFS);
	sim_put16(config, CAP_SRIOV + PCI_SRIOV_TOTAL_VF, SIM_VFS);
	sim_put16(config, CAP_SRIOV + PCI_SRIOV_VF_OFFSET, SIM_VF_OFFSET);
	sim_put16(config, CAP_SRIOV + PCI_SRIOV_VF_STRIDE, 1);
	sim_put16(config, CAP_SRIOV + PCI_SRIOV_VF_DID, SIM_DEVICE);
	sim_put32(config, CAP_SRIOV + PCI_SRIOV_SUP_PGSIZE, 0x553);
	sim_put32(config, CAP_SRIOV + PCI_SRIOV_SYS_PGSIZE, 1);
}

/**
 * gpu_on() - finds the GPU of a bus number
 * @number: of the bus
 *
 * Restriction: none. Side effects: none. Failure: NULL when the bus is not ours.
 *
 * Return: the GPU
 */
static struct sim_gpu *gpu_on(u8 number)
{
	int i;

	for (i = 0; i < SIM_GPUS; i++)
		if (bus_numbers[i] == number)
			return &sim_gpus[i];
	return NULL;
}

/**
 * present() - says whether a function answers
 * @gpu: the GPU
 * @devfn: the function
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: true for the GPU itself and for its VFs while they are switched on
 */
static bool present(struct sim_gpu *gpu, unsigned int devfn)
{
	u8 *config = gpu->config[0];

	if (devfn == 0)
		return true;
	if (devfn < SIM_VF_OFFSET || devfn >= SIM_VF_OFFSET + SIM_VFS)
		return false;
	return (get16(config, CAP_SRIOV + PCI_SRIOV_CTRL) & PCI_SRIOV_CTRL_VFE) &&
	       devfn - SIM_VF_OFFSET < get16(config, CAP_SRIOV + PCI_SRIOV_NUM_VF);
}

/**
 * config_read() - answers a read of configuration space
 * @bus: the bus
 * @devfn: the function
 * @where: the first byte
 * @size: bytes, at most 4
 * @value: the answer; all ones where there is nothing
 *
 * A virtual function answers no vendor and device number of its own, as the standard wants.
 *
 * Restriction: called by the PCI core. Side effects: none.
 * Failure: PCIBIOS_DEVICE_NOT_FOUND when nothing is there.
 *
 * Return: PCIBIOS_SUCCESSFUL
 */
static int config_read(struct pci_bus *bus, unsigned int devfn, int where, int size, u32 *value)
{
	struct sim_gpu *gpu = gpu_on(bus->number);

	*value = ~0;
	if (!gpu || !present(gpu, devfn) || where + size > 4096)
		return PCIBIOS_DEVICE_NOT_FOUND;
	if (devfn && where == 0)
		return PCIBIOS_SUCCESSFUL;
	*value = 0;
	memcpy(value, &gpu->config[devfn][where], size);
	return PCIBIOS_SUCCESSFUL;
}

/**
 * within() - says whether a byte belongs to a register
 * @where: the byte
 * @start: first byte of the register
 * @size: bytes of the register
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: true when it does
 */
static bool within(int where, int start, int size)
{
	return where >= start && where < start + size;
}

/**
 * writable() - says whether a write changes a byte
 * @devfn: the function
 * @where: the byte
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: true for the command, interrupt line and device control registers and, on the GPU
 *	itself, for the SR-IOV registers that the kernel sets
 */
static bool writable(unsigned int devfn, int where)
{
	if (within(where, PCI_COMMAND, 2) || where == PCI_INTERRUPT_LINE ||
	    within(where, CAP_EXP + PCI_EXP_DEVCTL, 2))
		return true;
	return devfn == 0 && sim_layout_vf() &&
	       (within(where, CAP_SRIOV + PCI_SRIOV_CTRL, 2) ||
		within(where, CAP_SRIOV + PCI_SRIOV_NUM_VF, 2) ||
		within(where, CAP_SRIOV + PCI_SRIOV_SYS_PGSIZE, 4));
}

/**
 * config_write() - takes a write to configuration space
 * @bus: the bus
 * @devfn: the function
 * @where: the first byte
 * @size: bytes, at most 4
 * @value: what is written
 *
 * Restriction: called by the PCI core. Side effects: changes the writable bytes.
 * Failure: PCIBIOS_DEVICE_NOT_FOUND when nothing is there.
 *
 * Return: PCIBIOS_SUCCESSFUL
 */
static int config_write(struct pci_bus *bus, unsigned int devfn, int where, int size, u32 value)
{
	struct sim_gpu *gpu = gpu_on(bus->number);
	int i;

	if (!gpu || !present(gpu, devfn) || where + size > 4096)
		return PCIBIOS_DEVICE_NOT_FOUND;
	for (i = 0; i < size; i++)
		if (writable(devfn, where + i))
			gpu->config[devfn][where + i] = value >> (8 * i);
	return PCIBIOS_SUCCESSFUL;
}

static struct pci_ops bus_ops = {
	.read = config_read,
	.write = config_write,
};

/**
 * sim_bus_number() - tells the number of a GPU's bus
 * @index: number of the GPU
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: the number
 */
u8 sim_bus_number(int index)
{
	return bus_numbers[index];
}

/**
 * sim_vfs() - counts the virtual functions that are switched on
 * @index: number of the GPU
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: the number
 */
int sim_vfs(int index)
{
	const u8 *config = sim_gpus[index].config[0];

	if (!sim_layout_vf() || !(get16(config, CAP_SRIOV + PCI_SRIOV_CTRL) & PCI_SRIOV_CTRL_VFE))
		return 0;
	return get16(config, CAP_SRIOV + PCI_SRIOV_NUM_VF);
}

/**
 * sim_bus_create() - makes the bus of one GPU and lets the kernel find what is on it
 * @index: number of the GPU
 *
 * Restriction: once per GPU, after the PCI driver was registered.
 * Side effects: PCI devices appear and are bound. Failure: -ENODEV when there is no bus.
 *
 * Return: 0
 */
int sim_bus_create(int index)
{
	struct sim_gpu *gpu = &sim_gpus[index];
	LIST_HEAD(resources);
	int i;

	for (i = 0; i < SIM_FUNCTIONS; i++)
		init_function(gpu->config[i], i == 0);
	if (sim_layout_vf())
		init_sriov(gpu->config[0]);
	gpu->sysdata.domain = 0;
	gpu->sysdata.node = node_online(index) ? index : NUMA_NO_NODE;
	gpu->window.name = "vgpusim";
	gpu->window.start = bus_numbers[index];
	gpu->window.end = bus_numbers[index];
	gpu->window.flags = IORESOURCE_BUS;
	pci_add_resource(&resources, &gpu->window);
	gpu->bus = pci_create_root_bus(NULL, bus_numbers[index], &bus_ops, &gpu->sysdata,
				       &resources);
	if (!gpu->bus) {
		pci_free_resource_list(&resources);
		return -ENODEV;
	}
	pci_scan_child_bus(gpu->bus);
	pci_bus_add_devices(gpu->bus);
	return 0;
}

/**
 * sim_bus_remove() - takes the bus of one GPU away, with all that is on it
 * @index: number of the GPU
 *
 * Restriction: blocks while an mdev of the GPU is open. Side effects: its devices go.
 * Failure: none; a GPU without a bus is left alone.
 */
void sim_bus_remove(int index)
{
	struct sim_gpu *gpu = &sim_gpus[index];

	if (!gpu->bus)
		return;
	pci_lock_rescan_remove();
	pci_stop_root_bus(gpu->bus);
	pci_remove_root_bus(gpu->bus);
	pci_unlock_rescan_remove();
	gpu->bus = NULL;
}

/**
 * sim_gpu_of() - finds the GPU of a PCI function
 * @pdev: the function
 *
 * Restriction: @pdev is on one of our buses. Side effects: none. Failure: none.
 *
 * Return: the GPU
 */
struct sim_gpu *sim_gpu_of(struct pci_dev *pdev)
{
	return gpu_on(pdev->bus->number);
}

/**
 * sim_parent_of() - finds the place of a PCI function's mdev parent
 * @pdev: a virtual function, or a GPU that has none
 *
 * Restriction: @pdev is on one of our buses. Side effects: none. Failure: none.
 *
 * Return: the place, filled or not
 */
struct sim_parent *sim_parent_of(struct pci_dev *pdev)
{
	struct sim_gpu *gpu = sim_gpu_of(pdev);

	return &gpu->parents[pdev->is_virtfn ? pdev->devfn - SIM_VF_OFFSET : 0];
}

/**
 * sim_parent_nth() - finds an mdev parent by its number
 * @index: GPU * 4 + VF, or the GPU itself where it has no VFs
 *
 * Restriction: sim_types_lock is held. Side effects: none. Failure: NULL when there is none.
 *
 * Return: a parent that is registered
 */
struct sim_parent *sim_parent_nth(u32 index)
{
	struct sim_parent *parent;

	if (index >= (sim_layout_vf() ? SIM_PARENTS : SIM_GPUS))
		return NULL;
	if (sim_layout_vf())
		parent = &sim_gpus[index / SIM_VFS].parents[index % SIM_VFS];
	else
		parent = &sim_gpus[index].parents[0];
	return parent->registered ? parent : NULL;
}
