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

#include "host/host.h"
#include "model/device.h"
#include "util/error.h"
#include "util/text.h"

/** @brief Where the driver has a directory for each of its GPUs. */
#define PROC_GPUS "proc/driver/nvidia/gpus"
/** @brief The driver's control node. */
#define CONTROL_NODE "dev/nvidiactl"
/** @brief Before the UUID in a GPU's file in proc. */
#define UUID_WORDS "GPU UUID:"
/** @brief Before the minor number in a GPU's file in proc. */
#define MINOR_WORDS "Device Minor:"
/** @brief PCI ids have 16 bits. */
#define PCI_ID_MAX 0xffff
/** @brief No kernel numbers NUMA nodes, or counts functions, higher. */
#define SMALL_MAX 65535

/**
 * @brief Read a number of a PCI device from sysfs.
 * @param host     The machine.
 * @param address  Address of the device.
 * @param name     The attribute.
 * @param max      Largest value accepted.
 * @param missing  What to return when it is not told.
 * @return The number.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static int read_number(struct gvm_host *host, const char *address,
		       const char *name, unsigned int max, int missing)
{
	g_autofree char *path = g_strdup_printf("sys/bus/pci/devices/%s/%s",
						address, name);
	g_autofree char *text = NULL;
	uint64_t value;

	if (gvm_host_load(host, path, GVM_HOST_ATTR_MAX, &text) < 0 ||
	    !gvm_text_to_uint(text, max, &value))
		return missing;

	return value;
}

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
	gpu->vendor = read_number(host, gpu->address, "vendor", PCI_ID_MAX, 0);
	gpu->device = read_number(host, gpu->address, "device", PCI_ID_MAX, 0);
	gpu->subvendor = read_number(host, gpu->address, "subsystem_vendor",
				     PCI_ID_MAX, 0);
	gpu->subdevice = read_number(host, gpu->address, "subsystem_device",
				     PCI_ID_MAX, 0);
	gpu->numa_node = read_number(host, gpu->address, "numa_node",
				     SMALL_MAX, GVM_NUMA_UNKNOWN);
	gpu->vfs = read_number(host, gpu->address, "sriov_numvfs", SMALL_MAX,
			       0);
}

/**
 * @brief Complete a GPU with what its file in proc says.
 * @param host  The machine.
 * @param gpu   The GPU.
 * @norestriction
 * @sideeffect Fills @p gpu.
 * @failure A file that cannot be read is none.
 */
static void read_proc(struct gvm_host *host, struct gvm_gpu *gpu)
{
	g_autofree char *path = g_strdup_printf(PROC_GPUS "/%s/information",
						gpu->address);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (gvm_host_load(host, path, GVM_HOST_ATTR_MAX, &text) < 0)
		return;
	lines = g_strsplit(text, "\n", -1);
	for (size_t i = 0; lines[i]; i++) {
		uint64_t minor;

		if (g_str_has_prefix(lines[i], MINOR_WORDS) &&
		    gvm_text_to_uint(g_strstrip(lines[i] + strlen(MINOR_WORDS)),
				     GVM_GPU_NO_MINOR - 1, &minor))
			gpu->minor = minor;
		/* A GPU that nobody has opened yet has question marks. */
		if (g_str_has_prefix(lines[i], UUID_WORDS) &&
		    !strchr(lines[i], '?') && !gpu->uuid)
			gpu->uuid = g_strdup(g_strstrip(lines[i] +
							strlen(UUID_WORDS)));
	}
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
	read_proc(gpus->host, gpu);
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

	if (gvm_host_list(gpus->host, PROC_GPUS, &names) < 0)
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
