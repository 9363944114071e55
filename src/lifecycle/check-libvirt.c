// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The doctor looks at libvirt's daemons, without asking them.
 */
#include "lifecycle/check-subjects.h"

#include "host/process.h"
#include "host/xen.h"
#include "lifecycle/check-hooks.h"
#include "lifecycle/daemons.h"

/** @brief The one daemon for everything. */
#define MONOLITHIC "libvirtd"
/** @brief The one for QEMU only. */
#define MODULAR "virtqemud"
/** @brief The first libvirt that looks into folders of hooks, 6.5. */
#define FOLDERS_MIN 6005
/** @brief What the version of libvirt counts its major part in. */
#define MAJOR 1000
/** @brief Clocks of files and processes agree so well, in seconds. */
#define CLOCK_ERROR 1

/**
 * @brief Look for a second daemon.
 * @param check  The check.
 * @norestriction
 * @sideeffect May add a finding.
 * @nofailure
 */
static void look_at_number(struct gvm_check *check)
{
	int monolithic = gvm_process_find(check->host, MONOLITHIC);
	int modular = gvm_process_find(check->host, MODULAR);

	if (monolithic && modular)
		gvm_check_add(check, GVM_CHECK_WARNING, GVM_CAUSE_DAEMONS_BOTH,
			      NULL,
			      "systemctl disable --now libvirtd.service libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket",
			      "libvirtd (process %d) and virtqemud (process %d) both run: neither knows the domains and devices of the other",
			      monolithic, modular);
}

/**
 * @brief Look whether a daemon runs hooks of folders.
 * @param check  The check.
 * @param name   Name of the daemon.
 * @return true when it does, as far as can be told.
 * @norestriction
 * @sideeffect May add a finding.
 * @nofailure
 */
static bool look_at_version(struct gvm_check *check, const char *name)
{
	unsigned int version;

	version = gvm_process_libvirt(check->host, check->daemon);
	if (!version || version >= FOLDERS_MIN ||
	    gvm_host_exists(check->host, "etc/libvirt/hooks/qemu") > 0)
		return true;
	gvm_check_add(check, GVM_CHECK_ERROR, GVM_CAUSE_LIBVIRT_NO_HOOK_FOLDER,
		      name,
		      "ln -s qemu.d/50-gvm /etc/libvirt/hooks/qemu",
		      "libvirt %u.%u does not look into /etc/libvirt/hooks/qemu.d, which came with 6.5",
		      version / MAJOR, version % MAJOR);

	return false;
}

/**
 * @brief Look whether a daemon knows that there is a hook of a driver.
 * @param check   The check.
 * @param name    Name of the daemon.
 * @param driver  The driver.
 * @norestriction
 * @sideeffect Adds a finding.
 * @nofailure
 */
static void look_at_hook(struct gvm_check *check, const char *name,
			 const char *driver)
{
	int64_t oldest = gvm_check_oldest_hook(check->host, driver);
	g_autofree char *remedy = NULL;
	int64_t began = 0;

	remedy = g_strdup_printf("systemctl reload %s.service", name);
	if (oldest == G_MAXINT64)
		gvm_check_say(check, GVM_CHECK_NOTE, name,
			      "it runs, and there is no hook of %s", driver);
	else if (gvm_daemons_has_called(check->host, check->daemon))
		gvm_check_say(check, GVM_CHECK_OK, name,
			      "it runs, and has called our hook");
	else if (gvm_process_began(check->host, check->daemon, &began) < 0)
		gvm_check_say(check, GVM_CHECK_NOTE, name,
			      "it runs; when it was started cannot be told");
	else if (oldest <= began + CLOCK_ERROR)
		gvm_check_say(check, GVM_CHECK_OK, name,
			      "it runs, and was started after the hook was there");
	else
		gvm_check_add(check, GVM_CHECK_ERROR,
			      GVM_CAUSE_HOOK_NOT_SEEN, name, remedy,
			      "it was started before there was any hook of %s, and has not looked again: it asks for no vGPU",
			      driver);
}

void gvm_check_libvirt(struct gvm_check *check)
{
	g_autofree char *name = NULL;

	look_at_number(check);
	name = check->daemon ? gvm_process_name(check->host, check->daemon) :
		NULL;
	if (!name) {
		if (gvm_host_exists(check->host, "etc/libvirt") > 0)
			gvm_check_say(check, GVM_CHECK_NOTE, NULL,
				      "no daemon of libvirt runs: it looks for hooks when it starts");
		return;
	}
	if (look_at_version(check, name))
		look_at_hook(check, name, gvm_xen_is_control(check->host) ?
			     "libxl" : "qemu");
}
