// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading the attributes that can be set of a mediated device.
 */
#include "backend/mdev-attrs.h"

#include <glib.h>

#include "backend/mdev.h"
#include "backend/sysfs.h"
#include "host/host.h"
#include "model/request.h"
#include "util/text.h"

/** @brief The attributes, below the device's directory. */
static const char *const names[] = {
	"nvidia/vgpu_params",
};

void gvm_mdev_attrs_read(struct gvm_host *host, const char *uuid,
			 struct gvm_request *request)
{
	g_autofree char *dir = g_strdup_printf(GVM_MDEV_DEVICES "/%s", uuid);

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *value = gvm_sysfs_load(host, dir, names[i]);

		if (value && *value &&
		    gvm_text_is_line(value, GVM_HOST_ATTR_MAX) &&
		    g_utf8_validate(value, -1, NULL))
			gvm_request_add_attr(request, names[i], value);
	}
}
