/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Attributes that are numbers.
 */
#ifndef GVM_XML_NUMBER_H
#define GVM_XML_NUMBER_H

#include <glib.h>
#include <libxml/tree.h>
#include <stdbool.h>
#include <stdint.h>

/** @brief Most MiB of anything: 16 TiB. */
#define GVM_NUMBER_MIB_MAX 16777216

/** @brief How a number is written. */
enum gvm_number_kind {
	GVM_NUMBER_DECIMAL,	/**< Decimal digits. */
	GVM_NUMBER_MIB,		/**< Decimal, MiB; the value is in bytes. */
	GVM_NUMBER_HEX,		/**< 0x and as many digits as the largest has. */
	GVM_NUMBER_YES_NO,	/**< yes or no. */
};

/** @brief What is a good number. */
struct gvm_number_rule {
	enum gvm_number_kind kind;	/**< How it is written. */
	uint64_t min;			/**< Smallest, as it is written. */
	uint64_t max;			/**< Largest, as it is written. */
};

/**
 * @brief Read an attribute that is a number.
 * @param node   The element.
 * @param name   Name of the attribute.
 * @param rule   What is a good number.
 * @param value  Where to put it; untouched on failure.
 * @param err    Where to store the error, or NULL.
 * @return false when it is no good.
 * @restriction The element has the attribute.
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and line, saying what is good.
 */
bool gvm_number_read(xmlNode *node, const char *name,
		     const struct gvm_number_rule *rule, uint64_t *value,
		     GError **err);

#endif /* GVM_XML_NUMBER_H */
