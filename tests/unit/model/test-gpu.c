// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of what is known of a GPU.
 */
#include "unit.h"
#include "model/device.h"
#include "model/gpu.h"

/**
 * @brief A new GPU claims nothing that nobody has told.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_new_gpu_knows_its_address_only(void **state)
{
	g_autoptr(gvm_gpu) gpu = gvm_gpu_new("0000:41:00.0");

	(void)state;
	assert_string_equal(gpu->address, "0000:41:00.0");
	assert_int_equal(gpu->minor, GVM_GPU_NO_MINOR);
	assert_int_equal(gpu->numa_node, GVM_NUMA_UNKNOWN);
	assert_int_equal(gpu->persistent, GVM_ANSWER_UNKNOWN);
	assert_int_equal(gpu->sriov, GVM_ANSWER_UNKNOWN);
	assert_false(gpu->opened);
	assert_false(gpu->host);
	assert_false(gpu->has_memory);
	assert_null(gpu->mode);
	assert_null(gpu->uuid);
	assert_null(gpu->supported);
	gvm_gpu_free(NULL);
}

/**
 * @brief GPUs are sorted by address and found by it, as a whole.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_gpu_is_found_by_its_address(void **state)
{
	g_autoptr(GPtrArray) gpus = NULL;

	(void)state;
	gpus = g_ptr_array_new_with_free_func((GDestroyNotify)gvm_gpu_free);
	assert_null(gvm_gpu_find(gpus, "0000:41:00.0"));
	g_ptr_array_add(gpus, gvm_gpu_new("0001:3b:00.0"));
	g_ptr_array_add(gpus, gvm_gpu_new("0000:81:00.0"));
	g_ptr_array_add(gpus, gvm_gpu_new("0000:41:00.0"));
	g_ptr_array_sort(gpus, gvm_gpu_compare);
	assert_ptr_equal(gvm_gpu_find(gpus, "0000:41:00.0"),
			 g_ptr_array_index(gpus, 0));
	assert_ptr_equal(gvm_gpu_find(gpus, "0000:81:00.0"),
			 g_ptr_array_index(gpus, 1));
	assert_ptr_equal(gvm_gpu_find(gpus, "0001:3b:00.0"),
			 g_ptr_array_index(gpus, 2));
	assert_null(gvm_gpu_find(gpus, "0000:41:00.1"));
	assert_null(gvm_gpu_find(gpus, "0000:41:00"));
}

/**
 * @brief Only ids of NVIDIA's types have a number, and all of it counts.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_type_has_the_number_of_its_id(void **state)
{
	static const struct {
		const char *id;
		bool good;
		uint32_t number;
	} rows[] = {
		{ "nvidia-588", true, 588 },
		{ "nvidia-0", true, 0 },
		{ "nvidia-4294967295", true, G_MAXUINT32 },
		{ "nvidia-4294967296", false, 7 },
		{ "nvidia-", false, 7 },
		{ "nvidia", false, 7 },
		{ "nvidia--1", false, 7 },
		{ "nvidia-+1", false, 7 },
		{ "nvidia- 1", false, 7 },
		{ "nvidia-588x", false, 7 },
		{ "NVIDIA-588", false, 7 },
		{ "i915-GVTg_V5_4", false, 7 },
		{ "588", false, 7 },
		{ "", false, 7 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		uint32_t number = 7;

		assert_int_equal(gvm_gpu_type_number(rows[i].id, &number),
				 rows[i].good);
		assert_int_equal(number, rows[i].number);
	}
}

/**
 * @brief A list that is not known answers nothing, an empty one "no".
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_unknown_list_answers_nothing(void **state)
{
	g_autoptr(GArray) types = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	static const uint32_t ids[] = { 1002, 588 };

	(void)state;
	assert_int_equal(gvm_gpu_has_type(NULL, 588), GVM_ANSWER_UNKNOWN);
	assert_int_equal(gvm_gpu_has_type(types, 588), GVM_ANSWER_NO);
	g_array_append_vals(types, ids, G_N_ELEMENTS(ids));
	assert_int_equal(gvm_gpu_has_type(types, 588), GVM_ANSWER_YES);
	assert_int_equal(gvm_gpu_has_type(types, 1002), GVM_ANSWER_YES);
	assert_int_equal(gvm_gpu_has_type(types, 589), GVM_ANSWER_NO);
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
		cmocka_unit_test(a_new_gpu_knows_its_address_only),
		cmocka_unit_test(a_gpu_is_found_by_its_address),
		cmocka_unit_test(a_type_has_the_number_of_its_id),
		cmocka_unit_test(an_unknown_list_answers_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
