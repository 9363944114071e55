// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The Device Creation Test: by which numbers and rules nodes are made.
 *
 * See @ref device_creation_test.
 */
#include "unit.h"

#include "nvidia/node.h"

/** @brief The driver's list of parameters, as much of it as counts. */
#define PARAMS								\
	"ResmanDebugLevel: 4294967295\n"				\
	"ModifyDeviceFiles: 1\nDeviceFileUID: 0\nDeviceFileGID: 44\n"	\
	"DeviceFileMode: 432\nEnableMSI: 1\n"
/** @brief What the kernel lists besides. */
#define DEVICES_BEFORE "Character devices:\n  1 mem\n 10 misc\n"
/** @brief What the kernel lists at the end: a disk with a name of ours. */
#define DEVICES_AFTER "\nBlock devices:\n  8 sd\n 77 nvidia\n"

/**
 * @brief Give a test a machine with a driver of 545 or later.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	struct fake_host *fake = fake_host_new("empty");

	fake_tree_file(fake->root, "proc/devices",
		       DEVICES_BEFORE "195 nvidia\n195 nvidiactl\n"
		       "238 nvidia-uvm\n" DEVICES_AFTER);
	fake_tree_file(fake->root, "proc/driver/nvidia/params", PARAMS);
	*state = fake;

	return 0;
}

/**
 * @brief The major number is found under each of its names.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_major_is_found_under_each_name(void **state)
{
	static const struct {
		const char *lines;
		unsigned int major;
	} rows[] = {
		{ "195 nvidia\n195 nvidiactl\n", 195 },
		{ "195 nvidia-frontend\n", 195 },
		{ "196 nvidiactl\n", 196 },
		/* 545 and later list others whose names begin so. */
		{ "238 nvidia-uvm\n241 nvidia-caps\n195 nvidia\n", 195 },
		{ "4095 nvidia\n", 4095 },
	};
	struct fake_host *fake = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *text = g_strconcat(DEVICES_BEFORE,
						    rows[i].lines,
						    DEVICES_AFTER, NULL);
		g_autoptr(GError) err = NULL;
		unsigned int major = 0;
		bool good;

		fake_tree_file(fake->root, "proc/devices", text);
		good = gvm_nv_node_major(&fake->host, &major, &err);
		unit_expect_success(good, err);
		assert_int_equal(major, rows[i].major);
	}
}

/**
 * @brief No other device, and no disk, is taken for the driver's.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_major_of_somebody_else_is_not_taken(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;
	unsigned int major = 0;

	fake_tree_file(fake->root, "proc/devices",
		       "\n" DEVICES_BEFORE "238 nvidia-uvm\n"
		       "12 my nvidia\nabc nvidia\n" DEVICES_AFTER);
	assert_false(gvm_nv_node_major(&fake->host, &major, &err));
	unit_expect_error(err, GVM_ERROR_UNSUPPORTED, "not loaded");
	assert_int_equal(major, 0);

	g_clear_error(&err);
	fake_tree_remove(fake->root, "proc/devices");
	assert_false(gvm_nv_node_major(&fake->host, &major, &err));
	unit_expect_error(err, GVM_ERROR_NOT_FOUND, "list of devices");
}

/**
 * @brief The driver's parameters are read, all numbers in decimal.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_drivers_parameters_are_read(void **state)
{
	struct fake_host *fake = *state;
	struct gvm_nv_node_rules rules = { 0 };
	g_autoptr(GError) err = NULL;
	bool good = gvm_nv_node_rules(&fake->host, &rules, &err);

	unit_expect_success(good, err);
	assert_true(rules.modify);
	assert_int_equal(rules.uid, 0);
	assert_int_equal(rules.gid, 44);
	assert_int_equal(rules.mode, 0660);
}

/**
 * @brief Parameters that are missing or no numbers are an error, not a guess.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_parameter_that_is_missing_is_named(void **state)
{
	static const struct {
		const char *text;
		const char *part;
	} rows[] = {
		{ "", "ModifyDeviceFiles" },
		{ "ModifyDeviceFiles: 2\n", "ModifyDeviceFiles" },
		{ "ModifyDeviceFiles: 1\nDeviceFileUID: -1\n",
		  "DeviceFileUID" },
		{ "ModifyDeviceFiles: 1\nDeviceFileUID: 0\n"
		  "DeviceFileGIDs: 0\n", "DeviceFileGID" },
		{ "ModifyDeviceFiles: 1\nDeviceFileUID: 0\n"
		  "DeviceFileGID: 0\nDeviceFileMode: rw-rw-rw-\n",
		  "DeviceFileMode" },
		{ "ModifyDeviceFiles: 1\nDeviceFileUID: 0\n"
		  "DeviceFileGID: 0\nDeviceFileMode: 4096\n",
		  "DeviceFileMode" },
	};
	struct fake_host *fake = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct gvm_nv_node_rules rules = { .mode = 1 };
		g_autoptr(GError) err = NULL;

		fake_tree_file(fake->root, "proc/driver/nvidia/params",
			       rows[i].text);
		assert_false(gvm_nv_node_rules(&fake->host, &rules, &err));
		unit_expect_error(err, GVM_ERROR_FAILED, rows[i].part);
		assert_int_equal(rules.mode, 1);
	}
}

/**
 * @brief Run this half of the Device Creation Test.
 * @return How many failed.
 * @norestriction
 * @sideeffect Prints the results.
 * @nofailure
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		unit_row(the_major_is_found_under_each_name, setup),
		unit_row(a_major_of_somebody_else_is_not_taken, setup),
		unit_row(the_drivers_parameters_are_read, setup),
		unit_row(a_parameter_that_is_missing_is_named, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
