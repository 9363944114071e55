// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl parents: every device that can make vGPUs.
 */
#include <stdio.h>

#include "backend/backend.h"
#include "backend/names.h"
#include "backend/sriov-count.h"
#include "cmd/args.h"
#include "cmd/commands.h"
#include "cmd/print.h"
#include "cmd/show-gpu.h"
#include "lifecycle/gpus.h"

/** @brief What is said instead of an empty table. */
#define NOTHING "No device of this machine can make vGPUs: no driver has registered a parent."
/** @brief Columns that are shown whichever drivers there are. */
#define ALWAYS 8

/**
 * @brief Build an object {"id": ..., "name": ...}.
 * @param id    PCI id.
 * @param name  Its name.
 * @return A new object.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct json_object *new_id(unsigned int id, const char *name)
{
	struct json_object *object = json_object_new_object();
	g_autofree char *hex = g_strdup_printf("0x%04x", id);

	gvm_print_add_text(object, "id", hex);
	gvm_print_add_text(object, "name", name);

	return object;
}

/**
 * @brief Build an object {"enabled": ..., "total": ...}.
 * @param parent  The parent.
 * @return A new object, or NULL when its device has no SR-IOV.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct json_object *new_functions(const struct gvm_parent *parent)
{
	struct json_object *object = NULL;

	if (!parent->total_vfs)
		return NULL;
	object = json_object_new_object();
	gvm_print_add_number(object, "enabled", parent->vfs, true);
	gvm_print_add_number(object, "total", parent->total_vfs, true);

	return object;
}

/**
 * @brief Build the JSON object of a parent.
 * @param parent  The parent, with its types.
 * @param gpus    The GPUs of NVIDIA's driver.
 * @param names   Database of PCI ids.
 * @return A new object.
 * @norestriction
 * @sideeffect May read the database.
 * @failure As for gvm_names_vendor().
 */
static struct json_object *new_object(const struct gvm_parent *parent,
				      const struct gvm_gpus *gpus,
				      struct gvm_names *names)
{
	struct json_object *object = json_object_new_object();
	struct json_object *types = json_object_new_array();

	gvm_print_add_text(object, "address", parent->address);
	gvm_print_add_text(object, "nodedev", parent->nodedev);
	if (!parent->vendor) {
		json_object_object_add(object, "vendor", NULL);
		json_object_object_add(object, "product", NULL);
	} else {
		g_autofree char *vendor = gvm_names_vendor(names,
							   parent->vendor);
		g_autofree char *model = gvm_names_device(names, parent->vendor,
							  parent->device);

		json_object_object_add(object, "vendor",
				       new_id(parent->vendor, vendor));
		json_object_object_add(object, "product",
				       new_id(parent->device, model));
	}
	gvm_print_add_text(object, "driver", parent->driver);
	gvm_print_add_text(object, "physical_function", parent->physfn);
	json_object_object_add(object, "numa_node",
			       parent->numa_node < 0 ? NULL :
			       json_object_new_int(parent->numa_node));
	gvm_print_add_text(object, "backend", parent->backend);
	for (guint i = 0; i < parent->types->len; i++) {
		const struct gvm_type *type;

		type = g_ptr_array_index(parent->types, i);
		json_object_array_add(types, json_object_new_string(type->id));
	}
	json_object_object_add(object, "types", types);
	gvm_print_add_number(object, "vgpus", parent->active, true);
	json_object_object_add(object, "virtual_functions",
			       new_functions(parent));
	json_object_object_add(object, "gpu",
			       gvm_show_gpu(gpus, gvm_gpus_of(gpus, parent)));

	return object;
}

/**
 * @brief Add the cells of a row that tell of the GPU.
 * @param table   The table.
 * @param parent  The parent.
 * @param gpu     Its GPU as NVIDIA's driver knows it, or NULL.
 * @norestriction
 * @sideeffect Grows the table.
 * @nofailure
 */
static void add_gpu(struct gvm_print *table, const struct gvm_parent *parent,
		    const struct gvm_gpu *gpu)
{
	g_autofree char *vfs = NULL;
	g_autofree char *total = NULL;
	g_autofree char *used = NULL;

	if (parent->total_vfs)
		vfs = g_strdup_printf("%u/%u", parent->vfs, parent->total_vfs);
	else if (gpu && gpu->total_vfs)
		vfs = g_strdup_printf("%u/%u", gpu->vfs, gpu->total_vfs);
	if (gpu && gpu->has_memory) {
		total = g_strdup_printf("%" G_GUINT64_FORMAT,
					(guint64)gpu->total >> 20);
		used = g_strdup_printf("%" G_GUINT64_FORMAT,
				       (guint64)gpu->used >> 20);
	}
	gvm_print_cell(table, gpu ? gpu->mode : NULL);
	gvm_print_cell(table, vfs);
	gvm_print_cell(table, total);
	gvm_print_cell(table, used);
}

/**
 * @brief Add the row of a parent.
 * @param table   The table.
 * @param parent  The parent, with its types.
 * @param gpu     Its GPU, or NULL.
 * @param names   Database of PCI ids.
 * @norestriction
 * @sideeffect Grows the table; may read the database.
 * @failure As for gvm_names_vendor().
 */
static void add_row(struct gvm_print *table, const struct gvm_parent *parent,
		    const struct gvm_gpu *gpu, struct gvm_names *names)
{
	g_autofree char *model = NULL;
	g_autofree char *node = NULL;

	if (parent->vendor)
		model = gvm_names_device(names, parent->vendor, parent->device);
	if (parent->numa_node >= 0)
		node = g_strdup_printf("%d", parent->numa_node);
	gvm_print_cell(table, parent->address);
	gvm_print_cell(table, parent->nodedev);
	gvm_print_cell(table, model);
	gvm_print_cell(table, parent->driver);
	gvm_print_cell(table, node);
	gvm_print_cell(table, parent->backend);
	gvm_print_number(table, parent->types->len);
	gvm_print_number(table, parent->active);
	add_gpu(table, parent, gpu);
}

/**
 * @brief Show some parents.
 * @param call     The call.
 * @param parents  struct gvm_parent, with their types.
 * @param gpus     The GPUs of NVIDIA's driver.
 * @norestriction
 * @sideeffect Writes to standard output; may read the database of PCI ids.
 * @failure As for gvm_names_vendor().
 */
static void show(const struct gvm_call *call, const GPtrArray *parents,
		 const struct gvm_gpus *gpus)
{
	static const char *const header[] = { "ADDRESS", "NODEDEV", "MODEL",
		"DRIVER", "NUMA", "BACKEND", "TYPES", "VGPUS", "MODE", "VFS",
		"FB/MIB", "USED/MIB", NULL };
	g_autoptr(gvm_names) names = gvm_names_new(&call->host);
	g_autoptr(gvm_print) table = gvm_print_new(header);
	struct json_object *list = json_object_new_array();

	gvm_print_always(table, ALWAYS);
	for (guint i = 0; i < parents->len; i++) {
		const struct gvm_parent *parent = g_ptr_array_index(parents, i);

		if (call->settings.json)
			json_object_array_add(list,
					      new_object(parent, gpus, names));
		else
			add_row(table, parent, gvm_gpus_of(gpus, parent),
				names);
	}
	if (call->settings.json) {
		gvm_print_json("parents", list);
		return;
	}
	json_object_put(list);
	if (parents->len > 0)
		gvm_print_table(table);
	else if (!call->settings.quiet)
		puts(NOTHING);
}

/**
 * @brief Handler of "parents".
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when the machine could be looked at.
 * @norestriction
 * @sideeffect Writes to standard output; those of gvm_gpus_ask().
 * @failure Those of gvm_backend_parents().
 */
static bool parents_run(struct gvm_call *call, GError **err)
{
	g_autoptr(gvm_gpus) gpus = gvm_gpus_new(&call->host);
	g_autoptr(GPtrArray) parents = NULL;

	parents = gvm_backend_parents(&call->host, true, err);
	if (!parents)
		return false;

	gvm_gpus_list(gpus);
	gvm_gpus_ask_all(gpus);
	gvm_show_gpus_why(call, gpus, parents);
	gvm_gpus_add_idle(gpus, parents);
	if (!gvm_sriov_add_idle(&call->host, parents, err))
		return false;
	gvm_sriov_count(&call->host, parents);
	show(call, parents, gpus);

	return true;
}

const struct gvm_cmd gvm_cmd_parents = {
	.name = "parents",
	.words = "",
	.help = "list the devices that can make vGPUs, and NVIDIA's GPUs",
	.run = parents_run,
};
