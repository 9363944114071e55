// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Which vGPU a domain is given.
 */
#include "virt/attach.h"

#include <string.h>

#include "lifecycle/prepare.h"
#include "util/error.h"
#include "util/text.h"
#include "virt/report.h"
#include "xml/domain.h"

/**
 * @brief Plan for some vGPUs of the domain and the new one.
 * @param attach  The attachment.
 * @param all     Also for those that the domain has.
 * @param err     Where to store the error, or NULL.
 * @return A new plan, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure Those of gvm_prepare_plan().
 */
static struct gvm_plan *plan(struct gvm_attach *attach, bool all, GError **err)
{
	g_autoptr(GPtrArray) requests = g_ptr_array_new();
	const GPtrArray *own = attach->before->requests;

	for (guint i = 0; all && i < own->len; i++)
		g_ptr_array_add(requests, g_ptr_array_index(own, i));
	g_ptr_array_add(requests, attach->request);

	return gvm_prepare_plan(&attach->call->host, &attach->client, requests,
				attach->before->nodes, err);
}

/**
 * @brief Plan for a domain, also where its other vGPUs do not fit.
 * @param attach  The attachment.
 * @param err     Where to store the error, or NULL.
 * @return A new plan, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure Those of gvm_prepare_plan().
 */
static struct gvm_plan *plan_all(struct gvm_attach *attach, GError **err)
{
	g_autoptr(GError) cause = NULL;
	struct gvm_plan *all = plan(attach, true, &cause);

	if (all)
		return all;
	if (!g_error_matches(cause, GVM_ERROR, GVM_ERROR_DENIED))
		return plan(attach, false, err);
	g_propagate_error(err, g_steal_pointer(&cause));

	return NULL;
}

/**
 * @brief Tell whether a failure only means that the machine is full now.
 * @param attach  The attachment.
 * @param cause   Why there is no plan.
 * @return true when a mediated device of that type can be had later.
 * @norestriction
 * @nosideeffect
 * @failure What cannot be found out counts as false.
 */
static bool is_full(struct gvm_attach *attach, const GError *cause)
{
	g_autoptr(gvm_plan) none = NULL;
	g_autoptr(GError) err = NULL;

	if (attach->scope.live ||
	    !g_error_matches(cause, GVM_ERROR, GVM_ERROR_NO_CAPACITY))
		return false;
	attach->request->mdev = true;
	none = plan(attach, false, &err);

	return none || g_error_matches(err, GVM_ERROR, GVM_ERROR_NO_CAPACITY);
}

/**
 * @brief List the functions that the domains of libvirt name.
 * @param conn  The connection.
 * @return A new set of addresses.
 * @norestriction
 * @nosideeffect
 * @failure A domain that cannot be read names none.
 */
static GHashTable *named_functions(virConnect *conn)
{
	GHashTable *named = g_hash_table_new_full(g_str_hash, g_str_equal,
						  g_free, NULL);
	virDomain **domains = NULL;
	int n = virConnectListAllDomains(conn, &domains, 0);

	for (int i = 0; i < n; i++) {
		g_autoptr(virDomain) each = domains[i];
		g_autofree char *xml = gvm_virt_xml(each, false, NULL);
		g_autoptr(gvm_domain) domain = xml ?
			gvm_domain_parse(xml, strlen(xml),
					 virDomainGetName(each), NULL) : NULL;

		for (guint j = 0; domain && j < domain->pci->len; j++) {
			const struct gvm_pci_hostdev *pci;

			pci = g_ptr_array_index(domain->pci, j);
			g_hash_table_add(named, g_strdup(pci->address));
		}
	}
	g_free(domains);

	return named;
}

/**
 * @brief Prefer a function that no domain names, also none that is shut off.
 * @param attach  The attachment.
 * @param step    The step that makes the vGPU; its choice is changed.
 * @norestriction
 * @sideeffect Changes the step; asks libvirt when it is about functions.
 * @failure Where all are named, the best of them stays.
 */
static void choose_free(struct gvm_attach *attach, struct gvm_step *step)
{
	g_autoptr(GHashTable) named = NULL;

	for (guint i = 0; i < step->candidates->len; i++) {
		const struct gvm_candidate *candidate;

		candidate = &g_array_index(step->candidates,
					   struct gvm_candidate, i);
		if (!candidate->parent->by_address)
			return;
		if (!named)
			named = named_functions(attach->conn);
		if (!g_hash_table_contains(named, candidate->parent->address)) {
			step->chosen = i;
			return;
		}
	}
}

void gvm_attach_note(struct gvm_attach *attach)
{
	const GPtrArray *steps = attach->plan->steps;
	const char *device;

	attach->step = g_ptr_array_index(steps, steps->len - 1);
	device = gvm_plan_device(attach->step);
	g_clear_pointer(&attach->request->uuid, g_free);
	g_clear_pointer(&attach->request->address, g_free);
	if (gvm_text_is_pci(device))
		attach->request->address = g_strdup(device);
	else
		attach->request->uuid = g_strdup(device);
}

bool gvm_attach_plan(struct gvm_attach *attach, GError **err)
{
	g_autoptr(GError) cause = NULL;
	struct gvm_step *step;

	if (gvm_virt_is_local(attach->conn))
		attach->plan = plan_all(attach, &cause);
	if (attach->plan) {
		step = g_ptr_array_index(attach->plan->steps,
					 attach->plan->steps->len - 1);
		if (step->candidates)
			choose_free(attach, step);
		gvm_attach_note(attach);
		return true;
	}
	if (cause && !is_full(attach, cause)) {
		g_propagate_error(err, g_steal_pointer(&cause));
		return false;
	}
	if (!attach->call->settings.quiet)
		gvm_report_note(attach->call, "%s", cause ? cause->message :
				"the domain is one of another machine, which was not asked whether it has such a vGPU");
	if (!attach->request->uuid)
		attach->request->uuid = g_uuid_string_random();

	return true;
}
