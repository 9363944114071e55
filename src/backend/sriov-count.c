// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief How many virtual functions parents have and could have.
 */
#include "backend/sriov-count.h"

#include "backend/load-parent.h"
#include "backend/pci-function.h"
#include "backend/sysfs.h"
#include "backend/vfs.h"
#include "host/host.h"
#include "model/parent.h"
#include "util/text.h"

/**
 * @brief Name the device that a parent is, or is a function of.
 * @param parent  The parent.
 * @return An address or kernel name, owned by @p parent.
 * @pure
 */
static const char *device_of(const struct gvm_parent *parent)
{
	return parent->physfn ? parent->physfn : parent->address;
}

/**
 * @brief Fill in the counts of one parent.
 * @param host    The machine.
 * @param known   Device -> struct gvm_vfs, or NULL where it has none; grows.
 * @param parent  The parent.
 * @norestriction
 * @sideeffect Writes to @p parent and @p known.
 * @failure What cannot be read leaves 0.
 */
static void count(struct gvm_host *host, GHashTable *known,
		  struct gvm_parent *parent)
{
	const char *device = device_of(parent);
	struct gvm_vfs *vfs = NULL;

	if (!gvm_text_is_pci(device))
		return;
	if (!g_hash_table_contains(known, device))
		g_hash_table_insert(known, g_strdup(device),
				    gvm_vfs_load(host, device, NULL));
	vfs = g_hash_table_lookup(known, device);
	if (!vfs)
		return;
	parent->vfs = vfs->list->len;
	parent->total_vfs = vfs->total;
}

void gvm_sriov_count(struct gvm_host *host, const GPtrArray *parents)
{
	g_autoptr(GHashTable) known = NULL;

	known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
				      (GDestroyNotify)gvm_vfs_free);
	for (guint i = 0; i < parents->len; i++)
		count(host, known, g_ptr_array_index(parents, i));
}

/**
 * @brief Read a function that could have virtual ones.
 * @param host     The machine.
 * @param address  Address of the function.
 * @return A new parent, or NULL when it is no such accelerator.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static struct gvm_parent *load(struct gvm_host *host, const char *address)
{
	g_autofree char *total = NULL;
	struct gvm_parent *parent;

	total = g_strdup_printf(GVM_SYSFS_PCI "/%s/sriov_totalvfs", address);
	if (gvm_host_exists(host, total) != 1)
		return NULL;
	parent = gvm_load_parent(host, GVM_SYSFS_PCI, address, NULL);
	if (parent && gvm_pci_is_accelerator(parent->class))
		return parent;
	gvm_parent_free(parent);

	return NULL;
}

bool gvm_sriov_add_idle(struct gvm_host *host, GPtrArray *parents,
			GError **err)
{
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GPtrArray) names = NULL;

	if (!gvm_sysfs_list(host, GVM_SYSFS_PCI, &names, err))
		return false;
	for (guint i = 0; i < parents->len; i++)
		g_hash_table_add(known, (void *)(uintptr_t)
				 device_of(g_ptr_array_index(parents, i)));
	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		struct gvm_parent *parent = NULL;

		if (gvm_text_is_pci(name) && !g_hash_table_contains(known, name))
			parent = load(host, name);
		if (parent)
			g_ptr_array_add(parents, parent);
	}
	g_ptr_array_sort(parents, gvm_parent_compare);

	return true;
}
