// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of what is read from files of vGPU types.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "refusal.h"
#include "xml/types.h"

/** @brief A file around something. */
#define FILE_OF(inside) \
	"<vgpu-types xmlns='" GVM_TYPES_NS "'>" inside "</vgpu-types>"
/** @brief The least that a type must say, without its end. */
#define LEAST "<name>N</name><framebuffer size='1'/>"
/** @brief A type with an adapter and a framebuffer that say little. */
#define PARTS \
	"<type id='10' base='a type'><adapter short='S'/>" \
	"<framebuffer reserved='0'/></type>"
/** @brief Bytes of some MiB. */
#define MIB(n) ((uint64_t)(n) << 20)

/** @brief A number that the example with everything has. */
struct expected {
	uint64_t value;		/**< Its value. */
	unsigned int line;	/**< Where the start tag of its element ends. */
};

/** @brief All numbers of the example with everything. */
static const struct expected all[GVM_PROFILE_NUMBERS] = {
	[GVM_PROFILE_MAX_INSTANCES] = { 6, 17 },
	[GVM_PROFILE_MAX_PER_GI] = { 2, 17 },
	[GVM_PROFILE_HEADS] = { 4, 19 },
	[GVM_PROFILE_MAX_X] = { 7680, 19 },
	[GVM_PROFILE_MAX_Y] = { 4320, 19 },
	[GVM_PROFILE_MAX_PIXELS] = { 66355200, 19 },
	[GVM_PROFILE_FRAME_RATE] = { 60, 19 },
	[GVM_PROFILE_FRAME_LIMITER] = { 1, 19 },
	[GVM_PROFILE_CUDA] = { 1, 24 },
	[GVM_PROFILE_ECC] = { 0, 24 },
	[GVM_PROFILE_MIG_SIZE] = { 7, 25 },
	[GVM_PROFILE_MIG_PROFILE] = { 19, 25 },
	[GVM_PROFILE_MULTI_VGPU] = { 1, 26 },
	[GVM_PROFILE_EXCLUSIVE] = { 0, 26 },
	[GVM_PROFILE_EXCLUSIVE_TYPE] = { 11, 26 },
	[GVM_PROFILE_EXCLUSIVE_SIZE] = { 12, 26 },
	[GVM_PROFILE_GUEST_DEVICE] = { 0x22361482, 22 },
	[GVM_PROFILE_HOST_DEVICE] = { 0x2235, 22 },
	[GVM_PROFILE_SUBVENDOR] = { 0x1044, 22 },
	[GVM_PROFILE_SIZE] = { MIB(4096), 16 },
	[GVM_PROFILE_FRAMEBUFFER] = { MIB(3776), 16 },
	[GVM_PROFILE_RESERVED] = { MIB(320), 16 },
	[GVM_PROFILE_GSP_HEAP] = { MIB(64), 16 },
	[GVM_PROFILE_MAPPABLE] = { MIB(24), 16 },
	[GVM_PROFILE_NOMINAL_REGION] = { 5, 16 },
	[GVM_PROFILE_ENCODER] = { 75, 20 },
	[GVM_PROFILE_BAR1] = { 256, 21 },
	[GVM_PROFILE_FTRACE] = { 1, 24 },
	[GVM_PROFILE_GPUDIRECT] = { 0, 24 },
	[GVM_PROFILE_NVLINK_P2P] = { 1, 24 },
	[GVM_PROFILE_PLACEMENT_SIZE] = { 13, 27 },
};

/** @brief All texts of the example with everything. */
static const char *const all_texts[GVM_PROFILE_TEXTS] = {
	[GVM_PROFILE_NAME] = "GVM A10-4Q",
	[GVM_PROFILE_CLASS] = "Quadro",
	[GVM_PROFILE_LICENSE] = "a;b",
	[GVM_PROFILE_ADAPTER] = "an adapter",
	[GVM_PROFILE_SHORT_NAME] = "A10",
	[GVM_PROFILE_PRODUCT] = "a product",
	[GVM_PROFILE_PARAMETERS] = "one=1,two=2",
};

/**
 * @brief Read a file that must be good.
 * @param text  The document.
 * @return The file.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static struct gvm_profiles *parse(const char *text)
{
	g_autoptr(GError) err = NULL;
	struct gvm_profiles *file =
		gvm_types_parse(text, strlen(text), REFUSAL_NAME, &err);

	if (!file)
		fail_msg("%s", err->message);

	return file;
}

/**
 * @brief Every text and number of a type arrives, in its unit, with its line.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void everything_arrives(void **state)
{
	g_autofree char *text = refusal_load("schema/types/good-all.xml", NULL);
	g_autoptr(gvm_profiles) file = parse(text);
	const struct gvm_profile *type;

	(void)state;
	assert_string_equal(file->file, REFUSAL_NAME);
	assert_int_equal(file->types->len, 1);
	type = g_ptr_array_index(file->types, 0);
	assert_int_equal(type->id, 1001);
	assert_string_equal(type->base, "nvidia-592");
	assert_string_equal(type->file, REFUSAL_NAME);
	assert_int_equal(type->line, 8);
	assert_string_equal(type->signature_file, "/etc/gvm/signatures/1001");
	assert_null(type->signature);
	for (unsigned int i = 0; i < GVM_PROFILE_TEXTS; i++) {
		assert_non_null(type->text[i]);
		assert_string_equal(type->text[i], all_texts[i]);
		assert_true(type->lines[i] >= 9 && type->lines[i] <= 13);
	}
	for (unsigned int i = 0; i < GVM_PROFILE_NUMBERS; i++) {
		if (!gvm_profile_has(type, i))
			fail_msg("%s is lost", gvm_profile_number_name(i));
		if (type->number[i] != all[i].value ||
		    type->lines[GVM_PROFILE_TEXTS + i] != all[i].line)
			fail_msg("%s is %" G_GUINT64_FORMAT " from line %u",
				 gvm_profile_number_name(i), type->number[i],
				 type->lines[GVM_PROFILE_TEXTS + i]);
	}
}

/**
 * @brief What a selector says arrives, and what it does not say is any.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void selectors_arrive(void **state)
{
	g_autofree char *text = refusal_load("schema/types/good-all.xml", NULL);
	g_autoptr(gvm_profiles) file = parse(text);
	const struct gvm_selector *full = g_ptr_array_index(file->gpus, 0);
	const struct gvm_selector *some = g_ptr_array_index(file->gpus, 1);

	(void)state;
	assert_int_equal(file->gpus->len, 2);
	assert_string_equal(full->address, "0000:41:00.0");
	assert_int_equal(full->vendor, 0x10de);
	assert_int_equal(full->device, 0x2236);
	assert_int_equal(full->subvendor, 0x1043);
	assert_int_equal(full->subdevice, 0x1482);
	assert_int_equal(full->index, 3);
	assert_int_equal(full->min_framebuffer, MIB(20000));
	assert_int_equal(full->max_framebuffer, MIB(30000));
	assert_int_equal(full->line, 6);

	assert_null(some->address);
	assert_int_equal(some->device, 0x2235);
	assert_int_equal(some->subvendor, GVM_SELECTOR_ANY);
	assert_int_equal(some->subdevice, GVM_SELECTOR_ANY);
	assert_int_equal(some->index, GVM_SELECTOR_ANY);
	assert_int_equal(some->min_framebuffer, 0);
	assert_int_equal(some->max_framebuffer, 0);
	assert_int_equal(some->line, 7);
}

/**
 * @brief What a type does not say is not given, so that a base or a default
 * can fill it in.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_not_said_is_not_given(void **state)
{
	g_autoptr(gvm_profiles) file =
		parse(FILE_OF("<type id='10'>" LEAST "</type>"));
	g_autoptr(gvm_profiles) bare =
		parse(FILE_OF("<type id='4294967294' base='592'/>"));
	const struct gvm_profile *type = g_ptr_array_index(file->types, 0);
	const struct gvm_profile *only = g_ptr_array_index(bare->types, 0);

	(void)state;
	assert_int_equal(file->gpus->len, 0);
	assert_int_equal(type->id, 10);
	assert_null(type->base);
	assert_null(type->text[GVM_PROFILE_CLASS]);
	assert_int_equal(type->given, UINT64_C(1) << GVM_PROFILE_FRAMEBUFFER);
	assert_int_equal(only->id, 4294967294);
	assert_int_equal(only->given, 0);
	assert_string_equal(only->base, "592");
}

/**
 * @brief An adapter may have only a short name, and zero is a number.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void parts_may_be_given_alone(void **state)
{
	g_autoptr(gvm_profiles) file =
		parse(FILE_OF(PARTS));
	const struct gvm_profile *type = g_ptr_array_index(file->types, 0);

	(void)state;
	assert_null(type->text[GVM_PROFILE_ADAPTER]);
	assert_null(type->text[GVM_PROFILE_PRODUCT]);
	assert_string_equal(type->text[GVM_PROFILE_SHORT_NAME], "S");
	assert_true(gvm_profile_has(type, GVM_PROFILE_RESERVED));
	assert_int_equal(type->number[GVM_PROFILE_RESERVED], 0);
}

/**
 * @brief Run the tests.
 * @return 0 when all passed.
 * @norestriction
 * @nosideeffect
 * @failure Non-zero when one failed.
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_arrives),
		cmocka_unit_test(selectors_arrive),
		cmocka_unit_test(what_is_not_said_is_not_given),
		cmocka_unit_test(parts_may_be_given_alone),
	};

	return cmocka_run_group_tests_name("types", tests, NULL, NULL);
}
