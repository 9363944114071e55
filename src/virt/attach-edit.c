// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What a domain becomes with one more vGPU.
 */
#include "virt/attach.h"

#include <string.h>

#include "cmd/args.h"
#include "lifecycle/guard.h"
#include "util/error.h"
#include "virt/report.h"
#include "xml/domain.h"
#include "xml/edit.h"

/** @brief First libvirt that knows the display of a PCI hostdev: 10.3.0. */
#define DISPLAY_OF_FUNCTIONS 10003000
/** @brief Device API of a vGPU that does not tell. */
#define USUAL_MODEL "vfio-pci"

/**
 * @brief Tell how a vGPU is given to QEMU.
 * @param step  Its step, or NULL.
 * @return A string, owned by the step or static.
 * @pure
 */
static const char *model_of(const struct gvm_step *step)
{
	const char *api = NULL;

	if (step && step->vgpu)
		api = step->vgpu->device_api;
	else if (step && step->candidates)
		api = g_array_index(step->candidates, struct gvm_candidate,
				    step->chosen).type->device_api;

	return api ? api : USUAL_MODEL;
}

/**
 * @brief Check that libvirt can show the display of this vGPU.
 * @param attach  The attachment.
 * @param err     Where to store the error, or NULL.
 * @return true when it can, or is not asked to.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_UNSUPPORTED.
 */
static bool check_display(const struct gvm_attach *attach, GError **err)
{
	unsigned long version = 0;

	if (!attach->request->address ||
	    !gvm_args_has(attach->call, "--display"))
		return true;
	if (virConnectGetLibVersion(attach->conn, &version) == 0 &&
	    version >= DISPLAY_OF_FUNCTIONS)
		return true;

	return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
			     "libvirt before 10.3 cannot show the display of function %s: leave --display out",
			     attach->request->address);
}

/**
 * @brief Look at the hostdevs of what the domain becomes, as a start does.
 * @param attach  The attachment.
 * @param xml     What it becomes.
 * @param err     Where to store the error, or NULL.
 * @return true when it could start.
 * @norestriction
 * @sideeffect Writes notes to standard error.
 * @failure Those of gvm_guard_domain().
 */
static bool check_hostdevs(struct gvm_attach *attach, const char *xml,
			   GError **err)
{
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(gvm_domain) after = NULL;

	if (!attach->request->address)
		return true;
	after = gvm_domain_parse(xml, strlen(xml),
				 virDomainGetName(attach->domain), err);
	if (!after ||
	    !gvm_guard_domain(&attach->call->host, after,
			      gvm_guard_daemon(&attach->call->host), notes,
			      err))
		return false;
	for (guint i = 0; i < notes->len; i++)
		if (!attach->call->settings.quiet)
			gvm_report_note(attach->call, "%s",
					(const char *)notes->pdata[i]);

	return true;
}

/**
 * @brief Write what one form of the domain becomes.
 * @param attach  The attachment.
 * @param xml     The form as it is, or NULL when it is not meant.
 * @param live    It is the running one.
 * @param out     Where to put a new string.
 * @param err     Where to store the error, or NULL.
 * @return true when the vGPU fits in.
 * @norestriction
 * @nosideeffect
 * @failure Those of gvm_edit_add().
 */
static bool edit_form(const struct gvm_attach *attach, const char *xml,
		      bool live, char **out, GError **err)
{
	const struct gvm_edit edit = {
		.request = attach->request,
		.model = model_of(attach->step),
		.display = gvm_args_has(attach->call, "--display"),
		/* QEMU's device for it cannot be hot-plugged. */
		.ramfb = gvm_args_has(attach->call, "--display") && !live,
	};

	if (!xml)
		return true;
	*out = gvm_edit_add(xml, strlen(xml), virDomainGetName(attach->domain),
			    &edit, err);

	return *out;
}

bool gvm_attach_edit(struct gvm_attach *attach, GError **err)
{
	return check_display(attach, err) &&
		edit_form(attach, attach->config, false, &attach->new_config,
			  err) &&
		edit_form(attach, attach->live, true, &attach->new_live, err) &&
		check_hostdevs(attach, attach->new_config ? attach->new_config :
			       attach->new_live, err);
}
