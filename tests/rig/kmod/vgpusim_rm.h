/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The simulated resource manager inside the kernel: its core is tests/rmsim, and one lock guards
 * it.  What the device nodes, the mdevs and the tests' files see of it is here.
 *
 * The lock is never held while sysfs is changed: see vgpusim_publish.c.
 */
#ifndef VGPUSIM_RM_H
#define VGPUSIM_RM_H

#include <linux/fs.h>
#include <linux/seq_file.h>
#include <linux/wait.h>
#include "rmsim.h"

/* Stands for the control node where a GPU's number is expected. */
#define SIM_CONTROL RMSIM_CONTROL
/* Different calls that are counted apart. */
#define SIM_CALLS 64

struct sim_vgpu;

/**
 * struct sim_node - an open device node
 * @wait: who polls it
 * @file: its number in the core
 */
struct sim_node {
	wait_queue_head_t wait;
	int file;
};

/**
 * struct sim_count - how often a call was made
 * @nr: the escape
 * @cmd: the control or class
 * @name: NVIDIA's name
 * @made: how often
 * @refused: how often the answer was not success
 * @status: the last status
 */
struct sim_count {
	u32 nr;
	u32 cmd;
	const char *name;
	unsigned int made;
	unsigned int refused;
	u32 status;
};

extern struct rmsim *sim_rm;
extern struct mutex sim_rm_lock;
extern struct sim_count sim_calls[SIM_CALLS];

int sim_rm_create(void);
void sim_rm_remove(void);
struct sim_node *sim_rm_open(int gpu);
void sim_rm_close(struct sim_node *node);
long sim_rm_ioctl(struct sim_node *node, unsigned int cmd, void __user *user);
bool sim_rm_waiting(struct sim_node *node);
extern const struct rmsim_env sim_rm_env;

int sim_start_created(struct sim_vgpu *vgpu, const u8 *uuid);
void sim_start_destroyed(struct sim_vgpu *vgpu);
int sim_start_open(struct sim_vgpu *vgpu);
void sim_start_close(struct sim_vgpu *vgpu);
void sim_start_answered(const struct rmsim_env *env, u32 vgpu);

int sim_compare(char *line);
int sim_order_fail(char *line);
int sim_order_set(char *line);
int sim_order_vgpu(char *line);

struct sim_node *sim_node_owns(struct file *file);
unsigned int sim_minor(int index);

#endif
