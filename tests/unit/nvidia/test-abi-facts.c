// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the rows themselves, against what was measured.
 *
 * Every line of the measured tables is looked for in what each release gets,
 * and what a release gets must be in a line.
 */
#include "unit.h"
#include "nvidia/abi.h"
#include "nvidia/releases.h"

/** @brief A structure that is in the table of the controls only. */
#define BY_SIZE "NV2080_CTRL_FB_GET_INFO_V2_PARAMS"

/** @brief A range of releases in a line. */
struct span {
	struct gvm_nv_range range;	/**< The range. */
	char *key;			/**< What it is about. Owned. */
	uint32_t numbers[2];		/**< What was measured. */
};

/**
 * @brief Free the inside of a range.
 * @param data  The range.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
static void clear_span(void *data)
{
	struct span *span = data;

	g_free(span->key);
}

/**
 * @brief Read a release of the tables.
 * @param text  Its text.
 * @return The release.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static struct gvm_nv_version version_of(const char *text)
{
	g_autofree char *copy = g_strstrip(g_strdup(text));
	struct gvm_nv_version version = { 0 };

	assert_true(gvm_nv_version_parse(copy, &version));

	return version;
}

/**
 * @brief Read the lines of a table.
 * @param name  Its file.
 * @return The lines, without the first.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static GStrv lines_of(const char *name)
{
	g_autofree char *path = g_build_filename(GVM_TEST_FACTS, name, NULL);
	g_autofree char *text = NULL;
	GStrv lines;

	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	lines = g_strsplit(g_strchomp(text), "\n", -1);
	lines[0][0] = '\0';

	return lines;
}

/**
 * @brief Read what was measured of structures.
 * @return Ranges, whose keys are "STRUCT FIELD"; numbers are offset and size.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static GArray *structures(void)
{
	g_auto(GStrv) lines = lines_of("abi.csv");
	GArray *spans = g_array_new(FALSE, TRUE, sizeof(struct span));

	g_array_set_clear_func(spans, clear_span);
	for (size_t i = 1; lines[i]; i++) {
		g_auto(GStrv) cells = g_strsplit(lines[i], ",", -1);
		struct span span = {
			.range = { version_of(cells[0]),
				   version_of(cells[1]) },
			.key = g_strconcat(cells[2], " ", cells[3], NULL),
			.numbers = { g_ascii_strtoull(cells[4], NULL, 10),
				     g_ascii_strtoull(cells[5], NULL, 10) },
		};

		g_array_append_val(spans, span);
	}

	return spans;
}

/**
 * @brief Read what was measured of constants.
 * @return Ranges, whose keys are the constants; the number is the value.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static GArray *constants(void)
{
	g_auto(GStrv) lines = lines_of("consts.csv");
	GArray *spans = g_array_new(FALSE, TRUE, sizeof(struct span));

	g_array_set_clear_func(spans, clear_span);
	for (size_t i = 1; lines[i]; i++) {
		g_auto(GStrv) cells = g_strsplit(lines[i], ",", 3);
		g_auto(GStrv) parts = g_strsplit(cells[2], ";", -1);

		for (size_t j = 0; parts[j]; j++) {
			g_auto(GStrv) ends = g_strsplit(parts[j], "..", 2);
			struct span span = {
				.range = { version_of(ends[0]),
					   version_of(ends[1] ? ends[1] :
						      ends[0]) },
				.key = g_strdup(cells[0]),
				.numbers = { g_ascii_strtoull(cells[1], NULL,
							      0) },
			};

			g_array_append_val(spans, span);
		}
	}

	return spans;
}

/**
 * @brief Find what was measured of a release.
 * @param spans    The table.
 * @param key      What is looked for.
 * @param version  The release.
 * @return The range, or NULL when the release does not have it.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test when there are two.
 */
static const struct span *find(const GArray *spans, const char *key,
			       struct gvm_nv_version version)
{
	const struct span *found = NULL;

	for (size_t i = 0; i < spans->len; i++) {
		const struct span *span = &g_array_index(spans, struct span,
							 i);

		if (!g_str_equal(span->key, key) ||
		    !gvm_nv_range_has(&span->range, version))
			continue;
		assert_null(found);
		found = span;
	}

	return found;
}

/**
 * @brief Get the rows of a measured release.
 * @param version  The release.
 * @return Its rows.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static struct gvm_nv_abi rows_of(struct gvm_nv_version version)
{
	g_autoptr(GError) err = NULL;
	struct gvm_nv_abi abi;
	char text[GVM_NV_VERSION_TEXT];

	gvm_nv_version_format(version, text);
	unit_expect_success(gvm_nv_abi_select(text, NULL, &abi, &err), err);

	return abi;
}

/**
 * @brief Compare all structures of a release with what was measured.
 * @param spans    The measured table.
 * @param version  The release.
 * @return How many fields were found in it.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static size_t compare_structures(const GArray *spans,
				 struct gvm_nv_version version)
{
	struct gvm_nv_abi abi = rows_of(version);
	size_t n = 0;

	for (unsigned int i = 0; i < GVM_NV_STRUCTS; i++) {
		const struct gvm_nv_layout *layout = gvm_nv_abi_layout(i);
		g_autofree char *whole = g_strconcat(layout->name, " (sizeof)",
						     NULL);
		const struct span *span = find(spans, whole, version);

		if (g_str_equal(layout->name, BY_SIZE))
			continue;
		assert_int_equal(gvm_nv_abi_size(&abi, i),
				 span ? span->numbers[1] : 0);
		for (unsigned int j = 0; j < layout->n_fields; j++) {
			struct gvm_nv_place place =
				gvm_nv_abi_place(&abi, i, j);
			g_autofree char *key = NULL;

			key = g_strconcat(layout->name, " ",
					  layout->fields[j].name, NULL);
			span = find(spans, key, version);
			assert_int_equal(place.size,
					 span ? span->numbers[1] : 0);
			if (span)
				assert_int_equal(place.offset,
						 span->numbers[0]);
			n += span ? 1 : 0;
		}
	}

	return n;
}

/**
 * @brief Every structure and field is where it was measured, or is missing.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void structures_are_as_measured(void **state)
{
	/* The two ends of each branch, and the series in between. */
	static const char *const rows[] = {
		"525.47.04", "525.147.05", "530.30.02", "530.41.03",
		"535.43.02", "535.183.01", "535.183.06", "535.216.01",
		"545.23.06", "550.40.63", "550.40.65", "550.54.14", "550.78",
		"550.90.07", "560.35.03", "565.57.01", "570.86.15",
		"570.123.19", "570.211.01", "575.51.02", "575.64.05",
		"580.65.06", "580.82.09", "580.94.02", "580.95.05",
		"590.48.01", "595.44.02", "595.45.04",
	};
	g_autoptr(GArray) spans = structures();

	(void)state;
	assert_true(spans->len > 1900);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_true(compare_structures(spans, version_of(rows[i])) >
			    200);
}

/**
 * @brief Every constant has its measured value in every release, or none.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void constants_are_as_measured(void **state)
{
	g_autoptr(GArray) spans = constants();
	size_t n;
	const struct gvm_nv_version *all = gvm_nv_releases(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct gvm_nv_abi abi = rows_of(all[i]);

		for (unsigned int j = 0; j < GVM_NV_CONSTANTS; j++) {
			const char *name = gvm_nv_abi_constant(j)->name;
			const struct span *span = find(spans, name, all[i]);
			uint32_t value = 0;

			assert_int_equal(gvm_nv_abi_has(&abi, j, &value),
					 span ? 1 : 0);
			if (span)
				assert_int_equal(value, span->numbers[0]);
		}
	}
}

/**
 * @brief Notifiers have other numbers in other releases, and some are in no
 *        order.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void notifiers_go_by_range(void **state)
{
	static const struct {
		const char *release;
		bool start;
		bool unbind;
		bool both;
	} rows[] = {
		{ "535.183.06", true, false, false },
		{ "535.216.01", false, true, false },
		{ "545.23.06", true, false, false },
		{ "550.40.63", true, false, false },
		{ "550.40.65", false, true, false },
		{ "550.54.14", true, false, false },
		{ "550.90.07", false, true, false },
		{ "570.211.01", false, true, false },
		{ "575.51.02", false, false, true },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct gvm_nv_abi abi = rows_of(version_of(rows[i].release));

		assert_int_equal(gvm_nv_abi_has(&abi,
						GVM_NV_K_NOTIFIERS_VM_START,
						NULL), rows[i].start);
		assert_int_equal(gvm_nv_abi_has(&abi,
						GVM_NV_K_NOTIFIERS_GPU_UNBIND_EVENT,
						NULL), rows[i].unbind);
		assert_int_equal(gvm_nv_abi_has(&abi,
						GVM_NV_K_NOTIFIERS_GPU_BIND_UNBIND_EVENT,
						NULL), rows[i].both);
		assert_int_equal(gvm_nv_abi_offers(&abi, GVM_NV_C_START_DATA,
						   NULL), rows[i].start);
		assert_int_equal(gvm_nv_abi_offers(&abi,
						   GVM_NV_C_NOTIFY_START,
						   NULL), rows[i].start);
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
		cmocka_unit_test(structures_are_as_measured),
		cmocka_unit_test(constants_are_as_measured),
		cmocka_unit_test(notifiers_go_by_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
