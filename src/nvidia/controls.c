// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The controls and constants of the driver that this program uses.
 *
 * Releases are those in which the open kernel modules export the control; for
 * controls that only vGPU host packages serve (525 to 545) those in which the
 * headers declare it. Source: see abi.h; the modules' export tables.
 */
#include "nvidia/abi.h"

/** @brief Initialiser of a control. */
#define CONTROL(title, value, block, changes, table)	\
{							\
	.name = (title),				\
	.number = (value),				\
	.params = (block),				\
	.writes = (changes),				\
	.offers = table##_offers,			\
	.n_offers = G_N_ELEMENTS(table##_offers),	\
}

/** @brief Releases that offer NV0000_CTRL_CMD_SYSTEM_GET_BUILD_VERSION_V2. */
static const struct gvm_nv_offer build_version_offers[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NV0000_CTRL_CMD_GPU_GET_PROBED_IDS. */
static const struct gvm_nv_offer probed_ids_offers[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NV0000_CTRL_CMD_GPU_ATTACH_IDS. */
static const struct gvm_nv_offer attach_ids_offers[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NV0000_CTRL_CMD_GPU_DETACH_IDS. */
static const struct gvm_nv_offer detach_ids_offers[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NV0000_CTRL_CMD_GPU_GET_PCI_INFO. */
static const struct gvm_nv_offer gpu_pci_info_offers[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NV0000_CTRL_CMD_GPU_GET_ID_INFO_V2. */
static const struct gvm_nv_offer id_info_offers[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NV0000_CTRL_CMD_GPU_GET_UUID_FROM_GPU_ID. */
static const struct gvm_nv_offer gpu_uuid_offers[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NV0000_CTRL_CMD_EVENT_SET_NOTIFICATION. */
static const struct gvm_nv_offer system_notify_offers[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NV0000_CTRL_CMD_GET_SYSTEM_EVENT_STATUS. */
static const struct gvm_nv_offer system_event_status_offers[] = {
	{ { { 525, 47, 4 }, { 570, 211, 1 } }, false },
};

/** @brief Releases that offer NV0000_CTRL_CMD_GET_SYSTEM_EVENT_DATA. */
static const struct gvm_nv_offer system_event_data_offers[] = {
	{ { { 575, 51, 2 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NV0000_CTRL_CMD_VGPU_GET_START_DATA. */
static const struct gvm_nv_offer start_data_offers[] = {
	{ { { 525, 47, 4 }, { 535, 183, 6 } }, false },
	{ { { 545, 23, 6 }, { 550, 40, 63 } }, false },
	{ { { 550, 54, 14 }, { 550, 78, 0 } }, false },
};

/** @brief Releases that offer NV0080_CTRL_CMD_GPU_QUERY_SW_STATE_PERSISTENCE. */
static const struct gvm_nv_offer persistence_offers[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NV0080_CTRL_CMD_GPU_GET_VIRTUALIZATION_MODE. */
static const struct gvm_nv_offer virt_mode_offers[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NV0080_CTRL_CMD_GPU_GET_SRIOV_CAPS. */
static const struct gvm_nv_offer sriov_caps_offers[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NV0080_CTRL_CMD_GPU_GET_VGPU_HETEROGENEOUS_MODE. */
static const struct gvm_nv_offer heterogeneous_offers[] = {
	{ { { 550, 40, 7 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NV2080_CTRL_CMD_BUS_GET_PCI_INFO. */
static const struct gvm_nv_offer bus_pci_info_offers[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NV2080_CTRL_CMD_FB_GET_INFO_V2. */
static const struct gvm_nv_offer fb_info_offers[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NVA081_CTRL_CMD_VGPU_CONFIG_SET_INFO. */
static const struct gvm_nv_offer set_info_offers[] = {
	{ { { 525, 47, 4 }, { 535, 179, 0 } }, false },
	{ { { 535, 183, 1 }, { 535, 288, 1 } }, true },
	{ { { 545, 23, 6 }, { 550, 40, 63 } }, false },
	{ { { 550, 40, 65 }, { 550, 40, 85 } }, true },
	{ { { 550, 54, 14 }, { 550, 78, 0 } }, false },
	{ { { 550, 90, 7 }, { 550, 163, 1 } }, true },
	{ { { 555, 42, 2 }, { 555, 42, 6 } }, false },
	{ { { 555, 52, 4 }, { 595, 45, 4 } }, true },
};

/** @brief Releases that offer NVA081_CTRL_CMD_VGPU_CONFIG_ENUMERATE_VGPU_PER_PGPU. */
static const struct gvm_nv_offer enumerate_offers[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NVA081_CTRL_CMD_VGPU_CONFIG_GET_VGPU_TYPE_INFO. */
static const struct gvm_nv_offer type_info_offers[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NVA081_CTRL_CMD_VGPU_CONFIG_GET_SUPPORTED_VGPU_TYPES. */
static const struct gvm_nv_offer supported_offers[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NVA081_CTRL_CMD_VGPU_CONFIG_GET_CREATABLE_VGPU_TYPES. */
static const struct gvm_nv_offer creatable_offers[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NVA081_CTRL_CMD_VGPU_CONFIG_EVENT_SET_NOTIFICATION. */
static const struct gvm_nv_offer vgpu_notify_offers[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NVA081_CTRL_CMD_VGPU_CONFIG_NOTIFY_START. */
static const struct gvm_nv_offer notify_start_offers[] = {
	{ { { 525, 47, 4 }, { 535, 183, 6 } }, false },
	{ { { 545, 23, 6 }, { 550, 40, 63 } }, false },
	{ { { 550, 54, 14 }, { 550, 78, 0 } }, false },
};

/** @brief Releases that offer NVA081_CTRL_CMD_VGPU_CONFIG_MDEV_REGISTER. */
static const struct gvm_nv_offer mdev_register_offers[] = {
	{ { { 525, 47, 4 }, { 545, 29, 6 } }, false },
};

/** @brief Releases that offer NVA081_CTRL_CMD_VGPU_CONFIG_UPDATE_PGPU_INFO. */
static const struct gvm_nv_offer update_pgpu_info_offers[] = {
	{ { { 550, 40, 7 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NVA081_CTRL_CMD_VGPU_CONFIG_GET_VGPU_FB_USAGE. */
static const struct gvm_nv_offer fb_usage_offers[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NVA081_CTRL_CMD_VGPU_CONFIG_GET_MIGRATION_CAP. */
static const struct gvm_nv_offer migration_cap_offers[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NVA081_CTRL_CMD_VGPU_CONFIG_GET_HOST_FB_RESERVATION. */
static const struct gvm_nv_offer fb_reservation_offers[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NVA081_CTRL_CMD_PGPU_GET_MULTI_VGPU_SUPPORT_INFO. */
static const struct gvm_nv_offer multi_vgpu_offers[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NVA081_CTRL_CMD_GET_VGPU_DRIVER_CAPS. */
static const struct gvm_nv_offer driver_caps_offers[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, false },
};

/** @brief Releases that offer NVA081_CTRL_CMD_VGPU_CONFIG_GET_CREATABLE_PLACEMENTS. */
static const struct gvm_nv_offer placements_offers[] = {
	{ { { 550, 40, 7 }, { 595, 45, 4 } }, false },
};

/** @brief Every control. */
static const struct gvm_nv_control_def controls[] = {
	[GVM_NV_C_BUILD_VERSION] =
		CONTROL("NV0000_CTRL_CMD_SYSTEM_GET_BUILD_VERSION_V2",
			0x13e, GVM_NV_S_BUILD_VERSION, false,
			build_version),
	[GVM_NV_C_PROBED_IDS] =
		CONTROL("NV0000_CTRL_CMD_GPU_GET_PROBED_IDS",
			0x214, GVM_NV_S_PROBED_IDS, false,
			probed_ids),
	[GVM_NV_C_ATTACH_IDS] =
		CONTROL("NV0000_CTRL_CMD_GPU_ATTACH_IDS",
			0x215, GVM_NV_S_ATTACH_IDS, false,
			attach_ids),
	[GVM_NV_C_DETACH_IDS] =
		CONTROL("NV0000_CTRL_CMD_GPU_DETACH_IDS",
			0x216, GVM_NV_S_DETACH_IDS, false,
			detach_ids),
	[GVM_NV_C_GPU_PCI_INFO] =
		CONTROL("NV0000_CTRL_CMD_GPU_GET_PCI_INFO",
			0x21b, GVM_NV_S_GPU_PCI_INFO, false,
			gpu_pci_info),
	[GVM_NV_C_ID_INFO] =
		CONTROL("NV0000_CTRL_CMD_GPU_GET_ID_INFO_V2",
			0x205, GVM_NV_S_ID_INFO, false,
			id_info),
	[GVM_NV_C_GPU_UUID] =
		CONTROL("NV0000_CTRL_CMD_GPU_GET_UUID_FROM_GPU_ID",
			0x275, GVM_NV_S_GPU_UUID, false,
			gpu_uuid),
	[GVM_NV_C_SYSTEM_NOTIFY] =
		CONTROL("NV0000_CTRL_CMD_EVENT_SET_NOTIFICATION",
			0x501, GVM_NV_S_SYSTEM_NOTIFY, false,
			system_notify),
	[GVM_NV_C_SYSTEM_EVENT_STATUS] =
		CONTROL("NV0000_CTRL_CMD_GET_SYSTEM_EVENT_STATUS",
			0x502, GVM_NV_S_SYSTEM_EVENT_STATUS, false,
			system_event_status),
	[GVM_NV_C_SYSTEM_EVENT_DATA] =
		CONTROL("NV0000_CTRL_CMD_GET_SYSTEM_EVENT_DATA",
			0x502, GVM_NV_S_SYSTEM_EVENT_DATA, false,
			system_event_data),
	[GVM_NV_C_START_DATA] =
		CONTROL("NV0000_CTRL_CMD_VGPU_GET_START_DATA",
			0xc01, GVM_NV_S_START_DATA, false,
			start_data),
	[GVM_NV_C_PERSISTENCE] =
		CONTROL("NV0080_CTRL_CMD_GPU_QUERY_SW_STATE_PERSISTENCE",
			0x800288, GVM_NV_S_PERSISTENCE, false,
			persistence),
	[GVM_NV_C_VIRT_MODE] =
		CONTROL("NV0080_CTRL_CMD_GPU_GET_VIRTUALIZATION_MODE",
			0x800289, GVM_NV_S_VIRT_MODE, false,
			virt_mode),
	[GVM_NV_C_SRIOV_CAPS] =
		CONTROL("NV0080_CTRL_CMD_GPU_GET_SRIOV_CAPS",
			0x800291, GVM_NV_S_SRIOV_CAPS, false,
			sriov_caps),
	[GVM_NV_C_HETEROGENEOUS] =
		CONTROL("NV0080_CTRL_CMD_GPU_GET_VGPU_HETEROGENEOUS_MODE",
			0x800298, GVM_NV_S_HETEROGENEOUS, false,
			heterogeneous),
	[GVM_NV_C_BUS_PCI_INFO] =
		CONTROL("NV2080_CTRL_CMD_BUS_GET_PCI_INFO",
			0x20801801, GVM_NV_S_BUS_PCI_INFO, false,
			bus_pci_info),
	[GVM_NV_C_FB_INFO] =
		CONTROL("NV2080_CTRL_CMD_FB_GET_INFO_V2",
			0x20801303, GVM_NV_S_FB_INFO, false,
			fb_info),
	[GVM_NV_C_SET_INFO] =
		CONTROL("NVA081_CTRL_CMD_VGPU_CONFIG_SET_INFO",
			0xa0810101, GVM_NV_S_SET_INFO, true,
			set_info),
	[GVM_NV_C_ENUMERATE] =
		CONTROL("NVA081_CTRL_CMD_VGPU_CONFIG_ENUMERATE_VGPU_PER_PGPU",
			0xa0810102, GVM_NV_S_ENUMERATE, false,
			enumerate),
	[GVM_NV_C_TYPE_INFO] =
		CONTROL("NVA081_CTRL_CMD_VGPU_CONFIG_GET_VGPU_TYPE_INFO",
			0xa0810103, GVM_NV_S_TYPE_INFO, false,
			type_info),
	[GVM_NV_C_SUPPORTED] =
		CONTROL("NVA081_CTRL_CMD_VGPU_CONFIG_GET_SUPPORTED_VGPU_TYPES",
			0xa0810104, GVM_NV_S_TYPES, false,
			supported),
	[GVM_NV_C_CREATABLE] =
		CONTROL("NVA081_CTRL_CMD_VGPU_CONFIG_GET_CREATABLE_VGPU_TYPES",
			0xa0810105, GVM_NV_S_TYPES, false,
			creatable),
	[GVM_NV_C_VGPU_NOTIFY] =
		CONTROL("NVA081_CTRL_CMD_VGPU_CONFIG_EVENT_SET_NOTIFICATION",
			0xa0810106, GVM_NV_S_VGPU_NOTIFY, false,
			vgpu_notify),
	[GVM_NV_C_NOTIFY_START] =
		CONTROL("NVA081_CTRL_CMD_VGPU_CONFIG_NOTIFY_START",
			0xa0810107, GVM_NV_S_NOTIFY_START, true,
			notify_start),
	[GVM_NV_C_MDEV_REGISTER] =
		CONTROL("NVA081_CTRL_CMD_VGPU_CONFIG_MDEV_REGISTER",
			0xa0810109, GVM_NV_NO_STRUCT, true,
			mdev_register),
	[GVM_NV_C_UPDATE_PGPU_INFO] =
		CONTROL("NVA081_CTRL_CMD_VGPU_CONFIG_UPDATE_PGPU_INFO",
			0xa0810109, GVM_NV_NO_STRUCT, true,
			update_pgpu_info),
	[GVM_NV_C_FB_USAGE] =
		CONTROL("NVA081_CTRL_CMD_VGPU_CONFIG_GET_VGPU_FB_USAGE",
			0xa0810111, GVM_NV_S_FB_USAGE, false,
			fb_usage),
	[GVM_NV_C_MIGRATION_CAP] =
		CONTROL("NVA081_CTRL_CMD_VGPU_CONFIG_GET_MIGRATION_CAP",
			0xa0810112, GVM_NV_S_MIGRATION_CAP, false,
			migration_cap),
	[GVM_NV_C_FB_RESERVATION] =
		CONTROL("NVA081_CTRL_CMD_VGPU_CONFIG_GET_HOST_FB_RESERVATION",
			0xa0810113, GVM_NV_S_FB_RESERVATION, false,
			fb_reservation),
	[GVM_NV_C_MULTI_VGPU] =
		CONTROL("NVA081_CTRL_CMD_PGPU_GET_MULTI_VGPU_SUPPORT_INFO",
			0xa0810117, GVM_NV_S_MULTI_VGPU, false,
			multi_vgpu),
	[GVM_NV_C_DRIVER_CAPS] =
		CONTROL("NVA081_CTRL_CMD_GET_VGPU_DRIVER_CAPS",
			0xa0810118, GVM_NV_S_DRIVER_CAPS, false,
			driver_caps),
	[GVM_NV_C_PLACEMENTS] =
		CONTROL("NVA081_CTRL_CMD_VGPU_CONFIG_GET_CREATABLE_PLACEMENTS",
			0xa081011c, GVM_NV_S_PLACEMENTS, false,
			placements),
};

const struct gvm_nv_control_def *
gvm_nv_abi_control(enum gvm_nv_control which)
{
	return &controls[which];
}
