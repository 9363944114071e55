// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl sriov: enable and disable virtual functions.
 */
#include <stdio.h>

#include "cmd/args.h"
#include "cmd/commands.h"
#include "lifecycle/sriov.h"
#include "util/error.h"
#include "util/text.h"
#include "xml/pci.h"

/** @brief Longest --wait, in seconds: ten minutes. */
#define WAIT_MAX 600
/** @brief Longest word that is quoted. */
#define SHOWN_MAX 64

/**
 * @brief Read what is wanted.
 * @param call  The call.
 * @param wish  Filled.
 * @param wait  Where to put how long to wait for a driver, in seconds.
 * @param err   Where to store the error, or NULL.
 * @return true when it makes sense.
 * @norestriction
 * @sideeffect Writes to @p wish and @p wait.
 * @failure GVM_ERROR_USAGE.
 */
static bool read_wish(const struct gvm_call *call, struct gvm_sriov_wish *wish,
		      uint64_t *wait, GError **err)
{
	const char *autoprobe = gvm_args_value(call, "--autoprobe");
	const char *seconds = gvm_args_value(call, "--wait");
	const char *number = gvm_args_word(call, 2);
	bool yes = g_strcmp0(autoprobe, "yes") == 0;
	g_autofree char *shown = gvm_text_printable(number, SHOWN_MAX);

	*wish = (struct gvm_sriov_wish) {
		.autoprobe = yes ? GVM_SRIOV_YES :
			autoprobe ? GVM_SRIOV_NO : GVM_SRIOV_LEAVE,
		.dry_run = call->settings.dry_run,
	};
	*wait = 0;
	if (number && (!gvm_text_to_uint(number, UINT64_MAX, &wish->number) ||
		       wish->number == 0))
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "'%s' is no number of virtual functions: leave it out for all there can be",
				     shown);
	if (autoprobe && !yes && !g_str_equal(autoprobe, "no"))
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "--autoprobe '%s' is neither yes nor no",
				     autoprobe);
	if (seconds && !gvm_text_to_uint(seconds, WAIT_MAX, wait))
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "--wait '%s' is not a number of seconds up to %d",
				     seconds, WAIT_MAX);

	return true;
}

/**
 * @brief Print what was done, or would be.
 * @param call  The call.
 * @param plan  The plan.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @nofailure
 */
static void show(const struct gvm_call *call, const struct gvm_sriov *plan)
{
	const struct gvm_vfs *vfs = plan->vfs;
	bool dry_run = call->settings.dry_run;

	for (guint i = 0; dry_run && i < plan->steps->len; i++) {
		g_autofree char *line = NULL;

		line = gvm_sriov_describe(vfs,
					  &g_array_index(plan->steps,
							 struct gvm_sriov_step,
							 i));
		puts(line);
	}
	if (call->settings.quiet)
		return;
	if (plan->steps->len == 0 && (dry_run || vfs->list->len == 0))
		printf("Nothing to do: virtual functions of %s: %u\n",
		       vfs->address, vfs->list->len);
	for (guint i = 0; !dry_run && i < vfs->list->len; i++) {
		const struct gvm_vf *vf = g_ptr_array_index(vfs->list, i);

		puts(vf->address);
	}
}

/**
 * @brief Enable virtual functions.
 * @param call     The call.
 * @param address  Address of the device.
 * @param err      Where to store the error, or NULL.
 * @return What was done, or NULL.
 * @norestriction
 * @sideeffect Those of gvm_sriov_wait() and gvm_sriov_enable().
 * @failure Those of read_wish() and gvm_sriov_enable().
 */
static struct gvm_sriov *enable(struct gvm_call *call, const char *address,
				GError **err)
{
	struct gvm_sriov_wish wish;
	uint64_t wait;

	if (!read_wish(call, &wish, &wait, err))
		return NULL;
	gvm_sriov_wait(&call->host, address, wait);

	return gvm_sriov_enable(&call->host, address, &wish, err);
}

/**
 * @brief Disable virtual functions.
 * @param call     The call.
 * @param address  Address of the device.
 * @param err      Where to store the error, or NULL.
 * @return What was done, or NULL.
 * @norestriction
 * @sideeffect Those of gvm_sriov_disable().
 * @failure GVM_ERROR_USAGE for a number or an option; those of
 *          gvm_sriov_disable().
 */
static struct gvm_sriov *disable(struct gvm_call *call, const char *address,
				 GError **err)
{
	if (gvm_args_word(call, 2) || gvm_args_has(call, "--autoprobe") ||
	    gvm_args_has(call, "--wait")) {
		gvm_error_set(err, GVM_ERROR_USAGE,
			      "disable takes all virtual functions away, at once: leave N, --autoprobe and --wait out");
		return NULL;
	}

	return gvm_sriov_disable(&call->host, address, call->settings.dry_run,
				 err);
}

/**
 * @brief Handler of "sriov".
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when the virtual functions are there, or gone.
 * @norestriction
 * @sideeffect Those of enable() and disable(); writes to standard output.
 * @failure GVM_ERROR_USAGE; those of enable() and disable().
 */
static bool sriov_run(struct gvm_call *call, GError **err)
{
	const char *word = gvm_args_word(call, 0);
	const char *parent = gvm_args_word(call, 1);
	g_autofree char *address = gvm_pci_from_name(parent);
	g_autofree char *shown = NULL;
	g_autoptr(gvm_sriov) plan = NULL;
	bool on = g_str_equal(word, "enable");

	if (!on && !g_str_equal(word, "disable")) {
		shown = gvm_text_printable(word, SHOWN_MAX);
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "'%s' is neither enable nor disable",
				     shown);
	}
	if (!address) {
		shown = gvm_text_printable(parent, SHOWN_MAX);
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "'%s' is neither a PCI address nor the node-device name of a PCI device; 'lspci -D' lists the addresses",
				     shown);
	}
	plan = on ? enable(call, address, err) : disable(call, address, err);
	if (!plan)
		return false;
	show(call, plan);

	return true;
}

const struct gvm_cmd gvm_cmd_sriov = {
	.name = "sriov",
	.words = "enable|disable PARENT [N]",
	.help = "enable N or all virtual functions of a device, or disable them",
	.min_words = 2,
	.max_words = 3,
	.flags = GVM_CMD_NO_JSON,
	.options = {
		{ "--autoprobe", NULL, "HOW",
		  "yes or no: offer new virtual functions to drivers", false },
		{ "--wait", NULL, "SECONDS",
		  "wait so long for a driver to have the device", false },
	},
	.run = sriov_run,
};
