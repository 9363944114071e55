// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of asking NVIDIA's driver about GPUs, on each kind of release.
 */
#include "show.h"

#include "lifecycle/check.h"
#include "lifecycle/gpus.h"
#include "lifecycle/register-record.h"
#include "nvidia/status.h"

/** @brief More calls than asking about both GPUs takes. */
#define CALLS_MAX 80
/** @brief Frame buffer of a GPU of these machines, in bytes. */
#define TOTAL (UINT64_C(24576) << 20)
/** @brief What the driver keeps of it, in bytes. */
#define RESERVED (UINT64_C(512) << 20)

/**
 * @brief List the GPUs of a machine and ask about them.
 * @param fake  The machine.
 * @return A new list.
 * @norestriction
 * @sideeffect Those of gvm_gpus_ask_all().
 * @nofailure
 */
static struct gvm_gpus *ask(struct fake_host *fake)
{
	struct gvm_gpus *gpus = gvm_gpus_new(&fake->host);

	gvm_gpus_list(gpus);
	gvm_gpus_ask_all(gpus);

	return gpus;
}

/**
 * @brief Insist on all that is known of the first GPU of a show.
 * @param gpus  The list.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_all(const struct gvm_gpus *gpus)
{
	const struct gvm_gpu *gpu = gvm_gpu_find(gpus->gpus, SHOW_GPU_1);

	assert_non_null(gpu);
	assert_true(gpu->opened);
	assert_null(gpu->why);
	assert_null(gpu->no_types);
	assert_string_equal(gpu->mode, "Host VGPU");
	assert_true(gpu->host);
	assert_true(gpu->has_memory);
	assert_true(gpu->total == TOTAL);
	assert_true(gpu->reserved == RESERVED);
	assert_true(gpu->used + gpu->free + gpu->reserved == TOTAL);
	assert_true(g_str_has_prefix(gpu->uuid, "GPU-41506372-"));
	assert_int_equal(gpu->persistent, GVM_ANSWER_NO);
	assert_int_equal(gvm_gpu_has_type(gpu->supported, 1001),
			 GVM_ANSWER_YES);
	assert_int_equal(gpu->supported->len, 1);
	assert_int_equal(gvm_gpu_has_type(gpu->creatable, 1001),
			 GVM_ANSWER_YES);
}

/**
 * @brief Every kind of release tells all of it, and nothing stays allocated.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void every_release_tells_all(void **state)
{
	(void)state;
	for (size_t i = 0; show_releases[i].release; i++) {
		g_autoptr(stage) show = show_new(show_releases[i].release);
		g_autoptr(gvm_gpus) gpus = ask(show->fake);

		expect_all(gpus);
		assert_string_equal(gpus->version, show_releases[i].release);
	}
}

/**
 * @brief A release that nobody has measured tells all as well.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_unknown_release_tells_all(void **state)
{
	g_autoptr(stage) show = show_new_as("550.54.10", "550.90.07");
	g_autoptr(gvm_gpus) gpus = NULL;

	(void)state;
	gpus = ask(show->fake);
	expect_all(gpus);
}

/**
 * @brief A second question about the same GPU costs no call.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_gpu_is_asked_once(void **state)
{
	g_autoptr(stage) show = show_new("580.95.05");
	g_autoptr(gvm_gpus) gpus = ask(show->fake);
	g_autofree char *calls = NULL;

	(void)state;
	fake_nvidia_forget_calls(show->fake->root);
	gvm_gpus_ask_all(gpus);
	calls = fake_nvidia_calls(show->fake->root);
	assert_string_equal(calls, "");
	expect_all(gpus);
}

/**
 * @brief The driver's figures of a running vGPU are found by its UUID.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_running_vgpu_is_found(void **state)
{
	(void)state;
	for (size_t i = 0; show_releases[i].release; i++) {
		g_autoptr(stage) show = show_new(show_releases[i].release);
		const struct gvm_nv_guest *guest;
		g_autoptr(gvm_gpus) gpus = NULL;

		fake_nvidia_run_vgpu(show->fake->root, FAKE_UUID_2,
				     SHOW_QEMU_2, "beta", SHOW_BETA);
		gpus = ask(show->fake);
		assert_null(gvm_gpus_guest(gpus, FAKE_UUID_3));
		guest = gvm_gpus_guest(gpus, FAKE_UUID_2);
		assert_non_null(guest);
		assert_string_equal(guest->uuid, FAKE_UUID_2);
		assert_string_equal(guest->vm_name, "beta");
		assert_string_equal(guest->vm_uuid, SHOW_BETA);
	}
}

/**
 * @brief A type is ours when it is in the record, the driver's when not, and
 *        nobody's without a record that can be read.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_record_says_whose_a_type_is(void **state)
{
	g_autoptr(stage) show = show_new("580.95.05");
	g_autoptr(gvm_gpus) gpus = NULL;
	const struct gvm_gpu *first;
	struct gvm_gpu *second;

	(void)state;
	fake_tree_file(show->fake->root,
		       GVM_REGISTER_RECORDS "/" SHOW_GPU_1, "1001\n");
	gpus = ask(show->fake);
	first = gvm_gpu_find(gpus->gpus, SHOW_GPU_1);
	second = gvm_gpu_find(gpus->gpus, SHOW_GPU_2);
	assert_string_equal(gvm_gpus_origin(first, "nvidia-1001"), "gvm");
	assert_string_equal(gvm_gpus_origin(first, "nvidia-588"), "driver");
	assert_string_equal(gvm_gpus_origin(second, "nvidia-1001"), "driver");
	assert_null(gvm_gpus_origin(first, "i915-GVTg_V5_4"));
	assert_null(gvm_gpus_origin(NULL, "nvidia-1001"));
	g_clear_pointer(&second->ours, g_array_unref);
	assert_null(gvm_gpus_origin(second, "nvidia-1001"));
}

/**
 * @brief A GPU without its node is not opened, its node is not made, and the
 *        other GPU is asked all the same.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_missing_node_is_not_made(void **state)
{
	g_autoptr(stage) show = show_new("580.95.05");
	const struct gvm_gpu *second;
	g_autoptr(gvm_gpus) gpus = NULL;

	(void)state;
	fake_tree_remove(show->fake->root, "dev/nvidia0");
	gpus = ask(show->fake);
	second = gvm_gpu_find(gpus->gpus, SHOW_GPU_2);
	assert_false(second->opened);
	assert_int_equal(second->code, GVM_ERROR_NOT_FOUND);
	assert_non_null(strstr(second->why, "/dev/nvidia0 is missing"));
	assert_false(fake_tree_exists(show->fake->root, "dev/nvidia0"));
	expect_all(gpus);
}

/**
 * @brief Whichever call is refused, what the others told is there, and nothing
 *        stays allocated.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void whichever_call_fails_the_rest_is_told(void **state)
{
	g_autoptr(stage) show = show_new("580.95.05");
	const char *root = show->fake->root;
	unsigned int nth = 0;
	uint64_t hits;

	(void)state;
	do {
		g_autoptr(gvm_gpus) gpus = NULL;

		fake_nvidia_fail(root, ++nth, GVM_NV_NOT_SUPPORTED);
		gpus = ask(show->fake);
		hits = fake_nvidia_hits(root);
		/* Address, ids and minor number need no call. */
		assert_int_equal(gpus->gpus->len, 2);
		assert_true(gpus->rm || gpus->why);
		g_clear_pointer(&gpus, gvm_gpus_free);
		assert_int_equal(fake_nvidia_leaks(root), 0);
	} while (hits > 0 && nth < CALLS_MAX);
	/* The last round had nothing left to refuse. */
	assert_int_equal(hits, 0);
	assert_true(nth > 20);
	fake_nvidia_fault(root, NULL);
}

/**
 * @brief The doctor ends whenever the driver goes, and leaves nothing in it.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_driver_may_go_at_any_call(void **state)
{
	static const unsigned int when[] = { 1, 2, 5, 8, 12, 20, 30 };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(when); i++) {
		g_autoptr(stage) show = show_new("580.95.05");
		g_autoptr(gvm_check) check = NULL;

		fake_nvidia_unload_at(show->fake->root, when[i]);
		check = gvm_check_new(&show->fake->host);
		assert_true(check->findings->len > 0);
		assert_true(gvm_check_count(check, GVM_CHECK_ERROR) > 0);
	}
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
		cmocka_unit_test(every_release_tells_all),
		cmocka_unit_test(an_unknown_release_tells_all),
		cmocka_unit_test(a_gpu_is_asked_once),
		cmocka_unit_test(a_running_vgpu_is_found),
		cmocka_unit_test(the_record_says_whose_a_type_is),
		cmocka_unit_test(a_missing_node_is_not_made),
		cmocka_unit_test(whichever_call_fails_the_rest_is_told),
		cmocka_unit_test(the_driver_may_go_at_any_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
