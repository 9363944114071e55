// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of what must hold before a device is removed.
 */
#include "unit.h"
#include "backend/mdev-remove.h"

#include <errno.h>

/** @brief Parent of the vGPU. */
#define PARENT "0000:41:00.4"
/** @brief One of its types. */
#define TYPE "nvidia-588"
/** @brief Its own directory. */
#define DEVICE "sys/class/mdev_bus/" PARENT "/" FAKE_UUID_1

/**
 * @brief Give a test a machine with one vGPU.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	struct fake_host *fake = fake_host_new("a10-two");

	fake_gpu_vgpu(fake->root, PARENT, TYPE, FAKE_UUID_1);
	*state = fake;

	return 0;
}

/**
 * @brief Remove the vGPU.
 * @param fake  The machine.
 * @param err   Where to store the error.
 * @return What the back end says.
 * @norestriction
 * @sideeffect May remove the vGPU.
 * @failure As the back end.
 */
static bool remove_it(struct fake_host *fake, GError **err)
{
	g_autoptr(gvm_vgpu) vgpu = gvm_vgpu_new(FAKE_UUID_1, PARENT, TYPE);

	return gvm_mdev_remove(&fake->host, vgpu, err);
}

/**
 * @brief Tell whether anything was written.
 * @param fake  The machine.
 * @return true when the log of the kernel has a write.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static bool was_written(const struct fake_host *fake)
{
	g_autofree char *log = fake_kernel_log(fake->root);

	return strstr(log, "store");
}

/**
 * @brief Nothing is written for a vGPU that is in use.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_vgpu_in_use_is_left_alone(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	fake_mdev_hold(fake->root, FAKE_UUID_1);

	assert_false(remove_it(fake, &err));
	unit_expect_error(err, GVM_ERROR_BUSY, "in use");
	assert_false(was_written(fake));
	assert_true(fake_mdev_exists(fake->root, FAKE_UUID_1));
}

/**
 * @brief Nothing is written when nobody can tell whether it is in use.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_vgpu_that_cannot_be_probed_is_left_alone(void **state)
{
	static const struct {
		int errnum;
		enum gvm_error code;
	} rows[] = {
		{ EACCES, GVM_ERROR_DENIED },
		{ EPERM, GVM_ERROR_DENIED },
		{ EIO, GVM_ERROR_FAILED },
		{ EMFILE, GVM_ERROR_FAILED },
	};
	struct fake_host *fake = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) err = NULL;

		fake_script_fail(fake->root, "probe", "*", 0, 1,
				 rows[i].errnum);
		assert_false(remove_it(fake, &err));
		unit_expect_error(err, rows[i].code, "/dev/vfio/1");
	}
	assert_false(was_written(fake));
}

/**
 * @brief A UUID in any other spelling would name no file: it is refused.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void only_a_canonical_uuid_is_accepted(void **state)
{
	static const char *const bad[] = {
		"", "..", "C2177883-F1BB-47F0-914D-32A22E3A8801",
		FAKE_UUID_1 "/", FAKE_UUID_1 "\n",
	};
	struct fake_host *fake = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(gvm_vgpu) vgpu = gvm_vgpu_new(bad[i], PARENT, TYPE);
		g_autoptr(GError) err = NULL;

		assert_false(gvm_mdev_remove(&fake->host, vgpu, &err));
		unit_expect_error(err, GVM_ERROR_INVALID, "canonical UUID");
	}
	assert_true(fake_mdev_exists(fake->root, FAKE_UUID_1));
}

/**
 * @brief Whether a vGPU is in use is asked of its group as it is now.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void use_is_asked_of_the_present_group(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_vgpu) vgpu = gvm_vgpu_new(FAKE_UUID_1, PARENT, TYPE);
	bool in_use = true;

	vgpu->iommu_group = g_strdup("77");

	assert_true(gvm_mdev_in_use(&fake->host, vgpu, &in_use, NULL));
	assert_false(in_use);
	fake_mdev_hold(fake->root, FAKE_UUID_1);
	assert_true(gvm_mdev_in_use(&fake->host, vgpu, &in_use, NULL));
	assert_true(in_use);
}

/**
 * @brief What has no group, or no node of it, is in use by nobody.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nobody_uses_what_cannot_be_opened(void **state)
{
	static const int errnums[] = { ENOENT, ENODEV, ENXIO };
	struct fake_host *fake = *state;
	g_autoptr(gvm_vgpu) vgpu = gvm_vgpu_new(FAKE_UUID_1, NULL, NULL);
	bool in_use = true;

	for (size_t i = 0; i < G_N_ELEMENTS(errnums); i++) {
		in_use = true;
		fake_script_fail(fake->root, "probe", "*", 0, 1, errnums[i]);
		assert_true(gvm_mdev_in_use(&fake->host, vgpu, &in_use, NULL));
		assert_false(in_use);
	}
	in_use = true;
	fake_tree_remove(fake->root, DEVICE "/iommu_group");
	assert_true(gvm_mdev_in_use(&fake->host, vgpu, &in_use, NULL));
	assert_false(in_use);
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
		unit_row(a_vgpu_in_use_is_left_alone, setup),
		unit_row(a_vgpu_that_cannot_be_probed_is_left_alone, setup),
		unit_row(only_a_canonical_uuid_is_accepted, setup),
		unit_row(use_is_asked_of_the_present_group, setup),
		unit_row(nobody_uses_what_cannot_be_opened, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
