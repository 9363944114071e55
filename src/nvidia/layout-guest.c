// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Structures that describe a running vGPU.
 *
 * Rows: releases, size in bytes, layout. Fields: name, bytes of an element (0
 * for a structure), then { offset, size } by layout; a layout that is left out
 * does not have the field. Source: see abi.h; headers ctrla081.h.
 */
#include "nvidia/layout.h"

/** @brief Rows of NVA081_VGPU_GUEST. */
static const struct gvm_nv_row guest_rows[] = {
	{ { { 525, 47, 4 }, { 545, 29, 6 } }, 336, 0 },
	{ { { 550, 40, 7 }, { 560, 35, 3 } }, 336, 1 },
	{ { { 565, 57, 1 }, { 575, 64, 5 } }, 336, 2 },
	{ { { 580, 65, 6 }, { 595, 45, 4 } }, 408, 3 },
};

/** @brief Fields of NVA081_VGPU_GUEST. */
static const struct gvm_nv_field guest_fields[] = {
	[GVM_NV_GUEST_VM_INFO] = { "guestVmInfo", 0, {
		[0 ... 2] = { 0, 256 }, [3] = { 0, 320 }, } },
	[GVM_NV_GUEST_VGPU_DEVICE] = { "vgpuDevice", 0, {
		[0 ... 2] = { 256, 80 }, [3] = { 320, 88 }, } },
};

/** @brief Rows of NVA081_GUEST_VM_INFO. */
static const struct gvm_nv_row guest_vm_rows[] = {
	{ { { 525, 47, 4 }, { 575, 64, 5 } }, 256, 0 },
	{ { { 580, 65, 6 }, { 595, 45, 4 } }, 320, 1 },
};

/** @brief Fields of NVA081_GUEST_VM_INFO. */
static const struct gvm_nv_field guest_vm_fields[] = {
	[GVM_NV_GUEST_VM_PID] = { "vmPid", 4, { [0 ... 1] = { 0, 4 } } },
	[GVM_NV_GUEST_VM_ID_TYPE] = { "vmIdType", 4, { [0 ... 1] = { 4, 4 } } },
	[GVM_NV_GUEST_VM_OS] = { "guestOs", 4, { [0 ... 1] = { 8, 4 } } },
	[GVM_NV_GUEST_VM_MIGRATION_PROHIBITED] = { "migrationProhibited", 4, {
		[0 ... 1] = { 12, 4 }, } },
	[GVM_NV_GUEST_VM_NEGOTIATED_VGPU_VERSION] = { "guestNegotiatedVgpuVersion", 4, {
		[0 ... 1] = { 16, 4 }, } },
	[GVM_NV_GUEST_VM_FRAME_RATE_LIMIT] = { "frameRateLimit", 4, {
		[0 ... 1] = { 20, 4 }, } },
	[GVM_NV_GUEST_VM_LICENSED] = { "licensed", 1, { [0 ... 1] = { 24, 1 } } },
	[GVM_NV_GUEST_VM_LICENSE_STATE] = { "licenseState", 4, {
		[0 ... 1] = { 28, 4 }, } },
	[GVM_NV_GUEST_VM_LICENSE_EXPIRY_TIMESTAMP] = { "licenseExpiryTimestamp", 4, {
		[0 ... 1] = { 32, 4 }, } },
	[GVM_NV_GUEST_VM_LICENSE_EXPIRY_STATUS] = { "licenseExpiryStatus", 1, {
		[0 ... 1] = { 36, 1 }, } },
	[GVM_NV_GUEST_VM_VM_ID] = { "guestVmId", 0, { [0 ... 1] = { 40, 16 } } },
	[GVM_NV_GUEST_VM_DRIVER_VERSION] = { "guestDriverVersion", 1, {
		[0] = { 56, 32 }, [1] = { 56, 64 }, } },
	[GVM_NV_GUEST_VM_DRIVER_BRANCH] = { "guestDriverBranch", 1, {
		[0] = { 88, 32 }, [1] = { 120, 64 }, } },
	[GVM_NV_GUEST_VM_NAME] = { "vmName", 1, {
		[0] = { 120, 128 }, [1] = { 184, 128 }, } },
	[GVM_NV_GUEST_VM_VM_INFO_STATE] = { "guestVmInfoState", 4, {
		[0] = { 248, 4 }, [1] = { 312, 4 }, } },
};

/** @brief Rows of NVA081_HOST_VGPU_DEVICE. */
static const struct gvm_nv_row host_device_rows[] = {
	{ { { 525, 47, 4 }, { 545, 29, 6 } }, 80, 0 },
	{ { { 550, 40, 7 }, { 560, 35, 3 } }, 80, 1 },
	{ { { 565, 57, 1 }, { 575, 64, 5 } }, 80, 2 },
	{ { { 580, 65, 6 }, { 595, 45, 4 } }, 88, 3 },
};

/** @brief Fields of NVA081_HOST_VGPU_DEVICE. */
static const struct gvm_nv_field host_device_fields[] = {
	[GVM_NV_HOST_DEVICE_TYPE] = { "vgpuType", 4, { [0 ... 3] = { 0, 4 } } },
	[GVM_NV_HOST_DEVICE_DEVICE_INSTANCE_ID] = { "vgpuDeviceInstanceId", 4, {
		[0 ... 3] = { 4, 4 }, } },
	[GVM_NV_HOST_DEVICE_PCI_ID] = { "vgpuPciId", 8, { [0 ... 3] = { 8, 8 } } },
	[GVM_NV_HOST_DEVICE_UUID] = { "vgpuUuid", 1, { [0 ... 3] = { 16, 16 } } },
	[GVM_NV_HOST_DEVICE_DEV_NAME] = { "vgpuDevName", 1, {
		[2 ... 3] = { 32, 16 }, } },
	[GVM_NV_HOST_DEVICE_ENCODER_CAPACITY] = { "encoderCapacity", 4, {
		[0 ... 3] = { 48, 4 }, } },
	[GVM_NV_HOST_DEVICE_FB_USED] = { "fbUsed", 8, { [0 ... 3] = { 56, 8 } } },
	[GVM_NV_HOST_DEVICE_ECC_STATE] = { "eccState", 4, { [0 ... 3] = { 64, 4 } } },
	[GVM_NV_HOST_DEVICE_DRIVER_LOADED] = { "bDriverLoaded", 1, {
		[0 ... 3] = { 68, 1 }, } },
	[GVM_NV_HOST_DEVICE_SWIZZ_ID] = { "swizzId", 4, { [0 ... 3] = { 72, 4 } } },
	[GVM_NV_HOST_DEVICE_PLACEMENT_ID] = { "placementId", 4, {
		[1 ... 3] = { 76, 4 }, } },
	[GVM_NV_HOST_DEVICE_ACCOUNTING_PID] = { "accountingPid", 4, {
		[3] = { 80, 4 }, } },
	[GVM_NV_HOST_DEVICE_MDEV_UUID] = { "mdevUuid", 1, { [0 ... 1] = { 32, 16 } } },
};

const struct gvm_nv_layout gvm_nv_layout_guest =
	GVM_NV_LAYOUT("NVA081_VGPU_GUEST", guest);
const struct gvm_nv_layout gvm_nv_layout_guest_vm =
	GVM_NV_LAYOUT("NVA081_GUEST_VM_INFO", guest_vm);
const struct gvm_nv_layout gvm_nv_layout_host_device =
	GVM_NV_LAYOUT("NVA081_HOST_VGPU_DEVICE", host_device);
