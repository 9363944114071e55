// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl plan: what a start of a domain would make.
 */
#include <stdio.h>

#include "cmd/args.h"
#include "cmd/commands.h"
#include "cmd/print.h"
#include "cmd/show.h"
#include "lifecycle/guard.h"
#include "lifecycle/prepare.h"
#include "xml/domain.h"

/**
 * @brief Name the entries of the metadata that nothing asks for.
 * @param call    The call.
 * @param domain  The domain.
 * @norestriction
 * @sideeffect Writes to standard error.
 * @nofailure
 */
static void tell_unused(const struct gvm_call *call,
			const struct gvm_domain *domain)
{
	for (guint i = 0; i < domain->unused->len; i++) {
		const struct gvm_request *request;

		request = g_ptr_array_index(domain->unused, i);
		if (!call->settings.quiet)
			fprintf(stderr,
				"gvmctl plan: %s: no hostdev has %s, the entry is ignored\n",
				request->where, request->uuid ? request->uuid :
				request->address);
	}
}

/**
 * @brief Check the hostdevs, as the hook does, and tell what will fail.
 * @param call    The call.
 * @param domain  The domain.
 * @param err     Where to store the error, or NULL.
 * @return true when the domain could start.
 * @norestriction
 * @sideeffect Writes to standard error.
 * @failure Those of gvm_guard_domain().
 */
static bool check_hostdevs(struct gvm_call *call,
			   const struct gvm_domain *domain, GError **err)
{
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
	int daemon = 0;

	if (domain->pci->len > 0)
		daemon = gvm_guard_daemon(&call->host);
	if (!gvm_guard_domain(&call->host, domain, daemon, notes, err))
		return false;
	for (guint i = 0; i < notes->len && !call->settings.quiet; i++)
		fprintf(stderr, "gvmctl plan: %s\n",
			(const char *)g_ptr_array_index(notes, i));

	return true;
}

/**
 * @brief Handler of "plan".
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when the domain could start, as far as its vGPUs go.
 * @norestriction
 * @sideeffect Writes to standard output; changes nothing on the machine.
 * @failure Those of gvm_domain_parse() and gvm_prepare_plan().
 */
static bool plan_run(struct gvm_call *call, GError **err)
{
	const char *file = gvm_args_word(call, 0);
	g_autoptr(gvm_domain) domain = NULL;
	g_autoptr(gvm_plan) plan = NULL;
	g_autofree char *text = NULL;
	struct gvm_client client;
	size_t len;

	if (!gvm_show_read(file, &text, &len, err))
		return false;
	domain = gvm_domain_parse(text, len, gvm_show_name(file), err);
	if (!domain)
		return false;

	tell_unused(call, domain);
	for (guint i = 0; i < domain->requests->len; i++) {
		struct gvm_request *request;

		request = g_ptr_array_index(domain->requests, i);
		request->propose = true;
	}
	if (!check_hostdevs(call, domain, err))
		return false;
	client = (struct gvm_client) { domain->uuid, domain->name };
	plan = gvm_prepare_plan(&call->host, &client, domain->requests,
				domain->nodes, err);
	if (!plan)
		return false;
	gvm_show_plan(call, plan);

	return true;
}

const struct gvm_cmd gvm_cmd_plan = {
	.name = "plan",
	.words = "FILE",
	.help = "show what a start of the domain in FILE would make",
	.min_words = 1,
	.max_words = 1,
	.run = plan_run,
};
