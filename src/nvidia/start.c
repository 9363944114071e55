// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The start protocol of older drivers: QEMU waits, somebody answers.
 */
#include "nvidia/start.h"

#include <errno.h>
#include <string.h>

#include "nvidia/block.h"
#include "nvidia/status.h"
#include "nvidia/uuid.h"

/** @brief NV_ERR_INVALID_EVENT: the oldest event is no start. */
#define INVALID_EVENT 0x28

void gvm_nv_start_free(struct gvm_nv_start *start)
{
	if (!start)
		return;
	g_free(start->uuid);
	g_free(start);
}

bool gvm_nv_start_offered(const struct gvm_nv_abi *abi)
{
	return gvm_nv_abi_has(abi, GVM_NV_K_NOTIFIERS_VM_START, NULL) &&
		gvm_nv_abi_offers(abi, GVM_NV_C_START_DATA, NULL) &&
		gvm_nv_abi_offers(abi, GVM_NV_C_NOTIFY_START, NULL);
}

/**
 * @brief Read a start from the driver's answer.
 * @param block  The answer.
 * @return A new start.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct gvm_nv_start *read_start(const struct gvm_nv_block *block)
{
	struct gvm_nv_start *start = g_new0(struct gvm_nv_start, 1);
	const uint8_t *uuid;
	size_t len;

	uuid = gvm_nv_bytes(block, GVM_NV_START_DATA_MDEV_UUID, &len);
	if (uuid && len == GVM_NV_UUID_SIZE)
		start->uuid = gvm_nv_uuid_format(uuid);
	start->qemu_pid = gvm_nv_get(block, GVM_NV_START_DATA_QEMU_PID);
	start->gpu_id = gvm_nv_get(block, GVM_NV_START_DATA_GPU_PCI_ID);
	start->gpu_bdf = gvm_nv_get(block, GVM_NV_START_DATA_GPU_PCI_BDF);
	start->vgpu_id = gvm_nv_get(block, GVM_NV_START_DATA_VGPU_ID);

	return start;
}

bool gvm_nv_start_take(struct gvm_rm *rm, struct gvm_nv_start **start,
		       enum gvm_nv_start_taken *taken, GError **err)
{
	g_auto(gvm_nv_block) block = { 0 };
	uint32_t status = GVM_NV_OK;
	int rc;

	gvm_nv_block_init(&rm->abi, GVM_NV_S_START_DATA, &block);
	rc = gvm_rm_call(rm, rm->client, GVM_NV_C_START_DATA, &block, &status);
	*taken = GVM_NV_START_NONE;
	if (rc == 0 && status == GVM_NV_OBJECT_NOT_FOUND)
		return true;
	if (rc == 0 && status == INVALID_EVENT) {
		*taken = GVM_NV_START_OTHER;
		return true;
	}
	if (!gvm_rm_judge(rm, GVM_NV_C_START_DATA, rc, status, err))
		return false;

	*start = read_start(&block);
	*taken = GVM_NV_START_TAKEN;
	/* Without a UUID there is nothing that an answer could name. */
	if (!(*start)->uuid) {
		g_clear_pointer(start, gvm_nv_start_free);
		*taken = GVM_NV_START_OTHER;
	}

	return true;
}

/**
 * @brief Write the name of a domain, cut where it does not fit.
 * @param block  The answer.
 * @param name   The name, or NULL.
 * @norestriction
 * @sideeffect Changes the answer.
 * @nofailure
 */
static void put_name(const struct gvm_nv_block *block, const char *name)
{
	size_t room = gvm_nv_count(block, GVM_NV_NOTIFY_START_VM_NAME);
	g_autofree char *cut = NULL;
	const char *end;

	if (!name || room == 0)
		return;
	cut = g_utf8_make_valid(name, -1);
	if (strlen(cut) >= room) {
		/* Not in the middle of a character. */
		end = g_utf8_find_prev_char(cut, cut + room);
		cut[end ? end - cut : 0] = '\0';
	}
	gvm_nv_put_text(block, GVM_NV_NOTIFY_START_VM_NAME, cut);
}

int gvm_nv_start_answer(struct gvm_nv_gpu *gpu,
			const struct gvm_nv_answer *answer, uint32_t *status)
{
	g_auto(gvm_nv_block) block = { 0 };
	uint8_t uuid[GVM_NV_UUID_SIZE];
	uint8_t vm_uuid[GVM_NV_UUID_SIZE] = { 0 };

	if (!gvm_nv_uuid_parse(answer->uuid, uuid) ||
	    (answer->vm_uuid && !gvm_nv_uuid_parse(answer->vm_uuid, vm_uuid)))
		return -EINVAL;

	gvm_nv_block_init(&gpu->rm->abi, GVM_NV_S_NOTIFY_START, &block);
	gvm_nv_put_bytes(&block, GVM_NV_NOTIFY_START_MDEV_UUID, uuid,
			 sizeof(uuid));
	gvm_nv_put_bytes(&block, GVM_NV_NOTIFY_START_VM_UUID, vm_uuid,
			 sizeof(vm_uuid));
	put_name(&block, answer->vm_name);
	gvm_nv_put(&block, GVM_NV_NOTIFY_START_RETURN_STATUS, answer->status);

	return gvm_rm_call(gpu->rm, gpu->config_handle, GVM_NV_C_NOTIFY_START,
			   &block, status);
}
