/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The state of the simulated resource manager.  rmsim.h says what it is, and how it is used.
 */
#ifndef RMSIM_STATE_H
#define RMSIM_STATE_H

#include "rmsim_port.h"

#define RMSIM_GPUS 16
#define RMSIM_TYPES 256
#define RMSIM_VGPUS 64
#define RMSIM_FILES 128
#define RMSIM_OBJECTS 512
#define RMSIM_FAULTS 4
/* Most types of one GPU in any release. */
#define RMSIM_LIST 128
/* Bytes of NVA081_CTRL_VGPU_INFO in any release. */
#define RMSIM_INFO 5440
/* Bytes of the largest argument of an ioctl, and of the largest parameters of a control. */
#define RMSIM_ARG 16384
#define RMSIM_PARAMS 20480
/* Events that are kept for a client, and for an open file. */
#define RMSIM_QUEUE 16
#define RMSIM_VERSION 32
#define RMSIM_UUID 16
#define RMSIM_UUID_TEXT 48
#define RMSIM_NAME 128

/**
 * enum rmsim_state - how far the list of types of a GPU is
 * @RMSIM_UNINITIALIZED: nothing was set, or setting it has failed
 * @RMSIM_IN_PROGRESS: more types are to come
 * @RMSIM_READY: the last type was set
 */
enum rmsim_state {
	RMSIM_UNINITIALIZED = 0,
	RMSIM_IN_PROGRESS = 1,
	RMSIM_READY = 2,
};

/**
 * struct rmsim_gpu - a GPU; who adds it fills in what comes before @attached
 * @gpu_id: the driver's id
 * @domain: PCI domain
 * @bus: PCI bus
 * @slot: PCI device number
 * @device: PCI device id
 * @subvendor: PCI subsystem vendor id
 * @subdevice: PCI subsystem device id
 * @minor: minor number of its node
 * @instance: the driver's deviceInstance
 * @numa: NUMA node, -1 for none
 * @mode: what GET_VIRTUALIZATION_MODE answers
 * @vfs_total: virtual functions that it can have
 * @vfs: virtual functions that it has
 * @fractional: vGPUs smaller than the GPU may be several in one domain
 * @uuid: its UUID, in the order of the text
 * @fb: bytes of frame buffer
 * @fb_reserved: bytes that the driver keeps for itself
 * @attached: open files that hold it
 * @persistent: it stays initialised
 * @heterogeneous: it takes types of different sizes
 * @state: enum rmsim_state
 * @count: types in its list
 * @published_count: types in the list when it was last published
 * @types: ids of the types, in the order they came
 * @published: as @types, when it was last published
 */
struct rmsim_gpu {
	u32 gpu_id;
	u32 domain;
	u32 bus;
	u32 slot;
	u32 device;
	u32 subvendor;
	u32 subdevice;
	u32 minor;
	u32 instance;
	int numa;
	u32 mode;
	u32 vfs_total;
	u32 vfs;
	bool fractional;
	u8 uuid[RMSIM_UUID];
	u64 fb;
	u64 fb_reserved;
	u32 attached;
	bool persistent;
	bool heterogeneous;
	u32 state;
	u32 count;
	u32 published_count;
	u32 types[RMSIM_LIST];
	u32 published[RMSIM_LIST];
};

/**
 * struct rmsim_type - a type, known to the whole system
 * @id: its number
 * @info: NVA081_CTRL_VGPU_INFO as it was received, in the layout of the release
 */
struct rmsim_type {
	u32 id;
	u8 info[RMSIM_INFO];
};

/**
 * struct rmsim_spec - what a type is, for whoever shows it in sysfs
 * @id: its number
 * @name: vgpuName
 * @profile: profileSize in bytes, which is what one instance takes
 * @framebuffer: fbLength in bytes
 * @heads: numHeads
 * @width: maxResolutionX
 * @height: maxResolutionY
 * @frame_rate: frlConfig
 * @instances: maxInstance
 */
struct rmsim_spec {
	u32 id;
	char name[72];
	u64 profile;
	u64 framebuffer;
	u32 heads;
	u32 width;
	u32 height;
	u32 frame_rate;
	u32 instances;
};

/**
 * enum rmsim_start - how far the start of a vGPU is, where programs answer starts
 * @RMSIM_START_NONE: nobody wants to start it
 * @RMSIM_START_WAITS: a QEMU waits for the answer
 * @RMSIM_START_YES: it was answered, and QEMU goes on
 * @RMSIM_START_NO: it was answered, and QEMU fails
 */
enum rmsim_start {
	RMSIM_START_NONE,
	RMSIM_START_WAITS,
	RMSIM_START_YES,
	RMSIM_START_NO,
};

/**
 * struct rmsim_vgpu - a vGPU, from the creation of its mdev to its end
 * @used: there is one
 * @running: a guest has it; only then is it enumerated
 * @plugin: the host's part of it is there, without which a start cannot be answered "yes"
 * @driver_loaded: the guest's driver runs
 * @licensed: the guest has a licence
 * @told: a program has taken the start from its queue
 * @gpu: index of its GPU
 * @vgpu_id: the driver's number for it, from 1
 * @type: its type
 * @start: enum rmsim_start
 * @answer: the status that the start was answered with
 * @pid: of QEMU
 * @license_state: the driver's number for the state of the licence
 * @frame_rate: limit in frames a second
 * @encoder: encoder capacity in percent
 * @ecc: 0 unknown, 1 none, 2 off, 3 on
 * @placement: placement id, 0xffff for none
 * @uuid: of the mdev, as the kernel holds it (guid_t)
 * @own: of the vGPU itself, made by the driver
 * @vm_uuid: of the domain
 * @fb_used: bytes of frame buffer that the guest uses
 * @vm_name: of the domain
 * @driver: version of the guest's driver
 * @params: what its attribute vgpu_params was given
 */
struct rmsim_vgpu {
	bool used;
	bool running;
	bool plugin;
	bool driver_loaded;
	bool licensed;
	bool told;
	u32 gpu;
	u32 vgpu_id;
	u32 type;
	u32 start;
	u32 answer;
	u32 pid;
	u32 license_state;
	u32 frame_rate;
	u32 encoder;
	u32 ecc;
	u32 placement;
	u8 uuid[RMSIM_UUID];
	u8 own[RMSIM_UUID];
	u8 vm_uuid[RMSIM_UUID];
	u64 fb_used;
	char vm_name[RMSIM_NAME];
	char driver[64];
	char params[256];
};

/**
 * struct rmsim_event - an event that waits in a queue
 * @object: handle of the event object, of no meaning in the queue of a client
 * @index: the notifier
 * @data: what belongs to it
 */
struct rmsim_event {
	u32 object;
	u32 index;
	u32 data[2];
};

/**
 * struct rmsim_queue - events that wait, the oldest first
 * @count: their number
 * @events: the events
 */
struct rmsim_queue {
	u32 count;
	struct rmsim_event events[RMSIM_QUEUE];
};

/**
 * struct rmsim_object - an object that was allocated; a client is one whose handle is its client
 * @cls: its class, 0 for a place that is free
 * @client: handle of its client
 * @handle: its own handle
 * @parent: handle of its parent
 * @file: index of the file that a client belongs to, or that an event wakes
 * @gpu: index of its GPU, for classes that have one
 * @source: for an event, the object whose notifier it is
 * @notifier: for an event, which one
 * @dataless: for an event, it only wakes
 * @actions: what the object does for each of its notifiers
 * @queue: for a client, its system events
 */
struct rmsim_object {
	u32 cls;
	u32 client;
	u32 handle;
	u32 parent;
	int file;
	int gpu;
	u32 source;
	u32 notifier;
	bool dataless;
	u8 actions[8];
	struct rmsim_queue queue;
};

/**
 * struct rmsim_file - an open device node
 * @used: it is open
 * @os_event: NV_ESC_ALLOC_OS_EVENT was called on it
 * @woken: an event without data has come
 * @tied: NV_ESC_REGISTER_FD was called on it
 * @gpu: index of the GPU, or RMSIM_CONTROL
 * @owner: who opened it, the process id
 * @fd: number of the descriptor, for the use of a program's glue
 * @os_client: client that the OS event belongs to
 * @os_fd: what the client calls the OS event
 * @held: GPUs that ATTACH_GPUS_TO_FD has attached, as bits
 * @queue: events with data
 */
struct rmsim_file {
	bool used;
	bool os_event;
	bool woken;
	bool tied;
	int gpu;
	u32 owner;
	int fd;
	u32 os_client;
	u32 os_fd;
	u32 held;
	struct rmsim_queue queue;
};

/**
 * struct rmsim_fault - a call that is made to fail
 * @at: it is the so-many-th of the calls that match, from 1; 0 for no fault
 * @seen: calls that matched so far
 * @nr: only this escape, 0 for any
 * @cmd: only this control or class, 0 for any
 * @status: RM status to answer; calls without a status in them are not counted
 * @error: positive errno to answer instead of a status
 * @stays: all later calls that match fail as well
 * @unload: the driver is gone from then on: every later call is -ENODEV
 */
struct rmsim_fault {
	u32 at;
	u32 seen;
	u32 nr;
	u32 cmd;
	u32 status;
	int error;
	bool stays;
	bool unload;
};

/**
 * struct rmsim - the driver
 * @release: what it says that it is
 * @rows: whose layouts it has, major * 1000000 + minor * 1000 + patch
 * @unloaded: it is gone
 * @mute: control 0xa0810109 answers OK and publishes nothing, as is known of some hosts
 * @hides_signatures: GET_VGPU_TYPE_INFO answers a signature of zeros
 * @gpu_count: number of GPUs
 * @handles: the last handle that the driver chose
 * @vgpu_ids: the last number that was given to a vGPU
 * @calls: ioctls so far
 * @opens: opens so far
 * @hits: calls that a fault made fail
 * @gpus: the GPUs
 * @files: the open files
 * @objects: the objects
 * @vgpus: the vGPUs
 * @faults: calls that are made to fail
 * @types: all types that were ever set; they stay until the driver is unloaded
 * @type_count: their number
 * @params: parameters of the control that is being answered
 * @xfer: argument that came by NV_ESC_IOCTL_XFER_CMD
 */
struct rmsim {
	char release[RMSIM_VERSION];
	u32 rows;
	bool unloaded;
	bool mute;
	bool hides_signatures;
	u32 gpu_count;
	u32 handles;
	u32 vgpu_ids;
	u64 calls;
	u64 opens;
	u64 hits;
	struct rmsim_gpu gpus[RMSIM_GPUS];
	struct rmsim_file files[RMSIM_FILES];
	struct rmsim_object objects[RMSIM_OBJECTS];
	struct rmsim_vgpu vgpus[RMSIM_VGPUS];
	struct rmsim_fault faults[RMSIM_FAULTS];
	struct rmsim_type types[RMSIM_TYPES];
	u32 type_count;
	u64 params[RMSIM_PARAMS / 8];
	u64 xfer[RMSIM_ARG / 8];
};

#endif
