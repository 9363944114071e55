// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl nodedev-xml: print what virsh nodedev-create wants.
 */
#include <stdio.h>

#include "cmd/args.h"
#include "cmd/commands.h"
#include "cmd/print.h"
#include "lifecycle/prepare.h"
#include "model/claim.h"
#include "util/error.h"
#include "xml/nodedev.h"

/**
 * @brief Handler of "nodedev-xml".
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when the vGPU could be made.
 * @restriction Others may take the place before libvirt is asked.
 * @sideeffect Writes to standard output.
 * @failure Those of gvm_args_request() and gvm_prepare_plan().
 */
static bool nodedev_xml_run(struct gvm_call *call, GError **err)
{
	static const struct gvm_client client = { GVM_CLAIM_MANUAL, NULL };
	g_autoptr(GPtrArray) requests = NULL;
	g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(int));
	g_autoptr(gvm_plan) plan = NULL;
	g_autofree char *xml = NULL;
	struct gvm_request *request = gvm_args_request(call, false, err);
	const struct gvm_step *step;

	if (!request)
		return false;
	request->mdev = true;
	requests = g_ptr_array_new_with_free_func((GDestroyNotify)gvm_request_free);
	g_ptr_array_add(requests, request);
	plan = gvm_prepare_plan(&call->host, &client, requests, nodes, err);
	if (!plan)
		return false;

	step = g_ptr_array_index(plan->steps, plan->steps->len - 1);
	xml = gvm_nodedev_format(request,
				 g_array_index(step->candidates,
					       struct gvm_candidate,
					       0).parent->nodedev);
	fputs(xml, stdout);

	return true;
}

const struct gvm_cmd gvm_cmd_nodedev_xml = {
	.name = "nodedev-xml",
	.words = "",
	.help = "print nodedev XML of a vGPU for virsh nodedev-create",
	.flags = GVM_CMD_NO_JSON,
	.options = {
		{ "--parent", NULL, "PARENT", "on this parent", false },
		{ "--type", NULL, "TYPE", "id of the type", false },
		{ "--uuid", NULL, "UUID", "UUID of the vGPU, else none",
		  false },
		{ "--placement", NULL, "HOW", "spread (default) or pack",
		  false },
		{ "--attr", NULL, "NAME=VALUE", "an attribute of the vGPU",
		  true },
	},
	.run = nodedev_xml_run,
};
