// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Structures of controls on the client, the device and the subdevice.
 *
 * Rows: releases, size in bytes, layout. Fields: name, bytes of an element (0
 * for a structure), then { offset, size } by layout; a layout that is left out
 * does not have the field. Source: see abi.h; headers
 * ctrl0000*.h, ctrl0080gpu.h, ctrl2080bus.h, ctrl2080fb.h.
 */
#include "nvidia/layout.h"

/** @brief Rows of NV0000_CTRL_SYSTEM_GET_BUILD_VERSION_V2_PARAMS. */
static const struct gvm_nv_row build_version_rows[] = {
	{ { { 525, 47, 4 }, { 555, 58, 2 } }, 776, 0 },
	{ { { 560, 28, 3 }, { 595, 45, 4 } }, 1032, 1 },
};

/** @brief Fields of NV0000_CTRL_SYSTEM_GET_BUILD_VERSION_V2_PARAMS. */
static const struct gvm_nv_field build_version_fields[] = {
	[GVM_NV_BUILD_VERSION_DRIVER_VERSION_BUFFER] = { "driverVersionBuffer", 1, {
		[0 ... 1] = { 0, 256 }, } },
	[GVM_NV_BUILD_VERSION_VERSION_BUFFER] = { "versionBuffer", 1, {
		[0 ... 1] = { 256, 256 }, } },
	[GVM_NV_BUILD_VERSION_DRIVER_BRANCH] = { "driverBranch", 1, {
		[1] = { 512, 256 }, } },
	[GVM_NV_BUILD_VERSION_TITLE_BUFFER] = { "titleBuffer", 1, {
		[0] = { 512, 256 }, [1] = { 768, 256 }, } },
	[GVM_NV_BUILD_VERSION_CHANGELIST_NUMBER] = { "changelistNumber", 4, {
		[0] = { 768, 4 }, [1] = { 1024, 4 }, } },
	[GVM_NV_BUILD_VERSION_OFFICIAL_CHANGELIST_NUMBER] = { "officialChangelistNumber", 4, {
		[0] = { 772, 4 }, [1] = { 1028, 4 }, } },
};

/** @brief Rows of NV0000_CTRL_GPU_GET_PROBED_IDS_PARAMS. */
static const struct gvm_nv_row probed_ids_rows[] = {
	{ { { 525, 47, 4 }, { 575, 64, 5 } }, 256, 0 },
	{ { { 580, 65, 6 }, { 595, 45, 4 } }, 384, 1 },
};

/** @brief Fields of NV0000_CTRL_GPU_GET_PROBED_IDS_PARAMS. */
static const struct gvm_nv_field probed_ids_fields[] = {
	[GVM_NV_PROBED_IDS_GPU_IDS] = { "gpuIds", 4, { [0 ... 1] = { 0, 128 } } },
	[GVM_NV_PROBED_IDS_EXCLUDED_GPU_IDS] = { "excludedGpuIds", 4, {
		[0 ... 1] = { 128, 128 }, } },
	[GVM_NV_PROBED_IDS_GPU_FLAGS] = { "gpuFlags", 4, { [1] = { 256, 128 } } },
};

/** @brief Rows of NV0000_CTRL_GPU_ATTACH_IDS_PARAMS. */
static const struct gvm_nv_row attach_ids_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 132, 0 },
};

/** @brief Fields of NV0000_CTRL_GPU_ATTACH_IDS_PARAMS. */
static const struct gvm_nv_field attach_ids_fields[] = {
	[GVM_NV_ATTACH_IDS_GPU_IDS] = { "gpuIds", 4, { { 0, 128 } } },
	[GVM_NV_ATTACH_IDS_FAILED_ID] = { "failedId", 4, { { 128, 4 } } },
};

/** @brief Rows of NV0000_CTRL_GPU_DETACH_IDS_PARAMS. */
static const struct gvm_nv_row detach_ids_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 128, 0 },
};

/** @brief Fields of NV0000_CTRL_GPU_DETACH_IDS_PARAMS. */
static const struct gvm_nv_field detach_ids_fields[] = {
	[GVM_NV_DETACH_IDS_GPU_IDS] = { "gpuIds", 4, { { 0, 128 } } },
};

/** @brief Rows of NV0000_CTRL_GPU_GET_PCI_INFO_PARAMS. */
static const struct gvm_nv_row gpu_pci_info_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 12, 0 },
};

/** @brief Fields of NV0000_CTRL_GPU_GET_PCI_INFO_PARAMS. */
static const struct gvm_nv_field gpu_pci_info_fields[] = {
	[GVM_NV_GPU_PCI_INFO_GPU_ID] = { "gpuId", 4, { { 0, 4 } } },
	[GVM_NV_GPU_PCI_INFO_DOMAIN] = { "domain", 4, { { 4, 4 } } },
	[GVM_NV_GPU_PCI_INFO_BUS] = { "bus", 2, { { 8, 2 } } },
	[GVM_NV_GPU_PCI_INFO_SLOT] = { "slot", 2, { { 10, 2 } } },
};

/** @brief Rows of NV0000_CTRL_GPU_GET_ID_INFO_V2_PARAMS. */
static const struct gvm_nv_row id_info_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 32, 0 },
};

/** @brief Fields of NV0000_CTRL_GPU_GET_ID_INFO_V2_PARAMS. */
static const struct gvm_nv_field id_info_fields[] = {
	[GVM_NV_ID_INFO_GPU_ID] = { "gpuId", 4, { { 0, 4 } } },
	[GVM_NV_ID_INFO_GPU_FLAGS] = { "gpuFlags", 4, { { 4, 4 } } },
	[GVM_NV_ID_INFO_DEVICE_INSTANCE] = { "deviceInstance", 4, { { 8, 4 } } },
	[GVM_NV_ID_INFO_SUB_DEVICE_INSTANCE] = { "subDeviceInstance", 4, {
		{ 12, 4 }, } },
	[GVM_NV_ID_INFO_SLI_STATUS] = { "sliStatus", 4, { { 16, 4 } } },
	[GVM_NV_ID_INFO_BOARD_ID] = { "boardId", 4, { { 20, 4 } } },
	[GVM_NV_ID_INFO_GPU_INSTANCE] = { "gpuInstance", 4, { { 24, 4 } } },
	[GVM_NV_ID_INFO_NUMA_ID] = { "numaId", 4, { { 28, 4 } } },
};

/** @brief Rows of NV0000_CTRL_GPU_GET_UUID_FROM_GPU_ID_PARAMS. */
static const struct gvm_nv_row gpu_uuid_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 268, 0 },
};

/** @brief Fields of NV0000_CTRL_GPU_GET_UUID_FROM_GPU_ID_PARAMS. */
static const struct gvm_nv_field gpu_uuid_fields[] = {
	[GVM_NV_GPU_UUID_GPU_ID] = { "gpuId", 4, { { 0, 4 } } },
	[GVM_NV_GPU_UUID_FLAGS] = { "flags", 4, { { 4, 4 } } },
	[GVM_NV_GPU_UUID_GPU_UUID] = { "gpuUuid", 1, { { 8, 256 } } },
	[GVM_NV_GPU_UUID_UUID_STR_LEN] = { "uuidStrLen", 4, { { 264, 4 } } },
};

/** @brief Rows of NV0000_CTRL_EVENT_SET_NOTIFICATION_PARAMS. */
static const struct gvm_nv_row system_notify_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 8, 0 },
};

/** @brief Fields of NV0000_CTRL_EVENT_SET_NOTIFICATION_PARAMS. */
static const struct gvm_nv_field system_notify_fields[] = {
	[GVM_NV_SYSTEM_NOTIFY_EVENT] = { "event", 4, { { 0, 4 } } },
	[GVM_NV_SYSTEM_NOTIFY_ACTION] = { "action", 4, { { 4, 4 } } },
};

/** @brief Rows of NV0000_CTRL_GET_SYSTEM_EVENT_STATUS_PARAMS. */
static const struct gvm_nv_row system_event_status_rows[] = {
	{ { { 525, 47, 4 }, { 570, 211, 1 } }, 8, 0 },
};

/** @brief Fields of NV0000_CTRL_GET_SYSTEM_EVENT_STATUS_PARAMS. */
static const struct gvm_nv_field system_event_status_fields[] = {
	[GVM_NV_SYSTEM_EVENT_STATUS_EVENT] = { "event", 4, { { 0, 4 } } },
	[GVM_NV_SYSTEM_EVENT_STATUS_STATUS] = { "status", 4, { { 4, 4 } } },
};

/** @brief Rows of NV0000_CTRL_GET_SYSTEM_EVENT_DATA_PARAMS. */
static const struct gvm_nv_row system_event_data_rows[] = {
	{ { { 575, 51, 2 }, { 595, 45, 4 } }, 12, 0 },
};

/** @brief Fields of NV0000_CTRL_GET_SYSTEM_EVENT_DATA_PARAMS. */
static const struct gvm_nv_field system_event_data_fields[] = {
	[GVM_NV_SYSTEM_EVENT_DATA_EVENT] = { "event", 4, { { 0, 4 } } },
	[GVM_NV_SYSTEM_EVENT_DATA_DATA] = { "data", 8, { { 4, 8 } } },
	[GVM_NV_SYSTEM_EVENT_DATA_DATA_GPU_BIND_UNBIND_GPU_ID] = {
		"data.gpuBindUnbind.gpuId", 4, {
		{ 4, 4 }, } },
	[GVM_NV_SYSTEM_EVENT_DATA_DATA_GPU_BIND_UNBIND_B_BIND] = {
		"data.gpuBindUnbind.bBind", 1, {
		{ 8, 1 }, } },
};

/** @brief Rows of NV0000_CTRL_VGPU_GET_START_DATA_PARAMS. */
static const struct gvm_nv_row start_data_rows[] = {
	{ { { 525, 47, 4 }, { 535, 183, 6 } }, 1056, 0 },
	{ { { 545, 23, 6 }, { 550, 40, 63 } }, 1056, 0 },
	{ { { 550, 54, 14 }, { 550, 78, 0 } }, 1056, 0 },
};

/** @brief Fields of NV0000_CTRL_VGPU_GET_START_DATA_PARAMS. */
static const struct gvm_nv_field start_data_fields[] = {
	[GVM_NV_START_DATA_MDEV_UUID] = { "mdevUuid", 1, { { 0, 16 } } },
	[GVM_NV_START_DATA_CONFIG_PARAMS] = { "configParams", 1, { { 16, 1024 } } },
	[GVM_NV_START_DATA_QEMU_PID] = { "qemuPid", 4, { { 1040, 4 } } },
	[GVM_NV_START_DATA_GPU_PCI_ID] = { "gpuPciId", 4, { { 1044, 4 } } },
	[GVM_NV_START_DATA_VGPU_ID] = { "vgpuId", 2, { { 1048, 2 } } },
	[GVM_NV_START_DATA_GPU_PCI_BDF] = { "gpuPciBdf", 4, { { 1052, 4 } } },
};

/** @brief Rows of NV0080_CTRL_GPU_QUERY_SW_STATE_PERSISTENCE_PARAMS. */
static const struct gvm_nv_row persistence_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 4, 0 },
};

/** @brief Fields of NV0080_CTRL_GPU_QUERY_SW_STATE_PERSISTENCE_PARAMS. */
static const struct gvm_nv_field persistence_fields[] = {
	[GVM_NV_PERSISTENCE_SW_STATE_PERSISTENCE] = { "swStatePersistence", 4, {
		{ 0, 4 }, } },
};

/** @brief Rows of NV0080_CTRL_GPU_GET_VIRTUALIZATION_MODE_PARAMS. */
static const struct gvm_nv_row virt_mode_rows[] = {
	{ { { 525, 47, 4 }, { 550, 163, 1 } }, 4, 0 },
	{ { { 555, 42, 2 }, { 595, 45, 4 } }, 8, 1 },
};

/** @brief Fields of NV0080_CTRL_GPU_GET_VIRTUALIZATION_MODE_PARAMS. */
static const struct gvm_nv_field virt_mode_fields[] = {
	[GVM_NV_VIRT_MODE_VIRTUALIZATION_MODE] = { "virtualizationMode", 4, {
		[0 ... 1] = { 0, 4 }, } },
	[GVM_NV_VIRT_MODE_IS_GRID_BUILD] = { "isGridBuild", 1, { [1] = { 4, 1 } } },
};

/** @brief Rows of NV0080_CTRL_GPU_GET_SRIOV_CAPS_PARAMS. */
static const struct gvm_nv_row sriov_caps_rows[] = {
	{ { { 525, 47, 4 }, { 535, 288, 1 } }, 72, 0 },
	{ { { 545, 23, 6 }, { 545, 29, 6 } }, 72, 1 },
	{ { { 550, 40, 7 }, { 595, 45, 4 } }, 80, 2 },
};

/** @brief Fields of NV0080_CTRL_GPU_GET_SRIOV_CAPS_PARAMS. */
static const struct gvm_nv_field sriov_caps_fields[] = {
	[GVM_NV_SRIOV_CAPS_TOTAL_VFS] = { "totalVFs", 4, { [0 ... 2] = { 0, 4 } } },
	[GVM_NV_SRIOV_CAPS_FIRST_VF_OFFSET] = { "firstVfOffset", 4, {
		[0 ... 2] = { 4, 4 }, } },
	[GVM_NV_SRIOV_CAPS_VF_FEATURE_MASK] = { "vfFeatureMask", 4, {
		[0 ... 2] = { 8, 4 }, } },
	[GVM_NV_SRIOV_CAPS_FIRST_VFBAR0_ADDRESS] = { "FirstVFBar0Address", 8, {
		[0 ... 2] = { 16, 8 }, } },
	[GVM_NV_SRIOV_CAPS_FIRST_VFBAR1_ADDRESS] = { "FirstVFBar1Address", 8, {
		[0 ... 2] = { 24, 8 }, } },
	[GVM_NV_SRIOV_CAPS_FIRST_VFBAR2_ADDRESS] = { "FirstVFBar2Address", 8, {
		[0 ... 2] = { 32, 8 }, } },
	[GVM_NV_SRIOV_CAPS_BAR0_SIZE] = { "bar0Size", 8, { [0 ... 2] = { 40, 8 } } },
	[GVM_NV_SRIOV_CAPS_BAR1_SIZE] = { "bar1Size", 8, { [0 ... 2] = { 48, 8 } } },
	[GVM_NV_SRIOV_CAPS_BAR2_SIZE] = { "bar2Size", 8, { [0 ... 2] = { 56, 8 } } },
	[GVM_NV_SRIOV_CAPS_BAR64_0] = { "b64bitBar0", 1, { [0 ... 2] = { 64, 1 } } },
	[GVM_NV_SRIOV_CAPS_BAR64_1] = { "b64bitBar1", 1, { [0 ... 2] = { 65, 1 } } },
	[GVM_NV_SRIOV_CAPS_BAR64_2] = { "b64bitBar2", 1, { [0 ... 2] = { 66, 1 } } },
	[GVM_NV_SRIOV_CAPS_SRIOV_ENABLED] = { "bSriovEnabled", 1, {
		[0 ... 2] = { 67, 1 }, } },
	[GVM_NV_SRIOV_CAPS_SRIOV_HEAVY_ENABLED] = { "bSriovHeavyEnabled", 1, {
		[0 ... 2] = { 68, 1 }, } },
	[GVM_NV_SRIOV_CAPS_EMULATE_VFBAR0_TLB_INVALIDATION_REGISTER] = {
		"bEmulateVFBar0TlbInvalidationRegister", 1, {
		[0 ... 2] = { 69, 1 }, } },
	[GVM_NV_SRIOV_CAPS_CLIENT_RM_ALLOCATED_CTX_BUFFER] = {
		"bClientRmAllocatedCtxBuffer", 1, {
		[0 ... 2] = { 70, 1 }, } },
	[GVM_NV_SRIOV_CAPS_NON_POWER_OF2_CHANNEL_COUNT_SUPPORTED] = {
		"bNonPowerOf2ChannelCountSupported", 1, {
		[1 ... 2] = { 71, 1 }, } },
	[GVM_NV_SRIOV_CAPS_VF_RESIZABLE_BAR1_SUPPORTED] = { "bVfResizableBAR1Supported", 1, {
		[2] = { 72, 1 }, } },
};

/** @brief Rows of NV0080_CTRL_GPU_GET_VGPU_HETEROGENEOUS_MODE_PARAMS. */
static const struct gvm_nv_row heterogeneous_rows[] = {
	{ { { 550, 40, 7 }, { 570, 211, 1 } }, 1, 0 },
	{ { { 575, 51, 2 }, { 595, 45, 4 } }, 8, 1 },
};

/** @brief Fields of NV0080_CTRL_GPU_GET_VGPU_HETEROGENEOUS_MODE_PARAMS. */
static const struct gvm_nv_field heterogeneous_fields[] = {
	[GVM_NV_HETEROGENEOUS_B_HETEROGENEOUS_MODE] = { "bHeterogeneousMode", 1, {
		[0 ... 1] = { 0, 1 }, } },
	[GVM_NV_HETEROGENEOUS_GPU_INSTANCE_ID] = { "gpuInstanceId", 4, {
		[1] = { 4, 4 }, } },
};

/** @brief Rows of NV2080_CTRL_BUS_GET_PCI_INFO_PARAMS. */
static const struct gvm_nv_row bus_pci_info_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 16, 0 },
};

/** @brief Fields of NV2080_CTRL_BUS_GET_PCI_INFO_PARAMS. */
static const struct gvm_nv_field bus_pci_info_fields[] = {
	[GVM_NV_BUS_PCI_INFO_PCI_DEVICE_ID] = { "pciDeviceId", 4, { { 0, 4 } } },
	[GVM_NV_BUS_PCI_INFO_PCI_SUB_SYSTEM_ID] = { "pciSubSystemId", 4, { { 4, 4 } } },
	[GVM_NV_BUS_PCI_INFO_PCI_REVISION_ID] = { "pciRevisionId", 4, { { 8, 4 } } },
	[GVM_NV_BUS_PCI_INFO_PCI_EXT_DEVICE_ID] = { "pciExtDeviceId", 4, {
		{ 12, 4 }, } },
};

/** @brief Rows of NV2080_CTRL_FB_GET_INFO_V2_PARAMS. */
static const struct gvm_nv_row fb_info_rows[] = {
	{ { { 525, 47, 4 }, { 535, 288, 1 } }, 436, 0 },
	{ { { 545, 23, 6 }, { 555, 58, 2 } }, 444, 1 },
	{ { { 560, 28, 3 }, { 575, 64, 5 } }, 460, 2 },
	{ { { 580, 65, 6 }, { 595, 45, 4 } }, 1028, 3 },
};

/** @brief Fields of NV2080_CTRL_FB_GET_INFO_V2_PARAMS. */
static const struct gvm_nv_field fb_info_fields[] = {
	[GVM_NV_FB_INFO_FB_INFO_LIST_SIZE] = { "fbInfoListSize", 4, {
		[0 ... 3] = { 0, 4 }, } },
	[GVM_NV_FB_INFO_FB_INFO_LIST] = { "fbInfoList", 8, {
		[0] = { 4, 432 }, [1] = { 4, 440 }, [2] = { 4, 456 },
		[3] = { 4, 1024 }, } },
};

const struct gvm_nv_layout gvm_nv_layout_build_version =
	GVM_NV_LAYOUT("NV0000_CTRL_SYSTEM_GET_BUILD_VERSION_V2_PARAMS", build_version);
const struct gvm_nv_layout gvm_nv_layout_probed_ids =
	GVM_NV_LAYOUT("NV0000_CTRL_GPU_GET_PROBED_IDS_PARAMS", probed_ids);
const struct gvm_nv_layout gvm_nv_layout_attach_ids =
	GVM_NV_LAYOUT("NV0000_CTRL_GPU_ATTACH_IDS_PARAMS", attach_ids);
const struct gvm_nv_layout gvm_nv_layout_detach_ids =
	GVM_NV_LAYOUT("NV0000_CTRL_GPU_DETACH_IDS_PARAMS", detach_ids);
const struct gvm_nv_layout gvm_nv_layout_gpu_pci_info =
	GVM_NV_LAYOUT("NV0000_CTRL_GPU_GET_PCI_INFO_PARAMS", gpu_pci_info);
const struct gvm_nv_layout gvm_nv_layout_id_info =
	GVM_NV_LAYOUT("NV0000_CTRL_GPU_GET_ID_INFO_V2_PARAMS", id_info);
const struct gvm_nv_layout gvm_nv_layout_gpu_uuid =
	GVM_NV_LAYOUT("NV0000_CTRL_GPU_GET_UUID_FROM_GPU_ID_PARAMS", gpu_uuid);
const struct gvm_nv_layout gvm_nv_layout_system_notify =
	GVM_NV_LAYOUT("NV0000_CTRL_EVENT_SET_NOTIFICATION_PARAMS", system_notify);
const struct gvm_nv_layout gvm_nv_layout_system_event_status =
	GVM_NV_LAYOUT("NV0000_CTRL_GET_SYSTEM_EVENT_STATUS_PARAMS", system_event_status);
const struct gvm_nv_layout gvm_nv_layout_system_event_data =
	GVM_NV_LAYOUT("NV0000_CTRL_GET_SYSTEM_EVENT_DATA_PARAMS", system_event_data);
const struct gvm_nv_layout gvm_nv_layout_start_data =
	GVM_NV_LAYOUT("NV0000_CTRL_VGPU_GET_START_DATA_PARAMS", start_data);
const struct gvm_nv_layout gvm_nv_layout_persistence =
	GVM_NV_LAYOUT("NV0080_CTRL_GPU_QUERY_SW_STATE_PERSISTENCE_PARAMS", persistence);
const struct gvm_nv_layout gvm_nv_layout_virt_mode =
	GVM_NV_LAYOUT("NV0080_CTRL_GPU_GET_VIRTUALIZATION_MODE_PARAMS", virt_mode);
const struct gvm_nv_layout gvm_nv_layout_sriov_caps =
	GVM_NV_LAYOUT("NV0080_CTRL_GPU_GET_SRIOV_CAPS_PARAMS", sriov_caps);
const struct gvm_nv_layout gvm_nv_layout_heterogeneous =
	GVM_NV_LAYOUT("NV0080_CTRL_GPU_GET_VGPU_HETEROGENEOUS_MODE_PARAMS", heterogeneous);
const struct gvm_nv_layout gvm_nv_layout_bus_pci_info =
	GVM_NV_LAYOUT("NV2080_CTRL_BUS_GET_PCI_INFO_PARAMS", bus_pci_info);
const struct gvm_nv_layout gvm_nv_layout_fb_info =
	GVM_NV_LAYOUT("NV2080_CTRL_FB_GET_INFO_V2_PARAMS", fb_info);
