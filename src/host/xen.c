// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What Xen does on a machine, asked without libvirt.
 *
 * Sources: Xen 4.17, docs/misc/xenstore-paths (a domain's "vm", the back ends
 * below a domain's "backend"); Linux 6.1, drivers/xen/xen-pciback/xenbus.c
 * ("dev-N" of a back end); libvirt 9.0, libxl_driver.c (control_d).
 */
#include "host/xen.h"

#include <errno.h>
#include <string.h>

/** @brief What this domain may do. */
#define CAPABILITIES "proc/xen/capabilities"
/** @brief All domains, in xenstore. */
#define DOMAINS "/local/domain"
/** @brief Back ends of PCI functions, by the number of the domain they serve. */
#define BACKENDS "/local/domain/0/backend/pci"

/** @brief Looks at one node; 1 ends the search. */
typedef int (*visitor)(struct gvm_host *host, const char *node,
		       const char *wanted);

int gvm_host_xenstore(struct gvm_host *host, unsigned int kind,
		      const char *path, char **value, size_t *len)
{
	return host->ops->xenstore(host, kind, path, value, len);
}

bool gvm_xen_is_control(struct gvm_host *host)
{
	g_autofree char *text = NULL;

	return gvm_host_load(host, CAPABILITIES, GVM_HOST_ATTR_MAX,
			     &text) == 0 &&
		g_str_has_prefix(text, "control_d");
}

/**
 * @brief Search the nodes below a node of xenstore.
 * @param host    The machine.
 * @param parent  The node.
 * @param visit   Looks at each of them; its answers are those of this
 *                function.
 * @param wanted  What it looks for.
 * @return 1 when it was found, 0 when not, or a negative errno.
 * @norestriction
 * @sideeffect Asks xenstore.
 * @failure Those of gvm_host_xenstore(); a node that is gone has nothing.
 */
static int search(struct gvm_host *host, const char *parent, visitor visit,
		  const char *wanted)
{
	g_autofree char *names = NULL;
	size_t len = 0;
	int rc;

	rc = gvm_host_xenstore(host, GVM_XENSTORE_LIST, parent, &names, &len);
	if (rc == -ENOENT)
		return 0;
	if (rc < 0)
		return rc;
	/* The list ends with a NUL, or is empty. */
	for (const char *p = names; p < names + len; p += strlen(p) + 1) {
		g_autofree char *node = g_strdup_printf("%s/%s", parent, p);

		rc = visit(host, node, wanted);
		if (rc != 0)
			return rc;
	}

	return 0;
}

/**
 * @brief Compare the value of a node.
 * @param host    The machine.
 * @param node    The node.
 * @param wanted  The value.
 * @return 1 when it has that value, 0 when not, or a negative errno.
 * @norestriction
 * @sideeffect Asks xenstore.
 * @failure Those of gvm_host_xenstore(); a node that is gone has none.
 */
static int has_value(struct gvm_host *host, const char *node,
		     const char *wanted)
{
	g_autofree char *value = NULL;
	size_t len = 0;
	int rc = gvm_host_xenstore(host, GVM_XENSTORE_READ, node, &value, &len);

	if (rc == -ENOENT)
		return 0;

	return rc < 0 ? rc : g_str_equal(value, wanted);
}

/**
 * @brief Compare the UUID of a domain.
 * @param host    The machine.
 * @param node    The domain's node.
 * @param wanted  Value of "vm" of the domain that is looked for.
 * @return As has_value().
 * @norestriction
 * @sideeffect Asks xenstore.
 * @failure Those of has_value().
 */
static int is_domain(struct gvm_host *host, const char *node,
		     const char *wanted)
{
	g_autofree char *vm = g_strdup_printf("%s/vm", node);

	return has_value(host, vm, wanted);
}

/**
 * @brief Look whether a node of a back end names a function.
 * @param host    The machine.
 * @param node    The node.
 * @param wanted  Address of the function.
 * @return As has_value().
 * @norestriction
 * @sideeffect Asks xenstore.
 * @failure Those of has_value().
 */
static int is_function(struct gvm_host *host, const char *node,
		       const char *wanted)
{
	if (!g_str_has_prefix(strrchr(node, '/'), "/dev-"))
		return 0;

	return has_value(host, node, wanted);
}

/**
 * @brief Look whether a back end has a function.
 * @param host    The machine.
 * @param node    The back end.
 * @param wanted  Address of the function.
 * @return As search().
 * @norestriction
 * @sideeffect Asks xenstore.
 * @failure Those of search().
 */
static int search_backend(struct gvm_host *host, const char *node,
			  const char *wanted)
{
	return search(host, node, is_function, wanted);
}

/**
 * @brief Look whether a domain has a function.
 * @param host    The machine.
 * @param node    The domain's node.
 * @param wanted  Address of the function.
 * @return As search().
 * @norestriction
 * @sideeffect Asks xenstore.
 * @failure Those of search().
 */
static int search_domain(struct gvm_host *host, const char *node,
			 const char *wanted)
{
	g_autofree char *backends = g_strconcat(BACKENDS, strrchr(node, '/'),
						NULL);

	return search(host, backends, search_backend, wanted);
}

int gvm_xen_has_domain(struct gvm_host *host, const char *uuid)
{
	g_autofree char *vm = g_strdup_printf("/vm/%s", uuid);

	return search(host, DOMAINS, is_domain, vm);
}

int gvm_xen_has_function(struct gvm_host *host, const char *address)
{
	/* By domain: the back end of a guest that never answered it is left
	 * behind when the domain is destroyed, and means nothing.
	 */
	return search(host, DOMAINS, search_domain, address);
}
