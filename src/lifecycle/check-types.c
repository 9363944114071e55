// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The doctor asks which types virt-manager would refuse.
 */
#include "lifecycle/check-subjects.h"

#include <string.h>

#include "backend/mdev.h"

/** @brief Where the kernel has the types of a parent. */
#define TYPES "sys/class/mdev_bus/%s/mdev_supported_types"

/**
 * @brief Tell whether virt-manager adds a vGPU of a type to a domain.
 *
 * It knows vGPUs by how the ids of their types begin: "nvidia-" and two
 * digits, "i915-GVTg_V" and two numbers of one digit, and two of s390. Ids of
 * our own have two digits at least, or their file is refused.
 *
 * @param id  Id of the type.
 * @return true when it does.
 * @pure
 */
static bool is_taken(const char *id)
{
	static const char nvidia[] = "nvidia-";
	static const char intel[] = "i915-GVTg_V";
	const char *rest = id;

	if (g_str_has_prefix(id, nvidia)) {
		rest += strlen(nvidia);
		return g_ascii_isdigit(rest[0]) && g_ascii_isdigit(rest[1]);
	}
	if (g_str_has_prefix(id, intel)) {
		rest += strlen(intel);
		return g_ascii_isdigit(rest[0]) && rest[1] == '_' &&
			g_ascii_isdigit(rest[2]);
	}

	return g_str_equal(id, "vfio_ccw-io") ||
		g_str_equal(id, "vfio_ap-passthrough");
}

/**
 * @brief Look at the ids of types that a parent has.
 * @param check   The check.
 * @param parent  The parent.
 * @param seen    Ids that were looked at; grows.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
static void look_at_parent(struct gvm_check *check,
			   const struct gvm_parent *parent, GHashTable *seen)
{
	g_autofree char *folder = g_strdup_printf(TYPES, parent->address);
	g_autoptr(GPtrArray) ids = NULL;

	if (gvm_host_list(check->host, folder, &ids) < 0)
		return;
	for (guint i = 0; i < ids->len; i++) {
		const char *id = g_ptr_array_index(ids, i);

		if (!is_taken(id) && g_hash_table_add(seen, g_strdup(id)))
			gvm_check_add(check, GVM_CHECK_NOTE,
				      GVM_CAUSE_TYPE_ID_REFUSED, id,
				      "virsh edit DOMAIN",
				      "virt-manager adds no vGPU of this type of the driver's to a domain, because of its id");
	}
}

void gvm_check_type_ids(struct gvm_check *check)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash,
							   g_str_equal, g_free,
							   NULL);

	for (guint i = 0; check->parents && i < check->parents->len; i++) {
		const struct gvm_parent *parent;

		parent = g_ptr_array_index(check->parents, i);
		if (g_str_equal(parent->backend, GVM_MDEV_NAME))
			look_at_parent(check, parent, seen);
	}
}
