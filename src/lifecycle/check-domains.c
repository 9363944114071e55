// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The doctor looks at the domains that libvirt has defined.
 */
#include "lifecycle/check-subjects.h"

#include <string.h>

#include "host/input.h"
#include "lifecycle/guard.h"
#include "xml/domain.h"

/** @brief Where libvirt's QEMU driver keeps the XML of its domains. */
#define DOMAINS "etc/libvirt/qemu"

/**
 * @brief Judge one domain as the hook would.
 * @param check   The check.
 * @param daemon  Process id of libvirt's daemon, or 0.
 * @param path    File of the domain.
 * @return true when there is nothing to find fault with.
 * @norestriction
 * @sideeffect Adds findings.
 * @failure A file that cannot be read is passed over.
 */
static bool look_at_domain(struct gvm_check *check, int daemon,
			   const char *path)
{
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *shown = g_strconcat("/", path, NULL);
	g_autoptr(gvm_domain) domain = NULL;
	g_autofree char *remedy = NULL;
	g_autofree char *text = NULL;
	g_autoptr(GError) err = NULL;
	bool good;

	if (gvm_host_load(check->host, path, GVM_INPUT_MAX, &text) < 0)
		return true;
	domain = gvm_domain_parse(text, strlen(text), shown, &err);
	if (!domain) {
		gvm_check_add(check, GVM_CHECK_ERROR, NULL, NULL, "%s",
			      err->message);
		return false;
	}
	remedy = g_strdup_printf("virsh edit %s", domain->name);
	good = gvm_guard_domain(check->host, domain, daemon, notes, &err);
	if (!good)
		gvm_check_add(check, GVM_CHECK_ERROR, domain->name, remedy,
			      "%s", err->message);
	for (guint i = 0; i < notes->len; i++)
		gvm_check_add(check, GVM_CHECK_WARNING, domain->name, remedy,
			      "%s", (char *)g_ptr_array_index(notes, i));

	return good && notes->len == 0;
}

void gvm_check_domains(struct gvm_check *check)
{
	g_autoptr(GPtrArray) names = NULL;
	int daemon = gvm_guard_daemon(check->host);
	unsigned int seen = 0;
	bool good = true;

	if (gvm_host_list(check->host, DOMAINS, &names) < 0)
		return;
	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		g_autofree char *path = NULL;

		if (!g_str_has_suffix(name, ".xml"))
			continue;
		path = g_strdup_printf(DOMAINS "/%s", name);
		good = look_at_domain(check, daemon, path) && good;
		seen++;
	}
	if (good && seen > 0)
		gvm_check_add(check, GVM_CHECK_OK, NULL, NULL,
			      "domains whose hostdevs have nothing against them: %u",
			      seen);
}
