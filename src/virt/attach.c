// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl attach: a vGPU for a domain of libvirt.
 *
 * Theory of operation. What a domain is started with is replaced by one call
 * of libvirt, hostdev and entry together. The running form takes two calls and
 * a device, so the order of steps makes an end at any instant harmless:
 *
 *   claim written -> device made -> configuration -> entry -> hostdev -> claim
 *   settled
 *
 * An entry without hostdev asks for nothing, and the claim says until the end
 * that a vGPU is on its way: when this process is gone and nobody holds the
 * device, reconcile removes it.
 */
#include "virt/attach.h"

#include <stdio.h>
#include <string.h>

#include "cmd/args.h"
#include "lifecycle/plan.h"
#include "util/error.h"
#include "virt/handlers.h"
#include "virt/plug.h"
#include "virt/report.h"
#include "xml/domain.h"

/**
 * @brief Free what an attachment holds.
 * @param attach  The attachment.
 * @norestriction
 * @sideeffect Releases memory and the connection.
 * @nofailure
 */
static void clear(struct gvm_attach *attach)
{
	gvm_plan_free(attach->plan);
	gvm_request_free(attach->request);
	gvm_domain_free(attach->before);
	g_free(attach->config);
	g_free(attach->live);
	g_free(attach->new_config);
	g_free(attach->new_live);
	g_clear_pointer(&attach->domain, virDomainFree);
	g_clear_pointer(&attach->conn, virConnectClose);
}

GVM_DEFINE_AUTO(gvm_attach, clear)

/**
 * @brief Check options that exclude each other.
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when they make sense.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_USAGE.
 */
static bool check_options(const struct gvm_call *call, GError **err)
{
	if (gvm_args_has(call, "--print-xml") && call->settings.json)
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "--print-xml and --json exclude each other");

	return true;
}

/**
 * @brief Read the domain as it is.
 * @param attach  The attachment.
 * @param err     Where to store the error, or NULL.
 * @return true when it can be given a vGPU.
 * @norestriction
 * @sideeffect Opens the connection.
 * @failure GVM_ERROR_UNSUPPORTED for a running domain of another machine;
 *          those of libvirt and of gvm_domain_parse().
 */
static bool look(struct gvm_attach *attach, GError **err)
{
	const char *xml;
	const char *name;

	attach->conn = gvm_virt_open(attach->call, err);
	if (!attach->conn)
		return false;
	attach->domain = gvm_virt_find(attach->conn,
				       gvm_args_word(attach->call, 0), err);
	if (!attach->domain ||
	    !gvm_virt_choose(attach->call, attach->domain, &attach->scope, err))
		return false;
	name = virDomainGetName(attach->domain);
	if (attach->scope.live && !gvm_virt_check_here(attach->conn, err))
		return false;
	if (attach->scope.config)
		attach->config = gvm_virt_xml(attach->domain, false, err);
	if (attach->scope.config && !attach->config)
		return false;
	if (attach->scope.live)
		attach->live = gvm_virt_xml(attach->domain, true, err);
	if (attach->scope.live && !attach->live)
		return false;

	xml = attach->live ? attach->live : attach->config;
	attach->before = gvm_domain_parse(xml, strlen(xml), name, err);
	if (!attach->before)
		return false;
	attach->client.owner = attach->before->uuid;
	attach->client.domain = attach->before->name;

	return true;
}

/**
 * @brief Show what would be, as --dry-run and --print-xml want it.
 * @param attach  The attachment, planned and edited.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @nofailure
 */
static void show(const struct gvm_attach *attach)
{
	if (gvm_args_has(attach->call, "--print-xml"))
		fputs(attach->new_config ? attach->new_config :
		      attach->new_live, stdout);
	else
		gvm_report_attach(attach);
}

/**
 * @brief Change what the domain is started with.
 * @param attach  The attachment, planned and edited.
 * @param err     Where to store the error, or NULL.
 * @return true when libvirt took it, or when it is not meant.
 * @norestriction
 * @sideeffect Changes the configuration of the domain.
 * @failure Those of gvm_virt_define().
 */
static bool write_config(const struct gvm_attach *attach, GError **err)
{
	return !attach->new_config ||
		gvm_virt_define(attach->domain, attach->new_config, err);
}

bool gvm_virt_attach(struct gvm_call *call, GError **err)
{
	g_auto(gvm_attach) attach = { .call = call };

	attach.request = gvm_args_request(call, true, err);
	if (!attach.request || !check_options(call, err) ||
	    !look(&attach, err) || !gvm_attach_plan(&attach, err) ||
	    !gvm_attach_edit(&attach, err))
		return false;
	if (call->settings.dry_run || gvm_args_has(call, "--print-xml")) {
		show(&attach);
		return true;
	}
	if (!(attach.scope.live ? gvm_plug_in(&attach, err) :
	      write_config(&attach, err)))
		return false;
	gvm_report_attach(&attach);

	return true;
}
