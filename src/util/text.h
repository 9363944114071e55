/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Checks on text that came from outside.
 */
#ifndef GVM_UTIL_TEXT_H
#define GVM_UTIL_TEXT_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** @brief Longest file name the kernel knows, in bytes (NAME_MAX). */
#define GVM_TEXT_NAME_MAX 255

/**
 * @brief Tell whether a text may be used as one component of a path.
 * @param text  The text, or NULL.
 * @return true when it is 1 to 255 bytes long, is neither "." nor "..", and
 *         holds no '/', no control character and no invalid UTF-8.
 * @pure
 */
bool gvm_text_is_name(const char *text);

/**
 * @brief Tell whether a text is fit for one line.
 * @param text  The text, or NULL.
 * @param max   Most bytes it may have.
 * @return false when it is NULL, empty, too long or has control characters.
 * @pure
 */
bool gvm_text_is_line(const char *text, size_t max);

/**
 * @brief Read an unsigned decimal or 0x-prefixed number, all of a text.
 * @param text   The text, or NULL.
 * @param max    Largest value accepted.
 * @param value  Where to put the number; untouched on failure.
 * @return false when the text is empty, has a sign, blanks or other trailing
 *         characters, or exceeds @p max.
 * @pure
 */
bool gvm_text_to_uint(const char *text, uint64_t max, uint64_t *value);

/**
 * @brief Make a text fit for one line of a terminal or log.
 * @param text  Any bytes, or NULL.
 * @param max   Longest result in bytes, at least 4.
 * @return A new string in valid UTF-8 with every control character replaced
 *         by '?' and, where it was longer than @p max, cut with "..." at the
 *         end; "(null)" for NULL.
 * @pure
 */
char *gvm_text_printable(const char *text, size_t max);

/**
 * @brief Bring a UUID into its canonical form.
 * @param text  36 characters, hexadecimal digits in any case, or NULL.
 * @return A new lower-case string, or NULL when @p text is no UUID.
 * @pure
 */
char *gvm_text_uuid(const char *text);

/**
 * @brief Tell whether a text is a PCI address as the kernel spells it.
 * @param text  The text, or NULL.
 * @return true for 0000:41:00.4 and the like: four hexadecimal digits or
 *         more, then two, two and one, none of them a capital.
 * @pure
 */
bool gvm_text_is_pci(const char *text);

#endif /* GVM_UTIL_TEXT_H */
