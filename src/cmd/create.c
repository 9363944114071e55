// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl create: make one vGPU by hand.
 */
#include <stdio.h>

#include "cmd/args.h"
#include "cmd/commands.h"
#include "cmd/print.h"
#include "cmd/show.h"
#include "lifecycle/prepare.h"
#include "model/claim.h"
#include "util/error.h"
#include "xml/nodedev.h"

/**
 * @brief Read the request from the file, or from the options.
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return A new request, or NULL.
 * @norestriction
 * @sideeffect May read a file or standard input.
 * @failure GVM_ERROR_USAGE when both are given; those of gvm_nodedev_parse()
 *          and gvm_args_request().
 */
static struct gvm_request *read_request(const struct gvm_call *call,
					GError **err)
{
	const char *file = gvm_args_word(call, 0);
	g_autofree char *text = NULL;
	struct gvm_request *request;
	size_t len;

	if (!file)
		return gvm_args_request(call, false, err);
	if (gvm_args_has(call, "--type") || gvm_args_has(call, "--parent") ||
	    gvm_args_has(call, "--uuid") || gvm_args_has(call, "--attr") ||
	    gvm_args_has(call, "--placement")) {
		gvm_error_set(err, GVM_ERROR_USAGE,
			      "FILE says what to make: give either FILE or options");
		return NULL;
	}
	if (!gvm_show_read(file, &text, &len, err))
		return NULL;
	request = gvm_nodedev_parse(text, len, gvm_show_name(file), err);
	if (request)
		request->source = GVM_SOURCE_COMMAND;

	return request;
}

/**
 * @brief Show what was made.
 * @param call  The call.
 * @param plan  The plan that was carried out.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @nofailure
 */
static void show_made(const struct gvm_call *call, const struct gvm_plan *plan)
{
	for (guint i = 0; i < plan->steps->len; i++) {
		const struct gvm_step *step = g_ptr_array_index(plan->steps, i);

		if (step->kind == GVM_STEP_CREATE && !call->settings.quiet)
			puts(gvm_plan_device(step));
	}
}

/**
 * @brief Handler of "create".
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when the vGPU exists, or would.
 * @norestriction
 * @sideeffect Those of gvm_prepare_make(); prints the UUID.
 * @failure Those of read_request() and gvm_prepare_make().
 */
static bool create_run(struct gvm_call *call, GError **err)
{
	static const struct gvm_client client = { GVM_CLAIM_MANUAL, NULL };
	g_autoptr(GPtrArray) requests = NULL;
	g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(int));
	g_autoptr(gvm_plan) plan = NULL;
	struct gvm_request *request = read_request(call, err);

	if (!request)
		return false;
	requests = g_ptr_array_new_with_free_func((GDestroyNotify)gvm_request_free);
	g_ptr_array_add(requests, request);
	plan = (call->settings.dry_run ? gvm_prepare_plan : gvm_prepare_make)
		(&call->host, &client, requests, nodes, err);
	if (!plan)
		return false;
	if (call->settings.dry_run || call->settings.json)
		gvm_show_plan(call, plan);
	else
		show_made(call, plan);

	return true;
}

const struct gvm_cmd gvm_cmd_create = {
	.name = "create",
	.words = "[FILE]",
	.help = "make one vGPU, from options or from libvirt's nodedev XML",
	.max_words = 1,
	.options = {
		{ "--parent", NULL, "PARENT", "make it on this parent", false },
		{ "--type", NULL, "TYPE", "id of the type", false },
		{ "--uuid", NULL, "UUID", "UUID of the vGPU, else a random one",
		  false },
		{ "--placement", NULL, "HOW", "spread (default) or pack",
		  false },
		{ "--attr", NULL, "NAME=VALUE",
		  "write an attribute of the vGPU afterwards", true },
	},
	.run = create_run,
};
