// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The types that are to be registered: /etc/gvm/types.d.
 */
#include "lifecycle/profiles.h"

#include <errno.h>
#include <string.h>

#include "host/host.h"
#include "util/error.h"
#include "xml/types.h"
#include "xml/xml.h"

/**
 * @brief Find a type among files.
 * @param files  struct gvm_profiles.
 * @param id     Id of the type.
 * @return The type, or NULL.
 * @pure
 */
static const struct gvm_profile *find_type(const GPtrArray *files, uint32_t id)
{
	for (guint i = 0; i < files->len; i++) {
		const struct gvm_profiles *file = g_ptr_array_index(files, i);

		for (guint j = 0; j < file->types->len; j++) {
			const struct gvm_profile *type =
				g_ptr_array_index(file->types, j);

			if (type->id == id)
				return type;
		}
	}

	return NULL;
}

GPtrArray *gvm_profiles_list(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)gvm_profiles_free);
}

bool gvm_profiles_add(GPtrArray *files, const char *name, const char *text,
		      size_t len, GError **err)
{
	g_autoptr(gvm_profiles) file = gvm_types_parse(text, len, name, err);

	if (!file)
		return false;
	for (guint i = 0; i < file->types->len; i++) {
		const struct gvm_profile *type =
			g_ptr_array_index(file->types, i);
		const struct gvm_profile *other = find_type(files, type->id);

		if (other)
			return gvm_error_set(err, GVM_ERROR_INVALID,
					     "%s:%u: type %u is in %s:%u already: give one of them a new id",
					     type->file, type->line, type->id,
					     other->file, other->line);
	}
	g_ptr_array_add(files, g_steal_pointer(&file));

	return true;
}

/**
 * @brief Read one file of the directory and add it to a list.
 * @param host   The machine.
 * @param name   Name of the file.
 * @param files  struct gvm_profiles.
 * @param err    Where to store the error, or NULL.
 * @return false when it cannot be read, or is no good.
 * @norestriction
 * @sideeffect Grows the list.
 * @failure The code of the errno, or GVM_ERROR_INVALID.
 */
static bool load_file(struct gvm_host *host, const char *name,
		      GPtrArray *files, GError **err)
{
	g_autofree char *path = g_build_filename(GVM_PROFILES_DIR, name, NULL);
	g_autofree char *label = g_strdup_printf("/%s", path);
	g_autofree char *text = NULL;
	int rc;

	rc = gvm_host_load(host, path, GVM_XML_MAX, &text);
	if (rc < 0)
		return gvm_error_set_errno(err, rc, "cannot read %s", label);

	return gvm_profiles_add(files, label, text, strlen(text), err);
}

GPtrArray *gvm_profiles_load(struct gvm_host *host, GError **err)
{
	g_autoptr(GPtrArray) files = gvm_profiles_list();
	g_autoptr(GPtrArray) names = NULL;
	int rc;

	rc = gvm_host_list(host, GVM_PROFILES_DIR, &names);
	if (rc == -ENOENT)
		return g_steal_pointer(&files);
	if (rc < 0) {
		gvm_error_set_errno(err, rc, "cannot list /%s",
				    GVM_PROFILES_DIR);
		return NULL;
	}
	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);

		if (name[0] == '.' || !g_str_has_suffix(name, ".xml"))
			continue;
		if (!load_file(host, name, files, err))
			return NULL;
	}

	return g_steal_pointer(&files);
}
