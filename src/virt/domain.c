// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What is asked of one domain of libvirt.
 */
#include "virt/domain.h"

#include <string.h>

#include "cmd/args.h"
#include "util/error.h"
#include "xml/domain.h"
#include "xml/edit.h"

/** @brief Prefix of our metadata in a domain. */
#define PREFIX "gvm"

bool gvm_virt_choose(const struct gvm_call *call, virDomain *domain,
		     struct gvm_virt_scope *scope, GError **err)
{
	bool current = gvm_args_has(call, "--current");
	const char *name = virDomainGetName(domain);
	int active = virDomainIsActive(domain);
	int persistent = virDomainIsPersistent(domain);

	scope->live = gvm_args_has(call, "--live");
	scope->config = gvm_args_has(call, "--config");
	if (current && (scope->live || scope->config))
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "--current excludes --live and --config");
	if (active < 0 || persistent < 0)
		return gvm_virt_error(err, "cannot ask about domain %s", name);
	if (current)
		scope->live = active;
	if (!scope->live)
		scope->config = true;
	if (scope->live && !active)
		return gvm_error_set(err, GVM_ERROR_FAILED,
				     "domain %s does not run: leave --live out, or start it",
				     name);
	if (scope->config && !persistent)
		return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
				     "domain %s is transient, it has no configuration: use --live",
				     name);

	return true;
}

char *gvm_virt_xml(virDomain *domain, bool live, GError **err)
{
	unsigned int flags = VIR_DOMAIN_XML_SECURE |
		(live ? 0 : VIR_DOMAIN_XML_INACTIVE);
	char *xml = virDomainGetXMLDesc(domain, flags);

	if (!xml)
		gvm_virt_error(err, "cannot read domain %s",
			       virDomainGetName(domain));

	return xml;
}

bool gvm_virt_define(virDomain *domain, const char *xml, GError **err)
{
	virConnect *conn = virDomainGetConnect(domain);
	g_autoptr(virDomain) defined = virDomainDefineXML(conn, xml);

	return defined || gvm_virt_error(err, "cannot define domain %s anew",
					 virDomainGetName(domain));
}

bool gvm_virt_set_entries(virDomain *domain, const char *xml, GError **err)
{
	const char *name = virDomainGetName(domain);
	g_autofree char *entries = NULL;

	if (!gvm_edit_metadata(xml, strlen(xml), name, &entries, err))
		return false;
	if (virDomainSetMetadata(domain, VIR_DOMAIN_METADATA_ELEMENT, entries,
				 PREFIX, GVM_DOMAIN_NS,
				 VIR_DOMAIN_AFFECT_LIVE) == 0)
		return true;

	return gvm_virt_error(err, "cannot set the metadata of the running domain %s",
			      name);
}
