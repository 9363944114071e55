// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Parents and the names they go by.
 */
#include "model/parent.h"

#include <string.h>

struct gvm_parent *gvm_parent_new(const char *address, const char *subsystem,
				  const char *backend)
{
	struct gvm_parent *parent = g_new0(struct gvm_parent, 1);

	parent->address = g_strdup(address);
	parent->nodedev = gvm_parent_nodedev(subsystem, address);
	parent->numa_node = GVM_NUMA_UNKNOWN;
	parent->backend = backend;
	parent->types =
		g_ptr_array_new_with_free_func((GDestroyNotify)gvm_type_free);

	return parent;
}

void gvm_parent_free(struct gvm_parent *parent)
{
	if (!parent)
		return;

	g_free(parent->address);
	g_free(parent->nodedev);
	g_free(parent->physfn);
	g_free(parent->driver);
	g_ptr_array_unref(parent->types);
	g_free(parent);
}

char *gvm_parent_nodedev(const char *subsystem, const char *name)
{
	char *nodedev = subsystem ? g_strdup_printf("%s_%s", subsystem, name) :
		g_strdup(name);

	for (char *c = nodedev; *c; c++)
		if (!g_ascii_isalnum(*c))
			*c = '_';

	return nodedev;
}

char *gvm_parent_mdev_nodedev(const char *uuid, const char *parent)
{
	g_autofree char *both = g_strdup_printf("%s_%s", uuid, parent);

	return gvm_parent_nodedev("mdev", both);
}

char *gvm_parent_vgpu_nodedev(const char *uuid, const char *parent)
{
	return g_str_equal(uuid, parent) ? gvm_parent_nodedev("pci", parent) :
		gvm_parent_mdev_nodedev(uuid, parent);
}

bool gvm_parent_is(const struct gvm_parent *parent, const char *name)
{
	if (g_ascii_strcasecmp(parent->address, name) == 0 ||
	    g_str_equal(parent->nodedev, name))
		return true;

	/* lspci's short form, as people type it: 41:00.4 */
	return parent->vendor && g_str_has_prefix(parent->address, "0000:") &&
		g_ascii_strcasecmp(parent->address + strlen("0000:"), name) == 0;
}

bool gvm_parent_within(const struct gvm_parent *parent, const char *name)
{
	g_autofree char *nodedev = NULL;
	struct gvm_parent gpu = { .vendor = parent->vendor };

	if (!parent->physfn)
		return false;
	nodedev = gvm_parent_nodedev("pci", parent->physfn);
	gpu.address = parent->physfn;
	gpu.nodedev = nodedev;

	return gvm_parent_is(&gpu, name);
}

bool gvm_parent_fits(const struct gvm_parent *parent, const char *name)
{
	return gvm_parent_is(parent, name) ||
	       (parent->by_address && gvm_parent_within(parent, name));
}

struct gvm_parent *gvm_parent_find(const GPtrArray *parents, const char *name)
{
	for (guint i = 0; i < parents->len; i++)
		if (gvm_parent_is(g_ptr_array_index(parents, i), name))
			return g_ptr_array_index(parents, i);

	return NULL;
}

struct gvm_type *gvm_parent_type(const struct gvm_parent *parent,
				 const char *id)
{
	for (guint i = 0; i < parent->types->len; i++) {
		struct gvm_type *type = g_ptr_array_index(parent->types, i);

		if (g_str_equal(type->id, id))
			return type;
	}

	return NULL;
}

int gvm_parent_compare(const void *a, const void *b)
{
	const struct gvm_parent *const *first = a;
	const struct gvm_parent *const *second = b;

	return strcmp((*first)->address, (*second)->address);
}
