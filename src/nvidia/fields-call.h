/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Fields of the structures of ioctls and allocations.
 */
#ifndef GVM_NVIDIA_FIELDS_CALL_H
#define GVM_NVIDIA_FIELDS_CALL_H

/** @brief Fields of nv_ioctl_rm_api_version_t. */
enum gvm_nv_version_check_field {
	GVM_NV_VERSION_CHECK_CMD,	/**< cmd. */
	GVM_NV_VERSION_CHECK_REPLY,	/**< reply. */
	GVM_NV_VERSION_CHECK_VERSION_STRING,	/**< versionString. */
};

/** @brief Fields of nv_ioctl_card_info_t. */
enum gvm_nv_card_info_field {
	GVM_NV_CARD_INFO_VALID,	/**< valid. */
	GVM_NV_CARD_INFO_PCI_INFO_DOMAIN,	/**< pci_info.domain. */
	GVM_NV_CARD_INFO_PCI_INFO_BUS,	/**< pci_info.bus. */
	GVM_NV_CARD_INFO_PCI_INFO_SLOT,	/**< pci_info.slot. */
	GVM_NV_CARD_INFO_PCI_INFO_FUNCTION,	/**< pci_info.function. */
	GVM_NV_CARD_INFO_PCI_INFO_VENDOR_ID,	/**< pci_info.vendor_id. */
	GVM_NV_CARD_INFO_PCI_INFO_DEVICE_ID,	/**< pci_info.device_id. */
	GVM_NV_CARD_INFO_GPU_ID,	/**< gpu_id. */
	GVM_NV_CARD_INFO_INTERRUPT_LINE,	/**< interrupt_line. */
	GVM_NV_CARD_INFO_REG_ADDRESS,	/**< reg_address. */
	GVM_NV_CARD_INFO_REG_SIZE,	/**< reg_size. */
	GVM_NV_CARD_INFO_FB_ADDRESS,	/**< fb_address. */
	GVM_NV_CARD_INFO_FB_SIZE,	/**< fb_size. */
	GVM_NV_CARD_INFO_MINOR_NUMBER,	/**< minor_number. */
	GVM_NV_CARD_INFO_DEV_NAME,	/**< dev_name. */
};

/** @brief Fields of nv_ioctl_alloc_os_event_t. */
enum gvm_nv_alloc_os_event_field {
	GVM_NV_ALLOC_OS_EVENT_H_CLIENT,	/**< hClient. */
	GVM_NV_ALLOC_OS_EVENT_H_DEVICE,	/**< hDevice. */
	GVM_NV_ALLOC_OS_EVENT_FD,	/**< fd. */
	GVM_NV_ALLOC_OS_EVENT_STATUS,	/**< Status. */
};

/** @brief Fields of nv_ioctl_free_os_event_t. */
enum gvm_nv_free_os_event_field {
	GVM_NV_FREE_OS_EVENT_H_CLIENT,	/**< hClient. */
	GVM_NV_FREE_OS_EVENT_H_DEVICE,	/**< hDevice. */
	GVM_NV_FREE_OS_EVENT_FD,	/**< fd. */
	GVM_NV_FREE_OS_EVENT_STATUS,	/**< Status. */
};

/** @brief Fields of NVOS00_PARAMETERS. */
enum gvm_nv_free_field {
	GVM_NV_FREE_H_ROOT,	/**< hRoot. */
	GVM_NV_FREE_H_OBJECT_PARENT,	/**< hObjectParent. */
	GVM_NV_FREE_H_OBJECT_OLD,	/**< hObjectOld. */
	GVM_NV_FREE_STATUS,	/**< status. */
};

/** @brief Fields of NVOS21_PARAMETERS. */
enum gvm_nv_alloc_field {
	GVM_NV_ALLOC_H_ROOT,	/**< hRoot. */
	GVM_NV_ALLOC_H_OBJECT_PARENT,	/**< hObjectParent. */
	GVM_NV_ALLOC_H_OBJECT_NEW,	/**< hObjectNew. */
	GVM_NV_ALLOC_H_CLASS,	/**< hClass. */
	GVM_NV_ALLOC_PARAMS,	/**< pAllocParms. */
	GVM_NV_ALLOC_PARAMS_SIZE,	/**< paramsSize. */
	GVM_NV_ALLOC_STATUS,	/**< status. */
};

/** @brief Fields of NVOS54_PARAMETERS. */
enum gvm_nv_control_field {
	GVM_NV_CONTROL_H_CLIENT,	/**< hClient. */
	GVM_NV_CONTROL_H_OBJECT,	/**< hObject. */
	GVM_NV_CONTROL_CMD,	/**< cmd. */
	GVM_NV_CONTROL_FLAGS,	/**< flags. */
	GVM_NV_CONTROL_PARAMS,	/**< params. */
	GVM_NV_CONTROL_PARAMS_SIZE,	/**< paramsSize. */
	GVM_NV_CONTROL_STATUS,	/**< status. */
};

/** @brief Fields of NVOS41_PARAMETERS. */
enum gvm_nv_get_event_field {
	GVM_NV_GET_EVENT_P_EVENT,	/**< pEvent. */
	GVM_NV_GET_EVENT_MORE_EVENTS,	/**< MoreEvents. */
	GVM_NV_GET_EVENT_STATUS,	/**< status. */
};

/** @brief Fields of NvUnixEvent. */
enum gvm_nv_unix_event_field {
	GVM_NV_UNIX_EVENT_H_OBJECT,	/**< hObject. */
	GVM_NV_UNIX_EVENT_NOTIFY_INDEX,	/**< NotifyIndex. */
	GVM_NV_UNIX_EVENT_INFO32,	/**< info32. */
	GVM_NV_UNIX_EVENT_INFO16,	/**< info16. */
};

/** @brief Fields of NV0005_ALLOC_PARAMETERS. */
enum gvm_nv_event_alloc_field {
	GVM_NV_EVENT_ALLOC_H_PARENT_CLIENT,	/**< hParentClient. */
	GVM_NV_EVENT_ALLOC_H_SRC_RESOURCE,	/**< hSrcResource. */
	GVM_NV_EVENT_ALLOC_H_CLASS,	/**< hClass. */
	GVM_NV_EVENT_ALLOC_NOTIFY_INDEX,	/**< notifyIndex. */
	GVM_NV_EVENT_ALLOC_DATA,	/**< data. */
};

/** @brief Fields of NV0080_ALLOC_PARAMETERS. */
enum gvm_nv_device_alloc_field {
	GVM_NV_DEVICE_ALLOC_DEVICE_ID,	/**< deviceId. */
	GVM_NV_DEVICE_ALLOC_H_CLIENT_SHARE,	/**< hClientShare. */
	GVM_NV_DEVICE_ALLOC_H_TARGET_CLIENT,	/**< hTargetClient. */
	GVM_NV_DEVICE_ALLOC_H_TARGET_DEVICE,	/**< hTargetDevice. */
	GVM_NV_DEVICE_ALLOC_FLAGS,	/**< flags. */
	GVM_NV_DEVICE_ALLOC_VA_SPACE_SIZE,	/**< vaSpaceSize. */
	GVM_NV_DEVICE_ALLOC_VA_START_INTERNAL,	/**< vaStartInternal. */
	GVM_NV_DEVICE_ALLOC_VA_LIMIT_INTERNAL,	/**< vaLimitInternal. */
	GVM_NV_DEVICE_ALLOC_VA_MODE,	/**< vaMode. */
};

/** @brief Fields of NV2080_ALLOC_PARAMETERS. */
enum gvm_nv_subdevice_alloc_field {
	GVM_NV_SUBDEVICE_ALLOC_SUB_DEVICE_ID,	/**< subDeviceId. */
};

#endif /* GVM_NVIDIA_FIELDS_CALL_H */
