// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Life and words of requests and domains.
 */
#include "model/request.h"

#include <assert.h>
#include <string.h>

#include "util/text.h"

/** @brief Name of each placement. */
static const char *const placements[] = {
	[GVM_PLACEMENT_SPREAD] = "spread",
	[GVM_PLACEMENT_PACK] = "pack",
	[GVM_PLACEMENT_NUMA] = "numa",
};

static_assert(G_N_ELEMENTS(placements) == GVM_PLACEMENT_COUNT,
	      "a placement has no name");

/** @brief Name of each source. */
static const char *const sources[] = {
	[GVM_SOURCE_NONE] = "none",
	[GVM_SOURCE_METADATA] = "metadata",
	[GVM_SOURCE_NODEDEV] = "nodedev",
	[GVM_SOURCE_MDEVCTL] = "mdevctl",
	[GVM_SOURCE_COMMAND] = "command",
};

static_assert(G_N_ELEMENTS(sources) == GVM_SOURCE_COUNT,
	      "a source has no name");

/** @brief Files of a device that no request may write. */
static const char *const forbidden[] = {
	"remove", "driver", "driver_override", "subsystem", "mdev_type",
	"iommu_group", "power", "uevent",
};

/**
 * @brief Free an attribute.
 * @param data  A struct gvm_attr.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
static void attr_free(void *data)
{
	struct gvm_attr *attr = data;

	g_free(attr->name);
	g_free(attr->value);
	g_free(attr);
}

struct gvm_request *gvm_request_new(const char *uuid)
{
	struct gvm_request *request = g_new0(struct gvm_request, 1);

	request->uuid = g_strdup(uuid);
	request->attrs = g_ptr_array_new_with_free_func(attr_free);

	return request;
}

void gvm_request_free(struct gvm_request *request)
{
	if (!request)
		return;

	g_free(request->uuid);
	g_free(request->address);
	g_free(request->device_api);
	g_free(request->type);
	g_free(request->name);
	g_free(request->parent);
	g_ptr_array_unref(request->attrs);
	g_free(request->where);
	g_free(request);
}

const char *gvm_request_device(const struct gvm_request *request)
{
	return request->uuid ? request->uuid : request->address;
}

void gvm_request_add_attr(struct gvm_request *request, const char *name,
			  const char *value)
{
	struct gvm_attr *attr = g_new0(struct gvm_attr, 1);

	attr->name = g_strdup(name);
	attr->value = g_strdup(value);
	g_ptr_array_add(request->attrs, attr);
}

bool gvm_request_attr_is_sane(const char *name)
{
	g_auto(GStrv) parts = NULL;

	if (!name || strlen(name) > GVM_TEXT_NAME_MAX)
		return false;
	parts = g_strsplit(name, "/", -1);
	for (size_t i = 0; parts[i]; i++)
		if (!gvm_text_is_name(parts[i]))
			return false;
	for (size_t i = 0; i < G_N_ELEMENTS(forbidden); i++)
		if (parts[0] && g_str_equal(parts[0], forbidden[i]))
			return false;

	return parts[0];
}

bool gvm_request_has_type(const struct gvm_request *request)
{
	return request->type || request->name || request->framebuffer;
}

char *gvm_request_describe_type(const struct gvm_request *request)
{
	if (request->type)
		return g_strdup_printf("type %s", request->type);
	if (request->name)
		return g_strdup_printf("a type named '%s'", request->name);
	if (request->framebuffer)
		return g_strdup_printf("a type with %" G_GUINT64_FORMAT
				       " MiB of frame buffer",
				       (guint64)request->framebuffer >> 20);

	return g_strdup("no type");
}

const char *gvm_placement_name(enum gvm_placement placement)
{
	g_assert(placement < GVM_PLACEMENT_COUNT);

	return placements[placement];
}

bool gvm_placement_parse(const char *name, enum gvm_placement *placement)
{
	for (size_t i = 0; i < G_N_ELEMENTS(placements); i++) {
		if (g_str_equal(name, placements[i])) {
			*placement = i;
			return true;
		}
	}

	return false;
}

const char *gvm_source_name(enum gvm_source source)
{
	g_assert(source < GVM_SOURCE_COUNT);

	return sources[source];
}

struct gvm_domain *gvm_domain_new(void)
{
	struct gvm_domain *domain = g_new0(struct gvm_domain, 1);

	domain->id = -1;
	domain->nodes = g_array_new(FALSE, FALSE, sizeof(unsigned int));
	domain->requests =
		g_ptr_array_new_with_free_func((GDestroyNotify)gvm_request_free);
	domain->pci =
		g_ptr_array_new_with_free_func((GDestroyNotify)gvm_pci_hostdev_free);
	domain->unused =
		g_ptr_array_new_with_free_func((GDestroyNotify)gvm_request_free);

	return domain;
}

void gvm_domain_free(struct gvm_domain *domain)
{
	if (!domain)
		return;

	g_free(domain->name);
	g_free(domain->uuid);
	g_free(domain->type);
	g_array_unref(domain->nodes);
	g_ptr_array_unref(domain->requests);
	g_ptr_array_unref(domain->pci);
	g_ptr_array_unref(domain->unused);
	g_free(domain);
}

void gvm_pci_hostdev_free(struct gvm_pci_hostdev *pci)
{
	if (!pci)
		return;

	g_free(pci->address);
	g_free(pci->where);
	g_free(pci);
}
