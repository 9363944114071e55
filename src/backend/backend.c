// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief All back ends, asked one after the other.
 */
#include "backend/backend.h"

#include "backend/mdev.h"
#include "backend/pci.h"
#include "backend/sriov.h"
#include "backend/vfio-vendor.h"
#include "util/text.h"

/** @brief Every back end, in the order in which they are asked. */
static const struct gvm_backend *const backends[] = {
	&gvm_mdev_backend,
	&gvm_vfio_vendor_backend,
	&gvm_sriov_backend,
	&gvm_pci_backend,
};

const struct gvm_backend *const *gvm_backend_all(size_t *n)
{
	*n = G_N_ELEMENTS(backends);

	return backends;
}

const struct gvm_backend *gvm_backend_find(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(backends); i++)
		if (g_str_equal(backends[i]->name, name))
			return backends[i];

	return NULL;
}

bool gvm_backend_find_vgpu(struct gvm_host *host, const char *uuid,
			   struct gvm_vgpu **vgpu, GError **err)
{
	bool by_address = gvm_text_is_pci(uuid);

	*vgpu = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(backends) && !*vgpu; i++)
		if (backends[i]->by_address == by_address &&
		    !backends[i]->find(host, uuid, vgpu, err))
			return false;

	return true;
}

/**
 * @brief Fill in the types of some parents.
 * @param host     The machine.
 * @param backend  Back end of these parents.
 * @param parents  struct gvm_parent of all back ends.
 * @param first    Index of the first one of this back end.
 * @param err      Where to store the error, or NULL.
 * @return true on success.
 * @norestriction
 * @sideeffect Writes to the parents.
 * @failure What the back end reports.
 */
static bool fill_types(struct gvm_host *host,
		       const struct gvm_backend *backend,
		       const GPtrArray *parents, unsigned int first,
		       GError **err)
{
	for (unsigned int i = first; i < parents->len; i++)
		if (!backend->types(host, g_ptr_array_index(parents, i), NULL,
				    err))
			return false;

	return true;
}

bool gvm_backend_add_parent(struct gvm_host *host, const char *address,
			    bool with_types, GPtrArray *parents, GError **err)
{
	for (size_t i = 0; i < G_N_ELEMENTS(backends); i++) {
		unsigned int first = parents->len;

		if (!backends[i]->parents(host, address, parents, err))
			return false;
		if (with_types &&
		    !fill_types(host, backends[i], parents, first, err))
			return false;
	}

	return true;
}

GPtrArray *gvm_backend_parents(struct gvm_host *host, bool with_types,
			       GError **err)
{
	g_autoptr(GPtrArray) parents =
		g_ptr_array_new_with_free_func((GDestroyNotify)gvm_parent_free);

	if (!gvm_backend_add_parent(host, NULL, with_types, parents, err))
		return NULL;
	g_ptr_array_sort(parents, gvm_parent_compare);

	return g_steal_pointer(&parents);
}

GPtrArray *gvm_backend_vgpus(struct gvm_host *host, GError **err)
{
	g_autoptr(GPtrArray) vgpus =
		g_ptr_array_new_with_free_func((GDestroyNotify)gvm_vgpu_free);

	for (size_t i = 0; i < G_N_ELEMENTS(backends); i++)
		if (!backends[i]->vgpus(host, vgpus, err))
			return NULL;
	g_ptr_array_sort(vgpus, gvm_vgpu_compare);

	return g_steal_pointer(&vgpus);
}
