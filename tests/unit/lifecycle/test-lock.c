// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests that whoever changes the machine holds the lock, and that
 *        nobody holds it while waiting for others.
 */
#include "watch.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>

#include "lifecycle/claims.h"
#include "lifecycle/destroy.h"
#include "lifecycle/reconcile.h"
#include "lifecycle/release.h"

/**
 * @brief Tell whether somebody holds the lock.
 * @param fake  The machine.
 * @return true when it is held.
 * @norestriction
 * @sideeffect Takes and frees it when it is free.
 * @failure Fails the test when it cannot be told.
 */
static bool is_locked(struct fake_host *fake)
{
	g_autofree char *path = g_build_filename(fake->root, GVM_CLAIMS_LOCK,
						 NULL);
	gvm_autofd int fd = open(path, O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return false;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return false;
	assert_int_equal(errno, EWOULDBLOCK);

	return true;
}

/**
 * @brief Insist on the lock at every write, and on none at every wait.
 * @param watch  The machine; until counts the writes.
 * @param op     The operation.
 * @param path   Unused.
 * @param after  Unused.
 * @norestriction
 * @sideeffect Counts.
 * @failure Fails the test.
 */
static void look_for_lock(struct watch *watch, const char *op,
			  const char *path, bool after)
{
	(void)path;
	(void)after;
	if (g_str_has_prefix(op, "store")) {
		assert_true(is_locked(watch->fake));
		watch->until++;
	}
	if (g_str_equal(op, "wait"))
		assert_false(is_locked(watch->fake));
}

/**
 * @brief Release domain "alpha".
 * @param host  The machine.
 * @return true on success.
 * @norestriction
 * @sideeffect Removes its devices.
 * @failure Those of gvm_release_domain().
 */
static bool release(struct gvm_host *host)
{
	return gvm_release_domain(host, SCENE_ALPHA, NULL);
}

/**
 * @brief Reconcile when no domain counts as starting.
 * @param host  The machine.
 * @return true on success.
 * @norestriction
 * @sideeffect Removes what nobody needs.
 * @failure Those of gvm_reconcile().
 */
static bool reconcile(struct gvm_host *host)
{
	g_autoptr(GPtrArray) found = gvm_reconcile(host, 0, false, NULL);

	return found;
}

/**
 * @brief Destroy the first device.
 * @param host  The machine.
 * @return true on success.
 * @norestriction
 * @sideeffect Removes it.
 * @failure Those of gvm_destroy_vgpu().
 */
static bool destroy(struct gvm_host *host)
{
	return gvm_destroy_vgpu(host, FAKE_UUID_1, true, false, NULL);
}

/**
 * @brief Make the first device for domain "alpha".
 * @param host  The machine.
 * @return true on success.
 * @norestriction
 * @sideeffect Makes it.
 * @failure Those of gvm_prepare_make().
 */
static bool prepare(struct gvm_host *host)
{
	g_autoptr(GPtrArray) list = NULL;
	g_autoptr(gvm_plan) plan = NULL;

	list = scene_list(scene_request(FAKE_UUID_1, SCENE_TYPE, NULL), NULL);
	plan = scene_prepare(host, SCENE_ALPHA, list, NULL);

	return plan;
}

/**
 * @brief Do something on a watched machine.
 * @param fake  The machine.
 * @param deed  What to do, successfully and with at least one write.
 * @norestriction
 * @sideeffect Whatever it does.
 * @failure Fails the test when the lock is not held at a write, or held at a
 *          wait or afterwards.
 */
static void watch_deed(struct fake_host *fake, bool (*deed)(struct gvm_host *))
{
	struct watch watch;

	watch_open(&watch, fake, look_for_lock);
	assert_true(deed(&watch.host));
	watch_close(&watch);
	assert_true(watch.until > 0);
	assert_false(is_locked(fake));
}

/**
 * @brief Making and releasing happens under the lock.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void making_and_releasing_hold_the_lock(void **state)
{
	watch_deed(*state, prepare);
	watch_deed(*state, release);
}

/**
 * @brief Repairing happens under the lock.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void repairing_holds_the_lock(void **state)
{
	struct fake_host *fake = *state;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	scene_kill_daemon(fake);
	watch_deed(fake, reconcile);
}

/**
 * @brief Destroying happens under the lock, be the device ours or not.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void destroying_holds_the_lock(void **state)
{
	struct fake_host *fake = *state;

	scene_make(fake, GVM_CLAIM_MANUAL, FAKE_UUID_1, SCENE_TYPE, NULL);
	watch_deed(fake, destroy);
	fake_gpu_vgpu(fake->root, SCENE_VF_1, SCENE_TYPE, FAKE_UUID_1);
	watch_deed(fake, destroy);
}

/**
 * @brief While a released device is still in use, other domains can start.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void waiting_for_a_user_does_not_hold_the_lock(void **state)
{
	struct fake_host *fake = *state;
	struct watch watch;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, NULL);
	fake_mdev_hold(fake->root, FAKE_UUID_1);
	watch_open(&watch, fake, look_for_lock);
	assert_false(release(&watch.host));
	watch_close(&watch);
	assert_int_equal(watch.until, 0);
	assert_true(watch.moment > 100);
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
		SCENE_TEST(making_and_releasing_hold_the_lock),
		SCENE_TEST(repairing_holds_the_lock),
		SCENE_TEST(destroying_holds_the_lock),
		SCENE_TEST(waiting_for_a_user_does_not_hold_the_lock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
