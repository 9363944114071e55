// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Structures of the ioctls themselves and of allocations.
 *
 * Rows: releases, size in bytes, layout. Fields: name, bytes of an element (0
 * for a structure), then { offset, size } by layout; a layout that is left out
 * does not have the field. Source: see abi.h; headers
 * nv-ioctl.h, nvos.h, cl0080.h, cl2080.h, nv-unix-nvos-params-wrappers.h.
 */
#include "nvidia/layout.h"

/** @brief Rows of nv_ioctl_rm_api_version_t. */
static const struct gvm_nv_row version_check_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 72, 0 },
};

/** @brief Fields of nv_ioctl_rm_api_version_t. */
static const struct gvm_nv_field version_check_fields[] = {
	[GVM_NV_VERSION_CHECK_CMD] = { "cmd", 4, { { 0, 4 } } },
	[GVM_NV_VERSION_CHECK_REPLY] = { "reply", 4, { { 4, 4 } } },
	[GVM_NV_VERSION_CHECK_VERSION_STRING] = { "versionString", 1, { { 8, 64 } } },
};

/** @brief Rows of nv_ioctl_card_info_t. */
static const struct gvm_nv_row card_info_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 72, 0 },
};

/** @brief Fields of nv_ioctl_card_info_t. */
static const struct gvm_nv_field card_info_fields[] = {
	[GVM_NV_CARD_INFO_VALID] = { "valid", 1, { { 0, 1 } } },
	[GVM_NV_CARD_INFO_PCI_INFO_DOMAIN] = { "pci_info.domain", 4, { { 4, 4 } } },
	[GVM_NV_CARD_INFO_PCI_INFO_BUS] = { "pci_info.bus", 1, { { 8, 1 } } },
	[GVM_NV_CARD_INFO_PCI_INFO_SLOT] = { "pci_info.slot", 1, { { 9, 1 } } },
	[GVM_NV_CARD_INFO_PCI_INFO_FUNCTION] = { "pci_info.function", 1, {
		{ 10, 1 }, } },
	[GVM_NV_CARD_INFO_PCI_INFO_VENDOR_ID] = { "pci_info.vendor_id", 2, {
		{ 12, 2 }, } },
	[GVM_NV_CARD_INFO_PCI_INFO_DEVICE_ID] = { "pci_info.device_id", 2, {
		{ 14, 2 }, } },
	[GVM_NV_CARD_INFO_GPU_ID] = { "gpu_id", 4, { { 16, 4 } } },
	[GVM_NV_CARD_INFO_INTERRUPT_LINE] = { "interrupt_line", 2, { { 20, 2 } } },
	[GVM_NV_CARD_INFO_REG_ADDRESS] = { "reg_address", 8, { { 24, 8 } } },
	[GVM_NV_CARD_INFO_REG_SIZE] = { "reg_size", 8, { { 32, 8 } } },
	[GVM_NV_CARD_INFO_FB_ADDRESS] = { "fb_address", 8, { { 40, 8 } } },
	[GVM_NV_CARD_INFO_FB_SIZE] = { "fb_size", 8, { { 48, 8 } } },
	[GVM_NV_CARD_INFO_MINOR_NUMBER] = { "minor_number", 4, { { 56, 4 } } },
	[GVM_NV_CARD_INFO_DEV_NAME] = { "dev_name", 1, { { 60, 10 } } },
};

/** @brief Rows of nv_ioctl_alloc_os_event_t. */
static const struct gvm_nv_row alloc_os_event_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 16, 0 },
};

/** @brief Fields of nv_ioctl_alloc_os_event_t. */
static const struct gvm_nv_field alloc_os_event_fields[] = {
	[GVM_NV_ALLOC_OS_EVENT_H_CLIENT] = { "hClient", 4, { { 0, 4 } } },
	[GVM_NV_ALLOC_OS_EVENT_H_DEVICE] = { "hDevice", 4, { { 4, 4 } } },
	[GVM_NV_ALLOC_OS_EVENT_FD] = { "fd", 4, { { 8, 4 } } },
	[GVM_NV_ALLOC_OS_EVENT_STATUS] = { "Status", 4, { { 12, 4 } } },
};

/** @brief Rows of nv_ioctl_free_os_event_t. */
static const struct gvm_nv_row free_os_event_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 16, 0 },
};

/** @brief Fields of nv_ioctl_free_os_event_t. */
static const struct gvm_nv_field free_os_event_fields[] = {
	[GVM_NV_FREE_OS_EVENT_H_CLIENT] = { "hClient", 4, { { 0, 4 } } },
	[GVM_NV_FREE_OS_EVENT_H_DEVICE] = { "hDevice", 4, { { 4, 4 } } },
	[GVM_NV_FREE_OS_EVENT_FD] = { "fd", 4, { { 8, 4 } } },
	[GVM_NV_FREE_OS_EVENT_STATUS] = { "Status", 4, { { 12, 4 } } },
};

/** @brief Rows of NVOS00_PARAMETERS. */
static const struct gvm_nv_row free_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 16, 0 },
};

/** @brief Fields of NVOS00_PARAMETERS. */
static const struct gvm_nv_field free_fields[] = {
	[GVM_NV_FREE_H_ROOT] = { "hRoot", 4, { { 0, 4 } } },
	[GVM_NV_FREE_H_OBJECT_PARENT] = { "hObjectParent", 4, { { 4, 4 } } },
	[GVM_NV_FREE_H_OBJECT_OLD] = { "hObjectOld", 4, { { 8, 4 } } },
	[GVM_NV_FREE_STATUS] = { "status", 4, { { 12, 4 } } },
};

/** @brief Rows of NVOS21_PARAMETERS. */
static const struct gvm_nv_row alloc_rows[] = {
	{ { { 525, 47, 4 }, { 530, 41, 3 } }, 32, 0 },
	{ { { 535, 43, 2 }, { 595, 45, 4 } }, 32, 1 },
};

/** @brief Fields of NVOS21_PARAMETERS. */
static const struct gvm_nv_field alloc_fields[] = {
	[GVM_NV_ALLOC_H_ROOT] = { "hRoot", 4, { [0 ... 1] = { 0, 4 } } },
	[GVM_NV_ALLOC_H_OBJECT_PARENT] = { "hObjectParent", 4, {
		[0 ... 1] = { 4, 4 }, } },
	[GVM_NV_ALLOC_H_OBJECT_NEW] = { "hObjectNew", 4, { [0 ... 1] = { 8, 4 } } },
	[GVM_NV_ALLOC_H_CLASS] = { "hClass", 4, { [0 ... 1] = { 12, 4 } } },
	[GVM_NV_ALLOC_PARAMS] = { "pAllocParms", 8, { [0 ... 1] = { 16, 8 } } },
	[GVM_NV_ALLOC_PARAMS_SIZE] = { "paramsSize", 4, { [1] = { 24, 4 } } },
	[GVM_NV_ALLOC_STATUS] = { "status", 4, { [0] = { 24, 4 }, [1] = { 28, 4 } } },
};

/** @brief Rows of NVOS54_PARAMETERS. */
static const struct gvm_nv_row control_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 32, 0 },
};

/** @brief Fields of NVOS54_PARAMETERS. */
static const struct gvm_nv_field control_fields[] = {
	[GVM_NV_CONTROL_H_CLIENT] = { "hClient", 4, { { 0, 4 } } },
	[GVM_NV_CONTROL_H_OBJECT] = { "hObject", 4, { { 4, 4 } } },
	[GVM_NV_CONTROL_CMD] = { "cmd", 4, { { 8, 4 } } },
	[GVM_NV_CONTROL_FLAGS] = { "flags", 4, { { 12, 4 } } },
	[GVM_NV_CONTROL_PARAMS] = { "params", 8, { { 16, 8 } } },
	[GVM_NV_CONTROL_PARAMS_SIZE] = { "paramsSize", 4, { { 24, 4 } } },
	[GVM_NV_CONTROL_STATUS] = { "status", 4, { { 28, 4 } } },
};

/** @brief Rows of NVOS41_PARAMETERS. */
static const struct gvm_nv_row get_event_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 16, 0 },
};

/** @brief Fields of NVOS41_PARAMETERS. */
static const struct gvm_nv_field get_event_fields[] = {
	[GVM_NV_GET_EVENT_P_EVENT] = { "pEvent", 8, { { 0, 8 } } },
	[GVM_NV_GET_EVENT_MORE_EVENTS] = { "MoreEvents", 4, { { 8, 4 } } },
	[GVM_NV_GET_EVENT_STATUS] = { "status", 4, { { 12, 4 } } },
};

/** @brief Rows of NvUnixEvent. */
static const struct gvm_nv_row unix_event_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 16, 0 },
};

/** @brief Fields of NvUnixEvent. */
static const struct gvm_nv_field unix_event_fields[] = {
	[GVM_NV_UNIX_EVENT_H_OBJECT] = { "hObject", 4, { { 0, 4 } } },
	[GVM_NV_UNIX_EVENT_NOTIFY_INDEX] = { "NotifyIndex", 4, { { 4, 4 } } },
	[GVM_NV_UNIX_EVENT_INFO32] = { "info32", 4, { { 8, 4 } } },
	[GVM_NV_UNIX_EVENT_INFO16] = { "info16", 2, { { 12, 2 } } },
};

/** @brief Rows of NV0005_ALLOC_PARAMETERS. */
static const struct gvm_nv_row event_alloc_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 24, 0 },
};

/** @brief Fields of NV0005_ALLOC_PARAMETERS. */
static const struct gvm_nv_field event_alloc_fields[] = {
	[GVM_NV_EVENT_ALLOC_H_PARENT_CLIENT] = { "hParentClient", 4, { { 0, 4 } } },
	[GVM_NV_EVENT_ALLOC_H_SRC_RESOURCE] = { "hSrcResource", 4, { { 4, 4 } } },
	[GVM_NV_EVENT_ALLOC_H_CLASS] = { "hClass", 4, { { 8, 4 } } },
	[GVM_NV_EVENT_ALLOC_NOTIFY_INDEX] = { "notifyIndex", 4, { { 12, 4 } } },
	[GVM_NV_EVENT_ALLOC_DATA] = { "data", 8, { { 16, 8 } } },
};

/** @brief Rows of NV0080_ALLOC_PARAMETERS. */
static const struct gvm_nv_row device_alloc_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 56, 0 },
};

/** @brief Fields of NV0080_ALLOC_PARAMETERS. */
static const struct gvm_nv_field device_alloc_fields[] = {
	[GVM_NV_DEVICE_ALLOC_DEVICE_ID] = { "deviceId", 4, { { 0, 4 } } },
	[GVM_NV_DEVICE_ALLOC_H_CLIENT_SHARE] = { "hClientShare", 4, { { 4, 4 } } },
	[GVM_NV_DEVICE_ALLOC_H_TARGET_CLIENT] = { "hTargetClient", 4, { { 8, 4 } } },
	[GVM_NV_DEVICE_ALLOC_H_TARGET_DEVICE] = { "hTargetDevice", 4, { { 12, 4 } } },
	[GVM_NV_DEVICE_ALLOC_FLAGS] = { "flags", 4, { { 16, 4 } } },
	[GVM_NV_DEVICE_ALLOC_VA_SPACE_SIZE] = { "vaSpaceSize", 8, { { 24, 8 } } },
	[GVM_NV_DEVICE_ALLOC_VA_START_INTERNAL] = { "vaStartInternal", 8, {
		{ 32, 8 }, } },
	[GVM_NV_DEVICE_ALLOC_VA_LIMIT_INTERNAL] = { "vaLimitInternal", 8, {
		{ 40, 8 }, } },
	[GVM_NV_DEVICE_ALLOC_VA_MODE] = { "vaMode", 4, { { 48, 4 } } },
};

/** @brief Rows of NV2080_ALLOC_PARAMETERS. */
static const struct gvm_nv_row subdevice_alloc_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 4, 0 },
};

/** @brief Fields of NV2080_ALLOC_PARAMETERS. */
static const struct gvm_nv_field subdevice_alloc_fields[] = {
	[GVM_NV_SUBDEVICE_ALLOC_SUB_DEVICE_ID] = { "subDeviceId", 4, { { 0, 4 } } },
};

const struct gvm_nv_layout gvm_nv_layout_version_check =
	GVM_NV_LAYOUT("nv_ioctl_rm_api_version_t", version_check);
const struct gvm_nv_layout gvm_nv_layout_card_info =
	GVM_NV_LAYOUT("nv_ioctl_card_info_t", card_info);
const struct gvm_nv_layout gvm_nv_layout_alloc_os_event =
	GVM_NV_LAYOUT("nv_ioctl_alloc_os_event_t", alloc_os_event);
const struct gvm_nv_layout gvm_nv_layout_free_os_event =
	GVM_NV_LAYOUT("nv_ioctl_free_os_event_t", free_os_event);
const struct gvm_nv_layout gvm_nv_layout_free =
	GVM_NV_LAYOUT("NVOS00_PARAMETERS", free);
const struct gvm_nv_layout gvm_nv_layout_alloc =
	GVM_NV_LAYOUT("NVOS21_PARAMETERS", alloc);
const struct gvm_nv_layout gvm_nv_layout_control =
	GVM_NV_LAYOUT("NVOS54_PARAMETERS", control);
const struct gvm_nv_layout gvm_nv_layout_get_event =
	GVM_NV_LAYOUT("NVOS41_PARAMETERS", get_event);
const struct gvm_nv_layout gvm_nv_layout_unix_event =
	GVM_NV_LAYOUT("NvUnixEvent", unix_event);
const struct gvm_nv_layout gvm_nv_layout_event_alloc =
	GVM_NV_LAYOUT("NV0005_ALLOC_PARAMETERS", event_alloc);
const struct gvm_nv_layout gvm_nv_layout_device_alloc =
	GVM_NV_LAYOUT("NV0080_ALLOC_PARAMETERS", device_alloc);
const struct gvm_nv_layout gvm_nv_layout_subdevice_alloc =
	GVM_NV_LAYOUT("NV2080_ALLOC_PARAMETERS", subdevice_alloc);
