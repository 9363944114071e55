// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Which types of a GPU are ours: /run/gvm/types/GPU.
 */
#include "lifecycle/register-record.h"

#include <errno.h>

#include "host/host.h"
#include "host/state.h"
#include "util/error.h"
#include "util/text.h"

/** @brief Largest record, in bytes; 128 ids need some 800. */
#define RECORD_MAX 8192
/** @brief Mode of the directory. */
#define DIR_MODE 0700

GArray *gvm_register_record_load(struct gvm_host *host, const char *address,
				 GError **err)
{
	g_autofree char *path = g_build_filename(GVM_REGISTER_RECORDS, address,
						 NULL);
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	int rc;

	rc = gvm_host_load(host, path, RECORD_MAX, &text);
	if (rc == -ENOENT || rc == -ENOTDIR)
		return g_steal_pointer(&ids);
	if (rc < 0) {
		gvm_error_set_errno(err, rc, "cannot read /%s", path);
		return NULL;
	}
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++) {
		uint64_t value;
		uint32_t id;

		if (!gvm_text_to_uint(*line, UINT32_MAX, &value))
			continue;
		id = value;
		g_array_append_val(ids, id);
	}

	return g_steal_pointer(&ids);
}

bool gvm_register_record_has(const GArray *ids, uint32_t id)
{
	for (guint i = 0; i < ids->len; i++)
		if (g_array_index(ids, uint32_t, i) == id)
			return true;

	return false;
}

bool gvm_register_record_save(struct gvm_host *host, const char *address,
			      const GArray *ids, GError **err)
{
	g_autoptr(GString) text = g_string_new(NULL);
	int rc;

	for (guint i = 0; i < ids->len; i++)
		g_string_append_printf(text, "%u\n",
				       g_array_index(ids, uint32_t, i));
	rc = gvm_state_save(host, GVM_REGISTER_RECORDS, address, text->str);
	if (rc == -ENOENT) {
		rc = gvm_state_make_dir(host, GVM_REGISTER_RECORDS, DIR_MODE);
		if (rc == 0)
			rc = gvm_state_save(host, GVM_REGISTER_RECORDS,
					    address, text->str);
	}
	if (rc < 0)
		return gvm_error_set_errno(err, rc, "cannot write /%s/%s",
					   GVM_REGISTER_RECORDS, address);

	return true;
}
