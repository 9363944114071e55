// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The doctor looks at what confines libvirt, and with it our hook.
 */
#include "lifecycle/check-subjects.h"

#include <errno.h>
#include <string.h>

#include "host/apparmor.h"
#include "host/process.h"
#include "lifecycle/check-hooks.h"

/** @brief How AppArmor spells that a profile is enforced. */
#define ENFORCED " (enforce)"
/** @brief Where the profiles of programs are. */
#define PROFILES "etc/apparmor.d"
/** @brief Largest profile, in bytes. */
#define PROFILE_MAX (1u << 20)
/** @brief Whether SELinux refuses or only reports. */
#define SELINUX_ENFORCE "sys/fs/selinux/enforce"
/** @brief Where the modules of SELinux's policies are kept. */
#define SELINUX_STORE "var/lib/selinux"
/** @brief Name of our module. */
#define SELINUX_MODULE "gvm"

/**
 * @brief Tell which profile of AppArmor is enforced on libvirt's daemon.
 * @param check  The check.
 * @return Name of the file of the profile, a new string, or NULL when it is
 *         not confined.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static char *find_profile(const struct gvm_check *check)
{
	g_autofree char *label = NULL;
	g_autofree char *name = NULL;

	if (!check->daemon)
		return NULL;
	label = gvm_process_label(check->host, check->daemon);
	if (!label || !g_str_has_suffix(label, ENFORCED))
		return NULL;
	label[strlen(label) - strlen(ENFORCED)] = '\0';
	/* Older profiles are named by the path of the program. */
	name = g_path_get_basename(label);

	return g_strconcat("usr.sbin.", name, NULL);
}

/**
 * @brief Read a profile and what the administrator has added to it.
 * @param host  The machine.
 * @param name  Name of its file.
 * @return A new string, or NULL when it cannot be read.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static char *load_profile(struct gvm_host *host, const char *name)
{
	g_autofree char *path = g_build_filename(PROFILES, name, NULL);
	g_autofree char *local = g_build_filename(PROFILES, "local", name,
						  NULL);
	g_autofree char *rules = NULL;
	g_autofree char *more = NULL;

	if (gvm_host_load(host, path, PROFILE_MAX, &rules) < 0)
		return NULL;
	if (gvm_host_load(host, local, PROFILE_MAX, &more) < 0)
		return g_steal_pointer(&rules);

	return g_strconcat(rules, "\n", more, NULL);
}

/**
 * @brief Say that a profile forbids a file.
 * @param check    The check.
 * @param cause    What to call it.
 * @param profile  Name of the profile's file.
 * @param path     The file.
 * @norestriction
 * @sideeffect Adds a finding.
 * @nofailure
 */
static void report(struct gvm_check *check, enum gvm_cause cause,
		   const char *profile, const char *path)
{
	g_autofree char *remedy = NULL;

	remedy = g_strdup_printf("echo '%s %s,' >>/etc/apparmor.d/local/%s && apparmor_parser -r /etc/apparmor.d/%s",
				 path, cause == GVM_CAUSE_APPARMOR_HOOK ?
				 "rmix" : "PUx", profile, profile);
	gvm_check_add(check, GVM_CHECK_ERROR, cause, path, remedy,
		      "AppArmor's profile %s does not let libvirt execute it",
		      profile);
}

/**
 * @brief Judge our hook and what it runs.
 * @param check    The check.
 * @param profile  Name of the profile's file.
 * @param rules    What is in it.
 * @return true when both may be executed.
 * @norestriction
 * @sideeffect May add findings.
 * @nofailure
 */
static bool judge(struct gvm_check *check, const char *profile,
		  const char *rules)
{
	g_autofree char *hook = gvm_check_hook_path("qemu");
	g_autofree char *program = gvm_check_hook_program(check->host, hook);
	g_autofree char *shown = NULL;
	bool good = true;

	/* A link is judged by where it leads, the program itself perhaps. */
	if (gvm_host_link(check->host, hook, &shown) < 0 &&
	    gvm_host_exists(check->host, hook) > 0)
		shown = g_strconcat("/", hook, NULL);
	if (shown && *shown == '/' && g_strcmp0(shown, program) &&
	    !gvm_apparmor_may_run(rules, shown)) {
		report(check, GVM_CAUSE_APPARMOR_HOOK, profile, shown);
		good = false;
	}
	if (program && *program == '/' &&
	    !gvm_apparmor_may_run(rules, program)) {
		report(check, GVM_CAUSE_APPARMOR_PROGRAM, profile, program);
		good = false;
	}

	return good;
}

void gvm_check_apparmor(struct gvm_check *check)
{
	g_autofree char *profile = find_profile(check);
	g_autofree char *rules = NULL;

	if (!profile)
		return;
	rules = load_profile(check->host, profile);
	if (!rules)
		gvm_check_say(check, GVM_CHECK_NOTE, profile,
			      "AppArmor confines libvirt by a profile that is not below /etc/apparmor.d");
	else if (judge(check, profile, rules))
		gvm_check_say(check, GVM_CHECK_OK, profile,
			      "AppArmor confines libvirt, and lets it run our hook");
}

/**
 * @brief Look for our module in the store of one policy.
 * @param host  The machine.
 * @param name  Name of the policy.
 * @return 1 when it is there, 0 when not, or a negative errno.
 * @norestriction
 * @nosideeffect
 * @failure What open(2) reports.
 */
static int policy_has_module(struct gvm_host *host, const char *name)
{
	g_autofree char *folder = g_build_filename(SELINUX_STORE, name,
						   "active/modules", NULL);
	g_autoptr(GPtrArray) priorities = NULL;
	int rc;

	rc = gvm_host_list(host, folder, &priorities);
	if (rc < 0)
		return rc == -ENOENT || rc == -ENOTDIR ? 0 : rc;
	for (guint i = 0; i < priorities->len; i++) {
		g_autofree char *path = NULL;

		path = g_build_filename(folder,
					g_ptr_array_index(priorities, i),
					SELINUX_MODULE, NULL);
		if (gvm_host_exists(host, path) > 0)
			return 1;
	}

	return 0;
}

/**
 * @brief Look for our module in the stores of all policies.
 * @param host  The machine.
 * @return 1 when it is there, 0 when not, or a negative errno.
 * @norestriction
 * @nosideeffect
 * @failure What open(2) reports.
 */
static int has_module(struct gvm_host *host)
{
	g_autoptr(GPtrArray) names = NULL;
	int rc = gvm_host_list(host, SELINUX_STORE, &names);
	int found = 0;

	if (rc < 0)
		return rc == -ENOENT ? 0 : rc;
	for (guint i = 0; i < names->len && found <= 0; i++) {
		rc = policy_has_module(host, g_ptr_array_index(names, i));
		found = rc ? rc : found;
	}

	return found;
}

void gvm_check_selinux(struct gvm_check *check)
{
	g_autofree char *enforce = NULL;
	int found;

	if (gvm_host_load(check->host, SELINUX_ENFORCE, GVM_HOST_ATTR_MAX,
			  &enforce) < 0 || !g_str_equal(enforce, "1"))
		return;
	found = has_module(check->host);
	if (found > 0)
		gvm_check_say(check, GVM_CHECK_OK, NULL,
			      "SELinux is enforced, and our policy is loaded");
	else if (found < 0)
		gvm_check_say(check, GVM_CHECK_NOTE, NULL,
			      "SELinux is enforced, and only root can see whether our policy is loaded");
	else
		gvm_check_add(check, GVM_CHECK_WARNING,
			      GVM_CAUSE_SELINUX_MODULE, NULL,
			      "checkmodule -M -m -o gvm.mod /usr/share/gvm/selinux/gvm.te && semodule_package -o gvm.pp -m gvm.mod -f /usr/share/gvm/selinux/gvm.fc && semodule -i gvm.pp",
			      "SELinux is enforced, and our policy is not loaded: a hook of virtqemud may not write to sysfs");
}
