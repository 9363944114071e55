// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of bringing claims and devices in order after a crash.
 */
#include "scene.h"

#include <errno.h>
#include <unistd.h>

#include "lifecycle/claims.h"
#include "lifecycle/owner.h"
#include "lifecycle/reconcile.h"

/** @brief Pid of a QEMU. */
#define QEMU_PID 900

/**
 * @brief Reconcile, and insist on the findings.
 * @param fake     The machine.
 * @param dry_run  Only tell.
 * @param text     "KIND DIGIT" of each finding, blanks between, where DIGIT
 *                 is the last one of the UUID.
 * @norestriction
 * @sideeffect Those of gvm_reconcile().
 * @failure Fails the test.
 */
static void expect(struct fake_host *fake, bool dry_run, const char *text)
{
	g_autoptr(GString) real = g_string_new(NULL);
	g_autoptr(GPtrArray) found = NULL;
	g_autoptr(GError) err = NULL;

	found = gvm_reconcile(&fake->host, GVM_OWNER_GRACE, dry_run, &err);
	unit_expect_success(found, err);
	for (guint i = 0; i < found->len; i++) {
		const struct gvm_finding *finding = g_ptr_array_index(found, i);

		g_string_append_printf(real, "%s%s %s", i ? " " : "",
				       gvm_reconcile_name(finding->kind),
				       finding->uuid + strlen(finding->uuid) - 1);
	}
	assert_string_equal(real->str, text);
}

/**
 * @brief Where there is nothing, nothing is found and nothing is made.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nothing_is_found_on_an_untouched_machine(void **state)
{
	struct fake_host *fake = *state;

	expect(fake, false, "");
	assert_false(fake_tree_exists(fake->root, "run/gvm"));
}

/**
 * @brief What has no claim is foreign: told, and never touched.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void foreign_devices_are_never_touched(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *log = NULL;

	fake_gpu_vgpu(fake->root, SCENE_VF_1, SCENE_TYPE, FAKE_UUID_2);
	fake_gpu_vgpu(fake->root, SCENE_VF_2, SCENE_TYPE, FAKE_UUID_1);
	expect(fake, false, "foreign 1 foreign 2");
	log = fake_kernel_log(fake->root);
	assert_string_equal(log, "");
	assert_true(fake_mdev_exists(fake->root, FAKE_UUID_1));
	assert_true(fake_mdev_exists(fake->root, FAKE_UUID_2));
}

/**
 * @brief A domain that is starting is left alone, device or not, until its
 * daemon dies or a minute has passed.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_starting_domain_is_left_alone(void **state)
{
	struct fake_host *fake = *state;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	scene_put_claim(fake, FAKE_UUID_2, SCENE_ALPHA, SCENE_VF_3, SCENE_TYPE,
			getppid());
	expect(fake, false, "held 1 held 2");
	assert_int_equal(scene_count_claims(fake), 2);
	fake_kernel_pass(fake->root, GVM_OWNER_GRACE);
	expect(fake, false, "orphan 1 leftover-claim 2");
	scene_expect_gone(fake, FAKE_UUID_1);
	assert_int_equal(scene_count_claims(fake), 0);
}

/**
 * @brief What a dead daemon has left is removed at once.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_a_dead_daemon_left_is_removed(void **state)
{
	struct fake_host *fake = *state;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	scene_put_claim(fake, FAKE_UUID_2, SCENE_BETA, SCENE_VF_3, SCENE_TYPE,
			SCENE_DEAD_PID);
	fake_gpu_vgpu(fake->root, "0000:81:00.7", SCENE_TYPE, FAKE_UUID_3);
	scene_kill_daemon(fake);
	expect(fake, false, "orphan 1 leftover-claim 2 foreign 3");
	scene_expect_gone(fake, FAKE_UUID_1);
	scene_expect_in_order(fake, FAKE_UUID_3);
	scene_expect_journal(fake, (const char *const[]) {
		"GVM_OPERATION=remove", FAKE_UUID_1, "alpha", NULL });
	scene_expect_journal(fake, (const char *const[]) {
		"GVM_OPERATION=forget", FAKE_UUID_2, "leftover-claim", NULL });
	expect(fake, false, "foreign 3");
}

/**
 * @brief A domain whose QEMU lives keeps its device, also without any daemon,
 * and the device is not even probed.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_living_qemu_keeps_its_device(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *log = NULL;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	fake_machine_domain(fake->root, "alpha", SCENE_ALPHA, QEMU_PID);
	scene_kill_daemon(fake);
	fake_kernel_pass(fake->root, 1000);
	expect(fake, false, "held 1");
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_ALPHA);
	log = fake_kernel_log(fake->root);
	assert_null(strstr(log, "probe "));
}

/**
 * @brief A device that is in use although its owner is gone is told and left.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_stuck_device_is_left_alone(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *log = NULL;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	fake_mdev_hold(fake->root, FAKE_UUID_1);
	scene_kill_daemon(fake);
	expect(fake, false, "stuck 1");
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_ALPHA);
	log = fake_kernel_log(fake->root);
	assert_null(strstr(log, "/remove"));
	fake_mdev_let_go(fake->root, FAKE_UUID_1);
	expect(fake, false, "orphan 1");
	scene_expect_gone(fake, FAKE_UUID_1);
}

/**
 * @brief What a person made stays until the person asks; the claim goes when
 * the device has gone.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_a_person_made_stays(void **state)
{
	struct fake_host *fake = *state;

	scene_make(fake, GVM_CLAIM_MANUAL, FAKE_UUID_1, SCENE_TYPE, NULL);
	scene_put_claim(fake, FAKE_UUID_2, GVM_CLAIM_MANUAL, SCENE_VF_3,
			SCENE_TYPE, 0);
	scene_kill_daemon(fake);
	fake_kernel_pass(fake->root, 100000);
	expect(fake, false, "held 1 leftover-claim 2");
	scene_expect_owned(fake, FAKE_UUID_1, GVM_CLAIM_MANUAL);
	scene_expect_in_order(fake, NULL);
}

/**
 * @brief A claim on what has become somebody else's device is dropped, the
 * device stays.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_void_claim_is_dropped(void **state)
{
	struct fake_host *fake = *state;

	fake_gpu_vgpu(fake->root, SCENE_VF_1, SCENE_TYPE, FAKE_UUID_1);
	scene_put_claim(fake, FAKE_UUID_1, SCENE_ALPHA, SCENE_VF_1,
			SCENE_TYPE_ALL, SCENE_DEAD_PID);
	expect(fake, false, "void-claim 1");
	scene_expect_in_order(fake, FAKE_UUID_1);
	expect(fake, false, "foreign 1");
}

/**
 * @brief A damaged claim is reported as broken, and nothing is touched.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_damaged_claim_is_reported(void **state)
{
	static const char *const texts[] = {
		"", "?", "[claim]\n", "[claim]\nversion=1\n",
		"[claim]\nversion=2\nbackend=mdev\nparent=p\ntype=t\n",
		"[claim]\nversion=1\nbackend=mdev\nparent=../..\ntype=t\n",
	};
	struct fake_host *fake = *state;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	scene_kill_daemon(fake);
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		fake_tree_file(fake->root, GVM_CLAIMS_DIR "/" FAKE_UUID_1 "@"
			       SCENE_ALPHA, texts[i]);
		expect(fake, false, "broken 1");
		assert_true(fake_mdev_exists(fake->root, FAKE_UUID_1));
		assert_int_equal(scene_count_claims(fake), 1);
	}
}

/**
 * @brief What the driver does not give up is reported as broken, with a
 * sentence, and keeps its claim.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_failing_repair_is_reported(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) found = NULL;
	const struct gvm_finding *finding;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	scene_kill_daemon(fake);
	fake_script_fail(fake->root, "store", "*/remove", 0, FAKE_ALWAYS, EIO);
	found = gvm_reconcile(&fake->host, GVM_OWNER_GRACE, false, NULL);
	finding = g_ptr_array_index(found, 0);
	assert_int_equal(finding->kind, GVM_FINDING_BROKEN);
	assert_string_equal(finding->type, SCENE_TYPE);
	assert_string_equal(finding->owner, "alpha");
	assert_non_null(strstr(finding->detail, FAKE_UUID_1));
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_ALPHA);
}

/**
 * @brief A dry run finds the same and changes nothing, not even our directory.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_dry_run_changes_nothing(void **state)
{
	struct fake_host *fake = *state;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	scene_put_claim(fake, FAKE_UUID_2, SCENE_BETA, SCENE_VF_3, SCENE_TYPE,
			SCENE_DEAD_PID);
	fake_tree_remove(fake->root, GVM_CLAIMS_LOCK);
	scene_kill_daemon(fake);
	expect(fake, true, "orphan 1 leftover-claim 2");
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_ALPHA);
	assert_int_equal(scene_count_claims(fake), 2);
	assert_false(fake_tree_exists(fake->root, GVM_CLAIMS_LOCK));
}

/**
 * @brief Every kind has a name, and those that change something say so.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void every_kind_has_a_name(void **state)
{
	g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
	unsigned int repairs = 0;

	(void)state;
	for (int i = 0; i < GVM_FINDING_KINDS; i++) {
		assert_true(g_hash_table_add(names, (char *)(uintptr_t)
					     gvm_reconcile_name(i)));
		repairs += gvm_reconcile_repairs(i);
	}
	assert_int_equal(repairs, 3);
	assert_true(gvm_reconcile_repairs(GVM_FINDING_ORPHAN));
	assert_false(gvm_reconcile_repairs(GVM_FINDING_FOREIGN));
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
		SCENE_TEST(nothing_is_found_on_an_untouched_machine),
		SCENE_TEST(foreign_devices_are_never_touched),
		SCENE_TEST(a_starting_domain_is_left_alone),
		SCENE_TEST(what_a_dead_daemon_left_is_removed),
		SCENE_TEST(a_living_qemu_keeps_its_device),
		SCENE_TEST(a_stuck_device_is_left_alone),
		SCENE_TEST(what_a_person_made_stays),
		SCENE_TEST(a_void_claim_is_dropped),
		SCENE_TEST(a_damaged_claim_is_reported),
		SCENE_TEST(a_failing_repair_is_reported),
		SCENE_TEST(a_dry_run_changes_nothing),
		cmocka_unit_test(every_kind_has_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
