/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rmsim: NVIDIA's resource manager (RM), simulated.  One source, two uses: it is built into the
 * rig's kernel module and into the library of the unit and golden tests.
 *
 * struct rmsim is one flat block without pointers, so several processes can share it through a
 * file.  Who uses it keeps a lock of its own and holds it during every call.  Whatever happens
 * outside the block goes through struct rmsim_env; its callbacks are made with that lock held, so
 * wake, types_changed and answered only note what there is to do after it was let go.
 *
 * Sizes, offsets, numbers and privileges are those of the release that rmsim_init() was given.
 * They come from tests/facts through make-abi.py; nothing is shared with the program under test.
 */
#ifndef RMSIM_H
#define RMSIM_H

#include "rmsim_state.h"

/* Stands for the control node where a GPU's index is expected. */
#define RMSIM_CONTROL (-1)

/* Escapes, the numbers of the ioctls. */
#define RMSIM_FREE 0x29
#define RMSIM_RM_CONTROL 0x2a
#define RMSIM_ALLOC 0x2b
#define RMSIM_GET_EVENT_DATA 0x52
#define RMSIM_CARD_INFO 200
#define RMSIM_REGISTER_FD 201
#define RMSIM_ALLOC_OS_EVENT 206
#define RMSIM_FREE_OS_EVENT 207
#define RMSIM_CHECK_VERSION 210
#define RMSIM_XFER 211
#define RMSIM_ATTACH_GPUS 212

/* What GET_VIRTUALIZATION_MODE answers. */
#define RMSIM_MODE_NONE 0
#define RMSIM_MODE_NMOS 1
#define RMSIM_MODE_HOST_VGPU 3

/**
 * struct rmsim_call - a call that was answered, for a log
 * @file: index of the file that it was made on
 * @nr: the escape
 * @cmd: number of the control or class, 0 for other escapes
 * @name: NVIDIA's name of the escape, control or class, NULL for an unknown one
 * @status: the status that was answered, 0 for escapes without one
 * @rc: what the ioctl returned
 */
struct rmsim_call {
	int file;
	u32 nr;
	u32 cmd;
	const char *name;
	u32 status;
	int rc;
};

/**
 * struct rmsim_env - what the driver needs from the machine that it runs on
 * @copy_in: copies from the caller's memory; 0 or -EFAULT
 * @copy_out: copies to the caller's memory; 0 or -EFAULT
 * @privileged: says whether the caller has CAP_SYS_ADMIN
 * @file_of: finds the open node behind a descriptor of the caller; its index, or -1
 * @wake: a file has something to read (see rmsim_waiting())
 * @types_changed: types of a GPU were published, by control 0xa0810109 in every release
 * @answered: the start of a vGPU was answered
 * @trace: a call was answered; may be NULL
 * @context: for the use of the callbacks
 */
struct rmsim_env {
	int (*copy_in)(const struct rmsim_env *env, void *to, u64 from, u32 size);
	int (*copy_out)(const struct rmsim_env *env, u64 to, const void *from, u32 size);
	bool (*privileged)(const struct rmsim_env *env);
	int (*file_of)(const struct rmsim_env *env, int fd);
	void (*wake)(const struct rmsim_env *env, int file);
	void (*types_changed)(const struct rmsim_env *env, u32 gpu);
	void (*answered)(const struct rmsim_env *env, u32 vgpu);
	void (*trace)(const struct rmsim_env *env, const struct rmsim_call *call);
	const void *context;
};

int rmsim_init(struct rmsim *sim, const char *release, const char *rows);
int rmsim_gpu_add(struct rmsim *sim, const struct rmsim_gpu *gpu);
void rmsim_gpu_uuid(const struct rmsim_gpu *gpu, char *text);
bool rmsim_frontend(const struct rmsim *sim);
void rmsim_gpu_bound(struct rmsim *sim, const struct rmsim_env *env, u32 gpu, bool bound);

int rmsim_open(struct rmsim *sim, int gpu, u32 owner);
void rmsim_close(struct rmsim *sim, const struct rmsim_env *env, int file);
int rmsim_ioctl(struct rmsim *sim, const struct rmsim_env *env, int file, u32 nr, u32 size,
		void *arg);
bool rmsim_waiting(struct rmsim *sim, int file);
u32 rmsim_leaks(const struct rmsim *sim);

const struct rmsim_type *rmsim_type(const struct rmsim *sim, u32 id);
bool rmsim_type_spec(const struct rmsim *sim, u32 id, struct rmsim_spec *spec);
const u8 *rmsim_type_field(const struct rmsim *sim, u32 id, const char *name, u32 *size);
const char *rmsim_type_field_name(const struct rmsim *sim, u32 index);

int rmsim_vgpu_created(struct rmsim *sim, u32 gpu, u32 type, const u8 *uuid);
int rmsim_vgpu_find(const struct rmsim *sim, const u8 *uuid);
bool rmsim_vgpu_opened(struct rmsim *sim, const struct rmsim_env *env, u32 vgpu, u32 pid);
void rmsim_vgpu_started(struct rmsim *sim, const struct rmsim_env *env, u32 vgpu, u32 pid);
void rmsim_vgpu_stopped(struct rmsim *sim, const struct rmsim_env *env, u32 vgpu);
void rmsim_vgpu_destroyed(struct rmsim *sim, const struct rmsim_env *env, u32 vgpu);

#endif
