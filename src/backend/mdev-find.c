// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading the mediated devices that exist.
 */
#include "backend/mdev-find.h"

#include "backend/mdev.h"
#include "backend/sysfs.h"
#include "host/host.h"
#include "util/error.h"
#include "util/text.h"

/**
 * @brief Read who a device is from its links.
 * @param host  The machine.
 * @param uuid  Canonical UUID.
 * @param vgpu  Where to put the new vGPU, or NULL when it is gone.
 * @return 0, or a negative errno.
 * @norestriction
 * @nosideeffect
 * @failure What readlinkat(2) reports, except that it is gone.
 */
static int load_links(struct gvm_host *host, const char *uuid,
		      struct gvm_vgpu **vgpu)
{
	g_autofree char *dir = g_strdup_printf(GVM_MDEV_DEVICES "/%s", uuid);
	g_autofree char *target = NULL;
	g_autofree char *above = NULL;
	g_autofree char *parent = NULL;
	g_autofree char *type = NULL;
	int rc;

	*vgpu = NULL;
	rc = gvm_host_link(host, dir, &target);
	if (rc < 0)
		return gvm_sysfs_is_gone(rc) ? 0 : rc;
	above = g_path_get_dirname(target);
	parent = g_path_get_basename(above);
	type = gvm_sysfs_link(host, dir, "mdev_type");
	if (!type || !gvm_text_is_name(parent))
		return 0;

	*vgpu = gvm_vgpu_new(uuid, parent, type);
	(*vgpu)->iommu_group = gvm_sysfs_link(host, dir, "iommu_group");
	(*vgpu)->backend = GVM_MDEV_NAME;

	return 0;
}

/**
 * @brief Read the name and device API of a vGPU's type.
 * @param host  The machine.
 * @param vgpu  The vGPU with its UUID.
 * @norestriction
 * @sideeffect Sets both members, to NULL when they cannot be read.
 * @nofailure
 */
static void load_type_words(struct gvm_host *host, struct gvm_vgpu *vgpu)
{
	g_autofree char *dir = NULL;

	dir = g_strdup_printf(GVM_MDEV_DEVICES "/%s/mdev_type", vgpu->uuid);
	vgpu->type_name = gvm_sysfs_load(host, dir, "name");
	vgpu->device_api = gvm_sysfs_load(host, dir, "device_api");
}

/**
 * @brief Complete a vGPU, from one of the same parent and type if there is one.
 * @param host   The machine.
 * @param known  "PARENT/TYPE" -> a vGPU that is complete; grows.
 * @param vgpu   The vGPU.
 * @norestriction
 * @sideeffect Writes to @p vgpu and @p known.
 * @nofailure
 */
static void complete(struct gvm_host *host, GHashTable *known,
		     struct gvm_vgpu *vgpu)
{
	char *key = g_strdup_printf("%s/%s", vgpu->parent, vgpu->type);
	const struct gvm_vgpu *like = g_hash_table_lookup(known, key);

	if (like) {
		vgpu->type_name = g_strdup(like->type_name);
		vgpu->device_api = g_strdup(like->device_api);
		g_free(key);
	} else {
		load_type_words(host, vgpu);
		g_hash_table_insert(known, key, vgpu);
	}
}

bool gvm_mdev_find_all(struct gvm_host *host, GPtrArray *vgpus, GError **err)
{
	g_autoptr(GHashTable) known =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GPtrArray) names = NULL;

	if (!gvm_sysfs_list(host, GVM_MDEV_DEVICES, &names, err))
		return false;
	for (unsigned int i = 0; i < names->len; i++) {
		const char *uuid = g_ptr_array_index(names, i);
		struct gvm_vgpu *vgpu = NULL;
		int rc = 0;

		if (g_uuid_string_is_valid(uuid))
			rc = load_links(host, uuid, &vgpu);
		if (rc < 0)
			return gvm_error_set_errno(err, rc,
						   "cannot read vGPU %s", uuid);
		if (vgpu) {
			complete(host, known, vgpu);
			g_ptr_array_add(vgpus, vgpu);
		}
	}

	return true;
}

bool gvm_mdev_find_one(struct gvm_host *host, const char *uuid,
		       struct gvm_vgpu **vgpu, GError **err)
{
	g_autofree char *canonical = gvm_text_uuid(uuid);
	g_autofree char *shown = NULL;
	int rc;

	*vgpu = NULL;
	if (!canonical) {
		shown = gvm_text_printable(uuid, GVM_TEXT_NAME_MAX);
		return gvm_error_set(err, GVM_ERROR_INVALID,
				     "'%s' is not a UUID", shown);
	}
	rc = load_links(host, canonical, vgpu);
	if (rc < 0)
		return gvm_error_set_errno(err, rc, "cannot read vGPU %s",
					   canonical);
	if (*vgpu)
		load_type_words(host, *vgpu);

	return true;
}
