// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The types, and the sums behind available_instances: a parent has room for so many instances,
 * and all parents of a GPU share its frame buffer.
 */
#include <linux/slab.h>
#include "vgpusim.h"

static const struct sim_spec catalogue[] = {
	{ 588, "NVIDIA A10-1B", 1024, 1, 5120, 2880, 45, 0 },
	{ 590, "NVIDIA A10-1Q", 1024, 1, 5120, 2880, 45, 0 },
	{ 591, "NVIDIA A10-2Q", 2048, 4, 7680, 4320, 60, 0 },
	{ 592, "NVIDIA A10-4Q", 4096, 4, 7680, 4320, 60, 0 },
	{ 593, "NVIDIA A10-8Q", 8192, 4, 7680, 4320, 60, 0 },
	{ 594, "NVIDIA A10-24Q", 24576, 4, 7680, 4320, 60, 0 },
};

/* The lists of types of all parents; held while the mdev core is called. */
DEFINE_MUTEX(sim_types_lock);
/* Every number that a creation changes, and all_types; never held while calling the mdev core. */
DEFINE_MUTEX(sim_count_lock);
static LIST_HEAD(all_types);

/**
 * sim_type_new() - makes a type that no parent has yet
 * @gpu: the GPU of the parent that is to have it
 * @spec: what it is; copied
 *
 * Restriction: none. Side effects: the type lives until sim_types_free().
 * Failure: NULL without memory.
 *
 * Return: the type
 */
struct sim_type *sim_type_new(struct sim_gpu *gpu, const struct sim_spec *spec)
{
	struct sim_type *type = kzalloc(sizeof(*type), GFP_KERNEL);

	if (!type)
		return NULL;
	type->spec = *spec;
	snprintf(type->sysfs, sizeof(type->sysfs), "%u", spec->id);
	type->mdev.sysfs_name = type->sysfs;
	type->mdev.pretty_name = type->spec.name;
	type->gpu = gpu;
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
		type = sim_type_new(parent->gpu, &catalogue[count]);
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
		if (container_of(parent->types[i], struct sim_type, mdev)->spec.id == id)
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
	return gpu->used && gpu->used_fb != gpu->used * type->spec.framebuffer;
}

/**
 * limit_left() - counts how many more instances of a type its own limits allow
 * @type: the type
 *
 * A type that was registered has a number of instances for the whole GPU, so those on its other
 * functions count as well.
 *
 * Restriction: sim_count_lock is held. Side effects: none. Failure: none.
 *
 * Return: the number, INT_MAX without a limit, 0 for a type that is on its way out
 */
static int limit_left(struct sim_type *type)
{
	struct sim_type *other;
	int left = INT_MAX;
	int used = 0;

	if (type->leaving)
		return 0;
	if (type->limit >= 0)
		left = type->limit - type->used;
	if (!type->spec.instances)
		return left;
	list_for_each_entry(other, &all_types, all)
		if (other->gpu == type->gpu && other->spec.id == type->spec.id)
			used += other->used;
	return min_t(int, left, (int)type->spec.instances - used);
}

/**
 * sim_type_leave() - lets a type take no more instances, or again
 * @type: the type
 * @leaving: no more
 *
 * Restriction: sim_count_lock is not held. Side effects: available_instances follows.
 * Failure: none.
 *
 * Return: true when it leaves and has no instance, so that it can be taken from sysfs
 */
bool sim_type_leave(struct sim_type *type, bool leaving)
{
	bool idle;

	mutex_lock(&sim_count_lock);
	type->leaving = leaving;
	idle = leaving && type->used == 0;
	mutex_unlock(&sim_count_lock);
	return idle;
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
	if (sim_one_size(gpu) && other_size(gpu, type))
		return 0;
	room = min_t(int, room, (total - gpu->used_fb) / type->spec.framebuffer);
	if (sim_gpu_capacity() >= 0)
		room = min(room, sim_gpu_capacity() - gpu->used);
	room = min(room, limit_left(type));
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
		parent->gpu->used_fb += type->spec.framebuffer;
	}
	mutex_unlock(&sim_count_lock);
	return ret;
}

/**
 * sim_type_put() - gives the room of one instance back
 * @parent: the parent
 * @type: the type that was taken
 *
 * Restriction: once for each sim_type_take(). Side effects: the sums fall; a type that was on its
 * way out is taken away, a little later. Failure: none.
 */
void sim_type_put(struct sim_parent *parent, struct sim_type *type)
{
	bool last;

	mutex_lock(&sim_count_lock);
	parent->used--;
	type->used--;
	parent->gpu->used--;
	parent->gpu->used_fb -= type->spec.framebuffer;
	last = type->leaving && type->used == 0;
	mutex_unlock(&sim_count_lock);
	if (last)
		sim_publish_later();
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
	const struct sim_spec *spec = &type->spec;
	u32 most = spec->instances ? spec->instances : sim_fb_mib() / spec->framebuffer;
	int used = sysfs_emit(text, "num_heads=%u, frl_config=%u, framebuffer=%uM, ", spec->heads,
			      spec->frame_rate, spec->framebuffer);

	return used + sysfs_emit_at(text, used, "max_resolution=%ux%u, max_instance=%u\n",
				    spec->width, spec->height, most);
}
