// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Asking NVIDIA's driver about one GPU.
 *
 * Every question but the first is asked whatever became of the others: a
 * release, a GPU or a user for whom one is refused still gets the rest.
 */
#include "lifecycle/gpus.h"

#include "host/host.h"
#include "lifecycle/register-record.h"
#include "nvidia/block.h"
#include "util/error.h"

/** @brief What the driver answers when a GPU stays up when it is unused. */
#define PERSISTENCE_ENABLED 0

/**
 * @brief Find the driver's own entry of a GPU.
 * @param gpus  The list, with a client.
 * @param gpu   The GPU.
 * @return The entry, owned by the list, or NULL.
 * @pure
 */
static struct gvm_nv_gpu *find_node(const struct gvm_gpus *gpus,
				    const struct gvm_gpu *gpu)
{
	for (guint i = 0; i < gpus->nodes->len; i++) {
		struct gvm_nv_gpu *node = g_ptr_array_index(gpus->nodes, i);

		if (g_str_equal(node->address, gpu->address))
			return node;
	}

	return NULL;
}

/**
 * @brief Ask whether a GPU stays up when nobody uses it.
 * @param node  The GPU, open.
 * @return The answer.
 * @norestriction
 * @nosideeffect
 * @failure A refusal is no answer.
 */
static enum gvm_answer ask_persistence(struct gvm_nv_gpu *node)
{
	g_auto(gvm_nv_block) block = { 0 };

	if (!gvm_nv_abi_offers(&node->rm->abi, GVM_NV_C_PERSISTENCE, NULL))
		return GVM_ANSWER_UNKNOWN;
	gvm_rm_params(&node->rm->abi, GVM_NV_S_PERSISTENCE, &block);
	if (!gvm_rm_query(node->rm, node->device_handle, GVM_NV_C_PERSISTENCE,
			  &block, NULL))
		return GVM_ANSWER_UNKNOWN;

	return gvm_nv_get(&block, GVM_NV_PERSISTENCE_SW_STATE_PERSISTENCE) ==
		PERSISTENCE_ENABLED ? GVM_ANSWER_YES : GVM_ANSWER_NO;
}

/**
 * @brief Ask what every GPU has, whether it makes vGPUs or not.
 * @param node  The GPU, open.
 * @param gpu   Filled.
 * @norestriction
 * @sideeffect Fills @p gpu.
 * @failure What the driver does not tell stays unknown.
 */
static void ask_device(struct gvm_nv_gpu *node, struct gvm_gpu *gpu)
{
	struct gvm_nv_memory memory = { 0 };
	struct gvm_nv_sriov sriov = { 0 };
	enum gvm_nv_mode mode = GVM_NV_MODE_NONE;

	if (node->uuid) {
		g_free(gpu->uuid);
		gpu->uuid = g_strdup(node->uuid);
	}
	if (gvm_nv_gpu_mode(node, &mode, NULL)) {
		gpu->mode = gvm_nv_gpu_mode_name(mode);
		gpu->host = mode == GVM_NV_MODE_HOST_VGPU;
	}
	gpu->has_memory = gvm_nv_gpu_memory(node, &memory, NULL);
	gpu->total = memory.total;
	gpu->reserved = memory.reserved;
	gpu->used = memory.used;
	gpu->free = memory.free;
	gvm_nv_gpu_sriov(node, &sriov);
	if (sriov.known)
		gpu->sriov = sriov.enabled ? GVM_ANSWER_YES : GVM_ANSWER_NO;
	gpu->total_vfs = sriov.total_vfs;
	gpu->persistent = ask_persistence(node);
}

/**
 * @brief Ask for the types of a GPU.
 * @param node  The GPU, open.
 * @param gpu   Filled.
 * @param err   Where to store the error, or NULL.
 * @return true when it is one that can have vGPUs.
 * @norestriction
 * @sideeffect Allocates its configuration object; fills @p gpu.
 * @failure Those of gvm_nv_gpu_configure() and gvm_nv_config_supported().
 */
static bool ask_types(struct gvm_nv_gpu *node, struct gvm_gpu *gpu,
		      GError **err)
{
	g_auto(gvm_nv_types) supported = { 0 };
	g_auto(gvm_nv_types) creatable = { 0 };

	if (!gvm_nv_gpu_configure(node, err) ||
	    !gvm_nv_config_supported(node, &supported, err))
		return false;
	gpu->supported = g_steal_pointer(&supported.ids);
	if (gvm_nv_config_creatable(node, &creatable, NULL))
		gpu->creatable = g_steal_pointer(&creatable.ids);

	return true;
}

/**
 * @brief Ask for the running vGPUs of a GPU.
 * @param gpus  The list.
 * @param node  The GPU, with its configuration object.
 * @norestriction
 * @sideeffect Fills gvm_gpus::guests.
 * @failure A refusal is no vGPU. What is no mdev has no UUID to find it by.
 */
static void ask_guests(struct gvm_gpus *gpus, struct gvm_nv_gpu *node)
{
	g_autoptr(GPtrArray) guests = gvm_nv_config_guests(node, NULL);

	while (guests && guests->len > 0) {
		struct gvm_nv_guest *guest;

		guest = g_ptr_array_steal_index_fast(guests, guests->len - 1);
		if (guest->uuid)
			g_hash_table_replace(gpus->guests, guest->uuid, guest);
		else
			gvm_nv_guest_free(guest);
	}
}

/**
 * @brief Open a GPU.
 * @param gpus  The list.
 * @param node  The GPU.
 * @param err   Where to store the error, or NULL.
 * @return true when it is open.
 * @restriction A missing node is not made.
 * @sideeffect See gvm_nv_gpu_open().
 * @failure GVM_ERROR_NOT_FOUND when its node is missing; those of
 *          gvm_nv_gpu_open().
 */
static bool open_node(struct gvm_gpus *gpus, struct gvm_nv_gpu *node,
		      GError **err)
{
	g_autofree char *path = NULL;

	path = g_strdup_printf("dev/nvidia%u", node->minor);
	if (node->minor != GVM_NV_NO_MINOR &&
	    gvm_host_exists(gpus->host, path) == 0)
		return gvm_error_set(err, GVM_ERROR_NOT_FOUND,
				     "GPU %s: /%s is missing; 'gvmctl check' says what to do",
				     node->address, path);

	return gvm_nv_gpu_open(node, err);
}

void gvm_gpus_ask(struct gvm_gpus *gpus, struct gvm_gpu *gpu)
{
	g_autoptr(GError) closed = NULL;
	g_autoptr(GError) refused = NULL;
	struct gvm_nv_gpu *node;

	if (!g_hash_table_add(gpus->asked, gpu))
		return;
	gpu->ours = gvm_register_record_load(gpus->host, gpu->address, NULL);
	node = gpus->rm ? find_node(gpus, gpu) : NULL;
	if (!node)
		return;

	gpu->opened = open_node(gpus, node, &closed);
	if (!gpu->opened) {
		gpu->why = g_strdup(closed->message);
		gpu->code = closed->code;
		return;
	}
	ask_device(node, gpu);
	if (ask_types(node, gpu, &refused))
		ask_guests(gpus, node);
	else
		gpu->no_types = g_strdup(refused->message);
	gvm_nv_gpu_close(node);
}
