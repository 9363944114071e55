// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Files of an imitated machine.
 */
#include "fake-tree.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/** @brief How many directories nftw() may hold open. */
#define NFTW_FDS 16

/**
 * @brief End the process unless something is true.
 * @param good  What must be true.
 * @param what  What was being done.
 * @param path  With which path.
 * @restriction Call it right after the call that sets errno.
 * @sideeffect May end the process with a sentence.
 * @nofailure
 */
static void insist(bool good, const char *what, const char *path)
{
	if (!good)
		g_error("fake machine: cannot %s %s: %s", what, path,
			g_strerror(errno));
}

/**
 * @brief Spell where a path of the machine really is.
 * @param root  The machine.
 * @param path  The path.
 * @return A new string.
 * @pure
 */
static char *below(const char *root, const char *path)
{
	return g_strdup_printf("%s/%s", root, path);
}

/**
 * @brief Make the directory that a path is to be put into.
 * @param full  Path of this machine.
 * @norestriction
 * @sideeffect Creates directories.
 * @failure Ends the process.
 */
static void make_above(const char *full)
{
	g_autofree char *dir = g_path_get_dirname(full);

	insist(g_mkdir_with_parents(dir, 0755) == 0, "make", dir);
}

void fake_tree_dir(const char *root, const char *path)
{
	g_autofree char *full = below(root, path);

	insist(g_mkdir_with_parents(full, 0755) == 0, "make", full);
}

void fake_tree_bytes(const char *root, const char *path, const char *data,
		     size_t len)
{
	g_autofree char *full = below(root, path);
	g_autofree char *temp = NULL;
	FILE *file;

	/* Replaced at one stroke: another process may be reading it. */
	temp = g_strdup_printf("%s/.fake-%d.tmp", root, (int)getpid());
	file = fopen(temp, "we");
	insist(file, "write", temp);
	insist(fwrite(data, 1, len, file) == len, "write", temp);
	insist(fclose(file) == 0, "write", temp);
	if (rename(temp, full) == 0)
		return;
	/* Rarely, and asking each time would cost more than the rest. */
	make_above(full);
	insist(rename(temp, full) == 0, "write", full);
}

void fake_tree_file(const char *root, const char *path, const char *text)
{
	fake_tree_bytes(root, path, text, strlen(text));
}

void fake_tree_number(const char *root, const char *path, gint64 number)
{
	g_autofree char *text = NULL;

	text = g_strdup_printf("%" G_GINT64_FORMAT "\n", number);
	fake_tree_file(root, path, text);
}

void fake_tree_append(const char *root, const char *path, const char *line)
{
	g_autofree char *full = below(root, path);
	FILE *file = fopen(full, "ae");

	if (!file) {
		make_above(full);
		file = fopen(full, "ae");
	}
	insist(file, "write", full);
	insist(fprintf(file, "%s\n", line) > 0, "write", full);
	insist(fclose(file) == 0, "write", full);
}

void fake_tree_link(const char *root, const char *path, const char *target)
{
	g_autofree char *full = below(root, path);
	g_autoptr(GString) relative = g_string_new(NULL);
	size_t common = 0;

	for (size_t i = 0; path[i] && path[i] == target[i]; i++)
		if (path[i] == '/')
			common = i + 1;
	for (const char *p = path + common; *p; p++)
		if (*p == '/')
			g_string_append(relative, "../");
	g_string_append(relative, target + common);

	if (symlink(relative->str, full) == 0)
		return;
	make_above(full);
	insist(symlink(relative->str, full) == 0, "link", full);
}

/**
 * @brief Remove whatever nftw() shows.
 * @param path  The entry.
 * @param st    Unused.
 * @param type  Unused.
 * @param ftw   Unused.
 * @return 0 to go on.
 * @restriction Only for a walk from the leaves to the root.
 * @sideeffect Removes the entry.
 * @failure Ends the process.
 */
static int remove_entry(const char *path, const struct stat *st, int type,
			struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	insist(remove(path) == 0, "remove", path);

	return 0;
}

void fake_tree_remove(const char *root, const char *path)
{
	g_autofree char *full = below(root, path);

	if (fake_tree_exists(root, path))
		insist(nftw(full, remove_entry, NFTW_FDS,
			    FTW_DEPTH | FTW_PHYS) == 0, "remove", full);
}

char *fake_tree_read(const char *root, const char *path)
{
	g_autofree char *full = below(root, path);
	char *text = NULL;
	gsize len = 0;

	if (!g_file_get_contents(full, &text, &len, NULL))
		return NULL;
	if (len > 0 && text[len - 1] == '\n')
		text[len - 1] = '\0';

	return text;
}

gint64 fake_tree_read_number(const char *root, const char *path,
			     gint64 fallback)
{
	g_autofree char *text = fake_tree_read(root, path);

	return text ? g_ascii_strtoll(text, NULL, 10) : fallback;
}

/**
 * @brief Order two elements of a GPtrArray of strings.
 * @param a  Address of a pointer to the first string.
 * @param b  Address of a pointer to the second string.
 * @return As strcmp().
 * @pure
 */
static int compare_names(const void *a, const void *b)
{
	const char *const *first = a;
	const char *const *second = b;

	return strcmp(*first, *second);
}

GPtrArray *fake_tree_list(const char *root, const char *path)
{
	g_autofree char *full = below(root, path);
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	GDir *dir = g_dir_open(full, 0, NULL);
	const char *name;

	if (!dir)
		return names;
	while ((name = g_dir_read_name(dir)))
		g_ptr_array_add(names, g_strdup(name));
	g_dir_close(dir);
	g_ptr_array_sort(names, compare_names);

	return names;
}

bool fake_tree_exists(const char *root, const char *path)
{
	g_autofree char *full = below(root, path);
	struct stat st;

	return lstat(full, &st) == 0;
}

char *fake_tree_real(const char *root, const char *path)
{
	g_autofree char *full = below(root, path);
	char *real_root = realpath(root, NULL);
	char *real = realpath(full, NULL);
	char *result = NULL;

	insist(real_root, "find", root);
	if (real) {
		insist(g_str_has_prefix(real, real_root), "stay below", root);
		result = g_strdup(real + strlen(real_root) + 1);
	}
	free(real);
	free(real_root);

	return result;
}

char *fake_tree_link_name(const char *root, const char *path)
{
	g_autofree char *full = below(root, path);
	g_autofree char *target = g_file_read_link(full, NULL);

	return target ? g_path_get_basename(target) : NULL;
}
