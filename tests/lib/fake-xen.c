// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief An imitated control domain of Xen.
 */
#include "fake-xen.h"

#include <errno.h>
#include <string.h>

#include "fake-kernel.h"
#include "fake-pci.h"
#include "fake-script.h"
#include "fake-tree.h"
#include "host/xen.h"

/** @brief All functions. */
#define DEVICES "sys/bus/pci/devices"
/** @brief Where xenstore is. */
#define STORE ".fake/xenstore"
/** @brief The value of a node. */
#define VALUE ".value"

/**
 * @brief Write the value of a node.
 * @param root   The machine.
 * @param value  The value.
 * @param path   The node, printf-like.
 * @norestriction
 * @sideeffect Creates the node.
 * @failure Ends the process.
 */
G_GNUC_PRINTF(3, 4)
static void put(const char *root, const char *value, const char *path, ...)
{
	g_autofree char *node = NULL;
	g_autofree char *file = NULL;
	va_list args;

	va_start(args, path);
	node = g_strdup_vprintf(path, args);
	va_end(args);
	file = g_strconcat(STORE, node, "/" VALUE, NULL);
	fake_tree_file(root, file, value);
}

/**
 * @brief List the nodes below a node, as xenstore does.
 * @param root  The machine.
 * @param node  Path of the node below the root.
 * @param len   Where to put how long the list is.
 * @return A new string, each name ended by a NUL.
 * @norestriction
 * @nosideeffect
 * @failure Ends the process.
 */
static char *list(const char *root, const char *node, size_t *len)
{
	g_autofree char *full = g_build_filename(root, node, NULL);
	g_autoptr(GDir) dir = g_dir_open(full, 0, NULL);
	GString *names = g_string_new(NULL);
	const char *name;

	g_assert(dir);
	while ((name = g_dir_read_name(dir)))
		if (!g_str_equal(name, VALUE))
			g_string_append_len(names, name, strlen(name) + 1);
	*len = names->len;

	return g_string_free(names, FALSE);
}

int fake_xenstore(struct gvm_host *host, unsigned int kind, const char *path,
		  char **value, size_t *len)
{
	gvm_autofd int fd G_GNUC_UNUSED = fake_kernel_lock(host->root);
	g_autofree char *node = g_strconcat(STORE, path, NULL);
	g_autofree char *file = g_strconcat(node, "/" VALUE, NULL);
	int rc = 0;

	if (fake_script_run(host->root, "xenstore", path, &rc) && rc < 0)
		return rc;
	if (!fake_tree_exists(host->root, STORE))
		return -ENODEV;
	if (!fake_tree_exists(host->root, node))
		return -ENOENT;
	if (kind == GVM_XENSTORE_LIST) {
		*value = list(host->root, node, len);
		return 0;
	}
	*value = fake_tree_exists(host->root, file) ?
		fake_tree_read(host->root, file) : g_strdup("");
	*len = strlen(*value);

	return 0;
}

void fake_xen_control(const char *root)
{
	g_autoptr(GPtrArray) names = fake_tree_list(root, DEVICES);

	for (guint i = 0; i < names->len; i++) {
		g_autofree char *link = NULL;

		link = g_strdup_printf(DEVICES "/%s/iommu_group",
				       (const char *)g_ptr_array_index(names, i));
		fake_tree_remove(root, link);
	}
	fake_tree_file(root, "proc/xen/capabilities", "control_d\n");
	put(root, "/vm/00000000-0000-0000-0000-000000000000",
	    "/local/domain/0/vm");
	fake_pci_driver(root, GVM_XEN_DRIVER, true);
}

void fake_xen_domain(const char *root, const char *id, const char *uuid,
		     int n, char **functions)
{
	g_autofree char *vm = g_strdup_printf("/vm/%s", uuid);
	g_autofree char *count = g_strdup_printf("%d", n);

	put(root, vm, "/local/domain/%s/vm", id);
	if (n > 0)
		put(root, count, "/local/domain/0/backend/pci/%s/0/num_devs",
		    id);
	for (int i = 0; i < n; i++)
		put(root, functions[i],
		    "/local/domain/0/backend/pci/%s/0/dev-%d", id, i);
}

void fake_xen_end(const char *root, const char *id)
{
	g_autofree char *domain = NULL;
	g_autofree char *backend = NULL;

	domain = g_strdup_printf(STORE "/local/domain/%s", id);
	backend = g_strdup_printf(STORE "/local/domain/0/backend/pci/%s", id);
	fake_tree_remove(root, domain);
	fake_tree_remove(root, backend);
}

bool fake_xen_command(const char *root, int n_words, char **words)
{
	if (n_words == 1 && g_str_equal(words[0], "control"))
		fake_xen_control(root);
	else if (n_words >= 3 && g_str_equal(words[0], "domain"))
		fake_xen_domain(root, words[1], words[2], n_words - 3, words + 3);
	else if (n_words == 2 && g_str_equal(words[0], "end"))
		fake_xen_end(root, words[1]);
	else
		return false;

	return true;
}
