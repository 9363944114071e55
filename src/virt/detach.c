// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl detach: take a vGPU from a domain of libvirt.
 *
 * Theory of operation. The guest decides when a running domain lets its vGPU
 * go, so that comes first, and nothing else has changed when it does not:
 *
 *   claim says "on its way" -> hostdev -> entry -> configuration -> device
 *   -> claim
 *
 * An end after any of them leaves an entry that asks for nothing, or an idle
 * vGPU that reconcile removes. The same command again does the rest.
 */
#include <stdio.h>
#include <string.h>

#include "cmd/args.h"
#include "lifecycle/claims.h"
#include "lifecycle/plug.h"
#include "util/error.h"
#include "util/text.h"
#include "virt/domain.h"
#include "virt/handlers.h"
#include "virt/plug.h"
#include "virt/report.h"
#include "xml/domain.h"
#include "xml/edit.h"
#include "xml/pci.h"

/** @brief One form of a domain, as it is and as it becomes. */
struct form {
	char *before;			/**< NULL when it is not meant. */
	char *after;			/**< Without the vGPU. */
	struct gvm_edit_found found;	/**< What there is of it. */
};

/** @brief What is known while a vGPU is detached. */
struct gvm_detach {
	struct gvm_call *call;		/**< The call. Borrowed. */
	virConnect *conn;		/**< libvirt. Owned. */
	virDomain *domain;		/**< The domain. Owned. */
	struct gvm_virt_scope scope;	/**< Which forms of it. */
	char *device;			/**< UUID or address. Owned. */
	char owner[VIR_UUID_STRING_BUFLEN];	/**< UUID of the domain. */
	struct form config;		/**< What it is started with. */
	struct form live;		/**< What runs. */
	bool ours;			/**< We made it for this domain. */
};

/**
 * @brief Free what a detachment holds.
 * @param detach  The detachment.
 * @norestriction
 * @sideeffect Releases memory and the connection.
 * @nofailure
 */
static void clear(struct gvm_detach *detach)
{
	g_free(detach->device);
	g_free(detach->config.before);
	g_free(detach->config.after);
	g_free(detach->live.before);
	g_free(detach->live.after);
	g_clear_pointer(&detach->domain, virDomainFree);
	g_clear_pointer(&detach->conn, virConnectClose);
}

GVM_DEFINE_AUTO(gvm_detach, clear)

/**
 * @brief Read the words of the command line.
 * @param detach  The detachment.
 * @param err     Where to store the error, or NULL.
 * @return true when they make sense.
 * @norestriction
 * @sideeffect Sets device.
 * @failure GVM_ERROR_USAGE.
 */
static bool read_words(struct gvm_detach *detach, GError **err)
{
	const char *word = gvm_args_word(detach->call, 1);
	g_autofree char *shown = NULL;

	if (gvm_args_has(detach->call, "--print-xml") &&
	    detach->call->settings.json)
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "--print-xml and --json exclude each other");
	detach->device = gvm_text_uuid(word);
	if (!detach->device)
		detach->device = gvm_pci_from_text(word);
	if (detach->device)
		return true;
	shown = gvm_text_printable(word, 64);

	return gvm_error_set(err, GVM_ERROR_USAGE,
			     "'%s' is neither a UUID nor a PCI address; 'gvmctl list' shows those of the vGPUs",
			     shown);
}

/**
 * @brief Read one form of the domain, and take the vGPU out of it.
 * @param detach  The detachment.
 * @param live    The running form.
 * @param form    Where to put it.
 * @param err     Where to store the error, or NULL.
 * @return true when it could be read.
 * @norestriction
 * @sideeffect Fills @p form.
 * @failure What libvirt reports; those of gvm_edit_remove().
 */
static bool read_form(const struct gvm_detach *detach, bool live,
		      struct form *form, GError **err)
{
	form->before = gvm_virt_xml(detach->domain, live, err);
	if (!form->before)
		return false;
	form->after = gvm_edit_remove(form->before, strlen(form->before),
				      virDomainGetName(detach->domain),
				      detach->device, &form->found, err);

	return form->after;
}

/**
 * @brief Find out whether the running domain has a claim on the vGPU.
 * @param detach  The detachment.
 * @param err     Where to store the error, or NULL.
 * @return true when it is known.
 * @norestriction
 * @sideeffect Sets ours.
 * @failure Those of gvm_claims_list().
 */
static bool look_for_claim(struct gvm_detach *detach, GError **err)
{
	g_autoptr(GPtrArray) claims = NULL;
	const struct gvm_claim *claim;

	claims = gvm_claims_list(&detach->call->host, err);
	if (!claims)
		return false;
	claim = gvm_claims_find(claims, detach->device);
	detach->ours = claim && g_str_equal(claim->owner, detach->owner);

	return true;
}

/**
 * @brief Read the domain as it is.
 * @param detach  The detachment.
 * @param err     Where to store the error, or NULL.
 * @return true when there is something to be detached.
 * @norestriction
 * @sideeffect Opens the connection.
 * @failure GVM_ERROR_UNSUPPORTED for a running domain of another machine;
 *          GVM_ERROR_NOT_FOUND; what libvirt reports.
 */
static bool look(struct gvm_detach *detach, GError **err)
{
	const struct gvm_virt_scope *scope = &detach->scope;
	const char *name;

	detach->conn = gvm_virt_open(detach->call, err);
	if (!detach->conn)
		return false;
	detach->domain = gvm_virt_find(detach->conn,
				       gvm_args_word(detach->call, 0), err);
	if (!detach->domain ||
	    !gvm_virt_choose(detach->call, detach->domain, &detach->scope,
			     err))
		return false;
	name = virDomainGetName(detach->domain);
	if (scope->live && !gvm_virt_check_here(detach->conn, err))
		return false;
	virDomainGetUUIDString(detach->domain, detach->owner);
	if ((scope->config &&
	     !read_form(detach, false, &detach->config, err)) ||
	    (scope->live && (!read_form(detach, true, &detach->live, err) ||
			     !look_for_claim(detach, err))))
		return false;
	if (detach->config.found.hostdev || detach->config.found.entry ||
	    detach->live.found.hostdev || detach->live.found.entry ||
	    detach->ours)
		return true;

	if (scope->live)
		return gvm_error_set(err, GVM_ERROR_NOT_FOUND,
				     "the running domain %s has no vGPU %s; 'gvmctl list' shows who has it",
				     name, detach->device);

	return gvm_error_set(err, GVM_ERROR_NOT_FOUND,
			     "the configuration of domain %s has no vGPU %s; --live takes one from the running domain",
			     name, detach->device);
}

/**
 * @brief Take the vGPU from the running domain.
 * @param detach  The detachment.
 * @param err     Where to store the error, or NULL.
 * @return true when QEMU has it no more, nor do the metadata.
 * @norestriction
 * @sideeffect Changes the running domain; the claim says that the vGPU is on
 *             its way.
 * @failure GVM_ERROR_BUSY when the guest did not answer: the claim stays as it
 *          is, so that reconcile may finish it; what libvirt reports.
 */
static bool take_live(struct gvm_detach *detach, GError **err)
{
	struct gvm_host *host = &detach->call->host;
	g_autoptr(GError) cause = NULL;

	if (detach->ours && !gvm_plug_note(host, detach->owner, detach->device,
					   true, err))
		return false;
	if (detach->live.found.hostdev &&
	    !gvm_plug_out(detach->domain, detach->live.before, detach->device,
			  &cause)) {
		/* Refused at once: it is in use, as it was. */
		if (detach->ours &&
		    !g_error_matches(cause, GVM_ERROR, GVM_ERROR_BUSY))
			gvm_plug_note(host, detach->owner, detach->device,
				      false, NULL);
		g_propagate_error(err, g_steal_pointer(&cause));
		return false;
	}

	return !detach->live.found.entry ||
		gvm_virt_set_entries(detach->domain, detach->live.after, err);
}

/**
 * @brief Do it.
 * @param detach  The detachment.
 * @param err     Where to store the error, or NULL.
 * @return true when nothing of the vGPU is left in the domain.
 * @norestriction
 * @sideeffect Changes the domain; removes a vGPU of ours.
 * @failure Those of take_live(), gvm_virt_define() and gvm_plug_remove().
 */
static bool take(struct gvm_detach *detach, GError **err)
{
	const struct gvm_edit_found *found = &detach->config.found;

	if (detach->scope.live && !take_live(detach, err))
		return false;
	if ((found->hostdev || found->entry) &&
	    !gvm_virt_define(detach->domain, detach->config.after, err))
		return false;

	return !detach->scope.live ||
		gvm_plug_remove(&detach->call->host, detach->owner,
				detach->device, &detach->ours, err);
}

bool gvm_virt_detach(struct gvm_call *call, GError **err)
{
	g_auto(gvm_detach) detach = { .call = call };

	if (!read_words(&detach, err) || !look(&detach, err))
		return false;
	if (gvm_args_has(call, "--print-xml")) {
		fputs(detach.config.after ? detach.config.after :
		      detach.live.after, stdout);
		return true;
	}
	if (!call->settings.dry_run && !take(&detach, err))
		return false;
	gvm_report_detach(call, virDomainGetName(detach.domain), detach.device,
			  &detach.scope, detach.ours);

	return true;
}
