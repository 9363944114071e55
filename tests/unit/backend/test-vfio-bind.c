// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of taking a function from its driver, and of giving it back.
 */
#include "unit.h"
#include "backend/vfio-bind.h"

#include <errno.h>

/** @brief A virtual function of the machine, which xe has. */
#define VF "0000:03:00.1"
/** @brief Directory of the function. */
#define DIR "sys/bus/pci/devices/" VF

/**
 * @brief Give a test a machine with virtual functions of Intel's.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	struct fake_host *fake = fake_host_new("arc-pro");

	assert_int_equal(fake_sriov_set(fake->root, "0000:03:00.0", 2), 0);
	*state = fake;

	return 0;
}

/**
 * @brief Take the function.
 * @param fake  The machine.
 * @param err   Where to store the error.
 * @return What the back end says.
 * @norestriction
 * @sideeffect May bind vfio-pci.
 * @failure As gvm_vfio_bind().
 */
static bool take(struct fake_host *fake, GError **err)
{
	g_autoptr(gvm_vgpu) vgpu = gvm_vgpu_new(VF, VF, "vf");

	return gvm_vfio_bind(&fake->host, vgpu, err);
}

/**
 * @brief Give the function back.
 * @param fake    The machine.
 * @param driver  Who had it, or NULL.
 * @param err     Where to store the error.
 * @return What the back end says.
 * @norestriction
 * @sideeffect May bind that driver.
 * @failure As gvm_vfio_give_back().
 */
static bool give_back(struct fake_host *fake, const char *driver, GError **err)
{
	g_autoptr(gvm_vgpu) vgpu = gvm_vgpu_new(VF, VF, "vf");

	vgpu->driver = g_strdup(driver);

	return gvm_vfio_give_back(&fake->host, vgpu, err);
}

/**
 * @brief Check who has the function, and who alone may have it.
 * @param fake      The machine.
 * @param driver    Its driver, or NULL for none.
 * @param override  What driver_override says.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect(struct fake_host *fake, const char *driver,
		   const char *override)
{
	g_autofree char *has = fake_pci_driver_of(fake->root, VF);
	g_autofree char *says = NULL;

	assert_int_equal(gvm_host_load(&fake->host, DIR "/driver_override",
				       GVM_HOST_ATTR_MAX, &says), 0);
	if (g_strcmp0(has, driver))
		fail_msg("%s has it, not %s", has, driver);
	assert_string_equal(says, override);
}

/**
 * @brief There and back again, twice.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_function_comes_back(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	for (int i = 0; i < 2; i++) {
		unit_expect_success(take(fake, &err), err);
		expect(fake, "vfio-pci", "vfio-pci");
		unit_expect_success(give_back(fake, "xe", &err), err);
		expect(fake, "xe", "(null)");
	}
}

/**
 * @brief What nobody had, nobody has afterwards.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_function_without_driver_stays_without(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	fake_pci_give(fake->root, VF, NULL);
	unit_expect_success(take(fake, &err), err);
	expect(fake, "vfio-pci", "vfio-pci");
	unit_expect_success(give_back(fake, NULL, &err), err);
	expect(fake, NULL, "(null)");
}

/**
 * @brief Whatever a process had come to when it died, giving back mends it.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_half_done_is_mended(void **state)
{
	static const struct {
		const char *override;	/* Written by who died. */
		bool unbound;		/* Whether it came to that. */
	} ends[] = {
		{ NULL, false }, { "vfio-pci", false }, { "vfio-pci", true },
		{ "xe", true }, { NULL, true },
	};
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
		if (ends[i].unbound)
			assert_int_equal(fake_pci_unbind(fake->root, VF), 0);
		if (ends[i].override)
			gvm_host_store(&fake->host, DIR "/driver_override",
				       ends[i].override);
		unit_expect_success(give_back(fake, "xe", &err), err);
		expect(fake, "xe", "(null)");
	}
}

/**
 * @brief What somebody else has done since is left alone.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_another_has_done_stays(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	fake_pci_driver(fake->root, "pci-stub", true);
	fake_pci_give(fake->root, VF, "pci-stub");
	unit_expect_success(give_back(fake, "xe", &err), err);
	expect(fake, "pci-stub", "pci-stub");
}

/**
 * @brief One that a program holds is not taken away.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_held_function_stays(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	unit_expect_success(take(fake, &err), err);
	fake_pci_hold(fake->root, VF, true);
	assert_false(give_back(fake, "xe", &err));
	unit_expect_error(err, GVM_ERROR_BUSY, "is in use");
	expect(fake, "vfio-pci", "vfio-pci");
}

/**
 * @brief What is in the way is said, and nothing is changed.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_in_the_way_is_said(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_vgpu) none = gvm_vgpu_new("0000:99:00.0", "x", "vf");
	g_autoptr(gvm_vgpu) odd = gvm_vgpu_new("../..", "x", "vf");
	GError *err = NULL;

	assert_false(gvm_vfio_bind(&fake->host, none, &err));
	unit_expect_error(err, GVM_ERROR_NOT_FOUND, "no PCI function");
	g_clear_error(&err);
	assert_false(gvm_vfio_bind(&fake->host, odd, &err));
	unit_expect_error(err, GVM_ERROR_INVALID, "PCI address");
	g_clear_error(&err);

	fake_pci_driver(fake->root, "vfio-pci", false);
	assert_false(take(fake, &err));
	unit_expect_error(err, GVM_ERROR_UNSUPPORTED, "modprobe vfio-pci");
	g_clear_error(&err);
	fake_tree_remove(fake->root, DIR "/iommu_group");
	assert_false(take(fake, &err));
	unit_expect_error(err, GVM_ERROR_UNSUPPORTED, "IOMMU");
	g_clear_error(&err);
	expect(fake, "xe", "(null)");
}

/**
 * @brief A missing vfio-pci is loaded.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_driver_is_loaded(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	fake_pci_driver(fake->root, "vfio-pci", false);
	fake_tree_file(fake->root, "usr/sbin/modprobe", "");
	unit_expect_success(take(fake, &err), err);
	expect(fake, "vfio-pci", "vfio-pci");
}

/**
 * @brief A function that a VFIO driver has already is not ours to take.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void one_that_is_bound_already_exists(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	fake_pci_give(fake->root, VF, "vfio-pci");
	assert_false(take(fake, &err));
	unit_expect_error(err, GVM_ERROR_EXISTS, "vfio-pci already");
	expect(fake, "vfio-pci", "vfio-pci");
}

/**
 * @brief After a failure of any write the driver has its function again.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_failure_is_undone(void **state)
{
	static const struct {
		const char *op;		/* Operation that fails. */
		const char *pattern;	/* On which file. */
		int errnum;		/* How. */
		enum gvm_error code;	/* What the caller is told. */
		const char *part;	/* In which words. */
	} rows[] = {
		{ "store", "*/driver_override", EACCES, GVM_ERROR_DENIED,
		  "not permitted" },
		{ "store", "*/unbind", EIO, GVM_ERROR_FAILED,
		  "cannot give" },
		{ "store", "*/drivers_probe", EINVAL,
		  GVM_ERROR_FAILED, "cannot give" },
	};
	struct fake_host *fake = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) err = NULL;

		fake_script_fail(fake->root, rows[i].op, rows[i].pattern, 0, 1,
				 rows[i].errnum);
		assert_false(take(fake, &err));
		unit_expect_error(err, rows[i].code, rows[i].part);
		expect(fake, "xe", "(null)");
	}
}

/**
 * @brief While a driver does not let go nothing more is tried, which would only
 *        wait with it; afterwards what was begun is mended.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_stuck_driver_is_left_alone(void **state)
{
	struct fake_host *fake = *state;
	GError *err = NULL;

	fake_pci_stick(fake->root, VF, true);
	assert_false(take(fake, &err));
	unit_expect_error(err, GVM_ERROR_BUSY, "driver xe has not let go");
	g_clear_error(&err);
	assert_false(give_back(fake, "xe", &err));
	unit_expect_error(err, GVM_ERROR_BUSY, "still being taken");
	g_clear_error(&err);
	fake_pci_stick(fake->root, VF, false);
	unit_expect_success(give_back(fake, "xe", &err), err);
	expect(fake, "xe", "(null)");
}

/**
 * @brief A driver that does not take its function back is named.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_driver_that_is_gone_is_named(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	unit_expect_success(take(fake, &err), err);
	fake_pci_driver(fake->root, "xe", false);
	assert_false(give_back(fake, "xe", &err));
	unit_expect_error(err, GVM_ERROR_FAILED, "driver xe did not take");
	expect(fake, NULL, "(null)");
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
		unit_row(a_function_comes_back, setup),
		unit_row(a_function_without_driver_stays_without, setup),
		unit_row(what_is_half_done_is_mended, setup),
		unit_row(what_another_has_done_stays, setup),
		unit_row(a_held_function_stays, setup),
		unit_row(what_is_in_the_way_is_said, setup),
		unit_row(the_driver_is_loaded, setup),
		unit_row(one_that_is_bound_already_exists, setup),
		unit_row(a_failure_is_undone, setup),
		unit_row(a_stuck_driver_is_left_alone, setup),
		unit_row(a_driver_that_is_gone_is_named, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
