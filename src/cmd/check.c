// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl check: the doctor.
 */
#include "lifecycle/check.h"

#include <stdio.h>

#include "cmd/abi.h"
#include "cmd/args.h"
#include "cmd/commands.h"
#include "cmd/print.h"
#include "cmd/show-gpu.h"
#include "util/error.h"

/**
 * @brief Build the JSON object of a finding.
 * @param finding  The finding.
 * @return A new object.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct json_object *
new_finding(const struct gvm_check_finding *finding)
{
	struct json_object *object = json_object_new_object();

	gvm_print_add_text(object, "level", gvm_check_name(finding->level));
	gvm_print_add_text(object, "check", finding->key);
	gvm_print_add_text(object, "cause", gvm_cause_name(finding->cause));
	gvm_print_add_text(object, "subject", finding->subject);
	gvm_print_add_text(object, "detail", finding->detail);
	gvm_print_add_text(object, "remedy", finding->remedy);

	return object;
}

/**
 * @brief Print what was found as one JSON document.
 * @param check  What was found.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @failure Errors of the output are found when it is closed.
 */
static void print_json(const struct gvm_check *check)
{
	struct json_object *object = json_object_new_object();
	struct json_object *findings = json_object_new_array();
	struct json_object *gpus = json_object_new_array();

	for (guint i = 0; i < check->findings->len; i++) {
		const struct gvm_check_finding *finding;

		finding = g_ptr_array_index(check->findings, i);
		json_object_array_add(findings, new_finding(finding));
	}
	for (guint i = 0; i < check->gpus->gpus->len; i++) {
		const struct gvm_gpu *gpu;

		gpu = g_ptr_array_index(check->gpus->gpus, i);
		json_object_array_add(gpus, gvm_show_gpu(check->gpus, gpu));
	}
	gvm_print_add_text(object, "driver_version", check->gpus->version);
	json_object_object_add(object, "gpus", gpus);
	json_object_object_add(object, "findings", findings);
	gvm_print_json("check", object);
}

/**
 * @brief Print what mends the findings.
 * @param check  What was found.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @failure Errors of the output are found when it is closed.
 */
static void print_remedies(const struct gvm_check *check)
{
	for (guint i = 0; i < check->findings->len; i++) {
		const struct gvm_check_finding *finding;

		finding = g_ptr_array_index(check->findings, i);
		if (!finding->remedy)
			continue;
		printf("%s%s%s: %s\n", gvm_cause_name(finding->cause),
		       finding->subject ? " " : "",
		       finding->subject ? finding->subject : "",
		       finding->remedy);
	}
}

/**
 * @brief Print what was found as a table, then what mends it.
 * @param check  What was found.
 * @param quiet  Leave out what needs nothing.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @failure Errors of the output are found when it is closed.
 */
static void print_tables(const struct gvm_check *check, bool quiet)
{
	static const char *const header[] = { "LEVEL", "CHECK", "SUBJECT",
		"DETAIL", NULL };
	g_autoptr(gvm_print) table = gvm_print_new(header);
	unsigned int shown = 0;
	unsigned int remedies = 0;

	for (guint i = 0; i < check->findings->len; i++) {
		const struct gvm_check_finding *finding;

		finding = g_ptr_array_index(check->findings, i);
		if (finding->level < GVM_CHECK_WARNING && quiet)
			continue;
		gvm_print_cell(table, gvm_check_name(finding->level));
		gvm_print_cell(table, finding->key);
		gvm_print_cell(table, finding->subject);
		gvm_print_cell(table, finding->detail);
		shown++;
		remedies += !!finding->remedy;
	}
	if (shown > 0)
		gvm_print_table(table);
	if (remedies == 0 || quiet)
		return;
	printf("\nWhat mends it:\n");
	print_remedies(check);
}

/**
 * @brief Refuse options that do not go together.
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when the command line makes sense.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_USAGE.
 */
static bool check_options(const struct gvm_call *call, GError **err)
{
	if (gvm_args_has(call, "--abi"))
		return true;
	if (gvm_args_word(call, 0))
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "'%s' is a release only after --abi",
				     gvm_args_word(call, 0));
	if (gvm_args_has(call, "--force-abi"))
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "--force-abi goes with --abi here");

	return true;
}

/**
 * @brief Handler of "check".
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when no finding is an error.
 * @norestriction
 * @sideeffect Writes to standard output; those of gvm_check_new().
 * @failure GVM_ERROR_FAILED when a finding is an error; with --abi those of
 *          gvm_cmd_abi_run().
 */
static bool check_run(struct gvm_call *call, GError **err)
{
	g_autoptr(gvm_check) check = NULL;
	unsigned int errors;

	if (!check_options(call, err))
		return false;
	if (gvm_args_has(call, "--abi"))
		return gvm_cmd_abi_run(call, err);

	check = gvm_check_new(&call->host);
	if (call->settings.json)
		print_json(check);
	else
		print_tables(check, call->settings.quiet);
	errors = gvm_check_count(check, GVM_CHECK_ERROR);
	if (errors > 0)
		return gvm_error_set(err, GVM_ERROR_FAILED,
				     "findings of the level error: %u",
				     errors);

	return true;
}

const struct gvm_cmd gvm_cmd_check = {
	.name = "check",
	.words = "[RELEASE]",
	.help = "look at this machine: is it fit for vGPUs, and what mends it",
	.max_words = 1,
	.options = {
		{ "--abi", NULL, NULL,
		  "print NVIDIA's interface as known for RELEASE or the loaded driver",
		  false },
		{ "--force-abi", NULL, "RELEASE",
		  "with --abi: the rows of this release", false },
	},
	.run = check_run,
};
