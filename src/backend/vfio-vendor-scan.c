// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading the functions that take a vGPU type, and which they have.
 *
 * The driver tells only what can be made at the moment of reading: a type that
 * does not fit is not in the list, and when nothing fits the list is its
 * header alone. So nothing that was read is kept, and the name of a type that
 * a function has is looked for in the lists of the other functions as well.
 */
#include "backend/vfio-vendor-scan.h"

#include <errno.h>
#include <string.h>

#include "backend/load-parent.h"
#include "backend/sysfs.h"
#include "backend/vfio-vendor.h"
#include "host/host.h"
#include "util/error.h"
#include "util/text.h"

/** @brief The list of types, below the directory of a function. */
#define LIST "nvidia/creatable_vgpu_types"
/** @brief How all these vGPUs work. */
#define DEVICE_API "vfio-pci"

/**
 * @brief Spell the directory of a function.
 * @param address  Address of the function.
 * @return A new path below the root.
 * @pure
 */
static char *dir_of(const char *address)
{
	return g_strdup_printf(GVM_SYSFS_PCI "/%s", address);
}

/**
 * @brief Spell the id of a type.
 * @param number  Its number.
 * @return A new string, as mdev spells it.
 * @pure
 */
static char *spell_id(uint64_t number)
{
	return g_strdup_printf(GVM_VFIO_VENDOR_TYPE "%" G_GUINT64_FORMAT,
			       number);
}

int gvm_vfio_vendor_current(struct gvm_host *host, const char *address,
			    uint64_t *number)
{
	g_autofree char *path = NULL;
	g_autofree char *text = NULL;
	int rc;

	path = g_strdup_printf(GVM_SYSFS_PCI
			       "/%s/nvidia/current_vgpu_type", address);
	rc = gvm_host_load(host, path, GVM_HOST_ATTR_MAX, &text);
	if (rc < 0)
		return rc;

	return gvm_text_to_uint(g_strstrip(text), UINT32_MAX, number) ? 0 :
		-EPROTO;
}

/**
 * @brief Make a type.
 * @param number  Its number.
 * @param name    Its name, or NULL.
 * @return A new type, of which one can be made.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct gvm_type *new_type(uint64_t number, const char *name)
{
	struct gvm_type *type = g_new0(struct gvm_type, 1);

	type->id = spell_id(number);
	type->name = g_strdup(name);
	type->device_api = g_strdup(DEVICE_API);
	type->available = 1;

	return type;
}

/**
 * @brief Read the types that a function can be given now.
 * @param host     The machine.
 * @param address  Address of the function.
 * @return A new array of struct gvm_type; lines without a number, such as the
 *         header, are left out.
 * @norestriction
 * @sideeffect The driver computes the list.
 * @failure A list that cannot be read has no types.
 */
static GPtrArray *read_list(struct gvm_host *host, const char *address)
{
	g_autoptr(GPtrArray) types =
		g_ptr_array_new_with_free_func((GDestroyNotify)gvm_type_free);
	g_autofree char *dir = dir_of(address);
	g_autofree char *text = gvm_sysfs_load(host, dir, LIST);
	g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);

	for (size_t i = 0; lines[i]; i++) {
		char *colon = strchr(lines[i], ':');
		uint64_t number;

		if (!colon)
			continue;
		*colon = '\0';
		if (gvm_text_to_uint(g_strstrip(lines[i]), UINT32_MAX,
				     &number) && number > 0)
			g_ptr_array_add(types,
					new_type(number, g_strstrip(colon + 1)));
	}

	return g_steal_pointer(&types);
}

/**
 * @brief Find a type in a list.
 * @param types  struct gvm_type.
 * @param id     Its id.
 * @return The type, owned by @p types, or NULL.
 * @pure
 */
static struct gvm_type *find_type(const GPtrArray *types, const char *id)
{
	for (guint i = 0; i < types->len; i++) {
		struct gvm_type *type = g_ptr_array_index(types, i);

		if (g_str_equal(type->id, id))
			return type;
	}

	return NULL;
}

bool gvm_vfio_vendor_offers(struct gvm_host *host, const char *address,
			    const char *id)
{
	g_autoptr(GPtrArray) types = read_list(host, address);

	return find_type(types, id);
}

bool gvm_vfio_vendor_is(struct gvm_host *host, const char *address)
{
	g_autofree char *path = NULL;

	if (!gvm_text_is_pci(address))
		return false;
	path = g_strdup_printf(GVM_SYSFS_PCI "/%s/" LIST, address);

	return gvm_host_exists(host, path) == 1;
}

/**
 * @brief List the addresses of all functions that take a type.
 * @param host  The machine.
 * @param err   Where to store the error, or NULL.
 * @return A new array of strings, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_DENIED or GVM_ERROR_FAILED when sysfs cannot be read.
 */
static GPtrArray *list_functions(struct gvm_host *host, GError **err)
{
	GPtrArray *names = NULL;

	if (!gvm_sysfs_list(host, GVM_VFIO_VENDOR_BOUND, &names, err))
		return NULL;
	for (guint i = names->len; i-- > 0;)
		if (!gvm_vfio_vendor_is(host, g_ptr_array_index(names, i)))
			g_ptr_array_remove_index(names, i);

	return names;
}

/**
 * @brief Append one function.
 * @param host     The machine.
 * @param address  Its address.
 * @param parents  Where to append; nothing when it is gone.
 * @norestriction
 * @sideeffect Grows @p parents.
 * @nofailure
 */
static void add_parent(struct gvm_host *host, const char *address,
		       GPtrArray *parents)
{
	struct gvm_parent *parent;

	parent = gvm_load_parent(host, GVM_SYSFS_PCI, address,
				 GVM_VFIO_VENDOR_NAME);
	if (!parent)
		return;
	parent->by_address = true;
	g_ptr_array_add(parents, parent);
}

bool gvm_vfio_vendor_parents(struct gvm_host *host, const char *only,
			     GPtrArray *parents, GError **err)
{
	g_autoptr(GPtrArray) names = NULL;

	if (only) {
		if (gvm_vfio_vendor_is(host, only))
			add_parent(host, only, parents);
		return true;
	}
	names = list_functions(host, err);
	if (!names)
		return false;
	for (guint i = 0; i < names->len; i++)
		add_parent(host, g_ptr_array_index(names, i), parents);

	return true;
}

/**
 * @brief Order two elements of a GPtrArray of types by id, 9 before 10.
 * @param a  Address of a pointer to the first type.
 * @param b  Address of a pointer to the second type.
 * @return As strcmp().
 * @pure
 */
static int compare_types(const void *a, const void *b)
{
	const struct gvm_type *const *first = a;
	const struct gvm_type *const *second = b;

	return strverscmp((*first)->id, (*second)->id);
}

bool gvm_vfio_vendor_types(struct gvm_host *host, struct gvm_parent *parent,
			   const char *only, GError **err)
{
	g_autoptr(gvm_vgpu) vgpu = NULL;

	g_ptr_array_set_size(parent->types, 0);
	if (!gvm_vfio_vendor_find(host, parent->address, &vgpu, err))
		return false;
	parent->active = vgpu ? 1 : 0;
	g_ptr_array_unref(parent->types);
	parent->types = read_list(host, parent->address);

	/* Whatever the list of a function that has a type may say, it cannot
	 * be given another one.
	 */
	for (guint i = 0; vgpu && i < parent->types->len; i++) {
		struct gvm_type *type = g_ptr_array_index(parent->types, i);

		type->available = 0;
	}
	if (vgpu && !find_type(parent->types, vgpu->type)) {
		struct gvm_type *type = new_type(0, vgpu->type_name);

		g_free(type->id);
		type->id = g_strdup(vgpu->type);
		type->available = 0;
		g_ptr_array_add(parent->types, type);
	}
	for (guint i = parent->types->len; only && i-- > 0;) {
		const struct gvm_type *type;

		type = g_ptr_array_index(parent->types, i);
		if (!g_str_equal(type->id, only))
			g_ptr_array_remove_index(parent->types, i);
	}
	g_ptr_array_sort(parent->types, compare_types);

	return true;
}

/**
 * @brief Read a function as the vGPU that it is, but for the type's name.
 * @param host     The machine.
 * @param address  Address of the function.
 * @param vgpu     Where to put the new vGPU, or NULL when it has no type.
 * @param err      Where to store the error, or NULL.
 * @return true on success, also when there is no such function.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_DENIED or GVM_ERROR_FAILED when sysfs cannot be read.
 */
static bool load_vgpu(struct gvm_host *host, const char *address,
		      struct gvm_vgpu **vgpu, GError **err)
{
	g_autofree char *dir = dir_of(address);
	g_autofree char *id = NULL;
	uint64_t number = 0;
	int rc = gvm_vfio_vendor_current(host, address, &number);

	*vgpu = NULL;
	if (rc < 0 && !gvm_sysfs_is_gone(rc))
		return gvm_error_set_errno(err, rc, "cannot read vGPU %s",
					   address);
	if (rc < 0 || number == 0)
		return true;

	id = spell_id(number);
	*vgpu = gvm_vgpu_new(address, address, id);
	(*vgpu)->device_api = g_strdup(DEVICE_API);
	(*vgpu)->iommu_group = gvm_sysfs_link(host, dir, "iommu_group");
	(*vgpu)->backend = GVM_VFIO_VENDOR_NAME;

	return true;
}

/**
 * @brief Take the names of some vGPUs' types from the list of a function.
 * @param host     The machine.
 * @param address  Address of the function.
 * @param vgpus    struct gvm_vgpu, from @p first on those without a name.
 * @param first    Index of the first one to look at.
 * @return true when none is without a name any more.
 * @norestriction
 * @sideeffect Sets names; the driver computes the list.
 * @nofailure
 */
static bool take_names(struct gvm_host *host, const char *address,
		       const GPtrArray *vgpus, guint first)
{
	g_autoptr(GPtrArray) types = read_list(host, address);
	bool all = true;

	for (guint i = first; i < vgpus->len; i++) {
		struct gvm_vgpu *vgpu = g_ptr_array_index(vgpus, i);
		const struct gvm_type *type;

		type = vgpu->type_name ? NULL : find_type(types, vgpu->type);
		if (type)
			vgpu->type_name = g_strdup(type->name);
		all = all && vgpu->type_name;
	}

	return all;
}

bool gvm_vfio_vendor_vgpus(struct gvm_host *host, GPtrArray *vgpus,
			   GError **err)
{
	g_autoptr(GPtrArray) names = list_functions(host, err);
	guint first = vgpus->len;
	bool all;

	if (!names)
		return false;
	for (guint i = 0; i < names->len; i++) {
		struct gvm_vgpu *vgpu;

		if (!load_vgpu(host, g_ptr_array_index(names, i), &vgpu, err))
			return false;
		if (vgpu)
			g_ptr_array_add(vgpus, vgpu);
	}
	all = vgpus->len == first;
	for (guint i = 0; !all && i < names->len; i++)
		all = take_names(host, g_ptr_array_index(names, i), vgpus,
				 first);

	return true;
}

bool gvm_vfio_vendor_find(struct gvm_host *host, const char *address,
			  struct gvm_vgpu **vgpu, GError **err)
{
	g_autoptr(GPtrArray) names = NULL;
	g_autoptr(GPtrArray) one = g_ptr_array_new();
	bool all;

	*vgpu = NULL;
	if (!gvm_sysfs_check_address(address, err) ||
	    !load_vgpu(host, address, vgpu, err))
		return false;
	if (!*vgpu)
		return true;

	g_ptr_array_add(one, *vgpu);
	all = take_names(host, address, one, 0);
	names = all ? NULL : list_functions(host, NULL);
	for (guint i = 0; !all && names && i < names->len; i++)
		all = take_names(host, g_ptr_array_index(names, i), one, 0);

	return true;
}
