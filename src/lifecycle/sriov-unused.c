// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Finding out whether anybody needs the virtual functions of a device.
 */
#include "lifecycle/sriov-unused.h"

#include "backend/backend.h"
#include "backend/pci-function.h"
#include "backend/sysfs.h"
#include "lifecycle/claims.h"
#include "util/error.h"

/**
 * @brief Check that no claim is on a function or on a vGPU of it.
 * @param claims  Claims, as far as they could be read.
 * @param vf      The function.
 * @param err     Where to store the error, or NULL.
 * @return true when there is none.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_BUSY.
 */
static bool check_claims(const GPtrArray *claims, const struct gvm_vf *vf,
			 GError **err)
{
	for (guint i = 0; i < claims->len; i++) {
		const struct gvm_claim *claim = g_ptr_array_index(claims, i);

		if (!g_str_equal(claim->device, vf->address) &&
		    g_strcmp0(claim->parent, vf->address) != 0)
			continue;
		if (!gvm_claim_is_domain(claim))
			return gvm_error_set(err, GVM_ERROR_BUSY,
					     "virtual function %s has vGPU %s, which was made for no domain; 'gvmctl destroy %s' first",
					     vf->address, claim->device,
					     claim->device);
		return gvm_error_set(err, GVM_ERROR_BUSY,
				     "virtual function %s is claimed for domain %s; shut the domain down, or run 'gvmctl reconcile' if it is gone",
				     vf->address, claim->domain ?
				     claim->domain : claim->owner);
	}

	return true;
}

/**
 * @brief Tell whether a driver only keeps a function for a guest.
 * @param driver  The driver, or NULL.
 * @return true for VFIO's drivers and their variants, and for Xen's.
 * @pure
 */
static bool is_for_guests(const char *driver)
{
	return gvm_pci_is_taker(driver) || g_strcmp0(driver, "pci-stub") == 0;
}

/**
 * @brief Check that a function is not, and does not have, a vGPU.
 * @param vgpus  struct gvm_vgpu of the machine.
 * @param vf     The function.
 * @param err    Where to store the error, or NULL.
 * @return true when it is not and has none.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_BUSY.
 */
static bool check_vgpus(const GPtrArray *vgpus, const struct gvm_vf *vf,
			GError **err)
{
	for (guint i = 0; i < vgpus->len; i++) {
		const struct gvm_vgpu *vgpu = g_ptr_array_index(vgpus, i);

		/* A function that is a vGPU is its own parent. */
		if (g_strcmp0(vgpu->parent, vf->address) == 0)
			return gvm_error_set(err, GVM_ERROR_BUSY,
					     "virtual function %s has vGPU %s, which gvmctl did not make; 'gvmctl destroy --foreign %s' removes it if nobody needs it",
					     vf->address, vgpu->uuid,
					     vgpu->uuid);
	}

	return true;
}

/**
 * @brief Check that nobody needs a function that has no claim.
 * @param host   The machine.
 * @param vgpus  struct gvm_vgpu of the machine.
 * @param vf     The function.
 * @param err    Where to store the error, or NULL.
 * @return true when nobody does.
 * @norestriction
 * @sideeffect Opens its VFIO group for an instant.
 * @failure GVM_ERROR_BUSY; those of gvm_sysfs_in_use().
 */
static bool check_free(struct gvm_host *host, const GPtrArray *vgpus,
		       const struct gvm_vf *vf, GError **err)
{
	g_autofree char *dir = NULL;
	bool in_use = false;

	dir = g_strdup_printf(GVM_SYSFS_PCI "/%s", vf->address);
	if (!gvm_sysfs_in_use(host, dir, vf->address, &in_use, err))
		return false;
	if (in_use)
		return gvm_error_set(err, GVM_ERROR_BUSY,
				     "virtual function %s is in use by a program; stop the domain that holds it first",
				     vf->address);
	if (is_for_guests(vf->driver))
		return gvm_error_set(err, GVM_ERROR_BUSY,
				     "virtual function %s was given to driver %s for a guest, and not by gvmctl; take it back with 'echo %s >/sys/bus/pci/drivers/%s/unbind' first",
				     vf->address, vf->driver, vf->address,
				     vf->driver);

	return check_vgpus(vgpus, vf, err);
}

bool gvm_sriov_check_unused(struct gvm_host *host, const struct gvm_vfs *vfs,
			    GError **err)
{
	g_autoptr(GPtrArray) claims = gvm_claims_list(host, err);
	g_autoptr(GPtrArray) vgpus = NULL;

	if (!claims)
		return false;
	/* One that cannot be read tells its device by its name all the same;
	 * if that is an mdev that exists, it is found as a vGPU.
	 */
	for (guint i = 0; i < claims->len; i++)
		(void)gvm_claims_read(host, g_ptr_array_index(claims, i), NULL);
	vgpus = gvm_backend_vgpus(host, err);
	if (!vgpus)
		return false;

	/* All claims first: a group whose domain may be starting is not to be
	 * opened, and functions may share one.
	 */
	for (guint i = 0; i < vfs->list->len; i++)
		if (!check_claims(claims, g_ptr_array_index(vfs->list, i),
				  err))
			return false;
	for (guint i = 0; i < vfs->list->len; i++)
		if (!check_free(host, vgpus, g_ptr_array_index(vfs->list, i),
				err))
			return false;

	return true;
}

bool gvm_sriov_check_whole(struct gvm_host *host, const struct gvm_vfs *vfs,
			   GError **err)
{
	g_autoptr(GPtrArray) claims = gvm_claims_list(host, err);
	const struct gvm_claim *claim;
	g_autofree char *dir = NULL;
	bool in_use = false;

	if (!claims)
		return false;
	claim = gvm_claims_find(claims, vfs->address);
	dir = g_strdup_printf(GVM_SYSFS_PCI "/%s", vfs->address);
	if (!claim && is_for_guests(vfs->driver) &&
	    !gvm_sysfs_in_use(host, dir, vfs->address, &in_use, err))
		return false;
	if (!claim && !in_use)
		return true;

	return gvm_error_set(err, GVM_ERROR_BUSY,
			     "%s itself is given to a domain (%s); shut the domain down first, or run 'gvmctl reconcile' if it is gone",
			     vfs->address, claim ? claim->owner : vfs->driver);
}
