// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief One GPU of the driver: opened, asked, closed.
 *
 * Opening its node is what attaches a GPU on Linux, and it stays attached for
 * as long as somebody has the node open. So the node is opened first and
 * closed last. The controls that attach and detach only look whether the GPU
 * is known; they are not called, because there is nothing to undo then.
 *
 * The driver numbers its devices by an instance, which it tells only of an
 * attached GPU. A question that fails ends the opening: with a number that was
 * never written, another GPU would be configured.
 */
#include "nvidia/gpu.h"

#include <string.h>

#include "nvidia/node.h"
#include "nvidia/rm-call.h"
#include "nvidia/status.h"
#include "util/error.h"

/** @brief Bytes of the driver's unit of frame buffer. */
#define FB_UNIT 1024

/** @brief One entry of the list that NV2080_CTRL_FB_GET_INFO_V2 answers. */
struct fb_entry {
	uint32_t index;	/**< What is asked. */
	uint32_t data;	/**< The answer, in units of FB_UNIT. */
};

void gvm_nv_gpu_free(struct gvm_nv_gpu *gpu)
{
	if (!gpu)
		return;

	gvm_nv_gpu_close(gpu);
	g_free(gpu->address);
	g_free(gpu->uuid);
	g_free(gpu);
}

/**
 * @brief Ask for the number by which a device is allocated.
 * @param gpu       A GPU whose node is open.
 * @param instance  Where to put it.
 * @param err       Where to store the error, or NULL.
 * @return true when the driver told.
 * @norestriction
 * @nosideeffect
 * @failure The status by name.
 */
static bool ask_instance(struct gvm_nv_gpu *gpu, uint32_t *instance,
			 GError **err)
{
	g_auto(gvm_nv_block) block = { 0 };

	gvm_rm_params(&gpu->rm->abi, GVM_NV_S_ID_INFO, &block);
	gvm_nv_put(&block, GVM_NV_ID_INFO_GPU_ID, gpu->id);
	if (!gvm_rm_query(gpu->rm, gpu->rm->client, GVM_NV_C_ID_INFO, &block,
			  err))
		return false;
	*instance = gvm_nv_get(&block, GVM_NV_ID_INFO_DEVICE_INSTANCE);

	return true;
}

/**
 * @brief Allocate the device and the subdevice of a GPU.
 * @param gpu       A GPU whose node is open.
 * @param instance  Its instance.
 * @param err       Where to store the error, or NULL.
 * @return true when both are there.
 * @norestriction
 * @sideeffect Allocates.
 * @failure The status by name.
 */
static bool alloc_devices(struct gvm_nv_gpu *gpu, uint32_t instance,
			  GError **err)
{
	struct gvm_rm *rm = gpu->rm;
	g_auto(gvm_nv_block) device = { 0 };
	g_auto(gvm_nv_block) subdevice = { 0 };

	gvm_rm_params(&rm->abi, GVM_NV_S_DEVICE_ALLOC, &device);
	gvm_nv_put(&device, GVM_NV_DEVICE_ALLOC_DEVICE_ID, instance);
	gvm_rm_params(&rm->abi, GVM_NV_S_SUBDEVICE_ALLOC, &subdevice);

	return gvm_rm_alloc(rm, rm->client, GVM_RM_DEVICE, &device,
			    &gpu->device_handle, err) &&
	       gvm_rm_alloc(rm, gpu->device_handle, GVM_RM_SUBDEVICE,
			    &subdevice, &gpu->subdevice_handle, err);
}

/**
 * @brief Ask for the UUID of a GPU.
 * @param gpu  An open GPU.
 * @return A new string, or NULL when the driver does not tell.
 * @norestriction
 * @nosideeffect
 * @failure A refusal is ignored: nothing depends on it.
 */
static char *ask_uuid(struct gvm_nv_gpu *gpu)
{
	g_auto(gvm_nv_block) block = { 0 };
	g_autofree char *uuid = NULL;

	/* Zero flags ask for text of the SHA-1 kind, nvidia-smi's. */
	gvm_rm_params(&gpu->rm->abi, GVM_NV_S_GPU_UUID, &block);
	gvm_nv_put(&block, GVM_NV_GPU_UUID_GPU_ID, gpu->id);
	if (!gvm_rm_query(gpu->rm, gpu->rm->client, GVM_NV_C_GPU_UUID, &block,
			  NULL))
		return NULL;
	uuid = gvm_nv_text(&block, GVM_NV_GPU_UUID_GPU_UUID);

	return uuid[0] ? g_steal_pointer(&uuid) : NULL;
}

/**
 * @brief Open what has to be open.
 * @param gpu  A GPU that is not open.
 * @param err  Where to store the error, or NULL.
 * @return true when all is open; false leaves some of it behind.
 * @norestriction
 * @sideeffect See gvm_nv_gpu_open().
 * @failure See gvm_nv_gpu_open().
 */
static bool open_parts(struct gvm_nv_gpu *gpu, GError **err)
{
	uint32_t instance = 0;

	if (gpu->minor == GVM_NV_NO_MINOR)
		return gvm_error_set(err, GVM_ERROR_NOT_FOUND,
				     "the driver does not tell its minor number");

	return gvm_nv_node_open(gpu->rm->host, gpu->minor, &gpu->node, err) &&
	       ask_instance(gpu, &instance, err) &&
	       alloc_devices(gpu, instance, err);
}

bool gvm_nv_gpu_open(struct gvm_nv_gpu *gpu, GError **err)
{
	struct gvm_nv_memory memory = { 0 };

	if (gpu->subdevice_handle)
		return true;
	if (!open_parts(gpu, err)) {
		g_prefix_error(err, "GPU %s: ", gpu->address);
		gvm_nv_gpu_close(gpu);
		return false;
	}

	if (gvm_nv_gpu_memory(gpu, &memory, NULL))
		gpu->framebuffer = memory.total;
	if (!gpu->uuid)
		gpu->uuid = ask_uuid(gpu);

	return true;
}

/**
 * @brief Say what the refusal of a configuration object means.
 * @param status  The status.
 * @return A static text, or NULL when the status says it itself.
 * @pure
 */
static const char *explain_refusal(uint32_t status)
{
	switch (status) {
	case GVM_NV_INVALID_CLASS:
		return "this driver knows no vGPUs";
	case GVM_NV_NOT_SUPPORTED:
		return "this is not NVIDIA's driver for vGPU hosts, or the GPU is a virtual one";
	case GVM_NV_OBJECT_NOT_FOUND:
		return "the driver does not use this GPU for vGPUs";
	default:
		return NULL;
	}
}

bool gvm_nv_gpu_configure(struct gvm_nv_gpu *gpu, GError **err)
{
	const char *class = gvm_rm_class_name(GVM_RM_VGPU_CONFIG);
	const char *reason;
	uint32_t status = 0;
	int rc;

	if (gpu->config_handle)
		return true;
	/* Any parameters would be refused. */
	rc = gvm_rm_try_alloc(gpu->rm, gpu->subdevice_handle,
			      GVM_RM_VGPU_CONFIG, NULL, &gpu->config_handle,
			      &status);
	reason = rc == 0 ? explain_refusal(status) : NULL;
	if (!reason)
		return gvm_rm_settle(err, rc, status,
				     "the allocation of %s on GPU %s", class,
				     gpu->address);

	return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
			     "GPU %s cannot have vGPUs (%s): %s", gpu->address,
			     gvm_nv_status_name(status), reason);
}

void gvm_nv_gpu_close(struct gvm_nv_gpu *gpu)
{
	gvm_rm_drop(gpu->rm, gpu->device_handle);
	gpu->config_handle = 0;
	gpu->subdevice_handle = 0;
	gpu->device_handle = 0;
	gvm_host_shut(gpu->rm->host, gpu->node);
	gpu->node = -1;
}

/**
 * @brief Ask for some numbers of the frame buffer.
 * @param gpu      An open GPU.
 * @param entries  What is asked; the answers are filled in.
 * @param n        How many.
 * @param err      Where to store the error, or NULL.
 * @return true when the driver told.
 * @norestriction
 * @nosideeffect
 * @failure The status by name.
 */
static bool ask_memory(struct gvm_nv_gpu *gpu, struct fb_entry *entries,
		       size_t n, GError **err)
{
	g_auto(gvm_nv_block) block = { 0 };
	const uint8_t *answers;
	size_t len = 0;

	gvm_rm_params(&gpu->rm->abi, GVM_NV_S_FB_INFO, &block);
	gvm_nv_put(&block, GVM_NV_FB_INFO_FB_INFO_LIST_SIZE, n);
	gvm_nv_put_bytes(&block, GVM_NV_FB_INFO_FB_INFO_LIST, entries,
			 n * sizeof(*entries));
	if (!gvm_rm_query(gpu->rm, gpu->subdevice_handle, GVM_NV_C_FB_INFO,
			  &block, err))
		return false;
	answers = gvm_nv_bytes(&block, GVM_NV_FB_INFO_FB_INFO_LIST, &len);
	memcpy(entries, answers, MIN(len, n * sizeof(*entries)));

	return true;
}

bool gvm_nv_gpu_memory(struct gvm_nv_gpu *gpu, struct gvm_nv_memory *memory,
		       GError **err)
{
	/* On an H200 under 580.159.04 nvidia-smi's Total is the first of
	 * these, Free the third, and Reserved what the first has more than
	 * the second.
	 */
	static const enum gvm_nv_constant wanted[] = {
		GVM_NV_K_FB_INFO_INDEX_TOTAL_RAM_SIZE,
		GVM_NV_K_FB_INFO_INDEX_HEAP_SIZE,
		GVM_NV_K_FB_INFO_INDEX_HEAP_FREE,
	};
	struct fb_entry entries[G_N_ELEMENTS(wanted)] = { 0 };
	uint64_t size[G_N_ELEMENTS(wanted)];

	for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++)
		gvm_nv_abi_has(&gpu->rm->abi, wanted[i], &entries[i].index);
	if (!ask_memory(gpu, entries, G_N_ELEMENTS(wanted), err))
		return false;

	for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++)
		size[i] = (uint64_t)entries[i].data * FB_UNIT;
	memory->total = size[0];
	memory->reserved = size[0] - MIN(size[1], size[0]);
	memory->free = size[2];
	memory->used = size[1] - MIN(size[2], size[1]);

	return true;
}

bool gvm_nv_gpu_mode(struct gvm_nv_gpu *gpu, enum gvm_nv_mode *mode,
		     GError **err)
{
	g_auto(gvm_nv_block) block = { 0 };

	gvm_rm_params(&gpu->rm->abi, GVM_NV_S_VIRT_MODE, &block);
	if (!gvm_rm_query(gpu->rm, gpu->device_handle, GVM_NV_C_VIRT_MODE,
			  &block, err))
		return false;
	*mode = gvm_nv_get(&block, GVM_NV_VIRT_MODE_VIRTUALIZATION_MODE);

	return true;
}

const char *gvm_nv_gpu_mode_name(enum gvm_nv_mode mode)
{
	static const char *const names[] = {
		[GVM_NV_MODE_NONE] = "None",
		[GVM_NV_MODE_PASSTHROUGH] = "Pass-Through",
		[GVM_NV_MODE_VGPU] = "VGPU",
		[GVM_NV_MODE_HOST_VGPU] = "Host VGPU",
		[GVM_NV_MODE_HOST_VSGA] = "Host VSGA",
	};

	return (size_t)mode < G_N_ELEMENTS(names) ? names[mode] : "Unknown";
}

void gvm_nv_gpu_sriov(struct gvm_nv_gpu *gpu, struct gvm_nv_sriov *sriov)
{
	g_auto(gvm_nv_block) block = { 0 };

	*sriov = (struct gvm_nv_sriov) { 0 };
	gvm_rm_params(&gpu->rm->abi, GVM_NV_S_SRIOV_CAPS, &block);
	if (!gvm_rm_query(gpu->rm, gpu->device_handle, GVM_NV_C_SRIOV_CAPS,
			  &block, NULL))
		return;
	sriov->known = true;
	sriov->enabled = gvm_nv_get(&block, GVM_NV_SRIOV_CAPS_SRIOV_ENABLED);
	sriov->total_vfs = gvm_nv_get(&block, GVM_NV_SRIOV_CAPS_TOTAL_VFS);
}
