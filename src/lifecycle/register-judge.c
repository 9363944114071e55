// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What is to be sent, given what the driver has.
 *
 * The driver keeps a list of ids for each GPU, but only one set of parameters
 * for each id, that which it got first. What comes later for the same id is
 * not refused; it is forgotten. So an id that the driver knows is compared
 * field by field, also one that is in no list any more, because that was
 * emptied.
 *
 * A list has a fixed size, and an id that is sent twice takes two places. So
 * an id that is listed is not sent again.
 *
 * Of each GPU the driver is asked for its list once, and for each id once in
 * all. Nothing is compared, and no id asked for, when lists are to be emptied:
 * what the driver still knows afterwards is seen when it is read back.
 */
#include "lifecycle/register-judge.h"

#include "lifecycle/register-compare.h"
#include "lifecycle/register-kernel.h"
#include "lifecycle/register-record.h"
#include "util/error.h"

/** @brief What else can be done about a type that the GPU has. */
#define OR_KEEP ", leave the old one with --keep"

/**
 * @brief Ask the driver what it knows of a type.
 * @param reg     The registration; what is known grows.
 * @param gpu     The GPU.
 * @param id      The type.
 * @param listed  Whether the driver lists it for the GPU.
 * @param err     Where to store the error, or NULL.
 * @return true when the driver told, now or when another GPU was looked at.
 * @norestriction
 * @sideeffect One reading call for each id in all.
 * @failure Those of gvm_nv_config_type(), for a type that is listed. What the
 *          closed drivers before 550 answer for an id that they never got is
 *          not known, so whatever it is means that they do not know it.
 */
static bool ask_type(struct gvm_register *reg, struct gvm_nv_gpu *gpu,
		     uint32_t id, bool listed, GError **err)
{
	void *key = GUINT_TO_POINTER(id);
	struct gvm_profile *told = NULL;

	if (g_hash_table_contains(reg->known, key))
		return true;
	if (!gvm_nv_config_type(gpu, id, &told, listed ? err : NULL) && listed)
		return false;
	g_hash_table_insert(reg->known, key, told);

	return true;
}

/**
 * @brief Ask the driver for the list of a GPU and for what it knows of types.
 * @param reg   The registration; what is known grows.
 * @param plan  The GPU; its list is filled in.
 * @param mode  What to do about ids that the driver knows.
 * @param err   Where to store the error, or NULL.
 * @return true when the driver told.
 * @norestriction
 * @sideeffect Allocates the GPU's configuration object; reading calls.
 * @failure Those of gvm_nv_gpu_configure(), gvm_nv_config_supported() and
 *          ask_type().
 */
static bool ask_gpu(struct gvm_register *reg, struct gvm_register_gpu *plan,
		    enum gvm_register_mode mode, GError **err)
{
	g_auto(gvm_nv_types) now = { 0 };

	if (!gvm_nv_gpu_configure(plan->gpu, err) ||
	    !gvm_nv_config_supported(plan->gpu, &now, err))
		return false;
	plan->state = now.state;
	plan->listed = g_steal_pointer(&now.ids);
	if (mode == GVM_REGISTER_REPLACE)
		return true;
	for (guint i = 0; i < plan->types->len; i++) {
		const struct gvm_register_type *type;
		uint32_t id;

		type = g_ptr_array_index(plan->types, i);
		id = type->type->id;
		if (!ask_type(reg, plan->gpu, id,
			      gvm_register_record_has(plan->listed, id), err))
			return false;
	}

	return true;
}

/**
 * @brief Decide about a type that the driver knows.
 * @param plan    The GPU.
 * @param type    The type; its state is set.
 * @param told    What the driver says of it.
 * @param listed  Whether the GPU has it.
 * @param keep    Whether it may differ, where the GPU has it.
 * @param err     Where to store the error, or NULL.
 * @return true when there is no contradiction.
 * @norestriction
 * @sideeffect Sets the state, may add a note.
 * @failure GVM_ERROR_EXISTS.
 */
static bool judge_known(const struct gvm_register_gpu *plan,
			struct gvm_register_type *type,
			const struct gvm_profile *told, bool listed, bool keep,
			GError **err)
{
	g_autofree char *difference = NULL;
	g_autofree char *note = NULL;

	type->state = listed ? GVM_REGISTER_PRESENT : GVM_REGISTER_PLANNED;
	difference = gvm_register_differs(type->type, told);
	if (difference && listed && keep) {
		note = g_strdup_printf("kept as the driver has it: %s",
				       difference);
		gvm_register_note(type, note);
		return true;
	}
	if (difference)
		return gvm_error_set(err, GVM_ERROR_EXISTS,
				     "%s:%u: the driver knows type %u of GPU %s already, but %s; it keeps what it got first: give the type a new id%s, or unload the driver's module once",
				     type->type->file, type->type->line,
				     type->type->id, plan->gpu->address,
				     difference,
				     listed ? OR_KEEP : "");
	if (listed && gvm_register_lost_multi(type->type, told))
		gvm_register_note(type, GVM_REGISTER_LOST_MULTI);

	return true;
}

/**
 * @brief Decide what is to be sent to a GPU.
 * @param reg   The registration.
 * @param plan  The GPU.
 * @param mode  What to do about ids that the driver knows.
 * @param err   Where to store the error, or NULL.
 * @return true when there is no contradiction.
 * @norestriction
 * @sideeffect Sets the states of the types.
 * @failure GVM_ERROR_EXISTS.
 */
static bool judge_gpu(const struct gvm_register *reg,
		      struct gvm_register_gpu *plan,
		      enum gvm_register_mode mode, GError **err)
{
	for (guint i = 0; i < plan->types->len; i++) {
		struct gvm_register_type *type;
		const struct gvm_profile *told;
		bool listed;

		type = g_ptr_array_index(plan->types, i);
		type->state = GVM_REGISTER_PLANNED;
		listed = gvm_register_record_has(plan->listed, type->type->id);
		told = g_hash_table_lookup(reg->known,
					   GUINT_TO_POINTER(type->type->id));
		if (mode == GVM_REGISTER_REPLACE || !told)
			continue;
		if (!judge_known(plan, type, told, listed,
				 mode == GVM_REGISTER_KEEP, err))
			return false;
	}
	plan->discard = mode == GVM_REGISTER_REPLACE;

	return true;
}

/**
 * @brief Refuse what does not fit into the driver's list of a GPU.
 * @param reg   The registration.
 * @param plan  The GPU.
 * @param err   Where to store the error, or NULL.
 * @return true when it fits.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_NO_CAPACITY.
 */
static bool check_room(const struct gvm_register *reg,
		       const struct gvm_register_gpu *plan, GError **err)
{
	struct gvm_nv_place place = gvm_nv_abi_place(&reg->rm->abi,
						     GVM_NV_S_TYPES,
						     GVM_NV_TYPES_VGPU_TYPES);
	unsigned int more = gvm_register_count(plan, GVM_REGISTER_PLANNED);
	unsigned int there = plan->discard ? 0 : plan->listed->len;
	unsigned int room = place.size / sizeof(uint32_t);

	if (there + more <= room)
		return true;

	return gvm_error_set(err, GVM_ERROR_NO_CAPACITY,
			     "the driver's list of GPU %s has room for %u types and holds %u: %u more do not fit",
			     plan->gpu->address, room, there, more);
}

/**
 * @brief Refuse to take types away from vGPUs that have them.
 * @param reg   The registration.
 * @param plan  The GPU.
 * @param err   Where to store the error, or NULL.
 * @return true when no list is to be emptied, or there is no vGPU.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_BUSY; those of gvm_register_kernel_vgpus().
 */
static bool check_idle(struct gvm_register *reg,
		       const struct gvm_register_gpu *plan, GError **err)
{
	unsigned int vgpus;

	if (!plan->discard)
		return true;
	if (!gvm_register_kernel_vgpus(reg->host, plan->gpu->address, &vgpus,
				       err))
		return false;
	if (!vgpus)
		return true;

	return gvm_error_set(err, GVM_ERROR_BUSY,
			     "GPU %s has %u vGPUs, and --replace would take their types away: destroy them first ('gvmctl list'), or leave --replace out",
			     plan->gpu->address, vgpus);
}

/**
 * @brief Say what a plan does beside sending types.
 * @param reg   The registration.
 * @param plan  The GPU; whether to publish is decided.
 * @norestriction
 * @sideeffect Adds notes.
 * @nofailure
 */
static void finish_gpu(struct gvm_register *reg, struct gvm_register_gpu *plan)
{
	unsigned int planned = gvm_register_count(plan, GVM_REGISTER_PLANNED);
	struct gvm_register_type *first;
	g_autofree char *note = NULL;

	if (!plan->types->len)
		return;
	first = g_ptr_array_index(plan->types, 0);
	if (planned && plan->discard && plan->listed->len) {
		note = g_strdup_printf("%u types of the GPU are discarded, NVIDIA's own come back with nvidia-vgpud",
				       plan->listed->len);
		gvm_register_note(first, note);
	}
	if (!planned && plan->state != GVM_NV_CONFIG_READY)
		gvm_register_note(first, "the driver's list of the GPU was never finished: --replace sends it anew");
	/* A run may have ended after it sent them and before it published. */
	plan->publish = planned || gvm_register_kernel_lacks(reg->host, plan);
}

bool gvm_register_judge(struct gvm_register *reg, enum gvm_register_mode mode,
			GError **err)
{
	for (guint i = 0; i < reg->plan->len; i++) {
		struct gvm_register_gpu *plan = g_ptr_array_index(reg->plan, i);
		GError *cause = NULL;

		if (!plan->lost && !ask_gpu(reg, plan, mode, &cause))
			gvm_register_lose(reg, plan, cause);
	}
	for (guint i = 0; i < reg->plan->len; i++) {
		struct gvm_register_gpu *plan = g_ptr_array_index(reg->plan, i);

		if (plan->lost)
			continue;
		if (!judge_gpu(reg, plan, mode, err) ||
		    !check_room(reg, plan, err) || !check_idle(reg, plan, err))
			return false;
		finish_gpu(reg, plan);
	}

	return true;
}
