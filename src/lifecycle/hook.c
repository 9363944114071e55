// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What libvirt's hooks ask for.
 *
 * Theory of operation. libvirt waits for a hook without any limit, with the
 * lock of the domain held, and reads its stdout and stderr to the end. So
 * nothing here talks to libvirt, no child inherits those two, and every wait
 * below has a bound.
 *
 * "prepare" runs before libvirt first looks for an mdev, and is the only
 * operation that makes one. Whatever happens to the start afterwards, libvirt
 * calls "release" in the end, also when "prepare" itself has failed; what
 * that misses (a daemon that is killed) is found by gvm_reconcile(), which
 * the start of the next daemon calls.
 *
 * libvirt's driver for Xen is less kind. Nothing follows a "prepare" that has
 * failed, which is no loss, since such a one leaves nothing; and nothing
 * follows one that has succeeded when libvirt then cannot take a PCI hostdev.
 * What that leaves is adopted by the next start of the domain, and counts as
 * abandoned after GVM_OWNER_GRACE. Each reboot of a guest is an end and a
 * start to this driver, so that "prepare" follows "release" at once.
 */
#include "lifecycle/hook.h"

#include <string.h>
#include <unistd.h>

#include "host/host.h"
#include "lifecycle/claims.h"
#include "lifecycle/daemons.h"
#include "lifecycle/event.h"
#include "lifecycle/filter.h"
#include "lifecycle/guard.h"
#include "lifecycle/hook-input.h"
#include "lifecycle/owner.h"
#include "lifecycle/prepare.h"
#include "lifecycle/reconcile.h"
#include "lifecycle/release.h"
#include "lifecycle/xen.h"
#include "util/error.h"
#include "xml/domain.h"

/** @brief What libvirt says where there is nothing to say. */
#define NOBODY "-"

/**
 * @brief Describe the domain as the client of a plan.
 * @param domain  The domain.
 * @return The client; its strings are borrowed.
 * @pure
 */
static struct gvm_client client_of(const struct gvm_domain *domain)
{
	return (struct gvm_client) {
		.owner = domain->uuid,
		.domain = domain->name,
	};
}

/**
 * @brief Write the notes of a plan to the journal.
 * @param host  The machine.
 * @param plan  The plan.
 * @norestriction
 * @sideeffect Journal entries.
 * @nofailure
 */
static void tell_notes(struct gvm_host *host, const struct gvm_plan *plan)
{
	for (guint i = 0; i < plan->steps->len; i++) {
		const struct gvm_step *step = g_ptr_array_index(plan->steps, i);

		if (step->note)
			gvm_event_note(host, G_LOG_LEVEL_WARNING,
				       plan->client.domain, step->note);
	}
}

/**
 * @brief Refuse a start that would do harm, and tell what will not work.
 * @param host    The machine.
 * @param domain  The domain.
 * @param err     Where to store the error, or NULL.
 * @return true when the domain may start.
 * @norestriction
 * @sideeffect Journal entries.
 * @failure Those of gvm_guard_domain().
 */
static bool check_hostdevs(struct gvm_host *host,
			   const struct gvm_domain *domain, GError **err)
{
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);

	if (!gvm_guard_domain(host, domain, getppid(), notes, err))
		return false;
	for (guint i = 0; i < notes->len; i++)
		gvm_event_note(host, G_LOG_LEVEL_WARNING, domain->name,
			       g_ptr_array_index(notes, i));

	return true;
}

/**
 * @brief Describe the steps of a plan, one a line.
 * @param plan  The plan.
 * @return A new string.
 * @pure
 */
static char *describe(const struct gvm_plan *plan)
{
	GString *lines = g_string_new(NULL);

	for (guint i = 0; i < plan->steps->len; i++) {
		g_autofree char *line = NULL;

		line = gvm_plan_describe(g_ptr_array_index(plan->steps, i));
		g_string_append_printf(lines, "%s\n", line);
	}

	return g_string_free(lines, FALSE);
}

/**
 * @brief "prepare": make what the domain asks for.
 * @param host  The machine.
 * @param call  The call.
 * @param out   The plan of a dry run.
 * @param err   Where to store the error, or NULL.
 * @return true when the domain may start.
 * @norestriction
 * @sideeffect Those of gvm_prepare_make().
 * @failure Those of gvm_prepare_make(); GVM_ERROR_INVALID for broken XML.
 */
static bool run_prepare(struct gvm_host *host,
			const struct gvm_hook_call *call, char **out,
			GError **err)
{
	g_auto(gvm_hook_input) input = { 0 };
	g_autoptr(gvm_plan) plan = NULL;
	struct gvm_client client;

	if (!gvm_hook_read(call, &input, err))
		return false;
	if (!input.domain)
		return true;
	if (!check_hostdevs(host, input.domain, err))
		return false;
	if (input.domain->requests->len == 0)
		return true;

	client = client_of(input.domain);
	plan = (call->dry_run ? gvm_prepare_plan : gvm_prepare_make)
		(host, &client, input.domain->requests, input.domain->nodes,
		 err);
	if (!plan)
		return false;
	if (call->dry_run)
		*out = describe(plan);
	else
		tell_notes(host, plan);

	return true;
}

/**
 * @brief "release": remove what was made for the domain.
 * @param host  The machine.
 * @param call  The call.
 * @param out   Unused.
 * @param err   Where to store the error, or NULL.
 * @return true when nothing of the domain is left.
 * @norestriction
 * @sideeffect Those of gvm_release_domain().
 * @failure Those of gvm_release_domain(); GVM_ERROR_INVALID for broken XML.
 */
static bool run_release(struct gvm_host *host,
			const struct gvm_hook_call *call, char **out,
			GError **err)
{
	g_auto(gvm_hook_input) input = { 0 };

	(void)out;
	if (!gvm_hook_read_text(call, &input, err))
		return false;
	/* Also without a vGPU in the XML: it may have been unplugged. */
	input.domain = gvm_domain_parse(input.text, input.len, GVM_HOOK_XML, err);
	if (!input.domain)
		return false;

	return call->dry_run ||
		gvm_release_domain(host, input.domain->uuid, err);
}

/**
 * @brief "migrate" and "restore": filter the XML of an arriving domain.
 * @param host  The machine.
 * @param call  The call.
 * @param out   The changed XML, when there is a change.
 * @param err   Where to store the error, or NULL.
 * @return true when the domain may come.
 * @restriction The XML of a migration holds secrets: none of it is logged.
 * @nosideeffect
 * @failure Those of gvm_xen_check() and gvm_filter_domain(); GVM_ERROR_INVALID
 *          for broken XML.
 */
static bool run_filter(struct gvm_host *host,
		       const struct gvm_hook_call *call, char **out,
		       GError **err)
{
	g_auto(gvm_hook_input) input = { 0 };

	if (!gvm_hook_read(call, &input, err))
		return false;
	if (!input.domain)
		return true;
	if (!gvm_xen_check(host, input.domain, err))
		return false;
	if (input.domain->requests->len == 0)
		return true;

	return gvm_filter_domain(host, input.domain, input.text, input.len,
				 out, err);
}

/**
 * @brief "reconnect": a new daemon looks after a running domain.
 * @param host  The machine.
 * @param call  The call.
 * @param out   Unused.
 * @param err   Where to store the error, or NULL.
 * @return true when the claims are renewed.
 * @norestriction
 * @sideeffect Those of gvm_release_reconnect().
 * @failure Those of gvm_release_reconnect().
 */
static bool run_reconnect(struct gvm_host *host,
			  const struct gvm_hook_call *call, char **out,
			  GError **err)
{
	g_auto(gvm_hook_input) input = { 0 };

	(void)out;
	if (!gvm_hook_read(call, &input, err))
		return false;

	return call->dry_run || !input.domain ||
		input.domain->requests->len == 0 ||
		gvm_release_reconnect(host, input.domain->uuid, err);
}

/**
 * @brief A daemon looks for hooks again: it has found this one.
 * @param host  The machine.
 * @param call  The call.
 * @param out   Unused.
 * @param err   Unused.
 * @return true.
 * @norestriction
 * @sideeffect Those of gvm_daemons_remember().
 * @nofailure
 */
static bool run_reload(struct gvm_host *host,
		       const struct gvm_hook_call *call, char **out,
		       GError **err)
{
	(void)out;
	(void)err;
	if (!call->dry_run)
		gvm_daemons_remember(host, getppid());

	return true;
}

/**
 * @brief The start of a daemon: repair what its predecessor left.
 * @param host  The machine.
 * @param call  The call.
 * @param out   Unused.
 * @param err   Where to store the error, or NULL.
 * @return true when everything is in order.
 * @norestriction
 * @sideeffect Those of gvm_reconcile(), when there is any claim.
 * @failure Those of gvm_reconcile().
 */
static bool run_daemon(struct gvm_host *host,
		       const struct gvm_hook_call *call, char **out,
		       GError **err)
{
	g_autoptr(GPtrArray) claims = gvm_claims_list(host, err);
	g_autoptr(GPtrArray) findings = NULL;

	run_reload(host, call, out, err);
	if (!claims)
		return false;
	if (claims->len == 0)
		return true;
	findings = gvm_reconcile(host, GVM_OWNER_GRACE, call->dry_run, err);
	for (guint i = 0; findings && i < findings->len; i++) {
		const struct gvm_finding *finding;

		finding = g_ptr_array_index(findings, i);
		if (finding->kind == GVM_FINDING_BROKEN)
			gvm_event_note(host, G_LOG_LEVEL_WARNING, NULL,
				       finding->detail);
	}

	return findings;
}

/**
 * @brief Name the domain of a call, for the journal.
 * @param call  The call.
 * @return Its name, or NULL when the call is about no domain.
 * @pure
 */
static const char *domain_of(const struct gvm_hook_call *call)
{
	return g_str_equal(call->object, NOBODY) ? NULL : call->object;
}

/**
 * @brief Every operation that means something to us.
 *
 * All others (start, started, stopped, attach, and what a later libvirt may
 * bring) are answered with success at once.
 */
static const struct {
	const char *driver;	/**< Driver whose hook it is. */
	const char *op;		/**< Operation. */
	bool may_stop;		/**< Whether libvirt is told of a failure. */
	bool (*run)(struct gvm_host *host, const struct gvm_hook_call *call,
		    char **out, GError **err);
} operations[] = {
	{ "qemu", "prepare", true, run_prepare },
	{ "qemu", "release", false, run_release },
	{ "qemu", "migrate", true, run_filter },
	{ "qemu", "restore", true, run_filter },
	{ "qemu", "reconnect", false, run_reconnect },
	{ "libxl", "prepare", true, run_prepare },
	{ "libxl", "release", false, run_release },
	{ "libxl", "migrate", true, run_filter },
	{ "libxl", "reconnect", false, run_reconnect },
	{ "daemon", "start", false, run_daemon },
	{ "daemon", "reload", false, run_reload },
};

bool gvm_hook_run(struct gvm_host *host, const struct gvm_hook_call *call,
		  char **out, GError **err)
{
	g_autoptr(GError) cause = NULL;
	bool may_stop = false;

	*out = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(operations); i++) {
		if (!g_str_equal(call->driver, operations[i].driver) ||
		    !g_str_equal(call->op, operations[i].op))
			continue;
		if (operations[i].run(host, call, out, &cause))
			return true;
		may_stop = operations[i].may_stop;
		break;
	}
	if (!cause)
		return true;

	gvm_event_note(host, G_LOG_LEVEL_WARNING, domain_of(call),
		       cause->message);
	if (!may_stop)
		return true;
	g_propagate_error(err, g_steal_pointer(&cause));

	return false;
}
