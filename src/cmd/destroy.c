// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl destroy: remove one vGPU by hand.
 */
#include <stdio.h>

#include "cmd/args.h"
#include "cmd/commands.h"
#include "cmd/print.h"
#include "lifecycle/destroy.h"
#include "util/error.h"
#include "util/text.h"
#include "xml/pci.h"

/**
 * @brief Show what was removed as JSON.
 * @param uuid  The vGPU.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @nofailure
 */
static void show_json(const char *uuid)
{
	struct json_object *object = json_object_new_object();
	struct json_object *list = json_object_new_array();

	gvm_print_add_text(object, "uuid", uuid);
	json_object_array_add(list, object);
	gvm_print_json("removed", list);
}

/**
 * @brief Handler of "destroy".
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when the vGPU is gone, or would be.
 * @norestriction
 * @sideeffect Those of gvm_destroy_vgpu().
 * @failure GVM_ERROR_USAGE when the word is neither UUID nor address; those
 *          of gvm_destroy_vgpu().
 */
static bool destroy_run(struct gvm_call *call, GError **err)
{
	const char *word = gvm_args_word(call, 0);
	g_autofree char *uuid = gvm_text_uuid(word);
	g_autofree char *shown = NULL;

	if (!uuid)
		uuid = gvm_pci_from_text(word);
	if (!uuid) {
		shown = gvm_text_printable(word, 64);
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "'%s' is neither a UUID nor a PCI address; 'gvmctl list' shows those of the vGPUs",
				     shown);
	}
	if (!gvm_destroy_vgpu(&call->host, uuid,
			      gvm_args_has(call, "--foreign"),
			      call->settings.dry_run, err))
		return false;
	if (call->settings.json)
		show_json(uuid);
	else if (call->settings.dry_run)
		printf("remove %s\n", uuid);

	return true;
}

const struct gvm_cmd gvm_cmd_destroy = {
	.name = "destroy",
	.words = "UUID",
	.help = "remove one idle vGPU",
	.min_words = 1,
	.max_words = 1,
	.options = {
		{ "--foreign", NULL, NULL,
		  "also one that gvmctl did not make", false },
	},
	.run = destroy_run,
};
