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
#include "model/request.h"
#include "util/error.h"
#include "util/text.h"

bool gvm_sysfs_is_gone(int rc)
{
	return rc == -ENOENT || rc == -ENOTDIR || rc == -ENODEV || rc == -ENXIO;
}

bool gvm_sysfs_check_address(const char *address, GError **err)
{
	g_autofree char *shown = NULL;

	if (gvm_text_is_pci(address))
		return true;
	shown = gvm_text_printable(address, GVM_TEXT_NAME_MAX);

	return gvm_error_set(err, GVM_ERROR_INVALID,
			     "'%s' is no well-formed %s", shown, "PCI address");
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

/**
 * @brief Refuse the name of an attribute that leads out of a directory.
 *
 * A device's directory holds links to its driver, its type and, below
 * vfio-dev, to itself; through those a harmless name could reach "remove".
 *
 * @param host  The machine.
 * @param dir   The directory, below the root.
 * @param vgpu  The vGPU, for the sentence.
 * @param name  Name of the attribute.
 * @param err   Where to store the error, or NULL.
 * @return true when no component of the name is a link.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID otherwise.
 */
static bool check_attr(struct gvm_host *host, const char *dir,
		       const struct gvm_vgpu *vgpu, const char *name,
		       GError **err)
{
	g_autofree char *shown = gvm_text_printable(name, GVM_TEXT_NAME_MAX);
	bool sane = gvm_request_attr_is_sane(name);

	for (const char *end = name; sane && end; ) {
		g_autofree char *target = NULL;
		g_autofree char *path = NULL;

		end = strchr(end, '/');
		path = g_strdup_printf("%s/%.*s", dir,
				       end ? (int)(end - name) : -1, name);
		sane = gvm_host_link(host, path, &target) < 0;
		end = end ? end + 1 : NULL;
	}
	if (!sane)
		return gvm_error_set(err, GVM_ERROR_INVALID,
				     "'%s' may not be written as an attribute of vGPU %s",
				     shown, vgpu->uuid);

	return true;
}

bool gvm_sysfs_set_attr(struct gvm_host *host, const char *dir,
			const struct gvm_vgpu *vgpu,
			const struct gvm_attr *attr, GError **err)
{
	g_autofree char *value = NULL;
	g_autofree char *path = NULL;
	int rc;

	if (!check_attr(host, dir, vgpu, attr->name, err))
		return false;

	/* NVIDIA's driver cuts the last byte off, whatever it is. */
	value = g_strconcat(attr->value,
			    g_str_has_suffix(attr->value, "\n") ? "" : "\n",
			    NULL);
	path = g_strdup_printf("%s/%s", dir, attr->name);
	rc = gvm_host_store(host, path, value);
	if (gvm_sysfs_is_gone(rc))
		return gvm_error_set(err, GVM_ERROR_NOT_FOUND,
				     "vGPU %s has no attribute '%s'",
				     vgpu->uuid, attr->name);
	if (rc < 0)
		return gvm_error_set_errno(err, rc,
					   "the driver refused '%s' for attribute '%s' of vGPU %s",
					   attr->value, attr->name, vgpu->uuid);

	return true;
}

bool gvm_sysfs_held(const struct gvm_vgpu *vgpu, GError **err)
{
	return gvm_error_set(err, GVM_ERROR_BUSY,
			     "vGPU %s is in use; stop the domain that holds it first",
			     vgpu->uuid);
}

bool gvm_sysfs_kept(const struct gvm_vgpu *vgpu, int rc, int seconds,
		    GError **err)
{
	switch (-rc) {
	case EINPROGRESS:
		return gvm_error_set(err, GVM_ERROR_BUSY,
				     "vGPU %s is still being removed by the kernel after %d s; it goes when its last user has ended",
				     vgpu->uuid, seconds);
	case EACCES:
	case EPERM:
	case EROFS:
		return gvm_error_set(err, GVM_ERROR_DENIED,
				     "not permitted to remove vGPU %s (%s); run as root, outside of any container or confinement",
				     vgpu->uuid, strerrorname_np(-rc));
	default:
		return gvm_error_set_errno(err, rc,
					   "the driver refused to remove vGPU %s, see the kernel log ('journalctl -k')",
					   vgpu->uuid);
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
