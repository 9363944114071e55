// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Writing the number of a type, for making and removing.
 */
#include "backend/vfio-vendor-write.h"

#include <errno.h>
#include <string.h>

#include "backend/sysfs.h"
#include "backend/vfio-vendor.h"
#include "host/host.h"
#include "util/error.h"
#include "util/text.h"

/** @brief First pause between two writes. */
#define PAUSE_FIRST_MS 10
/** @brief Longest pause between two writes. */
#define PAUSE_MAX_MS 500

int gvm_vfio_vendor_write(struct gvm_host *host, const char *address,
			  uint64_t number, unsigned int *left)
{
	g_autofree char *text = g_strdup_printf("%" G_GUINT64_FORMAT "\n",
						number);
	unsigned int pause = PAUSE_FIRST_MS;
	g_autofree char *path = NULL;

	path = g_strdup_printf(GVM_SYSFS_PCI
			       "/%s/nvidia/current_vgpu_type", address);
	for (;;) {
		/* What is given up while it is being made would be there later
		 * with nobody to own it; what is freed late does no harm.
		 */
		int rc = number ? gvm_host_store(host, path, text) :
			gvm_host_store_detached(host, path, text, *left);
		bool again = rc == -EAGAIN || rc == -EBUSY ||
			(number == 0 && (rc == -EPERM || rc == -EIO));

		pause = MIN(pause, *left);
		if (!again || pause == 0)
			return rc;
		gvm_host_wait(host, pause);
		*left -= pause;
		pause = MIN(2 * pause, PAUSE_MAX_MS);
	}
}

bool gvm_vfio_vendor_number(const struct gvm_vgpu *vgpu, uint64_t *number,
			    GError **err)
{
	const char *id = vgpu->type ? vgpu->type : "";
	g_autofree char *shown = NULL;
	bool function;

	function = gvm_text_is_pci(vgpu->parent) &&
		g_strcmp0(vgpu->uuid, vgpu->parent) == 0;
	if (function && g_str_has_prefix(id, GVM_VFIO_VENDOR_TYPE) &&
	    gvm_text_to_uint(id + strlen(GVM_VFIO_VENDOR_TYPE), UINT32_MAX,
			     number) && *number > 0)
		return true;
	shown = gvm_text_printable(function ? id : vgpu->uuid,
				   GVM_TEXT_NAME_MAX);

	return gvm_error_set(err, GVM_ERROR_INVALID,
			     "'%s' is no well-formed %s", shown,
			     function ? "type" : "PCI address");
}

bool gvm_vfio_vendor_held(const struct gvm_vgpu *vgpu, GError **err)
{
	return gvm_error_set(err, GVM_ERROR_BUSY,
			     "the driver changes nothing of %s while a program holds it (EPERM); stop the domain that uses it",
			     vgpu->parent);
}
