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
/** @brief Fewer than any has. */
#define MOMENTS_MIN 10

/** @brief Index of its kit in the table, kept in each machine. */
#define KIT ".fake/kit"

/** @brief What differs from one back end to the other. */
struct kit {
	const char *machine;	/**< The machine. */
	void (*set_up)(const char *root);	/**< What it needs besides. */
	const char *first;	/**< A vGPU of the domain. */
	const char *second;	/**< Another one. */
	const char *foreign;	/**< One that is somebody else's. */
	const char *type;	/**< Type of all of them. */
	const char *driver;	/**< Who has them back, "" for nobody. */
	const char *attr;	/**< An attribute, or NULL. */
	const char *refused;	/**< Write that makes the second one. */
	int skip;		/**< How many writes like it come before. */
};

/**
 * @brief Let somebody have made an mdev.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Makes it.
 * @failure Ends the process.
 */
static void set_up_mdev(const char *root)
{
	fake_gpu_vgpu(root, "0000:81:00.7", SCENE_TYPE, FAKE_UUID_3);
}

/**
 * @brief Let somebody have given a function a type.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Gives it.
 * @failure Ends the process.
 */
static void set_up_typed(const char *root)
{
	fake_vf_give(root, "0000:81:00.6", "1148");
}

/**
 * @brief Let somebody have given a plain function to VFIO.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Binds it.
 * @failure Ends the process.
 */
static void set_up_plain(const char *root)
{
	fake_pci_give(root, "0000:03:00.3", "vfio-pci");
}

/**
 * @brief Do the same, with no driver at the others.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Binds one, unbinds two.
 * @failure Ends the process.
 */
static void set_up_driverless(const char *root)
{
	set_up_plain(root);
	fake_pci_give(root, "0000:03:00.1", NULL);
	fake_pci_give(root, "0000:03:00.2", NULL);
}

/**
 * @brief Let somebody have given a third card to VFIO.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Adds and binds it.
 * @failure Ends the process.
 */
static void set_up_cards(const char *root)
{
	static const struct fake_pci card = {
		.address = "0000:c1:00.0",
		.driver = "tenstorrent",
		.vendor = 0x1e52,
		.device = 0x401e,
		.class = 0x120000,
	};

	fake_pci_add(root, &card);
	fake_pci_give(root, card.address, "vfio-pci");
}

/** @brief Every back end; of the one for functions, two cases. */
static const struct kit kits[] = {
	{ "a10-two", set_up_mdev, FAKE_UUID_1, FAKE_UUID_2, FAKE_UUID_3,
	  SCENE_TYPE, NULL, "nvidia/vgpu_params", "*/create", 1 },
	{ "both", set_up_typed, "0000:81:00.4", "0000:81:00.5", "0000:81:00.6",
	  "nvidia-1148", "nvidia", "nvidia/vgpu_params",
	  "*81:00.5/nvidia/current_vgpu_type", 0 },
	{ "arc-pro-vfs", set_up_plain, "0000:03:00.1", "0000:03:00.2",
	  "0000:03:00.3", "vf", "xe", "profile/exec_quantum_ms",
	  "*/xe/unbind", 1 },
	{ "arc-pro-vfs", set_up_driverless, "0000:03:00.1", "0000:03:00.2",
	  "0000:03:00.3", "vf", "", "profile/exec_quantum_ms",
	  "*00.2/driver_override", 0 },
	{ "wormhole", set_up_cards, "0000:01:00.0", "0000:81:00.0",
	  "0000:c1:00.0", "device", "tenstorrent", NULL,
	  "*/tenstorrent/unbind", 1 },
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
	return &kits[fake_tree_read_number(root, KIT, 0)];
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

	if (kit->attr)
		gvm_request_add_attr(first, kit->attr, "1");
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
 * @brief Insist that a function is as it was.
 * @param fake     The machine.
 * @param address  The function.
 * @param driver   Who has it then, "" for nobody.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_back(struct fake_host *fake, const char *address,
			const char *driver)
{
	g_autofree char *has = fake_pci_driver_of(fake->root, address);
	g_autofree char *path = NULL;
	g_autofree char *override = NULL;

	path = g_strdup_printf("sys/bus/pci/devices/%s/driver_override",
			       address);
	override = fake_tree_read(fake->root, path);
	assert_string_equal(has ? has : "", driver);
	assert_string_equal(override, "(null)");
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

	fake_tree_number(fake->root, KIT, kit - kits);
	kit->set_up(fake->root);
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
	if (kit->driver) {
		expect_back(fake, kit->first, kit->driver);
		expect_back(fake, kit->second, kit->driver);
	}
	scene_expect_in_order(fake, kit->foreign);
	again = gvm_reconcile(&fake->host, 60, false, NULL);
	assert_int_equal(again->len, 1);

	return done;
}

/**
 * @brief Let a process die at every moment, with every back end.
 * @param what   What it does.
 * @param made   Whether the devices exist when it begins.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test, also when there were few moments.
 */
static void try_all(watch_work what, bool made)
{
	for (size_t i = 0; i < G_N_ELEMENTS(kits); i++) {
		unsigned int moment = 1;

		while (moment < MOMENTS_MAX &&
		       !try_moment(&kits[i], what, made, moment))
			moment++;
		assert_in_range(moment, MOMENTS_MIN, MOMENTS_MAX - 1);
	}
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
	try_all(prepare_two, false);
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
	try_all(prepare_in_vain, false);
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
	try_all(release, true);
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
