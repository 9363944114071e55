// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the files of types that come with the program.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lifecycle/match.h"
#include "lifecycle/profiles.h"

/** @brief Bytes of some MiB. */
#define MIB(n) ((uint64_t)(n) << 20)

/** @brief The files, without their ending. */
static const char *const names[] = {
	"generic", "pascal", "turing", "ampere", "ada",
};

/** @brief A GPU, and which of the files are for it. */
struct card {
	const char *name;	/**< Its name. */
	unsigned int vendor;	/**< PCI vendor id. */
	unsigned int device;	/**< PCI device id. */
	uint64_t framebuffer;	/**< MiB. */
	const char *files;	/**< Names of the files. */
};

/** @brief Some GPUs: names and ids from pci.ids, memory as sold. */
static const struct card cards[] = {
	{ "Tesla P4", 0x10de, 0x1bb3, 7611, "generic pascal" },
	{ "Tesla P40", 0x10de, 0x1b38, 24576, "generic pascal" },
	{ "GTX 1080", 0x10de, 0x1b80, 8192, "generic pascal" },
	{ "GTX 1060", 0x10de, 0x1c03, 6144, "generic" },
	{ "GT 1030", 0x10de, 0x1d01, 2048, "" },
	{ "Tesla T4", 0x10de, 0x1eb8, 15360, "generic turing" },
	{ "RTX 2080", 0x10de, 0x1e82, 8192, "generic turing" },
	{ "A10", 0x10de, 0x2236, 23028, "generic ampere" },
	{ "A100", 0x10de, 0x20b0, 40960, "generic ampere" },
	{ "A16", 0x10de, 0x25b6, 15356, "generic ampere" },
	{ "RTX 3090", 0x10de, 0x2204, 24576, "generic ampere" },
	{ "RTX 3070", 0x10de, 0x2484, 8192, "generic" },
	{ "L4", 0x10de, 0x27b8, 23034, "generic ada" },
	{ "RTX 4090", 0x10de, 0x2684, 24564, "generic ada" },
	{ "H100", 0x10de, 0x2331, 81559, "generic" },
	{ "of another vendor", 0x1002, 0x2236, 24576, "" },
};

/**
 * @brief Read all files into one list, as they are when all are installed.
 * @return struct gvm_profiles, in the order of their names.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static GPtrArray *load(void)
{
	GPtrArray *files = gvm_profiles_list();

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path =
			g_strdup_printf("%s/%s.xml", GVM_TEST_PROFILES,
					names[i]);
		g_autofree char *text = NULL;
		g_autoptr(GError) err = NULL;
		size_t len = 0;

		if (!g_file_get_contents(path, &text, &len, &err) ||
		    !gvm_profiles_add(files, names[i], text, len, &err))
			fail_msg("%s", err->message);
	}

	return files;
}

/**
 * @brief All files can be used together: no id is in two of them, and each
 * keeps to the hundred that its comment names.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void files_go_together(void **state)
{
	g_autoptr(GPtrArray) files = load();

	(void)state;
	for (guint i = 0; i < files->len; i++) {
		const struct gvm_profiles *file = g_ptr_array_index(files, i);

		for (guint j = 0; j < file->types->len; j++) {
			const struct gvm_profile *type =
				g_ptr_array_index(file->types, j);

			assert_int_equal(type->id / 100, 10 + i);
			assert_int_not_equal(type->id % 100, 0);
		}
	}
}

/**
 * @brief Each GPU gets the types that are meant for it and no others.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void files_are_for_their_gpus(void **state)
{
	g_autoptr(GPtrArray) files = load();

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cards); i++) {
		struct gvm_nv_gpu gpu = {
			.vendor = cards[i].vendor,
			.device = cards[i].device,
			.framebuffer = MIB(cards[i].framebuffer),
		};
		g_autoptr(GString) fit = g_string_new(NULL);

		for (guint j = 0; j < files->len; j++) {
			if (!gvm_match_file(g_ptr_array_index(files, j), &gpu))
				continue;
			g_string_append_printf(fit, "%s%s", fit->len ? " " : "",
					       names[j]);
		}
		if (!g_str_equal(fit->str, cards[i].files))
			fail_msg("%s gets '%s'", cards[i].name, fit->str);
	}
}

/**
 * @brief No type is larger than the smallest GPU that its file is for.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void types_fit_their_gpus(void **state)
{
	g_autoptr(GPtrArray) files = load();

	(void)state;
	for (guint i = 0; i < files->len; i++) {
		const struct gvm_profiles *file = g_ptr_array_index(files, i);

		assert_true(file->gpus->len > 0);
		for (guint j = 0; j < file->types->len * file->gpus->len; j++) {
			const struct gvm_profile *type =
				g_ptr_array_index(file->types,
						  j % file->types->len);
			const struct gvm_selector *gpu =
				g_ptr_array_index(file->gpus,
						  j / file->types->len);

			assert_true(gvm_profile_has(type, GVM_PROFILE_SIZE));
			assert_true(type->number[GVM_PROFILE_SIZE] <=
				    gpu->min_framebuffer);
		}
	}
}

/**
 * @brief Share of guest and host make up the whole, and nothing is signed.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void shares_add_up(void **state)
{
	g_autoptr(GPtrArray) files = load();

	(void)state;
	for (guint i = 0; i < files->len; i++) {
		const struct gvm_profiles *file = g_ptr_array_index(files, i);

		for (guint j = 0; j < file->types->len; j++) {
			const struct gvm_profile *type =
				g_ptr_array_index(file->types, j);

			assert_int_equal(type->number[GVM_PROFILE_FRAMEBUFFER] +
					 type->number[GVM_PROFILE_RESERVED],
					 type->number[GVM_PROFILE_SIZE]);
			assert_null(type->signature_file);
			/* Room for a NUL in the oldest release. */
			assert_true(strlen(type->text[GVM_PROFILE_NAME]) < 32);
		}
	}
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
		cmocka_unit_test(files_go_together),
		cmocka_unit_test(files_are_for_their_gpus),
		cmocka_unit_test(types_fit_their_gpus),
		cmocka_unit_test(shares_add_up),
	};

	return cmocka_run_group_tests_name("profiles-shipped", tests, NULL,
					   NULL);
}
