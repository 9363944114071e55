// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Whether a type is ours, and bringing it to the parent that lacks it.
 *
 * Every run of mdevctl asks about each type it comes across. So a name that
 * NVIDIA's driver cannot have given ends the matter before any file is opened.
 *
 * Registration on demand is for one type on one GPU: whoever starts a device
 * must neither wait for other GPUs nor fail because of other types.
 */
#include "lifecycle/callout-type.h"

#include <string.h>

#include "backend/mdev.h"
#include "backend/sysfs.h"
#include "host/host.h"
#include "lifecycle/profiles.h"
#include "util/error.h"
#include "util/text.h"

/** @brief What all names of types of NVIDIA's driver begin with. */
#define PREFIX "nvidia-"

void gvm_callout_type_clear(struct gvm_callout_type *type)
{
	g_clear_pointer(&type->files, g_ptr_array_unref);
}

/**
 * @brief Read the id in the name of a type.
 * @param name  The name.
 * @param id    Where to put the id.
 * @return true when NVIDIA's driver gives a type this very name.
 * @pure
 */
static bool parse_name(const char *name, uint32_t *id)
{
	g_autofree char *again = NULL;
	uint64_t value;

	if (!g_str_has_prefix(name, PREFIX) ||
	    !gvm_text_to_uint(name + strlen(PREFIX), UINT32_MAX, &value))
		return false;
	*id = (uint32_t)value;
	again = g_strdup_printf(GVM_REGISTER_TYPE_FORMAT, *id);

	return g_str_equal(name, again);
}

/**
 * @brief Tell whether a file has a type.
 * @param file  The file.
 * @param id    Id of the type.
 * @return true when it has.
 * @pure
 */
static bool has_type(const struct gvm_profiles *file, uint32_t id)
{
	for (guint i = 0; i < file->types->len; i++) {
		const struct gvm_profile *type;

		type = g_ptr_array_index(file->types, i);
		if (type->id == id)
			return true;
	}

	return false;
}

bool gvm_callout_type_find(struct gvm_host *host, const char *name,
			   struct gvm_callout_type *type, GError **err)
{
	if (!parse_name(name, &type->id))
		return true;
	type->files = gvm_profiles_load(host, err);
	if (!type->files)
		return false;
	for (guint i = 0; i < type->files->len && !type->file; i++)
		if (has_type(g_ptr_array_index(type->files, i), type->id))
			type->file = g_ptr_array_index(type->files, i);

	return true;
}

/**
 * @brief Tell whether a parent offers a type.
 * @param host    The machine.
 * @param type    The type.
 * @param parent  Address of the parent.
 * @return true when it does.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static bool is_offered(struct gvm_host *host,
		       const struct gvm_callout_type *type, const char *parent)
{
	g_autofree char *path = NULL;

	path = g_strdup_printf(GVM_MDEV_PARENTS
			       "/%s/mdev_supported_types/" GVM_REGISTER_TYPE_FORMAT,
			       parent, type->id);

	return gvm_host_exists(host, path) == 1;
}

/**
 * @brief Find the GPU of a parent.
 * @param host    The machine.
 * @param parent  Address of the parent.
 * @return Address of the GPU as a new string: the parent's own, or that of
 *         its physical function; NULL when there is no such PCI device.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static char *find_gpu(struct gvm_host *host, const char *parent)
{
	g_autofree char *dir = g_strdup_printf(GVM_SYSFS_PCI "/%s", parent);
	char *gpu;

	if (gvm_host_exists(host, dir) != 1)
		return NULL;
	gpu = gvm_sysfs_link(host, dir, "physfn");

	return gpu ? gpu : g_strdup(parent);
}

/**
 * @brief Register a type with one GPU.
 * @param host  The machine.
 * @param type  The type.
 * @param gpu   Address of the GPU.
 * @param err   Where to store the error, or NULL.
 * @return The registration, done, which holds the lock; or NULL.
 * @norestriction
 * @sideeffect Those of gvm_register_apply().
 * @failure Those of gvm_callout_type_offer().
 */
static struct gvm_register *send_type(struct gvm_host *host,
				      const struct gvm_callout_type *type,
				      const char *gpu, GError **err)
{
	const struct gvm_register_wish wish = {
		.mode = GVM_REGISTER_STRICT,
		.gpu = gpu,
		.type = type->id,
	};
	g_autoptr(GPtrArray) files = g_ptr_array_new();
	g_autoptr(gvm_register) reg = NULL;

	g_ptr_array_add(files, type->file);
	reg = gvm_register_plan(host, files, &wish, err);
	if (!reg)
		return NULL;
	if (reg->plan->len == 0) {
		gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
			      "%s has type %u, but not for GPU %s: choose another parent, or add this GPU to the file",
			      type->file->file, type->id, gpu);
		return NULL;
	}

	return gvm_register_apply(reg, err) ? g_steal_pointer(&reg) : NULL;
}

bool gvm_callout_type_offer(struct gvm_host *host,
			    const struct gvm_callout_type *type,
			    const char *parent, struct gvm_register **reg,
			    GError **err)
{
	g_autofree char *gpu = NULL;

	*reg = NULL;
	if (is_offered(host, type, parent))
		return true;
	gpu = find_gpu(host, parent);
	if (!gpu)
		return true;
	*reg = send_type(host, type, gpu, err);
	if (!*reg)
		return false;
	if (is_offered(host, type, parent))
		return true;
	g_clear_pointer(reg, gvm_register_free);

	return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
			     "GPU %s has type %u now, but parent %s does not offer it: 'gvmctl check' may tell why",
			     gpu, type->id, parent);
}
