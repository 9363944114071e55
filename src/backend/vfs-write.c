// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Enabling the virtual functions of a physical one, and taking them
 *        away.
 *
 * Both are a write to sriov_numvfs, in which the driver does its work and the
 * kernel gives the functions to drivers, or waits until these let go: for ever,
 * where VFIO has one that is held. So the write is a detached one.
 */
#include "backend/vfs-write.h"

#include <errno.h>
#include <string.h>

#include "backend/sysfs.h"
#include "backend/vfs-manage.h"
#include "host/host.h"
#include "util/error.h"

/** @brief Longest wait for the driver's answer. */
#define WRITE_MS 15000
/** @brief Longest wait for what follows: links, drivers. */
#define SETTLE_MS 5000
/** @brief Pause between two looks. */
#define PAUSE_MS 50

bool gvm_vfs_set_autoprobe(struct gvm_host *host, const struct gvm_vfs *vfs,
			   bool on, GError **err)
{
	g_autofree char *path = NULL;
	int rc;

	path = g_strdup_printf(GVM_SYSFS_PCI "/%s/sriov_drivers_autoprobe",
			       vfs->address);
	rc = gvm_host_store(host, path, on ? "1" : "0");
	if (rc < 0)
		return gvm_error_set_errno(err, rc, "cannot write /%s", path);

	return true;
}

/**
 * @brief Say why there are no virtual functions.
 * @param vfs     The physical function.
 * @param number  How many were asked for.
 * @param rc      The negative errno of the write.
 * @param err     Where to store the error, or NULL.
 * @return Always false.
 * @norestriction
 * @nosideeffect
 * @failure Always; the code says what a caller can do.
 */
static bool explain_enable(const struct gvm_vfs *vfs, unsigned int number,
			   int rc, GError **err)
{
	const char *address = vfs->address;
	const char *name = strerrorname_np(-rc);

	switch (-rc) {
	case EPERM:
		return gvm_error_set(err, GVM_ERROR_DENIED,
				     "driver %s does not let virtual functions of %s be enabled (%s): it may want a setting or program of its own, see the kernel log ('journalctl -k')",
				     vfs->driver, address, name);
	case ENOENT:
	case ENOSYS:
	case EOPNOTSUPP:
		return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
				     "driver %s enables no virtual functions of %s (%s): give the device to a driver that does, or look for a parameter of the driver's module ('modinfo %s')",
				     vfs->driver, address, name, vfs->driver);
	case ENOMEM:
	case ENOSPC:
		return gvm_error_set(err, GVM_ERROR_NO_CAPACITY,
				     "there is no room for %u virtual functions of %s (%s): ask for fewer, switch SR-IOV, ARI and memory above 4 GiB on in the firmware, or boot with pci=realloc,assign-busses",
				     number, address, name);
	case EBUSY:
		return gvm_error_set(err, GVM_ERROR_EXISTS,
				     "somebody else enables virtual functions of %s (%s); 'ls -d /sys/bus/pci/devices/%s/virtfn*' shows those there are",
				     address, name, address);
	case EIO:
		return gvm_error_set(err, GVM_ERROR_FAILED,
				     "%s did not answer while its virtual functions were enabled (%s); see the kernel log ('journalctl -k'), and switch the machine off and on",
				     address, name);
	default:
		return gvm_error_set(err, GVM_ERROR_FAILED,
				     "driver %s refused %u virtual functions of %s (%s); see the kernel log ('journalctl -k')",
				     vfs->driver, number, address,
				     name ? name : g_strerror(-rc));
	}
}

/**
 * @brief Say why the virtual functions are still there.
 * @param vfs  The physical function.
 * @param rc   The negative errno of the write.
 * @param err  Where to store the error, or NULL.
 * @return Always false.
 * @norestriction
 * @nosideeffect
 * @failure Always; the code says what a caller can do.
 */
static bool explain_disable(const struct gvm_vfs *vfs, int rc, GError **err)
{
	const char *name = strerrorname_np(-rc);

	if (rc == -EPERM || rc == -EBUSY)
		return gvm_error_set(err, GVM_ERROR_BUSY,
				     "driver %s does not let go of the virtual functions of %s (%s): a guest has one, or it wants a program of its own; see the kernel log ('journalctl -k')",
				     vfs->driver, vfs->address, name);

	return gvm_error_set(err, GVM_ERROR_FAILED,
			     "driver %s refused to take the virtual functions of %s away (%s); see the kernel log ('journalctl -k')",
			     vfs->driver, vfs->address,
			     name ? name : g_strerror(-rc));
}

/**
 * @brief Say why a write did not do what it should.
 * @param vfs     The physical function.
 * @param number  How many were asked for.
 * @param rc      The negative errno of the write.
 * @param err     Where to store the error, or NULL.
 * @return Always false.
 * @norestriction
 * @nosideeffect
 * @failure Always; the code says what a caller can do.
 */
static bool explain(const struct gvm_vfs *vfs, unsigned int number, int rc,
		    GError **err)
{
	if (rc == -EACCES || rc == -EROFS)
		return gvm_error_set(err, GVM_ERROR_DENIED,
				     "not permitted to change the virtual functions of %s (%s); run as root, outside of any container or confinement",
				     vfs->address, strerrorname_np(-rc));
	if (rc == -EINPROGRESS)
		return gvm_error_set(err, GVM_ERROR_BUSY,
				     "driver %s has not changed the virtual functions of %s after %d s and goes on; see the kernel log ('journalctl -k')",
				     vfs->driver, vfs->address,
				     WRITE_MS / 1000);

	return number ? explain_enable(vfs, number, rc, err) :
		explain_disable(vfs, rc, err);
}

/**
 * @brief Tell whether an errno says that the driver does not do such things.
 * @param rc  The negative errno.
 * @return false for what has another reason.
 * @pure
 */
static bool is_refusal(int rc)
{
	return rc == -EPERM || rc == -ENOENT || rc == -ENOSYS ||
		rc == -EOPNOTSUPP || rc == -EINVAL || rc == -EIO;
}

/**
 * @brief Tell whether some virtual functions have a driver and others not yet.
 * @param vfs  The physical function.
 * @return false when all have one; and when none has: then there is none for
 *         them, since the kernel gives them one after the other.
 * @pure
 */
static bool is_binding(const struct gvm_vfs *vfs)
{
	unsigned int bound = 0;

	for (guint i = 0; i < vfs->list->len; i++) {
		const struct gvm_vf *vf = g_ptr_array_index(vfs->list, i);

		bound += vf->driver ? 1 : 0;
	}

	return vfs->autoprobe && bound > 0 && bound < vfs->list->len;
}

/**
 * @brief Wait until the virtual functions are as they should be.
 * @param host    The machine.
 * @param vfs     The physical function.
 * @param number  How many there shall be.
 * @param err     Where to store the error, or NULL.
 * @return true when there are so many, whether they have drivers or not.
 * @norestriction
 * @sideeffect Waits.
 * @failure GVM_ERROR_FAILED; those of gvm_vfs_load().
 */
static bool await(struct gvm_host *host, const struct gvm_vfs *vfs,
		  unsigned int number, GError **err)
{
	for (unsigned int left = SETTLE_MS;; left -= PAUSE_MS) {
		g_autoptr(gvm_vfs) now = gvm_vfs_load(host, vfs->address, err);

		if (!now)
			return false;
		if (now->list->len == number &&
		    (left == 0 || !is_binding(now)))
			return true;
		if (left == 0)
			return gvm_error_set(err, GVM_ERROR_FAILED,
					     "driver %s reported success, but %s has %u virtual functions, not %u; see the kernel log ('journalctl -k')",
					     vfs->driver, vfs->address,
					     now->list->len, number);
		gvm_host_wait(host, PAUSE_MS);
	}
}

/**
 * @brief Ask for a number of virtual functions, one way or the other.
 * @param host    The machine.
 * @param vfs     The physical function.
 * @param number  How many.
 * @param err     Where to store the error, or NULL.
 * @return true when the driver says that it has done so.
 * @norestriction
 * @sideeffect Makes or removes functions; waits.
 * @failure Those of explain() and gvm_vfs_manage().
 */
static bool ask(struct gvm_host *host, const struct gvm_vfs *vfs,
		unsigned int number, GError **err)
{
	g_autofree char *text = g_strdup_printf("%u", number);
	g_autofree char *path = NULL;
	int rc;

	path = g_strdup_printf(GVM_SYSFS_PCI "/%s/sriov_numvfs",
			       vfs->address);
	rc = gvm_host_store_detached(host, path, text, WRITE_MS);
	if (is_refusal(rc) && gvm_vfs_is_managed(vfs))
		return gvm_vfs_manage(host, vfs, number, err);

	return rc < 0 ? explain(vfs, number, rc, err) : true;
}

/**
 * @brief Take away what should not have come.
 * @param host  The machine.
 * @param vfs   The physical function.
 * @norestriction
 * @sideeffect Removes functions; waits.
 * @failure What stays was told by the error that led here.
 */
static void take_back(struct gvm_host *host, const struct gvm_vfs *vfs)
{
	g_autoptr(gvm_vfs) now = gvm_vfs_load(host, vfs->address, NULL);

	if (now && now->list->len > 0)
		(void)ask(host, now, 0, NULL);
}

bool gvm_vfs_set(struct gvm_host *host, const struct gvm_vfs *vfs,
		 unsigned int number, GError **err)
{
	g_autoptr(GError) own = NULL;

	if (ask(host, vfs, number, &own) && await(host, vfs, number, &own))
		return true;
	/* While the driver is at it nothing else can be asked of it, and what
	 * somebody else has enabled is not ours.
	 */
	if (number > 0 && own->code != GVM_ERROR_BUSY &&
	    own->code != GVM_ERROR_EXISTS)
		take_back(host, vfs);
	g_propagate_error(err, g_steal_pointer(&own));

	return false;
}
