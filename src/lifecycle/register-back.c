// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading back what was sent to the driver.
 *
 * Each GPU has a list, so each is asked for it. What a type is the driver
 * keeps once for all GPUs, so it is asked for that once, and whatever another
 * GPU was sent under the same id is compared with the same answer.
 */
#include "lifecycle/register-back.h"

#include "lifecycle/register-compare.h"
#include "lifecycle/register-record.h"
#include "util/error.h"

/**
 * @brief Ask the driver what it says of a type now.
 * @param reg   The registration; what was read back grows.
 * @param gpu   The GPU.
 * @param id    The type.
 * @param told  Where to put the answer, owned by @p reg; NULL when the driver
 *              does not know the type.
 * @param err   Where to store the error, or NULL.
 * @return true when the driver told, now or when another GPU got the type.
 * @norestriction
 * @sideeffect One call for each id in all.
 * @failure Those of gvm_nv_config_type().
 */
static bool ask(struct gvm_register *reg, struct gvm_nv_gpu *gpu, uint32_t id,
		const struct gvm_profile **told, GError **err)
{
	void *key = GUINT_TO_POINTER(id);
	struct gvm_profile *answer;

	*told = g_hash_table_lookup(reg->back, key);
	if (*told)
		return true;
	if (!gvm_nv_config_type(gpu, id, &answer, err))
		return false;
	g_hash_table_insert(reg->back, key, answer);
	*told = answer;

	return true;
}

/**
 * @brief Compare what the driver says of a type with what was sent.
 * @param reg     The registration; what was read back grows.
 * @param plan    The GPU.
 * @param listed  uint32_t: ids that the driver lists now.
 * @param type    The type.
 * @param err     Where to store the error, or NULL.
 * @return true when they are the same.
 * @norestriction
 * @sideeffect As ask(); may add a note to the type.
 * @failure GVM_ERROR_FAILED when the driver does not have it;
 *          GVM_ERROR_EXISTS when it has other parameters.
 */
static bool read_type_back(struct gvm_register *reg,
			   struct gvm_register_gpu *plan, const GArray *listed,
			   struct gvm_register_type *type, GError **err)
{
	const char *address = plan->gpu->address;
	const struct gvm_profile *told = NULL;
	g_autofree char *difference = NULL;
	g_autoptr(GError) cause = NULL;
	uint32_t id = type->type->id;

	if (!gvm_register_record_has(listed, id))
		return gvm_error_set(err, GVM_ERROR_FAILED,
				     "the driver accepted type %u for GPU %s, but does not list it: see the kernel log",
				     id, address);
	if (!ask(reg, plan->gpu, id, &told, &cause))
		return gvm_error_set(err, cause->code,
				     "type %u of GPU %s was sent, but cannot be read back: %s",
				     id, address, cause->message);
	if (!told)
		return gvm_error_set(err, GVM_ERROR_FAILED,
				     "the driver lists type %u for GPU %s, but does not know it: see the kernel log",
				     id, address);
	difference = gvm_register_differs(type->type, told);
	if (difference)
		return gvm_error_set(err, GVM_ERROR_EXISTS,
				     "the driver kept older parameters of type %u on GPU %s: %s; give the type a new id, or unload the driver's module once",
				     id, address, difference);
	if (gvm_register_lost_multi(type->type, told))
		gvm_register_note(type, GVM_REGISTER_LOST_MULTI);

	return true;
}

void gvm_register_read_back(struct gvm_register *reg,
			    struct gvm_register_gpu *plan)
{
	g_auto(gvm_nv_types) now = { 0 };
	GError *cause = NULL;

	if (!gvm_register_count(plan, GVM_REGISTER_SENT))
		return;
	if (!gvm_nv_config_supported(plan->gpu, &now, &cause)) {
		gvm_register_fail_all(reg, plan, GVM_REGISTER_SENT,
				      g_error_new(GVM_ERROR, cause->code,
						  "the types of GPU %s were sent, but cannot be read back: %s",
						  plan->gpu->address,
						  cause->message));
		g_error_free(cause);
		return;
	}
	for (guint i = 0; i < plan->types->len; i++) {
		struct gvm_register_type *type;

		type = g_ptr_array_index(plan->types, i);
		if (type->state != GVM_REGISTER_SENT)
			continue;
		if (read_type_back(reg, plan, now.ids, type, &cause))
			type->state = GVM_REGISTER_REGISTERED;
		else
			gvm_register_fail(reg, type, g_steal_pointer(&cause));
	}
}
