// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading a physical function and its virtual functions.
 */
#include "backend/vfs.h"

#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "backend/sysfs.h"
#include "host/host.h"
#include "util/error.h"
#include "util/text.h"

/** @brief What the names of the links to virtual functions begin with. */
#define LINK "virtfn"
/** @brief A PCI function has 16 bits for their number. */
#define TOTAL_MAX 0xffff

/**
 * @brief Free a virtual function.
 * @param vf  The function, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
static void free_vf(struct gvm_vf *vf)
{
	if (!vf)
		return;
	g_free(vf->address);
	g_free(vf->driver);
	g_free(vf);
}

void gvm_vfs_free(struct gvm_vfs *vfs)
{
	if (!vfs)
		return;
	g_free(vfs->address);
	g_free(vfs->driver);
	g_clear_pointer(&vfs->list, g_ptr_array_unref);
	g_free(vfs);
}

/**
 * @brief Tell whether a name is that of a link to a virtual function.
 * @param name  Name of a file of the physical function.
 * @return true when it is.
 * @pure
 */
static bool is_link(const char *name)
{
	uint64_t number;

	return g_str_has_prefix(name, LINK) &&
		gvm_text_to_uint(name + strlen(LINK), TOTAL_MAX, &number);
}

/**
 * @brief Read which virtual function a link leads to.
 * @param host  The machine.
 * @param dir   Directory of the physical function.
 * @param name  Name of the link.
 * @return A new function, or NULL when it is gone.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static struct gvm_vf *load_vf(struct gvm_host *host, const char *dir,
			      const char *name)
{
	g_autofree char *address = gvm_sysfs_link(host, dir, name);
	g_autofree char *own = NULL;
	struct gvm_vf *vf;

	if (!gvm_text_is_pci(address))
		return NULL;
	own = g_strdup_printf(GVM_SYSFS_PCI "/%s", address);
	vf = g_new0(struct gvm_vf, 1);
	vf->driver = gvm_sysfs_link(host, own, "driver");
	vf->address = g_steal_pointer(&address);

	return vf;
}

/**
 * @brief Order two functions by address.
 * @param a  Address of a pointer to the first.
 * @param b  Address of a pointer to the second.
 * @return As strcmp().
 * @pure
 */
static int compare(const void *a, const void *b)
{
	const struct gvm_vf *const *first = a;
	const struct gvm_vf *const *second = b;

	return strcmp((*first)->address, (*second)->address);
}

/**
 * @brief Read the virtual functions.
 * @param host  The machine.
 * @param dir   Directory of the physical function.
 * @param err   Where to store the error, or NULL.
 * @return A new array of struct gvm_vf, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure Those of gvm_sysfs_list().
 */
static GPtrArray *load_list(struct gvm_host *host, const char *dir,
			    GError **err)
{
	g_autoptr(GPtrArray) names = NULL;
	GPtrArray *list;

	if (!gvm_sysfs_list(host, dir, &names, err))
		return NULL;
	list = g_ptr_array_new_with_free_func((GDestroyNotify)free_vf);
	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		struct gvm_vf *vf = NULL;

		if (is_link(name))
			vf = load_vf(host, dir, name);
		if (vf)
			g_ptr_array_add(list, vf);
	}
	g_ptr_array_sort(list, compare);

	return list;
}

unsigned int gvm_vfs_count(struct gvm_host *host, const char *address)
{
	g_autofree char *dir = g_strdup_printf(GVM_SYSFS_PCI "/%s", address);
	g_autoptr(GPtrArray) names = NULL;
	unsigned int count = 0;

	if (!gvm_sysfs_list(host, dir, &names, NULL))
		return 0;
	for (guint i = 0; i < names->len; i++)
		count += is_link(g_ptr_array_index(names, i));

	return count;
}

/**
 * @brief Check that a function is there, and no virtual one.
 * @param host     The machine.
 * @param dir      Its directory.
 * @param address  Its address.
 * @param err      Where to store the error, or NULL.
 * @return true when it is.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_NOT_FOUND, GVM_ERROR_UNSUPPORTED.
 */
static bool check_kind(struct gvm_host *host, const char *dir,
		       const char *address, GError **err)
{
	g_autofree char *physfn = NULL;

	if (gvm_host_exists(host, dir) != 1)
		return gvm_error_set(err, GVM_ERROR_NOT_FOUND,
				     "there is no PCI device %s; 'lspci -D' lists those there are",
				     address);
	physfn = gvm_sysfs_link(host, dir, "physfn");
	if (physfn)
		return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
				     "%s is itself a virtual function; name its physical function, which is %s",
				     address, physfn);

	return true;
}

struct gvm_vfs *gvm_vfs_load(struct gvm_host *host, const char *address,
			     GError **err)
{
	g_autofree char *dir = g_strdup_printf(GVM_SYSFS_PCI "/%s", address);
	g_autoptr(GPtrArray) list = NULL;
	g_autofree char *autoprobe = NULL;
	g_autofree char *total = NULL;
	struct gvm_vfs *vfs;
	uint64_t most = 0;

	if (!check_kind(host, dir, address, err))
		return NULL;
	total = gvm_sysfs_load(host, dir, "sriov_totalvfs");
	if (!gvm_text_to_uint(total, TOTAL_MAX, &most) || most == 0) {
		gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
			      "PCI device %s has no SR-IOV: 'lspci -vs %s' shows what it has, and some firmware has to be told to switch SR-IOV on",
			      address, address);
		return NULL;
	}
	list = load_list(host, dir, err);
	if (!list)
		return NULL;

	autoprobe = gvm_sysfs_load(host, dir, "sriov_drivers_autoprobe");
	vfs = g_new0(struct gvm_vfs, 1);
	vfs->address = g_strdup(address);
	vfs->driver = gvm_sysfs_link(host, dir, "driver");
	vfs->total = most;
	/* Kernels that do not tell offer them. */
	vfs->autoprobe = g_strcmp0(autoprobe, "0") != 0;
	vfs->list = g_steal_pointer(&list);

	return vfs;
}
