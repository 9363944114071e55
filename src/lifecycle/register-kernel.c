// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Whether the kernel shows the types that the driver has.
 *
 * A GPU whose virtual functions are enabled has no types itself: they are
 * those of its functions, and all functions have the same. So of the first
 * function every type is looked at, and of the others only the last one.
 */
#include "lifecycle/register-kernel.h"

#include "backend/backend.h"
#include "backend/vfs.h"
#include "host/host.h"
#include "util/error.h"
#include "util/text.h"

/** @brief Pause between two looks, in milliseconds. */
#define PAUSE_MS 50
/** @brief How long a GPU without parent is looked at before the reason is. */
#define EXCUSE_MS 200
/** @brief Largest attribute that is read here, in bytes. */
#define ATTR_MAX 4096

/**
 * @brief Tell whether a type is to be seen in the kernel.
 * @param type  The type.
 * @return true when the driver has it.
 * @pure
 */
static bool counts(const struct gvm_register_type *type)
{
	return type->state == GVM_REGISTER_REGISTERED ||
		type->state == GVM_REGISTER_PRESENT;
}

/**
 * @brief List the parents that a GPU's types are to appear on.
 * @param host     The machine.
 * @param address  PCI address of the GPU.
 * @param err      Where to store the error, or NULL.
 * @return A new array of struct gvm_parent: its virtual functions, or without
 *         any the GPU itself; empty when neither is a parent.
 * @norestriction
 * @sideeffect Reads sysfs.
 * @failure Those of gvm_backend_parents().
 */
static GPtrArray *parents_of(struct gvm_host *host, const char *address,
			     GError **err)
{
	GPtrArray *parents = gvm_backend_parents(host, false, err);
	bool functions = false;

	if (!parents)
		return NULL;
	for (guint i = 0; i < parents->len; i++) {
		const struct gvm_parent *parent;

		parent = g_ptr_array_index(parents, i);
		functions |= !g_strcmp0(parent->physfn, address);
	}
	for (guint i = parents->len; i-- > 0;) {
		const struct gvm_parent *parent;

		parent = g_ptr_array_index(parents, i);
		if (g_strcmp0(functions ? parent->physfn : parent->address,
			      address))
			g_ptr_array_remove_index(parents, i);
	}

	return parents;
}

/**
 * @brief Tell whether a parent offers a type.
 * @param host    The machine.
 * @param parent  The parent; its types are replaced.
 * @param id      Id of the type.
 * @param shown   Where to put the answer.
 * @param err     Where to store the error, or NULL.
 * @return true when it could be looked at.
 * @norestriction
 * @sideeffect The driver computes instances of the type.
 * @failure Those of the back end.
 */
static bool offers(struct gvm_host *host, struct gvm_parent *parent,
		   uint32_t id, bool *shown, GError **err)
{
	g_autofree char *name = g_strdup_printf(GVM_REGISTER_TYPE_FORMAT, id);

	if (!gvm_backend_find(parent->backend)->types(host, parent, name, err))
		return false;
	*shown = gvm_parent_type(parent, name);

	return true;
}

/**
 * @brief Look for the types of a GPU on one parent.
 * @param host     The machine.
 * @param plan     The GPU.
 * @param parent   The parent.
 * @param all      Look at all types, not only at the last one.
 * @param missing  Set to the id of one that is not there; else left alone.
 * @param err      Where to store the error, or NULL.
 * @return true when the parent could be looked at.
 * @norestriction
 * @sideeffect As offers().
 * @failure Those of the back end.
 */
static bool look_at(struct gvm_host *host, const struct gvm_register_gpu *plan,
		    struct gvm_parent *parent, bool all, uint32_t *missing,
		    GError **err)
{
	for (guint i = plan->types->len; i-- > 0;) {
		const struct gvm_register_type *type;
		bool shown;

		type = g_ptr_array_index(plan->types, i);
		if (!counts(type))
			continue;
		if (!offers(host, parent, type->type->id, &shown, err))
			return false;
		if (!shown)
			*missing = type->type->id;
		if (!shown || !all)
			break;
	}

	return true;
}

/**
 * @brief Look for the types of a GPU once.
 * @param host     The machine.
 * @param plan     The GPU.
 * @param parents  Where to put how many parents it has that show types.
 * @param missing  Where to put the id of a type that one of them lacks, or 0.
 * @param where    Where to put the address of that parent; freed by the
 *                 caller. Untouched when nothing is missing.
 * @param err      Where to store the error, or NULL.
 * @return true when it could be looked at.
 * @norestriction
 * @sideeffect As offers().
 * @failure Those of the back ends.
 */
static bool look(struct gvm_host *host, const struct gvm_register_gpu *plan,
		 guint *parents, uint32_t *missing, char **where, GError **err)
{
	g_autoptr(GPtrArray) found = parents_of(host, plan->gpu->address, err);

	if (!found)
		return false;
	*parents = 0;
	*missing = 0;
	for (guint i = 0; i < found->len && !*missing; i++) {
		struct gvm_parent *parent = g_ptr_array_index(found, i);

		/* It lists what can be made now, which says nothing here. */
		if (parent->by_address)
			continue;
		if (!look_at(host, plan, parent, (*parents)++ == 0, missing,
			     err))
			return false;
		if (*missing)
			*where = g_strdup(parent->address);
	}

	return true;
}

/**
 * @brief Read a number of a PCI device.
 * @param host     The machine.
 * @param address  PCI address.
 * @param name     Name of the attribute.
 * @return The number; 0 when there is none.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static uint64_t pci_number(struct gvm_host *host, const char *address,
			   const char *name)
{
	g_autofree char *path = g_strdup_printf("sys/bus/pci/devices/%s/%s",
						address, name);
	g_autofree char *text = NULL;
	uint64_t value = 0;

	if (gvm_host_load(host, path, ATTR_MAX, &text) == 0)
		gvm_text_to_uint(text, UINT32_MAX, &value);

	return value;
}

/**
 * @brief Add a note to all types of a GPU that the driver has.
 * @param plan  The GPU.
 * @param text  The note.
 * @norestriction
 * @sideeffect Extends their notes.
 * @nofailure
 */
static void note_all(struct gvm_register_gpu *plan, const char *text)
{
	for (guint i = 0; i < plan->types->len; i++) {
		struct gvm_register_type *type;

		type = g_ptr_array_index(plan->types, i);
		if (counts(type))
			gvm_register_note(type, text);
	}
}

/**
 * @brief Look for a reason why a GPU has no parent that is no failure.
 * @param host  The machine.
 * @param plan  The GPU; its types get notes when there is one.
 * @return true when there is one.
 * @norestriction
 * @sideeffect Extends the notes of the types.
 * @nofailure
 */
static bool excuse(struct gvm_host *host, struct gvm_register_gpu *plan)
{
	const char *address = plan->gpu->address;
	g_autofree char *vendor = NULL;

	vendor = g_strdup_printf("sys/bus/pci/devices/%s/virtfn0/nvidia",
				 address);
	if (gvm_host_exists(host, vendor) == 1) {
		note_all(plan, "offered through NVIDIA's own VFIO interface, not as mdev");
		return true;
	}
	if (pci_number(host, address, "sriov_totalvfs") &&
	    !gvm_vfs_count(host, address)) {
		note_all(plan, "appears when the virtual functions are enabled (gvmctl sriov enable)");
		return true;
	}

	return false;
}

/**
 * @brief Say that waiting was in vain.
 * @param plan     The GPU.
 * @param missing  Id of a type that a parent lacks; 0 when there is no parent.
 * @param where    Address of that parent, or NULL.
 * @param err      Where to store the error, or NULL.
 * @return Always false.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_UNSUPPORTED.
 */
static bool give_up(const struct gvm_register_gpu *plan, uint32_t missing,
		    const char *where, GError **err)
{
	if (missing)
		return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
				     "the driver took type %u of GPU %s, but the kernel does not show it on %s; see the kernel log",
				     missing, plan->gpu->address, where);

	return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
			     "the driver took the types of GPU %s, but the kernel shows none: the GPU is no parent of mediated devices; see the kernel log",
			     plan->gpu->address);
}

bool gvm_register_kernel_lacks(struct gvm_host *host,
			       struct gvm_register_gpu *plan)
{
	g_autofree char *where = NULL;
	uint32_t missing;
	guint parents;

	if (!look(host, plan, &parents, &missing, &where, NULL))
		return false;

	return parents ? missing : !excuse(host, plan);
}

bool gvm_register_kernel_vgpus(struct gvm_host *host, const char *address,
			       unsigned int *count, GError **err)
{
	g_autoptr(GPtrArray) parents = parents_of(host, address, err);
	g_autoptr(GPtrArray) vgpus = NULL;

	if (!parents)
		return false;
	vgpus = gvm_backend_vgpus(host, err);
	if (!vgpus)
		return false;
	*count = 0;
	for (guint i = 0; i < vgpus->len; i++) {
		const struct gvm_vgpu *vgpu = g_ptr_array_index(vgpus, i);

		*count += gvm_parent_find(parents, vgpu->parent) ? 1 : 0;
	}

	return true;
}

bool gvm_register_kernel_wait(struct gvm_host *host,
			      struct gvm_register_gpu *plan, GError **err)
{
	unsigned int waited = 0;

	for (;;) {
		g_autofree char *where = NULL;
		uint32_t missing;
		guint parents;

		if (!look(host, plan, &parents, &missing, &where, err))
			return false;
		if (parents && !missing)
			return true;
		if (!parents && waited >= EXCUSE_MS && excuse(host, plan))
			return true;
		if (waited >= GVM_REGISTER_KERNEL_WAIT_MS)
			return give_up(plan, missing, where, err);
		gvm_host_wait(host, PAUSE_MS);
		waited += PAUSE_MS;
	}
}
