// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Telling what was, or would be, attached and detached.
 */
#include "virt/report.h"

#include <stdio.h>

#include "cmd/print.h"
#include "util/text.h"

/** @brief Longest sentence on stderr, in bytes. */
#define SENTENCE_MAX 2048

void gvm_report_note(const struct gvm_call *call, const char *format, ...)
{
	g_autofree char *sentence = NULL;
	g_autofree char *shown = NULL;
	va_list args;

	va_start(args, format);
	sentence = g_strdup_vprintf(format, args);
	va_end(args);
	shown = gvm_text_printable(sentence, SENTENCE_MAX);
	fprintf(stderr, "gvmctl %s: %s\n", call->cmd->name, shown);
}

/**
 * @brief Begin the JSON object of a change.
 * @param domain  Name of the domain.
 * @param device  UUID or address of the vGPU.
 * @param scope   Which forms of the domain.
 * @return A new object.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct json_object *new_object(const char *domain, const char *device,
				      const struct gvm_virt_scope *scope)
{
	struct json_object *object = json_object_new_object();

	gvm_print_add_text(object, "domain", domain);
	gvm_print_add_text(object, "uuid", device);
	json_object_object_add(object, "config",
			       json_object_new_boolean(scope->config));
	json_object_object_add(object, "live",
			       json_object_new_boolean(scope->live));

	return object;
}

/**
 * @brief Print a change as JSON.
 * @param object  The object; taken over.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @nofailure
 */
static void print_object(struct json_object *object)
{
	struct json_object *list = json_object_new_array();

	json_object_array_add(list, object);
	gvm_print_json("vgpus", list);
}

/**
 * @brief Tell where the vGPU is or will be.
 * @param attach  The attachment.
 * @param type    Where to put the type, NULL when it is not known.
 * @param parent  Where to put the parent, NULL when it is not known.
 * @pure
 */
static void find_place(const struct gvm_attach *attach, const char **type,
		       const char **parent)
{
	const struct gvm_step *step = attach->step;
	const struct gvm_candidate *chosen;

	*type = attach->request->type;
	*parent = NULL;
	if (step && step->vgpu) {
		*type = step->vgpu->type;
		*parent = step->vgpu->parent;
	} else if (step && step->candidates) {
		chosen = &g_array_index(step->candidates, struct gvm_candidate,
					step->chosen);
		*type = chosen->type->id;
		*parent = chosen->parent->address;
	}
}

/**
 * @brief Say what would be done to each form of a domain.
 * @param verb    What is done, such as "attach".
 * @param domain  Name of the domain.
 * @param device  UUID or address of the vGPU.
 * @param scope   Which forms.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @nofailure
 */
static void say_forms(const char *verb, const char *domain, const char *device,
		      const struct gvm_virt_scope *scope)
{
	if (scope->config)
		printf("%s %s: the configuration of domain %s\n", verb, device,
		       domain);
	if (scope->live)
		printf("%s %s: the running domain %s\n", verb, device, domain);
}

void gvm_report_attach(const struct gvm_attach *attach)
{
	const struct gvm_settings *settings = &attach->call->settings;
	const char *device = gvm_request_device(attach->request);
	const char *domain = virDomainGetName(attach->domain);
	g_autofree char *made = NULL;
	struct json_object *object;
	const char *parent;
	const char *type;

	if (settings->json) {
		find_place(attach, &type, &parent);
		object = new_object(domain, device, &attach->scope);
		gvm_print_add_text(object, "type", type);
		gvm_print_add_text(object, "parent", parent);
		print_object(object);
	} else if (settings->dry_run) {
		if (attach->step)
			made = gvm_plan_describe(attach->step);
		if (made)
			printf(attach->scope.live ? "%s\n" :
			       "at each start: %s\n", made);
		say_forms("attach", domain, device, &attach->scope);
	} else if (!settings->quiet) {
		puts(device);
	}
}

void gvm_report_detach(const struct gvm_call *call, const char *domain,
		       const char *device, const struct gvm_virt_scope *scope,
		       bool ours)
{
	struct json_object *object;

	if (call->settings.json) {
		object = new_object(domain, device, scope);
		json_object_object_add(object, "removed",
				       json_object_new_boolean(ours));
		print_object(object);
	} else if (call->settings.dry_run) {
		say_forms("detach", domain, device, scope);
		if (ours)
			printf("remove %s\n", device);
	}
}
