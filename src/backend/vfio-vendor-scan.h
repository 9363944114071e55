/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Reading the functions that take a vGPU type, and which they have.
 */
#ifndef GVM_BACKEND_VFIO_VENDOR_SCAN_H
#define GVM_BACKEND_VFIO_VENDOR_SCAN_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "model/parent.h"

struct gvm_host;

/**
 * @brief Read which type a function has.
 * @param host     The machine.
 * @param address  Address of the function.
 * @param number   Where to put the number of the type; 0 for none.
 * @return 0, or a negative errno; -EPROTO for what is no number.
 * @norestriction
 * @nosideeffect
 * @failure What open(2) and read(2) report.
 */
int gvm_vfio_vendor_current(struct gvm_host *host, const char *address,
			    uint64_t *number);

/**
 * @brief Tell whether a function can be given a type just now.
 * @param host     The machine.
 * @param address  Address of the function.
 * @param id       Id of the type.
 * @return true when its list has the type.
 * @restriction Ask again after every change: the list shrinks as the other
 *              functions of the GPU are given types.
 * @sideeffect The driver computes the list.
 * @failure A list that cannot be read has no types.
 */
bool gvm_vfio_vendor_offers(struct gvm_host *host, const char *address,
			    const char *id);

/**
 * @brief Tell whether a function takes a type.
 * @param host     The machine.
 * @param address  Its address, or any other text.
 * @return true when NVIDIA's driver offers types for it.
 * @norestriction
 * @nosideeffect
 * @failure What cannot be looked at takes none.
 */
bool gvm_vfio_vendor_is(struct gvm_host *host, const char *address);

/**
 * @brief Append every function that takes a type.
 * @param host     The machine.
 * @param only     Address of the one to look at, or NULL for all.
 * @param parents  struct gvm_parent; grows.
 * @param err      Where to store the error, or NULL.
 * @return true on success, also on a machine without NVIDIA's driver.
 * @norestriction
 * @sideeffect Appends to @p parents.
 * @failure GVM_ERROR_DENIED or GVM_ERROR_FAILED when sysfs cannot be read.
 */
bool gvm_vfio_vendor_parents(struct gvm_host *host, const char *only,
			     GPtrArray *parents, GError **err);

/**
 * @brief Read the types that a function can be given, and the one it has.
 * @param host    The machine.
 * @param parent  The function; types and active are set.
 * @param only    Id of the one type of interest, or NULL for all.
 * @param err     Where to store the error, or NULL.
 * @return true on success.
 * @norestriction
 * @sideeffect Writes to @p parent; the driver computes the list.
 * @failure GVM_ERROR_INVALID for a malformed address; GVM_ERROR_DENIED or
 *          GVM_ERROR_FAILED when it cannot be read which type it has.
 */
bool gvm_vfio_vendor_types(struct gvm_host *host, struct gvm_parent *parent,
			   const char *only, GError **err);

/**
 * @brief Append every function that has a type.
 * @param host   The machine.
 * @param vgpus  struct gvm_vgpu; grows.
 * @param err    Where to store the error, or NULL.
 * @return true on success.
 * @norestriction
 * @sideeffect Appends to @p vgpus.
 * @failure GVM_ERROR_DENIED or GVM_ERROR_FAILED when sysfs cannot be read.
 */
bool gvm_vfio_vendor_vgpus(struct gvm_host *host, GPtrArray *vgpus,
			   GError **err);

/**
 * @brief Look one function up.
 * @param host     The machine.
 * @param address  Its address.
 * @param vgpu     Where to put the new vGPU, or NULL when it has no type.
 * @param err      Where to store the error, or NULL.
 * @return true on success, also when there is no such function.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID for a malformed address; GVM_ERROR_DENIED or
 *          GVM_ERROR_FAILED when sysfs cannot be read.
 */
bool gvm_vfio_vendor_find(struct gvm_host *host, const char *address,
			  struct gvm_vgpu **vgpu, GError **err);

#endif /* GVM_BACKEND_VFIO_VENDOR_SCAN_H */
