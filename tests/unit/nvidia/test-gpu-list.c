// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the list of GPUs: addresses, minor numbers and ids.
 */
#include "each.h"
#include <errno.h>

#include "nvidia/status.h"

/** @brief A file of the driver for the first GPU. */
#define INFORMATION "proc/driver/nvidia/gpus/" EACH_GPU_1 "/information"
/** @brief NV_ESC_CARD_INFO, as the log spells it. */
#define CARD_INFO "NV_ESC_CARD_INFO"

/**
 * @brief List the GPUs.
 * @param rm  The client.
 * @return A new array.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static GPtrArray *list(struct gvm_rm *rm)
{
	g_autoptr(GError) err = NULL;
	GPtrArray *gpus = gvm_nv_gpu_list(rm, &err);

	unit_expect_success(gpus, err);

	return gpus;
}

/**
 * @brief Insist on the minor numbers of both GPUs.
 * @param one     The case.
 * @param first   That of the first GPU.
 * @param second  That of the second GPU.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_minors(struct each_case *one, unsigned int first,
			  unsigned int second)
{
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = list(rm);
	struct gvm_nv_gpu **gpu = (struct gvm_nv_gpu **)gpus->pdata;

	assert_int_equal(gpus->len, 2);
	assert_int_equal(gpu[0]->minor, first);
	assert_int_equal(gpu[1]->minor, second);
}

/**
 * @brief Each GPU has its address, number and ids, and is not opened.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void gpus_are_listed_with_their_ids(void **state)
{
	static const char *const addresses[] = { EACH_GPU_1, EACH_GPU_2 };
	static const uint32_t ids[] = { 0x4100, 0x8100 };
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = list(rm);

	assert_int_equal(gpus->len, G_N_ELEMENTS(ids));
	for (size_t i = 0; i < gpus->len; i++) {
		struct gvm_nv_gpu *gpu = gpus->pdata[i];

		assert_string_equal(gpu->address, addresses[i]);
		assert_int_equal(gpu->index, i);
		assert_int_equal(gpu->id, ids[i]);
		assert_int_equal(gpu->vendor, 0x10de);
		assert_int_equal(gpu->device, 0x2236);
		assert_int_equal(gpu->subvendor, 0x10de);
		assert_int_equal(gpu->subdevice, 0x1482);
		assert_int_equal(gpu->node, -1);
		assert_int_equal(gpu->device_handle, 0);
		assert_null(gpu->uuid);
	}
	each_expect_left(one->fake, 2);
	expect_minors(one, EACH_MINOR_1, EACH_MINOR_2);
}

/**
 * @brief A GPU is known by its id in the card table, not by its place there.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_minor_is_that_of_the_card(void **state)
{
	struct each_case *one = *state;
	g_autoptr(rmsim) sim = fake_nvidia_map(one->fake->root);

	/* The files say otherwise, and are not asked. */
	sim->gpus[0].minor = 7;
	sim->gpus[1].minor = 3;
	expect_minors(one, 7, 3);
}

/**
 * @brief Without a card table the driver's files tell.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void without_cards_the_files_tell(void **state)
{
	static const struct rmsim_fault fault = {
		.at = 1, .nr = RMSIM_CARD_INFO, .error = EPERM, .stays = true,
	};
	struct each_case *one = *state;

	fake_nvidia_fault(one->fake->root, &fault);
	expect_minors(one, EACH_MINOR_1, EACH_MINOR_2);
	assert_int_equal(each_count(one->fake, CARD_INFO), 1);
	fake_tree_file(one->fake->root, INFORMATION,
		       "Model: \t A10\nDevice Minor: \t 12\nMore: 3\n");
	expect_minors(one, 12, EACH_MINOR_2);
}

/**
 * @brief A number that nobody tells is none, rather than 0.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_unknown_minor_is_none(void **state)
{
	static const struct rmsim_fault fault = {
		.at = 1, .nr = RMSIM_CARD_INFO, .error = EPERM, .stays = true,
	};
	static const char *const texts[] = {
		"", "Model: \t A10\n", "Device Minor: \t N/A\n",
		"Device Minor: \t -1\n", "Device Minor:\n",
	};
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = NULL;
	g_autoptr(GPtrArray) gpus = NULL;
	g_autoptr(GError) err = NULL;

	fake_nvidia_fault(one->fake->root, &fault);
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		fake_tree_file(one->fake->root, INFORMATION, texts[i]);
		expect_minors(one, GVM_NV_NO_MINOR, EACH_MINOR_2);
	}
	fake_tree_remove(one->fake->root, INFORMATION);
	expect_minors(one, GVM_NV_NO_MINOR, EACH_MINOR_2);

	rm = each_client(one->fake);
	gpus = list(rm);
	assert_false(gvm_nv_gpu_open(gpus->pdata[0], &err));
	unit_expect_error(err, GVM_ERROR_NOT_FOUND, "GPU " EACH_GPU_1
			  ": the driver does not tell its minor number");
}

/** @brief A GPU that the card table does not have. */
#define EXCLUDED 1

/**
 * @brief Answer for a driver whose card table lacks a GPU, and needs more
 *        places than usual.
 * @param host     The machine.
 * @param fd       The descriptor.
 * @param request  The request.
 * @param arg      Its argument.
 * @return What the driver returns.
 * @norestriction
 * @sideeffect That of the call.
 * @failure -EINVAL for a card table of 32 places.
 */
static int exclude(struct gvm_host *host, int fd, unsigned long request,
		   void *arg)
{
	bool cards = (request & 0xff) == RMSIM_CARD_INFO;
	size_t size = request >> 16 & 0x3fff;
	int rc;

	if (cards && size <= 32 * 72)
		return -EINVAL;
	rc = fake_kernel_ops.call(host, fd, request, arg);
	/* A card has 72 bytes in every release; its first says "valid". */
	if (cards && rc == 0)
		((char *)arg)[EXCLUDED * 72] = 0;

	return rc;
}

/**
 * @brief More cards than usual are asked for again, and a GPU that is not
 *        among them, as an excluded one, is found in the driver's files.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void many_cards_and_an_excluded_one(void **state)
{
	struct each_case *one = *state;
	struct gvm_host_ops ops = fake_kernel_ops;
	struct rmsim *sim = fake_nvidia_map(one->fake->root);

	sim->gpus[0].minor = 40;
	sim->gpus[1].minor = 41;
	fake_nvidia_unmap(sim);
	ops.call = exclude;
	one->fake->host.ops = &ops;
	expect_minors(one, 40, EACH_MINOR_2);
	one->fake->host.ops = &fake_kernel_ops;
	/* The smaller table did not reach the driver. */
	assert_int_equal(each_count(one->fake, CARD_INFO " = 0"), 1);
}

/**
 * @brief A table that is never large enough is given up.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void asking_for_cards_ends(void **state)
{
	static const struct rmsim_fault fault = {
		.at = 1, .nr = RMSIM_CARD_INFO, .error = EINVAL, .stays = true,
	};
	struct each_case *one = *state;

	fake_nvidia_fault(one->fake->root, &fault);
	expect_minors(one, EACH_MINOR_1, EACH_MINOR_2);
	assert_int_equal(each_count(one->fake, CARD_INFO), 2);
}

/**
 * @brief Ids that sysfs does not tell are 0.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void missing_ids_are_zero(void **state)
{
	static const char *const odd[] = { "", "0x10000\n", "ten\n" };
	struct each_case *one = *state;
	const char *path = "sys/bus/pci/devices/" EACH_GPU_1 "/device";
	g_autoptr(gvm_rm) rm = each_client(one->fake);

	for (size_t i = 0; i < G_N_ELEMENTS(odd); i++) {
		g_autoptr(GPtrArray) gpus = NULL;
		struct gvm_nv_gpu *gpu;

		fake_tree_file(one->fake->root, path, odd[i]);
		gpus = list(rm);
		gpu = gpus->pdata[0];
		assert_int_equal(gpu->device, 0);
		assert_int_equal(gpu->vendor, 0x10de);
	}
}

/**
 * @brief A driver that does not list its GPUs, or does not tell where one is,
 *        is an error by name.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_list_is_complete_or_an_error(void **state)
{
	static const struct {
		unsigned int nth;
		uint32_t cmd;
		const char *name;
	} rows[] = {
		{ 1, 0x214, "NV0000_CTRL_CMD_GPU_GET_PROBED_IDS: NV_ERR_NO_MEMORY (" },
		{ 1, 0x21b, "NV0000_CTRL_CMD_GPU_GET_PCI_INFO: NV_ERR_NO_MEMORY (" },
		{ 2, 0x21b, "NV0000_CTRL_CMD_GPU_GET_PCI_INFO: NV_ERR_NO_MEMORY (" },
	};
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const struct rmsim_fault fault = {
			.at = rows[i].nth, .cmd = rows[i].cmd,
			.status = GVM_NV_NO_MEMORY,
		};
		g_autoptr(GError) err = NULL;

		fake_nvidia_fault(one->fake->root, &fault);
		assert_null(gvm_nv_gpu_list(rm, &err));
		unit_expect_error(err, GVM_ERROR_NO_CAPACITY, rows[i].name);
	}
}

/**
 * @brief Run the tests of this file.
 * @return How many runs failed.
 * @norestriction
 * @sideeffect Prints the results.
 * @nofailure
 */
int main(void)
{
	static const struct each_test tests[] = {
		each_row(gpus_are_listed_with_their_ids),
		each_row(the_minor_is_that_of_the_card),
		each_row(without_cards_the_files_tell),
		each_row(an_unknown_minor_is_none),
		each_row(many_cards_and_an_excluded_one),
		each_row(asking_for_cards_ends),
		each_row(missing_ids_are_zero),
		each_row(a_list_is_complete_or_an_error),
	};

	return each_run(tests, G_N_ELEMENTS(tests));
}
