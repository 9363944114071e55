// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of what a driver lets be set for each virtual function.
 */
#include "unit.h"
#include "backend/sriov-attr.h"

#include <errno.h>

/** @brief A GPU that can have virtual functions. */
#define GPU "0000:03:00.0"
/** @brief The second of them. */
#define VF "0000:03:00.2"
/** @brief Directory of the GPU. */
#define DIR "sys/bus/pci/devices/" GPU
/** @brief Where xe has what can be set for it. */
#define ADMIN DIR "/sriov_admin/vf2"

/**
 * @brief Give a test a machine with three virtual functions.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	struct fake_host *fake = fake_host_new("arc-pro");

	assert_int_equal(fake_sriov_set(fake->root, GPU, 3), 0);
	*state = fake;

	return 0;
}

/**
 * @brief Try to set something for the function.
 * @param fake   The machine.
 * @param name   Name of the attribute.
 * @param value  What to write.
 * @param err    Where to store the error.
 * @return What the back end says.
 * @norestriction
 * @sideeffect May write it.
 * @failure As gvm_sriov_set().
 */
static bool set(struct fake_host *fake, const char *name, const char *value,
		GError **err)
{
	g_autoptr(gvm_request) request = gvm_request_new(NULL);
	g_autoptr(gvm_vgpu) vgpu = gvm_vgpu_new(VF, VF, "vf");

	gvm_request_add_attr(request, name, value);

	return gvm_sriov_set(&fake->host, vgpu,
			     g_ptr_array_index(request->attrs, 0), err);
}

/**
 * @brief The directory of the right function is written, wherever it is.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_right_file_is_written(void **state)
{
	static const char *const places[] = {
		"sys/kernel/debug/dri/" GPU "/gt0/vf2",
		"sys/kernel/debug/dri/" GPU "/sriov/vf2",
		DIR "/drm/card7/prelim_iov/vf2",
		DIR "/drm/card7/iov/vf2",
		ADMIN,
	};
	struct fake_host *fake = *state;

	/* Each place is looked at before those above it. */
	fake_tree_remove(fake->root, DIR "/sriov_admin");
	for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
		g_autofree char *path = NULL;
		g_autofree char *text = NULL;
		g_autoptr(GError) err = NULL;

		path = g_strdup_printf("%s/gt/quota", places[i]);
		fake_tree_file(fake->root, path, "0\n");
		unit_expect_success(set(fake, "gt/quota", "17", &err), err);
		assert_int_equal(gvm_host_load(&fake->host, path, 64, &text),
				 0);
		assert_string_equal(text, "17");
	}
}

/**
 * @brief What is not there, leads elsewhere or is refused is said.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_cannot_be_set_is_said(void **state)
{
	struct fake_host *fake = *state;
	GError *err = NULL;

	assert_false(set(fake, "profile/colour", "1", &err));
	unit_expect_error(err, GVM_ERROR_NOT_FOUND, "'profile/colour'");
	g_clear_error(&err);
	assert_false(set(fake, "device/sriov_numvfs", "0", &err));
	unit_expect_error(err, GVM_ERROR_INVALID, "may not be written");
	g_clear_error(&err);
	fake_script_fail(fake->root, "store", "*/exec_quantum_ms", 0, 1,
			 EINVAL);
	assert_false(set(fake, "profile/exec_quantum_ms", "x", &err));
	unit_expect_error(err, GVM_ERROR_FAILED, "refused 'x'");
	g_clear_error(&err);
	fake_tree_remove(fake->root, DIR "/sriov_admin");
	assert_false(set(fake, "profile/exec_quantum_ms", "1", &err));
	unit_expect_error(err, GVM_ERROR_NOT_FOUND, "no attribute");
	g_clear_error(&err);
}

/**
 * @brief Run the tests.
 * @return 0 when all have passed.
 * @norestriction
 * @sideeffect Prints the results.
 * @failure The number of failed tests.
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		unit_row(the_right_file_is_written, setup),
		unit_row(what_cannot_be_set_is_said, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
