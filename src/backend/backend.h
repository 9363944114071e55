/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief A way to make vGPUs, as a struct of a few functions.
 */
#ifndef GVM_BACKEND_BACKEND_H
#define GVM_BACKEND_BACKEND_H

#include <glib.h>
#include <stdbool.h>

#include "model/device.h"
#include "model/parent.h"
#include "model/request.h"

struct gvm_host;

/**
 * @brief One way to make vGPUs.
 *
 * All functions return true on success and set an error otherwise. A device
 * or type that vanishes while it is being looked at is left out, not an error:
 * other programs work on the machine as well.
 */
struct gvm_backend {
	const char *name;	/**< Name for people, JSON and claims. */
	bool by_address;	/**< vGPUs are functions, without UUID. */

	bool gives_back;	/**< remove() mends what is half made, too. */

	/**
	 * @brief Append every parent, without types and active count.
	 *
	 * With @p only not NULL just the one of that address is looked at,
	 * also where it is none that is listed without being asked for.
	 */
	bool (*parents)(struct gvm_host *host, const char *only,
			GPtrArray *parents, GError **err);

	/**
	 * @brief Fill in the types of a parent and its count of active vGPUs.
	 *
	 * With @p only not NULL just the type of that id is looked at.
	 */
	bool (*types)(struct gvm_host *host, struct gvm_parent *parent,
		      const char *only, GError **err);

	/**
	 * @brief Tell whether a function becomes a vGPU under the driver it
	 *        has, so that no other may get it; NULL where none does.
	 */
	bool (*keeps)(struct gvm_host *host, const char *address);

	/** @brief Append every active vGPU. */
	bool (*vgpus)(struct gvm_host *host, GPtrArray *vgpus, GError **err);

	/**
	 * @brief Look one vGPU up by UUID, or by address where that is what
	 *        they have; *vgpu is NULL when it does not exist.
	 */
	bool (*find)(struct gvm_host *host, const char *uuid,
		     struct gvm_vgpu **vgpu, GError **err);

	/** @brief Make a vGPU from its uuid, parent and type. */
	bool (*create)(struct gvm_host *host, const struct gvm_vgpu *vgpu,
		       GError **err);

	/** @brief Write one attribute of a vGPU that exists. */
	bool (*set)(struct gvm_host *host, const struct gvm_vgpu *vgpu,
		    const struct gvm_attr *attr, GError **err);

	/**
	 * @brief Remove a vGPU, never one in use, waiting no longer than a
	 *        bound; one that is gone already is success.
	 */
	bool (*remove)(struct gvm_host *host, const struct gvm_vgpu *vgpu,
		       GError **err);

	/** @brief Tell whether a program holds a vGPU. */
	bool (*in_use)(struct gvm_host *host, const struct gvm_vgpu *vgpu,
		       bool *in_use, GError **err);
};

/**
 * @brief List the back ends in the order in which they are asked.
 * @param n  Where to put how many there are.
 * @return An array of pointers, static.
 * @pure
 */
const struct gvm_backend *const *gvm_backend_all(size_t *n);

/**
 * @brief Find a back end by name.
 * @param name  Its name.
 * @return The back end, static, or NULL.
 * @pure
 */
const struct gvm_backend *gvm_backend_find(const char *name);

/**
 * @brief Look one vGPU up in every back end that may have it.
 * @param host  The machine.
 * @param uuid  Canonical UUID, or PCI address in the kernel's form.
 * @param vgpu  Where to put the new vGPU, or NULL when it does not exist.
 * @param err   Where to store the error, or NULL.
 * @return true when it is known whether the vGPU exists.
 * @norestriction
 * @nosideeffect
 * @failure That of the first back end that cannot tell.
 */
bool gvm_backend_find_vgpu(struct gvm_host *host, const char *uuid,
			   struct gvm_vgpu **vgpu, GError **err);

/**
 * @brief List the parents of all back ends, sorted by address.
 * @param host        The machine.
 * @param with_types  Fill in types and active counts as well.
 * @param err         Where to store the error, or NULL.
 * @return A new array of struct gvm_parent, or NULL.
 * @norestriction
 * @sideeffect Reading sysfs attributes makes drivers do work.
 * @failure GVM_ERROR_DENIED or GVM_ERROR_FAILED when sysfs cannot be read; a
 *          machine without any parent is success with an empty array.
 */
GPtrArray *gvm_backend_parents(struct gvm_host *host, bool with_types,
			       GError **err);

/**
 * @brief Append the parents of one address, also those that are not listed.
 * @param host        The machine.
 * @param address     The address, in the kernel's form; NULL for all listed.
 * @param with_types  Fill in types and active counts as well.
 * @param parents     struct gvm_parent; grows.
 * @param err         Where to store the error, or NULL.
 * @return true on success, also when there is none.
 * @norestriction
 * @sideeffect Reading sysfs attributes makes drivers do work.
 * @failure As for gvm_backend_parents().
 */
bool gvm_backend_add_parent(struct gvm_host *host, const char *address,
			    bool with_types, GPtrArray *parents, GError **err);

/**
 * @brief List the active vGPUs of all back ends, sorted by parent and UUID.
 * @param host  The machine.
 * @param err   Where to store the error, or NULL.
 * @return A new array of struct gvm_vgpu, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_DENIED or GVM_ERROR_FAILED when sysfs cannot be read.
 */
GPtrArray *gvm_backend_vgpus(struct gvm_host *host, GError **err);

#endif /* GVM_BACKEND_BACKEND_H */
