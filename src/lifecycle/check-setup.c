// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The doctor looks at what GVM has installed.
 */
#include "lifecycle/check-subjects.h"

#include "host/xen.h"
#include "lifecycle/policy.h"

/** @brief There when libvirt is. */
#define LIBVIRT "etc/libvirt"
/** @brief Our script for mdevctl. */
#define CALLOUT "usr/lib/mdevctl/scripts.d/callouts/50-gvm"
/** @brief Where mdevctl up to 1.2 looks for it. */
#define CALLOUT_OLD "etc/mdevctl.d/scripts.d/callouts/50-gvm"
/** @brief There when the register unit is enabled. */
#define REGISTER_WANTED "etc/systemd/system/multi-user.target.wants/gvm-register.service"

/**
 * @brief Look at one hook.
 * @param check  The check.
 * @param path   The hook.
 * @norestriction
 * @sideeffect Adds a finding.
 * @nofailure
 */
static void look_at_hook(struct gvm_check *check, const char *path)
{
	g_autofree char *shown = g_strconcat("/", path, NULL);
	g_autofree char *remedy = g_strconcat("chmod +x ", shown, NULL);
	unsigned int mode = 0;

	if (gvm_host_mode(check->host, path, &mode) < 0)
		gvm_check_add(check, GVM_CHECK_ERROR, shown,
			      "install gvm again, or copy the hook there",
			      "the hook is missing: libvirt asks for no vGPU");
	else if (!(mode & 0111))
		gvm_check_add(check, GVM_CHECK_ERROR, shown, remedy,
			      "the hook is not executable: libvirt passes over it");
	else
		gvm_check_add(check, GVM_CHECK_OK, shown, NULL,
			      "the hook is installed");
}

void gvm_check_hooks(struct gvm_check *check)
{
	static const char *const paths[] = {
		"etc/libvirt/hooks/qemu.d/50-gvm",
		"etc/libvirt/hooks/daemon.d/50-gvm",
	};
	static const char xen_path[] = "etc/libvirt/hooks/libxl.d/50-gvm";

	if (gvm_host_exists(check->host, LIBVIRT) <= 0) {
		gvm_check_add(check, GVM_CHECK_NOTE, NULL, NULL,
			      "libvirt is not installed");
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(paths); i++)
		look_at_hook(check, paths[i]);
	/* Nobody else runs it. */
	if (gvm_xen_is_control(check->host))
		look_at_hook(check, xen_path);
}

/**
 * @brief Tell which rule makes all later ones useless.
 * @param check   The check.
 * @param policy  The policy.
 * @return true when there is none.
 * @norestriction
 * @sideeffect May add a finding.
 * @nofailure
 */
static bool has_no_idle_rule(struct gvm_check *check,
			     const struct gvm_policy *policy)
{
	for (guint i = 0; i + 1 < policy->rules->len; i++) {
		const struct gvm_rule *rule = g_ptr_array_index(policy->rules, i);
		const struct gvm_rule *idle;

		if (!gvm_rule_covers_all(rule))
			continue;
		idle = g_ptr_array_index(policy->rules, i + 1);
		gvm_check_add(check, GVM_CHECK_WARNING, policy->file, NULL,
			      "the rule at %s:%u is never asked: the one on line %u covers everything",
			      policy->file, idle->line, rule->line);
		return false;
	}

	return true;
}

void gvm_check_policy(struct gvm_check *check)
{
	g_autoptr(gvm_policy) policy = NULL;
	g_autoptr(GError) err = NULL;

	if (gvm_host_exists(check->host, GVM_POLICY_FILE) == 0)
		return;
	policy = gvm_policy_load(check->host, &err);
	if (!policy)
		gvm_check_add(check, GVM_CHECK_ERROR, "/" GVM_POLICY_FILE,
			      "xmllint --noout --relaxng /usr/share/gvm/schemas/policy.rng /etc/gvm/policy.xml",
			      "%s", err->message);
	else if (has_no_idle_rule(check, policy))
		gvm_check_add(check, GVM_CHECK_OK, policy->file, NULL,
			      "the policy is sound, rules: %u",
			      policy->rules->len);
}

/**
 * @brief Tell whether mdevctl is installed.
 * @param host  The machine.
 * @return true when it is.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static bool has_mdevctl(struct gvm_host *host)
{
	return gvm_host_exists(host, "usr/sbin/mdevctl") > 0 ||
		gvm_host_exists(host, "usr/bin/mdevctl") > 0;
}

void gvm_check_callout(struct gvm_check *check)
{
	g_autofree char *target = NULL;
	unsigned int mode = 0;

	if (!has_mdevctl(check->host))
		return;
	if (gvm_host_mode(check->host, CALLOUT, &mode) < 0)
		gvm_check_add(check, GVM_CHECK_WARNING, "/" CALLOUT,
			      "install gvm again, or copy the call-out there",
			      "the call-out is missing: mdevctl makes no vGPU of a type that is not registered");
	else if (!(mode & 0111))
		gvm_check_add(check, GVM_CHECK_WARNING, "/" CALLOUT,
			      "chmod +x /" CALLOUT,
			      "the call-out is not executable: mdevctl passes over it");
	else
		gvm_check_add(check, GVM_CHECK_OK, "/" CALLOUT, NULL,
			      "the call-out is installed");
	/* The link is what counts, wherever it leads on this machine. */
	if (gvm_host_link(check->host, CALLOUT_OLD, &target) < 0 &&
	    gvm_host_exists(check->host, CALLOUT_OLD) <= 0)
		gvm_check_add(check, GVM_CHECK_NOTE, "/" CALLOUT_OLD, NULL,
			      "mdevctl up to 1.2 looks for its call-out only here, where none is");
}

void gvm_check_units(struct gvm_check *check)
{
	static const char unit[] = "gvm-register.service";
	g_autofree char *target = NULL;

	/* The link is what counts, wherever it leads on this machine. */
	if (!check->profiles)
		gvm_check_add(check, GVM_CHECK_NOTE, unit, NULL,
			      "there is no type to register in /etc/gvm/types.d");
	else if (gvm_host_link(check->host, REGISTER_WANTED, &target) == 0)
		gvm_check_add(check, GVM_CHECK_OK, unit, NULL,
			      "the types of /etc/gvm/types.d are registered at boot");
	else
		gvm_check_add(check, GVM_CHECK_WARNING, unit,
			      "systemctl enable gvm-register.service",
			      "the types of /etc/gvm/types.d are not registered at boot");
}
