// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The types, and the sums behind available_instances: a parent has room for so many instances,
 * and all parents of a GPU share its frame buffer.
 */
#include <linux/slab.h>
#include "vgpusim.h"

/**
 * struct catalogue_entry - a type that every parent has from the start
 * @id: its number, as NVIDIA's A10 has it
 * @name: its name
 * @framebuffer: in MiB
 */
struct catalogue_entry {
	u32 id;
	const char *name;
	u32 framebuffer;
};

static const struct catalogue_entry catalogue[] = {
	{ 588, "NVIDIA A10-1B", 1024 },	 { 590, "NVIDIA A10-1Q", 1024 },
	{ 591, "NVIDIA A10-2Q", 2048 },	 { 592, "NVIDIA A10-4Q", 4096 },
	{ 593, "NVIDIA A10-8Q", 8192 },	 { 594, "NVIDIA A10-24Q", 24576 },
};

/* The lists of types of all parents; held while the mdev core is called. */
DEFINE_MUTEX(sim_types_lock);
/* Every number that a creation changes, and all_types; never held while calling the mdev core. */
DEFINE_MUTEX(sim_count_lock);
static LIST_HEAD(all_types);

/**
 * sim_type_new() - makes a type that no parent has yet
 * @id: its number
 * @name: its name
 * @framebuffer: in MiB
 *
 * Restriction: none. Side effects: the type lives until sim_types_free().
 * Failure: NULL without memory.
 *
 * Return: the type
 */
struct sim_type *sim_type_new(u32 id, const char *name, u32 framebuffer)
{
	struct sim_type *type = kzalloc(sizeof(*type), GFP_KERNEL);

	if (!type)
		return NULL;
	snprintf(type->sysfs, sizeof(type->sysfs), "%u", id);
	strscpy(type->pretty, name, sizeof(type->pretty));
	type->mdev.sysfs_name = type->sysfs;
	type->mdev.pretty_name = type->pretty;
	type->id = id;
	type->framebuffer = framebuffer;
	type->heads = framebuffer > 1024 ? 4 : 1;
	type->width = framebuffer > 1024 ? 7680 : 5120;
	type->height = framebuffer > 1024 ? 4320 : 2880;
	type->limit = -1;
	mutex_lock(&sim_count_lock);
	list_add(&type->all, &all_types);
	mutex_unlock(&sim_count_lock);
	return type;
}

/**
 * sim_types_free() - frees every type ever made
 *
 * A type that left its parent is kept until here, because an mdev may still point at it.
 *
 * Restriction: only when all parents are gone. Side effects: the types are gone. Failure: none.
 */
void sim_types_free(void)
{
	struct sim_type *type;
	struct sim_type *next;

	list_for_each_entry_safe(type, next, &all_types, all)
		kfree(type);
	INIT_LIST_HEAD(&all_types);
}

/**
 * sim_types_fill() - gives a new parent the types of the catalogue
 * @parent: the parent
 *
 * Restriction: the parent is not registered. Side effects: fills its list.
 * Failure: -ENOMEM; what was made stays on the list of all types.
 *
 * Return: the number of types
 */
int sim_types_fill(struct sim_parent *parent)
{
	struct sim_type *type;
	int count;

	for (count = 0; count < ARRAY_SIZE(catalogue); count++) {
		type = sim_type_new(catalogue[count].id, catalogue[count].name,
				    catalogue[count].framebuffer);
		if (!type)
			return -ENOMEM;
		parent->types[count] = &type->mdev;
	}
	return count;
}

/**
 * sim_type_find() - finds a type of a parent by its number
 * @parent: the parent
 * @id: the type's number
 *
 * Restriction: sim_types_lock is held. Side effects: none. Failure: -ENOENT when it has none.
 *
 * Return: the index in the parent's list
 */
int sim_type_find(struct sim_parent *parent, u32 id)
{
	int i;

	for (i = 0; i < parent->core.nr_types; i++)
		if (container_of(parent->types[i], struct sim_type, mdev)->id == id)
			return i;
	return -ENOENT;
}

/**
 * other_size() - says whether a GPU has instances of another size than a type's
 * @gpu: the GPU
 * @type: the type
 *
 * Restriction: sim_count_lock is held. Side effects: none. Failure: none.
 *
 * Return: true when it has
 */
static bool other_size(struct sim_gpu *gpu, struct sim_type *type)
{
	return gpu->used && gpu->used_fb != gpu->used * type->framebuffer;
}

/**
 * room_for() - counts how many more instances of a type fit
 * @parent: the parent
 * @type: one of its types
 *
 * Restriction: sim_count_lock is held. Side effects: none. Failure: none.
 *
 * Return: the number, 0 when full
 */
static int room_for(struct sim_parent *parent, struct sim_type *type)
{
	struct sim_gpu *gpu = parent->gpu;
	u32 total = sim_fb_mib();
	int room = parent->room - parent->used;

	if (gpu->used_fb >= total)
		return 0;
	if (sim_homogeneous() && other_size(gpu, type))
		return 0;
	room = min_t(int, room, (total - gpu->used_fb) / type->framebuffer);
	if (sim_gpu_capacity() >= 0)
		room = min(room, sim_gpu_capacity() - gpu->used);
	if (type->limit >= 0)
		room = min(room, type->limit - type->used);
	return max(room, 0);
}

/**
 * sim_type_available() - counts how many more instances of a type fit
 * @parent: the parent
 * @type: one of its types
 *
 * Restriction: sim_count_lock is not held. Side effects: none. Failure: none.
 *
 * Return: the number, which is old as soon as it is known
 */
unsigned int sim_type_available(struct sim_parent *parent, struct sim_type *type)
{
	unsigned int room;

	mutex_lock(&sim_count_lock);
	room = room_for(parent, type);
	mutex_unlock(&sim_count_lock);
	return room;
}

/**
 * sim_type_take() - takes the room of one instance
 * @parent: the parent
 * @type: one of its types
 *
 * Restriction: sim_count_lock is not held. Side effects: the sums grow.
 * Failure: -ENOSPC when full, and the error that a test injected.
 *
 * Return: 0
 */
int sim_type_take(struct sim_parent *parent, struct sim_type *type)
{
	int ret = 0;

	mutex_lock(&sim_count_lock);
	if (room_for(parent, type) <= 0)
		ret = -ENOSPC;
	else
		ret = sim_injected_error();
	if (!ret) {
		parent->used++;
		type->used++;
		parent->gpu->used++;
		parent->gpu->used_fb += type->framebuffer;
	}
	mutex_unlock(&sim_count_lock);
	return ret;
}

/**
 * sim_type_put() - gives the room of one instance back
 * @parent: the parent
 * @type: the type that was taken
 *
 * Restriction: once for each sim_type_take(). Side effects: the sums fall. Failure: none.
 */
void sim_type_put(struct sim_parent *parent, struct sim_type *type)
{
	mutex_lock(&sim_count_lock);
	parent->used--;
	type->used--;
	parent->gpu->used--;
	parent->gpu->used_fb -= type->framebuffer;
	mutex_unlock(&sim_count_lock);
}

/**
 * sim_type_describe() - writes the description file, in the form of NVIDIA's driver
 * @type: the type
 * @text: a page
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: the length
 */
ssize_t sim_type_describe(struct sim_type *type, char *text)
{
	int used = sysfs_emit(text, "num_heads=%u, frl_config=%u, framebuffer=%uM, ", type->heads,
			      type->heads > 1 ? 60 : 45, type->framebuffer);

	return used + sysfs_emit_at(text, used, "max_resolution=%ux%u, max_instance=%u\n",
				    type->width, type->height, sim_fb_mib() / type->framebuffer);
}
