/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Asking an XML tree that nobody has validated.
 *
 * Each function that can refuse something does so with the document's name
 * and the line of the element, so that its callers read like the schema.
 */
#ifndef GVM_XML_TREE_H
#define GVM_XML_TREE_H

#include <glib.h>
#include <libxml/tree.h>
#include <stdbool.h>

/** @brief Longest text that is taken from a document, in bytes. */
#define GVM_TREE_TEXT_MAX 255

/** @brief Longest part of a document that an error repeats, in bytes. */
#define GVM_TREE_SHOWN_MAX 64

/** @brief Longest value of an attribute of a device, in bytes. */
#define GVM_TREE_VALUE_MAX 4096

/**
 * @brief Set an error about an element.
 * @param err     Where to store the error, or NULL.
 * @param node    The element.
 * @param format  The sentence, printf-like.
 * @return Always false, so that a caller can return the call.
 * @restriction The tree must be one of gvm_xml_parse().
 * @sideeffect Allocates a GError in @p *err.
 * @nofailure
 */
bool gvm_tree_error(GError **err, const xmlNode *node, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

/**
 * @brief Tell the line on which the start tag of an element ends.
 * @param node  The element.
 * @return The line, counted from 1.
 * @restriction The tree must be one of gvm_xml_parse().
 * @nosideeffect
 * @nofailure
 */
unsigned int gvm_tree_line(const xmlNode *node);

/**
 * @brief Say where an element is.
 * @param node  The element.
 * @return A new string, NAME:LINE.
 * @restriction The tree must be one of gvm_xml_parse().
 * @nosideeffect
 * @nofailure
 */
char *gvm_tree_where(const xmlNode *node);

/**
 * @brief Tell the name of an element.
 * @param node  The element.
 * @return The name without prefix, owned by the tree.
 * @pure
 */
const char *gvm_tree_name(const xmlNode *node);

/**
 * @brief Tell whether an element is the one that is looked for.
 * @param node   The element.
 * @param space  Its namespace, or NULL for none.
 * @param name   Its name.
 * @return true when both fit.
 * @pure
 */
bool gvm_tree_is(const xmlNode *node, const char *space, const char *name);

/**
 * @brief Find the first child without namespace that has a name.
 * @param node  The parent, or NULL.
 * @param name  Name of the child.
 * @return The child, or NULL.
 * @pure
 */
xmlNode *gvm_tree_child(xmlNode *node, const char *name);

/**
 * @brief Read an attribute as it is.
 * @param node  The element, or NULL.
 * @param name  Name of the attribute.
 * @return A new string, or NULL when there is no such attribute.
 * @pure
 */
char *gvm_tree_attr(xmlNode *node, const char *name);

/**
 * @brief Tell whether an attribute has a value.
 * @param node   The element, or NULL.
 * @param name   Name of the attribute.
 * @param value  The value.
 * @return false when it has another or is not there.
 * @pure
 */
bool gvm_tree_attr_is(xmlNode *node, const char *name, const char *value);

/**
 * @brief Read an attribute that is one line of text for people.
 * @param node  The element.
 * @param name  Name of the attribute.
 * @param text  Where to put a new string, or NULL when it is not there.
 * @param err   Where to store the error, or NULL.
 * @return false when it is there and no good.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID when it is empty, has control characters or more
 *          than GVM_TREE_TEXT_MAX bytes.
 */
bool gvm_tree_attr_text(xmlNode *node, const char *name, char **text,
			GError **err);

/**
 * @brief Read an attribute that becomes part of a path.
 * @param node  The element.
 * @param name  Name of the attribute.
 * @param text  Where to put a new string, or NULL when it is not there.
 * @param err   Where to store the error, or NULL.
 * @return false when it is there and no good.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID when it is not what gvm_text_is_name() wants.
 */
bool gvm_tree_attr_name(xmlNode *node, const char *name, char **text,
			GError **err);

/**
 * @brief Read an attribute that is a UUID.
 * @param node  The element.
 * @param name  Name of the attribute.
 * @param uuid  Where to put a new canonical string, or NULL when it is not
 *              there.
 * @param err   Where to store the error, or NULL.
 * @return false when it is there and no good.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID when it is no UUID.
 */
bool gvm_tree_attr_uuid(xmlNode *node, const char *name, char **uuid,
			GError **err);

/**
 * @brief Read the text of an element as it is, that of its children with it.
 * @param node  The element.
 * @return A new string, empty when there is no text.
 * @pure
 */
char *gvm_tree_content(xmlNode *node);

/**
 * @brief Read the text of an element, one line.
 * @param node  The element.
 * @param text  Where to put a new string.
 * @param err   Where to store the error, or NULL.
 * @return false when it is no good.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID when it has children, is empty, has control
 *          characters or more than GVM_TREE_TEXT_MAX bytes.
 */
bool gvm_tree_text(xmlNode *node, char **text, GError **err);

/**
 * @brief Read the text of an element as a UUID, blanks around it allowed.
 * @param node  The element.
 * @param uuid  Where to put a new canonical string.
 * @param err   Where to store the error, or NULL.
 * @return false when it is no good.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID when it is no UUID.
 */
bool gvm_tree_uuid(xmlNode *node, char **uuid, GError **err);

/**
 * @brief Refuse attributes that nobody knows.
 * @param node   The element.
 * @param known  Names of the attributes it may have, ended by NULL.
 * @param err    Where to store the error, or NULL.
 * @return false when there is another.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, naming the attribute.
 */
bool gvm_tree_check_attrs(const xmlNode *node, const char *const *known,
			  GError **err);

/**
 * @brief Refuse attributes that nobody knows, and text between the children.
 * @param node   The element.
 * @param known  As for gvm_tree_check_attrs().
 * @param err    Where to store the error, or NULL.
 * @return false when there is something else.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, naming the element and what is in it.
 */
bool gvm_tree_check(const xmlNode *node, const char *const *known,
		    GError **err);

/**
 * @brief Refuse any child of an element.
 * @param node  The element.
 * @param err   Where to store the error, or NULL.
 * @return false when it has children.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, naming the child.
 */
bool gvm_tree_no_children(xmlNode *node, GError **err);

#endif /* GVM_XML_TREE_H */
