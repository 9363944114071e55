// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The GPUs that are looked at: found, opened, subscribed to, let go.
 */
#include "lifecycle/observe-state.h"

/** @brief The notifiers that are followed. */
static const enum gvm_nv_constant notifiers[GVM_OBSERVE_NOTIFIERS] = {
	[GVM_OBSERVE_ON_CREATED] =
		GVM_NV_K_NOTIFIERS_EVENT_VGPU_GUEST_CREATED,
	[GVM_OBSERVE_ON_INITIALISING] =
		GVM_NV_K_NOTIFIERS_EVENT_VGPU_GUEST_INITIALISING,
	[GVM_OBSERVE_ON_DESTROYED] =
		GVM_NV_K_NOTIFIERS_EVENT_VGPU_GUEST_DESTROYED,
};

void gvm_observe_gpu_free(struct gvm_observe_gpu *gpu)
{
	if (!gpu)
		return;
	for (size_t i = GVM_OBSERVE_NOTIFIERS; i-- > 0;)
		gvm_rm_event_free(gpu->events[i]);
	gvm_nv_gpu_free(gpu->gpu);
	g_ptr_array_unref(gpu->vgpus);
	g_hash_table_unref(gpu->types);
	g_free(gpu);
}

/**
 * @brief Free a type that a table holds.
 * @param profile  The type, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
static void free_profile(gpointer profile)
{
	gvm_profile_free(profile);
}

/**
 * @brief Subscribe to what happens on a GPU.
 * @param self  The observer.
 * @param gpu   The GPU, with its configuration object.
 * @norestriction
 * @sideeffect Subscriptions that last as long as the GPU is looked at.
 * @failure Without events the looks at each interval remain: told as
 *          trouble.
 */
static void subscribe(struct gvm_observe *self, struct gvm_observe_gpu *gpu)
{
	for (size_t i = 0; i < GVM_OBSERVE_NOTIFIERS; i++) {
		g_autoptr(GError) err = NULL;
		uint32_t number;

		if (!gvm_nv_abi_has(&self->rm->abi, notifiers[i], &number))
			continue;
		gpu->events[i] = gvm_rm_event_new(self->rm,
						  gpu->gpu->config_handle,
						  GVM_NV_C_VGPU_NOTIFY, number,
						  &err);
		if (gpu->events[i])
			continue;
		gvm_observe_tell_text(self, GVM_OBSERVE_TROUBLE,
				      gpu->gpu->address,
				      "GPU %s does not tell when something happens, it is looked at every %u s: %s",
				      gpu->gpu->address,
				      self->options->interval, err->message);
		return;
	}
}

/**
 * @brief Begin to look at a GPU.
 * @param self  The observer.
 * @param gpu   From gvm_nv_gpu_list(); taken over.
 * @param err   Where to store the error, or NULL.
 * @return true when it is looked at from now on.
 * @norestriction
 * @sideeffect Opens the GPU; nothing remains on failure.
 * @failure Those of gvm_nv_gpu_open(), gvm_nv_gpu_configure() and the first
 *          look.
 */
static bool add_gpu(struct gvm_observe *self, struct gvm_nv_gpu *gpu,
		    GError **err)
{
	struct gvm_observe_gpu *added = g_new0(struct gvm_observe_gpu, 1);
	g_autoptr(gvm_observe_gpu) owned = added;

	added->gpu = gpu;
	added->vgpus = gvm_observe_vgpus_new();
	added->types = g_hash_table_new_full(NULL, NULL, NULL, free_profile);
	if (!gvm_nv_gpu_open(gpu, err) || !gvm_nv_gpu_configure(gpu, err))
		return false;
	if (!self->options->once)
		subscribe(self, added);
	/* After the subscription: nothing can happen unseen between the two.
	 * That the object exists does not mean that this is a vGPU host; a
	 * list of vGPUs does.
	 */
	if (!gvm_observe_look(self, added, err))
		return false;
	added->fresh = true;
	g_ptr_array_add(self->gpus, g_steal_pointer(&owned));

	return true;
}

/**
 * @brief Find a GPU in a list.
 * @param self  The observer.
 * @param id    The driver's gpuId.
 * @return Its index, or -1.
 * @pure
 */
static int find_gpu(const struct gvm_observe *self, uint32_t id)
{
	for (guint i = 0; i < self->gpus->len; i++) {
		const struct gvm_observe_gpu *gpu;

		gpu = g_ptr_array_index(self->gpus, i);
		if (gpu->gpu->id == id)
			return i;
	}

	return -1;
}

/**
 * @brief Tell whether a list of the driver has a GPU.
 * @param list  From gvm_nv_gpu_list().
 * @param id    The driver's gpuId.
 * @return true when it has.
 * @pure
 */
static bool list_has(const GPtrArray *list, uint32_t id)
{
	for (guint i = 0; i < list->len; i++) {
		const struct gvm_nv_gpu *gpu = g_ptr_array_index(list, i);

		if (gpu->id == id)
			return true;
	}

	return false;
}

/**
 * @brief Let go of the GPUs that the driver no longer has.
 * @param self  The observer.
 * @param list  What it has.
 * @norestriction
 * @sideeffect Closes them and tells of it.
 * @nofailure
 */
static void drop_gone(struct gvm_observe *self, const GPtrArray *list)
{
	for (guint i = self->gpus->len; i-- > 0;) {
		struct gvm_observe_gpu *gpu = g_ptr_array_index(self->gpus, i);

		if (list_has(list, gpu->gpu->id))
			continue;
		gvm_observe_tell_text(self, GVM_OBSERVE_GPU_LOST,
				      gpu->gpu->address,
				      "GPU %s is no longer there",
				      gpu->gpu->address);
		g_ptr_array_remove_index(self->gpus, i);
	}
}

bool gvm_observe_scan(struct gvm_observe *self, GError **err)
{
	g_autoptr(GPtrArray) list = gvm_nv_gpu_list(self->rm, err);
	bool first = !self->scanned;

	if (!list)
		return false;
	self->scanned = true;
	drop_gone(self, list);
	for (guint i = 0; i < list->len; i++) {
		struct gvm_nv_gpu *gpu = g_ptr_array_index(list, i);
		g_autofree char *address = g_strdup(gpu->address);
		g_autoptr(GError) why = NULL;
		gpointer id = GUINT_TO_POINTER(gpu->id);

		if (find_gpu(self, gpu->id) >= 0)
			continue;
		/* The list must not free what was taken over. */
		list->pdata[i] = NULL;
		if (add_gpu(self, gpu, &why)) {
			g_hash_table_remove(self->refused, id);
			if (!first)
				gvm_observe_tell_text(self,
						      GVM_OBSERVE_GPU_FOUND,
						      address,
						      "GPU %s is looked at from now on",
						      address);
		} else if (g_hash_table_add(self->refused, id)) {
			gvm_observe_tell_text(self, GVM_OBSERVE_GPU_LOST,
					      address,
					      "GPU %s cannot be looked at: %s",
					      address, why->message);
			g_clear_error(&self->why);
			self->why = g_steal_pointer(&why);
		}
	}

	return true;
}
