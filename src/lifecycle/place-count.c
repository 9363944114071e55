// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What a plan finds, takes and gives back, before anything is done.
 */
#include "lifecycle/place.h"

#include "model/parent.h"

bool gvm_place_fits(const struct gvm_inventory *inv,
		    const struct gvm_request *request,
		    const struct gvm_vgpu *vgpu)
{
	const struct gvm_parent *parent;
	const struct gvm_type *type;

	if (request->type && g_strcmp0(request->type, vgpu->type))
		return false;
	if (request->name && g_strcmp0(request->name, vgpu->type_name))
		return false;
	parent = gvm_parent_find(inv->parents, vgpu->parent);
	if (request->parent && parent &&
	    !gvm_parent_fits(parent, request->parent))
		return false;
	if (!request->framebuffer)
		return true;
	type = parent ? gvm_parent_type(parent, vgpu->type) : NULL;

	return !type || type->info.framebuffer >= request->framebuffer;
}

void gvm_place_take(const struct gvm_candidate *candidate)
{
	const struct gvm_parent *parent = candidate->parent;

	candidate->type->available--;
	candidate->parent->active++;
	for (guint i = 0; parent->by_address && i < parent->types->len; i++) {
		struct gvm_type *type = g_ptr_array_index(parent->types, i);

		type->available = 0;
	}
}

/**
 * @brief Let a function that becomes free offer a type.
 *
 * It does not tell what it will offer then. The driver has the last word.
 *
 * @param parent  The function.
 * @param id      Id of the type, or NULL.
 * @norestriction
 * @sideeffect Adds the type unless it is there.
 * @nofailure
 */
static void offer(struct gvm_parent *parent, const char *id)
{
	struct gvm_type *type;

	if (!id || gvm_parent_type(parent, id))
		return;
	type = g_new0(struct gvm_type, 1);
	type->id = g_strdup(id);
	type->device_api = g_strdup("vfio-pci");
	type->available = 1;
	g_ptr_array_add(parent->types, type);
}

/**
 * @brief Tell whether a function offers one type, always the same.
 * @param parent  The function.
 * @return true for one that is handed over as it is.
 * @pure
 */
static bool is_implied(const struct gvm_parent *parent)
{
	const struct gvm_type *type;

	if (parent->types->len == 0)
		return false;
	type = g_ptr_array_index(parent->types, 0);

	return type->implied;
}

void gvm_place_give(const struct gvm_inventory *inv,
		    const struct gvm_vgpu *vgpu, const char *wanted)
{
	struct gvm_parent *parent;

	parent = gvm_parent_find(inv->parents, vgpu->parent);
	if (!parent)
		return;
	if (parent->active > 0)
		parent->active--;
	for (guint i = 0; i < parent->types->len; i++) {
		struct gvm_type *type = g_ptr_array_index(parent->types, i);

		if (type->available == 0 || g_str_equal(type->id, vgpu->type))
			type->available++;
	}
	if (parent->by_address && !is_implied(parent))
		offer(parent, wanted);
}
