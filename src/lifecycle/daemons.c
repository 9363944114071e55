// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Which of libvirt's daemons have called our hook.
 */
#include "lifecycle/daemons.h"

#include <glib.h>
#include <inttypes.h>

#include "host/host.h"
#include "host/process.h"
#include "host/state.h"
#include "util/text.h"

/** @brief As that of claims: nobody else has business there. */
#define DIR_MODE 0700

/**
 * @brief Spell which process is meant, now and not after it has died.
 * @param host  The machine.
 * @param pid   Its process id.
 * @param name  Where to put the name of its program; freed by the caller.
 * @return A new string, or NULL when there is no such process.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static char *identify(struct gvm_host *host, int pid, char **name)
{
	uint64_t start = 0;

	*name = gvm_process_name(host, pid);
	if (!*name || !gvm_text_is_name(*name) ||
	    gvm_process_start(host, pid, &start) < 0)
		return NULL;

	return g_strdup_printf("%d %" PRIu64, pid, start);
}

void gvm_daemons_remember(struct gvm_host *host, int pid)
{
	g_autofree char *name = NULL;
	g_autofree char *text = identify(host, pid, &name);
	g_autofree char *line = g_strconcat(text ? text : "", "\n", NULL);

	if (text && gvm_state_make_dir(host, GVM_DAEMONS_DIR, DIR_MODE) == 0)
		gvm_state_save(host, GVM_DAEMONS_DIR, name, line);
}

bool gvm_daemons_has_called(struct gvm_host *host, int pid)
{
	g_autofree char *name = NULL;
	g_autofree char *text = identify(host, pid, &name);
	g_autofree char *path = NULL;
	g_autofree char *seen = NULL;

	if (!text)
		return false;
	path = g_build_filename(GVM_DAEMONS_DIR, name, NULL);

	return gvm_host_load(host, path, GVM_HOST_ATTR_MAX, &seen) == 0 &&
		g_str_equal(seen, text);
}
