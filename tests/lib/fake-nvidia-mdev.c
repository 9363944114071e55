// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief NVIDIA's driver and the kernel's mediated devices on an imitated
 *        machine: types go one way, devices the other.
 */
#include <stdio.h>
#include <string.h>

#include "fake-gpu.h"
#include "fake-mdev.h"
#include "fake-nvidia-glue.h"
#include "fake-tree.h"

/** @brief Where the kernel lists the devices. */
#define DEVICES "sys/bus/mdev/devices"
/** @brief How the directories of types begin. */
#define PREFIX "nvidia-"
/** @brief Bytes of the unit that the description of a type has. */
#define MIB 0x100000

void fake_nvidia_uuid(const char *text, uint8_t *uuid)
{
	/* The first three groups are numbers, in little endian. */
	static const uint8_t order[] = {
		3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15,
	};
	size_t at = 0;

	if (!g_uuid_string_is_valid(text))
		g_error("fake driver: '%s' is no UUID", text);
	for (size_t i = 0; text[i]; i++) {
		if (text[i] == '-')
			continue;
		uuid[order[at++]] = g_ascii_xdigit_value(text[i]) << 4 |
			g_ascii_xdigit_value(text[i + 1]);
		i++;
	}
}

/**
 * @brief Say whether a GPU's list has a type.
 * @param gpu  The GPU.
 * @param id   Name of the directory of the type.
 * @return true when it has.
 * @pure
 */
static bool published(const struct rmsim_gpu *gpu, const char *id)
{
	for (uint32_t i = 0; i < gpu->published_count; i++) {
		g_autofree char *name = g_strdup_printf(PREFIX "%u",
							gpu->published[i]);

		if (g_str_equal(name, id))
			return true;
	}

	return false;
}

/**
 * @brief Take from a parent the types that are in the list no more.
 * @param glue    The driver.
 * @param gpu     The GPU.
 * @param parent  Name of the parent.
 * @norestriction
 * @sideeffect Types that have no devices go.
 * @failure Ends the process.
 */
static void retire(const struct fake_nvidia_glue *glue,
		   const struct rmsim_gpu *gpu, const char *parent)
{
	g_autofree char *costs = g_strdup_printf(".fake/parents/%s/cost",
						 parent);
	g_autoptr(GPtrArray) types = fake_tree_list(glue->root, costs);

	for (unsigned int i = 0; i < types->len; i++) {
		const char *type = g_ptr_array_index(types, i);
		g_autofree char *path = NULL;
		g_autofree char *real = NULL;
		g_autoptr(GPtrArray) devices = NULL;

		path = g_strdup_printf("sys/class/mdev_bus/%s/mdev_supported_types/%s/devices",
				       parent, type);
		real = fake_tree_real(glue->root, path);
		devices = fake_tree_list(glue->root, real);
		if (!published(gpu, type) && devices->len == 0)
			fake_gpu_no_type(glue->root, parent, type);
	}
}

/**
 * @brief Give a parent the types of the list.
 * @param glue    The driver.
 * @param gpu     The GPU.
 * @param parent  Name of the parent.
 * @norestriction
 * @sideeffect Types appear.
 * @failure Ends the process.
 */
static void extend(const struct fake_nvidia_glue *glue,
		   const struct rmsim_gpu *gpu, const char *parent)
{
	for (uint32_t i = 0; i < gpu->published_count; i++) {
		struct rmsim_spec spec;
		g_autofree char *id = NULL;
		g_autofree char *description = NULL;
		struct fake_type type = { .api = "vfio-pci" };

		if (!rmsim_type_spec(glue->sim, gpu->published[i], &spec))
			continue;
		id = g_strdup_printf(PREFIX "%u", spec.id);
		description = g_strdup_printf("num_heads=%u, frl_config=%u, framebuffer=%uM, max_resolution=%ux%u, max_instance=%u",
					      spec.heads, spec.frame_rate,
					      (unsigned int)(spec.profile / MIB),
					      spec.width, spec.height,
					      spec.instances);
		type.id = id;
		type.name = spec.name;
		type.description = description;
		type.cost = spec.profile / MIB;
		fake_gpu_type(glue->root, parent, &type);
	}
}

void fake_nvidia_publish(const struct fake_nvidia_glue *glue, uint32_t index)
{
	const struct rmsim_gpu *gpu = &glue->sim->gpus[index];
	g_autofree char *address = NULL;
	g_autofree char *above = NULL;
	struct fake_parent card;

	address = g_strdup_printf("%04x:%02x:%02x.0", gpu->domain, gpu->bus,
				  gpu->slot);
	above = g_strdup_printf("sys/devices/pci%04x:%02x", gpu->domain,
				gpu->bus);
	card = fake_gpu_a10_card(address, above, gpu->numa);
	/* Without functions of its own the GPU is the parent. */
	card.max = gpu->vfs ? 1 : RMSIM_VGPUS;
	for (uint32_t i = 0; i < MAX(gpu->vfs, 1); i++) {
		g_autofree char *name = gpu->vfs ?
			fake_gpu_a10_function(address, i) : g_strdup(address);
		g_autofree char *known = g_strdup_printf(".fake/parents/%s",
							 name);

		card.name = name;
		if (gpu->published_count)
			fake_gpu_offer(glue->root, &card);
		if (!fake_tree_exists(glue->root, known))
			continue;
		retire(glue, gpu, name);
		extend(glue, gpu, name);
	}
}

/**
 * @brief Find the GPU of a mediated device.
 * @param glue    The driver.
 * @param parent  Name of its parent.
 * @return Its place in the driver's list, or -1 when it is another driver's.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static int gpu_of(const struct fake_nvidia_glue *glue, const char *parent)
{
	g_autofree char *path = g_strdup_printf(".fake/parents/%s/pool",
						parent);
	g_autofree char *pool = fake_tree_read(glue->root, path);
	unsigned int domain;
	unsigned int bus;

	if (!pool || sscanf(pool, "%x:%x:", &domain, &bus) != 2)
		return -1;
	for (uint32_t i = 0; i < glue->sim->gpu_count; i++)
		if (glue->sim->gpus[i].domain == domain &&
		    glue->sim->gpus[i].bus == bus)
			return i;

	return -1;
}

/**
 * @brief Let the driver know a mediated device that it has not seen.
 * @param glue   The driver.
 * @param uuid   The device.
 * @param bytes  The same as the driver writes it.
 * @return Index of the vGPU, or negative when it is another driver's.
 * @norestriction
 * @sideeffect There may be one vGPU more.
 * @failure Ends the process for a malformed device.
 */
static int introduce(const struct fake_nvidia_glue *glue, const char *uuid,
		     const uint8_t *bytes)
{
	g_autofree char *link = g_strdup_printf(DEVICES "/%s", uuid);
	g_autofree char *dir = fake_tree_real(glue->root, link);
	g_autofree char *above = dir ? g_path_get_dirname(dir) : NULL;
	g_autofree char *parent = above ? g_path_get_basename(above) : NULL;
	g_autofree char *type_link = g_strdup_printf("%s/mdev_type", link);
	g_autofree char *type = fake_tree_link_name(glue->root, type_link);
	int gpu = parent ? gpu_of(glue, parent) : -1;

	if (gpu < 0 || !type || !g_str_has_prefix(type, PREFIX))
		return -1;

	return rmsim_vgpu_created(glue->sim, gpu,
				  g_ascii_strtoull(type + strlen(PREFIX), NULL,
						   10), bytes);
}

/**
 * @brief Let the driver know a mediated device.
 * @param glue  The driver.
 * @param uuid  The device.
 * @return Index of the vGPU, or negative when it is another driver's.
 * @norestriction
 * @sideeffect There may be one vGPU more.
 * @failure Ends the process for a malformed device.
 */
static int know(const struct fake_nvidia_glue *glue, const char *uuid)
{
	uint8_t bytes[RMSIM_UUID];
	int known;

	/* Done with each call: files are looked at once for each device. */
	fake_nvidia_uuid(uuid, bytes);
	known = rmsim_vgpu_find(glue->sim, bytes);

	return known >= 0 ? known : introduce(glue, uuid, bytes);
}

void fake_nvidia_sync(const struct fake_nvidia_glue *glue)
{
	g_autoptr(GPtrArray) names = fake_tree_list(glue->root, DEVICES);
	struct rmsim_env env = fake_nvidia_env(glue);
	bool there[RMSIM_VGPUS] = { false };

	for (unsigned int i = 0; i < names->len; i++) {
		int index = know(glue, g_ptr_array_index(names, i));

		if (index >= 0)
			there[index] = true;
	}
	for (uint32_t i = 0; i < RMSIM_VGPUS; i++)
		if (glue->sim->vgpus[i].used && !there[i])
			rmsim_vgpu_destroyed(glue->sim, &env, i);
}
