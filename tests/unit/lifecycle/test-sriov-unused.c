// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of finding out whether anybody needs a virtual function.
 */
#include "scene.h"

#include <errno.h>

#include "fake-pci.h"
#include "fake-sriov.h"
#include "lifecycle/claims.h"
#include "lifecycle/sriov-unused.h"

/** @brief The physical function of the machine. */
#define PF "0000:03:00.0"
/** @brief One of its virtual functions. */
#define VF "0000:03:00.2"
/** @brief A GPU that has mediated devices, or takes types. */
#define GPU "0000:41:00.0"
/** @brief One of its virtual functions. */
#define PART "0000:41:00.5"

/**
 * @brief Give a test a machine with a GPU that has four virtual functions.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	struct fake_host *fake = scene_new("arc-pro");

	*state = fake;

	return fake_sriov_set(fake->root, PF, 4);
}

/**
 * @brief Ask whether the functions of the machine are free.
 * @param fake  The machine.
 * @param err   Where to store the error.
 * @return What gvm_sriov_check_unused() returns.
 * @norestriction
 * @sideeffect Those of gvm_sriov_check_unused().
 * @failure Those of gvm_sriov_check_unused().
 */
static bool check(struct fake_host *fake, GError **err)
{
	g_autoptr(gvm_vfs) vfs = gvm_vfs_load(&fake->host, PF, NULL);

	assert_non_null(vfs);

	return gvm_sriov_check_unused(&fake->host, vfs, err);
}

/**
 * @brief Ask the same of a function of a GPU, without the GPU.
 * @param fake  The machine.
 * @param err   Where to store the error.
 * @return What gvm_sriov_check_unused() returns.
 * @norestriction
 * @sideeffect Those of gvm_sriov_check_unused().
 * @failure Those of gvm_sriov_check_unused().
 */
static bool check_part(struct fake_host *fake, GError **err)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new();
	g_autofree char *driver = g_strdup("nvidia");
	g_autofree char *part = g_strdup(PART);
	g_autofree char *gpu = g_strdup(GPU);
	struct gvm_vf vf = { part, driver };
	const struct gvm_vfs vfs = {
		.address = gpu,
		.driver = driver,
		.total = 4,
		.list = list,
	};

	g_ptr_array_add(list, &vf);

	return gvm_sriov_check_unused(&fake->host, &vfs, err);
}

/**
 * @brief Insist that somebody needs a function.
 * @param fake  The machine.
 * @param part  What the sentence must contain.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_used(struct fake_host *fake, const char *part)
{
	g_autoptr(GError) err = NULL;

	assert_false(check(fake, &err));
	unit_expect_error(err, GVM_ERROR_BUSY, part);
	unit_expect_error(err, GVM_ERROR_BUSY, "virtual function " VF);
}

/**
 * @brief Functions that nobody needs are free, whether they have drivers or
 * not, and whatever is claimed elsewhere.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void idle_functions_are_free(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) first = NULL;
	g_autoptr(GError) second = NULL;

	unit_expect_success(check(fake, &first), first);
	fake_pci_give(fake->root, VF, NULL);
	scene_put_claim(fake, "0000:04:00.2", SCENE_ALPHA, "0000:04:00.0", "vf",
			1);
	scene_put_claim(fake, FAKE_UUID_1, SCENE_ALPHA, "0000:04:00.3", "t", 1);
	unit_expect_success(check(fake, &second), second);
}

/**
 * @brief A claim holds a function, and then no group is opened: a domain may be
 * starting.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_claim_holds_a_function(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *log = NULL;

	scene_put_claim(fake, VF, SCENE_ALPHA, PF, "vf", 1);
	fake_pci_give(fake->root, VF, "vfio-pci");
	expect_used(fake, "claimed for domain alpha");
	log = fake_kernel_log(fake->root);
	assert_null(strstr(log, "probe"));
}

/**
 * @brief A claim that cannot be read holds the function that its name tells.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_broken_claim_holds_a_function(void **state)
{
	struct fake_host *fake = *state;

	fake_tree_file(fake->root, GVM_CLAIMS_DIR "/" VF "@" SCENE_ALPHA, "?");
	expect_used(fake, "claimed for domain " SCENE_ALPHA);
}

/**
 * @brief What a person made is told with the way to remove it.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_a_person_made_holds_a_function(void **state)
{
	struct fake_host *fake = *state;

	scene_put_claim(fake, VF, GVM_CLAIM_MANUAL, PF, "vf", 1);
	expect_used(fake, "'gvmctl destroy " VF "' first");
}

/**
 * @brief A mediated device on a function holds it, with a claim and without.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_mdev_holds_its_function(void **state)
{
	g_autoptr(fake_host) fake = scene_new("a10-two");
	g_autoptr(GError) foreign = NULL;
	g_autoptr(GError) ours = NULL;
	g_autoptr(GError) other = NULL;

	(void)state;
	fake_gpu_vgpu(fake->root, "0000:41:00.6", SCENE_TYPE, FAKE_UUID_1);
	unit_expect_success(check_part(fake, &other), other);
	fake_gpu_vgpu(fake->root, PART, SCENE_TYPE, FAKE_UUID_2);
	assert_false(check_part(fake, &foreign));
	unit_expect_error(foreign, GVM_ERROR_BUSY,
			  "virtual function " PART " has vGPU " FAKE_UUID_2
			  ", which gvmctl did not make");
	scene_put_claim(fake, FAKE_UUID_2, SCENE_BETA, PART, SCENE_TYPE, 1);
	assert_false(check_part(fake, &ours));
	unit_expect_error(ours, GVM_ERROR_BUSY,
			  "virtual function " PART " is claimed for domain beta");
}

/**
 * @brief A function that was given a type is held.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_type_holds_its_function(void **state)
{
	g_autoptr(fake_host) fake = scene_new("l40s");
	g_autoptr(GError) other = NULL;
	g_autoptr(GError) err = NULL;

	(void)state;
	fake_vf_give(fake->root, "0000:41:00.6", "1148");
	unit_expect_success(check_part(fake, &other), other);
	fake_vf_give(fake->root, PART, "1148");
	assert_false(check_part(fake, &err));
	unit_expect_error(err, GVM_ERROR_BUSY,
			  "virtual function " PART " has vGPU " PART);
}

/**
 * @brief A function that somebody has bound for a guest is held by that alone,
 * and one that a program holds is in use.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_driver_for_guests_holds_a_function(void **state)
{
	static const char *const drivers[] = { "vfio-pci", "xe-vfio-pci",
		"mlx5_vfio_pci", "pciback", "pci-stub" };
	struct fake_host *fake = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(drivers); i++) {
		g_autofree char *part = NULL;

		part = g_strdup_printf("'echo %s >/sys/bus/pci/drivers/%s/unbind'",
				       VF, drivers[i]);
		fake_pci_driver(fake->root, drivers[i], true);
		fake_pci_give(fake->root, VF, drivers[i]);
		expect_used(fake, part);
	}
	fake_pci_give(fake->root, VF, "vfio-pci");
	fake_pci_hold(fake->root, VF, true);
	expect_used(fake, "is in use by a program");
}

/**
 * @brief Insist that a guest has the device itself, or that none has.
 * @param fake  The machine.
 * @param part  What the sentence must contain; NULL when none has.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_whole(struct fake_host *fake, const char *part)
{
	g_autoptr(gvm_vfs) vfs = gvm_vfs_load(&fake->host, PF, NULL);
	g_autoptr(GError) err = NULL;

	assert_int_equal(gvm_sriov_check_whole(&fake->host, vfs, &err), !part);
	if (part)
		unit_expect_error(err, GVM_ERROR_BUSY, part);
}

/**
 * @brief A device that a guest has is told from one that only has a driver for
 * guests, and from one whose functions guests have.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_guest_may_have_the_device_itself(void **state)
{
	struct fake_host *fake = *state;

	scene_put_claim(fake, VF, SCENE_BETA, PF, "vf", 1);
	expect_whole(fake, NULL);
	fake_pci_give(fake->root, PF, "vfio-pci");
	expect_whole(fake, NULL);
	fake_pci_hold(fake->root, PF, true);
	expect_whole(fake, PF " itself is given to a domain (vfio-pci)");
	scene_put_claim(fake, PF, SCENE_ALPHA, PF, "pci", 1);
	expect_whole(fake, "(" SCENE_ALPHA ")");
	fake_pci_hold(fake->root, PF, false);
	expect_whole(fake, "(" SCENE_ALPHA ")");
}

/**
 * @brief What cannot be found out is not taken for free.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_not_known_is_not_free(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) group = NULL;
	g_autoptr(GError) claims = NULL;

	fake_script_fail(fake->root, "probe", "*", 1, 1, EACCES);
	assert_false(check(fake, &group));
	unit_expect_error(group, GVM_ERROR_DENIED, "cannot tell whether");
	fake_tree_file(fake->root, GVM_CLAIMS_DIR, "");
	assert_false(check(fake, &claims));
	unit_expect_error(claims, GVM_ERROR_FAILED, "cannot list");
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
		unit_row(idle_functions_are_free, setup),
		unit_row(a_claim_holds_a_function, setup),
		unit_row(a_broken_claim_holds_a_function, setup),
		unit_row(what_a_person_made_holds_a_function, setup),
		cmocka_unit_test(an_mdev_holds_its_function),
		cmocka_unit_test(a_type_holds_its_function),
		unit_row(a_driver_for_guests_holds_a_function, setup),
		unit_row(a_guest_may_have_the_device_itself, setup),
		unit_row(what_is_not_known_is_not_free, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
