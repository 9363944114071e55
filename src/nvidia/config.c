// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief vGPU types of one GPU as the driver knows them: lists and changes.
 *
 * The driver answers 0x56, "not supported", to three different questions: by a
 * driver that is no vGPU host, of a GPU without room, and to a type too many.
 * So the list of supported types decides: a driver that gives it is a host,
 * and then the same status means that the GPU is full.
 *
 * A list of types is sent one type a call, the first of which may empty the
 * list, the last of which closes it. What a type is in the driver's structure
 * is in config-type.c.
 */
#include "nvidia/config.h"

#include "nvidia/config-type.h"
#include "nvidia/status.h"
#include "util/error.h"

void gvm_nv_types_clear(struct gvm_nv_types *types)
{
	g_clear_pointer(&types->ids, g_array_unref);
}

/**
 * @brief Put the driver's answer into a list.
 * @param block  The answer.
 * @param types  Filled.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static void read_types(const struct gvm_nv_block *block,
		       struct gvm_nv_types *types)
{
	size_t n = gvm_nv_get(block, GVM_NV_TYPES_NUM_VGPU_TYPES);

	n = MIN(n, gvm_nv_count(block, GVM_NV_TYPES_VGPU_TYPES));
	types->state = gvm_nv_get(block, GVM_NV_TYPES_VGPU_CONFIG_STATE);
	types->ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	for (size_t i = 0; i < n; i++) {
		uint32_t id = gvm_nv_get_at(block, GVM_NV_TYPES_VGPU_TYPES, i);

		g_array_append_val(types->ids, id);
	}
}

/**
 * @brief Ask for one of the two lists.
 * @param gpu      A GPU with its configuration object.
 * @param control  Which list.
 * @param types    Filled when the status is OK.
 * @param status   Where to put the status.
 * @param err      Where to store the error, or NULL.
 * @return true when the driver answered OK, or one of those statuses that
 *         have a meaning of their own here.
 * @norestriction
 * @nosideeffect
 * @failure The status by name.
 */
static bool ask_types(struct gvm_nv_gpu *gpu, enum gvm_nv_control control,
		      struct gvm_nv_types *types, uint32_t *status,
		      GError **err)
{
	g_auto(gvm_nv_block) block = { 0 };
	int rc;

	gvm_rm_params(&gpu->rm->abi, GVM_NV_S_TYPES, &block);
	rc = gvm_rm_probe(gpu->rm, gpu->config_handle, control, &block,
			  status);
	if (rc == 0 && (*status == GVM_NV_NOT_SUPPORTED ||
			*status == GVM_NV_INSUFFICIENT_RESOURCES))
		return true;
	if (!gvm_rm_judge(gpu->rm, control, rc, *status, err))
		return false;
	read_types(&block, types);

	return true;
}

bool gvm_nv_config_supported(struct gvm_nv_gpu *gpu,
			     struct gvm_nv_types *types, GError **err)
{
	uint32_t status = 0;

	if (!ask_types(gpu, GVM_NV_C_SUPPORTED, types, &status, err))
		return false;
	if (status == GVM_NV_NOT_SUPPORTED)
		return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
				     "GPU %s is no vGPU host: it needs NVIDIA's driver for vGPU hosts, and SR-IOV or vGPU mode switched on",
				     gpu->address);
	if (status != GVM_NV_OK)
		return gvm_rm_judge(gpu->rm, GVM_NV_C_SUPPORTED, 0, status,
				    err);

	return true;
}

bool gvm_nv_config_creatable(struct gvm_nv_gpu *gpu,
			     struct gvm_nv_types *types, GError **err)
{
	g_auto(gvm_nv_types) supported = { 0 };
	uint32_t status = 0;

	if (!ask_types(gpu, GVM_NV_C_CREATABLE, types, &status, err))
		return false;
	if (status == GVM_NV_OK)
		return true;

	if (!gvm_nv_config_supported(gpu, &supported, err))
		return false;
	types->state = supported.state;
	types->ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	return true;
}

bool gvm_nv_config_type(struct gvm_nv_gpu *gpu, uint32_t id,
			struct gvm_profile **info, GError **err)
{
	g_auto(gvm_nv_block) block = { 0 };
	struct gvm_nv_block part;
	uint32_t status = 0;
	int rc;

	gvm_rm_params(&gpu->rm->abi, GVM_NV_S_TYPE_INFO, &block);
	gvm_nv_put(&block, GVM_NV_TYPE_INFO_VGPU_TYPE, id);
	rc = gvm_rm_probe(gpu->rm, gpu->config_handle, GVM_NV_C_TYPE_INFO,
			  &block, &status);
	*info = NULL;
	if (rc == 0 && status == GVM_NV_OBJECT_NOT_FOUND)
		return true;
	if (!gvm_rm_judge(gpu->rm, GVM_NV_C_TYPE_INFO, rc, status, err))
		return false;

	part = gvm_nv_block_part(&block, GVM_NV_TYPE_INFO_VGPU_TYPE_INFO, 0,
				 GVM_NV_S_INFO);
	*info = gvm_nv_type_read(&part);

	return true;
}

bool gvm_nv_config_send(struct gvm_nv_gpu *gpu, const struct gvm_profile *type,
			bool discard, bool last, GError **err)
{
	g_auto(gvm_nv_block) block = { 0 };
	struct gvm_nv_block part;

	if (!gvm_nv_config_check(&gpu->rm->abi, type, err))
		return false;

	gvm_rm_params(&gpu->rm->abi, GVM_NV_S_SET_INFO, &block);
	gvm_nv_put(&block, GVM_NV_SET_INFO_DISCARD_VGPU_TYPES, discard);
	gvm_nv_put(&block, GVM_NV_SET_INFO_VGPU_CONFIG_STATE,
		   last ? GVM_NV_CONFIG_READY : GVM_NV_CONFIG_IN_PROGRESS);
	part = gvm_nv_block_part(&block, GVM_NV_SET_INFO_VGPU_INFO, 0,
				 GVM_NV_S_INFO);
	gvm_nv_type_write(&part, type);

	return gvm_rm_control(gpu->rm, gpu->config_handle, GVM_NV_C_SET_INFO,
			      &block, err);
}

bool gvm_nv_config_publish(struct gvm_nv_gpu *gpu, GError **err)
{
	/* One number, two names and meanings; a release has one of them. */
	static const enum gvm_nv_control controls[] = {
		GVM_NV_C_MDEV_REGISTER, GVM_NV_C_UPDATE_PGPU_INFO,
	};
	size_t i = 0;

	while (i + 1 < G_N_ELEMENTS(controls) &&
	       !gvm_nv_abi_offers(&gpu->rm->abi, controls[i], NULL))
		i++;

	return gvm_rm_control(gpu->rm, gpu->config_handle, controls[i], NULL,
			      err);
}
