// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief A machine that exists on paper, with pools.
 */
#include "paper.h"

#include <stdlib.h>

#include "lifecycle/place.h"
#include "lifecycle/pool-look.h"
#include "model/parent.h"

/**
 * @brief Add a type to a parent.
 * @param parent     The parent.
 * @param id         Its id.
 * @param available  Instances left.
 * @param gib        Frame buffer in GiB.
 * @norestriction
 * @sideeffect Grows the parent.
 * @nofailure
 */
static void add_type(struct gvm_parent *parent, const char *id,
		     unsigned int available, uint64_t gib)
{
	struct gvm_type *type = g_new0(struct gvm_type, 1);

	type->id = g_strdup(id);
	type->name = g_strdup_printf("Name-%s", id);
	type->device_api = g_strdup("vfio-pci");
	type->available = available;
	type->info.framebuffer = gib << 30;
	g_ptr_array_add(parent->types, type);
}

struct gvm_inventory *paper_draw(void)
{
	static const char *const parents[][2] = {
		{ P1, "0000:41:00.0" }, { P2, "0000:41:00.0" },
		{ P3, "0000:81:00.0" },
	};
	struct gvm_inventory *inv = gvm_inventory_new();

	inv->policy = gvm_policy_new("/etc/gvm/policy.xml");
	inv->claims = g_ptr_array_new();
	for (size_t i = 0; i < G_N_ELEMENTS(parents); i++) {
		struct gvm_parent *parent;

		parent = gvm_parent_new(parents[i][0], "pci", "mdev");
		parent->vendor = 0x10de;
		parent->physfn = g_strdup(parents[i][1]);
		add_type(parent, "small", 2, 1);
		add_type(parent, "large", 1, 4);
		g_ptr_array_add(inv->parents, parent);
	}

	return inv;
}

GPtrArray *paper_devices(struct gvm_inventory *inv, const char *text)
{
	GPtrArray *devices;
	g_auto(GStrv) words = g_strsplit(text, " ", 0);

	devices = g_ptr_array_new_with_free_func((GDestroyNotify)gvm_pool_device_free);
	for (unsigned int i = 0; words[i] && words[i][0]; i++) {
		g_auto(GStrv) parts = g_strsplit(words[i], ",", 0);
		struct gvm_pool_device *device = g_new0(struct gvm_pool_device, 1);
		bool other = strchr(parts[1], 'o');
		g_auto(GStrv) attr = g_strsplit(parts[4] ? parts[4] : "", "=", 2);

		device->uuid = gvm_pool_uuid(other ? "other" : PAPER_POOL,
					     (unsigned int)atoi(parts[0]));
		if (strchr(parts[1], 'a')) {
			struct gvm_parent *parent = gvm_parent_find(inv->parents,
								    parts[3]);
			struct gvm_candidate taken = {
				parent, gvm_parent_type(parent, parts[2]), 0, 0
			};

			device->vgpu = gvm_vgpu_new(device->uuid, parts[3],
						    parts[2]);
			device->vgpu->type_name = g_strdup_printf("Name-%s", parts[2]);
			gvm_place_take(&taken);
		}
		if (strpbrk(parts[1], "dm")) {
			device->definition = gvm_request_new(device->uuid);
			device->definition->type = g_strdup(parts[2]);
			device->definition->parent = g_strdup(parts[3]);
			device->definition->autostart = strchr(parts[1], 'd');
			if (attr[0])
				gvm_request_add_attr(device->definition,
						     attr[0], attr[1]);
		}
		if (strchr(parts[1], 'u'))
			device->user = g_strdup("domain d has it");
		g_ptr_array_add(devices, device);
	}

	return devices;
}

GPtrArray *paper_want(const char *text)
{
	GPtrArray *pools = g_ptr_array_new_with_free_func((GDestroyNotify)gvm_pool_free);
	g_auto(GStrv) words = g_strsplit(text, " ", 0);
	struct gvm_pool *pool;

	if (!words[0] || !words[0][0])
		return pools;
	pool = gvm_pool_new();
	pool->name = g_strdup(PAPER_POOL);
	pool->count = (unsigned int)atoi(words[0]);
	pool->where = g_strdup("pools.xml:2");
	pool->wish->where = g_strdup("pools.xml:3");
	if (g_str_has_prefix(words[1], "Name-"))
		pool->wish->name = g_strdup(words[1]);
	else if (g_ascii_isdigit(words[1][0]))
		pool->wish->framebuffer = (uint64_t)atoi(words[1]) << 30;
	else
		pool->wish->type = g_strdup(words[1]);
	if (words[2] && strchr(words[2], '='))
		gvm_request_add_attr(pool->wish, "params", strchr(words[2], '=') + 1);
	else if (words[2] && !gvm_placement_parse(words[2],
						  &pool->wish->placement))
		pool->wish->parent = g_strdup(words[2]);
	g_ptr_array_add(pools, pool);

	return pools;
}
