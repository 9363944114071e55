// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the doctor: what depends on who asks, which a tree of files
 *        cannot imitate.
 */
#include "unit.h"

#include <errno.h>

#include "lifecycle/check.h"

/** @brief Where a test says what opening the first GPU's node reports. */
#define REFUSAL ".fake/refusal"

/**
 * @brief Open a node, but for that of a GPU.
 * @param host  The machine.
 * @param path  The node.
 * @return As gvm_host_device(), or the errno that the test chose.
 * @norestriction
 * @sideeffect As gvm_host_device().
 * @failure As gvm_host_device().
 */
static int refuse_open(struct gvm_host *host, const char *path)
{
	if (g_str_equal(path, "dev/nvidia1"))
		return fake_tree_read_number(host->root, REFUSAL, -EACCES);

	return fake_kernel_ops.open(host, path);
}

/**
 * @brief Give a test a machine with driver 580.95.05 and two GPUs.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	*state = fake_host_new("nvidia-580");

	return 0;
}

/**
 * @brief Find a finding.
 * @param check    The check.
 * @param key      Name of the check.
 * @param subject  What it is about.
 * @return The finding, which belongs to @p check.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test when there is none, or two.
 */
static const struct gvm_check_finding *
find(const struct gvm_check *check, const char *key, const char *subject)
{
	const struct gvm_check_finding *found = NULL;

	for (guint i = 0; i < check->findings->len; i++) {
		const struct gvm_check_finding *finding;

		finding = g_ptr_array_index(check->findings, i);
		if (!g_str_equal(finding->key, key) ||
		    g_strcmp0(finding->subject, subject) != 0)
			continue;
		if (found)
			fail_msg("%s %s twice", key, subject);
		found = finding;
	}
	if (!found)
		fail_msg("no %s %s", key, subject);

	return found;
}

/**
 * @brief A node that this user may not open is a warning, one that is broken
 *        an error; the other GPU is looked at all the same.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_node_is_judged_by_why_it_does_not_open(void **state)
{
	static const struct {
		int rc;
		enum gvm_check_level level;
		const char *part;
		enum gvm_cause cause;
	} rows[] = {
		{ -EACCES, GVM_CHECK_WARNING, "by this user",
		  GVM_CAUSE_NODE_DENIED },
		{ -EPERM, GVM_CHECK_WARNING, "by this user",
		  GVM_CAUSE_NODE_DENIED },
		{ -EIO, GVM_CHECK_ERROR, "could not start the GPU",
		  GVM_CAUSE_NODE_BROKEN },
		{ -ENODEV, GVM_CHECK_ERROR, "nothing is behind",
		  GVM_CAUSE_NODE_BROKEN },
	};
	struct fake_host *fake = *state;
	struct gvm_host_ops ops = fake_kernel_ops;

	ops.open = refuse_open;
	fake->host.ops = &ops;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const struct gvm_check_finding *node;
		g_autoptr(gvm_check) check = NULL;

		fake_tree_number(fake->root, REFUSAL, rows[i].rc);
		check = gvm_check_new(&fake->host);
		node = find(check, "nvidia-nodes", "/dev/nvidia1");
		assert_int_equal(node->level, rows[i].level);
		assert_non_null(strstr(node->detail, rows[i].part));
		assert_int_equal(node->cause, rows[i].cause);
		assert_non_null(node->remedy);
		node = find(check, "nvidia-nodes", "/dev/nvidia0");
		assert_int_equal(node->level, GVM_CHECK_OK);
		assert_int_equal(gvm_check_count(check, GVM_CHECK_ERROR),
				 rows[i].level == GVM_CHECK_ERROR);
		find(check, "gpu-host", "0000:81:00.0");
	}
	fake->host.ops = &fake_kernel_ops;
}

/**
 * @brief A record that cannot be read is said, and no type is called lost.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_record_that_cannot_be_read_is_said(void **state)
{
	struct fake_host *fake = *state;
	const struct gvm_check_finding *finding;
	g_autoptr(gvm_check) check = NULL;

	fake_tree_dir(fake->root, "run/gvm/types/0000:41:00.0");
	check = gvm_check_new(&fake->host);
	finding = find(check, "gpu-registered", "0000:41:00.0");
	assert_int_equal(finding->level, GVM_CHECK_NOTE);
	assert_non_null(strstr(finding->detail, "cannot be read"));
}

/**
 * @brief Parents that cannot be listed are an error, and all else is looked at.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void parents_that_cannot_be_listed_are_an_error(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_check) check = NULL;

	/* It leads to itself. */
	fake_tree_link(fake->root, "sys/class/mdev_bus",
		       "sys/class/mdev_bus");
	check = gvm_check_new(&fake->host);
	assert_int_equal(find(check, "parents", NULL)->level, GVM_CHECK_ERROR);
	find(check, "gpu-host", "0000:81:00.0");
	find(check, "units", "gvm-register.service");
}

/**
 * @brief Each finding has one level, and nothing is left in the driver.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void looking_leaves_nothing_behind(void **state)
{
	struct fake_host *fake = *state;
	struct gvm_check *check = gvm_check_new(&fake->host);
	unsigned int sum = 0;

	for (unsigned int i = GVM_CHECK_OK; i <= GVM_CHECK_ERROR; i++)
		sum += gvm_check_count(check, i);
	assert_true(sum > 0);
	assert_int_equal(sum, check->findings->len);
	gvm_check_free(check);
	assert_int_equal(fake_nvidia_leaks(fake->root), 0);
	gvm_check_free(NULL);
}

/**
 * @brief Run the tests of this file.
 * @return How many failed.
 * @norestriction
 * @sideeffect Prints the results.
 * @nofailure
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		unit_row(a_node_is_judged_by_why_it_does_not_open, setup),
		unit_row(a_record_that_cannot_be_read_is_said, setup),
		unit_row(parents_that_cannot_be_listed_are_an_error, setup),
		unit_row(looking_leaves_nothing_behind, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
