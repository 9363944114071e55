/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The ioctls of /dev/nvidiactl as vgpusim answers them; read by the module and by the rig's tools.
 * NV_ESC_CHECK_VERSION_STR is the driver's own; the SIM_ ones are the rig's.
 */
#ifndef VGPUSIM_ABI_H
#define VGPUSIM_ABI_H

#include <linux/ioctl.h>
#include <linux/types.h>

/**
 * struct vgpusim_version - a client's version check
 * @cmd: what is asked; the simulation looks at none of it
 * @reply: 1 when the version was recognised
 * @version: the driver's version, filled in by the driver
 */
struct vgpusim_version {
	__u32 cmd;
	__u32 reply;
	char version[64];
};

/**
 * struct vgpusim_type_op - a change of one parent's types at run time
 * @parent: number of the parent: GPU * 4 + VF, or the GPU itself where it has no VFs
 * @type: number of the type (nvidia-TYPE)
 * @how: SIM_LIVE, or SIM_REREGISTER: the whole parent is taken away and brought back
 * @framebuffer: frame buffer of an added type, in MiB
 * @limit: SIM_SET_LIMIT: at most so many of the type on this parent; negative: no limit
 * @name: name of an added type
 */
struct vgpusim_type_op {
	__u32 parent;
	__u32 type;
	__u32 how;
	__u32 framebuffer;
	__s32 limit;
	char name[48];
};

#define SIM_LIVE 0
#define SIM_REREGISTER 1

#define NV_ESC_CHECK_VERSION_STR _IOWR('F', 210, struct vgpusim_version)
#define SIM_ADD_TYPE _IOWR('F', 240, struct vgpusim_type_op)
#define SIM_DEL_TYPE _IOWR('F', 241, struct vgpusim_type_op)
#define SIM_SET_LIMIT _IOWR('F', 242, struct vgpusim_type_op)

#endif
