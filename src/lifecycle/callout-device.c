// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The devices that mdevctl makes and removes of types of ours.
 *
 * Theory of operation. mdevctl writes to the kernel itself, between two calls
 * of ours. The claim is there before it does and goes after it has, as for a
 * device that we make:
 *
 *   pre start: type, claim -> mdevctl makes the device -> post start
 *   pre stop: in use? -> mdevctl removes the device -> post stop: claim goes
 *
 * mdevctl may die anywhere in between. A claim without a device is dropped by
 * gvm_reconcile(), which may even run before mdevctl has made the device: so
 * the claim is written again afterwards. A device with the claim is standing:
 * domains use it as it is.
 */
#include "lifecycle/callout-device.h"

#include "backend/backend.h"
#include "backend/mdev.h"
#include "backend/sysfs.h"
#include "host/process.h"
#include "lifecycle/callout-permit.h"
#include "lifecycle/callout-type.h"
#include "lifecycle/claims.h"
#include "lifecycle/event.h"
#include "lifecycle/owner.h"
#include "util/cleanup.h"
#include "util/error.h"

/**
 * @brief Describe the claim of mdevctl on a device.
 * @param host    The machine.
 * @param device  The device.
 * @return A new claim, complete when the device is.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct gvm_claim *new_claim(struct gvm_host *host,
				   const struct gvm_vgpu *device)
{
	struct gvm_claim *claim = g_new0(struct gvm_claim, 1);

	claim->device = g_strdup(device->uuid);
	claim->owner = g_strdup(GVM_CLAIM_MDEVCTL);
	claim->backend = g_strdup(GVM_MDEV_NAME);
	claim->parent = g_strdup(device->parent);
	claim->type = g_strdup(device->type);
	gvm_owner_stamp(host, claim);

	return claim;
}

/**
 * @brief Find a claim on a device.
 * @param claims  From gvm_claims_list().
 * @param uuid    UUID of the device.
 * @param domain  Whether that of a domain is meant, or that of mdevctl.
 * @return The claim, owned by @p claims, or NULL.
 * @pure
 */
static struct gvm_claim *find_claim(const GPtrArray *claims, const char *uuid,
				    bool domain)
{
	for (guint i = 0; i < claims->len; i++) {
		struct gvm_claim *claim = g_ptr_array_index(claims, i);

		if (g_str_equal(claim->device, uuid) &&
		    (domain ? gvm_claim_is_domain(claim) :
		     g_str_equal(claim->owner, GVM_CLAIM_MDEVCTL)))
			return claim;
	}

	return NULL;
}

/**
 * @brief Refuse a device that a domain has a claim on.
 * @param host  The machine.
 * @param uuid  UUID of the device.
 * @param err   Where to store the error, or NULL.
 * @return true when none has.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_BUSY; those of gvm_claims_list().
 */
static bool check_owner(struct gvm_host *host, const char *uuid, GError **err)
{
	g_autoptr(GPtrArray) claims = gvm_claims_list(host, err);
	struct gvm_claim *claim;

	if (!claims)
		return false;
	claim = find_claim(claims, uuid, true);
	if (!claim)
		return true;
	/* For its name; one that is damaged belongs to a domain as well. */
	gvm_claims_read(host, claim, NULL);

	return gvm_error_set(err, GVM_ERROR_BUSY,
			     "vGPU %s belongs to domain %s: choose another UUID, or run 'gvmctl reconcile' if that domain is gone",
			     uuid, claim->domain ? claim->domain :
			     claim->owner);
}

/**
 * @brief Claim a device that is about to be made.
 * @param host    The machine.
 * @param device  The device.
 * @param err     Where to store the error, or NULL.
 * @return true when it is claimed, or exists.
 * @restriction Hold the lock.
 * @sideeffect Writes the claim; one journal entry.
 * @failure Those of check_owner(), gvm_callout_permit(), the back end and
 *          gvm_claims_save().
 */
static bool claim_device(struct gvm_host *host, const struct gvm_vgpu *device,
			 GError **err)
{
	g_autoptr(gvm_claim) claim = NULL;
	g_autoptr(gvm_vgpu) there = NULL;

	if (!check_owner(host, device->uuid, err) ||
	    !gvm_backend_find_vgpu(host, device->uuid, &there, err))
		return false;
	if (there)
		return true;
	/* Once more: what it counts may have changed before the lock. */
	if (!gvm_callout_permit(host, device, err))
		return false;
	claim = new_claim(host, device);
	if (!gvm_claims_save(host, claim, err))
		return false;
	gvm_event_vgpu(host, G_LOG_LEVEL_INFO, "claim", claim, 0, NULL);

	return true;
}

bool gvm_callout_pre_start(struct gvm_host *host,
			   const struct gvm_callout_type *type,
			   const struct gvm_vgpu *device, bool dry_run,
			   GError **err)
{
	g_autoptr(gvm_register) reg = NULL;
	gvm_autofd int lock = -1;

	if (!check_owner(host, device->uuid, err) ||
	    !gvm_callout_permit(host, device, err))
		return false;
	if (dry_run)
		return true;
	if (!gvm_callout_type_offer(host, type, device->parent, &reg, err))
		return false;
	if (!reg && !gvm_claims_lock(host, &lock, err))
		return false;

	return claim_device(host, device, err);
}

/**
 * @brief Give the claim of mdevctl on a device up.
 * @param host    The machine.
 * @param device  The device.
 * @param claim   The claim, or NULL.
 * @param err     Where to store the error, or NULL.
 * @return true when there is none any more.
 * @restriction Hold the lock.
 * @sideeffect Removes the claim; one journal entry.
 * @failure Those of gvm_claims_drop().
 */
static bool drop(struct gvm_host *host, const struct gvm_vgpu *device,
		 const struct gvm_claim *claim, GError **err)
{
	g_autoptr(gvm_claim) told = NULL;

	if (!claim)
		return true;
	if (!gvm_claims_drop(host, claim, err))
		return false;
	told = new_claim(host, device);
	gvm_event_vgpu(host, G_LOG_LEVEL_INFO, "forget", told, 0, NULL);

	return true;
}

/**
 * @brief Make the claim match what mdevctl has done.
 * @param host    The machine.
 * @param device  The device.
 * @param made    Whether mdevctl says that it has made the device.
 * @param err     Where to store the error, or NULL.
 * @return true when it matches.
 * @norestriction
 * @sideeffect Writes or removes the claim.
 * @failure Those of the claims and of the back end.
 */
static bool settle(struct gvm_host *host, const struct gvm_vgpu *device,
		   bool made, GError **err)
{
	g_autoptr(GPtrArray) claims = NULL;
	g_autoptr(gvm_claim) claim = NULL;
	g_autoptr(gvm_vgpu) there = NULL;
	gvm_autofd int lock = -1;

	if (!gvm_claims_lock(host, &lock, err))
		return false;
	claims = gvm_claims_list(host, err);
	if (!claims || !gvm_backend_find_vgpu(host, device->uuid, &there, err))
		return false;
	if (!there)
		return drop(host, device,
			    find_claim(claims, device->uuid, false), err);
	if (!made || gvm_claims_find(claims, device->uuid))
		return true;
	claim = new_claim(host, there);

	return gvm_claims_save(host, claim, err);
}

bool gvm_callout_post_start(struct gvm_host *host,
			    const struct gvm_vgpu *device, bool success,
			    GError **err)
{
	return settle(host, device, success, err);
}

/**
 * @brief Refuse to stop a device whose domain runs or starts.
 * @param host  The machine.
 * @param uuid  UUID of the device.
 * @param err   Where to store the error, or NULL.
 * @return true when no domain of ours is there to need it.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_BUSY; those of the claims.
 */
static bool check_domain(struct gvm_host *host, const char *uuid, GError **err)
{
	g_autoptr(GPtrArray) claims = gvm_claims_list(host, err);
	enum gvm_owner_state state;
	struct gvm_claim *claim;

	if (!claims)
		return false;
	claim = find_claim(claims, uuid, true);
	if (!claim)
		return true;
	if (!gvm_claims_read(host, claim, err))
		return false;
	state = gvm_owner_look(host, claim, GVM_OWNER_GRACE);
	if (state != GVM_OWNER_RUNNING && state != GVM_OWNER_STARTING)
		return true;

	return gvm_error_set(err, GVM_ERROR_BUSY,
			     "vGPU %s belongs to domain %s, which is %s: shut the domain down",
			     uuid, claim->domain ? claim->domain : claim->owner,
			     gvm_owner_state_name(state));
}

/**
 * @brief Tell whether it is who asks that holds a device.
 *
 * libvirt opens the group itself, to see that nobody else has it, and keeps it
 * open while mdevctl removes the device. A group has one opener: so nobody
 * uses the device, and the kernel does not wait for an open group.
 *
 * @param host  The machine.
 * @param vgpu  The device.
 * @return true when mdevctl, or who started it, has the group open.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static bool caller_holds(struct gvm_host *host, const struct gvm_vgpu *vgpu)
{
	g_autofree char *node = NULL;

	if (!vgpu->iommu_group)
		return false;
	node = g_strdup_printf("/dev/vfio/%s", vgpu->iommu_group);

	return gvm_process_caller_has(host, node);
}

bool gvm_callout_pre_stop(struct gvm_host *host,
			  const struct gvm_vgpu *device, GError **err)
{
	const struct gvm_backend *backend = gvm_backend_find(GVM_MDEV_NAME);
	g_autoptr(gvm_vgpu) there = NULL;
	bool in_use;

	if (!backend->find(host, device->uuid, &there, err))
		return false;
	if (!there)
		return true;
	/* The domain first: a look at the group may disturb its start. */
	if (!check_domain(host, device->uuid, err) ||
	    !backend->in_use(host, there, &in_use, err))
		return false;

	return !in_use || caller_holds(host, there) ||
		gvm_sysfs_held(device, err);
}

bool gvm_callout_post_stop(struct gvm_host *host,
			   const struct gvm_vgpu *device, GError **err)
{
	return settle(host, device, false, err);
}
