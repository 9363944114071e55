// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of carrying a plan out, all of it or none of it.
 */
#include "watch.h"

#include <errno.h>
#include <unistd.h>

#include "lifecycle/apply.h"
#include "lifecycle/claims.h"

/** @brief Pattern for the "create" of a type on any parent. */
#define CREATE "*/" SCENE_TYPE "/create"
/** @brief Pattern for the attribute of a device. */
#define PARAMS "sys/bus/mdev/devices/*/nvidia/vgpu_params"

/**
 * @brief Insist on the right claim at every write to "create", and on a
 *        device with a claim at every other moment.
 * @param watch  The machine; until counts the writes.
 * @param op     The operation.
 * @param path   Its path.
 * @param after  Whether it has been done.
 * @norestriction
 * @sideeffect Counts.
 * @failure Fails the test.
 */
static void look_for_claim(struct watch *watch, const char *op,
			   const char *path, bool after)
{
	g_autoptr(gvm_claim) claim = NULL;
	g_auto(GStrv) parts = NULL;

	if (!g_str_equal(op, "store") || !g_str_has_suffix(path, "/create"))
		return;
	parts = g_strsplit(path, "/", -1);
	claim = scene_claim(watch->fake, FAKE_UUID_1, SCENE_ALPHA);
	assert_non_null(claim);
	assert_string_equal(claim->parent, parts[3]);
	assert_string_equal(claim->type, parts[5]);
	assert_string_equal(claim->domain, "alpha");
	assert_int_equal(claim->daemon_pid, getppid());
	watch->until += !after;
}

/**
 * @brief Prepare one device on a watched machine.
 * @param fake  The machine.
 * @param err   Where to store the error, or NULL.
 * @return How many writes to "create" there were.
 * @norestriction
 * @sideeffect Makes the device.
 * @failure Fails the test when a claim is missing or wrong.
 */
static unsigned int count_creates(struct fake_host *fake, GError **err)
{
	g_autoptr(GPtrArray) list = NULL;
	g_autoptr(gvm_plan) plan = NULL;
	struct watch watch;

	list = scene_list(scene_request(FAKE_UUID_1, SCENE_TYPE, NULL), NULL);
	watch_open(&watch, fake, look_for_claim);
	plan = scene_prepare(&watch.host, SCENE_ALPHA, list, err);
	watch_close(&watch);

	return watch.until;
}

/**
 * @brief The claim is there, and right, before the device is.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_claim_is_written_first(void **state)
{
	struct fake_host *fake = *state;

	assert_int_equal(count_creates(fake, NULL), 1);
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_ALPHA);
	scene_expect_in_order(fake, NULL);
}

/**
 * @brief A parent that is full although it said otherwise is passed over, and
 * the claim names each parent before it is asked.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_next_parent_is_asked(void **state)
{
	static const int full[] = { ENOSPC, EUSERS };
	struct fake_host *fake = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(full); i++) {
		g_autoptr(GError) err = NULL;

		fake_script_fail(fake->root, "store", CREATE, 0, 2, full[i]);
		assert_int_equal(count_creates(fake, &err), 3);
		unit_expect_success(true, err);
		scene_expect_in_order(fake, NULL);
		fake_tree_remove(fake->root, ".fake/script");
		fake_tree_remove(fake->root, GVM_CLAIMS_DIR);
		assert_int_equal(gvm_host_store(&fake->host,
						"sys/bus/mdev/devices/" FAKE_UUID_1 "/remove",
						"1"), 0);
	}
}

/**
 * @brief A parent that is being unregistered is passed over as well.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_leaving_parent_is_passed_over(void **state)
{
	struct fake_host *fake = *state;

	fake_tree_file(fake->root, ".fake/parents/" SCENE_VF_1 "/leaving", "");
	assert_int_equal(count_creates(fake, NULL), 2);
	scene_expect_place(fake, FAKE_UUID_1, SCENE_TYPE " on " SCENE_VF_2);
}

/**
 * @brief A parent that refuses for a reason of its own ends the attempt: device
 * and claim are gone.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_refusal_leaves_nothing(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	fake_script_fail(fake->root, "store", CREATE, 0, FAKE_ALWAYS, EIO);
	assert_int_equal(count_creates(fake, &err), 1);
	unit_expect_error(err, GVM_ERROR_FAILED, "EIO");
	scene_expect_gone(fake, FAKE_UUID_1);
}

/**
 * @brief What the steps before have made is taken back, last one first, and
 * nothing else.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_failing_step_undoes_those_before(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) list = NULL;
	g_autoptr(GError) err = NULL;
	g_autofree char *log = NULL;
	const char *second;
	const char *first;

	fake_gpu_vgpu(fake->root, "0000:81:00.7", SCENE_TYPE, FAKE_UUID_4);
	scene_make(fake, SCENE_ALPHA, FAKE_UUID_3, SCENE_TYPE, "0000:81:00.6");
	list = scene_list(scene_request(FAKE_UUID_4, SCENE_TYPE, NULL),
			  scene_request(FAKE_UUID_1, SCENE_TYPE, SCENE_VF_1),
			  scene_request(FAKE_UUID_3, SCENE_TYPE, NULL),
			  scene_request(FAKE_UUID_2, SCENE_TYPE, SCENE_VF_2),
			  scene_request(FAKE_UUID_5, SCENE_TYPE, SCENE_VF_3),
			  NULL);
	fake_script_fail(fake->root, "store", "*/" SCENE_VF_3 "/*/create", 0,
			 FAKE_ALWAYS, EIO);
	assert_null(scene_prepare(&fake->host, SCENE_ALPHA, list, &err));
	unit_expect_error(err, GVM_ERROR_FAILED, SCENE_VF_3);

	scene_expect_gone(fake, FAKE_UUID_1);
	scene_expect_gone(fake, FAKE_UUID_2);
	scene_expect_gone(fake, FAKE_UUID_5);
	/* A leftover that was to be used again: nobody may come for it. */
	scene_expect_gone(fake, FAKE_UUID_3);
	scene_expect_in_order(fake, FAKE_UUID_4);
	log = fake_kernel_log(fake->root);
	second = strstr(log, FAKE_UUID_2 "/remove");
	first = strstr(log, FAKE_UUID_1 "/remove");
	assert_non_null(second);
	assert_non_null(first);
	assert_true(second < first);
}

/**
 * @brief What cannot be taken back keeps its claim, for reconcile to find.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_failing_undo_keeps_the_claim(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) list = NULL;
	g_autoptr(GError) err = NULL;

	list = scene_list(scene_request(FAKE_UUID_1, SCENE_TYPE, SCENE_VF_1),
			  scene_request(FAKE_UUID_2, SCENE_TYPE, SCENE_VF_2),
			  NULL);
	fake_script_fail(fake->root, "store", "*/" SCENE_VF_2 "/*/create", 0,
			 FAKE_ALWAYS, EIO);
	fake_script_fail(fake->root, "store", "*/" FAKE_UUID_1 "/remove", 0,
			 FAKE_ALWAYS, EIO);
	assert_null(scene_prepare(&fake->host, SCENE_ALPHA, list, &err));
	unit_expect_error(err, GVM_ERROR_FAILED, SCENE_VF_2);
	scene_expect_owned(fake, FAKE_UUID_1, SCENE_ALPHA);
	scene_expect_gone(fake, FAKE_UUID_2);
	scene_expect_journal(fake, (const char *const[]) {
		"PRIORITY=4", "GVM_OPERATION=undo", FAKE_UUID_1, NULL });
}

/**
 * @brief Prepare one device with an attribute, which must fail.
 * @param fake  The machine.
 * @param name  Name of the attribute.
 * @param code  Code of the error.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test, also when something is left, or when the device
 *          was made more than once.
 */
static void refuse_attr(struct fake_host *fake, const char *name,
			enum gvm_error code)
{
	struct gvm_request *request = scene_request(FAKE_UUID_1, SCENE_TYPE,
						    NULL);
	g_autofree char *log = NULL;
	const char *once;

	gvm_request_add_attr(request, name, "frame_rate_limiter=0");
	scene_refuse(fake, SCENE_ALPHA, request, code, name);
	scene_expect_gone(fake, FAKE_UUID_1);
	log = fake_kernel_log(fake->root);
	once = strstr(log, "/create ");
	assert_non_null(once);
	assert_null(strstr(once + 1, "/create "));
	fake_tree_remove(fake->root, ".fake/log");
}

/**
 * @brief When an attribute is refused, device and claim are gone, and it is not
 * tried again.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_refused_attribute_leaves_nothing(void **state)
{
	struct fake_host *fake = *state;

	refuse_attr(fake, "nvidia/none", GVM_ERROR_NOT_FOUND);
	fake_script_fail(fake->root, "store", PARAMS, 0, FAKE_ALWAYS, EINVAL);
	refuse_attr(fake, "nvidia/vgpu_params", GVM_ERROR_FAILED);
}

/**
 * @brief Attributes are written in order, to the device.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void attributes_are_written_in_order(void **state)
{
	struct fake_host *fake = *state;
	struct gvm_request *request = scene_request(FAKE_UUID_1, SCENE_TYPE,
						    NULL);
	g_autoptr(GPtrArray) list = scene_list(request, NULL);
	g_autoptr(gvm_plan) plan = NULL;
	g_autofree char *log = NULL;

	gvm_request_add_attr(request, "nvidia/vgpu_params", "b=1");
	gvm_request_add_attr(request, "nvidia/vgpu_params", "a=2");
	plan = scene_prepare(&fake->host, SCENE_ALPHA, list, NULL);
	assert_non_null(plan);
	log = fake_kernel_log(fake->root);
	assert_non_null(strstr(log, "vgpu_params b=1\\n = 0\nstore sys/bus/mdev/devices/"
			       FAKE_UUID_1 "/nvidia/vgpu_params a=2\\n = 0"));
}

/**
 * @brief A driver that says it made a device and did not is not believed.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_device_that_is_not_there_is_noticed(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GError) err = NULL;

	fake_script_fail(fake->root, "store", CREATE, 0, FAKE_ALWAYS, 0);
	assert_int_equal(count_creates(fake, &err), 1);
	unit_expect_error(err, GVM_ERROR_FAILED, "is not there");
	scene_expect_gone(fake, FAKE_UUID_1);
}

/**
 * @brief A device that turns out to have another device API is removed again.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_device_of_another_api_is_removed(void **state)
{
	struct fake_host *fake = *state;
	struct gvm_request *request = scene_request(FAKE_UUID_1, SCENE_TYPE,
						    SCENE_VF_1);

	gvm_request_add_attr(request, "nvidia/vgpu_params", "x=1");
	fake_script_vanish(fake->root, "store", PARAMS, 0,
			   "sys/devices/pci0000:41/" SCENE_VF_1
			   "/mdev_supported_types/" SCENE_TYPE "/device_api");
	scene_refuse(fake, SCENE_ALPHA, request, GVM_ERROR_UNSUPPORTED,
		     "vfio-pci");
	scene_expect_gone(fake, FAKE_UUID_1);
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
		SCENE_TEST(the_claim_is_written_first),
		SCENE_TEST(the_next_parent_is_asked),
		SCENE_TEST(a_leaving_parent_is_passed_over),
		SCENE_TEST(a_refusal_leaves_nothing),
		SCENE_TEST(a_failing_step_undoes_those_before),
		SCENE_TEST(a_failing_undo_keeps_the_claim),
		SCENE_TEST(a_refused_attribute_leaves_nothing),
		SCENE_TEST(attributes_are_written_in_order),
		SCENE_TEST(a_device_that_is_not_there_is_noticed),
		SCENE_TEST(a_device_of_another_api_is_removed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
