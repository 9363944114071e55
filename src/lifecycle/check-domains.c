// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The doctor looks at the domains that libvirt has defined.
 */
#include "lifecycle/check-subjects.h"

#include <string.h>

#include "backend/backend.h"
#include "host/input.h"
#include "lifecycle/definitions.h"
#include "lifecycle/guard.h"
#include "util/error.h"
#include "xml/domain.h"

/** @brief Where libvirt's QEMU driver keeps the XML of its domains. */
#define DOMAINS "etc/libvirt/qemu"
/** @brief How the files of domains end. */
#define SUFFIX ".xml"

/**
 * @brief Free a domain.
 * @param data  The domain.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
static void free_domain(void *data)
{
	struct gvm_check_domain *entry = data;

	g_free(entry->name);
	gvm_domain_free(entry->domain);
	g_free(entry->why);
	g_free(entry);
}

/**
 * @brief Read one domain.
 * @param host  The machine.
 * @param file  Name of its file.
 * @return A new domain, or NULL when it cannot be read.
 * @norestriction
 * @nosideeffect
 * @failure NULL.
 */
static struct gvm_check_domain *load(struct gvm_host *host, const char *file)
{
	g_autofree char *path = g_strdup_printf(DOMAINS "/%s", file);
	g_autofree char *shown = g_strconcat("/", path, NULL);
	struct gvm_check_domain *entry;
	g_autofree char *text = NULL;
	g_autoptr(GError) err = NULL;

	if (gvm_host_load(host, path, GVM_INPUT_MAX, &text) < 0)
		return NULL;
	entry = g_new0(struct gvm_check_domain, 1);
	entry->name = g_strndup(file, strlen(file) - strlen(SUFFIX));
	entry->domain = gvm_domain_parse(text, strlen(text), shown, &err);
	if (err)
		entry->why = g_strdup(err->message);

	return entry;
}

GPtrArray *gvm_check_load_domains(struct gvm_host *host)
{
	GPtrArray *found = g_ptr_array_new_with_free_func(free_domain);
	g_autoptr(GPtrArray) names = NULL;

	if (gvm_host_list(host, DOMAINS, &names) < 0)
		return found;
	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		struct gvm_check_domain *entry = NULL;

		if (g_str_has_suffix(name, SUFFIX))
			entry = load(host, name);
		if (entry)
			g_ptr_array_add(found, entry);
	}

	return found;
}

/**
 * @brief Tell why a hostdev is refused.
 * @param err  The refusal.
 * @return What to call it.
 * @pure
 */
static enum gvm_cause cause_of(const GError *err)
{
	switch (err->code) {
	case GVM_ERROR_UNSUPPORTED:
		return GVM_CAUSE_LIBVIRT_TOO_OLD;
	case GVM_ERROR_BUSY:
		return GVM_CAUSE_GROUP_SHARED;
	default:
		return GVM_CAUSE_DOMAIN_MANAGED;
	}
}

/**
 * @brief Judge the hostdevs of a domain as the hook would.
 * @param check   The check.
 * @param domain  The domain.
 * @return true when there is nothing to find fault with.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
static bool look_at_hostdevs(struct gvm_check *check,
			     const struct gvm_domain *domain)
{
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *remedy = NULL;
	g_autoptr(GError) err = NULL;
	bool good;

	remedy = g_strdup_printf("virsh edit %s", domain->name);
	good = gvm_guard_domain(check->host, domain, check->daemon, notes,
				&err);
	if (!good)
		gvm_check_add(check, GVM_CHECK_ERROR, cause_of(err),
			      domain->name, remedy, "%s", err->message);
	for (guint i = 0; i < notes->len; i++)
		gvm_check_add(check, GVM_CHECK_WARNING,
			      GVM_CAUSE_FUNCTION_WITHOUT_TYPE, domain->name,
			      remedy, "%s",
			      (char *)g_ptr_array_index(notes, i));

	return good && notes->len == 0;
}

/**
 * @brief Tell whether something would make a vGPU, or has made it.
 * @param check    The check.
 * @param request  The request of a domain.
 * @param err      Where to store the error, or NULL.
 * @return true when there is nothing to find fault with, and when it cannot be
 *         told.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID for a definition that is broken; false without
 *          error when there is none.
 */
static bool is_makeable(struct gvm_check *check,
			const struct gvm_request *request, GError **err)
{
	g_autoptr(gvm_request) wish = gvm_request_new(request->uuid);
	g_autoptr(gvm_vgpu) vgpu = NULL;
	g_autoptr(GError) cause = NULL;

	if (!request->uuid || gvm_request_has_type(request) ||
	    !gvm_backend_find_vgpu(check->host, request->uuid, &vgpu, NULL) ||
	    vgpu)
		return true;
	if (gvm_definitions_find(check->host, wish, &cause))
		return gvm_request_has_type(wish);
	if (cause->code != GVM_ERROR_INVALID)
		return true;
	g_propagate_error(err, g_steal_pointer(&cause));

	return false;
}

/**
 * @brief Look for vGPUs of a domain that nothing would make.
 * @param check   The check.
 * @param domain  The domain.
 * @return true when there is none.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
static bool look_for_lost(struct gvm_check *check,
			  const struct gvm_domain *domain)
{
	bool good = true;

	for (guint i = 0; i < domain->requests->len; i++) {
		const struct gvm_request *request;
		g_autofree char *remedy = NULL;
		g_autoptr(GError) err = NULL;

		request = g_ptr_array_index(domain->requests, i);
		if (is_makeable(check, request, &err))
			continue;
		good = false;
		remedy = g_strdup_printf("gvmctl nodedev-xml --uuid %s --type TYPE >/etc/gvm/nodedev.d/%s.xml",
					 request->uuid, request->uuid);
		if (err)
			gvm_check_add(check, GVM_CHECK_ERROR,
				      GVM_CAUSE_DEFINITION_INVALID,
				      domain->name, remedy, "%s",
				      err->message);
		else
			gvm_check_add(check, GVM_CHECK_ERROR,
				      GVM_CAUSE_VGPU_LOST, domain->name,
				      remedy,
				      "its vGPU %s does not exist, and nothing says how to make it: it was lost at a reboot, or never made",
				      request->uuid);
	}

	return good;
}

/**
 * @brief Look at one domain.
 * @param check  The check.
 * @param entry  The domain.
 * @return true when there is nothing to find fault with.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
static bool look_at_domain(struct gvm_check *check,
			   const struct gvm_check_domain *entry)
{
	g_autofree char *remedy = NULL;
	bool good;

	if (entry->domain) {
		good = look_at_hostdevs(check, entry->domain);
		return look_for_lost(check, entry->domain) && good;
	}
	remedy = g_strdup_printf("virsh edit %s", entry->name);
	gvm_check_add(check, GVM_CHECK_ERROR, GVM_CAUSE_DOMAIN_INVALID,
		      entry->name, remedy, "%s", entry->why);

	return false;
}

void gvm_check_domains(struct gvm_check *check)
{
	bool good = true;

	for (guint i = 0; i < check->domains->len; i++)
		good = look_at_domain(check,
				      g_ptr_array_index(check->domains, i)) &&
			good;
	if (good && check->domains->len > 0)
		gvm_check_say(check, GVM_CHECK_OK, NULL,
			      "domains whose hostdevs have nothing against them: %u",
			      check->domains->len);
}
