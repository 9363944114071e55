// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief NVIDIA's own program for virtual functions.
 *
 * NVIDIA's driver for vGPU hosts may refuse a write to sriov_numvfs. Its
 * program takes the GPU from the driver for a moment, which fails while any
 * other program has the GPU open, for however short a time. So it is run again
 * when it has failed.
 */
#include "backend/vfs-manage.h"

#include <errno.h>

#include "host/host.h"
#include "util/error.h"

/** @brief Longest time for all runs together, in seconds. */
#define ALL_S 30
/** @brief Most runs. */
#define RUNS 10
/** @brief Pause between two runs. */
#define PAUSE_MS 1000
/** @brief Milliseconds of a second. */
#define MS_PER_S 1000

bool gvm_vfs_is_managed(const struct gvm_vfs *vfs)
{
	return g_strcmp0(vfs->driver, "nvidia") == 0;
}

/**
 * @brief Tell whether there are so many virtual functions as there should be.
 * @param host    The machine.
 * @param vfs     The physical function.
 * @param number  How many there should be.
 * @return true when there are.
 * @norestriction
 * @nosideeffect
 * @failure false when it cannot be told.
 */
static bool are_there(struct gvm_host *host, const struct gvm_vfs *vfs,
		      unsigned int number)
{
	g_autoptr(gvm_vfs) now = gvm_vfs_load(host, vfs->address, NULL);

	return now && now->list->len == number;
}

/**
 * @brief Say what became of the program.
 * @param vfs     The physical function.
 * @param option  What it was told.
 * @param rc      What gvm_host_run() returned.
 * @param err     Where to store the error, or NULL.
 * @return Always false.
 * @norestriction
 * @nosideeffect
 * @failure Always; the code says what a caller can do.
 */
static bool explain(const struct gvm_vfs *vfs, const char *option, int rc,
		    GError **err)
{
	if (rc == -ENOENT)
		return gvm_error_set(err, GVM_ERROR_NOT_FOUND,
				     "NVIDIA's driver changes the virtual functions of %s only through /"
				     GVM_VFS_MANAGE
				     ", which is missing: install NVIDIA's vGPU driver for Linux with KVM whole",
				     vfs->address);
	if (rc == -ETIMEDOUT)
		return gvm_error_set(err, GVM_ERROR_BUSY,
				     "/" GVM_VFS_MANAGE " %s %s was killed after %d s: stop what has the GPU open ('fuser -v /dev/nvidia*') and try again",
				     option, vfs->address, ALL_S);
	if (rc < 0)
		return gvm_error_set_errno(err, rc,
					   "cannot run /" GVM_VFS_MANAGE " %s %s",
					   option, vfs->address);

	return gvm_error_set(err, GVM_ERROR_FAILED,
			     "/" GVM_VFS_MANAGE " %s %s did not work (its exit status is %d): stop what has the GPU open ('fuser -v /dev/nvidia*'), then run it by hand to see what it says",
			     option, vfs->address, rc);
}

bool gvm_vfs_manage(struct gvm_host *host, const struct gvm_vfs *vfs,
		    unsigned int number, GError **err)
{
	const char *option = number ? "-e" : "-d";
	const char *const argv[] = {
		GVM_VFS_MANAGE, option, vfs->address, NULL
	};
	uint64_t end = gvm_host_now(host) + ALL_S;
	int rc = 0;

	if (number && number != vfs->total)
		return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
				     "NVIDIA's driver enables only all %u virtual functions of %s at once: leave the number out",
				     vfs->total, vfs->address);
	for (unsigned int i = 0; i < RUNS; i++) {
		uint64_t left;

		if (i > 0)
			gvm_host_wait(host, PAUSE_MS);
		left = end - MIN(end, gvm_host_now(host));
		if (left == 0)
			break;
		rc = gvm_host_run(host, argv, left * MS_PER_S);
		if (rc < 0)
			break;
		/* It may say that all is well when nothing was done. */
		if (are_there(host, vfs, number))
			return true;
	}

	return explain(vfs, option, rc, err);
}
