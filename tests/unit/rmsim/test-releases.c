// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The simulated driver has the sizes, statuses and privileges of each
 *        release.
 */
#include <errno.h>

#include "calls.h"

/** @brief What is known of a release, from its headers. */
struct release {
	const char *name;	/**< The release. */
	uint32_t probed;	/**< Size of GET_PROBED_IDS. */
	uint32_t build;		/**< Size of GET_BUILD_VERSION_V2. */
	uint32_t mode;		/**< Size of GET_VIRTUALIZATION_MODE. */
	uint32_t sriov;		/**< Size of GET_SRIOV_CAPS. */
	uint32_t fb;		/**< Size of FB_GET_INFO_V2. */
	uint32_t set;		/**< Size of SET_INFO. */
	uint32_t types;		/**< Size of GET_SUPPORTED_VGPU_TYPES. */
	uint32_t guests;	/**< Size of ENUMERATE_VGPU_PER_PGPU. */
	uint32_t event;		/**< Size of 0x502. */
	uint32_t placements;	/**< Size of GET_CREATABLE_PLACEMENTS; 0. */
	uint32_t wrong;		/**< Status of a wrong size. */
	uint32_t notifiers;	/**< Notifiers of a client. */
	uint32_t alloc64;	/**< Size of the longer allocation. */
	bool privileged;	/**< SET_INFO is for root. */
	bool starts;		/**< Programs answer starts. */
	bool frontend;		/**< One name for all nodes. */
	bool asks;		/**< The version can be asked for. */
};

/** @brief The releases. */
static const struct release releases[] = {
	{ "525.147.05", 256, 776, 4, 72, 436, 4968, 264, 10760, 8, 0,
	  INVALID_STRUCT, 5, 40, false, true, true, false },
	{ "535.129.03", 256, 776, 4, 72, 436, 4968, 264, 10760, 8, 0,
	  INVALID_STRUCT, 5, 48, false, true, true, true },
	{ "535.183.01", 256, 776, 4, 72, 436, 4968, 264, 10760, 8, 0,
	  INVALID_ARGUMENT, 5, 48, true, true, true, true },
	{ "535.216.01", 256, 776, 4, 72, 436, 4968, 264, 10760, 8, 0,
	  INVALID_ARGUMENT, 5, 48, true, false, true, true },
	{ "545.29.06", 256, 776, 4, 72, 444, 4968, 264, 10760, 8, 0,
	  INVALID_STRUCT, 5, 48, false, true, false, true },
	{ "550.54.14", 256, 776, 4, 80, 444, 5104, 264, 10760, 8, 140,
	  INVALID_ARGUMENT, 5, 48, false, true, false, true },
	{ "550.90.07", 256, 776, 4, 80, 444, 5104, 264, 10760, 8, 140,
	  INVALID_ARGUMENT, 5, 48, true, false, false, true },
	{ "565.77", 256, 1032, 8, 80, 460, 5104, 264, 10760, 8, 140,
	  INVALID_ARGUMENT, 5, 48, true, false, false, true },
	{ "570.86.15", 256, 1032, 8, 80, 460, 5240, 264, 10760, 8, 140,
	  INVALID_ARGUMENT, 5, 48, true, false, false, true },
	{ "575.51.02", 256, 1032, 8, 80, 460, 5240, 412, 10760, 12, 144,
	  INVALID_ARGUMENT, 4, 48, true, false, false, true },
	{ "580.82.09", 384, 1032, 8, 80, 1028, 5432, 524, 19592, 12, 208,
	  INVALID_ARGUMENT, 4, 48, true, false, false, true },
	{ "580.95.05", 384, 1032, 8, 80, 1028, 5440, 524, 19592, 12, 208,
	  INVALID_ARGUMENT, 4, 48, true, false, false, true },
	{ "595.45.04", 384, 1032, 8, 80, 1028, 5440, 524, 19592, 12, 208,
	  INVALID_ARGUMENT, 4, 48, true, false, false, true },
};

/**
 * @brief Insist on the size of a control: right, one less, one more.
 * @param calls   The driver.
 * @param row     The release.
 * @param object  The object.
 * @param cmd     The control.
 * @param size    The right size.
 * @param status  What the right size answers.
 * @norestriction
 * @sideeffect That of the control.
 * @failure Fails the test.
 */
static void expect_size(struct rm_calls *calls, const struct release *row,
			uint32_t object, uint32_t cmd, uint32_t size,
			uint32_t status)
{
	g_autofree uint8_t *params = g_malloc0(size + 4);

	/* "No instance", where there is one. */
	if (object == CALLS_CONFIG)
		memset(params, 0xff, 4);
	assert_int_equal(calls_control(calls, object, cmd, params, size),
			 status);
	assert_int_equal(calls_control(calls, object, cmd, params, size - 1),
			 row->wrong);
	assert_int_equal(calls_control(calls, object, cmd, params, size + 1),
			 row->wrong);
}

/**
 * @brief Each release has its own sizes.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_sizes(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(releases); i++) {
		const struct release *row = &releases[i];
		g_autoptr(rm_calls) calls = calls_new(row->name);

		expect_size(calls, row, calls->client, 0x214, row->probed, OK);
		expect_size(calls, row, calls->client, 0x13e, row->build, OK);
		expect_size(calls, row, calls->client, 0x502, row->event,
			    NOT_FOUND);
		expect_size(calls, row, CALLS_DEVICE, 0x800289, row->mode, OK);
		expect_size(calls, row, CALLS_DEVICE, 0x800291, row->sriov,
			    OK);
		expect_size(calls, row, CALLS_SUBDEVICE, 0x20801303, row->fb,
			    OK);
		expect_size(calls, row, CALLS_CONFIG, 0xa0810104, row->types,
			    OK);
		expect_size(calls, row, CALLS_CONFIG, 0xa0810103,
			    row->set - 8, NOT_FOUND);
		expect_size(calls, row, CALLS_CONFIG, 0xa0810102, row->guests,
			    OK);
		if (row->placements)
			expect_size(calls, row, CALLS_CONFIG, 0xa081011c,
				    row->placements, NOT_FOUND);
	}
}

/**
 * @brief What changes a GPU's types is for root from some releases on.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_privileges(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(releases); i++) {
		const struct release *row = &releases[i];
		g_autoptr(rm_calls) calls = calls_new(row->name);
		g_autofree uint8_t *params = g_malloc0(row->set);
		uint32_t persistence = 0;

		calls->root = false;
		assert_int_equal(calls_control(calls, CALLS_CONFIG, 0xa0810101,
					       params, row->set),
				 row->privileged ? NO_PERMISSION : OK);
		assert_int_equal(calls_control(calls, CALLS_CONFIG, 0xa0810109,
					       NULL, 0), OK);
		assert_int_equal(calls_control(calls, CALLS_DEVICE, 0x800288,
					       &persistence, 4), OK);
		assert_int_equal(persistence, 1);
		assert_int_equal(calls_control(calls, CALLS_DEVICE, 0x800287,
					       &persistence, 4),
				 NO_PERMISSION);
		calls->root = true;
		assert_int_equal(calls_control(calls, CALLS_CONFIG, 0xa0810101,
					       params, row->set), OK);
	}
}

/**
 * @brief Only some releases have the start protocol, and its notifier.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_starts(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(releases); i++) {
		const struct release *row = &releases[i];
		g_autoptr(rm_calls) calls = calls_new(row->name);
		uint8_t data[1056] = { 0 };
		uint8_t answer[164] = { 0 };
		uint32_t notify[2] = { row->notifiers, 0 };

		assert_int_equal(calls_control(calls, calls->client, 0xc01,
					       data, sizeof(data)),
				 row->starts ? NOT_FOUND : NOT_SUPPORTED);
		assert_int_equal(calls_control(calls, CALLS_CONFIG, 0xa0810107,
					       answer, sizeof(answer)),
				 row->starts ? NOT_FOUND : NOT_SUPPORTED);
		assert_int_equal(calls_control(calls, calls->client, 0x501,
					       notify, sizeof(notify)),
				 INVALID_ARGUMENT);
		notify[0]--;
		assert_int_equal(calls_control(calls, calls->client, 0x501,
					       notify, sizeof(notify)), OK);
		assert_int_equal(rmsim_frontend(calls->sim), row->frontend);
	}
}

/**
 * @brief The longer allocation has the size of its release, and its status is
 *        at the end of what that release knows.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_long_alloc(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(releases); i++) {
		const struct release *row = &releases[i];
		g_autoptr(rm_calls) calls = calls_new(row->name);
		uint32_t wrong = row->alloc64 == 40 ? 48 : 40;
		uint8_t arg[48] = { 0 };

		calls_set_u32(arg, 0, calls->client);
		calls_set_u32(arg, 12, 0x1234);
		assert_int_equal(calls_ioctl(calls, calls->control,
					     RMSIM_ALLOC, wrong, arg),
				 -EINVAL);
		assert_int_equal(calls_ioctl(calls, calls->control,
					     RMSIM_ALLOC, row->alloc64, arg),
				 0);
		assert_int_equal(calls_u32(arg, row->alloc64 == 40 ? 36 : 40),
				 INVALID_CLASS);
	}
}

/**
 * @brief The version can be asked for from 530 on; a wrong one is corrected.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_version(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(releases); i++) {
		const struct release *row = &releases[i];
		g_autoptr(rm_calls) calls = calls_new(row->name);
		uint8_t arg[72] = { 0 };

		calls_set_u32(arg, 0, 0x32);
		assert_int_equal(calls_ioctl(calls, calls->control,
					     RMSIM_CHECK_VERSION, sizeof(arg),
					     arg), 0);
		assert_int_equal(calls_u32(arg, 4), 1);
		assert_string_equal((char *)arg + 8,
				    row->asks ? row->name : "");

		memset(arg, 0, sizeof(arg));
		strcpy((char *)arg + 8, "111.22.33");
		assert_int_equal(calls_ioctl(calls, calls->control,
					     RMSIM_CHECK_VERSION, sizeof(arg),
					     arg), -EINVAL);
		assert_int_equal(calls_u32(arg, 4), 1);
		assert_string_equal((char *)arg + 8, row->name);
		assert_int_equal(calls_ioctl(calls, calls->control,
					     RMSIM_CHECK_VERSION, sizeof(arg),
					     arg), 0);
	}
}

/**
 * @brief A release that was never measured has the rows of an older one; what
 *        is no release, or of a branch of which nothing is known, is refused.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_unknown(void **state)
{
	g_autofree struct rmsim *sim = g_new0(struct rmsim, 1);

	(void)state;
	assert_int_equal(rmsim_init(sim, "580.200.01", NULL), 0);
	assert_int_equal(sim->rows, 580142000);
	assert_int_equal(rmsim_init(sim, "550.54.10", NULL), 0);
	assert_in_range(sim->rows, 550040000, 550054009);
	assert_int_equal(rmsim_init(sim, "535.1.1", NULL), 0);
	assert_int_equal(sim->rows, 535043002);
	assert_int_equal(rmsim_init(sim, "550.54.10", "580.82.09"), 0);
	assert_int_equal(sim->rows, 580082009);
	assert_string_equal(sim->release, "550.54.10");
	assert_int_equal(rmsim_init(sim, "610.10.01", NULL), -EINVAL);
	assert_int_equal(rmsim_init(sim, "580", NULL), -EINVAL);
	assert_int_equal(rmsim_init(sim, "580.x", NULL), -EINVAL);
	assert_int_equal(rmsim_init(sim, "580.1.2.3", NULL), -EINVAL);
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
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_privileges),
		cmocka_unit_test(test_starts),
		cmocka_unit_test(test_long_alloc),
		cmocka_unit_test(test_version),
		cmocka_unit_test(test_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
