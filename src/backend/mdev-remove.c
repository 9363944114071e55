// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Removing mediated devices, never one that is in use.
 *
 * Three things make removal harder than a write of "1".
 *
 * The kernel does not refuse to remove a device that is in use: the writer
 * sleeps, beyond the reach of any signal, until the last user is gone, and the
 * guest may lose its vGPU. So the VFIO group is looked at first: it has one
 * opener at a time, and a second one gets EBUSY. From the look to the write a
 * domain could still open it; that is why the write is a detached one.
 *
 * Success of the write does not prove that the device is gone: whoever comes
 * second is told success at once. And the file "remove" and the link in the
 * list of devices are taken away before the driver has let go. What proves it
 * is that the device's own directory below its parent has disappeared.
 *
 * A device that somebody else removes (NVIDIA's driver does, some seconds
 * after a guest has stopped) is what we wanted, and no error.
 */
#include "backend/mdev-remove.h"

#include <errno.h>
#include <string.h>

#include "backend/mdev.h"
#include "backend/sysfs.h"
#include "host/host.h"
#include "util/error.h"
#include "util/text.h"

/** @brief Longest wait for the kernel. */
#define REMOVE_MS 10000
/** @brief First pause between two looks. */
#define PAUSE_FIRST_MS 1
/** @brief Longest pause between two looks. */
#define PAUSE_MAX_MS 100

/**
 * @brief Refuse a text that is no UUID in the kernel's own spelling.
 *
 * With any other spelling a device would seem to be gone that is not.
 *
 * @param uuid  The text, or NULL.
 * @param err   Where to store the error, or NULL.
 * @return true when it is one.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID otherwise.
 */
static bool check_uuid(const char *uuid, GError **err)
{
	g_autofree char *canonical = gvm_text_uuid(uuid);
	g_autofree char *shown = NULL;

	if (canonical && g_str_equal(canonical, uuid))
		return true;
	shown = gvm_text_printable(uuid, GVM_TEXT_NAME_MAX);

	return gvm_error_set(err, GVM_ERROR_INVALID, "'%s' is no canonical UUID",
			     shown);
}

bool gvm_mdev_in_use(struct gvm_host *host, const struct gvm_vgpu *vgpu,
		     bool *in_use, GError **err)
{
	g_autofree char *dir = NULL;

	if (!check_uuid(vgpu->uuid, err))
		return false;
	dir = g_strdup_printf(GVM_MDEV_DEVICES "/%s", vgpu->uuid);

	return gvm_sysfs_in_use(host, dir, vgpu->uuid, in_use, err);
}

/**
 * @brief Tell whether nothing of a device is left.
 * @param host  The machine.
 * @param vgpu  The vGPU.
 * @return true when neither its entry nor its directory exists.
 * @norestriction
 * @nosideeffect
 * @failure What cannot be looked at counts as there.
 */
static bool is_gone(struct gvm_host *host, const struct gvm_vgpu *vgpu)
{
	g_autofree char *entry = NULL;
	g_autofree char *dir = NULL;

	entry = g_strdup_printf(GVM_MDEV_DEVICES "/%s", vgpu->uuid);
	if (gvm_host_exists(host, entry) != 0)
		return false;
	if (!gvm_text_is_name(vgpu->parent))
		return true;
	dir = g_strdup_printf(GVM_MDEV_PARENTS "/%s/%s", vgpu->parent,
			      vgpu->uuid);

	return gvm_host_exists(host, dir) == 0;
}

/**
 * @brief Let a growing amount of time pass, within a bound.
 * @param host   The machine.
 * @param pause  Length of the next pause; doubled up to a limit.
 * @param left   What is left of the bound.
 * @return false when the bound is reached and nothing was waited.
 * @norestriction
 * @sideeffect Waits.
 * @nofailure
 */
static bool wait_more(struct gvm_host *host, unsigned int *pause,
		      unsigned int *left)
{
	unsigned int ms = MIN(*pause, *left);

	if (ms == 0)
		return false;
	gvm_host_wait(host, ms);
	*left -= ms;
	*pause = MIN(2 * *pause, PAUSE_MAX_MS);

	return true;
}

/**
 * @brief Write to "remove" until the kernel has taken it.
 * @param host   The machine.
 * @param vgpu   The vGPU.
 * @param left   What is left of the bound, in milliseconds.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect Removes the device; waits while another change is under way.
 * @failure As gvm_host_store_detached(); -EAGAIN when another change of the
 *          device has not ended in time.
 */
static int write_remove(struct gvm_host *host, const struct gvm_vgpu *vgpu,
			unsigned int *left)
{
	g_autofree char *path = NULL;
	unsigned int pause = PAUSE_FIRST_MS;
	int rc;

	path = g_strdup_printf(GVM_MDEV_DEVICES "/%s/remove", vgpu->uuid);
	do
		rc = gvm_host_store_detached(host, path, "1", *left);
	while (rc == -EAGAIN && wait_more(host, &pause, left));

	return rc;
}

/**
 * @brief Wait until nothing of a device is left.
 * @param host  The machine.
 * @param vgpu  The vGPU.
 * @param left  What is left of the bound, in milliseconds.
 * @param err   Where to store the error, or NULL.
 * @return true when it is gone.
 * @norestriction
 * @sideeffect Waits.
 * @failure GVM_ERROR_BUSY when the bound is reached.
 */
static bool await_gone(struct gvm_host *host, const struct gvm_vgpu *vgpu,
		       unsigned int left, GError **err)
{
	unsigned int pause = PAUSE_FIRST_MS;

	while (!is_gone(host, vgpu))
		if (!wait_more(host, &pause, &left))
			return gvm_sysfs_kept(vgpu, -EINPROGRESS,
					      REMOVE_MS / 1000, err);

	return true;
}

bool gvm_mdev_remove(struct gvm_host *host, const struct gvm_vgpu *vgpu,
		     GError **err)
{
	unsigned int left = REMOVE_MS;
	bool in_use = false;
	int rc;

	if (!gvm_mdev_in_use(host, vgpu, &in_use, err))
		return false;
	if (in_use)
		return gvm_sysfs_held(vgpu, err);

	rc = write_remove(host, vgpu, &left);
	if (rc == 0 || rc == -ENOENT || rc == -ENODEV)
		return await_gone(host, vgpu, left, err);
	if (rc == -EAGAIN)
		rc = -EINPROGRESS;

	return gvm_sysfs_kept(vgpu, rc, REMOVE_MS / 1000, err);
}
