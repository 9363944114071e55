// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl types: every type that a parent offers.
 */
#include <stdio.h>

#include "backend/backend.h"
#include "cmd/args.h"
#include "cmd/commands.h"
#include "cmd/print.h"
#include "cmd/show-gpu.h"
#include "lifecycle/gpus.h"
#include "util/error.h"
#include "xml/pci.h"

/** @brief What is said instead of an empty table. */
#define NOTHING "No device of this machine offers a type: 'gvmctl parents' shows what there is."
/** @brief What is said of one parent instead of an empty table. */
#define NO_ROOM "%s offers no type now: 'gvmctl list' shows what was made of its device."
/** @brief Columns that are shown whichever drivers there are. */
#define ALWAYS 10

/**
 * @brief Ask whether NVIDIA's driver lets a type be made now.
 * @param gpu  The GPU, or NULL.
 * @param id   Id of the type.
 * @return The answer.
 * @pure
 */
static enum gvm_answer is_creatable(const struct gvm_gpu *gpu, const char *id)
{
	uint32_t number;

	if (!gpu || !gvm_gpu_type_number(id, &number))
		return GVM_ANSWER_UNKNOWN;

	return gvm_gpu_has_type(gpu->creatable, number);
}

/**
 * @brief Build the JSON object of a type.
 * @param parent  Its parent.
 * @param gpu     GPU of the parent, or NULL.
 * @param type    The type.
 * @return A new object.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct json_object *new_object(const struct gvm_parent *parent,
				      const struct gvm_gpu *gpu,
				      const struct gvm_type *type)
{
	const struct gvm_description *info = &type->info;
	struct json_object *object = json_object_new_object();

	gvm_print_add_text(object, "parent", parent->address);
	gvm_print_add_text(object, "nodedev", parent->nodedev);
	gvm_print_add_text(object, "id", type->id);
	gvm_print_add_text(object, "name", type->name);
	gvm_print_add_text(object, "device_api", type->device_api);
	gvm_print_add_number(object, "available_instances", type->available,
			     true);
	gvm_print_add_number(object, "max_instances", info->max_instances,
			     info->max_instances);
	gvm_print_add_number(object, "framebuffer", info->framebuffer,
			     info->framebuffer);
	gvm_print_add_number(object, "heads", info->heads, info->heads);
	gvm_print_add_number(object, "max_x", info->max_x, info->max_x);
	gvm_print_add_number(object, "max_y", info->max_y, info->max_y);
	gvm_print_add_number(object, "frame_rate_limit", info->frame_rate,
			     info->frame_rate);
	gvm_print_add_text(object, "description", info->text);
	gvm_print_add_text(object, "backend", parent->backend);
	gvm_print_add_text(object, "origin", gvm_gpus_origin(gpu, type->id));
	json_object_object_add(object, "creatable",
			       gvm_show_answer(is_creatable(gpu, type->id)));

	return object;
}

/**
 * @brief Add a cell that is empty for 0.
 * @param table   The table.
 * @param number  The number; 0 stands for "not told".
 * @norestriction
 * @sideeffect Grows the table.
 * @nofailure
 */
static void add_known(struct gvm_print *table, uint64_t number)
{
	if (number)
		gvm_print_number(table, number);
	else
		gvm_print_cell(table, NULL);
}

/**
 * @brief Add the row of a type.
 * @param table   The table.
 * @param parent  Its parent.
 * @param gpu     GPU of the parent, or NULL.
 * @param type    The type.
 * @norestriction
 * @sideeffect Grows the table.
 * @nofailure
 */
static void add_row(struct gvm_print *table, const struct gvm_parent *parent,
		    const struct gvm_gpu *gpu, const struct gvm_type *type)
{
	const struct gvm_description *info = &type->info;
	g_autofree char *resolution = NULL;

	if (info->max_x && info->max_y)
		resolution = g_strdup_printf("%ux%u", info->max_x, info->max_y);
	gvm_print_cell(table, parent->address);
	gvm_print_cell(table, type->id);
	gvm_print_cell(table, type->name);
	add_known(table, info->framebuffer >> 20);
	add_known(table, info->heads);
	gvm_print_cell(table, resolution);
	add_known(table, info->frame_rate);
	add_known(table, info->max_instances);
	gvm_print_number(table, type->available);
	gvm_print_cell(table, type->device_api);
	gvm_print_cell(table, gvm_gpus_origin(gpu, type->id));
}

/**
 * @brief Show the types of some parents.
 * @param call     The call.
 * @param parents  struct gvm_parent, with their types.
 * @param gpus     GPUs of NVIDIA's driver among them.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @nofailure
 */
static void show(const struct gvm_call *call, const GPtrArray *parents,
		 const struct gvm_gpus *gpus)
{
	static const char *const header[] = { "PARENT", "ID", "NAME", "FB/MIB",
		"HEADS", "RESOLUTION", "FRL", "MAX", "AVAILABLE", "API",
		"ORIGIN", NULL };
	g_autoptr(gvm_print) table = gvm_print_new(header);
	struct json_object *list = json_object_new_array();
	size_t count = 0;

	gvm_print_always(table, ALWAYS);
	for (guint i = 0; i < parents->len; i++) {
		const struct gvm_parent *parent = g_ptr_array_index(parents, i);
		const struct gvm_gpu *gpu = gvm_gpus_of(gpus, parent);

		for (guint j = 0; j < parent->types->len; j++, count++) {
			const struct gvm_type *type;

			type = g_ptr_array_index(parent->types, j);
			if (call->settings.json)
				json_object_array_add(list,
						      new_object(parent, gpu,
								 type));
			else
				add_row(table, parent, gpu, type);
		}
	}

	if (call->settings.json) {
		gvm_print_json("types", list);
		return;
	}
	json_object_put(list);
	if (count > 0)
		gvm_print_table(table);
	else if (!call->settings.quiet && gvm_args_word(call, 0))
		printf(NO_ROOM "\n", gvm_args_word(call, 0));
	else if (!call->settings.quiet)
		puts(NOTHING);
}

/**
 * @brief Keep the parents of a list that a function picks.
 * @param parents  The list.
 * @param pick     Tells whether a parent is meant by a name.
 * @param name     What the user calls the parent.
 * @return How many are left.
 * @norestriction
 * @sideeffect Shortens the list, unless no parent is meant.
 * @nofailure
 */
static guint keep(GPtrArray *parents,
		  bool (*pick)(const struct gvm_parent *, const char *),
		  const char *name)
{
	guint kept = 0;

	for (guint i = 0; i < parents->len; i++)
		kept += pick(g_ptr_array_index(parents, i), name);
	for (guint i = kept ? parents->len : 0; i-- > 0;)
		if (!pick(g_ptr_array_index(parents, i), name))
			g_ptr_array_remove_index(parents, i);

	return kept;
}

/**
 * @brief Keep what a name means: a parent of the list, the functions of a
 *        device, or a parent that is not listed.
 * @param host     The machine.
 * @param parents  The list.
 * @param name     What the user calls the parent.
 * @param err      Where to store the error, or NULL.
 * @return true when there is such a parent.
 * @norestriction
 * @sideeffect Shortens the list, or puts another parent into it.
 * @failure Those of the back ends; GVM_ERROR_NOT_FOUND.
 */
static bool keep_named(struct gvm_host *host, GPtrArray *parents,
		       const char *name, GError **err)
{
	g_autofree char *address = NULL;

	if (keep(parents, gvm_parent_is, name) ||
	    keep(parents, gvm_parent_within, name))
		return true;
	address = gvm_pci_from_name(name);
	if (address &&
	    !gvm_backend_add_parent(host, address, true, parents, err))
		return false;
	if (keep(parents, gvm_parent_is, name))
		return true;

	return gvm_error_set(err, GVM_ERROR_NOT_FOUND,
			     "there is no parent %s; 'gvmctl parents' lists them",
			     name);
}

/**
 * @brief Handler of "types".
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when the machine could be looked at.
 * @norestriction
 * @sideeffect Writes to standard output; those of gvm_gpus_join().
 * @failure Those of gvm_backend_parents(); GVM_ERROR_NOT_FOUND for a parent
 *          that does not exist.
 */
static bool types_run(struct gvm_call *call, GError **err)
{
	const char *name = gvm_args_word(call, 0);
	g_autoptr(gvm_gpus) gpus = gvm_gpus_new(&call->host);
	g_autoptr(GPtrArray) parents = NULL;

	parents = gvm_backend_parents(&call->host, true, err);
	if (!parents || (name && !keep_named(&call->host, parents, name, err)))
		return false;
	gvm_gpus_join(gpus, parents);
	gvm_show_gpus_why(call, gpus, parents);
	show(call, parents, gpus);

	return true;
}

const struct gvm_cmd gvm_cmd_types = {
	.name = "types",
	.words = "[PARENT]",
	.help = "list the types that parents offer",
	.max_words = 1,
	.run = types_run,
};
