/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Parents and the names they go by.
 */
#ifndef GVM_MODEL_PARENT_H
#define GVM_MODEL_PARENT_H

#include "model/device.h"

/**
 * @brief Make a parent that has no types yet.
 * @param address    PCI address or kernel name; copied.
 * @param subsystem  Kernel subsystem, "pci" for PCI devices, or NULL when it
 *                   is not known; decides the node-device name.
 * @param backend    Name of its back end; a static string.
 * @return A new parent, freed with gvm_parent_free().
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
struct gvm_parent *gvm_parent_new(const char *address, const char *subsystem,
				  const char *backend);

/**
 * @brief Free a parent with its types.
 * @param parent  The parent, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_parent_free(struct gvm_parent *parent);

GVM_DEFINE_AUTOPTR(gvm_parent, gvm_parent_free)

/**
 * @brief Spell the name libvirt gives to a node device.
 *
 * libvirt joins subsystem and kernel name with an underscore and puts an
 * underscore for every character that is not a letter or digit, so that
 * 0000:41:00.4 of "pci" becomes pci_0000_41_00_4.
 *
 * @param subsystem  Kernel subsystem, or NULL for a device without one.
 * @param name       Kernel name, such as a PCI address.
 * @return A new string.
 * @pure
 */
char *gvm_parent_nodedev(const char *subsystem, const char *name);

/**
 * @brief Spell the name libvirt gives to the node device of an mdev.
 * @param uuid    Canonical UUID.
 * @param parent  Address of the parent.
 * @return A new string such as mdev_c217..._0000_41_00_4, the form libvirt
 *         uses since 7.8.0.
 * @pure
 */
char *gvm_parent_mdev_nodedev(const char *uuid, const char *parent);

/**
 * @brief Spell the name libvirt gives to the node device of a vGPU.
 * @param uuid    Canonical UUID, or the address of a function.
 * @param parent  Address of the parent; the same address for a function.
 * @return A new string.
 * @pure
 */
char *gvm_parent_vgpu_nodedev(const char *uuid, const char *parent);

/**
 * @brief Tell whether a parent goes by a name that a user gave.
 * @param parent  The parent.
 * @param name    Address, PCI address without domain, or node-device name.
 * @return true when @p name means @p parent.
 * @pure
 */
bool gvm_parent_is(const struct gvm_parent *parent, const char *name);

/**
 * @brief Tell whether a parent is a virtual function of a named device.
 * @param parent  The parent.
 * @param name    As for gvm_parent_is(), but of the physical function.
 * @return true when it is.
 * @pure
 */
bool gvm_parent_within(const struct gvm_parent *parent, const char *name);

/**
 * @brief Tell whether a request that names a parent may mean this one.
 * @param parent  The parent.
 * @param name    As for gvm_parent_is(); where functions are given types,
 *                also the GPU whose function the parent is.
 * @return true when it may.
 * @pure
 */
bool gvm_parent_fits(const struct gvm_parent *parent, const char *name);

/**
 * @brief Find a parent by a name that a user gave.
 * @param parents  struct gvm_parent.
 * @param name     As for gvm_parent_is().
 * @return The parent, owned by @p parents, or NULL.
 * @pure
 */
struct gvm_parent *gvm_parent_find(const GPtrArray *parents, const char *name);

/**
 * @brief Find a type of a parent by its id.
 * @param parent  The parent.
 * @param id      Kernel's directory name of the type.
 * @return The type, owned by @p parent, or NULL.
 * @pure
 */
struct gvm_type *gvm_parent_type(const struct gvm_parent *parent,
				 const char *id);

/**
 * @brief Order two elements of a GPtrArray of parents by address.
 * @param a  Address of a pointer to the first parent.
 * @param b  Address of a pointer to the second parent.
 * @return Less than, equal to or greater than 0, as strcmp().
 * @pure
 */
int gvm_parent_compare(const void *a, const void *b);

#endif /* GVM_MODEL_PARENT_H */
