/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Fields of the structures of controls on the client, the device and the
 *        subdevice.
 */
#ifndef GVM_NVIDIA_FIELDS_GPU_H
#define GVM_NVIDIA_FIELDS_GPU_H

/** @brief Fields of NV0000_CTRL_SYSTEM_GET_BUILD_VERSION_V2_PARAMS. */
enum gvm_nv_build_version_field {
	/** @brief driverVersionBuffer. */
	GVM_NV_BUILD_VERSION_DRIVER_VERSION_BUFFER,
	GVM_NV_BUILD_VERSION_VERSION_BUFFER,	/**< versionBuffer. */
	GVM_NV_BUILD_VERSION_DRIVER_BRANCH,	/**< driverBranch. */
	GVM_NV_BUILD_VERSION_TITLE_BUFFER,	/**< titleBuffer. */
	GVM_NV_BUILD_VERSION_CHANGELIST_NUMBER,	/**< changelistNumber. */
	/** @brief officialChangelistNumber. */
	GVM_NV_BUILD_VERSION_OFFICIAL_CHANGELIST_NUMBER,
};

/** @brief Fields of NV0000_CTRL_GPU_GET_PROBED_IDS_PARAMS. */
enum gvm_nv_probed_ids_field {
	GVM_NV_PROBED_IDS_GPU_IDS,	/**< gpuIds. */
	GVM_NV_PROBED_IDS_EXCLUDED_GPU_IDS,	/**< excludedGpuIds. */
	GVM_NV_PROBED_IDS_GPU_FLAGS,	/**< gpuFlags. */
};

/** @brief Fields of NV0000_CTRL_GPU_ATTACH_IDS_PARAMS. */
enum gvm_nv_attach_ids_field {
	GVM_NV_ATTACH_IDS_GPU_IDS,	/**< gpuIds. */
	GVM_NV_ATTACH_IDS_FAILED_ID,	/**< failedId. */
};

/** @brief Fields of NV0000_CTRL_GPU_DETACH_IDS_PARAMS. */
enum gvm_nv_detach_ids_field {
	GVM_NV_DETACH_IDS_GPU_IDS,	/**< gpuIds. */
};

/** @brief Fields of NV0000_CTRL_GPU_GET_PCI_INFO_PARAMS. */
enum gvm_nv_gpu_pci_info_field {
	GVM_NV_GPU_PCI_INFO_GPU_ID,	/**< gpuId. */
	GVM_NV_GPU_PCI_INFO_DOMAIN,	/**< domain. */
	GVM_NV_GPU_PCI_INFO_BUS,	/**< bus. */
	GVM_NV_GPU_PCI_INFO_SLOT,	/**< slot. */
};

/** @brief Fields of NV0000_CTRL_GPU_GET_ID_INFO_V2_PARAMS. */
enum gvm_nv_id_info_field {
	GVM_NV_ID_INFO_GPU_ID,	/**< gpuId. */
	GVM_NV_ID_INFO_GPU_FLAGS,	/**< gpuFlags. */
	GVM_NV_ID_INFO_DEVICE_INSTANCE,	/**< deviceInstance. */
	GVM_NV_ID_INFO_SUB_DEVICE_INSTANCE,	/**< subDeviceInstance. */
	GVM_NV_ID_INFO_SLI_STATUS,	/**< sliStatus. */
	GVM_NV_ID_INFO_BOARD_ID,	/**< boardId. */
	GVM_NV_ID_INFO_GPU_INSTANCE,	/**< gpuInstance. */
	GVM_NV_ID_INFO_NUMA_ID,	/**< numaId. */
};

/** @brief Fields of NV0000_CTRL_GPU_GET_UUID_FROM_GPU_ID_PARAMS. */
enum gvm_nv_gpu_uuid_field {
	GVM_NV_GPU_UUID_GPU_ID,	/**< gpuId. */
	GVM_NV_GPU_UUID_FLAGS,	/**< flags. */
	GVM_NV_GPU_UUID_GPU_UUID,	/**< gpuUuid. */
	GVM_NV_GPU_UUID_UUID_STR_LEN,	/**< uuidStrLen. */
};

/** @brief Fields of NV0000_CTRL_EVENT_SET_NOTIFICATION_PARAMS. */
enum gvm_nv_system_notify_field {
	GVM_NV_SYSTEM_NOTIFY_EVENT,	/**< event. */
	GVM_NV_SYSTEM_NOTIFY_ACTION,	/**< action. */
};

/** @brief Fields of NV0000_CTRL_GET_SYSTEM_EVENT_STATUS_PARAMS. */
enum gvm_nv_system_event_status_field {
	GVM_NV_SYSTEM_EVENT_STATUS_EVENT,	/**< event. */
	GVM_NV_SYSTEM_EVENT_STATUS_STATUS,	/**< status. */
};

/** @brief Fields of NV0000_CTRL_GET_SYSTEM_EVENT_DATA_PARAMS. */
enum gvm_nv_system_event_data_field {
	GVM_NV_SYSTEM_EVENT_DATA_EVENT,	/**< event. */
	GVM_NV_SYSTEM_EVENT_DATA_DATA,	/**< data. */
	/** @brief data.gpuBindUnbind.gpuId. */
	GVM_NV_SYSTEM_EVENT_DATA_DATA_GPU_BIND_UNBIND_GPU_ID,
	/** @brief data.gpuBindUnbind.bBind. */
	GVM_NV_SYSTEM_EVENT_DATA_DATA_GPU_BIND_UNBIND_B_BIND,
};

/** @brief Fields of NV0000_CTRL_VGPU_GET_START_DATA_PARAMS. */
enum gvm_nv_start_data_field {
	GVM_NV_START_DATA_MDEV_UUID,	/**< mdevUuid. */
	GVM_NV_START_DATA_CONFIG_PARAMS,	/**< configParams. */
	GVM_NV_START_DATA_QEMU_PID,	/**< qemuPid. */
	GVM_NV_START_DATA_GPU_PCI_ID,	/**< gpuPciId. */
	GVM_NV_START_DATA_VGPU_ID,	/**< vgpuId. */
	GVM_NV_START_DATA_GPU_PCI_BDF,	/**< gpuPciBdf. */
};

/** @brief Fields of NV0080_CTRL_GPU_QUERY_SW_STATE_PERSISTENCE_PARAMS. */
enum gvm_nv_persistence_field {
	/** @brief swStatePersistence. */
	GVM_NV_PERSISTENCE_SW_STATE_PERSISTENCE,
};

/** @brief Fields of NV0080_CTRL_GPU_GET_VIRTUALIZATION_MODE_PARAMS. */
enum gvm_nv_virt_mode_field {
	GVM_NV_VIRT_MODE_VIRTUALIZATION_MODE,	/**< virtualizationMode. */
	GVM_NV_VIRT_MODE_IS_GRID_BUILD,	/**< isGridBuild. */
};

/** @brief Fields of NV0080_CTRL_GPU_GET_SRIOV_CAPS_PARAMS. */
enum gvm_nv_sriov_caps_field {
	GVM_NV_SRIOV_CAPS_TOTAL_VFS,	/**< totalVFs. */
	GVM_NV_SRIOV_CAPS_FIRST_VF_OFFSET,	/**< firstVfOffset. */
	GVM_NV_SRIOV_CAPS_VF_FEATURE_MASK,	/**< vfFeatureMask. */
	GVM_NV_SRIOV_CAPS_FIRST_VFBAR0_ADDRESS,	/**< FirstVFBar0Address. */
	GVM_NV_SRIOV_CAPS_FIRST_VFBAR1_ADDRESS,	/**< FirstVFBar1Address. */
	GVM_NV_SRIOV_CAPS_FIRST_VFBAR2_ADDRESS,	/**< FirstVFBar2Address. */
	GVM_NV_SRIOV_CAPS_BAR0_SIZE,	/**< bar0Size. */
	GVM_NV_SRIOV_CAPS_BAR1_SIZE,	/**< bar1Size. */
	GVM_NV_SRIOV_CAPS_BAR2_SIZE,	/**< bar2Size. */
	GVM_NV_SRIOV_CAPS_BAR64_0,	/**< b64bitBar0. */
	GVM_NV_SRIOV_CAPS_BAR64_1,	/**< b64bitBar1. */
	GVM_NV_SRIOV_CAPS_BAR64_2,	/**< b64bitBar2. */
	GVM_NV_SRIOV_CAPS_SRIOV_ENABLED,	/**< bSriovEnabled. */
	GVM_NV_SRIOV_CAPS_SRIOV_HEAVY_ENABLED,	/**< bSriovHeavyEnabled. */
	/** @brief bEmulateVFBar0TlbInvalidationRegister. */
	GVM_NV_SRIOV_CAPS_EMULATE_VFBAR0_TLB_INVALIDATION_REGISTER,
	/** @brief bClientRmAllocatedCtxBuffer. */
	GVM_NV_SRIOV_CAPS_CLIENT_RM_ALLOCATED_CTX_BUFFER,
	/** @brief bNonPowerOf2ChannelCountSupported. */
	GVM_NV_SRIOV_CAPS_NON_POWER_OF2_CHANNEL_COUNT_SUPPORTED,
	/** @brief bVfResizableBAR1Supported. */
	GVM_NV_SRIOV_CAPS_VF_RESIZABLE_BAR1_SUPPORTED,
};

/** @brief Fields of NV0080_CTRL_GPU_GET_VGPU_HETEROGENEOUS_MODE_PARAMS. */
enum gvm_nv_heterogeneous_field {
	/** @brief bHeterogeneousMode. */
	GVM_NV_HETEROGENEOUS_B_HETEROGENEOUS_MODE,
	GVM_NV_HETEROGENEOUS_GPU_INSTANCE_ID,	/**< gpuInstanceId. */
};

/** @brief Fields of NV2080_CTRL_BUS_GET_PCI_INFO_PARAMS. */
enum gvm_nv_bus_pci_info_field {
	GVM_NV_BUS_PCI_INFO_PCI_DEVICE_ID,	/**< pciDeviceId. */
	GVM_NV_BUS_PCI_INFO_PCI_SUB_SYSTEM_ID,	/**< pciSubSystemId. */
	GVM_NV_BUS_PCI_INFO_PCI_REVISION_ID,	/**< pciRevisionId. */
	GVM_NV_BUS_PCI_INFO_PCI_EXT_DEVICE_ID,	/**< pciExtDeviceId. */
};

/** @brief Fields of NV2080_CTRL_FB_GET_INFO_V2_PARAMS. */
enum gvm_nv_fb_info_field {
	GVM_NV_FB_INFO_FB_INFO_LIST_SIZE,	/**< fbInfoListSize. */
	GVM_NV_FB_INFO_FB_INFO_LIST,	/**< fbInfoList. */
};

#endif /* GVM_NVIDIA_FIELDS_GPU_H */
