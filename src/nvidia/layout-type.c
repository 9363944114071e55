// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The structure that describes a vGPU type.
 *
 * Rows: releases, size in bytes, layout. Fields: name, bytes of an element (0
 * for a structure), then { offset, size } by layout; a layout that is left out
 * does not have the field. Source: see abi.h; headers ctrla081.h.
 */
#include "nvidia/layout.h"

/** @brief Rows of NVA081_CTRL_VGPU_INFO. */
static const struct gvm_nv_row info_rows[] = {
	{ { { 525, 47, 4 }, { 545, 29, 6 } }, 4952, 0 },
	{ { { 550, 40, 7 }, { 565, 77, 0 } }, 5088, 1 },
	{ { { 570, 86, 15 }, { 570, 211, 1 } }, 5224, 2 },
	{ { { 575, 51, 2 }, { 575, 64, 5 } }, 5224, 3 },
	{ { { 580, 65, 6 }, { 580, 82, 9 } }, 5416, 4 },
	{ { { 580, 94, 2 }, { 590, 48, 1 } }, 5424, 5 },
	{ { { 595, 44, 2 }, { 595, 45, 4 } }, 5424, 6 },
};

/** @brief Fields of NVA081_CTRL_VGPU_INFO. */
static const struct gvm_nv_field info_fields[] = {
	[GVM_NV_INFO_TYPE] = { "vgpuType", 4, { [0 ... 6] = { 0, 4 } } },
	[GVM_NV_INFO_NAME] = { "vgpuName", 1, {
		[0 ... 3] = { 4, 32 }, [4 ... 6] = { 4, 64 }, } },
	[GVM_NV_INFO_CLASS] = { "vgpuClass", 1, {
		[0 ... 3] = { 36, 32 }, [4 ... 6] = { 68, 64 }, } },
	[GVM_NV_INFO_SIGNATURE] = { "vgpuSignature", 1, {
		[0 ... 3] = { 68, 128 }, [4 ... 6] = { 132, 128 }, } },
	[GVM_NV_INFO_LICENSE] = { "license", 1, {
		[0 ... 3] = { 196, 128 }, [4 ... 6] = { 260, 128 }, } },
	[GVM_NV_INFO_MAX_INSTANCE] = { "maxInstance", 4, {
		[0 ... 3] = { 324, 4 }, [4 ... 6] = { 388, 4 }, } },
	[GVM_NV_INFO_NUM_HEADS] = { "numHeads", 4, {
		[0 ... 3] = { 328, 4 }, [4 ... 6] = { 392, 4 }, } },
	[GVM_NV_INFO_MAX_RESOLUTION_X] = { "maxResolutionX", 4, {
		[0 ... 3] = { 332, 4 }, [4 ... 6] = { 396, 4 }, } },
	[GVM_NV_INFO_MAX_RESOLUTION_Y] = { "maxResolutionY", 4, {
		[0 ... 3] = { 336, 4 }, [4 ... 6] = { 400, 4 }, } },
	[GVM_NV_INFO_MAX_PIXELS] = { "maxPixels", 4, {
		[0 ... 3] = { 340, 4 }, [4 ... 6] = { 404, 4 }, } },
	[GVM_NV_INFO_FRL_CONFIG] = { "frlConfig", 4, {
		[0 ... 3] = { 344, 4 }, [4 ... 6] = { 408, 4 }, } },
	[GVM_NV_INFO_CUDA_ENABLED] = { "cudaEnabled", 4, {
		[0 ... 3] = { 348, 4 }, [4 ... 6] = { 412, 4 }, } },
	[GVM_NV_INFO_ECC_SUPPORTED] = { "eccSupported", 4, {
		[0 ... 3] = { 352, 4 }, [4 ... 6] = { 416, 4 }, } },
	[GVM_NV_INFO_GPU_INSTANCE_SIZE] = { "gpuInstanceSize", 4, {
		[0 ... 3] = { 356, 4 }, [4 ... 6] = { 420, 4 }, } },
	[GVM_NV_INFO_NOMINAL_FB_REGION_SIZE] = { "nominalFbRegionSize", 4, {
		[6] = { 424, 4 }, } },
	[GVM_NV_INFO_MULTI_VGPU_SUPPORTED] = { "multiVgpuSupported", 4, {
		[0 ... 3] = { 360, 4 }, [4 ... 5] = { 424, 4 }, [6] = { 428, 4 }, } },
	[GVM_NV_INFO_VDEV_ID] = { "vdevId", 8, {
		[0 ... 3] = { 368, 8 }, [4 ... 6] = { 432, 8 }, } },
	[GVM_NV_INFO_PDEV_ID] = { "pdevId", 8, {
		[0 ... 3] = { 376, 8 }, [4 ... 6] = { 440, 8 }, } },
	[GVM_NV_INFO_PROFILE_SIZE] = { "profileSize", 8, {
		[0 ... 3] = { 384, 8 }, [4 ... 6] = { 448, 8 }, } },
	[GVM_NV_INFO_FB_LENGTH] = { "fbLength", 8, {
		[0 ... 3] = { 392, 8 }, [4 ... 6] = { 456, 8 }, } },
	[GVM_NV_INFO_GSP_HEAP_SIZE] = { "gspHeapSize", 8, {
		[0 ... 3] = { 400, 8 }, [4 ... 6] = { 464, 8 }, } },
	[GVM_NV_INFO_FB_RESERVATION] = { "fbReservation", 8, {
		[0 ... 3] = { 408, 8 }, [4 ... 6] = { 472, 8 }, } },
	[GVM_NV_INFO_MAPPABLE_VIDEO_SIZE] = { "mappableVideoSize", 8, {
		[0 ... 3] = { 416, 8 }, [4 ... 6] = { 480, 8 }, } },
	[GVM_NV_INFO_ENCODER_CAPACITY] = { "encoderCapacity", 4, {
		[0 ... 3] = { 424, 4 }, [4 ... 6] = { 488, 4 }, } },
	[GVM_NV_INFO_BAR1_LENGTH] = { "bar1Length", 8, {
		[0 ... 3] = { 432, 8 }, [4 ... 6] = { 496, 8 }, } },
	[GVM_NV_INFO_FRL_ENABLE] = { "frlEnable", 4, {
		[0 ... 3] = { 440, 4 }, [4 ... 6] = { 504, 4 }, } },
	[GVM_NV_INFO_SSVID] = { "vgpuSsvid", 2, { [5 ... 6] = { 508, 2 } } },
	[GVM_NV_INFO_ADAPTER_NAME] = { "adapterName", 1, {
		[0 ... 3] = { 444, 64 }, [4] = { 508, 64 },
		[5 ... 6] = { 510, 64 }, } },
	[GVM_NV_INFO_ADAPTER_NAME_UNICODE] = { "adapterName_Unicode", 2, {
		[0 ... 3] = { 508, 128 }, [4] = { 572, 128 },
		[5 ... 6] = { 574, 128 }, } },
	[GVM_NV_INFO_SHORT_GPU_NAME_STRING] = { "shortGpuNameString", 1, {
		[0 ... 3] = { 636, 64 }, [4] = { 700, 64 },
		[5 ... 6] = { 702, 64 }, } },
	[GVM_NV_INFO_LICENSED_PRODUCT_NAME] = { "licensedProductName", 1, {
		[0 ... 3] = { 700, 128 }, [4] = { 764, 128 },
		[5 ... 6] = { 766, 128 }, } },
	[GVM_NV_INFO_EXTRA_PARAMS] = { "vgpuExtraParams", 4, {
		[0 ... 3] = { 828, 4096 }, [4] = { 892, 4096 },
		[5 ... 6] = { 896, 4096 }, } },
	[GVM_NV_INFO_FTRACE_ENABLE] = { "ftraceEnable", 4, {
		[0 ... 3] = { 4924, 4 }, [4] = { 4988, 4 },
		[5 ... 6] = { 4992, 4 }, } },
	[GVM_NV_INFO_GPUDIRECT_SUPPORTED] = { "gpuDirectSupported", 4, {
		[0 ... 3] = { 4928, 4 }, [4] = { 4992, 4 },
		[5 ... 6] = { 4996, 4 }, } },
	[GVM_NV_INFO_NVLINK_P2P] = { "nvlinkP2PSupported", 4, {
		[0 ... 3] = { 4932, 4 }, [4] = { 4996, 4 },
		[5 ... 6] = { 5000, 4 }, } },
	[GVM_NV_INFO_MAX_INSTANCE_PER_GI] = { "maxInstancePerGI", 4, {
		[3] = { 4936, 4 }, [4] = { 5000, 4 }, [5 ... 6] = { 5004, 4 }, } },
	[GVM_NV_INFO_MULTI_VGPU_EXCLUSIVE] = { "multiVgpuExclusive", 4, {
		[0 ... 2] = { 4936, 4 }, [3] = { 4940, 4 }, [4] = { 5004, 4 },
		[5 ... 6] = { 5008, 4 }, } },
	[GVM_NV_INFO_EXCLUSIVE_TYPE] = { "exclusiveType", 4, {
		[0 ... 2] = { 4940, 4 }, [3] = { 4944, 4 }, [4] = { 5008, 4 },
		[5 ... 6] = { 5012, 4 }, } },
	[GVM_NV_INFO_EXCLUSIVE_SIZE] = { "exclusiveSize", 4, {
		[0 ... 2] = { 4944, 4 }, [3] = { 4948, 4 }, [4] = { 5012, 4 },
		[5 ... 6] = { 5016, 4 }, } },
	[GVM_NV_INFO_GPU_INSTANCE_PROFILE_ID] = { "gpuInstanceProfileId", 4, {
		[0 ... 2] = { 4948, 4 }, [3] = { 4952, 4 }, [4] = { 5016, 4 },
		[5 ... 6] = { 5020, 4 }, } },
	[GVM_NV_INFO_PLACEMENT_SIZE] = { "placementSize", 4, {
		[1 ... 2] = { 4952, 4 }, [3] = { 4956, 4 }, [4] = { 5020, 4 },
		[5 ... 6] = { 5024, 4 }, } },
	[GVM_NV_INFO_HOMOGENEOUS_PLACEMENT_COUNT] = { "homogeneousPlacementCount", 4, {
		[2] = { 4956, 4 }, [3] = { 4960, 4 }, [4] = { 5024, 4 },
		[5 ... 6] = { 5028, 4 }, } },
	[GVM_NV_INFO_HOMOGENEOUS_PLACEMENT_IDS] = { "homogeneousPlacementIds", 4, {
		[2] = { 4960, 128 }, [3] = { 4964, 128 }, [4] = { 5028, 192 },
		[5 ... 6] = { 5032, 192 }, } },
	[GVM_NV_INFO_HETEROGENEOUS_PLACEMENT_COUNT] = { "heterogeneousPlacementCount", 4, {
		[2] = { 5088, 4 }, [3] = { 5092, 4 }, [4] = { 5220, 4 },
		[5 ... 6] = { 5224, 4 }, } },
	[GVM_NV_INFO_HETEROGENEOUS_PLACEMENT_IDS] = { "heterogeneousPlacementIds", 4, {
		[2] = { 5092, 128 }, [3] = { 5096, 128 }, [4] = { 5224, 192 },
		[5 ... 6] = { 5228, 192 }, } },
	[GVM_NV_INFO_PLACEMENT_COUNT] = { "placementCount", 4, { [1] = { 4956, 4 } } },
	[GVM_NV_INFO_PLACEMENT_IDS] = { "placementIds", 4, { [1] = { 4960, 128 } } },
};

const struct gvm_nv_layout gvm_nv_layout_info =
	GVM_NV_LAYOUT("NVA081_CTRL_VGPU_INFO", info);
