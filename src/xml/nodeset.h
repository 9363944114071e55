/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief libvirt's notation for sets of NUMA nodes.
 */
#ifndef GVM_XML_NODESET_H
#define GVM_XML_NODESET_H

#include <glib.h>
#include <stdbool.h>

/** @brief Nodes are numbered below this, as in libvirt. */
#define GVM_NODESET_MAX 1024

/** @brief A set of NUMA nodes. */
struct gvm_nodeset {
	bool has[GVM_NODESET_MAX];	/**< Whether each node is in it. */
};

/**
 * @brief Add what a text names to a set.
 * @param text  Numbers and ranges with commas between them, such as "0-3,^2":
 *              a '^' takes out one number that stands before it.
 * @param set   Set to add to.
 * @return false when the text is something else, or names nothing.
 * @norestriction
 * @sideeffect Adds to @p set; on failure the set is left as it was.
 * @nofailure
 */
bool gvm_nodeset_add(const char *text, struct gvm_nodeset *set);

#endif /* GVM_XML_NODESET_H */
