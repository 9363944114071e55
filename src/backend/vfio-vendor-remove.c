// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Taking the type of a function away, never of one that is in use.
 *
 * A function is free for others only after 0 was written. That can fail for
 * some time after QEMU has ended, so it is tried again, within a bound.
 */
#include "backend/vfio-vendor-remove.h"

#include <errno.h>
#include <string.h>

#include "backend/sysfs.h"
#include "backend/vfio-vendor-scan.h"
#include "backend/vfio-vendor-write.h"
#include "backend/vfio-vendor.h"
#include "host/host.h"
#include "util/error.h"

/** @brief Longest wait for a function to become free. */
#define FREE_MS 10000

bool gvm_vfio_vendor_in_use(struct gvm_host *host, const struct gvm_vgpu *vgpu,
			    bool *in_use, GError **err)
{
	g_autofree char *dir = NULL;
	uint64_t number;

	if (!gvm_vfio_vendor_number(vgpu, &number, err))
		return false;
	dir = g_strdup_printf(GVM_SYSFS_PCI "/%s", vgpu->uuid);

	return gvm_sysfs_in_use(host, dir, vgpu->uuid, in_use, err);
}

/**
 * @brief Turn the errno of a write of 0 into a sentence.
 * @param vgpu  The vGPU.
 * @param rc    The negative errno.
 * @param err   Where to store the error, or NULL.
 * @return Always false.
 * @norestriction
 * @nosideeffect
 * @failure Always; the code says what a caller can do.
 */
static bool explain_remove(const struct gvm_vgpu *vgpu, int rc, GError **err)
{
	if (rc == -EPERM)
		return gvm_vfio_vendor_held(vgpu, err);
	if (rc == -EAGAIN || rc == -EBUSY)
		rc = -EINPROGRESS;

	return gvm_sysfs_kept(vgpu, rc, FREE_MS / 1000, err);
}

bool gvm_vfio_vendor_remove(struct gvm_host *host, const struct gvm_vgpu *vgpu,
			    GError **err)
{
	unsigned int left = FREE_MS;
	uint64_t current = 0;
	uint64_t number = 0;
	bool held = false;
	int rc;

	if (!gvm_vfio_vendor_number(vgpu, &number, err) ||
	    !gvm_vfio_vendor_in_use(host, vgpu, &held, err))
		return false;
	if (held)
		return gvm_sysfs_held(vgpu, err);
	rc = gvm_vfio_vendor_current(host, vgpu->uuid, &current);
	if (rc == 0 && current == number)
		rc = gvm_vfio_vendor_write(host, vgpu->uuid, 0, &left);
	if (rc == 0)
		rc = gvm_vfio_vendor_current(host, vgpu->uuid, &current);
	if (gvm_sysfs_is_gone(rc))
		return true;
	if (rc == 0 && current == number)
		rc = -EBUSY;

	return rc < 0 ? explain_remove(vgpu, rc, err) : true;
}
