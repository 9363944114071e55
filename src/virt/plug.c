// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Changing a domain that runs.
 */
#include "virt/plug.h"

#include <string.h>

#include "lifecycle/plug.h"
#include "lifecycle/prepare.h"
#include "util/error.h"
#include "virt/report.h"
#include "xml/edit.h"

/** @brief Longest wait for the guest, in seconds. */
#define GUEST_TIMEOUT 20
/** @brief Pause between two looks, in milliseconds. */
#define GUEST_PAUSE_MS 100

/**
 * @brief Tell what could not be taken back.
 * @param call  The call.
 * @param what  What was to be taken back.
 * @param done  Whether it was.
 * @param err   Why not.
 * @norestriction
 * @sideeffect Writes to standard error.
 * @nofailure
 */
static void tell_undo(const struct gvm_call *call, const char *what,
		      bool done, const GError *err)
{
	if (!done)
		gvm_report_note(call, "cannot take back %s: %s", what,
				err->message);
}

/**
 * @brief Give the running domain the hostdev, its entry first.
 * @param attach  The attachment, whose vGPU exists.
 * @param err     Where to store the error, or NULL.
 * @return true when QEMU has it.
 * @norestriction
 * @sideeffect Changes the running domain.
 * @failure What libvirt reports; then the entry is gone again.
 */
static bool put_live(const struct gvm_attach *attach, GError **err)
{
	const char *device = gvm_request_device(attach->request);
	const char *name = virDomainGetName(attach->domain);
	g_autofree char *hostdev = NULL;
	g_autoptr(GError) cause = NULL;

	hostdev = gvm_edit_hostdev(attach->new_live, strlen(attach->new_live),
				   name, device, err);
	if (!hostdev ||
	    !gvm_virt_set_entries(attach->domain, attach->new_live, err))
		return false;
	if (virDomainAttachDeviceFlags(attach->domain, hostdev,
				       VIR_DOMAIN_AFFECT_LIVE) == 0)
		return true;

	gvm_virt_error(err, "cannot attach vGPU %s to the running domain %s",
		       device, name);
	tell_undo(attach->call, "the entry of the metadata",
		  gvm_virt_set_entries(attach->domain, attach->live, &cause),
		  cause);

	return false;
}

/**
 * @brief Give the vGPU to both forms of the domain that are meant.
 * @param attach  The attachment, whose vGPU exists.
 * @param err     Where to store the error, or NULL.
 * @return true when it has it.
 * @norestriction
 * @sideeffect Changes the domain.
 * @failure What libvirt reports; then the domain is as it was.
 */
static bool put(const struct gvm_attach *attach, GError **err)
{
	g_autoptr(GError) cause = NULL;

	if (attach->new_config &&
	    !gvm_virt_define(attach->domain, attach->new_config, err))
		return false;
	if (put_live(attach, err))
		return true;
	if (attach->new_config)
		tell_undo(attach->call, "the configuration",
			  gvm_virt_define(attach->domain, attach->config,
					  &cause), cause);

	return false;
}

bool gvm_plug_in(struct gvm_attach *attach, GError **err)
{
	struct gvm_host *host = &attach->call->host;
	const char *owner = attach->client.owner;
	g_autoptr(GPtrArray) requests = g_ptr_array_new();
	g_autoptr(GError) cause = NULL;
	const char *device;
	bool ours;

	attach->step = NULL;
	g_clear_pointer(&attach->plan, gvm_plan_free);
	attach->client.plug = true;
	g_ptr_array_add(requests, attach->request);
	attach->plan = gvm_prepare_make(host, &attach->client, requests,
					attach->before->nodes, err);
	if (!attach->plan)
		return false;
	gvm_attach_note(attach);
	device = gvm_request_device(attach->request);
	if (!put(attach, err)) {
		tell_undo(attach->call, "the vGPU",
			  gvm_plug_remove(host, owner, device, &ours, &cause),
			  cause);
		return false;
	}
	/* It is there: a claim that says less is put right by no one else. */
	if (!gvm_plug_note(host, owner, device, false, &cause))
		gvm_report_note(attach->call, "cannot settle the claim: %s",
				cause->message);

	return true;
}

/**
 * @brief Tell whether the running domain still has a vGPU.
 * @param domain  The domain.
 * @param device  UUID or address of the vGPU.
 * @param has     Where to put the answer.
 * @param err     Where to store the error, or NULL.
 * @return true when it is known.
 * @norestriction
 * @nosideeffect
 * @failure What libvirt reports.
 */
static bool still_has(virDomain *domain, const char *device, bool *has,
		      GError **err)
{
	g_autofree char *xml = gvm_virt_xml(domain, true, err);
	g_autofree char *without = NULL;
	struct gvm_edit_found found;

	if (!xml)
		return false;
	without = gvm_edit_remove(xml, strlen(xml), virDomainGetName(domain),
				  device, &found, err);
	*has = found.hostdev;

	return without;
}

bool gvm_plug_out(virDomain *domain, const char *xml, const char *device,
		  GError **err)
{
	int64_t end = g_get_monotonic_time() +
		(int64_t)GUEST_TIMEOUT * G_USEC_PER_SEC;
	const char *name = virDomainGetName(domain);
	g_autofree char *hostdev = NULL;
	bool has = true;

	hostdev = gvm_edit_hostdev(xml, strlen(xml), name, device, err);
	if (!hostdev)
		return false;
	if (virDomainDetachDeviceFlags(domain, hostdev,
				       VIR_DOMAIN_AFFECT_LIVE) < 0)
		return gvm_virt_error(err, "cannot detach vGPU %s from the running domain %s",
				      device, name);
	while (still_has(domain, device, &has, err)) {
		if (!has)
			return true;
		if (g_get_monotonic_time() >= end)
			return gvm_error_set(err, GVM_ERROR_BUSY,
					     "the guest of domain %s did not let vGPU %s go in %d seconds: when it has, run the same again",
					     name, device, GUEST_TIMEOUT);
		g_usleep(GUEST_PAUSE_MS * 1000UL);
	}

	return false;
}
