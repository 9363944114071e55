/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Tables for people and JSON for programs, on standard output.
 */
#ifndef GVM_CMD_PRINT_H
#define GVM_CMD_PRINT_H

#include <glib.h>
#include <json-c/json.h>
#include <stdbool.h>
#include <stdint.h>

#include "util/cleanup.h"

/** @brief A table that is being filled. */
struct gvm_print {
	unsigned int columns;	/**< How many columns it has. */
	unsigned int always;	/**< So many are shown even when empty. */
	GPtrArray *cells;	/**< char *, row by row, header first. */
};

/**
 * @brief Begin a table.
 * @param header  Titles of the columns, ended by NULL.
 * @return A new table, freed with gvm_print_free().
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
struct gvm_print *gvm_print_new(const char *const *header);

/**
 * @brief Free a table.
 * @param table  The table, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_print_free(struct gvm_print *table);

GVM_DEFINE_AUTOPTR(gvm_print, gvm_print_free)

/**
 * @brief Add the next cell.
 * @param table  The table.
 * @param text   Its text; "-" is shown for NULL and for "".
 * @restriction Add as many cells to each row as there are columns.
 * @sideeffect Grows the table.
 * @nofailure
 */
void gvm_print_cell(struct gvm_print *table, const char *text);

/**
 * @brief Add the next cell, a number.
 * @param table   The table.
 * @param number  The number.
 * @restriction As for gvm_print_cell().
 * @sideeffect Grows the table.
 * @nofailure
 */
void gvm_print_number(struct gvm_print *table, uint64_t number);

/**
 * @brief Leave out columns in which no row has anything.
 *
 * What only one vendor's driver tells would be a row of dashes elsewhere.
 *
 * @param table   The table.
 * @param always  How many columns, from the first, are shown in any case.
 * @norestriction
 * @sideeffect Changes what is printed later.
 * @nofailure
 */
void gvm_print_always(struct gvm_print *table, unsigned int always);

/**
 * @brief Print a table with aligned columns.
 * @param table  The table, its last row complete.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @failure Errors of the output are found when it is closed.
 */
void gvm_print_table(const struct gvm_print *table);

/**
 * @brief Add a string to a JSON object, null for NULL.
 * @param object  The object.
 * @param key     The key.
 * @param text    The string; bytes that are no UTF-8 are replaced.
 * @norestriction
 * @sideeffect Changes the object.
 * @nofailure
 */
void gvm_print_add_text(struct json_object *object, const char *key,
			const char *text);

/**
 * @brief Add a number to a JSON object.
 * @param object  The object.
 * @param key     The key.
 * @param number  The number.
 * @param known   false to add null instead.
 * @norestriction
 * @sideeffect Changes the object.
 * @nofailure
 */
void gvm_print_add_number(struct json_object *object, const char *key,
			  uint64_t number, bool known);

/**
 * @brief Print a document {"KEY": LIST} and free it.
 * @param key   The one key of the document.
 * @param list  The list; taken over.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @failure Errors of the output are found when it is closed.
 */
void gvm_print_json(const char *key, struct json_object *list);

/**
 * @brief Flush standard output and tell whether everything arrived.
 * @param err  Where to store the error, or NULL.
 * @return true when nothing was lost.
 * @norestriction
 * @sideeffect Flushes standard output.
 * @failure GVM_ERROR_FAILED, for example when a disk is full.
 */
bool gvm_print_flush(GError **err);

#endif /* GVM_CMD_PRINT_H */
