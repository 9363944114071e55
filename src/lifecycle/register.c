// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What a registration is made of; see register-plan.c for how it is
 *        planned and register-apply.c for how it is carried out.
 */
#include "lifecycle/register.h"

#include <assert.h>
#include <string.h>

#include "util/cleanup.h"

/** @brief Name of each state. */
static const char *const state_names[] = {
	[GVM_REGISTER_PLANNED] = "would-register",
	[GVM_REGISTER_VALID] = "valid",
	[GVM_REGISTER_PRESENT] = "present",
	[GVM_REGISTER_SENT] = "sent",
	[GVM_REGISTER_REGISTERED] = "registered",
	[GVM_REGISTER_FAILED] = "failed",
};

static_assert(G_N_ELEMENTS(state_names) == GVM_REGISTER_STATES,
	      "a state has no name");

const char *gvm_register_state_name(enum gvm_register_state state)
{
	g_assert(state < GVM_REGISTER_STATES);

	return state_names[state];
}

void gvm_register_free(struct gvm_register *reg)
{
	if (!reg)
		return;
	g_clear_pointer(&reg->plan, g_ptr_array_unref);
	g_clear_pointer(&reg->known, g_hash_table_unref);
	g_clear_pointer(&reg->back, g_hash_table_unref);
	g_clear_pointer(&reg->gpus, g_ptr_array_unref);
	gvm_rm_free(reg->rm);
	g_clear_error(&reg->failure);
	gvm_fd_clear(&reg->lock);
	g_free(reg);
}

void gvm_register_note(struct gvm_register_type *type, const char *text)
{
	char *longer = g_strdup_printf("%s%s%s", type->note ? type->note : "",
				       type->note ? "; " : "", text);

	g_free(type->note);
	type->note = longer;
}

void gvm_register_fail(struct gvm_register *reg, struct gvm_register_type *type,
		       GError *cause)
{
	type->state = GVM_REGISTER_FAILED;
	g_free(type->error);
	type->error = g_strdup(cause->message);
	if (reg->failure)
		g_error_free(cause);
	else
		reg->failure = cause;
}

void gvm_register_fail_all(struct gvm_register *reg,
			   struct gvm_register_gpu *plan,
			   enum gvm_register_state state, GError *cause)
{
	for (guint i = 0; i < plan->types->len; i++) {
		struct gvm_register_type *type;

		type = g_ptr_array_index(plan->types, i);
		if (type->state == state)
			gvm_register_fail(reg, type, g_error_copy(cause));
	}
	g_error_free(cause);
}

void gvm_register_lose(struct gvm_register *reg, struct gvm_register_gpu *plan,
		       GError *cause)
{
	if (!strstr(cause->message, plan->gpu->address))
		g_prefix_error(&cause, "GPU %s: ", plan->gpu->address);
	plan->lost = cause;
	gvm_register_fail_all(reg, plan, GVM_REGISTER_VALID,
			      g_error_copy(cause));
}

bool gvm_register_good(const struct gvm_register *reg, GError **err)
{
	if (!reg->failure)
		return true;
	g_propagate_error(err, g_error_copy(reg->failure));

	return false;
}

unsigned int gvm_register_count(const struct gvm_register_gpu *plan,
				enum gvm_register_state state)
{
	unsigned int n = 0;

	for (guint i = 0; i < plan->types->len; i++) {
		const struct gvm_register_type *type;

		type = g_ptr_array_index(plan->types, i);
		n += type->state == state;
	}

	return n;
}

GHashTable *gvm_register_names(const struct gvm_register *reg)
{
	GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal,
						  g_free, NULL);

	for (guint i = 0; i < reg->plan->len; i++) {
		const struct gvm_register_gpu *plan;

		plan = g_ptr_array_index(reg->plan, i);
		for (guint j = 0; j < plan->types->len; j++) {
			const struct gvm_register_type *type;

			type = g_ptr_array_index(plan->types, j);
			if (type->state != GVM_REGISTER_FAILED)
				g_hash_table_add(names,
						 g_strdup_printf(GVM_REGISTER_TYPE_FORMAT,
								 type->type->id));
		}
	}

	return names;
}

const char *gvm_register_publish_name(const struct gvm_register *reg)
{
	bool old = gvm_nv_abi_offers(&reg->rm->abi, GVM_NV_C_MDEV_REGISTER,
				     NULL);

	return gvm_nv_abi_control(old ? GVM_NV_C_MDEV_REGISTER :
				  GVM_NV_C_UPDATE_PGPU_INFO)->name;
}
