// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of what is said when virtual functions cannot be changed.
 */
#include "unit.h"
#include "backend/vfs-write.h"

#include <errno.h>

#include "fake-sriov.h"

/** @brief The physical function of the machine. */
#define PF "0000:03:00.0"
/** @brief Its directory. */
#define DIR "sys/bus/pci/devices/" PF
/** @brief What is written to change the number. */
#define NUMBER "*/sriov_numvfs"

/**
 * @brief Give a test a machine with a GPU that can have virtual functions.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	*state = fake_host_new("arc-pro");

	return 0;
}

/**
 * @brief Change the number of virtual functions.
 * @param host    The machine.
 * @param number  How many there shall be.
 * @param err     Where to store the error.
 * @return What gvm_vfs_set() returns.
 * @norestriction
 * @sideeffect Those of gvm_vfs_set().
 * @failure Those of gvm_vfs_set().
 */
static bool set(struct gvm_host *host, unsigned int number, GError **err)
{
	g_autoptr(gvm_vfs) vfs = gvm_vfs_load(host, PF, NULL);

	assert_non_null(vfs);

	return gvm_vfs_set(host, vfs, number, err);
}

/**
 * @brief Count the virtual functions.
 * @param host  The machine.
 * @return How many there are.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static unsigned int count(struct gvm_host *host)
{
	g_autoptr(gvm_vfs) vfs = gvm_vfs_load(host, PF, NULL);

	assert_non_null(vfs);

	return vfs->list->len;
}

/**
 * @brief Each errno of the kernel has its sentence, and nothing changes.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void each_refusal_has_its_sentence(void **state)
{
	static const struct {
		int errnum;
		enum gvm_error code;
		const char *part;
	} rows[] = {
		{ EACCES, GVM_ERROR_DENIED, "run as root" },
		{ EROFS, GVM_ERROR_DENIED, "run as root" },
		{ EPERM, GVM_ERROR_DENIED, "driver xe does not let" },
		{ ENOENT, GVM_ERROR_UNSUPPORTED, "modinfo xe" },
		{ ENOSYS, GVM_ERROR_UNSUPPORTED, "modinfo xe" },
		{ ENOMEM, GVM_ERROR_NO_CAPACITY, "no room for 4" },
		{ ENOSPC, GVM_ERROR_NO_CAPACITY, "no room for 4" },
		{ EBUSY, GVM_ERROR_EXISTS, "somebody else enables" },
		{ EIO, GVM_ERROR_FAILED, "did not answer" },
		{ EINVAL, GVM_ERROR_FAILED, "refused 4 virtual functions" },
	};
	struct fake_host *fake = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) err = NULL;

		fake_script_fail(fake->root, "store", NUMBER, 0, 1,
				 rows[i].errnum);
		assert_false(set(&fake->host, 4, &err));
		unit_expect_error(err, rows[i].code, rows[i].part);
		if (rows[i].errnum != EACCES && rows[i].errnum != EROFS)
			assert_non_null(strstr(err->message,
					       strerrorname_np(rows[i].errnum)));
		assert_int_equal(count(&fake->host), 0);
	}
}

/**
 * @brief When functions cannot be taken away, it is told whether somebody uses
 * them, and they stay.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void each_refusal_to_let_go_has_its_sentence(void **state)
{
	static const struct {
		int errnum;
		enum gvm_error code;
		const char *part;
	} rows[] = {
		{ EACCES, GVM_ERROR_DENIED, "run as root" },
		{ EPERM, GVM_ERROR_BUSY, "a guest has one" },
		{ EBUSY, GVM_ERROR_BUSY, "a guest has one" },
		{ EIO, GVM_ERROR_FAILED, "refused to take" },
		{ ENOENT, GVM_ERROR_FAILED, "refused to take" },
	};
	struct fake_host *fake = *state;

	assert_int_equal(fake_sriov_set(fake->root, PF, 2), 0);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) err = NULL;

		fake_script_fail(fake->root, "store", NUMBER, 0, 1,
				 rows[i].errnum);
		assert_false(set(&fake->host, 0, &err));
		unit_expect_error(err, rows[i].code, rows[i].part);
		assert_int_equal(count(&fake->host), 2);
	}
}

/**
 * @brief What somebody else has enabled meanwhile is not taken away.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_not_ours_stays(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_vfs) vfs = gvm_vfs_load(&fake->host, PF, NULL);
	g_autoptr(GError) err = NULL;

	assert_int_equal(fake_sriov_set(fake->root, PF, 2), 0);
	assert_false(gvm_vfs_set(&fake->host, vfs, 4, &err));
	unit_expect_error(err, GVM_ERROR_EXISTS, "somebody else");
	assert_int_equal(count(&fake->host), 2);
}

/**
 * @brief Whether drivers are offered functions is written, or told why not.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void probing_is_switched(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_vfs) vfs = gvm_vfs_load(&fake->host, PF, NULL);
	g_autoptr(gvm_vfs) off = NULL;
	g_autoptr(gvm_vfs) on = NULL;
	g_autoptr(GError) err = NULL;

	assert_true(gvm_vfs_set_autoprobe(&fake->host, vfs, false, NULL));
	off = gvm_vfs_load(&fake->host, PF, NULL);
	assert_false(off->autoprobe);
	assert_true(gvm_vfs_set_autoprobe(&fake->host, vfs, true, NULL));
	on = gvm_vfs_load(&fake->host, PF, NULL);
	assert_true(on->autoprobe);
	fake_tree_remove(fake->root, DIR "/sriov_drivers_autoprobe");
	assert_false(gvm_vfs_set_autoprobe(&fake->host, vfs, true, &err));
	unit_expect_error(err, GVM_ERROR_NOT_FOUND, "sriov_drivers_autoprobe");
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
		unit_row(each_refusal_has_its_sentence, setup),
		unit_row(each_refusal_to_let_go_has_its_sentence, setup),
		unit_row(what_is_not_ours_stays, setup),
		unit_row(probing_is_switched, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
