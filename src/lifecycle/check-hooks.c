// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The doctor looks at the hooks of libvirt.
 */
#include "lifecycle/check-hooks.h"

#include <string.h>

#include "host/file.h"
#include "host/xen.h"
#include "lifecycle/check-subjects.h"

/** @brief There when libvirt is. */
#define LIBVIRT "etc/libvirt"
/** @brief Largest script, in bytes. */
#define SCRIPT_MAX (1u << 16)
/** @brief Permission to execute, for anybody. */
#define EXECUTE 0111
/** @brief Permission to write, for others than the owner. */
#define OTHERS_WRITE 0022

char *gvm_check_hook_path(const char *driver)
{
	return g_strdup_printf("etc/libvirt/hooks/%s.d/50-gvm", driver);
}

char *gvm_check_hook_program(struct gvm_host *host, const char *hook)
{
	static const char name[] = "/gvmctl";
	g_autofree char *text = NULL;
	const char *start;
	const char *end;

	/* A link to the program itself would do as well. */
	if (gvm_host_link(host, hook, &text) == 0 &&
	    g_str_has_suffix(text, name) && *text == '/')
		return g_steal_pointer(&text);
	g_clear_pointer(&text, g_free);
	if (gvm_host_load(host, hook, SCRIPT_MAX, &text) < 0)
		return NULL;
	end = strstr(text, name);
	if (!end)
		return NULL;
	for (start = end; start > text && !strchr(" \t\n'\"", start[-1]);)
		start--;

	return g_strndup(start, end - start + strlen(name));
}

/**
 * @brief Look at the program that a hook runs.
 * @param check  The check.
 * @param hook   The hook.
 * @return true when there is nothing to find fault with.
 * @norestriction
 * @sideeffect May add findings.
 * @nofailure
 */
static bool look_at_program(struct gvm_check *check, const char *hook)
{
	g_autofree char *program = gvm_check_hook_program(check->host, hook);
	g_autofree char *shown = g_strconcat("/", hook, NULL);
	struct gvm_host_file file = { 0 };

	/* Somebody's own script: it may know better. */
	if (!program || *program != '/')
		return true;
	if (gvm_host_stat(check->host, program + 1, &file) == 0 &&
	    file.regular && file.mode & EXECUTE)
		return gvm_check_access(check, GVM_CAUSE_HOOK_ACCESS,
					program + 1, OTHERS_WRITE);
	gvm_check_add(check, GVM_CHECK_ERROR, GVM_CAUSE_PROGRAM_MISSING,
		      shown, "install gvm-user again",
		      "the hook runs %s, which is missing or not executable: no vGPU is made, and nobody is told",
		      program);

	return false;
}

/**
 * @brief Look at who may change a hook, and at what it runs.
 * @param check  The check.
 * @param path   The hook.
 * @return true when there is nothing to find fault with.
 * @norestriction
 * @sideeffect May add findings.
 * @nofailure
 */
static bool look_inside(struct gvm_check *check, const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);
	bool good;

	good = gvm_check_access(check, GVM_CAUSE_HOOK_ACCESS, folder,
				OTHERS_WRITE);
	good = gvm_check_access(check, GVM_CAUSE_HOOK_ACCESS, path,
				OTHERS_WRITE) && good;

	return look_at_program(check, path) && good;
}

/**
 * @brief Look at one hook.
 * @param check   The check.
 * @param driver  Driver of libvirt whose hook it is.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
static void look_at_hook(struct gvm_check *check, const char *driver)
{
	g_autofree char *path = gvm_check_hook_path(driver);
	g_autofree char *shown = g_strconcat("/", path, NULL);
	g_autofree char *remedy = g_strconcat("chmod +x ", shown, NULL);
	struct gvm_host_file file = { 0 };

	if (gvm_host_stat(check->host, path, &file) < 0)
		gvm_check_add(check, GVM_CHECK_ERROR, GVM_CAUSE_HOOK_MISSING,
			      shown,
			      "install gvm-user again, or copy the hook there",
			      "the hook is missing: libvirt asks for no vGPU");
	else if (!file.regular || !(file.mode & EXECUTE))
		gvm_check_add(check, GVM_CHECK_ERROR,
			      GVM_CAUSE_HOOK_NOT_EXECUTABLE, shown, remedy,
			      "the hook is not executable: libvirt passes over it");
	else if (look_inside(check, path))
		gvm_check_say(check, GVM_CHECK_OK, shown,
			      "the hook is installed");
}

void gvm_check_hooks(struct gvm_check *check)
{
	if (gvm_host_exists(check->host, LIBVIRT) <= 0) {
		gvm_check_say(check, GVM_CHECK_NOTE, NULL,
			      "libvirt is not installed");
		return;
	}
	look_at_hook(check, "qemu");
	look_at_hook(check, "daemon");
	/* Nobody else runs it. */
	if (gvm_xen_is_control(check->host))
		look_at_hook(check, "libxl");
}

int64_t gvm_check_oldest_hook(struct gvm_host *host, const char *driver)
{
	g_autofree char *folder = g_strdup_printf("etc/libvirt/hooks/%s.d", driver);
	g_autofree char *single = g_strdup_printf("etc/libvirt/hooks/%s", driver);
	struct gvm_host_file file = { 0 };
	g_autoptr(GPtrArray) names = NULL;
	int64_t oldest = G_MAXINT64;

	if (gvm_host_stat(host, single, &file) == 0 && file.regular &&
	    file.mode & EXECUTE)
		oldest = file.changed;
	if (gvm_host_list(host, folder, &names) < 0)
		return oldest;
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = NULL;

		path = g_build_filename(folder, g_ptr_array_index(names, i),
					NULL);
		if (gvm_host_stat(host, path, &file) == 0 && file.regular &&
		    file.mode & EXECUTE)
			oldest = MIN(oldest, file.changed);
	}

	return oldest;
}
