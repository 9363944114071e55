// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Where vGPUs of pools find room.
 */
#include "lifecycle/pool-room.h"

#include "model/claim.h"
#include "model/parent.h"
#include "model/policy.h"
#include "util/text.h"

bool gvm_pool_room_take(struct gvm_pool_room *room,
			const struct gvm_request *request,
			struct gvm_candidate *chosen, GError **err)
{
	g_autoptr(GArray) candidates = NULL;
	g_autoptr(GError) cause = NULL;

	candidates = gvm_place_order(room->inv, request, err);
	for (guint i = 0; candidates && i < candidates->len; i++) {
		struct gvm_holding wanted = { .owner = GVM_CLAIM_MDEVCTL };

		*chosen = g_array_index(candidates, struct gvm_candidate, i);
		wanted.type = chosen->type->id;
		if (!gvm_policy_judge(room->inv->policy, &wanted, room->held,
				      cause ? NULL : &cause))
			continue;
		gvm_place_take(chosen);
		g_array_append_val(room->held, wanted);
		return true;
	}
	if (cause)
		g_propagate_error(err, g_steal_pointer(&cause));

	return false;
}

/**
 * @brief Tell whether two lists of attributes are the same.
 * @param a  struct gvm_attr.
 * @param b  struct gvm_attr.
 * @return true when names and values are, in their order.
 * @pure
 */
static bool same_attrs(const GPtrArray *a, const GPtrArray *b)
{
	if (a->len != b->len)
		return false;
	for (guint i = 0; i < a->len; i++) {
		const struct gvm_attr *one = g_ptr_array_index(a, i);
		const struct gvm_attr *other = g_ptr_array_index(b, i);

		if (!g_str_equal(one->name, other->name) ||
		    !g_str_equal(one->value, other->value))
			return false;
	}

	return true;
}

/**
 * @brief Tell whether a definition is what a pool wants.
 * @param room        The machine.
 * @param wish        What the pool wants.
 * @param definition  The definition.
 * @return true when it is.
 * @pure
 */
static bool fits_definition(const struct gvm_pool_room *room,
			    const struct gvm_request *wish,
			    const struct gvm_request *definition)
{
	g_autoptr(gvm_vgpu) vgpu = gvm_vgpu_new(definition->uuid,
						definition->parent,
						definition->type);
	const struct gvm_parent *parent;
	const struct gvm_type *type;

	parent = gvm_parent_find(room->inv->parents, definition->parent);
	type = parent ? gvm_parent_type(parent, definition->type) : NULL;
	vgpu->type_name = g_strdup(type ? type->name : NULL);

	return gvm_place_fits(room->inv, wish, vgpu) &&
		same_attrs(wish->attrs, definition->attrs);
}

bool gvm_pool_room_fits(const struct gvm_pool_room *room,
			const struct gvm_pool *pool,
			const struct gvm_pool_device *device)
{
	const struct gvm_request *definition = device->definition;
	const struct gvm_vgpu *vgpu = device->vgpu;

	if (vgpu && !gvm_place_fits(room->inv, pool->wish, vgpu))
		return false;
	if (!definition)
		return true;
	if (vgpu && (!g_str_equal(vgpu->type, definition->type) ||
		     !g_str_equal(vgpu->parent, definition->parent)))
		return false;

	return fits_definition(room, pool->wish, definition);
}

char *gvm_pool_room_nodedev(const struct gvm_pool_room *room,
			    const char *address)
{
	const struct gvm_parent *parent;

	parent = gvm_parent_find(room->inv->parents, address);
	if (parent)
		return g_strdup(parent->nodedev);

	return gvm_parent_nodedev(gvm_text_is_pci(address) ? "pci" : NULL,
				  address);
}
