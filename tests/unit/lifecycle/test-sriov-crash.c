// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests that "sriov" may die at any moment: the same command, given
 *        again, comes to the same end.
 */
#include "watch.h"

#include <errno.h>

#include "fake-sriov.h"
#include "lifecycle/sriov.h"

/** @brief More moments than any operation has. */
#define MOMENTS_MAX 100

/** @brief What differs from one driver to the other. */
struct kit {
	const char *machine;	/**< The machine. */
	const char *address;	/**< The device. */
	unsigned int number;	/**< How many virtual functions are wanted. */
};

/** @brief A driver that takes a number. */
static const struct kit plain = { "arc-pro", "0000:03:00.0", 4 };
/** @brief A driver that has a program of its own. */
static const struct kit managed = { "l40s-off", "0000:41:00.0", 32 };

/**
 * @brief Enable the virtual functions of a device.
 * @param host  The machine.
 * @param kit   Which device.
 * @return true on success.
 * @norestriction
 * @sideeffect Makes them.
 * @failure Those of gvm_sriov_enable().
 */
static bool enable(struct gvm_host *host, const struct kit *kit)
{
	const struct gvm_sriov_wish wish = {
		.number = kit->number,
		.autoprobe = GVM_SRIOV_NO,
	};
	g_autoptr(gvm_sriov) plan = gvm_sriov_enable(host, kit->address, &wish,
						     NULL);

	return plan;
}

/**
 * @brief Disable the virtual functions of a device.
 * @param host  The machine.
 * @param kit   Which device.
 * @return true on success.
 * @norestriction
 * @sideeffect Removes them.
 * @failure Those of gvm_sriov_disable().
 */
static bool disable(struct gvm_host *host, const struct kit *kit)
{
	g_autoptr(gvm_sriov) plan = gvm_sriov_disable(host, kit->address,
						      false, NULL);

	return plan;
}

/**
 * @brief Enable those of the device that takes a number.
 * @param host  The machine.
 * @return true on success.
 * @norestriction
 * @sideeffect Makes them.
 * @failure Those of gvm_sriov_enable().
 */
static bool enable_plain(struct gvm_host *host)
{
	return enable(host, &plain);
}

/**
 * @brief Disable them again.
 * @param host  The machine.
 * @return true on success.
 * @norestriction
 * @sideeffect Removes them.
 * @failure Those of gvm_sriov_disable().
 */
static bool disable_plain(struct gvm_host *host)
{
	return disable(host, &plain);
}

/**
 * @brief Enable those of the device whose driver has a program.
 * @param host  The machine.
 * @return true on success.
 * @norestriction
 * @sideeffect Makes them.
 * @failure Those of gvm_sriov_enable().
 */
static bool enable_managed(struct gvm_host *host)
{
	return enable(host, &managed);
}

/**
 * @brief Disable them again.
 * @param host  The machine.
 * @return true on success.
 * @norestriction
 * @sideeffect Removes them.
 * @failure Those of gvm_sriov_disable().
 */
static bool disable_managed(struct gvm_host *host)
{
	return disable(host, &managed);
}

/**
 * @brief Enable them in vain, which is undone.
 * @param host  The machine.
 * @return true when it was noticed.
 * @norestriction
 * @sideeffect Writes and takes back.
 * @nofailure
 */
static bool enable_in_vain(struct gvm_host *host)
{
	fake_script_fail(host->root, "store", "*/sriov_numvfs", 0, 1, ENOMEM);

	return !enable(host, &plain);
}

/**
 * @brief Insist on a number of virtual functions.
 * @param fake    The machine.
 * @param kit     Which device.
 * @param number  How many it must have.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect(struct fake_host *fake, const struct kit *kit,
		   unsigned int number)
{
	g_autoptr(gvm_vfs) vfs = gvm_vfs_load(&fake->host, kit->address, NULL);

	assert_non_null(vfs);
	assert_int_equal(vfs->list->len, number);
	if (number > 0)
		assert_false(vfs->autoprobe);
}

/**
 * @brief Let a process die at every moment, then give the command again.
 * @param kit    Which device.
 * @param what   What the process does.
 * @param there  Whether the virtual functions are there when it begins.
 * @param on     Whether they shall be there in the end.
 * @param least  How many moments there are at the very least.
 * @norestriction
 * @sideeffect Makes and frees machines.
 * @failure Fails the test.
 */
static void try_all(const struct kit *kit, watch_work what, bool there,
		    bool on, unsigned int least)
{
	bool done = false;
	unsigned int moment = 0;

	while (!done && moment < MOMENTS_MAX) {
		g_autoptr(fake_host) fake = scene_new(kit->machine);

		if (there)
			assert_true(enable(&fake->host, kit));
		done = watch_survives(fake, what, ++moment);
		fake_tree_remove(fake->root, ".fake/script");
		assert_true((on ? enable : disable)(&fake->host, kit));
		expect(fake, kit, on ? kit->number : 0);
		/* And the next one is not in its way either. */
		assert_true((on ? disable : enable)(&fake->host, kit));
		expect(fake, kit, on ? 0 : kit->number);
	}
	assert_in_range(moment, least, MOMENTS_MAX - 1);
}

/**
 * @brief Whenever "enable" dies, it can be given again.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void enable_may_die_at_any_moment(void **state)
{
	(void)state;
	try_all(&plain, enable_plain, false, true, 6);
	try_all(&managed, enable_managed, false, true, 8);
}

/**
 * @brief Whenever it dies while it undoes, the same holds.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void undo_may_die_at_any_moment(void **state)
{
	(void)state;
	try_all(&plain, enable_in_vain, false, true, 6);
}

/**
 * @brief Whenever "disable" dies, it can be given again.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void disable_may_die_at_any_moment(void **state)
{
	(void)state;
	try_all(&plain, disable_plain, true, false, 4);
	try_all(&managed, disable_managed, true, false, 6);
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
		cmocka_unit_test(enable_may_die_at_any_moment),
		cmocka_unit_test(undo_may_die_at_any_moment),
		cmocka_unit_test(disable_may_die_at_any_moment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
