// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of what is planned for devices that somebody has claimed.
 */
#include "scene.h"

#include <unistd.h>

/** @brief Pid of a QEMU. */
#define QEMU_PID 900
/** @brief The steps that take the second device over. */
#define TAKE_OVER_2							\
	"forget the claim of " SCENE_ALPHA " on " FAKE_UUID_2 "; "	\
	"create " FAKE_UUID_2 " as nvidia-588 on 0000:41:00.4"

/**
 * @brief An own device that is as wanted is adopted, by whichever name the
 * parent is given.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_own_device_is_adopted(void **state)
{
	static const char *const names[] = {
		NULL, SCENE_VF_1, "41:00.4", "pci_0000_41_00_4",
	};
	struct fake_host *fake = *state;
	struct gvm_request *by_name = scene_request(FAKE_UUID_1, NULL, NULL);
	struct gvm_request *by_size = scene_request(FAKE_UUID_1, NULL, NULL);
	const char *text = "adopt " FAKE_UUID_1 ", nvidia-588 on 0000:41:00.4";

	by_name->name = g_strdup("NVIDIA A10-1B");
	by_size->framebuffer = 1000 << 20;
	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, SCENE_VF_1);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		scene_expect_plan(fake, SCENE_ALPHA,
				  scene_request(FAKE_UUID_1, SCENE_TYPE, names[i]), text);
	scene_expect_plan(fake, SCENE_ALPHA, scene_request(FAKE_UUID_1, NULL, NULL), text);
	scene_expect_plan(fake, SCENE_ALPHA, by_name, text);
	scene_expect_plan(fake, SCENE_ALPHA, by_size, text);
}

/**
 * @brief An own leftover that is not as wanted is made anew, on the same full
 * parent as well.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_own_leftover_of_another_type_is_replaced(void **state)
{
	struct fake_host *fake = *state;
	struct gvm_request *by_size = scene_request(FAKE_UUID_1, NULL, NULL);

	by_size->framebuffer = 1025ULL << 20;
	by_size->placement = GVM_PLACEMENT_PACK;
	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, SCENE_VF_1);
	scene_expect_plan(fake, SCENE_ALPHA,
			  scene_request(FAKE_UUID_1, "nvidia-591", SCENE_VF_1),
			  "remove " FAKE_UUID_1 ", nvidia-588 on 0000:41:00.4; create " FAKE_UUID_1 " as nvidia-591 on 0000:41:00.4");
	scene_expect_plan(fake, SCENE_ALPHA,
			  scene_request(FAKE_UUID_1, SCENE_TYPE, SCENE_VF_3),
			  "remove " FAKE_UUID_1 ", nvidia-588 on 0000:41:00.4; create " FAKE_UUID_1 " as nvidia-588 on 0000:81:00.4");
	scene_expect_plan(fake, SCENE_ALPHA, by_size,
			  "remove " FAKE_UUID_1 ", nvidia-588 on 0000:41:00.4; create " FAKE_UUID_1 " as nvidia-591 on 0000:41:00.4");
}

/**
 * @brief An own device that is not as wanted, but in use, is not taken away.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_own_device_in_use_is_not_replaced(void **state)
{
	struct fake_host *fake = *state;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, SCENE_VF_1);
	fake_machine_domain(fake->root, "alpha", SCENE_ALPHA, QEMU_PID);
	scene_refuse_plan(fake, SCENE_ALPHA,
			  scene_request(FAKE_UUID_1, "nvidia-591", NULL), GVM_ERROR_BUSY,
			  "in use as nvidia-588");
}

/**
 * @brief The device of another domain is refused, and it is said whose it is.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_device_of_another_domain_is_refused(void **state)
{
	struct fake_host *fake = *state;

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE, SCENE_VF_1);
	scene_refuse_plan(fake, SCENE_BETA, scene_request(FAKE_UUID_1, SCENE_TYPE, NULL),
			  GVM_ERROR_BUSY, "belongs to domain alpha");
	fake_machine_domain(fake->root, "alpha", SCENE_ALPHA, QEMU_PID);
	scene_refuse_plan(fake, SCENE_BETA, scene_request(FAKE_UUID_1, NULL, NULL),
			  GVM_ERROR_BUSY, "in use by domain alpha");
	fake_mdev_hold(fake->root, FAKE_UUID_1);
	fake_machine_kill(fake->root, QEMU_PID);
	scene_kill_daemon(fake);
	scene_refuse_plan(fake, SCENE_BETA, scene_request(FAKE_UUID_1, SCENE_TYPE, NULL),
			  GVM_ERROR_BUSY, "in use by domain alpha");
}

/**
 * @brief A claim without a device is refused as long as its domain may be
 * starting.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_claim_of_a_starting_domain_is_refused(void **state)
{
	struct fake_host *fake = *state;

	scene_put_claim(fake, FAKE_UUID_1, SCENE_ALPHA, SCENE_VF_1, SCENE_TYPE,
			getppid());
	scene_refuse_plan(fake, SCENE_BETA, scene_request(FAKE_UUID_1, SCENE_TYPE, NULL),
			  GVM_ERROR_BUSY, "domain alpha");
	scene_expect_plan(fake, SCENE_ALPHA, scene_request(FAKE_UUID_1, SCENE_TYPE, NULL),
			  "create " FAKE_UUID_1 " as nvidia-588 on 0000:41:00.4");
}

/**
 * @brief What a dead owner has left is taken over, device and claim.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_a_dead_owner_left_is_taken_over(void **state)
{
	struct fake_host *fake = *state;

	scene_put_claim(fake, FAKE_UUID_2, SCENE_ALPHA, SCENE_VF_1, SCENE_TYPE,
			SCENE_DEAD_PID);
	scene_expect_plan(fake, SCENE_BETA, scene_request(FAKE_UUID_2, SCENE_TYPE, NULL),
			  TAKE_OVER_2);

	scene_make(fake, SCENE_ALPHA, FAKE_UUID_1, SCENE_TYPE_ALL, SCENE_VF_1);
	scene_kill_daemon(fake);
	scene_expect_plan(fake, SCENE_BETA,
			  scene_request(FAKE_UUID_1, SCENE_TYPE_ALL, SCENE_VF_1),
			  "remove " FAKE_UUID_1 ", nvidia-594 on 0000:41:00.4; create " FAKE_UUID_1 " as nvidia-594 on 0000:41:00.4");
	scene_refuse_plan(fake, SCENE_BETA, scene_request(FAKE_UUID_1, NULL, NULL),
			  GVM_ERROR_NOT_FOUND, "gvmctl reconcile");
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
		SCENE_TEST(an_own_device_is_adopted),
		SCENE_TEST(an_own_leftover_of_another_type_is_replaced),
		SCENE_TEST(an_own_device_in_use_is_not_replaced),
		SCENE_TEST(the_device_of_another_domain_is_refused),
		SCENE_TEST(a_claim_of_a_starting_domain_is_refused),
		SCENE_TEST(what_a_dead_owner_left_is_taken_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
