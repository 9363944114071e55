// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief NVIDIA's driver on an imitated machine, as tests use it.
 */
#include "fake-nvidia.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "fake-gpu.h"
#include "fake-kernel.h"
#include "fake-nvidia-glue.h"
#include "fake-tree.h"

/** @brief Where the state is. */
#define STATE ".fake/nvidia/state"
/** @brief Where the calls are noted. */
#define CALLS ".fake/nvidia/calls"
/** @brief Exists when the caller is not root. */
#define UNPRIVILEGED ".fake/nvidia/unprivileged"
/** @brief What the driver prints of its parameters, and some around them. */
#define PARAMS						\
	"ResmanDebugLevel: 4294967295\n"		\
	"RmLogonRC: 1\n"				\
	"ModifyDeviceFiles: 1\n"			\
	"DeviceFileUID: 0\n"				\
	"DeviceFileGID: 0\n"				\
	"DeviceFileMode: 438\n"				\
	"InitializeSystemMemoryAllocations: 1\n"	\
	"EnableMSI: 1\n"				\
	"RegistryDwords: \"\"\n"
/** @brief What the kernel lists up to 535. */
#define DEVICES_OLD				\
	"Character devices:\n"			\
	"  1 mem\n"				\
	"195 nvidia-frontend\n"			\
	"\n"					\
	"Block devices:\n"			\
	"  8 sd\n"
/** @brief What it lists from 545 on. */
#define DEVICES_NEW				\
	"Character devices:\n"			\
	"  1 mem\n"				\
	"195 nvidia\n"				\
	"195 nvidiactl\n"			\
	"\n"					\
	"Block devices:\n"			\
	"  8 sd\n"
/** @brief Bytes of frame buffer of an A10. */
#define A10_BYTES (24ULL << 30)
/** @brief Bytes of it that the driver keeps. */
#define A10_RESERVED (512ULL << 20)
/** @brief Virtual functions that an A10 can have. */
#define A10_VFS 32

struct rmsim *fake_nvidia_map(const char *root)
{
	g_autofree char *path = g_build_filename(root, STATE, NULL);
	gvm_autofd int fd = open(path, O_RDWR | O_CLOEXEC);
	void *sim;

	if (fd < 0)
		return NULL;
	sim = mmap(NULL, sizeof(struct rmsim), PROT_READ | PROT_WRITE,
		   MAP_SHARED, fd, 0);
	if (sim == MAP_FAILED)
		g_error("fake driver: cannot map %s: %s", path,
			g_strerror(errno));

	return sim;
}

void fake_nvidia_unmap(struct rmsim *sim)
{
	if (sim)
		munmap(sim, sizeof(*sim));
}

/**
 * @brief Use the driver that there must be.
 * @param root  The machine.
 * @return Its state.
 * @restriction Hold the lock of the machine.
 * @nosideeffect
 * @failure Ends the process without a driver.
 */
static struct rmsim *need(const char *root)
{
	struct rmsim *sim = fake_nvidia_map(root);

	if (!sim)
		g_error("fake driver: %s has none", root);

	return sim;
}

/**
 * @brief Put the files of the driver there.
 * @param root     The machine.
 * @param release  What it says that it is.
 * @param one      It has one name for all its nodes.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
static void put_driver(const char *root, const char *release, bool one)
{
	g_autofree char *module = g_strdup_printf("%s\n", release);
	g_autofree char *version = NULL;

	version = g_strdup_printf("NVRM version: NVIDIA UNIX x86_64 Kernel Module  %s  Tue Jan  1 00:00:00 UTC 2030\n"
				  "GCC version:  gcc version 12.2.0\n",
				  release);
	fake_tree_file(root, "sys/module/nvidia/version", module);
	fake_tree_file(root, "proc/driver/nvidia/version", version);
	fake_tree_file(root, "proc/driver/nvidia/params", PARAMS);
	fake_tree_file(root, "proc/devices", one ? DEVICES_OLD : DEVICES_NEW);
	fake_tree_file(root, "dev/nvidiactl", "c 195 255\n");
}

/**
 * @brief Put the files of a GPU there.
 * @param root  The machine.
 * @param gpu   The GPU.
 * @param sim   The same as the driver sees it.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
static void put_gpu(const char *root, const struct fake_nvidia_gpu *gpu,
		    const struct rmsim_gpu *sim)
{
	g_autofree char *bus = g_strndup(gpu->address, strlen("0000:41"));
	g_autofree char *above = g_strdup_printf("sys/devices/pci%s", bus);
	struct fake_parent card = fake_gpu_a10_card(gpu->address, above,
						    gpu->numa_node);
	g_autofree char *info = NULL;
	g_autofree char *text = NULL;
	g_autofree char *node = g_strdup_printf("dev/nvidia%u", gpu->minor);
	g_autofree char *device = NULL;
	char uuid[RMSIM_UUID_TEXT];

	rmsim_gpu_uuid(sim, uuid);
	info = g_strdup_printf("proc/driver/nvidia/gpus/%s/information",
			       gpu->address);
	text = g_strdup_printf("Model: \t\t NVIDIA A10\nGPU UUID: \t %s\nBus Type: \t PCIe\nBus Location: \t %s\nDevice Minor: \t %u\nGPU Excluded:\t No\n",
			       uuid, gpu->address, gpu->minor);
	device = g_strdup_printf("c %u %u\n", FAKE_NVIDIA_MAJOR, gpu->minor);
	fake_tree_file(root, info, text);
	fake_tree_file(root, node, device);
	fake_gpu_device(root, &card);
	card.physfn = gpu->address;
	for (unsigned int i = 0; i < gpu->n_vfs; i++) {
		g_autofree char *name = fake_gpu_a10_function(gpu->address, i);

		card.name = name;
		fake_gpu_device(root, &card);
	}
}

/**
 * @brief Describe a GPU to the driver.
 * @param gpu       The GPU.
 * @param instance  The driver's number for it.
 * @return The same as the driver sees it.
 * @norestriction
 * @nosideeffect
 * @failure Ends the process when the address is none.
 */
static struct rmsim_gpu describe(const struct fake_nvidia_gpu *gpu,
				 unsigned int instance)
{
	struct rmsim_gpu sim = {
		.device = 0x2236,
		.subvendor = 0x10de,
		.subdevice = 0x1482,
		.minor = gpu->minor,
		.instance = instance,
		.numa = gpu->numa_node,
		.mode = gpu->mode,
		.vfs_total = gpu->n_vfs ? A10_VFS : 0,
		.vfs = gpu->n_vfs,
		.fb = A10_BYTES,
		.fb_reserved = A10_RESERVED,
	};

	if (sscanf(gpu->address, "%x:%x:%x.0", &sim.domain, &sim.bus,
		   &sim.slot) != 3)
		g_error("fake driver: %s is no address", gpu->address);
	sim.gpu_id = sim.domain << 16 | sim.bus << 8 | sim.slot;
	for (unsigned int i = 0; i < RMSIM_UUID; i++)
		sim.uuid[i] = 0x11 * i ^ sim.bus;

	return sim;
}

void fake_nvidia_add(const char *root, const char *release, const char *rows,
		     const struct fake_nvidia_gpu *gpus, size_t n_gpus)
{
	g_autofree char *path = g_build_filename(root, STATE, NULL);
	g_autoptr(rmsim) sim = NULL;

	fake_tree_dir(root, ".fake/nvidia/wake");
	fake_tree_file(root, STATE, "");
	if (truncate(path, sizeof(*sim)) < 0)
		g_error("fake driver: cannot extend %s: %s", path,
			g_strerror(errno));
	sim = need(root);
	if (rmsim_init(sim, release, rows) < 0)
		g_error("fake driver: nothing is known of release %s",
			release);

	put_driver(root, release, rmsim_frontend(sim));
	for (size_t i = 0; i < n_gpus; i++) {
		/* Not the order of the list, which programs like to take. */
		struct rmsim_gpu gpu = describe(&gpus[i], n_gpus - 1 - i);

		rmsim_gpu_add(sim, &gpu);
		put_gpu(root, &gpus[i], &gpu);
	}
}

void fake_nvidia_fault(const char *root, const struct rmsim_fault *fault)
{
	gvm_autofd int lock = fake_kernel_lock(root);
	g_autoptr(rmsim) sim = need(root);

	sim->hits = 0;
	sim->faults[0] = fault ? *fault : (struct rmsim_fault) { 0 };
}

void fake_nvidia_fail(const char *root, unsigned int nth, uint32_t status)
{
	struct rmsim_fault fault = { .at = nth, .status = status };

	fake_nvidia_fault(root, &fault);
}

void fake_nvidia_unload_at(const char *root, unsigned int nth)
{
	struct rmsim_fault fault = { .at = nth, .unload = true };

	fake_nvidia_fault(root, &fault);
}

uint64_t fake_nvidia_hits(const char *root)
{
	g_autoptr(rmsim) sim = need(root);

	return sim->hits;
}

char *fake_nvidia_calls(const char *root)
{
	char *text = fake_tree_read(root, CALLS);

	return text ? text : g_strdup("");
}

void fake_nvidia_forget_calls(const char *root)
{
	fake_tree_remove(root, CALLS);
}

unsigned int fake_nvidia_leaks(const char *root)
{
	g_autoptr(rmsim) sim = need(root);

	return rmsim_leaks(sim) +
		fake_tree_read_number(root, ".fake/nvidia/left", 0);
}

void fake_nvidia_privileged(const char *root, bool right)
{
	if (right)
		fake_tree_remove(root, UNPRIVILEGED);
	else
		fake_tree_file(root, UNPRIVILEGED, "");
}

/**
 * @brief Find a vGPU.
 * @param glue  The driver.
 * @param uuid  Of the mediated device.
 * @return Its index.
 * @restriction Hold the lock of the machine.
 * @sideeffect As fake_nvidia_sync().
 * @failure Ends the process when there is no such device.
 */
static uint32_t find(const struct fake_nvidia_glue *glue, const char *uuid)
{
	uint8_t bytes[RMSIM_UUID];
	int index;

	fake_nvidia_sync(glue);
	fake_nvidia_uuid(uuid, bytes);
	index = rmsim_vgpu_find(glue->sim, bytes);
	if (index < 0)
		g_error("fake driver: there is no vGPU %s", uuid);

	return index;
}

bool fake_nvidia_open_vgpu(const char *root, const char *uuid, uint32_t pid)
{
	gvm_autofd int lock = fake_kernel_lock(root);
	g_autoptr(rmsim) sim = need(root);
	struct fake_nvidia_glue glue = { .root = root, .sim = sim };
	struct rmsim_env env = fake_nvidia_env(&glue);

	return rmsim_vgpu_opened(sim, &env, find(&glue, uuid), pid);
}

void fake_nvidia_run_vgpu(const char *root, const char *uuid, uint32_t pid,
			  const char *name, const char *vm)
{
	gvm_autofd int lock = fake_kernel_lock(root);
	g_autoptr(rmsim) sim = need(root);
	struct fake_nvidia_glue glue = { .root = root, .sim = sim };
	struct rmsim_env env = fake_nvidia_env(&glue);
	uint32_t index = find(&glue, uuid);

	g_strlcpy(sim->vgpus[index].vm_name, name, RMSIM_NAME);
	fake_nvidia_uuid(vm, sim->vgpus[index].vm_uuid);
	rmsim_vgpu_started(sim, &env, index, pid);
}

void fake_nvidia_stop_vgpu(const char *root, const char *uuid)
{
	gvm_autofd int lock = fake_kernel_lock(root);
	g_autoptr(rmsim) sim = need(root);
	struct fake_nvidia_glue glue = { .root = root, .sim = sim };
	struct rmsim_env env = fake_nvidia_env(&glue);

	rmsim_vgpu_stopped(sim, &env, find(&glue, uuid));
}

struct rmsim_vgpu *fake_nvidia_vgpu(struct rmsim *sim, const char *uuid)
{
	uint8_t bytes[RMSIM_UUID];
	int index;

	fake_nvidia_uuid(uuid, bytes);
	index = rmsim_vgpu_find(sim, bytes);
	if (index < 0)
		g_error("fake driver: it has not heard of vGPU %s", uuid);

	return &sim->vgpus[index];
}

void fake_nvidia_bind(const char *root, unsigned int gpu, bool bound)
{
	gvm_autofd int lock = fake_kernel_lock(root);
	g_autoptr(rmsim) sim = need(root);
	struct fake_nvidia_glue glue = { .root = root, .sim = sim };
	struct rmsim_env env = fake_nvidia_env(&glue);

	rmsim_gpu_bound(sim, &env, gpu, bound);
}
