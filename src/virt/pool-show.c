// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Showing plans for pools.
 */
#include "virt/pool-show.h"

#include <stdio.h>

#include "cmd/print.h"

/**
 * @brief Build the JSON object of a step.
 * @param step  The step.
 * @return A new object.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct json_object *new_object(const struct gvm_pool_step *step)
{
	struct json_object *object = json_object_new_object();

	gvm_print_add_text(object, "action",
			   gvm_pool_action_name(step->action));
	gvm_print_add_text(object, "uuid", step->uuid);
	gvm_print_add_text(object, "pool", step->pool);
	gvm_print_add_text(object, "type", step->type);
	gvm_print_add_text(object, "parent", step->parent);
	gvm_print_add_text(object, "reason", step->why);

	return object;
}

void gvm_pool_show(const struct gvm_call *call,
		   const struct gvm_pool_plan *plan)
{
	static const char *const header[] = { "ACTION", "UUID", "POOL", "TYPE",
		"PARENT", "WHY", NULL };
	g_autoptr(gvm_print) table = gvm_print_new(header);
	struct json_object *list = json_object_new_array();

	for (guint i = 0; i < plan->steps->len; i++) {
		const struct gvm_pool_step *step;

		step = g_ptr_array_index(plan->steps, i);
		json_object_array_add(list, new_object(step));
		gvm_print_cell(table, gvm_pool_action_name(step->action));
		gvm_print_cell(table, step->uuid);
		gvm_print_cell(table, step->pool);
		gvm_print_cell(table, step->type);
		gvm_print_cell(table, step->parent);
		gvm_print_cell(table, step->why);
	}
	if (call->settings.json) {
		gvm_print_json("steps", list);
		return;
	}
	json_object_put(list);
	if (plan->steps->len > 0)
		gvm_print_table(table);
	else if (!call->settings.quiet)
		puts("Nothing to do: no pool wants a vGPU, and none has one.");
}
