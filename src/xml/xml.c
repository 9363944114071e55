// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The one safe way to read XML, on libxml2.
 *
 * The text is looked at twice. Before libxml2 sees it, what libxml2 could not
 * refuse in time is refused: too much of it, what is not UTF-8, and tags with
 * so many attributes that comparing each with all others would take minutes.
 * Then libxml2 builds its tree, with three of its callbacks replaced: the one
 * that announces a document type stops the parser before the declarations in
 * it are read, the one for the start of an element counts depth and
 * namespaces, and the one for errors keeps the first for our own sentence.
 *
 * A document type without declarations, which NVIDIA's file has, is passed over
 * where the caller wants that: the tree never knows of it, and what it names is
 * not looked for.
 *
 * Error handlers belong to the parser context, not to the process. The parser
 * is stopped from the first two only: libxml2 frees its buffer when stopped,
 * which is not safe in the middle of an error.
 */
#include "xml/xml.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "util/error.h"
#include "util/text.h"
#include "xml/xml-text.h"

/** @brief Longest part of a foreign message that is repeated. */
#define MESSAGE_MAX 200

/** @brief Longest name of a document that is repeated. */
#define NAME_MAX_SHOWN 1024

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlParserCtxt, xmlFreeParserCtxt)

#if LIBXML_VERSION >= 21200
/** @brief What libxml2 hands to an error handler. */
#define XML_ERROR_ARG const xmlError
#else
/** @brief What libxml2 hands to an error handler. */
#define XML_ERROR_ARG xmlError
#endif

/** @brief What a kind of documents may have. */
struct bounds {
	unsigned int max;	/**< Most bytes. */
	bool doctype;		/**< A document type without declarations. */
	int options;		/**< More options of libxml2. */
};

/** @brief What all documents but one may have. */
static const struct bounds usual = { GVM_XML_MAX, false, 0 };

/** @brief What NVIDIA's own types may have: our bounds replace libxml2's. */
static const struct bounds large = { GVM_XML_LARGE_MAX, true, XML_PARSE_HUGE };

/** @brief What is known while a document is being read. */
struct reader {
	const struct bounds *bounds;	/**< What it may have. */
	unsigned int depth;	/**< Elements that are open. */
	int line;		/**< Line of the first complaint. */
	char *complaint;	/**< First complaint, or NULL. Owned. */
	/** @brief Namespaces in scope at each depth. */
	int spaces[GVM_XML_DEPTH_MAX + 1];
};

/**
 * @brief Say what is wrong with a document, and where.
 * @param err       Where to store the error, or NULL.
 * @param name      What to call the document.
 * @param line      Line, counted from 1; less is taken for 1.
 * @param sentence  What is wrong.
 * @return Always false.
 * @norestriction
 * @sideeffect Allocates a GError in @p *err.
 * @nofailure
 */
static bool refuse(GError **err, const char *name, int line,
		   const char *sentence)
{
	g_autofree char *shown = gvm_text_printable(name, NAME_MAX_SHOWN);

	return gvm_error_set(err, GVM_ERROR_INVALID, "%s:%d: %s", shown,
			     MAX(line, 1), sentence);
}

/**
 * @brief Keep the first complaint about a document.
 * @param reader  The reader.
 * @param line    Line of the complaint.
 * @param format  The complaint, printf-like.
 * @norestriction
 * @sideeffect Sets line and complaint of the reader when there were none.
 * @nofailure
 */
static void G_GNUC_PRINTF(3, 4) complain(struct reader *reader, int line,
					 const char *format, ...)
{
	va_list args;

	if (reader->complaint)
		return;

	va_start(args, format);
	reader->complaint = g_strdup_vprintf(format, args);
	va_end(args);
	reader->line = line;
}

/**
 * @brief Hear an error of libxml2.
 * @param data   The parser.
 * @param error  The error.
 * @norestriction
 * @sideeffect Keeps the first fatal one; others leave the tree whole, and
 *             libvirt accepts them too.
 * @nofailure
 */
static void on_error(void *data, XML_ERROR_ARG *error)
{
	const xmlParserCtxt *parser = data;
	g_autofree char *message = NULL;
	g_autofree char *shown = NULL;

	if (error->level != XML_ERR_FATAL)
		return;

	/* It ends in a newline, and repeats what the document says. */
	message = g_strdup(error->message ? error->message : "unknown error");
	shown = gvm_text_printable(g_strstrip(message), MESSAGE_MAX);
	complain(parser->_private, error->line, "not well-formed XML: %s",
		 shown);
}

/**
 * @brief Refuse a document type before its declarations are read.
 * @param data         The parser.
 * @param name         Name of the root, unused.
 * @param external_id  Public id, unused.
 * @param system_id    Where its external part is, unused.
 * @norestriction
 * @sideeffect Stops the parser, unless the document may have it and it has no
 *             declarations. Then the parser forgets it, so that an entity that
 *             it might have declared is an error.
 * @nofailure
 */
static void on_doctype(void *data, const xmlChar *name,
		       const xmlChar *external_id, const xmlChar *system_id)
{
	xmlParserCtxt *parser = data;
	const struct reader *reader = parser->_private;

	(void)name;
	(void)external_id;
	(void)system_id;
	if (reader->bounds->doctype && *parser->input->cur != '[') {
		parser->hasExternalSubset = 0;
		return;
	}
	complain(parser->_private, xmlSAX2GetLineNumber(parser),
		 "a document type is not allowed, remove the DOCTYPE");
	xmlStopParser(parser);
}

/**
 * @brief Add an element to the tree unless it lies too deep.
 * @param data        The parser.
 * @param name        Name of the element.
 * @param prefix      Its prefix, or NULL.
 * @param uri         Its namespace, or NULL.
 * @param n_spaces    How many namespaces it declares.
 * @param spaces      Prefix and namespace of each.
 * @param n_attrs     How many attributes it has.
 * @param n_defaults  How many of them come from a document type.
 * @param attrs       Five pointers for each.
 * @norestriction
 * @sideeffect Grows the tree, or stops the parser.
 * @nofailure
 */
static void on_start(void *data, const xmlChar *name, const xmlChar *prefix,
		     const xmlChar *uri, int n_spaces, const xmlChar **spaces,
		     int n_attrs, int n_defaults, const xmlChar **attrs)
{
	xmlParserCtxt *parser = data;
	struct reader *reader = parser->_private;
	int line = xmlSAX2GetLineNumber(parser);
	int sum = reader->spaces[reader->depth] + n_spaces;

	if (reader->depth >= GVM_XML_DEPTH_MAX) {
		complain(reader, line,
			 "elements are nested deeper than %d levels",
			 GVM_XML_DEPTH_MAX);
		xmlStopParser(parser);
		return;
	}
	if (sum > GVM_XML_SPACES_MAX) {
		complain(reader, line,
			 "more than %d namespaces are declared around one element",
			 GVM_XML_SPACES_MAX);
		xmlStopParser(parser);
		return;
	}

	reader->spaces[++reader->depth] = sum;
	xmlSAX2StartElementNs(data, name, prefix, uri, n_spaces, spaces,
			      n_attrs, n_defaults, attrs);
	/* The tree itself counts to 65,535 and guesses from there. */
	if (parser->node)
		parser->node->psvi = GINT_TO_POINTER(line);
}

/**
 * @brief Close an element.
 * @param data    The parser.
 * @param name    Name of the element.
 * @param prefix  Its prefix, or NULL.
 * @param uri     Its namespace, or NULL.
 * @norestriction
 * @sideeffect Moves the parser one level up.
 * @nofailure
 */
static void on_end(void *data, const xmlChar *name, const xmlChar *prefix,
		   const xmlChar *uri)
{
	const xmlParserCtxt *parser = data;
	struct reader *reader = parser->_private;

	if (reader->depth > 0)
		reader->depth--;
	xmlSAX2EndElementNs(data, name, prefix, uri);
}

/**
 * @brief Read a document.
 * @param text    The document.
 * @param len     Its length in bytes.
 * @param name    What to call it in errors.
 * @param bounds  What it may have.
 * @param doc     Where to put the tree.
 * @param err     Where to store the error, or NULL.
 * @return false when the document was refused.
 * @norestriction
 * @sideeffect The first call of the process sets up libxml2.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool parse(const char *text, size_t len, const char *name,
		  const struct bounds *bounds, xmlDoc **doc, GError **err)
{
	g_autoptr(xmlParserCtxt) parser = NULL;
	g_autoptr(xmlDoc) tree = NULL;
	g_autofree char *complaint = NULL;
	g_autofree char *shown = NULL;
	struct reader reader = { .bounds = bounds };
	int line;

	line = gvm_xml_text_check(text, len, bounds->max, &complaint);
	if (line)
		return refuse(err, name, line, complaint);

	parser = xmlNewParserCtxt();
	/* As GLib does: a process without memory does not limp on. */
	g_assert(parser);
	parser->_private = &reader;
	parser->sax->serror = on_error;
	parser->sax->internalSubset = on_doctype;
	parser->sax->externalSubset = NULL;
	parser->sax->startElementNs = on_start;
	parser->sax->endElementNs = on_end;

	tree = xmlCtxtReadMemory(parser, text, len, NULL, NULL,
				 XML_PARSE_NONET | XML_PARSE_IGNORE_ENC |
				 bounds->options);
	complaint = g_steal_pointer(&reader.complaint);
	if (complaint)
		return refuse(err, name, reader.line, complaint);
	if (!tree || !xmlDocGetRootElement(tree))
		return refuse(err, name, 1, "there is no XML in it");

	shown = gvm_text_printable(name, NAME_MAX_SHOWN);
	tree->name = (char *)xmlStrdup((const xmlChar *)shown);
	*doc = g_steal_pointer(&tree);

	return true;
}

bool gvm_xml_parse(const char *text, size_t len, const char *name,
		   xmlDoc **doc, GError **err)
{
	return parse(text, len, name, &usual, doc, err);
}

bool gvm_xml_parse_large(const char *text, size_t len, const char *name,
			 xmlDoc **doc, GError **err)
{
	return parse(text, len, name, &large, doc, err);
}
