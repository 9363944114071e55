/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What all tests of the readers share: refusals, and files of tests.
 */
#ifndef GVM_TESTS_UNIT_XML_REFUSAL_H
#define GVM_TESTS_UNIT_XML_REFUSAL_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/** @brief What every document is called in these tests. */
#define REFUSAL_NAME "t.xml"

/** @brief A reader, reduced to whether it takes a document. */
typedef bool (*refusal_reader)(const char *text, size_t len, GError **err);

/** @brief A document and what must be said of it. */
struct refusal {
	const char *text;	/**< The document. */
	const char *message;	/**< How the message must begin. */
};

/**
 * @brief Check that a document is refused in one sentence.
 * @param reader   The reader.
 * @param text     The document.
 * @param len      Its length in bytes.
 * @param message  How the message must begin.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test when it is taken, or refused with another code or
 *          message, or in more than one line.
 */
void refusal_check(refusal_reader reader, const char *text, size_t len,
		   const char *message);

/**
 * @brief Check a list of documents.
 * @param reader  The reader.
 * @param list    The documents.
 * @param n       How many there are.
 * @param before  What to put before each.
 * @param after   What to put behind each.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test as refusal_check() does.
 */
void refusal_check_all(refusal_reader reader, const struct refusal *list,
		       size_t n, const char *before, const char *after);

/**
 * @brief Give a reader a document cut at every byte, and damaged there.
 * @param reader  The reader; it may take or refuse, but not read beyond the
 *                end, which valgrind and the sanitizers would see.
 * @param text    A document that it takes.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test when a refusal has no sentence with the name.
 */
void refusal_check_cuts(refusal_reader reader, const char *text);

/**
 * @brief Read a file of tests/data.
 * @param name  Path below that folder.
 * @param len   Where to put its length, or NULL.
 * @return A new string.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test when there is no such file.
 */
char *refusal_load(const char *name, size_t *len);

#endif /* GVM_TESTS_UNIT_XML_REFUSAL_H */
