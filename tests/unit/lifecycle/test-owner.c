// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of whether the owner of a claim still needs its vGPU.
 */
#include "scene.h"

#include <errno.h>
#include <unistd.h>

#include "lifecycle/owner.h"
#include "model/device.h"

/** @brief Pid of a QEMU. */
#define QEMU_PID 900
/** @brief Pid of a daemon. */
#define DAEMON_PID 100
/** @brief Start of that daemon. */
#define DAEMON_START 31

/** @brief Pid file of domain "alpha". */
#define PID_FILE "run/libvirt/qemu/alpha.pid"

/**
 * @brief Look at the owner of a claim of domain "alpha".
 * @param fake    The machine.
 * @param domain  Name in the claim, or NULL.
 * @param owner   Owner of the claim.
 * @return The state.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static enum gvm_owner_state look(struct fake_host *fake, const char *domain,
				 const char *owner)
{
	const struct gvm_claim claim = {
		.device = (char *)(uintptr_t)FAKE_UUID_1,
		.owner = (char *)(uintptr_t)owner,
		.domain = (char *)(uintptr_t)domain,
		.daemon_pid = DAEMON_PID,
		.daemon_start = DAEMON_START,
		.made = FAKE_BOOT_TIME,
	};

	return gvm_owner_look(&fake->host, &claim, GVM_OWNER_GRACE);
}

/**
 * @brief Let a daemon run.
 * @param fake   The machine.
 * @param start  Its start.
 * @norestriction
 * @sideeffect Creates a process.
 * @nofailure
 */
static void run_daemon(struct fake_host *fake, uint64_t start)
{
	static const char *const args[] = { "libvirtd", NULL };

	fake_machine_process(fake->root, DAEMON_PID, start, args);
}

/**
 * @brief What a person made stays, whoever runs.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_person_is_always_standing(void **state)
{
	assert_int_equal(look(*state, NULL, GVM_CLAIM_MANUAL),
			 GVM_OWNER_STANDING);
	assert_int_equal(look(*state, NULL, "mdevctl"), GVM_OWNER_STANDING);
}

/**
 * @brief A QEMU with the UUID of the domain keeps it, also without any daemon.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_living_qemu_is_running(void **state)
{
	struct fake_host *fake = *state;

	fake_machine_domain(fake->root, "alpha", SCENE_ALPHA, QEMU_PID);
	assert_int_equal(look(fake, "alpha", SCENE_ALPHA), GVM_OWNER_RUNNING);
	fake_machine_kill(fake->root, QEMU_PID);
	assert_int_equal(look(fake, "alpha", SCENE_ALPHA), GVM_OWNER_GONE);
}

/**
 * @brief A pid file whose number belongs to another process by now proves
 * nothing.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_recycled_pid_is_not_the_domain(void **state)
{
	struct fake_host *fake = *state;

	fake_machine_domain(fake->root, "alpha", SCENE_BETA, QEMU_PID);
	assert_int_equal(look(fake, "alpha", SCENE_ALPHA), GVM_OWNER_GONE);
}

/**
 * @brief A pid file that holds no number is no QEMU.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_damaged_pid_file_is_no_qemu(void **state)
{
	static const char *const texts[] = {
		"", "\n", "x", "-900", "900 1", "99999999999999999999",
	};
	struct fake_host *fake = *state;

	fake_machine_domain(fake->root, "alpha", SCENE_ALPHA, QEMU_PID);
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		fake_tree_file(fake->root, PID_FILE, texts[i]);
		assert_int_equal(look(fake, "alpha", SCENE_ALPHA),
				 GVM_OWNER_GONE);
	}
}

/**
 * @brief With its daemon alive a domain counts as starting, for one minute.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_young_claim_of_a_living_daemon_is_starting(void **state)
{
	struct fake_host *fake = *state;

	run_daemon(fake, DAEMON_START);
	assert_int_equal(look(fake, "alpha", SCENE_ALPHA), GVM_OWNER_STARTING);
	assert_int_equal(look(fake, NULL, SCENE_ALPHA), GVM_OWNER_STARTING);
	fake_kernel_pass(fake->root, GVM_OWNER_GRACE - 1);
	assert_int_equal(look(fake, "alpha", SCENE_ALPHA), GVM_OWNER_STARTING);
	fake_kernel_pass(fake->root, 1);
	assert_int_equal(look(fake, "alpha", SCENE_ALPHA), GVM_OWNER_GONE);
}

/**
 * @brief Without its daemon nobody will finish the start, nor will another
 * daemon that was given the same number.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_claim_of_another_daemon_is_gone(void **state)
{
	struct fake_host *fake = *state;

	assert_int_equal(look(fake, "alpha", SCENE_ALPHA), GVM_OWNER_GONE);
	run_daemon(fake, DAEMON_START + 1);
	assert_int_equal(look(fake, "alpha", SCENE_ALPHA), GVM_OWNER_GONE);
}

/**
 * @brief A domain of Xen runs while Xen has it, whatever libvirt knows; and what
 * xenstore does not tell is no reason to take anything away.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_domain_of_xen_is_running(void **state)
{
	struct fake_host *fake = *state;

	fake_xen_control(fake->root);
	assert_int_equal(look(fake, "alpha", SCENE_ALPHA), GVM_OWNER_GONE);
	fake_xen_domain(fake->root, "3", SCENE_ALPHA, 0, NULL);
	assert_int_equal(look(fake, "alpha", SCENE_ALPHA), GVM_OWNER_RUNNING);
	assert_int_equal(look(fake, NULL, SCENE_ALPHA), GVM_OWNER_RUNNING);
	assert_int_equal(look(fake, "beta", SCENE_BETA), GVM_OWNER_GONE);
	fake_xen_end(fake->root, "3");
	assert_int_equal(look(fake, "alpha", SCENE_ALPHA), GVM_OWNER_GONE);
	fake_script_fail(fake->root, "xenstore", "*", 0, FAKE_ALWAYS, EIO);
	assert_int_equal(look(fake, "alpha", SCENE_ALPHA), GVM_OWNER_RUNNING);
	assert_int_equal(look(fake, NULL, GVM_CLAIM_MANUAL),
			 GVM_OWNER_STANDING);
}

/**
 * @brief A claim covers exactly the device of its parent and its type.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_claim_covers_its_own_device_only(void **state)
{
	const struct gvm_claim claim = {
		.parent = (char *)(uintptr_t)SCENE_VF_1,
		.type = (char *)(uintptr_t)SCENE_TYPE,
	};
	g_autoptr(gvm_vgpu) same = gvm_vgpu_new(FAKE_UUID_1, SCENE_VF_1,
						SCENE_TYPE);
	g_autoptr(gvm_vgpu) moved = gvm_vgpu_new(FAKE_UUID_1, SCENE_VF_2,
						 SCENE_TYPE);
	g_autoptr(gvm_vgpu) other = gvm_vgpu_new(FAKE_UUID_1, SCENE_VF_1,
						 SCENE_TYPE_ALL);

	(void)state;
	assert_true(gvm_owner_covers(&claim, same));
	assert_false(gvm_owner_covers(&claim, moved));
	assert_false(gvm_owner_covers(&claim, other));
}

/**
 * @brief The stamp names the parent process, its start and the time.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_stamp_tells_who_asked_and_when(void **state)
{
	static const char *const args[] = { "libvirtd", NULL };
	struct fake_host *fake = *state;
	struct gvm_claim claim = { 0 };

	fake_machine_process(fake->root, getppid(), 12345, args);
	fake_kernel_pass(fake->root, 7);
	gvm_owner_stamp(&fake->host, &claim);
	assert_int_equal(claim.daemon_pid, getppid());
	assert_int_equal(claim.daemon_start, 12345);
	assert_int_equal(claim.made, FAKE_BOOT_TIME + 7);

	fake_machine_kill(fake->root, getppid());
	gvm_owner_stamp(&fake->host, &claim);
	assert_int_equal(claim.daemon_pid, 0);
	assert_int_equal(claim.daemon_start, 0);
}

/**
 * @brief Every state has a name of its own.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void every_state_has_a_name(void **state)
{
	g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);

	(void)state;
	for (int i = 0; i < GVM_OWNER_STATES; i++)
		assert_true(g_hash_table_add(names, (char *)(uintptr_t)
					     gvm_owner_state_name(i)));
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
		SCENE_TEST(a_person_is_always_standing),
		SCENE_TEST(a_living_qemu_is_running),
		SCENE_TEST(a_recycled_pid_is_not_the_domain),
		SCENE_TEST(a_damaged_pid_file_is_no_qemu),
		SCENE_TEST(a_young_claim_of_a_living_daemon_is_starting),
		SCENE_TEST(a_claim_of_another_daemon_is_gone),
		SCENE_TEST(a_domain_of_xen_is_running),
		SCENE_TEST(a_claim_covers_its_own_device_only),
		SCENE_TEST(a_stamp_tells_who_asked_and_when),
		cmocka_unit_test(every_state_has_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
