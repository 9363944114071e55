// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What the host keeps of PCI functions that a domain is to have.
 */
#include "backend/guard.h"

#include "backend/backend.h"
#include "backend/load-parent.h"
#include "backend/pci-function.h"
#include "backend/sysfs.h"
#include "util/text.h"

/** @brief Base class of bridges (pci_ids.h, Linux). */
#define CLASS_BRIDGE 0x06

bool gvm_guard_keeps_driver(struct gvm_host *host, const char *address)
{
	const struct gvm_backend *const *backends;
	size_t n;

	backends = gvm_backend_all(&n);
	for (size_t i = 0; i < n; i++)
		if (backends[i]->keeps && backends[i]->keeps(host, address))
			return true;

	return false;
}

GPtrArray *gvm_guard_kept(struct gvm_host *host, const char *address)
{
	GPtrArray *kept =
		g_ptr_array_new_with_free_func((GDestroyNotify)gvm_parent_free);
	g_autoptr(GPtrArray) names = NULL;
	g_autofree char *group = NULL;

	group = g_strdup_printf(GVM_SYSFS_PCI "/%s/iommu_group/devices",
				address);
	if (!gvm_sysfs_list(host, group, &names, NULL))
		return kept;
	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		struct gvm_parent *other = NULL;

		if (gvm_text_is_pci(name) && !g_str_equal(name, address))
			other = gvm_load_parent(host, GVM_SYSFS_PCI, name,
						NULL);
		if (other && other->driver && !gvm_pci_is_taker(other->driver) &&
		    other->class >> 16 != CLASS_BRIDGE)
			g_ptr_array_add(kept, other);
		else
			gvm_parent_free(other);
	}

	return kept;
}
