// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of making mediated devices.
 */
#include "unit.h"
#include "backend/mdev.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

/** @brief A parent of the machine. */
#define PARENT "0000:41:00.4"
/** @brief One of its types. */
#define TYPE "nvidia-588"
/** @brief Directory of that type. */
#define TYPE_DIR "sys/class/mdev_bus/" PARENT "/mdev_supported_types/" TYPE

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
 * @brief Try to make a vGPU.
 * @param fake    The machine.
 * @param uuid    Its UUID.
 * @param parent  Its parent.
 * @param type    Its type.
 * @param err     Where to store the error.
 * @return What the back end says.
 * @norestriction
 * @sideeffect May make the vGPU.
 * @failure As the back end.
 */
static bool create(struct fake_host *fake, const char *uuid,
		   const char *parent, const char *type, GError **err)
{
	g_autoptr(gvm_vgpu) vgpu = gvm_vgpu_new(uuid, parent, type);

	return gvm_mdev_backend.create(&fake->host, vgpu, err);
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
 * @brief A vGPU is made where it was asked for, with one write.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_vgpu_is_made(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;
	g_autofree char *log = NULL;

	unit_expect_success(create(fake, FAKE_UUID_1, PARENT, TYPE, &err), err);
	assert_true(fake_tree_exists(fake->root, TYPE_DIR "/devices/"
				     FAKE_UUID_1));
	log = fake_kernel_log(fake->root);
	assert_string_equal(log, "store " TYPE_DIR "/create " FAKE_UUID_1
			    " = 0");
}

/**
 * @brief Each errno of the kernel has its own code and next step.
 * @param state  Unused.
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
		{ ENOSPC, GVM_ERROR_NO_CAPACITY, "has no room" },
		{ EUSERS, GVM_ERROR_NO_CAPACITY, "has no room" },
		{ ENODEV, GVM_ERROR_NOT_FOUND, "being unregistered" },
		{ EACCES, GVM_ERROR_DENIED, "EACCES" },
		{ EPERM, GVM_ERROR_DENIED, "run as root" },
		{ EROFS, GVM_ERROR_DENIED, "EROFS" },
		{ EIO, GVM_ERROR_FAILED, "(EIO); see the kernel log" },
		{ EINVAL, GVM_ERROR_FAILED, "(EINVAL)" },
		{ ENOMEM, GVM_ERROR_FAILED, "(ENOMEM)" },
		{ EBUSY, GVM_ERROR_FAILED, "(EBUSY)" },
		{ 4000, GVM_ERROR_FAILED, "4000" },
	};
	struct fake_host *fake = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) err = NULL;

		fake_script_fail(fake->root, "store", "*/create", 0, 1,
				 rows[i].errnum);
		assert_false(create(fake, FAKE_UUID_1, PARENT, TYPE, &err));
		unit_expect_error(err, rows[i].code, rows[i].part);
		assert_false(fake_mdev_exists(fake->root, FAKE_UUID_1));
		assert_int_equal(count_in_log(fake, "store "), i + 1);
	}
}

/**
 * @brief A driver that refuses for want of room in other words is understood.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_full_parent_is_seen_behind_any_errno(void **state)
{
	static const int errnums[] = { ENOSPC, EUSERS, EIO, EINVAL };
	struct fake_host *fake = *state;

	fake_gpu_vgpu(fake->root, PARENT, TYPE, FAKE_UUID_1);
	for (size_t i = 0; i < G_N_ELEMENTS(errnums); i++) {
		g_autoptr(GError) err = NULL;

		fake_tree_number(fake->root, ".fake/pools/0000:41:00.0/full",
				 errnums[i]);
		assert_false(create(fake, FAKE_UUID_2, PARENT, TYPE, &err));
		unit_expect_error(err, GVM_ERROR_NO_CAPACITY, PARENT);
	}
}

/**
 * @brief A frame buffer used up by siblings makes an idle function full.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void siblings_use_up_the_frame_buffer(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	fake_gpu_vgpu(fake->root, "0000:41:00.5", "nvidia-594", FAKE_UUID_1);

	assert_false(create(fake, FAKE_UUID_2, PARENT, TYPE, &err));
	unit_expect_error(err, GVM_ERROR_NO_CAPACITY, PARENT);
	assert_true(create(fake, FAKE_UUID_2, "0000:81:00.4", TYPE, NULL));
}

/**
 * @brief A UUID is unique on the whole machine.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_uuid_of_another_parent_exists(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	fake_gpu_vgpu(fake->root, "0000:81:00.4", TYPE, FAKE_UUID_1);

	assert_false(create(fake, FAKE_UUID_1, PARENT, TYPE, &err));
	unit_expect_error(err, GVM_ERROR_EXISTS, FAKE_UUID_1);
}

/**
 * @brief The sentence tells whether the parent or the type is missing.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_missing_is_named(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) parent = NULL;
	g_autoptr(GError) type = NULL;

	assert_false(create(fake, FAKE_UUID_1, "0000:41:00.0", TYPE, &parent));
	unit_expect_error(parent, GVM_ERROR_NOT_FOUND,
			  "0000:41:00.0 is no parent");
	assert_false(create(fake, FAKE_UUID_1, PARENT, "nvidia-1", &type));
	unit_expect_error(type, GVM_ERROR_NOT_FOUND,
			  "does not offer type nvidia-1;");
}

/**
 * @brief A type that vanishes at the moment of the write is missing, no worse.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_type_that_vanishes_is_missing(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	fake_script_vanish(fake->root, "store", "*/create", 0, TYPE_DIR);

	assert_false(create(fake, FAKE_UUID_1, PARENT, TYPE, &err));
	unit_expect_error(err, GVM_ERROR_NOT_FOUND, "does not offer");
}

/**
 * @brief A busy moment is waited for.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_busy_moment_passes(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	fake_script_fail(fake->root, "store", "*/create", 0, 3, EAGAIN);

	unit_expect_success(create(fake, FAKE_UUID_1, PARENT, TYPE, &err), err);
	assert_int_equal(count_in_log(fake, "store "), 4);
}

/**
 * @brief A parent that stays busy is given up within two seconds.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_busy_parent_is_given_up(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;
	gint64 waited;

	fake_script_fail(fake->root, "store", "*/create", 0, FAKE_ALWAYS,
			 EAGAIN);

	assert_false(create(fake, FAKE_UUID_1, PARENT, TYPE, &err));
	unit_expect_error(err, GVM_ERROR_BUSY, PARENT);
	waited = fake_tree_read_number(fake->root, ".fake/now", 0) -
		FAKE_BOOT_TIME * 1000;
	assert_true(waited > 1000);
	assert_true(waited <= 2000);
}

/**
 * @brief No path is built from a name that is none, and nothing is written.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void malformed_names_reach_no_path(void **state)
{
	static const struct {
		const char *uuid;
		const char *parent;
		const char *type;
	} rows[] = {
		{ "x", PARENT, TYPE },
		{ FAKE_UUID_1 "\n", PARENT, TYPE },
		{ NULL, PARENT, TYPE },
		{ FAKE_UUID_1, "..", TYPE },
		{ FAKE_UUID_1, "../mdev_bus/" PARENT, TYPE },
		{ FAKE_UUID_1, "", TYPE },
		{ FAKE_UUID_1, NULL, TYPE },
		{ FAKE_UUID_1, PARENT, "../mdev_supported_types/" TYPE },
		{ FAKE_UUID_1, PARENT, TYPE "/../" TYPE },
		{ FAKE_UUID_1, PARENT, "a\nb" },
		{ FAKE_UUID_1, PARENT, NULL },
	};
	struct fake_host *fake = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) err = NULL;

		assert_false(create(fake, rows[i].uuid, rows[i].parent,
				    rows[i].type, &err));
		unit_expect_error(err, GVM_ERROR_INVALID, "well-formed");
	}
	assert_int_equal(count_in_log(fake, "store "), 0);
}

/**
 * @brief Try to make a vGPU with a UUID that nobody else uses.
 * @param fake  The machine.
 * @return 0, or the code of the error.
 * @norestriction
 * @sideeffect May make the vGPU.
 * @nofailure
 */
static int create_some(struct fake_host *fake)
{
	g_autofree char *uuid = g_uuid_string_random();
	g_autoptr(GError) err = NULL;

	create(fake, uuid, PARENT, TYPE, &err);

	return gvm_error_status(err);
}

/**
 * @brief Of several processes that want the last room, exactly one gets it.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void one_of_many_gets_the_last_room(void **state)
{
	struct fake_host *fake = *state;
	unsigned int full = 0;
	unsigned int made = 0;

	for (int i = 0; i < 8; i++)
		if (fork() == 0)
			_exit(create_some(fake));
	for (int i = 0; i < 8; i++) {
		int status = -1;

		assert_true(wait(&status) > 0);
		made += WEXITSTATUS(status) == 0;
		full += WEXITSTATUS(status) == GVM_ERROR_NO_CAPACITY;
	}

	assert_int_equal(made, 1);
	assert_int_equal(full, 7);
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
		unit_row(a_vgpu_is_made, setup),
		unit_row(each_errno_has_its_own_sentence, setup),
		unit_row(a_full_parent_is_seen_behind_any_errno, setup),
		unit_row(siblings_use_up_the_frame_buffer, setup),
		unit_row(a_uuid_of_another_parent_exists, setup),
		unit_row(what_is_missing_is_named, setup),
		unit_row(a_type_that_vanishes_is_missing, setup),
		unit_row(a_busy_moment_passes, setup),
		unit_row(a_busy_parent_is_given_up, setup),
		unit_row(malformed_names_reach_no_path, setup),
		unit_row(one_of_many_gets_the_last_room, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
