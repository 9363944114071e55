// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Making mediated devices.
 *
 * The write of a UUID to "create" is the only atomic step there is: the
 * number of available instances is a hint that may be wrong a moment later,
 * and UUIDs are unique on the whole machine. When the write succeeds the
 * device is complete, when it fails nothing is left. So the errno of that
 * write decides, and each one calls for something else.
 */
#include "backend/mdev.h"

#include <errno.h>
#include <string.h>

#include "backend/mdev-find.h"
#include "backend/mdev-remove.h"
#include "backend/mdev-scan.h"
#include "backend/sysfs.h"
#include "host/host.h"
#include "util/error.h"
#include "util/text.h"

/** @brief Pauses before "create" is tried again after EAGAIN, 1.9 s in all. */
static const unsigned int pauses_ms[] = { 10, 40, 150, 300, 600, 800 };

/**
 * @brief Refuse names that are no single component of a path.
 * @param vgpu  The vGPU that is to be made.
 * @param err   Where to store the error, or NULL.
 * @return true when uuid, parent and type are well-formed.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID names the one that is not.
 */
static bool check_names(const struct gvm_vgpu *vgpu, GError **err)
{
	g_autofree char *uuid = gvm_text_uuid(vgpu->uuid);
	g_autofree char *shown = NULL;
	const char *what = NULL;
	const char *text = NULL;

	if (!uuid) {
		what = "UUID";
		text = vgpu->uuid;
	} else if (!gvm_text_is_name(vgpu->parent)) {
		what = "name of a parent";
		text = vgpu->parent;
	} else if (!gvm_text_is_name(vgpu->type)) {
		what = "type";
		text = vgpu->type;
	}
	if (!what)
		return true;
	shown = gvm_text_printable(text, GVM_TEXT_NAME_MAX);

	return gvm_error_set(err, GVM_ERROR_INVALID,
			     "'%s' is no well-formed %s", shown, what);
}

/**
 * @brief Say why "create" is not there.
 * @param host  The machine.
 * @param vgpu  The vGPU that was to be made.
 * @param err   Where to store the error, or NULL.
 * @return Always false.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_NOT_FOUND with the name of what is missing.
 */
static bool explain_missing(struct gvm_host *host, const struct gvm_vgpu *vgpu,
			    GError **err)
{
	g_autofree char *parent = NULL;

	parent = g_strdup_printf(GVM_MDEV_PARENTS "/%s", vgpu->parent);
	if (gvm_host_exists(host, parent) != 1)
		return gvm_error_set(err, GVM_ERROR_NOT_FOUND,
				     "%s is no parent of mediated devices; 'gvmctl parents' lists those there are",
				     vgpu->parent);

	return gvm_error_set(err, GVM_ERROR_NOT_FOUND,
			     "parent %s does not offer type %s; 'gvmctl types %s' lists what it offers",
			     vgpu->parent, vgpu->type, vgpu->parent);
}

/**
 * @brief Say that a parent is full.
 * @param vgpu  The vGPU that was to be made.
 * @param err   Where to store the error, or NULL.
 * @return Always false.
 * @norestriction
 * @nosideeffect
 * @failure Always GVM_ERROR_NO_CAPACITY.
 */
static bool explain_full(const struct gvm_vgpu *vgpu, GError **err)
{
	return gvm_error_set(err, GVM_ERROR_NO_CAPACITY,
			     "parent %s has no room for another %s; stop a domain that uses it or choose another parent",
			     vgpu->parent, vgpu->type);
}

/**
 * @brief Say what a driver meant with an errno of its own.
 *
 * Drivers refuse a device that does not fit with whatever they like (NVIDIA's
 * with EIO or EINVAL), so their own count is asked again.
 *
 * @param host  The machine.
 * @param vgpu  The vGPU that was to be made.
 * @param rc    The negative errno.
 * @param err   Where to store the error, or NULL.
 * @return Always false.
 * @norestriction
 * @sideeffect The driver computes the number of available instances.
 * @failure GVM_ERROR_NO_CAPACITY when the driver counts none left, otherwise
 *          GVM_ERROR_FAILED.
 */
static bool explain_driver(struct gvm_host *host, const struct gvm_vgpu *vgpu,
			   int rc, GError **err)
{
	g_autofree char *left = NULL;
	g_autofree char *dir = NULL;

	dir = g_strdup_printf(GVM_MDEV_PARENTS "/%s/mdev_supported_types/%s",
			      vgpu->parent, vgpu->type);
	left = gvm_sysfs_load(host, dir, "available_instances");
	if (left && g_str_equal(left, "0"))
		return explain_full(vgpu, err);

	return gvm_sysfs_refused(vgpu, rc, err);
}

/**
 * @brief Turn the errno of a write to "create" into a sentence.
 * @param host  The machine.
 * @param vgpu  The vGPU that was to be made.
 * @param rc    The negative errno.
 * @param err   Where to store the error, or NULL.
 * @return Always false.
 * @norestriction
 * @sideeffect May look at sysfs again to tell causes apart.
 * @failure Always; the code says what a caller can do.
 */
static bool explain_create(struct gvm_host *host, const struct gvm_vgpu *vgpu,
			   int rc, GError **err)
{
	switch (-rc) {
	case ENOENT:
	case ENOTDIR:
		return explain_missing(host, vgpu, err);
	case EEXIST:
		return gvm_error_set(err, GVM_ERROR_EXISTS,
				     "a vGPU with UUID %s exists already; 'gvmctl list' shows where",
				     vgpu->uuid);
	case ENOSPC:
	case EUSERS:
		return explain_full(vgpu, err);
	case ENODEV:
		return gvm_error_set(err, GVM_ERROR_NOT_FOUND,
				     "parent %s is being unregistered by its driver; choose another one or load the driver again",
				     vgpu->parent);
	case EACCES:
	case EPERM:
	case EROFS:
	case EAGAIN:
		return gvm_sysfs_refused(vgpu, rc, err);
	default:
		return explain_driver(host, vgpu, rc, err);
	}
}

/**
 * @brief Make a mediated device.
 * @param host  The machine.
 * @param vgpu  Its UUID, parent and type.
 * @param err   Where to store the error, or NULL.
 * @return true when it is there.
 * @norestriction
 * @sideeffect Creates the device; waits up to 2 s for a busy parent.
 * @failure See explain_create(); GVM_ERROR_INVALID for a malformed name.
 */
static bool create(struct gvm_host *host, const struct gvm_vgpu *vgpu,
		   GError **err)
{
	g_autofree char *path = NULL;
	int rc;

	if (!check_names(vgpu, err))
		return false;
	path = g_strdup_printf(GVM_MDEV_PARENTS
			       "/%s/mdev_supported_types/%s/create",
			       vgpu->parent, vgpu->type);

	rc = gvm_host_store(host, path, vgpu->uuid);
	for (size_t i = 0; rc == -EAGAIN && i < G_N_ELEMENTS(pauses_ms); i++) {
		gvm_host_wait(host, pauses_ms[i]);
		rc = gvm_host_store(host, path, vgpu->uuid);
	}

	return rc < 0 ? explain_create(host, vgpu, rc, err) : true;
}

/**
 * @brief Write one attribute of a mediated device.
 * @param host  The machine.
 * @param vgpu  The vGPU.
 * @param attr  Name and value; a newline is appended to the value.
 * @param err   Where to store the error, or NULL.
 * @return true when the driver took it.
 * @norestriction
 * @sideeffect Whatever the driver does with the value.
 * @failure GVM_ERROR_INVALID for a forbidden name; GVM_ERROR_NOT_FOUND when
 *          there is no such attribute; GVM_ERROR_DENIED or GVM_ERROR_BUSY as
 *          the errno says; otherwise GVM_ERROR_FAILED.
 */
static bool set(struct gvm_host *host, const struct gvm_vgpu *vgpu,
		const struct gvm_attr *attr, GError **err)
{
	g_autofree char *dir = NULL;

	if (!g_uuid_string_is_valid(vgpu->uuid))
		return check_names(vgpu, err);
	dir = g_strdup_printf(GVM_MDEV_DEVICES "/%s", vgpu->uuid);

	return gvm_sysfs_set_attr(host, dir, vgpu, attr, err);
}

const struct gvm_backend gvm_mdev_backend = {
	.name = GVM_MDEV_NAME,
	.parents = gvm_mdev_scan_parents,
	.types = gvm_mdev_scan_types,
	.vgpus = gvm_mdev_find_all,
	.find = gvm_mdev_find_one,
	.create = create,
	.set = set,
	.remove = gvm_mdev_remove,
	.in_use = gvm_mdev_in_use,
};
