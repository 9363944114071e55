// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tables for people and JSON for programs, on standard output.
 */
#include "cmd/print.h"

#include <errno.h>
#include <stdio.h>

#include "util/error.h"
#include "util/text.h"

/** @brief Longest text of one cell, in bytes. */
#define CELL_MAX 240
/** @brief Blanks between two columns. */
#define GAP 2
/** @brief What stands in a cell without text. */
#define NOTHING "-"

struct gvm_print *gvm_print_new(const char *const *header)
{
	struct gvm_print *table = g_new0(struct gvm_print, 1);

	table->cells = g_ptr_array_new_with_free_func(g_free);
	for (; *header; header++, table->columns++)
		g_ptr_array_add(table->cells, g_strdup(*header));
	table->always = table->columns;

	return table;
}

void gvm_print_free(struct gvm_print *table)
{
	if (!table)
		return;

	g_ptr_array_unref(table->cells);
	g_free(table);
}

void gvm_print_cell(struct gvm_print *table, const char *text)
{
	g_ptr_array_add(table->cells,
			gvm_text_printable(text && *text ? text : NOTHING,
					   CELL_MAX));
}

void gvm_print_number(struct gvm_print *table, uint64_t number)
{
	g_ptr_array_add(table->cells,
			g_strdup_printf("%" G_GUINT64_FORMAT, (guint64)number));
}

void gvm_print_always(struct gvm_print *table, unsigned int always)
{
	table->always = always;
}

/**
 * @brief Tell whether a column is printed.
 * @param table   The table.
 * @param column  Index of the column.
 * @return true when it is one of those that always are, or not empty.
 * @pure
 */
static bool is_shown(const struct gvm_print *table, unsigned int column)
{
	if (column < table->always)
		return true;
	for (guint i = column + table->columns; i < table->cells->len;
	     i += table->columns)
		if (!g_str_equal(g_ptr_array_index(table->cells, i), NOTHING))
			return true;

	return false;
}

/**
 * @brief Find the widest cell of a column.
 * @param table   The table.
 * @param column  Index of the column.
 * @return Its width in characters.
 * @pure
 */
static glong width_of(const struct gvm_print *table, unsigned int column)
{
	glong widest = 0;

	for (guint i = column; i < table->cells->len; i += table->columns)
		widest = MAX(widest,
			     g_utf8_strlen(g_ptr_array_index(table->cells, i),
					   -1));

	return widest;
}

void gvm_print_table(const struct gvm_print *table)
{
	g_autofree glong *widths = g_new0(glong, table->columns);
	unsigned int end = 0;

	g_assert(table->cells->len % table->columns == 0);

	/* A column has at least its title; 0 stands for one left out. */
	for (unsigned int i = 0; i < table->columns; i++)
		if (is_shown(table, i)) {
			widths[i] = width_of(table, i);
			end = i;
		}
	for (guint i = 0; i < table->cells->len; i++) {
		const char *text = g_ptr_array_index(table->cells, i);
		unsigned int column = i % table->columns;
		int pad = column == end ? 0 :
			widths[column] - g_utf8_strlen(text, -1) + GAP;

		if (widths[column])
			printf("%s%*s%s", text, pad, "",
			       column == end ? "\n" : "");
	}
}

void gvm_print_add_text(struct json_object *object, const char *key,
			const char *text)
{
	g_autofree char *valid = text ? g_utf8_make_valid(text, -1) : NULL;

	json_object_object_add(object, key,
			       valid ? json_object_new_string(valid) : NULL);
}

void gvm_print_add_number(struct json_object *object, const char *key,
			  uint64_t number, bool known)
{
	json_object_object_add(object, key,
			       known ? json_object_new_uint64(number) : NULL);
}

void gvm_print_json(const char *key, struct json_object *list)
{
	struct json_object *document = json_object_new_object();

	json_object_object_add(document, key, list);
	puts(json_object_to_json_string_ext(document,
					    JSON_C_TO_STRING_PRETTY |
					    JSON_C_TO_STRING_SPACED |
					    JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(document);
}

bool gvm_print_flush(GError **err)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return true;

	/* Not the code of the errno: that a disk is full says nothing about
	 * the GPUs.
	 */
	return gvm_error_set(err, GVM_ERROR_FAILED,
			     "cannot write to standard output: %s",
			     g_strerror(errno ? errno : EIO));
}
