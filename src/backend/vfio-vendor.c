// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Giving functions a vGPU type.
 *
 * The driver is asked by one write of a number, and what it made of that is
 * read back. Its part that answers is not open, so that an errno says little:
 * the list of types is read again to tell why. One of them is known: while a
 * program holds the function, every write is refused with EPERM, at once.
 */
#include "backend/vfio-vendor.h"

#include <errno.h>
#include <string.h>

#include "backend/sysfs.h"
#include "backend/vfio-vendor-remove.h"
#include "backend/vfio-vendor-scan.h"
#include "backend/vfio-vendor-write.h"
#include "host/host.h"
#include "util/error.h"
#include "util/text.h"

/** @brief Longest wait for a GPU that is busy with another change. */
#define GIVE_MS 2000
/** @brief The attribute that may need heterogeneous mode. */
#define PLACEMENT "nvidia/placement_id"

/** @brief Attributes that may be written: a PCI function has worse ones. */
static const char *const attributes[] = {
	"nvidia/vgpu_params", PLACEMENT, "nvidia/gpu_instance_id",
};

/**
 * @brief Say why a function was not given a type, as far as it is its own
 *        list that tells.
 * @param host  The machine.
 * @param vgpu  The vGPU that was to be made.
 * @param rc    The negative errno.
 * @param err   Where to store the error, or NULL.
 * @return Always false.
 * @norestriction
 * @sideeffect The driver computes the list.
 * @failure GVM_ERROR_NO_CAPACITY when the type is not in the list any more,
 *          or the errno says so; otherwise GVM_ERROR_FAILED.
 */
static bool explain_driver(struct gvm_host *host, const struct gvm_vgpu *vgpu,
			   int rc, GError **err)
{
	if (rc == -ENOSPC || rc == -EUSERS ||
	    !gvm_vfio_vendor_offers(host, vgpu->parent, vgpu->type))
		return gvm_error_set(err, GVM_ERROR_NO_CAPACITY,
				     "%s cannot be given %s now: the other vGPUs of its GPU leave no room, or are of another size while heterogeneous mode is off; 'gvmctl types %s' lists what it takes",
				     vgpu->parent, vgpu->type, vgpu->parent);

	return gvm_sysfs_refused(vgpu, rc, err);
}

/**
 * @brief Turn the errno of a write to "current_vgpu_type" into a sentence.
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
	if (gvm_sysfs_is_gone(rc))
		return gvm_error_set(err, GVM_ERROR_NOT_FOUND,
				     "%s is no function that takes a vGPU type; 'gvmctl parents' lists those there are",
				     vgpu->parent);
	switch (-rc) {
	case EEXIST:
		return gvm_error_set(err, GVM_ERROR_EXISTS,
				     "%s is a vGPU already; 'gvmctl list' shows which",
				     vgpu->parent);
	case EPERM:
		return gvm_vfio_vendor_held(vgpu, err);
	case EACCES:
	case EROFS:
		return gvm_sysfs_refused(vgpu, rc, err);
	case EAGAIN:
	case EBUSY:
		return gvm_sysfs_refused(vgpu, -EAGAIN, err);
	default:
		return explain_driver(host, vgpu, rc, err);
	}
}

/**
 * @brief Give a function a type.
 * @param host  The machine.
 * @param vgpu  Address, and type.
 * @param err   Where to store the error, or NULL.
 * @return true when the driver says that it has it.
 * @norestriction
 * @sideeffect Makes the vGPU; waits up to 2 s for a busy GPU, and for the
 *             driver as long as it takes.
 * @failure See explain_create(); GVM_ERROR_INVALID for a malformed name;
 *          GVM_ERROR_EXISTS when it has a type; GVM_ERROR_FAILED when the
 *          driver took the number and did nothing.
 */
static bool create(struct gvm_host *host, const struct gvm_vgpu *vgpu,
		   GError **err)
{
	unsigned int left = GIVE_MS;
	uint64_t current = 0;
	uint64_t number = 0;
	int rc;

	if (!gvm_vfio_vendor_number(vgpu, &number, err))
		return false;
	rc = gvm_vfio_vendor_current(host, vgpu->parent, &current);
	if (rc == 0 && current != 0)
		rc = -EEXIST;
	if (rc == 0)
		rc = gvm_vfio_vendor_write(host, vgpu->parent, number, &left);
	if (rc == 0)
		rc = gvm_vfio_vendor_current(host, vgpu->parent, &current);
	if (rc < 0)
		return explain_create(host, vgpu, rc, err);
	if (current != number)
		return gvm_error_set(err, GVM_ERROR_FAILED,
				     "the driver of %s took %s and did not make it; see the kernel log ('journalctl -k')",
				     vgpu->parent, vgpu->type);

	return true;
}

/**
 * @brief Say why an attribute was not taken.
 * @param vgpu  The vGPU.
 * @param attr  The attribute.
 * @param rc    The negative errno.
 * @param err   Where to store the error, or NULL.
 * @return Always false.
 * @norestriction
 * @nosideeffect
 * @failure Always; the code says what a caller can do.
 */
static bool explain_set(const struct gvm_vgpu *vgpu,
			const struct gvm_attr *attr, int rc, GError **err)
{
	if (gvm_sysfs_is_gone(rc))
		return gvm_error_set(err, GVM_ERROR_NOT_FOUND,
				     "vGPU %s has no attribute '%s'",
				     vgpu->uuid, attr->name);
	if (rc == -EPERM)
		return gvm_vfio_vendor_held(vgpu, err);
	if (rc == -EINVAL && g_str_equal(attr->name, PLACEMENT))
		return gvm_error_set(err, GVM_ERROR_FAILED,
				     "the driver refused placement '%s' for vGPU %s: take one that its type can have and that is free, with heterogeneous mode on ('nvidia-smi vgpu -shm 1', before any vGPU is made)",
				     attr->value, vgpu->uuid);

	return gvm_error_set_errno(err, rc,
				   "the driver refused '%s' for attribute '%s' of vGPU %s",
				   attr->value, attr->name, vgpu->uuid);
}

/**
 * @brief Write one attribute of a function.
 * @param host  The machine.
 * @param vgpu  The vGPU.
 * @param attr  Name and value; a newline is appended to the value.
 * @param err   Where to store the error, or NULL.
 * @return true when the driver took it.
 * @norestriction
 * @sideeffect Whatever the driver does with the value.
 * @failure GVM_ERROR_INVALID for a name that is not among the known ones;
 *          see explain_set().
 */
static bool set(struct gvm_host *host, const struct gvm_vgpu *vgpu,
		const struct gvm_attr *attr, GError **err)
{
	g_autofree char *shown = gvm_text_printable(attr->name,
						    GVM_TEXT_NAME_MAX);
	g_autofree char *value = NULL;
	g_autofree char *path = NULL;
	bool known = false;
	int rc;

	for (size_t i = 0; i < G_N_ELEMENTS(attributes); i++)
		known = known || g_str_equal(attr->name, attributes[i]);
	if (!known || !gvm_text_is_pci(vgpu->uuid))
		return gvm_error_set(err, GVM_ERROR_INVALID,
				     "'%s' may not be written as an attribute of vGPU %s",
				     shown, vgpu->uuid);

	value = g_strconcat(attr->value,
			    g_str_has_suffix(attr->value, "\n") ? "" : "\n",
			    NULL);
	path = g_strdup_printf(GVM_SYSFS_PCI "/%s/%s", vgpu->uuid,
			       attr->name);
	rc = gvm_host_store(host, path, value);

	return rc < 0 ? explain_set(vgpu, attr, rc, err) : true;
}

const struct gvm_backend gvm_vfio_vendor_backend = {
	.name = GVM_VFIO_VENDOR_NAME,
	.by_address = true,
	.parents = gvm_vfio_vendor_parents,
	.types = gvm_vfio_vendor_types,
	.keeps = gvm_vfio_vendor_is,
	.vgpus = gvm_vfio_vendor_vgpus,
	.find = gvm_vfio_vendor_find,
	.create = create,
	.set = set,
	.remove = gvm_vfio_vendor_remove,
	.in_use = gvm_vfio_vendor_in_use,
};
