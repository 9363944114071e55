// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From the types that a program registered through the driver's calls to types in sysfs.
 *
 * The resource manager's core tells the whole list of a GPU when a program asks for it to be
 * published.  All mdev parents of the GPU are then brought into line: what is new appears, what is
 * no longer in the list goes.  A type that has mdevs stays until the last of them is gone, without
 * room for more: what NVIDIA's driver does then is not known.  A parent that has had no type yet
 * is registered with the mdev core by its first one.
 *
 * Nothing here runs while the resource manager's lock is held: taking a type from sysfs waits for
 * creations that are on their way, and those may want that lock.
 */
#include <linux/slab.h>
#include <linux/workqueue.h>
#include "vgpusim.h"
#include "vgpusim_rm.h"

/* Held while types go from the core to sysfs, so that the last list is the one that stays. */
static DEFINE_MUTEX(publish_lock);

/**
 * sim_published() - says whether a GPU's list has a type
 * @gpu: the GPU
 * @id: the type's number
 *
 * Restriction: sim_types_lock is held. Side effects: none. Failure: none.
 *
 * Return: true when it has
 */
bool sim_published(struct sim_gpu *gpu, u32 id)
{
	int i;

	for (i = 0; i < gpu->published_count; i++)
		if (gpu->published[i].id == id)
			return true;
	return false;
}

/**
 * retire() - takes from a parent the registered types that are in the list no more
 * @parent: the parent
 *
 * Restriction: sim_types_lock is held. Side effects: types without mdevs go; others take no more,
 * until the list has them again. Failure: none.
 *
 * Return: how many went
 */
static int retire(struct sim_parent *parent)
{
	struct sim_type *type;
	int gone = 0;
	int i;

	for (i = parent->core.nr_types - 1; i >= 0; i--) {
		type = container_of(parent->types[i], struct sim_type, mdev);
		if (!type->registered)
			continue;
		if (sim_type_leave(type, !sim_published(parent->gpu, type->spec.id))) {
			sim_live_remove(parent, i);
			gone++;
		}
	}
	return gone;
}

/**
 * extend() - gives a parent the types of the list that it does not have
 * @parent: the parent
 *
 * Restriction: sim_types_lock is held. Side effects: types appear. Failure: -ENOSPC when the
 * parent's list is full, -ENOMEM, and errors of the mdev core; what was added stays.
 *
 * Return: how many came
 */
static int extend(struct sim_parent *parent)
{
	struct sim_gpu *gpu = parent->gpu;
	int before = parent->registered ? parent->core.nr_types : 0;
	int count = before;
	struct sim_type *type;
	int ret = 0;
	int i;

	for (i = 0; !ret && i < gpu->published_count; i++) {
		if (parent->registered && sim_type_find(parent, gpu->published[i].id) >= 0)
			continue;
		if (count == SIM_MAX_TYPES)
			return -ENOSPC;
		type = sim_type_new(gpu, &gpu->published[i]);
		if (!type)
			return -ENOMEM;
		type->registered = true;
		if (parent->registered)
			ret = sim_live_add(parent, type);
		else
			parent->types[count] = &type->mdev;
		count++;
	}
	if (!ret && !parent->registered && count)
		ret = sim_parent_register(parent, count);
	return ret ? ret : count - before;
}

/**
 * sim_parent_sync() - brings a parent into line with its GPU's list of registered types
 * @parent: the parent
 *
 * Restriction: sim_types_lock is held; the parent has its function. Side effects: types come and
 * go. Failure: as extend().
 *
 * Return: 0
 */
int sim_parent_sync(struct sim_parent *parent)
{
	bool known = parent->registered;
	int gone;
	int come;

	if (parent->vf.here)
		return sim_vf_sync(parent);
	gone = known ? retire(parent) : 0;
	come = extend(parent);
	if (known && (gone || come))
		sim_live_event(parent);
	return min(come, 0);
}

/**
 * sync_gpu() - brings all parents of a GPU into line with its list of registered types
 * @gpu: the GPU
 *
 * Restriction: sim_types_lock is held. Side effects: types come and go.
 * Failure: an error is logged; the driver's call has succeeded by then, as NVIDIA's does.
 */
static void sync_gpu(struct sim_gpu *gpu)
{
	int ret;
	int i;

	for (i = 0; i < SIM_VFS; i++) {
		if (!gpu->parents[i].pdev)
			continue;
		ret = sim_parent_sync(&gpu->parents[i]);
		if (ret)
			pr_err("vgpusim: types of %s: error %d\n",
			       pci_name(gpu->parents[i].pdev), ret);
	}
}

/**
 * specs_of() - reads the types of a GPU that are to be published
 * @gpu: number of the GPU
 * @specs: room for SIM_PUBLISHED of them
 *
 * Restriction: sim_rm_lock is held. Side effects: none. Failure: none.
 *
 * Return: their number
 */
static int specs_of(int gpu, struct sim_spec *specs)
{
	struct rmsim_spec spec;
	int found = 0;
	int i;

	for (i = 0; i < sim_rm->gpus[gpu].published_count && found < SIM_PUBLISHED; i++) {
		struct sim_spec *to = &specs[found];

		if (!rmsim_type_spec(sim_rm, sim_rm->gpus[gpu].published[i], &spec))
			continue;
		to->id = spec.id;
		strscpy(to->name, spec.name, sizeof(to->name));
		to->framebuffer = max_t(u64, spec.profile ?: spec.framebuffer, 1 << 20) >> 20;
		to->heads = spec.heads;
		to->width = spec.width;
		to->height = spec.height;
		to->frame_rate = spec.frame_rate;
		to->instances = spec.instances;
		found++;
	}
	return found;
}

/**
 * sim_publish() - takes the types of a GPU from the core to sysfs
 * @index: number of the GPU
 *
 * Restriction: no lock of ours is held. Side effects: types come and go in sysfs.
 * Failure: without memory nothing is published.
 */
void sim_publish(int index)
{
	struct sim_spec *specs = kcalloc(SIM_PUBLISHED, sizeof(*specs), GFP_KERNEL);
	struct sim_gpu *gpu = &sim_gpus[index];
	int found;

	if (!specs)
		return;
	mutex_lock(&publish_lock);
	mutex_lock(&sim_rm_lock);
	found = specs_of(index, specs);
	mutex_unlock(&sim_rm_lock);
	mutex_lock(&sim_types_lock);
	memcpy(gpu->published, specs, found * sizeof(*specs));
	gpu->published_count = found;
	sync_gpu(gpu);
	mutex_unlock(&sim_types_lock);
	mutex_unlock(&publish_lock);
	kfree(specs);
}

/**
 * sync_all() - does what sim_publish_later() put off
 * @work: the work
 *
 * Restriction: called by the kernel's worker. Side effects: types come and go. Failure: none.
 */
static void sync_all(struct work_struct *work)
{
	int i;

	mutex_lock(&sim_types_lock);
	for (i = 0; i < SIM_GPUS; i++)
		sync_gpu(&sim_gpus[i]);
	mutex_unlock(&sim_types_lock);
}

static DECLARE_WORK(publish_work, sync_all);

/**
 * sim_publish_later() - brings all parents into line, from another context
 *
 * Restriction: none. Side effects: types that were waiting for their last mdev go, soon.
 * Failure: none.
 */
void sim_publish_later(void)
{
	schedule_work(&publish_work);
}

/**
 * sim_publish_flush() - waits for what sim_publish_later() put off
 *
 * Restriction: no lock of ours is held. Side effects: time passes. Failure: none.
 */
void sim_publish_flush(void)
{
	flush_work(&publish_work);
}
