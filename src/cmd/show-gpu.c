// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Showing what NVIDIA's driver tells of a GPU.
 */
#include "cmd/show-gpu.h"

#include <stdio.h>

#include "cmd/print.h"
#include "lifecycle/register.h"
#include "util/text.h"

/** @brief Longest sentence on stderr, in bytes. */
#define SENTENCE_MAX 2048

struct json_object *gvm_show_answer(enum gvm_answer answer)
{
	if (answer == GVM_ANSWER_UNKNOWN)
		return NULL;

	return json_object_new_boolean(answer == GVM_ANSWER_YES);
}

/**
 * @brief Spell a PCI id.
 * @param id  The id; 0 when it is not known.
 * @return A new string such as "0x10de", or NULL.
 * @pure
 */
static char *spell_id(unsigned int id)
{
	return id ? g_strdup_printf("0x%04x", id) : NULL;
}

/**
 * @brief Build the JSON list of some types.
 * @param types  uint32_t, or NULL.
 * @return A new list of ids, NULL (which is JSON's null) for NULL.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct json_object *new_types(const GArray *types)
{
	struct json_object *list;

	if (!types)
		return NULL;
	list = json_object_new_array();
	for (guint i = 0; i < types->len; i++) {
		g_autofree char *id = NULL;

		id = g_strdup_printf(GVM_REGISTER_TYPE_FORMAT,
				     g_array_index(types, uint32_t, i));
		json_object_array_add(list, json_object_new_string(id));
	}

	return list;
}

/**
 * @brief Add what sysfs and the driver's list tell of a GPU.
 * @param object  The JSON object.
 * @param gpus    The list that it is from.
 * @param gpu     The GPU.
 * @norestriction
 * @sideeffect Changes the object.
 * @nofailure
 */
static void add_identity(struct json_object *object,
			 const struct gvm_gpus *gpus,
			 const struct gvm_gpu *gpu)
{
	g_autofree char *vendor = spell_id(gpu->vendor);
	g_autofree char *device = spell_id(gpu->device);
	g_autofree char *subvendor = spell_id(gpu->subvendor);
	g_autofree char *subdevice = spell_id(gpu->subdevice);

	gvm_print_add_text(object, "address", gpu->address);
	gvm_print_add_text(object, "uuid", gpu->uuid);
	gvm_print_add_text(object, "vendor_id", vendor);
	gvm_print_add_text(object, "device_id", device);
	gvm_print_add_text(object, "subsystem_vendor_id", subvendor);
	gvm_print_add_text(object, "subsystem_device_id", subdevice);
	gvm_print_add_number(object, "minor", gpu->minor,
			     gpu->minor != GVM_GPU_NO_MINOR);
	gvm_print_add_text(object, "driver_version", gpus->version);
}

struct json_object *gvm_show_gpu(const struct gvm_gpus *gpus,
				 const struct gvm_gpu *gpu)
{
	struct json_object *object;
	bool sriov;

	if (!gpu)
		return NULL;
	sriov = gpu->sriov != GVM_ANSWER_UNKNOWN;
	object = json_object_new_object();
	add_identity(object, gpus, gpu);
	gvm_print_add_text(object, "virtualization_mode", gpu->mode);
	json_object_object_add(object, "persistence",
			       gvm_show_answer(gpu->persistent));
	json_object_object_add(object, "sriov_enabled",
			       gvm_show_answer(gpu->sriov));
	gvm_print_add_number(object, "total_vfs", gpu->total_vfs, sriov);
	gvm_print_add_number(object, "framebuffer_total", gpu->total,
			     gpu->has_memory);
	gvm_print_add_number(object, "framebuffer_reserved", gpu->reserved,
			     gpu->has_memory);
	gvm_print_add_number(object, "framebuffer_used", gpu->used,
			     gpu->has_memory);
	gvm_print_add_number(object, "framebuffer_free", gpu->free,
			     gpu->has_memory);
	json_object_object_add(object, "supported_types",
			       new_types(gpu->supported));
	json_object_object_add(object, "creatable_types",
			       new_types(gpu->creatable));
	gvm_print_add_text(object, "reason", gpu->why ? gpu->why :
			   gpu->no_types ? gpu->no_types : gpus->why);

	return object;
}

/**
 * @brief Say on standard error why something is missing.
 * @param call  The call.
 * @param why   The reason, or NULL.
 * @norestriction
 * @sideeffect Writes to standard error.
 * @nofailure
 */
static void say(const struct gvm_call *call, const char *why)
{
	g_autofree char *shown = NULL;

	if (!why)
		return;
	shown = gvm_text_printable(why, SENTENCE_MAX);
	fprintf(stderr, "gvmctl %s: NVIDIA's driver tells no more: %s\n",
		call->cmd->name, shown);
}

void gvm_show_gpus_why(const struct gvm_call *call,
		       const struct gvm_gpus *gpus, const GPtrArray *parents)
{
	if (!call->settings.verbose)
		return;
	if (gpus->version || gvm_gpus_any(parents))
		say(call, gpus->why);
	for (guint i = 0; i < gpus->gpus->len; i++) {
		const struct gvm_gpu *gpu = g_ptr_array_index(gpus->gpus, i);

		say(call, gpu->why ? gpu->why : gpu->no_types);
	}
}
