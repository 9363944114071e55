// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The doctor looks at the kernel.
 */
#include "lifecycle/check-subjects.h"

#include "host/xen.h"

/** @brief Where the kernel lists the IOMMUs that it uses. */
#define IOMMU_CLASS "sys/class/iommu"
/** @brief Where it lists the groups of devices behind them. */
#define IOMMU_GROUPS "sys/kernel/iommu_groups"
/** @brief There as soon as VFIO is. */
#define VFIO_CLASS "sys/class/vfio"
/** @brief There as soon as functions can be given to domains of Xen. */
#define XEN_DRIVER "sys/bus/pci/drivers/" GVM_XEN_DRIVER
/** @brief There as soon as mediated devices are. */
#define MDEV_BUS "sys/bus/mdev"

/**
 * @brief Count the entries of a directory.
 * @param host  The machine.
 * @param path  The directory.
 * @return How many; 0 when there is no directory.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static unsigned int count(struct gvm_host *host, const char *path)
{
	g_autoptr(GPtrArray) names = NULL;

	return gvm_host_list(host, path, &names) < 0 ? 0 : names->len;
}

/**
 * @brief Say that something which vGPUs need is missing.
 * @param check   The check.
 * @param remedy  What mends it.
 * @param detail  The sentence.
 * @norestriction
 * @sideeffect Adds a finding, a note where nothing could make vGPUs.
 * @nofailure
 */
static void miss(struct gvm_check *check, const char *remedy,
		 const char *detail)
{
	bool matters = gvm_check_has_devices(check);

	gvm_check_add(check, matters ? GVM_CHECK_WARNING : GVM_CHECK_NOTE,
		      NULL, matters ? remedy : NULL, "%s", detail);
}

void gvm_check_iommu(struct gvm_check *check)
{
	unsigned int groups = count(check->host, IOMMU_GROUPS);

	/* Whether it is on, the kernel of the control domain cannot know. */
	if (gvm_xen_is_control(check->host))
		gvm_check_add(check, GVM_CHECK_NOTE, NULL, NULL,
			      "Xen has the IOMMU; 'xl info' shows hvm_directio or pv_directio where it is on");
	else if (groups > 0 && count(check->host, IOMMU_CLASS) > 0)
		gvm_check_add(check, GVM_CHECK_OK, NULL, NULL,
			      "the IOMMU is on, groups: %u", groups);
	else
		miss(check, "boot with intel_iommu=on or amd_iommu=on, and VT-d or AMD-Vi on in the firmware",
		     "the IOMMU is off: no virtual function can be given to a domain");
}

void gvm_check_vfio(struct gvm_check *check)
{
	if (gvm_xen_is_control(check->host) &&
	    gvm_host_exists(check->host, XEN_DRIVER) > 0)
		gvm_check_add(check, GVM_CHECK_OK, NULL, NULL,
			      "the kernel's driver for Xen, pciback, is there");
	else if (gvm_xen_is_control(check->host))
		miss(check, "modprobe xen-pciback",
		     "the kernel's driver for Xen, pciback, is not loaded: no device can be given to a domain");
	else if (gvm_host_exists(check->host, VFIO_CLASS) > 0)
		gvm_check_add(check, GVM_CHECK_OK, NULL, NULL,
			      "the kernel's VFIO is there");
	else
		miss(check, "modprobe -a vfio vfio_iommu_type1",
		     "the kernel's VFIO is not loaded: no device can be given to a domain");
}

/**
 * @brief Tell whether all vGPUs are made without mediated devices.
 * @param check  The check.
 * @return true when there are parents and each takes a type itself.
 * @pure
 */
static bool needs_no_mdev(const struct gvm_check *check)
{
	const GPtrArray *parents = check->parents;
	bool none = parents && parents->len > 0;

	for (guint i = 0; none && i < parents->len; i++) {
		const struct gvm_parent *parent = g_ptr_array_index(parents, i);

		none = parent->by_address;
	}

	return none;
}

void gvm_check_mdev(struct gvm_check *check)
{
	if (gvm_host_exists(check->host, MDEV_BUS) > 0)
		gvm_check_add(check, GVM_CHECK_OK, NULL, NULL,
			      "the kernel's mediated devices are there");
	else if (needs_no_mdev(check))
		gvm_check_add(check, GVM_CHECK_OK, NULL, NULL,
			      "no device here makes mediated devices, and none has to");
	else
		miss(check, "modprobe mdev",
		     "the kernel's mediated devices are not loaded: no driver can register a parent");
}

void gvm_check_parents(struct gvm_check *check)
{
	if (!check->parents)
		gvm_check_add(check, GVM_CHECK_ERROR, NULL, NULL, "%s",
			      check->no_parents);
	else if (check->parents->len > 0)
		gvm_check_add(check, GVM_CHECK_OK, NULL, NULL,
			      "devices that can make vGPUs: %u",
			      check->parents->len);
	else
		miss(check, gvm_check_has_hosts(check) ?
		     "modprobe nvidia-vgpu-vfio" : NULL,
		     "no driver has registered a parent");
}
