// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief vGPUs that were defined, but not made.
 */
#include "lifecycle/definitions.h"

#include <errno.h>
#include <string.h>

#include "host/host.h"
#include "util/error.h"
#include "util/text.h"
#include "xml/mdevctl.h"
#include "xml/nodedev.h"

/** @brief Largest definition file, in bytes. */
#define DEFINITION_MAX (1u << 20)

/**
 * @brief Move what a definition says into a request.
 *
 * What the domain itself says wins: its parent and its attributes are kept.
 *
 * @param request     The request; its uuid and device API stay.
 * @param definition  The definition; emptied.
 * @param source      Where it was found.
 * @norestriction
 * @sideeffect Changes both.
 * @nofailure
 */
static void take_over(struct gvm_request *request,
		      struct gvm_request *definition, enum gvm_source source)
{
	if (request->attrs->len == 0) {
		GPtrArray *attrs = request->attrs;

		request->attrs = definition->attrs;
		definition->attrs = attrs;
	}
	g_free(request->type);
	request->type = g_steal_pointer(&definition->type);
	if (!request->parent)
		request->parent = g_steal_pointer(&definition->parent);
	g_free(request->where);
	request->where = g_steal_pointer(&definition->where);
	request->source = source;
}

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
static bool list_dir(struct gvm_host *host, const char *path,
		     GPtrArray **names, GError **err)
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
 * @brief Read one file of our directory.
 * @param host  The machine.
 * @param name  Name of the file.
 * @param err   Where to store the error, or NULL.
 * @return A new request, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure The code of the errno, or GVM_ERROR_INVALID.
 */
static struct gvm_request *load_nodedev(struct gvm_host *host,
					const char *name, GError **err)
{
	g_autofree char *path = g_build_filename(GVM_DEFINITIONS_DIR, name,
						 NULL);
	g_autofree char *text = NULL;
	g_autofree char *label = g_strdup_printf("/%s", path);
	int rc;

	rc = gvm_host_load(host, path, DEFINITION_MAX, &text);
	if (rc < 0) {
		gvm_error_set_errno(err, rc, "cannot read %s", label);
		return NULL;
	}

	return gvm_nodedev_parse(text, strlen(text), label, err);
}

/**
 * @brief Look for a device among our node-device XML files.
 * @param host     The machine.
 * @param request  The request.
 * @param err      Where to store the error, or NULL.
 * @return true also when no file names the device.
 * @norestriction
 * @sideeffect Fills @p request when the device is found.
 * @failure The error of the first broken file, when no file names the device.
 */
static bool find_nodedev(struct gvm_host *host, struct gvm_request *request,
			 GError **err)
{
	g_autoptr(GPtrArray) names = NULL;
	g_autoptr(GError) first = NULL;

	if (!list_dir(host, GVM_DEFINITIONS_DIR, &names, err))
		return false;
	for (guint i = 0; i < names->len; i++) {
		g_autoptr(gvm_request) found = NULL;
		const char *name = g_ptr_array_index(names, i);

		if (name[0] == '.' || !g_str_has_suffix(name, ".xml"))
			continue;
		found = load_nodedev(host, name, first ? NULL : &first);
		if (!found || g_strcmp0(found->uuid, request->uuid))
			continue;
		take_over(request, found, GVM_SOURCE_NODEDEV);
		return true;
	}
	if (first) {
		g_propagate_error(err, g_steal_pointer(&first));
		return false;
	}

	return true;
}

/**
 * @brief Look for a device among the definitions for one parent.
 * @param host     The machine.
 * @param parent   Name of the directory.
 * @param request  The request.
 * @param err      Where to store the error, or NULL.
 * @return true also when it is not defined there.
 * @norestriction
 * @sideeffect Fills @p request when the device is found.
 * @failure GVM_ERROR_INVALID or GVM_ERROR_DENIED for a definition that exists
 *          and cannot be used.
 */
static bool find_mdevctl_below(struct gvm_host *host, const char *parent,
			       struct gvm_request *request, GError **err)
{
	g_autoptr(gvm_request) found = NULL;
	g_autofree char *path = g_build_filename(GVM_DEFINITIONS_MDEVCTL,
						 parent, request->uuid, NULL);
	g_autofree char *label = g_strdup_printf("/%s", path);
	g_autofree char *text = NULL;
	int rc;

	rc = gvm_host_load(host, path, DEFINITION_MAX, &text);
	if (rc == -ENOENT || rc == -ENOTDIR)
		return true;
	if (rc < 0)
		return gvm_error_set_errno(err, rc, "cannot read %s", label);

	found = gvm_mdevctl_parse(text, strlen(text), label, request->uuid,
				  parent, err);
	if (!found)
		return false;
	take_over(request, found, GVM_SOURCE_MDEVCTL);

	return true;
}

/**
 * @brief Look for a device among mdevctl's definitions.
 * @param host     The machine.
 * @param request  The request.
 * @param err      Where to store the error, or NULL.
 * @return true also when it is not defined.
 * @norestriction
 * @sideeffect Fills @p request when the device is found.
 * @failure As for find_mdevctl_below().
 */
static bool find_mdevctl(struct gvm_host *host, struct gvm_request *request,
			 GError **err)
{
	g_autoptr(GPtrArray) parents = NULL;

	if (!list_dir(host, GVM_DEFINITIONS_MDEVCTL, &parents, err))
		return false;
	for (guint i = 0; i < parents->len && !request->type; i++) {
		const char *parent = g_ptr_array_index(parents, i);

		if (g_str_equal(parent, "scripts.d"))
			continue;
		if (!find_mdevctl_below(host, parent, request, err))
			return false;
	}

	return true;
}

bool gvm_definitions_find(struct gvm_host *host, struct gvm_request *request,
			  GError **err)
{
	g_autoptr(GError) first = NULL;

	if (!find_nodedev(host, request, &first) &&
	    !g_error_matches(first, GVM_ERROR, GVM_ERROR_INVALID)) {
		g_propagate_error(err, g_steal_pointer(&first));
		return false;
	}
	if (!request->type && !find_mdevctl(host, request, err))
		return false;
	if (first && !request->type) {
		g_propagate_error(err, g_steal_pointer(&first));
		return false;
	}

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
static bool load_mdevctl(struct gvm_host *host, const char *parent,
			 const char *name, struct gvm_request **request,
			 GError **err)
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
 * @brief Read the definitions for one parent.
 * @param host    The machine.
 * @param parent  Name of the directory.
 * @param found   struct gvm_request; grows.
 * @param err     Where to store the error, or NULL.
 * @return true when they could be read.
 * @norestriction
 * @sideeffect Appends to @p found.
 * @failure The code of the errno.
 */
static bool list_below(struct gvm_host *host, const char *parent,
		       GPtrArray *found, GError **err)
{
	g_autofree char *path = g_build_filename(GVM_DEFINITIONS_MDEVCTL,
						 parent, NULL);
	g_autoptr(GPtrArray) names = NULL;

	if (!list_dir(host, path, &names, err))
		return false;
	for (guint i = 0; i < names->len; i++) {
		struct gvm_request *request = NULL;

		if (!load_mdevctl(host, parent, g_ptr_array_index(names, i),
				  &request, err))
			return false;
		if (request)
			g_ptr_array_add(found, request);
	}

	return true;
}

GPtrArray *gvm_definitions_list(struct gvm_host *host, GError **err)
{
	g_autoptr(GPtrArray) parents = NULL;
	g_autoptr(GPtrArray) found = NULL;

	found = g_ptr_array_new_with_free_func((GDestroyNotify)gvm_request_free);
	if (!list_dir(host, GVM_DEFINITIONS_MDEVCTL, &parents, err))
		return NULL;
	for (guint i = 0; i < parents->len; i++) {
		const char *parent = g_ptr_array_index(parents, i);

		if (g_str_equal(parent, "scripts.d"))
			continue;
		if (!list_below(host, parent, found, err))
			return NULL;
	}

	return g_steal_pointer(&found);
}
