/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Names of PCI vendors and devices, for people.
 */
#ifndef GVM_BACKEND_NAMES_H
#define GVM_BACKEND_NAMES_H

#include "util/cleanup.h"

struct gvm_host;

struct gvm_names;

/**
 * @brief Prepare to look names up.
 * @param host  The machine; below another root than "/" its
 *              usr/share/misc/pci.ids is used, and no other.
 * @return A new handle, freed with gvm_names_free().
 * @norestriction
 * @sideeffect Allocates memory; no file is opened yet.
 * @nofailure
 */
struct gvm_names *gvm_names_new(const struct gvm_host *host);

/**
 * @brief Let go of the database.
 * @param names  The handle, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_names_free(struct gvm_names *names);

GVM_DEFINE_AUTOPTR(gvm_names, gvm_names_free)

/**
 * @brief Name a vendor.
 * @param names   The database.
 * @param vendor  PCI vendor id.
 * @return A new string; four hexadecimal digits where the name is not known.
 * @norestriction
 * @sideeffect The first look-up reads the whole database.
 * @failure libpci cannot live with a damaged database: the process ends with
 *          a sentence and the status of GVM_ERROR_INVALID.
 */
char *gvm_names_vendor(struct gvm_names *names, unsigned int vendor);

/**
 * @brief Name a device.
 * @param names   The database.
 * @param vendor  PCI vendor id.
 * @param device  PCI device id.
 * @return A new string; four hexadecimal digits where the name is not known.
 * @norestriction
 * @sideeffect As for gvm_names_vendor().
 * @failure As for gvm_names_vendor().
 */
char *gvm_names_device(struct gvm_names *names, unsigned int vendor,
		       unsigned int device);

#endif /* GVM_BACKEND_NAMES_H */
