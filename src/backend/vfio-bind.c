// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Taking a PCI function from its driver for VFIO or Xen, and giving it
 *        back.
 *
 * Theory of operation. The kernel gives a function to the driver that the
 * attribute driver_override names, and to no other. So it is taken in three
 * writes, and given back in up to four:
 *
 *   override := vfio-pci,  unbind from its driver,  probe
 *   unbind from vfio-pci,  override := its driver,  probe,  override := none
 *
 * With pciback in the place of vfio-pci the same is done for domains of Xen,
 * which take from pciback what libvirt names.
 *
 * The end may come after each of them. What is left then differs (an override
 * without effect, a function without driver), but one thing is always there:
 * the claim that was written before, which names the driver that had the
 * function. gvm_vfio_give_back() therefore asks what is there and mends it,
 * rather than undo what it was told had been done.
 *
 * To unbind a function that a program holds blocks in the kernel until it is
 * let go, beyond the reach of any signal; a GPU's own driver may take long as
 * well. Both are written by a process that nobody waits for. Until it comes
 * back it has the kernel's lock of the device, and whoever reads or writes
 * driver_override waits for that lock, as helplessly. All that can be seen is
 * that the function has no driver: then it is asked first whether the lock is
 * free, by a write that changes nothing and needs it, and that nobody waits for
 * either.
 *
 * Sources: Linux 6.1 and 6.12, Documentation/ABI/testing/sysfs-bus-pci
 * (driver_override, unbind, drivers_probe), drivers/vfio/vfio_main.c
 * (vfio_unregister_group_dev waits for the last user), drivers/base/dd.c,
 * drivers/base/driver.c (driver_set_override), drivers/base/power/sysfs.c
 * (control_store), drivers/xen/xen-pciback/pci_stub.c (takes what the override
 * gives it).
 */
#include "backend/vfio-bind.h"

#include <errno.h>
#include <string.h>

#include "backend/pci-function.h"
#include "backend/sysfs.h"
#include "backend/taker.h"
#include "host/xen.h"
#include "util/error.h"
#include "util/text.h"

/** @brief Longest wait for a driver to let go, in milliseconds. */
#define UNBIND_MS 10000
/** @brief Longest wait for the lock of a device, in milliseconds. */
#define LOCK_MS 2000
/** @brief Whom the kernel is to ask for a function that has no driver. */
#define PROBE "sys/bus/pci/drivers_probe"

/**
 * @brief Read which driver has a function.
 * @param host     The machine.
 * @param address  Address of the function.
 * @return A new string, or NULL when none has it.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static char *driver_of(struct gvm_host *host, const char *address)
{
	g_autofree char *dir = g_strdup_printf(GVM_SYSFS_PCI "/%s", address);

	return gvm_sysfs_link(host, dir, "driver");
}

/**
 * @brief Say which driver alone may have a function.
 * @param host     The machine.
 * @param address  Address of the function.
 * @param driver   Name of the driver; "" lets every one have it.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect Writes driver_override.
 * @failure What the kernel reports.
 */
static int set_override(struct gvm_host *host, const char *address,
			const char *driver)
{
	g_autofree char *value = g_strconcat(driver, "\n", NULL);
	g_autofree char *path = NULL;

	path = g_strdup_printf(GVM_SYSFS_PCI "/%s/driver_override", address);

	return gvm_host_store(host, path, value);
}

/**
 * @brief Take a function from a driver.
 * @param host     The machine.
 * @param address  Address of the function.
 * @param driver   Name of the driver.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect Unbinds it; waits up to UNBIND_MS.
 * @failure -EINPROGRESS when the driver has not let go in time; one that has
 *          no longer got the function is success.
 */
static int unbind(struct gvm_host *host, const char *address,
		  const char *driver)
{
	g_autofree char *path = NULL;
	int rc;

	path = g_strdup_printf(GVM_PCI_DRIVERS "/%s/unbind", driver);
	rc = gvm_host_store_detached(host, path, address, UNBIND_MS);

	return gvm_sysfs_is_gone(rc) ? 0 : rc;
}

/**
 * @brief Let the kernel find a driver for a function.
 * @param host     The machine.
 * @param address  Address of the function.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect May bind a driver, which is not told by the result.
 * @failure What the kernel reports.
 */
static int probe(struct gvm_host *host, const char *address)
{
	return gvm_host_store_detached(host, PROBE, address, UNBIND_MS);
}

/**
 * @brief Make sure that a function without driver is not still being taken
 *        from one.
 * @param host     The machine.
 * @param address  Address of the function.
 * @param err      Where to store the error, or NULL.
 * @return true when its driver_override can be read and written.
 * @norestriction
 * @sideeffect Waits up to LOCK_MS.
 * @failure GVM_ERROR_BUSY otherwise.
 */
static bool settle(struct gvm_host *host, const char *address, GError **err)
{
	g_autofree char *dir = g_strdup_printf(GVM_SYSFS_PCI "/%s", address);
	g_autofree char *path = g_strdup_printf("%s/power/control", dir);
	g_autofree char *value = gvm_sysfs_load(host, dir, "power/control");

	/* What it says already is written again: only the lock matters. */
	if (!value || gvm_host_store_detached(host, path, value, LOCK_MS) !=
		      -EINPROGRESS)
		return true;

	return gvm_error_set(err, GVM_ERROR_BUSY,
			     "%s is still being taken from its driver: stop what uses it on the host, then run 'gvmctl reconcile'",
			     address);
}

bool gvm_vfio_bind_in_use(struct gvm_host *host, const struct gvm_vgpu *vgpu,
			  bool *in_use, GError **err)
{
	g_autofree char *driver = NULL;
	g_autofree char *dir = NULL;

	if (!gvm_sysfs_check_address(vgpu->uuid, err))
		return false;
	driver = driver_of(host, vgpu->uuid);
	if (g_strcmp0(driver, GVM_XEN_DRIVER) == 0)
		return gvm_taker_xen_in_use(host, vgpu, in_use, err);
	dir = g_strdup_printf(GVM_SYSFS_PCI "/%s", vgpu->uuid);

	return gvm_sysfs_in_use(host, dir, vgpu->uuid, in_use, err);
}

/**
 * @brief Check that a function can be taken.
 * @param host     The machine.
 * @param address  Address of the function.
 * @param driver   Who has it, or NULL.
 * @param err      Where to store the error, or NULL.
 * @return true when nothing is known to be in the way.
 * @norestriction
 * @nosideeffect
 * @failure As for gvm_vfio_bind().
 */
static bool check_free(struct gvm_host *host, const char *address,
		       const char *driver, GError **err)
{
	g_autofree char *dir = g_strdup_printf(GVM_SYSFS_PCI "/%s", address);
	g_autofree char *group = gvm_sysfs_link(host, dir, "iommu_group");
	const struct gvm_taker *taker = gvm_taker_of(host);

	if (gvm_pci_is_taker(driver))
		return gvm_error_set(err, GVM_ERROR_EXISTS,
				     "%s has driver %s already; 'gvmctl list' shows it",
				     address, driver);
	if (gvm_host_exists(host, dir) == 0)
		return gvm_error_set(err, GVM_ERROR_NOT_FOUND,
				     "there is no PCI function %s; 'gvmctl parents' lists those that can be given to a domain",
				     address);
	if (!group && taker->needs_group)
		return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
				     "%s is in no IOMMU group: switch the IOMMU on in the firmware, and on the kernel's command line with intel_iommu=on (Intel) or amd_iommu=on (AMD)",
				     address);
	if (!gvm_taker_load(host, taker))
		return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
				     "driver %s is not loaded and cannot be: run 'modprobe %s' to see why",
				     taker->driver, taker->module);

	return true;
}

/**
 * @brief Say why a function could not be taken.
 * @param address  Address of the function.
 * @param driver   Who had it, or NULL.
 * @param taker    Who should have it.
 * @param rc       The negative errno, or 0 when the kernel merely did not.
 * @param err      Where to store the error, or NULL.
 * @return Always false.
 * @norestriction
 * @nosideeffect
 * @failure Always; the code says what a caller can do.
 */
static bool explain(const char *address, const char *driver,
		    const char *taker, int rc, GError **err)
{
	switch (-rc) {
	case 0:
		return gvm_error_set(err, GVM_ERROR_FAILED,
				     "the kernel did not give %s to %s; see the kernel log ('journalctl -k')",
				     address, taker);
	case EACCES:
	case EPERM:
	case EROFS:
		return gvm_error_set(err, GVM_ERROR_DENIED,
				     "not permitted to take %s from its driver (%s); run as root, outside of any container or confinement",
				     address, strerrorname_np(-rc));
	case EINPROGRESS:
		return gvm_error_set(err, GVM_ERROR_BUSY,
				     "driver %s has not let go of %s after %d s: stop what uses it on the host, then run 'gvmctl reconcile' to give it back",
				     driver ? driver : taker, address,
				     UNBIND_MS / 1000);
	default:
		return gvm_error_set_errno(err, rc,
					   "cannot give %s to %s", address,
					   taker);
	}
}

bool gvm_vfio_bind(struct gvm_host *host, const struct gvm_vgpu *vgpu,
		   GError **err)
{
	const char *address = vgpu->uuid;
	g_autofree char *driver = NULL;
	g_autofree char *now = NULL;
	struct gvm_vgpu undone = *vgpu;
	const char *taker = NULL;
	int rc;

	if (!gvm_sysfs_check_address(address, err))
		return false;
	driver = driver_of(host, address);
	if (!check_free(host, address, driver, err) ||
	    (!driver && !settle(host, address, err)))
		return false;

	taker = gvm_taker_of(host)->driver;
	rc = set_override(host, address, taker);
	if (rc == 0 && driver)
		rc = unbind(host, address, driver);
	if (rc == 0)
		rc = probe(host, address);
	now = driver_of(host, address);
	if (rc == 0 && gvm_pci_is_taker(now))
		return true;
	undone.driver = driver;
	if (rc != -EINPROGRESS)
		gvm_vfio_give_back(host, &undone, NULL);

	return explain(address, driver, taker, rc, err);
}

/**
 * @brief Take a function from the driver that hands it over, if one has it.
 * @param host  The machine.
 * @param vgpu  The function.
 * @param err   Where to store the error, or NULL.
 * @return true when no such driver has it.
 * @norestriction
 * @sideeffect Unbinds it; waits up to UNBIND_MS.
 * @failure GVM_ERROR_BUSY, GVM_ERROR_DENIED or GVM_ERROR_FAILED.
 */
static bool take_back(struct gvm_host *host, const struct gvm_vgpu *vgpu,
		      GError **err)
{
	g_autofree char *driver = driver_of(host, vgpu->uuid);
	bool held = false;
	int rc;

	/* What is not bound is not held, whoever has others of its group. */
	if (!gvm_pci_is_taker(driver))
		return true;
	if (!gvm_vfio_bind_in_use(host, vgpu, &held, err))
		return false;
	if (held)
		return gvm_sysfs_held(vgpu, err);
	rc = unbind(host, vgpu->uuid, driver);

	return rc < 0 ? gvm_sysfs_kept(vgpu, rc, UNBIND_MS / 1000, err) : true;
}

/**
 * @brief Give a function that has no driver back to the one that had it.
 * @param host     The machine.
 * @param address  Address of the function.
 * @param driver   Who had it, or NULL when nobody had.
 * @param err      Where to store the error, or NULL.
 * @return true when it has it, or another one has by now.
 * @norestriction
 * @sideeffect Binds the driver; clears an override that is ours.
 * @failure GVM_ERROR_FAILED when the driver did not take it.
 */
static bool return_to(struct gvm_host *host, const char *address,
		      const char *driver, GError **err)
{
	g_autofree char *dir = g_strdup_printf(GVM_SYSFS_PCI "/%s", address);
	g_autofree char *override = gvm_sysfs_load(host, dir, "driver_override");
	g_autofree char *before = driver_of(host, address);
	g_autofree char *now = NULL;
	bool ours = gvm_taker_is_ours(override);

	if (driver && !before) {
		if (set_override(host, address, driver) == 0)
			ours = true;
		probe(host, address);
	}
	ours = ours || (driver && g_strcmp0(override, driver) == 0);
	if (ours)
		set_override(host, address, "");
	if (!driver || gvm_host_exists(host, dir) == 0)
		return true;
	now = driver_of(host, address);
	if (now)
		return true;

	return gvm_error_set(err, GVM_ERROR_FAILED,
			     "driver %s did not take %s back: load it and run 'echo %s >/%s', or see the kernel log ('journalctl -k')",
			     driver, address, address, PROBE);
}

bool gvm_vfio_give_back(struct gvm_host *host, const struct gvm_vgpu *vgpu,
			GError **err)
{
	g_autofree char *driver = NULL;

	if (!gvm_sysfs_check_address(vgpu->uuid, err))
		return false;
	driver = driver_of(host, vgpu->uuid);

	return (driver || settle(host, vgpu->uuid, err)) &&
		take_back(host, vgpu, err) &&
		return_to(host, vgpu->uuid, vgpu->driver, err);
}
