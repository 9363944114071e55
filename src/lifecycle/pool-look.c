// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The vGPUs of pools that there are.
 */
#include "lifecycle/pool-look.h"

#include "backend/backend.h"
#include "backend/mdev.h"
#include "lifecycle/claims.h"
#include "lifecycle/definitions.h"
#include "lifecycle/owner.h"
#include "model/pool.h"
#include "util/error.h"

void gvm_pool_device_free(struct gvm_pool_device *device)
{
	if (!device)
		return;

	g_free(device->uuid);
	gvm_vgpu_free(device->vgpu);
	gvm_request_free(device->definition);
	g_free(device->user);
	g_free(device);
}

/**
 * @brief Find a device, or begin one.
 * @param devices  struct gvm_pool_device.
 * @param uuid     Its UUID.
 * @return The device, owned by @p devices.
 * @norestriction
 * @sideeffect Adds it when it is new.
 * @nofailure
 */
static struct gvm_pool_device *find(GPtrArray *devices, const char *uuid)
{
	struct gvm_pool_device *device;

	for (guint i = 0; i < devices->len; i++) {
		device = g_ptr_array_index(devices, i);
		if (g_str_equal(device->uuid, uuid))
			return device;
	}
	device = g_new0(struct gvm_pool_device, 1);
	device->uuid = g_strdup(uuid);
	g_ptr_array_add(devices, device);

	return device;
}

/**
 * @brief Order two elements of a GPtrArray of devices by UUID.
 * @param a  Address of a pointer to the first one.
 * @param b  Address of a pointer to the second one.
 * @return As strcmp().
 * @pure
 */
static int compare(const void *a, const void *b)
{
	const struct gvm_pool_device *const *first = a;
	const struct gvm_pool_device *const *second = b;

	return g_strcmp0((*first)->uuid, (*second)->uuid);
}

/**
 * @brief Add what is active.
 * @param host     The machine.
 * @param devices  struct gvm_pool_device; grows.
 * @param err      Where to store the error, or NULL.
 * @return true when it could be listed.
 * @norestriction
 * @sideeffect Changes @p devices.
 * @failure Those of the back end.
 */
static bool add_active(struct gvm_host *host, GPtrArray *devices, GError **err)
{
	const struct gvm_backend *backend = gvm_backend_find(GVM_MDEV_NAME);
	g_autoptr(GPtrArray) vgpus =
		g_ptr_array_new_with_free_func((GDestroyNotify)gvm_vgpu_free);

	if (!backend->vgpus(host, vgpus, err))
		return false;
	while (vgpus->len > 0) {
		g_autoptr(gvm_vgpu) vgpu = NULL;
		struct gvm_pool_device *device;

		vgpu = g_ptr_array_steal_index_fast(vgpus, vgpus->len - 1);
		if (!gvm_pool_is_own(vgpu->uuid))
			continue;
		device = find(devices, vgpu->uuid);
		device->vgpu = g_steal_pointer(&vgpu);
	}

	return true;
}

/**
 * @brief Add what is defined.
 * @param host     The machine.
 * @param devices  struct gvm_pool_device; grows.
 * @param err      Where to store the error, or NULL.
 * @return true when it could be listed.
 * @norestriction
 * @sideeffect Changes @p devices.
 * @failure Those of gvm_definitions_list().
 */
static bool add_defined(struct gvm_host *host, GPtrArray *devices,
			GError **err)
{
	g_autoptr(GPtrArray) found = gvm_definitions_list(host, err);

	if (!found)
		return false;
	while (found->len > 0) {
		g_autoptr(gvm_request) request = NULL;
		struct gvm_pool_device *device;

		request = g_ptr_array_steal_index_fast(found, found->len - 1);
		if (!gvm_pool_is_own(request->uuid))
			continue;
		device = find(devices, request->uuid);
		if (!device->definition)
			device->definition = g_steal_pointer(&request);
	}

	return true;
}

/**
 * @brief Find the domain that the hook has made a device for.
 * @param host    The machine.
 * @param claims  struct gvm_claim, as they are listed.
 * @param device  The device, which is active.
 * @return Name of the domain as a new string, or NULL for none.
 * @norestriction
 * @sideeffect Completes the claim.
 * @failure A claim that cannot be read tells its owner all the same.
 */
static char *claimant(struct gvm_host *host, const GPtrArray *claims,
		      const struct gvm_pool_device *device)
{
	struct gvm_claim *claim = gvm_claims_find(claims, device->uuid);

	if (!claim || !gvm_claim_is_domain(claim))
		return NULL;
	if (gvm_claims_read(host, claim, NULL) &&
	    !gvm_owner_covers(claim, device->vgpu))
		return NULL;

	return g_strdup(claim->domain ? claim->domain : claim->owner);
}

/**
 * @brief Find out who needs a device.
 * @param host    The machine.
 * @param claims  struct gvm_claim, as they are listed.
 * @param uses    From UUID to domain.
 * @param device  Its user is set.
 * @norestriction
 * @sideeffect Changes @p device; may probe its VFIO group.
 * @failure When it cannot be told, that is its user.
 */
static void find_user(struct gvm_host *host, const GPtrArray *claims,
		      GHashTable *uses, struct gvm_pool_device *device)
{
	const struct gvm_backend *backend = gvm_backend_find(GVM_MDEV_NAME);
	const char *named = g_hash_table_lookup(uses, device->uuid);
	g_autofree char *domain = NULL;
	bool in_use = false;

	domain = device->vgpu ? claimant(host, claims, device) : NULL;
	if (named || domain) {
		device->user = g_strdup_printf("domain %s has it",
					       named ? named : domain);
		return;
	}
	if (!device->vgpu)
		return;
	if (!backend->in_use(host, device->vgpu, &in_use, NULL))
		device->user = g_strdup("whether it is in use cannot be told");
	else if (in_use)
		device->user = g_strdup("a program holds it");
}

GPtrArray *gvm_pool_look(struct gvm_host *host, GHashTable *uses,
			 GError **err)
{
	g_autoptr(GPtrArray) claims = gvm_claims_list(host, err);
	g_autoptr(GPtrArray) devices = NULL;

	devices = g_ptr_array_new_with_free_func((GDestroyNotify)gvm_pool_device_free);
	if (!claims || !add_active(host, devices, err) ||
	    !add_defined(host, devices, err))
		return NULL;
	for (guint i = 0; i < devices->len; i++)
		find_user(host, claims, uses, g_ptr_array_index(devices, i));
	g_ptr_array_sort(devices, compare);

	return g_steal_pointer(&devices);
}
