/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What is asked of one domain of libvirt.
 */
#ifndef GVM_VIRT_DOMAIN_H
#define GVM_VIRT_DOMAIN_H

#include <stdint.h>

#include "model/request.h"
#include "virt/connect.h"

/** @brief Which of the two forms of a domain are meant. */
struct gvm_virt_scope {
	bool config;	/**< The one it is started with. */
	bool live;	/**< The one that runs. */
};

/**
 * @brief Choose the forms by --config, --live and --current.
 * @param call    The call.
 * @param domain  The domain.
 * @param scope   Where to put what is meant; --config when nothing is given.
 * @param err     Where to store the error, or NULL.
 * @return true when the domain has what is meant.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_USAGE for --current with another; GVM_ERROR_FAILED when
 *          --live is given and the domain does not run; GVM_ERROR_UNSUPPORTED
 *          when it is transient, and so has nothing it is started with; what
 *          libvirt reports.
 */
bool gvm_virt_choose(const struct gvm_call *call, virDomain *domain,
		     struct gvm_virt_scope *scope, GError **err);

/**
 * @brief Read the XML of a domain.
 * @param domain  The domain.
 * @param live    The running form, else the one it is started with.
 * @param err     Where to store the error, or NULL.
 * @return A new string, with passwords as they are, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure What libvirt reports.
 */
char *gvm_virt_xml(virDomain *domain, bool live, GError **err);

/**
 * @brief Replace what a domain is started with, all at once.
 * @param domain  The domain.
 * @param xml     Its whole XML.
 * @param err     Where to store the error, or NULL.
 * @return true when libvirt took it.
 * @restriction What somebody else changed since the XML was read is lost.
 * @sideeffect Changes the configuration of the domain.
 * @failure What libvirt reports; then nothing has changed.
 */
bool gvm_virt_define(virDomain *domain, const char *xml, GError **err);

/**
 * @brief Replace our metadata of the running form of a domain.
 * @param domain  The domain.
 * @param xml     XML of the domain that has the metadata, or has none.
 * @param err     Where to store the error, or NULL.
 * @return true when libvirt took it; other metadata are as they were.
 * @norestriction
 * @sideeffect Changes the running domain.
 * @failure What libvirt reports.
 */
bool gvm_virt_set_entries(virDomain *domain, const char *xml, GError **err);

#endif /* GVM_VIRT_DOMAIN_H */
