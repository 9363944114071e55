/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What is refused before libxml2 sees a document.
 */
#ifndef GVM_XML_XML_TEXT_H
#define GVM_XML_XML_TEXT_H

#include <glib.h>
#include <stddef.h>

/**
 * @brief Look for what libxml2 could not refuse in time.
 *
 * That is an empty or too long document, what is not UTF-8, and a tag with too
 * many attributes.
 *
 * @param text      The document.
 * @param len       Its length in bytes.
 * @param max       Most bytes it may have.
 * @param sentence  Where to put what is wrong, a new string; untouched when
 *                  nothing is.
 * @return The line of what is wrong, 0 when nothing is.
 * @norestriction
 * @sideeffect Sets @p *sentence.
 * @nofailure
 */
int gvm_xml_text_check(const char *text, size_t len, unsigned int max,
		       char **sentence);

#endif /* GVM_XML_XML_TEXT_H */
