// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of writing attributes of mediated devices.
 */
#include "unit.h"
#include "backend/mdev.h"

#include <errno.h>
#include <sys/stat.h>

/** @brief A parent of the machine. */
#define PARENT "0000:41:00.4"
/** @brief One of its types. */
#define TYPE "nvidia-588"

/**
 * @brief Give a test a machine with two GPUs.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	*state = fake_host_new("a10-two");

	return 0;
}

/**
 * @brief Count how often something stands in the log of the kernel.
 * @param fake  The machine.
 * @param what  The text.
 * @return The number.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static unsigned int count_in_log(const struct fake_host *fake,
				 const char *what)
{
	g_autofree char *log = fake_kernel_log(fake->root);
	g_auto(GStrv) parts = g_strsplit(log, what, -1);

	return *log ? g_strv_length(parts) - 1 : 0;
}

/**
 * @brief Write an attribute of the first vGPU.
 * @param fake   The machine.
 * @param name   Name of the attribute.
 * @param value  What to write.
 * @param err    Where to store the error.
 * @return What the back end says.
 * @norestriction
 * @sideeffect May write the attribute.
 * @failure As the back end.
 */
static bool set(struct fake_host *fake, const char *name, const char *value,
		GError **err)
{
	g_autoptr(gvm_vgpu) vgpu = gvm_vgpu_new(FAKE_UUID_1, PARENT, TYPE);
	g_autoptr(gvm_request) request = gvm_request_new(NULL);

	gvm_request_add_attr(request, name, value);

	return gvm_mdev_backend.set(&fake->host, vgpu,
				    g_ptr_array_index(request->attrs, 0), err);
}

/**
 * @brief A value ends in exactly one newline, which the driver may eat.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_value_ends_in_a_newline(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	fake_gpu_vgpu(fake->root, PARENT, TYPE, FAKE_UUID_1);

	unit_expect_success(set(fake, "nvidia/vgpu_params", "a=1, b=2", &err),
			    err);
	unit_expect_success(set(fake, "nvidia/vgpu_params", "c=3\n", &err),
			    err);
	assert_int_equal(count_in_log(fake, "vgpu_params a=1, b=2\\n = 0"), 1);
	assert_int_equal(count_in_log(fake, "vgpu_params c=3\\n = 0"), 1);
}

/**
 * @brief Attributes that would remove or rebind a device are not written.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_forbidden_attribute_is_not_written(void **state)
{
	static const char *const bad[] = {
		"remove", "../" FAKE_UUID_2 "/remove", "", "mdev_type/create",
		"driver/unbind", "vfio-dev/vfio0/device/remove", "self",
	};
	struct fake_host *fake = *state;

	fake_gpu_vgpu(fake->root, PARENT, TYPE, FAKE_UUID_1);
	fake_tree_link(fake->root, "sys/bus/mdev/devices/" FAKE_UUID_1
		       "/vfio-dev/vfio0/device",
		       "sys/bus/mdev/devices/" FAKE_UUID_1);
	fake_tree_link(fake->root, "sys/bus/mdev/devices/" FAKE_UUID_1 "/self",
		       "sys/bus/mdev/devices/" FAKE_UUID_1 "/remove");

	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) err = NULL;

		assert_false(set(fake, bad[i], "1", &err));
		unit_expect_error(err, GVM_ERROR_INVALID, "may not be written");
	}
	assert_int_equal(count_in_log(fake, "store "), 0);
	assert_true(fake_mdev_exists(fake->root, FAKE_UUID_1));
}

/**
 * @brief What the driver says to an attribute is told with its name.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_refused_attribute_is_told(void **state)
{
	static const struct {
		int errnum;
		enum gvm_error code;
	} rows[] = {
		{ EINVAL, GVM_ERROR_FAILED },
		{ EACCES, GVM_ERROR_DENIED },
		{ EBUSY, GVM_ERROR_BUSY },
		{ EOPNOTSUPP, GVM_ERROR_UNSUPPORTED },
	};
	struct fake_host *fake = *state;
	g_autoptr(GError) missing = NULL;
	g_autoptr(GError) gone = NULL;

	fake_gpu_vgpu(fake->root, PARENT, TYPE, FAKE_UUID_1);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) err = NULL;

		fake_script_fail(fake->root, "store", "*/vgpu_params", 0, 1,
				 rows[i].errnum);
		assert_false(set(fake, "nvidia/vgpu_params", "x", &err));
		unit_expect_error(err, rows[i].code, "'nvidia/vgpu_params'");
	}

	assert_false(set(fake, "nvidia/none", "x", &missing));
	unit_expect_error(missing, GVM_ERROR_NOT_FOUND, "'nvidia/none'");
	fake_tree_remove(fake->root, "sys/bus/mdev/devices/" FAKE_UUID_1);
	assert_false(set(fake, "nvidia/vgpu_params", "x", &gone));
	unit_expect_error(gone, GVM_ERROR_NOT_FOUND, FAKE_UUID_1);
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
		unit_row(a_value_ends_in_a_newline, setup),
		unit_row(a_forbidden_attribute_is_not_written, setup),
		unit_row(a_refused_attribute_is_told, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
