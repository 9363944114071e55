// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The Device Creation Test: the driver's nodes, there or not.
 *
 * A node is a file of the imitated machine: what it holds is the errno that
 * opening it reports, or what it was made from. See @ref device_creation_test.
 */
#include "unit.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

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
 * @brief Open a node of the imitated machine.
 * @param host  The machine.
 * @param path  The node.
 * @return A descriptor, or the errno that the node holds.
 * @norestriction
 * @sideeffect Opens a file.
 * @failure -ENOENT when there is no node.
 */
static int node_open(struct gvm_host *host, const char *path)
{
	int rc = fake_tree_read_number(host->root, path, 0);

	if (!fake_tree_exists(host->root, path))
		return -ENOENT;

	return rc < 0 ? rc : open("/dev/null", O_RDWR | O_CLOEXEC);
}

/**
 * @brief Close a node.
 * @param host  Unused.
 * @param fd    The descriptor.
 * @norestriction
 * @sideeffect Closes it.
 * @nofailure
 */
static void node_shut(struct gvm_host *host, int fd)
{
	(void)host;
	close(fd);
}

/**
 * @brief Make a node of the imitated machine.
 *
 * The file .fake/maker says what happens: an errno; or, as ".fake/faster", that
 * another program makes the node in the same instant.
 *
 * @param host  The machine.
 * @param path  The node.
 * @param node  What to make.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect Makes a file.
 * @nofailure
 */
static int node_make(struct gvm_host *host, const char *path,
		     const struct gvm_host_node *node)
{
	int rc = fake_tree_read_number(host->root, ".fake/maker", 0);
	g_autofree char *text = NULL;

	if (rc < 0)
		return rc;
	text = g_strdup_printf("%u:%u %04o %u:%u", node->major, node->minor,
			       node->mode, node->uid, node->gid);
	fake_tree_file(host->root, path, text);

	return fake_tree_exists(host->root, ".fake/faster") ? -EEXIST : 0;
}

/** @brief A machine with nodes, and nothing else that reacts. */
static const struct gvm_host_ops ops = {
	.open = node_open, .shut = node_shut, .make_node = node_make,
};

/**
 * @brief Give a test a machine with a driver of 545 or later and no nodes.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	struct fake_host *fake = fake_host_new("empty");

	fake->host.ops = &ops;
	fake_tree_file(fake->root, "proc/devices",
		       DEVICES_BEFORE "195 nvidia\n195 nvidiactl\n"
		       "238 nvidia-uvm\n" DEVICES_AFTER);
	fake_tree_file(fake->root, "proc/driver/nvidia/params", PARAMS);
	*state = fake;

	return 0;
}

/**
 * @brief Open a node, insist on success and close it.
 * @param fake   The machine.
 * @param minor  Its minor number.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_open(struct fake_host *fake, unsigned int minor)
{
	g_autoptr(GError) err = NULL;
	int fd = -1;
	bool good = gvm_nv_node_open(&fake->host, minor, &fd, &err);

	unit_expect_success(good, err);
	assert_true(fd >= 0);
	gvm_host_shut(&fake->host, fd);
}

/**
 * @brief Open a node and insist on an error.
 * @param fake   The machine.
 * @param minor  Its minor number.
 * @param code   Code of the error.
 * @param part   What the error must say.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_refusal(struct fake_host *fake, unsigned int minor,
			   enum gvm_error code, const char *part)
{
	g_autoptr(GError) err = NULL;
	int fd = -7;

	assert_false(gvm_nv_node_open(&fake->host, minor, &fd, &err));
	unit_expect_error(err, code, part);
	assert_int_equal(fd, -7);
}

/**
 * @brief Insist on what a node was made from.
 * @param fake      The machine.
 * @param path      The node.
 * @param expected  Numbers, mode and owner, or NULL when it must not be there.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_node(struct fake_host *fake, const char *path,
			const char *expected)
{
	g_autofree char *text = fake_tree_read(fake->root, path);

	if (expected)
		assert_string_equal(text, expected);
	else
		assert_null(text);
}

/**
 * @brief A node that is there is opened as it is; no parameter is needed.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_node_that_exists_is_used_as_it_is(void **state)
{
	struct fake_host *fake = *state;

	fake_tree_file(fake->root, "dev/nvidiactl", "by udev");
	fake_tree_file(fake->root, "dev/nvidia12", "by udev");
	fake_tree_remove(fake->root, "proc/driver");
	fake_tree_remove(fake->root, "proc/devices");

	expect_open(fake, GVM_NV_NODE_CONTROL);
	expect_open(fake, 12);
	expect_node(fake, "dev/nvidiactl", "by udev");
	expect_node(fake, "dev/nvidia12", "by udev");
}

/**
 * @brief A missing node is made with the driver's owner and mode.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_missing_node_is_made_by_the_drivers_rules(void **state)
{
	struct fake_host *fake = *state;

	expect_open(fake, GVM_NV_NODE_CONTROL);
	expect_node(fake, "dev/nvidiactl", "195:255 0660 0:44");
	expect_open(fake, 3);
	expect_node(fake, "dev/nvidia3", "195:3 0660 0:44");
	expect_node(fake, "dev/nvidia0", NULL);
}

/**
 * @brief A missing node is not made where the driver forbids it.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_missing_node_is_not_made_against_the_rules(void **state)
{
	struct fake_host *fake = *state;

	fake_tree_file(fake->root, "proc/driver/nvidia/params",
		       "ModifyDeviceFiles: 0\nDeviceFileUID: 0\n"
		       "DeviceFileGID: 0\nDeviceFileMode: 438\n");

	expect_refusal(fake, 0, GVM_ERROR_NOT_FOUND, "/dev/nvidia0 is missing");
	expect_node(fake, "dev/nvidia0", NULL);
}

/**
 * @brief Another program that makes the node first is no failure.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void another_maker_may_be_faster(void **state)
{
	struct fake_host *fake = *state;

	fake_tree_file(fake->root, ".fake/faster", "");
	expect_open(fake, 1);
	expect_node(fake, "dev/nvidia1", "195:1 0660 0:44");
}

/**
 * @brief Whoever may not make a node is told which one and by whom.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_node_that_cannot_be_made_is_named(void **state)
{
	struct fake_host *fake = *state;

	fake_tree_number(fake->root, ".fake/maker", -EPERM);
	expect_refusal(fake, GVM_NV_NODE_CONTROL, GVM_ERROR_DENIED,
		       "/dev/nvidiactl is missing and cannot be made");
	fake_tree_number(fake->root, ".fake/maker", -EROFS);
	expect_refusal(fake, 0, GVM_ERROR_DENIED, "Read-only file system");
}

/**
 * @brief Each errno of an open has a sentence and a code of its own.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_open_that_fails_says_why(void **state)
{
	static const struct {
		int rc;
		enum gvm_error code;
		const char *part;
	} rows[] = {
		{ -EACCES, GVM_ERROR_DENIED, "run as root" },
		{ -EPERM, GVM_ERROR_DENIED, "run as root" },
		{ -ENXIO, GVM_ERROR_UNSUPPORTED, "not loaded" },
		{ -ENODEV, GVM_ERROR_UNSUPPORTED, "not loaded" },
		{ -ENOTTY, GVM_ERROR_UNSUPPORTED, "no character device" },
		{ -EIO, GVM_ERROR_FAILED, "see the kernel's log" },
		{ -EBUSY, GVM_ERROR_BUSY, "cannot open /dev/nvidia0" },
		{ -EMFILE, GVM_ERROR_FAILED, "Too many open files" },
	};
	struct fake_host *fake = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		fake_tree_number(fake->root, "dev/nvidia0", rows[i].rc);
		expect_refusal(fake, 0, rows[i].code, rows[i].part);
		expect_refusal(fake, 0, rows[i].code, "/dev/nvidia0");
	}
}

/**
 * @brief No node is made from a guess.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void no_node_is_made_from_a_guess(void **state)
{
	struct fake_host *fake = *state;

	fake_tree_file(fake->root, "proc/devices",
		       DEVICES_BEFORE DEVICES_AFTER);
	expect_refusal(fake, 0, GVM_ERROR_UNSUPPORTED, "not loaded");
	fake_tree_file(fake->root, "proc/driver/nvidia/params",
		       "ModifyDeviceFiles: 1\n");
	expect_refusal(fake, 0, GVM_ERROR_FAILED, "DeviceFileUID");
	expect_node(fake, "dev/nvidia0", NULL);
}

/**
 * @brief A machine without the driver is told from one with a broken one.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_driver_that_is_not_loaded_is_said(void **state)
{
	struct fake_host *fake = *state;

	fake_tree_remove(fake->root, "proc/driver/nvidia");
	expect_refusal(fake, GVM_NV_NODE_CONTROL, GVM_ERROR_UNSUPPORTED,
		       "NVIDIA's driver is not loaded");
	fake_tree_dir(fake->root, "proc/driver/nvidia/params");
	expect_refusal(fake, GVM_NV_NODE_CONTROL, GVM_ERROR_FAILED,
		       "cannot read the parameters");
	expect_node(fake, "dev/nvidiactl", NULL);
}

/**
 * @brief Run the Device Creation Test.
 * @return How many failed.
 * @norestriction
 * @sideeffect Prints the results.
 * @nofailure
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		unit_row(a_node_that_exists_is_used_as_it_is, setup),
		unit_row(a_missing_node_is_made_by_the_drivers_rules, setup),
		unit_row(a_missing_node_is_not_made_against_the_rules, setup),
		unit_row(another_maker_may_be_faster, setup),
		unit_row(a_node_that_cannot_be_made_is_named, setup),
		unit_row(an_open_that_fails_says_why, setup),
		unit_row(no_node_is_made_from_a_guess, setup),
		unit_row(a_driver_that_is_not_loaded_is_said, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
