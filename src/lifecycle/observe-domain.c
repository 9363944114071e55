// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Whose vGPU it is: from our claims, else from its QEMU.
 *
 * The claim is ours and names the domain in libvirt's words. A vGPU that
 * somebody else has made has none; then the QEMU that holds it tells, because
 * libvirt gives every QEMU "-uuid UUID" and "-name guest=NAME,...".
 */
#include "lifecycle/observe-state.h"

#include <string.h>

#include "host/process.h"
#include "lifecycle/claims.h"
#include "util/text.h"

/**
 * @brief Cut the next item off a list of QEMU.
 * @param list  The list, moved on; a comma inside an item is written twice.
 * @return A new string.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static char *next_item(const char **list)
{
	GString *item = g_string_new(NULL);
	const char *at = *list;

	for (; *at && (*at != ',' || at[1] == ','); at++) {
		at += *at == ',';
		g_string_append_c(item, *at);
	}
	*list = *at ? at + 1 : at;

	return g_string_free(item, FALSE);
}

/**
 * @brief Take the name of a domain out of the value of QEMU's "-name".
 * @param value  The value: "NAME" or "guest=NAME", and more after a comma.
 * @return A new string of valid UTF-8, or NULL when there is no name.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static char *parse_name(const char *value)
{
	static const char key[] = "guest=";
	bool first = true;

	for (; *value; first = false) {
		g_autofree char *item = next_item(&value);
		const char *name = NULL;

		if (g_str_has_prefix(item, key))
			name = item + strlen(key);
		else if (first && !strchr(item, '='))
			name = item;
		if (name && *name)
			return g_utf8_make_valid(name, -1);
	}

	return NULL;
}

/**
 * @brief Find a domain by its QEMU.
 * @param host  The machine.
 * @param pid   The QEMU, or 0.
 * @param name  Where to put a new string, or NULL.
 * @param id    Where to put the UUID, a new string, or NULL.
 * @norestriction
 * @sideeffect Allocates memory.
 * @failure A process that cannot be looked at tells nothing.
 */
static void from_qemu(struct gvm_host *host, int pid, char **name, char **id)
{
	g_autoptr(GPtrArray) args = gvm_process_args(host, pid);

	*name = NULL;
	*id = NULL;
	for (guint i = 0; args && i + 1 < args->len; i++) {
		const char *option = g_ptr_array_index(args, i);
		const char *value = g_ptr_array_index(args, i + 1);

		if (!*id && g_str_equal(option, "-uuid"))
			*id = gvm_text_uuid(value);
		else if (!*name && g_str_equal(option, "-name"))
			*name = parse_name(value);
	}
}

/**
 * @brief Find a domain by our claim on its vGPU.
 * @param host  The machine.
 * @param uuid  UUID of the vGPU.
 * @param name  Filled when there is such a claim.
 * @param id    Likewise.
 * @norestriction
 * @sideeffect Allocates memory.
 * @failure A claim that cannot be read tells only the UUID.
 */
static void from_claim(struct gvm_host *host, const char *uuid, char **name,
		       char **id)
{
	g_autoptr(GPtrArray) claims = gvm_claims_list(host, NULL);
	struct gvm_claim *claim;

	claim = claims ? gvm_claims_find(claims, uuid) : NULL;
	if (!claim || !gvm_claim_is_domain(claim))
		return;
	*id = g_strdup(claim->owner);
	if (gvm_claims_read(host, claim, NULL))
		*name = g_strdup(claim->domain);
}

void gvm_observe_domain(struct gvm_host *host, const char *uuid, int pid,
			char **name, char **id)
{
	g_autofree char *qemu_name = NULL;
	g_autofree char *qemu_id = NULL;

	*name = NULL;
	*id = NULL;
	if (uuid)
		from_claim(host, uuid, name, id);
	if (*name)
		return;

	from_qemu(host, pid, &qemu_name, &qemu_id);
	if (!*id)
		*id = g_steal_pointer(&qemu_id);
	/* A QEMU of another domain does not know the name of this one. */
	else if (g_strcmp0(*id, qemu_id) != 0)
		return;
	*name = g_steal_pointer(&qemu_name);
}
