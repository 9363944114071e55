// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl register: send types of our own to NVIDIA's driver.
 */
#include <inttypes.h>
#include <stdio.h>

#include "cmd/args.h"
#include "cmd/commands.h"
#include "cmd/print.h"
#include "cmd/show.h"
#include "lifecycle/autostart.h"
#include "lifecycle/profiles.h"
#include "lifecycle/register-wait.h"
#include "lifecycle/register.h"
#include "util/error.h"
#include "util/text.h"

/** @brief Longest --wait, in seconds: ten minutes. */
#define WAIT_MAX 600
/** @brief More files than anybody names on a command line. */
#define FILES_MAX 1024

/**
 * @brief Read the options.
 * @param call  The call.
 * @param wish  Filled.
 * @param wait  Where to put how long to wait for the driver, in seconds.
 * @param err   Where to store the error, or NULL.
 * @return true when they make sense together.
 * @norestriction
 * @sideeffect Writes to @p wish and @p wait.
 * @failure GVM_ERROR_USAGE.
 */
static bool read_options(const struct gvm_call *call,
			 struct gvm_register_wish *wish, uint64_t *wait,
			 GError **err)
{
	const char *value = gvm_args_value(call, "--wait");
	bool replace = gvm_args_has(call, "--replace");
	bool keep = gvm_args_has(call, "--keep");

	*wish = (struct gvm_register_wish) {
		.mode = replace ? GVM_REGISTER_REPLACE :
			keep ? GVM_REGISTER_KEEP : GVM_REGISTER_STRICT,
		.force_abi = gvm_args_value(call, "--force-abi"),
		.check = gvm_args_has(call, "--check"),
		.dry_run = call->settings.dry_run,
	};
	*wait = 0;
	if (keep && replace)
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "--keep and --replace exclude each other");
	if (wish->check && (keep || replace ||
			    gvm_args_has(call, "--autostart")))
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "--check sends nothing: leave --keep, --replace and --autostart out");
	if (value && !gvm_text_to_uint(value, WAIT_MAX, wait))
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "--wait '%s' is not a number of seconds up to %d",
				     value, WAIT_MAX);

	return true;
}

/**
 * @brief Read the files that were named, or all of the directory.
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return A new array of struct gvm_profiles, or NULL.
 * @norestriction
 * @sideeffect Reads files.
 * @failure Those of gvm_profiles_load(), gvm_profiles_add() and of reading.
 */
static GPtrArray *read_files(struct gvm_call *call, GError **err)
{
	g_autoptr(GPtrArray) files = NULL;

	if (call->words->len == 0)
		return gvm_profiles_load(&call->host, err);
	files = gvm_profiles_list();
	for (guint i = 0; i < call->words->len; i++) {
		const char *path = g_ptr_array_index(call->words, i);
		g_autofree char *text = NULL;
		size_t len;

		if (!gvm_show_read(path, &text, &len, err) ||
		    !gvm_profiles_add(files, gvm_show_name(path), text, len,
				      err))
			return NULL;
	}

	return g_steal_pointer(&files);
}

/**
 * @brief Build the JSON object of a type on a GPU.
 * @param plan  The GPU.
 * @param type  The type.
 * @return A new object.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct json_object *new_object(const struct gvm_register_gpu *plan,
				      const struct gvm_register_type *type)
{
	struct json_object *object = json_object_new_object();

	gvm_print_add_text(object, "gpu",
			   plan->gpu ? plan->gpu->address : NULL);
	gvm_print_add_number(object, "id", type->type->id, true);
	gvm_print_add_text(object, "name", type->type->text[GVM_PROFILE_NAME]);
	gvm_print_add_text(object, "action",
			   gvm_register_state_name(type->state));
	gvm_print_add_text(object, "error", type->error);
	gvm_print_add_text(object, "note", type->note);

	return object;
}

/**
 * @brief Print what became of the types, as JSON.
 * @param reg  The registration, or NULL for one of nothing.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @nofailure
 */
static void show_json(const struct gvm_register *reg)
{
	struct json_object *list = json_object_new_array();

	for (guint i = 0; reg && i < reg->plan->len; i++) {
		const struct gvm_register_gpu *plan;

		plan = g_ptr_array_index(reg->plan, i);
		for (guint j = 0; j < plan->types->len; j++)
			json_object_array_add(list, new_object(plan,
							       g_ptr_array_index(plan->types, j)));
	}
	gvm_print_json("register", list);
}

/**
 * @brief Add the rows of a GPU.
 * @param table  The table.
 * @param plan   The GPU.
 * @norestriction
 * @sideeffect Grows the table.
 * @nofailure
 */
static void add_rows(struct gvm_print *table,
		     const struct gvm_register_gpu *plan)
{
	for (guint i = 0; i < plan->types->len; i++) {
		const struct gvm_register_type *type;
		g_autofree char *id = NULL;

		type = g_ptr_array_index(plan->types, i);
		id = g_strdup_printf(GVM_REGISTER_TYPE_FORMAT, type->type->id);
		gvm_print_cell(table, plan->gpu ? plan->gpu->address : NULL);
		gvm_print_cell(table, id);
		gvm_print_cell(table, type->type->text[GVM_PROFILE_NAME]);
		gvm_print_cell(table, gvm_register_state_name(type->state));
		gvm_print_cell(table, type->error ? type->error : type->note);
	}
}

/**
 * @brief Print what became of the types, for people.
 * @param call  The call.
 * @param reg   The registration.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @nofailure
 */
static void show_table(const struct gvm_call *call,
		       const struct gvm_register *reg)
{
	static const char *const header[] = { "GPU", "TYPE", "NAME", "ACTION",
		"DETAIL", NULL };
	g_autoptr(gvm_print) table = gvm_print_new(header);

	for (guint i = 0; i < reg->plan->len; i++)
		add_rows(table, g_ptr_array_index(reg->plan, i));
	gvm_print_table(table);
	if (call->settings.quiet)
		return;
	for (guint i = 0; i < reg->plan->len; i++) {
		const struct gvm_register_gpu *plan;

		plan = g_ptr_array_index(reg->plan, i);
		if (plan->gpu && !call->settings.dry_run &&
		    !gvm_args_has(call, "--check"))
			printf("GPU %s: %u registered, %u present, %u failed\n",
			       plan->gpu->address,
			       gvm_register_count(plan, GVM_REGISTER_REGISTERED),
			       gvm_register_count(plan, GVM_REGISTER_PRESENT),
			       gvm_register_count(plan, GVM_REGISTER_FAILED));
	}
	if (!reg->rm)
		puts("No NVIDIA driver is loaded: only the files were checked.");
}

/**
 * @brief Print the calls that a GPU would get.
 * @param reg   The registration.
 * @param plan  The GPU.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @nofailure
 */
static void show_calls(const struct gvm_register *reg,
		       const struct gvm_register_gpu *plan)
{
	bool discard = plan->discard;
	const char *name = gvm_nv_abi_control(GVM_NV_C_SET_INFO)->name;
	const char *address = plan->gpu->address;

	for (guint i = 0; i < plan->types->len; i++) {
		const struct gvm_register_type *type;

		type = g_ptr_array_index(plan->types, i);
		if (type->state != GVM_REGISTER_PLANNED)
			continue;
		printf(discard ? "%s: %s type %u '%s', discarding the list\n" :
		       "%s: %s type %u '%s'\n", address, name,
		       type->type->id, type->type->text[GVM_PROFILE_NAME]);
		discard = false;
	}
	if (plan->publish)
		printf("%s: %s\n", address,
		       gvm_register_publish_name(reg));
}

/**
 * @brief Print what a registration is or would be.
 * @param call  The call.
 * @param reg   The registration.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @nofailure
 */
static void show(const struct gvm_call *call, const struct gvm_register *reg)
{
	if (call->settings.json) {
		show_json(reg);
		return;
	}
	show_table(call, reg);
	if (!call->settings.dry_run || !reg->rm)
		return;
	for (guint i = 0; i < reg->plan->len; i++)
		show_calls(reg, g_ptr_array_index(reg->plan, i));
}

/**
 * @brief Start definitions of types that are there now.
 * @param call  The call.
 * @param reg   The registration, which holds the lock.
 * @param err   Where to store the first error, or NULL.
 * @return true when all are started.
 * @norestriction
 * @sideeffect Makes vGPUs; writes to standard output, not as JSON.
 * @failure Those of gvm_autostart_find() and gvm_autostart_make(); one that
 *          fails does not stop the others.
 */
static bool autostart(struct gvm_call *call, const struct gvm_register *reg,
		      GError **err)
{
	bool silent = call->settings.quiet || call->settings.json;
	g_autoptr(GHashTable) types = gvm_register_names(reg);
	g_autoptr(GPtrArray) found = NULL;
	g_autoptr(GError) first = NULL;

	found = gvm_autostart_find(&call->host, types, err);
	if (!found)
		return false;
	for (guint i = 0; i < found->len; i++) {
		const struct gvm_request *request = g_ptr_array_index(found, i);

		if (!call->settings.dry_run &&
		    !gvm_autostart_make(&call->host, request,
					first ? NULL : &first))
			continue;
		if (!silent)
			printf("%s vGPU %s as %s on %s\n",
			       call->settings.dry_run ? "would start" :
			       "started", request->uuid, request->type,
			       request->parent);
	}
	if (!first)
		return true;
	g_propagate_error(err, g_steal_pointer(&first));

	return false;
}

/**
 * @brief Handler of "register".
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when all types are there as wanted.
 * @norestriction
 * @sideeffect Those of gvm_register_apply() and autostart(); writes to
 *             standard output.
 * @failure Those of read_options(), read_files(), gvm_register_plan(),
 *          gvm_register_apply() and autostart().
 */
static bool register_run(struct gvm_call *call, GError **err)
{
	g_autoptr(gvm_register) reg = NULL;
	g_autoptr(GPtrArray) files = NULL;
	struct gvm_register_wish wish;
	uint64_t wait;
	bool good;

	if (!read_options(call, &wish, &wait, err))
		return false;
	files = read_files(call, err);
	if (!files)
		return false;
	if (files->len == 0) {
		if (call->settings.json)
			show_json(NULL);
		else if (!call->settings.quiet)
			puts("Nothing to register: there is no file in /" GVM_PROFILES_DIR ".");
		return true;
	}
	gvm_register_wait(&call->host, wait);
	reg = gvm_register_plan(&call->host, files, &wish, err);
	if (!reg)
		return false;
	good = wish.check || wish.dry_run ? gvm_register_good(reg, err) :
		gvm_register_apply(reg, err);
	show(call, reg);
	if (gvm_args_has(call, "--autostart") && !reg->interrupted &&
	    !autostart(call, reg, good ? err : NULL))
		good = false;

	return good;
}

const struct gvm_cmd gvm_cmd_register = {
	.name = "register",
	.words = "[FILE...]",
	.help = "send types of our own to NVIDIA's driver, and read them back",
	.max_words = FILES_MAX,
	.options = {
		{ "--check", NULL, NULL, "only check the files, send nothing",
		  false },
		{ "--keep", NULL, NULL,
		  "leave ids that the driver knows as they are", false },
		{ "--replace", NULL, NULL,
		  "empty the GPUs' lists of types first, NVIDIA's own included",
		  false },
		{ "--force-abi", NULL, "RELEASE",
		  "take the driver for this release", false },
		{ "--wait", NULL, "SECONDS",
		  "wait so long for the driver to be there, not at all by default",
		  false },
		{ "--autostart", NULL, NULL,
		  "then start mdevctl's definitions of these types", false },
	},
	.run = register_run,
};
