// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Attributes that are numbers.
 */
#include "xml/number.h"

#include <inttypes.h>
#include <string.h>

#include "util/text.h"
#include "xml/tree.h"

/** @brief Bits that turn MiB into bytes. */
#define MIB_SHIFT 20

/** @brief Bits of a hexadecimal digit. */
#define HEX_BITS 4

/**
 * @brief Count the hexadecimal digits of a number.
 * @param number  The number.
 * @return How many it has.
 * @pure
 */
static int count_digits(uint64_t number)
{
	int count = 0;

	for (; number; number >>= HEX_BITS)
		count++;

	return count;
}

/**
 * @brief Read decimal digits.
 * @param text   The text.
 * @param rule   What is a good number.
 * @param value  Where to put it.
 * @return false when there is something else, or it is out of range.
 * @pure
 */
static bool to_decimal(const char *text, const struct gvm_number_rule *rule,
		       uint64_t *value)
{
	return text[strspn(text, "0123456789")] == '\0' &&
	       gvm_text_to_uint(text, rule->max, value) && *value >= rule->min;
}

/**
 * @brief Read 0x and hexadecimal digits.
 * @param text   The text.
 * @param rule   What is a good number.
 * @param value  Where to put it.
 * @return false when there is something else, or it is out of range.
 * @pure
 */
static bool to_hex(const char *text, const struct gvm_number_rule *rule,
		   uint64_t *value)
{
	return g_str_has_prefix(text, "0x") &&
	       strlen(text + 2) == (size_t)count_digits(rule->max) &&
	       gvm_text_to_uint(text, rule->max, value) && *value >= rule->min;
}

/**
 * @brief Read yes or no.
 * @param text   The text.
 * @param value  Where to put 1 or 0.
 * @return false when it is neither.
 * @pure
 */
static bool to_yes_no(const char *text, uint64_t *value)
{
	*value = strcmp(text, "yes") == 0;

	return *value || strcmp(text, "no") == 0;
}

/**
 * @brief Read a number.
 * @param text   The text.
 * @param rule   What is a good number.
 * @param value  Where to put it.
 * @return false when it is no good.
 * @pure
 */
static bool to_number(const char *text, const struct gvm_number_rule *rule,
		      uint64_t *value)
{
	switch (rule->kind) {
	case GVM_NUMBER_DECIMAL:
		return to_decimal(text, rule, value);
	case GVM_NUMBER_MIB:
		if (!to_decimal(text, rule, value))
			return false;
		*value <<= MIB_SHIFT;
		return true;
	case GVM_NUMBER_HEX:
		return to_hex(text, rule, value);
	case GVM_NUMBER_YES_NO:
		return to_yes_no(text, value);
	}

	return false;
}

/**
 * @brief Refuse a number.
 * @param node  The element.
 * @param name  Name of the attribute.
 * @param rule  What is a good number.
 * @param text  What is there.
 * @param err   Where to store the error, or NULL.
 * @return Always false.
 * @norestriction
 * @sideeffect Allocates a GError in @p *err.
 * @nofailure
 */
static bool refuse(xmlNode *node, const char *name,
		   const struct gvm_number_rule *rule, const char *text,
		   GError **err)
{
	g_autofree char *shown = gvm_text_printable(text, GVM_TREE_SHOWN_MAX);
	const char *of = gvm_tree_name(node);

	switch (rule->kind) {
	case GVM_NUMBER_DECIMAL:
		return gvm_tree_error(err, node,
				      "%s '%s' of %s is not a number from %"
				      PRIu64 " to %" PRIu64,
				      name, shown, of, rule->min, rule->max);
	case GVM_NUMBER_MIB:
		return gvm_tree_error(err, node,
				      "%s '%s' of %s is not a number of MiB from %"
				      PRIu64 " to %" PRIu64,
				      name, shown, of, rule->min, rule->max);
	case GVM_NUMBER_HEX:
		return gvm_tree_error(err, node,
				      "%s '%s' of %s is not 0x and %d hexadecimal digits, from 0x%"
				      PRIx64 " on", name, shown, of,
				      count_digits(rule->max), rule->min);
	case GVM_NUMBER_YES_NO:
		return gvm_tree_error(err, node,
				      "%s '%s' of %s is neither yes nor no",
				      name, shown, of);
	}

	return false;
}

bool gvm_number_read(xmlNode *node, const char *name,
		     const struct gvm_number_rule *rule, uint64_t *value,
		     GError **err)
{
	g_autofree char *own = gvm_tree_attr(node, name);
	uint64_t number = 0;

	if (!to_number(own, rule, &number))
		return refuse(node, name, rule, own, err);
	*value = number;

	return true;
}
