// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The GPUs that the driver has: addresses, minor numbers and ids.
 *
 * Nothing here follows from the order of a list. Which node is that of a GPU
 * is told by the driver's card table, where the GPU is found by its id, and
 * where that table does not have it (a GPU that was excluded, a table that
 * cannot be read) by its file in /proc. The PCI ids come from sysfs, because
 * the driver tells only some of them, and those only of a GPU that is open.
 */
#include <errno.h>
#include <string.h>

#include "nvidia/gpu-files.h"
#include "nvidia/gpu.h"
#include "nvidia/rm-call.h"
#include "util/error.h"
#include "util/text.h"

/** @brief What fills an unused place of the list of GPUs. */
#define NO_GPU 0xffffffff
/** @brief Places of the card table that are asked for at first. */
#define CARDS_FIRST 32
/** @brief Most places that are asked for. */
#define CARDS_MOST 64

/** @brief The driver's card table. */
struct card_table {
	const struct gvm_nv_abi *abi;	/**< The rows. Borrowed. */
	uint8_t *bytes;			/**< Cards, one after the other. Owned. */
	size_t size;			/**< Of one card, in bytes. */
	size_t n;			/**< How many; 0 when there is none. */
};

/**
 * @brief Free a card table.
 * @param cards  The table.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
static void clear_cards(struct card_table *cards)
{
	g_clear_pointer(&cards->bytes, g_free);
}

GVM_DEFINE_AUTO(card_table, clear_cards)

/**
 * @brief Read the driver's card table.
 * @param rm     The client.
 * @param cards  Filled; left without a card when the driver does not tell.
 * @norestriction
 * @sideeffect Allocates memory.
 * @failure One that is too long is not read: the files of /proc say the same.
 */
static void read_cards(struct gvm_rm *rm, struct card_table *cards)
{
	int rc = -EINVAL;

	cards->abi = &rm->abi;
	cards->size = gvm_nv_abi_size(&rm->abi, GVM_NV_S_CARD_INFO);
	/* EINVAL says that there are more cards than places. */
	for (size_t n = CARDS_FIRST; rc == -EINVAL && n <= CARDS_MOST; n *= 2) {
		g_free(cards->bytes);
		cards->bytes = g_malloc0_n(n, cards->size);
		rc = gvm_rm_ioctl(rm, rm->fd, GVM_RM_ESC_CARD_INFO,
				  cards->bytes, n * cards->size);
		cards->n = rc == 0 ? n : 0;
	}
}

/**
 * @brief Find the minor number of a GPU in the card table.
 * @param cards  The table.
 * @param id     The GPU.
 * @param minor  Where to put the number.
 * @return true when the table has the GPU.
 * @pure
 */
static bool minor_of_card(const struct card_table *cards, uint32_t id,
			  unsigned int *minor)
{
	for (size_t i = 0; i < cards->n; i++) {
		struct gvm_nv_block card = {
			.abi = cards->abi,
			.which = GVM_NV_S_CARD_INFO,
			.bytes = cards->bytes + i * cards->size,
			.size = cards->size,
		};

		if (gvm_nv_get(&card, GVM_NV_CARD_INFO_VALID) &&
		    gvm_nv_get(&card, GVM_NV_CARD_INFO_GPU_ID) == id) {
			*minor = gvm_nv_get(&card,
					    GVM_NV_CARD_INFO_MINOR_NUMBER);
			return true;
		}
	}

	return false;
}

/**
 * @brief Ask for the address of a GPU.
 * @param rm   The client.
 * @param id   The GPU.
 * @param err  Where to store the error, or NULL.
 * @return A new string such as "0000:41:00.0", or NULL.
 * @restriction A GPU is always function 0.
 * @nosideeffect
 * @failure The status by name.
 */
static char *ask_address(struct gvm_rm *rm, uint32_t id, GError **err)
{
	g_auto(gvm_nv_block) block = { 0 };

	gvm_rm_params(&rm->abi, GVM_NV_S_GPU_PCI_INFO, &block);
	gvm_nv_put(&block, GVM_NV_GPU_PCI_INFO_GPU_ID, id);
	if (!gvm_rm_query(rm, rm->client, GVM_NV_C_GPU_PCI_INFO, &block, err))
		return NULL;

	return g_strdup_printf("%04x:%02x:%02x.0",
			       (unsigned int)gvm_nv_get(&block,
							GVM_NV_GPU_PCI_INFO_DOMAIN),
			       (unsigned int)gvm_nv_get(&block,
							GVM_NV_GPU_PCI_INFO_BUS),
			       (unsigned int)gvm_nv_get(&block,
							GVM_NV_GPU_PCI_INFO_SLOT));
}

/**
 * @brief Describe one GPU.
 * @param rm     The client.
 * @param cards  The card table.
 * @param id     The GPU.
 * @param index  Its place in the list.
 * @param err    Where to store the error, or NULL.
 * @return A new GPU that is not open, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure The status by name.
 */
static struct gvm_nv_gpu *describe(struct gvm_rm *rm,
				   const struct card_table *cards,
				   uint32_t id, unsigned int index,
				   GError **err)
{
	g_autofree char *address = ask_address(rm, id, err);
	struct gvm_nv_gpu *gpu;

	if (!address)
		return NULL;

	gpu = g_new0(struct gvm_nv_gpu, 1);
	gpu->rm = rm;
	gpu->id = id;
	gpu->index = index;
	gpu->node = -1;
	gpu->vendor = gvm_nv_gpu_pci_id(rm->host, address, "vendor");
	gpu->device = gvm_nv_gpu_pci_id(rm->host, address, "device");
	gpu->subvendor = gvm_nv_gpu_pci_id(rm->host, address,
					   "subsystem_vendor");
	gpu->subdevice = gvm_nv_gpu_pci_id(rm->host, address,
					   "subsystem_device");
	gpu->minor = GVM_NV_NO_MINOR;
	if (!minor_of_card(cards, id, &gpu->minor))
		gvm_nv_gpu_information(rm->host, address, &gpu->minor, NULL);
	gpu->address = g_steal_pointer(&address);

	return gpu;
}

/**
 * @brief Free a GPU of an array.
 * @param gpu  The GPU.
 * @norestriction
 * @sideeffect See gvm_nv_gpu_free().
 * @nofailure
 */
static void free_gpu(void *gpu)
{
	gvm_nv_gpu_free(gpu);
}

GPtrArray *gvm_nv_gpu_list(struct gvm_rm *rm, GError **err)
{
	g_autoptr(GPtrArray) gpus = g_ptr_array_new_with_free_func(free_gpu);
	g_auto(gvm_nv_block) block = { 0 };
	g_auto(card_table) cards = { 0 };

	gvm_rm_params(&rm->abi, GVM_NV_S_PROBED_IDS, &block);
	if (!gvm_rm_query(rm, rm->client, GVM_NV_C_PROBED_IDS, &block, err))
		return NULL;
	read_cards(rm, &cards);

	for (size_t i = 0; i < gvm_nv_count(&block, GVM_NV_PROBED_IDS_GPU_IDS);
	     i++) {
		uint32_t id = gvm_nv_get_at(&block, GVM_NV_PROBED_IDS_GPU_IDS,
					    i);
		struct gvm_nv_gpu *gpu;

		if (id == NO_GPU)
			continue;
		gpu = describe(rm, &cards, id, gpus->len, err);
		if (!gpu)
			return NULL;
		g_ptr_array_add(gpus, gpu);
	}

	return g_steal_pointer(&gpus);
}
