// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief mdevctl's definitions.
 *
 * The files are mdevctl's own: keys that are not known here are passed over,
 * and values of attributes are taken as they are, since mdevctl would write
 * them as they are. Only what would lead out of the device's directory is
 * refused.
 */
#include "xml/mdevctl.h"

#include <json-c/json_object.h>
#include <json-c/json_object_iterator.h>
#include <json-c/json_tokener.h>
#include <stdbool.h>
#include <string.h>

#include "util/error.h"
#include "util/text.h"
#include "xml/xml.h"

/** @brief Deepest nesting; a definition needs four. */
#define DEPTH_MAX 8

/** @brief Longest part of a document that an error repeats, in bytes. */
#define SHOWN_MAX 64

/** @brief Lets g_autoptr(json_tokener) own a parser. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(json_tokener, json_tokener_free)

/**
 * @brief Drop a reference to a value.
 * @param value  The value, or NULL.
 * @norestriction
 * @sideeffect Frees the value when nobody else has it.
 * @nofailure
 */
static void release(json_object *value)
{
	json_object_put(value);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(json_object, release)

/**
 * @brief Say what is wrong with a definition.
 * @param err     Where to store the error, or NULL.
 * @param name    What to call the document.
 * @param format  The sentence, printf-like.
 * @return Always false.
 * @norestriction
 * @sideeffect Allocates a GError in @p *err.
 * @nofailure
 */
static bool G_GNUC_PRINTF(3, 4) refuse(GError **err, const char *name,
				       const char *format, ...)
{
	g_autofree char *shown = gvm_text_printable(name, GVM_TEXT_NAME_MAX);
	g_autofree char *sentence = NULL;
	va_list args;

	va_start(args, format);
	sentence = g_strdup_vprintf(format, args);
	va_end(args);

	return gvm_error_set(err, GVM_ERROR_INVALID, "%s: %s", shown, sentence);
}

/**
 * @brief Count the lines up to a place.
 * @param text  The text.
 * @param len   Where to stop.
 * @return The line, counted from 1.
 * @pure
 */
static int line_of(const char *text, size_t len)
{
	int line = 1;

	for (size_t i = 0; i < len; i++)
		line += text[i] == '\n';

	return line;
}

/**
 * @brief Read JSON.
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param name  What to call it in errors.
 * @param err   Where to store the error, or NULL.
 * @return A new value, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID for what is not JSON or nested too deep.
 */
static json_object *parse(const char *text, size_t len, const char *name,
			  GError **err)
{
	g_autoptr(json_tokener) parser = json_tokener_new_ex(DEPTH_MAX);
	g_autoptr(json_object) root = NULL;
	g_autofree char *where = NULL;
	enum json_tokener_error error;

	/* As GLib does: a process without memory does not limp on. */
	g_assert(parser);
	/* Strict also means that nothing may follow the value. */
	json_tokener_set_flags(parser, JSON_TOKENER_STRICT);
	root = json_tokener_parse_ex(parser, text, (int)len);
	error = json_tokener_get_error(parser);
	if (error == json_tokener_success && root)
		return g_steal_pointer(&root);

	where = g_strdup_printf("%s:%d", name,
				line_of(text, json_tokener_get_parse_end(parser)));
	if (error == json_tokener_success || error == json_tokener_continue)
		refuse(err, where, "not JSON: it ends too early");
	else
		refuse(err, where, "not JSON: %s",
		       json_tokener_error_desc(error));

	return NULL;
}

/**
 * @brief Read a string.
 * @param value  The value, or NULL.
 * @return The string, owned by @p value, or NULL when it is none or has a
 *         NUL in it.
 * @pure
 */
static const char *to_string(json_object *value)
{
	const char *text = NULL;

	if (!json_object_is_type(value, json_type_string))
		return NULL;
	text = json_object_get_string(value);

	return strlen(text) == (size_t)json_object_get_string_len(value) ?
	       text : NULL;
}

/**
 * @brief Read one attribute.
 * @param value    An object with one member.
 * @param name     What to call the document in errors.
 * @param request  Request to append to.
 * @param err      Where to store the error, or NULL.
 * @return false when it is something else.
 * @norestriction
 * @sideeffect Appends to the attributes of @p request.
 * @failure GVM_ERROR_INVALID, with name.
 */
static bool read_attr(json_object *value, const char *name,
		      struct gvm_request *request, GError **err)
{
	struct json_object_iterator member;
	g_autofree char *shown = NULL;
	const char *text = NULL;

	if (!json_object_is_type(value, json_type_object) ||
	    json_object_object_length(value) != 1)
		return refuse(err, name,
			      "each of attrs must be an object with one member");

	member = json_object_iter_begin(value);
	text = to_string(json_object_iter_peek_value(&member));
	shown = gvm_text_printable(json_object_iter_peek_name(&member),
				   SHOWN_MAX);
	if (!gvm_request_attr_is_sane(json_object_iter_peek_name(&member)))
		return refuse(err, name,
			      "attribute '%s' is not one that may be written",
			      shown);
	if (!text)
		return refuse(err, name,
			      "the value of attribute '%s' is not a string",
			      shown);
	gvm_request_add_attr(request, json_object_iter_peek_name(&member),
			     text);

	return true;
}

/**
 * @brief Read the list of attributes.
 * @param root     The definition.
 * @param name     What to call the document in errors.
 * @param request  Request to append to.
 * @param err      Where to store the error, or NULL.
 * @return false when it is no list of attributes; having none is fine.
 * @norestriction
 * @sideeffect Appends to the attributes of @p request.
 * @failure GVM_ERROR_INVALID, with name.
 */
static bool read_attrs(json_object *root, const char *name,
		       struct gvm_request *request, GError **err)
{
	json_object *attrs = NULL;

	if (!json_object_object_get_ex(root, "attrs", &attrs))
		return true;
	if (!json_object_is_type(attrs, json_type_array))
		return refuse(err, name, "attrs is not an array");
	for (size_t i = 0; i < json_object_array_length(attrs); i++)
		if (!read_attr(json_object_array_get_idx(attrs, i), name,
			       request, err))
			return false;

	return true;
}

/**
 * @brief Read a definition from its JSON.
 * @param root     The definition.
 * @param name     What to call the document in errors.
 * @param request  Filled in.
 * @param err      Where to store the error, or NULL.
 * @return false when it is not that of an mdev.
 * @norestriction
 * @sideeffect Sets type, attributes and autostart of @p request.
 * @failure GVM_ERROR_INVALID, with name.
 */
static bool read_definition(json_object *root, const char *name,
			    struct gvm_request *request, GError **err)
{
	json_object *value = NULL;
	const char *text = NULL;

	if (!json_object_is_type(root, json_type_object))
		return refuse(err, name, "the definition is not an object");
	if (!json_object_object_get_ex(root, "mdev_type", &value))
		return refuse(err, name, "the definition has no mdev_type");
	text = to_string(value);
	if (!text || !gvm_text_is_name(text))
		return refuse(err, name, "mdev_type is not a plain name");
	request->type = g_strdup(text);
	if (json_object_object_get_ex(root, "start", &value)) {
		text = to_string(value);
		if (!text)
			return refuse(err, name, "start is not a string");
		request->autostart = g_str_equal(text, "auto");
	}

	return read_attrs(root, name, request, err);
}

struct gvm_request *gvm_mdevctl_parse(const char *text, size_t len,
				      const char *name, const char *uuid,
				      const char *parent, GError **err)
{
	g_autoptr(gvm_request) request = gvm_request_new(uuid);
	g_autoptr(json_object) root = NULL;

	if (len > GVM_XML_MAX || !g_utf8_validate_len(text, len, NULL)) {
		refuse(err, name, "not JSON: too long, or not UTF-8 text");
		return NULL;
	}
	root = parse(text, len, name, err);
	if (!root)
		return NULL;
	request->parent = g_strdup(parent);
	request->source = GVM_SOURCE_MDEVCTL;
	request->where = gvm_text_printable(name, GVM_TEXT_NAME_MAX);
	if (!read_definition(root, name, request, err))
		return NULL;

	return g_steal_pointer(&request);
}

char *gvm_mdevctl_format_attrs(const struct gvm_request *request)
{
	g_autoptr(json_object) list = json_object_new_array();

	for (guint i = 0; i < request->attrs->len; i++) {
		const struct gvm_attr *attr;
		json_object *object = json_object_new_object();

		attr = g_ptr_array_index(request->attrs, i);
		json_object_object_add(object, attr->name,
				       json_object_new_string(attr->value));
		json_object_array_add(list, object);
	}

	return g_strdup_printf("%s\n",
			       json_object_to_json_string_ext(list,
							      JSON_C_TO_STRING_PLAIN |
							      JSON_C_TO_STRING_NOSLASHESCAPE));
}
