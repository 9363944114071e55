// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of taking the type of a function away.
 */
#include "unit.h"
#include "backend/vfio-vendor.h"

#include <errno.h>

/** @brief A function of the machine. */
#define VF "0000:41:00.4"
/** @brief Directory of the function's attributes. */
#define DIR "sys/bus/pci/devices/" VF "/nvidia/"

/**
 * @brief Give a test a machine with one GPU without mdev.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	*state = fake_host_new("l40s");

	return 0;
}

/**
 * @brief Try to take the type of the function away.
 * @param fake  The machine.
 * @param type  The type.
 * @param err   Where to store the error.
 * @return What the back end says.
 * @norestriction
 * @sideeffect May free the function.
 * @failure As the back end.
 */
static bool destroy(struct fake_host *fake, const char *type, GError **err)
{
	g_autoptr(gvm_vgpu) vgpu = gvm_vgpu_new(VF, VF, type);

	return gvm_vfio_vendor_backend.remove(&fake->host, vgpu, err);
}

/**
 * @brief Insist on what an attribute of the function says.
 * @param fake   The machine.
 * @param name   Name of the attribute.
 * @param value  What it must say.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect(const struct fake_host *fake, const char *name,
		   const char *value)
{
	g_autofree char *path = g_strconcat(DIR, name, NULL);
	g_autofree char *text = fake_tree_read(fake->root, path);

	assert_string_equal(text, value);
}

/**
 * @brief A function is freed, also when the driver needs some time after QEMU,
 *        and freeing what is free is success.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_function_is_freed(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) slow = NULL;
	g_autoptr(GError) again = NULL;

	fake_vf_give(fake->root, VF, "1148");
	fake_script_fail(fake->root, "store", "*", 0, 5, EPERM);
	unit_expect_success(destroy(fake, "nvidia-1148", &slow), slow);
	expect(fake, "current_vgpu_type", "0");
	unit_expect_success(destroy(fake, "nvidia-1148", &again), again);
}

/**
 * @brief A function that was given another type meanwhile is left alone.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_type_of_somebody_else_stays(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	fake_vf_give(fake->root, VF, "1150");
	unit_expect_success(destroy(fake, "nvidia-1148", &err), err);
	expect(fake, "current_vgpu_type", "1150");
}

/**
 * @brief A function in use is never written to.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_function_in_use_is_not_freed(void **state)
{
	g_autoptr(gvm_vgpu) vgpu = gvm_vgpu_new(VF, VF, "nvidia-1148");
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;
	g_autofree char *log = NULL;
	bool in_use = true;

	fake_vf_give(fake->root, VF, "1148");
	assert_true(gvm_vfio_vendor_backend.in_use(&fake->host, vgpu, &in_use,
						   NULL));
	assert_false(in_use);
	fake_vf_hold(fake->root, VF, true);
	assert_true(gvm_vfio_vendor_backend.in_use(&fake->host, vgpu, &in_use,
						   NULL));
	assert_true(in_use);
	assert_false(destroy(fake, "nvidia-1148", &err));
	unit_expect_error(err, GVM_ERROR_BUSY, "is in use");
	log = fake_kernel_log(fake->root);
	assert_null(strstr(log, "store"));
}

/**
 * @brief A driver that never lets go is given up after ten seconds.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void freeing_has_a_bound(void **state)
{
	static const struct {
		int errnum;
		enum gvm_error code;
		const char *part;
	} rows[] = {
		{ EPERM, GVM_ERROR_BUSY, "while a program holds it" },
		{ EBUSY, GVM_ERROR_BUSY, "after 10 s" },
		{ EIO, GVM_ERROR_FAILED, "refused to remove" },
		{ EACCES, GVM_ERROR_DENIED, "run as root" },
		{ 0, GVM_ERROR_BUSY, "still being removed" },
	};
	struct fake_host *fake = *state;
	gint64 waited;

	fake_vf_give(fake->root, VF, "1148");
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) err = NULL;

		fake_tree_remove(fake->root, ".fake/script");
		fake_script_fail(fake->root, "store", "*", 0, FAKE_ALWAYS,
				 rows[i].errnum);
		assert_false(destroy(fake, "nvidia-1148", &err));
		unit_expect_error(err, rows[i].code, rows[i].part);
	}
	waited = fake_tree_read_number(fake->root, ".fake/now", 0) -
		FAKE_BOOT_TIME * 1000;
	assert_in_range(waited, 30000, 30000);
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
		unit_row(a_function_is_freed, setup),
		unit_row(the_type_of_somebody_else_stays, setup),
		unit_row(a_function_in_use_is_not_freed, setup),
		unit_row(freeing_has_a_bound, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
