// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of vGPUs on their way into running domains, and out of them.
 */
#include "watch.h"

#include <unistd.h>

#include "lifecycle/owner.h"
#include "lifecycle/plug.h"
#include "lifecycle/prepare.h"
#include "lifecycle/reconcile.h"
#include "lifecycle/release.h"

/** @brief The QEMU of the domain. */
#define QEMU_PID 900

/**
 * @brief Make the machine of most tests: the domain runs, and so do we.
 * @param state  Where to put the machine.
 * @return Always 0.
 * @norestriction
 * @sideeffect Makes a directory.
 * @failure Fails the test.
 */
static int setup(void **state)
{
	static const char *const args[] = { "gvmctl-libvirt", NULL };
	struct fake_host *fake = scene_new("a10-two");

	fake_machine_process(fake->root, getpid(), 7000, args);
	fake_machine_domain(fake->root, "alpha", SCENE_ALPHA, QEMU_PID);
	*state = fake;

	return 0;
}

/**
 * @brief Make a vGPU that is on its way into the domain.
 * @param fake  The machine.
 * @param uuid  Its UUID.
 * @norestriction
 * @sideeffect Makes the vGPU and its claim.
 * @failure Fails the test.
 */
static void plug(struct fake_host *fake, const char *uuid)
{
	const struct gvm_client client = { SCENE_ALPHA, "alpha", true };
	g_autoptr(GPtrArray) list = scene_list(scene_request(uuid, SCENE_TYPE,
							     NULL), NULL);
	g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(int));
	g_autoptr(GError) err = NULL;
	g_autoptr(gvm_plan) plan = NULL;

	plan = gvm_prepare_make(&fake->host, &client, list, nodes, &err);
	unit_expect_success(plan, err);
}

/**
 * @brief Reconcile, and check what is found of the one vGPU.
 * @param fake  The machine.
 * @param kind  What it must be.
 * @norestriction
 * @sideeffect Those of gvm_reconcile().
 * @failure Fails the test.
 */
static void expect(struct fake_host *fake, enum gvm_finding_kind kind)
{
	g_autoptr(GPtrArray) found = NULL;
	g_autoptr(GError) err = NULL;
	const struct gvm_finding *finding;

	found = gvm_reconcile(&fake->host, GVM_OWNER_GRACE, false, &err);
	unit_expect_success(found, err);
	assert_int_equal(found->len, 1);
	finding = g_ptr_array_index(found, 0);
	assert_string_equal(gvm_reconcile_name(finding->kind),
			    gvm_reconcile_name(kind));
}

/**
 * @brief While we live, nobody takes what is on its way, however long it takes.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void on_its_way_is_left_alone(void **state)
{
	g_autoptr(gvm_claim) claim = NULL;
	struct fake_host *fake = *state;

	plug(fake, FAKE_UUID_1);
	claim = scene_claim(fake, FAKE_UUID_1, SCENE_ALPHA);
	assert_true(claim->plug);
	fake_kernel_pass(fake->root, 10 * GVM_OWNER_GRACE);
	expect(fake, GVM_FINDING_HELD);
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_ALPHA);
}

/**
 * @brief When we are killed, the next reconcile removes what nobody holds, even
 * though its domain runs.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_a_kill_left_is_removed(void **state)
{
	struct fake_host *fake = *state;

	plug(fake, FAKE_UUID_1);
	fake_machine_kill(fake->root, getpid());
	expect(fake, GVM_FINDING_ORPHAN);
	scene_expect_gone(fake, FAKE_UUID_1);
}

/**
 * @brief When QEMU has it by then, it stays, and goes when the domain stops.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_qemu_has_stays(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_claim) claim = NULL;

	plug(fake, FAKE_UUID_1);
	fake_machine_kill(fake->root, getpid());
	fake_mdev_hold(fake->root, FAKE_UUID_1);
	expect(fake, GVM_FINDING_STUCK);
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_ALPHA);
	assert_true(gvm_release_reconnect(&fake->host, SCENE_ALPHA, NULL));
	claim = scene_claim(fake, FAKE_UUID_1, SCENE_ALPHA);
	assert_int_equal(claim->daemon_pid, getpid());
	fake_mdev_let_go(fake->root, FAKE_UUID_1);
	assert_true(gvm_release_domain(&fake->host, SCENE_ALPHA, NULL));
	scene_expect_gone(fake, FAKE_UUID_1);
}

/**
 * @brief Once it has arrived, it is the domain's like one that the hook made.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_has_arrived_is_the_domains(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_claim) claim = NULL;
	g_autoptr(GError) err = NULL;

	plug(fake, FAKE_UUID_1);
	unit_expect_success(gvm_plug_note(&fake->host, SCENE_ALPHA,
					  FAKE_UUID_1, false, &err), err);
	claim = scene_claim(fake, FAKE_UUID_1, SCENE_ALPHA);
	assert_false(claim->plug);
	assert_int_equal(claim->daemon_pid, 0);
	fake_machine_kill(fake->root, getpid());
	expect(fake, GVM_FINDING_HELD);
	fake_machine_kill(fake->root, QEMU_PID);
	expect(fake, GVM_FINDING_ORPHAN);
	scene_expect_gone(fake, FAKE_UUID_1);
}

/**
 * @brief On its way out it is removed, and nothing else of the domain is.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void one_vgpu_of_the_domain_is_removed(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;
	bool ours = false;

	plug(fake, FAKE_UUID_1);
	scene_make(fake, SCENE_ALPHA, FAKE_UUID_2, SCENE_TYPE, NULL);
	unit_expect_success(gvm_plug_note(&fake->host, SCENE_ALPHA,
					  FAKE_UUID_2, true, &err), err);
	unit_expect_success(gvm_plug_remove(&fake->host, SCENE_ALPHA,
					    FAKE_UUID_2, &ours, &err), err);
	assert_true(ours);
	scene_expect_gone(fake, FAKE_UUID_2);
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_ALPHA);
}

/**
 * @brief What was not made for the domain is neither noted nor removed.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_foreign_vgpu_stays(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;
	bool ours = true;

	scene_make(fake, SCENE_BETA, FAKE_UUID_1, SCENE_TYPE, NULL);
	fake_gpu_vgpu(fake->root, "0000:81:00.7", SCENE_TYPE, FAKE_UUID_2);
	unit_expect_success(gvm_plug_note(&fake->host, SCENE_ALPHA,
					  FAKE_UUID_1, true, &err), err);
	unit_expect_success(gvm_plug_remove(&fake->host, SCENE_ALPHA,
					    FAKE_UUID_1, &ours, &err), err);
	assert_false(ours);
	unit_expect_success(gvm_plug_remove(&fake->host, SCENE_ALPHA,
					    FAKE_UUID_2, &ours, &err), err);
	assert_false(ours);
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_BETA);
	scene_expect_in_order(fake, FAKE_UUID_2);
}

/**
 * @brief QEMU may take its time to close what it has given back.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_late_end_is_waited_for(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;
	struct watch watch;
	bool ours = false;

	plug(fake, FAKE_UUID_1);
	fake_mdev_hold(fake->root, FAKE_UUID_1);
	watch_open(&watch, fake, watch_let_go);
	unit_expect_success(gvm_plug_remove(&watch.host, SCENE_ALPHA,
					    FAKE_UUID_1, &ours, &err), err);
	watch_close(&watch);
	assert_true(ours);
	assert_int_equal(watch.until, 3);
	scene_expect_gone(fake, FAKE_UUID_1);
}

/**
 * @brief One that is held in spite of all keeps its claim, after a bounded wait.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_held_keeps_its_claim(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_claim) claim = NULL;
	g_autoptr(GError) err = NULL;
	bool ours = false;

	plug(fake, FAKE_UUID_1);
	fake_mdev_hold(fake->root, FAKE_UUID_1);
	assert_false(gvm_plug_remove(&fake->host, SCENE_ALPHA, FAKE_UUID_1,
				     &ours, &err));
	unit_expect_error(err, GVM_ERROR_BUSY, FAKE_UUID_1);
	claim = scene_claim(fake, FAKE_UUID_1, SCENE_ALPHA);
	assert_true(claim->plug);
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_ALPHA);
}

/**
 * @brief Run the tests.
 * @return 0 when all pass.
 * @norestriction
 * @nosideeffect
 * @failure Reported by the exit status.
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		unit_row(on_its_way_is_left_alone, setup),
		unit_row(what_a_kill_left_is_removed, setup),
		unit_row(what_qemu_has_stays, setup),
		unit_row(what_has_arrived_is_the_domains, setup),
		unit_row(one_vgpu_of_the_domain_is_removed, setup),
		unit_row(a_foreign_vgpu_stays, setup),
		unit_row(a_late_end_is_waited_for, setup),
		unit_row(what_is_held_keeps_its_claim, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
