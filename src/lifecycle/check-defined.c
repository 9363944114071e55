// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The doctor looks at vGPUs that are defined for mdevctl.
 */
#include "lifecycle/check-subjects.h"

#include "backend/backend.h"
#include "backend/mdev.h"
#include "lifecycle/definitions.h"
#include "lifecycle/profiles.h"
#include "lifecycle/register.h"

/** @brief Where the kernel has the types of a parent. */
#define TYPES "sys/class/mdev_bus/%s/mdev_supported_types/%s"

GPtrArray *gvm_check_load_definitions(struct gvm_host *host)
{
	GPtrArray *found = gvm_definitions_list(host, NULL);

	return found ? found : g_ptr_array_new();
}

/**
 * @brief Tell whether a type is one that we would register.
 * @param files  struct gvm_profiles, or NULL.
 * @param type   Id of the type.
 * @return true when it is.
 * @pure
 */
static bool is_ours(const GPtrArray *files, const char *type)
{
	for (guint i = 0; files && i < files->len; i++) {
		const struct gvm_profiles *file = g_ptr_array_index(files, i);

		for (guint j = 0; j < file->types->len; j++) {
			const struct gvm_profile *own;
			g_autofree char *id = NULL;

			own = g_ptr_array_index(file->types, j);
			id = g_strdup_printf(GVM_REGISTER_TYPE_FORMAT, own->id);
			if (g_str_equal(id, type))
				return true;
		}
	}

	return false;
}

/**
 * @brief Tell whether a parent offers a type.
 * @param host     The machine.
 * @param request  A definition.
 * @return true when it does.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static bool is_offered(struct gvm_host *host,
		       const struct gvm_request *request)
{
	g_autofree char *path = g_strdup_printf(TYPES, request->parent,
						request->type);

	return gvm_host_exists(host, path) > 0;
}

/**
 * @brief Tell whether something is a parent of mediated devices.
 * @param check   The check.
 * @param parent  Its name.
 * @return true when it is.
 * @pure
 */
static bool is_parent(const struct gvm_check *check, const char *parent)
{
	for (guint i = 0; check->parents && i < check->parents->len; i++) {
		const struct gvm_parent *one;

		one = g_ptr_array_index(check->parents, i);
		if (g_str_equal(one->address, parent) &&
		    g_str_equal(one->backend, GVM_MDEV_NAME))
			return true;
	}

	return false;
}

/**
 * @brief Look at a definition whose vGPU is not there.
 * @param check    The check.
 * @param files    struct gvm_profiles, or NULL.
 * @param request  The definition.
 * @return true when it can be made, and nobody expects it to be there.
 * @norestriction
 * @sideeffect May add a finding.
 * @nofailure
 */
static bool look_at(struct gvm_check *check, const GPtrArray *files,
		    const struct gvm_request *request)
{
	g_autofree char *undefine = NULL;
	g_autofree char *start = NULL;

	undefine = g_strdup_printf("mdevctl undefine --uuid %s --parent %s",
				   request->uuid, request->parent);
	if (!is_parent(check, request->parent)) {
		gvm_check_add(check, GVM_CHECK_WARNING,
			      GVM_CAUSE_DEFINITION_PARENT, request->uuid,
			      undefine,
			      "it is defined on %s, which makes no mediated devices: make it do so ('gvmctl parents'), or define it elsewhere",
			      request->parent);
		return false;
	}
	if (!is_offered(check->host, request) &&
	    !is_ours(files, request->type)) {
		gvm_check_add(check, GVM_CHECK_WARNING,
			      GVM_CAUSE_DEFINITION_TYPE, request->uuid, undefine,
			      "it is defined with type %s, which %s does not offer",
			      request->type, request->parent);
		return false;
	}
	if (!request->autostart)
		return true;
	start = g_strdup_printf("mdevctl start --uuid %s", request->uuid);
	gvm_check_add(check, GVM_CHECK_WARNING, GVM_CAUSE_VGPU_NOT_MADE,
		      request->uuid, start,
		      "it is defined to start with %s, and is not there",
		      request->parent);

	return false;
}

void gvm_check_definitions(struct gvm_check *check)
{
	g_autoptr(GPtrArray) files = gvm_profiles_load(check->host, NULL);
	bool good = true;

	for (guint i = 0; i < check->definitions->len; i++) {
		const struct gvm_request *request;
		struct gvm_vgpu *vgpu = NULL;

		request = g_ptr_array_index(check->definitions, i);
		if (gvm_backend_find_vgpu(check->host, request->uuid, &vgpu,
					  NULL) && !vgpu)
			good = look_at(check, files, request) && good;
		gvm_vgpu_free(vgpu);
	}
	if (good && check->definitions->len > 0)
		gvm_check_say(check, GVM_CHECK_OK, NULL,
			      "vGPUs that mdevctl defines, and that are there or can be made: %u",
			      check->definitions->len);
}
