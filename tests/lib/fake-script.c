// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Exceptions to what an imitated kernel does.
 */
#include "fake-script.h"

#include <fnmatch.h>
#include <glib.h>
#include <string.h>

#include "fake-tree.h"

/** @brief Where the script is. */
#define SCRIPT ".fake/script"

/** @brief The fields of a line, in order. */
enum field { OP, PATTERN, SKIP, TIMES, ACTION, FIELDS };

void fake_script_fail(const char *root, const char *op, const char *pattern,
		      int skip, int times, int errnum)
{
	g_autofree char *line = NULL;

	line = g_strdup_printf("%s\t%s\t%d\t%d\terrno %d", op, pattern, skip,
			       times, errnum);
	fake_tree_append(root, SCRIPT, line);
}

void fake_script_vanish(const char *root, const char *op, const char *pattern,
			int skip, const char *path)
{
	g_autofree char *line = NULL;

	line = g_strdup_printf("%s\t%s\t%d\t1\tvanish %s", op, pattern, skip,
			       path);
	fake_tree_append(root, SCRIPT, line);
}

/**
 * @brief Count a match of a line.
 * @param fields  Fields of the line; its counters are replaced.
 * @return true when the action is due.
 * @norestriction
 * @sideeffect Writes to @p fields.
 * @nofailure
 */
static bool count_match(char **fields)
{
	gint64 skip = g_ascii_strtoll(fields[SKIP], NULL, 10);
	gint64 times = g_ascii_strtoll(fields[TIMES], NULL, 10);
	char **counter = skip > 0 ? &fields[SKIP] : &fields[TIMES];
	gint64 left = skip > 0 ? skip : times;

	if (left > 0) {
		g_free(*counter);
		*counter = g_strdup_printf("%d", (int)left - 1);
	}

	return skip == 0 && times != 0;
}

/**
 * @brief Do what a line says.
 * @param root    The machine.
 * @param action  Its last field.
 * @param rc      Where to put the answer.
 * @return true when @p rc is the answer.
 * @norestriction
 * @sideeffect May remove files.
 * @failure Ends the process when the action is malformed.
 */
static bool act(const char *root, const char *action, int *rc)
{
	if (g_str_has_prefix(action, "vanish ")) {
		fake_tree_remove(root, action + strlen("vanish "));
		return false;
	}
	if (!g_str_has_prefix(action, "errno "))
		g_error("fake machine: unknown action '%s'", action);
	*rc = -g_ascii_strtoll(action + strlen("errno "), NULL, 10);

	return true;
}

bool fake_script_run(const char *root, const char *op, const char *path,
		     int *rc)
{
	g_autofree char *text = fake_tree_read(root, SCRIPT);
	g_auto(GStrv) lines = NULL;
	bool answered = false;
	bool counted = false;

	if (!text)
		return false;
	lines = g_strsplit(text, "\n", -1);
	for (size_t i = 0; lines[i] && !answered; i++) {
		g_auto(GStrv) fields = g_strsplit(lines[i], "\t", FIELDS);

		if (!*lines[i])
			continue;
		if (g_strv_length(fields) != FIELDS)
			g_error("fake machine: bad line '%s'", lines[i]);
		if (!g_str_equal(fields[OP], op) ||
		    fnmatch(fields[PATTERN], path, 0))
			continue;
		if (count_match(fields))
			answered = act(root, fields[ACTION], rc);
		counted = true;
		g_free(lines[i]);
		lines[i] = g_strjoinv("\t", fields);
	}
	if (counted) {
		g_autofree char *left = g_strjoinv("\n", lines);
		g_autofree char *whole = g_strconcat(left, "\n", NULL);

		fake_tree_file(root, SCRIPT, whole);
	}

	return answered;
}
