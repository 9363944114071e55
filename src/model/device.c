// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Life of types and vGPUs.
 */
#include "model/device.h"

#include <string.h>

void gvm_type_free(struct gvm_type *type)
{
	if (!type)
		return;

	g_free(type->id);
	g_free(type->name);
	g_free(type->device_api);
	g_free(type->info.text);
	g_free(type);
}

struct gvm_vgpu *gvm_vgpu_new(const char *uuid, const char *parent,
			      const char *type)
{
	struct gvm_vgpu *vgpu = g_new0(struct gvm_vgpu, 1);

	vgpu->uuid = g_strdup(uuid);
	vgpu->parent = g_strdup(parent);
	vgpu->type = g_strdup(type);

	return vgpu;
}

void gvm_vgpu_free(struct gvm_vgpu *vgpu)
{
	if (!vgpu)
		return;

	g_free(vgpu->uuid);
	g_free(vgpu->parent);
	g_free(vgpu->type);
	g_free(vgpu->type_name);
	g_free(vgpu->device_api);
	g_free(vgpu->iommu_group);
	g_free(vgpu->driver);
	g_free(vgpu);
}

int gvm_vgpu_compare(const void *a, const void *b)
{
	const struct gvm_vgpu *const *first = a;
	const struct gvm_vgpu *const *second = b;
	int order = strcmp((*first)->parent, (*second)->parent);

	return order ? order : strcmp((*first)->uuid, (*second)->uuid);
}
