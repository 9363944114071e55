// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What files tell of a GPU, to everybody and without any call.
 */
#include "nvidia/gpu-files.h"

#include <string.h>

#include "host/host.h"
#include "util/text.h"

/** @brief PCI ids have 16 bits. */
#define PCI_ID_MAX 0xffff
/** @brief Before the UUID in a GPU's file in /proc. */
#define UUID_WORDS "GPU UUID:"
/** @brief Before the minor number in a GPU's file in /proc. */
#define MINOR_WORDS "Device Minor:"

int gvm_nv_gpu_attribute(struct gvm_host *host, const char *address,
			 const char *name, unsigned int max, int missing)
{
	g_autofree char *path = g_strdup_printf("sys/bus/pci/devices/%s/%s",
						address, name);
	g_autofree char *text = NULL;
	uint64_t value;

	if (gvm_host_load(host, path, GVM_HOST_ATTR_MAX, &text) < 0 ||
	    !gvm_text_to_uint(text, max, &value))
		return missing;

	return value;
}

unsigned int gvm_nv_gpu_pci_id(struct gvm_host *host, const char *address,
			       const char *name)
{
	return gvm_nv_gpu_attribute(host, address, name, PCI_ID_MAX, 0);
}

void gvm_nv_gpu_information(struct gvm_host *host, const char *address,
			    unsigned int *minor, char **uuid)
{
	g_autofree char *path =
		g_strdup_printf("proc/driver/nvidia/gpus/%s/information",
				address);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (uuid)
		*uuid = NULL;
	if (gvm_host_load(host, path, GVM_HOST_ATTR_MAX, &text) < 0)
		return;
	lines = g_strsplit(text, "\n", -1);
	for (size_t i = 0; lines[i]; i++) {
		uint64_t number;

		if (g_str_has_prefix(lines[i], MINOR_WORDS) &&
		    gvm_text_to_uint(g_strstrip(lines[i] + strlen(MINOR_WORDS)),
				     G_MAXUINT - 1, &number))
			*minor = number;
		/* A GPU that nobody has opened yet has question marks. */
		if (uuid && !*uuid && !strchr(lines[i], '?') &&
		    g_str_has_prefix(lines[i], UUID_WORDS))
			*uuid = g_strdup(g_strstrip(lines[i] +
						    strlen(UUID_WORDS)));
	}
}
