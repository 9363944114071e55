// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief PCI addresses as people and libvirt write them.
 */
#include "xml/pci.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "util/text.h"
#include "xml/tree.h"

/** @brief Hexadecimal digits. */
#define HEX "0123456789abcdefABCDEF"

/** @brief What libvirt's names of PCI devices begin with. */
#define NODEDEV "pci_"

/** @brief One number of an address. */
struct part {
	const char *name;	/**< libvirt's name. */
	uint32_t max;		/**< Largest value. */
};

/** @brief The numbers of an address, in their order. */
static const struct part parts[] = {
	{ "domain", UINT32_MAX },
	{ "bus", 0xff },
	{ "slot", 0x1f },
	{ "function", 7 },
};

/**
 * @brief Write an address as the kernel does.
 * @param numbers  Domain, bus, slot and function.
 * @return A new string.
 * @pure
 */
static char *format(const uint32_t numbers[G_N_ELEMENTS(parts)])
{
	return g_strdup_printf("%04x:%02x:%02x.%x", numbers[0], numbers[1],
			       numbers[2], numbers[3]);
}

/**
 * @brief Read the digits of one number and what ends it.
 * @param text    Where to read; moved behind the end mark.
 * @param digits  How many hexadecimal digits there may be at most; at least
 *                so many, or four, are needed.
 * @param mark    Character that ends the number, or NUL.
 * @param number  Where to put it.
 * @return false when there is something else.
 * @norestriction
 * @sideeffect Moves @p *text on success.
 * @nofailure
 */
static bool read_number(const char **text, size_t digits, char mark,
			uint32_t *number)
{
	size_t len = strspn(*text, HEX);

	if (len < MIN(digits, 4) || len > digits || (*text)[len] != mark)
		return false;
	*number = (uint32_t)g_ascii_strtoull(*text, NULL, 16);
	*text += len + (mark ? 1 : 0);

	return true;
}

char *gvm_pci_from_text(const char *text)
{
	uint32_t numbers[G_N_ELEMENTS(parts)] = { 0 };
	const char *at = text;

	if (!text)
		return NULL;
	/* Where there is no domain, the first number has but two digits. */
	if (strspn(text, HEX) > 2 && !read_number(&at, 8, ':', &numbers[0]))
		return NULL;
	if (!read_number(&at, 2, ':', &numbers[1]) ||
	    !read_number(&at, 2, '.', &numbers[2]) ||
	    !read_number(&at, 1, '\0', &numbers[3]))
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		if (numbers[i] > parts[i].max)
			return NULL;

	return format(numbers);
}

char *gvm_pci_from_name(const char *text)
{
	static const char marks[] = "::.";
	g_autofree char *address = NULL;
	size_t n = 0;

	if (!text || !g_str_has_prefix(text, NODEDEV))
		return gvm_pci_from_text(text);
	address = g_strdup(text + strlen(NODEDEV));
	for (char *at = address; *at; at++) {
		if (*at != '_')
			continue;
		if (n == strlen(marks))
			return NULL;
		*at = marks[n++];
	}

	/* libvirt never leaves the domain out. */
	return n == strlen(marks) ? gvm_pci_from_text(address) : NULL;
}

/**
 * @brief Read a number in any notation of C, as libvirt does.
 * @param text    The number.
 * @param max     Largest value accepted.
 * @param number  Where to put it.
 * @return false when it is none or too large.
 * @pure
 */
static bool to_number(const char *text, uint32_t max, uint32_t *number)
{
	char *end = NULL;
	uint64_t value;

	if (!g_ascii_isdigit(text[0]))
		return false;
	errno = 0;
	value = g_ascii_strtoull(text, &end, 0);
	if (errno || *end || value > max)
		return false;
	*number = (uint32_t)value;

	return true;
}

char *gvm_pci_from_xml(xmlNode *node, GError **err)
{
	uint32_t numbers[G_N_ELEMENTS(parts)] = { 0 };

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *own = gvm_tree_attr(node, parts[i].name);
		g_autofree char *shown = gvm_text_printable(own, GVM_TREE_SHOWN_MAX);

		if (!own && i == 0)
			continue;
		if (own && to_number(own, parts[i].max, &numbers[i]))
			continue;
		gvm_tree_error(err, node,
			       "%s '%s' of a PCI address is not a number from 0 to %u",
			       parts[i].name, own ? shown : "",
			       parts[i].max);
		return NULL;
	}

	return format(numbers);
}
