// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The doctor looks at mdevctl, without running it.
 */
#include "lifecycle/check-subjects.h"

#include <fcntl.h>
#include <string.h>

#include "host/file.h"
#include "host/input.h"

/** @brief Folder of call-outs. */
#define FOLDER "usr/lib/mdevctl/scripts.d/callouts"
/** @brief Our script for mdevctl. */
#define CALLOUT FOLDER "/50-gvm"
/** @brief Where mdevctl up to 1.2 looks for it. */
#define CALLOUT_OLD "etc/mdevctl.d/scripts.d/callouts/50-gvm"
/** @brief What every mdevctl knows of, and newer ones before all else. */
#define NEW_FOLDER "/usr/lib/mdevctl/scripts.d"
/** @brief Largest program, in bytes. */
#define PROGRAM_MAX (64u << 20)
/** @brief Largest rule of udev, in bytes. */
#define RULE_MAX (1u << 16)
/** @brief Where mdevctl's rule is when the administrator has replaced it. */
#define RULE_OWN "etc/udev/rules.d/60-mdevctl.rules"
/** @brief Permission to execute, for anybody. */
#define EXECUTE 0111

/**
 * @brief Find mdevctl.
 * @param host  The machine.
 * @return Its path below the root, static, or NULL.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static const char *find_mdevctl(struct gvm_host *host)
{
	static const char *const places[] = {
		"usr/sbin/mdevctl", "usr/bin/mdevctl",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(places); i++)
		if (gvm_host_exists(host, places[i]) > 0)
			return places[i];

	return NULL;
}

/**
 * @brief Tell whether mdevctl looks into the folder of packages.
 * @param host  The machine.
 * @param path  Path of mdevctl.
 * @return true when the folder's name is among its texts, or when it cannot
 *         be read.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static bool knows_folder(struct gvm_host *host, const char *path)
{
	gvm_autofd int fd = gvm_host_openat(host, path, O_RDONLY, 0);
	g_autofree char *text = NULL;
	size_t len = 0;

	if (fd < 0 || gvm_input_read_fd(fd, PROGRAM_MAX, &text, &len) < 0)
		return true;

	return memmem(text, len, NEW_FOLDER, strlen(NEW_FOLDER));
}

/**
 * @brief Look whether an old mdevctl finds the call-out.
 * @param check  The check.
 * @param path   Path of mdevctl.
 * @return true when it does.
 * @norestriction
 * @sideeffect May add a finding.
 * @nofailure
 */
static bool look_at_place(struct gvm_check *check, const char *path)
{
	g_autofree char *target = NULL;

	/* The link is what counts, wherever it leads on this machine. */
	if (gvm_host_link(check->host, CALLOUT_OLD, &target) == 0 ||
	    gvm_host_exists(check->host, CALLOUT_OLD) > 0 ||
	    knows_folder(check->host, path))
		return true;
	gvm_check_add(check, GVM_CHECK_WARNING, GVM_CAUSE_CALLOUT_PLACE,
		      "/" CALLOUT_OLD,
		      "ln -s /" CALLOUT " /" CALLOUT_OLD,
		      "this mdevctl, one up to 1.2, looks for its call-out only here, where none is");

	return false;
}

void gvm_check_callout(struct gvm_check *check)
{
	const char *path = find_mdevctl(check->host);
	struct gvm_host_file file = { 0 };

	if (!path)
		return;
	if (gvm_host_stat(check->host, CALLOUT, &file) < 0)
		gvm_check_add(check, GVM_CHECK_WARNING,
			      GVM_CAUSE_CALLOUT_MISSING, "/" CALLOUT,
			      "install gvm-user again, or copy the call-out there",
			      "the call-out is missing: mdevctl makes no vGPU of a type that is not registered");
	else if (!file.regular || !(file.mode & EXECUTE))
		gvm_check_add(check, GVM_CHECK_WARNING,
			      GVM_CAUSE_CALLOUT_NOT_EXECUTABLE, "/" CALLOUT,
			      "chmod +x /" CALLOUT,
			      "the call-out is not executable: mdevctl passes over it");
	else if (look_at_place(check, path))
		gvm_check_say(check, GVM_CHECK_OK, "/" CALLOUT,
			      "the call-out is installed");
}

/**
 * @brief Read mdevctl's rule of udev.
 * @param host   The machine.
 * @param place  Where to put its path; static.
 * @return A new string, or NULL when there is none.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static char *load_rule(struct gvm_host *host, const char **place)
{
	static const char *const places[] = {
		RULE_OWN, "usr/lib/udev/rules.d/60-mdevctl.rules",
		"lib/udev/rules.d/60-mdevctl.rules",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
		char *text = NULL;

		*place = places[i];
		if (gvm_host_load(host, places[i], RULE_MAX, &text) == 0)
			return text;
	}

	return NULL;
}

/**
 * @brief Find the program that a rule runs.
 * @param rule  Text of the rule.
 * @return A new string, an absolute path, or NULL.
 * @pure
 */
static char *find_program(const char *rule)
{
	static const char name[] = "/mdevctl ";
	const char *end = strstr(rule, name);
	const char *start = end;

	while (start && start > rule && !strchr("\n\"' ", start[-1]))
		start--;

	return start && *start == '/' ?
		g_strndup(start, end - start + strlen(name) - 1) : NULL;
}

/**
 * @brief Look whether mdevctl's rule runs what is there.
 * @param check  The check.
 * @param path   Path of mdevctl.
 * @norestriction
 * @sideeffect May add a finding.
 * @nofailure
 */
static void look_at_rule(struct gvm_check *check, const char *path)
{
	const char *place = NULL;
	g_autofree char *rule = load_rule(check->host, &place);
	g_autofree char *program = rule ? find_program(rule) : NULL;
	g_autofree char *shown = g_strconcat("/", place, NULL);
	g_autofree char *remedy = NULL;
	bool wanted = false;

	if (!program || gvm_host_exists(check->host, program + 1) > 0)
		return;
	for (guint i = 0; i < check->definitions->len; i++) {
		const struct gvm_request *request;

		request = g_ptr_array_index(check->definitions, i);
		wanted = wanted || request->autostart;
	}
	remedy = g_strdup_printf("sed 's,%s,/%s,' %s >/%s.new && mv /%s.new /%s && udevadm control --reload",
				 program, path, shown, RULE_OWN, RULE_OWN,
				 RULE_OWN);
	gvm_check_add(check, wanted ? GVM_CHECK_WARNING : GVM_CHECK_NOTE,
		      GVM_CAUSE_AUTOSTART_PATH, shown, remedy,
		      "the rule runs %s, which is not there: mdevctl starts nothing at boot",
		      program);
}

void gvm_check_mdevctl(struct gvm_check *check)
{
	const char *path = find_mdevctl(check->host);
	g_autofree char *remedy = NULL;

	if (path) {
		look_at_rule(check, path);
		return;
	}
	if (check->definitions->len == 0)
		return;
	remedy = gvm_check_install(check->host, "mdevctl");
	gvm_check_add(check, GVM_CHECK_WARNING, GVM_CAUSE_MDEVCTL_MISSING,
		      NULL, remedy,
		      "/etc/mdevctl.d defines vGPUs (%u), and mdevctl is not installed: nothing starts them, and virsh nodedev-create fails",
		      check->definitions->len);
}
