// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The doctor looks at our files: sound, and changed by root only?
 */
#include "lifecycle/check-subjects.h"

#include <string.h>

#include "host/file.h"
#include "host/input.h"
#include "lifecycle/claims.h"
#include "lifecycle/daemons.h"
#include "lifecycle/definitions.h"
#include "lifecycle/policy.h"
#include "lifecycle/pools.h"
#include "lifecycle/profiles.h"
#include "lifecycle/register-record.h"
#include "xml/nodedev.h"

/** @brief Where our configuration is. */
#define CONFIG "etc/gvm"
/** @brief What we keep while the machine runs. */
#define STATE "run/gvm"
/** @brief Permission to write, for others than the owner. */
#define OTHERS_WRITE 0022
/** @brief Any permission for others than the owner. */
#define OTHERS_ANY 0077

bool gvm_check_access(struct gvm_check *check, enum gvm_cause cause,
		      const char *path, unsigned int mask)
{
	g_autofree char *shown = g_strconcat("/", path, NULL);
	g_autofree char *remedy = NULL;
	struct gvm_host_file file = { 0 };

	if (gvm_host_stat(check->host, path, &file) < 0 ||
	    (file.uid == 0 && !(file.mode & mask)))
		return true;
	remedy = g_strdup_printf("chown root: %s && chmod go-%s %s", shown,
				 mask == OTHERS_ANY ? "rwx" : "w", shown);
	if (mask == OTHERS_ANY)
		gvm_check_add(check, GVM_CHECK_ERROR, cause, shown, remedy,
			      "it has owner %u and mode %04o: others than root may look into it",
			      file.uid, file.mode);
	else
		gvm_check_add(check, GVM_CHECK_ERROR, cause, shown, remedy,
			      "it has owner %u and mode %04o: others than root may change it",
			      file.uid, file.mode);

	return false;
}

/**
 * @brief Look at who may change a folder of our configuration and its files.
 * @param check   The check.
 * @param folder  The folder.
 * @return true when only root may.
 * @norestriction
 * @sideeffect May add findings.
 * @nofailure
 */
static bool look_at_folder(struct gvm_check *check, const char *folder)
{
	bool good = gvm_check_access(check, GVM_CAUSE_CONFIG_ACCESS, folder,
				     OTHERS_WRITE);
	g_autoptr(GPtrArray) names = NULL;

	if (gvm_host_list(check->host, folder, &names) < 0)
		return good;
	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		g_autofree char *path = g_build_filename(folder, name, NULL);

		if (g_str_has_suffix(name, ".xml"))
			good = gvm_check_access(check, GVM_CAUSE_CONFIG_ACCESS,
						path, OTHERS_WRITE) && good;
	}

	return good;
}

/**
 * @brief Read one definition of ours.
 * @param check  The check.
 * @param name   Name of its file.
 * @return true when it is sound, or cannot be read.
 * @norestriction
 * @sideeffect May add a finding.
 * @nofailure
 */
static bool look_at_nodedev(struct gvm_check *check, const char *name)
{
	g_autofree char *path = g_build_filename(GVM_DEFINITIONS_DIR, name,
						 NULL);
	g_autofree char *shown = g_strconcat("/", path, NULL);
	g_autofree char *remedy = NULL;
	g_autofree char *text = NULL;
	g_autoptr(gvm_request) request = NULL;
	g_autoptr(GError) err = NULL;

	if (gvm_host_load(check->host, path, GVM_INPUT_MAX, &text) < 0)
		return true;
	request = gvm_nodedev_parse(text, strlen(text), shown, &err);
	if (request)
		return true;
	remedy = g_strdup_printf("xmllint --noout --relaxng /usr/share/gvm/schemas/nodedev.rng %s",
				 shown);
	gvm_check_add(check, GVM_CHECK_ERROR, GVM_CAUSE_DEFINITION_INVALID,
		      shown, remedy, "%s", err->message);

	return false;
}

/**
 * @brief Read all definitions of ours.
 * @param check  The check.
 * @return true when they are sound.
 * @norestriction
 * @sideeffect May add findings.
 * @nofailure
 */
static bool look_at_nodedevs(struct gvm_check *check)
{
	g_autoptr(GPtrArray) names = NULL;
	bool good = true;

	if (gvm_host_list(check->host, GVM_DEFINITIONS_DIR, &names) < 0)
		return true;
	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);

		if (*name != '.' && g_str_has_suffix(name, ".xml"))
			good = look_at_nodedev(check, name) && good;
	}

	return good;
}

/**
 * @brief Read the files of types.
 * @param check  The check.
 * @return true when they are sound.
 * @norestriction
 * @sideeffect May add a finding.
 * @nofailure
 */
static bool look_at_types(struct gvm_check *check)
{
	g_autoptr(GError) err = NULL;
	g_autoptr(GPtrArray) files = gvm_profiles_load(check->host, &err);

	if (files)
		return true;
	gvm_check_add(check, GVM_CHECK_ERROR, GVM_CAUSE_TYPES_INVALID,
		      "/" GVM_PROFILES_DIR, "gvmctl register --check", "%s",
		      err->message);

	return false;
}

/**
 * @brief Look at who may change what we keep while the machine runs.
 * @param check  The check.
 * @return true when only root may, or even look.
 * @norestriction
 * @sideeffect May add findings.
 * @nofailure
 */
static bool look_at_state(struct gvm_check *check)
{
	static const char *const folders[] = {
		GVM_CLAIMS_DIR, GVM_DAEMONS_DIR, GVM_REGISTER_RECORDS,
	};
	bool good = gvm_check_access(check, GVM_CAUSE_STATE_ACCESS, STATE,
				     OTHERS_WRITE);

	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++)
		good = gvm_check_access(check, GVM_CAUSE_STATE_ACCESS,
					folders[i], OTHERS_ANY) && good;

	return good;
}

void gvm_check_files(struct gvm_check *check)
{
	static const char *const folders[] = {
		CONFIG, GVM_PROFILES_DIR, GVM_DEFINITIONS_DIR, GVM_POOLS_DIR,
	};
	bool good = true;

	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++)
		good = look_at_folder(check, folders[i]) && good;
	good = look_at_types(check) && good;
	good = look_at_nodedevs(check) && good;
	good = look_at_state(check) && good;
	if (good && gvm_host_exists(check->host, CONFIG) > 0)
		gvm_check_say(check, GVM_CHECK_OK, "/" CONFIG,
			      "our files are sound, and only root may change them");
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
		g_autofree char *remedy = NULL;
		const struct gvm_rule *idle;

		if (!gvm_rule_covers_all(rule))
			continue;
		idle = g_ptr_array_index(policy->rules, i + 1);
		remedy = g_strdup_printf("move line %u of %s behind all other rules",
					 rule->line, policy->file);
		gvm_check_add(check, GVM_CHECK_WARNING,
			      GVM_CAUSE_POLICY_IDLE_RULE, policy->file, remedy,
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
		gvm_check_add(check, GVM_CHECK_ERROR, GVM_CAUSE_POLICY_INVALID,
			      "/" GVM_POLICY_FILE,
			      "xmllint --noout --relaxng /usr/share/gvm/schemas/policy.rng /etc/gvm/policy.xml",
			      "%s", err->message);
	else if (has_no_idle_rule(check, policy))
		gvm_check_say(check, GVM_CHECK_OK, policy->file,
			      "the policy is sound, rules: %u",
			      policy->rules->len);
}
