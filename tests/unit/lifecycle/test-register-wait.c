// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of waiting for NVIDIA's driver at boot.
 */
#include "muster.h"

#include "lifecycle/register-wait.h"

/** @brief Looks of a second. */
#define LOOKS 4
/** @brief When the driver comes, in looks. */
#define COMES 3

/** @brief A machine on which something happens while it waits. */
struct station {
	struct gvm_host host;		/**< The machine; the first member. */
	struct gvm_host_ops ops;	/**< Its operations. */
	struct fake_host *fake;		/**< The machine. Owned. */
	void (*come)(const char *root);	/**< Happens at the look COMES. */
	unsigned int waits;		/**< How often it has waited. */
};

/**
 * @brief Be the wait: count, and let happen what happens.
 * @param host  The machine of a station.
 * @param ms    Unused.
 * @norestriction
 * @sideeffect Counts; changes the machine.
 * @nofailure
 */
static void station_wait(struct gvm_host *host, unsigned int ms)
{
	struct station *here = (struct station *)host;

	(void)ms;
	if (++here->waits == COMES && here->come)
		here->come(here->fake->root);
}

/**
 * @brief Make a machine.
 * @param here  Filled.
 * @param come  What happens, or NULL.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static void station_init(struct station *here, void (*come)(const char *root))
{
	*here = (struct station) {
		.ops = fake_kernel_ops,
		.fake = fake_host_new("empty"),
		.come = come,
	};
	here->ops.wait = station_wait;
	gvm_host_init(&here->host, here->fake->root, &here->ops);
}

/**
 * @brief Free a machine.
 * @param here  The machine.
 * @norestriction
 * @sideeffect Removes the directory.
 * @nofailure
 */
static void station_clear(struct station *here)
{
	gvm_host_close(&here->host);
	fake_host_free(here->fake);
}

GVM_DEFINE_AUTO(station, station_clear)

/**
 * @brief Load the driver.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Creates its files.
 * @nofailure
 */
static void load(const char *root)
{
	static const struct fake_nvidia_gpu gpu = {
		MUSTER_GPU_1, 0, 0, 0, RMSIM_MODE_HOST_VGPU
	};

	fake_nvidia_add(root, "580.95.05", NULL, &gpu, 1);
}

/**
 * @brief Let the driver have finished its start.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Changes a file.
 * @nofailure
 */
static void finish(const char *root)
{
	fake_tree_file(root, "sys/module/nvidia/initstate", "live\n");
}

/**
 * @brief Let the control node be there.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Creates a file.
 * @nofailure
 */
static void make_node(const char *root)
{
	fake_tree_file(root, "dev/nvidiactl", "c 195 255\n");
}

/**
 * @brief A driver that is there is not waited for.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_driver_that_is_there_is_not_waited_for(void **state)
{
	g_auto(station) here = { 0 };

	(void)state;
	station_init(&here, NULL);
	load(here.fake->root);
	gvm_register_wait(&here.host, 30);
	assert_int_equal(here.waits, 0);
	finish(here.fake->root);
	gvm_register_wait(&here.host, 30);
	assert_int_equal(here.waits, 0);
}

/**
 * @brief The wait ends when the driver comes.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_wait_ends_when_the_driver_comes(void **state)
{
	g_auto(station) here = { 0 };

	(void)state;
	station_init(&here, load);
	gvm_register_wait(&here.host, 30);
	assert_int_equal(here.waits, COMES);
}

/**
 * @brief The wait ends when the driver does not come, and 0 is no wait.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_wait_has_an_end(void **state)
{
	g_auto(station) here = { 0 };

	(void)state;
	station_init(&here, NULL);
	gvm_register_wait(&here.host, 0);
	assert_int_equal(here.waits, 0);
	gvm_register_wait(&here.host, 2);
	assert_int_equal(here.waits, 2 * LOOKS);
}

/**
 * @brief A driver that is still starting is waited for.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_driver_that_starts_is_waited_for(void **state)
{
	g_auto(station) here = { 0 };

	(void)state;
	station_init(&here, finish);
	load(here.fake->root);
	fake_tree_file(here.fake->root, "sys/module/nvidia/initstate",
		       "coming\n");
	gvm_register_wait(&here.host, 30);
	assert_int_equal(here.waits, COMES);
}

/**
 * @brief A node that nobody but udev may make is waited for; another one is
 *        made when it is opened.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_node_that_may_not_be_made_is_waited_for(void **state)
{
	static const char forbidden[] =
		"ModifyDeviceFiles: 0\nDeviceFileUID: 0\n"
		"DeviceFileGID: 0\nDeviceFileMode: 438\n";
	g_auto(station) here = { 0 };

	(void)state;
	station_init(&here, make_node);
	load(here.fake->root);
	fake_tree_remove(here.fake->root, "dev/nvidiactl");
	gvm_register_wait(&here.host, 30);
	assert_int_equal(here.waits, 0);
	fake_tree_file(here.fake->root, "proc/driver/nvidia/params", forbidden);
	gvm_register_wait(&here.host, 30);
	assert_int_equal(here.waits, COMES);
}

/**
 * @brief Entry point.
 * @return The number of failed tests.
 * @norestriction
 * @nosideeffect
 * @failure Reported by the exit status.
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_driver_that_is_there_is_not_waited_for),
		cmocka_unit_test(the_wait_ends_when_the_driver_comes),
		cmocka_unit_test(the_wait_has_an_end),
		cmocka_unit_test(a_driver_that_starts_is_waited_for),
		cmocka_unit_test(a_node_that_may_not_be_made_is_waited_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
