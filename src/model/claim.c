// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Claims as data and as text.
 */
#include "model/claim.h"

#include <string.h>

#include "util/error.h"
#include "util/text.h"

/** @brief The one group of the file. */
#define GROUP "claim"
/** @brief Version of the format; a reader refuses any other. */
#define VERSION 1

void gvm_claim_free(struct gvm_claim *claim)
{
	if (!claim)
		return;

	g_free(claim->device);
	g_free(claim->owner);
	g_free(claim->domain);
	g_free(claim->backend);
	g_free(claim->parent);
	g_free(claim->type);
	g_free(claim->driver);
	g_free(claim);
}

char *gvm_claim_name(const struct gvm_claim *claim)
{
	return g_strdup_printf("%s@%s", claim->device, claim->owner);
}

struct gvm_claim *gvm_claim_from_name(const char *name)
{
	g_autofree char *device = NULL;
	const char *at = strchr(name, '@');
	struct gvm_claim *claim;

	if (!at || at == name || !gvm_text_is_name(at + 1))
		return NULL;
	device = g_strndup(name, at - name);
	if (!gvm_text_is_name(device))
		return NULL;

	claim = g_new0(struct gvm_claim, 1);
	claim->device = g_steal_pointer(&device);
	claim->owner = g_strdup(at + 1);

	return claim;
}

bool gvm_claim_is_domain(const struct gvm_claim *claim)
{
	return g_uuid_string_is_valid(claim->owner);
}

char *gvm_claim_format(const struct gvm_claim *claim)
{
	g_autoptr(GKeyFile) file = g_key_file_new();

	g_key_file_set_integer(file, GROUP, "version", VERSION);
	g_key_file_set_string(file, GROUP, "backend", claim->backend);
	g_key_file_set_string(file, GROUP, "parent", claim->parent);
	g_key_file_set_string(file, GROUP, "type", claim->type);
	if (claim->driver)
		g_key_file_set_string(file, GROUP, "driver", claim->driver);
	if (claim->domain)
		g_key_file_set_string(file, GROUP, "domain", claim->domain);
	g_key_file_set_integer(file, GROUP, "daemon-pid", claim->daemon_pid);
	g_key_file_set_uint64(file, GROUP, "daemon-start", claim->daemon_start);
	g_key_file_set_uint64(file, GROUP, "made", claim->made);
	if (claim->plug)
		g_key_file_set_boolean(file, GROUP, "plug", true);

	return g_key_file_to_data(file, NULL, NULL);
}

/**
 * @brief Read one name of a claim.
 * @param file  The key file.
 * @param key   Its key.
 * @return A new string, or NULL when it is missing or no plain name.
 * @pure
 */
static char *parse_name(GKeyFile *file, const char *key)
{
	g_autofree char *value = g_key_file_get_string(file, GROUP, key, NULL);

	return gvm_text_is_name(value) ? g_steal_pointer(&value) : NULL;
}

bool gvm_claim_parse(struct gvm_claim *claim, const char *text, GError **err)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autoptr(GError) cause = NULL;

	if (!g_key_file_load_from_data(file, text, -1, G_KEY_FILE_NONE, &cause))
		return gvm_error_set(err, GVM_ERROR_INVALID,
				     "claim /run/gvm/claims/%s@%s is damaged (%s): remove the file, and the vGPU if nobody needs it",
				     claim->device, claim->owner,
				     cause->message);
	if (g_key_file_get_integer(file, GROUP, "version", NULL) != VERSION)
		return gvm_error_set(err, GVM_ERROR_INVALID,
				     "claim /run/gvm/claims/%s@%s was written by another version of gvmctl: remove it with that one",
				     claim->device, claim->owner);

	claim->backend = parse_name(file, "backend");
	claim->parent = parse_name(file, "parent");
	claim->type = parse_name(file, "type");
	claim->driver = parse_name(file, "driver");
	claim->domain = parse_name(file, "domain");
	claim->daemon_pid = g_key_file_get_integer(file, GROUP, "daemon-pid",
						   NULL);
	claim->daemon_start = g_key_file_get_uint64(file, GROUP,
						    "daemon-start", NULL);
	claim->made = g_key_file_get_uint64(file, GROUP, "made", NULL);
	claim->plug = g_key_file_get_boolean(file, GROUP, "plug", NULL);
	if (!claim->backend || !claim->parent || !claim->type)
		return gvm_error_set(err, GVM_ERROR_INVALID,
				     "claim /run/gvm/claims/%s@%s is incomplete: remove the file, and the vGPU if nobody needs it",
				     claim->device, claim->owner);

	return true;
}
