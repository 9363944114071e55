// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The doctor looks for modules of the running kernel.
 */
#include "lifecycle/check-subjects.h"

#include <string.h>

#include "backend/pci.h"
#include "backend/sriov.h"

/** @brief Release of the running kernel. */
#define RELEASE "proc/sys/kernel/osrelease"
/** @brief Largest list of modules, in bytes. */
#define LIST_MAX (8u << 20)
/** @brief Driver that functions are given to. */
#define VFIO_PCI "sys/bus/pci/drivers/vfio-pci"

/** @brief Where the modules of a kernel are listed, below their folder. */
static const char *const lists[] = { "modules.dep", "modules.builtin" };

/**
 * @brief Tell the folder with the modules of the running kernel.
 * @param host     The machine.
 * @param release  Where to put its release, or NULL when it is not known.
 * @return A new string, or NULL.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static char *find_folder(struct gvm_host *host, char **release)
{
	*release = NULL;
	if (gvm_host_load(host, RELEASE, GVM_HOST_ATTR_MAX, release) < 0 ||
	    !**release || strchr(*release, '/'))
		return NULL;

	return g_strdup_printf("lib/modules/%s", *release);
}

/**
 * @brief Look for a module in a list.
 * @param list    The list: a file a line, perhaps a colon and what it needs.
 * @param module  Its name.
 * @return true when it is there.
 * @pure
 */
static bool lists_module(const char *list, const char *module)
{
	g_autofree char *file = g_strdup_printf("/%s.ko", module);
	g_auto(GStrv) lines = g_strsplit(list, "\n", -1);

	g_strdelimit(file, "_", '-');
	for (guint i = 0; lines[i]; i++) {
		lines[i][strcspn(lines[i], ":")] = '\0';
		if (strstr(g_strdelimit(lines[i], "_", '-'), file))
			return true;
	}

	return false;
}

bool gvm_check_has_module(struct gvm_host *host, const char *module)
{
	g_autofree char *release = NULL;
	g_autofree char *folder = find_folder(host, &release);

	for (size_t i = 0; folder && i < G_N_ELEMENTS(lists); i++) {
		g_autofree char *path = NULL;
		g_autofree char *list = NULL;

		path = g_build_filename(folder, lists[i], NULL);
		if (gvm_host_load(host, path, LIST_MAX, &list) == 0 &&
		    lists_module(list, module))
			return true;
	}

	return false;
}

void gvm_check_miss_module(struct gvm_check *check, enum gvm_cause cause,
			   const char *module, const char *remedy,
			   const char *detail)
{
	g_autofree char *release = NULL;
	g_autofree char *folder = find_folder(check->host, &release);
	g_autofree char *text = NULL;
	g_autofree char *other = NULL;

	if (!folder || gvm_check_has_module(check->host, module)) {
		gvm_check_miss(check, cause, remedy, detail);
		return;
	}
	if (gvm_host_exists(check->host, folder) == 0) {
		text = g_strdup_printf("the modules of the running kernel %s are gone, so %s cannot be loaded",
				       release, module);
		gvm_check_miss(check, GVM_CAUSE_MODULES_GONE, "reboot", text);
		return;
	}
	text = g_strdup_printf("the kernel %s has no module %s", release,
			       module);
	other = g_strdup_printf("install a kernel that has it: linux-image-amd64 on Debian, linux-modules-extra-%s on Ubuntu",
				release);
	gvm_check_miss(check, GVM_CAUSE_MODULE_NOT_BUILT, other, text);
}

void gvm_check_vfio_pci(struct gvm_check *check)
{
	struct gvm_host *host = check->host;

	if (gvm_host_exists(host, VFIO_PCI) > 0 ||
	    (!gvm_check_has_backend(check, GVM_SRIOV_NAME) &&
	     !gvm_check_has_backend(check, GVM_PCI_NAME)))
		return;
	if (gvm_check_has_module(host, "vfio-pci"))
		gvm_check_say(check, GVM_CHECK_NOTE, NULL,
			      "vfio-pci is not loaded yet: whoever gives a function away loads it");
	else
		gvm_check_miss_module(check, GVM_CAUSE_VFIO_PCI_NOT_LOADED,
				      "vfio-pci", "modprobe vfio-pci",
				      "the kernel's vfio-pci is not loaded: no function can be given to a domain");
}
