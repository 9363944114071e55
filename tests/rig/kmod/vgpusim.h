/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parts of vgpusim share.  vgpusim_main.c says what the module is.
 *
 * Two locks: sim_types_lock guards the lists of types (taken by the ioctls, held while the mdev
 * core is called, and while a function is given a type or freed); sim_count_lock guards the numbers
 * that a creation changes (taken inside the callbacks of the mdev and VFIO cores, never held while
 * calling them).
 */
#ifndef VGPUSIM_H
#define VGPUSIM_H

#include <linux/mdev.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/vfio.h>
#include <asm/pci.h>

#define SIM_GPUS 2
#define SIM_VFS 4
#define SIM_VF_OFFSET 4
#define SIM_FUNCTIONS 8
#define SIM_PARENTS (SIM_GPUS * SIM_VFS)
#define SIM_MAX_TYPES 160
#define SIM_PUBLISHED 128
#define SIM_VENDOR 0x10de
#define SIM_DEVICE 0x2236
#define SIM_SUBDEVICE 0x1482

/**
 * struct sim_spec - what a type is, for sysfs and the sums
 * @id: its number
 * @name: its name for people
 * @framebuffer: MiB of frame buffer that one instance takes
 * @heads: displays of one instance
 * @width: of the largest display
 * @height: of the largest display
 * @frame_rate: limit in frames a second
 * @instances: at most so many on a GPU, 0 for no limit but its memory
 */
struct sim_spec {
	u32 id;
	char name[72];
	u32 framebuffer;
	u32 heads;
	u32 width;
	u32 height;
	u32 frame_rate;
	u32 instances;
};

/**
 * struct sim_type - one type that one parent offers
 * @mdev: the mdev core's part
 * @all: link in the list of every type ever made, freed when the module goes
 * @sysfs: name of its directory, without the driver's name
 * @spec: what it is
 * @gpu: the GPU of its parent
 * @limit: at most so many on this parent, negative for no limit
 * @used: instances on this parent
 * @registered: it came by the driver's calls, and goes by them
 * @leaving: it takes no more instances, and goes when it has none
 */
struct sim_type {
	struct mdev_type mdev;
	struct list_head all;
	char sysfs[16];
	struct sim_spec spec;
	struct sim_gpu *gpu;
	int limit;
	int used;
	bool registered;
	bool leaving;
};

/**
 * struct sim_vf - what a virtual function is besides, when it takes a type without mdev
 * @here: it is one
 * @late: it is a VFIO device only while it has a type
 * @vgpu: its VFIO device, NULL while it is none
 * @type: the type that it has, NULL for none; guarded by sim_count_lock
 * @open: a QEMU has it open; guarded by sim_count_lock
 * @params: what vgpu_params was last given
 * @placement: what placement_id was last given
 * @instance: what gpu_instance_id was last given
 */
struct sim_vf {
	bool here;
	bool late;
	struct sim_vgpu *vgpu;
	struct sim_type *type;
	bool open;
	char params[256];
	u32 placement;
	u32 instance;
};

/**
 * struct sim_parent - what takes vGPUs: a virtual function, or a GPU that has none
 * @core: the mdev core's part; keeps a pointer to @types. Without mdev only nr_types is used
 * @types: the types, with room for more
 * @pdev: the PCI function
 * @gpu: the GPU whose frame buffer it takes
 * @registered: the mdev core knows it
 * @room: instances that fit in at once, whatever their type
 * @used: instances
 * @vf: what it is without mdev
 */
struct sim_parent {
	struct mdev_parent core;
	struct mdev_type *types[SIM_MAX_TYPES];
	struct pci_dev *pdev;
	struct sim_gpu *gpu;
	bool registered;
	int room;
	int used;
	struct sim_vf vf;
};

/**
 * struct sim_gpu - one GPU: a PCI root bus with a physical function and its virtual ones
 * @bus: the bus, NULL before it is made
 * @sysdata: tells the PCI core the NUMA node
 * @window: the bus number
 * @config: configuration space of each function
 * @parents: its mdev parents
 * @published: types that a program registered and had published, guarded by sim_types_lock
 * @published_count: their number
 * @used_fb: MiB of frame buffer in use
 * @used: instances of all parents
 * @mixed: without mdev: it takes several sizes at a time; guarded by sim_count_lock
 */
struct sim_gpu {
	struct pci_bus *bus;
	struct pci_sysdata sysdata;
	struct resource window;
	u8 config[SIM_FUNCTIONS][4096];
	struct sim_parent parents[SIM_VFS];
	struct sim_spec published[SIM_PUBLISHED];
	int published_count;
	u32 used_fb;
	int used;
	bool mixed;
};

/**
 * struct sim_vgpu - a VFIO device: one mdev, or a virtual function that takes a type
 * @vdev: the VFIO core's part
 * @type: its type; NULL until it counts
 * @parent: its parent
 * @params: what nvidia/vgpu_params was last given
 * @config: its PCI configuration space
 * @open: a QEMU has it open
 * @number: in the resource manager
 */
struct sim_vgpu {
	struct vfio_device vdev;
	struct sim_type *type;
	struct sim_parent *parent;
	char params[256];
	u8 config[256];
	bool open;
	int number;
};

extern struct mutex sim_types_lock;
extern struct mutex sim_count_lock;
extern struct sim_gpu sim_gpus[SIM_GPUS];
extern struct mdev_driver sim_mdev_driver;
extern const struct vfio_device_ops sim_vfio_ops;

bool sim_layout_vf(void);
const char *sim_release(void);
u32 sim_fb_mib(void);
int sim_gpu_capacity(void);
bool sim_one_size(struct sim_gpu *gpu);
int sim_injected_error(void);
int sim_injected_free_error(void);
void sim_injected_delay(void);

void sim_put16(u8 *config, int offset, u16 value);
void sim_put32(u8 *config, int offset, u32 value);
u8 sim_bus_number(int index);
int sim_vfs(int index);
int sim_bus_create(int index);
void sim_bus_remove(int index);
struct sim_gpu *sim_gpu_of(struct pci_dev *pdev);
struct sim_parent *sim_parent_of(struct pci_dev *pdev);
struct sim_parent *sim_parent_nth(u32 index);

struct sim_type *sim_type_new(struct sim_gpu *gpu, const struct sim_spec *spec);
int sim_types_fill(struct sim_parent *parent);
int sim_type_find(struct sim_parent *parent, u32 id);
unsigned int sim_type_available(struct sim_parent *parent, struct sim_type *type);
int sim_type_take(struct sim_parent *parent, struct sim_type *type);
void sim_type_put(struct sim_parent *parent, struct sim_type *type);
ssize_t sim_type_describe(struct sim_type *type, char *text);
bool sim_type_leave(struct sim_type *type, bool leaving);
void sim_types_free(void);

int sim_parent_register(struct sim_parent *parent, int count);
int sim_live_add(struct sim_parent *parent, struct sim_type *type);
void sim_live_remove(struct sim_parent *parent, int index);
void sim_live_event(struct sim_parent *parent);
int sim_reregister(struct sim_parent *parent, struct sim_type *added);

void sim_vgpu_identify(struct sim_vgpu *vgpu);
ssize_t sim_vgpu_read(struct vfio_device *vdev, char __user *buffer, size_t count,
		      loff_t *position);
ssize_t sim_vgpu_write(struct vfio_device *vdev, const char __user *buffer, size_t count,
		       loff_t *position);
long sim_vgpu_ioctl(struct vfio_device *vdev, unsigned int cmd, unsigned long arg);

bool sim_gives(struct sim_gpu *gpu);
int sim_vf_create(struct sim_parent *parent, int count);
void sim_vf_remove(struct sim_parent *parent);
int sim_vf_mix(struct sim_gpu *gpu, bool mixed);
int sim_vf_sync(struct sim_parent *parent);
int sim_vf_give(struct sim_parent *parent, u32 id);
int sim_vf_free(struct sim_parent *parent);
int sim_vf_files_create(struct sim_parent *parent);
void sim_vf_files_remove(struct pci_dev *pdev);

bool sim_published(struct sim_gpu *gpu, u32 id);
int sim_parent_sync(struct sim_parent *parent);
void sim_publish(int index);
void sim_publish_later(void);
void sim_publish_flush(void);

int sim_module_create(void);
void sim_module_remove(void);
int sim_proc_create(void);
void sim_proc_remove(void);
int sim_tell_create(void);
void sim_tell_remove(void);
int sim_node_create(void);
void sim_node_remove(void);
long sim_types_ioctl(unsigned int cmd, void __user *user);

#endif
