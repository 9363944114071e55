/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parts of the simulated resource manager share.  rmsim.h says what it is.
 */
#ifndef RMSIM_CORE_H
#define RMSIM_CORE_H

#include "rmsim.h"
#include "rmsim_abi.h"

#define RMSIM_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Classes; the numbers are the same in all releases. */
#define RMSIM_ROOT 0x0
#define RMSIM_ROOT_NON_PRIV 0x1
#define RMSIM_ROOT_CLIENT 0x41
#define RMSIM_EVENT 0x5
#define RMSIM_EVENT_CALLBACK 0x78
#define RMSIM_EVENT_OS 0x79
#define RMSIM_EVENT_CALLBACK_EX 0x7e
#define RMSIM_DEVICE 0x80
#define RMSIM_SUBDEVICE 0x2080
#define RMSIM_VGPU_CONFIG 0xa081

/* Bits of struct rmsim_control. */
#define RMSIM_NON_PRIVILEGED 1
#define RMSIM_PRIVILEGED 2
#define RMSIM_KERNEL 4
#define RMSIM_INTERNAL 8
#define RMSIM_COPYOUT 16
#define RMSIM_ZEROED 32

#define RMSIM_NO_INSTANCE 0xffffffff
#define RMSIM_NO_PLACEMENT 0xffff
#define RMSIM_NONE 0xffffffff

/* Actions of EVENT_SET_NOTIFICATION. */
#define RMSIM_DISABLE 0
#define RMSIM_SINGLE 1
#define RMSIM_REPEAT 2

/* Notifiers of a vGPU configuration object. */
#define RMSIM_GUEST_CREATED 0
#define RMSIM_GUEST_INITIALISING 1
#define RMSIM_GUEST_DESTROYED 2

/**
 * enum rmsim_trait - ways of a release that are in no header
 * @RMSIM_T_FRONTEND: /proc/devices has "nvidia-frontend" for all nodes
 * @RMSIM_T_SIZE_FIRST: a wrong paramsSize is INVALID_ARGUMENT, before the object is looked up
 * @RMSIM_T_STRICT: number and size of an ioctl are compared with a table before anything else
 */
enum rmsim_trait {
	RMSIM_T_FRONTEND,
	RMSIM_T_SIZE_FIRST,
	RMSIM_T_STRICT,
};

/**
 * struct rmsim_place - where a field is
 * @field: which one, enum rmsim_field
 * @offset: in bytes
 * @size: in bytes
 * @name: NVIDIA's name
 */
struct rmsim_place {
	u16 field;
	u16 offset;
	u16 size;
	const char *name;
};

/**
 * struct rmsim_row - the layout of a structure in a range of releases
 * @which: which structure, enum rmsim_struct
 * @first: the oldest release
 * @last: the newest release
 * @size: of the structure, in bytes
 * @count: number of fields
 * @places: index of its first field
 */
struct rmsim_row {
	u32 which;
	u32 first;
	u32 last;
	u32 size;
	u32 count;
	u32 places;
};

/**
 * struct rmsim_control - a control in a range of releases
 * @cmd: its number
 * @first: the oldest release
 * @last: the newest release
 * @size: of its parameters, in bytes
 * @flags: RMSIM_NON_PRIVILEGED and so on
 * @name: NVIDIA's name
 */
struct rmsim_control {
	u32 cmd;
	u32 first;
	u32 last;
	u32 size;
	u32 flags;
	const char *name;
};

/**
 * struct rmsim_value - a constant in a range of releases
 * @which: which one, enum rmsim_constant
 * @first: the oldest release
 * @last: the newest release
 * @value: its value
 */
struct rmsim_value {
	u32 which;
	u32 first;
	u32 last;
	u32 value;
};

/**
 * struct rmsim_view - bytes, looked at as a structure
 * @row: its layout, NULL when the release does not have it
 * @bytes: the bytes
 */
struct rmsim_view {
	const struct rmsim_row *row;
	u8 *bytes;
};

/**
 * struct rmsim_ask - a call that is being answered
 * @sim: the driver
 * @env: the machine
 * @file: index of the file that it was made on
 * @object: the object of a control, or the parent of what is allocated
 * @view: the parameters of the control
 * @size: their size
 */
struct rmsim_ask {
	struct rmsim *sim;
	const struct rmsim_env *env;
	int file;
	struct rmsim_object *object;
	struct rmsim_view view;
	u32 size;
};

u32 rmsim_parse(const char *release);
u32 rmsim_resolve(u32 release);
bool rmsim_is(const struct rmsim *sim, enum rmsim_trait trait);
bool rmsim_constant(const struct rmsim *sim, enum rmsim_constant which, u32 *value);
const struct rmsim_control *rmsim_control_row(const struct rmsim *sim, u32 cmd);
struct rmsim_view rmsim_view(const struct rmsim *sim, enum rmsim_struct which, void *bytes);
u32 rmsim_size(const struct rmsim *sim, enum rmsim_struct which);
u8 *rmsim_bytes(const struct rmsim_view *view, enum rmsim_field field, u32 *size);
struct rmsim_view rmsim_part(const struct rmsim *sim, const struct rmsim_view *view,
			     enum rmsim_field field, u32 index, enum rmsim_struct which);
u64 rmsim_get(const struct rmsim_view *view, enum rmsim_field field);
void rmsim_put(const struct rmsim_view *view, enum rmsim_field field, u64 value);
void rmsim_put_at(const struct rmsim_view *view, enum rmsim_field field, u32 index, u32 value);
void rmsim_put_text(const struct rmsim_view *view, enum rmsim_field field, const char *text);
void rmsim_put_bytes(const struct rmsim_view *view, enum rmsim_field field, const void *bytes,
		     u32 size);
const struct rmsim_place *rmsim_places_of(const struct rmsim_row *row);

struct rmsim_gpu *rmsim_gpu_of(struct rmsim *sim, u32 gpu_id);
int rmsim_check_version(const struct rmsim_ask *ask, void *arg);
int rmsim_card_info(const struct rmsim_ask *ask, u32 size, u8 *arg);
int rmsim_attach_gpus(const struct rmsim_ask *ask, u32 size, const u8 *arg);
int rmsim_register_fd(const struct rmsim_ask *ask, void *arg);

struct rmsim_object *rmsim_object(struct rmsim *sim, u32 client, u32 handle);
struct rmsim_object *rmsim_client(const struct rmsim_ask *ask, u32 handle);
u32 rmsim_alloc(struct rmsim_ask *ask, const struct rmsim_view *arg);
u32 rmsim_free(struct rmsim_ask *ask, const struct rmsim_view *arg);
void rmsim_free_client(struct rmsim *sim, u32 client);
const char *rmsim_class_name(u32 cls);

u32 rmsim_control(struct rmsim_ask *ask, const struct rmsim_view *arg);
u32 rmsim_system_control(struct rmsim_ask *ask, u32 cmd);
u32 rmsim_device_control(struct rmsim_ask *ask, u32 cmd);
u32 rmsim_subdevice_control(struct rmsim_ask *ask, u32 cmd);
u32 rmsim_config_control(struct rmsim_ask *ask, u32 cmd);
u32 rmsim_guest_control(struct rmsim_ask *ask, u32 cmd);

u32 rmsim_event_alloc(struct rmsim_ask *ask, struct rmsim_object *event);
u32 rmsim_set_notification(struct rmsim_ask *ask, u32 notifiers);
u32 rmsim_alloc_os_event(struct rmsim_ask *ask, const struct rmsim_view *arg);
u32 rmsim_free_os_event(struct rmsim_ask *ask, const struct rmsim_view *arg);
u32 rmsim_get_event(struct rmsim_ask *ask, const struct rmsim_view *arg);
bool rmsim_take(struct rmsim_object *client, struct rmsim_event *event);
void rmsim_tell_clients(struct rmsim *sim, const struct rmsim_env *env, u32 notifier, u32 data0,
			u32 data1);
void rmsim_tell_gpu(struct rmsim *sim, const struct rmsim_env *env, u32 gpu, u32 notifier,
		    u32 data);

u32 rmsim_running(const struct rmsim *sim, u32 gpu, u32 type);
struct rmsim_vgpu *rmsim_vgpu_of(struct rmsim *sim, const u8 *uuid);

#endif
