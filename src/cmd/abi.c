// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl check --abi: the rows of a release, as tables.
 *
 * A report about a release that nobody here has seen is only useful with what
 * the program takes its interface to be. So everything that the program may
 * use is printed, under NVIDIA's own names.
 */
#include "cmd/abi.h"

#include <stdio.h>

#include "cmd/args.h"
#include "cmd/print.h"
#include "nvidia/rm.h"
#include "util/error.h"

/** @brief How well a release is known, in one word. */
static const char *const known_words[] = {
	[GVM_NV_KNOWN] = "known",
	[GVM_NV_NEAREST] = "nearest",
	[GVM_NV_FORCED] = "forced",
};

const char *gvm_cmd_abi_known(enum gvm_nv_known known)
{
	return known_words[known];
}

/**
 * @brief Add the row of a structure and those of its fields.
 * @param table  The table.
 * @param abi    The rows.
 * @param which  The structure.
 * @norestriction
 * @sideeffect Grows the table.
 * @nofailure
 */
static void add_structure(struct gvm_print *table,
			  const struct gvm_nv_abi *abi,
			  enum gvm_nv_struct which)
{
	const struct gvm_nv_layout *layout = gvm_nv_abi_layout(which);
	const struct gvm_nv_row *row = abi->row[which];

	gvm_print_cell(table, layout->name);
	gvm_print_cell(table, NULL);
	if (!row) {
		gvm_print_cell(table, NULL);
		return;
	}
	gvm_print_number(table, row->size);

	for (size_t i = 0; i < layout->n_fields; i++) {
		struct gvm_nv_place place = gvm_nv_abi_place(abi, which, i);
		g_autofree char *field = NULL;

		if (place.size == 0)
			continue;
		field = g_strconcat("  ", layout->fields[i].name, NULL);
		gvm_print_cell(table, field);
		gvm_print_number(table, place.offset);
		gvm_print_number(table, place.size);
	}
}

/**
 * @brief Print the structures.
 * @param abi  The rows.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @failure Errors of the output are found when it is closed.
 */
static void print_structures(const struct gvm_nv_abi *abi)
{
	static const char *const header[] = { "STRUCTURE/FIELD", "OFFSET",
		"SIZE", NULL };
	g_autoptr(gvm_print) table = gvm_print_new(header);

	for (unsigned int i = 0; i < GVM_NV_STRUCTS; i++)
		add_structure(table, abi, i);
	gvm_print_table(table);
}

/**
 * @brief Print the controls.
 * @param abi  The rows.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @failure Errors of the output are found when it is closed.
 */
static void print_controls(const struct gvm_nv_abi *abi)
{
	static const char *const header[] = { "CONTROL", "NUMBER", "STRUCTURE",
		"SIZE", "CALLER", NULL };
	g_autoptr(gvm_print) table = gvm_print_new(header);

	for (unsigned int i = 0; i < GVM_NV_CONTROLS; i++) {
		const struct gvm_nv_control_def *def = gvm_nv_abi_control(i);
		g_autofree char *number = g_strdup_printf("0x%x", def->number);
		bool root = false;
		bool offered = gvm_nv_abi_offers(abi, i, &root);

		gvm_print_cell(table, def->name);
		gvm_print_cell(table, number);
		if (def->params == GVM_NV_NO_STRUCT) {
			gvm_print_cell(table, NULL);
			gvm_print_number(table, 0);
		} else {
			gvm_print_cell(table,
				       gvm_nv_abi_layout(def->params)->name);
			gvm_print_number(table,
					 gvm_nv_abi_size(abi, def->params));
		}
		gvm_print_cell(table, !offered ? NULL : root ? "root" : "any");
	}
	gvm_print_table(table);
}

/**
 * @brief Print the constants.
 * @param abi  The rows.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @failure Errors of the output are found when it is closed.
 */
static void print_constants(const struct gvm_nv_abi *abi)
{
	static const char *const header[] = { "CONSTANT", "VALUE", NULL };
	g_autoptr(gvm_print) table = gvm_print_new(header);

	for (unsigned int i = 0; i < GVM_NV_CONSTANTS; i++) {
		uint32_t value;

		gvm_print_cell(table, gvm_nv_abi_constant(i)->name);
		if (gvm_nv_abi_has(abi, i, &value))
			gvm_print_number(table, value);
		else
			gvm_print_cell(table, NULL);
	}
	gvm_print_table(table);
}

/**
 * @brief Print the rows of a release as tables.
 * @param abi  The rows.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @failure Errors of the output are found when it is closed.
 */
static void print_tables(const struct gvm_nv_abi *abi)
{
	char driver[GVM_NV_VERSION_TEXT];
	char rows[GVM_NV_VERSION_TEXT];

	gvm_nv_version_format(abi->driver, driver);
	gvm_nv_version_format(abi->rows, rows);
	printf("driver: %s\nrows:   %s\nknown:  %s\n\n", driver, rows,
	       gvm_cmd_abi_known(abi->known));
	print_structures(abi);
	putchar('\n');
	print_controls(abi);
	putchar('\n');
	print_constants(abi);
}

bool gvm_cmd_abi_run(struct gvm_call *call, GError **err)
{
	const char *word = gvm_args_word(call, 0);
	g_autofree char *version = g_strdup(word);
	struct gvm_nv_version parsed;
	struct gvm_nv_abi abi;

	if (word && !gvm_nv_version_parse(word, &parsed))
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "'%s' is not a driver release such as 580.95.05",
				     word);
	if (!word && !gvm_rm_version(&call->host, &version, err))
		return false;
	if (!gvm_nv_abi_select(version, gvm_args_value(call, "--force-abi"),
			       &abi, err))
		return false;
	if (call->settings.json)
		gvm_cmd_abi_json(&abi);
	else
		print_tables(&abi);

	return true;
}
