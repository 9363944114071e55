/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Files of an imitated machine, as one-line statements.
 *
 * A machine is a directory, @p root, and every path is below it and without a
 * leading slash. Nothing here returns an error: a test whose machine cannot
 * be built is of no use, so the process ends.
 */
#ifndef GVM_TESTS_FAKE_TREE_H
#define GVM_TESTS_FAKE_TREE_H

#include <glib.h>
#include <stdbool.h>

/**
 * @brief Make a directory and those above it.
 * @param root  The machine.
 * @param path  The directory.
 * @norestriction
 * @sideeffect Creates directories.
 * @failure Ends the process.
 */
void fake_tree_dir(const char *root, const char *path);

/**
 * @brief Put a file there, with the directories above it.
 * @param root  The machine.
 * @param path  The file; an older one is replaced at one stroke.
 * @param text  Its content.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
void fake_tree_file(const char *root, const char *path, const char *text);

/**
 * @brief Put a file there that may hold NUL bytes.
 * @param root  The machine.
 * @param path  The file; an older one is replaced at one stroke.
 * @param data  Its content.
 * @param len   Length of the content.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
void fake_tree_bytes(const char *root, const char *path, const char *data,
		     size_t len);

/**
 * @brief Put a number there, followed by a newline.
 * @param root    The machine.
 * @param path    The file.
 * @param number  The number.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
void fake_tree_number(const char *root, const char *path, gint64 number);

/**
 * @brief Append a line to a file.
 * @param root  The machine.
 * @param path  The file.
 * @param line  The line, without newline.
 * @norestriction
 * @sideeffect Creates or extends the file.
 * @failure Ends the process.
 */
void fake_tree_append(const char *root, const char *path, const char *line);

/**
 * @brief Put a symbolic link there, relative as those of sysfs are.
 * @param root    The machine.
 * @param path    The link; it must not exist.
 * @param target  Path below the root that it leads to.
 * @norestriction
 * @sideeffect Creates the link and the directories above it.
 * @failure Ends the process.
 */
void fake_tree_link(const char *root, const char *path, const char *target);

/**
 * @brief Take a file or a whole directory away.
 * @param root  The machine.
 * @param path  What to remove; it need not exist.
 * @norestriction
 * @sideeffect Removes files; links are not followed.
 * @failure Ends the process.
 */
void fake_tree_remove(const char *root, const char *path);

/**
 * @brief Read a file without its trailing newline.
 * @param root  The machine.
 * @param path  The file.
 * @return A new string, or NULL when it cannot be read.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
char *fake_tree_read(const char *root, const char *path);

/**
 * @brief Read a number.
 * @param root      The machine.
 * @param path      The file.
 * @param fallback  What to return when there is none.
 * @return The number.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
gint64 fake_tree_read_number(const char *root, const char *path,
			     gint64 fallback);

/**
 * @brief List a directory.
 * @param root  The machine.
 * @param path  The directory.
 * @return A new sorted array of owned names, empty when it is not there.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
GPtrArray *fake_tree_list(const char *root, const char *path);

/**
 * @brief Tell whether something is there, be it a dangling link.
 * @param root  The machine.
 * @param path  The path.
 * @return true when it is there.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
bool fake_tree_exists(const char *root, const char *path);

/**
 * @brief Follow all links of a path.
 * @param root  The machine.
 * @param path  The path.
 * @return A new path below the root, or NULL when it leads nowhere.
 * @restriction No link may lead out of the machine.
 * @nosideeffect
 * @failure Ends the process when one does.
 */
char *fake_tree_real(const char *root, const char *path);

/**
 * @brief Read the last component of where a link leads.
 * @param root  The machine.
 * @param path  The link.
 * @return A new string, or NULL when it is no link.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
char *fake_tree_link_name(const char *root, const char *path);

#endif /* GVM_TESTS_FAKE_TREE_H */
