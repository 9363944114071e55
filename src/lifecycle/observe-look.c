// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The vGPUs of a GPU, and what is different from the look before.
 *
 * An event of the driver says that something happened on a GPU, not to which
 * vGPU, and several become one. So an event is only a reason to look: the list
 * of running vGPUs is asked for and compared with the one before. What is told
 * is the difference, and it is the same whether events arrive or not.
 *
 * The one thing that a comparison cannot find is that a guest's driver begins;
 * that event is passed on as it comes, and names only the GPU.
 */
#include "lifecycle/observe-state.h"

/**
 * @brief Free a vGPU that an array holds.
 * @param vgpu  The vGPU.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
static void free_vgpu(gpointer vgpu)
{
	gvm_observe_vgpu_free(vgpu);
}

GPtrArray *gvm_observe_vgpus_new(void)
{
	return g_ptr_array_new_with_free_func(free_vgpu);
}

/**
 * @brief Ask for the name and size of a type, once.
 * @param gpu  The GPU.
 * @param id   The type.
 * @return The type, owned by the GPU, or NULL when the driver does not tell.
 * @norestriction
 * @sideeffect Remembers it.
 * @failure A type that the driver does not tell of is asked for again.
 */
static const struct gvm_profile *type_of(struct gvm_observe_gpu *gpu,
					 uint32_t id)
{
	struct gvm_profile *profile;

	profile = g_hash_table_lookup(gpu->types, GUINT_TO_POINTER(id));
	if (!profile && gvm_nv_config_type(gpu->gpu, id, &profile, NULL) &&
	    profile)
		g_hash_table_insert(gpu->types, GUINT_TO_POINTER(id), profile);

	return profile;
}

/**
 * @brief Find the vGPU that a guest is.
 * @param vgpus  struct gvm_observe_vgpu.
 * @param guest  The guest.
 * @return Its index, or -1.
 * @pure
 */
static int find_vgpu(const GPtrArray *vgpus, const struct gvm_nv_guest *guest)
{
	for (guint i = 0; i < vgpus->len; i++) {
		const struct gvm_observe_vgpu *vgpu;

		vgpu = g_ptr_array_index(vgpus, i);
		if (g_strcmp0(vgpu->guest->uuid, guest->uuid) == 0 &&
		    g_strcmp0(vgpu->guest->device_name,
			      guest->device_name) == 0)
			return i;
	}

	return -1;
}

/**
 * @brief Put together what is known of a guest.
 * @param self   The observer.
 * @param gpu    Its GPU.
 * @param guest  What the driver tells; taken over.
 * @param old    What was known before, or NULL.
 * @return A new vGPU.
 * @norestriction
 * @sideeffect Looks for the domain of a vGPU that had none.
 * @nofailure
 */
static struct gvm_observe_vgpu *new_vgpu(struct gvm_observe *self,
					 struct gvm_observe_gpu *gpu,
					 struct gvm_nv_guest *guest,
					 const struct gvm_observe_vgpu *old)
{
	struct gvm_observe_vgpu *vgpu = g_new0(struct gvm_observe_vgpu, 1);
	const struct gvm_profile *type = type_of(gpu, guest->type);

	vgpu->guest = guest;
	vgpu->listed = true;
	vgpu->gpu = g_strdup(gpu->gpu->address);
	vgpu->type = g_strdup_printf("nvidia-%u", guest->type);
	if (type) {
		vgpu->type_name = g_strdup(type->text[GVM_PROFILE_NAME]);
		vgpu->framebuffer = type->number[GVM_PROFILE_FRAMEBUFFER];
	}

	/* The same vGPU may have gone to another domain meanwhile. */
	if (old && old->domain && old->guest->vm_pid == guest->vm_pid) {
		vgpu->domain = g_strdup(old->domain);
		vgpu->domain_uuid = g_strdup(old->domain_uuid);
		return vgpu;
	}
	gvm_observe_domain(self->host, guest->uuid, guest->vm_pid,
			   &vgpu->domain, &vgpu->domain_uuid);
	if (!vgpu->domain && guest->vm_name && *guest->vm_name)
		vgpu->domain = g_strdup(guest->vm_name);
	if (!vgpu->domain_uuid)
		vgpu->domain_uuid = g_strdup(guest->vm_uuid);

	return vgpu;
}

/**
 * @brief Tell whether a vGPU is in another state than before.
 * @param old  What was known before.
 * @param new  What is known now.
 * @return true when domain, type, guest driver, licence or limit differ; the
 *         memory used always does and does not count.
 * @pure
 */
static bool differs(const struct gvm_observe_vgpu *old,
		    const struct gvm_observe_vgpu *new)
{
	const struct gvm_nv_guest *a = old->guest;
	const struct gvm_nv_guest *b = new->guest;

	return a->vm_pid != b->vm_pid || a->type != b->type ||
		a->driver_loaded != b->driver_loaded ||
		a->licensed != b->licensed ||
		a->license_state != b->license_state ||
		a->frame_rate != b->frame_rate || a->ecc != b->ecc ||
		a->placement != b->placement || a->encoder != b->encoder ||
		g_strcmp0(a->driver, b->driver) != 0 ||
		g_strcmp0(old->domain, new->domain) != 0 ||
		g_strcmp0(old->domain_uuid, new->domain_uuid) != 0;
}

/**
 * @brief Tell of what is no longer there.
 * @param self  The observer.
 * @param old   The vGPUs of the look before.
 * @param new   Those of now.
 * @norestriction
 * @sideeffect One event for each.
 * @nofailure
 */
static void tell_gone(struct gvm_observe *self, const GPtrArray *old,
		      const GPtrArray *new)
{
	for (guint i = 0; i < old->len; i++) {
		const struct gvm_observe_vgpu *vgpu = g_ptr_array_index(old, i);

		if (find_vgpu(new, vgpu->guest) < 0)
			gvm_observe_tell_vgpu(self, GVM_OBSERVE_DESTROYED,
					      vgpu, NULL);
	}
}

bool gvm_observe_look(struct gvm_observe *self, struct gvm_observe_gpu *gpu,
		      GError **err)
{
	g_autoptr(GPtrArray) guests = gvm_nv_config_guests(gpu->gpu, err);
	g_autoptr(GPtrArray) vgpus = gvm_observe_vgpus_new();
	g_autoptr(GPtrArray) before = NULL;

	if (!guests)
		return false;
	for (guint i = 0; i < guests->len; i++) {
		struct gvm_nv_guest *guest = g_ptr_array_index(guests, i);
		int at = find_vgpu(gpu->vgpus, guest);

		/* The vGPU owns it from here on. */
		guests->pdata[i] = NULL;
		g_ptr_array_add(vgpus,
				new_vgpu(self, gpu, guest, at < 0 ? NULL :
					 g_ptr_array_index(gpu->vgpus, at)));
	}

	tell_gone(self, gpu->vgpus, vgpus);
	before = gpu->vgpus;
	gpu->vgpus = g_steal_pointer(&vgpus);
	for (guint i = 0; i < gpu->vgpus->len; i++) {
		struct gvm_observe_vgpu *vgpu;
		int at;

		vgpu = g_ptr_array_index(gpu->vgpus, i);
		at = find_vgpu(before, vgpu->guest);
		if (at < 0)
			gvm_observe_tell_vgpu(self, gpu->looked ?
					      GVM_OBSERVE_CREATED :
					      GVM_OBSERVE_PRESENT, vgpu, NULL);
		else if (differs(g_ptr_array_index(before, at), vgpu))
			gvm_observe_tell_vgpu(self, GVM_OBSERVE_CHANGED, vgpu,
					      NULL);
	}
	gpu->looked = true;
	gpu->touched = false;

	return true;
}

bool gvm_observe_look_all(struct gvm_observe *self, bool all, GError **err)
{
	g_autoptr(GError) last = NULL;
	unsigned int failing = 0;

	for (guint i = 0; i < self->gpus->len; i++) {
		struct gvm_observe_gpu *gpu = g_ptr_array_index(self->gpus, i);
		g_autoptr(GError) why = NULL;
		bool before = gpu->failing;

		if (gpu->touched || (all && !gpu->fresh))
			gpu->failing = !gvm_observe_look(self, gpu, &why);
		gpu->fresh = false;
		failing += gpu->failing;
		if (!why)
			continue;
		if (!before)
			gvm_observe_tell_text(self, GVM_OBSERVE_GPU_LOST,
					      gpu->gpu->address,
					      "GPU %s cannot be looked at: %s",
					      gpu->gpu->address, why->message);
		g_clear_error(&last);
		last = g_steal_pointer(&why);
	}
	if (failing < self->gpus->len || !last)
		return true;
	g_propagate_error(err, g_steal_pointer(&last));

	return false;
}
