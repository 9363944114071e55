// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Numbers of the driver's interface that depend on the release.
 *
 * Source: see abi.h; headers cl0000_notification.h, ctrl0000event.h, cla081.h,
 * ctrla081.h, ctrl2080fb.h and nv-ioctl.h.
 */
#include "nvidia/abi.h"

/** @brief Initialiser of a constant. */
#define CONSTANT(title, table)				\
{							\
	.name = (title),				\
	.rows = table##_rows,				\
	.n_rows = G_N_ELEMENTS(table##_rows),		\
}

/** @brief Values of NV0000_NOTIFIERS_VM_START. */
static const struct gvm_nv_value notifiers_vm_start_rows[] = {
	{ { { 525, 47, 4 }, { 535, 183, 6 } }, 0x2 },
	{ { { 545, 23, 6 }, { 550, 40, 63 } }, 0x2 },
	{ { { 550, 54, 14 }, { 550, 78, 0 } }, 0x2 },
};

/** @brief Values of NV0000_NOTIFIERS_GPU_BIND_EVENT. */
static const struct gvm_nv_value notifiers_gpu_bind_event_rows[] = {
	{ { { 525, 47, 4 }, { 570, 211, 1 } }, 0x3 },
};

/** @brief Values of NV0000_NOTIFIERS_GPU_UNBIND_EVENT. */
static const struct gvm_nv_value notifiers_gpu_unbind_event_rows[] = {
	{ { { 535, 216, 1 }, { 535, 288, 1 } }, 0x2 },
	{ { { 550, 40, 65 }, { 550, 40, 85 } }, 0x2 },
	{ { { 550, 90, 7 }, { 570, 211, 1 } }, 0x2 },
};

/** @brief Values of NV0000_NOTIFIERS_VGPU_UNBIND_EVENT. */
static const struct gvm_nv_value notifiers_vgpu_unbind_event_rows[] = {
	{ { { 575, 51, 2 }, { 595, 45, 4 } }, 0x1 },
};

/** @brief Values of NV0000_NOTIFIERS_VGPU_BIND_EVENT. */
static const struct gvm_nv_value notifiers_vgpu_bind_event_rows[] = {
	{ { { 575, 51, 2 }, { 595, 45, 4 } }, 0x2 },
};

/** @brief Values of NV0000_NOTIFIERS_GPU_BIND_UNBIND_EVENT. */
static const struct gvm_nv_value notifiers_gpu_bind_unbind_event_rows[] = {
	{ { { 575, 51, 2 }, { 595, 45, 4 } }, 0x3 },
};

/** @brief Values of NVA081_NOTIFIERS_EVENT_VGPU_GUEST_CREATED. */
static const struct gvm_nv_value notifiers_event_vgpu_guest_created_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 0x0 },
};

/** @brief Values of NVA081_NOTIFIERS_EVENT_VGPU_GUEST_INITIALISING. */
static const struct gvm_nv_value notifiers_event_vgpu_guest_initialising_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 0x1 },
};

/** @brief Values of NVA081_NOTIFIERS_EVENT_VGPU_GUEST_DESTROYED. */
static const struct gvm_nv_value notifiers_event_vgpu_guest_destroyed_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 0x2 },
};

/** @brief Values of NVA081_MAX_VGPU_TYPES_PER_PGPU. */
static const struct gvm_nv_value max_vgpu_types_per_pgpu_rows[] = {
	{ { { 525, 47, 4 }, { 570, 211, 1 } }, 0x40 },
	{ { { 575, 51, 2 }, { 575, 64, 5 } }, 0x64 },
	{ { { 580, 65, 6 }, { 595, 45, 4 } }, 0x80 },
};

/** @brief Values of NVA081_MAX_VGPU_PER_PGPU. */
static const struct gvm_nv_value max_vgpu_per_pgpu_rows[] = {
	{ { { 525, 47, 4 }, { 575, 64, 5 } }, 0x20 },
	{ { { 580, 65, 6 }, { 595, 45, 4 } }, 0x30 },
};

/** @brief Values of NV_RM_API_VERSION_CMD_QUERY. */
static const struct gvm_nv_value rm_api_version_cmd_query_rows[] = {
	{ { { 530, 30, 2 }, { 595, 45, 4 } }, 0x32 },
};

/** @brief Values of NV2080_CTRL_FB_INFO_INDEX_TOTAL_RAM_SIZE. */
static const struct gvm_nv_value fb_info_index_total_ram_size_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 0x8 },
};

/** @brief Values of NV2080_CTRL_FB_INFO_INDEX_RAM_SIZE. */
static const struct gvm_nv_value fb_info_index_ram_size_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 0x7 },
};

/** @brief Values of NV2080_CTRL_FB_INFO_INDEX_HEAP_FREE. */
static const struct gvm_nv_value fb_info_index_heap_free_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 0x16 },
};

/** @brief Values of NV2080_CTRL_FB_INFO_INDEX_HEAP_SIZE. */
static const struct gvm_nv_value fb_info_index_heap_size_rows[] = {
	{ { { 525, 47, 4 }, { 595, 45, 4 } }, 0x9 },
};

/** @brief Every constant. */
static const struct gvm_nv_constant_def constants[] = {
	[GVM_NV_K_NOTIFIERS_VM_START] =
		CONSTANT("NV0000_NOTIFIERS_VM_START",
			 notifiers_vm_start),
	[GVM_NV_K_NOTIFIERS_GPU_BIND_EVENT] =
		CONSTANT("NV0000_NOTIFIERS_GPU_BIND_EVENT",
			 notifiers_gpu_bind_event),
	[GVM_NV_K_NOTIFIERS_GPU_UNBIND_EVENT] =
		CONSTANT("NV0000_NOTIFIERS_GPU_UNBIND_EVENT",
			 notifiers_gpu_unbind_event),
	[GVM_NV_K_NOTIFIERS_VGPU_UNBIND_EVENT] =
		CONSTANT("NV0000_NOTIFIERS_VGPU_UNBIND_EVENT",
			 notifiers_vgpu_unbind_event),
	[GVM_NV_K_NOTIFIERS_VGPU_BIND_EVENT] =
		CONSTANT("NV0000_NOTIFIERS_VGPU_BIND_EVENT",
			 notifiers_vgpu_bind_event),
	[GVM_NV_K_NOTIFIERS_GPU_BIND_UNBIND_EVENT] =
		CONSTANT("NV0000_NOTIFIERS_GPU_BIND_UNBIND_EVENT",
			 notifiers_gpu_bind_unbind_event),
	[GVM_NV_K_NOTIFIERS_EVENT_VGPU_GUEST_CREATED] =
		CONSTANT("NVA081_NOTIFIERS_EVENT_VGPU_GUEST_CREATED",
			 notifiers_event_vgpu_guest_created),
	[GVM_NV_K_NOTIFIERS_EVENT_VGPU_GUEST_INITIALISING] =
		CONSTANT("NVA081_NOTIFIERS_EVENT_VGPU_GUEST_INITIALISING",
			 notifiers_event_vgpu_guest_initialising),
	[GVM_NV_K_NOTIFIERS_EVENT_VGPU_GUEST_DESTROYED] =
		CONSTANT("NVA081_NOTIFIERS_EVENT_VGPU_GUEST_DESTROYED",
			 notifiers_event_vgpu_guest_destroyed),
	[GVM_NV_K_MAX_VGPU_TYPES_PER_PGPU] =
		CONSTANT("NVA081_MAX_VGPU_TYPES_PER_PGPU",
			 max_vgpu_types_per_pgpu),
	[GVM_NV_K_MAX_VGPU_PER_PGPU] =
		CONSTANT("NVA081_MAX_VGPU_PER_PGPU",
			 max_vgpu_per_pgpu),
	[GVM_NV_K_RM_API_VERSION_CMD_QUERY] =
		CONSTANT("NV_RM_API_VERSION_CMD_QUERY",
			 rm_api_version_cmd_query),
	[GVM_NV_K_FB_INFO_INDEX_TOTAL_RAM_SIZE] =
		CONSTANT("NV2080_CTRL_FB_INFO_INDEX_TOTAL_RAM_SIZE",
			 fb_info_index_total_ram_size),
	[GVM_NV_K_FB_INFO_INDEX_RAM_SIZE] =
		CONSTANT("NV2080_CTRL_FB_INFO_INDEX_RAM_SIZE",
			 fb_info_index_ram_size),
	[GVM_NV_K_FB_INFO_INDEX_HEAP_FREE] =
		CONSTANT("NV2080_CTRL_FB_INFO_INDEX_HEAP_FREE",
			 fb_info_index_heap_free),
	[GVM_NV_K_FB_INFO_INDEX_HEAP_SIZE] =
		CONSTANT("NV2080_CTRL_FB_INFO_INDEX_HEAP_SIZE",
			 fb_info_index_heap_size),
};

const struct gvm_nv_constant_def *
gvm_nv_abi_constant(enum gvm_nv_constant which)
{
	return &constants[which];
}
