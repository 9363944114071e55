// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What is refused before libxml2 sees a document.
 */
#include "xml/xml-text.h"

#include <string.h>

#include "xml/xml.h"

/**
 * @brief Find the line of a place in a text.
 * @param text  The text.
 * @param end   The place.
 * @return The line, counted from 1.
 * @pure
 */
static int line_of(const char *text, const char *end)
{
	int line = 1;

	for (const char *at = text; at < end; at++)
		line += *at == '\n';

	return line;
}

/**
 * @brief Count the quoted strings of one tag.
 *
 * A '<' always ends the count: XML allows it in no tag, so that what follows
 * one is the start of a tag for libxml2 as well.
 *
 * @param at   Just behind the '<' of the tag.
 * @param end  End of the document.
 * @return Number of strings, at least that of the attributes.
 * @pure
 */
static unsigned int count_attrs(const char *at, const char *end)
{
	unsigned int count = 0;
	char quote = '\0';

	/* Comments, CDATA sections and instructions have no attributes. */
	if (at < end && (*at == '!' || *at == '?'))
		return 0;

	for (; at < end && *at != '<'; at++) {
		if (quote) {
			quote = *at == quote ? '\0' : quote;
		} else if (*at == '"' || *at == '\'') {
			quote = *at;
			count++;
		} else if (*at == '>') {
			break;
		}
	}

	return count;
}

/**
 * @brief Look for a tag with too many attributes.
 * @param text  The document.
 * @param end   Its end.
 * @return Start of the tag, or NULL when there is none.
 * @pure
 */
static const char *find_crowded(const char *text, const char *end)
{
	const char *at = memchr(text, '<', end - text);

	while (at) {
		if (count_attrs(at + 1, end) > GVM_XML_ATTRS_MAX)
			return at;
		at = memchr(at + 1, '<', end - at - 1);
	}

	return NULL;
}

/**
 * @brief Say what is wrong.
 * @param sentence  Where to put a copy of the sentence.
 * @param line      Line of it.
 * @param format    The sentence, printf-like.
 * @return The line.
 * @norestriction
 * @sideeffect Sets @p *sentence.
 * @nofailure
 */
static int G_GNUC_PRINTF(3, 4) say(char **sentence, int line,
				   const char *format, ...)
{
	va_list args;

	va_start(args, format);
	*sentence = g_strdup_vprintf(format, args);
	va_end(args);

	return line;
}

int gvm_xml_text_check(const char *text, size_t len, unsigned int max,
		       char **sentence)
{
	const char *bad = NULL;

	if (len == 0)
		return say(sentence, 1, "the document is empty");
	if (len > max)
		return say(sentence, 1, "the document has more than %u bytes",
			   max);
	if (!g_utf8_validate_len(text, len, &bad))
		return say(sentence, line_of(text, bad),
			   "the document is not UTF-8 text");
	bad = find_crowded(text, text + len);
	if (bad)
		return say(sentence, line_of(text, bad),
			   "a tag has more than %d attributes",
			   GVM_XML_ATTRS_MAX);

	return 0;
}
