// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of giving functions vGPU types.
 */
#include "unit.h"
#include "backend/vfio-vendor.h"

#include <errno.h>

/** @brief A function of the machine. */
#define VF "0000:41:00.4"
/** @brief Another one. */
#define SIBLING "0000:41:00.5"
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
 * @brief Try to give a function a type.
 * @param fake  The machine.
 * @param vf    The function.
 * @param type  The type.
 * @param err   Where to store the error.
 * @return What the back end says.
 * @norestriction
 * @sideeffect May make the vGPU.
 * @failure As the back end.
 */
static bool create(struct fake_host *fake, const char *vf, const char *type,
		   GError **err)
{
	g_autoptr(gvm_vgpu) vgpu = gvm_vgpu_new(vf, vf, type);

	return gvm_vfio_vendor_backend.create(&fake->host, vgpu, err);
}

/**
 * @brief Try to write an attribute of the function.
 * @param fake   The machine.
 * @param name   Name of the attribute.
 * @param value  What to write.
 * @param err    Where to store the error.
 * @return What the back end says.
 * @norestriction
 * @sideeffect May write it.
 * @failure As the back end.
 */
static bool set(struct fake_host *fake, const char *name, const char *value,
		GError **err)
{
	g_autoptr(gvm_request) request = gvm_request_new(NULL);
	g_autoptr(gvm_vgpu) vgpu = gvm_vgpu_new(VF, VF, "nvidia-1148");

	gvm_request_add_attr(request, name, value);

	return gvm_vfio_vendor_backend.set(&fake->host, vgpu,
					   g_ptr_array_index(request->attrs, 0),
					   err);
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
 * @brief A function is given a type with one write of its number, which is
 *        waited for: what is made late must not be without a claim.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_type_is_given(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;
	g_autofree char *log = NULL;

	unit_expect_success(create(fake, VF, "nvidia-1148", &err), err);
	expect(fake, "current_vgpu_type", "1148");
	log = fake_kernel_log(fake->root);
	assert_string_equal(log, "store " DIR "current_vgpu_type 1148\\n = 0");
}

/**
 * @brief Each errno of the driver has its own code and next step.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void each_errno_has_its_own_sentence(void **state)
{
	static const struct {
		int errnum;
		enum gvm_error code;
		const char *part;
	} rows[] = {
		{ EEXIST, GVM_ERROR_EXISTS, "'gvmctl list'" },
		{ ENOSPC, GVM_ERROR_NO_CAPACITY, "leave no room" },
		{ EUSERS, GVM_ERROR_NO_CAPACITY, "heterogeneous mode" },
		{ ENOENT, GVM_ERROR_NOT_FOUND, "takes a vGPU type" },
		{ ENODEV, GVM_ERROR_NOT_FOUND, "'gvmctl parents'" },
		{ EPERM, GVM_ERROR_BUSY, "while a program holds it" },
		{ EACCES, GVM_ERROR_DENIED, "EACCES" },
		{ EROFS, GVM_ERROR_DENIED, "run as root" },
		{ EIO, GVM_ERROR_FAILED, "(EIO); see the kernel log" },
		{ EINVAL, GVM_ERROR_FAILED, "(EINVAL)" },
		{ 4000, GVM_ERROR_FAILED, "4000" },
	};
	struct fake_host *fake = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) err = NULL;

		fake_script_fail(fake->root, "store", "*/current_vgpu_type", 0,
				 1, rows[i].errnum);
		assert_false(create(fake, VF, "nvidia-1148", &err));
		unit_expect_error(err, rows[i].code, rows[i].part);
		expect(fake, "current_vgpu_type", "0");
	}
}

/**
 * @brief A driver that refuses for want of room in other words is understood,
 *        and what is of another size fits in heterogeneous mode.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_type_that_fits_no_more_is_a_lack_of_room(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) size = NULL;
	g_autoptr(GError) full = NULL;
	g_autoptr(GError) good = NULL;

	fake_vf_give(fake->root, SIBLING, "1155");
	assert_false(create(fake, VF, "nvidia-1148", &size));
	unit_expect_error(size, GVM_ERROR_NO_CAPACITY, "heterogeneous mode");
	fake_vf_give(fake->root, SIBLING, "0");
	fake_vf_mix(fake->root, "0000:41:00.0");
	fake_vf_give(fake->root, SIBLING, "1155");
	assert_false(create(fake, VF, "nvidia-1156", &full));
	unit_expect_error(full, GVM_ERROR_NO_CAPACITY, VF);
	unit_expect_success(create(fake, VF, "nvidia-1148", &good), good);
}

/**
 * @brief A function that has a type is not given another one.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_second_type_is_refused(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;
	g_autofree char *log = NULL;

	fake_vf_give(fake->root, VF, "1148");
	assert_false(create(fake, VF, "nvidia-1148", &err));
	unit_expect_error(err, GVM_ERROR_EXISTS, VF " is a vGPU already");
	log = fake_kernel_log(fake->root);
	assert_string_equal(log, "");
}

/**
 * @brief A number that the driver takes and forgets is not success.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_type_is_read_back(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	fake_script_fail(fake->root, "store", "*/current_vgpu_type", 0, 1, 0);
	assert_false(create(fake, VF, "nvidia-1148", &err));
	unit_expect_error(err, GVM_ERROR_FAILED, "took nvidia-1148 and did not");
}

/**
 * @brief A GPU that is busy for a moment is waited for, within a bound.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_busy_gpu_is_waited_for(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) good = NULL;
	g_autoptr(GError) bad = NULL;
	gint64 waited;

	fake_script_fail(fake->root, "store", "*" VF "*", 0, 3, EBUSY);
	unit_expect_success(create(fake, VF, "nvidia-1148", &good), good);
	fake_script_fail(fake->root, "store", "*" SIBLING "*", 0, FAKE_ALWAYS,
			 EAGAIN);
	assert_false(create(fake, SIBLING, "nvidia-1148", &bad));
	unit_expect_error(bad, GVM_ERROR_BUSY, "busy with another change");
	waited = fake_tree_read_number(fake->root, ".fake/now", 0) -
		FAKE_BOOT_TIME * 1000;
	assert_in_range(waited, 2000, 2200);
}

/**
 * @brief No path is built from a name that is none, and nothing is written.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void malformed_names_reach_no_path(void **state)
{
	static const char *const rows[][2] = {
		{ "..", "nvidia-1148" }, { VF "/..", "nvidia-1148" },
		{ "0000:41:00.G", "nvidia-1148" }, { "", "nvidia-1148" },
		{ FAKE_UUID_1, "nvidia-1148" }, { VF, "nvidia-" },
		{ VF, "nvidia-0" }, { VF, "nvidia-x" }, { VF, "1148" },
		{ VF, "nvidia-1148\n" }, { VF, "nvidia-4294967296" },
		{ VF, NULL }, { NULL, "nvidia-1148" },
	};
	struct fake_host *fake = *state;
	g_autofree char *log = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) err = NULL;

		assert_false(create(fake, rows[i][0], rows[i][1], &err));
		unit_expect_error(err, GVM_ERROR_INVALID, "well-formed");
	}
	log = fake_kernel_log(fake->root);
	assert_string_equal(log, "");
}

/**
 * @brief What belongs to a vGPU is written, and nothing else of the function.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void only_attributes_of_the_vgpu_are_written(void **state)
{
	static const char *const bad[] = {
		"remove", "reset", "sriov_numvfs", "config", "driver_override",
		"nvidia/current_vgpu_type", "nvidia/../remove", "vgpu_params",
	};
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;
	g_autoptr(GError) mode = NULL;
	g_autoptr(GError) held = NULL;

	fake_vf_give(fake->root, VF, "1148");
	unit_expect_success(set(fake, "nvidia/vgpu_params", "a=1", &err), err);
	expect(fake, "vgpu_params", "a=1");
	assert_true(set(fake, "nvidia/gpu_instance_id", "3", NULL));
	expect(fake, "gpu_instance_id", "3");
	assert_false(set(fake, "nvidia/placement_id", "8", &mode));
	unit_expect_error(mode, GVM_ERROR_FAILED, "nvidia-smi vgpu -shm 1");
	fake_vf_give(fake->root, VF, "0");
	fake_vf_mix(fake->root, "0000:41:00.0");
	fake_vf_give(fake->root, VF, "1148");
	assert_true(set(fake, "nvidia/placement_id", "8", NULL));
	expect(fake, "placement_id", "8");
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) other = NULL;

		assert_false(set(fake, bad[i], "0", &other));
		unit_expect_error(other, GVM_ERROR_INVALID, bad[i]);
	}
	fake_vf_hold(fake->root, VF, true);
	assert_false(set(fake, "nvidia/vgpu_params", "a=2", &held));
	unit_expect_error(held, GVM_ERROR_BUSY, "holds it");
}

/**
 * @brief The imitated driver takes and refuses what the rig's scenario 80 says
 *        of a real kernel.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_imitation_is_that_of_the_rig(void **state)
{
	static const struct row {
		const char *name;
		const char *value;
		int rc;
	} rows[] = {
		{ "vgpu_params", "a=1\n", -EINVAL },
		{ "placement_id", "8", -EINVAL },
		{ "gpu_instance_id", "1", -EINVAL },
		{ "creatable_vgpu_types", "1148", -EACCES },
		{ "current_vgpu_type", "0\n", 0 },
		{ "current_vgpu_type", "1\n", -EINVAL },
		{ "current_vgpu_type", "x", -EINVAL },
		{ "current_vgpu_type", "0x47c", -EINVAL },
		{ "current_vgpu_type", "1148x", -EINVAL },
		{ "current_vgpu_type", "1148 ", -EINVAL },
		{ "current_vgpu_type", " 1148", -EINVAL },
		{ "current_vgpu_type", "-1148", -EINVAL },
		{ "current_vgpu_type", "4294968444", -EINVAL },
		{ "current_vgpu_type", "1148\n\n", -EINVAL },
		{ "current_vgpu_type", "1148\n0", -EINVAL },
		{ "current_vgpu_type", "", 0 },
		{ "current_vgpu_type", "+1148", 0 },
		{ "current_vgpu_type", "1148\n", -EINVAL },
		{ "current_vgpu_type", "1145\n", -EINVAL },
		{ "vgpu_params", "disable_vnc=1\n", 0 },
		{ "gpu_instance_id", "3\n", 0 },
		{ "gpu_instance_id", "x", -EINVAL },
		{ "placement_id", "8", -EINVAL },
		{ "current_vgpu_type", "0", 0 },
		{ "current_vgpu_type", "01148\n", 0 },
	};
	struct fake_host *fake = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *path = NULL;

		path = g_strdup_printf("sys/bus/pci/devices/" VF "/nvidia/%s",
				       rows[i].name);
		if (gvm_host_store(&fake->host, path, rows[i].value) !=
		    rows[i].rc)
			fail_msg("'%s' for %s", rows[i].value, rows[i].name);
	}
	expect(fake, "current_vgpu_type", "1148");
	expect(fake, "vgpu_params", "");
	expect(fake, "gpu_instance_id", "0");
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
		unit_row(a_type_is_given, setup),
		unit_row(each_errno_has_its_own_sentence, setup),
		unit_row(a_type_that_fits_no_more_is_a_lack_of_room, setup),
		unit_row(a_second_type_is_refused, setup),
		unit_row(the_type_is_read_back, setup),
		unit_row(a_busy_gpu_is_waited_for, setup),
		unit_row(malformed_names_reach_no_path, setup),
		unit_row(only_attributes_of_the_vgpu_are_written, setup),
		unit_row(the_imitation_is_that_of_the_rig, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
