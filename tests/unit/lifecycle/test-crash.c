// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests that a process may die at any moment.
 *
 * A child process works on a watched machine and ends itself at the n-th
 * moment, for every n, until it gets through. What it leaves behind must be
 * claimed, and reconcile must be able to mend it.
 */
#include "watch.h"

#include "lifecycle/prepare.h"
#include "lifecycle/reconcile.h"
#include "lifecycle/release.h"

/** @brief More moments than any operation has. */
#define MOMENTS_MAX 200

/** @brief What differs from one back end to the other. */
struct kit {
	const char *machine;	/**< The machine. */
	const char *first;	/**< A vGPU of the domain. */
	const char *second;	/**< Another one. */
	const char *foreign;	/**< One that is somebody else's. */
	const char *type;	/**< Type of all of them. */
	const char *refused;	/**< Write that makes the second one. */
	int skip;		/**< How many writes like it come before. */
};

/** @brief Mediated devices. */
static const struct kit mdev = {
	"a10-two", FAKE_UUID_1, FAKE_UUID_2, FAKE_UUID_3, SCENE_TYPE,
	"*/create", 1,
};

/** @brief Functions that are given a type. */
static const struct kit functions = {
	"l40s", "0000:41:00.4", "0000:41:00.5", "0000:41:00.6", "nvidia-1148",
	"*00.5/nvidia/current_vgpu_type", 0,
};

/**
 * @brief Tell which kit belongs to a machine.
 * @param root  The machine.
 * @return The kit, static.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static const struct kit *kit_of(const char *root)
{
	return fake_vf_is(root, functions.first) ? &functions : &mdev;
}

/**
 * @brief Prepare two devices with attributes.
 * @param host  The machine.
 * @return true on success.
 * @norestriction
 * @sideeffect Makes them.
 * @failure Those of gvm_prepare_make().
 */
static bool prepare_two(struct gvm_host *host)
{
	const struct kit *kit = kit_of(host->root);
	struct gvm_request *first = scene_request(kit->first, kit->type, NULL);
	g_autoptr(GPtrArray) list = NULL;
	g_autoptr(gvm_plan) plan = NULL;

	gvm_request_add_attr(first, "nvidia/vgpu_params", "x=1");
	list = scene_list(first, scene_request(kit->second, kit->type, NULL),
			  NULL);
	plan = scene_prepare(host, SCENE_ALPHA, list, NULL);

	return plan;
}

/**
 * @brief Prepare two devices, the second of which cannot be made.
 * @param host  The machine.
 * @return true when that was noticed.
 * @norestriction
 * @sideeffect Makes one and takes it back.
 * @nofailure
 */
static bool prepare_in_vain(struct gvm_host *host)
{
	const struct kit *kit = kit_of(host->root);

	fake_script_fail(host->root, "store", kit->refused, kit->skip,
			 FAKE_ALWAYS, 5);

	return !prepare_two(host);
}

/**
 * @brief Release the domain.
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
 * @brief Let a process die at one moment, then mend.
 * @param kit     Which back end.
 * @param what    What it does.
 * @param made    Whether the devices exist when it begins.
 * @param moment  When it dies.
 * @return true when it got through before.
 * @norestriction
 * @sideeffect Makes and frees a machine.
 * @failure Fails the test when something is left without a claim, when
 *          reconcile leaves anything, or touches what is foreign.
 */
static bool try_moment(const struct kit *kit, watch_work what, bool made,
		       unsigned int moment)
{
	g_autoptr(fake_host) fake = scene_new(kit->machine);
	g_autoptr(GPtrArray) found = NULL;
	g_autoptr(GPtrArray) again = NULL;
	bool done;

	if (kit == &mdev)
		fake_gpu_vgpu(fake->root, "0000:81:00.7", kit->type,
			      kit->foreign);
	else
		fake_vf_give(fake->root, kit->foreign, "1148");
	if (made) {
		scene_make(fake, SCENE_ALPHA, kit->first, kit->type, NULL);
		scene_make(fake, SCENE_ALPHA, kit->second, kit->type, NULL);
	}
	done = watch_survives(fake, what, moment);
	if (scene_exists(fake, kit->first))
		scene_expect_owned(fake, kit->first, SCENE_ALPHA);
	if (scene_exists(fake, kit->second))
		scene_expect_owned(fake, kit->second, SCENE_ALPHA);

	scene_kill_daemon(fake);
	found = gvm_reconcile(&fake->host, 60, false, NULL);
	assert_non_null(found);
	scene_expect_gone(fake, kit->first);
	scene_expect_gone(fake, kit->second);
	scene_expect_in_order(fake, kit->foreign);
	again = gvm_reconcile(&fake->host, 60, false, NULL);
	assert_int_equal(again->len, 1);

	return done;
}

/**
 * @brief Let a process die at every moment.
 * @param kit    Which back end.
 * @param what   What it does.
 * @param made   Whether the devices exist when it begins.
 * @param least  How many moments there are at the very least.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void try_all(const struct kit *kit, watch_work what, bool made,
		    unsigned int least)
{
	unsigned int moment = 1;

	while (moment < MOMENTS_MAX && !try_moment(kit, what, made, moment))
		moment++;
	assert_in_range(moment, least, MOMENTS_MAX - 1);
}

/**
 * @brief Whenever "prepare" dies, claims cover what it made and reconcile
 * mends.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void prepare_may_die_at_any_moment(void **state)
{
	(void)state;
	try_all(&mdev, prepare_two, false, 10);
	try_all(&functions, prepare_two, false, 10);
}

/**
 * @brief Whenever a failing "prepare" dies while taking back, the same holds.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void undo_may_die_at_any_moment(void **state)
{
	(void)state;
	try_all(&mdev, prepare_in_vain, false, 10);
	try_all(&functions, prepare_in_vain, false, 10);
}

/**
 * @brief Whenever "release" dies, the same holds.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void release_may_die_at_any_moment(void **state)
{
	(void)state;
	try_all(&mdev, release, true, 10);
	try_all(&functions, release, true, 10);
}

/**
 * @brief While the daemon lives, what a died "prepare" has left is kept for it,
 * and the next attempt goes through.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_next_attempt_goes_through(void **state)
{
	struct fake_host *fake = *state;
	unsigned int moment = 1;

	while (moment < MOMENTS_MAX &&
	       !watch_survives(fake, prepare_two, moment))
		moment++;
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_ALPHA);
	scene_expect_owned(fake, FAKE_UUID_2, SCENE_ALPHA);
	scene_expect_in_order(fake, NULL);
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
		cmocka_unit_test(prepare_may_die_at_any_moment),
		cmocka_unit_test(undo_may_die_at_any_moment),
		cmocka_unit_test(release_may_die_at_any_moment),
		SCENE_TEST(the_next_attempt_goes_through),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
