// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Which devices a domain asks for.
 *
 * A hostdev says which device the domain gets, an entry of our metadata says
 * how to make it. The metadata is read first, then each hostdev takes the
 * entry that names it; entries that are left over are kept apart.
 */
#include "xml/devices.h"

#include "util/error.h"
#include "xml/domain.h"
#include "xml/hostdev.h"
#include "xml/metadata.h"
#include "xml/tree.h"

/** @brief What is known while a domain is being read. */
struct reading {
	struct gvm_domain *domain;	/**< The domain. Borrowed. */
	GPtrArray *entries;	/**< struct gvm_request; NULL when taken. */
	GHashTable *index;	/**< UUID or address to place in entries. */
	GHashTable *seen;	/**< UUIDs and addresses of hostdevs. */
};

/**
 * @brief Make the entries of our metadata findable.
 * @param reading  Index is filled in.
 * @param err      Where to store the error, or NULL.
 * @return false when two entries are for the same device.
 * @norestriction
 * @sideeffect Adds to the index.
 * @failure GVM_ERROR_INVALID, with name and line of the second.
 */
static bool index_entries(struct reading *reading, GError **err)
{
	for (unsigned int i = 0; i < reading->entries->len; i++) {
		const struct gvm_request *entry = reading->entries->pdata[i];
		char *key = entry->uuid ? entry->uuid : entry->address;

		if (!g_hash_table_insert(reading->index, key,
					 GUINT_TO_POINTER(i)))
			return gvm_error_set(err, GVM_ERROR_INVALID,
					     "%s: there is another vgpu for %s",
					     entry->where, key);
	}

	return true;
}

/**
 * @brief Read our metadata.
 * @param root     Element domain.
 * @param reading  Entries and index are filled in.
 * @param err      Where to store the error, or NULL.
 * @return false when something is wrong in it.
 * @norestriction
 * @sideeffect Adds to entries and index.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_metadata(xmlNode *root, struct reading *reading, GError **err)
{
	xmlNode *vgpus = NULL;

	if (!gvm_metadata_find(root, &vgpus, err))
		return false;
	if (!vgpus)
		return true;
	if (!gvm_metadata_read(vgpus, reading->entries, err))
		return false;
	if (reading->entries->len > GVM_DOMAIN_REQUESTS_MAX)
		return gvm_tree_error(err, vgpus,
				      "vgpus has more than %d entries",
				      GVM_DOMAIN_REQUESTS_MAX);

	return index_entries(reading, err);
}

/**
 * @brief Take the entry for a device out of the metadata.
 * @param reading  What was read so far.
 * @param key      UUID or address of the device.
 * @return The entry, now the caller's, or NULL when there is none.
 * @norestriction
 * @sideeffect Removes it from the entries.
 * @nofailure
 */
static struct gvm_request *take_entry(struct reading *reading, const char *key)
{
	void *place = NULL;

	if (!g_hash_table_lookup_extended(reading->index, key, NULL, &place))
		return NULL;

	return g_steal_pointer(&reading->entries->pdata[GPOINTER_TO_UINT(place)]);
}

/**
 * @brief Note a device, so that a second hostdev for it is seen.
 * @param reading  What was read so far.
 * @param node     Element hostdev.
 * @param key      UUID or address of the device; must outlive @p reading.
 * @param err      Where to store the error, or NULL.
 * @return false when there was a hostdev for it before.
 * @norestriction
 * @sideeffect Adds to the devices that were seen.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool note_device(struct reading *reading, xmlNode *node, char *key,
			GError **err)
{
	if (!g_hash_table_add(reading->seen, key))
		return gvm_tree_error(err, node,
				      "there is another hostdev for %s", key);

	return true;
}

/**
 * @brief Append a request to a domain.
 * @param reading  What was read so far.
 * @param node     Element hostdev.
 * @param request  The request, now the domain's.
 * @param err      Where to store the error, or NULL.
 * @return false when there are too many.
 * @norestriction
 * @sideeffect Grows the list of requests.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool add_request(struct reading *reading, xmlNode *node,
			struct gvm_request *request, GError **err)
{
	g_ptr_array_add(reading->domain->requests, request);
	if (reading->domain->requests->len > GVM_DOMAIN_REQUESTS_MAX)
		return gvm_tree_error(err, node,
				      "the domain has more than %d vGPUs",
				      GVM_DOMAIN_REQUESTS_MAX);

	return true;
}

/**
 * @brief Read a hostdev of type mdev.
 * @param reading  What was read so far.
 * @param node     Element hostdev.
 * @param err      Where to store the error, or NULL.
 * @return false when something is wrong in it.
 * @norestriction
 * @sideeffect Grows the list of requests.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_mdev(struct reading *reading, xmlNode *node, GError **err)
{
	g_autoptr(gvm_request) bare = gvm_hostdev_read_mdev(node, err);
	struct gvm_request *request = NULL;

	if (!bare)
		return false;
	request = take_entry(reading, bare->uuid);
	if (request)
		request->device_api = g_steal_pointer(&bare->device_api);
	else
		request = g_steal_pointer(&bare);

	return add_request(reading, node, request, err) &&
	       note_device(reading, node, request->uuid, err);
}

/**
 * @brief Read a hostdev of type pci.
 * @param reading  What was read so far.
 * @param node     Element hostdev.
 * @param err      Where to store the error, or NULL.
 * @return false when something is wrong in it.
 * @norestriction
 * @sideeffect Grows the list of PCI functions, and that of requests when our
 *             metadata has an entry for it.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_pci(struct reading *reading, xmlNode *node, GError **err)
{
	struct gvm_pci_hostdev *pci = gvm_hostdev_read_pci(node, err);
	struct gvm_request *entry = NULL;

	if (!pci)
		return false;
	g_ptr_array_add(reading->domain->pci, pci);
	if (!note_device(reading, node, pci->address, err))
		return false;
	entry = take_entry(reading, pci->address);

	return !entry || add_request(reading, node, entry, err);
}

/**
 * @brief Read all hostdevs.
 * @param root     Element domain.
 * @param reading  What was read so far.
 * @param err      Where to store the error, or NULL.
 * @return false when something is wrong in one.
 * @norestriction
 * @sideeffect Fills the lists of the domain.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_hostdevs(xmlNode *root, struct reading *reading, GError **err)
{
	xmlNode *at = xmlFirstElementChild(root);

	for (; at; at = xmlNextElementSibling(at)) {
		xmlNode *node = NULL;

		if (gvm_tree_is(at, NULL, "devices"))
			node = xmlFirstElementChild(at);
		for (; node; node = xmlNextElementSibling(node)) {
			if (gvm_hostdev_is(node, "mdev") &&
			    !read_mdev(reading, node, err))
				return false;
			if (gvm_hostdev_is(node, "pci") &&
			    !read_pci(reading, node, err))
				return false;
		}
	}

	return true;
}

bool gvm_devices_read(xmlNode *root, struct gvm_domain *domain, GError **err)
{
	g_autoptr(GPtrArray) entries =
		g_ptr_array_new_with_free_func((GDestroyNotify)gvm_request_free);
	g_autoptr(GHashTable) index = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	struct reading reading = { domain, entries, index, seen };

	if (!read_metadata(root, &reading, err) ||
	    !read_hostdevs(root, &reading, err))
		return false;

	for (unsigned int i = 0; i < entries->len; i++)
		if (entries->pdata[i])
			g_ptr_array_add(domain->unused,
					g_steal_pointer(&entries->pdata[i]));

	return true;
}
