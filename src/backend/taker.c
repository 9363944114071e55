// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Drivers that hand PCI functions over, to programs or to Xen.
 */
#include "backend/taker.h"

#include "backend/pci-function.h"
#include "host/xen.h"
#include "util/error.h"

/** @brief Longest wait for a module to be loaded, in milliseconds. */
#define MODPROBE_MS 10000

/** @brief Both of them; the index is whether it serves Xen. */
static const struct gvm_taker takers[] = {
	[false] = { "vfio-pci", "vfio-pci", true },
	[true] = { GVM_XEN_DRIVER, "xen-pciback", false },
};

const struct gvm_taker *gvm_taker_of(struct gvm_host *host)
{
	return &takers[gvm_xen_is_control(host)];
}

bool gvm_taker_is_ours(const char *driver)
{
	return g_strcmp0(driver, takers[false].driver) == 0 ||
		g_strcmp0(driver, takers[true].driver) == 0;
}

bool gvm_taker_load(struct gvm_host *host, const struct gvm_taker *taker)
{
	const char *const argv[] = {
		"usr/sbin/modprobe", "-b", taker->module, NULL
	};
	g_autofree char *path = NULL;

	path = g_strdup_printf(GVM_PCI_DRIVERS "/%s", taker->driver);
	if (gvm_host_exists(host, path) == 1)
		return true;
	gvm_host_run(host, argv, MODPROBE_MS);

	return gvm_host_exists(host, path) == 1;
}

bool gvm_taker_xen_in_use(struct gvm_host *host, const struct gvm_vgpu *vgpu,
			  bool *in_use, GError **err)
{
	int rc = gvm_xen_has_function(host, vgpu->uuid);

	*in_use = rc > 0;
	if (rc >= 0)
		return true;

	return gvm_error_set_errno(err, rc,
				   "xenstore does not tell whether a domain has %s (see 'xl list')",
				   vgpu->uuid);
}
