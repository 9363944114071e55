// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl reconcile: repair after a crash.
 */
#include <stdio.h>

#include "cmd/args.h"
#include "cmd/commands.h"
#include "cmd/print.h"
#include "lifecycle/owner.h"
#include "lifecycle/reconcile.h"
#include "util/error.h"
#include "util/text.h"

/** @brief Longest --grace, in seconds: a day. */
#define GRACE_MAX 86400

/**
 * @brief Say what was done about a finding.
 * @param finding  The finding.
 * @param dry_run  Whether nothing was to be changed.
 * @return A static string.
 * @pure
 */
static const char *action_of(const struct gvm_finding *finding, bool dry_run)
{
	if (!gvm_reconcile_repairs(finding->kind))
		return "kept";

	return dry_run ? "would be removed" : "removed";
}

/**
 * @brief Build the JSON object of a finding.
 * @param finding  The finding.
 * @param dry_run  Whether nothing was to be changed.
 * @return A new object.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct json_object *new_object(const struct gvm_finding *finding,
				      bool dry_run)
{
	struct json_object *object = json_object_new_object();

	gvm_print_add_text(object, "finding",
			   gvm_reconcile_name(finding->kind));
	gvm_print_add_text(object, "action", action_of(finding, dry_run));
	gvm_print_add_text(object, "uuid", finding->uuid);
	gvm_print_add_text(object, "type", finding->type);
	gvm_print_add_text(object, "parent", finding->parent);
	gvm_print_add_text(object, "owner", finding->owner);
	gvm_print_add_text(object, "detail", finding->detail);

	return object;
}

/**
 * @brief Show the findings.
 * @param call      The call.
 * @param findings  struct gvm_finding.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @nofailure
 */
static void show(const struct gvm_call *call, const GPtrArray *findings)
{
	static const char *const header[] = { "FINDING", "ACTION", "UUID",
		"TYPE", "PARENT", "OWNER", "DETAIL", NULL };
	g_autoptr(gvm_print) table = gvm_print_new(header);
	struct json_object *list = json_object_new_array();
	bool dry_run = call->settings.dry_run;

	for (guint i = 0; i < findings->len; i++) {
		const struct gvm_finding *finding;

		finding = g_ptr_array_index(findings, i);
		json_object_array_add(list, new_object(finding, dry_run));
		gvm_print_cell(table, gvm_reconcile_name(finding->kind));
		gvm_print_cell(table, action_of(finding, dry_run));
		gvm_print_cell(table, finding->uuid);
		gvm_print_cell(table, finding->type);
		gvm_print_cell(table, finding->parent);
		gvm_print_cell(table, finding->owner);
		gvm_print_cell(table, finding->detail);
	}
	if (call->settings.json) {
		gvm_print_json("findings", list);
		return;
	}
	json_object_put(list);
	if (findings->len > 0)
		gvm_print_table(table);
	else if (!call->settings.quiet)
		puts("Nothing to repair: there is neither a vGPU nor a claim.");
}

/**
 * @brief Handler of "reconcile".
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when everything is in order afterwards.
 * @norestriction
 * @sideeffect Those of gvm_reconcile(); writes to standard output.
 * @failure Those of gvm_reconcile(); GVM_ERROR_FAILED when something could
 *          not be repaired.
 */
static bool reconcile_run(struct gvm_call *call, GError **err)
{
	const char *value = gvm_args_value(call, "--grace");
	g_autoptr(GPtrArray) findings = NULL;
	uint64_t grace = GVM_OWNER_GRACE;

	if (value && !gvm_text_to_uint(value, GRACE_MAX, &grace))
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "--grace '%s' is not a number of seconds up to %d",
				     value, GRACE_MAX);
	findings = gvm_reconcile(&call->host, grace, call->settings.dry_run,
				 err);
	if (!findings)
		return false;
	show(call, findings);
	for (guint i = 0; i < findings->len; i++) {
		const struct gvm_finding *finding;

		finding = g_ptr_array_index(findings, i);
		if (finding->kind == GVM_FINDING_BROKEN)
			return gvm_error_set(err, GVM_ERROR_FAILED,
					     "vGPU %s could not be repaired: %s",
					     finding->uuid, finding->detail);
	}

	return true;
}

const struct gvm_cmd gvm_cmd_reconcile = {
	.name = "reconcile",
	.words = "",
	.help = "repair after a crash: remove what nobody needs any more",
	.options = {
		{ "--grace", NULL, "SECONDS",
		  "how long a domain may be starting, 60 by default", false },
	},
	.run = reconcile_run,
};
