/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief An imitated control domain of Xen: its xenstore and its domains.
 *
 * A node of xenstore is a directory below .fake/xenstore, its value the file
 * ".value" in it.
 */
#ifndef GVM_TESTS_FAKE_XEN_H
#define GVM_TESTS_FAKE_XEN_H

#include <stdbool.h>

#include "host/host.h"

/**
 * @brief The imitated question to xenstore.
 * @param host   The machine.
 * @param kind   GVM_XENSTORE_LIST or GVM_XENSTORE_READ.
 * @param path   The node.
 * @param value  Where to put the answer.
 * @param len    Where to put its length.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect None but that of the script, whose word is "xenstore".
 * @failure -ENODEV on a machine without Xen; -ENOENT when there is no such
 *          node; what the script says.
 */
int fake_xenstore(struct gvm_host *host, unsigned int kind, const char *path,
		  char **value, size_t *len);

/**
 * @brief Let Xen run a machine.
 * @param root  The machine.
 * @norestriction
 * @sideeffect It is the control domain, without any other one; its kernel
 *             knows no IOMMU group any more, and has the driver pciback.
 * @failure Ends the process.
 */
void fake_xen_control(const char *root);

/**
 * @brief Let a domain run.
 * @param root       The machine.
 * @param id         Its number.
 * @param uuid       Its UUID.
 * @param n          How many functions it has.
 * @param functions  Their addresses.
 * @norestriction
 * @sideeffect Writes to xenstore.
 * @failure Ends the process.
 */
void fake_xen_domain(const char *root, const char *id, const char *uuid,
		     int n, char **functions);

/**
 * @brief End a domain.
 * @param root  The machine.
 * @param id    Its number.
 * @norestriction
 * @sideeffect Writes to xenstore.
 * @nofailure
 */
void fake_xen_end(const char *root, const char *id);

/**
 * @brief Change Xen of a machine, for make-host.
 * @param root     The machine.
 * @param n_words  How many words.
 * @param words    "control"; "domain ID UUID FUNCTION..." lets a domain run,
 *                 with these functions; "end ID" ends it.
 * @return false when the words are none of these.
 * @norestriction
 * @sideeffect Writes to xenstore.
 * @failure Ends the process.
 */
bool fake_xen_command(const char *root, int n_words, char **words);

#endif /* GVM_TESTS_FAKE_XEN_H */
