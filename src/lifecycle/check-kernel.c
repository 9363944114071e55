// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The doctor looks at the kernel.
 */
#include "lifecycle/check-subjects.h"

#include "backend/mdev.h"
#include "backend/vfio-vendor.h"
#include "host/xen.h"

/** @brief Where the kernel lists the IOMMUs that it uses. */
#define IOMMU_CLASS "sys/class/iommu"
/** @brief Where it lists the groups of devices behind them. */
#define IOMMU_GROUPS "sys/kernel/iommu_groups"
/** @brief There as soon as VFIO is. */
#define VFIO_CLASS "sys/class/vfio"
/** @brief Modules of the kernel, those that are built in as well. */
#define MODULES "sys/module"
/** @brief There as soon as VFIO can map the memory of a domain. */
#define TYPE1 "sys/module/vfio_iommu_type1"
/** @brief What newer kernels have instead. */
#define IOMMUFD "dev/iommu"
/** @brief What kernels up to 5.18 need for each mediated device. */
#define VFIO_MDEV "sys/bus/mdev/drivers/vfio_mdev"
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

void gvm_check_miss(struct gvm_check *check, enum gvm_cause cause,
		    const char *remedy, const char *detail)
{
	bool matters = gvm_check_has_devices(check);

	gvm_check_add(check, matters ? GVM_CHECK_WARNING : GVM_CHECK_NOTE,
		      cause, NULL, matters ? remedy : NULL, "%s", detail);
}

void gvm_check_iommu(struct gvm_check *check)
{
	unsigned int groups = count(check->host, IOMMU_GROUPS);

	/* Whether it is on, the kernel of the control domain cannot know. */
	if (gvm_xen_is_control(check->host))
		gvm_check_say(check, GVM_CHECK_NOTE, NULL,
			      "Xen has the IOMMU; 'xl info' shows hvm_directio or pv_directio where it is on");
	else if (groups > 0 && count(check->host, IOMMU_CLASS) > 0)
		gvm_check_say(check, GVM_CHECK_OK, NULL,
			      "the IOMMU is on, groups: %u", groups);
	else
		gvm_check_miss(check, GVM_CAUSE_IOMMU_OFF,
			       "boot with intel_iommu=on or amd_iommu=on, and VT-d or AMD-Vi on in the firmware",
			       "the IOMMU is off: no virtual function can be given to a domain");
}

/**
 * @brief Tell whether VFIO can map the memory of a domain.
 * @param host  The machine.
 * @return true when it can, or when it cannot be told.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static bool has_memory_driver(struct gvm_host *host)
{
	return gvm_host_exists(host, TYPE1) > 0 ||
		gvm_host_exists(host, IOMMUFD) > 0 ||
		gvm_host_exists(host, MODULES) <= 0;
}

void gvm_check_vfio(struct gvm_check *check)
{
	if (gvm_xen_is_control(check->host) &&
	    gvm_host_exists(check->host, XEN_DRIVER) > 0)
		gvm_check_say(check, GVM_CHECK_OK, NULL,
			      "the kernel's driver for Xen, pciback, is there");
	else if (gvm_xen_is_control(check->host))
		gvm_check_miss_module(check, GVM_CAUSE_PCIBACK_NOT_LOADED,
				      "xen-pciback", "modprobe xen-pciback",
				      "the kernel's driver for Xen, pciback, is not loaded: no device can be given to a domain");
	else if (gvm_host_exists(check->host, VFIO_CLASS) <= 0)
		gvm_check_miss_module(check, GVM_CAUSE_VFIO_NOT_LOADED, "vfio",
				      "modprobe -a vfio vfio_iommu_type1",
				      "the kernel's VFIO is not loaded: no device can be given to a domain");
	else if (!has_memory_driver(check->host))
		gvm_check_miss_module(check, GVM_CAUSE_VFIO_TYPE1_NOT_LOADED,
				      "vfio_iommu_type1",
				      "modprobe vfio_iommu_type1",
				      "the kernel's vfio_iommu_type1 is not loaded: QEMU cannot share the memory of a domain with a device");
	else
		gvm_check_say(check, GVM_CHECK_OK, NULL,
			      "the kernel's VFIO is there");
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

/**
 * @brief Tell whether somebody wants a mediated device.
 * @param check  The check.
 * @return true when one is defined, or a hostdev of a domain asks for one.
 * @pure
 */
static bool wants_mdev(const struct gvm_check *check)
{
	for (guint i = 0; i < check->domains->len; i++) {
		const struct gvm_check_domain *entry;

		entry = g_ptr_array_index(check->domains, i);
		for (guint j = 0; entry->domain &&
		     j < entry->domain->requests->len; j++) {
			const struct gvm_request *request;

			request = g_ptr_array_index(entry->domain->requests, j);
			if (request->uuid)
				return true;
		}
	}

	return check->definitions->len > 0;
}

/**
 * @brief Say that a driver makes vGPUs, but no mediated devices.
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds a finding.
 * @nofailure
 */
static void report_gone(struct gvm_check *check)
{
	if (wants_mdev(check))
		gvm_check_add(check, GVM_CHECK_WARNING, GVM_CAUSE_MDEV_GONE,
			      NULL, "virsh edit DOMAIN, to name a function in a PCI hostdev instead",
			      "NVIDIA's driver makes no mediated devices on this kernel, and there are hostdevs or definitions that want one");
	else
		gvm_check_add(check, GVM_CHECK_NOTE, GVM_CAUSE_MDEV_GONE, NULL,
			      NULL,
			      "NVIDIA's driver makes no mediated devices on this kernel: its functions are given types and passed as PCI hostdevs");
}

void gvm_check_mdev(struct gvm_check *check)
{
	struct gvm_host *host = check->host;

	if (gvm_check_has_backend(check, GVM_VFIO_VENDOR_NAME) &&
	    !gvm_check_has_backend(check, GVM_MDEV_NAME))
		report_gone(check);
	else if (gvm_host_exists(host, MDEV_BUS) <= 0 && needs_no_mdev(check))
		gvm_check_say(check, GVM_CHECK_OK, NULL,
			      "no device here makes mediated devices, and none has to");
	else if (gvm_host_exists(host, MDEV_BUS) <= 0)
		gvm_check_miss_module(check, GVM_CAUSE_MDEV_NOT_LOADED, "mdev",
				      "modprobe mdev",
				      "the kernel's mediated devices are not loaded: no driver can register a parent");
	else if (gvm_host_exists(host, VFIO_MDEV) == 0 &&
		 gvm_check_has_module(host, "vfio_mdev"))
		gvm_check_miss(check, GVM_CAUSE_VFIO_MDEV_NOT_LOADED,
			       "modprobe vfio_mdev",
			       "the kernel's vfio_mdev is not loaded: a mediated device has no driver");
	else
		gvm_check_say(check, GVM_CHECK_OK, NULL,
			      "the kernel's mediated devices are there");
}

/**
 * @brief Spell what may make a driver register parents.
 * @param check  The check.
 * @return A static string.
 * @pure
 */
static const char *parent_remedy(const struct gvm_check *check)
{
	if (!check->gpus->version)
		return "modprobe nvidia";

	return gvm_check_has_hosts(check) ? "modprobe nvidia-vgpu-vfio" :
		"install NVIDIA's vGPU driver for Linux with KVM";
}

void gvm_check_parents(struct gvm_check *check)
{
	if (!check->parents)
		gvm_check_add(check, GVM_CHECK_ERROR,
			      GVM_CAUSE_PARENTS_UNREADABLE, NULL,
			      "run gvmctl check as root", "%s",
			      check->no_parents);
	else if (check->parents->len > 0)
		gvm_check_say(check, GVM_CHECK_OK, NULL,
			      "devices that can make vGPUs: %u",
			      check->parents->len);
	else
		gvm_check_miss(check, GVM_CAUSE_NO_PARENT,
			       parent_remedy(check),
			       "no driver has registered a parent");
}
