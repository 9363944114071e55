// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Clients and objects of the simulated driver.
 */
#include <errno.h>

#include "calls.h"

/**
 * @brief An allocation is refused for the right reason.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_alloc_refused(void **state)
{
	g_autoptr(rm_calls) calls = calls_new("580.95.05");
	uint8_t device[56] = { 0 };
	uint32_t sub = 1;

	(void)state;
	assert_int_equal(calls_alloc(calls, calls->client, 0x50, 0x1234, NULL),
			 INVALID_CLASS);
	assert_int_equal(calls_alloc(calls, calls->client, 0x50, 0x2080, NULL),
			 INVALID_PARENT);
	assert_int_equal(calls_alloc(calls, 0x99, 0x50, 0x2080, NULL),
			 INVALID_PARENT);
	assert_int_equal(calls_alloc(calls, CALLS_DEVICE, CALLS_CONFIG, 0x2080,
				     NULL), DUPLICATE_NAME);
	assert_int_equal(calls_alloc(calls, CALLS_DEVICE, 0x50, 0x2080, &sub),
			 INVALID_ARGUMENT);
	/* A class that takes no parameters must be given none. */
	assert_int_equal(calls_alloc(calls, CALLS_SUBDEVICE, 0x50, 0xa081,
				     device), INVALID_ARGUMENT);
	/* One that must have some. */
	assert_int_equal(calls_alloc(calls, calls->client, 0x50, 0x79, NULL),
			 INVALID_ARGUMENT);
	calls_set_u32(device, 0, 9);
	assert_int_equal(calls_alloc(calls, calls->client, 0x50, 0x80, device),
			 INVALID_CLASS);
	/* The other GPU is there, but its node is not open. */
	calls_set_u32(device, 0, 3);
	assert_int_equal(calls_alloc(calls, calls->client, 0x50, 0x80, device),
			 NO_PERMISSION);
	/* A node that another process has open does not help. */
	rmsim_open(calls->sim, 1, 101);
	assert_int_equal(calls_alloc(calls, calls->client, 0x50, 0x80, device),
			 NO_PERMISSION);
	rmsim_open(calls->sim, 1, 100);
	assert_int_equal(calls_alloc(calls, calls->client, 0x50, 0x80, device),
			 OK);
}

/**
 * @brief A vGPU configuration is refused where there are no vGPUs, up to 545.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_no_host(void **state)
{
	static const struct {
		const char *release;
		uint32_t status;
	} rows[] = {
		{ "525.147.05", NOT_SUPPORTED },
		{ "535.216.01", NOT_SUPPORTED },
		{ "550.54.14", OK },
		{ "595.45.04", OK },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(rm_calls) calls = calls_new(rows[i].release);
		uint8_t types[524];

		calls->sim->gpus[0].mode = RMSIM_MODE_NONE;
		assert_int_equal(calls_alloc(calls, CALLS_SUBDEVICE, 0x50,
					     0xa081, NULL), rows[i].status);
		memset(types, 0xff, sizeof(types));
		if (g_str_has_prefix(rows[i].release, "595"))
			assert_int_equal(calls_control(calls, CALLS_CONFIG,
						       0xa0810104, types, 524),
					 NOT_SUPPORTED);
	}
}

/**
 * @brief Freeing an object frees what is below it, and works once.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_drop(void **state)
{
	g_autoptr(rm_calls) calls = calls_new("535.183.01");
	uint32_t value = 0;

	(void)state;
	assert_int_equal(rmsim_leaks(calls->sim), 2 + 4);
	assert_int_equal(calls_drop(calls, CALLS_DEVICE), OK);
	assert_int_equal(rmsim_leaks(calls->sim), 2 + 1);
	assert_int_equal(calls_drop(calls, CALLS_CONFIG), NOT_FOUND);
	assert_int_equal(calls_drop(calls, CALLS_DEVICE), NOT_FOUND);
	assert_int_equal(calls_control(calls, CALLS_DEVICE, 0x800288, &value,
				       4), INVALID_HANDLE);
	assert_int_equal(calls_drop(calls, calls->client), OK);
	assert_int_equal(calls_drop(calls, calls->client), INVALID_CLIENT);
	assert_int_equal(rmsim_leaks(calls->sim), 2);
	rmsim_close(calls->sim, &calls->env, calls->node);
	rmsim_close(calls->sim, &calls->env, calls->control);
	assert_int_equal(rmsim_leaks(calls->sim), 0);
	assert_int_equal(calls->sim->gpus[0].attached, 0);
}

/**
 * @brief What is below an object is freed wherever it is in the driver's
 *        table.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_drop_order(void **state)
{
	g_autoptr(rm_calls) calls = calls_new("535.183.01");
	uint8_t device[56] = { 5 };

	(void)state;
	assert_int_equal(calls_alloc(calls, calls->client, 0x60, 0x80, device),
			 OK);
	assert_int_equal(calls_drop(calls, CALLS_DEVICE), OK);
	/* The places of the table are taken from its beginning on. */
	assert_int_equal(calls_alloc(calls, calls->client, 0x61, 0x80, device),
			 OK);
	assert_int_equal(calls_alloc(calls, 0x60, 0x62, 0x2080, NULL), OK);
	assert_int_equal(calls_drop(calls, 0x61), OK);
	assert_int_equal(calls_alloc(calls, 0x62, 0x63, 0xa081, NULL), OK);
	assert_int_equal(rmsim_leaks(calls->sim), 2 + 4);
	assert_int_equal(calls_drop(calls, 0x60), OK);
	assert_int_equal(rmsim_leaks(calls->sim), 2 + 1);
}

/**
 * @brief Closing the control node frees its clients.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_close(void **state)
{
	g_autoptr(rm_calls) calls = calls_new("535.183.01");
	g_autoptr(rm_calls) other = calls_new("535.183.01");

	(void)state;
	calls_subscribe(calls, calls->client, 0x501, 3);
	rmsim_close(calls->sim, &calls->env, calls->control);
	assert_int_equal(rmsim_leaks(calls->sim), 2);
	assert_int_equal(rmsim_leaks(other->sim), 2 + 4);
}

/**
 * @brief A client belongs to the file that it was made on.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_client(void **state)
{
	g_autoptr(rm_calls) calls = calls_new("580.95.05");
	int first = calls->control;
	uint32_t value = 0;

	(void)state;
	calls->control = rmsim_open(calls->sim, RMSIM_CONTROL, 100);
	assert_int_equal(calls_control(calls, CALLS_DEVICE, 0x800288, &value,
				       4), INVALID_CLIENT);
	assert_int_equal(calls_drop(calls, CALLS_DEVICE), INVALID_CLIENT);
	assert_int_equal(calls_alloc(calls, CALLS_DEVICE, 0x50, 0x2080, NULL),
			 INVALID_CLIENT);
	calls->control = first;
	assert_int_equal(calls_control(calls, CALLS_DEVICE, 0x800288, &value,
				       4), OK);
}

/**
 * @brief A control is refused for the right reason, and then tells nothing.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_control_refused(void **state)
{
	g_autoptr(rm_calls) calls = calls_new("580.95.05");
	g_autoptr(rm_calls) old = calls_new("525.147.05");
	uint32_t params[3] = { 0xbad, 7, 7 };
	uint8_t arg[32] = { 0 };

	(void)state;
	assert_int_equal(calls_control(calls, calls->client, 0, NULL, 0), OK);
	assert_int_equal(calls_control(calls, calls->client, 0x21b, NULL, 12),
			 INVALID_ARGUMENT);
	assert_int_equal(calls_control(calls, calls->client, 0x21b, params, 0),
			 INVALID_ARGUMENT);
	assert_int_equal(calls_control(calls, calls->client, 0xffff, params,
				       12), NOT_SUPPORTED);
	assert_int_equal(calls_control(calls, CALLS_DEVICE, 0x21b, params, 12),
			 NOT_SUPPORTED);
	assert_int_equal(calls_control(calls, calls->client, 0x21b, params,
				       12), NOT_FOUND);
	assert_int_equal(params[1], 7);
	/* The object comes before the size, where it does. */
	assert_int_equal(calls_control(old, CALLS_DEVICE, 0x21b, params, 8),
			 NOT_SUPPORTED);
	assert_int_equal(calls_control(old, 0x99, 0x21b, params, 8),
			 INVALID_HANDLE);
	assert_int_equal(calls_control(calls, 0x99, 0x21b, params, 8),
			 INVALID_ARGUMENT);
	/* Not through the node of a GPU. */
	assert_int_equal(calls_ioctl(calls, calls->node, RMSIM_RM_CONTROL,
				     sizeof(arg), arg), -EINVAL);
}

/**
 * @brief The GPUs are told as they are; some only while they are held.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_gpus(void **state)
{
	g_autoptr(rm_calls) calls = calls_new("580.95.05");
	uint32_t probed[96];
	uint32_t pci[3] = { 0x8100 };
	uint8_t info[32] = { 0 };
	uint8_t uuid[268] = { 0 };
	uint32_t bus[4] = { 0 };
	uint32_t ids[33] = { 0x8100, 0xffffffff };

	(void)state;
	assert_int_equal(calls_control(calls, calls->client, 0x214, probed,
				       sizeof(probed)), OK);
	assert_int_equal(probed[0], 0x4100);
	assert_int_equal(probed[1], 0x8100);
	assert_int_equal(probed[2], 0xffffffff);
	assert_int_equal(calls_control(calls, calls->client, 0x21b, pci, 12),
			 OK);
	assert_int_equal(pci[2], 0x81);
	calls_set_u32(info, 0, 0x4100);
	assert_int_equal(calls_control(calls, calls->client, 0x205, info,
				       sizeof(info)), OK);
	assert_int_equal(calls_u32(info, 8), 5);
	calls_set_u32(info, 0, 0x8100);
	assert_int_equal(calls_control(calls, calls->client, 0x205, info,
				       sizeof(info)), INVALID_ARGUMENT);
	assert_int_equal(calls_control(calls, calls->client, 0x215, ids, 132),
			 OK);
	assert_int_equal(calls_control(calls, calls->client, 0x216, ids, 128),
			 INVALID_ARGUMENT);
	ids[0] = 0x4100;
	assert_int_equal(calls_control(calls, calls->client, 0x216, ids, 128),
			 OK);
	ids[0] = 0xbad;
	assert_int_equal(calls_control(calls, calls->client, 0x215, ids, 132),
			 INVALID_ARGUMENT);
	calls_set_u32(uuid, 0, 0x4100);
	assert_int_equal(calls_control(calls, calls->client, 0x275, uuid,
				       sizeof(uuid)), OK);
	assert_string_equal((char *)uuid + 8,
			    "GPU-10111213-1415-1617-1819-1a1b1c1d1e1f");
	assert_int_equal(calls_u32(uuid, 264), 41);
	assert_int_equal(calls_control(calls, CALLS_SUBDEVICE, 0x20801801, bus,
				       sizeof(bus)), OK);
	assert_int_equal(bus[0], 0x223610de);
	assert_int_equal(bus[1], 0x148210de);
}

/**
 * @brief Frame buffer, mode and functions are told as they are.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_figures(void **state)
{
	g_autoptr(rm_calls) calls = calls_new("595.45.04");
	uint32_t fb[257] = { 3, 0x8, 0, 0x9, 0, 0x16, 0 };
	uint32_t mode[2] = { 0 };
	uint8_t sriov[80] = { 0 };

	(void)state;
	assert_int_equal(calls_control(calls, CALLS_SUBDEVICE, 0x20801303, fb,
				       sizeof(fb)), OK);
	assert_int_equal(fb[2], 24 << 20);
	assert_int_equal(fb[4], (24 << 20) - (512 << 10));
	assert_int_equal(fb[6], fb[4]);
	fb[0] = 129;
	assert_int_equal(calls_control(calls, CALLS_SUBDEVICE, 0x20801303, fb,
				       sizeof(fb)), INVALID_ARGUMENT);
	assert_int_equal(calls_control(calls, CALLS_DEVICE, 0x800289, mode, 8),
			 OK);
	assert_int_equal(mode[0], 3);
	assert_int_equal(calls_control(calls, CALLS_DEVICE, 0x800291, sriov,
				       sizeof(sriov)), OK);
	assert_int_equal(calls_u32(sriov, 0), 32);
	assert_int_equal(sriov[67], 1);
	/* From 595 on a host is one only while it has functions. */
	calls->sim->gpus[0].vfs = 0;
	assert_int_equal(calls_control(calls, CALLS_DEVICE, 0x800289, mode, 8),
			 OK);
	assert_int_equal(mode[0], 0);
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
		cmocka_unit_test(test_alloc_refused),
		cmocka_unit_test(test_no_host),
		cmocka_unit_test(test_drop),
		cmocka_unit_test(test_drop_order),
		cmocka_unit_test(test_close),
		cmocka_unit_test(test_client),
		cmocka_unit_test(test_control_refused),
		cmocka_unit_test(test_gpus),
		cmocka_unit_test(test_figures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
