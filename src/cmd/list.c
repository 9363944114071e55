// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl list: every active vGPU.
 */
#include <stdio.h>

#include "cmd/args.h"
#include "cmd/commands.h"
#include "cmd/print.h"
#include "lifecycle/survey.h"
#include "model/parent.h"

/** @brief What is said instead of an empty table. */
#define NOTHING "There is no vGPU."

/**
 * @brief Build the JSON object of an owner.
 * @param claim  The claim, or NULL.
 * @return A new object, NULL (which is JSON's null) without a claim.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct json_object *new_owner(const struct gvm_claim *claim)
{
	struct json_object *object;

	if (!claim)
		return NULL;
	object = json_object_new_object();
	if (gvm_claim_is_domain(claim)) {
		gvm_print_add_text(object, "domain", claim->domain);
		gvm_print_add_text(object, "uuid", claim->owner);
	} else {
		gvm_print_add_text(object, "program", claim->owner);
	}

	return object;
}

/**
 * @brief Build the JSON object of a vGPU.
 * @param line  The line of the survey.
 * @return A new object.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct json_object *new_object(const struct gvm_survey *line)
{
	const struct gvm_vgpu *vgpu = line->vgpu;
	struct json_object *object = json_object_new_object();
	g_autofree char *nodedev = gvm_parent_mdev_nodedev(vgpu->uuid,
							   vgpu->parent);

	gvm_print_add_text(object, "uuid", vgpu->uuid);
	gvm_print_add_text(object, "nodedev", nodedev);
	gvm_print_add_text(object, "type", vgpu->type);
	gvm_print_add_text(object, "name", vgpu->type_name);
	gvm_print_add_text(object, "device_api", vgpu->device_api);
	gvm_print_add_text(object, "parent", vgpu->parent);
	gvm_print_add_text(object, "iommu_group", vgpu->iommu_group);
	gvm_print_add_text(object, "backend", vgpu->backend);
	json_object_object_add(object, "owner", new_owner(line->claim));
	gvm_print_add_text(object, "state", gvm_survey_name(line->state));
	json_object_object_add(object, "in_use",
			       line->state == GVM_SURVEY_UNKNOWN ? NULL :
			       json_object_new_boolean(line->state ==
						       GVM_SURVEY_IN_USE));

	return object;
}

/**
 * @brief Add the row of a vGPU.
 * @param table  The table.
 * @param line   The line of the survey.
 * @norestriction
 * @sideeffect Grows the table.
 * @nofailure
 */
static void add_row(struct gvm_print *table, const struct gvm_survey *line)
{
	const struct gvm_claim *claim = line->claim;

	gvm_print_cell(table, line->vgpu->uuid);
	gvm_print_cell(table, line->vgpu->type);
	gvm_print_cell(table, line->vgpu->type_name);
	gvm_print_cell(table, line->vgpu->parent);
	gvm_print_cell(table, !claim ? NULL : claim->domain ? claim->domain :
		       claim->owner);
	gvm_print_cell(table, gvm_survey_name(line->state));
	gvm_print_cell(table, line->vgpu->iommu_group);
}

/**
 * @brief Handler of "list".
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when the machine could be looked at.
 * @restriction Without root, owner and state are not known.
 * @sideeffect Writes to standard output; those of gvm_survey_load().
 * @failure Those of gvm_survey_load().
 */
static bool list_run(struct gvm_call *call, GError **err)
{
	static const char *const header[] = { "UUID", "TYPE", "NAME", "PARENT",
		"OWNER", "STATE", "GROUP", NULL };
	g_autoptr(gvm_print) table = gvm_print_new(header);
	g_autoptr(GPtrArray) survey = gvm_survey_load(&call->host, err);
	struct json_object *list;

	if (!survey)
		return false;
	if (call->settings.json) {
		list = json_object_new_array();
		for (guint i = 0; i < survey->len; i++)
			json_object_array_add(list,
					      new_object(g_ptr_array_index(survey, i)));
		gvm_print_json("vgpus", list);
		return true;
	}
	for (guint i = 0; i < survey->len; i++)
		add_row(table, g_ptr_array_index(survey, i));
	if (survey->len > 0)
		gvm_print_table(table);
	else if (!call->settings.quiet)
		puts(NOTHING);

	return true;
}

const struct gvm_cmd gvm_cmd_list = {
	.name = "list",
	.words = "",
	.help = "list the active vGPUs with owner and state",
	.run = list_run,
};
