// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Listing the GPUs of NVIDIA's driver.
 *
 * There are three sources, and each knows something that the others do not.
 * sysfs has the PCI ids and needs nobody's permission. The driver's proc files
 * name its GPUs, their minor numbers and UUIDs, and need none either. All else
 * is told by calls on the device nodes. So the list is made from the control
 * node where that works, from the proc files where it does not, and either way
 * completed from sysfs.
 */
#include "lifecycle/gpus.h"

#include <string.h>

#include "backend/vfs.h"
#include "host/host.h"
#include "model/device.h"
#include "nvidia/gpu-files.h"
#include "util/error.h"
#include "util/text.h"

/** @brief The driver's control node. */
#define CONTROL_NODE "dev/nvidiactl"
/** @brief No kernel numbers NUMA nodes, or counts functions, higher. */
#define SMALL_MAX 65535

/**
 * @brief Complete a GPU with what sysfs shows.
 * @param host  The machine.
 * @param gpu   The GPU.
 * @norestriction
 * @sideeffect Fills @p gpu.
 * @nofailure
 */
static void read_sysfs(struct gvm_host *host, struct gvm_gpu *gpu)
{
	g_autofree char *link = NULL;

	link = g_strdup_printf("sys/bus/pci/devices/%s/driver", gpu->address);
	gvm_host_link_name(host, link, &gpu->driver);
	gpu->vendor = gvm_nv_gpu_pci_id(host, gpu->address, "vendor");
	gpu->device = gvm_nv_gpu_pci_id(host, gpu->address, "device");
	gpu->subvendor = gvm_nv_gpu_pci_id(host, gpu->address,
					   "subsystem_vendor");
	gpu->subdevice = gvm_nv_gpu_pci_id(host, gpu->address,
					   "subsystem_device");
	gpu->numa_node = gvm_nv_gpu_attribute(host, gpu->address, "numa_node",
					      SMALL_MAX, GVM_NUMA_UNKNOWN);
	gpu->vfs = gvm_vfs_count(host, gpu->address);
}

/**
 * @brief Add a GPU to the list.
 * @param gpus     The list.
 * @param address  Its address.
 * @return The GPU, owned by the list.
 * @norestriction
 * @sideeffect Grows the list.
 * @nofailure
 */
static struct gvm_gpu *add(struct gvm_gpus *gpus, const char *address)
{
	struct gvm_gpu *gpu = gvm_gpu_new(address);

	read_sysfs(gpus->host, gpu);
	gvm_nv_gpu_information(gpus->host, gpu->address, &gpu->minor,
			       &gpu->uuid);
	g_ptr_array_add(gpus->gpus, gpu);

	return gpu;
}

/**
 * @brief Make a client and have it list the GPUs.
 * @param gpus  The list.
 * @param err   Where to store the error, or NULL.
 * @return true when it could.
 * @norestriction
 * @sideeffect Opens the control node; sets gvm_gpus::rm and gvm_gpus::nodes.
 * @failure GVM_ERROR_NOT_FOUND when the node is missing; those of
 *          gvm_rm_new() and gvm_nv_gpu_list().
 */
static bool list_by_calls(struct gvm_gpus *gpus, GError **err)
{
	/* A client would make the node. */
	if (gvm_host_exists(gpus->host, CONTROL_NODE) == 0)
		return gvm_error_set(err, GVM_ERROR_NOT_FOUND,
				     "/%s is missing; 'gvmctl check' says what to do",
				     CONTROL_NODE);
	gpus->rm = gvm_rm_new(gpus->host, NULL, err);
	if (!gpus->rm)
		return false;
	gpus->nodes = gvm_nv_gpu_list(gpus->rm, err);
	if (!gpus->nodes) {
		g_clear_pointer(&gpus->rm, gvm_rm_free);
		return false;
	}
	for (guint i = 0; i < gpus->nodes->len; i++) {
		const struct gvm_nv_gpu *node;

		node = g_ptr_array_index(gpus->nodes, i);
		add(gpus, node->address)->minor = node->minor;
	}

	return true;
}

/**
 * @brief List the GPUs from the driver's proc files.
 * @param gpus  The list.
 * @norestriction
 * @sideeffect Grows the list.
 * @failure None can be read: there is none.
 */
static void list_by_files(struct gvm_gpus *gpus)
{
	g_autoptr(GPtrArray) names = NULL;

	if (gvm_host_list(gpus->host, GVM_NV_GPU_FILES, &names) < 0)
		return;
	for (guint i = 0; i < names->len; i++)
		if (gvm_text_is_name(g_ptr_array_index(names, i)))
			add(gpus, g_ptr_array_index(names, i));
}

/**
 * @brief Free a vGPU of a table.
 * @param guest  The vGPU.
 * @norestriction
 * @sideeffect See gvm_nv_guest_free().
 * @nofailure
 */
static void free_guest(void *guest)
{
	gvm_nv_guest_free(guest);
}

struct gvm_gpus *gvm_gpus_new(struct gvm_host *host)
{
	struct gvm_gpus *gpus = g_new0(struct gvm_gpus, 1);

	gpus->host = host;
	gpus->gpus =
		g_ptr_array_new_with_free_func((GDestroyNotify)gvm_gpu_free);
	gpus->asked = g_hash_table_new(NULL, NULL);
	gpus->guests = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
					     free_guest);

	return gpus;
}

void gvm_gpus_list(struct gvm_gpus *gpus)
{
	g_autoptr(GError) cause = NULL;

	if (gvm_rm_version(gpus->host, &gpus->version, &cause) &&
	    !list_by_calls(gpus, &cause))
		list_by_files(gpus);
	if (cause) {
		gpus->why = g_strdup(cause->message);
		gpus->code = cause->code;
	}
	g_ptr_array_sort(gpus->gpus, gvm_gpu_compare);
}

void gvm_gpus_join(struct gvm_gpus *gpus, const GPtrArray *parents)
{
	if (!gvm_gpus_any(parents))
		return;

	gvm_gpus_list(gpus);
	for (guint i = 0; i < parents->len; i++) {
		struct gvm_gpu *gpu;

		gpu = gvm_gpus_of(gpus, g_ptr_array_index(parents, i));
		if (gpu)
			gvm_gpus_ask(gpus, gpu);
	}
}

void gvm_gpus_free(struct gvm_gpus *gpus)
{
	if (!gpus)
		return;

	g_hash_table_unref(gpus->guests);
	g_hash_table_unref(gpus->asked);
	g_ptr_array_unref(gpus->gpus);
	/* GPUs before their client. */
	g_clear_pointer(&gpus->nodes, g_ptr_array_unref);
	gvm_rm_free(gpus->rm);
	g_free(gpus->version);
	g_free(gpus->why);
	g_free(gpus);
}

void gvm_gpus_ask_all(struct gvm_gpus *gpus)
{
	for (guint i = 0; i < gpus->gpus->len; i++)
		gvm_gpus_ask(gpus, g_ptr_array_index(gpus->gpus, i));
}

struct gvm_gpu *gvm_gpus_of(const struct gvm_gpus *gpus,
			    const struct gvm_parent *parent)
{
	if (parent->vendor != GVM_GPU_VENDOR)
		return NULL;

	return gvm_gpu_find(gpus->gpus, parent->physfn ? parent->physfn :
			    parent->address);
}

bool gvm_gpus_is_parent(const struct gvm_gpu *gpu, const GPtrArray *parents)
{
	for (guint i = 0; i < parents->len; i++) {
		const struct gvm_parent *parent = g_ptr_array_index(parents, i);

		if (g_str_equal(parent->address, gpu->address) ||
		    g_strcmp0(parent->physfn, gpu->address) == 0)
			return true;
	}

	return false;
}

bool gvm_gpus_any(const GPtrArray *parents)
{
	for (guint i = 0; i < parents->len; i++) {
		const struct gvm_parent *parent = g_ptr_array_index(parents, i);

		if (parent->vendor == GVM_GPU_VENDOR)
			return true;
	}

	return false;
}

void gvm_gpus_add_idle(const struct gvm_gpus *gpus, GPtrArray *parents)
{
	for (guint i = 0; i < gpus->gpus->len; i++) {
		const struct gvm_gpu *gpu = g_ptr_array_index(gpus->gpus, i);
		struct gvm_parent *parent;

		if (gvm_gpus_is_parent(gpu, parents))
			continue;
		parent = gvm_parent_new(gpu->address, "pci", NULL);
		parent->vendor = gpu->vendor;
		parent->device = gpu->device;
		parent->subvendor = gpu->subvendor;
		parent->subdevice = gpu->subdevice;
		parent->driver = g_strdup(gpu->driver);
		parent->numa_node = gpu->numa_node;
		g_ptr_array_add(parents, parent);
	}
	g_ptr_array_sort(parents, gvm_parent_compare);
}

const char *gvm_gpus_origin(const struct gvm_gpu *gpu, const char *type)
{
	uint32_t number;

	if (!gpu || !gvm_gpu_type_number(type, &number))
		return NULL;
	switch (gvm_gpu_has_type(gpu->ours, number)) {
	case GVM_ANSWER_YES:
		return "gvm";
	case GVM_ANSWER_NO:
		return "driver";
	case GVM_ANSWER_UNKNOWN:
	default:
		return NULL;
	}
}

const struct gvm_nv_guest *gvm_gpus_guest(const struct gvm_gpus *gpus,
					  const char *uuid)
{
	return g_hash_table_lookup(gpus->guests, uuid);
}
