/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Fields of the structures of controls on the vGPU configuration
 *        object, and of those inside them.
 */
#ifndef GVM_NVIDIA_FIELDS_VGPU_H
#define GVM_NVIDIA_FIELDS_VGPU_H

/** @brief Fields of NVA081_CTRL_VGPU_CONFIG_INFO_PARAMS. */
enum gvm_nv_set_info_field {
	GVM_NV_SET_INFO_DISCARD_VGPU_TYPES,	/**< discardVgpuTypes. */
	GVM_NV_SET_INFO_VGPU_INFO,	/**< vgpuInfo. */
	GVM_NV_SET_INFO_VGPU_CONFIG_STATE,	/**< vgpuConfigState. */
};

/** @brief Fields of NVA081_CTRL_VGPU_CONFIG_ENUMERATE_VGPU_PER_PGPU_PARAMS. */
enum gvm_nv_enumerate_field {
	GVM_NV_ENUMERATE_VGPU_TYPE,	/**< vgpuType. */
	GVM_NV_ENUMERATE_NUM_VGPU,	/**< numVgpu. */
	GVM_NV_ENUMERATE_VGPU_GUEST,	/**< vgpuGuest. */
};

/** @brief Fields of NVA081_CTRL_VGPU_CONFIG_GET_VGPU_TYPE_INFO_PARAMS. */
enum gvm_nv_type_info_field {
	GVM_NV_TYPE_INFO_VGPU_TYPE,	/**< vgpuType. */
	GVM_NV_TYPE_INFO_VGPU_TYPE_INFO,	/**< vgpuTypeInfo. */
};

/** @brief Fields of NVA081_CTRL_VGPU_CONFIG_GET_VGPU_TYPES_PARAMS. */
enum gvm_nv_types_field {
	GVM_NV_TYPES_GPU_INSTANCE_ID,	/**< gpuInstanceId. */
	GVM_NV_TYPES_VGPU_CONFIG_STATE,	/**< vgpuConfigState. */
	GVM_NV_TYPES_NUM_VGPU_TYPES,	/**< numVgpuTypes. */
	GVM_NV_TYPES_VGPU_TYPES,	/**< vgpuTypes. */
};

/** @brief Fields of NVA081_CTRL_VGPU_CONFIG_EVENT_SET_NOTIFICATION_PARAMS. */
enum gvm_nv_vgpu_notify_field {
	GVM_NV_VGPU_NOTIFY_EVENT,	/**< event. */
	GVM_NV_VGPU_NOTIFY_ACTION,	/**< action. */
};

/** @brief Fields of NVA081_CTRL_VGPU_CONFIG_NOTIFY_START_PARAMS. */
enum gvm_nv_notify_start_field {
	GVM_NV_NOTIFY_START_MDEV_UUID,	/**< mdevUuid. */
	GVM_NV_NOTIFY_START_VM_UUID,	/**< vmUuid. */
	GVM_NV_NOTIFY_START_VM_NAME,	/**< vmName. */
	GVM_NV_NOTIFY_START_RETURN_STATUS,	/**< returnStatus. */
};

/** @brief Fields of NVA081_CTRL_VGPU_CONFIG_GET_VGPU_FB_USAGE_PARAMS. */
enum gvm_nv_fb_usage_field {
	GVM_NV_FB_USAGE_VGPU_COUNT,	/**< vgpuCount. */
	GVM_NV_FB_USAGE_VGPU_FB_USAGE,	/**< vgpuFbUsage. */
};

/** @brief Fields of NVA081_VGPU_FB_USAGE. */
enum gvm_nv_fb_used_field {
	GVM_NV_FB_USED_VGPU_UUID,	/**< vgpuUuid. */
	GVM_NV_FB_USED_FB_USED,	/**< fbUsed. */
};

/** @brief Fields of NVA081_CTRL_CMD_VGPU_CONFIG_GET_MIGRATION_CAP_PARAMS. */
enum gvm_nv_migration_cap_field {
	GVM_NV_MIGRATION_CAP_B_MIGRATION_CAP,	/**< bMigrationCap. */
};

/** @brief Fields of NVA081_CTRL_VGPU_CONFIG_GET_HOST_FB_RESERVATION_PARAMS. */
enum gvm_nv_fb_reservation_field {
	GVM_NV_FB_RESERVATION_HOST_RESERVED_FB,	/**< hostReservedFb. */
	/** @brief eccAndPrReservedFb. */
	GVM_NV_FB_RESERVATION_ECC_AND_PR_RESERVED_FB,
	GVM_NV_FB_RESERVATION_TOTAL_RESERVED_FB,	/**< totalReservedFb. */
	GVM_NV_FB_RESERVATION_VGPU_TYPE_ID,	/**< vgpuTypeId. */
};

/** @brief Fields of NVA081_CTRL_PGPU_GET_MULTI_VGPU_SUPPORT_INFO_PARAMS. */
enum gvm_nv_multi_vgpu_field {
	/** @brief fractionalmultiVgpuSupported. */
	GVM_NV_MULTI_VGPU_FRACTIONALMULTI_VGPU_SUPPORTED,
	/** @brief heterogeneousTimesliceProfilesSupported. */
	GVM_NV_MULTI_VGPU_HETEROGENEOUS_TIMESLICE_PROFILES_SUPPORTED,
	/** @brief heterogeneousTimesliceSizesSupported. */
	GVM_NV_MULTI_VGPU_HETEROGENEOUS_TIMESLICE_SIZES_SUPPORTED,
};

/** @brief Fields of NVA081_CTRL_GET_VGPU_DRIVER_CAPS_PARAMS. */
enum gvm_nv_driver_caps_field {
	/** @brief heterogeneousMultiVgpuSupported. */
	GVM_NV_DRIVER_CAPS_HETEROGENEOUS_MULTI_VGPU_SUPPORTED,
	/** @brief warmUpdateSupported. */
	GVM_NV_DRIVER_CAPS_WARM_UPDATE_SUPPORTED,
};

/** @brief Fields of NVA081_CTRL_VGPU_CONFIG_GET_CREATABLE_PLACEMENTS_PARAMS. */
enum gvm_nv_placements_field {
	GVM_NV_PLACEMENTS_GPU_INSTANCE_ID,	/**< gpuInstanceId. */
	GVM_NV_PLACEMENTS_VGPU_TYPE_ID,	/**< vgpuTypeId. */
	GVM_NV_PLACEMENTS_PLACEMENT_SIZE,	/**< placementSize. */
	GVM_NV_PLACEMENTS_COUNT,	/**< count. */
	GVM_NV_PLACEMENTS_PLACEMENT_IDS,	/**< placementIds. */
};

/** @brief Fields of NVA081_VGPU_GUEST. */
enum gvm_nv_guest_field {
	GVM_NV_GUEST_VM_INFO,	/**< guestVmInfo. */
	GVM_NV_GUEST_VGPU_DEVICE,	/**< vgpuDevice. */
};

/** @brief Fields of NVA081_GUEST_VM_INFO. */
enum gvm_nv_guest_vm_field {
	GVM_NV_GUEST_VM_PID,	/**< vmPid. */
	GVM_NV_GUEST_VM_ID_TYPE,	/**< vmIdType. */
	GVM_NV_GUEST_VM_OS,	/**< guestOs. */
	GVM_NV_GUEST_VM_MIGRATION_PROHIBITED,	/**< migrationProhibited. */
	/** @brief guestNegotiatedVgpuVersion. */
	GVM_NV_GUEST_VM_NEGOTIATED_VGPU_VERSION,
	GVM_NV_GUEST_VM_FRAME_RATE_LIMIT,	/**< frameRateLimit. */
	GVM_NV_GUEST_VM_LICENSED,	/**< licensed. */
	GVM_NV_GUEST_VM_LICENSE_STATE,	/**< licenseState. */
	/** @brief licenseExpiryTimestamp. */
	GVM_NV_GUEST_VM_LICENSE_EXPIRY_TIMESTAMP,
	GVM_NV_GUEST_VM_LICENSE_EXPIRY_STATUS,	/**< licenseExpiryStatus. */
	GVM_NV_GUEST_VM_VM_ID,	/**< guestVmId. */
	GVM_NV_GUEST_VM_DRIVER_VERSION,	/**< guestDriverVersion. */
	GVM_NV_GUEST_VM_DRIVER_BRANCH,	/**< guestDriverBranch. */
	GVM_NV_GUEST_VM_NAME,	/**< vmName. */
	GVM_NV_GUEST_VM_VM_INFO_STATE,	/**< guestVmInfoState. */
};

/** @brief Fields of NVA081_HOST_VGPU_DEVICE. */
enum gvm_nv_host_device_field {
	GVM_NV_HOST_DEVICE_TYPE,	/**< vgpuType. */
	GVM_NV_HOST_DEVICE_DEVICE_INSTANCE_ID,	/**< vgpuDeviceInstanceId. */
	GVM_NV_HOST_DEVICE_PCI_ID,	/**< vgpuPciId. */
	GVM_NV_HOST_DEVICE_UUID,	/**< vgpuUuid. */
	GVM_NV_HOST_DEVICE_DEV_NAME,	/**< vgpuDevName. */
	GVM_NV_HOST_DEVICE_ENCODER_CAPACITY,	/**< encoderCapacity. */
	GVM_NV_HOST_DEVICE_FB_USED,	/**< fbUsed. */
	GVM_NV_HOST_DEVICE_ECC_STATE,	/**< eccState. */
	GVM_NV_HOST_DEVICE_DRIVER_LOADED,	/**< bDriverLoaded. */
	GVM_NV_HOST_DEVICE_SWIZZ_ID,	/**< swizzId. */
	GVM_NV_HOST_DEVICE_PLACEMENT_ID,	/**< placementId. */
	GVM_NV_HOST_DEVICE_ACCOUNTING_PID,	/**< accountingPid. */
	GVM_NV_HOST_DEVICE_MDEV_UUID,	/**< mdevUuid. */
};

/** @brief Fields of NVA081_CTRL_VGPU_INFO. */
enum gvm_nv_info_field {
	GVM_NV_INFO_TYPE,	/**< vgpuType. */
	GVM_NV_INFO_NAME,	/**< vgpuName. */
	GVM_NV_INFO_CLASS,	/**< vgpuClass. */
	GVM_NV_INFO_SIGNATURE,	/**< vgpuSignature. */
	GVM_NV_INFO_LICENSE,	/**< license. */
	GVM_NV_INFO_MAX_INSTANCE,	/**< maxInstance. */
	GVM_NV_INFO_NUM_HEADS,	/**< numHeads. */
	GVM_NV_INFO_MAX_RESOLUTION_X,	/**< maxResolutionX. */
	GVM_NV_INFO_MAX_RESOLUTION_Y,	/**< maxResolutionY. */
	GVM_NV_INFO_MAX_PIXELS,	/**< maxPixels. */
	GVM_NV_INFO_FRL_CONFIG,	/**< frlConfig. */
	GVM_NV_INFO_CUDA_ENABLED,	/**< cudaEnabled. */
	GVM_NV_INFO_ECC_SUPPORTED,	/**< eccSupported. */
	GVM_NV_INFO_GPU_INSTANCE_SIZE,	/**< gpuInstanceSize. */
	GVM_NV_INFO_NOMINAL_FB_REGION_SIZE,	/**< nominalFbRegionSize. */
	GVM_NV_INFO_MULTI_VGPU_SUPPORTED,	/**< multiVgpuSupported. */
	GVM_NV_INFO_VDEV_ID,	/**< vdevId. */
	GVM_NV_INFO_PDEV_ID,	/**< pdevId. */
	GVM_NV_INFO_PROFILE_SIZE,	/**< profileSize. */
	GVM_NV_INFO_FB_LENGTH,	/**< fbLength. */
	GVM_NV_INFO_GSP_HEAP_SIZE,	/**< gspHeapSize. */
	GVM_NV_INFO_FB_RESERVATION,	/**< fbReservation. */
	GVM_NV_INFO_MAPPABLE_VIDEO_SIZE,	/**< mappableVideoSize. */
	GVM_NV_INFO_ENCODER_CAPACITY,	/**< encoderCapacity. */
	GVM_NV_INFO_BAR1_LENGTH,	/**< bar1Length. */
	GVM_NV_INFO_FRL_ENABLE,	/**< frlEnable. */
	GVM_NV_INFO_SSVID,	/**< vgpuSsvid. */
	GVM_NV_INFO_ADAPTER_NAME,	/**< adapterName. */
	GVM_NV_INFO_ADAPTER_NAME_UNICODE,	/**< adapterName_Unicode. */
	GVM_NV_INFO_SHORT_GPU_NAME_STRING,	/**< shortGpuNameString. */
	GVM_NV_INFO_LICENSED_PRODUCT_NAME,	/**< licensedProductName. */
	GVM_NV_INFO_EXTRA_PARAMS,	/**< vgpuExtraParams. */
	GVM_NV_INFO_FTRACE_ENABLE,	/**< ftraceEnable. */
	GVM_NV_INFO_GPUDIRECT_SUPPORTED,	/**< gpuDirectSupported. */
	GVM_NV_INFO_NVLINK_P2P,	/**< nvlinkP2PSupported. */
	GVM_NV_INFO_MAX_INSTANCE_PER_GI,	/**< maxInstancePerGI. */
	GVM_NV_INFO_MULTI_VGPU_EXCLUSIVE,	/**< multiVgpuExclusive. */
	GVM_NV_INFO_EXCLUSIVE_TYPE,	/**< exclusiveType. */
	GVM_NV_INFO_EXCLUSIVE_SIZE,	/**< exclusiveSize. */
	GVM_NV_INFO_GPU_INSTANCE_PROFILE_ID,	/**< gpuInstanceProfileId. */
	GVM_NV_INFO_PLACEMENT_SIZE,	/**< placementSize. */
	/** @brief homogeneousPlacementCount. */
	GVM_NV_INFO_HOMOGENEOUS_PLACEMENT_COUNT,
	GVM_NV_INFO_HOMOGENEOUS_PLACEMENT_IDS,	/**< homogeneousPlacementIds. */
	/** @brief heterogeneousPlacementCount. */
	GVM_NV_INFO_HETEROGENEOUS_PLACEMENT_COUNT,
	/** @brief heterogeneousPlacementIds. */
	GVM_NV_INFO_HETEROGENEOUS_PLACEMENT_IDS,
	GVM_NV_INFO_PLACEMENT_COUNT,	/**< placementCount. */
	GVM_NV_INFO_PLACEMENT_IDS,	/**< placementIds. */
};

#endif /* GVM_NVIDIA_FIELDS_VGPU_H */
