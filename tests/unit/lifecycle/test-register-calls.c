// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests how many calls to the driver a registration takes.
 *
 * The bare minimum is what nobody can do without who registers types and reads
 * them back:
 * - once: the version, the client, the list of the GPUs, their minor numbers,
 *   and freeing the client, which frees all below it;
 * - for each GPU: its PCI address, the number of its device, device,
 *   subdevice and configuration object, publishing, the list afterwards;
 * - for each type on each GPU: sending it;
 * - for each type: what it is afterwards, since the driver keeps that once for
 *   all GPUs.
 *
 * What this program adds: the memory and the UUID of each GPU, the list before
 * anything is sent, freeing what was allocated, the youngest first, and what
 * the driver knows of each type before.
 */
#include "muster.h"

/** @brief Release with the longest list of types. */
#define RELEASE "580.95.05"
/** @brief Most types of a GPU there. */
#define MOST 128
/** @brief What is made once. */
#define ONCE 5
/** @brief What is made for each GPU, beside the types. */
#define EACH 7
/** @brief What may be made, in percent of the bare minimum. */
#define BUDGET 120
/** @brief Hundred percent. */
#define PERCENT 100

/**
 * @brief Count the ioctls that were made.
 * @param muster  The machine.
 * @param opens   Where to put how many nodes were opened.
 * @return The number.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static unsigned int count(struct parade *muster, unsigned int *opens)
{
	g_autofree char *log = fake_nvidia_calls(muster->fake->root);
	g_auto(GStrv) lines = g_strsplit(log, "\n", -1);
	unsigned int n = 0;

	*opens = 0;
	for (char **line = lines; *line && **line; line++) {
		*opens += g_str_has_prefix(*line, "open ");
		n += !g_str_has_prefix(*line, "open ") &&
			!g_str_has_prefix(*line, "close ");
	}

	return n;
}

/**
 * @brief Let no type appear in sysfs, which takes time and no call.
 * @param muster  The machine.
 * @norestriction
 * @sideeffect Its virtual functions are not enabled.
 * @nofailure
 */
static void hide_types(struct parade *muster)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(muster->fake->root);

	sim->mute = true;
	for (uint32_t i = 0; i < sim->gpu_count; i++) {
		g_autofree char *path = NULL;

		path = g_strdup_printf("sys/bus/pci/devices/0000:%02x:00.0/sriov_totalvfs",
				       sim->gpus[i].bus);
		fake_tree_file(muster->fake->root, path, "32\n");
	}
}

/**
 * @brief Register types, and count.
 * @param gpus   How many GPUs.
 * @param types  How many types.
 * @return The calls in percent of the bare minimum.
 * @norestriction
 * @sideeffect Prints a line.
 * @failure Fails the test.
 */
static unsigned int measure(unsigned int gpus, unsigned int types)
{
	g_autoptr(parade) muster = muster_new_as(RELEASE, NULL, gpus);
	unsigned int bare = ONCE + gpus * (EACH + types) + types;
	unsigned int opens;
	unsigned int calls;

	hide_types(muster);
	for (unsigned int i = 0; i < types; i++)
		muster_type(muster, 1000 + i);
	muster_do(muster);
	calls = count(muster, &opens);
	assert_int_equal(muster_calls(muster, "NVA081_CTRL_CMD_VGPU_CONFIG_SET_INFO"),
			 gpus * types);
	assert_int_equal(opens, gpus + 1);
	print_message("%u types on %u GPUs: %u calls, %u bare, ratio %.3f, %u opens\n",
		      types, gpus, calls, bare, (double)calls / bare, opens);

	return calls * PERCENT / bare;
}

/**
 * @brief Many types on many GPUs take hardly more calls than needed.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void many_types_take_few_calls(void **state)
{
	(void)state;
	assert_true(measure(RMSIM_GPUS, MOST) <= BUDGET);
}

/**
 * @brief Nor does anything else take twice as many.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void few_types_take_few_calls(void **state)
{
	(void)state;
	assert_true(measure(1, 1) < 2 * PERCENT);
	assert_true(measure(1, MOST) < 2 * PERCENT);
	assert_true(measure(RMSIM_GPUS, 1) < 2 * PERCENT);
}

/**
 * @brief Entry point.
 * @return The number of failed tests.
 * @norestriction
 * @nosideeffect
 * @failure Reported by the exit status.
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_types_take_few_calls),
		cmocka_unit_test(few_types_take_few_calls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
