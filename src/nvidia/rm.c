// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief A client of the driver's resource manager: its life and its objects.
 *
 * The driver chooses the handle of the client, and the client those of its
 * objects. They are counted up from one base and never used again, so that a
 * handle that was freed cannot mean another object later.
 *
 * Objects are remembered in the order of their allocation. Freeing one frees
 * all below it first, the youngest before the oldest; freeing the client does
 * so with all. A refusal is ignored then, because the close of the node that
 * follows makes the driver free whatever is left.
 */
#include "nvidia/rm.h"

#include <errno.h>
#include <string.h>

#include "nvidia/node.h"
#include "nvidia/rm-call.h"
#include "nvidia/status.h"

/** @brief What handles of objects are counted up from. */
#define HANDLE_BASE 0x47560000

/** @brief The names of classes. */
static const struct {
	enum gvm_rm_class class;	/**< The class. */
	const char *name;		/**< NVIDIA's name. */
} classes[] = {
	{ GVM_RM_ROOT, "NV01_ROOT" },
	{ GVM_RM_EVENT, "NV01_EVENT" },
	{ GVM_RM_OS_EVENT, "NV01_EVENT_OS_EVENT" },
	{ GVM_RM_DEVICE, "NV01_DEVICE_0" },
	{ GVM_RM_SUBDEVICE, "NV20_SUBDEVICE_0" },
	{ GVM_RM_VGPU_CONFIG, "NVA081_VGPU_CONFIG" },
};

const char *gvm_rm_class_name(enum gvm_rm_class class)
{
	for (size_t i = 0; i < G_N_ELEMENTS(classes); i++)
		if (classes[i].class == class)
			return classes[i].name;

	return "unknown";
}

/**
 * @brief Find the place of an allocation's status in the newest releases.
 * @return Its place.
 * @pure
 */
static struct gvm_nv_place newest_status(void)
{
	const struct gvm_nv_layout *layout = gvm_nv_abi_layout(GVM_NV_S_ALLOC);
	const struct gvm_nv_row *row = &layout->rows[layout->n_rows - 1];

	return layout->fields[GVM_NV_ALLOC_STATUS].at[row->layout];
}

/**
 * @brief Find the place of an allocation's status in the oldest releases.
 * @return Its place.
 * @pure
 */
static struct gvm_nv_place oldest_status(void)
{
	const struct gvm_nv_layout *layout = gvm_nv_abi_layout(GVM_NV_S_ALLOC);

	return layout->fields[GVM_NV_ALLOC_STATUS].at[layout->rows[0].layout];
}

/**
 * @brief Prepare the places of an allocation's status.
 *
 * The status moved without a change of the structure's size. Where the
 * release is not known for sure, the newer place is marked and the older one
 * is zero; it is the size of the parameters to a newer driver, which does not
 * look at it.
 *
 * @param rm      The client.
 * @param block   The allocation.
 * @param params  Parameters of the class, or NULL.
 * @norestriction
 * @sideeffect Changes the structure.
 * @nofailure
 */
static void mark_status(const struct gvm_rm *rm,
			const struct gvm_nv_block *block,
			const struct gvm_nv_block *params)
{
	uint32_t mark = GVM_RM_UNWRITTEN;

	if (rm->abi.known == GVM_NV_KNOWN) {
		gvm_nv_put(block, GVM_NV_ALLOC_PARAMS_SIZE,
			   params ? params->size : 0);
		gvm_nv_put(block, GVM_NV_ALLOC_STATUS, mark);
	} else {
		memcpy(block->bytes + newest_status().offset, &mark,
		       sizeof(mark));
	}
}

/**
 * @brief Read the status of an allocation.
 * @param rm     The client.
 * @param block  The allocation, answered.
 * @return The status.
 * @pure
 */
static uint32_t read_status(const struct gvm_rm *rm,
			    const struct gvm_nv_block *block)
{
	uint32_t status;

	if (rm->abi.known == GVM_NV_KNOWN)
		return gvm_nv_get(block, GVM_NV_ALLOC_STATUS);

	memcpy(&status, block->bytes + newest_status().offset, sizeof(status));
	if (status == GVM_RM_UNWRITTEN)
		memcpy(&status, block->bytes + oldest_status().offset,
		       sizeof(status));

	return status;
}

/**
 * @brief Make an allocation once.
 * @param rm      The client.
 * @param parent  Handle of the parent.
 * @param class   Class of the object.
 * @param params  Parameters of the class, or NULL.
 * @param handle  The handle that is wanted, 0 to let the driver choose;
 *                becomes the one that the object has.
 * @param status  Where to put the status.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect The object is there when the status is OK.
 * @failure What ioctl(2) reports.
 */
static int alloc_once(struct gvm_rm *rm, uint32_t parent,
		      enum gvm_rm_class class,
		      const struct gvm_nv_block *params, uint32_t *handle,
		      uint32_t *status)
{
	g_auto(gvm_nv_block) block = { 0 };
	int rc;

	gvm_nv_block_init(&rm->abi, GVM_NV_S_ALLOC, &block);
	gvm_nv_put(&block, GVM_NV_ALLOC_H_ROOT, rm->client);
	gvm_nv_put(&block, GVM_NV_ALLOC_H_OBJECT_PARENT, parent);
	gvm_nv_put(&block, GVM_NV_ALLOC_H_OBJECT_NEW, *handle);
	gvm_nv_put(&block, GVM_NV_ALLOC_H_CLASS, class);
	gvm_nv_put(&block, GVM_NV_ALLOC_PARAMS,
		   params ? (uintptr_t)params->bytes : 0);
	mark_status(rm, &block, params);

	rc = gvm_rm_ioctl(rm, rm->fd, GVM_RM_ESC_ALLOC, block.bytes,
			  block.size);
	*status = read_status(rm, &block);
	*handle = gvm_nv_get(&block, GVM_NV_ALLOC_H_OBJECT_NEW);

	return rc;
}

/**
 * @brief Make an allocation, again where the driver says so.
 * @param rm      The client.
 * @param parent  Handle of the parent.
 * @param class   Class of the object.
 * @param params  Parameters of the class, or NULL.
 * @param handle  As for alloc_once().
 * @param status  Where to put the status.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect As for alloc_once(); waits.
 * @failure What ioctl(2) reports.
 */
static int alloc_patiently(struct gvm_rm *rm, uint32_t parent,
			   enum gvm_rm_class class,
			   const struct gvm_nv_block *params,
			   uint32_t *handle, uint32_t *status)
{
	struct gvm_rm_patience patience = { 0 };
	uint32_t wanted = *handle;
	int rc;

	do {
		*handle = wanted;
		rc = alloc_once(rm, parent, class, params, handle, status);
	} while (rc == 0 && gvm_rm_again(rm, &patience, *status));

	return rc;
}

int gvm_rm_try_alloc(struct gvm_rm *rm, uint32_t parent,
		     enum gvm_rm_class class,
		     const struct gvm_nv_block *params, uint32_t *handle,
		     uint32_t *status)
{
	struct gvm_rm_object object = { .handle = ++rm->next,
					.parent = parent };
	int rc = alloc_patiently(rm, parent, class, params, &object.handle,
				 status);

	if (rc < 0 || *status != GVM_NV_OK)
		return rc;
	g_array_append_val(rm->objects, object);
	*handle = object.handle;

	return 0;
}

bool gvm_rm_alloc(struct gvm_rm *rm, uint32_t parent, enum gvm_rm_class class,
		  const struct gvm_nv_block *params, uint32_t *handle,
		  GError **err)
{
	uint32_t status = 0;
	int rc = gvm_rm_try_alloc(rm, parent, class, params, handle, &status);

	return gvm_rm_settle(err, rc, status, "the allocation of %s",
			     gvm_rm_class_name(class));
}

/**
 * @brief Free one object in the driver.
 * @param rm      The client.
 * @param handle  The object, or the client itself.
 * @param parent  Its parent, 0 for the client.
 * @norestriction
 * @sideeffect Frees it; waits where the driver says so.
 * @failure A refusal is ignored.
 */
static void free_object(struct gvm_rm *rm, uint32_t handle, uint32_t parent)
{
	struct gvm_rm_patience patience = { 0 };
	g_auto(gvm_nv_block) block = { 0 };
	uint32_t status;
	int rc;

	gvm_nv_block_init(&rm->abi, GVM_NV_S_FREE, &block);
	do {
		gvm_nv_put(&block, GVM_NV_FREE_H_ROOT, rm->client);
		gvm_nv_put(&block, GVM_NV_FREE_H_OBJECT_PARENT, parent);
		gvm_nv_put(&block, GVM_NV_FREE_H_OBJECT_OLD, handle);
		gvm_nv_put(&block, GVM_NV_FREE_STATUS, GVM_RM_UNWRITTEN);
		rc = gvm_rm_ioctl(rm, rm->fd, GVM_RM_ESC_FREE, block.bytes,
				  block.size);
		status = gvm_nv_get(&block, GVM_NV_FREE_STATUS);
	} while (rc == 0 && gvm_rm_again(rm, &patience, status));
}

/**
 * @brief Tell whether an object is another one or somewhere below it.
 * @param rm      The client.
 * @param object  Handle of the object.
 * @param top     Handle of the other one.
 * @return true when it is.
 * @pure
 */
static bool is_below(const struct gvm_rm *rm, uint32_t object, uint32_t top)
{
	/* A parent is always older than its children. */
	for (size_t i = rm->objects->len; i-- > 0 && object != top;) {
		const struct gvm_rm_object *known =
			&g_array_index(rm->objects, struct gvm_rm_object, i);

		if (known->handle == object)
			object = known->parent;
	}

	return object == top;
}

void gvm_rm_drop(struct gvm_rm *rm, uint32_t handle)
{
	if (!handle)
		return;

	for (size_t i = rm->objects->len; i-- > 0;) {
		struct gvm_rm_object object =
			g_array_index(rm->objects, struct gvm_rm_object, i);

		if (!is_below(rm, object.handle, handle))
			continue;
		free_object(rm, object.handle, object.parent);
		g_array_remove_index(rm->objects, i);
	}
}

struct gvm_rm *gvm_rm_new(struct gvm_host *host, const char *force_abi,
			  GError **err)
{
	g_autoptr(gvm_rm) rm = g_new0(struct gvm_rm, 1);
	g_autofree char *version = NULL;
	uint32_t status = 0;
	uint32_t client = 0;
	int rc;

	rm->host = host;
	rm->fd = -1;
	rm->next = HANDLE_BASE;
	rm->objects = g_array_new(FALSE, FALSE, sizeof(struct gvm_rm_object));
	rm->others = g_ptr_array_new_with_free_func(g_free);

	if (!gvm_rm_version(host, &version, err) ||
	    !gvm_nv_abi_select(version, force_abi, &rm->abi, err) ||
	    !gvm_nv_node_open(host, GVM_NV_NODE_CONTROL, &rm->fd, err) ||
	    !gvm_rm_check_version(rm, version, err))
		return NULL;

	rc = alloc_patiently(rm, 0, GVM_RM_ROOT, NULL, &client, &status);
	if (!gvm_rm_settle(err, rc, status, "the allocation of %s",
			   gvm_rm_class_name(GVM_RM_ROOT)))
		return NULL;
	rm->client = client;

	return g_steal_pointer(&rm);
}

void gvm_rm_free(struct gvm_rm *rm)
{
	if (!rm)
		return;

	for (size_t i = rm->objects->len; i-- > 0;) {
		struct gvm_rm_object object =
			g_array_index(rm->objects, struct gvm_rm_object, i);

		free_object(rm, object.handle, object.parent);
	}
	if (rm->client)
		free_object(rm, rm->client, 0);
	gvm_host_shut(rm->host, rm->fd);
	g_array_unref(rm->objects);
	g_ptr_array_unref(rm->others);
	g_free(rm);
}
