// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What domains of Xen cannot have.
 */
#include "lifecycle/xen.h"

#include "backend/guard.h"
#include "host/xen.h"
#include "util/error.h"

/**
 * @brief Find the first request for a mediated device.
 * @param requests  struct gvm_request.
 * @return The request, owned by @p requests, or NULL.
 * @pure
 */
static const struct gvm_request *find_mdev(const GPtrArray *requests)
{
	for (guint i = 0; i < requests->len; i++) {
		const struct gvm_request *request;

		request = g_ptr_array_index(requests, i);
		if (request->uuid)
			return request;
	}

	return NULL;
}

/**
 * @brief Refuse the functions that Xen could not use.
 * @param host    The machine.
 * @param domain  The domain.
 * @param err     Where to store the error, or NULL.
 * @return false when it asks for one.
 * @norestriction
 * @nosideeffect
 * @failure As for gvm_xen_check().
 */
static bool check_functions(struct gvm_host *host,
			    const struct gvm_domain *domain, GError **err)
{
	if (domain->requests->len > 0 && !gvm_xen_is_control(host))
		return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
				     "domain %s is one of Xen, of which this is not the control domain: boot with Xen, and mount xenfs on /proc/xen",
				     domain->name);
	for (guint i = 0; i < domain->requests->len; i++) {
		const struct gvm_request *request;

		request = g_ptr_array_index(domain->requests, i);
		if (gvm_guard_keeps_driver(host, request->address))
			return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
					     "%s: %s can be a vGPU of NVIDIA's driver, which works with KVM and not with Xen: give domain %s a function of another device, or the whole GPU",
					     request->where, request->address,
					     domain->name);
	}

	return true;
}

bool gvm_xen_check(struct gvm_host *host, const struct gvm_domain *domain,
		   GError **err)
{
	const struct gvm_request *mdev;

	if (g_strcmp0(domain->type, GVM_XEN_TYPE))
		return true;
	mdev = find_mdev(domain->requests);
	if (!mdev)
		mdev = find_mdev(domain->unused);
	if (!mdev)
		return check_functions(host, domain, err);

	return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
			     "%s: Xen has no mediated devices, so domain %s cannot have %s: give it a virtual function by a hostdev of type pci, and name the address of that function in the metadata",
			     mdev->where, domain->name, mdev->uuid);
}
