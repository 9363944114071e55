/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The tables behind abi.h, one for each structure.
 */
#ifndef GVM_NVIDIA_LAYOUT_H
#define GVM_NVIDIA_LAYOUT_H

#include "nvidia/abi.h"

/** @brief Initialiser of a layout from its two tables. */
#define GVM_NV_LAYOUT(title, table)			\
{							\
	.name = (title),				\
	.rows = table##_rows,				\
	.n_rows = G_N_ELEMENTS(table##_rows),		\
	.fields = table##_fields,			\
	.n_fields = G_N_ELEMENTS(table##_fields),	\
}

/** @brief nv_ioctl_rm_api_version_t. */
extern const struct gvm_nv_layout gvm_nv_layout_version_check;
/** @brief nv_ioctl_card_info_t. */
extern const struct gvm_nv_layout gvm_nv_layout_card_info;
/** @brief nv_ioctl_alloc_os_event_t. */
extern const struct gvm_nv_layout gvm_nv_layout_alloc_os_event;
/** @brief nv_ioctl_free_os_event_t. */
extern const struct gvm_nv_layout gvm_nv_layout_free_os_event;
/** @brief NVOS00_PARAMETERS. */
extern const struct gvm_nv_layout gvm_nv_layout_free;
/** @brief NVOS21_PARAMETERS. */
extern const struct gvm_nv_layout gvm_nv_layout_alloc;
/** @brief NVOS54_PARAMETERS. */
extern const struct gvm_nv_layout gvm_nv_layout_control;
/** @brief NVOS41_PARAMETERS. */
extern const struct gvm_nv_layout gvm_nv_layout_get_event;
/** @brief NvUnixEvent. */
extern const struct gvm_nv_layout gvm_nv_layout_unix_event;
/** @brief NV0005_ALLOC_PARAMETERS. */
extern const struct gvm_nv_layout gvm_nv_layout_event_alloc;
/** @brief NV0080_ALLOC_PARAMETERS. */
extern const struct gvm_nv_layout gvm_nv_layout_device_alloc;
/** @brief NV2080_ALLOC_PARAMETERS. */
extern const struct gvm_nv_layout gvm_nv_layout_subdevice_alloc;
/** @brief NV0000_CTRL_SYSTEM_GET_BUILD_VERSION_V2_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_build_version;
/** @brief NV0000_CTRL_GPU_GET_PROBED_IDS_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_probed_ids;
/** @brief NV0000_CTRL_GPU_ATTACH_IDS_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_attach_ids;
/** @brief NV0000_CTRL_GPU_DETACH_IDS_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_detach_ids;
/** @brief NV0000_CTRL_GPU_GET_PCI_INFO_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_gpu_pci_info;
/** @brief NV0000_CTRL_GPU_GET_ID_INFO_V2_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_id_info;
/** @brief NV0000_CTRL_GPU_GET_UUID_FROM_GPU_ID_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_gpu_uuid;
/** @brief NV0000_CTRL_EVENT_SET_NOTIFICATION_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_system_notify;
/** @brief NV0000_CTRL_GET_SYSTEM_EVENT_STATUS_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_system_event_status;
/** @brief NV0000_CTRL_GET_SYSTEM_EVENT_DATA_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_system_event_data;
/** @brief NV0000_CTRL_VGPU_GET_START_DATA_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_start_data;
/** @brief NV0080_CTRL_GPU_QUERY_SW_STATE_PERSISTENCE_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_persistence;
/** @brief NV0080_CTRL_GPU_GET_VIRTUALIZATION_MODE_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_virt_mode;
/** @brief NV0080_CTRL_GPU_GET_SRIOV_CAPS_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_sriov_caps;
/** @brief NV0080_CTRL_GPU_GET_VGPU_HETEROGENEOUS_MODE_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_heterogeneous;
/** @brief NV2080_CTRL_BUS_GET_PCI_INFO_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_bus_pci_info;
/** @brief NV2080_CTRL_FB_GET_INFO_V2_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_fb_info;
/** @brief NVA081_CTRL_VGPU_CONFIG_INFO_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_set_info;
/** @brief NVA081_CTRL_VGPU_CONFIG_ENUMERATE_VGPU_PER_PGPU_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_enumerate;
/** @brief NVA081_CTRL_VGPU_CONFIG_GET_VGPU_TYPE_INFO_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_type_info;
/** @brief NVA081_CTRL_VGPU_CONFIG_GET_VGPU_TYPES_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_types;
/** @brief NVA081_CTRL_VGPU_CONFIG_EVENT_SET_NOTIFICATION_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_vgpu_notify;
/** @brief NVA081_CTRL_VGPU_CONFIG_NOTIFY_START_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_notify_start;
/** @brief NVA081_CTRL_VGPU_CONFIG_GET_VGPU_FB_USAGE_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_fb_usage;
/** @brief NVA081_VGPU_FB_USAGE. */
extern const struct gvm_nv_layout gvm_nv_layout_fb_used;
/** @brief NVA081_CTRL_CMD_VGPU_CONFIG_GET_MIGRATION_CAP_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_migration_cap;
/** @brief NVA081_CTRL_VGPU_CONFIG_GET_HOST_FB_RESERVATION_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_fb_reservation;
/** @brief NVA081_CTRL_PGPU_GET_MULTI_VGPU_SUPPORT_INFO_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_multi_vgpu;
/** @brief NVA081_CTRL_GET_VGPU_DRIVER_CAPS_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_driver_caps;
/** @brief NVA081_CTRL_VGPU_CONFIG_GET_CREATABLE_PLACEMENTS_PARAMS. */
extern const struct gvm_nv_layout gvm_nv_layout_placements;
/** @brief NVA081_VGPU_GUEST. */
extern const struct gvm_nv_layout gvm_nv_layout_guest;
/** @brief NVA081_GUEST_VM_INFO. */
extern const struct gvm_nv_layout gvm_nv_layout_guest_vm;
/** @brief NVA081_HOST_VGPU_DEVICE. */
extern const struct gvm_nv_layout gvm_nv_layout_host_device;
/** @brief NVA081_CTRL_VGPU_INFO. */
extern const struct gvm_nv_layout gvm_nv_layout_info;

#endif /* GVM_NVIDIA_LAYOUT_H */
