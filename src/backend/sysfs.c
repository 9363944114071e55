// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading a tree that changes while it is read.
 */
#include "backend/sysfs.h"

#include <errno.h>
#include <string.h>

#include "host/host.h"
#include "model/device.h"
#include "util/error.h"
#include "util/text.h"

bool gvm_sysfs_is_gone(int rc)
{
	return rc == -ENOENT || rc == -ENOTDIR || rc == -ENODEV || rc == -ENXIO;
}

char *gvm_sysfs_load(struct gvm_host *host, const char *dir, const char *name)
{
	g_autofree char *path = g_strdup_printf("%s/%s", dir, name);
	char *value = NULL;

	gvm_host_load(host, path, GVM_HOST_ATTR_MAX, &value);

	return value;
}

char *gvm_sysfs_link(struct gvm_host *host, const char *dir, const char *name)
{
	g_autofree char *path = g_strdup_printf("%s/%s", dir, name);
	g_autofree char *target = NULL;

	gvm_host_link_name(host, path, &target);

	return gvm_text_is_name(target) ? g_steal_pointer(&target) : NULL;
}

bool gvm_sysfs_list(struct gvm_host *host, const char *path, GPtrArray **names,
		    GError **err)
{
	int rc = gvm_host_list(host, path, names);

	if (gvm_sysfs_is_gone(rc)) {
		*names = g_ptr_array_new();
		return true;
	}
	if (rc < 0)
		return gvm_error_set_errno(err, rc, "cannot read /%s", path);

	return true;
}

bool gvm_sysfs_in_use(struct gvm_host *host, const char *dir, const char *name,
		      bool *in_use, GError **err)
{
	g_autofree char *link = g_strdup_printf("%s/iommu_group", dir);
	g_autofree char *group = NULL;
	g_autofree char *node = NULL;
	int rc;

	*in_use = false;

	/* Not the number that the caller knows: it may be another device's
	 * by now, if this one was removed and made again.
	 */
	rc = gvm_host_link_name(host, link, &group);
	if (gvm_sysfs_is_gone(rc))
		return true;
	if (rc < 0)
		return gvm_error_set_errno(err, rc,
					   "cannot read the group of vGPU %s",
					   name);
	node = g_strdup_printf("dev/vfio/%s", group);
	rc = gvm_host_probe(host, node);

	switch (-rc) {
	case EBUSY:
		*in_use = true;
		return true;
	case 0:
	case ENOENT:
	case ENODEV:
	case ENXIO:
		return true;
	default:
		return gvm_error_set_errno(err, rc,
					   "cannot tell whether vGPU %s is in use from /%s",
					   name, node);
	}
}

bool gvm_sysfs_refused(const struct gvm_vgpu *vgpu, int rc, GError **err)
{
	/* The name of an errno can be searched for, unlike its text. */
	const char *name = strerrorname_np(-rc);

	switch (-rc) {
	case EACCES:
	case EPERM:
	case EROFS:
		return gvm_error_set(err, GVM_ERROR_DENIED,
				     "not permitted to make a vGPU on %s (%s); run as root, outside of any container or confinement",
				     vgpu->parent, name);
	case EAGAIN:
		return gvm_error_set(err, GVM_ERROR_BUSY,
				     "parent %s is busy with another change; try again",
				     vgpu->parent);
	default:
		return gvm_error_set(err, GVM_ERROR_FAILED,
				     "the driver of %s refused to make %s as %s (%s); see the kernel log ('journalctl -k')",
				     vgpu->parent, vgpu->uuid, vgpu->type,
				     name ? name : g_strerror(-rc));
	}
}
