// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Names of PCI vendors and devices, from libpci's database.
 *
 * Of libpci only the database is used. Its way to the devices themselves
 * (pci_init) is not: that ends the process where it finds no PCI bus.
 */
#include "backend/names.h"

#include <pci/pci.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "host/host.h"
#include "util/error.h"

/** @brief The local file and nothing else, no cache, no DNS, no udev. */
#define LOOKUP_FLAGS (PCI_LOOKUP_NO_NUMBERS | PCI_LOOKUP_NO_HWDB)
/** @brief Longest name. */
#define NAME_SIZE 256
/** @brief Where the database is below another root. */
#define IDS_FILE "usr/share/misc/pci.ids"

/** @brief The machine's database of PCI ids; read at the first look-up. */
struct gvm_names {
	struct pci_access *access;	/**< libpci's handle. Owned. */
};

/**
 * @brief End the process because libpci cannot go on.
 * @param format  What libpci says, printf-like.
 * @restriction Must not return: libpci relies on it.
 * @sideeffect Ends the process.
 * @failure Always.
 */
static G_GNUC_NORETURN G_GNUC_PRINTF(1, 2)
void refuse(char *format, ...)
{
	char what[NAME_SIZE];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	fprintf(stderr,
		"gvmctl: the database of PCI names is damaged: %s; reinstall the package pci.ids\n",
		g_strstrip(what));

	exit(GVM_ERROR_INVALID);
}

/**
 * @brief Be told something by libpci that no user needs.
 * @param format  Ignored.
 * @pure
 */
static G_GNUC_PRINTF(1, 2)
void ignore(char *format, ...)
{
	(void)format;
}

struct gvm_names *gvm_names_new(const struct gvm_host *host)
{
	struct gvm_names *names = g_new0(struct gvm_names, 1);

	names->access = pci_alloc();
	names->access->error = refuse;
	names->access->warning = ignore;
	names->access->debug = ignore;
	names->access->id_lookup_mode = 0;
	if (!gvm_host_is_live(host)) {
		g_autofree char *path = NULL;

		path = g_build_filename(host->root, IDS_FILE, NULL);
		/* libpci frees it with free(3), as GLib allocates it. */
		pci_set_name_list_path(names->access, g_steal_pointer(&path),
				       1);
	}

	return names;
}

void gvm_names_free(struct gvm_names *names)
{
	if (!names)
		return;

	pci_cleanup(names->access);
	g_free(names);
}

/**
 * @brief Copy a name, or spell a number.
 * @param name    The name, or NULL when it is not known.
 * @param number  The number.
 * @return A new string.
 * @pure
 */
static char *name_or_number(const char *name, unsigned int number)
{
	return name ? g_strdup(name) : g_strdup_printf("%04x", number);
}

char *gvm_names_vendor(struct gvm_names *names, unsigned int vendor)
{
	char buf[NAME_SIZE];

	return name_or_number(pci_lookup_name(names->access, buf, sizeof(buf),
					      PCI_LOOKUP_VENDOR | LOOKUP_FLAGS,
					      vendor), vendor);
}

char *gvm_names_device(struct gvm_names *names, unsigned int vendor,
		       unsigned int device)
{
	char buf[NAME_SIZE];

	return name_or_number(pci_lookup_name(names->access, buf, sizeof(buf),
					      PCI_LOOKUP_DEVICE | LOOKUP_FLAGS,
					      vendor, device), device);
}
