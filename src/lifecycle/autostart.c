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

#include "backend/backend.h"
#include "backend/mdev.h"
#include "lifecycle/definitions.h"
#include "lifecycle/event.h"

/**
 * @brief Tell whether a definition is to be started.
 * @param host     The machine.
 * @param types    Set of ids.
 * @param request  The definition.
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
	if (!request->autostart ||
	    !g_hash_table_contains(types, request->type))
		return true;
	if (!gvm_backend_find_vgpu(host, request->uuid, &there, err))
		return false;
	*wanted = !there;

	return true;
}

GPtrArray *gvm_autostart_find(struct gvm_host *host, GHashTable *types,
			      GError **err)
{
	g_autoptr(GPtrArray) found = gvm_definitions_list(host, err);

	for (guint i = found ? found->len : 0; i-- > 0;) {
		bool wanted;

		if (!is_wanted(host, types, g_ptr_array_index(found, i),
			       &wanted, err))
			return NULL;
		if (!wanted)
			g_ptr_array_remove_index(found, i);
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
