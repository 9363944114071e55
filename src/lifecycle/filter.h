/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Domain XML that arrives from another host or from a saved image.
 */
#ifndef GVM_LIFECYCLE_FILTER_H
#define GVM_LIFECYCLE_FILTER_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "model/request.h"

struct gvm_host;

/**
 * @brief Check that an arriving domain can get its vGPUs here.
 *
 * A UUID that is taken on this host is replaced by a new one; libvirt allows
 * that, since a guest never sees it. Whether there is room is found out too,
 * so that a migration is refused before the guest is paused.
 *
 * @param host    The machine.
 * @param domain  What the XML says; its requests are completed.
 * @param text    The XML.
 * @param len     Its length in bytes.
 * @param out     Where to put the changed XML, or NULL when nothing had to
 *                be changed; freed by the caller.
 * @param err     Where to store the error, or NULL.
 * @return true when the domain can come.
 * @restriction The answer is a preview: "prepare" decides.
 * @sideeffect Completes the requests; changes nothing on the machine.
 * @failure Those of gvm_prepare_plan().
 */
bool gvm_filter_domain(struct gvm_host *host, struct gvm_domain *domain,
		       const char *text, size_t len, char **out,
		       GError **err);

#endif /* GVM_LIFECYCLE_FILTER_H */
