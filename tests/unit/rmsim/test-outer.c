// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The outer layer of the simulated driver: nodes, ioctls, cards.
 */
#include <errno.h>

#include "calls.h"

/** @brief Bytes of a card. */
#define CARD 72

/**
 * @brief Nodes are opened and closed, and attach their GPUs.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_nodes(void **state)
{
	g_autoptr(rm_calls) calls = calls_bare("580.95.05");
	int file;

	(void)state;
	assert_int_equal(rmsim_open(calls->sim, 2, 100), -ENXIO);
	file = rmsim_open(calls->sim, 1, 100);
	assert_true(file >= 0);
	assert_int_equal(calls->sim->gpus[1].attached, 1);
	rmsim_open(calls->sim, 1, 101);
	rmsim_close(calls->sim, &calls->env, file);
	assert_int_equal(calls->sim->gpus[1].attached, 1);
	for (int i = 1; i < RMSIM_FILES; i++)
		assert_true(rmsim_open(calls->sim, RMSIM_CONTROL, 100) >= 0);
	assert_int_equal(rmsim_open(calls->sim, RMSIM_CONTROL, 100), -EMFILE);
	calls->sim->unloaded = true;
	assert_int_equal(rmsim_open(calls->sim, 0, 100), -ENXIO);
}

/**
 * @brief The table of cards needs a place for each, and tells minor numbers.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_cards(void **state)
{
	g_autoptr(rm_calls) calls = calls_new("580.95.05");
	uint8_t cards[3 * CARD] = { 0 };

	(void)state;
	assert_int_equal(calls_ioctl(calls, calls->control, RMSIM_CARD_INFO,
				     CARD, cards), -EINVAL);
	assert_int_equal(calls_ioctl(calls, calls->control, RMSIM_CARD_INFO,
				     2 * CARD + 1, cards), -EINVAL);
	assert_int_equal(calls_ioctl(calls, calls->node, RMSIM_CARD_INFO,
				     3 * CARD, cards), -EINVAL);
	assert_int_equal(calls_ioctl(calls, calls->control, RMSIM_CARD_INFO,
				     3 * CARD, cards), 0);
	assert_int_equal(cards[0], 1);
	assert_int_equal(calls_u32(cards, 16), 0x4100);
	assert_int_equal(calls_u32(cards, 56), 1);
	assert_string_equal((char *)cards + 60, "nvidia1");
	assert_int_equal(cards[CARD + 8], 0x81);
	assert_int_equal(calls_u32(cards, CARD + 56), 0);
	assert_int_equal(cards[2 * CARD], 0);
}

/**
 * @brief A file holds GPUs once, and lets go of them when it is closed.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_attach(void **state)
{
	g_autoptr(rm_calls) calls = calls_new("580.95.05");
	uint32_t ids[2] = { 0x8100, 0xbad };

	(void)state;
	assert_int_equal(calls_ioctl(calls, calls->control, RMSIM_ATTACH_GPUS,
				     8, ids), -EINVAL);
	assert_int_equal(calls->sim->gpus[1].attached, 0);
	assert_int_equal(calls_ioctl(calls, calls->control, RMSIM_ATTACH_GPUS,
				     4, ids), 0);
	assert_int_equal(calls->sim->gpus[1].attached, 1);
	assert_int_equal(calls_ioctl(calls, calls->control, RMSIM_ATTACH_GPUS,
				     4, ids), -EINVAL);
	rmsim_close(calls->sim, &calls->env, calls->control);
	assert_int_equal(calls->sim->gpus[1].attached, 0);
}

/**
 * @brief A node is tied to a control node, once.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_register(void **state)
{
	g_autoptr(rm_calls) calls = calls_new("580.95.05");
	int fd = calls->node;

	(void)state;
	assert_int_equal(calls_ioctl(calls, calls->node, RMSIM_REGISTER_FD, 4,
				     &fd), -EINVAL);
	fd = calls->control;
	assert_int_equal(calls_ioctl(calls, calls->node, RMSIM_REGISTER_FD, 4,
				     &fd), 0);
	assert_int_equal(calls_ioctl(calls, calls->node, RMSIM_REGISTER_FD, 4,
				     &fd), -EINVAL);
}

/**
 * @brief Numbers and sizes that the driver does not know are refused.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_refused(void **state)
{
	g_autoptr(rm_calls) calls = calls_new("595.45.04");
	uint8_t arg[80] = { 0 };

	(void)state;
	assert_int_equal(calls_ioctl(calls, calls->control, 0x99, 8, arg),
			 -EINVAL);
	assert_int_equal(calls_ioctl(calls, calls->control, RMSIM_RM_CONTROL,
				     28, arg), -EINVAL);
	assert_int_equal(calls_ioctl(calls, calls->control, RMSIM_FREE, 20,
				     arg), -EINVAL);
	assert_int_equal(calls_ioctl(calls, calls->control,
				     RMSIM_CHECK_VERSION, 80, arg), -EINVAL);
}

/**
 * @brief An argument may be in an envelope.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_envelope(void **state)
{
	g_autoptr(rm_calls) calls = calls_new("580.95.05");
	uint8_t inner[72] = { 0x32 };
	uint64_t address = (uintptr_t)inner;
	uint8_t arg[16] = { 0 };

	(void)state;
	calls_set_u32(arg, 0, RMSIM_CHECK_VERSION);
	calls_set_u32(arg, 4, sizeof(inner));
	memcpy(arg + 8, &address, sizeof(address));
	assert_int_equal(calls_ioctl(calls, calls->control, RMSIM_XFER,
				     sizeof(arg), arg), 0);
	assert_string_equal((char *)inner + 8, "580.95.05");
	calls_set_u32(arg, 4, RMSIM_ARG + 1);
	assert_int_equal(calls_ioctl(calls, calls->control, RMSIM_XFER,
				     sizeof(arg), arg), -EINVAL);
	address = 1;
	calls_set_u32(arg, 4, sizeof(inner));
	memcpy(arg + 8, &address, sizeof(address));
	assert_int_equal(calls_ioctl(calls, calls->control, RMSIM_XFER,
				     sizeof(arg), arg), -EFAULT);
}

/**
 * @brief Run the tests.
 * @return 0 when all succeed.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nodes),
		cmocka_unit_test(test_cards),
		cmocka_unit_test(test_attach),
		cmocka_unit_test(test_register),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_envelope),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
