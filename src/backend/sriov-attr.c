// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What a driver lets be set for each virtual function.
 *
 * The attributes belong to the physical function, in a directory for each
 * virtual one, whose number counts from 1. Where that is differs:
 *
 *   sriov_admin/vfN          xe from Linux 6.19 on
 *   drm/cardM/iov/vfN        Intel's i915 with SR-IOV, which is not in Linux
 *   drm/cardM/prelim_iov/vfN older ones of these
 *   debugfs dri/PF/...       xe before that, for who has nothing better
 *
 * All are looked through in this order; a kernel has one of them or none.
 */
#include "backend/sriov-attr.h"

#include "backend/pci-function.h"
#include "backend/sysfs.h"
#include "host/host.h"
#include "util/error.h"

/** @brief No device has more virtual functions (16 bits of routing ids). */
#define VFS_MAX 65535

/**
 * @brief Find out which virtual function of its device a function is.
 * @param host    The machine.
 * @param vgpu    The function.
 * @param physfn  Address of its physical function.
 * @return Its number, counted from 1, or 0 when it is none.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static unsigned int number_of(struct gvm_host *host,
			      const struct gvm_vgpu *vgpu, const char *physfn)
{
	g_autofree char *dir = g_strdup_printf(GVM_SYSFS_PCI "/%s", physfn);

	for (unsigned int i = 0; i < VFS_MAX; i++) {
		g_autofree char *link = g_strdup_printf("virtfn%u", i);
		g_autofree char *address = gvm_sysfs_link(host, dir, link);

		if (!address)
			break;
		if (g_str_equal(address, vgpu->uuid))
			return i + 1;
	}

	return 0;
}

/**
 * @brief Append the directories that the DRM drivers have for a function.
 * @param host    The machine.
 * @param physfn  Address of the physical function.
 * @param number  Number of the virtual one.
 * @param dirs    Where to append.
 * @norestriction
 * @sideeffect Grows @p dirs.
 * @nofailure
 */
static void add_drm(struct gvm_host *host, const char *physfn,
		    unsigned int number, GPtrArray *dirs)
{
	g_autofree char *drm = g_strdup_printf(GVM_SYSFS_PCI "/%s/drm",
					       physfn);
	g_autoptr(GPtrArray) cards = NULL;

	if (!gvm_sysfs_list(host, drm, &cards, NULL))
		return;
	for (guint i = 0; i < cards->len; i++) {
		const char *card = g_ptr_array_index(cards, i);

		g_ptr_array_add(dirs, g_strdup_printf("%s/%s/iov/vf%u", drm,
						      card, number));
		g_ptr_array_add(dirs, g_strdup_printf("%s/%s/prelim_iov/vf%u",
						      drm, card, number));
	}
}

/**
 * @brief List the directories that may have attributes of a function.
 * @param host    The machine.
 * @param physfn  Address of the physical function.
 * @param number  Number of the virtual one.
 * @return A new array of paths below the root.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static GPtrArray *list_dirs(struct gvm_host *host, const char *physfn,
			    unsigned int number)
{
	static const char *const debug[] = { "sriov/vf", "gt0/vf" };
	GPtrArray *dirs = g_ptr_array_new_with_free_func(g_free);

	g_ptr_array_add(dirs,
			g_strdup_printf(GVM_SYSFS_PCI "/%s/sriov_admin/vf%u",
					physfn, number));
	add_drm(host, physfn, number, dirs);
	for (size_t i = 0; i < G_N_ELEMENTS(debug); i++)
		g_ptr_array_add(dirs,
				g_strdup_printf("sys/kernel/debug/dri/%s/%s%u",
						physfn, debug[i], number));

	return dirs;
}

bool gvm_sriov_set(struct gvm_host *host, const struct gvm_vgpu *vgpu,
		   const struct gvm_attr *attr, GError **err)
{
	g_autofree char *dir = g_strdup_printf(GVM_SYSFS_PCI "/%s",
					       vgpu->uuid);
	g_autofree char *physfn = gvm_sysfs_link(host, dir, "physfn");
	unsigned int number = physfn ? number_of(host, vgpu, physfn) : 0;
	g_autoptr(GPtrArray) dirs = NULL;

	if (number)
		dirs = list_dirs(host, physfn, number);
	for (guint i = 0; dirs && i < dirs->len; i++) {
		const char *base = g_ptr_array_index(dirs, i);

		if (gvm_host_exists(host, base) == 1)
			return gvm_sysfs_set_attr(host, base, vgpu, attr, err);
	}

	return gvm_error_set(err, GVM_ERROR_NOT_FOUND,
			     "vGPU %s has no attribute '%s'", vgpu->uuid,
			     attr->name);
}
