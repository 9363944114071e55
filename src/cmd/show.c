// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Showing plans, and reading the files that commands are given.
 */
#include "cmd/show.h"

#include <errno.h>
#include <stdio.h>

#include "cmd/print.h"
#include "host/input.h"
#include "util/error.h"

/**
 * @brief Find out where the device of a step is or will be.
 * @param step    The step.
 * @param type    Where to put the type id; NULL when there is none.
 * @param parent  Where to put the parent; NULL when there is none.
 * @pure
 */
static void find_place(const struct gvm_step *step, const char **type,
		       const char **parent)
{
	const struct gvm_candidate *chosen;

	*type = NULL;
	*parent = NULL;
	if (step->vgpu) {
		*type = step->vgpu->type;
		*parent = step->vgpu->parent;
	} else if (step->candidates) {
		chosen = &g_array_index(step->candidates, struct gvm_candidate,
					step->chosen);
		*type = chosen->type->id;
		*parent = chosen->parent->address;
	}
}

/**
 * @brief Say why a step is as it is.
 * @param step  The step.
 * @return A new string.
 * @pure
 */
static char *reason_of(const struct gvm_step *step)
{
	const struct gvm_request *request = step->request;

	if (step->note)
		return g_strdup(step->note);
	switch (step->kind) {
	case GVM_STEP_USE:
		return g_strdup("exists, was not made for this domain: used, and stays");
	case GVM_STEP_ADOPT:
		return g_strdup("exists and is ours");
	case GVM_STEP_REMOVE:
		return g_strdup("is a leftover of ours");
	case GVM_STEP_CREATE:
		return g_strdup_printf("%s from %s, %s, %u candidate%s",
				       request->type ? "type" :
				       request->name ? "name" :
				       request->framebuffer ? "framebuffer" :
				       "address",
				       request->where,
				       request->parent || request->address ?
				       "parent given" :
				       gvm_placement_name(request->placement),
				       step->candidates->len,
				       step->candidates->len == 1 ? "" : "s");
	case GVM_STEP_SKIP:
	case GVM_STEP_KINDS:
		break;
	}

	return g_strdup("");
}

/**
 * @brief Build the JSON object of a step.
 * @param step  The step.
 * @return A new object.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct json_object *new_object(const struct gvm_step *step)
{
	struct json_object *object = json_object_new_object();
	g_autofree char *reason = reason_of(step);
	const char *type;
	const char *parent;

	find_place(step, &type, &parent);
	gvm_print_add_text(object, "action", gvm_plan_verb(step->kind));
	gvm_print_add_text(object, "uuid", gvm_plan_device(step));
	gvm_print_add_text(object, "type", type);
	gvm_print_add_text(object, "parent", parent);
	gvm_print_add_text(object, "source",
			   gvm_source_name(step->request->source));
	gvm_print_add_text(object, "reason", reason);

	return object;
}

void gvm_show_plan(const struct gvm_call *call, const struct gvm_plan *plan)
{
	static const char *const header[] = { "ACTION", "UUID", "TYPE",
		"PARENT", "WHY", NULL };
	g_autoptr(gvm_print) table = gvm_print_new(header);
	struct json_object *list = json_object_new_array();

	for (guint i = 0; i < plan->steps->len; i++) {
		const struct gvm_step *step = g_ptr_array_index(plan->steps, i);
		g_autofree char *reason = reason_of(step);
		const char *type;
		const char *parent;

		json_object_array_add(list, new_object(step));
		find_place(step, &type, &parent);
		gvm_print_cell(table, gvm_plan_verb(step->kind));
		gvm_print_cell(table, gvm_plan_device(step));
		gvm_print_cell(table, type);
		gvm_print_cell(table, parent);
		gvm_print_cell(table, reason);
	}

	if (call->settings.json) {
		gvm_print_json("steps", list);
		return;
	}
	json_object_put(list);
	if (plan->steps->len > 0)
		gvm_print_table(table);
	else if (!call->settings.quiet)
		puts("Nothing is asked for: the domain has no vGPU.");
}

bool gvm_show_read(const char *path, char **text, size_t *len, GError **err)
{
	int rc = gvm_input_read_file(path, GVM_INPUT_MAX, text, len);

	if (rc == -EFBIG)
		return gvm_error_set(err, GVM_ERROR_INVALID,
				     "%s: larger than %u MiB",
				     gvm_show_name(path), GVM_INPUT_MAX >> 20);
	if (rc < 0)
		return gvm_error_set_errno(err, rc, "cannot read %s",
					   gvm_show_name(path));

	return true;
}

const char *gvm_show_name(const char *path)
{
	return g_str_equal(path, "-") ? "standard input" : path;
}
