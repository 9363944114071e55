// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl list: every active vGPU.
 */
#include <stdio.h>

#include "backend/backend.h"
#include "cmd/args.h"
#include "cmd/commands.h"
#include "cmd/print.h"
#include "cmd/show-gpu.h"
#include "lifecycle/gpus.h"
#include "lifecycle/survey.h"
#include "model/parent.h"

/** @brief What is said instead of an empty table. */
#define NOTHING "There is no vGPU."
/** @brief Columns that are shown whichever drivers there are. */
#define ALWAYS 7

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
 * @brief Build the JSON object of what NVIDIA's driver tells of a vGPU.
 * @param guest  What it tells, or NULL.
 * @return A new object, NULL (which is JSON's null) for NULL.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct json_object *new_guest(const struct gvm_nv_guest *guest)
{
	struct json_object *object;

	if (!guest)
		return NULL;
	object = json_object_new_object();
	gvm_print_add_text(object, "driver",
			   *guest->driver ? guest->driver : NULL);
	json_object_object_add(object, "driver_loaded",
			       json_object_new_boolean(guest->driver_loaded));
	json_object_object_add(object, "licensed",
			       json_object_new_boolean(guest->licensed));
	gvm_print_add_number(object, "license_state", guest->license_state,
			     true);
	gvm_print_add_number(object, "framebuffer_used", guest->fb_used, true);
	gvm_print_add_number(object, "frame_rate_limit", guest->frame_rate,
			     guest->frame_rate);
	gvm_print_add_number(object, "placement", guest->placement,
			     guest->placement != G_MAXUINT32);
	gvm_print_add_text(object, "vm_uuid", guest->vm_uuid);
	gvm_print_add_text(object, "vm_name",
			   *guest->vm_name ? guest->vm_name : NULL);

	return object;
}

/**
 * @brief Build the JSON object of a vGPU.
 * @param line   The line of the survey.
 * @param guest  What NVIDIA's driver tells of it, or NULL.
 * @return A new object.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct json_object *new_object(const struct gvm_survey *line,
				      const struct gvm_nv_guest *guest)
{
	const struct gvm_vgpu *vgpu = line->vgpu;
	struct json_object *object = json_object_new_object();
	g_autofree char *nodedev = gvm_parent_vgpu_nodedev(vgpu->uuid,
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
	json_object_object_add(object, "guest", new_guest(guest));

	return object;
}

/**
 * @brief Add the row of a vGPU.
 * @param table  The table.
 * @param line   The line of the survey.
 * @param guest  What NVIDIA's driver tells of it, or NULL.
 * @norestriction
 * @sideeffect Grows the table.
 * @nofailure
 */
static void add_row(struct gvm_print *table, const struct gvm_survey *line,
		    const struct gvm_nv_guest *guest)
{
	const struct gvm_claim *claim = line->claim;
	g_autofree char *used = NULL;
	g_autofree char *placement = NULL;

	if (guest)
		used = g_strdup_printf("%" G_GUINT64_FORMAT,
				       (guint64)guest->fb_used >> 20);
	if (guest && guest->placement != G_MAXUINT32)
		placement = g_strdup_printf("%u", guest->placement);
	gvm_print_cell(table, line->vgpu->uuid);
	gvm_print_cell(table, line->vgpu->type);
	gvm_print_cell(table, line->vgpu->type_name);
	gvm_print_cell(table, line->vgpu->parent);
	gvm_print_cell(table, !claim ? NULL : claim->domain ? claim->domain :
		       claim->owner);
	gvm_print_cell(table, gvm_survey_name(line->state));
	gvm_print_cell(table, line->vgpu->iommu_group);
	gvm_print_cell(table, used);
	gvm_print_cell(table, placement);
	gvm_print_cell(table, guest ? guest->driver : NULL);
	gvm_print_cell(table, !guest ? NULL : guest->licensed ? "yes" : "no");
}

/**
 * @brief Ask NVIDIA's driver about the GPUs of some vGPUs.
 * @param call    The call.
 * @param survey  struct gvm_survey.
 * @return A new list, empty when none is of NVIDIA's.
 * @norestriction
 * @sideeffect Those of gvm_gpus_join(); with -v, writes to standard error.
 * @failure What cannot be read is left out.
 */
static struct gvm_gpus *ask_gpus(struct gvm_call *call,
				 const GPtrArray *survey)
{
	struct gvm_gpus *gpus = gvm_gpus_new(&call->host);
	g_autoptr(GHashTable) used = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GPtrArray) some = g_ptr_array_new();
	g_autoptr(GPtrArray) all = NULL;

	for (guint i = 0; i < survey->len; i++) {
		const struct gvm_survey *line = g_ptr_array_index(survey, i);

		g_hash_table_add(used, line->vgpu->parent);
	}
	if (survey->len > 0)
		all = gvm_backend_parents(&call->host, false, NULL);
	for (guint i = 0; all && i < all->len; i++) {
		struct gvm_parent *parent = g_ptr_array_index(all, i);

		if (g_hash_table_contains(used, parent->address))
			g_ptr_array_add(some, parent);
	}
	gvm_gpus_join(gpus, some);
	gvm_show_gpus_why(call, gpus, some);

	return gpus;
}

/**
 * @brief Handler of "list".
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when the machine could be looked at.
 * @restriction Without root, owner and state are not known.
 * @sideeffect Writes to standard output; those of gvm_survey_load() and
 *             gvm_gpus_join().
 * @failure Those of gvm_survey_load().
 */
static bool list_run(struct gvm_call *call, GError **err)
{
	static const char *const header[] = { "UUID", "TYPE", "NAME", "PARENT",
		"OWNER", "STATE", "GROUP", "USED/MIB", "PLACEMENT", "GUEST",
		"LICENSED", NULL };
	g_autoptr(gvm_print) table = gvm_print_new(header);
	g_autoptr(GPtrArray) survey = gvm_survey_load(&call->host, err);
	g_autoptr(gvm_gpus) gpus = NULL;
	struct json_object *list;

	if (!survey)
		return false;
	gpus = ask_gpus(call, survey);
	list = json_object_new_array();
	gvm_print_always(table, ALWAYS);
	for (guint i = 0; i < survey->len; i++) {
		const struct gvm_survey *line = g_ptr_array_index(survey, i);
		const struct gvm_nv_guest *guest;

		guest = gvm_gpus_guest(gpus, line->vgpu->uuid);
		json_object_array_add(list, new_object(line, guest));
		add_row(table, line, guest);
	}
	if (call->settings.json)
		gvm_print_json("vgpus", json_object_get(list));
	else if (survey->len > 0)
		gvm_print_table(table);
	else if (!call->settings.quiet)
		puts(NOTHING);
	json_object_put(list);

	return true;
}

const struct gvm_cmd gvm_cmd_list = {
	.name = "list",
	.words = "",
	.help = "list the active vGPUs with owner and state",
	.run = list_run,
};
