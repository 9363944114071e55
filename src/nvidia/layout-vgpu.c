// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Structures of controls on the vGPU configuration object.
 *
 * Rows: releases, size in bytes, layout. Fields: name, bytes of an element (0
 * for a structure), then { offset, size } by layout; a layout that is left out
 * does not have the field. Source: see abi.h; headers ctrla081.h.
 */
#include "nvidia/layout.h"

/** @brief Rows of NVA081_CTRL_VGPU_CONFIG_INFO_PARAMS. */
static const struct gvm_nv_row set_info_rows[] = {
	{ { { 525, 47, 4 }, { 545, 29, 6 } }, 4968, 0 },
	{ { { 550, 40, 7 }, { 565, 77, 0 } }, 5104, 1 },
	{ { { 570, 86, 15 }, { 570, 211, 1 } }, 5240, 2 },
	{ { { 575, 51, 2 }, { 575, 64, 5 } }, 5240, 3 },
	{ { { 580, 65, 6 }, { 580, 82, 9 } }, 5432, 4 },
	{ { { 580, 94, 2 }, { 590, 48, 1 } }, 5440, 5 },
	{ { { 595, 44, 2 }, { 595, 45, 4 } }, 5440, 6 },
};

/** @brief Fields of NVA081_CTRL_VGPU_CONFIG_INFO_PARAMS. */
static const struct gvm_nv_field set_info_fields[] = {
	[GVM_NV_SET_INFO_DISCARD_VGPU_TYPES] = { "discardVgpuTypes", 1, {
		[0 ... 6] = { 0, 1 }, } },
	[GVM_NV_SET_INFO_VGPU_INFO] = { "vgpuInfo", 0, {
		[0] = { 8, 4952 }, [1] = { 8, 5088 }, [2 ... 3] = { 8, 5224 },
		[4] = { 8, 5416 }, [5 ... 6] = { 8, 5424 }, } },
	[GVM_NV_SET_INFO_VGPU_CONFIG_STATE] = { "vgpuConfigState", 4, {
		[0] = { 4960, 4 }, [1] = { 5096, 4 }, [2 ... 3] = { 5232, 4 },
		[4] = { 5424, 4 }, [5 ... 6] = { 5432, 4 }, } },
};

/** @brief Rows of NVA081_CTRL_VGPU_CONFIG_ENUMERATE_VGPU_PER_PGPU_PARAMS. */
static const struct gvm_nv_row enumerate_rows[] = {
	{ { { 525, 47, 4 }, { 545, 29, 6 } }, 10760, 0 },
	{ { { 550, 40, 7 }, { 560, 35, 3 } }, 10760, 1 },
	{ { { 565, 57, 1 }, { 575, 64, 5 } }, 10760, 2 },
	{ { { 580, 65, 6 }, { 595, 45, 4 } }, 19592, 3 },
};

/** @brief Fields of NVA081_CTRL_VGPU_CONFIG_ENUMERATE_VGPU_PER_PGPU_PARAMS. */
static const struct gvm_nv_field enumerate_fields[] = {
	[GVM_NV_ENUMERATE_VGPU_TYPE] = { "vgpuType", 4, { [0 ... 3] = { 0, 4 } } },
	[GVM_NV_ENUMERATE_NUM_VGPU] = { "numVgpu", 4, { [0 ... 3] = { 4, 4 } } },
	[GVM_NV_ENUMERATE_VGPU_GUEST] = { "vgpuGuest", 0, {
		[0 ... 2] = { 8, 10752 }, [3] = { 8, 19584 }, } },
};

/** @brief Rows of NVA081_CTRL_VGPU_CONFIG_GET_VGPU_TYPE_INFO_PARAMS. */
static const struct gvm_nv_row type_info_rows[] = {
	{ { { 525, 47, 4 }, { 545, 29, 6 } }, 4960, 0 },
	{ { { 550, 40, 7 }, { 565, 77, 0 } }, 5096, 1 },
	{ { { 570, 86, 15 }, { 570, 211, 1 } }, 5232, 2 },
	{ { { 575, 51, 2 }, { 575, 64, 5 } }, 5232, 3 },
	{ { { 580, 65, 6 }, { 580, 82, 9 } }, 5424, 4 },
	{ { { 580, 94, 2 }, { 590, 48, 1 } }, 5432, 5 },
	{ { { 595, 44, 2 }, { 595, 45, 4 } }, 5432, 6 },
};

/** @brief Fields of NVA081_CTRL_VGPU_CONFIG_GET_VGPU_TYPE_INFO_PARAMS. */
static const struct gvm_nv_field type_info_fields[] = {
	[GVM_NV_TYPE_INFO_VGPU_TYPE] = { "vgpuType", 4, { [0 ... 6] = { 0, 4 } } },
	[GVM_NV_TYPE_INFO_VGPU_TYPE_INFO] = { "vgpuTypeInfo", 0, {
		[0] = { 8, 4952 }, [1] = { 8, 5088 }, [2 ... 3] = { 8, 5224 },
		[4] = { 8, 5416 }, [5 ... 6] = { 8, 5424 }, } },
};

/** @brief Rows of NVA081_CTRL_VGPU_CONFIG_GET_VGPU_TYPES_PARAMS. */
static const struct gvm_nv_row types_rows[] = {
	{ { { 525, 47, 4 }, { 570, 211, 1 } }, 264, 0 },
	{ { { 575, 51, 2 }, { 575, 64, 5 } }, 412, 1 },
	{ { { 580, 65, 6 }, { 595, 45, 4 } }, 524, 2 },
};

/** @brief Fields of NVA081_CTRL_VGPU_CONFIG_GET_VGPU_TYPES_PARAMS. */
static const struct gvm_nv_field types_fields[] = {
	[GVM_NV_TYPES_GPU_INSTANCE_ID] = { "gpuInstanceId", 4, {
		[1 ... 2] = { 0, 4 }, } },
	[GVM_NV_TYPES_VGPU_CONFIG_STATE] = { "vgpuConfigState", 4, {
		[0] = { 0, 4 }, [1 ... 2] = { 4, 4 }, } },
	[GVM_NV_TYPES_NUM_VGPU_TYPES] = { "numVgpuTypes", 4, {
		[0] = { 4, 4 }, [1 ... 2] = { 8, 4 }, } },
	[GVM_NV_TYPES_VGPU_TYPES] = { "vgpuTypes", 4, {
		[0] = { 8, 256 }, [1] = { 12, 400 }, [2] = { 12, 512 }, } },
};

/** @brief Rows of NVA081_CTRL_VGPU_CONFIG_EVENT_SET_NOTIFICATION_PARAMS. */
static const struct gvm_nv_row vgpu_notify_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 8, 0 },
};

/** @brief Fields of NVA081_CTRL_VGPU_CONFIG_EVENT_SET_NOTIFICATION_PARAMS. */
static const struct gvm_nv_field vgpu_notify_fields[] = {
	[GVM_NV_VGPU_NOTIFY_EVENT] = { "event", 4, { { 0, 4 } } },
	[GVM_NV_VGPU_NOTIFY_ACTION] = { "action", 4, { { 4, 4 } } },
};

/** @brief Rows of NVA081_CTRL_VGPU_CONFIG_NOTIFY_START_PARAMS. */
static const struct gvm_nv_row notify_start_rows[] = {
	{ { { 525, 47, 4 }, { 535, 183, 6 } }, 164, 0 },
	{ { { 545, 23, 6 }, { 550, 40, 63 } }, 164, 0 },
	{ { { 550, 54, 14 }, { 550, 78, 0 } }, 164, 0 },
};

/** @brief Fields of NVA081_CTRL_VGPU_CONFIG_NOTIFY_START_PARAMS. */
static const struct gvm_nv_field notify_start_fields[] = {
	[GVM_NV_NOTIFY_START_MDEV_UUID] = { "mdevUuid", 1, { { 0, 16 } } },
	[GVM_NV_NOTIFY_START_VM_UUID] = { "vmUuid", 1, { { 16, 16 } } },
	[GVM_NV_NOTIFY_START_VM_NAME] = { "vmName", 1, { { 32, 128 } } },
	[GVM_NV_NOTIFY_START_RETURN_STATUS] = { "returnStatus", 4, { { 160, 4 } } },
};

/** @brief Rows of NVA081_CTRL_VGPU_CONFIG_GET_VGPU_FB_USAGE_PARAMS. */
static const struct gvm_nv_row fb_usage_rows[] = {
	{ { { 525, 47, 4 }, { 575, 64, 5 } }, 776, 0 },
	{ { { 580, 65, 6 }, { 595, 45, 4 } }, 1160, 1 },
};

/** @brief Fields of NVA081_CTRL_VGPU_CONFIG_GET_VGPU_FB_USAGE_PARAMS. */
static const struct gvm_nv_field fb_usage_fields[] = {
	[GVM_NV_FB_USAGE_VGPU_COUNT] = { "vgpuCount", 4, { [0 ... 1] = { 0, 4 } } },
	[GVM_NV_FB_USAGE_VGPU_FB_USAGE] = { "vgpuFbUsage", 24, {
		[0] = { 8, 768 }, [1] = { 8, 1152 }, } },
};

/** @brief Rows of NVA081_VGPU_FB_USAGE. */
static const struct gvm_nv_row fb_used_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 24, 0 },
};

/** @brief Fields of NVA081_VGPU_FB_USAGE. */
static const struct gvm_nv_field fb_used_fields[] = {
	[GVM_NV_FB_USED_VGPU_UUID] = { "vgpuUuid", 1, { { 0, 16 } } },
	[GVM_NV_FB_USED_FB_USED] = { "fbUsed", 8, { { 16, 8 } } },
};

/** @brief Rows of NVA081_CTRL_CMD_VGPU_CONFIG_GET_MIGRATION_CAP_PARAMS. */
static const struct gvm_nv_row migration_cap_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 1, 0 },
};

/** @brief Fields of NVA081_CTRL_CMD_VGPU_CONFIG_GET_MIGRATION_CAP_PARAMS. */
static const struct gvm_nv_field migration_cap_fields[] = {
	[GVM_NV_MIGRATION_CAP_B_MIGRATION_CAP] = { "bMigrationCap", 1, { { 0, 1 } } },
};

/** @brief Rows of NVA081_CTRL_VGPU_CONFIG_GET_HOST_FB_RESERVATION_PARAMS. */
static const struct gvm_nv_row fb_reservation_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 32, 0 },
};

/** @brief Fields of NVA081_CTRL_VGPU_CONFIG_GET_HOST_FB_RESERVATION_PARAMS. */
static const struct gvm_nv_field fb_reservation_fields[] = {
	[GVM_NV_FB_RESERVATION_HOST_RESERVED_FB] = { "hostReservedFb", 8, {
		{ 0, 8 }, } },
	[GVM_NV_FB_RESERVATION_ECC_AND_PR_RESERVED_FB] = { "eccAndPrReservedFb", 8, {
		{ 8, 8 }, } },
	[GVM_NV_FB_RESERVATION_TOTAL_RESERVED_FB] = { "totalReservedFb", 8, {
		{ 16, 8 }, } },
	[GVM_NV_FB_RESERVATION_VGPU_TYPE_ID] = { "vgpuTypeId", 4, { { 24, 4 } } },
};

/** @brief Rows of NVA081_CTRL_PGPU_GET_MULTI_VGPU_SUPPORT_INFO_PARAMS. */
static const struct gvm_nv_row multi_vgpu_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 12, 0 },
};

/** @brief Fields of NVA081_CTRL_PGPU_GET_MULTI_VGPU_SUPPORT_INFO_PARAMS. */
static const struct gvm_nv_field multi_vgpu_fields[] = {
	[GVM_NV_MULTI_VGPU_FRACTIONALMULTI_VGPU_SUPPORTED] = {
		"fractionalmultiVgpuSupported", 4, {
		{ 0, 4 }, } },
	[GVM_NV_MULTI_VGPU_HETEROGENEOUS_TIMESLICE_PROFILES_SUPPORTED] = {
		"heterogeneousTimesliceProfilesSupported", 4, {
		{ 4, 4 }, } },
	[GVM_NV_MULTI_VGPU_HETEROGENEOUS_TIMESLICE_SIZES_SUPPORTED] = {
		"heterogeneousTimesliceSizesSupported", 4, {
		{ 8, 4 }, } },
};

/** @brief Rows of NVA081_CTRL_GET_VGPU_DRIVER_CAPS_PARAMS. */
static const struct gvm_nv_row driver_caps_rows[] = {
	{ { { 525, 47, 4 }, { 555, 58, 2 } }, 4, 0 },
	{ { { 560, 28, 3 }, { 595, 45, 4 } }, 8, 1 },
};

/** @brief Fields of NVA081_CTRL_GET_VGPU_DRIVER_CAPS_PARAMS. */
static const struct gvm_nv_field driver_caps_fields[] = {
	[GVM_NV_DRIVER_CAPS_HETEROGENEOUS_MULTI_VGPU_SUPPORTED] = {
		"heterogeneousMultiVgpuSupported", 4, {
		[0 ... 1] = { 0, 4 }, } },
	[GVM_NV_DRIVER_CAPS_WARM_UPDATE_SUPPORTED] = { "warmUpdateSupported", 4, {
		[1] = { 4, 4 }, } },
};

/** @brief Rows of NVA081_CTRL_VGPU_CONFIG_GET_CREATABLE_PLACEMENTS_PARAMS. */
static const struct gvm_nv_row placements_rows[] = {
	{ { { 550, 40, 7 }, { 570, 211, 1 } }, 140, 0 },
	{ { { 575, 51, 2 }, { 575, 64, 5 } }, 144, 1 },
	{ { { 580, 65, 6 }, { 595, 45, 4 } }, 208, 2 },
};

/** @brief Fields of NVA081_CTRL_VGPU_CONFIG_GET_CREATABLE_PLACEMENTS_PARAMS. */
static const struct gvm_nv_field placements_fields[] = {
	[GVM_NV_PLACEMENTS_GPU_INSTANCE_ID] = { "gpuInstanceId", 4, {
		[1 ... 2] = { 0, 4 }, } },
	[GVM_NV_PLACEMENTS_VGPU_TYPE_ID] = { "vgpuTypeId", 4, {
		[0] = { 0, 4 }, [1 ... 2] = { 4, 4 }, } },
	[GVM_NV_PLACEMENTS_PLACEMENT_SIZE] = { "placementSize", 4, {
		[0] = { 4, 4 }, [1 ... 2] = { 8, 4 }, } },
	[GVM_NV_PLACEMENTS_COUNT] = { "count", 4, {
		[0] = { 8, 4 }, [1 ... 2] = { 12, 4 }, } },
	[GVM_NV_PLACEMENTS_PLACEMENT_IDS] = { "placementIds", 4, {
		[0] = { 12, 128 }, [1] = { 16, 128 }, [2] = { 16, 192 }, } },
};

const struct gvm_nv_layout gvm_nv_layout_set_info =
	GVM_NV_LAYOUT("NVA081_CTRL_VGPU_CONFIG_INFO_PARAMS", set_info);
const struct gvm_nv_layout gvm_nv_layout_enumerate =
	GVM_NV_LAYOUT("NVA081_CTRL_VGPU_CONFIG_ENUMERATE_VGPU_PER_PGPU_PARAMS", enumerate);
const struct gvm_nv_layout gvm_nv_layout_type_info =
	GVM_NV_LAYOUT("NVA081_CTRL_VGPU_CONFIG_GET_VGPU_TYPE_INFO_PARAMS", type_info);
const struct gvm_nv_layout gvm_nv_layout_types =
	GVM_NV_LAYOUT("NVA081_CTRL_VGPU_CONFIG_GET_VGPU_TYPES_PARAMS", types);
const struct gvm_nv_layout gvm_nv_layout_vgpu_notify =
	GVM_NV_LAYOUT("NVA081_CTRL_VGPU_CONFIG_EVENT_SET_NOTIFICATION_PARAMS", vgpu_notify);
const struct gvm_nv_layout gvm_nv_layout_notify_start =
	GVM_NV_LAYOUT("NVA081_CTRL_VGPU_CONFIG_NOTIFY_START_PARAMS", notify_start);
const struct gvm_nv_layout gvm_nv_layout_fb_usage =
	GVM_NV_LAYOUT("NVA081_CTRL_VGPU_CONFIG_GET_VGPU_FB_USAGE_PARAMS", fb_usage);
const struct gvm_nv_layout gvm_nv_layout_fb_used =
	GVM_NV_LAYOUT("NVA081_VGPU_FB_USAGE", fb_used);
const struct gvm_nv_layout gvm_nv_layout_migration_cap =
	GVM_NV_LAYOUT("NVA081_CTRL_CMD_VGPU_CONFIG_GET_MIGRATION_CAP_PARAMS", migration_cap);
const struct gvm_nv_layout gvm_nv_layout_fb_reservation =
	GVM_NV_LAYOUT("NVA081_CTRL_VGPU_CONFIG_GET_HOST_FB_RESERVATION_PARAMS", fb_reservation);
const struct gvm_nv_layout gvm_nv_layout_multi_vgpu =
	GVM_NV_LAYOUT("NVA081_CTRL_PGPU_GET_MULTI_VGPU_SUPPORT_INFO_PARAMS", multi_vgpu);
const struct gvm_nv_layout gvm_nv_layout_driver_caps =
	GVM_NV_LAYOUT("NVA081_CTRL_GET_VGPU_DRIVER_CAPS_PARAMS", driver_caps);
const struct gvm_nv_layout gvm_nv_layout_placements =
	GVM_NV_LAYOUT("NVA081_CTRL_VGPU_CONFIG_GET_CREATABLE_PLACEMENTS_PARAMS", placements);
