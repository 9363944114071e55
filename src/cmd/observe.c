// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl observe: follow the vGPUs of NVIDIA's driver.
 */
#include <stdio.h>

#include "cmd/args.h"
#include "cmd/commands.h"
#include "cmd/print.h"
#include "lifecycle/observe.h"
#include "util/error.h"
#include "util/text.h"

/** @brief Longest --interval, in seconds: an hour. */
#define INTERVAL_MAX 3600
/** @brief Longest line for people, in bytes. */
#define LINE_MAX_BYTES 2048
/** @brief What gvm_nv_guest::ecc says when ECC is on. */
#define ECC_ON 3

/** @brief What is printed, and how. */
struct printer {
	bool json;		/**< Objects, not sentences. */
	bool quiet;		/**< No sentence about the observer. */
	unsigned int vgpus;	/**< Events of vGPUs so far. */
};

/**
 * @brief Add what the driver tells of a vGPU.
 * @param object  Grows.
 * @param guest   What it tells.
 * @param known   false to add null instead.
 * @norestriction
 * @sideeffect Changes the object.
 * @nofailure
 */
static void add_guest(struct json_object *object,
		      const struct gvm_nv_guest *guest, bool known)
{
	bool driver = known && guest->driver && *guest->driver;

	gvm_print_add_number(object, "framebuffer_used", guest->fb_used, known);
	gvm_print_add_text(object, "guest_driver",
			   driver ? guest->driver : NULL);
	json_object_object_add(object, "driver_loaded", !known ? NULL :
			       json_object_new_boolean(guest->driver_loaded));
	json_object_object_add(object, "licensed", !known ? NULL :
			       json_object_new_boolean(guest->licensed));
	gvm_print_add_number(object, "license_state", guest->license_state,
			     known);
	gvm_print_add_number(object, "frame_rate_limit", guest->frame_rate,
			     known && guest->frame_rate);
	gvm_print_add_number(object, "encoder_capacity", guest->encoder, known);
	gvm_print_add_number(object, "placement_id", guest->placement,
			     known && guest->placement != G_MAXUINT32);
	json_object_object_add(object, "ecc", !known || !guest->ecc ? NULL :
			       json_object_new_boolean(guest->ecc == ECC_ON));
}

/**
 * @brief Build the JSON object of a vGPU.
 * @param vgpu  The vGPU, or NULL.
 * @return A new object, NULL (which is JSON's null) without a vGPU.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct json_object *new_vgpu(const struct gvm_observe_vgpu *vgpu)
{
	struct json_object *object;

	if (!vgpu)
		return NULL;
	object = json_object_new_object();
	gvm_print_add_text(object, "uuid", vgpu->guest->uuid);
	gvm_print_add_text(object, "device", vgpu->guest->device_name);
	gvm_print_add_text(object, "type", vgpu->type);
	gvm_print_add_text(object, "type_name", vgpu->type_name);
	gvm_print_add_text(object, "domain", vgpu->domain);
	gvm_print_add_text(object, "domain_uuid", vgpu->domain_uuid);
	gvm_print_add_number(object, "pid", vgpu->guest->vm_pid,
			     vgpu->guest->vm_pid);
	gvm_print_add_number(object, "framebuffer", vgpu->framebuffer,
			     vgpu->framebuffer);
	add_guest(object, vgpu->guest, vgpu->listed);

	return object;
}

/**
 * @brief Print one event.
 * @param event  The event.
 * @param data   A struct printer.
 * @norestriction
 * @sideeffect Writes one line to standard output, at once.
 * @failure Errors of the output are found when it is closed.
 */
static void print_event(const struct gvm_observe_event *event, void *data)
{
	struct printer *printer = data;
	g_autofree char *line = NULL;
	struct json_object *object;

	if (event->vgpu)
		printer->vgpus++;
	if (printer->json) {
		object = json_object_new_object();
		gvm_print_add_text(object, "event",
				   gvm_observe_name(event->kind));
		gvm_print_add_text(object, "message", event->message);
		gvm_print_add_text(object, "gpu", event->gpu);
		json_object_object_add(object, "vgpu", new_vgpu(event->vgpu));
		puts(json_object_to_json_string_ext(object,
						    JSON_C_TO_STRING_NOSLASHESCAPE));
		json_object_put(object);
	} else if (!printer->quiet || event->kind != GVM_OBSERVE_MODE) {
		/* Guests and domains choose parts of it. */
		line = gvm_text_printable(event->message, LINE_MAX_BYTES);
		puts(line);
	}
	fflush(stdout);
}

/**
 * @brief Read the interval.
 * @param call      The call.
 * @param interval  Where to put the seconds.
 * @param err       Where to store the error, or NULL.
 * @return true when it is one, or was not given.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_USAGE.
 */
static bool read_interval(const struct gvm_call *call, unsigned int *interval,
			  GError **err)
{
	const char *value = gvm_args_value(call, "--interval");
	uint64_t seconds = GVM_OBSERVE_INTERVAL;

	if (value && (!gvm_text_to_uint(value, INTERVAL_MAX, &seconds) ||
		      seconds == 0))
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "--interval '%s' is not a number of seconds from 1 to %d",
				     value, INTERVAL_MAX);
	*interval = seconds;

	return true;
}

/**
 * @brief Handler of "observe".
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when it was told to end, or has looked once.
 * @norestriction
 * @sideeffect Those of gvm_observe_run(); writes to standard output.
 * @failure GVM_ERROR_USAGE; those of gvm_observe_run().
 */
static bool observe_run(struct gvm_call *call, GError **err)
{
	struct printer printer = {
		.json = call->settings.json,
		.quiet = call->settings.quiet,
	};
	const struct gvm_observe_listener listener = { print_event, &printer };
	struct gvm_observe_options options = {
		.once = gvm_args_has(call, "--once"),
		.dry_run = call->settings.dry_run,
		.metrics = gvm_args_value(call, "--metrics"),
		.force_abi = gvm_args_value(call, "--force-abi"),
	};

	if (!read_interval(call, &options.interval, err) ||
	    !gvm_observe_run(&call->host, &options, &listener, err))
		return false;
	if (options.once && !printer.vgpus && !printer.json && !printer.quiet)
		puts("No vGPU runs.");

	return true;
}

const struct gvm_cmd gvm_cmd_observe = {
	.name = "observe",
	.words = "",
	.help = "follow the vGPUs of NVIDIA's driver, or answer its VM starts",
	.options = {
		{ "--once", NULL, NULL, "look once and end", false },
		{ "--interval", NULL, "SECONDS",
		  "time between two looks, 10 by default", false },
		{ "--metrics", NULL, "FILE",
		  "keep figures there for a collector, as OpenMetrics", false },
		{ "--force-abi", NULL, "RELEASE",
		  "take the driver's interface to be that of RELEASE", false },
	},
	.run = observe_run,
};
