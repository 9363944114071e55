// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Starting mdevctl's definitions whose type has come after their parent.
 *
 * mdevctl starts the definitions of a parent when the kernel announces the
 * parent. Types that are registered come later, and nothing announces them. So
 * whoever registers types starts what mdevctl could not.
 */
#include "lifecycle/autostart.h"

#include <errno.h>
#include <string.h>

#include "backend/backend.h"
#include "backend/mdev.h"
#include "host/host.h"
#include "lifecycle/definitions.h"
#include "lifecycle/event.h"
#include "util/error.h"
#include "util/text.h"
#include "xml/mdevctl.h"

/** @brief Largest definition file, in bytes. */
#define DEFINITION_MAX (1u << 20)

/**
 * @brief List a directory of definitions.
 * @param host   The machine.
 * @param path   Path below the root.
 * @param names  Where to put the names, freed by the caller; empty when there
 *               is no such directory.
 * @param err    Where to store the error, or NULL.
 * @return true when it could be listed.
 * @norestriction
 * @nosideeffect
 * @failure The code of the errno.
 */
static bool list(struct gvm_host *host, const char *path, GPtrArray **names,
		 GError **err)
{
	int rc = gvm_host_list(host, path, names);

	if (rc == -ENOENT || rc == -ENOTDIR) {
		*names = g_ptr_array_new();
		return true;
	}
	if (rc < 0)
		return gvm_error_set_errno(err, rc, "cannot list /%s", path);

	return true;
}

/**
 * @brief Read a definition.
 * @param host     The machine.
 * @param parent   Name of its directory.
 * @param name     Name of its file.
 * @param request  Where to put the new request, or NULL when the file is no
 *                 definition.
 * @param err      Where to store the error, or NULL.
 * @return true when the file could be read.
 * @norestriction
 * @nosideeffect
 * @failure The code of the errno.
 */
static bool load(struct gvm_host *host, const char *parent, const char *name,
		 struct gvm_request **request, GError **err)
{
	g_autofree char *path = g_build_filename(GVM_DEFINITIONS_MDEVCTL,
						 parent, name, NULL);
	g_autofree char *label = g_strdup_printf("/%s", path);
	g_autofree char *uuid = gvm_text_uuid(name);
	g_autofree char *text = NULL;
	int rc;

	*request = NULL;
	if (!uuid)
		return true;
	rc = gvm_host_load(host, path, DEFINITION_MAX, &text);
	if (rc == -ENOENT || rc == -EISDIR)
		return true;
	if (rc < 0)
		return gvm_error_set_errno(err, rc, "cannot read %s", label);
	*request = gvm_mdevctl_parse(text, strlen(text), label, uuid, parent,
				     NULL);

	return true;
}

/**
 * @brief Tell whether a definition is to be started.
 * @param host     The machine.
 * @param types    Set of ids.
 * @param request  The definition, or NULL.
 * @param wanted   Where to put the answer.
 * @param err      Where to store the error, or NULL.
 * @return true when it can be told.
 * @norestriction
 * @nosideeffect
 * @failure Those of gvm_backend_find_vgpu().
 */
static bool is_wanted(struct gvm_host *host, GHashTable *types,
		      const struct gvm_request *request, bool *wanted,
		      GError **err)
{
	g_autoptr(gvm_vgpu) there = NULL;

	*wanted = false;
	if (!request || !request->autostart ||
	    !g_hash_table_contains(types, request->type))
		return true;
	if (!gvm_backend_find_vgpu(host, request->uuid, &there, err))
		return false;
	*wanted = !there;

	return true;
}

/**
 * @brief Find the definitions for one parent.
 * @param host    The machine.
 * @param types   Set of ids.
 * @param parent  Name of the directory.
 * @param found   struct gvm_request; grows.
 * @param err     Where to store the error, or NULL.
 * @return true when they could be read.
 * @norestriction
 * @sideeffect Appends to @p found.
 * @failure The code of the errno.
 */
static bool find_below(struct gvm_host *host, GHashTable *types,
		       const char *parent, GPtrArray *found, GError **err)
{
	g_autofree char *path = g_build_filename(GVM_DEFINITIONS_MDEVCTL,
						 parent, NULL);
	g_autoptr(GPtrArray) names = NULL;

	if (!list(host, path, &names, err))
		return false;
	for (guint i = 0; i < names->len; i++) {
		g_autoptr(gvm_request) request = NULL;
		bool wanted;

		if (!load(host, parent, g_ptr_array_index(names, i), &request,
			  err) ||
		    !is_wanted(host, types, request, &wanted, err))
			return false;
		if (wanted)
			g_ptr_array_add(found, g_steal_pointer(&request));
	}

	return true;
}

GPtrArray *gvm_autostart_find(struct gvm_host *host, GHashTable *types,
			      GError **err)
{
	g_autoptr(GPtrArray) parents = NULL;
	g_autoptr(GPtrArray) found = NULL;

	found = g_ptr_array_new_with_free_func((GDestroyNotify)gvm_request_free);
	if (!list(host, GVM_DEFINITIONS_MDEVCTL, &parents, err))
		return NULL;
	for (guint i = 0; i < parents->len; i++) {
		const char *parent = g_ptr_array_index(parents, i);

		if (g_str_equal(parent, "scripts.d"))
			continue;
		if (!find_below(host, types, parent, found, err))
			return NULL;
	}

	return g_steal_pointer(&found);
}

/**
 * @brief Write the attributes of a new device, or take it away again.
 * @param host     The machine.
 * @param backend  Its back end.
 * @param vgpu     The device.
 * @param request  Its definition.
 * @param err      Where to store the error, or NULL.
 * @return true when all were taken.
 * @norestriction
 * @sideeffect Whatever the driver does with them; removes the device.
 * @failure That of the first one that was refused; a removal that fails as
 *          well is noted in the journal.
 */
static bool write_attrs(struct gvm_host *host,
			const struct gvm_backend *backend,
			const struct gvm_vgpu *vgpu,
			const struct gvm_request *request, GError **err)
{
	g_autoptr(GError) cause = NULL;

	for (guint i = 0; i < request->attrs->len; i++) {
		if (backend->set(host, vgpu,
				 g_ptr_array_index(request->attrs, i), err))
			continue;
		if (!backend->remove(host, vgpu, &cause))
			gvm_event_note(host, G_LOG_LEVEL_WARNING, NULL,
				       cause->message);
		return false;
	}

	return true;
}

bool gvm_autostart_make(struct gvm_host *host,
			const struct gvm_request *request, GError **err)
{
	const struct gvm_backend *backend = gvm_backend_find(GVM_MDEV_NAME);
	g_autoptr(gvm_vgpu) vgpu = NULL;
	g_autofree char *text = NULL;

	vgpu = gvm_vgpu_new(request->uuid, request->parent, request->type);
	vgpu->backend = backend->name;
	if (!backend->create(host, vgpu, err) ||
	    !write_attrs(host, backend, vgpu, request, err))
		return false;
	text = g_strdup_printf("started vGPU %s as %s on %s, which %s defines",
			       request->uuid, request->type, request->parent,
			       request->where);
	gvm_event_note(host, G_LOG_LEVEL_INFO, NULL, text);

	return true;
}
