// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of which GPUs a file of types is for.
 */
#include "unit.h"

#include "lifecycle/match.h"

/** @brief The numbers of a selector. */
#define NUMBERS(vendor_, device_, subvendor_, subdevice_, index_)	\
	.vendor = (vendor_), .device = (device_),			\
	.subvendor = (subvendor_), .subdevice = (subdevice_),		\
	.index = (index_)
/** @brief Any number will do. */
#define A GVM_SELECTOR_ANY
/** @brief A selector that asks for no number. */
#define ANY NUMBERS(A, A, A, A, A)
/** @brief Bytes of a GiB. */
#define GIB (UINT64_C(1) << 30)

/** @brief Room for an address or a name. */
#define ROOM 16

/** @brief Address of the GPU of these tests. */
static char address[ROOM] = "0000:41:00.0";
/** @brief The same in other letters. */
static char another[ROOM] = "0000:4A:00.0";

/** @brief The GPU, of a maker of boards. */
static const struct gvm_nv_gpu card = {
	.address = address, .index = 1, .vendor = 0x10de, .device = 0x2236,
	.subvendor = 0x1043, .subdevice = 0x8812, .framebuffer = 24 * GIB,
};

/** @brief A selector, and whether it means the GPU. */
struct question {
	struct gvm_selector selector;	/**< The selector. */
	bool fits;			/**< The answer. */
};

/** @brief One number of each kind, right and wrong. */
static const struct question questions[] = {
	{ { ANY }, true },
	{ { ANY, .address = address }, true },
	{ { ANY, .address = another }, false },
	{ { NUMBERS(0x10de, A, A, A, A) }, true },
	{ { NUMBERS(0x1002, A, A, A, A) }, false },
	{ { NUMBERS(A, 0x2236, A, A, A) }, true },
	{ { NUMBERS(A, 0, A, A, A) }, false },
	{ { NUMBERS(A, A, 0x1043, A, A) }, true },
	{ { NUMBERS(A, A, 0x10de, A, A) }, false },
	{ { NUMBERS(A, A, A, 0x8812, A) }, true },
	{ { NUMBERS(A, A, A, 0x8813, A) }, false },
	{ { NUMBERS(A, A, A, A, 1) }, true },
	{ { NUMBERS(A, A, A, A, 0) }, false },
	{ { ANY, .min_framebuffer = 24 * GIB }, true },
	{ { ANY, .min_framebuffer = 24 * GIB + 1 }, false },
	{ { ANY, .max_framebuffer = 24 * GIB }, true },
	{ { ANY, .max_framebuffer = 24 * GIB - 1 }, false },
	{ { NUMBERS(A, 0x2236, A, A, 1), .min_framebuffer = GIB }, true },
	{ { NUMBERS(A, 0x2236, A, A, 0), .min_framebuffer = GIB }, false },
};

/** @brief Files of these tests. */
struct pile {
	struct gvm_profiles file;	/**< A file. */
	GPtrArray *gpus;		/**< The GPUs of the machine. */
};

/**
 * @brief Make a file without selectors, and a machine without GPUs.
 * @param files  Filled.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static void files_init(struct pile *files)
{
	static char name[ROOM] = "types.xml";

	*files = (struct pile) {
		.file.file = name,
		.file.gpus = g_ptr_array_new(),
		.gpus = g_ptr_array_new(),
	};
}

/**
 * @brief Free what files_init() made.
 * @param files  The files.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
static void files_clear(struct pile *files)
{
	g_ptr_array_unref(files->file.gpus);
	g_ptr_array_unref(files->gpus);
}

GVM_DEFINE_AUTO(pile, files_clear)

/**
 * @brief Of a selector everything must be so.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void all_of_a_selector_must_be_so(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(questions); i++)
		if (gvm_match_selector(&questions[i].selector, &card) !=
		    questions[i].fits)
			fail_msg("question %zu is answered wrongly", i);
}

/**
 * @brief Letters of an address may be written either way.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void letters_of_an_address_do_not_matter(void **state)
{
	static char small[ROOM] = "0000:4a:00.0";
	struct gvm_nv_gpu gpu = card;
	struct gvm_selector selector = { ANY, .address = another };

	(void)state;
	gpu.address = small;
	assert_true(gvm_match_selector(&selector, &gpu));
}

/**
 * @brief A GPU that does not tell its memory may have any.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void unknown_memory_may_be_any(void **state)
{
	struct gvm_selector least = { ANY, .min_framebuffer = 1 };
	struct gvm_selector most = { ANY, .max_framebuffer = GIB };
	struct gvm_nv_gpu gpu = card;

	(void)state;
	gpu.framebuffer = 0;
	assert_true(gvm_match_selector(&least, &gpu));
	assert_true(gvm_match_selector(&most, &gpu));
}

/**
 * @brief Of the selectors of a file one is enough, and none means all GPUs.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void one_selector_of_a_file_is_enough(void **state)
{
	struct gvm_selector wrong = { NUMBERS(A, A, A, A, 7) };
	struct gvm_selector right = { NUMBERS(A, A, A, A, 1) };
	g_auto(pile) files = { 0 };

	(void)state;
	files_init(&files);
	assert_true(gvm_match_file(&files.file, &card));
	g_ptr_array_add(files.file.gpus, &wrong);
	assert_false(gvm_match_file(&files.file, &card));
	g_ptr_array_add(files.file.gpus, &right);
	assert_true(gvm_match_file(&files.file, &card));
}

/**
 * @brief Whether GPUs must be open first is known from the file.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void who_asks_for_memory_is_known(void **state)
{
	struct gvm_selector plain = { NUMBERS(A, A, A, A, 1) };
	struct gvm_selector least = { ANY, .min_framebuffer = 1 };
	struct gvm_selector most = { ANY, .max_framebuffer = 1 };
	g_auto(pile) files = { 0 };

	(void)state;
	files_init(&files);
	assert_false(gvm_match_needs_memory(&files.file));
	g_ptr_array_add(files.file.gpus, &plain);
	assert_false(gvm_match_needs_memory(&files.file));
	g_ptr_array_add(files.file.gpus, &least);
	assert_true(gvm_match_needs_memory(&files.file));
	g_ptr_array_set_size(files.file.gpus, 0);
	g_ptr_array_add(files.file.gpus, &most);
	assert_true(gvm_match_needs_memory(&files.file));
}

/**
 * @brief A file that is for no GPU is refused, with the GPUs there are.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_file_for_no_gpu_is_refused(void **state)
{
	struct gvm_selector wrong = { NUMBERS(A, A, A, A, 7), .line = 12 };
	struct gvm_nv_gpu gpu = card;
	g_auto(pile) files = { 0 };
	g_autoptr(GError) err = NULL;

	(void)state;
	files_init(&files);
	assert_false(gvm_match_check(&files.file, files.gpus, &err));
	unit_expect_error(err, GVM_ERROR_INVALID,
			  "types.xml:1: this is for no GPU of the machine; its GPUs are: none");
	g_clear_error(&err);
	g_ptr_array_add(files.gpus, &gpu);
	unit_expect_success(gvm_match_check(&files.file, files.gpus, &err),
			    err);
	g_ptr_array_add(files.file.gpus, &wrong);
	assert_false(gvm_match_check(&files.file, files.gpus, &err));
	unit_expect_error(err, GVM_ERROR_INVALID,
			  "types.xml:12: this is for no GPU of the machine; its GPUs are: 0000:41:00.0 (10de:2236, 1043:8812, 24576 MiB)");
}

/**
 * @brief GPUs are ordered by address.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void gpus_are_ordered_by_address(void **state)
{
	const struct gvm_nv_gpu *first = &card;
	struct gvm_nv_gpu other = card;
	const struct gvm_nv_gpu *second = &other;

	(void)state;
	other.address = another;
	assert_true(gvm_match_compare(&first, &second) < 0);
	assert_true(gvm_match_compare(&second, &first) > 0);
	assert_int_equal(gvm_match_compare(&first, &first), 0);
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
		cmocka_unit_test(all_of_a_selector_must_be_so),
		cmocka_unit_test(letters_of_an_address_do_not_matter),
		cmocka_unit_test(unknown_memory_may_be_any),
		cmocka_unit_test(one_selector_of_a_file_is_enough),
		cmocka_unit_test(who_asks_for_memory_is_known),
		cmocka_unit_test(a_file_for_no_gpu_is_refused),
		cmocka_unit_test(gpus_are_ordered_by_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
