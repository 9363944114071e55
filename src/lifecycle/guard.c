// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Starts in which libvirt or QEMU would do harm, or only fail.
 *
 * A PCI hostdev is libvirt's affair, except that it does not know vGPUs. Three
 * things go wrong then, all of them after our part is done and with a sentence
 * that helps nobody:
 *
 * With managed='yes', which virt-manager writes, libvirt takes the function
 * from NVIDIA's driver, and the vGPU is gone. libvirt before 10.0 refuses a
 * function whose driver it does not know. And QEMU cannot use a function
 * while the host keeps another one of its IOMMU group.
 *
 * None of this is so for Xen, which has rules of its own.
 */
#include "lifecycle/guard.h"

#include "backend/backend.h"
#include "backend/guard.h"
#include "host/process.h"
#include "lifecycle/xen.h"
#include "util/error.h"

/** @brief The first libvirt that takes such a function, 10.0. */
#define LIBVIRT_MIN 10000
/** @brief What the version of libvirt counts its major part in. */
#define MAJOR 1000

/**
 * @brief Tell whether a domain has a hostdev for a function.
 * @param domain   The domain.
 * @param address  Address of the function.
 * @return true when it has.
 * @pure
 */
static bool has_hostdev(const struct gvm_domain *domain, const char *address)
{
	for (guint i = 0; i < domain->pci->len; i++) {
		const struct gvm_pci_hostdev *pci;

		pci = g_ptr_array_index(domain->pci, i);
		if (g_str_equal(pci->address, address))
			return true;
	}

	return false;
}

/**
 * @brief Find the request for a function.
 * @param domain   The domain.
 * @param address  Address of the function.
 * @return The request, owned by @p domain, or NULL when our metadata do not
 *         name it.
 * @pure
 */
static const struct gvm_request *find_request(const struct gvm_domain *domain,
					      const char *address)
{
	for (guint i = 0; i < domain->requests->len; i++) {
		const struct gvm_request *request;

		request = g_ptr_array_index(domain->requests, i);
		if (!g_strcmp0(request->address, address))
			return request;
	}

	return NULL;
}

/**
 * @brief Judge a hostdev for a function that has to stay with its driver.
 * @param host     The machine.
 * @param domain   The domain.
 * @param pci      The hostdev.
 * @param version  As gvm_process_libvirt() of libvirt's daemon.
 * @param notes    Where to append sentences, or NULL.
 * @param err      Where to store the error, or NULL.
 * @return false when the domain must not start like this.
 * @norestriction
 * @sideeffect Appends to @p notes.
 * @failure As for gvm_guard_domain().
 */
static bool check_kept(struct gvm_host *host, const struct gvm_domain *domain,
		       const struct gvm_pci_hostdev *pci, unsigned int version,
		       GPtrArray *notes, GError **err)
{
	struct gvm_vgpu *vgpu = NULL;

	if (pci->managed)
		return gvm_error_set(err, GVM_ERROR_INVALID,
				     "%s: the hostdev of %s has managed='yes', by which libvirt takes the function away from its driver, and the vGPU with it: set managed='no'",
				     pci->where, pci->address);
	if (version && version < LIBVIRT_MIN)
		return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
				     "libvirt %u.%u cannot give %s to a domain, because its driver is not vfio-pci: install libvirt 10.0 or later",
				     version / MAJOR, version % MAJOR,
				     pci->address);
	if (!notes || find_request(domain, pci->address) ||
	    !gvm_backend_find_vgpu(host, pci->address, &vgpu, NULL))
		return true;
	if (!vgpu)
		g_ptr_array_add(notes,
				g_strdup_printf("%s: %s has no vGPU type, without which QEMU cannot open it: name one in the metadata of the domain",
						pci->where, pci->address));
	gvm_vgpu_free(vgpu);

	return true;
}

/**
 * @brief Check that the host keeps nothing of a function's IOMMU group.
 * @param host    The machine.
 * @param domain  The domain.
 * @param pci     The hostdev.
 * @param err     Where to store the error, or NULL.
 * @return false when QEMU could not use the function.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_BUSY.
 */
static bool check_group(struct gvm_host *host, const struct gvm_domain *domain,
			const struct gvm_pci_hostdev *pci, GError **err)
{
	g_autoptr(GPtrArray) kept = gvm_guard_kept(host, pci->address);

	for (guint i = 0; i < kept->len; i++) {
		const struct gvm_parent *other = g_ptr_array_index(kept, i);

		if (!has_hostdev(domain, other->address))
			return gvm_error_set(err, GVM_ERROR_BUSY,
					     "%s: QEMU cannot use %s while driver %s has %s of the same IOMMU group: give the domain both, or take that one from its driver",
					     pci->where, pci->address,
					     other->driver, other->address);
	}

	return true;
}

bool gvm_guard_domain(struct gvm_host *host, const struct gvm_domain *domain,
		      int daemon, GPtrArray *notes, GError **err)
{
	unsigned int version = 0;
	bool asked = false;

	if (g_strcmp0(domain->type, GVM_XEN_TYPE) == 0)
		return gvm_xen_check(host, domain, err);

	for (guint i = 0; i < domain->pci->len; i++) {
		const struct gvm_pci_hostdev *pci;

		pci = g_ptr_array_index(domain->pci, i);
		if (!gvm_guard_keeps_driver(host, pci->address)) {
			if (find_request(domain, pci->address) &&
			    !check_group(host, domain, pci, err))
				return false;
			continue;
		}
		/* Once: a daemon's maps are long. */
		if (!asked)
			version = gvm_process_libvirt(host, daemon);
		asked = true;
		if (!check_kept(host, domain, pci, version, notes, err))
			return false;
	}

	return true;
}

int gvm_guard_daemon(struct gvm_host *host)
{
	int pid = gvm_process_find(host, "virtqemud");

	return pid ? pid : gvm_process_find(host, "libvirtd");
}
