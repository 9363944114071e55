// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The doctor looks at each GPU of NVIDIA's driver.
 */
#include "lifecycle/check-subjects.h"

#include "lifecycle/register.h"

/** @brief Bits of a MiB. */
#define MIB 20

/**
 * @brief Look at each GPU.
 * @param check  The check.
 * @param look   What to do with each.
 * @norestriction
 * @sideeffect Those of @p look.
 * @nofailure
 */
static void each(struct gvm_check *check,
		 void (*look)(struct gvm_check *check,
			      const struct gvm_gpu *gpu))
{
	for (guint i = 0; i < check->gpus->gpus->len; i++)
		look(check, g_ptr_array_index(check->gpus->gpus, i));
}

/**
 * @brief Report which GPU it is.
 * @param check  The check.
 * @param gpu    The GPU.
 * @norestriction
 * @sideeffect Adds a finding.
 * @nofailure
 */
static void look_at_identity(struct gvm_check *check,
			     const struct gvm_gpu *gpu)
{
	g_autofree char *minor = gpu->minor == GVM_GPU_NO_MINOR ?
		g_strdup("unknown") : g_strdup_printf("%u", gpu->minor);

	gvm_check_say(check, gpu->opened ? GVM_CHECK_OK : GVM_CHECK_NOTE,
		      gpu->address,
		      "PCI id %04x:%04x, subsystem %04x:%04x, minor number %s, UUID %s",
		      gpu->vendor, gpu->device, gpu->subvendor, gpu->subdevice,
		      minor, gpu->uuid ? gpu->uuid : "unknown");
	if (!gpu->opened)
		gvm_check_add(check, GVM_CHECK_NOTE, GVM_CAUSE_GPU_SILENT,
			      gpu->address, "journalctl -k -g NVRM",
			      "the driver tells no more: %s", gpu->why ?
			      gpu->why : check->gpus->why ? check->gpus->why :
			      "it does not list this GPU");
}

void gvm_check_gpus(struct gvm_check *check)
{
	each(check, look_at_identity);
}

/**
 * @brief Report whether a GPU is a host of vGPUs, and if not, why.
 * @param check  The check.
 * @param gpu    The GPU.
 * @norestriction
 * @sideeffect Adds a finding.
 * @nofailure
 */
static void look_at_host(struct gvm_check *check, const struct gvm_gpu *gpu)
{
	if (!gpu->opened)
		return;
	if (!gpu->mode)
		gvm_check_say(check, GVM_CHECK_NOTE, gpu->address,
			      "the driver does not tell the virtualization mode");
	else if (!gpu->host)
		gvm_check_add(check, GVM_CHECK_WARNING, GVM_CAUSE_GPU_NO_HOST,
			      gpu->address,
			      "install NVIDIA's vGPU driver for Linux with KVM",
			      "virtualization mode is %s, not Host VGPU: this driver makes no vGPU on this GPU",
			      gpu->mode);
	else if (gpu->no_types)
		gvm_check_add(check, GVM_CHECK_ERROR, GVM_CAUSE_GPU_NO_VGPU,
			      gpu->address, "journalctl -k -g NVRM",
			      "virtualization mode is %s, but the driver makes no vGPU: %s",
			      gpu->mode, gpu->no_types);
	else
		gvm_check_say(check, GVM_CHECK_OK, gpu->address,
			      "virtualization mode is %s", gpu->mode);
}

void gvm_check_gpu_hosts(struct gvm_check *check)
{
	each(check, look_at_host);
}

/**
 * @brief Report the virtual functions of a GPU.
 * @param check  The check.
 * @param gpu    The GPU.
 * @norestriction
 * @sideeffect Adds a finding.
 * @nofailure
 */
static void look_at_functions(struct gvm_check *check,
			      const struct gvm_gpu *gpu)
{
	g_autofree char *remedy = NULL;

	remedy = g_strdup_printf("gvmctl sriov enable %s",
				 gpu->address);
	if (gpu->sriov == GVM_ANSWER_UNKNOWN)
		return;
	if (gpu->total_vfs == 0)
		gvm_check_say(check, GVM_CHECK_OK, gpu->address,
			      "it has no virtual functions");
	else if (gpu->vfs == 0 && gpu->host)
		gvm_check_add(check, GVM_CHECK_WARNING, GVM_CAUSE_SRIOV_OFF,
			      gpu->address, remedy,
			      "none of %u virtual functions is enabled, and its vGPUs are made on them",
			      gpu->total_vfs);
	else
		gvm_check_say(check, GVM_CHECK_OK, gpu->address,
			      "%u of %u virtual functions are enabled",
			      gpu->vfs, gpu->total_vfs);
}

void gvm_check_gpu_sriov(struct gvm_check *check)
{
	each(check, look_at_functions);
}

/**
 * @brief Report the frame buffer of a GPU.
 * @param check  The check.
 * @param gpu    The GPU.
 * @norestriction
 * @sideeffect Adds a finding.
 * @nofailure
 */
static void look_at_memory(struct gvm_check *check, const struct gvm_gpu *gpu)
{
	if (gpu->has_memory)
		gvm_check_say(check, GVM_CHECK_OK, gpu->address,
			      "frame buffer in MiB: %u in all, %u reserved, %u used, %u free",
			      (unsigned int)(gpu->total >> MIB),
			      (unsigned int)(gpu->reserved >> MIB),
			      (unsigned int)(gpu->used >> MIB),
			      (unsigned int)(gpu->free >> MIB));
}

void gvm_check_gpu_memory(struct gvm_check *check)
{
	each(check, look_at_memory);
}

/**
 * @brief Report whether a GPU stays up.
 * @param check  The check.
 * @param gpu    The GPU.
 * @norestriction
 * @sideeffect Adds a finding.
 * @nofailure
 */
static void look_at_persistence(struct gvm_check *check,
				const struct gvm_gpu *gpu)
{
	g_autofree char *remedy = NULL;

	remedy = g_strdup_printf("nvidia-smi -i %s -pm 1", gpu->address);
	if (gpu->persistent == GVM_ANSWER_YES)
		gvm_check_say(check, GVM_CHECK_OK, gpu->address,
			      "persistence mode is on");
	else if (gpu->persistent == GVM_ANSWER_NO && gpu->host)
		gvm_check_add(check, GVM_CHECK_NOTE, GVM_CAUSE_PERSISTENCE_OFF,
			      gpu->address, remedy,
			      "persistence mode is off: whoever opens the GPU waits until it is up");
}

void gvm_check_gpu_persistence(struct gvm_check *check)
{
	each(check, look_at_persistence);
}

/**
 * @brief Report the types of a GPU.
 * @param check  The check.
 * @param gpu    The GPU.
 * @norestriction
 * @sideeffect Adds a finding.
 * @nofailure
 */
static void look_at_types(struct gvm_check *check, const struct gvm_gpu *gpu)
{
	if (!gpu->supported)
		return;
	if (gpu->supported->len == 0)
		gvm_check_add(check, GVM_CHECK_WARNING, GVM_CAUSE_NO_TYPES,
			      gpu->address, "gvmctl register",
			      "it has no type");
	else if (gpu->creatable)
		gvm_check_say(check, GVM_CHECK_OK, gpu->address,
			      "types: %u, of which %u can be made now",
			      gpu->supported->len, gpu->creatable->len);
	else
		gvm_check_say(check, GVM_CHECK_OK, gpu->address,
			      "types: %u", gpu->supported->len);
}

void gvm_check_gpu_types(struct gvm_check *check)
{
	each(check, look_at_types);
}

/**
 * @brief Spell those types that GVM sent, or those of them that are gone.
 * @param gpu    The GPU, its lists known.
 * @param wanted  Whether the driver has them.
 * @return A new list of ids, "" when there is none such.
 * @pure
 */
static char *spell_ours(const struct gvm_gpu *gpu, enum gvm_answer wanted)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < gpu->ours->len; i++) {
		uint32_t id = g_array_index(gpu->ours, uint32_t, i);

		if (gvm_gpu_has_type(gpu->supported, id) == wanted)
			g_string_append_printf(text, "%s"
					       GVM_REGISTER_TYPE_FORMAT,
					       text->len ? " " : "", id);
	}

	return g_string_free(text, FALSE);
}

/**
 * @brief Report the types that GVM registered on a GPU.
 * @param check  The check.
 * @param gpu    The GPU.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
static void look_at_ours(struct gvm_check *check, const struct gvm_gpu *gpu)
{
	g_autofree char *there = NULL;
	g_autofree char *gone = NULL;

	if (!gpu->supported)
		return;
	if (!gpu->ours) {
		gvm_check_add(check, GVM_CHECK_NOTE,
			      GVM_CAUSE_RECORD_UNREADABLE,
			      gpu->address, "run gvmctl check as root",
			      "it cannot be read which types GVM has registered");
		return;
	}
	there = spell_ours(gpu, GVM_ANSWER_YES);
	gone = spell_ours(gpu, GVM_ANSWER_NO);
	if (*there)
		gvm_check_say(check, GVM_CHECK_OK, gpu->address,
			      "types registered by GVM: %s", there);
	if (*gone)
		gvm_check_add(check, GVM_CHECK_WARNING, GVM_CAUSE_TYPES_LOST,
			      gpu->address, "gvmctl register",
			      "types registered by GVM that the driver has lost: %s",
			      gone);
	if (gpu->ours->len == 0 && check->profiles)
		gvm_check_add(check, GVM_CHECK_WARNING,
			      GVM_CAUSE_TYPES_NOT_REGISTERED,
			      gpu->address, "gvmctl register",
			      "no type of /etc/gvm/types.d is registered");
}

void gvm_check_gpu_registered(struct gvm_check *check)
{
	each(check, look_at_ours);
}
